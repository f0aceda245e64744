"""The files `metst analyze` writes and `metst decode` reads: scores, proposals, run record."""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Literal

import numpy as np

from engine.cards.stored import gives_hints, statement_of, stored_card
from engine.cli.terminal import name_text
from engine.content import Content
from engine.datasets.hints import KEY as HINT_KEY
from engine.datasets.text.formulas import guarded
from engine.explain.coverage import coverage, unjudged_reasons
from engine.files import replace_file
from engine.types import (
    CLASSES,
    REGIONS,
    UNSCORED,
    AnalysisRun,
    Curves,
    Emotion,
    Float64,
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
    """JSON-able content of ``<stem>.run.json``; `content` is the source's, with its full digest.

    Of a clip that two models scored both names and both digests are told, joined by ``+``.
    """
    told = coverage(run)
    card = stored_card(str(run.settings.get("weights", run.model)))
    return {
        "source": name_text(source),
        "source_bytes": content.size_bytes,
        "source_sha256": content.sha256,
        "n_frames": n_frames,
        "frame_table_sha256": table_digest,
        "run": run.id,
        "model": run.maker,
        "model_id": run.maker,
        "model_sha256": run.maker_digest,
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
        "model_statement": statement_of(card, run.second_model),
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
    replace_file(path, json.dumps(content, indent=2, ensure_ascii=False) + "\n")


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
