"""The released post-processing, bit for bit, on synthetic network outputs run through the official code."""

from functools import cache
from pathlib import Path

import numpy as np
import pytest

from engine.cli import main
from engine.config import DecoderConfig, Synergy
from engine.decoding.paper import relative_peaks
from engine.decoding.recognition import NEUTRAL
from engine.decoding.released import NO_CLASS, Compat, ReleasedVideo, released_videos
from engine.decoding.smoothing import box_smooth
from engine.evaluation.matching import match

DATA = Path(__file__).parent / "data" / "post_synthetic.npz"
STRATEGIES: tuple[Synergy, ...] = ("none", "recognition_led", "spotting_led")
SUBJECTS = ("samm", "casme", "s1", "s0")


@cache
def golden() -> dict[str, np.ndarray]:
    with np.load(DATA) as stored:
        return dict(stored)


def parameters(subject: str) -> tuple[int, int, Synergy, int]:
    k, batch, strategy, k_p = golden()[f"{subject}_params"].tolist()
    return k, batch, STRATEGIES[strategy], k_p


def videos(subject: str, *, compat: bool = True) -> list[ReleasedVideo]:
    data = golden()
    _, batch, synergy, k_p = parameters(subject)
    ends = np.cumsum(data[f"{subject}_video_windows"])[:-1]
    scores, logits = np.split(data[f"{subject}_yhat"], ends), np.split(data[f"{subject}_logits"], ends)
    pairs = list(zip(scores, logits, strict=True))
    return released_videos(pairs, k_p=k_p, synergy=synergy, compat=Compat(batch) if compat else None)


@pytest.mark.parametrize("subject", SUBJECTS)
def test_curves_intervals_and_classes_are_the_official_ones(subject: str) -> None:
    data, found = golden(), videos(subject)
    for number, video in enumerate(found):
        expected = {name: data[f"{subject}_v{number}_{name}"] for name in ("score", "emotion", "smooth", "pred")}
        np.testing.assert_array_equal(video.score, expected["score"])
        np.testing.assert_array_equal(video.emotion, expected["emotion"])
        np.testing.assert_array_max_ulp(video.smoothed, expected["smooth"], 4)  # summed in another order than BLAS does
        np.testing.assert_array_equal(video.intervals, expected["pred"])
    np.testing.assert_array_equal(np.concatenate([video.classes for video in found]), data[f"{subject}_pred_emotion"])


@pytest.mark.parametrize("subject", SUBJECTS)
def test_counts_are_the_official_ones(subject: str) -> None:
    data = golden()
    matches: list[int] = []
    events = 0
    for number, video in enumerate(videos(subject)):
        truth = [(row[0], row[2]) for row in data[f"{subject}_v{number}_gt"].tolist()]
        events += len(truth)
        matches += match(truth, [tuple(row) for row in video.intervals[:, :2].tolist()], iou_threshold=0.5)
    classes = np.concatenate([video.classes for video in videos(subject)])
    hit = np.array(matches) >= 0
    kept = classes != NEUTRAL if parameters(subject)[2] == "recognition_led" else np.ones_like(hit)
    counts = [(hit & kept).sum(), (~hit & kept).sum(), events - (hit & kept).sum()]
    np.testing.assert_array_equal(counts, data[f"{subject}_tp_fp_fn"])


@pytest.mark.parametrize("subject", SUBJECTS)
def test_default_differs_from_the_released_bugs_only_where_they_are(subject: str) -> None:
    k, batch, _, _ = parameters(subject)
    position = 0
    windows = golden()[f"{subject}_video_windows"].tolist()
    for count, released, corrected in zip(windows, videos(subject), videos(subject, compat=False), strict=True):
        differs = np.flatnonzero(released.score != corrected.score) // (k // 2)
        starts = [number for number in range(count) if (position + number) % batch == 0]
        allowed = {*(starts if 0 in starts else [0, *starts])} - ({0} if 0 in starts else set())
        assert set(differs.tolist()) <= allowed
        if 0 not in starts:
            assert not released.score[: k // 2].any()
            assert corrected.score[: k // 2].any()
        position += count


@pytest.mark.parametrize("subject", SUBJECTS)
def test_the_gap_aware_decoder_finds_the_same_peaks_on_curves_without_gaps(subject: str) -> None:
    _, _, _, k_p = parameters(subject)
    for video in videos(subject):
        peaks = relative_peaks(video.score.astype(np.float32), config=DecoderConfig(k_p=k_p, p=0.55))
        np.testing.assert_array_equal(peaks, video.intervals[:, 2])
        np.testing.assert_allclose(box_smooth(video.score, k_p), video.smoothed[: len(video.score)], atol=1e-14)


def test_gap_aware_smoothing_is_bit_identical_without_gaps_and_far_from_them() -> None:
    rng = np.random.default_rng(2)
    for n, k_p in ((200, 17), (200, 6), (31, 17), (20, 1)):
        whole = rng.random(n)
        plain = box_smooth(whole, k_p)
        with_gap = np.append(whole, np.full(3, np.nan))
        np.testing.assert_array_equal(box_smooth(with_gap, k_p)[: n - k_p], plain[: n - k_p])
        assert np.isnan(box_smooth(with_gap, k_p)[n:]).all()


def test_a_video_without_a_peak_gets_the_dummy_without_a_class() -> None:
    flat = np.zeros((2, 30), np.float32)
    (video,) = released_videos([(flat, np.zeros((2, 30, 5), np.float32))], k_p=5)
    np.testing.assert_array_equal(video.intervals, [[0, 0, 0]])
    np.testing.assert_array_equal(video.classes, [NO_CLASS])


def test_the_command_prints_the_official_intervals(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = golden()
    paths = []
    start = 0
    for number, count in enumerate(data["samm_video_windows"].tolist()):
        stop = start + count
        paths.append(str(tmp_path / f"v{number}.outputs.npz"))
        np.savez(paths[-1], spotting=data["samm_yhat"][start:stop], logits=data["samm_logits"][start:stop])
        start = stop
    assert main(["reproduce", *paths, "--preset", "sammlv", "--compat", "--subject", "s"]) == 0
    header, *lines = capsys.readouterr().out.splitlines()
    assert header == "subject,video,onset,apex,offset,emotion"
    expected = [
        f"s,v{number},{onset},{peak},{offset}"
        for number in range(3)
        for onset, offset, peak in data[f"samm_v{number}_pred"].tolist()
    ]
    assert [line.rsplit(",", 1)[0] for line in lines] == expected
    assert main(["reproduce", str(tmp_path / "gone.npz")]) == 2
    assert "does not exist" in capsys.readouterr().err
