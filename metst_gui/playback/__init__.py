"""Frames on the screen: the one clock, the decoding thread and its cache."""

from metst_gui.playback.controller import RATES, PlaybackController
from metst_gui.playback.frame_cache import FrameCache
from metst_gui.playback.frame_service import FrameService
from metst_gui.playback.frame_worker import FrameWorker

__all__ = ["RATES", "FrameCache", "FrameService", "FrameWorker", "PlaybackController"]
