"""Scores and proposals made elsewhere as an analysis run, with threshold, queue and evaluation like any other."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np

from engine.config import DecoderConfig
from engine.datasets.records import Record
from engine.decoding import decode
from engine.errors import DatasetError
from engine.foreign.columns import ForeignTable
from engine.foreign.mapping import TableMapping
from engine.foreign.placing import column_of, frames_of, nothing_inside
from engine.messages import Said
from engine.types import (
    CLASSES,
    AnalysisRun,
    Curves,
    Emotion,
    Float32,
    Float64,
    Int64,
    Mask,
    OriginKind,
    Proposal,
    VideoInfo,
    frozen,
)

# Value of the setting "origin" of a run that was read from a file, and of "given" where its proposals were.
FILE: Final = "file"
HALF: Final = 0.5
LEAST_SAMPLES: Final = 2


def run_of_scores(table: ForeignTable, mapping: TableMapping, info: VideoInfo) -> AnalysisRun:
    """The run of a column of scores, decoded by `half_max`.

    Values that fall on one frame count as their largest. Where the rows skip frames evenly, samples lie as far apart.

    Raises:
        DatasetError: scores outside 0 to 1, or fewer than two of them within the video.
    """
    score = column_of(table, mapping, mapping.score)
    frames = frames_of(table, mapping, mapping.score, info)
    inside = (frames >= 0) & (frames < info.n_frames)
    if int(inside.sum()) < LEAST_SAMPLES:
        raise nothing_inside(table)
    known = score[np.isfinite(score)]
    if len(known) and not 0 <= known.min() <= known.max() <= 1:
        raise DatasetError(
            Said(
                "“{column}” of “{name}” lies outside 0 to 1 and is no score; show it as a curve.",
                column=mapping.score,
                name=table.file,
            )
        )
    samples, rate = _grid(frames[inside], info)
    places = np.searchsorted(samples, frames[inside])
    found = np.full(len(samples), -np.inf)
    np.maximum.at(found, places, np.where(np.isfinite(score[inside]), score[inside], -np.inf))
    missing = ~np.isfinite(found)
    curves = Curves(
        frames=frozen(samples),
        score=frozen(np.where(missing, np.nan, found).astype(np.float32)),
        probabilities=_probabilities(table, mapping, inside, places, missing),
        mask=frozen(np.where(missing, int(Mask.NO_FACE), 0).astype(np.uint8)),
        rate=rate,
    )
    decoder = DecoderConfig()
    proposals = decode(curves, config=decoder, n_frames=info.n_frames, synergy="none")
    settings = {"mapping": mapping.form(), "decoder": {"name": "half_max", "threshold": decoder.threshold}}
    return _run(table.file, table.digest, info, curves, proposals, settings)


def _grid(frames: Int64, info: VideoInfo) -> tuple[Int64, float]:
    """Frames of the samples, every n-th as the rows have them, and samples a second."""
    different = np.unique(frames)
    step = max(1, int(np.median(np.diff(different)))) if len(different) > 1 else 1
    grid = np.arange(int(different[0]), int(different[-1]) + 1, step, dtype=np.int64)
    samples = np.union1d(grid, different) if step == 1 or not np.isin(different, grid).all() else grid
    seconds = float(info.times[samples[-1]] - info.times[samples[0]])
    return samples.astype(np.int64), (len(samples) - 1) / seconds if seconds > 0 else info.fps


def _probabilities(
    table: ForeignTable, mapping: TableMapping, inside: np.ndarray, places: Int64, missing: np.ndarray
) -> Float32 | None:
    """Class probabilities where the table has a column ``p_<class>`` of each; they are made to sum to 1."""
    names = [f"p_{one}" for one in CLASSES]
    if not all(name in table.columns for name in names):
        return None
    rows: Float64 = np.stack([column_of(table, mapping, name)[inside] for name in names], axis=1).astype(np.float64)
    total = rows.sum(axis=1, keepdims=True)
    if not np.isfinite(total).any() or (rows < 0).any():
        return None
    found = np.full((len(missing), len(CLASSES)), np.nan)
    found[places] = rows / np.where(total > 0, total, np.nan)
    found[missing] = np.nan
    return frozen(found.astype(np.float32))


def run_of_proposals(file: str, digest: str, records: Sequence[Record], info: VideoInfo) -> AnalysisRun:
    """The run of intervals that another model proposed: they stay as they are, the threshold chooses among them.

    Args:
        file: name of the file.
        digest: sha256 hex of its bytes.
        records: one a proposal; ``extra["score"]`` is its score, 1 where it has none.
        info: the video.

    Raises:
        DatasetError: none lies within the video.
    """
    last = info.n_frames - 1
    kept = [one for one in records if 0 <= one.onset <= one.offset and one.onset <= last]
    if not kept:
        raise DatasetError(Said("No proposal of “{name}” lies within this video.", name=file))
    scores = np.array([_score(one) for one in kept])
    notes: list[str] = []
    if scores.max() > 1 or scores.min() < 0:
        low, high = min(0.0, float(scores.min())), float(scores.max())
        scores = (scores - low) / max(high - low, 1e-12)
        notes.append(Said("The scores of “{name}” lay outside 0 to 1; they were scaled.", name=file))
    if len(kept) < len(records):
        n = len(records) - len(kept)
        notes.append(Said("{n} proposals of “{name}” lie outside the video and are left out.", n=n, name=file))
    proposals = tuple(
        _proposal(one, float(score), number, last)
        for number, (one, score) in enumerate(zip(kept, scores.tolist(), strict=True))
    )
    proposals = tuple(sorted(proposals, key=lambda one: (one.onset, one.offset)))
    score = np.zeros(info.n_frames, np.float32)
    for proposal in proposals:
        span = slice(proposal.onset, proposal.offset + 1)
        score[span] = np.maximum(score[span], np.float32(proposal.score))
    frames = np.arange(info.n_frames, dtype=np.int64)
    mask = np.zeros(info.n_frames, np.uint8)
    curves = Curves(frozen(frames), frozen(score), None, frozen(mask), info.fps)
    best = np.sort(scores)[::-1]
    threshold = HALF if best[0] >= HALF else float(best[min(len(best) - 1, 9)])
    settings = {"given": True, "decoder": {"name": "half_max", "threshold": threshold}}
    return _run(file, digest, info, curves, proposals, settings, notes)


def given_at(
    proposals: Sequence[Proposal], threshold: float, near: float = 0.1
) -> tuple[tuple[Proposal, ...], tuple[Proposal, ...]]:
    """Of given proposals those that reach a threshold, and those a little below it."""
    reach = tuple(one for one in proposals if one.score >= threshold)
    below = tuple(one for one in proposals if threshold - near <= one.score < threshold)
    return reach, below


def _score(record: Record) -> float:
    try:
        value = float(record.extra.get("score", "1"))
    except ValueError:
        return 1.0
    return value if np.isfinite(value) else 1.0


def _proposal(record: Record, score: float, number: int, last: int) -> Proposal:
    offset = min(record.offset, last)
    measured = record.apex is not None and record.onset <= record.apex <= offset
    apex = record.apex if measured and record.apex is not None else (record.onset + offset) // 2
    group = record.group
    return Proposal(
        id=f"f{number}",
        onset=record.onset,
        apex=apex,
        offset=offset,
        score=score,
        emotion=Emotion(group) if group in {*CLASSES} and group != Emotion.NEUTRAL else None,
        probabilities=None,
        quality=0,
        decoder=FILE,
        apex_origin=OriginKind.FILE if measured else OriginKind.ASSUMED,
    )


def _run(
    file: str,
    digest: str,
    info: VideoInfo,
    curves: Curves,
    proposals: tuple[Proposal, ...],
    settings: Mapping[str, Any],
    notes: Sequence[str] = (),
) -> AnalysisRun:
    origin = Said("Read from the file “{name}” (sha256 {digest}…).", name=file, digest=digest[:12])
    return AnalysisRun(
        id=uuid.uuid4().hex,
        model=file,
        model_digest=digest,
        settings={"origin": FILE, "file": file, "weights": file, "synergy": "none", **settings},
        curves=curves,
        proposals=proposals,
        notes=(origin, *notes),
        content=info.fast_digest,
    )
