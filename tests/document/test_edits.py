"""The edits as pure functions: what they make, what they leave alone, and that they change nothing themselves."""

import copy
from dataclasses import replace

import pytest

from engine.definitions import CASME3, custom
from engine.types import Origin, OriginKind
from metst_gui.document import edits
from metst_gui.document.annotation import Annotation, Verdict
from metst_gui.document.edit import Edit, Step
from metst_gui.document.edits import Hand
from metst_gui.document.project import Decision
from metst_gui.document.state import ProjectState
from metst_gui.document.statement import (
    DATASET,
    DEFINITION,
    Artefacts,
    ChosenEmotion,
    EmotionChoice,
    Finalised,
)
from tests.document.factory import make_proposal

BY = Origin(OriginKind.HUMAN, "Ann", "2026-11-30T08:00:00.000+00:00", True)
SCOPE = ("v", "1")
PROPOSAL = make_proposal(100)


@pytest.fixture
def hand() -> Hand:
    return Hand(ProjectState(), SCOPE, BY, 1000)


def do(hand: Hand, step: Step | None) -> Edit:
    """Put a step into the state; return what was there before."""
    assert step is not None
    before, book = step.after.before(hand.state), hand.state.book(SCOPE)
    for target, changes in (
        (book.annotations, step.after.annotations),
        (book.verdicts, step.after.verdicts),
        (hand.state.decisions, step.after.decisions),
        (hand.state.statements, step.after.statements),
    ):
        target |= changes
        for key in [key for key, value in changes.items() if value is None]:
            del target[key]
    return before


def spans(hand: Hand) -> dict[str, tuple[int, int]]:
    return {id_: (one.onset, one.offset) for id_, one in hand.book.annotations.items()}


def accepted(hand: Hand, **choice) -> Step | None:
    chosen = {"model": "m", "emotion": None, "chosen": False, "bounds": None, **choice}
    return edits.accept(hand, PROPOSAL, **chosen)


def test_to_accept_is_a_verdict_with_an_annotation_and_takes_the_choice_before_it(hand) -> None:
    do(hand, edits.choose_emotion(hand, PROPOSAL.id, "fear"))
    draft = EmotionChoice(*SCOPE, PROPOSAL.id)
    assert hand.state.statements == {draft: ChosenEmotion("fear")}
    step = accepted(hand, emotion="fear", chosen=True)
    assert step.text == "accept"
    assert step.after.statements == {draft: None}
    (annotation,), (record,) = step.after.annotations.values(), step.after.verdicts.values()
    assert (annotation.emotion, annotation.annotator, annotation.proposal_id) == ("fear", "Ann", PROPOSAL.id)
    assert annotation.origins.emotion == BY
    assert (record.verdict, record.annotator, record.at) == (Verdict.ACCEPTED, BY.who, BY.at)


def test_one_already_accepted_only_gets_the_emotion(hand) -> None:
    do(hand, accepted(hand))
    assert accepted(hand) is None
    step = accepted(hand, emotion="sad", chosen=True)
    assert (step.text, step.after.verdicts) == ("change emotion", {})
    assert [one.emotion for one in step.after.annotations.values()] == ["sad"]


@pytest.mark.parametrize("suggested", [True, False])
def test_to_reject_takes_the_annotation_along_and_tells_of_a_suggested_reason(hand, suggested) -> None:
    do(hand, accepted(hand))
    (id_,) = hand.book.annotations
    step = edits.reject(hand, PROPOSAL, "blink", suggested=suggested)
    assert step.after.annotations == {id_: None}
    assert step.told == ({"suggested_reason": "blink"} if suggested else {})
    do(hand, step)
    assert edits.reject(hand, PROPOSAL, "blink", suggested=suggested) is None
    assert edits.reject(hand, PROPOSAL, "head", suggested=False) is not None
    assert edits.unsure(hand, PROPOSAL).after.verdicts[PROPOSAL.id].verdict is Verdict.UNSURE
    do(hand, edits.clear_verdict(hand, PROPOSAL))
    assert edits.clear_verdict(hand, PROPOSAL) is None


def test_several_are_rejected_once_each_and_the_decided_ones_not_at_all(hand) -> None:
    do(hand, accepted(hand))
    other = make_proposal(200)
    steps = edits.reject_all(hand, [PROPOSAL, other, other], "nothing")
    assert [list(step.after.verdicts) for step in steps] == [[other.id]]


def test_a_bound_that_is_back_where_the_drag_began_has_its_origin_of_then(hand) -> None:
    start = Annotation(onset=10, apex=15, offset=20, id="a")
    do(hand, edits.add(hand, replace(start, origins=start.origins.put(("onset",), Origin(OriginKind.FILE, "f")))))
    began = hand.book.annotations["a"]
    do(hand, edits.change(hand, "a", {"onset": 8}, stated=None, start=began))
    assert hand.book.annotations["a"].origins.onset == BY
    do(hand, edits.change(hand, "a", {"onset": 10}, stated=None, start=began))
    assert hand.book.annotations["a"] == began
    assert edits.change(hand, "a", {"onset": 10}, stated=None, start=began) is None


def test_imported_ones_that_are_there_are_left_out_and_name_no_proposal_of_this_project(hand) -> None:
    do(hand, edits.add(hand, Annotation(onset=1, apex=None, offset=3, emotion="fear")))
    same = Annotation(onset=1, apex=None, offset=3, emotion="fear")
    assert edits.import_annotations(hand, [same], {}) is None
    other = Annotation(onset=1, apex=2, offset=3, emotion="fear", origin="proposal:p100")
    step = edits.import_annotations(hand, [same, other], {"file": "a.csv"})
    assert [one.proposal_id for one in step.after.annotations.values()] == [None]
    assert step.told == {"import": {"file": "a.csv"}}


def test_parts_and_what_they_become_together(hand) -> None:
    do(hand, edits.add(hand, Annotation(onset=10, apex=15, offset=20, id="a")))
    step, second = edits.split(hand, "a", 13)
    do(hand, step)
    assert spans(hand) == {
        "a": (10, 12),
        second: (13, 20),
    }
    do(hand, edits.merge(hand, "a", second))
    assert spans(hand) == {"a": (10, 20)}
    do(hand, edits.delete(hand, "a"))
    for act in (
        lambda: edits.delete(hand, "a"),
        lambda: edits.split(hand, "a", 13),
        lambda: edits.merge(hand, "a", "b"),
    ):
        with pytest.raises(ValueError, match="was deleted"):
            act()


def test_nothing_lies_behind_the_last_frame(hand) -> None:
    for act in (
        lambda: edits.add(hand, Annotation(onset=990, apex=None, offset=1000)),
        lambda: edits.import_annotations(hand, [Annotation(onset=990, apex=None, offset=1000)], {}),
        lambda: accepted(hand, bounds=(990, None, 1000)),
    ):
        with pytest.raises(ValueError, match="behind the last frame"):
            act()


def test_artefacts_that_touch_become_one_and_none_is_no_statement(hand) -> None:
    step = edits.artefacts(hand, [(50, 60), (5, 9), (10, 12), (55, 70)])
    assert step.after.statements == {Artefacts("v"): ((5, 12), (50, 70))}
    do(hand, step)
    assert edits.artefacts(hand, [(5, 12), (50, 70)]) is None
    assert edits.artefacts(hand, []).after.statements == {Artefacts("v"): None}


def test_the_default_definition_is_only_stated_where_another_was(hand) -> None:
    assert edits.conventions(hand, CASME3, "") is None
    step = edits.conventions(hand, custom(0.8, None), "samm_lv")
    assert step.text == "set definition and dataset"
    do(hand, step)
    step = edits.conventions(hand, CASME3, "samm_lv")
    assert (step.text, step.after.statements) == ("set definition", {DEFINITION: CASME3})
    assert edits.conventions(hand, custom(0.8, None), "").after.statements == {DATASET: ""}


def test_a_finalised_video_has_the_digest_of_what_was_said(hand) -> None:
    said = {"looked": 0.12345, "not_looked": ((0, 9),), "not_analysed": (), "n_open": 2}
    first = edits.complete(hand, **said).after.statements[Finalised(*SCOPE)]
    assert (first.looked, first.open, first.annotations, first.annotator) == (0.1235, 2, 0, "Ann")
    do(hand, edits.add(hand, Annotation(onset=1, apex=None, offset=3)))
    step = edits.complete(hand, **said)
    assert step.after.statements[Finalised(*SCOPE)].digest != first.digest
    assert edits.reopen(hand) is None
    do(hand, step)
    do(hand, edits.reopen(hand))
    assert hand.state.statements == {}


def test_no_edit_changes_anything_and_every_one_can_be_taken_back(hand) -> None:
    do(hand, edits.add(hand, Annotation(onset=10, apex=15, offset=20, id="a")))
    do(hand, edits.add(hand, Annotation(onset=30, apex=None, offset=40, id="b")))
    do(hand, edits.reject(hand, make_proposal(200), "head", suggested=False))
    decision = Decision("d", "v", "a", None, "first")
    for make in (
        lambda: accepted(hand),
        lambda: edits.reject(hand, PROPOSAL, "", suggested=False),
        lambda: edits.unsure(hand, make_proposal(200)),
        lambda: edits.clear_verdict(hand, make_proposal(200)),
        lambda: edits.change(hand, "a", {"note": "x"}, stated=None),
        lambda: edits.delete(hand, "a"),
        lambda: edits.split(hand, "a", 13)[0],
        lambda: edits.merge(hand, "a", "b"),
        lambda: edits.artefacts(hand, [(1, 2)]),
        lambda: edits.conventions(hand, custom(0.8, None), ""),
        lambda: edits.decide(hand, decision),
    ):
        there = copy.deepcopy(hand.state)
        step = make()
        assert hand.state == there
        before = do(hand, step)
        assert hand.state != there
        do(hand, Step("undo", before))
        assert hand.state == there
    assert edits.undecide(hand, "d") is None
    do(hand, edits.decide(hand, decision))
    do(hand, edits.undecide(hand, "d"))
    assert hand.state.decisions == {}
