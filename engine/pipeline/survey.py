"""What is noticed of the video while its samples are decoded, and the sentences on it."""

from dataclasses import dataclass, field, fields

import numpy as np

from engine.config import AnalysisConfig
from engine.face import FaceChoice
from engine.face.measures import FaceMeasures
from engine.messages import Said
from engine.types import MASK_REASONS, UNSCORED, Float64, Mask, UInt8

# Cuts that a sentence names by their time.
MOST_SHOWN = 5


@dataclass(slots=True)
class Survey:
    """Filled by `stream_windows`.

    Attributes:
        cuts: samples that do not continue the one before them, rising.
        damaged: samples whose frame cannot be decoded; they count as frames without a face.
        repeated: samples whose picture is exactly that of the sample before.
        refitted: samples whose picture has another size or shape than the first.
        shrink: by how much the pictures were measured smaller; 1: not at all.
        faces: the most faces seen at the same time.
        tilted: samples whose face lies on its side; they count as samples without a face.
        unlike: those cuts after which the face looks like another person than at the start, rising.
        measures: eyes and head of the samples so far.
    """

    cuts: list[int] = field(default_factory=list)
    damaged: int = 0
    repeated: int = 0
    refitted: int = 0
    shrink: int = 1
    faces: int = 0
    tilted: int = 0
    unlike: tuple[int, ...] = ()
    measures: FaceMeasures = field(default_factory=FaceMeasures)

    def renew(self, counts: "Survey", *, cut: int | None) -> None:
        """Take over the counts of the samples so far, and the newest sample where it begins a scene or track."""
        for each in fields(self):
            if each.name not in ("cuts", "measures"):
                setattr(self, each.name, getattr(counts, each.name))
        if cut is not None:
            self.cuts.append(cut)


def face_choice(config: AnalysisConfig, shrink: int = 1) -> FaceChoice:
    """The face a configuration asks for, in pictures `shrink` times smaller."""
    at = config.face_at
    return FaceChoice(config.face, None if at is None else (at[0] / shrink, at[1] / shrink))


def mask_cuts(mask: UInt8, cuts: list[int], k: int) -> UInt8:
    """`mask` with CUT on the ``k / 2`` samples around every cut (feature spec 5).

    The windows start again at a cut, but what is seen beside it lacks its other side, and no interval may cross it. A
    cut from or to pictures without a face is a gap already, and costs the frames with a face nothing.

    Args:
        mask: uint8 [n], `Mask` bits; not changed.
        cuts: samples, from 1 on, that begin a new scene or track.
        k: window length in samples.
    """
    marked = mask.copy()
    reach = k // 4
    faceless = np.uint8(Mask.NO_FACE)
    for cut in (cut for cut in cuts if not (mask[cut - 1] | mask[cut]) & faceless):
        marked[max(0, cut - reach) : cut + reach] |= np.uint8(Mask.CUT)
    return marked


def coverage_notes(mask: UInt8) -> tuple[str, ...]:
    """One sentence where part of the source could not be scored, so that silence is never read as "nothing here".

    Args:
        mask: uint8 [n], final mask of the run.
    """
    unscored = float(np.mean((mask & UNSCORED) != 0))
    if unscored == 0:
        return ()
    shares = {flag: float(np.mean((mask & flag) != 0)) for flag in MASK_REASONS if flag & UNSCORED}
    found = sorted((flag for flag, share in shares.items() if share), key=lambda flag: -shares[flag])
    if unscored == 1 and shares[Mask.NO_FACE] == 1:
        if shares[Mask.DARK] == 1:
            dark = MASK_REASONS[Mask.DARK]
            return (Said("No face was found in this video ({dark}), so nothing could be scored.", dark=dark),)
        return (Said("No face was found in this video, so nothing could be scored."),)
    reasons = [Said("{reason} {share}", reason=MASK_REASONS[flag], share=_percent(shares[flag])) for flag in found]
    if unscored == 1:
        return (Said("Nothing in this video could be scored: {reasons}.", reasons=reasons),)
    return (
        Said(
            "{share} of the video has a score; the shaded spans have none ({reasons}).",
            share=_percent(1 - unscored),
            reasons=reasons,
        ),
    )


def survey_notes(survey: Survey, config: AnalysisConfig, times: Float64) -> tuple[str, ...]:
    """Sentences on several faces, cuts, damage and repeated frames; empty for an ordinary recording.

    Args:
        survey: of all samples.
        config: which face was asked for.
        times: float64 [S], when each sample is shown, in s.
    """
    notes: list[str] = []
    if survey.faces > 1:
        notes.append(
            Said(
                "Up to {faces} faces were seen at the same time; only {chosen} was analysed. Another one "
                "can be chosen by a right click on it, or with --face.",
                faces=survey.faces,
                chosen=_chosen(config),
            )
        )
    elif survey.faces == 1 and face_choice(config).is_explicit:
        notes.append(Said("Only one face was seen at any time; {chosen} was asked for.", chosen=_chosen(config)))
    if survey.cuts:
        count = len(survey.cuts)
        notes.append(
            Said("1 cut in the video: nothing is measured across it.")
            if count == 1
            else Said("{count} cuts in the video: nothing is measured across them.", count=count)
        )
        notes.append(_identity_note(survey, times))
    if survey.tilted:
        notes.append(
            Said(
                "In {tilted} frames the face lies on its side: turn the video upright and analyse it again.",
                tilted=survey.tilted,
            )
        )
    if survey.damaged:
        notes.append(Said("{damaged} damaged frames cannot be decoded and were not scored.", damaged=survey.damaged))
    if survey.shrink > 1:
        notes.append(
            Said("The pictures are so large that they were measured at 1/{shrink} of their size.", shrink=survey.shrink)
        )
    if survey.refitted:
        notes.append(
            Said(
                "{refitted} frames have another size or shape than the first: they were analysed whole, "
                "with black edges.",
                refitted=survey.refitted,
            )
        )
    if survey.repeated:
        notes.append(
            Said(
                "{repeated} frames repeat the one before them exactly: they show no movement.", repeated=survey.repeated
            )
        )
    return tuple(notes)


def _identity_note(survey: Survey, times: Float64) -> str:
    """What is known of who is seen after the cuts: looks tell a person only in the same view and light."""
    if not survey.unlike:
        return Said("Whether the same person is seen after a cut is judged by place and looks only.")
    shown = [f"{times[sample]:.1f} s" for sample in survey.unlike[:MOST_SHOWN]]
    at = [*shown, *(["…"] if len(survey.unlike) > MOST_SHOWN else [])]
    return Said(
        "After a cut the face looks like another person than at the start, or in another view or "
        "light, at {at}: check who is measured there.",
        at=at,
    )


def _chosen(config: AnalysisConfig) -> str:
    if config.face_at is not None:
        return Said("the one at ({face_at:g}, {face_at2:g}) px", face_at=config.face_at[0], face_at2=config.face_at[1])
    return Said("the largest") if config.face == 1 else Said("number {face} by size", face=config.face)


def _percent(share: float) -> str:
    """Whole percent, but neither 0 nor 100 where something is left."""
    return f"{min(99, max(1, round(100 * share))) if 0 < share < 1 else round(100 * share)} %"
