"""Ways to spot that are counted beside METST's networks, leaving one subject out: baselines, and those of plug-ins.

A method measures every video once (kept by content), learns from the videos of the other subjects, and says what it
finds in those of the subject left out. All are counted by one protocol. docs/plugins.md shows how to write one.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from engine.datasets import Record
from engine.errors import DatasetError, EngineError, PluginError
from engine.messages import Said
from engine.training.dataset import KeptVideo, SampleEvent
from engine.types import CLASSES, Int64, UInt8
from engine.video import Source

Arrays = Mapping[str, NDArray[Any]]


@dataclass(frozen=True, slots=True, eq=False)
class FaceVideo:
    """What a method may look at while it measures.

    Attributes:
        frames: int64 [S], frame index of each sample.
        rate: samples a second (Hz).
        gray: the picture of a sample, uint8 [H, W].
        points: the 68 landmarks of a sample in px of its picture, int64 [68, 2]; None where no face is seen.
        points_on: landmarks of another picture, as dlib finds them; None where it finds none or dlib is not in use.
        source: the open video itself, in colour; None in tests of a method.
    """

    frames: Int64
    rate: float
    gray: Callable[[int], UInt8]
    points: Callable[[int], Int64 | None]
    points_on: Callable[[UInt8], Int64 | None]
    source: Source | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """A video as a method measured it, with its labels.

    Attributes:
        subject: as in the label table.
        video: as in the label table.
        content: sha256 hex of the video's content.
        frames: int64 [S], frame index of each sample.
        rate: samples a second (Hz).
        events: onset, apex, offset and class number of each micro-expression, in samples.
        arrays: what the method measured.
        points: which of `events` are point labels: their bounds are only what training takes for them.
    """

    subject: str
    video: str
    content: str
    frames: Int64
    rate: float
    events: tuple[SampleEvent, ...]
    arrays: Arrays
    points: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Spotted:
    """One micro-expression a method found, in samples, bounds inclusive; `emotion` is a word of `CLASSES` or None."""

    onset: int
    apex: int
    offset: int
    emotion: str | None = None


class Method(Protocol):
    """A way to spot micro-expressions, interface 1.

    Attributes:
        interface: 1.
        name: what users type.
        title: name for tables.
        statement: what was assumed and what the result can be compared with; part of every table.
        version: another one when the same video gives other arrays.
        learns: False where nothing is learnt; then `fit` is not called and gets no say.
    """

    @property
    def interface(self) -> int: ...  # noqa: D102
    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def title(self) -> str: ...  # noqa: D102
    @property
    def statement(self) -> str: ...  # noqa: D102
    @property
    def version(self) -> int | str: ...  # noqa: D102
    @property
    def learns(self) -> bool: ...  # noqa: D102

    def measure(self, video: FaceVideo) -> Arrays:
        """Everything the method needs of a video, as arrays that can be stored."""
        ...

    def fit(self, videos: Sequence[Measured], *, seed: int) -> Any:
        """What is learnt from the videos of a fold's training subjects."""
        ...

    def predict(self, fitted: Any, video: Measured) -> Sequence[Spotted]:
        """What is found in a video, which comes without its events; `fitted` is None where nothing is learnt."""
        ...


@dataclass(frozen=True, slots=True)
class MethodFold:
    """One fold: who it was trained on and tested on, and what was found.

    Attributes:
        subject: the one left out.
        trained_on: subject, video and content of each training video.
        tested_on: of each test video.
        predictions: in samples.
    """

    subject: str
    trained_on: tuple[tuple[str, str, str], ...]
    tested_on: tuple[tuple[str, str, str], ...]
    predictions: tuple[Record, ...]


def folds(videos: Sequence[Measured], method: Method, *, seed: int) -> Iterator[MethodFold]:
    """Leave one subject out.

    Raises:
        DatasetError: fewer than two subjects, or a video of one subject is also another's (a leak).
        PluginError: the method raised an error or gave no intervals.
    """
    for subject in fold_subjects(videos):
        yield fold_of(subject, videos, method, seed=seed)


def fold_subjects(videos: Sequence[Measured | KeptVideo]) -> list[str]:
    """The subjects to leave out, in their order.

    Raises:
        DatasetError: fewer than two.
    """
    subjects = sorted({one.subject for one in videos})
    if len(subjects) < 2:
        raise DatasetError("Leave-one-subject-out needs at least two subjects; add videos of another one.")
    return subjects


def fold_of(subject: str, videos: Sequence[Measured], method: Method, *, seed: int) -> MethodFold:
    """The fold of one subject.

    Raises:
        DatasetError: a video of one subject is also another's (a leak).
        PluginError: the method raised an error or gave no intervals.
    """
    others = [one for one in videos if one.subject != subject]
    own = [one for one in videos if one.subject == subject]
    fold = MethodFold(subject, _names(others) if method.learns else (), _names(own), ())
    refuse_leaks(fold)
    fitted = _guarded(method, partial(method.fit, others, seed=seed)) if method.learns else None
    return replace(fold, predictions=tuple(record for video in own for record in _found(method, fitted, video)))


def refuse_leaks(fold: MethodFold) -> None:
    """Stop before a fold is trained on what it is tested on.

    Raises:
        DatasetError: it would be, see `leaks_of`.
    """
    leaks = leaks_of(fold)
    if leaks:
        raise DatasetError(leaks[0])


def leaks_of(fold: MethodFold) -> tuple[str, ...]:
    """Sentences on what a fold was trained on that it is tested on: the subject, or the content of a video."""
    people = {subject for subject, _, _ in fold.trained_on}
    contents = {content: f"{subject}/{video}" for subject, video, content in fold.trained_on}
    leaks = [
        Said("Leak: subject “{subject}” is in its own training set; the fold does not count.", subject=subject)
        for subject in sorted({subject for subject, _, _ in fold.tested_on} & people)
    ]
    leaks += [
        Said(
            "Leak: “{test}” has the same content as “{train}” in its training set; name one subject for both or leave "
            "one out.",
            test=f"{subject}/{video}",
            train=contents[content],
        )
        for subject, video, content in fold.tested_on
        if content in contents
    ]
    return tuple(leaks)


def _names(videos: Sequence[Measured]) -> tuple[tuple[str, str, str], ...]:
    return tuple((one.subject, one.video, one.content) for one in videos)


def _found(method: Method, fitted: Any, video: Measured) -> list[Record]:
    """Predictions of one video; the method does not see its labels."""
    blind = Measured(video.subject, video.video, video.content, video.frames, video.rate, (), video.arrays)
    found = _guarded(method, lambda: list(method.predict(fitted, blind)))
    records = []
    for one in found:
        sound = isinstance(one, Spotted) and one.onset <= one.apex <= one.offset
        if not sound or (one.emotion is not None and one.emotion not in CLASSES):
            raise PluginError(
                Said("The method “{name}” gave no interval: {what}", name=method.name, what=repr(one)[:200])
            )
        records.append(Record(video.subject, video.video, one.onset, one.apex, one.offset, one.emotion))
    return records


def measured_arrays(method: Method, video: FaceVideo) -> dict[str, NDArray[Any]]:
    """What a method measures, checked.

    Raises:
        PluginError: it raised an error or gave something else than arrays of numbers.
    """
    arrays: dict[str, NDArray[Any]] = _guarded(method, lambda: dict(method.measure(video)))
    for name, value in arrays.items():
        if not isinstance(value, np.ndarray) or value.dtype.kind not in "biuf":
            raise PluginError(Said("The method “{name}” gave no array as “{what}”.", name=method.name, what=name))
    return arrays


def _guarded(method: Method, work: Callable[[], Any]) -> Any:
    try:
        return work()
    except EngineError:
        raise
    except Exception as error:  # another package's code
        raise PluginError(
            Said(
                "The method “{name}” failed: {why}. The other methods are not affected; tell its author.",
                name=method.name,
                why=f"{type(error).__name__}: {error}"[:300],
            )
        ) from error
