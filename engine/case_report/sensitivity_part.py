"""What a report tells of planted movements in a run: what would have been found in this video, with intervals."""

from collections.abc import Mapping
from typing import Any

from engine.case_report.rows import CaseRow
from engine.estimates.estimate import Estimate, minutes_text
from engine.journal.reader import MALFORMED
from engine.planted import TOLD, FoundShare, PlantedIn, Sensitivity
from engine.planted.stored import sensitivity_from

HEADS = ("Part of the face", "Found at 1 px", "Half is found at", "Found, planted")
NAMES = {"all": "Whole face", "brows": "Brows and eyes", "nose": "Nose", "mouth": "Mouth"}
_FELT = "and nothing where the face cannot be judged. Intervals in brackets are 90 %."
ABOUT: dict[PlantedIn, str] = {
    "features": "Known movements of {low:g} to {high:g} px (of the 320 px crop of the face) were planted into the "
    "measurements of this video, and the model looked for them as it did for real ones. Of real ones of that strength "
    f"it would hardly have found more, {_FELT}",
    "pictures": "Known movements of {low:g} to {high:g} px (of the 320 px crop of the face) were rendered into copies "
    "of this video's pictures, and these were analysed as the video was. Of real ones of that strength it would hardly "
    f"have found more, {_FELT}",
}
PLACES: dict[PlantedIn, str] = {"features": "in the measured features", "pictures": "in the pictures themselves"}


def stored_sensitivity(state: Mapping[str, Mapping[str, Any]], video: str, run: str) -> Sensitivity | None:
    """What was measured of a run; None: nothing, or what is kept is none of METST's."""
    form = state["settings"].get(f"sensitivity/{video}/{run}")
    if not isinstance(form, Mapping):
        return None
    try:
        return sensitivity_from(form)
    except MALFORMED:
        return None


def sensitivity_part(found: Sensitivity | None, threshold: float | None) -> dict[str, Any] | None:
    """Sentences and tables of a measurement; None without one.

    Args:
        found: what was measured.
        threshold: absolute threshold in use; None: that it was measured with.
    """
    if found is None:
        return None
    nearest = found.nearest(found.decoder.threshold if threshold is None else threshold)
    curves, alarms = (found.found, found.alarms) if nearest is None else (nearest.found, nearest.alarms)
    at = "" if nearest is None else f"{nearest.threshold:.2f}"
    rows = [
        CaseRow(
            "Planted", f"{found.n} movements in {minutes_text(found.minutes)} judged minutes, {PLACES[found.method]}"
        ),
        *([CaseRow("Threshold", at)] if at else []),
        CaseRow(
            "False alarms a minute, at most",
            f"{_rate(alarms.per_minute)} ({alarms.n} proposals nobody had accepted when it was measured)",
        ),
        *([CaseRow("Bounds", _bounds(found))] if _bounds(found) else []),
    ]
    return {
        "about": ABOUT[found.method].format(low=TOLD[0], high=TOLD[-1]),
        "rows": rows,
        "heads": HEADS,
        "regions": [_region(name, curve) for name, curve in curves],
    }


def _region(name: str, curve: FoundShare) -> list[str]:
    if not curve.n:
        return [NAMES.get(name, name), "nothing was planted there", "not known", "0 of 0"]
    return [NAMES.get(name, name), _share(curve.at_1px), _px(curve.half), f"{curve.found} of {curve.n}"]


def _bounds(found: Sensitivity) -> str:
    bands = {name: found.errors.band(name) for name in ("onset", "apex", "offset")}
    told = [f"{name} −{band[0]} to +{band[1]}" for name, band in bands.items() if band is not None]
    words = "true ones lie within these frames of proposed ones, 9 times in 10"
    return f"{words}: {', '.join(told)} (n {len(found.errors)})" if told else ""


def _share(one: Estimate) -> str:
    return f"{one.value:.0%} [{100 * one.low:.0f}, {100 * one.high:.0f}]"


def _rate(one: Estimate) -> str:
    return f"{one.value:.1f} [{one.low:.1f}, {one.high:.1f}]"


def _px(one: Estimate) -> str:
    return f"{_one_px(one.value)} px [{_one_px(one.low)}, {_one_px(one.high)}]"


def _one_px(value: float) -> str:
    """Nothing stronger than the strongest was planted."""
    return f"{value:.2f}" if value <= TOLD[-1] else f"more than {TOLD[-1]:g}"
