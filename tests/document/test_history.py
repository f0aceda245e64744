"""Undo, redo and replay: for any edits in any video, all undone is the beginning, all redone the end."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.journal import verify_project
from metst_gui.document.changes import Changes
from metst_gui.document.document import AnnotationDocument
from metst_gui.document.file.forms import decision_to
from metst_gui.document.file.opening import open_project
from metst_gui.document.project import Decision
from metst_gui.document.state import book_forms, state_from
from tests.document.projects import make_document
from tests.kit.documents import perform

pytestmark = pytest.mark.usefixtures("qapp")

EDITS = st.lists(
    st.tuples(
        st.sampled_from(
            ["accept", "reject", "unsure", "clear", "add", "move", "delete", "label", "import", "video", "decide"]
        ),
        st.integers(0, 2),
        st.integers(0, 900),
    ),
    max_size=20,
)


def everything(state) -> dict:
    forms: dict = {
        "annotations": {},
        "verdicts": {},
        "decisions": {k: decision_to(v) for k, v in state.decisions.items()},
    }
    for scope, book in state.books.items():
        for kind, rows in book_forms(scope, book.annotations, book.verdicts).items():
            forms[kind] |= rows
    return forms


def act(document: AnnotationDocument, name: str, which: int, number: int) -> None:
    if name == "video":
        document.show_video(document.videos[which % 2].id)
    elif name == "decide":
        document.adjudications.decide(
            Decision(f"d{which}", document.video.id, None, None, ("first", "neither")[number % 2])
        )
    else:
        perform(document, name, which, number)


@pytest.mark.slow
@settings(max_examples=12, deadline=None)
@given(edits=EDITS)
def test_any_edits_are_undone_redone_and_replayed(tmp_path_factory, edits) -> None:
    path: Path = tmp_path_factory.mktemp("h") / "a.metst"
    document = make_document(path, videos=2)
    start = everything(document.focus.state)
    for edit in edits:
        act(document, *edit)
    document.drag.finish()
    end, stack = everything(document.focus.state), document.history.stack
    assert everything(state_from(verify_project(path).state)) == end, "the journal replayed is the document"
    while stack.canUndo():
        document.history.undo()
    assert everything(document.focus.state) == start
    assert everything(state_from(verify_project(path).state)) == start
    while stack.canRedo():
        document.history.redo()
    assert everything(document.focus.state) == end
    document.ledger.store.close()
    assert verify_project(path).ok
    opened = open_project(path)
    assert everything(opened.state) == end
    opened.store.close()


def test_undo_reaches_the_other_video_and_says_where(tmp_path, qtbot) -> None:
    document = make_document(tmp_path / "a.metst", videos=2)
    first, second = document.videos
    document.accept(document.view.proposals[0])
    document.show_video(second.id)
    document.reject(document.view.proposals[2])
    seen, there = [], []

    def tell(changes: Changes) -> None:
        if changes.place is not None and changes.scope == document.focus.scope:
            seen.append(changes.place)
        elif changes.place is not None:
            there.append((changes.scope[0], *changes.place))

    document.changed.connect(tell)
    document.history.undo()
    assert (seen, there) == ([(300, "proposal", "p300")], [])
    document.history.undo()
    assert there == [(first.id, 100, "proposal", "p100")]
    assert document.view.proposals, "the shown video is untouched"
    document.show_video(first.id)
    assert document.view.annotations == ()
    document.history.redo()
    assert len(document.view.annotations) == 1
    document.ledger.store.close()


@pytest.mark.slow
def test_undo_is_unlimited(tmp_path) -> None:
    document = make_document(tmp_path / "a.metst")
    for number in range(150):
        perform(document, "add", 1, number)
    for _ in range(150):
        document.history.undo()
    assert document.view.annotations == ()
    assert not document.history.stack.canUndo()
    document.ledger.store.close()
