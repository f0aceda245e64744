"""Writes ``resources/action_units/``: the small pictures that the picker of action units shows.

Run:  python -m tools.action_unit_pictures [FOLDER]
"""

import json
import sys
from pathlib import Path

import numpy as np

from engine.data import RESOURCES
from engine.synthesis.unit_pictures import HEIGHT, STEPS, WIDTH, unit_pictures

SHEET, INDEX = "units.jpg", "units.json"
# Enough for skin; the whole sheet stays below half a megabyte.
QUALITY = 74


def write(folder: Path) -> None:
    """Write one picture with a row for each unit, and what stands in which row."""
    import cv2

    pictures = unit_pictures()
    rows = [np.concatenate(list(steps), axis=1) for steps in pictures.values()]
    found, data = cv2.imencode(".jpg", np.concatenate(rows), [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
    assert found
    folder.mkdir(parents=True, exist_ok=True)
    (folder / SHEET).write_bytes(data.tobytes())
    index = {"width": WIDTH, "height": HEIGHT, "steps": STEPS, "units": list(pictures)}
    (folder / INDEX).write_text(json.dumps(index) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else RESOURCES / "action_units")
