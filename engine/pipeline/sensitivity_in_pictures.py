"""What would have been found here, by movements rendered into the pictures: slow, and for every spotting model.

Each pass is a whole analysis of the video. Movements lie further apart than those planted in features: a model that
takes from the video what this person does all the time would take a crowd of them for that.
"""

from collections.abc import Generator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from engine.config import AnalysisConfig
from engine.errors import AnalysisError
from engine.face import FaceTracker
from engine.pipeline.run import analyze
from engine.pipeline.survey import face_choice
from engine.planted.free import free_samples
from engine.planted.places import PlantedMovement, draw_movements
from engine.planted.planted_source import PlantedSource
from engine.planted.requests import Sensitivity, request_of
from engine.planted.sensitivity import NOTHING_FREE, PlantedPass, answered, proposed_by
from engine.types import PARTS, AnalysisRun, Curves, Progress
from engine.video import open_source

# Time between two movements of a pass, s, and passes and movements after which no further pass is made.
BETWEEN_SECONDS = (2.0, 3.5)
MOST_PASSES, WANTED = 6, 120


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
        EngineError: the video or the model cannot be read, or nothing can be planted.
    """
    request = request_of(run, n_frames=n_frames, occupied=occupied, seed=seed)
    config = AnalysisConfig.from_dict(dict(run.settings))
    curves = run.curves
    taken = [*occupied, *((one.onset, one.offset) for one in proposed_by(curves, request))]
    free = free_samples(curves, run.restless, taken)
    rng = np.random.default_rng([22, seed])
    passes: list[PlantedPass] = []
    for number in range(MOST_PASSES):
        drawn = draw_movements(free, curves.rate, rng, between=BETWEEN_SECONDS)
        movements = [one for one in drawn if _is_judged(curves, one)]
        if movements:
            passes.append((yield from _planted(path, config, curves, movements, seed + number)))
        if sum(len(one.movements) for one in passes) >= WANTED:
            break
    if not any(one.movements for one in passes):
        raise AnalysisError(NOTHING_FREE)
    yield replace(answered(request, curves, passes, in_pictures=True), method="pictures")


def _planted(
    path: Path, config: AnalysisConfig, curves: Curves, movements: list[PlantedMovement], seed: int
) -> Generator[Progress, None, PlantedPass]:
    with open_source(path, fps=config.image_rate) as opened:
        source = PlantedSource(opened, curves.frames, movements, FaceTracker(face_choice(config)), seed)
        for event in analyze(source, config):
            if isinstance(event, Progress):
                yield event
            elif isinstance(event, AnalysisRun):
                return PlantedPass(tuple(source.planted), event.curves)
    raise AnalysisError(NOTHING_FREE)


def _is_judged(curves: Curves, movement: PlantedMovement) -> bool:
    """Whether the movement's region can be judged while it lasts; of models that do not tell regions apart, always."""
    if curves.regions is None:
        return True
    course = movement.course
    reasons = curves.regions.reasons[course.onset : course.offset + 1][:, list(PARTS[movement.region])]
    return bool((reasons == 0).any(axis=1).all())
