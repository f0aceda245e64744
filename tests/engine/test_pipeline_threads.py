"""Stages on threads: order, errors, closing, and results that do not depend on the number of threads."""

import threading
import time
from collections.abc import Generator
from contextlib import closing
from functools import partial
from pathlib import Path

import av
import numpy as np
import pytest

from engine.config import PRESETS, AnalysisConfig, FeatureMode
from engine.pipeline import Window, analyze, stream_windows
from engine.pipeline.survey import Survey
from engine.pipeline.threads import OrderedPool, ahead, available_threads
from engine.types import VideoInfo
from engine.video import open_source
from tests.engine import portrait_clip


def counted(n: int, ended: list[int], fail_at: int | None = None) -> Generator[int, None, None]:
    try:
        for value in range(n):
            if value == fail_at:
                raise ValueError("broken")
            yield value
    finally:
        ended.append(threading.get_ident())


def test_ahead_gives_the_same_items_from_another_thread() -> None:
    ended: list[int] = []
    assert list(ahead(counted(100, ended), 3)) == list(range(100))
    assert ended != [threading.get_ident()]


def test_ahead_raises_what_the_stage_raised_after_its_items() -> None:
    ended: list[int] = []
    received: list[int] = []
    with pytest.raises(ValueError, match="broken"):
        received.extend(ahead(ahead(counted(100, ended, fail_at=7), 2), 2))
    assert received == list(range(7))
    assert len(ended) == 1


def test_closing_ends_every_stage() -> None:
    before = threading.active_count()
    ended: list[int] = []
    with closing(ahead(ahead(counted(10**9, ended), 2), 2)) as items:
        assert next(items) == 0
    assert len(ended) == 1
    assert threading.active_count() == before


@pytest.mark.parametrize("threads", [0, 1, 4])
def test_pool_gives_results_in_order_and_with_its_lag(threads: int) -> None:
    def slow(value: int) -> int:
        time.sleep(0.02 if value % 2 == 0 else 0)
        return value

    pool: OrderedPool[int] = OrderedPool(threads, 2)
    due = []
    for value in range(6):
        pool.submit(partial(slow, value))
        due.append(list(pool.due()))
    assert due == [[], [], [0], [1], [2], [3]]
    assert list(pool.due(every=True)) == [4, 5]
    pool.close()


def test_pool_raises_a_tasks_error_when_it_is_due() -> None:
    pool: OrderedPool[None] = OrderedPool(2, 0)
    pool.submit(partial(next, iter(())))
    with pytest.raises(RuntimeError):
        list(pool.due())
    pool.close()
    assert 1 <= available_threads() <= 4


class ClipFrame:
    damaged = key = refitted = False

    def __init__(self, index: int, gray: np.ndarray) -> None:
        self.index = index
        self._gray = gray

    def gray(self, out: np.ndarray | None = None) -> np.ndarray:
        return self._gray


class ClipSource:
    """The portrait clip as a source."""

    def __init__(self) -> None:
        self.clip = portrait_clip.frames()
        n, height, width = self.clip.shape
        times = np.arange(n) / 30
        self.info = VideoInfo(Path("clip.mp4"), "video", n, width, height, 30.0, times, True, "x", 1, "0" * 64, ())

    def frames(self) -> Generator[ClipFrame, None, None]:
        for index, gray in enumerate(self.clip):
            yield ClipFrame(index, gray)


@pytest.mark.parametrize("mode", ["robust", "parity"])
def test_features_do_not_depend_on_the_threads(mode: str) -> None:
    config = AnalysisConfig(k=PRESETS["sammlv"].k, features=mode, landmarks="mesh")
    runs = []
    for threads in (0, 1, 2, 4):
        survey = Survey()
        source = ClipSource()
        steps = list(stream_windows(source, np.arange(75), config, survey, threads=threads))
        windows = [step for step in steps if isinstance(step, Window)]
        kinds = [type(step).__name__ for step in steps]
        data = b"".join(w.features.features.tobytes() + w.features.mask.tobytes() for w in windows)
        runs.append((kinds, [w.start for w in windows], data, survey))
    assert len(runs[0][1]) == 4
    assert all(run == runs[0] for run in runs)
    assert any(np.abs(np.frombuffer(run[2][:2400])).max() > 0.5 for run in runs)


@pytest.mark.parametrize("features", ["robust", "parity"])
def test_repeated_pictures_are_counted_though_memory_takes_turns(tmp_path: Path, features: FeatureMode) -> None:
    path = tmp_path / "clip.mp4"
    pictures = [portrait_clip.frames()[index] for index in (0, 1, 1, 1, 2, 3, 3, 4, *range(5, 40))]
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=30, options={"qp": "0", "preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = 360, 360, "yuv420p"
        for picture in pictures:
            frame = av.VideoFrame.from_ndarray(np.repeat(picture[..., np.newaxis], 3, axis=2), format="bgr24")
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    survey = Survey()
    config = AnalysisConfig(preset="sammlv", k=30, features=features, landmarks="mesh")
    with open_source(path) as source:
        list(stream_windows(source, np.arange(len(pictures)), config, survey))
    assert survey.repeated == 3


def test_a_run_tells_how_far_its_windows_disagree() -> None:
    *_, run = analyze(ClipSource(), AnalysisConfig())
    spread, scored = run.curves.spread, np.isfinite(run.curves.score)
    assert spread is not None
    assert spread.shape == run.curves.score.shape
    assert np.isnan(spread[~scored]).all()
    assert np.isfinite(spread[20:55]).all()
    assert 0 < np.nanmax(spread) < 0.5
    *_, without = analyze(ClipSource(), AnalysisConfig(weights="classical"))
    assert without.curves.spread is None
    *_, released = analyze(ClipSource(), AnalysisConfig(features="parity", landmarks="mesh"))
    assert released.curves.spread is None
