"""Marks on the project's own tiers as lanes of the timeline: words, style and tool tip."""

from collections.abc import Mapping

from engine.coding_scheme import Tier
from engine.types import Float64
from metst_gui.document.own_marks import TierMark
from metst_gui.language import tr
from metst_gui.timeline.gestures import duration_text
from metst_gui.timeline.intervals import IntervalRow, Lane, build_lane


def tier_lane(marks: Mapping[str, TierMark], n_frames: int) -> Lane:
    """A lane of marks; those outside the video are left out."""
    return build_lane(
        IntervalRow(id=id_, onset=one.first, apex=None, offset=one.last, style="other", label=one.code or one.note)
        for id_, one in marks.items()
        if one.last < n_frames
    )


def tier_hint(tier: Tier, mark: TierMark, times: Float64) -> str:
    """Tool tip of a mark."""
    lines = [f"{tier.name}: {mark.code}" if mark.code else tier.name]
    if tier.kind == "point":
        lines.append(tr("frame {frame}", frame=mark.first))
    else:
        length = duration_text(mark.first, mark.last, times)
        lines.append(tr("frames {first} to {last} ({duration})", first=mark.first, last=mark.last, duration=length))
    if mark.note:
        lines.append(mark.note)
    lines.append(tr("Review, Own tiers, Marks on own tiers… changes and deletes it"))
    return "\n".join(lines)
