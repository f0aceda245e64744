"""`metst sensitivity`: what a model would have found in this very video, by movements planted in its footage."""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from engine.cli import options
from engine.cli.progress import analysed
from engine.cli.terminal import line_text, name_text, say
from engine.config import AnalysisConfig
from engine.errors import EngineError
from engine.planted import PLANTED_REGIONS, TOLD, AlarmRate, Estimate, FoundShare, Sensitivity, in_pictures
from engine.types import AnalysisRun, Progress

HELP = "Plant known movements in a video's own footage and say which share of them the model finds."
EXAMPLE = "metst sensitivity interview.mp4 --alarms 2"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("source", type=Path, metavar="VIDEO", help="video file or image folder")
    parser.add_argument(
        "--model",
        "--weights",
        dest="weights",
        metavar="NAME",
        default=None,
        help="a bundled model, “classical”, the path of a checkpoint, or a plug-in's: that of the analysis; if "
        "missing, the one that metst analyze takes for this video",
    )
    parser.add_argument("--fps", type=options.positive, default=None, help="frame rate of a folder of images")
    parser.add_argument(
        "--alarms", type=options.positive, default=None, help="name the lowest threshold with so many alarms a minute"
    )
    parser.add_argument(
        "--pixels",
        action="store_true",
        help="render the movements into the pictures and analyse these: slow (up to six analyses), for every model; "
        "done without being asked for where the model looks at regions of the face apart",
    )
    parser.add_argument("--seed", type=int, default=0, help="of what is planted where")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> None:
    """Analyse the video, plant, print."""
    config = AnalysisConfig(image_rate=arguments.fps).with_model(arguments.weights)
    finished, n_frames = analysed(arguments.source, config, arguments.fps)
    pictures = arguments.pixels or in_pictures(finished)
    how = "rendered into the pictures: up to six more analyses" if pictures else "put into the measured features"
    say(f"{line_text(name_text(arguments.source))}: analysed by {finished.maker}; movements are {how}", error=True)
    measure = _in_pictures if pictures else _in_features
    found = measure(arguments.source, finished, n_frames, arguments.seed)
    answer = next((event for event in found if isinstance(event, Sensitivity)), None)
    if answer is None:
        raise EngineError("Nothing was measured; run the command again.")
    if arguments.json:
        told = {"model": finished.maker, "model_sha256": finished.maker_digest, **as_dict(answer, arguments.alarms)}
        print(json.dumps(told, indent=2))
        return
    for line in lines(answer, arguments.alarms):
        say(line)


def _in_features(source: Path, finished: AnalysisRun, n_frames: int, seed: int) -> Iterator[Progress | Sensitivity]:
    from engine.planted.requests import request_of
    from engine.planted.sensitivity import sensitivities

    return sensitivities(source, request_of(finished, n_frames=n_frames, seed=seed))


def _in_pictures(source: Path, finished: AnalysisRun, n_frames: int, seed: int) -> Iterator[Progress | Sensitivity]:
    from engine.pipeline.sensitivity_in_pictures import sensitivity_in_pictures

    return sensitivity_in_pictures(source, finished, n_frames=n_frames, seed=seed)


def lines(answer: Sensitivity, alarms: float | None) -> list[str]:
    """What is printed: n, method and an interval beside every figure."""
    told = [
        f"{answer.n} movements planted in {answer.minutes:.1f} judged minutes (in the "
        f"{'pictures' if answer.method == 'pictures' else 'measured features'}; 90 % intervals)",
        f"proposals that nobody accepted: {_alarms(answer.alarms)}",
    ]
    for name, curve in answer.found:
        if not curve.n:
            told.append(f"{name}: nothing was planted there, so nothing is known of it")
            continue
        half = f"half of them at {_interval(curve.half, 2)} px"
        told.append(f"{name}: {_percent(curve.at_1px)} found at 1 px, {half} ({curve.found} of {curve.n})")
    for bound in ("onset", "apex", "offset"):
        band = answer.errors.band(bound)
        if band is not None:
            told.append(f"{bound}: the true one lies up to {band[0]} frames before and {band[1]} after a proposed one")
    if alarms is not None:
        wanted = answer.threshold_for(alarms)
        if wanted is None:
            told.append(f"No threshold gives at most {alarms:g} proposals a minute here.")
        else:
            curves = dict(wanted.found)
            where, curve = ("brow ", curves["brows"]) if curves["brows"].n else ("", curves["all"])
            told.append(
                f"at most {alarms:g} proposals a minute here: threshold {wanted.threshold:.2f}, finds "
                f"{_percent(curve.at_1px)} of {where}movements of 1 px"
            )
    return told


def as_dict(answer: Sensitivity, alarms: float | None) -> dict[str, Any]:
    """As JSON; an infinite strength is null, and so is every figure of a region where nothing was planted."""
    wanted = None if alarms is None else answer.threshold_for(alarms)
    return {
        "method": answer.method,
        "planted": answer.n,
        "judged_minutes": answer.minutes,
        "alarms": {"n": answer.alarms.n, "per_minute": _numbers(answer.alarms.per_minute)},
        "regions": {
            name: {
                "planted": curve.n,
                "found": curve.found,
                "half_px": _known(curve, curve.half),
                "found_at_px": {f"{px:g}": _known(curve, one) for px, one in zip(TOLD, curve.shares, strict=True)},
            }
            for name, curve in answer.found
        },
        "bounds": {bound: answer.errors.band(bound) for bound in ("onset", "apex", "offset")},
        "thresholds": [
            {
                "threshold": one.threshold,
                "alarms_per_minute": _numbers(one.alarms.per_minute),
                "found_at_1_px": {name: _known(curve, curve.at_1px) for name, curve in one.found},
            }
            for one in answer.thresholds
        ],
        "threshold_for_alarms": None if wanted is None else wanted.threshold,
        "order_of_regions": ["all", *PLANTED_REGIONS],
    }


def _known(curve: FoundShare, one: Estimate) -> list[float | None] | None:
    return _numbers(one) if curve.n else None


def _numbers(one: Estimate) -> list[float | None]:
    return [round(value, 4) if abs(value) < 1e6 else None for value in (one.value, one.low, one.high)]


def _interval(one: Estimate, digits: int) -> str:
    if one.value > 20:
        return "more than 20"
    high = f"{one.high:.{digits}f}" if one.high <= 20 else "more than 20"
    return f"{one.value:.{digits}f} [{one.low:.{digits}f}, {high}]"


def _alarms(rate: AlarmRate) -> str:
    if not rate.n:
        return f"none in {rate.minutes:.1f} judged minutes, at most {rate.per_minute.high:.2f} a minute"
    return f"{rate.n}, {_interval(rate.per_minute, 2)} a minute (all counted as false)"


def _percent(one: Estimate) -> str:
    return f"{100 * one.value:.0f} % [{100 * one.low:.0f}, {100 * one.high:.0f}]"
