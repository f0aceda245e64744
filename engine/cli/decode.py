"""`metst decode`: proposals from stored curves, without inference."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from engine.cli import options, score_files, tables
from engine.cli.terminal import line_text, name_text, say
from engine.config import PRESET_K_P, DecoderConfig, stored_decoder
from engine.decoding import decode
from engine.errors import AnalysisError
from engine.messages import Said

HELP = "Turn stored curves into proposals (CSV on standard output)."
ENDS_OF_CURVE = "onsets and offsets are those of the curve here; those measured on the skin are in the proposals file."
EXAMPLE = "metst decode results/interview.scores.csv --decoder paper --p 0.55 --k-p 17"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "scores",
        metavar="SCORES.csv",
        type=Path,
        help="of metst analyze, or any model: a frame or time, and a score",
    )
    parser.add_argument("--fps", type=options.positive, default=None, help="frame rate, where the file has no times")
    parser.add_argument("--preset", choices=sorted(PRESET_K_P), default="casme3", help="k_p where none is given")
    parser.add_argument("--json", action="store_true", help="print JSON instead of CSV")
    options.add_decoder_options(parser)


def run(arguments: argparse.Namespace) -> None:
    """Print the proposals; decoder options not given come from the run record beside the scores, if there is one."""
    scores = score_files.read_scores(arguments.scores, fps=arguments.fps)
    curves = scores.curves
    for remark in scores.remarks:
        say(f"metst: {arguments.scores.name}: {remark}", error=True)
    record = _run_record(arguments.scores)
    base = _stored_decoder(arguments.scores, record)
    config = options.decoder_config(arguments, base, arguments.preset)
    if scores.by_regions and config.name == "half_max":
        say(f"metst: {arguments.scores.name}: {ENDS_OF_CURVE}", error=True)
    n_frames = int(record.get("n_frames") or curves.frames[-1] + 1)
    proposals = decode(curves, config=config, n_frames=n_frames, synergy=arguments.synergy)
    if arguments.json:
        print(json.dumps([tables.proposal_dict(proposal) for proposal in proposals], indent=2))
        return
    video = line_text(name_text(arguments.scores)).removesuffix(".csv").removesuffix(".scores")
    rows = tables.proposal_rows(proposals, subject="", video=video, model=str(record.get("model") or ""))
    sys.stdout.write(tables.csv_text(tables.PROPOSAL_COLUMNS, rows))


def _record_path(scores: Path) -> Path:
    return scores.with_name(scores.name.removesuffix(".scores.csv") + ".run.json")


def _stored_decoder(scores: Path, record: dict[str, Any]) -> DecoderConfig:
    config = record.get("config")
    stored = config.get("decoder") if isinstance(config, dict) else None
    try:
        return stored_decoder(stored) if stored else DecoderConfig()
    except (TypeError, ValueError) as error:
        raise AnalysisError(
            Said(
                "“{name}” has unusable decoder options ({why}); correct or remove it.",
                name=_record_path(scores).name,
                why=str(error),
            )
        ) from error


def _run_record(scores: Path) -> dict[str, Any]:
    path = _record_path(scores)
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return record if isinstance(record, dict) else {}
