"""Everything that was said of the videos of a project, one entry an interval, as the annotator in use may see it."""

from collections.abc import Callable, Iterator
from typing import Literal, NamedTuple, TypedDict

from engine.clock import Clock
from metst_gui.document.annotation import HIDDEN_ORIGIN, Annotation, Verdict, VerdictRecord
from metst_gui.document.document import AnnotationDocument
from metst_gui.document.project import Layer, Video
from metst_gui.document.state import Book, in_order

# What an entry is: a proposal that was accepted, rejected or put off; an interval drawn by hand, or read from a file.
Answer = Literal["accepted", "drawn", "rejected", "unsure", ""]


class CaseEntry(NamedTuple):
    """One interval that somebody said something of.

    Attributes:
        video: id of the video. video_name, subject: as exports call it.
        layer: id of the layer. annotator: name of its annotator, or of its label file.
        kind: annotation or proposal: what `id` is of.
        id: of the annotation, or of the rejected or put-off proposal.
        onset, offset: frame indices, inclusive.
        seconds: when the onset is shown, by the clock of the video where that is known, else at its mean rate.
        length_s: how long it is shown; 0: a point label, of which nobody knows.
        emotion: label; None: none was named. no_emotion: whether somebody said that none can be inferred.
        hint: whether the emotion is the model's, confirmed by nobody.
        action_units, note: as typed; of a rejected proposal the note is its reason.
        said: accepted, drawn, rejected or unsure; empty: that is hidden.
    """

    video: str
    video_name: str
    subject: str
    layer: str
    annotator: str
    kind: Literal["annotation", "proposal"]
    id: str
    onset: int
    offset: int
    seconds: float
    length_s: float
    emotion: str | None
    no_emotion: bool
    hint: bool
    action_units: str
    note: str
    said: Answer


def case_entries(document: AnnotationDocument) -> tuple[CaseEntry, ...]:
    """All entries that the annotator in use may see, by video and annotator, in order of onset."""
    return tuple(_entries(document))


def _entries(document: AnnotationDocument) -> Iterator[CaseEntry]:
    books, hides = document.focus.state.books, document.view.hides
    for video in document.videos:
        seconds = _times(document.videos.clocks.get(video.id), video.ref.fps)
        for layer in document.view.layers:
            book = books.get((video.id, layer.id), _EMPTY)
            for one in in_order(book):
                yield _of_annotation(video, layer, one.without_model() if hides else one, seconds)
            for record in () if hides else book.verdicts.values():
                if record.verdict is not Verdict.ACCEPTED:
                    yield _of_verdict(video, layer, record, seconds)


_EMPTY = Book()


def _times(clock: Clock | None, fps: float) -> Callable[[int], float]:
    """When a frame is shown, in s."""
    if clock is None:
        return lambda frame: frame / (fps or 1.0)
    return lambda frame: float(clock.seconds(frame))


class _Owner(TypedDict):
    video: str
    video_name: str
    subject: str
    layer: str
    annotator: str


def _owner(video: Video, layer: Layer) -> _Owner:
    """Whose entry it is, and of which video."""
    return {
        "video": video.id,
        "video_name": video.name or video.ref.path.name,
        "subject": video.subject,
        "layer": layer.id,
        "annotator": layer.name,
    }


def _of_annotation(video: Video, layer: Layer, one: Annotation, seconds: Callable[[int], float]) -> CaseEntry:
    said: Answer = "drawn" if one.proposal_id is None else "accepted"
    start = seconds(one.onset)
    return CaseEntry(
        **_owner(video, layer),
        kind="annotation",
        id=one.id,
        onset=one.onset,
        offset=one.offset,
        seconds=start,
        length_s=0.0 if one.point else seconds(one.offset + 1) - start,
        emotion=one.emotion,
        no_emotion=one.no_emotion,
        hint=one.default_emotion,
        action_units=one.action_units,
        note=one.note,
        said="" if one.origin == HIDDEN_ORIGIN else said,
    )


def _of_verdict(video: Video, layer: Layer, record: VerdictRecord, seconds: Callable[[int], float]) -> CaseEntry:
    one = record.proposal
    start = seconds(one.onset)
    return CaseEntry(
        **_owner(video, layer),
        kind="proposal",
        id=one.id,
        onset=one.onset,
        offset=one.offset,
        seconds=start,
        length_s=seconds(one.offset + 1) - start,
        emotion=None,
        no_emotion=False,
        hint=False,
        action_units="",
        note=record.reason,
        said="rejected" if record.verdict is Verdict.REJECTED else "unsure",
    )
