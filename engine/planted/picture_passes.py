"""Which movements are rendered into the pictures of a video, pass by pass: each pass is a whole analysis of it.

Movements lie further apart than those planted in features: a model that takes from the video what this person does all
the time would take a crowd of them for that.
"""

from collections.abc import Iterator, Sequence

import numpy as np

from engine.planted.free import free_samples
from engine.planted.places import PlantedMovement, draw_movements
from engine.planted.requests import SensitivityRequest
from engine.types import PARTS, Curves, Proposal

# Time between two movements of a pass, s, and passes and movements after which no further pass is made.
BETWEEN_SECONDS = (2.0, 3.5)
MOST_PASSES, WANTED = 6, 120


def picture_passes(
    request: SensitivityRequest, proposed: Sequence[Proposal]
) -> Iterator[tuple[int, list[PlantedMovement]]]:
    """Seed and movements of each pass, at most `MOST_PASSES`; a pass without room for any is left out.

    Args:
        request: of the run.
        proposed: what the run proposes as it is decoded now; nothing is planted there.
    """
    curves = request.curves
    taken = [*request.occupied, *((one.onset, one.offset) for one in proposed)]
    free = free_samples(curves, request.restless, taken)
    rng = np.random.default_rng([22, request.seed])
    for number in range(MOST_PASSES):
        drawn = draw_movements(free, curves.rate, rng, between=BETWEEN_SECONDS)
        movements = [one for one in drawn if _is_judged(curves, one)]
        if movements:
            yield request.seed + number, movements


def planned_passes(request: SensitivityRequest, proposed: Sequence[Proposal]) -> int:
    """How many analyses of the video a measurement takes, where the face is seen whenever something is planted."""
    passes = planted = 0
    for _, movements in picture_passes(request, proposed):
        passes, planted = passes + 1, planted + len(movements)
        if planted >= WANTED:
            break
    return passes


def _is_judged(curves: Curves, movement: PlantedMovement) -> bool:
    """Whether the movement's region can be judged while it lasts; of models that do not tell regions apart, always."""
    if curves.regions is None:
        return True
    course = movement.course
    reasons = curves.regions.reasons[course.onset : course.offset + 1][:, list(PARTS[movement.region])]
    return bool((reasons == 0).any(axis=1).all())
