"""A project's own coding scheme on the desk: chosen in the dialog, on the card, by keys, as lanes, in the list."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMenu

from engine.coding_scheme import CASME3_SCHEME, PRESETS, USUAL_TIERS, CodingScheme, Modifier, Tier
from engine.datasets import FORMAT_TABLE, read_records
from engine.journal import verify_project
from engine.types import UNKNOWN
from metst_gui.document.document import AnnotationDocument
from metst_gui.document.file.opening import open_project
from metst_gui.labels.label_files import read_labels, write_labels
from metst_gui.project.coding_dialog import CODES, NAME, CodingDialog
from metst_gui.project.marks_dialog import NOTE
from tests.kit.hands import press
from tests.kit.windows import open_and_analyse

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
OLD = Path(__file__).parents[1] / "document" / "data" / "version-0"
SIDE = Modifier("side", ("left", "right"))
SCHEME = CodingScheme(
    "own", ("joy", "contempt"), (SIDE,), (Tier("q", "question", "point"), Tier("g", "gaze", "interval", ("away", "up")))
)


@pytest.fixture
def window(desk, qtbot, clip):
    made = desk()
    open_and_analyse(made, qtbot, clip)
    return made


def gutter(window) -> list[str]:
    return [line.text for line in window.timeline._book.gutter()]


def test_the_scheme_gives_the_card_and_the_digits_their_words(window, qtbot) -> None:
    document, card = window.desk.document, window.card
    assert card.emotions.labels == CASME3_SCHEME.emotions
    assert not card.modifiers.isVisible()
    document.coding.set_scheme(SCHEME)
    assert card.emotions.labels == ("joy", "contempt")
    actions = window.book.actions
    assert actions["emotion_2"].text() == "Emotion: contempt"
    assert not actions["emotion_3"].isVisible()
    window.desk.tour.go(1)
    press(window, qtbot, Qt.Key.Key_2)
    assert actions["emotion_2"].isChecked()
    window.book.trigger("accept")
    made = document.view.annotations[0]
    assert made.emotion == "contempt"
    document.history.undo()
    document.history.undo()
    document.history.undo()
    assert card.emotions.labels == CASME3_SCHEME.emotions
    assert actions["emotion_3"].text() == "Emotion: anger"
    assert actions["emotion_3"].isVisible()


def test_a_digit_without_an_emotion_says_so(window, said) -> None:
    sentences = said(window)
    window.desk.document.coding.set_scheme(SCHEME)
    window.desk.tour.go(1)
    window.desk.review.set_emotion_by_digit(7)
    assert "no emotion 7" in sentences[-1]
    assert not window.desk.document.view.annotations


def test_an_emotion_of_another_scheme_stays_and_is_shown_in_words(window) -> None:
    window.desk.tour.go(1)
    window.desk.review.accept("happy")
    window.desk.document.coding.set_scheme(SCHEME)
    made = window.desk.document.view.annotations[0]
    window.desk.tour.select("annotation", made.id)
    assert made.emotion == "happy"
    assert "happy" in window.card._emotion_line.text()


def test_modifiers_are_chosen_on_the_card_and_by_a_key(window) -> None:
    document, card = window.desk.document, window.card
    document.coding.set_scheme(replace(SCHEME, modifiers=(SIDE, Modifier("intensity", ("A", "B")))))
    window.desk.tour.go(1)
    assert card.modifiers.isVisibleTo(card)
    menu = card.modifiers.menu()
    chosen = next(one for one in menu.actions() if one.text() == "B")
    chosen.trigger()
    made = document.view.annotations[0]
    assert made.modifiers == (("intensity", "B"),), "saying it accepts the proposal, as typing action units does"
    card.modifier_chosen.emit("side", "left")
    assert document.view.annotations[0].modifiers == (("side", "left"), ("intensity", "B"))
    assert card.modifiers.buttons["side"].text() == "side: left"
    card.modifier_chosen.emit("intensity", "")
    assert document.view.annotations[0].modifiers == (("side", "left"),)
    document.history.undo()
    assert dict(document.view.annotations[0].modifiers)["intensity"] == "B"


def test_keys_mark_points_and_intervals_and_lanes_show_them(window, qtbot) -> None:
    desk = window.desk
    assert gutter(window) == ["model", "mine"]
    window.book.trigger("tier_1")
    assert not desk.tiers.marks, "there is no tier"
    desk.document.coding.set_scheme(SCHEME)
    assert gutter(window) == ["model", "mine", "question", "gaze"]
    desk.playback.seek(12)
    press(window, qtbot, Qt.Key.Key_1, modifier=Qt.KeyboardModifier.AltModifier)
    press(window, qtbot, Qt.Key.Key_2, modifier=Qt.KeyboardModifier.AltModifier)
    assert desk.tiers.begun == {"g": 12}
    desk.playback.seek(5)
    press(window, qtbot, Qt.Key.Key_2, modifier=Qt.KeyboardModifier.AltModifier)
    found = list(desk.tiers.marks.values())
    assert [(one.tier, one.first, one.last) for one in found] == [("g", 5, 12), ("q", 12, 12)]
    menu = window.findChild(QMenu, "code_menu")
    qtbot.keyClick(menu, Qt.Key.Key_2)
    assert next(iter(desk.tiers.marks.values())).code == "up"
    lanes = window.timeline.plots.intervals.lanes
    assert [len(lane) for lane in lanes[2:]] == [1, 1]
    assert window.timeline._book.hint(3, lanes[3].ids[0]).startswith("gaze: up")
    assert window.book.actions["tier_2"].text() == "Mark: gaze"
    assert not window.book.actions["tier_3"].isVisible()


def test_escape_drops_what_is_begun_before_it_deselects(window) -> None:
    desk = window.desk
    desk.document.coding.set_scheme(SCHEME)
    desk.tour.go(1)
    window.book.trigger("tier_2")
    window.book.trigger("deselect")
    assert not desk.tiers.begun
    assert desk.selection.item is not None
    assert not desk.tiers.marks


def test_the_list_shows_changes_and_deletes(window, qtbot) -> None:
    desk = window.desk
    desk.document.coding.set_scheme(SCHEME)
    gaze = SCHEME.tiers[1]
    desk.document.coding.add(gaze, 3, 9, "away")
    window.book.trigger("tier_marks")
    dialog = window.features.own_tiers._marks
    assert dialog.table.rowCount() == 1
    dialog.table.setCurrentCell(0, NOTE)
    assert desk.playback.frame == 3
    dialog.table.item(0, NOTE).setText("at the door")
    assert next(iter(desk.tiers.marks.values())).note == "at the door"
    for frame, bound in ((5, "first"), (20, "last")):
        desk.playback.seek(frame)
        desk.tiers.set_bound(dialog._chosen(), bound)
    desk.playback.seek(30)
    dialog._begin.click()
    assert [(one.first, one.last) for one in desk.tiers.marks.values()] == [(30, 30)], "a passed end goes along"
    desk.document.history.undo()
    assert [(one.first, one.last) for one in desk.tiers.marks.values()] == [(5, 20)]
    dialog.delete()
    assert dialog.table.rowCount() == 0
    desk.document.history.undo()
    assert dialog.table.rowCount() == 1
    dialog.close()


def test_the_dialog_offers_presets_checks_and_keeps_tiers(qtbot) -> None:
    dialog = CodingDialog(SCHEME)
    qtbot.addWidget(dialog)
    assert dialog.scheme == SCHEME
    assert dialog.preset.currentData() == "own"
    dialog.preset.setCurrentIndex(dialog.preset.findData("samm"))
    dialog.preset.activated.emit(dialog.preset.currentIndex())
    assert dialog.scheme == replace(PRESETS["samm"], tiers=SCHEME.tiers)
    dialog.emotions.setPlainText("a\nb\nA")
    assert "twice" in dialog.problem
    dialog.emotions.setPlainText("a\nb")
    assert not dialog.problem
    dialog.tiers.item(1, NAME).setText("micro")
    assert "cannot be called" in dialog.problem
    dialog.tiers.item(1, NAME).setText("eyes")
    dialog.tiers.item(1, CODES).setText("left , right,")
    dialog.modifiers.setPlainText("side: l, r\n\nmasked")
    assert "no values" in dialog.problem
    dialog.modifiers.setPlainText("side: l, r")
    assert dialog.scheme == CodingScheme(
        "own",
        ("a", "b"),
        (Modifier("side", ("l", "r")),),
        (SCHEME.tiers[0], Tier("g", "eyes", "interval", ("left", "right"))),
    )
    dialog._add_usual(USUAL_TIERS[1])
    assert [one.name for one in dialog.scheme.tiers] == ["question", "eyes", "speech"]
    dialog._add_usual(Tier("", ""))
    assert "name is missing" in dialog.problem
    dialog.remove_tier()
    dialog.tiers.setCurrentCell(2, NAME)
    dialog.remove_tier()
    dialog.tiers.setCurrentCell(0, NAME)
    dialog.remove_tier()
    assert [one.name for one in dialog.scheme.tiers] == ["eyes"]
    assert dialog.tiers.item(0, 3).text() == "Alt+1"


def test_a_tier_that_has_marks_is_not_lost(window, said) -> None:
    sentences = said(window)
    desk = window.desk
    desk.document.coding.set_scheme(SCHEME)
    desk.document.coding.add(SCHEME.tiers[0], 3, 3)
    dialog = CodingDialog(SCHEME)
    dialog.tiers.setCurrentCell(0, NAME)
    dialog.remove_tier()
    window.features.own_tiers.store(dialog)
    assert desk.document.coding.scheme == SCHEME
    assert "“question” still has marks" in sentences[-1]
    dialog.deleteLater()


def test_a_project_of_the_first_version_opens_as_ever_and_takes_a_scheme(tmp_path, qapp) -> None:
    home = tmp_path / "old"
    shutil.copytree(OLD, home)
    (home / "study.project").rename(home / "study.metst")
    for coded in (CASME3_SCHEME, SCHEME):
        opened = open_project(home / "study.metst")
        document = AnnotationDocument()
        document.open(opened.store, opened.state)
        assert document.coding.scheme == coded
        assert all(not one.modifiers for book in opened.state.books.values() for one in book.annotations.values())
        if coded is CASME3_SCHEME:
            assert not document.coding.marks
            document.coding.set_scheme(SCHEME)
            document.coding.add(SCHEME.tiers[0], 1, 1)
        else:
            assert len(document.coding.marks) == 1
        opened.store.close()
        assert verify_project(home / "study.metst").ok


CARRY = ("csv", "json", "elan", "textgrid", "boris", "boris_project", "label_studio", "vtt")


@pytest.mark.parametrize("name", CARRY)
def test_what_can_carry_marks_and_modifiers_gives_them_back(window, tmp_path, said, name) -> None:
    desk, document = window.desk, window.desk.document
    document.videos.name(subject="s1", video_name="a")
    document.coding.set_scheme(SCHEME)
    desk.tour.go(1)
    desk.review.accept("contempt")
    made = document.view.annotations[0]
    document.change(made.id, modifiers=(("side", "left"),))
    question, gaze = SCHEME.tiers
    document.coding.add(question, 30, 30)
    document.coding.change(document.coding.add(gaze, 40, 55, "away"), note="door")
    before = {replace(one, by=UNKNOWN) for one in document.coding.marks.values()}
    target = tmp_path / f"out{FORMAT_TABLE[name].suffix}"
    sentences = said(window)
    assert write_labels(desk, target, format_=name, missing="refuse")
    assert "2 of them are marks on own tiers" in sentences[-1]
    for id_ in list(document.coding.marks):
        document.coding.delete(id_)
    document.delete(made.id)
    read_labels(desk, target)
    assert "2 marks came onto own tiers" in sentences[-1]
    assert {replace(one, by=UNKNOWN) for one in document.coding.marks.values()} == before
    (again,) = document.view.annotations
    assert (again.emotion, again.modifiers) == ("contempt", (("side", "left"),))
    assert all(one.by.who == document.layer.name for one in document.coding.marks.values()), "the origin came along"
    read_labels(desk, target)
    assert len(document.coding.marks) == 2, "what is there already is not added again"


def test_a_published_sheet_keeps_its_own_words_and_names_what_it_leaves_out(window, tmp_path, said) -> None:
    desk, document = window.desk, window.desk.document
    document.videos.name(subject="spNO.1", video_name="a")
    document.coding.set_scheme(SCHEME)
    desk.tour.go(1)
    desk.review.accept("contempt")
    document.change(document.view.annotations[0].id, kind="micro", modifiers=(("side", "left"),))
    document.coding.add(SCHEME.tiers[1], 40, 55, "away")
    sentences = said(window)
    assert not write_labels(desk, tmp_path / "a.xlsx", format_="casme3", missing="refuse")
    assert "contempt" in sentences[-1] or "emotion" in sentences[-1]
    assert write_labels(desk, tmp_path / "a.xlsx", format_="casme3", missing="others")
    assert "gaze 1" in sentences[-1]
    assert "modifiers" in sentences[-1]
    assert [one.emotion for one in read_records(tmp_path / "a.xlsx").records] == ["others"]


def test_marks_of_tiers_that_the_scheme_lacks_are_named(window, tmp_path, said) -> None:
    desk, document = window.desk, window.desk.document
    document.videos.name(subject="s1", video_name="a")
    document.coding.set_scheme(SCHEME)
    document.coding.add(SCHEME.tiers[1], 40, 55, "away")
    assert window.book.actions["export"].isEnabled(), "marks alone can be exported"
    assert write_labels(desk, tmp_path / "a.eaf", format_="elan", missing="refuse")
    document.history.undo()
    document.history.undo()
    sentences = said(window)
    read_labels(desk, tmp_path / "a.eaf")
    assert "gaze" in " ".join(sentences)
    assert not document.view.annotations


def test_a_scheme_goes_from_project_to_project_in_a_file(qtbot, tmp_path, monkeypatch) -> None:
    path = tmp_path / "scheme.json"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    first = CodingDialog(SCHEME)
    qtbot.addWidget(first)
    first.write()
    here = replace(CASME3_SCHEME, tiers=(Tier("x", "gaze"), Tier("q", "hand")))
    second = CodingDialog(here)
    qtbot.addWidget(second)
    second.read()
    found = second.scheme
    assert (found.emotions, found.modifiers) == (SCHEME.emotions, SCHEME.modifiers)
    assert [(one.name, one.codes) for one in found.tiers] == [("question", ()), ("gaze", ("away", "up"))]
    assert found.tiers[1].id == "x", "the marks of a tier of that name stay"
    assert found.tiers[0].id not in ("x", "q"), "and those of no other one are taken"
    for text in ("", "{}", "[" * 100_000, '{"form": "metst-coding-scheme/1"}', "\ud83d"):
        path.write_text(text, encoding="utf-8", errors="surrogatepass")
        second.read()
        assert "holds no coding scheme" in second.problem
        assert second.scheme == found
    path.unlink()
    second.read()
    assert "cannot be read" in second.problem
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "none" / "a.json"), ""))
    second.write()
    assert second.problem
