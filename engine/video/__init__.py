"""Frames of video files and image folders, each by its exact index."""

from engine.video.frame import Frame
from engine.video.opening import NOBODY, Opening, OpeningCancelledError
from engine.video.source import Source, open_source, same_source

__all__ = ["NOBODY", "Frame", "Opening", "OpeningCancelledError", "Source", "open_source", "same_source"]
