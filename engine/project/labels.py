"""The annotations of a project file, with the origin of each of their values."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, cast

from engine.clock import Clock
from engine.definitions import CONFIDENCES, Definition, Kind
from engine.origins import OF_POINT, Origins, keeps_origins, stored_origins
from engine.project.stored import StoredProject
from engine.types import Bounds, Origin, OriginKind


@dataclass(frozen=True, slots=True)
class StoredLabel:
    """One annotation as a project file holds it.

    Attributes:
        id: kept for life.
        video, layer: ids of the video it is on and of its annotator's layer.
        onset, apex, offset: frame indices, 0-based, inclusive; apex None where it was not annotated.
        emotion: label, or None: not set, or none can be inferred (`no_emotion`).
        action_units: FACS line exactly as typed.
        objective_class: of CAS(ME)^3, where the source had one.
        kind: the reviewer's override; None: computed.
        confidence: key of `engine.definitions.CONFIDENCES`; None: not stated.
        note: free text.
        origin: ``"manual"``, ``"proposal:<id>"`` or ``"import:<file>"``.
        no_emotion: whether it was said that no emotion can be inferred.
        annotator: who made it; empty: whose the layer is.
        modifiers: name and value of each modifier that was set.
        origins: who or what each value comes from.
        point: whether only one moment is stated: onset, apex and offset are that frame.
    """

    id: str
    video: str
    layer: str
    onset: int
    apex: int | None
    offset: int
    emotion: str | None
    action_units: str
    objective_class: str
    kind: Kind | None
    confidence: int | None
    note: str
    origin: str
    no_emotion: bool
    annotator: str
    modifiers: tuple[tuple[str, str], ...]
    origins: Origins
    point: bool = False

    @property
    def bounds(self) -> Bounds:
        """Onset, apex and offset."""
        return Bounds(self.onset, self.apex, self.offset)

    def told_kind(self, clock: Clock, definition: Definition) -> tuple[str, Origin]:
        """Its kind, and where that comes from; see `Definition.told`."""
        if self.point and self.kind is None:
            return "micro", OF_POINT
        assumed = self.apex is not None and self.origins.apex.kind is OriginKind.ASSUMED
        return definition.told(self.bounds, clock, chosen=self.kind, by=self.origins.kind, assumed=assumed)


def labels_of(project: StoredProject) -> Iterator[StoredLabel]:
    """All annotations of a project: of each video and annotator in order of onset.

    Raises:
        ValueError, KeyError, TypeError: an entry is none of METST's.
    """
    verdicts = project.tables["verdicts"]
    for form in sorted(project.tables["annotations"].values(), key=_place):
        label = label_from(form)
        yield label if keeps_origins(form) else _former(label, form, verdicts)


def _place(form: Mapping[str, Any]) -> tuple[str, str, int, int, str]:
    return form["video"], form["layer"], form["onset"], form["offset"], form["id"]


def label_from(form: Mapping[str, Any]) -> StoredLabel:
    """An annotation from its stored form, which may come from anybody.

    Raises:
        ValueError, KeyError, TypeError: it is none of METST's.
    """
    onset, apex, offset = form["onset"], form["apex"], form["offset"]
    if type(onset) is not int or type(offset) is not int or (apex is not None and type(apex) is not int):
        raise TypeError("an annotation with another kind of frames")
    if not 0 <= onset <= (onset if apex is None else apex) <= offset:
        raise ValueError("an annotation with frames out of order")
    emotion, kind, confidence = form["emotion"], form.get("kind"), form.get("confidence")
    if kind not in (None, "micro", "macro") or (confidence is not None and confidence not in CONFIDENCES):
        raise ValueError("an annotation of an unknown kind or confidence")
    return StoredLabel(
        id=str(form["id"]),
        video=str(form["video"]),
        layer=str(form["layer"]),
        onset=onset,
        apex=apex,
        offset=offset,
        emotion=None if emotion is None else str(emotion),
        action_units=str(form.get("action_units", "")),
        objective_class=str(form.get("objective_class", "")),
        kind=cast("Kind | None", kind),
        confidence=confidence,
        note=str(form.get("note", "")),
        origin=str(form.get("origin", "manual")),
        no_emotion=bool(form.get("no_emotion")) and emotion is None,
        annotator=str(form.get("annotator", "")),
        modifiers=tuple((str(name), str(value)) for name, value in form.get("modifiers") or ()),
        origins=stored_origins(form),
        point=bool(form.get("point")) and onset == apex == offset,
    )


def _former(label: StoredLabel, form: Mapping[str, Any], verdicts: Mapping[str, Any]) -> StoredLabel:
    """An annotation of an older version, which did not tell who set its emotion."""
    proposal = label.origin.removeprefix("proposal:")
    verdict = verdicts.get(f"{label.video}/{label.layer}/{proposal}") if proposal != label.origin else None
    if verdict is None:
        return label
    no_emotion, origins = former_origins(form, label.origins, verdict["proposal"])
    return replace(label, no_emotion=no_emotion, origins=origins)


def former_origins(form: Mapping[str, Any], origins: Origins, proposal: Mapping[str, Any]) -> tuple[bool, Origins]:
    """What an accepted proposal became in a project of an older version: is “no emotion” stated, and the origins.

    An emotion equal to the proposal's may be nobody's; none where the proposal had one was said by a human. The apex
    that was accepted with default bounds is measured or assumed as the proposal's is, where that is known.

    Args:
        form: stored form of the annotation.
        origins: what it alone tells (`engine.origins.stored_origins`).
        proposal: stored form of the proposal.
    """
    inferred, emotion = proposal["emotion"], form["emotion"]
    no_emotion = bool(form.get("no_emotion")) and emotion is None
    if "default_emotion" not in form and inferred is not None and emotion == inferred:
        origins = origins.put(("emotion",), Origin(OriginKind.MODEL))
    if "no_emotion" not in form and inferred is not None and emotion is None:
        no_emotion = True
        origins = origins.put(("emotion",), Origin(OriginKind.HUMAN, str(form.get("annotator", ""))))
    ends = {origins.onset.kind, origins.offset.kind}
    untouched = ends == {OriginKind.MODEL} and origins.apex.kind not in (OriginKind.HUMAN, OriginKind.FILE)
    whence = OriginKind(proposal.get("apex_origin", OriginKind.UNKNOWN))
    if untouched and whence is not OriginKind.UNKNOWN and form["apex"] is not None:
        origins = origins.put(("apex",), Origin(whence))
    return no_emotion, origins
