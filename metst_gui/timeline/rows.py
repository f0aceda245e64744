"""Proposals and annotations as lanes of the timeline: words, style and tooltip."""

from collections.abc import Callable, Mapping, Sequence
from operator import attrgetter
from typing import Literal

import numpy as np

from engine.types import Float64, OriginKind, Proposal, mask_text
from metst_gui.document.annotation import Annotation, Verdict
from metst_gui.language import mark, told, tr
from metst_gui.models import CLASS_NAME
from metst_gui.timeline.gestures import duration_text
from metst_gui.timeline.intervals import ASIDE_STYLES, MARKS, STYLES, IntervalRow, Lane, Mark, build_lane, lane_of
from metst_gui.widgets.theme import VERDICT_GLYPHS
from metst_gui.wording.emotion_text import HINT_GLYPH, legend_text, none_text
from metst_gui.wording.judged import judged_line
from metst_gui.wording.kind_text import ASSUMED_APEX

# What a comparison says of the intervals of a lane, by id.
Marks = Mapping[str, Mark | Literal["macro"]]
NO_MARKS: Marks = {}
_ASIDE = tuple((STYLES.index(style), glyph) for style, glyph in zip(ASIDE_STYLES, "◇╌", strict=True))
_BOUNDS: tuple[Callable[[Proposal], int], ...] = (attrgetter("onset"), attrgetter("apex"), attrgetter("offset"))
_CODES = {verdict: STYLES.index(verdict.value) for verdict in Verdict}
MARK_WORDS: Mapping[str, str] = {
    "TP": mark("TP: agrees with the labels"),
    "FP": mark("FP: nothing is labelled here"),
    "FN": mark("FN: missed"),
    "open": mark("○: proposed, not yet decided; neither hit nor error"),
    "macro": mark("macro-expression: not compared, only micro-expressions are"),
}


def proposal_lane(
    items: Sequence[tuple[Proposal, Verdict]],
    aside: Sequence[Sequence[Proposal]],
    n_frames: int,
    marks: Marks = NO_MARKS,
) -> Lane:
    """The model lane; what lies outside the video is left out.

    Args:
        items: proposals and what was decided of them.
        aside: what is hollow, for each of `ASIDE_STYLES`: near misses, and what only the second run proposes.
        n_frames: frames of the video.
        marks: what a comparison says of them.
    """
    looks = [look for look, found in zip(_ASIDE, aside, strict=True) for _ in found]
    shown = [*(proposal for proposal, _ in items), *(one for found in aside for one in found)]
    bounds = np.empty((len(shown), 3), np.int64)
    for column, bound in enumerate(_BOUNDS):
        bounds[:, column] = np.fromiter(map(bound, shown), np.int64, len(shown))
    if len(shown) and int(bounds[:, 2].max()) >= n_frames:
        return proposal_lane(
            [item for item in items if item[0].offset < n_frames],
            [[one for one in found if one.offset < n_frames] for found in aside],
            n_frames,
            marks,
        )

    def label(number: int) -> str:
        one = shown[number]
        own = number < len(items)
        return _label(one, items[number][1]) if own else f"{looks[number - len(items)][1]} {one.score:.2f}"

    return lane_of(
        [one.id for one in shown],
        bounds,
        [_CODES[verdict] for _, verdict in items] + [code for code, _ in looks],
        label=label,
        marks=[MARKS.index(mark_of(marks, one.id)) for one in shown] if marks else None,
    )


def mark_of(marks: Marks, id_: str) -> Mark:
    """How an interval is marked; a macro-expression takes no part and looks as ever."""
    found = marks.get(id_, "")
    return "" if found == "macro" else found


def near_hint(near: Proposal, times: Float64) -> str:
    """Tooltip of a near miss."""
    first = tr("near miss, just below the threshold: spotting score {score:.2f}", score=near.score)
    return _aside_hint(first, near, times)


def second_hint(found: Proposal, times: Float64) -> str:
    """Tooltip of what only the second run proposes."""
    return _aside_hint(tr("only in the second run: spotting score {score:.2f}", score=found.score), found, times)


def _aside_hint(first: str, one: Proposal, times: Float64) -> str:
    bounds = _bounds_text(one.onset, one.apex, one.offset, times, assumed=one.apex_origin is OriginKind.ASSUMED)
    return "\n".join((first, bounds, tr("accepted or rejected, it counts as a proposal")))


def annotation_lane(
    items: Sequence[Annotation], n_frames: int, marks: Marks = NO_MARKS, *, style: str | None = None
) -> Lane:
    """A lane of annotations; those outside the video are left out.

    Args:
        items: the annotations.
        n_frames: frames of the video.
        marks: what a comparison says of them.
        style: of all of them; None: solid, default bounds dotted.
    """
    return build_lane(
        IntervalRow(
            id=one.id,
            onset=one.onset,
            apex=one.apex,
            offset=one.offset,
            style="point" if one.point else style or ("default_bounds" if one.default_bounds else "human"),
            label=" ".join(word for word in (_emotion(one), one.action_units) if word),
            mark=mark_of(marks, one.id),
        )
        for one in items
        if one.offset < n_frames
    )


def _label(proposal: Proposal, verdict: Verdict) -> str:
    words = [VERDICT_GLYPHS[verdict.value], f"{proposal.score:.2f}"]
    return " ".join([*words, f"{HINT_GLYPH}{tr(proposal.emotion.value)}"] if proposal.emotion else words)


def _emotion(annotation: Annotation) -> str:
    mark = HINT_GLYPH if annotation.default_emotion and annotation.emotion else ""
    return f"{mark}{tr(annotation.emotion) if annotation.emotion else '–'}"


def proposal_hint(proposal: Proposal, verdict: Verdict, times: Float64, *, class_name: str = CLASS_NAME) -> str:
    """Tooltip of a proposal; `class_name` is what an emotion of the model is."""
    lines = [
        tr("proposal, {verdict}: spotting score {score:.2f}", verdict=tr(verdict), score=proposal.score),
        _bounds_text(
            *(proposal.onset, proposal.apex, proposal.offset, times),
            assumed=proposal.apex_origin is OriginKind.ASSUMED,
        ),
        tr(
            "emotion: {emotion}; bounds by {decoder}",
            emotion=tr(proposal.emotion or "not inferred"),
            decoder=proposal.decoder,
        ),
    ]
    if proposal.apex_origin is OriginKind.ASSUMED:
        lines.append(tr(ASSUMED_APEX))
    if proposal.emotion:
        lines.append(legend_text(class_name))
    if proposal.judged is not None:
        lines.append(judged_line(proposal.judged))
    if proposal.quality:
        lines.append(tr("quality: {reasons}", reasons=told(mask_text(proposal.quality))))
    if verdict is Verdict.PENDING:
        lines.append(tr("accept it or drag an edge, and it becomes an interval of yours in the lane below"))
    return "\n".join(lines)


def annotation_hint(annotation: Annotation, times: Float64, *, owner: str = "", class_name: str = CLASS_NAME) -> str:
    """Tooltip of an annotation; `owner` is whose it is where it is another's; `class_name` as for `proposal_hint`."""
    emotion = tr(annotation.emotion) if annotation.emotion else none_text(annotation)
    lines = [
        tr("{owner}: {emotion}", owner=owner, emotion=emotion)
        if owner
        else tr("annotation: {emotion}", emotion=emotion),
        tr("point label at frame {frame}: onset and offset are not known", frame=annotation.onset)
        if annotation.point
        else _bounds_text(annotation.onset, annotation.apex, annotation.offset, times, assumed=annotation.assumed_apex),
    ]
    if annotation.action_units:
        lines.append(tr("action units: {action_units}", action_units=annotation.action_units))
    if annotation.default_emotion and annotation.emotion:
        lines.append(legend_text(class_name))
    if annotation.default_bounds:
        lines.append(tr("bounds: the model's, moved by nobody"))
    if annotation.assumed_apex:
        lines.append(tr(ASSUMED_APEX))
    if owner:
        lines.append(tr("another annotator's layer: click to go to its onset; it cannot be changed from here"))
    return "\n".join(lines)


def _bounds_text(onset: int, apex: int | None, offset: int, times: Float64, *, assumed: bool = False) -> str:
    peak = tr("no apex") if apex is None else tr("apex {apex}", apex=apex)
    peak = tr("apex {apex} (assumed)", apex=apex) if assumed else peak
    return tr(
        "onset {onset}, {peak}, offset {offset} ({duration})",
        onset=onset,
        peak=peak,
        offset=offset,
        duration=duration_text(onset, offset, times),
    )
