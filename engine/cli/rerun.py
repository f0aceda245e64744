"""`metst rerun`: analyse a file again as a run record says, and compare what comes out with what the record names."""

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np

from engine.cli.progress import analysed
from engine.cli.terminal import say
from engine.config import AnalysisConfig
from engine.content import content_of
from engine.errors import DatasetError, EngineError
from engine.types import AnalysisRun

HELP = "Analyse a file again as a run.json says, and check that proposals and scores are the same."
EXAMPLE = "metst rerun results/clip.run.json --source clip.mp4"
BOUNDS = ("id", "onset", "apex", "offset")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("record", type=Path, metavar="RUN.json", help="run record written by metst analyze")
    parser.add_argument("--source", type=Path, help="the video or image folder; default: its name, beside the record")
    parser.add_argument("--weights", help="the checkpoint, where it lies elsewhere than the record says")
    parser.add_argument("--json", action="store_true", help="print the comparison as JSON")


def run(arguments: argparse.Namespace) -> None:
    """Compare; a difference is an error with one sentence."""
    record = _record(arguments.record)
    source = arguments.source or arguments.record.parent / str(record["source"])
    if content_of(source, full=True).sha256 != record["source_sha256"]:
        raise EngineError(
            f"“{source.name}” is not the file of this record: their contents differ. Give it as --source."
        )
    config = AnalysisConfig.from_dict(record["config"])
    if arguments.weights is not None:
        config = AnalysisConfig.from_dict({**record["config"], "weights": arguments.weights})
    finished, _ = analysed(source, config, record["reproduce"]["fps"])
    if finished.maker_digest != record["model_sha256"]:
        raise EngineError("The model is another one than the record's: their contents differ. Give it as --weights.")
    found = compared(record["reproduce"], finished)
    if arguments.json:
        print(json.dumps(found, indent=2))
    if not found["same"]:
        differing, largest = found["differing_proposals"], found["largest_score_difference"]
        scores = "other samples have scores" if largest is None else f"scores differ by up to {largest:.2g}"
        raise EngineError(
            f"The numbers are not those of the record: {differing} proposals are only in one, {scores}. Compare "
            "the versions in the record with those installed here."
        )
    if not arguments.json:
        say(f"{source.name}: the same {len(finished.proposals)} proposals, scores within {found['tolerance']:g}")


def _record(path: Path) -> dict[str, Any]:
    """A run record that can be checked.

    Raises:
        DatasetError: no run record, or one of an older version.
    """
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        AnalysisConfig.from_dict(record["config"])
        claim = record["reproduce"]
        [[each[name] for name in BOUNDS] for each in claim["proposals"]]
        np.array(claim["scores"], np.float64)
        float(claim["score_tolerance"]), float(claim["fps"] or 0)
        str(record["source"] + record["source_sha256"] + record["model_sha256"])
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise DatasetError(
            f"“{path.name}” is not a run record that can be checked: give a run.json of this version's metst analyze."
        ) from error
    return dict(record)


def compared(claim: dict[str, Any], finished: AnalysisRun) -> dict[str, Any]:
    """The claim of a record against a finished run."""
    expected = {tuple(each[name] for name in BOUNDS) for each in claim["proposals"]}
    given = {(each.id, each.onset, each.apex, each.offset) for each in finished.proposals}
    scores, own = np.array(claim["scores"], np.float64), finished.curves.score.astype(np.float64)
    tolerance = float(claim["score_tolerance"])
    is_alike = scores.shape == own.shape and bool(np.array_equal(np.isnan(scores), np.isnan(own)))
    largest = float(np.nanmax(np.abs(scores - own), initial=0.0)) if is_alike else None
    return {
        "same": expected == given and largest is not None and largest <= tolerance + 1e-6,
        "differing_proposals": len(expected ^ given),
        "largest_score_difference": largest,
        "tolerance": tolerance,
    }
