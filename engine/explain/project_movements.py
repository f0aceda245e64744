"""Patterns of all that was proposed or annotated in the videos of a project, to look for movements like one of them."""

from collections.abc import Collection, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, NamedTuple

from engine.explain.project_labels import stored_run
from engine.explain.similar import MovementPattern, PatternReader, most_similar
from engine.project.labels import labels_of
from engine.project.run_form import proposal_from
from engine.project.stored import StoredProject, read_stored, telling
from engine.types import OriginKind, Proposal

# Of what is listed: patterns within 60 degrees.
LEAST_LIKENESS = 0.5
# Patterns that were read before: id of the run, onset, apex, offset -> pattern; None: nothing was measured there.
Known = MutableMapping[tuple[str, int, int | None, int], MovementPattern | None]


@dataclass(frozen=True, slots=True)
class CaseMovement:
    """One interval of a project.

    Attributes:
        key: unique in the project.
        video, layer: ids; the layer is empty for a proposal.
        kind: proposal or annotation: what `id` is of.
        id: of that.
        onset, apex, offset: frame indices, inclusive; apex None where it is not annotated, or only assumed.
        emotion: label; None: none was named.
        said: accepted, rejected, unsure or pending, of a proposal; empty for an annotation.
    """

    key: str
    video: str
    layer: str
    kind: Literal["annotation", "proposal"]
    id: str
    onset: int
    apex: int | None
    offset: int
    emotion: str | None
    said: str


@dataclass(frozen=True, slots=True)
class AlikeMovement:
    """One of the movements like the one that was asked for.

    Attributes:
        movement: which interval.
        likeness: 0..1, see `most_similar`.
        pattern: what moved there.
    """

    movement: CaseMovement
    likeness: float
    pattern: MovementPattern


@dataclass(frozen=True, slots=True)
class AlikeMovements:
    """What was found.

    Attributes:
        asked: what moved in the interval that was asked for; None: nothing was measured there.
        found: those that are alike (`LEAST_LIKENESS`), the most alike first.
        compared: number of intervals it was compared with.
        videos: number of videos they lie in.
        unmeasured: number of intervals nothing was measured in, or by a model that keeps no movements.
    """

    asked: MovementPattern | None
    found: tuple[AlikeMovement, ...]
    compared: int
    videos: int
    unmeasured: int


class AskedInterval(NamedTuple):
    """The interval that movements like it are looked for.

    Attributes:
        video: id of its video.
        onset, apex, offset: frame indices, inclusive; apex None where it is not annotated, or only assumed.
        shown: proposals of that video as they are shown; None: as its run decoded them.
    """

    video: str
    onset: int
    apex: int | None
    offset: int
    shown: Sequence[Proposal] | None = None


def movements_like(
    path: Path, asked_for: AskedInterval, *, layers: Collection[str], own_layer: str, known: Known | None = None
) -> AlikeMovements:
    """Movements of a project like the one in an interval; the file is never written.

    Args:
        path: the project file.
        asked_for: the interval.
        layers: ids of the annotators whose annotations are compared, beside all proposals.
        own_layer: whose verdicts are told.
        known: patterns that were read before; new ones are put there.

    Raises:
        ProjectError: it cannot be read.
    """
    project = read_stored(path)
    known = {} if known is None else known
    with telling(path):
        wanted = list(_movements(project, layers, own_layer, asked_for))
        found: dict[str, tuple[CaseMovement, MovementPattern]] = {}
        asked: MovementPattern | None = None
        unmeasured = 0
        for entry in project.videos:
            id_, run = str(entry["id"]), entry.get("run")
            own = [one for one in wanted if one.video == id_]
            reader = _Reader(project, None if run is None else str(run), known)
            if id_ == asked_for.video:
                asked = reader.pattern("", asked_for.onset, asked_for.apex, asked_for.offset)
                own = [one for one in own if not _is_same(one, asked_for)]
            for one in own:
                pattern = reader.pattern(one.key, one.onset, one.apex, one.offset)
                if pattern is None:
                    unmeasured += 1
                else:
                    found[one.key] = one, pattern
    alike = () if asked is None else most_similar(asked, [pattern for _, pattern in found.values()])
    listed = tuple(
        AlikeMovement(found[one.key][0], one.likeness, found[one.key][1])
        for one in alike
        if one.likeness >= LEAST_LIKENESS
    )
    return AlikeMovements(asked, listed, len(alike), len({found[one.key][0].video for one in alike}), unmeasured)


class _Reader:
    """Patterns of one run; it is read only where one of them is not known."""

    def __init__(self, project: StoredProject, run: str | None, known: Known) -> None:
        self._project, self._run, self._known = project, run, known
        self._reader: PatternReader | None = None

    def pattern(self, key: str, onset: int, apex: int | None, offset: int) -> MovementPattern | None:
        if self._run is None:
            return None
        place = self._run, onset, apex, offset
        if place not in self._known:
            if self._reader is None:
                run = stored_run(self._project, self._run)
                if run is None:
                    self._run = None
                    return None
                self._reader = PatternReader(run)
            self._known[place] = self._reader.pattern(key, onset, apex, offset)
        found = self._known[place]
        return None if found is None else found._replace(key=key)


def _is_same(one: CaseMovement, asked: AskedInterval) -> bool:
    """Whether an interval is the one asked for, or another mark of the same event."""
    shared = min(one.offset, asked.offset) - max(one.onset, asked.onset) + 1
    return 2 * shared > min(one.offset - one.onset, asked.offset - asked.onset) + 1


def _movements(
    project: StoredProject, layers: Collection[str], own: str, asked: AskedInterval
) -> Iterator[CaseMovement]:
    made: set[tuple[str, str]] = set()
    for one in labels_of(project):
        if one.layer not in layers or one.point:
            continue
        if one.origin.startswith("proposal:"):
            made.add((one.video, one.origin.removeprefix("proposal:")))
        assumed = one.origins.apex.kind is OriginKind.ASSUMED
        apex = None if assumed else one.apex
        yield CaseMovement(
            *(f"a/{one.id}", one.video, one.layer, "annotation", one.id, one.onset, apex, one.offset),
            emotion=one.emotion,
            said="",
        )
    for video in project.videos:
        id_ = str(video["id"])
        form = project.tables["runs"].get(str(video.get("run")))
        found: Sequence[Proposal] = () if form is None else tuple(proposal_from(one) for one in form["proposals"])
        found = asked.shown if id_ == asked.video and asked.shown is not None else found
        verdicts = _verdicts(project, id_, own)
        for proposal in found:
            if (id_, proposal.id) not in made:
                yield _of_proposal(id_, proposal, verdicts.get(proposal.id, "pending"))


def _verdicts(project: StoredProject, video: str, layer: str) -> dict[str, str]:
    rows: Mapping[str, Any] = project.tables["verdicts"]
    own = [form for form in rows.values() if (form["video"], form["layer"]) == (video, layer)]
    return {str(form["proposal"]["id"]): str(form["verdict"]) for form in own}


def _of_proposal(video: str, one: Proposal, said: str) -> CaseMovement:
    emotion = None if one.emotion is None else str(one.emotion)
    apex = None if one.apex_origin is OriginKind.ASSUMED else one.apex
    return CaseMovement(
        f"p/{video}/{one.id}", video, "", "proposal", one.id, one.onset, apex, one.offset, emotion, said
    )
