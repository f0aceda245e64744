"""Learning from decisions in the window: too few, kept, refused, cancelled; used after a yes, and one click back."""

import multiprocessing
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from engine.config import DEFAULT_WEIGHTS, TALKING_WEIGHTS
from metst_gui.document import judged_runs
from metst_gui.document.annotation import Annotation
from metst_gui.model.learning import free_name, name_problem
from metst_gui.models import model_of_run, models_folder
from tests.e2e.conftest import TIMEOUT
from tests.kit.windows import open_and_analyse

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def reviewed(desk, qtbot, clip, monkeypatch):
    """A window whose four proposals are decided, each twice over."""
    monkeypatch.setattr("engine.training.requests.MIN_EACH", 2)
    monkeypatch.setattr("metst_gui.document.judged_runs.MIN_EACH", 2)
    monkeypatch.setattr("metst_gui.desk.decoding.Decoding.repeat", lambda _: None)
    window = desk("with_evidence")
    open_and_analyse(window, qtbot, clip)
    document = window.desk.document
    for number, proposal in enumerate(document.view.proposals):
        (document.accept if number % 2 else document.reject)(proposal)
    return window


def begin(window, factory: str):
    window.features.learning.job.factory = f"tests.e2e.fakes:{factory}"
    window.book.actions["learn"].trigger()
    return window.features.learning.dialog


def models() -> list[Path]:
    return sorted(models_folder().rglob("*")) if models_folder().is_dir() else []


def test_too_few_decisions_are_counted(desk, qtbot, clip) -> None:
    window = desk("with_evidence")
    open_and_analyse(window, qtbot, clip)
    window.desk.document.reject(window.desk.document.view.proposals[0])
    dialog = begin(window, "learned")
    assert "Missing: 4 accepted, 3 rejected" in dialog.needed.text()
    assert not dialog.start.isEnabled()
    assert dialog.isVisible()


def test_what_was_marked_by_hand_teaches_the_head_alone(desk, qtbot, clip) -> None:
    window = desk("with_evidence")
    open_and_analyse(window, qtbot, clip)
    document = window.desk.document
    model = model_of_run(document.view.run)
    first, second = document.view.proposals[:2]
    document.reject(first)
    document.reject(second)
    document.add(Annotation(120, 126, 130, emotion="happy"))
    document.add(Annotation(220, 220, 239, emotion=None, kind="macro"))
    document.add(Annotation(100, 100, 100, point=True))
    found = judged_runs.reviewed(document, model)
    assert (found.accepted, found.rejected, found.marked, found.left_out) == (0, 2, 2, 0)
    assert found.missing("head") == (2, 2)
    assert found.missing("threshold") == (4, 2)
    (run,) = found.runs
    marks = ~run.proposed
    assert run.accepted[marks].all()
    (whole, point) = sorted(zip(run.first[marks].tolist(), run.last[marks].tolist(), strict=True), reverse=True)
    assert whole == (120, 130)
    # Nothing moves there in the features of the fake: the usual interval around the moment.
    assert point == (100 - 6, 100 + 11)
    window.book.actions["learn"].trigger()
    assert "learns from 2 expressions you marked or imported" in window.features.learning.dialog.counts.text()
    document.add(Annotation(first.onset, first.apex, first.offset))
    assert judged_runs.reviewed(document, model).rejected == 1, "marked anew, it was no false alarm"


def test_scores_of_two_models_teach_no_threshold_of_one(reviewed) -> None:
    document = reviewed.desk.document
    run, model = document.view.run, model_of_run(document.view.run)
    alone = judged_runs.reviewed(document, model)
    assert (alone.own_accepted, alone.own_rejected) == (2, 2)
    document.set_run(replace(run, id="e" * 32, second_model=TALKING_WEIGHTS, second_digest="1" * 64))
    both = judged_runs.reviewed(document, model)
    assert (both.accepted, both.rejected, both.own_accepted, both.own_rejected) == (2, 2, 0, 0)
    assert both.missing("threshold") == (2, 2)
    assert both.missing("head") == (0, 0)


def test_decisions_on_the_model_for_talkers_are_not_asked_for_again(reviewed) -> None:
    document = reviewed.desk.document
    run = document.view.run
    evidence = replace(run.evidence, features=run.evidence.features[:, :8])
    document.set_run(replace(run, id="e" * 32, evidence=evidence, settings={**run.settings, "features": "patches"}))
    dialog = begin(reviewed, "learned")
    assert "4 are of the model for people who talk, which cannot learn." in dialog.counts.text()
    assert "analyse these videos again" not in dialog.counts.text()


def test_a_better_model_is_used_after_a_yes_and_one_click_leads_back(reviewed, qtbot) -> None:
    window, settings = reviewed, reviewed.desk.settings
    dialog = begin(window, "learned")
    assert "2 accepted and 2 rejected" in dialog.counts.text()
    assert dialog.start.isEnabled()
    name = dialog.name.text()
    qtbot.mouseClick(dialog.start, LEFT)
    qtbot.waitUntil(lambda: dialog.use.isVisible(), timeout=TIMEOUT)
    assert "80% of the pairs" in dialog.outcome.text()
    assert "60%" in dialog.outcome.text()
    assert settings.value.weights == DEFAULT_WEIGHTS, "not before the yes"
    weights = models_folder() / f"{name}.safetensors"
    assert models() == [weights.with_suffix(".json"), weights]
    with qtbot.waitSignal(window.desk.analysis.ended, timeout=TIMEOUT):
        qtbot.mouseClick(dialog.use, LEFT)
    assert settings.value.weights == str(weights)
    with qtbot.waitSignal(window.desk.analysis.ended, timeout=TIMEOUT):
        window.book.actions["use_former"].trigger()
    assert settings.value.weights == DEFAULT_WEIGHTS
    assert name_problem(name), "the name is taken now"
    assert free_name(name.removesuffix("-1")).endswith("-2")


def test_a_refused_review_changes_nothing(reviewed, qtbot) -> None:
    dialog = begin(reviewed, "learned_nothing")
    qtbot.mouseClick(dialog.start, LEFT)
    qtbot.waitUntil(lambda: "former model stays" in dialog.outcome.text(), timeout=TIMEOUT)
    assert "no pattern" in dialog.outcome.text()
    assert not dialog.use.isVisible()
    assert models() == []


def test_cancelling_leaves_nothing_and_the_window_works_meanwhile(reviewed, qtbot, said) -> None:
    window = reviewed
    dialog = begin(window, "endless")
    qtbot.mouseClick(dialog.start, LEFT)
    qtbot.waitUntil(lambda: "Endless" in dialog.stage.text(), timeout=TIMEOUT)
    window.desk.playback.seek(60)
    assert window.desk.playback.frame == 60
    qtbot.mouseClick(dialog.cancel, LEFT)
    assert not window.features.learning.running
    qtbot.waitUntil(lambda: not multiprocessing.active_children(), timeout=TIMEOUT)
    assert models() == []
    assert dialog.start.isVisible()


def test_a_failure_is_a_sentence(reviewed, qtbot) -> None:
    dialog = begin(reviewed, "breaks")
    qtbot.mouseClick(dialog.start, LEFT)
    qtbot.waitUntil(lambda: "Learning failed" in dialog.outcome.text(), timeout=TIMEOUT)
    assert models() == []


def test_names_that_cannot_be_used_are_refused(tmp_path) -> None:
    for name in ("", "a/b", "..", "classical", DEFAULT_WEIGHTS, "x" * 200, " a"):
        assert name_problem(name), name
    assert not name_problem(free_name("名前 s1/../x"))


def test_the_classical_spotter_and_a_blind_annotator_cannot_learn(reviewed, said) -> None:
    window = reviewed
    sentences = said(window)
    window.desk.settings.update(weights="classical")
    window.book.actions["learn"].trigger()
    assert "nothing to learn" in sentences[-1]
    window.desk.document.annotators.add("B", blind=True)
    window.book.actions["learn"].trigger()
    assert "blind" in sentences[-1]
    assert window.features.learning.dialog is None
