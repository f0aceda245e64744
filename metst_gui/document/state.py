"""Everything a project holds, in memory, and its forms in the tables. Qt-free."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from engine.journal import book_digest
from engine.journal.reader import MALFORMED
from engine.origins import keeps_origins
from engine.project import former_origins
from engine.project.run_form import json_form, proposal_to, stored_run_to
from metst_gui.document.annotation import Annotation, Verdict, VerdictRecord, new_id
from metst_gui.document.file.forms import (
    annotation_from,
    annotation_to,
    decision_from,
    decision_to,
    entry_from,
    entry_to,
    layer_from,
    layer_to,
    statement_forms,
    statements_from,
    verdict_from,
    verdict_to,
)
from metst_gui.document.project import FIRST_LAYER, Decision, Layer, Project, Video
from metst_gui.document.statement import ANNOTATOR, EXTRA, Setting, Topic

# Id of the video, id of the layer.
Scope = tuple[str, str]
Forms = Mapping[str, Mapping[str, Any]]


@dataclass(slots=True)
class Book:
    """What one annotator says about one video.

    Attributes:
        annotations: by id.
        verdicts: by proposal id; pending ones are absent.
    """

    annotations: dict[str, Annotation] = field(default_factory=dict)
    verdicts: dict[str, VerdictRecord] = field(default_factory=dict)

    def verdict(self, proposal_id: str) -> Verdict:
        """Verdict on a proposal."""
        record = self.verdicts.get(proposal_id)
        return Verdict.PENDING if record is None else record.verdict

    def annotation_of(self, proposal_id: str) -> Annotation | None:
        """The annotation an accepted proposal became."""
        return next((one for one in self.annotations.values() if one.proposal_id == proposal_id), None)


@dataclass(slots=True)
class ProjectState:
    """Everything but the curves.

    Attributes:
        videos, layers, decisions: by id.
        statements: what is stated of whole videos and of the project, by topic.
        runs: id -> stored form (see `stored_run_to`).
        books: what was said, by video and layer.
    """

    videos: dict[str, Video] = field(default_factory=dict)
    layers: dict[str, Layer] = field(default_factory=lambda: {FIRST_LAYER: Layer(FIRST_LAYER)})
    decisions: dict[str, Decision] = field(default_factory=dict)
    statements: dict[Topic, Any] = field(default_factory=dict)
    runs: dict[str, Any] = field(default_factory=dict)
    books: dict[Scope, Book] = field(default_factory=dict)

    def book(self, scope: Scope) -> Book:
        """Book of a video and layer, made where there is none."""
        return self.books.setdefault(scope, Book())


def state_from(forms: Forms) -> ProjectState:
    """State from what the tables hold.

    Raises:
        ValueError, KeyError, TypeError, AttributeError: a form is none of METST's.
    """
    state = ProjectState(
        videos={id_: entry_from(form) for id_, form in forms["videos"].items()},
        decisions={id_: decision_from(form) for id_, form in forms["decisions"].items()},
        statements=statements_from(forms["settings"]),
        runs=dict(forms["runs"]),
    )
    state.layers |= {id_: layer_from(form) for id_, form in forms["layers"].items()}
    for id_, form in forms["annotations"].items():
        state.book((form["video"], form["layer"])).annotations[id_] = annotation_from(form)
    for form in forms["verdicts"].values():
        record = verdict_from(form)
        state.book((form["video"], form["layer"])).verdicts[record.proposal.id] = record
    for form in forms["annotations"].values():
        if not keeps_origins(form):
            _judge_emotion(state.book((form["video"], form["layer"])), form)
    keyed: list[Mapping[str, _Named]] = [book.annotations for book in state.books.values()]
    keyed += [state.videos, state.decisions, state.layers]
    for named in keyed:
        for id_, one in named.items():
            if one.id != id_:
                raise ValueError(f"{id_} is called {one.id}")
    return state


class _Named(Protocol):
    @property
    def id(self) -> str: ...


def _judge_emotion(book: Book, form: Mapping[str, Any]) -> None:
    """Projects of older versions do not tell who set an emotion; see `former_origins`."""
    one = book.annotations[form["id"]]
    record = book.verdicts.get(one.proposal_id or "")
    if record is not None:
        no_emotion, origins = former_origins(form, one.origins, proposal_to(record.proposal))
        book.annotations[one.id] = replace(one, no_emotion=no_emotion, origins=origins)


def book_forms(
    scope: Scope, annotations: Mapping[str, Annotation | None], verdicts: Mapping[str, VerdictRecord | None]
) -> dict[str, dict[str, Any]]:
    """Forms of annotations and verdicts of one book, for a change."""
    where = {"video": scope[0], "layer": scope[1]}
    return {
        "annotations": {id_: one and {**annotation_to(one), **where} for id_, one in annotations.items()},
        "verdicts": {
            f"{scope[0]}/{scope[1]}/{id_}": one and {**json_form(verdict_to(one)), **where}
            for id_, one in verdicts.items()
        },
    }


def forms_of_videos(state: ProjectState, ids: Collection[str]) -> dict[str, dict[str, Any]]:
    """Forms of videos and of everything that is said of them, as they are stored; kinds without any are left out."""
    forms: dict[str, dict[str, Any]] = {
        "videos": {id_: entry_to(state.videos[id_]) for id_ in ids},
        "runs": {id_: form for id_, form in state.runs.items() if _is_of(form, ids)},
        "decisions": {id_: decision_to(one) for id_, one in state.decisions.items() if one.video in ids},
        "settings": statement_forms({one: value for one, value in state.statements.items() if _about(one) in ids}),
        "annotations": {},
        "verdicts": {},
    }
    for scope, book in state.books.items():
        if scope[0] in ids:
            for kind, rows in book_forms(scope, book.annotations, book.verdicts).items():
                forms[kind] |= rows
    return {kind: rows for kind, rows in forms.items() if rows}


def forget_videos(state: ProjectState, ids: Collection[str]) -> None:
    """Take videos out of the state, with everything that is said of them."""
    state.videos = {id_: one for id_, one in state.videos.items() if id_ not in ids}
    state.runs = {id_: form for id_, form in state.runs.items() if not _is_of(form, ids)}
    state.decisions = {id_: one for id_, one in state.decisions.items() if one.video not in ids}
    state.statements = {one: value for one, value in state.statements.items() if _about(one) not in ids}
    state.books = {scope: book for scope, book in state.books.items() if scope[0] not in ids}


def _is_of(run: Any, ids: Collection[str]) -> bool:
    """Whether the stored form of a run is of one of these videos."""
    return isinstance(run, Mapping) and run.get("video") in ids


def _about(topic: Topic) -> str | None:
    """Id of the video that a topic is about; None: it is the project's."""
    return None if isinstance(topic, Setting) else topic.video


def said_digest(scope: Scope, book: Book) -> str:
    """Digest of everything a book says, as it is stored (see `engine.journal.book_digest`)."""
    forms = book_forms(scope, book.annotations, book.verdicts)
    return book_digest(forms["annotations"], forms["verdicts"])


def project_forms(project: Project) -> tuple[dict[str, dict[str, Any]], dict[tuple[str, str], bytes]]:
    """Forms and packed curves of a snapshot of one video, as a new project holds them."""
    forms: dict[str, dict[str, Any]] = {"layers": {FIRST_LAYER: layer_to(Layer(FIRST_LAYER, project.annotator))}}
    forms["settings"] = statement_forms(
        {ANNOTATOR: FIRST_LAYER, **({EXTRA: dict(project.extra)} if project.extra else {})}
    )
    blobs: dict[tuple[str, str], bytes] = {}
    scope = ("", FIRST_LAYER)
    if project.video is not None:
        run = project.run
        video = Video(
            id=new_id(),
            ref=project.video,
            subject=project.subject,
            name=project.video_name,
            run=None if run is None else run.id,
            decoder=project.decoder,
        )
        scope = (video.id, FIRST_LAYER)
        forms["videos"] = {video.id: entry_to(video)}
        if run is not None:
            form, packed = stored_run_to(run, video.id)
            forms["runs"] = {run.id: form}
            blobs = {(run.id, name): data for name, data in packed.items()}
    return forms | book_forms(scope, {one.id: one for one in project.annotations}, project.verdicts), blobs


def in_order(book: Book) -> tuple[Annotation, ...]:
    """Annotations in order of onset."""
    return tuple(sorted(book.annotations.values(), key=lambda one: (one.onset, one.offset, one.id)))


def layer_of(state: ProjectState) -> str:
    """Id of the layer in use."""
    chosen = state.statements.get(ANNOTATOR)
    return chosen if isinstance(chosen, str) and chosen in state.layers else FIRST_LAYER


def parsed(tables: Mapping[str, Mapping[str, str]], kinds: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Forms from JSON texts; texts that are damaged are left out."""
    found: dict[str, dict[str, Any]] = {kind: {} for kind in kinds}
    for kind, rows in tables.items():
        for id_, text in rows.items():
            try:
                found[kind][id_] = json.loads(text)
            except MALFORMED:
                continue
    return found
