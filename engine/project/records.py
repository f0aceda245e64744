"""Annotations and own marks of a project as records of label files."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

from engine.clock import Clock
from engine.coding_scheme import CASME3_SCHEME, CodingScheme, modifiers_text, scheme_from
from engine.datasets.hints import origin_columns
from engine.datasets.records import EXTENT, POINT, TIER, Record
from engine.definitions import CONFIDENCES
from engine.origins import VALUES, Origins
from engine.project.labels import labels_of
from engine.project.stored import StoredProject
from engine.types import Origin

SCHEME = "coding scheme"


class LabelValues(Protocol):
    """What a record tells of an annotation, see `engine.project.StoredLabel`."""

    @property
    def onset(self) -> int:
        """First frame index."""

    @property
    def apex(self) -> int | None:
        """Strongest frame index; None: not annotated."""

    @property
    def offset(self) -> int:
        """Last frame index, inclusive."""

    @property
    def emotion(self) -> str | None:
        """Label, or None."""

    @property
    def action_units(self) -> str:
        """FACS line as typed."""

    @property
    def objective_class(self) -> str:
        """Of CAS(ME)^3."""

    @property
    def confidence(self) -> int | None:
        """Key of `CONFIDENCES`, or None."""

    @property
    def note(self) -> str:
        """Free text."""

    @property
    def origin(self) -> str:
        """What it was made from."""

    @property
    def no_emotion(self) -> bool:
        """Whether none can be inferred."""

    @property
    def modifiers(self) -> tuple[tuple[str, str], ...]:
        """Names and values."""

    @property
    def point(self) -> bool:
        """Whether only one moment is stated."""

    @property
    def origins(self) -> Origins:
        """Of every value."""


def label_record(label: LabelValues, kind: tuple[str, Origin], *, names: tuple[str, str], annotator: str) -> Record:
    """An annotation as a record (0-based inclusive frames), with the origin of every value.

    Args:
        label: the annotation.
        kind: what is told of its kind, and where that comes from (`Definition.told`).
        names: subject and name of its video.
        annotator: whose it is.
    """
    word, whence = kind
    values = {name: getattr(label, name, None) for name in (*VALUES, "no_emotion")}
    return Record(
        subject=names[0],
        video=names[1],
        onset=label.onset,
        apex=label.apex,
        offset=label.offset,
        emotion=label.emotion,
        action_units=label.action_units,
        objective_class=label.objective_class,
        extra={
            "kind": word,
            "origin": label.origin,
            **origin_columns(label.origins, {**values, "kind": None}),
            "kind_origin": whence.text,
            "annotator": annotator,
            "note": label.note,
            **({"modifiers": modifiers_text(dict(label.modifiers))} if label.modifiers else {}),
            **({EXTENT: POINT} if label.point else {}),
            **({"confidence": CONFIDENCES[label.confidence]} if label.confidence else {}),
        },
    )


def mark_record(form: Mapping[str, Any], tier: tuple[str, str], by: Origin, *, names: tuple[str, str]) -> Record:
    """A mark on a tier of the project's own as a record: the tier is its kind.

    Args:
        form: its ``first``, ``last``, ``code`` and ``note``.
        tier: name of the tier, and what its marks are (`engine.coding_scheme.TierKind`).
        by: who marked it.
        names: subject and name of its video.
    """
    name, kind = tier
    code = str(form["code"])
    told = {f"{value}_origin": by.text for value in ("onset", "offset", *(["emotion"] if code else []))}
    extra = {"kind": name, TIER: kind, "origin": "manual", **told, "annotator": by.who, "note": str(form["note"])}
    return Record(*names, form["first"], None, form["last"], code or None, extra=extra)


def project_records(project: StoredProject, layer: str, clocks: Mapping[str, Clock]) -> dict[str, list[Record]]:
    """What one annotator stands for, by the id of the video: annotations in order of onset, then own marks.

    Args:
        project: where.
        layer: id of the annotator's layer.
        clocks: when the frames of each video were recorded, by its id; the kind of an annotation goes by them.

    Raises:
        ValueError, KeyError, TypeError: an entry is none of METST's.
    """
    settings, definition = project.tables["settings"], project.definition
    scheme = stored_scheme(settings)
    kinds = {one.name: one.kind for one in scheme.tiers}
    who = str(project.layers[layer]["name"])
    names = {one["id"]: video_names(one) for one in project.videos}
    found: dict[str, list[Record]] = {id_: [] for id_ in names}
    for label in labels_of(project):
        if label.layer == layer and label.video in found:
            told = label.told_kind(clocks[label.video], definition)
            record = label_record(label, told, names=names[label.video], annotator=label.annotator or who)
            found[label.video].append(record)
    for id_, records in found.items():
        for form in stored_marks(settings, scheme, id_, layer):
            tier = (form["tier"], kinds.get(form["tier"], "interval"))
            records.append(mark_record(form, tier, Origin.of(form["by"]), names=names[id_]))
    return found


def video_names(form: Mapping[str, Any]) -> tuple[str, str]:
    """Subject and name of a stored video in exports; one without a name goes by its file's."""
    return str(form["subject"]), str(form["name"]) or Path(form["ref"]["path"]).stem


def stored_scheme(settings: Mapping[str, Any]) -> CodingScheme:
    """The scheme among the stored settings of a project; that of CAS(ME)^3 where there is none that can be read."""
    try:
        return scheme_from(settings[SCHEME])
    except (KeyError, TypeError, ValueError):
        return CASME3_SCHEME


def stored_marks(
    settings: Mapping[str, Any], scheme: CodingScheme, video: str, layer: str
) -> tuple[Mapping[str, Any], ...]:
    """Forms of an annotator's marks in a video, in order of time, each with the name of its tier for its id."""
    head = f"mark/{video}/{layer}/"
    found = [form for key, form in settings.items() if key.startswith(head) and _is_mark(form)]
    names = {tier.id: tier.name for tier in scheme.tiers}
    named = [{**form, "tier": names.get(form["tier"], form["tier"])} for form in found]
    return tuple(sorted(named, key=lambda one: (one["first"], one["last"], one["tier"])))


def _is_mark(form: Any) -> bool:
    if not isinstance(form, Mapping) or not {"tier", "code", "note", "by", "first", "last"} <= form.keys():
        return False
    texts = all(isinstance(form[name], str) for name in ("tier", "code", "note", "by"))
    return texts and all(type(form[name]) is int and form[name] >= 0 for name in ("first", "last"))
