"""Writes the report as one HTML file."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from importlib import metadata
from importlib.resources import files
from itertools import count
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from engine.case_report.content import ReportContent, VideoContent, read_content
from engine.case_report.layer_part import MOST_SPANS, emotion_in_short, layer_part
from engine.case_report.missed_part import ABOUT as ABOUT_MISSED
from engine.case_report.missed_part import missed_sentences
from engine.case_report.own_codes import HEADS, scheme_words
from engine.case_report.pictures import FacePictures
from engine.case_report.plot import HEIGHT, WIDTH
from engine.case_report.rows import CaseRow, moment, span, video_title, when
from engine.case_report.sensitivity_part import sensitivity_part
from engine.case_report.style import BESIDE_PX, PAPER, SCREEN, as_picture
from engine.case_report.trials_part import about_trials, trial_sentences
from engine.content import stem_without_digest
from engine.definitions import Definition
from engine.errors import EngineError, ProjectError
from engine.explain.coverage import PART_WORDS, told_share
from engine.files import keep_apart, replacing
from engine.journal.reader import BROKEN, MALFORMED, one_line
from engine.messages import Said, sentence_from, template
from engine.project.run_form import maker_digest_of_form

# Stands in every report.
STATEMENT = (
    "Proposals of a model are candidates for human review, not evidence. Most proposals of any published model are "
    "wrong. This report gives no deception, stress or intent score, and none can be derived from it."
)
PROTOCOL = (
    "Frames are frame indices: 0-based positions among the displayed frames in presentation order, inclusive at both "
    "ends. Times are those of the video's own clock, on which its first frame need not be at 0; of a video that "
    "was not found, those of its mean frame rate. A model proposed intervals from its spotting score; an annotator "
    "accepted, corrected or rejected each, and marked what the model missed. Accepting states that there is an "
    "expression; bounds marked “default” were set by the decoder and moved by nobody, an assumed apex was measured by "
    "nobody, and an emotion that nobody set or confirmed is not named. Every verdict and edit stands in the project's "
    "journal with its time and annotator."
)
PROVES = (
    "With the head hash above, the check proves that every journal row up to it is the one this report was made "
    "from. Without it, it proves only that no row was changed alone: whoever has the project file can write the "
    "whole journal anew. So keep this report, or the head hash, out of reach of whoever has the project file."
)
NO_PRINTER = template(
    "A PDF is printed by the desk: “metst-gui {project} --report {name}”. Or name a file that ends in .html."
)
TEMPLATE = "report.html.jinja"
# Reasons that take less of a video than this are not named.
LEAST_SHARE = 0.01
COLUMNS = ("No.", "Onset", "Apex", "Offset", "Length", "Emotion", "Action units", "Kind")
REFUSED = ("Onset", "Apex", "Offset", "Score", "Verdict", "Reason", "Who, when")
# Writes HTML of a report for paper into a file.
Printer = Callable[[str, Path], None]
Tell = Callable[[int, int], object]


def write_case_report(
    project: Path,
    target: Path,
    *,
    layer: str | None = None,
    printer: Printer | None = None,
    tell: Tell = lambda _done, _total: None,
) -> str:
    """Write the report of a project.

    Args:
        project: the project file; it must verify.
        target: the HTML file, or the file that `printer` writes; replaced where it exists.
        layer: id of the only annotator to report; None: all.
        printer: prints it; None: it is written as HTML for a browser.
        tell: told how many of how many annotations have their pictures, and of the page itself, which is the last.

    Returns:
        sha256 hex of the written file.

    Raises:
        OutputError: the report would replace a project.
        ProjectError: the project cannot be read or does not verify, or the report cannot be written.
    """
    if printer is None and target.suffix.lower() == ".pdf":
        raise ProjectError(Said(NO_PRINTER, project=project.name, name=target.name))
    keep_apart(target, project)
    try:
        html = compose(read_content(project, layer=layer), paper=printer is not None, tell=tell)
    except EngineError:
        raise
    except (*BROKEN, *MALFORMED) as error:
        why = one_line(f"{type(error).__name__}: {error}")
        raise ProjectError(
            Said(
                "“{name}” holds an entry that cannot be read ({why}), so nothing is reported: open a backup copy.",
                name=project.name,
                why=why,
            )
        ) from error
    try:
        with replacing(target) as part:
            if printer is None:
                part.write_bytes(html.encode("utf-8", "replace"))
            else:
                printer(html, part)
            return hashlib.sha256(part.read_bytes()).hexdigest()
    except OSError as error:
        raise ProjectError(
            Said("“{name}” cannot be written ({why}): choose another place.", name=target, why=error.strerror)
        ) from error


def compose(content: ReportContent, *, paper: bool = False, tell: Tell = lambda _done, _total: None) -> str:
    """HTML text of a report; it loads nothing from anywhere, and the template engine escapes everything stored.

    Args:
        content: what it tells.
        paper: for a printer that knows tables and pictures, and neither style sheets of a browser nor SVG in a page.
        tell: told how many of how many parts are ready.
    """
    # The page itself is a part: while it is put together and written, not all is ready.
    total = 1 + sum(len(layer.annotations) for video in content.videos for layer in video.layers)
    parts = count(1)

    def done() -> None:
        tell(next(parts), total)

    return _template().render(
        name=stem_without_digest(content.project.stem),
        style=Markup(PAPER if paper else SCREEN),  # noqa: S704 - written here
        paper=BESIDE_PX if paper else 0,
        as_picture=lambda svg: as_picture(svg, WIDTH, HEIGHT),
        columns=COLUMNS,
        refused=REFUSED,
        mark_heads=HEADS,
        scheme=scheme_words(content.scheme),
        statement=STATEMENT,
        identity=_identity(content),
        protocol=PROTOCOL,
        definition=f"{content.definition.title}: {content.definition.sentence()}",
        videos=[_video(one, content.definition, done) for one in content.videos],
        decisions=[_decision(one, content) for one in content.decisions],
        missed=missed_sentences(content.videos),
        about_missed=ABOUT_MISSED,
        trials=trial_sentences(content.trials),
        about_trials=about_trials(),
        began=when(content.began),
        ended=when(content.ended),
        actions=[CaseRow(action, str(number)) for action, number in sorted(content.actions.items())],
    )


@cache
def _template() -> Template:
    # Key names of the stored forms come from the schema, so that a missing one is a mistake of ours.
    environment = Environment(autoescape=True, undefined=StrictUndefined)
    return environment.from_string(files("engine.case_report").joinpath(TEMPLATE).read_text(encoding="utf-8"))


def _identity(content: ReportContent) -> list[CaseRow]:
    return [
        CaseRow("Project file", code=content.project.name),
        CaseRow("Journal rows", "hidden" if content.rows is None else str(content.rows)),
        CaseRow("Head hash", code=content.head),
        CaseRow("Check", code=f"metst verify {content.project.name} --head {content.head}"),
        CaseRow("What it proves", PROVES),
        *(CaseRow("Note on the journal", note) for note in content.notes),
        CaseRow("Written", f"{datetime.now(UTC).isoformat(timespec='seconds')} by METST {_version()}"),
    ]


def _video(video: VideoContent, definition: Definition, done: Callable[[], None]) -> dict[str, Any]:
    form, ref = video.form, video.form["ref"]
    last = moment(ref["n_frames"] - 1, video.medium)
    rows = [
        CaseRow("Subject", form["subject"] or "–"),
        CaseRow("File", code=Path(ref["path"]).name),
        CaseRow("Place", code=ref["path"]),
        CaseRow("Size", f"{ref['size_bytes']} bytes"),
        _content(video),
        CaseRow("Frame table (sha256)", code=ref["table_digest"]),
        CaseRow("Frames", f"{ref['n_frames']} at {ref['fps']:g} a second on average; the last one at {last}"),
        *([CaseRow("Artefacts", _artefacts(video))] if video.artefacts else []),
    ]
    with FacePictures(video, done) as pictures:
        layers = [layer_part(video, layer, definition, pictures) for layer in video.layers]
    return {
        "name": video_title(form),
        "rows": rows,
        "run": [] if video.run is None else _run(video, video.run),
        "parts": _parts(video),
        "sensitivity": sensitivity_part(video.sensitivity, _threshold(video)),
        "layers": layers,
    }


def _parts(video: VideoContent) -> list[list[str]]:
    """Each part of the face: how much of the video it could be judged in, and why not in the rest."""
    covered = video.covered
    if covered is None:
        return []
    found = []
    for part, share in covered.parts.items():
        why = sorted(video.unjudged.get(part, {}).items(), key=lambda one: -one[1])
        reasons = ", ".join(f"{reason} {told_share(lost):.0%}" for reason, lost in why if lost >= LEAST_SHARE)
        found.append([PART_WORDS.get(part, part), f"{told_share(share):.0%}", reasons or "–"])
    return found


def _decision(one: Mapping[str, Any], content: ReportContent) -> dict[str, str]:
    """A decision with what it is about as people find it, not as it is stored."""
    titles, spans, own = {}, {}, ""
    for video in content.videos:
        titles[video.form["id"]] = video_title(video.form)
        if one["choice"] == "own" and one["video"] == video.form["id"]:
            label = one.get("emotion") or "emotion not set"
            own = f"own bounds: {span(one['onset'], one['offset'], video.medium)}, {label}"
        for layer in video.layers:
            for said in layer.annotations:
                words = f"{span(said['onset'], said['offset'], video.medium)}, {emotion_in_short(said)}"
                spans[said["id"]] = f"{layer.name}: {words}"
    return {
        "video": titles.get(one["video"], one["video"]),
        "choice": own or one["choice"],
        "reason": one["reason"] or "–",
        "who": f"{one['annotator'] or '–'}, {when(one['at'])}",
        **{name: spans.get(one[name], one[name]) if one[name] else "–" for name in ("first", "second")},
    }


def _content(video: VideoContent) -> CaseRow:
    """Whose content the report is of, and how that is known."""
    label, stored = "Content (sha256)", video.form["ref"]["sha256"]
    if video.path is None:
        where = " (as stored: the video was not found for this report)"
        return CaseRow(label, code=stored or Said("not computed"), after=where)
    if not stored:
        return CaseRow(label, code=video.sha256, after=" (computed for this report: the project kept none before)")
    why = " (computed for this report: the content the project was made with)"
    return CaseRow(label, code=video.sha256, after=why)


def _run(video: VideoContent, run: Mapping[str, Any]) -> list[CaseRow]:
    decoder = video.form["decoder"] or run["settings"].get("decoder") or {}
    rows = [
        CaseRow("Model", " and ".join(filter(None, (Path(run["model"]).name, run.get("second_model"))))),
        CaseRow("Model digest", code=maker_digest_of_form(run)),
        CaseRow("Decoder", ", ".join(f"{key} {value}" for key, value in decoder.items()) or "the model's own"),
        CaseRow("Versions", ", ".join(f"{key} {value}" for key, value in run["versions"].items()) or "–"),
        *([] if video.covered is None else [CaseRow("Could be judged", video.covered.text)]),
        *([CaseRow("Nothing can be judged in", _restless(video))] if video.covered and video.covered.spans else []),
        CaseRow("Remarks", " ".join(sentence_from(note) for note in run["notes"]) or "–"),
        CaseRow("Known errors", video.statement),
    ]
    content, fast = run.get("content"), video.form["ref"].get("fast")
    if content and fast and content != fast:
        text = "another file than the one that stands for the video now (fast digest "
        rows.append(CaseRow("Analysed", text, content, ")"))
    return rows


def _threshold(video: VideoContent) -> float | None:
    """The absolute threshold in use; None: it is not told, or the decoder has none."""
    stored = video.form["decoder"] or (video.run or {}).get("settings", {}).get("decoder") or {}
    threshold: Any = stored.get("threshold")
    if stored.get("name") != "half_max" or type(threshold) not in (int, float):
        return None
    return float(threshold)


def _restless(video: VideoContent) -> str:
    assert video.covered is not None
    return _listed(video.covered.spans, video)


def _artefacts(video: VideoContent) -> str:
    """What was taken out of the score by hand: it moves what is proposed elsewhere, too."""
    left_out = "marked by hand, and left out of the score's mean, maximum and threshold; nothing is proposed there"
    return f"{_listed(video.artefacts, video)}: {left_out}"


def _listed(spans: Sequence[tuple[int, int]], video: VideoContent) -> str:
    more = len(spans) - MOST_SPANS
    said = "; ".join(span(first, last, video.medium) for first, last in spans[:MOST_SPANS])
    return f"{said}{f'; and {more} more spans' if more > 0 else ''}"


def _version() -> str:
    try:
        return metadata.version("metst")
    except metadata.PackageNotFoundError:
        return "(not installed)"
