"""The threshold alone from verdicts: the quick way to learn from a reviewer. Guarded as `finetune` is.

The spotting score of each reviewed proposal is known, so no network runs for the decisions; only the synthetic windows
of the guard are scored.
"""

from pathlib import Path

import numpy as np

from engine.errors import AnalysisError
from engine.messages import Said
from engine.training.finetune import FOLDS, SHUFFLES, TunedModel, TuneResult, refusal
from engine.training.requests import MIN_EACH
from engine.training.tuned_card import tuned_card
from engine.types import Float64, Int64

# Share of synthetic windows judged rightly (F1) that may be lost.
MAX_LOSS_OF_BENCH = 0.02


def recalibrate(
    model: Path,
    name: str,
    scores: Float64,
    labels: Float64,
    *,
    threshold: float,
    bench: tuple[Float64, Float64] | None = None,
    seed: int = 1,
) -> tuple[TuneResult, TunedModel | None]:
    """A threshold that tells accepted from rejected proposals better than the present one.

    Args:
        model: weights whose proposals were reviewed, with the card beside it.
        name: of the new model, which has the same weights.
        scores: float64 [P], spotting score of each proposal's peak.
        labels: float64 [P], 1 accepted, 0 rejected.
        threshold: the present one.
        bench: highest score of synthetic windows [W], and whether each holds a movement [W].
        seed: of folds and shuffles.

    Returns:
        the result (measures are F1), and the new model, or None where the old one stays.

    Raises:
        AnalysisError: too few verdicts.
    """
    accepted = int(labels.sum())
    counts = (accepted, len(labels) - accepted)
    if min(counts) < MIN_EACH:
        raise AnalysisError(
            Said(
                "Learning needs at least {least} accepted and {least} rejected proposals; review some more first.",
                least=MIN_EACH,
            )
        )
    rng = np.random.default_rng(seed)
    folds = _folds(labels, rng)
    before, after = f1(scores >= threshold, labels), f1(_held_back(scores, labels, folds, threshold), labels)
    gains = []
    for _ in range(SHUFFLES):
        mixed = rng.permutation(labels)
        gains.append(f1(_held_back(scores, mixed, folds, threshold), mixed) - f1(scores >= threshold, mixed))
    new = best_threshold(scores, labels, threshold)
    measured = (float("nan"), float("nan"))
    if bench is not None:
        measured = f1(bench[0] >= threshold, bench[1]), f1(bench[0] >= new, bench[1])
    reason = _objection(before, after, gains, measured)
    if reason:
        return TuneResult(
            False, refusal(reason), before, after, float("nan"), *counts, *measured, objection=reason
        ), None
    sentence = Said(
        "Held-back verdicts are told apart better than before (F1 {before:.2f} to {after:.2f}).",
        before=before,
        after=after,
    )
    result = TuneResult(True, sentence, before, after, new, *counts, *measured)
    content = model.read_bytes()
    checked = f"held-back verdicts: F1 {before:.2f} to {after:.2f}, threshold {threshold:g} to {new:g}"
    if bench is not None:
        checked += f"; synthetic movements: F1 {measured[0]:.3f} to {measured[1]:.3f} (n {len(bench[0])} windows)"
    return result, TunedModel(content, tuned_card(model, name, content, counts, new, checked))


def f1(found: object, labels: Float64) -> float:
    """F1 of what was found against labels of 0 and 1; 0 without any hit."""
    chosen, wanted = np.asarray(found, bool), labels > 0.5
    hits = int((chosen & wanted).sum())
    return 2 * hits / max(1, int(chosen.sum()) + int(wanted.sum()))


def best_threshold(scores: Float64, labels: Float64, present: float) -> float:
    """The threshold with the best F1, in the middle between two scores; the present one where none is better.

    No proposal was shown below the present threshold, so that nothing speaks for a lower one.
    """
    known = np.unique(scores)
    choices = np.concatenate([[present], np.round((known[1:] + known[:-1]) / 2, 3)])
    choices = choices[(choices >= present) & (choices <= 0.99)]
    if not len(choices):
        return present
    return float(choices[int(np.argmax([f1(scores >= one, labels) for one in choices]))])


def _held_back(scores: Float64, labels: Float64, folds: Int64, present: float) -> object:
    """Whether each proposal is found with the threshold that the other folds choose."""
    found = np.zeros(len(labels), bool)
    for fold in range(FOLDS):
        inside = folds != fold
        found[~inside] = scores[~inside] >= best_threshold(scores[inside], labels[inside], present)
    return found


def _folds(labels: Float64, rng: np.random.Generator) -> Int64:
    fold = np.zeros(len(labels), np.int64)
    for kind in (0.0, 1.0):
        members = rng.permutation(np.flatnonzero(labels == kind))
        fold[members] = np.arange(len(members)) % FOLDS
    return fold


def _objection(before: float, after: float, gains: list[float], bench: tuple[float, float]) -> str:
    if after <= before:
        return Said(
            "Held-back verdicts are not told apart better than before (F1 {before:.2f} to {after:.2f}).",
            before=before,
            after=after,
        )
    if after - before <= float(np.quantile(gains, 0.95)):
        return Said("The verdicts follow no pattern that a threshold could learn: shuffled ones are learnt as well.")
    if bench[0] - bench[1] > MAX_LOSS_OF_BENCH:
        return Said("Synthetic movements would be found less well than before.")
    return ""
