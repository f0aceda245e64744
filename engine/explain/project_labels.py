"""Which labels of a project look wrong, in all its videos, beside what its analyses measured there."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from engine.explain.label_check import (
    CheckedLabel,
    LabelDoubt,
    LabelHabit,
    LabelShift,
    check_video,
    habit_doubts,
    habits_of,
    strongest,
)
from engine.journal import connect_readonly
from engine.journal.packed import check_run_bytes
from engine.journal.reader import MALFORMED
from engine.origins import Origins
from engine.project.labels import StoredLabel, labels_of
from engine.project.run_form import stored_run_from
from engine.project.stored import StoredProject, read_stored, stored_array, telling
from engine.types import AnalysisRun, Emotion, OriginKind

# First part of the name of the setting that tells which doubts of a label somebody took away.
CHECKED = "checked"


@dataclass(frozen=True, slots=True)
class DoubtedLabel:
    """A label that looks wrong.

    Attributes:
        label: as it is stored.
        doubt: why, the strongest where there are several.
        names: all of its doubts.
    """

    label: StoredLabel
    doubt: LabelDoubt
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProjectDoubts:
    """What was found in a project.

    Attributes:
        found: the most doubtful first.
        checked: number of labels that were looked at.
        unmeasured: how many of them lie in videos without an analysis that measured movements.
        habits: how the labels of each annotator lie beside their movements.
    """

    found: tuple[DoubtedLabel, ...]
    checked: int
    unmeasured: int
    habits: tuple[LabelHabit, ...]


def checked_label(
    key: str,
    annotator: str,
    bounds: tuple[int, int | None, int],
    *,
    emotion: str | None,
    action_units: str,
    origins: Origins | None = None,
) -> CheckedLabel:
    """A label to be checked; an apex that is only assumed, and an emotion that only the model named, are left out.

    Args:
        key: of the label.
        annotator: who marked it.
        bounds: onset, apex (None: not annotated) and offset, frame indices, inclusive.
        emotion: word of any data set.
        action_units: as typed.
        origins: where the values come from; None: all are stated.
    """
    from engine.datasets.records import GROUPS  # the window starts without the rooms of label files

    onset, apex, offset = bounds
    if origins is not None and origins.apex.kind is OriginKind.ASSUMED:
        apex = None
    if origins is not None and origins.emotion.kind is OriginKind.MODEL:
        emotion = None
    group = GROUPS.get(emotion.strip().lower()) if emotion else None
    known = None if group is None or group not in {str(one) for one in Emotion} else Emotion(group)
    return CheckedLabel(key, annotator, onset, apex, offset, known, action_units)


def without_dismissed(found: Sequence[LabelDoubt], dismissed: Mapping[str, Collection[str]]) -> list[LabelDoubt]:
    """Doubts but for those that somebody took away.

    Args:
        found: any number of doubts.
        dismissed: key of a label -> doubts that are none.
    """
    return [one for one in found if one.doubt not in dismissed.get(one.key, ())]


def project_doubts(path: Path, *, layers: Collection[str] | None = None, measured: bool = True) -> ProjectDoubts:
    """Look at every label of a project; the file is never written.

    Args:
        path: the project file.
        layers: ids of the annotators whose labels are looked at; None: all.
        measured: whether they are compared with what the analyses measured, too.

    Raises:
        ProjectError: it cannot be read.
    """
    project = read_stored(path)
    found: list[LabelDoubt] = []
    shifts: list[LabelShift] = []
    labels: dict[str, StoredLabel] = {}
    checked: list[CheckedLabel] = []
    unmeasured = 0
    with telling(path):
        by_video: dict[str, list[StoredLabel]] = {}
        for one in labels_of(project):
            if not one.point and (layers is None or one.layer in layers):
                by_video.setdefault(one.video, []).append(one)
        for video in project.videos:
            own = by_video.get(str(video["id"]), [])
            if not own:
                continue
            run = stored_run(project, video.get("run")) if measured else None
            fps = float(video["ref"]["fps"])
            here = [replace(_checked(project, one), fps=fps if fps > 0 else 1.0) for one in own]
            doubts, beside = check_video(here, run)
            found, shifts, checked = found + doubts, shifts + beside, checked + here
            labels |= {one.id: one for one in own}
            unmeasured += 0 if run is not None and _measures(run) else len(own)
        kept = without_dismissed([*found, *habit_doubts(checked, shifts)], _dismissed(project, labels.values()))
    names: dict[str, list[str]] = {}
    for told in kept:
        names.setdefault(told.key, []).append(told.doubt)
    doubted = tuple(DoubtedLabel(labels[told.key], told, tuple(names[told.key])) for told in strongest(kept))
    return ProjectDoubts(doubted, len(checked), unmeasured, habits_of(shifts))


def _measures(run: AnalysisRun) -> bool:
    return run.evidence is not None and len(run.evidence.starts) > 0


def _checked(project: StoredProject, one: StoredLabel) -> CheckedLabel:
    name = one.annotator or str(project.layers.get(one.layer, {}).get("name", ""))
    bounds = one.onset, one.apex, one.offset
    return checked_label(one.id, name, bounds, emotion=one.emotion, action_units=one.action_units, origins=one.origins)


def _dismissed(project: StoredProject, labels: Iterable[StoredLabel]) -> dict[str, Collection[str]]:
    settings = project.tables["settings"]
    found: dict[str, Collection[str]] = {}
    for one in labels:
        told = settings.get(f"{CHECKED}/{one.video}/{one.layer}/{one.id}")
        if isinstance(told, list):
            found[one.id] = {str(name) for name in told}
    return found


def stored_run(project: StoredProject, id_: Any) -> AnalysisRun | None:
    """The current run of a video; None: there is none, or it is damaged, and then only the labels tell."""
    form = project.tables["runs"].get(str(id_))
    if form is None:
        return None
    try:
        check_run_bytes(form["curves"])
        with connect_readonly(project.path) as connection:
            return stored_run_from(
                form,
                lambda name, _size: stored_array(connection, str(id_), name, form["curves"][name]).tobytes(),
            )
    except MALFORMED:
        return None
