"""How well do models find movements of any length in portraits, and do their intervals fit them?

The scenes of `benchmarks/bench_clips.py`: portraits that training never saw, moved as a head moves, blinking, with two
movements of 0.27 to 1.27 s each, many of which return slowly; and scenes without any. Printed are hits, alarms and how
well intervals fit, with the ends of the movement itself (`engine.patches.event_bounds`) and with those of the score's
peak. It says nothing about real micro-expressions.

Run:  python -m benchmarks.still_faces --portraits PORTRAITS [--weights metst-synth-v2] [--cache bench_cache]
"""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from benchmarks.bench_clips import VERSION, bench_subjects, injected_scene, real_head, windows_of_file
from benchmarks.real_clips import ARRAYS
from benchmarks.real_faces import BOTH, by_both, movement_reasons, regions_of, ten_channels
from engine.config import AnalysisConfig, DecoderConfig
from engine.decoding import decode
from engine.evaluation.matching import iou
from engine.face import FaceTracker
from engine.patches import PatchMeasurement, measure
from engine.pipeline import sample_frames
from engine.spotters import load_spotter
from engine.spotters.patches import PatchSpotter
from engine.synthesis.clips import pictures
from engine.synthesis.codec import write_h264
from engine.types import Curves, Float32, Int64, UInt8
from engine.video import open_source

SAMPLES = {"injected": 160, "free": 270}
LOWER = ("flare", "lip", "down", "smile")
# Arrays of a scene's windows.
WINDOWS = ("starts", "features", "masks")


@dataclass(frozen=True, eq=False)
class Scene:
    """A measured scene and its truth: (onset, offset, response in px, recipe) of each movement."""

    kind: str
    patches: PatchMeasurement
    truth: tuple[tuple[int, int, float, str], ...]
    starts: Int64
    features: Float32
    masks: UInt8


def measured(video: Path) -> PatchMeasurement:
    """Patches of a video."""
    with open_source(video) as source:
        frames, rate = sample_frames(source.info, AnalysisConfig().rate)
        wanted = set(frames.tolist())
        grays: list[UInt8] = [frame.gray() for frame in source.frames() if frame.index in wanted]
    tracker = FaceTracker()
    return measure(grays, rate, faces=[tracker.track(gray) for gray in grays])


def scenes(portraits: Path, folder: Path, counts: dict[str, int]) -> Iterator[Scene]:
    """All scenes, rendered once and kept in a folder."""
    people, real = bench_subjects(portraits), real_head()
    folder.mkdir(parents=True, exist_ok=True)
    for kind, count in counts.items():
        for number in range(count):
            path = folder / f"still-windows-{VERSION}-{len(people)}-{kind}-{number:03d}.npz"
            if not path.is_file():
                scene, camera, crf, _ = injected_scene(people, real, number, SAMPLES[kind], free=kind == "free")
                with TemporaryDirectory() as work:
                    video = Path(work) / "scene.mp4"
                    shown = pictures(scene, camera, np.random.default_rng([VERSION, 7, number]))
                    write_h264(video, shown, crf=crf, preset="medium")
                    patches, (starts, features, masks, *_) = measured(video), windows_of_file(video)
                truth = [(event.onset, event.offset, event.response, event.units[0]) for event in scene.truth]
                _save(path, Scene(kind, patches, tuple(truth), starts, features, masks))
            yield _load(path, kind)


def _save(path: Path, scene: Scene) -> None:
    ends = np.array([event[:3] for event in scene.truth], np.float64).reshape(-1, 3)
    names = np.array([event[3] for event in scene.truth], "U16")
    arrays = {name: getattr(scene.patches, name) for name in ARRAYS}
    windows = {name: getattr(scene, name) for name in WINDOWS}
    np.savez(path, rate=scene.patches.rate, ends=ends, names=names, **arrays, **windows)


def _load(path: Path, kind: str) -> Scene:
    with np.load(path) as kept:
        patches = PatchMeasurement(rate=float(kept["rate"]), heads=(), **{name: kept[name] for name in ARRAYS})
        ends = zip(kept["ends"].tolist(), kept["names"].tolist(), strict=True)
        truth = tuple((int(a), int(b), float(px), str(name)) for (a, b, px), name in ends)
        return Scene(kind, patches, truth, *(kept[name] for name in WINDOWS))


def curves_of(patches: PatchMeasurement, model: PatchSpotter) -> Curves:
    """Curves as in the product; nothing is hidden, dark or turned away in these scenes."""
    reasons = movement_reasons(patches)
    found = model.scores(patches, reasons, model.whitening(patches))
    regions = regions_of(patches, reasons, found)
    return Curves(np.arange(len(patches)), found.score, found.probabilities, patches.mask, patches.rate, regions)


def show(name: str, made: list[tuple[Scene, Curves]], decoder: DecoderConfig) -> None:
    """Print one row."""
    alarms, minutes, proposals = 0, 0.0, 0
    best: list[tuple[float, float, bool]] = []
    for scene, curves in made:
        found = decode(curves, config=decoder, n_frames=len(curves.score))
        if scene.kind == "free":
            alarms, minutes = alarms + len(found), minutes + len(curves.score) / curves.rate / 60
            continue
        proposals += len(found)
        for first, last, px, recipe in scene.truth:
            fit = max([iou((one.onset, one.offset), (first, last)) for one in found], default=0.0)
            best.append((fit, px, recipe in LOWER))
    fits = np.array([fit for fit, *_ in best])
    large, lower = (np.array([one[1] >= 1 for one in best]), np.array([one[2] for one in best]))
    print(
        f"{name:44s} {len(fits)} events  F1 IoU .5 {2 * np.sum(fits >= 0.5) / (len(fits) + proposals):.2f}  "
        f"found (IoU .2) {np.mean(fits >= 0.2):.2f}, of 1 px or more {np.mean(fits[large] >= 0.2):.2f}, "
        f"brows and eyes {np.mean(fits[~lower] >= 0.2):.2f}, mouth and nose {np.mean(fits[lower] >= 0.2):.2f}  "
        f"IoU of the found {np.mean(fits[fits > 0]):.2f}  alarms {alarms} in {minutes:.1f} min",
        flush=True,
    )


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--portraits", type=Path, required=True, help="folder of package archives")
    parser.add_argument("--weights", default=BOTH, help="the model of windows, and the one on patches")
    parser.add_argument("--cache", type=Path, default=Path("bench_cache"), help="folder for the measured scenes")
    parser.add_argument("--injected", type=int, default=64)
    parser.add_argument("--free", type=int, default=24)
    arguments = parser.parse_args()
    names = arguments.weights.split("+")
    first, model = (load_spotter(name, device="cpu") for name in (names[0], names[-1]))
    if len(names) != 2 or not isinstance(model, PatchSpotter) or isinstance(first, PatchSpotter):
        parser.error(f"{arguments.weights} is not a model of windows and one on patches, joined by +.")
    counts = {"injected": arguments.injected, "free": arguments.free}
    found = list(scenes(arguments.portraits, arguments.cache, counts))
    windows = [(scene, ten_channels(scene, first)) for scene in found]
    show(names[0], windows, first.card.decoder)
    made = [(scene, curves_of(scene.patches, model)) for scene in found]
    show(f"{names[1]}, ends of the movement", made, model.card.decoder)
    peaks = []
    for scene, curves in made:
        assert curves.regions is not None
        peaks.append((scene, replace(curves, regions=replace(curves.regions, bounds=None))))
    show(f"{names[1]}, ends of the score's peak", peaks, model.card.decoder)
    both = [(scene, by_both(scene, one, other)) for (scene, one), (_, other) in zip(windows, made, strict=True)]
    show("both", both, model.card.decoder)


if __name__ == "__main__":
    main()
