"""How well the classes of matched intervals agree: F1, UF1 and UAR as ME-TST counts them.

Evaluation spec 2.3: pairs of all matched intervals are pooled and counted one class against the rest. A class that
neither side names is skipped, and so is the only class of a pool in which every pair is right and alike.
"""

from collections.abc import Sequence
from dataclasses import dataclass

CLASSES_4 = ("negative", "positive", "surprise", "others")
CLASSES_3 = CLASSES_4[:3]

Pair = tuple[str, str | None]


@dataclass(frozen=True, slots=True)
class ClassCounts:
    """One class against the rest over the matched pairs."""

    name: str
    tp: int
    fp: int
    fn: int
    tn: int

    @property
    def precision(self) -> float:
        """TP / (TP + FP), 0 where nothing was predicted."""
        return ratio(self.tp, self.tp + self.fp)

    @property
    def recall(self) -> float:
        """TP / (TP + FN), 0 where there is no event."""
        return ratio(self.tp, self.tp + self.fn)

    @property
    def f1(self) -> float:
        """2 TP / (2 TP + FP + FN), 0 where that is 0 / 0."""
        return ratio(2 * self.tp, 2 * self.tp + self.fp + self.fn)


@dataclass(frozen=True, slots=True)
class Recognition:
    """Agreement of classes over the matched pairs.

    Attributes:
        classes: classes that were asked for.
        n_pairs: matched pairs whose event has one of them.
        n_right: pairs with the right class.
        n_unnamed: pairs whose prediction has no class; counted as wrong.
        counts: per class that was counted, in the order of `classes`.
        precision, recall: means over the counted classes.
        f1: harmonic mean of `precision` and `recall` (not a mean of class F1s): what STRS uses.
        uf1: mean of the class F1s.
        uar: mean recall over the counted classes that have an event. (The published code gives NaN where a class
            without any event was predicted.)
        undefined: why the rates are 0 / 0 and shown as 0, or empty.
    """

    classes: tuple[str, ...]
    n_pairs: int
    n_right: int
    n_unnamed: int
    counts: tuple[ClassCounts, ...]
    precision: float
    recall: float
    f1: float
    uf1: float
    uar: float
    undefined: str = ""


def recognition(pairs: Sequence[Pair], *, classes: Sequence[str] = CLASSES_4) -> Recognition:
    """Rates over pairs (class of the event, class of its prediction or None); events of other classes are dropped."""
    kept = [pair for pair in pairs if pair[0] in classes]
    counts = tuple(count for name in classes if _says_something(count := _count(name, kept), len(kept)))
    precision = mean([count.precision for count in counts])
    recall = mean([count.recall for count in counts])
    return Recognition(
        classes=tuple(classes),
        n_pairs=len(kept),
        n_right=sum(truth == predicted for truth, predicted in kept),
        n_unnamed=sum(predicted is None for _, predicted in kept),
        counts=counts,
        precision=precision,
        recall=recall,
        f1=ratio(2 * precision * recall, precision + recall),
        uf1=mean([count.f1 for count in counts]),
        uar=mean([count.recall for count in counts if count.tp + count.fn]),
        undefined=_undefined(kept, counts),
    )


def ratio(part: float, whole: float) -> float:
    """Part of a whole, 0 where both are 0."""
    return part / whole if whole else 0.0


def mean(values: Sequence[float]) -> float:
    """Arithmetic mean, 0 of no values."""
    return ratio(sum(values), len(values))


def _count(name: str, pairs: Sequence[Pair]) -> ClassCounts:
    tp = sum(truth == name == predicted for truth, predicted in pairs)
    fn = sum(truth == name for truth, _ in pairs) - tp
    fp = sum(predicted == name for _, predicted in pairs) - tp
    return ClassCounts(name, tp, fp, fn, len(pairs) - tp - fn - fp)


def _says_something(count: ClassCounts, n_pairs: int) -> bool:
    """False for a class that no pair names, or that every pair names on both sides."""
    return n_pairs not in (count.tp, count.tn)


def _undefined(pairs: Sequence[Pair], counts: Sequence[ClassCounts]) -> str:
    if not pairs:
        return "no matched pair has a class"
    if all(predicted is None for _, predicted in pairs):
        return "no emotion was inferred"
    return "" if counts else "all matched pairs are of one class and right"
