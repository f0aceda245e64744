"""What a stored run could judge: of the whole face, and of its parts."""

from collections.abc import Mapping
from typing import Any

from numpy.typing import NDArray

from engine.explain.coverage import Coverage, coverage, unjudged_reasons
from engine.types import AnalysisRun, Curves, RegionCurves

# Name of a stored array of the regions -> field of `RegionCurves`.
REGION_ARRAYS = {
    "region_reasons": "reasons",
    "region_motion": "motion",
    "region_scores": "scores",
    "region_movement": "movement",
}
ARRAYS = frozenset({"frames", "score", "mask", *REGION_ARRAYS})


def judged_of(
    run: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]
) -> tuple[Coverage | None, Mapping[str, Mapping[str, float]]]:
    """What a run covers, and why not more.

    Args:
        run: its stored form.
        arrays: its stored arrays, those of `ARRAYS` that there are.

    Returns:
        the coverage (None where there is no mask), and part of the face -> reason -> share of the samples.
    """
    if "mask" not in arrays:
        return None, {}
    apart = {field: arrays[name] for name, field in REGION_ARRAYS.items() if name in arrays}
    regions = RegionCurves(**apart) if len(apart) == len(REGION_ARRAYS) else None
    curves = Curves(arrays["frames"], arrays["score"], None, arrays["mask"], float(run["rate"]), regions)
    spans = run.get("restless")
    found = AnalysisRun(
        id=str(run["id"]),
        model=str(run["model"]),
        model_digest=str(run["model_digest"]),
        settings={},
        curves=curves,
        proposals=(),
        restless_known=spans is not None,
        restless=tuple((int(first), int(last)) for first, last in spans or ()),
    )
    return coverage(found), unjudged_reasons(curves)
