"""Proposals and annotations as rows of the timeline: words, style and tooltip."""

from collections.abc import Sequence

from engine.types import Float64, Proposal, mask_text
from metst_gui.document.annotation import Annotation, Verdict
from metst_gui.language import told_list, tr
from metst_gui.views.theme import VERDICT_GLYPHS
from metst_gui.views.timeline.gestures import duration_text
from metst_gui.views.timeline.intervals import Row


def proposal_rows(items: Sequence[tuple[Proposal, Verdict]], n_frames: int) -> list[Row]:
    """Rows of the model lane; proposals outside the video are left out."""
    return [_proposal_row(proposal, verdict) for proposal, verdict in items if proposal.offset < n_frames]


def near_rows(items: Sequence[Proposal], n_frames: int) -> list[Row]:
    """Rows of the near misses; they lie in the model lane, hollow."""
    return [
        Row(one.id, one.onset, one.apex, one.offset, "near", f"◇ {one.score:.2f}")
        for one in items
        if one.offset < n_frames
    ]


def near_hint(near: Proposal, times: Float64) -> str:
    """Tooltip of a near miss."""
    return "\n".join(
        (
            tr("near miss, just below the threshold: spotting score {score:.2f}", score=near.score),
            _bounds_text(near.onset, near.apex, near.offset, times),
            tr("accepted or rejected, it counts as a proposal"),
        )
    )


def annotation_rows(items: Sequence[Annotation], n_frames: int) -> list[Row]:
    """Rows of the reviewer's lane; annotations outside the video are left out."""
    return [_annotation_row(annotation) for annotation in items if annotation.offset < n_frames]


def _proposal_row(proposal: Proposal, verdict: Verdict) -> Row:
    words = [VERDICT_GLYPHS[verdict.value], f"{proposal.score:.2f}"]
    if proposal.emotion:
        words.append(proposal.emotion.value)
    return Row(
        id=proposal.id,
        onset=proposal.onset,
        apex=proposal.apex,
        offset=proposal.offset,
        style=verdict.value,
        label=" ".join(words),
    )


def _annotation_row(annotation: Annotation) -> Row:
    return Row(
        id=annotation.id,
        onset=annotation.onset,
        apex=annotation.apex,
        offset=annotation.offset,
        style="default_bounds" if annotation.default_bounds else "human",
        label=" ".join(word for word in (annotation.emotion or "–", annotation.action_units) if word),
    )


def proposal_hint(proposal: Proposal, verdict: Verdict, times: Float64) -> str:
    """Tooltip of a proposal."""
    lines = [
        tr("proposal, {verdict}: spotting score {score:.2f}", verdict=tr(verdict), score=proposal.score),
        _bounds_text(proposal.onset, proposal.apex, proposal.offset, times),
        tr(
            "emotion: {emotion}; bounds by {decoder}",
            emotion=tr(proposal.emotion or "not inferred"),
            decoder=proposal.decoder,
        ),
    ]
    if proposal.quality:
        lines.append(tr("quality: {reasons}", reasons=told_list(mask_text(proposal.quality))))
    if verdict is Verdict.PENDING:
        lines.append(tr("accepted, or with an edge dragged, it becomes an interval of yours below"))
    return "\n".join(lines)


def annotation_hint(annotation: Annotation, times: Float64) -> str:
    """Tooltip of an annotation."""
    lines = [
        tr("annotation: {emotion}", emotion=tr(annotation.emotion or "no emotion inferred")),
        _bounds_text(annotation.onset, annotation.apex, annotation.offset, times),
    ]
    if annotation.action_units:
        lines.append(tr("action units: {action_units}", action_units=annotation.action_units))
    if annotation.default_bounds:
        lines.append(tr("bounds: default, not yet looked at"))
    return "\n".join(lines)


def _bounds_text(onset: int, apex: int | None, offset: int, times: Float64) -> str:
    peak = tr("no apex") if apex is None else tr("apex {apex}", apex=apex)
    return tr(
        "onset {onset}, {peak}, offset {offset} ({duration})",
        onset=onset,
        peak=peak,
        offset=offset,
        duration=duration_text(onset, offset, times),
    )
