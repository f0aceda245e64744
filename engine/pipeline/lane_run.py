"""Named curves of the face that a plug-in measures: entry points of the group ``metst.lanes``, with a card.

The object has ``curves(chunk)``: it gets a `FaceChunk` and gives arrays [S] by name, the same names for every chunk;
NaN where it has no value.
"""

from collections.abc import Generator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, Final

import numpy as np

from engine.config import AnalysisConfig
from engine.errors import PluginError
from engine.explain.requests import LaneCurves, LaneRequest
from engine.foreign.placing import PlacedCurve
from engine.guarded import guarded
from engine.messages import Said
from engine.pipeline.face_run import CHUNK, FaceWaiting, face_chunk, face_crop
from engine.pipeline.sampling import sample_frames
from engine.pipeline.stream import followed_samples
from engine.plugins import Plugin, card_of, digest_of, find, load, nonsense
from engine.spotters.plugin import FaceChunk, limit_of
from engine.types import Float32, Progress, frozen
from engine.video import open_source

GROUP: Final = "metst.lanes"
MOST_NAMES: Final = 64
PROGRESS_STEP = 10


def lane_curves(path: Path, request: LaneRequest) -> Generator[Progress | LaneCurves, None, None]:
    """Measure the curves of a plug-in in a video.

    Raises:
        PluginError: there is none of this name, or it cannot be used.
        SourceError: the video cannot be read.
    """
    plugin = find(GROUP, request.name)
    if plugin is None:
        raise PluginError(Said("There is no plug-in “{name}” any more; install it again.", name=request.name))
    card = card_of(plugin)
    lane = _Lane(plugin, limit_of(plugin, card))
    config = AnalysisConfig(
        rate=request.rate, features="robust", image_rate=request.image_rate, face_at=request.face_at
    )
    title = str(card["title"])
    with open_source(path, fps=request.image_rate) as source:
        frames, _ = sample_frames(source.info, config.rate)
        times, waiting, begins = source.info.times, list[FaceWaiting](), True
        with closing(followed_samples(source, frames, config)) as seen:
            for sample, (gray, tracked, _news) in enumerate(seen):
                begins = begins or tracked.cut
                if tracked.face is not None:
                    waiting.append((sample, *face_crop(gray, tracked.face.points68), begins))
                    begins = False
                if len(waiting) == CHUNK:
                    lane.measure(face_chunk(waiting, frames, times))
                    waiting = []
                if sample % PROGRESS_STEP == 0:
                    yield Progress(title, sample, len(frames))
        if waiting:
            lane.measure(face_chunk(waiting, frames, times))
    yield LaneCurves(title, digest_of(plugin), lane.placed())


class _Lane:
    """The curves so far of one plug-in."""

    def __init__(self, plugin: Plugin, limit_s: float) -> None:
        self._plugin = plugin
        self._limit_s = limit_s
        self._made: Any = None
        self._frames: list[np.ndarray] = []
        self._parts: dict[str, list[Float32]] = {}

    def measure(self, chunk: FaceChunk) -> None:
        """Take the curves of a chunk, checked.

        Raises:
            PluginError: the plug-in failed, or gave something else.
        """

        def ask() -> Any:
            if self._made is None:
                self._made = load(self._plugin)
            return self._made.curves(chunk)

        found = guarded(self._plugin.name, ask, self._limit_s)
        if not isinstance(found, Mapping) or not 0 < len(found) <= MOST_NAMES:
            raise self._nonsense(Said("no curves by name"))
        names = {str(name) for name in found}
        if self._parts and names != self._parts.keys():
            raise self._nonsense(Said("other names than before"))
        for name, values in found.items():
            try:
                array = np.array(values, np.float32)
            except (TypeError, ValueError) as error:
                raise self._nonsense(Said("{what} are no numbers", what=str(name))) from error
            if array.shape != (len(chunk.samples),) or np.isinf(array).any():
                wanted, shape = str((len(chunk.samples),)), str(array.shape)
                what = Said("{what} have the shape {found}, not {wanted}", what=str(name), found=shape, wanted=wanted)
                raise self._nonsense(what)
            self._parts.setdefault(str(name), []).append(array)
        self._frames.append(chunk.frames)

    def placed(self) -> tuple[PlacedCurve, ...]:
        """All curves on the frames of the video.

        Raises:
            PluginError: no face was seen, so that there are none.
        """
        if not self._frames:
            raise self._nonsense(Said("no face was seen"))
        positions = frozen(np.concatenate(self._frames).astype(np.float64))
        return tuple(
            PlacedCurve(name, "", positions, frozen(np.concatenate(parts))) for name, parts in self._parts.items()
        )

    def _nonsense(self, what: str) -> PluginError:
        return nonsense(self._plugin, what)
