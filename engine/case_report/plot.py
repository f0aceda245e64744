"""The curve of a run as inline SVG, with gaps, annotations and verdicts."""

from collections.abc import Callable, Sequence
from html import escape

import numpy as np

from engine.clock import Clock, time_text
from engine.types import Float32, Int64

WIDTH, HEIGHT, TOP, LEFT, BOTTOM = 1000, 190, 26, 34, 34
COLUMNS = 900

# Onset, apex or None, offset, label.
Interval = tuple[int, int | None, int, str]
Scale = Callable[[float], float]


def curve_svg(
    frames: Int64, score: Float32, *, n_frames: int, clock: Clock, marks: Sequence[Interval], rejected: Sequence[int]
) -> str:
    """SVG of a spotting score.

    Args:
        frames: frame index of each sample.
        score: spotting score in [0, 1]; NaN: not scored, shaded grey.
        n_frames: frames of the video.
        clock: of the video, for the time axis.
        marks: annotations, drawn as boxes with their number, the apex as a line.
        rejected: apexes of rejected proposals, drawn as crosses.
    """
    inner = WIDTH - LEFT - 8
    last = max(1, n_frames - 1)

    def x(frame: float) -> float:
        return round(LEFT + inner * frame / last, 1)

    def y(value: float) -> float:
        return round(TOP + (HEIGHT - TOP - BOTTOM) * (1 - value), 1)

    parts = [
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="Spotting score over the whole video">',
        f'<rect x="{LEFT}" y="{TOP}" width="{inner}" height="{HEIGHT - TOP - BOTTOM}" class="frame"/>',
    ]
    parts += [
        f'<rect x="{x(first)}" y="{TOP}" width="{max(0.5, round(x(end) - x(first), 1))}" '
        f'height="{HEIGHT - TOP - BOTTOM}" class="gap"><title>not scored</title></rect>'
        for first, end in gaps(frames, score)
    ]
    for number, (onset, apex, offset, label) in enumerate(marks, start=1):
        wide = max(2.0, round(x(offset) - x(onset), 1))
        parts.append(
            f'<rect x="{x(onset)}" y="{TOP}" width="{wide}" height="{HEIGHT - TOP - BOTTOM}" class="mark">'
            f"<title>{number}: frames {onset} to {offset} {escape(label)}</title></rect>"
        )
        if apex is not None:
            parts.append(f'<line x1="{x(apex)}" x2="{x(apex)}" y1="{TOP}" y2="{HEIGHT - BOTTOM}" class="apex"/>')
        parts.append(f'<text x="{x((onset + offset) / 2)}" y="{TOP - 6}" class="number">{number}</text>')
    parts += [f'<path d="{path}" class="curve"/>' for path in curve_paths(frames, score, x, y)]
    parts += [f'<text x="{x(apex)}" y="{HEIGHT - BOTTOM + 12}" class="number rejected">×</text>' for apex in rejected]
    for value in (0.0, 0.5, 1.0):
        parts.append(f'<text x="{LEFT - 4}" y="{y(value) + 4}" class="scale">{value:g}</text>')
    for step in range(6):
        frame = round(last * step / 5)
        time = time_text(float(clock.seconds(frame)))
        side = ("first", "middle", "middle", "middle", "middle", "last")[step]
        parts.append(f'<text x="{x(frame)}" y="{HEIGHT - 6}" class="tick {side}">{time} ({frame})</text>')
    return "".join([*parts, "</svg>"])


def gaps(frames: Int64, score: Float32) -> list[tuple[int, int]]:
    """First frame of each unscored span, and the first frame after it."""
    missing = np.flatnonzero(np.isnan(score))
    if not missing.size:
        return []
    spans = np.split(missing, np.flatnonzero(np.diff(missing) > 1) + 1)
    return [(int(frames[one[0]]), int(frames[min(one[-1] + 1, len(frames) - 1)])) for one in spans]


def curve_paths(frames: Int64, score: Float32, x: Scale, y: Scale) -> list[str]:
    """SVG paths of the curve, broken at gaps; many samples a column become their lowest and highest value."""
    found: list[str] = []
    points: list[str] = []
    per = max(1, -(-len(score) // COLUMNS))
    for start in range(0, len(score), per):
        part = score[start : start + per]
        good = np.flatnonzero(~np.isnan(part))
        if not good.size:
            if points:
                found.append("M" + "L".join(points))
                points = []
            continue
        ends = sorted({int(good[np.argmin(part[good])]), int(good[np.argmax(part[good])])})
        points += [f"{x(float(frames[start + one]))} {y(float(part[one]))}" for one in ends]
    if points:
        found.append("M" + "L".join(points))
    return found
