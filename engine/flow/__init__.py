"""Region-wise optical flow of a window of frames, in the official (parity) and the default (robust) mode."""

from engine.flow.farneback import dominant_motion, farneback
from engine.flow.features import CHANNELS, WindowFeatures
from engine.flow.parity import ParityTrace, parity_features, parity_trace, parity_window
from engine.flow.region_flow import FlowMethod, RegionFlow, workspace_for
from engine.flow.robust import window_features

__all__ = [
    "CHANNELS",
    "FlowMethod",
    "ParityTrace",
    "RegionFlow",
    "WindowFeatures",
    "dominant_motion",
    "farneback",
    "parity_features",
    "parity_trace",
    "parity_window",
    "window_features",
    "workspace_for",
]
