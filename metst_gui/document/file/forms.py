"""JSON-able forms of the values a project holds."""

import base64
import math
from collections.abc import Callable, Mapping
from dataclasses import fields
from functools import cache
from pathlib import Path
from types import NoneType
from typing import Any, get_args, get_type_hints

import numpy as np
from numpy.typing import NDArray

from engine.coding_scheme import CodingScheme, scheme_from
from engine.definitions import Definition, definition_from
from engine.journal.packed import MAX_RUN_BYTES, unpacked
from engine.journal.reader import MALFORMED
from engine.messages import Said
from engine.origins import stored_origins
from engine.planted import Sensitivity
from engine.planted.stored import sensitivity_form, sensitivity_from
from engine.project.run_form import json_form, proposal_from, proposal_to, run_of
from engine.types import (
    AnalysisRun,
    Curves,
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
    KeptModel,
    Looked,
    MeasuredSensitivity,
    NamedTopic,
    OwnMark,
    RightLabel,
    Setting,
    Spans,
    Topic,
)

# Of a decision, what is absent from its form where it is None.
OWN_BOUNDS = frozenset({"onset", "apex", "offset", "emotion"})
# How older versions named the layer of a label file.
LABELS = "labels: "
ANNOTATION_FIELDS = frozenset(one.name for one in fields(Annotation))


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
    """See `decision_from`; own bounds are there where somebody decided for them, as files of older versions have it."""
    form = _flat(decision)
    return {name: value for name, value in form.items() if value is not None or name not in OWN_BOUNDS}


def decision_from(data: Mapping[str, Any]) -> Decision:
    """Decision from its JSON-able form."""
    return Decision(**_typed(Decision, {name: data[name] for name in Decision.__dataclass_fields__ if name in data}))


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
TOPICS: Mapping[str, type[NamedTopic]] = {
    "artefacts": Artefacts,
    "emotion": EmotionChoice,
    "looked": Looked,
    "complete": Finalised,
    "face": AnalysedFace,
    "model": KeptModel,
    "mark": OwnMark,
    "sensitivity": MeasuredSensitivity,
    "checked": RightLabel,
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
    if isinstance(value, Sensitivity):
        return sensitivity_form(value)
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


def _doubts_from(form: Any) -> tuple[str, ...]:
    if not isinstance(form, list) or not all(isinstance(one, str) for one in form):
        raise ValueError("no doubts")
    return tuple(form)


def _name_from(form: Any) -> str:
    if not isinstance(form, str) or not form:
        raise ValueError("no name")
    return form


# How the form of a topic is read where one call does it; those of other topics see `_statement_from`.
_READERS: Mapping[type[Any] | Setting, Callable[[Any], Any]] = {
    KeptModel: _name_from,
    OwnMark: mark_from,
    MeasuredSensitivity: sensitivity_from,
    RightLabel: _doubts_from,
    SCHEME: scheme_from,
}


def _statement_from(topic: Topic, form: Any) -> Any:
    read = _READERS.get(topic if isinstance(topic, Setting) else type(topic))
    if read is not None:
        return read(form)
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
