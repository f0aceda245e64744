"""Edits, undo, and the two layers: proposals never change, decisions never vanish."""

import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.types import Emotion
from metst_gui.document.annotation import Annotation, Verdict, VerdictRecord
from metst_gui.document.changes import Changes
from metst_gui.document.document import AnnotationDocument
from metst_gui.document.perspective import EVERYTHING
from metst_gui.document.project import Project
from tests.document.factory import VIDEO, make_proposal, make_run
from tests.document.projects import make_document
from tests.kit.documents import perform


@pytest.fixture
def document(qapp) -> AnnotationDocument:
    document = AnnotationDocument()
    document.load(Project(video=VIDEO, annotator="A"))
    document.set_run(make_run(make_proposal(100), make_proposal(200), make_proposal(300)))
    return document


def state(document: AnnotationDocument) -> tuple:
    project = document.project
    return project.annotations, {key: (one.verdict, one.reason) for key, one in project.verdicts.items()}


def test_accepting_makes_an_annotation_with_default_bounds(document) -> None:
    proposal = make_proposal(100, emotion=Emotion.SURPRISE)
    document.accept(proposal)
    (annotation,) = document.view.annotations
    assert (annotation.onset, annotation.apex, annotation.offset) == (95, 100, 110)
    assert annotation.default_bounds
    assert annotation.emotion == "surprise"
    assert annotation.annotator == "A"
    assert document.view.verdict("p100") is Verdict.ACCEPTED
    document.history.stack.undo()
    assert state(document) == ((), {})
    document.history.stack.redo()
    assert document.view.annotations == (annotation,)


def test_emotion_stays_not_inferred(document) -> None:
    document.accept(document.view.proposal("p100"))
    assert document.view.annotations[0].emotion is None


def test_accepting_twice_changes_only_the_emotion(document) -> None:
    proposal = document.view.proposal("p100")
    document.accept(proposal)
    document.accept(proposal)
    assert document.history.stack.count() == 1
    document.accept(proposal, emotion="fear", chosen=True)
    assert [one.emotion for one in document.view.annotations] == ["fear"]


def test_rejecting_an_accepted_proposal_takes_its_annotation_along(document) -> None:
    proposal = document.view.proposal("p200")
    document.accept(proposal)
    document.change(document.view.annotations[0].id, onset=190)
    document.reject(proposal, "blink")
    assert document.view.annotations == ()
    assert document.project.verdicts["p200"].reason == "blink"
    document.history.stack.undo()
    assert document.view.annotations[0].onset == 190
    assert document.view.verdict("p200") is Verdict.ACCEPTED


def test_deleting_an_annotation_reopens_its_proposal(document) -> None:
    document.accept(document.view.proposal("p200"))
    document.delete(document.view.annotations[0].id)
    assert document.view.verdict("p200") is Verdict.PENDING
    document.history.stack.undo()
    assert document.view.verdict("p200") is Verdict.ACCEPTED


def test_decided_proposals_survive_a_moved_threshold_and_a_new_run(document) -> None:
    document.reject(document.view.proposal("p200"))
    document.set_proposals(())
    assert [one.id for one in document.view.proposals] == ["p200"]
    document.set_run(make_run(make_proposal(202), make_proposal(400), run_id="r2"))
    assert [one.id for one in document.view.proposals] == ["p200", "p400"], "p202 is the rejected one again"
    document.history.stack.undo()
    document.set_proposals(document.view.run.proposals)
    assert [one.id for one in document.view.proposals] == ["p202", "p400"]


def test_a_bad_edit_changes_nothing(document) -> None:
    document.add(Annotation(onset=10, apex=12, offset=20))
    before = state(document), document.history.stack.count()
    id_ = document.view.annotations[0].id
    for fields in ({"onset": 13}, {"offset": 1000}, {"apex": 30}, {"onset": -1}):
        with pytest.raises(ValueError, match=r"\."):
            document.change(id_, **fields)
    with pytest.raises(ValueError, match="last frame"):
        document.add(Annotation(onset=10, apex=None, offset=1000))
    assert (state(document), document.history.stack.count()) == before


def test_one_drag_is_one_undo_step(document) -> None:
    document.add(Annotation(onset=10, apex=12, offset=20))
    id_ = document.view.annotations[0].id
    token = object()
    for onset in (9, 8, 7):
        document.change(id_, onset=onset, drag=token)
    document.change(id_, onset=6, drag=object())
    assert document.history.stack.count() == 3
    document.history.stack.undo()
    assert document.view.annotations[0].onset == 7
    document.history.stack.undo()
    assert document.view.annotations[0].onset == 10


def test_a_drag_that_returns_leaves_nothing_to_undo(document) -> None:
    document.accept(document.view.proposal("p100"))
    (start,) = document.view.annotations
    count, token = document.history.stack.count(), object()
    for onset in (90, 91, start.onset):
        document.change(start.id, onset=onset, apex=start.apex, offset=start.offset, drag=token)
    assert document.view.annotations == (start,), "bounds nobody moved are still the proposal's"
    assert document.history.stack.count() == count
    document.history.stack.undo()
    assert document.view.annotations == ()
    document.history.stack.redo()
    assert document.view.annotations == (start,)


def test_drags_of_two_annotations_stay_two_steps(document) -> None:
    for onset in (10, 50):
        document.add(Annotation(onset=onset, apex=None, offset=onset + 9))
    token = object()
    for one in document.view.annotations:
        document.change(one.id, onset=one.onset + 1, drag=token)
    assert document.history.stack.count() == 4


def test_an_edit_of_what_is_gone_is_refused_with_a_sentence(document) -> None:
    document.add(Annotation(onset=10, apex=12, offset=20))
    (annotation,) = document.view.annotations
    with pytest.raises(ValueError, match="exists already"):
        document.add(annotation)
    document.delete(annotation.id)
    for edit in (lambda: document.delete(annotation.id), lambda: document.change(annotation.id, note="x")):
        with pytest.raises(ValueError, match="was deleted"):
            edit()
    assert document.history.stack.count() == 2


def test_taking_a_verdict_back_shows_what_it_hid(document) -> None:
    document.reject(document.view.proposal("p200"))
    document.set_run(make_run(make_proposal(202), run_id="r2"))
    assert [one.id for one in document.view.proposals] == ["p200"]
    document.history.stack.undo()
    assert [(one.id, one.apex) for one in document.view.proposals] == [("p200", 202)], "a candidate must not be lost"
    document.history.stack.redo()
    assert [one.id for one in document.view.proposals] == ["p200"]


def test_a_loaded_project_hides_what_is_decided(document) -> None:
    document.reject(document.view.proposal("p200"))
    document.set_run(make_run(make_proposal(202), make_proposal(400), run_id="r2"))
    other = AnnotationDocument()
    other.load(document.project)
    assert other.view.proposals == document.view.proposals


def test_imported_labels_belong_to_no_proposal_of_this_project(document) -> None:
    document.import_annotations([Annotation(onset=40, apex=None, offset=50, origin="proposal:p100")])
    imported = document.view.annotations
    assert [one.origin for one in imported] == ["import:proposal:p100"]
    document.reject(document.view.proposal("p100"))
    assert document.view.annotations == imported
    document.accept(document.view.proposal("p100"))
    assert len(document.view.annotations) == 2
    document.delete(imported[0].id)
    assert document.view.verdict("p100") is Verdict.ACCEPTED


def test_an_import_with_one_bad_label_adds_none(document) -> None:
    labels = [Annotation(onset=1, apex=None, offset=3), Annotation(onset=1, apex=None, offset=1000)]
    with pytest.raises(ValueError, match="last frame"):
        document.import_annotations(labels)
    assert document.view.annotations == ()
    assert not document.history.stack.canUndo()


def test_a_moved_threshold_over_many_decisions_is_quick(document) -> None:
    proposals = tuple(make_proposal(20 + 30 * index) for index in range(1500))
    verdicts = {one.id: VerdictRecord(Verdict.REJECTED, one) for one in proposals[::2]}
    document.load(Project(verdicts=verdicts))
    decoded = tuple(make_proposal(22 + 30 * index) for index in range(1500))
    began = time.perf_counter()
    document.set_proposals(decoded)
    shown = document.view.proposals
    assert time.perf_counter() - began < 0.2, "pairwise comparison takes more than a second"
    assert len(shown) == 1500


def test_undo_shows_where_the_edit_was_but_the_edit_itself_does_not_jump(document, qtbot) -> None:
    seen = []
    document.changed.connect(lambda changes: changes.place and seen.append(changes.place))
    document.accept(document.view.proposal("p300"))
    assert seen == []
    document.history.stack.undo()
    document.history.stack.redo()
    assert seen == [(300, "proposal", "p300"), (300, "proposal", "p300")]


def test_no_emotion_is_a_choice_too(document) -> None:
    proposal = make_proposal(100, emotion=Emotion.SURPRISE)
    document.accept(proposal, emotion=None, chosen=True)
    assert document.view.annotations[0].emotion is None


def test_importing_twice_adds_nothing(document) -> None:
    labels = [Annotation(onset=1, apex=2, offset=3, emotion="fear"), Annotation(onset=5, apex=None, offset=6)]
    assert document.import_annotations(labels) == 2
    again = [replace(one, id=one.id[::-1]) for one in labels]
    assert document.import_annotations(again) == 0
    assert document.history.stack.count() == 1


def test_loading_starts_a_new_history(document) -> None:
    document.accept(document.view.proposal("p100"))
    snapshot = document.project
    other = AnnotationDocument()
    other.load(snapshot)
    assert state(other) == state(document)
    assert not other.history.stack.canUndo()
    assert [one.id for one in other.view.proposals] == ["p100", "p200", "p300"]


def test_identity_is_saved_without_history(document, qtbot) -> None:
    with qtbot.waitSignal(document.changed):
        document.videos.name(subject="spNO.7")
    assert document.project.subject == "spNO.7"
    assert not document.history.stack.canUndo()


EDITS = st.lists(
    st.tuples(
        st.sampled_from(["accept", "reject", "unsure", "clear", "add", "move", "delete", "label", "import"]),
        st.integers(0, 2),
        st.integers(0, 900),
    ),
    max_size=25,
)


@settings(max_examples=60, deadline=None)
@given(edits=EDITS)
def test_all_undone_is_the_beginning_and_all_redone_the_end(qapp, edits) -> None:
    document = AnnotationDocument()
    document.load(Project(video=VIDEO, annotations=(Annotation(onset=1, apex=2, offset=3),)))
    document.set_run(make_run(make_proposal(100), make_proposal(200), make_proposal(300)))
    start = state(document)
    for edit in edits:
        perform(document, *edit)
    end = state(document)
    stack = document.history.stack
    while stack.canUndo():
        stack.undo()
    assert state(document) == start
    while stack.canRedo():
        stack.redo()
    assert state(document) == end


def test_every_change_is_told_once_with_what_it_is_about(tmp_path, qapp) -> None:
    document = make_document(tmp_path / "a.metst", videos=2)
    first, second = document.videos
    told: list[Changes] = []
    document.changed.connect(told.append)

    def about(act) -> list[Changes]:
        told.clear()
        act()
        return list(told)

    here, there = (first.id, "1"), (second.id, "1")
    proposal = document.view.proposals[0]
    assert about(lambda: document.accept(proposal)) == [Changes(annotations=True, verdicts=True, scope=here)]
    (made,) = document.view.annotations
    assert about(lambda: document.change(made.id, note="x")) == [Changes(annotations=True, scope=here)]
    assert about(lambda: document.statements.set_artefacts([(5, 9), (20, 30)])) == [
        Changes(statements=True, scope=here)
    ]
    document.statements.set_artefacts([(5, 9)])
    assert about(document.history.undo) == [
        Changes(statements=True, scope=here),
        Changes(scope=here, place=(20, "", "")),
    ], "the place is told when everybody has heard of the change"
    assert about(lambda: document.set_proposals((proposal,))) == [Changes(proposals=True)]
    assert about(lambda: document.videos.name(subject="s")) == [Changes(videos=True)]
    assert about(lambda: document.annotators.rename("Ann")) == [Changes(layer=True)]
    assert about(lambda: document.show_video(second.id)) == [EVERYTHING]
    document.accept(document.view.proposals[1])
    document.show_video(first.id)
    assert about(document.history.undo) == [
        Changes(scope=there),
        Changes(scope=there, place=(200, "proposal", "p200")),
    ], "of another video nothing that is shown changed"
    assert about(lambda: document.annotators.add("Bob", blind=True)) == [replace(EVERYTHING, layer=True)]
    document.ledger.store.close()
