"""An emotion accepted along with a proposal stays the model's until a human sets or confirms it."""

from pathlib import Path

from engine.types import Emotion
from metst_gui.document.annotation import Annotation, Verdict, VerdictRecord
from metst_gui.document.document import AnnotationDocument
from metst_gui.document.export import from_records, to_records
from metst_gui.document.file.forms import annotation_from, annotation_to, verdict_to
from metst_gui.document.project import Project
from metst_gui.document.state import state_from
from tests.document.factory import VIDEO, make_proposal


def opened(qapp) -> AnnotationDocument:
    document = AnnotationDocument()
    document.load(Project(video=VIDEO))
    return document


def test_accepting_keeps_the_models_class_as_a_guess_until_it_is_set(qapp) -> None:
    document = opened(qapp)
    proposal = make_proposal(100, emotion=Emotion.SURPRISE)
    document.accept(proposal)
    (one,) = document.view.annotations
    assert (one.emotion, one.default_emotion) == ("surprise", True)
    document.change(one.id, note="seen")
    assert document.view.annotations[0].default_emotion, "a note confirms nothing"
    document.change(one.id, onset=one.onset + 1)
    assert document.view.annotations[0].default_emotion
    document.change(one.id, emotion="surprise")
    assert not document.view.annotations[0].default_emotion, "the same word, said by a human"
    document.history.undo()
    assert document.view.annotations[0].default_emotion


def test_a_chosen_emotion_and_none_at_all_are_the_humans(qapp) -> None:
    document = opened(qapp)
    document.accept(make_proposal(100, emotion=Emotion.SURPRISE), emotion="fear", chosen=True)
    document.accept(make_proposal(200))
    document.accept(make_proposal(300, emotion=Emotion.NEGATIVE), chosen=True)
    assert [one.default_emotion for one in document.view.annotations] == [False, False, False]


def test_an_emotion_nobody_set_is_not_one_a_human_left_out(qapp) -> None:
    document = opened(qapp)
    document.add(Annotation(onset=10, apex=None, offset=20, id="drawn"))
    document.add(Annotation(onset=30, apex=None, offset=40, id="said"))
    document.change("said", emotion=None)
    document.accept(make_proposal(100, emotion=Emotion.SURPRISE), chosen=True)
    document.accept(make_proposal(200))
    assert [(one.emotion, one.no_emotion) for one in document.view.annotations] == [
        *((None, False), (None, True), (None, True), (None, False))
    ]
    found, refused = from_records(to_records(document.project), file_name="x.csv", n_frames=1000)
    assert not refused
    assert [one.no_emotion for one in found] == [False, True, True, False]
    document.change("said", emotion="fear")
    assert not document.view.annotation("said").no_emotion
    document.history.undo()
    assert document.view.annotation("said").no_emotion
    assert annotation_from(annotation_to(document.view.annotation("said"))).no_emotion
    document.merge("drawn", "said")
    assert document.view.annotation("drawn").no_emotion, "the human said it of a part"


def test_merging_keeps_whose_emotion_it_is(qapp) -> None:
    document = opened(qapp)
    document.add(Annotation(onset=10, apex=None, offset=20, emotion=None))
    document.accept(make_proposal(100, emotion=Emotion.SURPRISE))
    first, second = document.view.annotations
    document.merge(first.id, second.id)
    assert document.view.annotations[0].default_emotion


def test_label_files_carry_it_both_ways(qapp) -> None:
    document = opened(qapp)
    document.accept(make_proposal(100, emotion=Emotion.SURPRISE))
    document.add(Annotation(onset=10, apex=None, offset=20, emotion="fear"))
    found, refused = from_records(to_records(document.project), file_name="x.csv", n_frames=1000)
    assert not refused
    assert [(one.emotion, one.default_emotion) for one in found] == [("fear", False), ("surprise", True)]


def test_projects_of_older_versions_do_not_pass_a_guess_off_as_confirmed(tmp_path: Path) -> None:
    proposal = make_proposal(100, emotion=Emotion.SURPRISE)
    where = {"video": "v", "layer": "1"}
    forms = {kind: {} for kind in ("videos", "layers", "decisions", "settings", "runs", "annotations", "verdicts")}
    for id_, emotion in (("a", "surprise"), ("b", "fear"), ("c", None)):
        one = Annotation(onset=1, apex=2, offset=3, emotion=emotion, origin=f"proposal:{proposal.id}", id=id_)
        new = {"default_emotion", "no_emotion"}
        old = {key: value for key, value in annotation_to(one).items() if key not in new}
        assert not annotation_from(old).default_emotion
        forms["annotations"][id_] = {**old, **where}
    record = VerdictRecord(Verdict.ACCEPTED, proposal, "", "A", "")
    forms["verdicts"]["x"] = {**verdict_to(record), **where}
    book = state_from(forms).books["v", "1"]
    assert book.annotations["a"].default_emotion
    assert not book.annotations["b"].default_emotion, "another word than the model's is a human's"
    assert [book.annotations[id_].no_emotion for id_ in "abc"] == [False, False, True], "the model had one"
