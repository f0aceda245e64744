"""Patterns of all that was proposed or annotated in the videos of a project, to look for movements like one of them."""

from collections.abc import Collection, Iterator, Mapping, MutableMapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from engine.explain.project_labels import stored_run
from engine.explain.similar import MovementPattern, PatternReader, most_similar
from engine.project.labels import labels_of
from engine.project.run_form import proposal_from
from engine.project.stored import StoredProject, read_stored, telling
from engine.types import Proposal

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
        onset, apex, offset: frame indices, inclusive; apex None where it was not annotated.
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
        found: those with anything in common, the most alike first.
        compared: number of intervals it was compared with.
        videos: number of videos they lie in.
        unmeasured: number of intervals nothing was measured in, or by a model that keeps no movements.
    """

    asked: MovementPattern | None
    found: tuple[AlikeMovement, ...]
    compared: int
    videos: int
    unmeasured: int


def movements_like(
    path: Path,
    video: str,
    bounds: tuple[int, int | None, int],
    *,
    layers: Collection[str],
    own_layer: str,
    with_proposals: bool = True,
    known: Known | None = None,
) -> AlikeMovements:
    """Movements of a project like the one in an interval; the file is never written.

    Args:
        path: the project file.
        video: id of the video the interval lies in.
        bounds: its onset, apex (None: not annotated) and offset.
        layers: ids of the annotators whose annotations are compared.
        own_layer: whose verdicts are told.
        with_proposals: whether proposals are compared, too.
        known: patterns that were read before; new ones are put there.

    Raises:
        ProjectError: it cannot be read.
    """
    project = read_stored(path)
    known = {} if known is None else known
    with telling(path):
        wanted = list(_movements(project, layers, own_layer, proposals=with_proposals))
        found: dict[str, tuple[CaseMovement, MovementPattern]] = {}
        asked: MovementPattern | None = None
        unmeasured = 0
        for entry in project.videos:
            id_, run = str(entry["id"]), entry.get("run")
            own = [one for one in wanted if one.video == id_]
            reader = _Reader(project, None if run is None else str(run), known)
            if id_ == video:
                asked = reader.pattern("", *bounds)
                own = [one for one in own if not _is_same(one, bounds)]
            for one in own:
                pattern = reader.pattern(one.key, one.onset, one.apex, one.offset)
                if pattern is None:
                    unmeasured += 1
                else:
                    found[one.key] = one, pattern
    alike = () if asked is None else most_similar(asked, [pattern for _, pattern in found.values()])
    listed = tuple(AlikeMovement(found[one.key][0], one.likeness, found[one.key][1]) for one in alike if one.likeness)
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


def _is_same(one: CaseMovement, bounds: tuple[int, int | None, int]) -> bool:
    """Whether an interval is the one asked for, or another mark of the same event."""
    shared = min(one.offset, bounds[2]) - max(one.onset, bounds[0]) + 1
    return 2 * shared > min(one.offset - one.onset, bounds[2] - bounds[0]) + 1


def _movements(project: StoredProject, layers: Collection[str], own: str, *, proposals: bool) -> Iterator[CaseMovement]:
    made: set[tuple[str, str]] = set()
    for one in labels_of(project):
        if one.layer not in layers or one.point:
            continue
        if one.origin.startswith("proposal:"):
            made.add((one.video, one.origin.removeprefix("proposal:")))
        yield CaseMovement(
            *(f"a/{one.id}", one.video, one.layer, "annotation", one.id, one.onset, one.apex, one.offset),
            emotion=one.emotion,
            said="",
        )
    for video in project.videos if proposals else ():
        id_ = str(video["id"])
        form = project.tables["runs"].get(str(video.get("run")))
        found = () if form is None else tuple(proposal_from(one) for one in form["proposals"])
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
    return CaseMovement(
        f"p/{video}/{one.id}", video, "", "proposal", one.id, one.onset, one.apex, one.offset, emotion, said
    )
