"""A project's runs against the labels of one layer: the report, and every hit and error with its place."""

from dataclasses import dataclass

from engine.datasets.records import Record
from engine.evaluation import Report, evaluate
from engine.evaluation.grouping import by_video
from engine.evaluation.matching import UNMATCHED
from metst_gui.document.annotation import computed_kind
from metst_gui.document.layers import LayeredDocument
from metst_gui.language import tr


@dataclass(frozen=True, slots=True)
class Finding:
    """One hit or error.

    Attributes:
        result: ``"TP"``, ``"FP"`` or ``"FN"``.
        video: id of the video.
        video_name: subject and name of it, for people.
        onset, offset: of the proposal; of the event where it was missed.
        text: what was predicted, and what is labelled there.
    """

    result: str
    video: str
    video_name: str
    onset: int
    offset: int
    text: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Runs against labels.

    Attributes:
        truth, predictions: what was compared; the video of a record is its id.
        report: of the compared videos.
        findings: in order of video and onset.
        left_out: names of videos that were not analysed; they are not part of the report.
        minutes: length by (subject, video id).
    """

    truth: tuple[Record, ...]
    predictions: tuple[Record, ...]
    report: Report
    findings: tuple[Finding, ...]
    left_out: tuple[str, ...]
    minutes: dict[tuple[str, str], float]


def compare(document: LayeredDocument, layer: str, *, protocol: str) -> Comparison:
    """Compare the proposals of all analysed videos with a layer.

    Args:
        document: with its project.
        layer: id of the layer whose annotations are the truth.
        protocol: one of `engine.evaluation.PROTOCOLS`.

    Raises:
        ValueError: the layer is hidden from the annotator in use.
    """
    truth: list[Record] = []
    predictions: list[Record] = []
    minutes: dict[tuple[str, str], float] = {}
    names: dict[str, str] = {}
    left_out: list[str] = []
    for video in document.videos:
        subject, name = video.subject, f"{video.subject} {video.name}".strip()
        proposals = document.proposals_of(video.id)
        if proposals is None:
            left_out.append(name)
            continue
        names[video.id] = name
        minutes[subject, video.id] = video.ref.n_frames / video.ref.fps / 60
        truth += [
            Record(
                subject,
                video.id,
                one.onset,
                one.apex,
                one.offset,
                one.emotion,
                one.action_units,
                one.objective_class,
                {"kind": one.kind or computed_kind(one, video.ref.fps)},
            )
            for one in document.annotations_of(layer, video.id)
        ]
        predictions += [
            Record(
                subject,
                video.id,
                one.onset,
                one.apex,
                one.offset,
                one.emotion and str(one.emotion),
                extra={"score": repr(one.score)},
            )
            for one in proposals
        ]
    report = evaluate(truth, predictions, protocol=protocol, videos=tuple(minutes))
    findings = _findings(report, truth, predictions, names)
    return Comparison(tuple(truth), tuple(predictions), report, findings, tuple(left_out), minutes)


def _findings(
    report: Report, truth: list[Record], predictions: list[Record], names: dict[str, str]
) -> tuple[Finding, ...]:
    events, guesses = by_video(truth), by_video(predictions)
    found: list[Finding] = []
    for video in report.videos:
        key = (video.subject, video.video)
        known, name = events.get(key, []), names[video.video]
        hits = {position for position, _ in video.hits}
        rows = [
            Finding("FN", video.video, name, one.onset, one.offset, tr("missed {event}", event=_event(one)))
            for at, one in enumerate(known)
            if at not in hits
        ]
        for guess, position in zip(guesses.get(key, []), video.match, strict=False):
            what = tr("proposed {emotion}", emotion=tr(guess.emotion or "no emotion"))
            if position == UNMATCHED:
                rows.append(Finding("FP", video.video, name, guess.onset, guess.offset, what))
            else:
                text = tr("{proposed}, labelled {event}", proposed=what, event=_event(known[position]))
                rows.append(Finding("TP", video.video, name, guess.onset, guess.offset, text))
        found += sorted(rows, key=lambda one: (one.onset, one.offset))
    return tuple(found)


def _event(event: Record) -> str:
    emotion = tr(event.emotion or "no emotion")
    return tr("{emotion} at {onset} to {offset}", emotion=emotion, onset=event.onset, offset=event.offset)
