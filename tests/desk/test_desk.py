"""The application model on its own: what the window shows is decided here."""

import subprocess
import sys
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication, QWidget

from engine.explain.requests import OcclusionRequest
from engine.journal import verify_project
from engine.types import OriginKind, RunEvidence
from metst_gui.desk.engine_question import EngineQuestion
from metst_gui.document.annotation import Annotation, Verdict
from tests.e2e.conftest import TIMEOUT


def said(desk) -> list[str]:
    sentences: list[str] = []
    desk.notifier.message.connect(lambda _level, sentence: sentences.append(sentence))
    return sentences


def test_no_widget_is_needed() -> None:
    code = (
        "import sys, metst_gui.desk.desk, metst_gui.desk.engine_question\n"
        "print([name for name in ('PySide6.QtWidgets', 'pyqtgraph', 'torch') if name in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


@pytest.fixture
def others(qapp) -> list[QWidget]:
    """Widgets that tests before this one have left in the process."""
    return QApplication.topLevelWidgets()


def test_a_review_from_the_first_item_to_the_last(others, analysed) -> None:
    desk, sentences = analysed, said(analysed)
    order = desk.queue.shown_ids()
    assert len(order) == 4
    assert [one for one in QApplication.topLevelWidgets() if one not in others] == []
    desk.tour.go(1)
    assert desk.selection.item == order[0]
    desk.review.accept()
    assert desk.selection.item == order[1]
    desk.review.unsure()
    desk.review.reject()
    desk.review.accept()
    verdicts = [desk.document.view.verdict(id_) for _, id_ in order]
    assert verdicts == [Verdict.ACCEPTED, Verdict.UNSURE, Verdict.REJECTED, Verdict.ACCEPTED]
    assert desk.selection.item == order[1], "what was put off comes again"
    assert "this is the first of them" in sentences[-1]
    assert desk.queue.shown_ids() == [*order[:1], *order[2:], order[1]]
    desk.review.reject()
    assert "Every proposal shown has a verdict." in sentences[-1]
    taken_back: list[str] = []
    desk.notifier.settled.connect(taken_back.append)
    desk.document.history.undo()
    assert sentences[-1] in taken_back


def test_a_sentence_on_the_interval_that_is_begun_goes_with_it(analysed) -> None:
    desk, sentences, taken_back = analysed, said(analysed), list[str]()
    desk.notifier.settled.connect(taken_back.append)
    desk.review.set_handle("onset")
    assert "Esc discards it" in sentences[-1]
    desk.review.deselect()
    assert taken_back == [sentences[-1]]


def test_every_verdict_counts_for_the_pace(analysed, monkeypatch) -> None:
    desk, clock = analysed, iter(range(100, 200, 7))
    monkeypatch.setattr("metst_gui.desk.review_queue.time", SimpleNamespace(monotonic=lambda: next(clock)))
    desk.tour.go(1)
    for decide in (desk.review.accept, desk.review.reject, desk.review.unsure):
        decide()
    assert desk.queue.pace.gaps == [7, 7]


def test_keys_go_on_from_an_item_that_a_filter_hides(analysed) -> None:
    desk = analysed
    order = desk.queue.shown_ids()
    desk.tour.select(*order[1])
    desk.review.accept()
    desk.tour.select(*order[1])
    desk.queue.set_filter("accepted", shown=False)
    assert order[1] not in desk.queue.shown_ids()
    assert order[1] in desk.queue.all_ids()
    desk.tour.go(1)
    assert desk.selection.item == order[2]
    desk.tour.select(*order[1])
    desk.tour.go(-1)
    assert desk.selection.item == order[0]


def test_what_is_not_on_the_timeline_is_shown_before_it_is_changed(analysed) -> None:
    desk, sentences = analysed, said(analysed)
    proposal = desk.document.view.proposals[0]
    desk.tour.select("proposal", proposal.id)
    done: list[bool] = []
    desk.tour.set_view(proposal.offset + 1, proposal.offset + 50)
    desk.tour.when_in_view(lambda: done.append(True))
    assert done == []
    assert f"frames {proposal.onset} to {proposal.offset}" in sentences[-1]
    desk.tour.set_view(proposal.offset, proposal.offset + 50)
    desk.tour.when_in_view(lambda: done.append(True))
    assert done == [True]


def test_setting_the_assumed_apex_where_it_is_makes_it_the_reviewers_own(analysed) -> None:
    desk = analysed
    proposal = replace(desk.document.view.proposals[0], apex_origin=OriginKind.ASSUMED)
    run = desk.document.view.run
    desk.document.set_run(replace(run, proposals=(proposal, *run.proposals[1:])))
    desk.tour.select("proposal", proposal.id)
    desk.review.set_handle("apex", proposal.apex)
    made = desk.document.view.annotation_of(proposal.id)
    assert made.bounds == proposal.bounds
    assert (made.origins.apex.kind, made.origins.apex.who) == (OriginKind.HUMAN, desk.document.layer.name)
    assert not made.assumed_apex
    assert made.origins.onset.kind is OriginKind.MODEL, "nobody spoke of it"
    desk.document.history.undo()
    assert desk.document.view.annotation_of(proposal.id) is None


def test_an_accepted_proposals_apex_becomes_the_reviewers_own_too(analysed) -> None:
    desk = analysed
    proposal = desk.document.view.proposals[0]
    desk.tour.select("proposal", proposal.id)
    desk.review.accept()
    desk.tour.select("proposal", proposal.id)
    desk.review.set_handle("apex", proposal.apex)
    made = desk.document.view.annotation_of(proposal.id)
    assert (made.origins.apex.kind, made.bounds) == (OriginKind.HUMAN, proposal.bounds)


def test_a_bound_at_the_end_of_the_video_is_not_stated_by_moving_it_further(analysed) -> None:
    desk = analysed
    proposal = replace(desk.document.view.proposals[0], onset=0)
    run = desk.document.view.run
    desk.document.set_run(replace(run, proposals=(proposal, *run.proposals[1:])))
    desk.tour.select("proposal", proposal.id)
    desk.tour.choose_handle("onset")
    desk.review.nudge(-1)
    assert desk.document.view.annotation_of(proposal.id) is None


def test_an_annotation_is_drafted_bound_by_bound(analysed) -> None:
    desk = analysed
    for handle, frame in (("onset", 10), ("apex", 14), ("offset", 20)):
        desk.review.set_handle(handle, frame)
    (made,) = desk.document.view.annotations
    assert (made.onset, made.apex, made.offset) == (10, 14, 20)
    assert desk.draft.text == ""
    assert desk.current.annotation == made


def test_a_change_accepts_a_proposal_and_says_so(analysed, qtbot) -> None:
    desk = analysed
    proposal = desk.document.view.proposals[0]
    desk.tour.select("proposal", proposal.id)
    with qtbot.waitSignal(desk.acceptance.changed):
        desk.review.set_field("note", "left side only")
    assert desk.acceptance.by_change
    assert desk.document.view.verdict(proposal.id) is Verdict.ACCEPTED
    desk.selection.clear()
    assert not desk.acceptance.by_change


@pytest.mark.parametrize("act", ["reveal", "rename"])
def test_what_was_looked_at_stays_when_the_annotator_is_revealed_or_renamed(analysed, qtbot, act) -> None:
    desk = analysed
    annotators = desk.document.annotators
    annotators.add("Bob", blind=True)
    desk.playback.seek(100)
    qtbot.waitUntil(lambda: bool(desk.looked.frames[100]), timeout=TIMEOUT)
    looked = desk.looked.frames.copy()
    annotators.reveal() if act == "reveal" else annotators.rename("Rob")
    assert desk.looked.frames.tolist() == looked.tolist()
    assert desk.document.looked.spans


def test_looked_frames_are_counted_and_the_queue_hears_of_them(analysed, qtbot) -> None:
    desk = analysed
    with qtbot.waitSignal(desk.looked.changed, timeout=TIMEOUT):
        desk.playback.seek(100)
    assert desk.looked.frames[100]
    assert len(desk.looked.frames) == 240
    assert desk.queue.looked is not None
    assert 0 < desk.queue.looked < 0.1


def test_what_was_looked_at_is_stored_while_the_video_is_open(analysed, qtbot) -> None:
    desk = analysed
    desk.looked._store_timer.setInterval(50)
    desk.looked._store_timer.stop()
    desk.playback.seek(100)
    qtbot.waitUntil(lambda: (100, 100) in desk.document.looked.spans, timeout=TIMEOUT)


def test_looking_is_not_stored_in_the_middle_of_a_drag(analysed, qtbot) -> None:
    desk = analysed
    mine = Annotation(onset=10, apex=14, offset=20)
    desk.document.add(mine)
    desk.playback.seek(100)
    qtbot.waitUntil(lambda: bool(desk.looked.frames[100]), timeout=TIMEOUT)
    desk.document.change(mine.id, drag="onset", onset=8)
    desk.looked.store()
    assert desk.document.drag.waiting
    assert (100, 100) not in desk.document.looked.spans
    desk.document.drag.finish()
    desk.looked.store()
    assert (100, 100) in desk.document.looked.spans


def test_the_rows_wait_for_a_dragged_threshold(analysed, qtbot) -> None:
    desk = analysed
    desk.threshold.on_threshold(0.85, False)
    assert len(desk.document.view.proposals) < 4
    assert len([item for item in desk.queue.rows if not item.near]) == 4
    desk.threshold.on_threshold(0.85, True)
    shown = [item for item in desk.queue.rows if not item.near]
    assert len(shown) == len(desk.document.view.proposals)


def test_undo_takes_a_threshold_back_as_a_step_of_its_own(analysed) -> None:
    desk, document = analysed, analysed.document
    first = document.view.proposals[0]
    begun = desk.decoding.decoder(), desk.threshold.height, [one.bounds for one in document.view.proposals]
    document.reject(first, "")
    for height in (0.7, 0.8, 0.9):
        desk.threshold.on_threshold(height, False)
    desk.threshold.on_threshold(0.9, True)
    assert document.history.stack.count() == 2, "a drag is one step"
    assert desk.decoding.decoder().threshold == 0.9
    document.history.undo()
    assert (desk.decoding.decoder(), desk.threshold.height) == begun[:2]
    assert [one.bounds for one in document.view.proposals] == begun[2]
    assert document.view.verdict(first.id) is Verdict.REJECTED, "the verdict before it stays"
    document.history.redo()
    assert (desk.decoding.decoder().threshold, desk.threshold.height) == (0.9, 0.9)
    document.history.undo()
    document.history.undo()
    assert document.view.verdict(first.id) is Verdict.PENDING
    desk.threshold.on_threshold(0.6, False)
    desk.threshold.on_threshold(begun[1], True)
    assert not document.history.stack.canUndo(), "a drag that came back is nothing to take back"
    assert document.history.stack.canRedo()


def test_what_undo_left_of_a_threshold_is_in_the_file(analysed) -> None:
    desk, document = analysed, analysed.document
    desk.threshold.set_value(0.9)
    desk.threshold.choose("paper")
    document.history.undo()
    path = desk.session.project_path
    assert path is not None

    def stored() -> dict:
        found = verify_project(path)
        assert found.ok
        (video,) = found.state["videos"].values()
        return video.get("decoder")

    assert (stored()["name"], stored()["threshold"]) == ("half_max", 0.9)
    document.history.undo()
    assert stored() is None


def test_a_chosen_threshold_holds_for_the_next_run_of_the_same_model(analysed, qtbot) -> None:
    desk, sentences, own = analysed, said(analysed), analysed.decoding.decoder()
    desk.threshold.set_value(0.72)
    for _ in range(2):
        with qtbot.waitSignal(desk.analysis.ended, timeout=TIMEOUT):
            desk.analysis.start()
        assert desk.decoding.decoder() == replace(own, threshold=0.72)
        assert len([one for one in desk.queue.rows if not one.near]) == 3, "and what it finds is listed"
    assert not any("threshold" in one for one in sentences)


def test_a_threshold_of_another_model_is_given_up_aloud(analysed, qtbot) -> None:
    desk, document, sentences = analysed, analysed.document, said(analysed)
    document.set_run(replace(document.view.run, id="e" * 32, model="other", model_digest="1" * 64))
    desk.threshold.set_value(0.72)
    with qtbot.waitSignal(desk.analysis.ended, timeout=TIMEOUT):
        desk.analysis.start()
    assert desk.decoding.decoder().threshold == 0.5
    assert sentences[-1].endswith(
        "The threshold 0.72 that was chosen here belonged to another model: 0.50, this model's own, is in use now."
    )


def test_a_threshold_before_another_run_is_passed_over(analysed) -> None:
    desk, document, sentences = analysed, analysed.document, said(analysed)
    desk.threshold.set_value(0.9)
    document.set_run(replace(document.view.run, id="e" * 32, model_digest="1" * 64))
    now = desk.decoding.decoder()
    document.history.undo()
    assert desk.decoding.decoder() == now
    assert sentences[-1] == "The threshold was set anew since; the step was passed over."


def test_a_theme_is_kept_and_told(desk, qtbot) -> None:
    with qtbot.waitSignal(desk.theme.changed):
        desk.theme.choose("dark")
    assert desk.theme.name == "dark"
    assert desk.settings.value.theme == "dark"


def request(token: str, first: int) -> OcclusionRequest:
    nothing, masks = np.zeros(0, np.float32), np.zeros((0, 50), np.uint8)
    evidence = RunEvidence(np.zeros(0, np.int64), np.zeros((0, 10, 50), np.float16), masks, nothing, nothing)
    return OcclusionRequest(token, "classical", "", "", evidence, np.zeros(0, np.uint8), first, first)


def test_only_the_last_question_is_asked_and_its_answer_is_kept(desk, qtbot, tmp_path) -> None:
    question = EngineQuestion(desk, "tests.desk.fakes:answers", desk)
    with qtbot.waitSignal(question.answered, timeout=TIMEOUT) as told:
        question.ask(tmp_path, request("a", 1))
        question.ask(tmp_path, request("b", 2))
    assert (told.args[0].token, told.args[0].score) == ("b", 2.0)
    assert question.known("b") == told.args[0]
    assert question.known("a") is None, "it never settled"
    question.forget()
    assert question.known("b") is None


def test_a_question_that_cannot_be_answered_says_why(desk, qtbot, tmp_path) -> None:
    question = EngineQuestion(desk, "tests.desk.fakes:refuses", desk)
    with qtbot.waitSignal(question.failed, timeout=TIMEOUT) as told:
        question.ask(tmp_path, request("a", 1))
    assert told.args == ["a", "The model is gone: choose another one."]
    assert question.known("a") is None
