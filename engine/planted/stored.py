"""What is measured of a run, as it is kept in a project file."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, get_args

import numpy as np

from engine.config import DecoderConfig, Synergy, stored_decoder
from engine.estimates.estimate import Estimate
from engine.planted.alarms import AlarmRate
from engine.planted.bands import BoundErrors
from engine.planted.requests import AtThreshold, PlantedIn, Sensitivity
from engine.planted.responses import PLANTED_REGIONS
from engine.planted.share_curve import TOLD, FoundShare

ALL = "all"
REGIONS = (ALL, *PLANTED_REGIONS)
# Of a file that may come from anybody.
MOST_THRESHOLDS, MOST_FOUND = 200, 100_000
_DIGITS = 5


def sensitivity_form(answer: Sensitivity) -> dict[str, Any]:
    """JSON-able form; a strength that nothing bounds is null."""
    return {
        "method": answer.method,
        "planted": answer.n,
        "minutes": round(answer.minutes, _DIGITS),
        "decoder": asdict(answer.decoder),
        "synergy": answer.synergy,
        "px": list(TOLD),
        "found": _curves(answer.found),
        "alarms": _rate(answer.alarms),
        "thresholds": [
            {"threshold": one.threshold, "alarms": _rate(one.alarms), "found": _curves(one.found)}
            for one in answer.thresholds
        ],
        "as_measured": _curve(answer.as_measured),
        "errors": {name: getattr(answer.errors, name).tolist() for name in ("onset", "apex", "offset")},
    }


def sensitivity_from(form: Mapping[str, Any]) -> Sensitivity:
    """From the form, which may come from anybody.

    Raises:
        ValueError, KeyError, TypeError, AttributeError: it is none of METST's.
    """
    if tuple(form["px"]) != TOLD or len(form["thresholds"]) > MOST_THRESHOLDS:
        raise ValueError("measured at other strengths")
    if form["synergy"] not in get_args(Synergy):
        raise ValueError("unknown synergy")
    if form["method"] not in get_args(PlantedIn):
        raise ValueError("unknown method")
    decoder: DecoderConfig = stored_decoder(form["decoder"])
    minutes = _number(form["minutes"])
    if not minutes:
        raise ValueError("measured in no time")
    return Sensitivity(
        token="",
        n=_count(form["planted"]),
        minutes=minutes,
        found=_curves_from(form["found"]),
        alarms=_rate_from(form["alarms"]),
        thresholds=tuple(
            AtThreshold(_number(one["threshold"]), _rate_from(one["alarms"]), _curves_from(one["found"]))
            for one in form["thresholds"]
        ),
        as_measured=_curve_from(form["as_measured"]),
        errors=_errors_from(form["errors"]),
        decoder=decoder,
        synergy=form["synergy"],
        method=form["method"],
    )


def _errors_from(form: Mapping[str, Any]) -> BoundErrors:
    columns = [form[name] for name in ("onset", "apex", "offset")]
    if len({len(one) for one in columns}) != 1 or len(columns[0]) > MOST_FOUND:
        raise ValueError("errors of different lengths")
    if not all(type(value) is int and abs(value) < 1 << 31 for one in columns for value in one):
        raise TypeError("errors that are no frames")
    return BoundErrors(*(np.array(one, np.int64) for one in columns))


def _curves(curves: Sequence[tuple[str, FoundShare]]) -> dict[str, Any]:
    return {name: _curve(curve) for name, curve in curves}


def _curve(curve: FoundShare) -> dict[str, Any]:
    return {
        "planted": curve.n,
        "found": curve.found,
        "shares": [_estimate(one) for one in curve.shares],
        "half": _estimate(curve.half),
    }


def _curves_from(form: Mapping[str, Any]) -> tuple[tuple[str, FoundShare], ...]:
    return tuple((name, _curve_from(form[name])) for name in REGIONS)


def _curve_from(form: Mapping[str, Any]) -> FoundShare:
    shares = tuple(_estimate_from(one) for one in form["shares"])
    if len(shares) != len(TOLD):
        raise ValueError("measured at other strengths")
    at_1px = shares[TOLD.index(1.0)]
    return FoundShare(_count(form["planted"]), _count(form["found"]), shares, _estimate_from(form["half"]), at_1px)


def _rate(rate: AlarmRate) -> dict[str, Any]:
    return {"n": rate.n, "minutes": round(rate.minutes, _DIGITS), "per_minute": _estimate(rate.per_minute)}


def _rate_from(form: Mapping[str, Any]) -> AlarmRate:
    return AlarmRate(_count(form["n"]), _number(form["minutes"]), _estimate_from(form["per_minute"]))


def _estimate(one: Estimate) -> list[float | None]:
    return [round(value, _DIGITS) if math.isfinite(value) else None for value in (one.value, one.low, one.high)]


def _estimate_from(form: Sequence[Any]) -> Estimate:
    value, low, high = (math.inf if one is None else _number(one) for one in form)
    if not low <= high:
        raise ValueError("an interval that is none")
    return Estimate(value, low, high)


def _number(value: Any) -> float:
    if type(value) not in (int, float) or not math.isfinite(value) or value < 0:
        raise ValueError("no number")
    return float(value)


def _count(value: Any) -> int:
    if type(value) is not int or value < 0:
        raise ValueError("no count")
    return value
