"""What would have been found here, by movements rendered into the pictures: slow, and for every spotting model.

Each pass is a whole analysis of the video (`engine.planted.picture_passes`).
"""

from collections.abc import Generator, Sequence
from dataclasses import replace
from pathlib import Path

from engine.config import AnalysisConfig
from engine.errors import AnalysisError
from engine.face import FaceTracker
from engine.messages import Said, template
from engine.pipeline.model_choice import leaves_the_choice
from engine.pipeline.run import analyze
from engine.pipeline.survey import face_choice
from engine.planted import picture_passes
from engine.planted.places import PlantedMovement
from engine.planted.planted_source import PlantedSource
from engine.planted.requests import PictureAnalysis, Sensitivity, SensitivityRequest, request_of
from engine.planted.sensitivity import ANOTHER_MODEL, NOTHING_FREE, PLANTING, PlantedPass, answered, proposed_by
from engine.spotters import SpottingModel, load_spotter
from engine.types import AnalysisRun, Progress
from engine.video import open_source

ANOTHER_FILE = template(
    "“{name}” is not the file any more that this run was made from, so nothing can be planted in its pictures: open "
    "the video again."
)


def sensitivity_in_pictures(
    path: Path, run: AnalysisRun, *, n_frames: int, seed: int = 0, occupied: Sequence[tuple[int, int]] = ()
) -> Generator[Progress | Sensitivity, None, None]:
    """Progress, then one `Sensitivity` whose method is ``"pictures"``.

    Args:
        path: the video of the run.
        run: its analysis.
        n_frames: of the video.
        seed: of everything that is drawn.
        occupied: intervals of frame indices, inclusive, that somebody marked or accepted.

    Raises:
        EngineError: the video or the model cannot be read or is another one, or nothing can be planted.
    """
    request = request_of(run, n_frames=n_frames, occupied=occupied, seed=seed)
    analysis = PictureAnalysis(AnalysisConfig.from_dict(dict(run.settings)), run.content)
    yield from sensitivities_in_pictures(path, replace(request, pictures=analysis))


def sensitivities_in_pictures(path: Path, request: SensitivityRequest) -> Generator[Progress | Sensitivity, None, None]:
    """Progress over all passes, then one `Sensitivity`; runs where `engine.pipeline.analyze` runs.

    Args:
        path: the video of the run.
        request: with `SensitivityRequest.pictures`.

    Raises:
        EngineError: the video or the model cannot be read or is another one, or nothing can be planted.
    """
    analysis, curves = request.pictures, request.curves
    if analysis is None:
        raise ValueError("no analysis to repeat")
    config = analysis.config
    model = load_spotter(config.weights, device=config.device, reference=config.reference)
    wanted = [(request.digest, model)]
    if request.second_digest:
        wanted.append((request.second_digest, load_spotter(config.restless_weights, device=config.device)))
    if any(digest and one.card.digest != digest for digest, one in wanted):
        raise AnalysisError(ANOTHER_MODEL)
    proposed = proposed_by(curves, request)
    planned, samples = picture_passes.planned_passes(request, proposed), len(curves.frames)
    passes: list[PlantedPass] = []
    for seed, movements in picture_passes.picture_passes(request, proposed):
        planned = max(planned, len(passes) + 1)
        steps = _planted(path, request, model, movements, seed)
        done = yield from _told(steps, len(passes) * samples, samples, planned * samples)
        passes.append(done)
        if sum(len(one.movements) for one in passes) >= picture_passes.WANTED:
            break
    if not any(one.movements for one in passes):
        raise AnalysisError(NOTHING_FREE)
    yield replace(answered(request, curves, passes, in_pictures=True), method="pictures")


def _told(
    steps: Generator[Progress, None, PlantedPass], before: int, samples: int, total: int
) -> Generator[Progress, None, PlantedPass]:
    """The progress of one pass as that of all: samples measured of `total`."""
    yield Progress(PLANTING, before, total)
    furthest = before
    while True:
        try:
            step = next(steps)
        except StopIteration as stop:
            planted: PlantedPass = stop.value
            return planted
        # What takes one step, as loading a model does, is no part of the video.
        if step.total > 1:
            furthest = max(furthest, before + samples * step.done // step.total)
            yield Progress(PLANTING, furthest, total)


def _planted(
    path: Path, request: SensitivityRequest, model: SpottingModel, movements: list[PlantedMovement], seed: int
) -> Generator[Progress, None, PlantedPass]:
    analysis, curves = request.pictures, request.curves
    assert analysis is not None
    config = analysis.config
    with open_source(path, fps=config.image_rate) as opened:
        _refuse_another(opened.info.n_frames, opened.info.fast_digest, path, request)
        source = PlantedSource(opened, curves.frames, movements, FaceTracker(face_choice(config)), seed)
        # An analysis by two models loads both itself.
        for event in analyze(source, config, None if leaves_the_choice(config) else model):
            if isinstance(event, Progress):
                yield event
            elif isinstance(event, AnalysisRun):
                return PlantedPass(tuple(source.planted), event.curves)
    raise AnalysisError(NOTHING_FREE)


def _refuse_another(n_frames: int, content: str, path: Path, request: SensitivityRequest) -> None:
    """Refuse a file that is certainly not the one the run was made from."""
    analysis = request.pictures
    known = "" if analysis is None else analysis.content
    if n_frames != request.n_frames or (known and content and known != content):
        raise AnalysisError(Said(ANOTHER_FILE, name=path.name))
