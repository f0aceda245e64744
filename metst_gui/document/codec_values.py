"""JSON-able forms of the values a project holds; arrays are zlib-packed base64."""

import base64
import math
import zlib
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.types import CLASSES, AnalysisRun, Curves, Emotion, Proposal, frozen
from metst_gui.document.annotation import Annotation, Verdict, VerdictRecord
from metst_gui.document.project import VideoRef

# A damaged length must not ask for the machine's memory: 2^31 bytes is 150 h of five curves.
MAX_ARRAY_BYTES = 1 << 31
# Level 6 takes twice the time of level 1 on curves and saves 1 %; the window waits for it once a run.
ZLIB_LEVEL = 1


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


def pack(array: NDArray[Any]) -> dict[str, Any]:
    """Lossless form of an array, NaN bits included."""
    data = np.ascontiguousarray(array)
    packed = base64.b64encode(zlib.compress(data.tobytes(), ZLIB_LEVEL)).decode("ascii")
    return {"dtype": data.dtype.str, "shape": list(data.shape), "data": packed}


def unpack(form: Mapping[str, Any], dtype: type) -> NDArray[Any]:
    """Array from `pack`'s form, read-only.

    Raises:
        ValueError: damaged data, or another dtype than expected.
    """
    found = np.dtype(str(form["dtype"]))
    shape = tuple(int(length) for length in form["shape"])
    size = math.prod(shape) * found.itemsize
    if found != np.dtype(dtype) or min(shape, default=0) < 0 or size >= MAX_ARRAY_BYTES:
        raise ValueError("unexpected array")
    unpacker = zlib.decompressobj()
    try:
        data = unpacker.decompress(base64.b64decode(form["data"], validate=True), size + 1)
    except zlib.error as error:
        raise ValueError("damaged array") from error
    if len(data) != size or not unpacker.eof:
        raise ValueError("damaged array")
    return frozen(np.frombuffer(data, found).reshape(shape))


def video_to(video: VideoRef | None) -> dict[str, Any] | None:
    """See `video_from`."""
    return None if video is None else {**_flat(video), "path": str(video.path)}


def video_from(data: Mapping[str, Any] | None) -> VideoRef | None:
    """Video reference from its JSON-able form."""
    if data is None:
        return None
    return VideoRef(
        path=Path(data["path"]),
        size_bytes=int(data["size_bytes"]),
        table_digest=str(data["table_digest"]),
        n_frames=int(data["n_frames"]),
        fps=float(data["fps"]),
    )


def annotation_to(annotation: Annotation) -> dict[str, Any]:
    """See `annotation_from`."""
    return _flat(annotation)


def annotation_from(data: Mapping[str, Any]) -> Annotation:
    """Annotation from its JSON-able form.

    Raises:
        ValueError: invalid frames.
    """
    known = {one.name for one in fields(Annotation)}
    return Annotation(**{key: value for key, value in data.items() if key in known})


def proposal_to(proposal: Proposal) -> dict[str, Any]:
    """See `proposal_from`."""
    return _flat(proposal)


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
    )


def verdict_to(record: VerdictRecord) -> dict[str, Any]:
    """See `verdict_from`."""
    return {**_flat(record), "proposal": proposal_to(record.proposal)}


def verdict_from(data: Mapping[str, Any]) -> VerdictRecord:
    """Verdict record from its JSON-able form."""
    return VerdictRecord(
        verdict=Verdict(data["verdict"]),
        proposal=proposal_from(data["proposal"]),
        reason=str(data["reason"]),
        annotator=str(data["annotator"]),
        at=str(data["at"]),
    )


def run_to(run: AnalysisRun) -> dict[str, Any]:
    """See `run_from`."""
    curves = run.curves
    return {
        "id": run.id,
        "model": run.model,
        "model_digest": run.model_digest,
        "settings": dict(run.settings),
        "frames": pack(curves.frames),
        "score": pack(curves.score),
        "probabilities": None if curves.probabilities is None else pack(curves.probabilities),
        "mask": pack(curves.mask),
        "rate": curves.rate,
        "proposals": [proposal_to(one) for one in run.proposals],
        "versions": dict(run.versions),
        "timings": dict(run.timings),
        "notes": list(run.notes),
    }


def run_from(data: Mapping[str, Any] | None) -> AnalysisRun | None:
    """Analysis run from its JSON-able form.

    Raises:
        ValueError: damaged arrays.
    """
    if data is None:
        return None
    packed = data["probabilities"]
    curves = Curves(
        frames=unpack(data["frames"], np.int64),
        score=unpack(data["score"], np.float32),
        probabilities=None if packed is None else unpack(packed, np.float32),
        mask=unpack(data["mask"], np.uint8),
        rate=float(data["rate"]),
    )
    n = (len(curves.frames),)
    rows = curves.probabilities
    if not curves.frames.shape == curves.score.shape == curves.mask.shape == n:
        raise ValueError("curves of different lengths")
    if rows is not None and rows.shape != (*n, len(CLASSES)):
        raise ValueError("probabilities of another shape")
    return AnalysisRun(
        id=str(data["id"]),
        model=str(data["model"]),
        model_digest=str(data["model_digest"]),
        settings=dict(data["settings"]),
        curves=curves,
        proposals=tuple(proposal_from(one) for one in data["proposals"]),
        versions=dict(data["versions"]),
        timings=dict(data["timings"]),
        notes=tuple(str(one) for one in data["notes"]),
    )


def _flat(value: Any) -> dict[str, Any]:
    """Fields of a dataclass; unlike `asdict` nothing is copied, which a save after every edit would feel."""
    return {name: getattr(value, name) for name in value.__dataclass_fields__}
