"""A report as files: one HTML page with its plots inside, JSON with every number, CSV with every match."""

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from engine.datasets import Record
from engine.datasets.text.formulas import guarded
from engine.errors import DatasetError
from engine.evaluation.analysis import ReportAnalysis, values_of
from engine.evaluation.grouping import by_video
from engine.evaluation.matching import UNMATCHED
from engine.evaluation.page import STATEMENT, html
from engine.evaluation.rates import Report
from engine.files import replace_file
from engine.messages import Said


def write_evaluation(
    folder: Path, analysis: ReportAnalysis, truth: Sequence[Record], predictions: Sequence[Record]
) -> tuple[Path, ...]:
    """Write ``report.html``, ``report.json``, ``matches.csv`` and ``rates.csv`` into a folder.

    Raises:
        DatasetError: the folder cannot be made or written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DatasetError(
            Said("“{name}” cannot be made ({why}); choose another folder.", name=folder, why=error.strerror)
        ) from error
    files = {
        "report.html": html(analysis),
        "report.json": json.dumps(_json(analysis), indent=1, allow_nan=False, ensure_ascii=False) + "\n",
        "matches.csv": _csv(_matches(analysis.report, truth, predictions)),
        "rates.csv": _csv(_rates(analysis)),
    }
    for name, text in files.items():
        replace_file(folder / name, text)
    return tuple(folder / name for name in files)


def _json(analysis: ReportAnalysis) -> dict[str, Any]:
    content = asdict(analysis)
    if analysis.alarms is not None:
        content["alarms"] |= {"per_minute": analysis.alarms.rate, "per_minute_without": analysis.alarms.rate_without}
    return {"statement": STATEMENT, **content}


def _csv(rows: Sequence[Sequence[object]]) -> str:
    buffer = io.StringIO()
    texts = ([guarded(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    csv.writer(buffer, lineterminator="\n").writerows(texts)
    return buffer.getvalue()


def _rates(analysis: ReportAnalysis) -> list[list[object]]:
    report = analysis.report
    rows: list[list[object]] = [["rate", "value", "low_95", "high_95", "part", "whole"]]
    counts = {"precision": (report.tp, report.tp + report.fp), "recall": (report.tp, report.tp + report.fn)}
    for name, value in values_of(report).items():
        interval = analysis.bootstrap.intervals.get(name)
        low, high = (interval.low, interval.high) if interval else ("", "")
        rows.append([name, value, low, high, *counts.get(name, ("", ""))])
    return rows


def _matches(report: Report, truth: Sequence[Record], predictions: Sequence[Record]) -> list[list[object]]:
    """One row a prediction and one for each missed event; frames 0-based inclusive."""
    header = ["subject", "video", "result", "onset", "offset", "emotion", "score", "true_onset", "true_apex"]
    rows: list[list[object]] = [[*header, "true_offset", "true_emotion"]]
    events, guesses = by_video(truth), by_video(predictions)
    for video in report.videos:
        key = (video.subject, video.video)
        known, candidates = events.get(key, []), guesses.get(key, [])
        hits = {position for position, _ in video.hits}
        for candidate, position in zip(candidates, () if video.dummy else video.match, strict=bool(not video.dummy)):
            found = known[position] if position != UNMATCHED else None
            shown = [candidate.onset, candidate.offset, candidate.emotion or "", candidate.extra.get("score", "")]
            rows.append([*key, "TP" if found else "FP", *shown, *_event(found)])
        rows += [[*key, "FN", "", "", "", "", *_event(one)] for at, one in enumerate(known) if at not in hits]
    return rows


def _event(event: Record | None) -> list[object]:
    if event is None:
        return ["", "", "", ""]
    return [event.onset, "" if event.apex is None else event.apex, event.offset, event.emotion or ""]
