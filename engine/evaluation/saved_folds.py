"""Leave-one-subject-out results from saved runs: pooled once, as published and corrected, side by side.

A fold holds the predictions of the model that never saw its subject. Counts and pairs are pooled over the folds and the
rates computed once (evaluation spec 2.6).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.datasets import Record
from engine.errors import DatasetError
from engine.evaluation.grouping import VideoKey, by_video
from engine.evaluation.protocols import evaluate
from engine.evaluation.rates import Report
from engine.messages import Said


@dataclass(frozen=True, slots=True)
class Fold:
    """One saved run.

    Attributes:
        name: of the run, for sentences.
        subject: whom the model never saw.
        predictions: of any subjects; those of others are left out.
    """

    name: str
    subject: str
    predictions: tuple[Record, ...]


@dataclass(frozen=True, slots=True)
class Loso:
    """Aggregated folds.

    Attributes:
        paper: as ME-TST counts: only videos with a micro-expression, a dummy for each without a prediction.
        corrected: all videos that are known, no dummies.
        n_folds: number of folds.
        problems: sentences about subjects without a fold and predictions that no fold may hold.
    """

    paper: Report
    corrected: Report
    n_folds: int
    problems: tuple[str, ...]


def aggregate(
    truth: Sequence[Record], folds: Sequence[Fold], *, videos: Sequence[VideoKey] = (), drop_neutral: bool = False
) -> Loso:
    """Pool the folds and evaluate them under both protocols.

    Args:
        truth: events of all subjects.
        folds: one a subject.
        videos: (subject, video) of analysed videos without any event.
        drop_neutral: remove neutral predictions after matching (ME-TST's strategy 1).

    Raises:
        DatasetError: no fold, or two of one subject.
    """
    if not folds:
        raise DatasetError(Said("There is no saved run; give a folder with one predictions file for each subject."))
    seen: dict[str, str] = {}
    for fold in folds:
        if fold.subject in seen:
            raise DatasetError(
                Said(
                    "“{seen}” and “{name}” are both runs of subject {subject}; keep one of them.",
                    seen=seen[fold.subject],
                    name=fold.name,
                    subject=fold.subject,
                )
            )
        seen[fold.subject] = fold.name
    pooled = [record for fold in folds for record in fold.predictions if record.subject == fold.subject]
    with_events = set(by_video(truth))
    paper = evaluate(
        truth,
        [record for record in pooled if (record.subject, record.video) in with_events],
        protocol="metst",
        drop_neutral=drop_neutral,
    )
    corrected = evaluate(truth, pooled, protocol="metst_no_dummy", drop_neutral=drop_neutral, videos=videos)
    return Loso(paper, corrected, len(folds), tuple(_problems(truth, folds)))


def _problems(truth: Sequence[Record], folds: Sequence[Fold]) -> list[str]:
    problems: list[str] = []
    known = {fold.subject for fold in folds}
    missing = sorted({subject for subject, _ in by_video(truth)} - known)
    if missing:
        names = ", ".join(missing[:5]) + (", …" if len(missing) > 5 else "")
        problems.append(
            Said(
                "{n} subjects with events have no run ({names}); all their events count as missed.",
                n=len(missing),
                names=names,
            )
        )
    for fold in folds:
        foreign = sorted({record.subject for record in fold.predictions} - {fold.subject})
        if foreign:
            problems.append(
                Said(
                    "“{name}” holds predictions of {foreign}, whom its model has seen; left out.",
                    name=fold.name,
                    foreign=tuple(foreign[:3]),
                )
            )
    return problems


def fold_of(name: str, predictions: Sequence[Record], subjects: Sequence[str]) -> Fold:
    """A fold whose subject is the one in its predictions, or the one that its name holds.

    Args:
        name: name of the file.
        predictions: what it holds.
        subjects: subjects of the truth.

    Raises:
        DatasetError: neither tells one subject.
    """
    inside = {record.subject for record in predictions if record.subject}
    if len(inside) == 1:
        return Fold(name, inside.pop(), tuple(predictions))
    named = [
        one for one in sorted(subjects, key=len, reverse=True) if name == one or name.startswith((f"{one}.", f"{one}_"))
    ]
    if named:
        return Fold(name, named[0], tuple(predictions))
    raise DatasetError(
        Said(
            "“{name}” holds predictions of {n} subjects and bears no subject's name; call it SUBJECT.csv.",
            name=name,
            n=len(inside),
        )
    )
