"""The curves of a training as a picture, from its log."""

import csv
from pathlib import Path

import numpy as np

from engine.evaluation.svg import Line, line_plot
from engine.files import replace_file

LINES = {"loss": "loss", "spot_loss": "spotting", "recog_loss": "recognition"}
MOST_POINTS = 240


def write_curves(log: Path, target: Path) -> None:
    """Write the losses of a ``log.csv`` as SVG, means over equal parts where there are many steps."""
    with log.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    if not rows:
        return
    steps = np.array([float(row["step"]) for row in rows])
    lines = [Line(title, _points(steps, np.array([float(row[key]) for row in rows]))) for key, title in LINES.items()]
    title = f"Losses over {len(rows)} steps, {float(rows[-1]['seconds']):.0f} s"
    replace_file(target, line_plot(title, "step", "loss", lines))


def _points(
    steps: "np.ndarray[tuple[int, ...], np.dtype[np.float64]]",
    values: "np.ndarray[tuple[int, ...], np.dtype[np.float64]]",
) -> tuple[tuple[float, float], ...]:
    parts = min(len(steps), MOST_POINTS)
    pairs = zip(np.array_split(steps, parts), np.array_split(values, parts), strict=True)
    return tuple((float(x.mean()), float(y.mean())) for x, y in pairs)
