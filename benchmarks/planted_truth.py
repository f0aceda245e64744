"""Does what is planted in a run's features tell what is found of movements in pictures?

Videos of the bundled portrait with different noise, head movement and compression are rendered twice: without any
expression, and, in several passes with the same head and camera, with movements of 1 px in the pictures themselves.
`engine.planted` predicts from the first which share of movements of 1 px is found; the passes say which share is. A
prediction holds where its 90 % interval, widened by what the passes' own number of events leaves open, holds the share.

Run:  python -m benchmarks.planted_truth --cache CACHE [--videos 10] [--first 10] [--passes 4] [--weights NAME_OR_PATH]
Prints a line a video, the number of predictions that hold (with and without the widening), and how well bands of bounds
that one half of the planted movements give cover the bounds of movements in pictures.
"""

import argparse
import json
from pathlib import Path

import numpy as np

from engine.config import AnalysisConfig
from engine.evaluation.matching import iou
from engine.pipeline import analyze
from engine.planted import PLANTED_REGIONS, TOLD, Sensitivity
from engine.planted.overlap import FOUND_IOU
from engine.planted.places import SECONDS
from engine.planted.requests import request_of
from engine.planted.sensitivity import measured
from engine.spotters import load_spotter
from engine.synthesis.clips import Camera, Motion, Scene, pictures
from engine.synthesis.codec import write_h264
from engine.synthesis.courses import blink_course, timed_course
from engine.synthesis.heads import HeadStyle, trajectory
from engine.synthesis.movements import draw_field
from engine.synthesis.scenes import BLIND, draw_expression
from engine.synthesis.subject import demo_subject, varied
from engine.types import AnalysisRun
from tools.planted_responses import PATTERNS

FRAMES, RATE, GAP = 600, 30.0, 28
Event = tuple[int, int, int, str]
# Errors of the bounds of one event (None: missed), and its region.
Row = tuple[tuple[int, int, int] | None, str]


def scene_of(number: int, movements: int | None) -> tuple[Scene, Camera, int, list[Event]]:
    """Scene, camera, compression and events of a video: pass `movements`, or without movements (None)."""
    rng = np.random.default_rng([5, number])
    noise = float(np.exp(np.linspace(np.log(0.5), np.log(7.0), 10)[number % 10]))
    style = HeadStyle(float(rng.uniform(0.1, 1.2)), 0.6, 2.0, float(rng.uniform(0, 6)), 1.0, 0.05)
    crf = int(rng.integers(18, 29))
    subject = varied(demo_subject(), rng, side=float(rng.uniform(150, 280)))
    head = trajectory(rng, FRAMES, style)
    closure = np.zeros(FRAMES)
    motions: list[Motion] = []
    for _ in range(4):
        course = blink_course(rng, int(rng.integers(0, FRAMES)))
        closure = np.maximum(closure, course.over(FRAMES))
        motions.append(Motion(draw_field(subject, "45", rng), 1.5, course))
    events: list[Event] = []
    if movements is not None:
        draw = np.random.default_rng([6, number, movements])
        at = int(draw.integers(15, 40))
        while at < FRAMES - 30:
            region = PLANTED_REGIONS[int(draw.integers(len(PLANTED_REGIONS)))]
            units = PATTERNS[region][int(draw.integers(len(PATTERNS[region])))]
            expression = draw_expression(subject, units, draw)
            if expression.strength < BLIND:
                continue
            course = timed_course(draw, at, draw.uniform(*SECONDS) * RATE)
            peak = 1.0 / expression.strength
            motions += [Motion(one, peak * share, course) for one, share in zip(expression.fields, expression.shares,
                                                                                   strict=True)]  # fmt: skip
            events.append((course.onset, course.apex, course.offset, region))
            at = course.offset + GAP + int(draw.integers(0, 15))
    return Scene(subject, FRAMES, head, tuple(motions), closure), Camera(noise=noise), crf, events


def run_of(folder: Path, number: int, movements: int | None, weights: str) -> tuple[AnalysisRun, list[Event]]:
    """The analysis of one rendered video, which is kept in the folder."""
    scene, camera, crf, events = scene_of(number, movements)
    path = folder / f"planted-{number}-{'plain' if movements is None else movements}.mp4"
    if not path.is_file():
        write_h264(path, pictures(scene, camera, np.random.default_rng([7, number, movements or 0])), crf=crf)
    runs = [one for one in analyze(path, AnalysisConfig(weights=weights)) if isinstance(one, AnalysisRun)]
    return runs[0], events


def predicted(run: AnalysisRun, weights: str) -> Sensitivity:
    """What planting says of a run."""
    model = load_spotter(weights, device="cpu")
    return next(one for one in measured(request_of(run, n_frames=FRAMES), model) if isinstance(one, Sensitivity))


def gain_of(answer: Sensitivity, truth: float, n: int) -> float:
    """Px in the features of which as many are found as were found of 1 px in `n` events in pictures."""
    shares = [one.value for one in answer.as_measured.shares]
    return float(np.exp(np.interp((truth * n + 0.5) / (n + 1), shares, np.log(TOLD))))


def found_in(run: AnalysisRun, plain: AnalysisRun, events: list[Event]) -> list[Row]:
    """For each event outside what the plain video is proposed for: errors of the bounds, or None where missed."""
    alone = [(one.onset, one.offset) for one in plain.proposals]
    rows: list[Row] = []
    for onset, apex, offset, region in events:
        if any(iou((onset, offset), other) > 0 for other in alone):
            continue
        best = max(run.proposals, key=lambda p: iou((onset, offset), (p.onset, p.offset)), default=None)
        hit = best is not None and iou((onset, offset), (best.onset, best.offset)) >= FOUND_IOU
        errors = (best.onset - onset, best.apex - apex, best.offset - offset) if hit and best else None
        rows.append((errors, region))
    return rows


def _counts(rows: list[Row], region: str) -> tuple[int, int]:
    """How many events of a region were found, and how many there were."""
    of = [row for row, name in rows if name == region]
    return sum(row is not None for row in of), len(of)


def main() -> None:
    """Print the comparison."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("--videos", type=int, default=10)
    parser.add_argument("--first", type=int, default=10, help="number of the first video; 0 to 9 fitted the gain")
    parser.add_argument("--fit", action="store_true", help="print what the gain is in these videos")
    parser.add_argument("--passes", type=int, default=4)
    parser.add_argument("--weights", default="metst-synth-v1")
    options = parser.parse_args()
    options.cache.mkdir(parents=True, exist_ok=True)
    strict, widened, covered, bounds = 0, 0, 0, 0
    gains: list[float] = []
    for number in range(options.first, options.first + options.videos):
        plain, _ = run_of(options.cache, number, None, options.weights)
        answer = predicted(plain, options.weights)
        share = dict(answer.found)["all"].at_1px
        rows: list[Row] = []
        for again in range(options.passes):
            run, events = run_of(options.cache, number, again, options.weights)
            rows += found_in(run, plain, events)
        truth = float(np.mean([row is not None for row, _ in rows]))
        regions = {name: [round(dict(answer.found)[name].at_1px.value, 2), *_counts(rows, name)]
                   for name in PLANTED_REGIONS}  # fmt: skip
        gains.append(gain_of(answer, truth, len(rows)))
        own = 1.645 * np.sqrt(max(truth * (1 - truth), 0.02) / len(rows))
        half = (share.high - share.low) / 2
        inside = share.low <= truth <= share.high
        wide = abs(truth - (share.low + share.high) / 2) <= np.hypot(half, own)
        strict, widened = strict + int(inside), widened + int(wide)
        for place, name in enumerate(("onset", "apex", "offset")):
            band = answer.errors.band(name)
            for row, _ in rows:
                if band is not None and row is not None:
                    bounds += 1
                    covered += int(-band[1] <= row[place] <= band[0])
        print(json.dumps({
            "video": number, "planted": answer.n,
            "predicted": [round(v, 3) for v in (share.value, share.low, share.high)],
            "in_pictures": round(truth, 3), "events": len(rows), "gain": round(gains[-1], 3),
            "inside": bool(inside), "inside_widened": bool(wide),
            "by_region": regions, "alarms_per_minute": round(answer.alarms.per_minute.value, 2),
        }), flush=True)  # fmt: skip
    print(json.dumps({"videos": options.videos, "inside": strict, "inside_widened": widened,
                      "bounds": bounds, "covered_by_bands": round(covered / max(1, bounds), 3)}))  # fmt: skip
    if options.fit:
        logs = np.log(gains)
        print(
            json.dumps(
                {"gain_median": round(float(np.exp(np.median(logs))), 3), "sd_of_log": round(float(logs.std()), 3)}
            )
        )


if __name__ == "__main__":
    main()
