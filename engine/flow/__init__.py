"""Region-wise optical flow of a window of frames, in the official (parity) and the default (robust) mode."""

from engine.flow.cutout import Cutout
from engine.flow.farneback import dominant_motion, farneback
from engine.flow.features import WindowFeatures
from engine.flow.fine_regions import CHANNELS, FINE_CHANNELS
from engine.flow.parity import ParityTrace, parity_features, parity_trace, parity_window
from engine.flow.region_flow import FlowMethod, RegionFlow, workspace_for
from engine.flow.robust import WindowStart, window_features, window_start

__all__ = [
    "CHANNELS",
    "FINE_CHANNELS",
    "Cutout",
    "FlowMethod",
    "ParityTrace",
    "RegionFlow",
    "WindowFeatures",
    "WindowStart",
    "dominant_motion",
    "farneback",
    "parity_features",
    "parity_trace",
    "parity_window",
    "window_features",
    "window_start",
    "workspace_for",
]
