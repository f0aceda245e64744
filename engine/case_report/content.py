"""What a report tells, read from a verified project file."""

import math
import sqlite3
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.cards.stored import stored_card
from engine.case_report.analysable import ARRAYS, judged_of
from engine.case_report.sensitivity_part import stored_sensitivity
from engine.clock import Clock, medium_clock, scene_clock, steady
from engine.coding_scheme import CASME3_SCHEME, CodingScheme
from engine.definitions import Definition, definition_from
from engine.errors import ProjectError
from engine.explain.coverage import Coverage
from engine.journal import book_digest, check_connection, connect_readonly, find_video
from engine.journal.packed import check_run_bytes
from engine.journal.trial_rows import ACTIONS as TRIAL_ACTIONS
from engine.journal.trial_rows import TrialRow, read_trials
from engine.messages import Said
from engine.planted import Sensitivity
from engine.project.records import stored_marks, stored_scheme
from engine.project.stored import stored_array


@dataclass(frozen=True, slots=True)
class CaseLayer:
    """What one annotator says about one video, as stored forms.

    Attributes:
        name: of the annotator.
        how: how they worked: with the proposals, or blind.
        annotations: in order of onset.
        verdicts: by proposal id.
        complete: the statement that nothing else is in the video, as stored; None: it was not made.
        changed: whether anything was said after it.
        marks: on tiers of the project's own, each with the name of its tier, in order of time.
        worked_blind: whether they work blind, or did until their marks were revealed.
    """

    name: str
    how: str
    annotations: tuple[Mapping[str, Any], ...]
    verdicts: tuple[Mapping[str, Any], ...]
    complete: Mapping[str, Any] | None = None
    changed: bool = False
    marks: tuple[Mapping[str, Any], ...] = ()
    worked_blind: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class VideoContent:
    """One video of a report.

    Attributes:
        form: the stored video.
        path: where it is now, or None.
        sha256: of what lies there now; the report is of no other content. Empty where the video was not found.
        run: the stored run, or None: none, or hidden.
        frames, score: its curve; empty without a run.
        layers: one an annotator who said anything.
        statement: what is known of the model's errors; empty without a run.
        medium: times of its frames on its own clock; those of the mean rate where it was not found.
        scene: as `medium`, but where the user gave the rate at which it was recorded, by that.
        face: (x, y) in px where the face under review is in the first picture; None: the largest face.
        covered: what could be judged; None without a run.
        sensitivity: what would have been found in it; None: that was not measured, or is hidden.
        unjudged: part of the face -> reason -> share of the samples; empty where the model does not tell.
        artefacts: (first, last) frame index of what somebody took out of the score, inclusive; empty where hidden.
    """

    form: Mapping[str, Any]
    path: Path | None
    sha256: str
    run: Mapping[str, Any] | None
    frames: NDArray[Any]
    score: NDArray[Any]
    layers: tuple[CaseLayer, ...]
    statement: str
    medium: Clock
    scene: Clock
    face: tuple[float, float] | None = None
    covered: Coverage | None = None
    unjudged: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    sensitivity: Sensitivity | None = None
    artefacts: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class ReportContent:
    """Everything a report tells.

    Attributes:
        project: the file.
        rows, head: number (None: hidden) and hash of the last journal row.
        began, ended: UTC times of the first and the last row.
        actions: how often each action was done.
        videos: in the order they were added.
        decisions: adjudications, as stored.
        definition: what the project calls a micro-expression.
        scheme: what the project codes.
        notes: what should be known of the journal (see `Verification`).
        trials: what annotators answered in planted trials (ADR 0034).
    """

    project: Path
    rows: int | None
    head: str
    began: str
    ended: str
    actions: Mapping[str, int]
    videos: tuple[VideoContent, ...]
    decisions: tuple[Mapping[str, Any], ...]
    definition: Definition
    notes: tuple[str, ...] = ()
    scheme: CodingScheme = CASME3_SCHEME
    trials: tuple[TrialRow, ...] = ()


def _clocks(ref: Mapping[str, Any], place: Path | None) -> tuple[Clock, Clock]:
    """Times of a video's frames on its own clock, and those at which they were recorded."""
    from engine.video import open_source

    if place is None:
        return steady(ref["fps"]), steady(ref["fps"])
    given = ref["fps"] if place.is_dir() or ref.get("rate_given") else None
    with open_source(place, fps=given) as source:
        return medium_clock(source.info), scene_clock(source.info)


def read_content(project: Path, *, layer: str | None) -> ReportContent:
    """Content of a report.

    Args:
        project: the file.
        layer: id of the only annotator to report, e.g. one who works blind; None: all.

    Raises:
        ProjectError: it cannot be read, or does not verify, or other content lies in the place of a video: nothing is
            reported of such a project.
        SourceError: a video cannot be read.
    """
    with connect_readonly(project) as connection:
        found = check_connection(connection, thorough=True)
        if not found.ok:
            raise ProjectError(
                Said(
                    "“{name}” does not verify, so nothing is reported. {problem}",
                    name=project.name,
                    problem=found.problems[0],
                )
            )
        times = connection.execute("SELECT min(at), max(at) FROM journal").fetchone()
        layers = {id_: form for id_, form in _layers(found.state).items() if layer in (None, id_)}
        hidden = layer is not None and bool(layers[layer]["blind"])
        # What others did would tell a blind annotator how much they found.
        own = layers[layer]["name"] if layer is not None and hidden else None
        done = connection.execute("SELECT action FROM journal WHERE :own IS NULL OR annotator = :own", {"own": own})
        actions = Counter(action for (action,) in done if action not in TRIAL_ACTIONS)
        told = None if layer is None else layers[layer]["name"]
        trials = tuple(row for row in read_trials(connection) if told in (None, row.annotator))
        videos = []
        for form in sorted(found.state["videos"].values(), key=lambda one: one["added"]):
            run = None if hidden or form["run"] is None else found.state["runs"].get(form["run"])
            curves = _curves(connection, run)
            frames, score = curves["frames"], curves["score"]
            place, sha256 = _place(form["ref"], project)
            said = tuple(_layer(found.state, id_, layers[id_], form["id"]) for id_ in layers)
            said = tuple(one for one in said if one.annotations or one.verdicts or one.complete or one.marks)
            statement = "" if run is None else model_statement(run)
            clocks = _clocks(form["ref"], place)
            face = stored_place(found.state["settings"].get(f"face/{form['id']}"))
            judged = (None, {}) if run is None else judged_of(run, curves)
            known = None if run is None else stored_sensitivity(found.state, form["id"], run["id"])
            taken = () if run is None else stored_spans(found.state["settings"].get(f"artefacts/{form['id']}"))
            told_of = (said, statement, *clocks, face, *judged, known, taken)
            videos.append(VideoContent(form, place, sha256, run, frames, score, *told_of))
    decisions = () if hidden else tuple(found.state["decisions"].values())
    began, ended = times
    definition = definition_from(found.state["settings"].get("definition"))
    return ReportContent(
        project,
        None if hidden else found.rows,
        found.head,
        began,
        ended,
        actions,
        tuple(videos),
        decisions,
        definition,
        () if hidden else found.notes,
        stored_scheme(found.state["settings"]),
        trials,
    )


def _place(ref: Mapping[str, Any], project: Path) -> tuple[Path | None, str]:
    """Where a video is, and its full digest.

    Raises:
        ProjectError: other content lies there.
    """
    found = find_video(ref, project)
    problem = found.problem(ref)
    if problem:
        raise ProjectError(Said("Nothing is reported. {problem}", problem=problem))
    return found.path, "" if found.content is None else found.content.sha256


def _curves(connection: sqlite3.Connection, run: Mapping[str, Any] | None) -> dict[str, NDArray[Any]]:
    """The stored arrays of a run that a report tells of, by name; without a run an empty curve."""
    if run is None:
        return {"frames": np.zeros(0), "score": np.zeros(0)}
    check_run_bytes(run["curves"])
    told = run["curves"]
    return {
        name: stored_array(connection, run["id"], name, told[name], checked=True) for name in told if name in ARRAYS
    }


def stored_place(stored: Any) -> tuple[float, float] | None:
    """(x, y) in px of a chosen face as it is stored; None: nobody chose one."""
    if not isinstance(stored, list) or len(stored) != 2:
        return None
    if not all(type(one) in (int, float) and math.isfinite(one) for one in stored):
        return None
    return float(stored[0]), float(stored[1])


def stored_spans(stored: Any) -> tuple[tuple[int, int], ...]:
    """(first, last) frame index of spans as they are stored; what cannot be read as such is left out."""
    rows = stored if isinstance(stored, list) else []
    pairs = [row for row in rows if isinstance(row, list) and len(row) == 2]
    return tuple((first, last) for first, last in pairs if type(first) is type(last) is int and 0 <= first <= last)


def model_statement(run: Mapping[str, Any]) -> str:
    """What is known of the error rates of the model of a stored run, or of both, from the cards."""
    first = _statement(run["model"], str(run["settings"].get("weights", "")), run["model_digest"])
    second = str(run.get("second_model", ""))
    return " ".join((first, _statement(second, second, str(run.get("second_digest", ""))))) if second else first


def _statement(name: str, weights: str, digest: str) -> str:
    from engine.cards.checkpoint import stored_statement
    from engine.spotters.classical import STATEMENT

    if name == "classical":
        return STATEMENT
    card = stored_card(weights) if weights == name else {}
    if card.get("sha256") == digest and "statement" in card:
        return str(card["statement"])
    return stored_statement(Path(weights), digest)


def _layers(state: Mapping[str, Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    return {"1": {"id": "1", "name": "", "blind": False, "revealed": ""}, **state["layers"]}


def _layer(state: Mapping[str, Mapping[str, Any]], id_: str, form: Mapping[str, Any], video: str) -> CaseLayer:
    def forms(kind: str) -> dict[str, Mapping[str, Any]]:
        return {key: one for key, one in state[kind].items() if (one["layer"], one["video"]) == (id_, video)}

    said, verdicts = forms("annotations"), forms("verdicts")
    stated: Any = state["settings"].get(f"complete/{video}/{id_}")
    complete = stated if isinstance(stated, Mapping) else None
    changed = complete is not None and complete["digest"] != book_digest(said, verdicts)

    how = "with the proposals of the model in view"
    if form["blind"]:
        how = "blind: neither the model's nor another annotator's marks were shown"
    elif form["revealed"]:
        how = f"blind until {form['revealed']}, then with the model's and the others' marks in view"
    annotations = sorted(said.values(), key=lambda one: (one["onset"], one["offset"]))
    marks = stored_marks(state["settings"], stored_scheme(state["settings"]), video, id_)
    name = form["name"] or "(no name given)"
    said_of = tuple(annotations), tuple(verdicts.values())
    return CaseLayer(name, how, *said_of, complete, changed, marks, bool(form["blind"] or form["revealed"]))
