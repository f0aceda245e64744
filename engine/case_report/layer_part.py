"""What a report tells of one annotator's work on one video."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from engine.case_report.content import CaseLayer, VideoContent
from engine.case_report.origin_words import bounds_words, emotion_words, made_words, origin_words, work_words
from engine.case_report.own_codes import mark_rows
from engine.case_report.pictures import FacePictures, ReportPicture, frames_of
from engine.case_report.plot import curve_svg
from engine.case_report.rows import CaseRow, moment, span, when
from engine.definitions import CONFIDENCES, OPEN_KIND, Definition
from engine.origins import Origins, stored_origins
from engine.types import OriginKind

MOST_SPANS = 20
POINT_WORDS = "a point label: one moment is stated, onset and offset are not known"
NOT_ACCEPTED = ("rejected", "unsure")


def layer_part(video: VideoContent, layer: CaseLayer, definition: Definition, pictures: FacePictures) -> dict[str, Any]:
    """Everything the template shows of a layer."""
    counts = Counter(one["verdict"] for one in layer.verdicts)
    said = ", ".join(f"{number} {verdict}" for verdict, number in sorted(counts.items())) or "none"
    return {
        "name": layer.name,
        "said": f"{work_words(layer.how, layer.annotations, len(layer.verdicts))} Verdicts on proposals: {said}. "
        f"{len(layer.annotations)} annotations.",
        "complete": _complete(layer, video),
        "changed": layer.complete is not None and layer.changed,
        "curve": _curve(video, layer) if len(video.frames) else "",
        "why": pictures.why if layer.annotations else "",
        "overview": [_overview(one, video, definition) for one in layer.annotations],
        "annotations": [_annotation(one, video, pictures, definition) for one in layer.annotations],
        "not_accepted": _not_accepted(layer, video),
        "marks": mark_rows(layer.marks, video.medium),
    }


def _curve(video: VideoContent, layer: CaseLayer) -> Markup:
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


def emotion_in_short(one: Mapping[str, Any]) -> str:
    """The emotion that somebody stated, or that nobody did; a model's hint is none."""
    return _label(one) or ("none inferred" if one.get("no_emotion") else "emotion not set")


def _complete(layer: CaseLayer, video: VideoContent) -> str:
    """Whether the annotator said that nothing else is in the video; no annotation is no statement."""
    stated = layer.complete
    if stated is None:
        return "Not finalised: nobody stated that nothing else is in this video."
    spans = ", ".join(span(first, last, video.medium) for first, last in stated["not_looked"][:MOST_SPANS])
    more = len(stated["not_looked"]) - MOST_SPANS
    missed = f" Not looked at: {spans}{f' and {more} more spans' if more > 0 else ''}." if spans else ""
    return (
        f"Finalised on {stated['at']} (UTC) by {stated['annotator'] or '–'}: nothing else is in this video. Looked at "
        f"then: {stated['looked']:.1%} of the frames.{missed} Proposals without a final verdict then: {stated['open']}."
    )


def lasts_ms(one: Mapping[str, Any], video: VideoContent) -> float:
    """How long an interval was, its last frame included, in ms as it was recorded."""
    return 1000 * float(video.scene.seconds(one["offset"] + 1) - video.scene.seconds(one["onset"]))


def _lasts(one: Mapping[str, Any], video: VideoContent, *, frames: bool = False) -> str:
    """How long an annotation lasts, in words; of a point label nobody knows."""
    if one.get("point"):
        return POINT_WORDS if frames else "point label"
    return (f"{one['offset'] - one['onset'] + 1} frames, " if frames else "") + f"{lasts_ms(one, video):.0f} ms"


def _overview(one: Mapping[str, Any], video: VideoContent, definition: Definition) -> list[str]:
    """Row of the table of all annotations of a layer."""
    origins = stored_origins(one)
    emotion = _label(one) or ("none inferred" if one.get("no_emotion") else "–")
    return [
        *(moment(one[name], video.medium) for name in ("onset", "apex", "offset")),
        _lasts(one, video),
        emotion,
        one["action_units"] or "–",
        _kind(one, origins, definition, video).partition(" (")[0].partition(":")[0],
    ]


def _annotation(
    one: Mapping[str, Any], video: VideoContent, pictures: FacePictures, definition: Definition
) -> dict[str, Any]:
    moments, origins = frames_of(one), stored_origins(one)
    times = ", ".join(f"{name} {moment(frame, video.medium)}" for name, frame in moments.items())
    units = one["action_units"]
    rows = [
        CaseRow("Time (frame)", f"{times}; {_lasts(one, video, frames=True)}"),
        CaseRow("Bounds", bounds_words(one, origins)),
        CaseRow("Emotion", emotion_words(one, origins)),
        CaseRow("Action units", f"{units} ({origin_words(origins.action_units)})" if units else "–"),
        CaseRow("Made from", made_words(str(one["origin"]))),
        CaseRow("Kind", _kind(one, origins, definition, video)),
    ]
    modifiers = ", ".join(f"{name} {value}" for name, value in one.get("modifiers") or ())
    rows += [CaseRow("Modifiers", modifiers)] if modifiers else []
    rows += [CaseRow("Confidence", CONFIDENCES.get(one["confidence"], "–"))] if one.get("confidence") else []
    rows += [CaseRow("Note", one["note"])] if one["note"] else []
    rows += [CaseRow("In the journal", code=one["id"])]
    found = pictures.of(moments)
    return {"rows": rows, "pictures": [(_caption(shown, video), shown) for shown in found.shown], "words": found.words}


def _caption(picture: ReportPicture, video: VideoContent) -> str:
    if picture.factor == 1:
        return f"{picture.name} {moment(picture.frame, video.medium)}"
    return f"motion magnified ×{picture.factor}: drawn, not filmed"


def _kind(one: Mapping[str, Any], origins: Origins, definition: Definition, video: VideoContent) -> str:
    computed = definition.kind(one["onset"], one["apex"], one["offset"], video.scene)
    if one.get("point") and not one["kind"]:
        return f"{computed}: assumed, for a point label does not tell its length"
    if one["kind"]:
        return f"{one['kind']} ({origin_words(origins.kind)}), computed {computed}"
    hangs = definition.hangs_on_apex(one["onset"], one["offset"], video.scene)
    if hangs and one["apex"] is not None and origins.apex.kind is OriginKind.ASSUMED:
        return f"{OPEN_KIND}: the apex is assumed"
    return f"{computed} (computed by the definition of the project)"


def _not_accepted(layer: CaseLayer, video: VideoContent) -> list[list[str]]:
    """Proposals that were rejected, or left unsure, with the reason, in order of time."""
    found = []
    for one in sorted(layer.verdicts, key=lambda record: record["proposal"]["onset"]):
        if one["verdict"] not in NOT_ACCEPTED:
            continue
        proposal = one["proposal"]
        found.append(
            [
                *(moment(proposal[name], video.medium) for name in ("onset", "apex", "offset")),
                f"{proposal['score']:.2f}" if isinstance(proposal["score"], int | float) else str(proposal["score"]),
                one["verdict"],
                one["reason"] or "no reason given",
                ", ".join(text for text in (one["annotator"], when(one["at"])) if text) or "–",
            ]
        )
    return found
