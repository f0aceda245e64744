"""Which model analyses a video: the one asked for, or another one where the face moves or speaks too much for it.

Real faces of people whom no model learned from, micro-expressions put into their pictures (benchmarks/real_faces.py):
the model for people who talk finds more of them than the default model even where that calls the person calm, as soon
as the recording is not calm all along. Where the face rests all along, as in portraits, the default model finds more
(benchmarks/still_faces.py); clips cut around a movement are scored by both (`engine.pipeline.both_models`).
"""

import numpy as np
from numpy.typing import NDArray

from engine.config import SHORT_SAMPLES, AnalysisConfig
from engine.messages import Said
from engine.types import UNSCORED, UInt8

# The beginning that decides, s: what follows costs nothing twice. A video that begins calmly is asked again at its end.
LOOK_SECONDS = 30.0
# Share of what has a score above which the face moves too much.
MOST_RESTLESS = 0.1


def may_give_way(config: AnalysisConfig, samples: int) -> bool:
    """Whether another model may take over.

    Args:
        config: options as they were asked for, or as a run tells them.
        samples: of the video; those of short clips are taken for movements as data sets cut them.
    """
    return samples >= SHORT_SAMPLES and _leaves_the_choice(config)


def is_for_both(config: AnalysisConfig, samples: int) -> bool:
    """Whether a clip is scored by both models together; see `may_give_way`."""
    return samples < SHORT_SAMPLES and _leaves_the_choice(config)


def _leaves_the_choice(config: AnalysisConfig) -> bool:
    plain = config.features in ("auto", "robust") and config.context == "windows" and not config.reference
    return plain and config.restless_weights not in ("", config.weights)


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
