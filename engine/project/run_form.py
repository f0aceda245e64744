"""The form of an analysis run in a project file: JSON that tells of its curves, and the packed curves."""

import hashlib
import json
import zlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.journal.packed import check_run_bytes, told_bytes
from engine.messages import Said, sentence_from, sentence_to
from engine.types import (
    CLASSES,
    HEADS,
    REGIONS,
    AnalysisRun,
    Curves,
    Emotion,
    OriginKind,
    Proposal,
    RegionCurves,
    RunEvidence,
    frozen,
)

# Level 6 takes twice the time of level 1 on curves and saves 1 %; the window waits for it once a run.
ZLIB_LEVEL = 1
DTYPES: Mapping[str, type] = {
    "frames": np.int64,
    "score": np.float32,
    "mask": np.uint8,
    "probabilities": np.float32,
    "spread": np.float32,
    "window_starts": np.int64,
    "window_features": np.float16,
    "window_masks": np.uint8,
    "eyes": np.float32,
    "head": np.float32,
    "region_reasons": np.uint8,
    "region_motion": np.float32,
    "region_scores": np.float32,
    "region_movement": np.float32,
    "region_bounds": np.int16,
}
# Field of `RegionCurves` -> name of its array; runs of models that do not look at regions apart have none of them.
REGION_ARRAYS: Mapping[str, str] = {
    "reasons": "region_reasons",
    "motion": "region_motion",
    "scores": "region_scores",
    "movement": "region_movement",
    "bounds": "region_bounds",
}
# Runs of older versions lack it.
LATER_REGIONS = frozenset({"bounds"})
# Field of `RunEvidence` -> name of its array in the table of curves; runs of older versions have none of them.
EVIDENCE: Mapping[str, str] = {
    "starts": "window_starts",
    "features": "window_features",
    "masks": "window_masks",
    "eyes": "eyes",
    "head": "head",
}


def plain(value: Any) -> Any:
    """JSON-able form of a value `json` does not know, for its `default`.

    Raises:
        TypeError: there is none.
    """
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, np.ndarray):
        return value.tolist()
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, Path):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no place in a project file")


def json_form(value: Any) -> Any:
    """The same value as JSON gives it back: numbers of numpy and paths become plain ones."""
    return json.loads(json.dumps(value, default=plain))


def pack_blob(array: NDArray[Any]) -> tuple[dict[str, Any], bytes]:
    """What the journal tells of an array, and its packed bytes for the table of curves."""
    data = np.ascontiguousarray(array)
    raw = data.tobytes()
    told = {"dtype": data.dtype.str, "shape": list(data.shape), "sha256": hashlib.sha256(raw).hexdigest()}
    return told, zlib.compress(raw, ZLIB_LEVEL)


def unpack_blob(told: Mapping[str, Any], raw: bytes, dtype: type) -> NDArray[Any]:
    """Array from its bytes, read-only.

    Raises:
        ValueError: it is not the one the journal tells of.
    """
    found = np.dtype(str(told["dtype"]))
    if found != np.dtype(dtype) or hashlib.sha256(raw).hexdigest() != told["sha256"]:
        raise ValueError(Said("damaged array"))
    return frozen(np.frombuffer(raw, found).reshape([int(length) for length in told["shape"]]))


def proposal_to(proposal: Proposal) -> dict[str, Any]:
    """See `proposal_from`."""
    return {name: getattr(proposal, name) for name in proposal.__dataclass_fields__}


def proposal_from(data: Mapping[str, Any]) -> Proposal:
    """Proposal from its JSON-able form."""
    probabilities = data["probabilities"]
    emotion = data["emotion"]
    return Proposal(
        id=str(data["id"]),
        onset=int(data["onset"]),
        apex=int(data["apex"]),
        offset=int(data["offset"]),
        score=float(data["score"]),
        emotion=None if emotion is None else Emotion(emotion),
        probabilities=None if probabilities is None else tuple(float(one) for one in probabilities),
        quality=int(data["quality"]),
        decoder=str(data["decoder"]),
        # Projects of older versions do not tell.
        apex_origin=OriginKind(data.get("apex_origin", OriginKind.UNKNOWN)),
        judged=None if data.get("judged") is None else tuple(str(one) for one in data["judged"]),
    )


def arrays_of_run(run: AnalysisRun) -> dict[str, NDArray[Any]]:
    """The arrays of a run by the names they have in a project, of the types in `DTYPES`."""
    curves = run.curves
    arrays: dict[str, NDArray[Any]] = {"frames": curves.frames, "score": curves.score, "mask": curves.mask}
    if curves.probabilities is not None:
        arrays["probabilities"] = curves.probabilities
    if curves.spread is not None:
        arrays["spread"] = curves.spread
    if curves.regions is not None:
        regions = {name: getattr(curves.regions, field) for field, name in REGION_ARRAYS.items()}
        arrays |= {name: values for name, values in regions.items() if values is not None}
    if run.evidence is not None:
        arrays |= {name: getattr(run.evidence, field) for field, name in EVIDENCE.items()}
    return arrays


def stored_run_to(run: AnalysisRun, video: str) -> tuple[dict[str, Any], dict[str, bytes]]:
    """JSON-able form of a run of a video, which tells of its curves, and the packed curves."""
    packed = {name: pack_blob(array) for name, array in arrays_of_run(run).items()}
    form = {name: getattr(run, name) for name in ("id", "model", "model_digest")}
    form |= {name: json_form(dict(getattr(run, name))) for name in ("settings", "versions", "timings")}
    later = {name: getattr(run, name) for name in ("content", "second_model", "second_digest")}
    form |= {name: value for name, value in later.items() if value}
    form |= {"video": video, "rate": float(run.curves.rate), "notes": [sentence_to(one) for one in run.notes]}
    form |= {"restless": [[int(first), int(last)] for first, last in run.restless]}
    form |= {"proposals": [json_form(proposal_to(one)) for one in run.proposals]}
    form |= {"curves": {name: told for name, (told, _data) in packed.items()}}
    return form, {name: data for name, (_told, data) in packed.items()}


def maker_of_form(form: Mapping[str, Any]) -> str:
    """Who made a stored run; see `AnalysisRun.maker`."""
    return "+".join(filter(None, (str(form["model"]), str(form.get("second_model", "")))))


def maker_digest_of_form(form: Mapping[str, Any]) -> str:
    """What two stored runs of the same maker share; see `AnalysisRun.maker_digest`."""
    return "+".join(filter(None, (str(form.get("model_digest", "")), str(form.get("second_digest", "")))))


def stored_run_from(form: Mapping[str, Any], curve: Callable[[str, int], bytes]) -> AnalysisRun:
    """Analysis run from `stored_run_to`'s form.

    Raises:
        ValueError: damaged curves, or of an impossible size; nothing of that size is unpacked.
    """
    told = form["curves"]
    check_run_bytes(told)
    found: dict[str, Any] = {
        name: unpack_blob(told[name], curve(name, told_bytes(told[name])), DTYPES[name]) for name in told
    }
    kept = {field: found.pop(name) for field, name in EVIDENCE.items() if name in found}
    apart = {field: found.pop(name) for field, name in REGION_ARRAYS.items() if name in found}
    curves = Curves(**{"probabilities": None, **found}, rate=float(form["rate"]))
    run = run_of(form, replace(curves, regions=_regions_of(apart, len(curves.frames))) if apart else curves)
    return replace(run, evidence=_evidence_of(kept, run.curves)) if kept else run


def _regions_of(kept: Mapping[str, Any], n: int) -> RegionCurves:
    """What is known of the regions, if the arrays fit each other and the curves.

    Raises:
        ValueError: they do not.
    """
    if kept.keys() | LATER_REGIONS != REGION_ARRAYS.keys():
        raise ValueError("regions are incomplete")
    found = RegionCurves(**kept)
    sizes = (found.reasons.shape, found.motion.shape, found.scores.shape, found.movement.shape)
    if sizes != ((n, len(REGIONS)), (n, len(REGIONS)), (n, len(HEADS)), (n, len(HEADS))):
        raise ValueError("regions of another shape")
    if found.bounds is not None and found.bounds.shape != (n, 2):
        raise ValueError("regions of another shape")
    return found


def _evidence_of(kept: Mapping[str, Any], curves: Curves) -> RunEvidence:
    """Evidence whose arrays fit each other and the curves.

    Raises:
        ValueError: they do not.
    """
    if kept.keys() != EVIDENCE.keys():
        raise ValueError("evidence is incomplete")
    evidence, samples = RunEvidence(**kept), curves.frames.shape
    windows, _channels, k = evidence.features.shape if evidence.features.ndim == 3 else (0, 0, 0)
    if evidence.starts.shape != (windows,) or evidence.masks.shape != (windows, k):
        raise ValueError("windows of another shape")
    if evidence.eyes.shape != samples or evidence.head.shape != samples:
        raise ValueError("lanes of another length")
    return evidence


def run_of(data: Mapping[str, Any], curves: Curves) -> AnalysisRun:
    """Run from its form and its curves.

    Raises:
        ValueError: the curves do not fit each other.
    """
    n = (len(curves.frames),)
    rows = curves.probabilities
    if not curves.frames.shape == curves.score.shape == curves.mask.shape == n:
        raise ValueError("curves of different lengths")
    if rows is not None and rows.shape != (*n, len(CLASSES)):
        raise ValueError("probabilities of another shape")
    if curves.spread is not None and curves.spread.shape != n:
        raise ValueError("a spread of another length")
    return AnalysisRun(
        id=str(data["id"]),
        model=str(data["model"]),
        model_digest=str(data["model_digest"]),
        settings=dict(data["settings"]),
        curves=curves,
        proposals=tuple(proposal_from(one) for one in data["proposals"]),
        versions=dict(data["versions"]),
        timings=dict(data["timings"]),
        notes=tuple(sentence_from(one) for one in data["notes"]),
        # Projects of older versions do not tell.
        restless_known=data.get("restless") is not None,
        restless=tuple((int(first), int(last)) for first, last in data.get("restless") or ()),
        content=str(data.get("content", "")),
        second_model=str(data.get("second_model", "")),
        second_digest=str(data.get("second_digest", "")),
    )
