"""The file rows of the robustness table: rotation, rates, bit depth, odd sizes, damage; from file to curves."""

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from engine.cli import main
from engine.config import AnalysisConfig
from engine.pipeline import analyze
from engine.types import UNSCORED, AnalysisRun, Curves, Mask
from engine.video import open_source
from tests.engine import scenes
from tests.engine.clips import overwrite
from tests.engine.damage import FORMATS, base_clips, damaged, write_clip

K = 30
CONFIG = AnalysisConfig(preset="sammlv", k=K, rate=30.0)
COUNT = 46


def run_of(path: Path, config: AnalysisConfig = CONFIG) -> AnalysisRun:
    *_, run = analyze(path, config)
    assert isinstance(run, AnalysisRun)
    np.testing.assert_array_equal(np.isnan(run.curves.score), (run.curves.mask & UNSCORED) != 0)
    return run


def assert_alike(one: Curves, other: Curves, *, least: float = 0.95) -> None:
    known = np.isfinite(other.score)
    np.testing.assert_array_equal(np.isfinite(one.score), known)
    assert np.corrcoef(one.score[known], other.score[known])[0, 1] > least


@pytest.fixture(scope="module")
def frames() -> list[np.ndarray]:
    return list(scenes.person(COUNT, side=240))


@pytest.fixture(scope="module")
def plain(frames: list[np.ndarray], tmp_path_factory: pytest.TempPathFactory) -> AnalysisRun:
    return run_of(write_clip(tmp_path_factory.mktemp("plain") / "plain", frames, lossless=True))


@pytest.mark.parametrize("turns", [1, 2])
def test_rotated_metadata_gives_the_same_bits(
    turns: int, frames: list[np.ndarray], plain: AnalysisRun, tmp_path: Path
) -> None:
    stored = [np.ascontiguousarray(np.rot90(frame, -turns)) for frame in frames]
    run = run_of(write_clip(tmp_path / "turned", stored, rotation=90.0 * turns, lossless=True))
    np.testing.assert_array_equal(run.curves.score, plain.curves.score)


@pytest.mark.parametrize(("fps", "step"), [(120, 4), (200, 7)])
def test_high_rates_are_thinned_out_to_the_same_bits(
    fps: int, step: int, frames: list[np.ndarray], plain: AnalysisRun, tmp_path: Path
) -> None:
    between = [frame for frame in frames for _ in range(step)]
    path = write_clip(tmp_path / "fast", between, rate=Fraction(fps), lossless=True)
    run = run_of(path)
    np.testing.assert_array_equal(run.curves.frames, np.arange(COUNT) * step)
    np.testing.assert_array_equal(run.curves.score, plain.curves.score)
    assert run.curves.rate == pytest.approx(fps / step)
    assert any(f"{COUNT} of {COUNT * step} frames" in note for note in run.notes)


def test_variable_rate_is_resampled_by_time(frames: list[np.ndarray], plain: AnalysisRun, tmp_path: Path) -> None:
    # every moment of a 30 Hz grid has a frame within a few ms; between them come frames that must not be taken
    shown, ticks = [], []
    for number, frame in enumerate(frames):
        jitter = (number * 37) % 5 * 60
        shown.append(frame)
        ticks.append(3000 * number + jitter)
        if number % 3 == 1:
            shown.append(scenes.room(*frame.shape))
            ticks.append(3000 * number + 1500 + jitter // 2)
    path = write_clip(tmp_path / "uneven", shown, ticks=ticks, lossless=True)
    with open_source(path) as source:
        assert not source.info.constant_rate
    run = run_of(path)
    wanted = [
        index for index, frame in enumerate(shown) if frame.shape == frames[0].shape and ticks[index] % 3000 < 300
    ]
    np.testing.assert_array_equal(run.curves.frames, wanted)
    np.testing.assert_array_equal(run.curves.score, plain.curves.score)


def test_spliced_rates_follow_the_clock(frames: list[np.ndarray], tmp_path: Path) -> None:
    ticks = [*(number * 3750 for number in range(24)), *(24 * 3750 + number * 1500 for number in range(60))]
    shown = [*frames[:24], *(frame for frame in frames[:30] for _ in range(2))]
    run = run_of(write_clip(tmp_path / "spliced", shown, ticks=ticks))
    np.testing.assert_array_equal(run.curves.frames[:24], np.arange(24))
    assert np.all(np.diff(run.curves.frames[25:]) == 2)


@pytest.mark.parametrize(("kind", "pixels"), [("hevc-mov", "yuv420p10le"), ("h264-mp4", "yuv444p10le")])
def test_ten_bit_video(kind: str, pixels: str, frames: list[np.ndarray], plain: AnalysisRun, tmp_path: Path) -> None:
    run = run_of(write_clip(tmp_path / "deep", frames, kind=kind, pixels=pixels, lossless=True))
    assert_alike(run.curves, plain.curves)


def test_odd_sizes(frames: list[np.ndarray], plain: AnalysisRun, tmp_path: Path) -> None:
    padded = [np.pad(frame, ((0, 3), (0, 82)), mode="edge")[:243, :321] for frame in frames]
    run = run_of(write_clip(tmp_path / "odd", padded, pixels="yuv444p", lossless=True))
    assert_alike(run.curves, plain.curves)


def test_a_cut_off_file_is_analysed_up_to_its_end(frames: list[np.ndarray], tmp_path: Path) -> None:
    path = write_clip(tmp_path / "whole", frames, kind="h264-ts")
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 4 // 5])
    run = run_of(path)
    assert K <= len(run.curves.score) < COUNT
    assert np.isfinite(run.curves.score[8:-8]).all()


def test_corrupt_packets_in_the_middle_cost_their_frames_only(
    frames: list[np.ndarray], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = write_clip(tmp_path / "clip", frames, kind="mjpeg-avi")
    whole = run_of(path)
    for number in (20, 21, 22):
        overwrite(path, number)
    capfd.readouterr()
    run = run_of(path)
    assert capfd.readouterr() == ("", "")
    lost = np.flatnonzero((run.curves.mask & UNSCORED & ~np.uint8(Mask.TAIL)) != 0)
    np.testing.assert_array_equal(lost, [20, 21, 22])
    assert any(note.startswith("3 damaged frames") for note in run.notes)
    others = np.setdiff1d(np.flatnonzero(np.isfinite(whole.curves.score)), lost)
    assert np.isfinite(run.curves.score[others]).all()
    # The windows around the loss know less: some scores there differ much, most hardly.
    assert np.median(np.abs(run.curves.score[others] - whole.curves.score[others])) < 0.1
    assert run.proposals
    assert all(not one.onset <= frame <= one.offset for one in run.proposals for frame in lost.tolist())


def test_too_short_a_file_is_one_sentence(
    frames: list[np.ndarray], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_clip(tmp_path / "short", frames[:5])
    assert main(["analyze", str(path), "--out", str(tmp_path / "out"), "--preset", "sammlv"]) == 2
    error = capsys.readouterr().err
    assert error.startswith("metst: “short.mp4” has 5 frames to analyse; at least 6")
    assert error.count("\n") == 1


def test_two_faces_are_chosen_between_on_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wall = scenes.room(240, 480)
    pairs = zip(scenes.person(K, side=220), scenes.other_person(K, side=190), strict=True)
    path = write_clip(tmp_path / "two", [scenes.placed(scenes.placed(wall, b, 280, 20), a, 10, 10) for a, b in pairs])
    curves = {}
    for face in ("1", "2", "375,100"):
        out = tmp_path / face
        assert main(["analyze", str(path), "--out", str(out), "--preset", "sammlv", "--face", face]) == 0
        assert "2 faces were seen" in capsys.readouterr().out
        curves[face] = (out / "two.scores.csv").read_text("utf-8")
    assert curves["2"] == curves["375,100"] != curves["1"]
    for wrong in ("0", "x", "1,2,3", "nan,1"):
        assert main(["analyze", str(path), "--out", str(tmp_path), "--face", wrong]) == 2
        assert "--face must be" in capsys.readouterr().err


def test_damaged_files_are_analysed_or_refused_in_one_sentence(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """A few of the files of `benchmarks/fuzz_videos.py`, which does 500."""
    for number, path in enumerate(base_clips(tmp_path, count=20, side=96)):
        path.write_bytes(damaged(path.read_bytes(), np.random.default_rng((1, number))))
        capfd.readouterr()
        code = main(["analyze", str(path), "--out", str(tmp_path / "out"), "--k", "8"])
        error = capfd.readouterr().err
        assert (code, error.count("\n")) in {(0, 0), (2, 1)}, path.name
        assert not error or error.startswith("metst: ")
    assert len(FORMATS) == number + 1


def test_titles_in_another_encoding_are_no_reason_to_refuse_a_video(
    frames: list[np.ndarray], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = write_clip(tmp_path / "old", frames[:8], kind="mpeg4-avi", title="Gesicht_aeae")
    content = path.read_bytes()
    assert b"Gesicht_aeae" in content
    path.write_bytes(content.replace(b"Gesicht_aeae", b"Gesicht_\xe4\xb0\xf2\xff"))
    with open_source(path) as source:
        assert source.info.n_frames == 8
    assert capfd.readouterr() == ("", "")
