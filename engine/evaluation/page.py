"""The report's page: HTML with its style and plots inside, so that it can be mailed and archived."""

from collections.abc import Sequence
from html import escape

from engine.evaluation.analysis import ReportAnalysis, values_of
from engine.evaluation.rates import Report
from engine.evaluation.svg import Line, bar_plot, line_plot
from engine.messages import Said

STATEMENT = (
    "Proposals are candidates for human review, not evidence, and say nothing about deception, stress or intent. "
    "The rates hold for these videos and this protocol only."
)
_PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title><style>
body {{ font: 15px/1.45 sans-serif; color: #222; max-width: 1100px; margin: 2em auto; padding: 0 1em; }}
table {{ border-collapse: collapse; margin: .6em 0 1.4em; }} th, td {{ border: 1px solid #ccc; padding: .25em .7em;
text-align: left; }} th {{ background: #f2f2f2; }} svg {{ width: 520px; max-width: 100%; margin: 0 1em 1em 0; }}
.note {{ color: #555; }} .statement {{ border-left: 4px solid #c1582a; padding-left: .8em; }}
</style></head><body>
{body}
</body></html>
"""


def html(analysis: ReportAnalysis) -> str:
    """The page: protocol, parameters and n first, then rates, plots and tables; nothing is loaded from elsewhere."""
    report = analysis.report
    parts = [
        f"<h1>Evaluation, protocol {escape(report.protocol)}</h1>",
        f'<p class="statement">{escape(STATEMENT)}</p>',
    ]
    parts.append(_table(("parameter", "value"), list(_head(analysis).items())))
    parts.append("<h2>Rates</h2>" + _rate_table(analysis))
    parts += [f'<p class="note">{escape(note)}</p>' for note in (*analysis.problems, *report.notes)]
    parts.append("<h2>Plots</h2>" + "".join(_plots(analysis)))
    for title, shares in (
        ("Duration", analysis.lengths),
        ("Class", analysis.classes),
        ("Emotion word", analysis.words),
    ):
        rows = [(one.name, str(one.n), str(one.found), f"{one.recall:.3f}", str(one.right)) for one in shares]
        parts.append(f"<h2>{title}</h2>" + _table(("events", "n", "found", "recall", Said("right class")), rows))
    for table in analysis.tables:
        parts.append(f"<h2>{escape(table.title)}</h2>" + _table(table.header, table.rows))
        parts.append(f'<p class="note">{escape(table.note)}</p>')
    parts.append("<h2>Videos</h2>" + _video_table(report))
    if report.published:
        published = [(name, f"{value:.6g}") for name, value in report.published.items()]
        parts.append("<h2>As the published evaluator prints it</h2>" + _table(("name", "value"), published))
    return _PAGE.format(title=f"METST evaluation, {escape(report.protocol)}", body="\n".join(parts))


def _head(analysis: ReportAnalysis) -> dict[str, str]:
    report, boot = analysis.report, analysis.bootstrap
    head = {**analysis.parameters, "protocol": report.protocol, "IoU threshold": f"{report.iou_threshold:g}"}
    head["neutral predictions removed"] = "yes" if report.drop_neutral else "no"
    head["n"] = (
        f"{report.n_subjects} subjects, {report.n_videos} videos, {report.n_truth} events, "
        f"{report.n_predictions} predictions, of them {report.n_dummies} dummies"
    )
    if report.left_out:
        head["left out"] = ", ".join(f"{count} of kind {kind}" for kind, count in report.left_out.items())
    head["intervals"] = (
        f"95 %, percentile bootstrap over {boot.n_subjects} subjects, {boot.resamples} resamples, seed {boot.seed}"
        if boot.intervals
        else f"none: {boot.n_subjects} subject cannot be resampled"
    )
    return head


def _rate_table(analysis: ReportAnalysis) -> str:
    report = analysis.report
    behind = {
        "precision": f"{report.tp} of {report.tp + report.fp} predictions",
        "recall": f"{report.tp} of {report.tp + report.fn} events",
        "f1": f"TP {report.tp}, FP {report.fp}, FN {report.fn}",
        "recognition_f1": f"{report.recognition.n_right} of {report.recognition.n_pairs} found events right",
        "strs": "F1 times F1 of recognition",
    }
    rows = []
    for name, value in values_of(report).items():
        interval = analysis.bootstrap.intervals.get(name)
        span = f"{interval.low:.4f} to {interval.high:.4f}" if interval else ""
        if interval and interval.undefined:
            span += f" (undefined in {interval.undefined:.1%} of the resamples)"
        rows.append((name, f"{value:.4f}", span, behind.get(name, f"n = {report.recognition.n_pairs}")))
    alarms = analysis.alarms
    if alarms is None:
        rows.append(
            (Said("false alarms per minute"), "unknown", "", Said("no lengths of videos were given (--videos)"))
        )
    else:
        unknown = f"; {alarms.n_unknown} videos of unknown length left out" if alarms.n_unknown else ""
        text = f"{alarms.fp} in {alarms.minutes:.1f} min of {alarms.n_videos} videos{unknown}"
        rows.append((Said("false alarms per minute"), f"{alarms.rate:.3f}", "", text))
        text = f"{alarms.fp_without} in {alarms.minutes_without:.1f} min of {alarms.n_without} videos"
        rows.append((Said("of these in videos without events"), f"{alarms.rate_without:.3f}", "", text))
    return _table(("rate", "value", "95 % interval", "behind it"), rows)


def _plots(analysis: ReportAnalysis) -> list[str]:
    n_truth = max(analysis.report.n_truth, 1)
    review = tuple((float(n), found / n_truth) for n, found in analysis.review)
    sweep = analysis.sweep
    lines = [
        Line("F1", tuple((one.iou_threshold, one.f1) for one in sweep)),
        Line("recall", tuple((one.iou_threshold, one.tp / n_truth) for one in sweep)),
    ]
    plots = [
        line_plot(
            "Recall against candidates reviewed", "candidates, best first", "recall", [Line("", review)], y_max=1
        ),
        line_plot("Overlap threshold", "IoU threshold", "rate", lines, y_max=1),
    ]
    for title, shares in (("Recall by duration", analysis.lengths), ("Recall by class", analysis.classes)):
        bars = [(one.name.replace(" frames", ""), one.recall, f"{one.found}/{one.n}") for one in shares]
        plots.append(bar_plot(title, "recall", bars))
    return plots


def _video_table(report: Report) -> str:
    rows = [
        (
            one.subject,
            one.video,
            str(one.n_truth),
            str(len(one.match)),
            str(one.tp),
            str(one.fp),
            str(one.n_truth - one.tp),
        )
        for one in report.videos
    ]
    return _table(("subject", "video", "events", "predictions", "TP", "FP", "FN"), rows)


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    head = "".join(f"<th>{escape(name)}</th>" for name in header)
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><tr>{head}</tr>{body}</table>"
