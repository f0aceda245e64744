"""What a project and an analysis hold as tables of pandas: one row a video, annotation, verdict, proposal or sample."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from engine.clock import Clock
from engine.coding_scheme import modifiers_text
from engine.definitions import CONFIDENCES
from engine.origins import VALUES
from engine.project.labels import labels_of
from engine.project.media import StoredMedium, find_media
from engine.project.records import video_names
from engine.project.run_form import maker_of_form
from engine.project.stored import StoredProject, run_arrays
from engine.types import CLASSES, REGIONS, UNKNOWN, Curves, Origin, OriginKind, Proposal

if TYPE_CHECKING:
    import pandas as pd

OriginsAs = Literal["kind", "text"]
# Columns of a table in order, and the types of pandas they have; `Int64` and `string` may be empty (`pandas.NA`).
VIDEOS: Final[Mapping[str, str]] = {
    "video": "string",
    "subject": "string",
    "name": "string",
    "path": "string",
    "n_frames": "int64",
    "fps": "float64",
    "rate_given": "bool",
    "sha256": "string",
    "run": "string",
    "model": "string",
}
ANNOTATORS: Final[Mapping[str, str]] = {
    "layer": "string",
    "annotator": "string",
    "blind": "bool",
    "revealed": "string",
    "labels": "string",
}
_WHERE: Final[Mapping[str, str]] = {
    "video": "string",
    "subject": "string",
    "name": "string",
    "layer": "string",
    "annotator": "string",
}
_BOUNDS: Final[Mapping[str, str]] = {"onset": "int64", "apex": "Int64", "offset": "int64"}
SECONDS: Final[Mapping[str, str]] = {"onset_s": "float64", "apex_s": "float64", "end_s": "float64"}
ANNOTATIONS: Final[Mapping[str, str]] = {
    "id": "string",
    **_WHERE,
    **_BOUNDS,
    "point": "bool",
    "kind": "category",
    "emotion": "string",
    "no_emotion": "bool",
    "action_units": "string",
    "objective_class": "string",
    "modifiers": "string",
    "confidence": "category",
    "note": "string",
    "made_from": "string",
    **{f"{name}_origin": "category" for name in VALUES},
}
_PROPOSAL: Final[Mapping[str, str]] = {
    **_BOUNDS,
    "score": "float64",
    "emotion": "string",
    "quality": "int64",
    "decoder": "string",
    "apex_origin": "category",
}
PROPOSALS: Final[Mapping[str, str]] = {
    "video": "string",
    "subject": "string",
    "name": "string",
    "run": "string",
    "proposal": "string",
    **_PROPOSAL,
}
VERDICTS: Final[Mapping[str, str]] = {
    **_WHERE,
    "proposal": "string",
    "verdict": "category",
    "reason": "string",
    "at": "string",
    **_PROPOSAL,
}
CURVES: Final[Mapping[str, str]] = {
    "frame": "int64",
    "score": "float32",
    **{f"p_{one}": "float32" for one in CLASSES},
    "spread": "float32",
    "mask": "uint8",
}
EVENTS: Final[Mapping[str, str]] = {
    "name": "string",
    "onset": "int64",
    "offset": "int64",
    **dict.fromkeys(("first", "second", "first_emotion", "second_emotion"), "string"),
}
# Names of the scores of a model that looks at regions apart, in the order of `engine.types.HEADS`.
HEAD_COLUMNS: Final = ("score_brows", "score_mouth")
# Arrays of a run that make its curves.
ARRAYS: Final = ("frames", "score", "probabilities", "spread", "mask", "region_scores", "region_reasons")


def table(rows: Iterable[Sequence[Any]], columns: Mapping[str, str]) -> "pd.DataFrame":
    """Rows as a table whose columns have these types, also where there is no row."""
    import pandas as pd

    cells = list(zip(*rows, strict=True)) or [()] * len(columns)
    found: dict[str, Any] = {}
    for (name, dtype), values in zip(columns.items(), cells, strict=True):
        found[name] = pd.Series(list(values), dtype=dtype)
    return pd.DataFrame(found)


def videos_table(project: StoredProject) -> "pd.DataFrame":
    """One row a video, in the order they were added; see `engine.api.ProjectData.videos`."""
    rows = []
    for form in project.videos:
        ref, run = form["ref"], project.tables["runs"].get(form["run"])
        subject, name = video_names(form)
        seen = (int(ref["n_frames"]), float(ref["fps"]), bool(ref.get("rate_given")), ref.get("sha256") or None)
        model = None if run is None else maker_of_form(run)
        rows.append((form["id"], subject, name, ref["path"], *seen, form["run"], model))
    return table(rows, VIDEOS)


def annotators_table(project: StoredProject) -> "pd.DataFrame":
    """One row a layer."""
    rows = [
        (id_, one["name"], bool(one["blind"]), one["revealed"] or None, one.get("labels") or None)
        for id_, one in project.layers.items()
    ]
    return table(rows, ANNOTATORS)


class Places:
    """Names and clocks of a project's videos and annotators.

    Args:
        project: where.
        seconds: whether the videos are opened, for the exact times of their frames.
    """

    def __init__(self, project: StoredProject, *, seconds: bool) -> None:
        self._names = {one["id"]: video_names(one) for one in project.videos}
        self._layers = {id_: str(one["name"]) for id_, one in project.layers.items()}
        self.seconds = seconds
        self.media = (
            find_media(project, proved=False)
            if seconds
            else {one["id"]: StoredMedium.unseen(one["ref"]) for one in project.videos}
        )

    def names(self, video: str) -> tuple[str, str, str]:
        """Id, subject and name of a video."""
        return (video, *self._names.get(video, ("", "")))

    def where(self, video: str, layer: str, annotator: str = "") -> tuple[str, str, str, str, str]:
        """Cells of `_WHERE`."""
        return (*self.names(video), layer, annotator or self._layers.get(layer, ""))

    def scene(self, video: str) -> Clock:
        """When the frames of a video were recorded."""
        return self.media[video].scene

    def times(self, video: str, frames: Sequence[int | None]) -> list[float]:
        """When frames begin on the video's own clock, in s; NaN: no frame, or the video was not found."""
        found = self.media.get(video)
        if found is None or found.path is None:
            return [float("nan")] * len(frames)
        return [float("nan") if one is None else float(found.medium.seconds(one)) for one in frames]


def annotations_table(project: StoredProject, *, seconds: bool, origins: OriginsAs) -> "pd.DataFrame":
    """One row an annotation; see `engine.api.ProjectData.annotations`."""
    places, definition = Places(project, seconds=seconds), project.definition
    rows, times = [], []
    for one in labels_of(project):
        if one.video not in places.media:
            continue
        kind, whence = one.told_kind(places.scene(one.video), definition)
        said = one.origins.put(("kind",), whence)
        there = (True, one.apex is not None, True, True, one.no_emotion or bool(one.emotion), bool(one.action_units))
        told = [
            _told(said.of(name), origins) if is_there else None for name, is_there in zip(VALUES, there, strict=True)
        ]
        rows.append(
            (
                *(one.id, *places.where(one.video, one.layer, one.annotator), *one.bounds, one.point, kind),
                *(one.emotion, one.no_emotion, one.action_units or None, one.objective_class or None),
                modifiers_text(dict(one.modifiers)) or None,
                CONFIDENCES[one.confidence] if one.confidence else None,
                *(one.note or None, one.origin, *told),
            )
        )
        if seconds:
            times.append(places.times(one.video, (one.onset, one.apex, one.offset + 1)))
    return _with_seconds(table(rows, ANNOTATIONS), times, seconds=seconds)


def _told(origin: Origin, origins: OriginsAs) -> str:
    return str(origin.kind) if origins == "kind" else origin.text


def _with_seconds(found: "pd.DataFrame", times: list[list[float]], *, seconds: bool) -> "pd.DataFrame":
    if not seconds:
        return found
    at = found.columns.get_loc("offset")
    assert isinstance(at, int)
    for number, name in enumerate(SECONDS, start=1):
        found.insert(at + number, name, np.asarray([one[number - 1] for one in times], np.float64))
    return found


def verdicts_table(project: StoredProject) -> "pd.DataFrame":
    """One row a verdict; see `engine.api.ProjectData.verdicts`."""
    places = Places(project, seconds=False)
    rows = []
    for one in project.tables["verdicts"].values():
        where = places.where(one["video"], one["layer"], str(one["annotator"]))
        form = one["proposal"]
        rows.append((*where, form["id"], one["verdict"], one["reason"] or None, one["at"] or None, *_stored(form)))
    rows.sort(key=lambda row: (row[0], row[3], row[9], row[5]))
    return table(rows, VERDICTS)


def run_proposals_table(project: StoredProject) -> "pd.DataFrame":
    """One row a proposal of the runs that are shown; see `engine.api.ProjectData.proposals`."""
    places = Places(project, seconds=False)
    rows = []
    for video in project.videos:
        run = project.tables["runs"].get(video["run"])
        if run is not None:
            head = (*places.names(video["id"]), run["id"])
            rows += [(*head, form["id"], *_stored(form)) for form in run["proposals"]]
    return table(rows, PROPOSALS)


def _stored(form: Mapping[str, Any]) -> tuple[Any, ...]:
    """Cells of `_PROPOSAL`."""
    apex = OriginKind(form.get("apex_origin", UNKNOWN.kind))
    bounds = (int(form["onset"]), form["apex"], int(form["offset"]))
    return (*bounds, float(form["score"]), form["emotion"], int(form["quality"]), form["decoder"], str(apex))


def proposals_table(proposals: Sequence[Proposal]) -> "pd.DataFrame":
    """One row a proposal of an analysis."""
    rows = [
        (
            *(one.id, *one.bounds, one.score, None if one.emotion is None else str(one.emotion)),
            *(one.quality, one.decoder, str(one.apex_origin)),
        )
        for one in proposals
    ]
    return table(rows, {"proposal": "string", **_PROPOSAL})


def curves_table(curves: Curves, clock: Clock | None) -> "pd.DataFrame":
    """One row a sample; with a clock also ``time_s``, when its frame begins."""
    arrays: dict[str, NDArray[Any]] = {"frames": curves.frames, "score": curves.score, "mask": curves.mask}
    arrays |= {"probabilities": curves.probabilities} if curves.probabilities is not None else {}
    arrays |= {"spread": curves.spread} if curves.spread is not None else {}
    if curves.regions is not None:
        arrays |= {"region_scores": curves.regions.scores, "region_reasons": curves.regions.reasons}
    return _samples(arrays, clock)


def _samples(arrays: Mapping[str, NDArray[Any]], clock: Clock | None) -> "pd.DataFrame":
    import pandas as pd

    frames = np.asarray(arrays["frames"], np.int64)
    nothing = np.full(len(frames), np.nan, np.float32)
    rows = arrays["probabilities"] if "probabilities" in arrays else np.full((len(frames), len(CLASSES)), np.nan)
    found: dict[str, Any] = {"frame": frames}
    if clock is not None:
        found["time_s"] = np.array([float(clock.seconds(one)) for one in frames.tolist()], np.float64)
    found["score"] = arrays["score"]
    for number, emotion in enumerate(CLASSES):
        found[f"p_{emotion}"] = rows[:, number].astype(np.float32, copy=False)
    found["spread"] = arrays.get("spread", nothing)
    found["mask"] = arrays["mask"]
    if "region_scores" in arrays:
        found |= {name: arrays["region_scores"][:, at] for at, name in enumerate(HEAD_COLUMNS)}
    if "region_reasons" in arrays:
        found |= {f"unjudged_{name}": arrays["region_reasons"][:, at] for at, name in enumerate(REGIONS)}
    return pd.DataFrame(found)


def run_curves_table(project: StoredProject, video: str | None, *, seconds: bool) -> "pd.DataFrame":
    """The curves of the runs that are shown; see `engine.api.ProjectData.curves`."""
    import pandas as pd

    places = Places(project, seconds=seconds)
    parts = []
    for form in project.videos:
        if form["run"] not in project.tables["runs"] or video not in (None, form["id"], video_names(form)[1]):
            continue
        part = _samples(run_arrays(project, form["run"], ARRAYS), None)
        if seconds:
            times = np.asarray(places.times(form["id"], part["frame"].tolist()), np.float64)
            part.insert(1, "time_s", times)
        for at, (name, value) in enumerate(zip(("video", "subject", "name"), places.names(form["id"]), strict=True)):
            part.insert(at, name, pd.Series([value] * len(part), dtype="string"))
        parts.append(part)
    names = {"video": "string", "subject": "string", "name": "string"}
    return pd.concat(parts, ignore_index=True) if parts else table((), {**names, **CURVES})
