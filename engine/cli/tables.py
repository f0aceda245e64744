"""The files `metst analyze` writes and `metst decode` reads: scores, proposals, run record."""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np

from engine.cli.terminal import name_text
from engine.content import Content
from engine.coverage import coverage, unjudged_reasons
from engine.datasets.atomic import write_text_atomic
from engine.datasets.delimited import read_rows
from engine.datasets.hints import KEY as HINT_KEY
from engine.datasets.metst_csv import guarded
from engine.datasets.numbers import decimal
from engine.errors import DatasetError
from engine.model_cards import gives_hints, stored_card
from engine.types import (
    CLASSES,
    REGIONS,
    UNSCORED,
    AnalysisRun,
    Curves,
    Emotion,
    Float64,
    Int64,
    Mask,
    Origin,
    OriginKind,
    Proposal,
    mask_text,
)

EmotionOutput = Literal["marked", "without"]
# Scores of the same file agree within this on every machine.
SCORE_TOLERANCE = 1e-3
HINT_NOTE = "AU-pattern hints: which region moved, not what was felt; confirmed by nobody"
SCORE_COLUMNS = ("frame", "time_s", "spotting_score", *(f"p_{emotion}" for emotion in CLASSES), "mask")
PROPOSAL_COLUMNS = (
    *("id", "onset", "apex", "offset", "score", "emotion"),
    *(f"p_{emotion}" for emotion in CLASSES),
    *("quality", "decoder", "quality_text", "subject", "video", "model_id", HINT_KEY),
    *("onset_origin", "apex_origin", "offset_origin", "judged"),
)
# Further columns of the scores where the model looks at regions apart: a score for each head, and why a region is not
# judged (`RegionReason` bits; 0: judged).
REGION_COLUMNS = ("score_brows", "score_mouth", *(f"unjudged_{region}" for region in REGIONS))


def score_rows(curves: Curves, times: Float64) -> Iterable[list[str]]:
    """Rows of ``<stem>.scores.csv``: shortest decimal text that reads back to the same float32; empty where unscored.

    Args:
        curves: final curves of a run.
        times: float64 [n_frames], seconds of every frame.
    """
    for row, frame in enumerate(curves.frames.tolist()):
        probabilities = [""] * len(CLASSES)
        if curves.probabilities is not None:
            probabilities = [_number(value) for value in curves.probabilities[row]]
        score = _number(curves.score[row])
        apart: list[str] = []
        if curves.regions is not None:
            apart = [_number(value) for value in curves.regions.scores[row]]
            apart += [str(bits) for bits in curves.regions.reasons[row].tolist()]
        yield [str(frame), f"{times[frame]:.6f}", score, *probabilities, str(int(curves.mask[row])), *apart]


def score_columns(curves: Curves) -> tuple[str, ...]:
    """Names of the columns that `score_rows` gives."""
    return SCORE_COLUMNS if curves.regions is None else (*SCORE_COLUMNS, *REGION_COLUMNS)


def proposal_rows(
    proposals: Sequence[Proposal], *, subject: str, video: str, model: str, emotions: EmotionOutput = "marked"
) -> Iterable[list[str]]:
    """Rows of ``<stem>.proposals.csv``; frames 0-based inclusive, emotion empty where it was not inferred.

    Every class is marked as the model's hint, which no human confirmed, or left out.
    """
    measured = Origin(OriginKind.MODEL, model).text
    for proposal in proposals:
        apex = Origin(proposal.apex_origin, model).text
        emotion = str(proposal.emotion or "") if emotions == "marked" else ""
        probabilities = (proposal.probabilities if emotions == "marked" else None) or ()
        texts = [_number(np.float32(value)) for value in probabilities] or [""] * len(CLASSES)
        bounds = (str(frame) for frame in (proposal.onset, proposal.apex, proposal.offset))
        yield [
            *(proposal.id, *bounds, _number(np.float32(proposal.score)), emotion),
            *texts,
            *(str(proposal.quality), proposal.decoder, mask_text(proposal.quality), subject, video, model),
            measured if emotion else "",
            *(measured, apex, measured),
            "" if proposal.judged is None else " ".join(proposal.judged) or "none",
        ]


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """RFC 4180 text with LF line ends; what a spreadsheet would compute stands behind an apostrophe."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return buffer.getvalue()


def run_record(
    run: AnalysisRun, *, source: Path, n_frames: int, table_digest: str, content: Content, fps: float | None = None
) -> dict[str, Any]:
    """JSON-able content of ``<stem>.run.json``; `content` is the source's, with its full digest."""
    told = coverage(run)
    card = stored_card(str(run.settings.get("weights", run.model)))
    return {
        "source": name_text(source),
        "source_bytes": content.size_bytes,
        "source_sha256": content.sha256,
        "n_frames": n_frames,
        "frame_table_sha256": table_digest,
        "run": run.id,
        "model": run.model,
        "model_id": run.model,
        "model_sha256": run.model_digest,
        "config": dict(run.settings),
        "sample_rate_hz": run.curves.rate,
        "samples": len(run.curves.frames),
        "unscored_samples": int(np.count_nonzero(run.curves.mask & UNSCORED)),
        "proposals": len(run.proposals),
        "versions": dict(run.versions),
        "reproduce": {"fps": fps, **rerun_claim(run)},
        "timings_s": dict(run.timings),
        "analysable_share": round(told.analysable, 6),
        "restless_share": round(told.restless, 6),
        "judged_share": {part: round(share, 6) for part, share in told.parts.items()},
        "unjudged_share": {
            part: {text: round(share, 6) for text, share in why.items()}
            for part, why in unjudged_reasons(run.curves).items()
        },
        "restless_spans": [list(span) for span in run.restless],
        "emotion_classes": HINT_NOTE if gives_hints(card) else "the model's classes, confirmed by nobody",
        "model_statement": str(card.get("statement", "")),
        "notes": list(run.notes),
        "statement": "Candidates for human review, not evidence.",
    }


def rerun_claim(run: AnalysisRun) -> dict[str, Any]:
    """What an analysis of the same file elsewhere must give: `metst rerun` compares with it (ADR 0022)."""
    return {
        "score_tolerance": SCORE_TOLERANCE,
        "proposals": [
            {
                "id": each.id,
                "onset": each.onset,
                "apex": each.apex,
                "offset": each.offset,
                "score": round(each.score, 6),
            }
            for each in run.proposals
        ],
        "scores": [None if np.isnan(value) else round(float(value), 6) for value in run.curves.score],
    }


def write_json(path: Path, content: dict[str, Any]) -> None:
    """Write indented JSON atomically."""
    write_text_atomic(path, json.dumps(content, indent=2, ensure_ascii=False) + "\n")


# Names that other programs give to the columns of a score, first those of METST.
_FRAME = ("frame", "frame_index", "frame_idx", "index")
_TIME = ("time_s", "time", "timestamp", "seconds", "t")
_SCORE = ("spotting_score", "score", "value", "probability")
ASSUMED_RATE = 30.0  # Hz, where a file has frames without times and nobody names the rate


def is_scores(path: Path) -> bool:
    """Whether a CSV is a score curve: a score with a frame or a time in every row, and no onsets."""
    if path.suffix.lower() not in (".csv", ".tsv", ".txt"):
        return False
    rows = read_rows(path, column=_SCORE).cells
    names = {cell.strip().lower() for cell in rows[0]} if rows else set()
    return bool(names & set(_SCORE) and names & {*_FRAME, *_TIME} and not names & {"onset", "onset_1based", "onset_s"})


def read_curves(path: Path, *, fps: float | None = None) -> Curves:
    """Curves from a scores CSV of METST, or from one of another model with a frame (or time) and a score.

    Args:
        path: comma, semicolon or tab between the cells.
        fps: frame rate, where the file has no times; where it has times only, the rate that turns them into frames.
            None: the times' own, or 30 where there are none.

    Raises:
        DatasetError: missing columns, text where a number belongs, or frames out of order.
    """
    table = read_rows(path, column=_SCORE)
    rows, first = table.cells, table.first
    header = [cell.strip().lower() for cell in rows[0]] if rows else []
    filled = [(number, row) for number, row in enumerate(rows[1:], start=first + 1) if any(row)]
    columns = {
        kind: next((header.index(name) for name in names if name in header), None)
        for kind, names in (("frame", _FRAME), ("time", _TIME), ("score", _SCORE), ("mask", ("mask",)))
    }
    if columns["score"] is None or (columns["frame"] is None and columns["time"] is None):
        missing = "spotting_score" if columns["score"] is None else "frame"
        raise DatasetError(
            f"“{path.name}” is not a scores file: column {missing} is missing; it needs a frame or time, and a score."
        )
    scores = _Scores(path.name, header, filled)
    score = scores.numbers(columns["score"])
    times = None if columns["time"] is None else scores.numbers(columns["time"])
    frames, rate = scores.frames(columns["frame"], times, fps)
    places = [header.index(f"p_{one}") for one in CLASSES if f"p_{one}" in header]
    whole = len(places) == len(CLASSES)
    probabilities = np.stack([scores.numbers(place) for place in places], axis=1) if whole else None
    if probabilities is not None and np.isnan(probabilities).all():
        probabilities = None
    mask = np.where(np.isnan(score), int(Mask.NO_FACE), 0)
    if columns["mask"] is not None:
        mask = np.nan_to_num(scores.numbers(columns["mask"])).astype(np.int64)
    return Curves(
        frames=frames,
        score=score.astype(np.float32),
        probabilities=None if probabilities is None else probabilities.astype(np.float32),
        mask=mask.astype(np.uint8),
        rate=rate,
    )


@dataclass(frozen=True, slots=True)
class _Scores:
    """Rows of a score file while they are read."""

    name: str
    header: list[str]
    rows: list[tuple[int, list[str]]]

    def numbers(self, place: int | None) -> Float64:
        """Numbers of a column, NaN where a cell is empty.

        Raises:
            DatasetError: a cell holds no number.
        """
        found = np.full(len(self.rows), np.nan)
        for at, (line, row) in enumerate(self.rows):
            text = row[place] if place is not None and place < len(row) else ""
            if text.strip().lower() in ("", "nan"):
                continue
            value = decimal(text)
            if value is None:
                column = self.header[place or 0]
                raise DatasetError(f"“{self.name}” is damaged: row {line}, {column}: “{text}” is no number.")
            found[at] = value
        return found

    def frames(self, place: int | None, times: Float64 | None, fps: float | None) -> tuple[Int64, float]:
        """Frame index of each row and the rate.

        Raises:
            DatasetError: fewer than two rows, or frames or times that do not rise.
        """
        if place is not None:
            numbers = self.numbers(place)
        else:
            own = 1 / float(np.median(np.diff(times))) if times is not None and len(times) > 1 else ASSUMED_RATE
            numbers = np.round((np.zeros(0) if times is None else times) * (fps or own))
        rising = len(numbers) > 1 and bool(np.all(np.diff(numbers) > 0)) and bool(np.all(numbers % 1 == 0))
        if not rising or (times is not None and not np.all(np.diff(times) > 0)):
            raise DatasetError(f"“{self.name}” is damaged: its frames are not whole numbers in rising order.")
        if times is not None:
            return numbers.astype(np.int64), float((len(times) - 1) / (times[-1] - times[0]))
        step = float((numbers[-1] - numbers[0]) / (len(numbers) - 1))
        return numbers.astype(np.int64), (fps or ASSUMED_RATE) / step


def proposal_dict(proposal: Proposal) -> dict[str, Any]:
    """JSON-able form of one proposal."""
    named: dict[Emotion, float] = dict(zip(CLASSES, proposal.probabilities or (), strict=False))
    return {
        **{name: getattr(proposal, name) for name in ("id", "onset", "apex", "offset", "score", "quality", "decoder")},
        "apex_origin": str(proposal.apex_origin),
        "emotion": proposal.emotion,
        "probabilities": {str(emotion): value for emotion, value in named.items()} or None,
        "judged": None if proposal.judged is None else list(proposal.judged),
    }


def _number(value: np.float32) -> str:
    return "" if np.isnan(value) else np.format_float_positional(np.float32(value), unique=True, trim="-")
