"""Sentences on which regions of the face could be judged, and on clips too short to show both sides of a movement."""

from collections.abc import Mapping

from engine.errors import AnalysisError
from engine.explain.coverage import judged_parts, told_share, unjudged_reasons
from engine.messages import Said
from engine.types import REGION_REASONS, UNSCORED, Curves, RegionReason, VideoInfo

# Reasons that cost a part less than this share of the video are not named.
NAMED_SHARE = 0.05
# Shorter clips begin or end within a movement, as data sets cut them.
SHORT_SECONDS = 2.0
# A note stands alone: it begins as a sentence does.
BEGINNINGS: Mapping[str, str] = {"brows": Said("Brows and eyes"), "nose": Said("Nose"), "mouth": Said("Mouth")}
LEAST_SAMPLES = 6


def region_notes(curves: Curves) -> tuple[str, ...]:
    """What the run can say of each part of the face, and why not more."""
    regions = curves.regions
    if regions is None or not len(curves.frames):
        return ()
    share = {part: f"{told_share(value):.0%}" for part, value in judged_parts(curves).items()}
    notes = [
        Said(
            "Brows and eyes are judged in {share} of the video, the nose in {share2}, the mouth in "
            "{share3}: what is not judged may hide a micro-expression.",
            share=share["brows"],
            share2=share["nose"],
            share3=share["mouth"],
        )
    ]
    unseen = REGION_REASONS[RegionReason.UNSEEN]
    for part, shares in unjudged_reasons(curves).items():
        most = max((text for text in shares if text != unseen), key=lambda text: shares[text], default=None)
        if most is not None and shares[most] >= NAMED_SHARE:
            notes.append(
                Said(
                    "{part_words}: not judged in {shares:.0%} of the video for: {most}.",
                    part_words=BEGINNINGS[part],
                    shares=told_share(shares[most]),
                    most=most,
                )
            )
    return tuple(notes)


def short_notes(curves: Curves) -> tuple[str, ...]:
    """What is assumed of a clip that may begin or end within a movement; none for longer ones."""
    seconds = len(curves.frames) / curves.rate if curves.rate > 0 else 0.0
    scored = (curves.mask & UNSCORED) == 0
    if seconds >= SHORT_SECONDS or not scored.any():
        return ()
    return (
        Said(
            "The clip lasts {seconds:.1f} s: its first frame is taken for the calm face, and a movement "
            "that does not come back before the end is taken for one that was cut off.",
            seconds=seconds,
        ),
    )


def refuse_few(info: VideoInfo, samples: int) -> None:
    """Refuse a source that holds no movement over the shortest lag.

    Raises:
        AnalysisError: it has fewer than `LEAST_SAMPLES` samples.
    """
    if samples < LEAST_SAMPLES:
        raise AnalysisError(
            Said(
                "“{name}” has {samples} frames to analyse; at least {least_samples} are needed to see a "
                "movement. It can still be annotated by hand.",
                name=info.path.name,
                samples=samples,
                least_samples=LEAST_SAMPLES,
            )
        )
