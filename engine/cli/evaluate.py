"""`metst evaluate`: predictions against truth under a named protocol."""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from engine.datasets import Record, read_records
from engine.evaluation import PROTOCOLS, evaluate

HELP = "Compare predicted intervals with the truth."
EXAMPLE = "metst evaluate --truth demo.truth.csv --predictions results/demo.proposals.csv --protocol metst_no_dummy"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--truth", type=Path, required=True, help="label file (METST CSV or CAS(ME)^3 xlsx)")
    parser.add_argument("--predictions", type=Path, required=True, help="METST CSV or proposals file")
    parser.add_argument("--protocol", choices=PROTOCOLS, default="metst_no_dummy", help="counting rules")
    parser.add_argument("--json", action="store_true", help="print the report as JSON")


def run(arguments: argparse.Namespace) -> None:
    """Print the report."""
    truth = _read(arguments.truth)
    predictions = adopt_subjects(_read(arguments.predictions), truth)
    report = evaluate(truth, predictions, protocol=arguments.protocol)
    if arguments.json:
        print(json.dumps(report.to_dict(), indent=2))
        return
    print(report.to_text())


def _read(path: Path) -> Sequence[Record]:
    result = read_records(path)
    for issue in result.issues:
        print(f"metst: {path.name}: {issue}", file=sys.stderr)
    return result.records


def adopt_subjects(predictions: Sequence[Record], truth: Sequence[Record]) -> list[Record]:
    """Predictions without a subject get the subject of the truth's video of the same name, where that is unique."""
    subjects: dict[str, set[str]] = {}
    for record in truth:
        subjects.setdefault(record.video, set()).add(record.subject)
    return [
        replace(record, subject=next(iter(subjects[record.video])))
        if not record.subject and len(subjects.get(record.video, ())) == 1
        else record
        for record in predictions
    ]
