"""Small plots as SVG text: lines and bars, for reports that need no other file and no network."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT = 520, 300
_LEFT, _TOP, _RIGHT, _BOTTOM = 56, 28, 12, 44
_COLOURS = ("#1b6ca8", "#c1582a", "#3f7f3f")


@dataclass(frozen=True, slots=True)
class Line:
    """A named curve: points (x, y)."""

    name: str
    points: tuple[tuple[float, float], ...]


def line_plot(title: str, x_label: str, y_label: str, lines: Sequence[Line], *, y_max: float = 0.0) -> str:
    """Curves over a common x axis from 0.

    Args:
        title: above the plot, and its accessible name.
        x_label: of the x axis.
        y_label: of the y axis.
        lines: curves.
        y_max: top of the y axis; 0: the highest point.
    """
    points = [point for line in lines for point in line.points]
    right = max((x for x, _ in points), default=1) or 1
    top = y_max or max((y for _, y in points), default=1) or 1
    parts = [_frame(title, x_label, y_label, right, top)]
    for number, line in enumerate(lines):
        colour = _COLOURS[number % len(_COLOURS)]
        path = " ".join(f"{_x(x, right):.1f},{_y(y, top):.1f}" for x, y in line.points)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts.append(_text(_LEFT + 8, _TOP + 14 + 15 * number, line.name, colour=colour))
    return "".join([*parts, "</svg>"])


def bar_plot(title: str, y_label: str, bars: Sequence[tuple[str, float, str]]) -> str:
    """Shares from 0 to 1 as bars; each is (name, value, text above it)."""
    step = (WIDTH - _LEFT - _RIGHT) / max(len(bars), 1)
    parts = [_frame(title, "", y_label, 0, 1.0)]
    for number, (name, value, text) in enumerate(bars):
        x = _LEFT + number * step
        height = max(_y(0, 1.0) - _y(min(value, 1.0), 1.0), 0)
        parts.append(
            f'<rect x="{x + step * 0.15:.1f}" y="{_y(min(value, 1.0), 1.0):.1f}" width="{step * 0.7:.1f}" '
            f'height="{height:.1f}" fill="{_COLOURS[0]}"/>'
        )
        parts.append(_text(x + step / 2, _y(min(value, 1.0), 1.0) - 4, text, anchor="middle"))
        parts.append(_text(x + step / 2, HEIGHT - _BOTTOM + 16, name, anchor="middle"))
    return "".join([*parts, "</svg>"])


def _x(value: float, right: float) -> float:
    return _LEFT + (WIDTH - _LEFT - _RIGHT) * value / right


def _y(value: float, top: float) -> float:
    return HEIGHT - _BOTTOM - (HEIGHT - _TOP - _BOTTOM) * value / top


def _frame(title: str, x_label: str, y_label: str, right: float, top: float) -> str:
    """Beginning of the SVG: title, axes and their numbers; no x numbers where `right` is 0."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-label="{escape(title)}" font-family="sans-serif" font-size="11">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
        _text(_LEFT, 18, title, size=13),
    ]
    for part in range(5):
        y = _y(top * part / 4, top)
        parts.append(f'<line x1="{_LEFT}" y1="{y:.1f}" x2="{WIDTH - _RIGHT}" y2="{y:.1f}" stroke="#d8d8d8"/>')
        parts.append(_text(_LEFT - 6, y + 4, f"{top * part / 4:.3g}", anchor="end"))
        if right:
            parts.append(
                _text(_x(right * part / 4, right), HEIGHT - _BOTTOM + 16, f"{right * part / 4:.3g}", anchor="middle")
            )
    parts.append(_text((WIDTH + _LEFT) / 2, HEIGHT - 8, x_label, anchor="middle"))
    parts.append(
        f'<g transform="translate(14 {HEIGHT / 2:.0f}) rotate(-90)">{_text(0, 0, y_label, anchor="middle")}</g>'
    )
    return "".join(parts)


def _text(x: float, y: float, text: str, *, anchor: str = "start", colour: str = "#222222", size: int = 11) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}" font-size="{size}">{escape(text)}</text>'
    )
