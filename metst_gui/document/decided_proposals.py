"""What the annotator in use decided on the proposals of one model, in all videos. Qt-free."""

from collections.abc import Mapping
from typing import NamedTuple

from engine.estimates.acceptance import Traits, traits_of
from engine.project.run_form import maker_digest_of_form
from engine.types import Proposal
from metst_gui.document.annotation import Verdict, VerdictRecord
from metst_gui.document.document import AnnotationDocument
from metst_gui.document.project import Video
from metst_gui.document.runs import OF_RUN


class DecidedProposal(NamedTuple):
    """One verdict.

    Attributes:
        video: id of the video.
        traits: what was known of the proposal before.
        accepted: whether it was accepted, not rejected.
    """

    video: str
    traits: Traits
    accepted: bool


def decided_proposals(document: AnnotationDocument) -> tuple[DecidedProposal, ...]:
    """The verdicts on proposals of the model of the video that is shown, the earliest first.

    None while the model's marks are hidden, or without a run: scores of two models are not to be compared.
    """
    focus, view = document.focus, document.view
    run = view.run
    if run is None:
        return ()
    found: list[tuple[str, DecidedProposal]] = []
    maker = run.maker_digest
    for video in focus.videos:
        book = focus.state.books.get((video.id, focus.layer_id))
        if book is None or not _is_of(document, video, maker):
            continue
        here = video.id == focus.video_id
        own = (one for one in _final(book.verdicts) if _is_of_current(document, one.proposal, maker))
        found += [(one.at, _decided(video, one, here=here)) for one in own]
    return tuple(one for _, one in sorted(found, key=lambda pair: pair[0]))


def _is_of(document: AnnotationDocument, video: Video, maker: str) -> bool:
    """Whether the current run of a video is of a model."""
    return video.id == document.focus.video_id or _made(document, video.run or "", maker)


def _is_of_current(document: AnnotationDocument, proposal: Proposal, maker: str) -> bool:
    """Whether a proposal is of the current run, or of a run beside it that the same model made."""
    return OF_RUN not in proposal.id or _made(document, proposal.id.rpartition(OF_RUN)[2], maker)


def _made(document: AnnotationDocument, run: str, maker: str) -> bool:
    form = document.focus.state.runs.get(run)
    return isinstance(form, Mapping) and maker_digest_of_form(form) == maker


def _final(verdicts: Mapping[str, VerdictRecord]) -> list[VerdictRecord]:
    return [one for one in verdicts.values() if one.verdict in (Verdict.ACCEPTED, Verdict.REJECTED)]


def _decided(video: Video, one: VerdictRecord, *, here: bool) -> DecidedProposal:
    traits = traits_of(one.proposal, video.ref.fps, here=here)
    return DecidedProposal(video.id, traits, one.verdict is Verdict.ACCEPTED)
