"""The pipeline room: `analyze()` drives all stages."""

from engine.pipeline.feature_choice import resolve_features
from engine.pipeline.run import analyze
from engine.pipeline.sampling import sample_frames
from engine.pipeline.stream import Window, stream_windows

__all__ = ["Window", "analyze", "resolve_features", "sample_frames", "stream_windows"]
