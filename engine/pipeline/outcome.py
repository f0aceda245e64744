"""The record of a finished run, put together the same way for every kind of features."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import metadata

import numpy as np

from engine.config import AnalysisConfig
from engine.messages import Said
from engine.pipeline.feature_choice import feature_notes
from engine.pipeline.restless import Spans
from engine.pipeline.run_evidence import Kept, run_evidence
from engine.pipeline.sampling import rate_notes
from engine.pipeline.survey import Survey, coverage_notes, survey_notes
from engine.spotters import SpottingModel
from engine.types import AnalysisRun, Curves, Int64, Proposal, VideoInfo

VERSIONED = ("metst", "numpy", "opencv-python-headless", "ai-edge-litert", "av")


@dataclass(frozen=True, slots=True, eq=False)
class RunContext:
    """What a run was made from.

    Attributes:
        info: the source.
        config: resolved options.
        model: the spotting model.
        frames: int64 [S], frame index of each sample.
        rate: samples a second (Hz).
        survey: what was noticed on the way.
    """

    info: VideoInfo
    config: AnalysisConfig
    model: SpottingModel
    frames: Int64
    rate: float
    survey: Survey


def assembled(  # noqa: PLR0913 - the parts of a record
    context: RunContext,
    curves: Curves,
    proposals: tuple[Proposal, ...],
    *,
    seconds: Mapping[str, float],
    kept: Sequence[Kept],
    first: tuple[str, ...],
    last: tuple[str, ...],
    restless: Spans,
    without_windows: bool = False,
) -> AnalysisRun:
    """The record of a finished run.

    Args:
        context: what it was made from.
        curves: final curves.
        proposals: in time order.
        seconds: stage -> seconds.
        kept: windows kept as evidence; features of the second kind have none.
        first: sentences before those that every run has.
        last: and after them.
        restless: spans of frames where nothing can be judged for movement.
        without_windows: the model sees no windows; eyes and head are evidence all the same.
    """
    info, config, model, frames = context.info, context.config, context.model, context.frames
    return AnalysisRun(
        id=uuid.uuid4().hex,
        model=model.card.name,
        model_digest=model.card.digest,
        settings=config.to_dict(),
        curves=curves,
        proposals=proposals,
        versions={**_versions(), "network": getattr(model, "backend", "none")},
        timings={stage: round(value, 3) for stage, value in seconds.items()},
        notes=(
            *first,
            *info.warnings,
            *rate_notes(info, frames, context.rate, config.rate),
            *feature_notes(config, model.card),
            *survey_notes(context.survey, config, info.times[frames]),
            *coverage_notes(curves.mask),
            *last,
        ),
        restless=restless,
        evidence=run_evidence(
            kept,
            context.survey.measures,
            context.rate,
            k=config.k,
            without_windows=without_windows or config.features == "patches",
        ),
        content=info.fast_digest,
    )


def read_only_frames(values: Int64) -> Int64:
    """A read-only copy, int64."""
    copy = values.astype(np.int64)
    copy.setflags(write=False)
    return copy


def _versions() -> dict[str, str]:
    found = {}
    for name in VERSIONED:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            found[name] = Said("not installed")
    return found
