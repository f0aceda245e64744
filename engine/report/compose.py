"""Writes the report as one HTML file."""

import hashlib
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from html import escape
from importlib import metadata
from pathlib import Path
from typing import Any

from engine.definitions import Definition
from engine.errors import EngineError, ProjectError
from engine.journal.reader import BROKEN, MALFORMED, one_line
from engine.report.content import Layer, ReportContent, VideoContent, read_content
from engine.report.pictures import key_frames
from engine.report.plot import curve_svg

# Design D17.
STATEMENT = (
    "Proposals of a model are candidates for human review, not evidence. Most proposals of any published model are "
    "wrong. This report gives no deception, stress or intent score, and none can be derived from it."
)
PROTOCOL = (
    "Frames are frame indices: 0-based positions among the displayed frames in presentation order, inclusive at both "
    "ends. Times are those of the video's own clock, on which its first frame need not be at 0; of a video that "
    "was not found, those of its mean frame rate. A model proposed intervals from its spotting score; an annotator "
    "accepted, corrected or rejected each, and marked what the model missed. Bounds marked “default” were set by the "
    "decoder and moved by nobody. Every verdict and edit stands in the project's journal with its time and annotator."
)
PROVES = (
    "With the head hash above, the check proves that every journal row up to it is the one this report was made "
    "from. Without it, it proves only that no row was changed alone: whoever has the project file can write the "
    "whole journal anew. So keep this report, or the head hash, out of reach of whoever has the project file."
)
POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
MOST_SPANS = 20
LEVELS = {1: "low", 2: "medium", 3: "high"}
STYLE = """
body{font:15px/1.5 system-ui,sans-serif;max-width:1080px;margin:2em auto;padding:0 1em;color:#1c1c1c;background:#fff}
h1{font-size:1.6em}h2{margin-top:2em;border-top:1px solid #bbb;padding-top:.6em}
code{font-size:.9em;word-break:break-all}
table{border-collapse:collapse;width:100%;margin:.6em 0}td,th{border:1px solid #ccc;padding:.25em .5em;text-align:left;
vertical-align:top}th{background:#f2f2f2}figure{display:inline-block;margin:.3em .6em .3em 0}figcaption{font-size:.85em}
.statement{border:2px solid #8a5a00;background:#fff7e6;padding:.6em 1em}svg{width:100%;height:auto}
.frame{fill:#fff;stroke:#999}.gap{fill:#ddd}.mark{fill:#2b6cb0;fill-opacity:.22;stroke:#2b6cb0}.apex{stroke:#2b6cb0}
.curve{fill:none;stroke:#a11;stroke-width:1}.number{font-size:11px;text-anchor:middle}.rejected{fill:#777}
.scale{font-size:10px;text-anchor:end}.tick{font-size:10px;text-anchor:middle}
"""


def write_report(project: Path, target: Path, *, layer: str | None = None) -> str:
    """Write the report of a project.

    Args:
        project: the project file; it must verify.
        target: the HTML file; replaced where it exists.
        layer: id of the only annotator to report; None: all.

    Returns:
        sha256 hex of the written file.

    Raises:
        ProjectError: the project cannot be read or does not verify, or the report cannot be written.
    """
    try:
        content = read_content(project, layer=layer)
        html = compose(content).encode("utf-8", "replace")
    except EngineError:
        raise
    except (*BROKEN, *MALFORMED) as error:
        why = one_line(f"{type(error).__name__}: {error}")
        raise ProjectError(
            f"“{project.name}” holds an entry that cannot be read ({why}), so nothing is reported: open a backup copy."
        ) from error
    part = target.with_name(f".{target.name}.part")
    try:
        part.write_bytes(html)
        part.replace(target)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise ProjectError(f"“{target}” cannot be written ({error.strerror}): choose another place.") from error
    return hashlib.sha256(html).hexdigest()


def compose(content: ReportContent) -> str:
    """HTML text of a report; it loads nothing from anywhere."""
    name = escape(content.project.stem)
    parts = [
        "<!doctype html><html lang='en'><head><meta charset='utf-8'>",
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">',
        f"<title>Report: {name}</title><style>{STYLE}</style></head><body><h1>Review report: {name}</h1>",
        f"<p class='statement'>{escape(STATEMENT)}</p>",
        _identity(content),
        f"<h2>Protocol</h2><p>{escape(PROTOCOL)}</p>",
        f"<p>{escape(content.definition.title)}: {escape(content.definition.sentence())}</p>",
        *(_video(one, content.definition) for one in content.videos),
        _decisions(content),
        _journal(content),
        "</body></html>\n",
    ]
    return "".join(parts)


def _identity(content: ReportContent) -> str:
    return _table(
        [
            ("Project file", f"<code>{escape(content.project.name)}</code>"),
            ("Journal rows", "hidden" if content.rows is None else str(content.rows)),
            ("Head hash", f"<code>{content.head}</code>"),
            ("Check", f"<code>metst verify {escape(content.project.name)} --head {content.head}</code>"),
            ("What it proves", escape(PROVES)),
            *(("Note on the journal", escape(note)) for note in content.notes),
            ("Written", f"{datetime.now(UTC).isoformat(timespec='seconds')} by METST {escape(_version())}"),
        ]
    )


def _video(video: VideoContent, definition: Definition) -> str:
    form, ref = video.form, video.form["ref"]
    rows = [
        ("Subject", escape(form["subject"]) or "–"),
        ("File", f"<code>{escape(ref['path'])}</code>"),
        ("Size", f"{ref['size_bytes']} bytes"),
        ("Content (sha256)", _content(video)),
        ("Frame table (sha256)", f"<code>{ref['table_digest']}</code>"),
        ("Frames", f"{ref['n_frames']} at {ref['fps']:g} a second on average"),
    ]
    parts = [f"<h2>Video: {escape(form['name'] or Path(ref['path']).name)}</h2>", _table(rows)]
    if video.run is not None:
        parts.append(_run(video, video.run))
    if not video.layers:
        parts.append("<p>Nothing was annotated.</p>")
    return "".join([*parts, *(_layer(video, layer, definition) for layer in video.layers)])


def _content(video: VideoContent) -> str:
    """Whose content the report is of, and how that is known."""
    stored = video.form["ref"]["sha256"]
    if video.path is None:
        return f"<code>{stored or 'not computed'}</code> (as stored: the video was not found for this report)"
    if not stored:
        return f"<code>{video.sha256}</code> (computed for this report: the project kept none before)"
    return f"<code>{video.sha256}</code> (computed for this report: the content the project was made with)"


def _run(video: VideoContent, run: Mapping[str, Any]) -> str:
    decoder = video.form["decoder"] or run["settings"].get("decoder") or {}
    rows = [
        ("Model", escape(Path(run["model"]).name)),
        ("Model digest", f"<code>{escape(run['model_digest'])}</code>"),
        ("Decoder", escape(", ".join(f"{key} {value}" for key, value in decoder.items())) or "the model's own"),
        ("Versions", escape(", ".join(f"{key} {value}" for key, value in run["versions"].items())) or "–"),
        ("Remarks", escape(" ".join(run["notes"])) or "–"),
        ("Known errors", escape(video.statement)),
    ]
    content, fast = run.get("content"), video.form["ref"].get("fast")
    if content and fast and content != fast:
        text = f"another file than the one that stands for the video now (fast digest <code>{escape(content)}</code>)"
        rows.append(("Analysed", text))
    return f"<h3>Analysis</h3>{_table(rows)}"


def _layer(video: VideoContent, layer: Layer, definition: Definition) -> str:
    counts = Counter(one["verdict"] for one in layer.verdicts)
    said = ", ".join(f"{number} {verdict}" for verdict, number in sorted(counts.items())) or "none"
    parts = [
        f"<h3>Annotator: {escape(layer.name)}</h3><p>Worked {escape(layer.how)}. Verdicts on proposals: {said}. "
        f"{len(layer.annotations)} annotations.</p>{_complete(layer)}"
    ]
    if len(video.frames):
        parts.append(
            curve_svg(
                video.frames,
                video.score,
                n_frames=video.form["ref"]["n_frames"],
                clock=video.medium,
                marks=[(one["onset"], one["apex"], one["offset"], one["emotion"] or "") for one in layer.annotations],
                rejected=[one["proposal"]["apex"] for one in layer.verdicts if one["verdict"] == "rejected"],
            )
        )
        parts.append(
            "<p>Red: spotting score. Grey: not scored. Blue: annotations, numbered. ×: rejected proposals.</p>"
        )
    wanted = [frame for one in layer.annotations for frame in _keys(one).values()]
    pictures, why = key_frames(video, wanted)
    if why:
        parts.append(f"<p>{escape(why)}</p>")
    parts += [
        _annotation(number, one, video, pictures, definition) for number, one in enumerate(layer.annotations, start=1)
    ]
    return "".join(parts)


def _complete(layer: Layer) -> str:
    """Whether the annotator said that nothing else is in the video; no annotation is no statement."""
    stated = layer.complete
    if stated is None:
        return "<p>Not finalised: nobody stated that nothing else is in this video.</p>"
    spans = ", ".join(f"{first} to {last}" for first, last in stated["not_looked"][:MOST_SPANS])
    more = len(stated["not_looked"]) - MOST_SPANS
    missed = f" Not looked at: frames {spans}{f' and {more} more spans' if more > 0 else ''}." if spans else ""
    since = " <b>Annotations or verdicts were changed after that.</b>" if layer.changed else ""
    return (
        f"<p>Finalised on {escape(stated['at'])} (UTC) by {escape(stated['annotator']) or '–'}: nothing else is in "
        f"this video. Looked at then: {stated['looked']:.1%} of the frames.{missed} Proposals without a final verdict "
        f"then: {stated['open']}.{since}</p>"
    )


def _annotation(
    number: int, one: Mapping[str, Any], video: VideoContent, pictures: Mapping[int, str], definition: Definition
) -> str:
    keys = _keys(one)
    frames = ", ".join(f"{name} {frame} ({float(video.medium.seconds(frame)):.3f} s)" for name, frame in keys.items())
    length = one["offset"] - one["onset"] + 1
    lasts_ms = 1000 * (video.scene.seconds(one["offset"] + 1) - video.scene.seconds(one["onset"]))
    rows = [
        ("Frames", f"{frames}; {length} frames, {float(lasts_ms):.0f} ms"),
        ("Bounds", "default: set by the decoder, moved by nobody" if one["default_bounds"] else "set by the annotator"),
        ("Emotion", _emotion(one)),
        ("Action units", escape(one["action_units"]) or "–"),
        ("Origin", escape(one["origin"])),
    ]
    computed = definition.kind(one["onset"], one["apex"], one["offset"], video.scene)
    kind = f"{escape(one['kind'])} (the annotator's choice), computed {computed}" if one["kind"] else computed
    rows.append(("Kind", kind))
    rows += [("Confidence", LEVELS.get(one["confidence"], "–"))] if one.get("confidence") else []
    rows += [("Note", escape(one["note"]))] if one["note"] else []
    shown = "".join(
        f"<figure><img src='{pictures[frame]}' alt='{name}, frame {frame}'>"
        f"<figcaption>{name}, frame {frame}</figcaption></figure>"
        for name, frame in keys.items()
        if frame in pictures
    )
    return f"<h4>{number}</h4>{shown}{_table(rows)}"


def _emotion(one: Mapping[str, Any]) -> str:
    hint = " (the model's hint; set or confirmed by nobody)" if one.get("default_emotion") and one["emotion"] else ""
    # Projects of older versions do not tell no emotion from an unset one.
    none = "none inferred" if one.get("no_emotion") else "not set" if "no_emotion" in one else "none"
    return escape(one["emotion"] or none) + hint


def _decisions(content: ReportContent) -> str:
    if not content.decisions:
        return ""
    rows = "".join(
        f"<tr><td>{escape(one['choice'])}</td><td><code>{escape(one['first'] or '–')}</code></td>"
        f"<td><code>{escape(one['second'] or '–')}</code></td><td>{escape(one['reason']) or '–'}</td>"
        f"<td>{escape(one['annotator']) or '–'}, {escape(one['at'])}</td></tr>"
        for one in content.decisions
    )
    head = "<tr><th>Choice</th><th>First</th><th>Second</th><th>Reason</th><th>Who, when</th></tr>"
    return f"<h2>Adjudication</h2><p>The annotators' own marks are untouched.</p><table>{head}{rows}</table>"


def _journal(content: ReportContent) -> str:
    rows = [(escape(action), str(number)) for action, number in sorted(content.actions.items())]
    return f"<h2>Journal</h2><p>From {content.began} to {content.ended} (UTC).</p>{_table(rows)}"


def _keys(one: Mapping[str, Any]) -> dict[str, int]:
    return {name: one[name] for name in ("onset", "apex", "offset") if one[name] is not None}


def _table(rows: list[tuple[str, str]]) -> str:
    return f"<table>{''.join(f'<tr><th>{name}</th><td>{value}</td></tr>' for name, value in rows)}</table>"


def _version() -> str:
    try:
        return metadata.version("metst")
    except metadata.PackageNotFoundError:
        return "(not installed)"
