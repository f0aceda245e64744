"""`metst evaluate`: predictions against truth under a named protocol."""

import argparse
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from engine.cli import options
from engine.cli.batch import TaskBatch, batch_options
from engine.cli.predictions import Predictions, Reading, ReadingTask, keep_predictions, kept_predictions
from engine.cli.terminal import line_text, name_text, say
from engine.datasets import Record, format_names
from engine.errors import DatasetError
from engine.evaluation import PROTOCOLS, Report, evaluate
from engine.evaluation.analysis import ReportAnalysis, analyse
from engine.evaluation.rate_files import write_evaluation
from engine.evaluation.saved_folds import Fold, Loso, aggregate, fold_of
from engine.evaluation.tables import PaperTable, as_text, table_1, table_2, table_3, table_4
from engine.evaluation.video_list import read_videos
from engine.executors import Named

HELP = "Compare predicted intervals with the truth."
EXAMPLE = "metst evaluate --truth demo.truth.csv --predictions results/demo.proposals.csv --report results/report"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--truth", type=Path, required=True, help="label file of any format")
    parser.add_argument(
        "--predictions",
        type=Path,
        nargs="+",
        required=True,
        help="files of any format, counted together; a folder: its *.proposals.csv; with --loso a folder of folds",
    )
    parser.add_argument(
        "--truth-format", choices=format_names(), default=None, help="default: by its ending and first words"
    )
    parser.add_argument("--predictions-format", choices=format_names(), default=None, help="default: the same")
    parser.add_argument("--fps", default=None, help="frame rate, for label files that count in seconds")
    parser.add_argument(
        "--times-of", type=Path, default=None, metavar="FILE", help="the video of such files: its exact times are used"
    )
    parser.add_argument("--protocol", choices=PROTOCOLS, default="metst_no_dummy", help="counting rules")
    parser.add_argument("--iou", type=float, default=0.5, help="least overlap of a match")
    parser.add_argument(
        "--drop-neutral", action="store_true", help="remove neutral predictions after matching (synergy)"
    )
    parser.add_argument(
        "--videos", type=Path, default=None, help="CSV subject,video,n_frames,fps of all analysed videos"
    )
    parser.add_argument("--loso", action="store_true", help="predictions are a folder with one saved run a subject")
    parser.add_argument("--report", type=Path, default=None, metavar="DIR", help="write HTML, JSON and CSV there")
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    options.add_batch_options(parser)


def run(arguments: argparse.Namespace) -> None:
    """Print the report, and write its files where asked."""
    truth = _read(arguments.truth, arguments.truth_format, arguments)
    minutes = read_videos(arguments.videos) if arguments.videos else {}
    if arguments.loso:
        if len(arguments.predictions) > 1:
            raise DatasetError("With --loso give one folder with one predictions file a subject.")
        _run_loso(arguments, truth, minutes)
        return
    found = _predicted(arguments)
    if found is None:
        say(f"Part {arguments.shard} is read; when all parts are, the same command without --shard evaluates them.")
        return
    predictions = adopt_subjects(found, truth)
    report = evaluate(
        truth,
        predictions,
        protocol=arguments.protocol,
        iou_threshold=arguments.iou,
        drop_neutral=arguments.drop_neutral,
        videos=tuple(minutes),
    )
    if arguments.json:
        print(json.dumps(report.to_dict(), indent=2))
    else:
        print("\n".join(map(line_text, report.to_lines())))
    if arguments.report:
        _write(arguments, _analysis(arguments, report, truth, predictions, minutes), truth, predictions)


def _analysis(
    arguments: argparse.Namespace,
    report: Report,
    truth: Sequence[Record],
    predictions: Sequence[Record],
    minutes: dict[tuple[str, str], float],
) -> ReportAnalysis:
    parameters = {"truth": arguments.truth.name, "predictions": ", ".join(one.name for one in arguments.predictions)}
    return analyse(report, truth, predictions, minutes=minutes, parameters=parameters)


def _write(
    arguments: argparse.Namespace, analysis: ReportAnalysis, truth: Sequence[Record], predictions: Sequence[Record]
) -> None:
    for path in write_evaluation(arguments.report, analysis, truth, predictions):
        say(f"metst: wrote {path}", error=True)


def _run_loso(arguments: argparse.Namespace, truth: Sequence[Record], minutes: dict[tuple[str, str], float]) -> None:
    folds = _folds(arguments, truth)
    result = aggregate(truth, folds, videos=tuple(minutes), drop_neutral=arguments.drop_neutral)
    tables = _tables(truth, folds, result, tuple(minutes), arguments.drop_neutral)
    for sentence in result.problems:
        say(f"metst: {sentence}", error=True)
    if arguments.json:
        both = {"paper": result.paper.to_dict(), "corrected": result.corrected.to_dict(), "problems": result.problems}
        print(json.dumps(both, indent=2))
    else:
        say(f"{result.n_folds} folds")
        print("\n\n".join(as_text(table) for table in tables))
    if arguments.report:
        pooled = [one for fold in folds for one in fold.predictions if one.subject == fold.subject]
        analysis = _analysis(arguments, result.corrected, truth, pooled, minutes)
        _write(arguments, replace(analysis, tables=tables, problems=result.problems), truth, pooled)


def _tables(
    truth: Sequence[Record],
    folds: Sequence[Fold],
    result: Loso,
    videos: Sequence[tuple[str, str]],
    drop_neutral: bool,
) -> tuple[PaperTable, ...]:
    other = aggregate(truth, folds, videos=videos, drop_neutral=not drop_neutral)
    shown, hidden = _sides(result), _sides(other)
    without, synergy = (hidden, shown) if drop_neutral else (shown, hidden)
    return (table_1(shown), table_2(shown), table_3(shown), table_4(without, synergy))


def _sides(result: Loso) -> dict[str, Report]:
    return {"as published": result.paper, "corrected": result.corrected}


def _folds(arguments: argparse.Namespace, truth: Sequence[Record]) -> list[Fold]:
    folder: Path = arguments.predictions[0]
    if not folder.is_dir():
        raise DatasetError(f"“{folder}” is no folder; with --loso give the folder with one predictions file a subject.")
    subjects = sorted({record.subject for record in truth})
    files = sorted(path for path in folder.iterdir() if path.is_file() and path.suffix.lower() == ".csv")
    files = [path for path in files if not path.name.endswith(".scores.csv")]
    folds: dict[str, Fold] = {}
    for path in files:
        records = _read(path, arguments.predictions_format, arguments)
        fold = fold_of(path.name, adopt_subjects(records, truth), subjects)
        before = folds.get(fold.subject)
        merged = (*(before.predictions if before else ()), *fold.predictions)
        folds[fold.subject] = Fold(before.name if before else fold.name, fold.subject, merged)
    return list(folds.values())


def _predicted(arguments: argparse.Namespace) -> Sequence[Record] | None:
    """Records of all predictions; None where only a part of them was to be read."""
    files = [file for path in arguments.predictions for file in _files(path)]
    reading = Reading(arguments.predictions_format, arguments.fps, arguments.times_of)
    if len(files) == 1 and not arguments.shard:
        return _said(files[0], reading.read(files[0]))
    if arguments.report is None:
        if arguments.shard or arguments.executor != "local":
            raise options.UsageError("Give --report DIR: what each task has read is kept there.")
        return [record for file in files for record in _said(file, reading.read(file))]
    batch = TaskBatch(batch_options(arguments), arguments.report, unit="file", apart=False)
    kept = batch.reached(arguments.report / "read")
    if reading.times_of is not None:
        reading = replace(reading, times_of=batch.reached(reading.times_of))
    tasks = [
        Named(name_text(file), ReadingTask(batch.reached(file), kept, reading, arguments.resume)) for file in files
    ]
    found = batch.some(keep_predictions, tasks)
    if found is None:
        return None
    return [record for file, one in zip(files, found, strict=True) for record in _said(file, kept_predictions(one))]


def _files(path: Path) -> list[Path]:
    """The files that a path of predictions means.

    Raises:
        DatasetError: a folder without any.
    """
    if not path.is_dir():
        return [path]
    found = sorted(path.glob("*.proposals.csv"))
    if not found:
        raise DatasetError(f"“{path.name}” holds no *.proposals.csv; name the files themselves.")
    return found


def _said(path: Path, found: Predictions) -> Sequence[Record]:
    for remark in found.remarks:
        say(f"metst: {path.name}: {remark}", error=True)
    return found.records


def _read(path: Path, name: str | None, arguments: argparse.Namespace) -> Sequence[Record]:
    return _said(path, Reading(name, arguments.fps, arguments.times_of).labels(path))


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
