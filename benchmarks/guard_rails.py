"""Do scores stay the same when only the recording changes, and does nothing happen where nothing moves?

The calmest injected clips of the development bench (`benchmarks/bench_clips.py`) are scored as they are, mirrored (left
and right swapped), re-encoded at CRF 23, and from later first frames (shifts of 1 to 24 frames move every window). The
figure is the correlation of the two score curves over the frames that both have. A still picture and uniform noise must
give no proposal, and no score may be NaN where a face is measured.

Run:  python -m benchmarks.guard_rails --portraits PORTRAITS --cache bench_cache [--weights NAME_OR_PATH] [--clips 2]
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from benchmarks.bench_clips import BenchClip, bench_subjects, make_clip, real_head
from benchmarks.spotting_bench import curves_of
from engine.config import AnalysisConfig
from engine.decoding import decode
from engine.pipeline import Window, sample_frames, stream_windows
from engine.spotters import SpottingModel, load_spotter
from engine.synthesis.clips import Camera, Scene, pictures
from engine.synthesis.codec import write_h264
from engine.synthesis.subject import demo_subject, varied
from engine.types import UNSCORED, Curves, UInt8
from engine.video import open_source

CANDIDATES = 40  # injected clips among which the calmest are chosen


def seen(path: Path, kept: Path, *, first: int = 0) -> BenchClip:
    """Window features of a video from frame `first` on, kept in a file."""
    if kept.is_file():
        return BenchClip.load(kept)
    config = AnalysisConfig()
    with open_source(path) as source:
        frames, rate = sample_frames(source.info, config.rate)
        frames = frames[first:]
        windows = [step for step in stream_windows(source, frames, config) if isinstance(step, Window)]
    starts = np.array([window.start for window in windows])
    features = np.stack([window.features.features for window in windows]).astype(np.float32)
    mask = np.stack([window.features.mask for window in windows])
    clip = BenchClip(path.name, "injected", "", len(frames), rate, starts, features, mask, (), 0.0)
    clip.save(kept)
    return clip


def grays(path: Path) -> Iterator[UInt8]:
    """Luma of every frame."""
    with open_source(path) as source:
        for frame in source.frames():
            yield frame.gray()


def correlation(one: Curves, other: Curves, shift: int = 0) -> float:
    """Of the scores; `other` begins `shift` frames later."""
    a, b = one.score[shift:], other.score
    both = np.isfinite(a) & np.isfinite(b)
    return float(np.corrcoef(a[both], b[both])[0, 1])


def check_clip(video: Path, model: SpottingModel, shifts: range, folder: Path) -> dict[str, float]:
    """Correlations of one clip."""
    kept = folder / f"guard-{video.stem}"
    base = curves_of(seen(video, kept.with_suffix(".base.npz")), model)
    assert np.isfinite(base.score[(base.mask & UNSCORED) == 0]).all()
    found = {}
    for name, crf in (("mirror", 0), ("crf23", 23)):
        again, file = kept.with_suffix(f".{name}.mp4"), kept.with_suffix(f".{name}.npz")
        if not file.is_file():
            step = -1 if name == "mirror" else 1
            write_h264(
                again, (np.ascontiguousarray(gray[:, ::step]) for gray in grays(video)), crf=crf, preset="medium"
            )
        found[name] = correlation(base, curves_of(seen(again, file), model))
    for shift in shifts:
        later = curves_of(seen(video, kept.with_suffix(f".{shift}.npz"), first=shift), model)
        found[f"shift{shift}"] = correlation(base, later, shift)
    return found


def proposals_where_nothing_happens(model: SpottingModel, folder: Path) -> dict[str, int]:
    """Proposals on a still picture (with sensor noise) and on uniform noise."""
    subject = varied(demo_subject(), np.random.default_rng(1), side=200.0)
    scene = Scene(subject, 150, np.zeros((150, 6)), (), np.zeros(150))
    rng = np.random.default_rng(0)
    noise = (rng.integers(0, 256, (240, 320), dtype=np.uint8) for _ in range(150))
    still = pictures(scene, Camera(noise=0.8), np.random.default_rng(2))
    found = {}
    for name, frames, crf in (("still", still, 20), ("noise", noise, 18)):
        video = folder / f"guard-{name}.mp4"
        write_h264(video, frames, crf=crf)
        curves = curves_of(seen(video, video.with_suffix(".npz")), model)
        found[name] = len(decode(curves, config=model.card.decoder, n_frames=len(curves.score)))
    return found


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--portraits", type=Path, required=True)
    parser.add_argument("--cache", type=Path, default=Path("bench_cache"))
    parser.add_argument("--weights", default="metst-synth-v1")
    parser.add_argument("--clips", type=int, default=2)
    parser.add_argument("--step", type=int, default=1, help="of the shifts 1 to 24")
    arguments = parser.parse_args()
    arguments.cache.mkdir(parents=True, exist_ok=True)
    model = load_spotter(arguments.weights, device="cpu")
    people, real = bench_subjects(arguments.portraits), real_head()
    clips = [make_clip(people, real, number, arguments.cache, free=False) for number in range(CANDIDATES)]
    least = 1.0
    for clip in sorted(clips, key=lambda clip: clip.motion)[: arguments.clips]:
        found = check_clip(arguments.cache / clip.name, model, range(1, 25, arguments.step), arguments.cache)
        shifted = [value for key, value in found.items() if key.startswith("shift")]
        least = min(least, *found.values())
        print(
            f"{clip.name} (head {clip.motion:.2f}): mirror {found['mirror']:.3f}  CRF 23 {found['crf23']:.3f}  "
            f"shifts min {min(shifted):.3f} median {float(np.median(shifted)):.3f} (n {len(shifted)})",
            flush=True,
        )
    print(f"proposals: {proposals_where_nothing_happens(model, arguments.cache)}")
    print(f"least correlation {least:.3f}")


if __name__ == "__main__":
    main()
