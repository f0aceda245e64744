"""Writes the report as one HTML file."""

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib import metadata
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from engine.case_report.content import Layer, ReportContent, VideoContent, read_content
from engine.case_report.origin_words import bounds_words, emotion_words, origin_words, work_words
from engine.case_report.pictures import key_frames
from engine.case_report.plot import curve_svg
from engine.definitions import OPEN_KIND, Definition
from engine.errors import EngineError, ProjectError
from engine.files import replacing
from engine.journal.reader import BROKEN, MALFORMED, one_line
from engine.messages import Said, sentence_from
from engine.origins import Origins, stored_origins
from engine.types import OriginKind

# Design D17.
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
TEMPLATE = "report.html.jinja"
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


def write_case_report(project: Path, target: Path, *, layer: str | None = None) -> str:
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
            Said(
                "“{name}” holds an entry that cannot be read ({why}), so nothing is reported: open a backup copy.",
                name=project.name,
                why=why,
            )
        ) from error
    try:
        with replacing(target) as part:
            part.write_bytes(html)
    except OSError as error:
        raise ProjectError(
            Said("“{name}” cannot be written ({why}): choose another place.", name=target, why=error.strerror)
        ) from error
    return hashlib.sha256(html).hexdigest()


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: text, what stands in another type, and more text; the template escapes all of it."""

    label: str
    text: str = ""
    code: str = ""
    after: str = ""


def compose(content: ReportContent) -> str:
    """HTML text of a report; it loads nothing from anywhere, and the template engine escapes everything stored."""
    return _template().render(
        name=content.project.stem,
        style=Markup(STYLE),  # noqa: S704 - written here
        statement=STATEMENT,
        identity=_identity(content),
        protocol=PROTOCOL,
        definition=f"{content.definition.title}: {content.definition.sentence()}",
        videos=[_video(one, content.definition) for one in content.videos],
        decisions=content.decisions,
        began=content.began,
        ended=content.ended,
        actions=[Row(action, str(number)) for action, number in sorted(content.actions.items())],
    )


@cache
def _template() -> Template:
    # Key names of the stored forms come from the schema, so that a missing one is a mistake of ours.
    environment = Environment(autoescape=True, undefined=StrictUndefined)
    return environment.from_string(files("engine.case_report").joinpath(TEMPLATE).read_text(encoding="utf-8"))


def _identity(content: ReportContent) -> list[Row]:
    return [
        Row("Project file", code=content.project.name),
        Row("Journal rows", "hidden" if content.rows is None else str(content.rows)),
        Row("Head hash", code=content.head),
        Row("Check", code=f"metst verify {content.project.name} --head {content.head}"),
        Row("What it proves", PROVES),
        *(Row("Note on the journal", note) for note in content.notes),
        Row("Written", f"{datetime.now(UTC).isoformat(timespec='seconds')} by METST {_version()}"),
    ]


def _video(video: VideoContent, definition: Definition) -> dict[str, Any]:
    form, ref = video.form, video.form["ref"]
    rows = [
        Row("Subject", form["subject"] or "–"),
        Row("File", code=ref["path"]),
        Row("Size", f"{ref['size_bytes']} bytes"),
        _content(video),
        Row("Frame table (sha256)", code=ref["table_digest"]),
        Row("Frames", f"{ref['n_frames']} at {ref['fps']:g} a second on average"),
    ]
    return {
        "name": form["name"] or Path(ref["path"]).name,
        "rows": rows,
        "run": [] if video.run is None else _run(video, video.run),
        "layers": [_layer(video, layer, definition) for layer in video.layers],
    }


def _content(video: VideoContent) -> Row:
    """Whose content the report is of, and how that is known."""
    label, stored = "Content (sha256)", video.form["ref"]["sha256"]
    if video.path is None:
        where = " (as stored: the video was not found for this report)"
        return Row(label, code=stored or Said("not computed"), after=where)
    if not stored:
        return Row(label, code=video.sha256, after=" (computed for this report: the project kept none before)")
    why = " (computed for this report: the content the project was made with)"
    return Row(label, code=video.sha256, after=why)


def _run(video: VideoContent, run: Mapping[str, Any]) -> list[Row]:
    decoder = video.form["decoder"] or run["settings"].get("decoder") or {}
    rows = [
        Row("Model", Path(run["model"]).name),
        Row("Model digest", code=run["model_digest"]),
        Row("Decoder", ", ".join(f"{key} {value}" for key, value in decoder.items()) or "the model's own"),
        Row("Versions", ", ".join(f"{key} {value}" for key, value in run["versions"].items()) or "–"),
        Row("Remarks", " ".join(sentence_from(note) for note in run["notes"]) or "–"),
        Row("Known errors", video.statement),
    ]
    content, fast = run.get("content"), video.form["ref"].get("fast")
    if content and fast and content != fast:
        text = "another file than the one that stands for the video now (fast digest "
        rows.append(Row("Analysed", text, content, ")"))
    return rows


def _layer(video: VideoContent, layer: Layer, definition: Definition) -> dict[str, Any]:
    counts = Counter(one["verdict"] for one in layer.verdicts)
    said = ", ".join(f"{number} {verdict}" for verdict, number in sorted(counts.items())) or "none"
    wanted = [frame for one in layer.annotations for frame in _keys(one).values()]
    pictures, why = key_frames(video, wanted)
    return {
        "name": layer.name,
        "said": f"{work_words(layer.how, layer.annotations, len(layer.verdicts))} Verdicts on proposals: {said}. "
        f"{len(layer.annotations)} annotations.",
        "complete": _complete(layer),
        "changed": layer.complete is not None and layer.changed,
        "curve": _curve(video, layer) if len(video.frames) else "",
        "why": why,
        "annotations": [_annotation(one, video, pictures, definition) for one in layer.annotations],
    }


def _curve(video: VideoContent, layer: Layer) -> Markup:
    """The curve; what is written into it is escaped there."""
    return Markup(  # noqa: S704
        curve_svg(
            video.frames,
            video.score,
            n_frames=video.form["ref"]["n_frames"],
            clock=video.medium,
            marks=[(one["onset"], one["apex"], one["offset"], _label(one)) for one in layer.annotations],
            rejected=[one["proposal"]["apex"] for one in layer.verdicts if one["verdict"] == "rejected"],
        )
    )


def _label(one: Mapping[str, Any]) -> str:
    """The emotion that somebody stated."""
    return "" if stored_origins(one).emotion.kind is OriginKind.MODEL else one["emotion"] or ""


def _complete(layer: Layer) -> str:
    """Whether the annotator said that nothing else is in the video; no annotation is no statement."""
    stated = layer.complete
    if stated is None:
        return "Not finalised: nobody stated that nothing else is in this video."
    spans = ", ".join(f"{first} to {last}" for first, last in stated["not_looked"][:MOST_SPANS])
    more = len(stated["not_looked"]) - MOST_SPANS
    missed = f" Not looked at: frames {spans}{f' and {more} more spans' if more > 0 else ''}." if spans else ""
    return (
        f"Finalised on {stated['at']} (UTC) by {stated['annotator'] or '–'}: nothing else is in this video. Looked at "
        f"then: {stated['looked']:.1%} of the frames.{missed} Proposals without a final verdict then: {stated['open']}."
    )


def _annotation(
    one: Mapping[str, Any], video: VideoContent, pictures: Mapping[int, str], definition: Definition
) -> dict[str, Any]:
    keys, origins = _keys(one), stored_origins(one)
    frames = ", ".join(f"{name} {frame} ({float(video.medium.seconds(frame)):.3f} s)" for name, frame in keys.items())
    length = one["offset"] - one["onset"] + 1
    lasts_ms = 1000 * (video.scene.seconds(one["offset"] + 1) - video.scene.seconds(one["onset"]))
    units = one["action_units"]
    rows = [
        Row("Frames", f"{frames}; {length} frames, {float(lasts_ms):.0f} ms"),
        Row("Bounds", bounds_words(one, origins)),
        Row("Emotion", emotion_words(one, origins)),
        Row("Action units", f"{units} ({origin_words(origins.action_units)})" if units else "–"),
        Row("Origin", one["origin"]),
        Row("Kind", _kind(one, origins, definition, video)),
    ]
    rows += [Row("Confidence", LEVELS.get(one["confidence"], "–"))] if one.get("confidence") else []
    rows += [Row("Note", one["note"])] if one["note"] else []
    shown = [(name, frame, pictures[frame]) for name, frame in keys.items() if frame in pictures]
    return {"rows": rows, "pictures": shown}


def _kind(one: Mapping[str, Any], origins: Origins, definition: Definition, video: VideoContent) -> str:
    computed = definition.kind(one["onset"], one["apex"], one["offset"], video.scene)
    if one["kind"]:
        return f"{one['kind']} ({origin_words(origins.kind)}), computed {computed}"
    hangs = definition.hangs_on_apex(one["onset"], one["offset"], video.scene)
    if hangs and one["apex"] is not None and origins.apex.kind is OriginKind.ASSUMED:
        return f"{OPEN_KIND}: the apex is assumed"
    return f"{computed} (computed by the definition of the project)"


def _keys(one: Mapping[str, Any]) -> dict[str, int]:
    return {name: one[name] for name in ("onset", "apex", "offset") if one[name] is not None}


def _version() -> str:
    try:
        return metadata.version("metst")
    except metadata.PackageNotFoundError:
        return "(not installed)"
