"""Several annotators: own layers, own histories, blind work, and what the journal tells of it."""

import sqlite3
from contextlib import closing

import pytest

from engine.journal import verify_project
from metst_gui.document.annotation import Annotation
from metst_gui.document.document import AnnotationDocument
from metst_gui.document.file.forms import layer_from, layer_to
from metst_gui.document.file.opening import open_project
from metst_gui.document.project import Decision, is_labels
from tests.document.projects import make_document

pytestmark = pytest.mark.usefixtures("qapp")


def two_coders(path) -> AnnotationDocument:
    """The first coder accepted and rejected; the second works blind."""
    document = make_document(path)
    document.annotators.rename("First")
    document.accept(document.view.proposals[0])
    document.reject(document.view.proposals[1])
    document.annotators.add("Second", blind=True)
    return document


def test_a_blind_annotator_gets_nothing_of_the_others(tmp_path) -> None:
    document = two_coders(tmp_path / "a.metst")
    assert (document.layer.name, document.view.blind) == ("Second", True)
    assert (document.view.annotations, document.view.proposals, document.view.run) == ((), (), None)
    assert document.view.proposal("p100") is None
    project = document.project
    assert (project.annotations, dict(project.verdicts), project.run, project.decoder) == ((), {}, None, None)
    with pytest.raises(ValueError, match="work blind"):
        document.view.annotations_of("1")
    document.add(Annotation(onset=1, apex=2, offset=3))
    assert len(document.view.annotations) == len(document.view.annotations_of("2")) == 1
    document.ledger.store.close()
    opened = open_project(tmp_path / "a.metst")
    again = AnnotationDocument()
    again.open(opened.store, opened.state)
    again.show_video(again.videos[0].id)
    assert (again.layer.blind, again.view.proposals, len(again.view.annotations)) == (True, (), 1), (
        "opening again reveals nothing"
    )
    opened.store.close()


def test_revealing_is_told_and_final(tmp_path) -> None:
    path = tmp_path / "a.metst"
    document = two_coders(path)
    changed = []
    document.changed.connect(lambda changes: changes.layer and changed.append(document.view.blind))
    document.annotators.reveal()
    document.annotators.reveal()
    assert changed == [False]
    assert [one.id for one in document.view.proposals] == ["p100", "p200", "p300"]
    assert len(document.view.annotations_of("1")) == 1
    assert document.layer.revealed
    document.ledger.store.close()
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT annotator, object FROM journal WHERE action = 'reveal'").fetchall()
    assert rows == [("Second", "layers/2")]
    assert verify_project(path).ok


def test_everyone_has_an_own_layer_and_an_own_history(tmp_path) -> None:
    document = two_coders(tmp_path / "a.metst")
    document.annotators.reveal()
    document.accept(document.view.proposals[0])
    assert document.view.annotations[0].annotator == "Second"
    document.annotators.use("1")
    assert [one.annotator for one in document.view.annotations] == ["First"]
    document.history.undo()
    assert str(document.view.verdict("p200")) == "pending"
    document.annotators.use("2")
    assert str(document.view.verdict("p100")) == "accepted", "undo of one never touches the other"
    document.history.undo()
    assert document.view.annotations == ()
    assert not document.history.stack.canUndo()
    document.ledger.store.close()
    assert verify_project(tmp_path / "a.metst").ok


@pytest.mark.parametrize("name", ["First", "", "  "])
def test_a_name_is_needed_and_unique(tmp_path, name) -> None:
    document = two_coders(tmp_path / "a.metst")
    with pytest.raises(ValueError, match="name"):
        document.annotators.add(name, blind=False)
    document.ledger.store.close()


def test_an_adjudication_leaves_the_originals_alone_and_is_undone(tmp_path) -> None:
    document = two_coders(tmp_path / "a.metst")
    assert document.adjudications.here == ()
    document.annotators.reveal()
    document.accept(document.view.proposals[0])
    (first,), (second,) = document.view.annotations_of("1"), document.view.annotations_of("2")
    decision = Decision("d", document.video.id, first.id, second.id, "first", "clearer", "Third", "2026-01-01")
    document.adjudications.decide(decision)
    assert document.adjudications.here == (decision,)
    document.adjudications.decide(Decision("d", document.video.id, first.id, second.id, "neither"))
    document.history.undo()
    assert document.adjudications.here == (decision,)
    document.adjudications.undecide("d")
    assert document.adjudications.here == ()
    document.history.undo()
    assert (document.view.annotations_of("1"), document.view.annotations_of("2")) == ((first,), (second,))
    document.ledger.store.close()
    opened = open_project(tmp_path / "a.metst")
    assert opened.state.decisions == {"d": decision}
    opened.store.close()


def test_a_layer_of_labels_is_told_by_its_field_not_by_its_name() -> None:
    old = {"id": "2", "name": "labels: a.xlsx", "blind": False, "revealed": ""}
    assert is_labels(layer_from(old)), "a project of an older version"
    assert layer_from(layer_to(layer_from(old))) == layer_from(old)
    assert not is_labels(layer_from({**old, "labels": ""})), "a person of that name"
    assert is_labels(layer_from({**old, "name": "theirs", "labels": "a.xlsx"}))
