"""The model panel in the window: by key, beside a run of another model, and back to the former model."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel

from engine.config import DEFAULT_WEIGHTS, TALKING_WEIGHTS
from engine.definitions import OPEN_KIND
from engine.types import Origin, OriginKind, ScoreChunk
from metst_gui.document.annotation import Verdict
from metst_gui.labels.export_dialog import ExportDialog
from metst_gui.labels.hint_question import HintQuestion
from metst_gui.models import CLASSICAL, model_of
from metst_gui.queue.row_text import row_text
from tests.e2e.conftest import TIMEOUT
from tests.kit.hands import press
from tests.kit.windows import open_and_analyse


def test_the_panel_opens_by_key_and_names_both_models(desk, qtbot, clip) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    press(window, qtbot, Qt.Key.Key_M)
    panel = window.features.model_choice.panel
    assert panel.isVisible()
    titles = [panel.tabs.tabText(number) for number in range(panel.tabs.count())]
    assert titles == ["Model of this analysis", "Model of the next analysis"]
    assert "Classical spotter" in panel.differs.text()
    assert model_of(DEFAULT_WEIGHTS).title in panel.differs.text()
    assert "96% of the video is analysable" in panel.coverage.text()
    assert "next analysis" in window.model_label.text()
    press(window, qtbot, Qt.Key.Key_M)
    assert not panel.isVisible()


def test_a_model_is_chosen_and_the_former_one_comes_back_by_one_click(desk, qtbot, clip, tmp_path, monkeypatch) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    settings = window.desk.settings
    for name, weights in (("use_classical", CLASSICAL), ("use_default", DEFAULT_WEIGHTS)):
        with qtbot.waitSignal(window.desk.analysis.ended, timeout=TIMEOUT):
            window.book.actions[name].trigger()
        assert settings.value.weights == weights
    chosen = tmp_path / "mine.safetensors"
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(chosen), ""))
    window.book.actions["model_panel"].trigger()
    panel = window.features.model_choice.panel
    with qtbot.waitSignal(window.desk.analysis.ended, timeout=TIMEOUT):
        panel.choose_requested.emit()
    assert settings.value.weights == str(chosen)
    assert panel.former.text() == f"Back to “{model_of(DEFAULT_WEIGHTS).title}”"
    assert panel.default.isEnabled()
    with qtbot.waitSignal(window.desk.analysis.ended, timeout=TIMEOUT):
        qtbot.mouseClick(panel.former, Qt.MouseButton.LeftButton)
    assert settings.value.weights == DEFAULT_WEIGHTS
    assert not panel.default.isEnabled()


def test_a_blind_annotator_sees_the_chosen_model_only(desk, qtbot, clip) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    window.book.actions["model_panel"].trigger()
    window.desk.document.annotators.add("B", blind=True)
    panel = window.features.model_choice.panel
    assert panel.tabs.count() == 1
    assert not panel.differs.isVisible()
    assert not panel.coverage.isVisible()
    assert "analysable" not in window.model_label.text()


def with_guess(desk, qtbot, clip, monkeypatch):
    """A window with an accepted proposal whose emotion is the model's."""
    # Decoding anew would take the fake classes away.
    monkeypatch.setattr("metst_gui.desk.decoding.Decoding.repeat", lambda _: None)
    window = desk()
    window.desk.analysis.inference._factory = "tests.e2e.fakes:classed"
    open_and_analyse(window, qtbot, clip)
    window.desk.document.accept(window.desk.document.view.proposals[0])
    return window


def test_a_class_of_the_synthetic_model_is_called_a_hint_everywhere(desk, qtbot, clip, monkeypatch) -> None:
    window = with_guess(desk, qtbot, clip, monkeypatch)
    open_one = window.desk.document.view.proposals[1]
    window.desk.tour.select("proposal", open_one.id)
    assert "AU-pattern hint" in window.card._emotion_line.text()
    rows = {item.id: item for item in window.queue._list.rows.items}
    assert row_text(rows[open_one.id]).endswith("≈surprise")
    tip = window.queue._list.rows.data(window.queue._list.rows.index(1), Qt.ItemDataRole.ToolTipRole)
    assert "AU-pattern hint: surprise" in tip
    (made,) = window.desk.document.view.annotations
    window.desk.tour.select("annotation", made.id)
    assert window.card._emotion_line.text() == "AU-pattern hint: surprise. Press its key to confirm it."
    window.book.actions["emotion_2"].trigger()
    assert not window.desk.document.view.annotations[0].default_emotion
    assert window.card._emotion_line.isHidden()
    assert "≈" not in row_text(next(item for item in window.queue._list.rows.items if item.verdict is Verdict.ACCEPTED))


def test_an_export_with_guesses_asks_once_and_remembers(desk, qtbot, clip, tmp_path, monkeypatch, said) -> None:
    window = with_guess(desk, qtbot, clip, monkeypatch)
    session, target = window.desk.session, tmp_path / "out.csv"
    monkeypatch.setattr(ExportDialog, "exec", lambda dialog: (dialog._format.setCurrentIndex(1), True)[1])
    monkeypatch.setattr(ExportDialog, "subject", "s")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    asked = []

    def answer(choice, *, remember):
        def run(dialog):
            asked.append(dialog)
            assert "AU-pattern hint" in dialog.findChild(QLabel).text()
            dialog.remember.setChecked(remember)
            dialog.choice = choice
            return choice is not None

        monkeypatch.setattr(HintQuestion, "exec", run)
        window.book.actions["export"].trigger()

    answer(None, remember=False)
    assert not target.exists(), "cancelled"
    answer("without", remember=False)
    assert "surprise" not in target.read_text()
    answer("marked", remember=True)
    assert "model hint" in target.read_text()
    assert len(asked) == 3
    window.book.actions["export"].trigger()
    assert len(asked) == 3, "remembered"
    window.book.actions["model_panel"].trigger()
    panel = window.features.model_choice.panel
    assert "mark emotions" in panel.remembered.text()
    qtbot.mouseClick(panel.ask_again, Qt.MouseButton.LeftButton)
    assert session.document.statements.setting("unconfirmed_emotions") is None
    assert panel.remembered.isHidden()


# As of an event whose apex is only assumed, and whose kind hangs on it.
HANGING = (OPEN_KIND, Origin(OriginKind.ASSUMED))


def test_an_export_promises_what_it_writes_of_events_that_may_be_micro_or_macro(
    desk, qtbot, clip, tmp_path, monkeypatch, said
) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    press(window, qtbot, Qt.Key.Key_Down, Qt.Key.Key_2, Qt.Key.Key_Return)
    monkeypatch.setattr("metst_gui.document.annotation.Annotation.told_kind", lambda *_: HANGING)
    lines: list[str] = []
    told = lambda dialog: f"{dialog.line} {dialog._hanging_line.text()}"  # noqa: E731
    monkeypatch.setattr(ExportDialog, "exec", lambda dialog: (lines.append(told(dialog)), True)[1])
    monkeypatch.setattr(ExportDialog, "subject", "s")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "out.xlsx"), ""))
    sentences = said(window)
    window.book.actions["export"].trigger()
    assert lines[0].startswith("0 of 1 annotation will be written. ⚠ 1 is left out")
    assert sentences[-1].startswith("Exported 0 annotations")


def test_an_export_leads_to_what_it_would_leave_out_for_its_apex(desk, qtbot, clip, monkeypatch, said) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    press(window, qtbot, Qt.Key.Key_Down, Qt.Key.Key_2, Qt.Key.Key_Return, Qt.Key.Key_Down, Qt.Key.Key_2)
    monkeypatch.setattr("metst_gui.document.annotation.Annotation.told_kind", lambda *_: HANGING)
    monkeypatch.setattr("metst_gui.desk.review.is_kind_open", lambda *_: True)
    first = min(window.desk.document.view.annotations, key=lambda one: one.onset)
    window.desk.playback.seek(0)
    monkeypatch.setattr(ExportDialog, "exec", lambda dialog: (dialog.show_asked.emit(), False)[1])
    monkeypatch.setattr(ExportDialog, "subject", "s1")
    sentences = said(window)
    window.book.actions["export"].trigger()
    assert window.desk.current.annotation.id == first.id
    assert (window.desk.playback.frame, window.desk.tour.handle) == (first.apex, "apex")
    assert "press P to set the apex" in sentences[-1]
    assert window.desk.document.project.subject == "s1", "what was typed is kept for the next export"
    kinds = []
    for _ in range(3):
        window.book.actions["kind"].trigger()
        kinds.append(window.desk.current.annotation.kind)
    assert kinds == ["micro", "macro", None], "either can be said, whatever the assumed apex would make of it"


def test_the_choice_by_movement_is_turned_off_and_on_and_asked_of_the_engine(desk, qtbot, clip, said) -> None:
    window = desk()
    sentences, settings = said(window), window.desk.settings
    open_and_analyse(window, qtbot, clip)
    assert window.desk.analysis.config().restless_weights == TALKING_WEIGHTS
    action = window.book.actions["choose_by_movement"]
    assert action.isChecked()
    window.book.actions["model_panel"].trigger()
    panel = window.features.model_choice.panel
    qtbot.mouseClick(panel.by_movement, Qt.MouseButton.LeftButton)
    assert (settings.value.choose_by_movement, action.isChecked(), panel.by_movement.isChecked()) == (False,) * 3
    assert window.desk.analysis.config().restless_weights == ""
    assert "analyses every video" in sentences[-1]
    action.trigger()
    assert settings.value.choose_by_movement
    assert "the movement of the face chooses" in sentences[-1]
    settings.update(weights=CLASSICAL)
    action.trigger()
    action.trigger()
    assert "where the default model is chosen" in sentences[-1]


def test_where_another_model_takes_over_its_curves_and_proposals_replace_those_of_the_first(desk, qtbot, clip) -> None:
    window = desk("taken_over")
    document, timeline = window.desk.document, window.timeline
    window.desk.opener.open_path(clip)
    qtbot.waitUntil(lambda: len(document.view.proposals) == 1, timeout=TIMEOUT)
    qtbot.waitUntil(lambda: len(timeline._store) == 60, timeout=TIMEOUT)
    assert timeline._store.score.values[0].tolist() == pytest.approx([0.2] * 60)
    chunks = [one for one in window.desk.analysis._heard if isinstance(one, ScoreChunk)]
    assert [one.start for one in chunks] == [0], "what a window leaves in the middle is told again like this"
    window.book.actions["cancel_analysis"].trigger()
    assert document.view.run is None


def test_the_default_model_chosen_over_the_one_that_took_over_stays_until_another_choice(desk, qtbot, clip) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    view = window.desk.document.view
    asked = []
    for name in ("use_default", "analyse", "use_classical", "use_default"):
        with qtbot.waitSignal(window.desk.analysis.ended, timeout=TIMEOUT):
            window.book.actions[name].trigger()
        asked.append(view.run.settings["restless_weights"])
    assert asked == ["", "", "", TALKING_WEIGHTS]
    assert window.desk.settings.value.choose_by_movement


def test_a_model_kept_for_a_video_is_kept_in_the_project_and_given_up_by_the_box(desk, qtbot, clip, said) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    with qtbot.waitSignal(window.desk.analysis.ended, timeout=TIMEOUT):
        window.book.actions["use_default"].trigger()
    video = window.desk.document.video
    asked = window.desk.background._asked.config
    assert asked(video, clip).restless_weights == "", "nor does it choose where all videos are analysed"
    window.book.actions["model_panel"].trigger()
    panel, action = window.features.model_choice.panel, window.book.actions["choose_by_movement"]
    assert (action.isChecked(), panel.by_movement.isChecked()) == (False, False)
    assert "You chose" in panel.reason.text()
    window.close()
    window = desk()
    sentences = said(window)
    with qtbot.waitSignal(window.desk.session.opened, timeout=TIMEOUT):
        window.desk.opener.open_path(clip)
    assert window.desk.analysis.config().restless_weights == ""
    window.book.actions["choose_by_movement"].trigger()
    assert window.desk.settings.value.choose_by_movement
    assert window.book.actions["choose_by_movement"].isChecked()
    assert window.desk.analysis.config().restless_weights == TALKING_WEIGHTS
    assert "the movement of the face chooses" in sentences[-1]
