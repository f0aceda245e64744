"""What a project's decisions can teach a model: reviewed proposals and marks of all videos, in the engine's form."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.training.point_labels import pseudo_interval
from engine.training.requests import MIN_EACH, JudgedRun
from engine.types import AnalysisRun, RunEvidence
from metst_gui.document.annotation import Annotation, Verdict, VerdictRecord, kind_word
from metst_gui.document.document import AnnotationDocument
from metst_gui.document.matching import SAME_IOU, overlap
from metst_gui.models import Model, is_by_both, model_of_run

CHANNELS = 10
PATCHES = "patches"


@dataclass(frozen=True, slots=True)
class Reviewed:
    """Decisions that can be learned from.

    Attributes:
        runs: one a video.
        accepted, rejected: how many proposals.
        marked: micro-expressions, point labels among them, that the annotator marked where nothing was accepted.
        own_accepted, own_rejected: proposals of runs of the model that learns.
        left_out: decisions and marks in runs whose features are not kept, or are not the model's.
        in_patches: those of them in runs of a model that cannot learn, as it sees patches of skin.
    """

    runs: tuple[JudgedRun, ...]
    accepted: int
    rejected: int
    marked: int
    own_accepted: int
    own_rejected: int
    left_out: int
    in_patches: int = 0

    def missing(self, mode: str) -> tuple[int, int]:
        """How many accepted and rejected proposals are still needed to learn the head, or the threshold alone.

        For the head what was marked counts as accepted.
        """
        own = mode == "threshold"
        found = (self.own_accepted, self.own_rejected) if own else (self.accepted + self.marked, self.rejected)
        return max(0, MIN_EACH - found[0]), max(0, MIN_EACH - found[1])


def reviewed(document: AnnotationDocument, model: Model) -> Reviewed:
    """Decisions and marks of the annotator in use on all videos of the project; none while they work blind.

    Args:
        document: the project.
        model: the model that learns.
    """
    runs, left_out, in_patches = [], 0, 0
    definition, clocks = document.statements.definition, document.videos
    for video, run, verdicts, annotations in document.view.judged_runs():
        made = {one.proposal_id: one for one in annotations if one.proposal_id is not None}
        clock = clocks.clock_of(video)
        marked = [
            one for one in annotations if one.proposal_id is None and kind_word(one, clock, definition) == "micro"
        ]
        decided = [one for one in verdicts.values() if _says_something(one, marked)]
        judged = _judged(run, decided, made, marked, model)
        lost = len(decided) + len(marked) - (0 if judged is None else len(judged.first))
        left_out += lost
        in_patches += lost if run.settings.get("features") == PATCHES else 0
        if judged is not None:
            runs.append(judged)
    own = [run for run in runs if run.same_model]
    accepted, own_accepted = (sum(int((run.accepted & run.proposed).sum()) for run in some) for some in (runs, own))
    total, own_total = (sum(int(run.proposed.sum()) for run in some) for some in (runs, own))
    marks = sum(int((~run.proposed).sum()) for run in runs)
    return Reviewed(
        tuple(runs), accepted, total - accepted, marks, own_accepted, own_total - own_accepted, left_out, in_patches
    )


def _says_something(record: VerdictRecord, marked: list[Annotation]) -> bool:
    """Whether a verdict teaches anything: a proposal that was rejected to be marked anew was none of nothing."""
    if record.verdict is Verdict.REJECTED:
        return all(overlap(record.proposal, one) < SAME_IOU for one in marked)
    return record.verdict is Verdict.ACCEPTED


class _Row(NamedTuple):
    """Samples of an example (the last not among them), whether it is one of an expression, score, whether proposed."""

    first: int
    stop: int
    accepted: bool
    score: float
    proposed: bool


def _judged(
    run: AnalysisRun,
    decided: list[VerdictRecord],
    made: Mapping[str, Annotation],
    marked: list[Annotation],
    model: Model,
) -> JudgedRun | None:
    """Decisions and marks on a run; None where there are none, or the model cannot learn from its features."""
    evidence, wanted = run.evidence, str(model.card.get("features", "parity"))
    if evidence is None or evidence.features.shape[1] != CHANNELS or run.settings.get("features", "") != wanted:
        return None
    frames, score = run.curves.frames, run.curves.score

    def highest(first: int, stop: int) -> float:
        seen = score[first:stop][np.isfinite(score[first:stop])]
        return float(seen.max()) if len(seen) else float("nan")

    found = []
    for one in decided:
        bounds = made.get(one.proposal.id, one.proposal) if one.verdict is Verdict.ACCEPTED else one.proposal
        first, stop = np.searchsorted(frames, (bounds.onset, bounds.offset + 1)).tolist()
        peak = highest(*np.searchsorted(frames, (one.proposal.onset, one.proposal.offset + 1)).tolist())
        found.append(_Row(first, stop, one.verdict is Verdict.ACCEPTED, peak, True))
    for mark in marked:
        first, stop = _samples(mark, run, evidence)
        found.append(_Row(first, stop, True, highest(first, stop), False))
    rows = [one for one in found if one.stop > one.first and np.isfinite(one.score)]
    if not rows:
        return None
    return JudgedRun(
        starts=evidence.starts,
        features=evidence.features,
        n=len(frames),
        first=np.array([one.first for one in rows], np.int64),
        last=np.array([one.stop - 1 for one in rows], np.int64),
        accepted=np.array([one.accepted for one in rows], np.bool_),
        scores=np.array([one.score for one in rows], np.float64),
        proposed=np.array([one.proposed for one in rows], np.bool_),
        # Of a run by two models the scores are of both: they say nothing of the threshold of one.
        same_model=model_of_run(run).is_same(model) and not is_by_both(run),
    )


def _samples(mark: Annotation, run: AnalysisRun, evidence: RunEvidence) -> tuple[int, int]:
    """First sample of a mark and the one behind its last; of a point label those of the movement measured there."""
    frames = run.curves.frames
    first, stop = np.searchsorted(frames, (mark.onset, mark.offset + 1)).tolist()
    if not mark.point:
        return first, stop
    arrays: dict[str, NDArray[Any]] = {"starts": evidence.starts, "features": evidence.features, "mask": evidence.masks}
    onset, offset = pseudo_interval(arrays, min(first, len(frames) - 1), run.curves.rate)
    return max(0, onset), min(len(frames), offset + 1)
