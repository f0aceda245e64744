"""The engine: everything that needs no window. Its public functions are those of `engine.api`."""

import os
from typing import TYPE_CHECKING, Any

from engine.limits import MAX_IMAGE_PIXELS

if TYPE_CHECKING:
    from engine.api import AnalysedVideo, ProjectData, analyze, export, read_project

__all__ = ["AnalysedVideo", "ProjectData", "analyze", "export", "read_project"]

# OpenCV reads its limit once, when it is first imported, so it is set before any room of the engine imports it.
os.environ.setdefault("OPENCV_IO_MAX_IMAGE_PIXELS", str(MAX_IMAGE_PIXELS))


def __getattr__(name: str) -> Any:
    """The public functions, imported when one is asked for: importing the engine itself costs nothing."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from engine import api

    return getattr(api, name)
