"""Several items at once: every one in the journal, all of them one step back and forth."""

from pathlib import Path

import pytest

from metst_gui.document.annotation import Annotation, Verdict
from metst_gui.document.document import AnnotationDocument
from metst_gui.document.file.opening import open_project
from tests.document.projects import make_document
from tests.kit.documents import journal

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.metst"


@pytest.fixture
def document(path: Path):
    document = make_document(path)
    yield document
    document.ledger.store.close()


def verdicts(document: AnnotationDocument) -> list[str]:
    return [document.view.verdict(one.id).value for one in document.view.proposals]


def test_a_verdict_on_several_is_a_row_each_and_one_step_to_undo(document, path) -> None:
    first, second, third = document.view.proposals
    document.accept(second)
    rows = len(journal(path))
    assert document.several.reject([first, second], lambda one: "blink" if one is first else "", suggested=True) == 2
    assert verdicts(document) == ["rejected", "rejected", "pending"]
    assert document.view.annotations == (), "what was accepted goes with its rejection"
    made = journal(path)[rows:]
    assert [action for action, _ in made] == ["reject", "reject"]
    assert [after.get("suggested_reason") for _, after in made] == ["blink", None], "only a reason that was suggested"
    assert document.history.stack.undoText() == "reject 2 proposals"
    document.history.undo()
    assert verdicts(document) == ["pending", "accepted", "pending"]
    assert [one.proposal_id for one in document.view.annotations] == [second.id]
    document.history.redo()
    assert verdicts(document) == ["rejected", "rejected", "pending"]
    assert document.several.unsure([first, third]) == 2
    assert document.several.unsure([first, third]) == 0, "nothing is left to do"
    assert document.history.stack.undoText() == "mark 2 proposals as unsure"


def test_to_accept_several_takes_what_was_chosen_for_each_before(document, path) -> None:
    first, second, third = document.view.proposals
    document.statements.set_emotion_draft(first.id, "fear")
    document.reject(third)
    assert document.several.accept([first, second, third]) == 3
    assert [one.emotion for one in document.view.annotations] == ["fear", None, None]
    assert document.several.accept([first, second], emotion="sad", chosen=True) == 2
    assert [one.emotion for one in document.view.annotations] == ["sad", "sad", None]
    document.history.undo()
    document.history.undo()
    assert verdicts(document) == ["pending", "pending", "rejected"]
    assert document.statements.emotion_draft(first.id) == (True, "fear")
    document.ledger.store.close()
    opened = open_project(path)
    assert [one.verdict for book in opened.state.books.values() for one in book.verdicts.values()] == [Verdict.REJECTED]
    document.ledger.use_store(opened.store)


def test_several_are_named_and_deleted_whatever_they_are(document) -> None:
    first, second, _third = document.view.proposals
    document.add(Annotation(onset=400, apex=410, offset=420, id="own"))
    document.accept(second)
    own = document.view.annotation("own")
    assert document.several.set_emotion([first, second], [own], "anger") == 3
    assert document.statements.emotion_draft(first.id) == (True, "anger")
    assert [one.emotion for one in document.view.annotations] == ["anger", "anger"]
    document.history.undo()
    assert document.statements.emotion_draft(first.id) == (False, None)
    assert [one.emotion for one in document.view.annotations] == [None, None]
    assert document.several.delete([first, second], [own]) == 2, "nothing was said of the first"
    assert document.view.annotations == ()
    assert verdicts(document) == ["pending"] * 3
    document.history.undo()
    assert len(document.view.annotations) == 2
