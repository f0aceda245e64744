"""Patch measurement of a whole video file or image folder, outside an analysis run."""

from pathlib import Path

from engine.config import AnalysisConfig
from engine.patches import PatchMeasurement, measure_samples
from engine.pipeline.sampling import sample_frames
from engine.pipeline.stream import followed_samples
from engine.video import open_source


def measure_file(path: Path, config: AnalysisConfig | None = None) -> PatchMeasurement:
    """Measure the patches of a source, sampled and tracked as an analysis does.

    Args:
        path: video file or folder of images.
        config: target rate, rate of images and the chosen face; None: the defaults.

    Raises:
        EngineError: the source cannot be read.
    """
    options = config or AnalysisConfig()
    with open_source(path, fps=options.image_rate) as source:
        frames, rate = sample_frames(source.info, options.rate)
        seen = followed_samples(source, frames, options)
        return measure_samples(((gray, tracked) for gray, tracked, _ in seen), rate)
