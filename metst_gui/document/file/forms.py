"""JSON-able forms of the values a project holds."""

import base64
import hashlib
import json
import math
import zlib
from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from functools import cache
from pathlib import Path
from types import NoneType
from typing import Any, get_args, get_type_hints

import numpy as np
from numpy.typing import NDArray

from engine.coding_scheme import CodingScheme, scheme_from
from engine.definitions import Definition, definition_from
from engine.journal.packed import MAX_RUN_BYTES, check_run_bytes, told_bytes, unpacked
from engine.journal.reader import MALFORMED
from engine.messages import Said, sentence_from, sentence_to
from engine.origins import stored_origins
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
from metst_gui.document.annotation import Annotation, Verdict, VerdictRecord
from metst_gui.document.face_choice import place_of
from metst_gui.document.own_marks import TierMark, mark_from
from metst_gui.document.project import Decision, Layer, Video, VideoRef
from metst_gui.document.statement import (
    DEFINITION,
    SCHEME,
    AnalysedFace,
    Artefacts,
    ChosenEmotion,
    Completion,
    EmotionChoice,
    Finalised,
    Looked,
    OwnMark,
    Setting,
    Spans,
    Topic,
)

# How older versions named the layer of a label file.
LABELS = "labels: "
# Level 6 takes twice the time of level 1 on curves and saves 1 %; the window waits for it once a run.
ZLIB_LEVEL = 1
ANNOTATION_FIELDS = frozenset(one.name for one in fields(Annotation))
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
}
# Field of `RegionCurves` -> name of its array; runs of models that do not look at regions apart have none of them.
REGION_ARRAYS: Mapping[str, str] = {
    "reasons": "region_reasons",
    "motion": "region_motion",
    "scores": "region_scores",
    "movement": "region_movement",
}
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


def unpack(form: Mapping[str, Any], dtype: type) -> NDArray[Any]:
    """Array from the form of old projects (base64 of zlib), read-only.

    Raises:
        ValueError: damaged data, or another dtype than expected.
    """
    found = np.dtype(str(form["dtype"]))
    shape = tuple(int(length) for length in form["shape"])
    size = math.prod(shape) * found.itemsize
    if found != np.dtype(dtype) or min(shape, default=0) < 0 or size > MAX_RUN_BYTES:
        raise ValueError(Said("unexpected array"))
    data = b"".join(unpacked(base64.b64decode(form["data"], validate=True), size))
    return frozen(np.frombuffer(data, found).reshape(shape))


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
        sha256=str(data.get("sha256", "")),
        relative=str(data.get("relative", "")),
        fast=str(data.get("fast", "")),
        rate_given=bool(data.get("rate_given", False)),
    )


def entry_to(video: Video) -> dict[str, Any]:
    """See `entry_from`."""
    decoder = None if video.decoder is None else json_form(video.decoder)
    return {**_flat(video), "ref": video_to(video.ref), "decoder": decoder}


def entry_from(data: Mapping[str, Any]) -> Video:
    """Video of a project from its JSON-able form."""
    ref = video_from(data["ref"])
    if ref is None:
        raise ValueError("a video without a file")
    run, decoder = data["run"], data["decoder"]
    if not isinstance(run, str | None) or not isinstance(decoder, Mapping | None):
        raise TypeError("a video with another kind of run or decoder")
    return Video(
        id=str(data["id"]),
        ref=ref,
        subject=str(data["subject"]),
        name=str(data["name"]),
        run=run,
        decoder=decoder,
        added=int(data["added"]),
    )


def layer_to(layer: Layer) -> dict[str, Any]:
    """See `layer_from`."""
    return _flat(layer)


def layer_from(data: Mapping[str, Any]) -> Layer:
    """Layer from its JSON-able form."""
    name = str(data["name"])
    # Projects of older versions tell a layer of labels by its name alone.
    file = data.get("labels", name.removeprefix(LABELS) if name.startswith(LABELS) else "")
    return Layer(str(data["id"]), name, bool(data["blind"]), str(data["revealed"]), str(file))


def decision_to(decision: Decision) -> dict[str, Any]:
    """See `decision_from`."""
    return _flat(decision)


def decision_from(data: Mapping[str, Any]) -> Decision:
    """Decision from its JSON-able form."""
    return Decision(**_typed(Decision, {name: data[name] for name in Decision.__dataclass_fields__}))


def json_form(value: Any) -> Any:
    """The same value as JSON gives it back: numbers of numpy and paths become plain ones."""
    return json.loads(json.dumps(value, default=plain))


def annotation_to(annotation: Annotation) -> dict[str, Any]:
    """See `annotation_from`; older versions know no more of the origins than ``default_bounds`` and ``_emotion``."""
    told = {"default_bounds": annotation.default_bounds, "default_emotion": annotation.default_emotion}
    said = {"modifiers": [list(one) for one in annotation.modifiers]}
    return {**_flat(annotation), **told, **said, "origins": annotation.origins.form()}


def annotation_from(data: Mapping[str, Any]) -> Annotation:
    """Annotation from its JSON-able form.

    Raises:
        ValueError: invalid frames.
    """
    known = _typed(Annotation, {key: data[key] for key in ANNOTATION_FIELDS & data.keys()})
    known["modifiers"] = _pairs(data.get("modifiers", []))
    return Annotation(**{**known, "origins": stored_origins(data)})


def _pairs(form: Any) -> tuple[tuple[str, str], ...]:
    """Names and values of modifiers; projects of older versions have none.

    Raises:
        TypeError, ValueError: they are no texts.
    """
    pairs = tuple((name, value) for name, value in form)
    if not all(isinstance(text, str) for pair in pairs for text in pair):
        raise TypeError("modifiers that are no texts")
    return pairs


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
        # Projects of older versions do not tell.
        apex_origin=OriginKind(data.get("apex_origin", OriginKind.UNKNOWN)),
        judged=None if data.get("judged") is None else tuple(str(one) for one in data["judged"]),
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


# First part of a topic's name in the table of settings -> what it is about; its other parts are ids.
TOPICS: Mapping[str, type[Artefacts | EmotionChoice | Looked | Finalised | AnalysedFace | OwnMark]] = {
    "artefacts": Artefacts,
    "emotion": EmotionChoice,
    "looked": Looked,
    "complete": Finalised,
    "face": AnalysedFace,
    "mark": OwnMark,
}
NAMES = {topic: name for name, topic in TOPICS.items()}


def topic_key(topic: Topic) -> str:
    """Name of a topic in the table of settings."""
    if isinstance(topic, Setting):
        return topic.name
    return "/".join((NAMES[type(topic)], *(getattr(topic, name) for name in topic.__dataclass_fields__)))


def topic_of(key: str) -> Topic:
    """See `topic_key`; what is about nothing known is a setting of that name."""
    name, _, rest = key.partition("/")
    topic = TOPICS.get(name)
    if topic is None:
        return Setting(key)
    ids = rest.split("/", len(topic.__dataclass_fields__) - 1)
    return topic(*ids) if "/" in key and len(ids) == len(topic.__dataclass_fields__) else Setting(key)


def statement_form(value: Any) -> Any:
    """JSON-able form of what is stated on a topic; None: nothing is."""
    if isinstance(value, ChosenEmotion):
        return _flat(value)
    if isinstance(value, Completion):
        return {name: statement_form(one) for name, one in _flat(value).items()}
    if isinstance(value, Definition | CodingScheme | TierMark):
        return value.form()
    if isinstance(value, tuple):
        return [statement_form(one) for one in value]
    return value


def statement_forms(statements: Mapping[Topic, Any]) -> dict[str, Any]:
    """See `statements_from`."""
    return {topic_key(topic): statement_form(value) for topic, value in statements.items()}


def statements_from(forms: Mapping[str, Any]) -> dict[Topic, Any]:
    """Statements by topic; a form that cannot be read is kept as it is, as a setting, and states nothing."""
    found: dict[Topic, Any] = {}
    for key, form in forms.items():
        topic = topic_of(key)
        try:
            found[topic] = _statement_from(topic, form)
        except MALFORMED:
            found[Setting(key)] = form
    return found


def _statement_from(topic: Topic, form: Any) -> Any:
    if isinstance(topic, Artefacts | Looked):
        return _spans_from(form)
    if isinstance(topic, EmotionChoice):
        return ChosenEmotion(**_typed(ChosenEmotion, {"emotion": form["emotion"]}))
    if isinstance(topic, Finalised):
        return Completion(
            at=str(form["at"]),
            annotator=str(form["annotator"]),
            looked=float(form["looked"]),
            not_looked=_spans_from(form["not_looked"]),
            not_analysed=_spans_from(form["not_analysed"]),
            open=int(form["open"]),
            annotations=int(form["annotations"]),
            digest=str(form["digest"]),
        )
    if isinstance(topic, AnalysedFace):
        place = place_of(form)
        if place is None:
            raise ValueError("no place")
        return place
    if isinstance(topic, OwnMark):
        return mark_from(form)
    if topic == SCHEME:
        return scheme_from(form)
    if topic == DEFINITION:
        definition = definition_from(form)
        if definition.form() != form:
            raise ValueError("no definition")
        return definition
    return form


def _spans_from(form: Any) -> Spans:
    return tuple((int(first), int(last)) for first, last in form)


def run_from(data: Mapping[str, Any] | None) -> AnalysisRun | None:
    """Analysis run from the JSON-able form of old projects.

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
    return run_of(data, curves)


def stored_run_to(run: AnalysisRun, video: str) -> tuple[dict[str, Any], dict[str, bytes]]:
    """JSON-able form of a run of a video, which tells of its curves, and the packed curves."""
    curves = run.curves
    arrays: dict[str, NDArray[Any]] = {"frames": curves.frames, "score": curves.score, "mask": curves.mask}
    if curves.probabilities is not None:
        arrays["probabilities"] = curves.probabilities
    if curves.spread is not None:
        arrays["spread"] = curves.spread
    if curves.regions is not None:
        arrays |= {name: getattr(curves.regions, field) for field, name in REGION_ARRAYS.items()}
    if run.evidence is not None:
        arrays |= {name: getattr(run.evidence, field) for field, name in EVIDENCE.items()}
    packed = {name: pack_blob(array) for name, array in arrays.items()}
    form = {name: getattr(run, name) for name in ("id", "model", "model_digest")}
    form |= {name: json_form(dict(getattr(run, name))) for name in ("settings", "versions", "timings")}
    form |= {"content": run.content} if run.content else {}
    form |= {"video": video, "rate": float(curves.rate), "notes": [sentence_to(one) for one in run.notes]}
    form |= {"restless": [[int(first), int(last)] for first, last in run.restless]}
    form |= {"proposals": [json_form(proposal_to(one)) for one in run.proposals]}
    form |= {"curves": {name: told for name, (told, _data) in packed.items()}}
    return form, {name: data for name, (_told, data) in packed.items()}


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
    if kept.keys() != REGION_ARRAYS.keys():
        raise ValueError("regions are incomplete")
    found = RegionCurves(**kept)
    sizes = (found.reasons.shape, found.motion.shape, found.scores.shape, found.movement.shape)
    if sizes != ((n, len(REGIONS)), (n, len(REGIONS)), (n, len(HEADS)), (n, len(HEADS))):
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
    )


def _typed(kind: type, values: dict[str, Any]) -> dict[str, Any]:
    """The values of a dataclass's fields, where each is of its type: a form may come from anybody.

    Raises:
        TypeError: one is not.
    """
    for name, allowed in _plain_types(kind).items():
        value = values.get(name)
        if name in values and (not isinstance(value, allowed) or (isinstance(value, bool) and bool not in allowed)):
            raise TypeError(f"{name} is a {type(value).__name__}")
    return values


@cache
def _plain_types(kind: type) -> dict[str, tuple[type, ...]]:
    """Field -> the types it may have, for fields of plain types."""
    plain = (str, int, bool, float, NoneType)
    found = {name: get_args(hint) or (hint,) for name, hint in get_type_hints(kind).items()}
    return {name: hints for name, hints in found.items() if all(one in plain for one in hints)}


def _flat(value: Any) -> dict[str, Any]:
    """Fields of a dataclass; unlike `asdict` nothing is copied, which a save after every edit would feel."""
    return {name: getattr(value, name) for name in value.__dataclass_fields__}
