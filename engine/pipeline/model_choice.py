"""Which models analyse a video: the one that was asked for, or where nobody named one two of them.

Real faces of people whom no model learned from, micro-expressions put into their pictures (benchmarks/real_faces.py):
the model on patches finds more of them than the model of windows even where that calls the person calm; both together
find the most there (`engine.pipeline.both_models`). Where the face moves or speaks too much for the model of windows
the one on patches counts alone, and where that is so nearly throughout the other one is not asked at all.
"""

import numpy as np
from numpy.typing import NDArray

from engine.config import SHORT_SAMPLES, AnalysisConfig
from engine.messages import Said
from engine.types import UNSCORED, UInt8

# The beginning that decides, s: after it the model of windows costs nothing. A calm video is asked again at its end.
LOOK_SECONDS = 30.0
# Share of what has a score above which the face moves too much; in the calm rest both together raise fewer alarms.
MOST_RESTLESS = 0.9


def leaves_the_choice(config: AnalysisConfig) -> bool:
    """Whether another model may join or take over; `config` as asked for, or as a run tells it."""
    plain = config.features in ("auto", "robust") and config.context == "windows" and not config.reference
    return plain and config.restless_weights not in ("", config.weights)


def is_short(samples: int) -> bool:
    """Whether a clip of so many samples is taken for a movement as data sets cut them."""
    return samples < SHORT_SAMPLES


def moves_too_much(restless: NDArray[np.bool_], mask: UInt8) -> bool:
    """Whether more than `MOST_RESTLESS` of what has a score is restless.

    Args:
        restless: bool [n], see `Restlessness.samples`.
        mask: uint8 [n], `Mask` bits.
    """
    scored = (mask & UNSCORED) == 0
    return bool(np.count_nonzero(restless & scored) > MOST_RESTLESS * np.count_nonzero(scored))


def choice_note(first: str, other: str) -> str:
    """What a run says of a model that took over; both by their titles."""
    return Said(
        "Analysed with “{other}”: the face moves or speaks too much for “{first}”.",
        other=Said(other),
        first=Said(first),
    )
