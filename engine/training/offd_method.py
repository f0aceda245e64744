"""OF-FD as a method to be counted: windows that follow what was found, and no learning (baselines spec 1)."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from engine.decoding.offd import PRESETS, OffdRules, offd_windows, video_intervals
from engine.flow.parity import offd_trace, official_crop
from engine.training.methods import Arrays, FaceVideo, Measured, Spotted
from engine.types import Float64

# Below this rate a data set is counted by the rules of CAS(ME)^2, which takes every frame at 30 Hz; SAMM-LV's samples
# are 28.57 a second.
SAMM_RATE = 200 / 7
MICRO_SECONDS = 0.5  # baselines spec 1.7: longer intervals are macro-expressions


class OffdMethod:
    """Training-free; SAMM-LV's rules at its rate, else those of CAS(ME)^2."""

    interface = 1
    name = "of-fd"
    title = "OF-FD"
    statement = (
        "OF-FD (He 2021) as its author's later code has it; no emotions. The thresholds for CAS(ME)^2 are those of a "
        "public derivative: what the publication used is not known. Intervals over half a second are left out."
    )
    version = 1
    learns = False

    def measure(self, video: FaceVideo) -> Arrays:
        """The intervals themselves: where a window begins depends on what the last one found."""
        rules = rules_for(video.rate)

        def series(first: int, last: int) -> Float64:
            grays = [video.gray(sample) for sample in range(first, last + 1)]
            points = video.points(first)
            if points is None:
                return np.zeros((18, len(grays), 2))
            crop = official_crop(grays[0], points)
            on_crop = None if crop is None else video.points_on(crop)
            trace = offd_trace(grays, landmarks_frame=points, landmarks_crop=on_crop)
            return trace.features.reshape(18, 2, -1).transpose(0, 2, 1)

        windows = offd_windows(len(video.frames), series, rules)
        return {"intervals": np.array(sorted(video_intervals(windows, rules)), np.int64).reshape(-1, 2)}

    def fit(self, videos: Sequence[Measured], *, seed: int) -> None:
        """Nothing is learnt."""

    def predict(self, fitted: Any, video: Measured) -> list[Spotted]:  # noqa: ARG002 - nothing was learnt
        """Intervals of at most half a second, with the apex in their middle."""
        longest = MICRO_SECONDS * video.rate
        return [
            Spotted(onset, (onset + offset) // 2, offset)
            for onset, offset in video.arrays["intervals"].tolist()
            if offset - onset + 1 <= longest
        ]


def rules_for(rate: float) -> OffdRules:
    """The data set's rules, by the rate of the samples."""
    return PRESETS["sammlv" if abs(rate - SAMM_RATE) < 0.5 else "casme_sq"]
