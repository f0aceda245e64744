"""Analysis with features of the second kind, from a file to the run, on a warped portrait: brows rise at 12-18-30."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from engine.config import AnalysisConfig, DecoderConfig
from engine.errors import AnalysisError, CheckpointError
from engine.pipeline import analyze
from engine.synthesis.codec import write_h264
from engine.types import REGIONS, UNSCORED, AnalysisRun, OriginKind, RegionReason, ScoreChunk
from engine.weights import write_safetensors
from tests.engine import portrait_clip
from tests.engine.patches.models import brow_watcher

DECODER = DecoderConfig(threshold=0.5, level=0.3, apex_share=0.3)


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(brow_watcher(tmp_path_factory.mktemp("weights")))


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("clips") / "portrait.mp4"
    write_h264(path, portrait_clip.frames(), crf=12)
    return path


def analysed(source: Path, weights: str, **options) -> AnalysisRun:
    *_, run = analyze(source, AnalysisConfig(weights=weights, decoder=DECODER, **options))
    assert isinstance(run, AnalysisRun)
    return run


@pytest.fixture(scope="module")
def run(clip: Path, weights: str) -> AnalysisRun:
    return analysed(clip, weights)


def test_the_raised_brow_is_proposed_with_a_measured_apex_and_its_regions(run: AnalysisRun):
    (found,) = [one for one in run.proposals if one.onset < 30]
    assert abs(found.onset - 12) <= 6
    assert found.apex_origin is OriginKind.MODEL
    assert abs(found.apex - 18) <= 4
    assert {"brow_left", "brow_right"} <= set(found.judged or ())


def test_every_sample_says_what_is_judged(run: AnalysisRun):
    regions = run.curves.regions
    assert regions is not None
    assert regions.reasons.shape == (75, len(REGIONS))
    assert regions.judged().all()
    assert np.isfinite(regions.motion).all()
    assert run.settings["features"] == "patches"
    assert any(note.startswith("Brows and eyes are judged in 100% of the video") for note in run.notes)


def test_a_run_repeats_bit_for_bit(run: AnalysisRun, clip: Path, weights: str):
    again = analysed(clip, weights)
    assert np.array_equal(again.curves.score, run.curves.score)
    assert again.proposals == run.proposals


def test_provisional_chunks_come_before_the_end(tmp_path: Path, weights: str):
    frames = portrait_clip.frames()
    path = tmp_path / "long.mp4"
    write_h264(path, [frames[i % 150 if i % 150 < 75 else 149 - i % 150] for i in range(760)], crf=20)
    chunks, run = [], None
    for event in analyze(path, AnalysisConfig(weights=weights, decoder=DECODER)):
        if isinstance(event, ScoreChunk):
            chunks.append(event)
            assert run is None
        run = event if isinstance(event, AnalysisRun) else None
    assert run is not None
    assert chunks
    assert [chunk.start for chunk in chunks] == np.cumsum([0, *(len(c.curves.score) for c in chunks[:-1])]).tolist()
    shown = np.concatenate([chunk.curves.score for chunk in chunks])
    assert np.corrcoef(shown, run.curves.score[: len(shown)])[0, 1] > 0.99


def test_frames_without_a_face_are_gaps(tmp_path: Path, weights: str):
    frames = portrait_clip.frames().copy()
    frames[40:50] = 90
    path = tmp_path / "gap.mp4"
    write_h264(path, frames, crf=12)
    run = analysed(path, weights)
    assert np.isnan(run.curves.score[41:49]).all()
    assert (run.curves.mask[41:49] & UNSCORED).all()
    assert run.curves.regions is not None
    assert (run.curves.regions.reasons[41:49] & RegionReason.UNSEEN).all()
    assert np.array_equal(np.isnan(run.curves.score), (run.curves.mask & UNSCORED) != 0)


@pytest.mark.parametrize("n", [9, 19, 31, 50])
def test_short_clips_are_analysed_and_say_what_is_assumed(tmp_path: Path, weights: str, n: int):
    path = tmp_path / "short.mp4"
    write_h264(path, portrait_clip.frames()[12 : 12 + n], crf=12)
    run = analysed(path, weights)
    assert len(run.curves.score) == n
    assert np.isfinite(run.curves.score).all()
    assert any("is taken for the calm face" in note for note in run.notes)
    if n >= 19:
        assert any(one.onset <= 6 for one in run.proposals)


@pytest.mark.parametrize("model", ["classical", "metst-synth-v1"])
def test_short_clips_are_analysed_by_models_of_windows(tmp_path: Path, model: str):
    path = tmp_path / "short.mp4"
    write_h264(path, portrait_clip.frames()[10:34], crf=12)
    *_, run = analyze(path, AnalysisConfig(weights=model))
    assert isinstance(run, AnalysisRun)
    assert len(run.curves.score) == 24
    assert np.isfinite(run.curves.score).any()
    assert run.curves.regions is None
    assert any("is taken for the calm face" in note for note in run.notes)


def test_hardly_any_frames_are_refused(tmp_path: Path, weights: str):
    path = tmp_path / "tiny.mp4"
    write_h264(path, portrait_clip.frames()[:4], crf=12)
    with pytest.raises(AnalysisError, match="has 4 frames to analyse; at least 6"):
        analysed(path, weights)


def test_other_features_than_the_models_are_refused(clip: Path, weights: str):
    with pytest.raises(AnalysisError, match="made for patches features"):
        analysed(clip, weights, features="robust")
    with pytest.raises(AnalysisError, match="made for robust features"):
        list(analyze(clip, AnalysisConfig(weights="classical", features="patches")))


def test_an_incomplete_checkpoint_is_refused(clip: Path, tmp_path: Path):
    write_safetensors(tmp_path / "bad.safetensors", {"net.members": np.array([1.0])})
    with pytest.raises(CheckpointError, match=r"bad\.safetensors"):
        analysed(clip, str(tmp_path / "bad.safetensors"))


def test_a_dark_face_is_not_called_calm(tmp_path: Path, weights: str):
    dark = [np.uint8(np.clip(frame * 0.12, 0, 255)) for frame in portrait_clip.frames()[:40]]
    path = tmp_path / "dark.mp4"
    write_h264(path, dark, crf=16)
    run = analysed(path, weights)
    assert run.curves.regions is not None
    assert run.curves.regions.judged().mean() < 0.15


def test_a_hand_before_the_mouth_leaves_the_brows_judged(tmp_path: Path, weights: str):
    frames, faces = portrait_clip.frames().copy(), portrait_clip.faces()
    for i in range(30, 60):
        points = faces[0].face.points
        x, y = points[0]
        half = abs(points[291, 0] - points[61, 0])
        cv2.rectangle(frames[i], (int(x - half), int(y - half / 3)), (int(x + half), int(y + 1.3 * half)), 140, -1)
        for finger in range(4):
            at = int(x - half + (finger + 1) * half * 0.45)
            cv2.line(frames[i], (at, int(y - half / 3)), (at, int(y + 1.3 * half)), 90, 3)
    path = tmp_path / "hand.mp4"
    write_h264(path, frames, crf=14)
    run = analysed(path, weights)
    assert run.curves.regions is not None
    mouth, brows = run.curves.regions.judged((4, 5)), run.curves.regions.judged((0, 1))
    assert mouth[36:54].mean() < 0.2
    assert brows[36:54].mean() > 0.8
    assert mouth[:20].mean() > 0.8
