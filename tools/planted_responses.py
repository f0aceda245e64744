"""Measure what the five regions see of action units on the portrait, and write ``engine/planted/responses.json``.

Run: ``python -m tools.planted_responses``. The portrait is turned, bent and lit anew for each variant; a variant that
the regions hardly see is left out.
"""

import json
from pathlib import Path

import numpy as np

import engine.planted
from engine.synthesis.scenes import BLIND, draw_expression
from engine.synthesis.subject import demo_subject, varied

# Judged region -> action units that move mostly there.
PATTERNS = {
    "brows": (("1",), ("2",), ("1", "2"), ("4",), ("1", "4")),
    "nose": (("9",), ("38",)),
    "mouth": (("12",), ("6", "12"), ("10",), ("14",), ("15",), ("17",)),
}
VARIANTS = 6
SIDE_PX = 240.0


def main() -> None:
    """Write the table."""
    rng = np.random.default_rng(22)
    rows = []
    for region, patterns in PATTERNS.items():
        for units in patterns:
            for _ in range(VARIANTS):
                expression = draw_expression(varied(demo_subject(), rng, side=SIDE_PX), units, rng)
                if expression.strength < BLIND:
                    continue
                unit = (expression.response / expression.strength).round(3).tolist()
                rows.append({"region": region, "units": "+".join(units), "vector": unit})
    target = Path(engine.planted.__file__).with_name("responses.json")
    target.write_text("[\n" + ",\n".join(json.dumps(row) for row in rows) + "\n]\n", encoding="utf-8")
    print(f"{len(rows)} responses")


if __name__ == "__main__":
    main()
