"""What a project's decisions can teach a model: the reviewed proposals of all videos, in the engine's form."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from engine.training.requests import MIN_EACH, JudgedRun
from engine.types import AnalysisRun
from metst_gui.document.annotation import Annotation, Verdict, VerdictRecord
from metst_gui.document.document import AnnotationDocument
from metst_gui.models import Model, model_of_run

CHANNELS = 10


@dataclass(frozen=True, slots=True)
class Reviewed:
    """Decisions that can be learned from.

    Attributes:
        runs: one a video.
        accepted, rejected: how many.
        own_accepted, own_rejected: of these, on runs of the model that learns.
        left_out: decisions in runs whose features are not kept, or are not the model's.
    """

    runs: tuple[JudgedRun, ...]
    accepted: int
    rejected: int
    own_accepted: int
    own_rejected: int
    left_out: int

    def missing(self, mode: str) -> tuple[int, int]:
        """How many accepted and rejected proposals are still needed to learn the head, or the threshold alone."""
        own = mode == "threshold"
        found = (self.own_accepted, self.own_rejected) if own else (self.accepted, self.rejected)
        return max(0, MIN_EACH - found[0]), max(0, MIN_EACH - found[1])


def reviewed(document: AnnotationDocument, model: Model) -> Reviewed:
    """Decisions of the annotator in use on all videos of the project; none while they work blind.

    Args:
        document: the project.
        model: the model that learns.
    """
    runs, left_out = [], 0
    for run, verdicts, annotations in document.view.judged_runs():
        made = {one.proposal_id: one for one in annotations if one.proposal_id is not None}
        decided = [one for one in verdicts.values() if one.verdict in (Verdict.ACCEPTED, Verdict.REJECTED)]
        judged = _judged(run, decided, made, model)
        left_out += len(decided) - (0 if judged is None else len(judged.first))
        if judged is not None:
            runs.append(judged)
    own = [run for run in runs if run.same_model]
    accepted, own_accepted = (sum(int(run.accepted.sum()) for run in some) for some in (runs, own))
    total, own_total = (sum(len(run.accepted) for run in some) for some in (runs, own))
    return Reviewed(tuple(runs), accepted, total - accepted, own_accepted, own_total - own_accepted, left_out)


def _judged(
    run: AnalysisRun, decided: list[VerdictRecord], made: Mapping[str, Annotation], model: Model
) -> JudgedRun | None:
    """Decisions on a run; None where there are none, or the model cannot learn from its features."""
    evidence, wanted = run.evidence, str(model.card.get("features", "parity"))
    if evidence is None or evidence.features.shape[1] != CHANNELS or run.settings.get("features", "") != wanted:
        return None
    frames, score = run.curves.frames, run.curves.score
    rows = []
    for one in decided:
        bounds = made.get(one.proposal.id, one.proposal) if one.verdict is Verdict.ACCEPTED else one.proposal
        first, stop = np.searchsorted(frames, (bounds.onset, bounds.offset + 1)).tolist()
        low, high = np.searchsorted(frames, (one.proposal.onset, one.proposal.offset + 1)).tolist()
        seen = score[low:high][np.isfinite(score[low:high])]
        if stop > first and len(seen):
            rows.append((first, stop - 1, one.verdict is Verdict.ACCEPTED, float(seen.max())))
    if not rows:
        return None
    first_, last_, accepted, scores = zip(*rows, strict=True)
    return JudgedRun(
        starts=evidence.starts,
        features=evidence.features,
        n=len(frames),
        first=np.array(first_, np.int64),
        last=np.array(last_, np.int64),
        accepted=np.array(accepted, np.bool_),
        scores=np.array(scores, np.float64),
        same_model=model_of_run(run).is_same(model),
    )
