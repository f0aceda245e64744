"""Learning from the reviewer: a new spotting head and threshold from verdicts, kept only where a guard agrees.

Only the 65 numbers of the spotting head change, drawn towards what the reviewer decided and held back towards what they
were: a few dozen verdicts cannot carry more. The guard repeats the fit with part of the verdicts held back and compares
the ranking of the held-back ones with the old model's; the gain must also exceed what shuffled verdicts reach, so that
random verdicts change nothing. A neutral recording of the subject and synthetic windows can be given as well.
"""

from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from engine.errors import AnalysisError
from engine.messages import Said
from engine.network.both_ways import backwards, forwards, mirrored
from engine.training.requests import MIN_EACH
from engine.training.tuned_card import card_of, tuned_card
from engine.types import Float32, Float64, Int64
from engine.weights import Shape, load_checkpoint
from engine.weights.safetensors import safetensors_content

FOLDS = 4
SPLITS = 3  # ways to fold the verdicts over which the ranking of the held-back ones is averaged
SHUFFLES = 40
HOLD = 4.0  # how strongly the head is held to what it was, per verdict, in standardised features
ROUNDS = 12
MAX_LOSS_OF_BENCH = 0.01  # AUC on synthetic windows that may be lost
HEAD = ("fc_spot.0.weight", "fc_spot.0.bias")


@dataclass(frozen=True, slots=True)
class ReviewedProposal:
    """A reviewed proposal: samples first to last (inclusive), and whether it was accepted."""

    first: int
    last: int
    accepted: bool


@dataclass(frozen=True, slots=True, eq=False)
class ReviewedVideo:
    """One reviewed video.

    Attributes:
        starts: int64 [W], first sample of each window.
        features: float [W, 10, k], window features (default mode).
        n: samples.
        decisions: the reviewer's verdicts.
    """

    starts: Int64
    features: Float32
    n: int
    decisions: tuple[ReviewedProposal, ...]


@dataclass(frozen=True, slots=True)
class TuneStep:
    """Event: `done` of `total` steps of the work are done."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class TuneResult:
    """Event: the end.

    Attributes:
        kept: True where the new model is better; else the old one stays.
        reason: a sentence for the user.
        auc_before, auc_after: ranking of held-back verdicts by the old and the new model, 0.5 is chance.
        threshold: of the new model's decoder.
        accepted, rejected: verdicts learned from.
        bench_before, bench_after: AUC on the synthetic windows; NaN without them.
        objection: why the old model stays; empty where it does not.
    """

    kept: bool
    reason: str
    auc_before: float
    auc_after: float
    threshold: float
    accepted: int = 0
    rejected: int = 0
    bench_before: float = float("nan")
    bench_after: float = float("nan")
    objection: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class TunedModel:
    """A new model that is written nowhere yet.

    Attributes:
        content: of the weights file.
        card: of its card file.
    """

    content: bytes
    card: str


@dataclass(frozen=True, slots=True, eq=False)
class _Examples:
    """Head inputs of the reviewed proposals, float64 [P, 64], verdicts [P], and the old head's logits [P]."""

    x: Float64
    y: Float64
    before: Float64


def tune(
    model: Path,
    reviews: Sequence[ReviewedVideo],
    name: str,
    *,
    neutral: Float32 | None = None,
    hybrid: tuple[Float32, Float32] | None = None,
    bench: tuple[Float32, Float32] | None = None,
    seed: int = 1,
) -> Generator[TuneStep | tuple[TuneResult, TunedModel | None], None, None]:
    """Learn from reviewed proposals; nothing is written.

    Args:
        model: weights of the model that proposed, with its card beside it.
        reviews: reviewed videos.
        name: of the new model.
        neutral: windows [W, 10, k] of a recording without expressions; its samples count as rejected.
        hybrid: windows [W, 10, k] with synthetic movements on the subject's own neutral recording, and their labels
            [W, k]: movements count as accepted.
        bench: synthetic windows [W, 10, k] and their labels [W, k]; the new model must rank them as well.
        seed: of the folds and shuffles.

    Yields:
        `TuneStep` events, then exactly one `TuneResult` with the new model, or None where the old one stays.

    Raises:
        CheckpointError: the model cannot be read.
        AnalysisError: too few verdicts.
    """
    state, _ = load_checkpoint(model)
    total = len(reviews) + 2 + SHUFFLES
    parts: list[_Examples] = []
    trunk = _Trunk(state, far_end=card_of(model).get("far_end", False) is True)
    for number, review in enumerate(reviews):
        parts.append(_examples(trunk, review))
        yield TuneStep(number + 1, total)
    examples = _joined(parts)
    accepted = int(examples.y.sum())
    if min(accepted, len(examples.y) - accepted) < MIN_EACH:
        raise AnalysisError(
            Said(
                "Learning needs at least {least} accepted and {least} rejected proposals; review some more first.",
                least=MIN_EACH,
            )
        )
    extra = _extra_examples(trunk, neutral, hybrid)
    rng = np.random.default_rng(seed)
    splits = [_folds(examples.y, rng) for _ in range(SPLITS)]
    before = float(np.mean([_ranking(examples.before, examples.y, folds) for folds in splits]))
    after = float(np.mean([_ranking(_held_back(examples, extra, folds), examples.y, folds) for folds in splits]))
    yield TuneStep(len(reviews) + 1, total)
    gains = []
    for number in range(SHUFFLES):
        shuffled = replace(examples, y=rng.permutation(examples.y))
        folds = splits[number % SPLITS]
        gains.append(_ranking(_held_back(shuffled, extra, folds), shuffled.y, folds) - 0.5)
        yield TuneStep(len(reviews) + 2 + number, total)
    change = _fit(examples, extra)
    measured = _bench(trunk, change, bench)
    reason = _objection(before, after, gains) or _bench_objection(*measured)
    kept = not reason
    threshold = _threshold(_probability(examples, change), examples.y) if kept else float("nan")
    sentence = refusal(reason)
    if kept:
        sentence = Said(
            "Held-back verdicts are ranked better than before (AUC {before:.2f} to {after:.2f}).",
            before=before,
            after=after,
        )
    counts = (accepted, len(examples.y) - accepted)
    result = TuneResult(kept, sentence, before, after, threshold, *counts, *measured, objection=reason)
    yield result, _made(model, name, state, change, result) if kept else None


def refusal(objection: str) -> str:
    """The sentence on a model that stays."""
    return Said("{objection} The old model stays.", objection=objection)


def auc(scores: Float64, labels: Float64) -> float:
    """Chance that an accepted proposal scores higher than a rejected one (ties count half); 0.5 without both kinds."""
    positive, negative = scores[labels > 0.5], scores[labels < 0.5]
    if not len(positive) or not len(negative):
        return 0.5
    above = (positive[:, None] > negative[None]).mean() + 0.5 * (positive[:, None] == negative[None]).mean()
    return float(above)


class _Trunk:
    """The network up to its heads, averaged over the views of a window."""

    def __init__(self, state: dict[str, Float32], *, far_end: bool = False) -> None:
        from engine.training.module import TrainableNetwork

        blocks = len({name.split(".")[1] for name in state if name.startswith("blocks_spot.")})
        self._network = TrainableNetwork(Shape(blocks=blocks))
        self._network.load_arrays(state)
        self._network.eval()
        self._far_end = far_end
        self.weight = state[HEAD[0]][0].astype(np.float64)
        self.bias = float(state[HEAD[1]][0])

    def windows(self, features: Float32) -> Float64:
        """Head inputs [W, k, 64] of windows [W, 10, k]."""
        import torch

        views = [features, mirrored(features)]
        seen = []
        with torch.no_grad():
            for view in views:
                ways = (forwards(view, far_end=self._far_end), backwards(view, far_end=self._far_end))
                ahead, back = (torch.from_numpy(np.ascontiguousarray(way, np.float32)) for way in ways)
                seen.append(self._network.trunk(ahead).numpy())
                seen.append(self._network.trunk(back).numpy()[:, ::-1])
        return np.asarray(np.mean(seen, axis=0), np.float64)


def _examples(trunk: _Trunk, review: ReviewedVideo) -> _Examples:
    inputs = trunk.windows(review.features)
    total, count = np.zeros((review.n, inputs.shape[2])), np.zeros(review.n)
    for start, window in zip(review.starts.tolist(), inputs, strict=True):
        total[start : start + len(window)] += window
        count[start : start + len(window)] += 1
    curve = total / np.maximum(count, 1)[:, None]
    rows = [_middle(curve, decision) for decision in review.decisions]
    x = np.array(rows).reshape(-1, inputs.shape[2])
    y = np.array([float(decision.accepted) for decision in review.decisions])
    return _Examples(x, y, x @ trunk.weight + trunk.bias)


def _middle(curve: Float64, decision: ReviewedProposal) -> Float64:
    """Mean head input over the middle half of a proposal."""
    quarter = (decision.last - decision.first + 1) // 4
    return np.asarray(curve[decision.first + quarter : decision.last - quarter + 1].mean(axis=0), np.float64)


def _neutral_examples(trunk: _Trunk, neutral: Float32 | None) -> _Examples | None:
    """The samples of a neutral recording at which the old head scores highest, one for each window: all rejected."""
    if neutral is None or not len(neutral):
        return None
    inputs = trunk.windows(neutral)
    logits = inputs @ trunk.weight + trunk.bias
    at = logits.argmax(axis=1)
    rows = np.arange(len(at))
    return _Examples(inputs[rows, at], np.zeros(len(at)), logits[rows, at])


def _extra_examples(trunk: _Trunk, neutral: Float32 | None, hybrid: tuple[Float32, Float32] | None) -> _Examples | None:
    """Rejected samples of a neutral recording, and accepted ones of movements that were added to it."""
    parts = [one for one in (_neutral_examples(trunk, neutral), _movement_examples(trunk, hybrid)) if one is not None]
    return _joined(parts) if parts else None


def _movement_examples(trunk: _Trunk, hybrid: tuple[Float32, Float32] | None) -> _Examples | None:
    """The middle of the first added movement in each window."""
    if hybrid is None or not hybrid[1].any():
        return None
    rows = []
    for window, spot in zip(trunk.windows(hybrid[0]), hybrid[1] > 0, strict=True):
        if spot.any():
            first = int(spot.argmax())
            stop = first + int(np.argmin(np.append(spot[first:], False)))
            rows.append(_middle(window, ReviewedProposal(first, stop - 1, True)))
    x = np.array(rows)
    return _Examples(x, np.ones(len(rows)), x @ trunk.weight + trunk.bias)


def _joined(parts: Sequence[_Examples]) -> _Examples:
    return _Examples(
        np.concatenate([part.x for part in parts]),
        np.concatenate([part.y for part in parts]),
        np.concatenate([part.before for part in parts]),
    )


def _folds(labels: Float64, rng: np.random.Generator) -> Int64:
    """Fold of each example, with accepted and rejected ones spread evenly."""
    fold = np.zeros(len(labels), np.int64)
    for kind in (0.0, 1.0):
        members = rng.permutation(np.flatnonzero(labels == kind))
        fold[members] = np.arange(len(members)) % FOLDS
    return fold


def _ranking(scores: Float64, labels: Float64, folds: Int64) -> float:
    """Mean `auc` within the folds: each was scored by a head of its own, whose levels cannot be compared."""
    return float(np.mean([auc(scores[folds == fold], labels[folds == fold]) for fold in range(FOLDS)]))


def _held_back(examples: _Examples, extra: _Examples | None, folds: Int64) -> Float64:
    """New logit of each example from a fit without its fold."""
    found = np.empty(len(examples.y))
    for fold in range(FOLDS):
        inside = folds != fold
        part = _Examples(examples.x[inside], examples.y[inside], examples.before[inside])
        change = _fit(part, extra)
        rest = ~inside
        found[rest] = examples.before[rest] + examples.x[rest] @ change[:-1] + change[-1]
    return found


def _fit(examples: _Examples, extra: _Examples | None) -> Float64:
    """Change of the head (64 weights, 1 bias): penalised logistic regression on top of the old logits (Newton)."""
    data = _joined([examples, extra]) if extra is not None else examples
    mean, spread = data.x.mean(axis=0), data.x.std(axis=0) + 1e-6
    x = np.column_stack([(data.x - mean) / spread, np.ones(len(data.y))])
    # accepted and rejected proposals count alike
    share = max(float(data.y.mean()), 1e-3)
    weight = np.where(data.y > 0.5, 0.5 / share, 0.5 / max(1 - share, 1e-3))
    penalty = np.full(x.shape[1], HOLD * np.sqrt(len(data.y)))
    penalty[-1] = 0.1
    change = np.zeros(x.shape[1])

    def cost(change: Float64) -> float:
        odds = data.before + x @ change
        return float((weight * (np.logaddexp(0, odds) - data.y * odds)).sum() + 0.5 * (penalty * change**2).sum())

    for _ in range(ROUNDS):
        p = 1 / (1 + np.exp(-np.clip(data.before + x @ change, -30, 30)))
        gradient = x.T @ (weight * (p - data.y)) + penalty * change
        curvature = (x * (weight * p * (1 - p) + 1e-6)[:, None]).T @ x + np.diag(penalty)
        step = np.linalg.solve(curvature, gradient)
        while cost(change - step) > cost(change) and np.abs(step).max() > 1e-9:
            step = step / 2  # a full step may overshoot where all verdicts are told apart
        change = change - step
    head = change[:-1] / spread
    return np.append(head, change[-1] - mean @ head)


def _objection(before: float, after: float, gains: Sequence[float]) -> str:
    """Why the new head must not be kept; empty where it may."""
    if after <= before:
        return Said(
            "Held-back verdicts are not ranked better than before (AUC {before:.2f} to {after:.2f}).",
            before=before,
            after=after,
        )
    if after - 0.5 <= float(np.quantile(gains, 0.95)):
        return Said("The verdicts follow no pattern that the model could learn: shuffled ones are learnt as well.")
    return ""


def _bench(trunk: _Trunk, change: Float64, bench: tuple[Float32, Float32] | None) -> tuple[float, float]:
    """AUC of the samples of synthetic windows by the old and by the new head; NaN without any."""
    if bench is None:
        return float("nan"), float("nan")
    inputs = trunk.windows(bench[0]).reshape(-1, len(trunk.weight))
    labels = bench[1].ravel().astype(np.float64)
    old = inputs @ trunk.weight + trunk.bias
    return auc(old, labels), auc(old + inputs @ change[:-1] + change[-1], labels)


def _bench_objection(before: float, after: float) -> str:
    if before - after > MAX_LOSS_OF_BENCH:  # not where nothing was measured (NaN)
        return Said("Synthetic movements would be found less well than before.")
    return ""


def _probability(examples: _Examples, change: Float64) -> Float64:
    logits = examples.before + examples.x @ change[:-1] + change[-1]
    return np.asarray(1 / (1 + np.exp(-logits)), np.float64)


def _made(model: Path, name: str, state: dict[str, Float32], change: Float64, result: TuneResult) -> TunedModel:
    """The new model with a card of its own."""
    tuned = dict(state)
    tuned[HEAD[0]] = (state[HEAD[0]] + change[:-1]).astype(np.float32)
    tuned[HEAD[1]] = (state[HEAD[1]] + change[-1]).astype(np.float32)
    content = safetensors_content(tuned, about={"format": "pt", "model": name})
    checked = f"held-back verdicts: AUC {result.auc_before:.2f} to {result.auc_after:.2f}"
    if not np.isnan(result.bench_before):
        checked += f"; synthetic movements: AUC {result.bench_before:.3f} to {result.bench_after:.3f}"
    counts = (result.accepted, result.rejected)
    return TunedModel(content, tuned_card(model, name, content, counts, result.threshold, checked))


def _threshold(scores: Float64, labels: Float64) -> float:
    """Score above which accepted and rejected proposals are told apart best (F1), within [0.2, 0.9]."""
    choices = np.round(np.arange(0.2, 0.91, 0.02), 2)
    f1 = [2 * ((scores >= c) & (labels > 0.5)).sum() / max(1.0, (scores >= c).sum() + labels.sum()) for c in choices]
    return float(choices[int(np.argmax(f1))])
