"""Two annotators of a project side by side: pairs for the agreement, and what an adjudication leads to. Qt-free."""

from collections import Counter
from dataclasses import dataclass, replace
from typing import Any

from engine.datasets.records import Record
from engine.evaluation.agreement import (
    BOUNDS,
    STATED,
    WITH_FILES,
    Agreement,
    AnnotatorMark,
    MarkedEvent,
    VideoPair,
    agreement,
    match_events,
)
from engine.evaluation.both_missed import BothMissed, both_missed
from engine.types import Origin, OriginKind
from metst_gui.document.annotation import Annotation, Verdict
from metst_gui.document.document import AnnotationDocument
from metst_gui.document.export import to_records
from metst_gui.document.project import OWN, Decision, Layer, Video
from metst_gui.document.statement import Finalised, Looked, Spans
from metst_gui.language import mark, tr

CHOICES: tuple[tuple[str, str], ...] = (
    ("first", mark("Take the first")),
    ("second", mark("Take the second")),
    ("both", mark("Two expressions")),
    ("neither", mark("Neither")),
    (OWN, mark("Own bounds")),
)
# Id of a video, and of the annotations of both; None: that annotator has none there.
EventKey = tuple[str, str | None, str | None]
# Who said nothing of a video has seen it where they looked at this share of it; opening it shows a frame or two.
SEEN_SHARE = 0.5


def video_pair(document: AnnotationDocument, video: Video, first: str, second: str) -> VideoPair:
    """Marks of two annotators on one video.

    Raises:
        ValueError: they are hidden from the annotator in use.
    """
    marks = [tuple(_mark(one) for one in document.view.annotations_of(layer, video.id)) for layer in (first, second)]
    return VideoPair(video.name or video.ref.path.name, document.videos.clock_of(video), *marks)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A video that says nothing of two annotators' agreement.

    Attributes:
        name: of the video.
        seen_by: name of the only one of the two who saw it; empty: neither did.
    """

    name: str
    seen_by: str


@dataclass(frozen=True, slots=True)
class ComparedVideos:
    """Two annotators over all videos of a project.

    Attributes:
        pooled: agreement over the videos both saw, counts pooled.
        videos: agreement on each of them, in their order.
        left_out: the others.
    """

    pooled: Agreement
    videos: tuple[tuple[Video, Agreement], ...]
    left_out: tuple[LeftOut, ...]


def has_seen(document: AnnotationDocument, layer: str, video: Video) -> bool:
    """Whether an annotator said anything of a video, stated that it is complete, or looked at half of it or more.

    Raises:
        ValueError: that is hidden from the annotator in use.
    """
    if document.view.annotations_of(layer, video.id) or document.coding.marks_of(video.id, layer):
        return True
    state = document.focus.state
    if state.book((video.id, layer)).verdicts or Finalised(video.id, layer) in state.statements:
        return True
    looked: Spans = state.statements.get(Looked(video.id, layer), ())
    return sum(last - first + 1 for first, last in looked) >= SEEN_SHARE * max(1, video.ref.n_frames)


def compare_videos(document: AnnotationDocument, first: str, second: str, *, files: bool = False) -> ComparedVideos:
    """Agreement of two annotators over the videos both of them saw, pooled and on each; the others are named.

    Args:
        document: with its project.
        first: id of a layer.
        second: id of another.
        files: whether values that came from a label file count as the annotator's own.

    Raises:
        ValueError: their marks are hidden from the annotator in use.
    """
    counted, pairs, left = WITH_FILES if files else STATED, [], []
    names = {one.id: shown_name(one) for one in document.annotators}
    for video in document.videos:
        pair = video_pair(document, video, first, second)
        who = [layer for layer in (first, second) if has_seen(document, layer, video)]
        if len(who) == 2:
            pairs.append((video, pair))
        else:
            left.append(LeftOut(pair.name, names[who[0]] if who else ""))
    each = tuple((video, agreement([pair], counted=counted)) for video, pair in pairs)
    return ComparedVideos(agreement([pair for _video, pair in pairs], counted=counted), each, tuple(left))


def missed_by(document: AnnotationDocument, first: str, second: str) -> tuple[BothMissed, ...]:
    """What two annotators both missed, and what each of them missed who worked blind and the model did, as estimates.

    Args:
        document: with its project.
        first: id of a layer.
        second: id of another.

    Raises:
        ValueError: their marks are hidden from the annotator in use.
    """
    layers = {one.id: one for one in document.annotators}
    seen = [one for one in document.videos if has_seen(document, first, one) and has_seen(document, second, one)]
    found = []
    if seen and first != second:
        pairs = [video_pair(document, video, first, second) for video in seen]
        shared = not any(_worked_blind(layers[one]) for one in (first, second))
        found.append(both_missed(shown_name(layers[first]), shown_name(layers[second]), pairs, shared_view=shared))
    for id_ in dict.fromkeys((first, second)):
        pairs = [_with_model(document, video, id_) for video in document.videos if has_seen(document, id_, video)]
        if _worked_blind(layers[id_]) and any(pair.second for pair in pairs):
            found.append(both_missed(shown_name(layers[id_]), "", pairs))
    return tuple(found)


def shown_name(layer: Layer) -> str:
    """What an annotator is called in the window."""
    return layer.name or tr("Annotator {id}", id=layer.id)


def _worked_blind(layer: Layer) -> bool:
    return layer.blind or bool(layer.revealed)


def _with_model(document: AnnotationDocument, video: Video, layer: str) -> VideoPair:
    """What an annotator marked without seeing the model's marks, and the proposals that anybody accepted."""
    marks = [one for one in document.view.annotations_of(layer, video.id) if one.origins.onset.blind]
    accepted = {
        record.proposal.id: record.proposal
        for one in document.annotators
        for record in document.focus.state.book((video.id, one.id)).verdicts.values()
        if record.verdict is Verdict.ACCEPTED
    }
    theirs = tuple(AnnotatorMark(one.id, one.onset, one.apex, one.offset) for one in accepted.values())
    name, clock = video.name or video.ref.path.name, document.videos.clock_of(video)
    return VideoPair(name, clock, tuple(_mark(one) for one in marks), theirs)


def compare_annotators(document: AnnotationDocument, first: str, second: str, *, files: bool = False) -> Agreement:
    """Agreement of two annotators, pooled over the videos both saw; see `compare_videos`."""
    return compare_videos(document, first, second, files=files).pooled


def events_of(document: AnnotationDocument, first: str, second: str) -> list[tuple[Video, MarkedEvent]]:
    """Matched and unmatched events of all videos, in the order of the videos and of their onsets.

    Raises:
        ValueError: they are hidden from the annotator in use.
    """
    return [
        (video, event)
        for video in document.videos
        for event in match_events(video_pair(document, video, first, second))
    ]


def decisions_of(document: AnnotationDocument) -> dict[EventKey, Decision]:
    """The adjudications of all videos, by what they are about."""
    return {(one.video, one.first, one.second): one for one in document.adjudications.all}


def key_of(video: Video, event: MarkedEvent) -> EventKey:
    """What an adjudication of an event is about: ids of the video and of both annotations."""
    first, second = (None if one is None else one.id for one in (event.first, event.second))
    return video.id, first, second


def is_alike(event: MarkedEvent) -> bool:
    """Whether both marked the same frames, emotion and action units."""
    one, other = event.first, event.second
    if one is None or other is None:
        return False
    return all(getattr(one, name) == getattr(other, name) for name in (*BOUNDS, "emotion", "action_units"))


def settled(
    document: AnnotationDocument, first: str, second: str, video: Video
) -> tuple[tuple[Annotation, Decision], ...]:
    """What the adjudications of a video leave, in order of onset, each with its decision; the undecided are left out.

    Each names whose it is; empty where nobody named that annotator.

    Raises:
        ValueError: it is hidden from the annotator in use.
    """
    names = {one.id: one.name for one in document.annotators}
    known = {
        one.id: replace(one, annotator=one.annotator or names[layer])
        for layer in (first, second)
        for one in document.view.annotations_of(layer, video.id)
    }
    kept, decisions = list[tuple[Annotation, Decision]](), decisions_of(document)
    for event in match_events(video_pair(document, video, first, second)):
        decision = decisions.get(key_of(video, event))
        if decision is None:
            continue
        if decision.choice == OWN:
            kept.append((_own(decision), decision))
        sides = (("first", event.first), ("second", event.second))
        kept += [
            (known[one.id], decision) for side, one in sides if one is not None and decision.choice in (side, "both")
        ]
    return tuple(sorted(kept, key=lambda pair: (pair[0].onset, pair[0].offset, pair[0].id)))


def _own(decision: Decision) -> Annotation:
    """What somebody decided for bounds of their own; the decision stands for it, so that it has its id."""
    assert decision.onset is not None
    assert decision.offset is not None
    made = Annotation(
        decision.onset,
        decision.apex,
        decision.offset,
        emotion=decision.emotion,
        id=decision.id,
        annotator=decision.annotator,
    )
    return made.stated(Origin(OriginKind.HUMAN, decision.annotator, decision.at))


def adjudicated(document: AnnotationDocument, first: str, second: str) -> tuple[Annotation, ...]:
    """What the adjudications of the current video leave, in order of onset; undecided events are left out."""
    video = document.video
    return () if video is None else tuple(one for one, _decision in settled(document, first, second, video))


def undecided_of(document: AnnotationDocument, first: str, second: str) -> dict[str, int]:
    """Events without a decision, by the id of their video; videos where there is none are absent.

    Raises:
        ValueError: they are hidden from the annotator in use.
    """
    decided, found = decisions_of(document), Counter[str]()
    for video, event in events_of(document, first, second):
        found[video.id] += key_of(video, event) not in decided
    return dict(+found)


def undecided(document: AnnotationDocument, first: str, second: str) -> tuple[int, int]:
    """Events of the current video, and of the other videos, that nobody adjudicated; see `undecided_of`."""
    found = undecided_of(document, first, second)
    here = found.pop(document.focus.video_id, 0)
    return here, sum(found.values())


def adjudicated_records(document: AnnotationDocument, first: str, second: str) -> list[Record]:
    """What was decided in all videos, as records: who decided, what, when and why stand beside every one.

    Raises:
        ValueError: it is hidden from the annotator in use.
    """
    records: list[Record] = []
    for video in document.videos:
        found = settled(document, first, second, video)
        project = replace(
            document.project,
            annotator="",  # it was made by either of them, not by who exports it
            annotations=tuple(one for one, _decision in found),
            video=video.ref,
            subject=video.subject,
            video_name=video.name or video.ref.path.stem,
            clock=document.videos.clock_of(video),
        )
        for record, (_one, decision) in zip(to_records(project), found, strict=True):
            said = {
                "decision": decision.choice,
                "decided_by": decision.annotator,
                "decided_at": decision.at,
                "decision_reason": decision.reason,
            }
            records.append(replace(record, extra={**record.extra, **said}))
    return records


def full_form(document: AnnotationDocument, first: str, second: str, *, files: bool = False) -> dict[str, Any]:
    """Everything about two annotators as JSON-able form: agreement, every event of every video, adjudications.

    Every value of an event has its origin beside it; an emotion that nobody stated is left out, its origin stays.
    """
    names = {one.id: one.name for one in document.annotators}
    events, compared = events_of(document, first, second), compare_videos(document, first, second, files=files)
    return {
        "first": names[first],
        "second": names[second],
        "frame_base": "0-based, inclusive",
        "agreement": compared.pooled.to_dict(),
        "agreement_by_video": [{"video_id": video.id, **found.to_dict()} for video, found in compared.videos],
        "missed_by_both": [_missed_form(one) for one in missed_by(document, first, second)],
        "videos_left_out": [{"video": one.name, "seen_by": one.seen_by} for one in compared.left_out],
        "events": [
            {
                "video": event.video,
                "video_id": video.id,
                "first": _form(event.first),
                "second": _form(event.second),
            }
            for video, event in events
        ],
        "videos": [{"id": one.id, "name": one.name, "subject": one.subject} for one in document.videos],
        "decisions": [
            {name: getattr(one, name) for name in Decision.__dataclass_fields__} for one in document.adjudications.all
        ],
        "head": document.ledger.head,
    }


def _mark(one: Annotation) -> AnnotatorMark:
    return AnnotatorMark(one.id, *one.bounds, one.emotion, one.action_units, one.origins, one.point)


def _form(mark: AnnotatorMark | None) -> dict[str, Any] | None:
    if mark is None:
        return None
    form = {name: getattr(mark, name) for name in AnnotatorMark.__dataclass_fields__}
    if mark.origins.emotion.kind is OriginKind.MODEL:
        form["emotion"] = None
    return {**form, "origins": mark.origins.form()}


def _missed_form(one: BothMissed) -> dict[str, Any]:
    """JSON-able form of an estimate; null where nothing bounds it."""
    found = one.found
    return {
        "first": one.first,
        "second": one.second or "the model",
        "both": one.both,
        "only_first": one.only_first,
        "only_second": one.only_second,
        "missed": None if found is None else found.missed,
        "interval_90": None if found is None else [found.low, found.high],
        "odds_ratio": None if found is None else list(found.dependence),
        "shared_view": one.shared_view,
    }
