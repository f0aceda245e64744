"""The synthetic demo: what the truth says happens in the pictures, and the files are safe to share."""

import hashlib
import json
import multiprocessing
import os
import time
from collections import Counter
from itertools import pairwise
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from engine.data import RESOURCES
from engine.datasets import read_records
from engine.errors import SourceError
from engine.synthesis import DEMO, Script, ScriptedMovement, cached_demo, portrait, truth_records, write_demo
from engine.synthesis.demo import MANIFEST, STALE_SECONDS, TRUTH, VIDEO, demo_files, is_complete
from engine.synthesis.fields import BUMPS, field
from engine.synthesis.render import HEIGHT, LEFT, NOTICE_HEIGHT, TOP, WIDTH, ZOOM, Renderer
from engine.synthesis.script import blink, micro
from engine.types import Emotion, UInt8

SHORT = Script(40, (micro((8, 14, 25), "1+2", Emotion.SURPRISE, response=1.6), blink(26)))
TINY = Script(6, (micro((1, 2, 4), "12", Emotion.POSITIVE, response=1.5),))


@pytest.fixture(scope="module")
def renderer() -> Renderer:
    return Renderer(SHORT)


def flow_320(
    before: UInt8, after: UInt8, *, centre: tuple[float, float], half: tuple[float, float]
) -> tuple[float, float]:
    """Mean (x, y) of the 30 % fastest px@320 in a region (portrait coordinates), the dominant motion of ME-TST."""
    scale = 320.0 / (portrait.CROP_SIDE * ZOOM)
    corner = [(at - size - offset) * ZOOM for at, size, offset in zip(centre, half, (LEFT, TOP), strict=True)]
    left, top, w, h = (int(value) for value in (*corner, 2 * half[0] * ZOOM, 2 * half[1] * ZOOM))
    first, second = (
        cv2.resize(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)[top : top + h, left : left + w], None, fx=scale, fy=scale)
        for picture in (before, after)
    )
    flow = cv2.calcOpticalFlowFarneback(first, second, None, 0.5, 3, 15, 5, 7, 1.5, 0)
    flow = flow.reshape(-1, 2)
    fastest = np.argsort(np.hypot(flow[:, 0], flow[:, 1]))[-int(0.3 * len(flow)) :]
    x, y = flow[fastest].mean(axis=0)
    return float(x), float(y)


def test_the_demo_has_what_it_promises() -> None:
    kinds = Counter(event.kind for event in DEMO.events)
    assert kinds == {"micro": 8, "blink": 9, "macro": 1}
    micros = [event for event in DEMO.events if event.kind == "micro"]
    assert {event.emotion for event in micros} == {*Emotion} - {Emotion.NEUTRAL}
    assert all(event.emotion is None for event in DEMO.events if event.kind != "micro")
    assert all(5 <= event.apex - event.onset <= 8 for event in micros)
    assert all(14 <= event.offset - event.onset <= 30 for event in micros)
    assert all(event.offset < DEMO.n_frames for event in DEMO.events)
    assert all(first.offset + 10 < second.onset for first, second in pairwise(DEMO.events))


@pytest.mark.parametrize("event", DEMO.events, ids=lambda event: f"{event.kind}-{event.onset}")
def test_an_event_moves_exactly_between_its_bounds(event: ScriptedMovement) -> None:
    levels = [event.level(frame) for frame in range(DEMO.n_frames)]
    moved = [frame for frame, level in enumerate(levels) if level > 0]
    assert moved == list(range(event.onset, event.offset + 1))
    assert levels[event.apex] == 1.0
    assert levels.index(max(levels)) == event.apex
    assert max(level for frame, level in enumerate(levels) if frame != event.apex) < 1.0


@pytest.mark.parametrize("units", BUMPS)
def test_fields_are_normed_smooth_and_stay_in_the_face(units: str) -> None:
    displacement = field(units)
    length = np.hypot(displacement[..., 0], displacement[..., 1])
    assert length.max() == pytest.approx(1.0, abs=1e-6)
    assert not displacement.flags.writeable
    assert np.abs(np.diff(displacement, axis=0)).max() < 0.3  # no folds below 3 px
    rows, columns = np.nonzero(length)
    assert 65 < rows.min() < rows.max() < 170
    assert 70 < columns.min() < columns.max() < 185


def test_directions_follow_facs() -> None:
    assert field("1+2")[89, 104, 1] < -0.5
    assert field("4")[91, 113, 1] > 0.3 < field("4")[91, 113, 0]
    assert field("4")[92, 142, 0] < -0.3
    assert field("12")[139, 104, 1] < -0.5 > field("12")[141, 148, 1]
    assert field("15")[139, 104, 1] > 0.5
    assert field("9")[128, 112, 1] < -0.5
    assert field("38")[128, 112, 0] < -0.5 < 0.5 < field("38")[129, 138, 0]


def test_pictures_depend_on_the_frame_only(renderer: Renderer) -> None:
    other = Renderer(SHORT)
    backwards = {index: other.picture(index) for index in (28, 14, 0)}
    for index, picture in backwards.items():
        assert np.array_equal(renderer.picture(index), picture)
    assert not np.array_equal(backwards[0], backwards[14])


def test_pictures_move_where_the_truth_says(renderer: Renderer) -> None:
    calm, apex, later = (renderer.picture(index) for index in (7, 14, 13))
    assert calm.shape == (HEIGHT, WIDTH, 3)
    brows = {"centre": (104.0, 88.0), "half": (12.0, 6.0)}
    assert -2.0 <= flow_320(calm, apex, **brows)[1] <= -1.2  # up
    assert abs(flow_320(calm, apex, **brows)[0]) < 0.3
    assert np.hypot(*flow_320(calm, renderer.picture(6), **brows)) < 0.3
    assert np.hypot(*flow_320(calm, apex, centre=(125.0, 141.0), half=(24.0, 10.0))) < 0.4
    assert -0.6 < flow_320(later, apex, **brows)[1] < 0.0


def test_a_blink_hides_the_iris(renderer: Renderer) -> None:
    lid_x, lid_y = portrait.UPPER_LID_LEFT[5]
    x, y = round((lid_x - LEFT) * ZOOM), round((lid_y + 3.0 - TOP) * ZOOM)
    open_, closed = (renderer.picture(index)[y - 3 : y + 4, x - 3 : x + 4].mean() for index in (25, 30))
    assert closed > open_ + 40
    cheek = (slice(260, 300), slice(150, 190))
    assert abs(float(renderer.picture(25)[cheek].mean()) - float(renderer.picture(30)[cheek].mean())) < 1.0


def test_the_notice_is_burnt_in_below_the_face(renderer: Renderer) -> None:
    chin = (175.0 - TOP) * ZOOM
    assert chin < HEIGHT - NOTICE_HEIGHT
    strip = renderer.picture(0)[HEIGHT - NOTICE_HEIGHT :]
    assert (strip[:, 8:250].max(axis=2) > 200).sum() > 300


def test_write_demo_gives_a_video_and_its_truth(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    result = write_demo(tmp_path / "new", script=SHORT, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(done, 40) for done in range(1, 41)]
    with av.open(str(result.video)) as container:
        stream = container.streams.video[0]
        pictures = [frame.to_ndarray(format="bgr24") for frame in container.decode(stream)]
        assert (stream.codec_context.name, stream.codec_context.pix_fmt) == ("h264", "yuv420p")
        assert float(stream.average_rate or 0) == 30.0
    assert len(pictures) == 40
    assert pictures[0].shape == (HEIGHT, WIDTH, 3)
    rendered = Renderer(SHORT).picture(14).astype(float)
    assert np.abs(pictures[14] - rendered).mean() < 3.0
    truth = read_records(result.truth)
    assert truth.issues == ()
    assert list(truth.records) == truth_records(SHORT)
    assert [record.extra["kind"] for record in truth.records] == ["micro", "blink"]
    assert [record.emotion for record in truth.records] == ["surprise", None]


def test_the_demo_is_made_once_and_remade_when_half_written(tmp_path: Path) -> None:
    target = tmp_path / "cache" / "demo"
    first = cached_demo(target, script=TINY)
    assert is_complete(target)
    stamp = first.video.stat().st_mtime_ns
    assert cached_demo(target, script=TINY, progress=_fail) == first
    assert first.video.stat().st_mtime_ns == stamp
    sha = hashlib.sha256(first.video.read_bytes()).hexdigest()
    for damage in (_cut, _remove_truth, _remove_manifest, _garbage_manifest):
        damage(target)
        assert not is_complete(target)
        cached_demo(target, script=TINY)
        assert is_complete(target)
        assert hashlib.sha256((target / VIDEO).read_bytes()).hexdigest() == sha  # rendering is exactly repeatable
    assert [path.name for path in target.parent.iterdir()] == ["demo"]


def _fail(done: int, total: int) -> None:
    raise RuntimeError(f"rendered again: {done}/{total}")


def _cut(target: Path) -> None:
    (target / VIDEO).write_bytes(b"")


def _remove_truth(target: Path) -> None:
    (target / TRUTH).unlink()


def _remove_manifest(target: Path) -> None:
    (target / MANIFEST).unlink()


def _garbage_manifest(target: Path) -> None:
    (target / MANIFEST).write_text("[1]", encoding="utf-8")


def test_a_stopped_render_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="rendered again"):
        cached_demo(tmp_path / "demo", script=TINY, progress=_fail)
    assert list(tmp_path.iterdir()) == []


def test_folders_of_killed_renders_are_removed_after_a_day(tmp_path: Path) -> None:
    old, young = tmp_path / ".demo-old", tmp_path / ".demo-young"
    for folder in (old, young):
        folder.mkdir()
    day_ago = time.time() - STALE_SECONDS - 60
    os.utime(old, (day_ago, day_ago))
    cached_demo(tmp_path / "demo", script=TINY)
    assert sorted(path.name for path in tmp_path.iterdir()) == [".demo-young", "demo"]


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(SourceError, match="cannot be stored"):
        cached_demo(tmp_path / "file" / "demo", script=TINY)
    with pytest.raises(SourceError, match="cannot be written"):
        write_demo(tmp_path / "file" / "demo", script=TINY)


def _render(target: str) -> bool:
    return is_complete(cached_demo(Path(target), script=TINY).video.parent)


def test_processes_that_start_together_all_get_the_demo(tmp_path: Path) -> None:
    target = tmp_path / "demo"
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        assert pool.map(_render, [str(target)] * 4, chunksize=1) == [True] * 4
        pool.close()
        pool.join()
    assert [path.name for path in tmp_path.iterdir()] == ["demo"]
    assert sorted(path.name for path in target.iterdir()) == sorted([MANIFEST, TRUTH, VIDEO])


def test_the_cache_folder_is_the_user_s(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Path] = []
    monkeypatch.setattr("engine.synthesis.demo.cached_demo", lambda target, **_: asked.append(target))
    demo_files()
    assert asked[0].name == "demo-1"
    assert "metst" in asked[0].parts[-2]


def test_the_portrait_is_the_one_described() -> None:
    folder = RESOURCES / "demo"
    data = folder.joinpath("portrait.png").read_bytes()
    text = folder.joinpath("README.md").read_text(encoding="utf-8")
    assert len(data) < 1_000_000
    assert hashlib.sha256(data).hexdigest() in text
    assert "No endorsement" in text
    assert "NASA" in text
    assert portrait.load().shape == (portrait.SIZE, portrait.SIZE, 3)


def test_the_manifest_is_json(tmp_path: Path) -> None:
    files_ = cached_demo(tmp_path / "demo", script=TINY)
    sizes = json.loads((tmp_path / "demo" / MANIFEST).read_text(encoding="utf-8"))
    assert sizes == {VIDEO: files_.video.stat().st_size, TRUTH: files_.truth.stat().st_size}
