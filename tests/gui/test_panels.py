from dataclasses import replace
from importlib import metadata
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QListView, QPushButton, QScrollArea

from engine.clock import steady, time_text
from engine.definitions import CASME3
from engine.origins import Origins
from engine.types import Emotion, Mask, Origin, OriginKind, Proposal, VideoInfo, frozen
from metst_gui.card.bound_tile import BoundTile
from metst_gui.card.card_panel import NOT_INFERRED, CardPanel
from metst_gui.card.emotion_chip import EmotionChip
from metst_gui.card.verdict_button import VerdictButton, short_key
from metst_gui.commands.keys import first_keys
from metst_gui.commands.table import ACTIONS
from metst_gui.desk.queue_rows import FILTERS, QueueItem
from metst_gui.desk.review_queue import ReviewQueue
from metst_gui.document.annotation import Annotation, Verdict
from metst_gui.labels.export_dialog import ExportDialog
from metst_gui.models import Model
from metst_gui.picture.transport import Transport
from metst_gui.queue.queue_panel import ALL_HIDDEN, NO_ITEMS, QueuePanel
from metst_gui.queue.row_text import row_text, row_words
from metst_gui.widgets.message_bar import MessageBar
from metst_gui.window.help_dialogs import AboutDialog, GoToDialog, KeySheet, parse_position
from metst_gui.wording.kind_text import kind_text
from tests.kit.hands import button

LEFT = Qt.MouseButton.LeftButton


def make_info(n: int = 3000, fps: float = 30.0) -> VideoInfo:
    times = frozen(np.arange(n) / fps)
    return VideoInfo(Path("clip.mp4"), "video", n, 640, 480, fps, times, True, "h264", 1, "digest")


def make_proposal(probabilities=(0.1, 0.05, 0.62, 0.2, 0.03), quality=0) -> Proposal:
    emotion = Emotion.SURPRISE if probabilities else None
    return Proposal("p1234", 1226, 1234, 1240, 0.713, emotion, probabilities, quality, "half_max")


def make_items() -> list[QueueItem]:
    return [
        QueueItem("proposal", "a", 30, 40, 1.0, 0.4, Verdict.PENDING, "surprise", int(Mask.DARK)),
        QueueItem("proposal", "b", 60, 70, 2.0, 0.9, Verdict.ACCEPTED, None),
        QueueItem("proposal", "c", 90, 99, 3.0, 0.7, Verdict.REJECTED, "others"),
        QueueItem("proposal", "d", 120, 130, 4.0, 0.8, Verdict.UNSURE, "negative"),
        QueueItem("annotation", "e", 45, 50, 1.5, None, None, "disgust"),
    ]


def labels(widget):
    return [one.text() for one in widget.findChildren(QLabel) if not one.isHidden()]


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0:00.000"), (41.1333, "0:41.133"), (59.9996, "1:00.000"), (3600.5, "1:00:00.500")],
)
def test_time_text(seconds, text):
    assert time_text(seconds) == text


# Queue


def queue_with_items(qtbot) -> QueuePanel:
    queue = ReviewQueue()
    panel = QueuePanel(queue)
    qtbot.addWidget(panel)
    queue.set_rows(make_items())
    panel.resize(260, 320)
    panel.show()
    return panel


def chip(panel, word):
    return next(one for one in panel.findChildren(QAbstractButton) if word in one.accessibleName())


def ids(panel):
    return [id_ for _, id_ in panel._queue.shown_ids()]


def test_rows_name_everything():
    items = make_items()
    assert row_text(items[0]) == "○  0:01.000  0.40  surprise ⚠"
    assert row_text(items[1]) == "✓  0:02.000  0.90  –"
    assert [row_text(item)[0] for item in items] == ["○", "✓", "✗", "?", "✎"]


def test_second_line_of_a_row():
    one = QueueItem("proposal", "a", 30, 40, 1.0, 0.4, Verdict.PENDING, "surprise", length_s=0.3667)
    assert row_words(one) == "367 ms · surprise"
    assert row_words(replace(one, hint="AU-pattern hint")) == "367 ms · hint surprise"
    assert row_words(replace(one, emotion=None, quality=int(Mask.DARK))) == "367 ms · ⚠"
    assert row_words(replace(one, emotion=None, length_s=None)) == ""
    rejected = replace(one, hint="AU-pattern hint", verdict=Verdict.REJECTED, reason="blink")
    assert row_words(rejected) == "367 ms · blink", "why it was rejected, not what the model took it for"
    assert row_words(replace(rejected, reason="")) == "367 ms · rejected"


def test_queue_order_filters_and_progress(qtbot):
    panel = queue_with_items(qtbot)
    assert ids(panel) == ["a", "e", "b", "c", "d"], "d was put off"
    assert panel.progress_text == "2 of 4 decided · 1 put off · about 1 min left"
    panel._queue.set_sort("rank")
    assert ids(panel) == ["b", "c", "a", "e", "d"]
    qtbot.mouseClick(chip(panel, "rejected"), LEFT)
    assert ids(panel) == ["b", "a", "e", "d"]
    assert panel.progress_text.startswith("2 of 4")
    panel._queue.set_filter("mine", shown=False)
    assert panel._queue.shown_ids() == [("proposal", "b"), ("proposal", "a"), ("proposal", "d")]


def test_queue_click_and_current(qtbot):
    panel = queue_with_items(qtbot)
    listed = panel.findChild(QListView)
    with qtbot.assertNotEmitted(panel.chosen):
        panel.set_current("proposal", "c")
    assert listed.currentIndex().row() == 3
    panel._queue.set_rows([*make_items(), QueueItem("proposal", "0", 1, 2, 0.1, 0.5, Verdict.PENDING)])
    assert listed.currentIndex().row() == 4
    place = listed.visualRect(listed.model().index(2, 0)).center()
    with qtbot.waitSignal(panel.chosen) as chosen:
        qtbot.mouseClick(listed.viewport(), LEFT, pos=place)
    assert chosen.args == ["annotation", "e"]
    panel.set_current("", "")
    assert not listed.currentIndex().isValid()


def test_queue_sort_signal_and_no_focus(qtbot):
    panel = queue_with_items(qtbot)
    sort = panel.header.sort
    assert sort.accessibleName() == "Order of the queue: by time"
    with qtbot.waitSignal(panel._queue.changed):
        panel._queue.set_sort("rank")
    assert sort.accessibleName() == "Order of the queue: surest first"
    panel._queue.turn_round()
    assert sort.text() == "surest first ▴"
    widgets = [sort, panel.findChild(QListView), *panel.findChildren(QAbstractButton)]
    assert {widget.focusPolicy() for widget in widgets} == {Qt.FocusPolicy.NoFocus}


def test_panels_paint_their_states(qtbot, caplog):
    panel, bar = queue_with_items(qtbot), MessageBar()
    qtbot.addWidget(bar)
    panel.set_current("proposal", "c")
    before = panel.grab().toImage()
    panel.set_current("proposal", "d")
    assert panel.grab().toImage() != before
    drawn = chip(panel, "drawn")
    checked = drawn.grab().toImage()
    drawn.setChecked(False)
    assert drawn.grab().toImage() != checked
    bar.show_message("error", "A sentence. " * 50)
    bar.resize(300, 30)
    assert bar.minimumSizeHint().width() < 300
    bar.grab()
    assert not caplog.records


def test_empty_queue_says_so(qtbot):
    panel = queue_with_items(qtbot)
    for name in FILTERS:
        panel._queue.set_filter(name, shown=False)
    assert ALL_HIDDEN in labels(panel)
    panel._queue.set_rows([replace(make_items()[0], near=True)])
    assert "1 candidate is just below the threshold." in labels(panel)
    qtbot.mouseClick(button(panel, "Show it"), LEFT)
    assert ids(panel) == ["a"]
    panel._queue.set_rows([])
    assert NO_ITEMS in labels(panel)
    assert panel.progress_text == "", "nothing is there to be decided"


# Card


def card(qtbot) -> CardPanel:
    panel = CardPanel()
    panel.set_keys(first_keys(ACTIONS))
    qtbot.addWidget(panel)
    panel.resize(300, 420)
    panel.show()
    return panel


def test_card_fits(qtbot):
    panel = card(qtbot)
    panel.show_proposal(make_proposal(quality=int(Mask.NO_FACE | Mask.CUT)), Verdict.PENDING, make_info())
    hint = panel.minimumSizeHint()
    assert hint.width() <= 300
    assert hint.height() <= 420


def test_card_shows_a_proposal(qtbot):
    panel = card(qtbot)
    panel.show_proposal(make_proposal(quality=int(Mask.NO_FACE)), Verdict.UNSURE, make_info())
    shown = labels(panel)
    tiles = panel.findChildren(BoundTile)
    assert [(one.time, one.foot) for one in tiles] == [
        ("0:40.867", "1226 · model"),
        ("0:41.133", "1234"),  # the origin of its apex was not kept
        ("0:41.333", "1240 · model"),
    ]
    for tile, line in zip(tiles, ("Frame 1226, 1227", "Frame 1234, 1235", "Frame 1240, 1241"), strict=True):
        assert tile.toolTip().startswith(f"{line} counted from 1.")
    assert "⚠ Doubtful: no face found" in shown
    assert "? Proposal" in shown
    assert "unsure · score 0.71" in shown
    panel.show_proposal(make_proposal(), Verdict.UNSURE, make_info(), place=(4, 8))
    assert "? Proposal 4 of 8" in labels(panel)
    panel.show_proposal(make_proposal(), Verdict.PENDING, make_info())
    assert "◇ Near miss" in labels(panel), "it has no place among the proposals"
    panel.show_proposal(make_proposal(), Verdict.UNSURE, make_info(), place=(4, 8))
    assert NOT_INFERRED not in shown
    assert button(panel, "Unsure").isChecked()
    assert button(panel, "Delete").isHidden()


def test_card_without_emotion_and_without_apex(qtbot):
    panel = card(qtbot)
    panel.show_proposal(make_proposal(probabilities=None), Verdict.PENDING, make_info())
    assert NOT_INFERRED in labels(panel)
    panel.show_annotation(Annotation(onset=3, apex=None, offset=9, emotion="calm"), 30.0, 100)
    assert [one.time for one in panel.findChildren(BoundTile)] == ["0:00.100", "not marked", "0:00.300"]
    assert "Emotion: calm" in labels(panel)
    assert NOT_INFERRED not in labels(panel)
    assert button(panel, "Accept").isHidden()
    assert not button(panel, "Delete").isHidden()


@pytest.mark.parametrize(
    ("annotation", "text"),
    [
        (Annotation(onset=0, apex=6, offset=30), "MICRO (macro if the apex were 3 frames later)"),
        (Annotation(onset=0, apex=11, offset=30), "MACRO (micro if the apex were 3 frames earlier)"),
        (Annotation(onset=0, apex=5, offset=10), "MICRO"),
        (Annotation(onset=0, apex=5, offset=10, kind="macro"), "MACRO · set by hand, computed micro"),
    ],
)
def test_kind_text(annotation, text):
    assert kind_text(annotation, steady(30.0), CASME3) == text


def test_kind_text_where_the_kind_hangs_on_an_assumed_apex():
    origins = Origins.all(Origin(OriginKind.MODEL, "m")).put(("apex",), Origin(OriginKind.ASSUMED, "m"))
    annotation = Annotation(onset=0, apex=6, offset=30, origins=origins)
    assert kind_text(annotation, steady(30.0), CASME3) == "Micro or macro? Set the apex to decide (P)"
    stated = replace(annotation, kind="micro")
    assert kind_text(stated, steady(30.0), CASME3) == "MICRO · set by hand", "there is no computed kind to compare with"


def test_card_emotions(qtbot):
    panel = card(qtbot)
    panel.show_annotation(Annotation(onset=3, apex=5, offset=9, emotion="fear"), 30.0, 100)
    assert button(panel, "5  fear").isChecked()
    with qtbot.waitSignal(panel.emotion_chosen) as chosen:
        qtbot.mouseClick(button(panel, "0  no emotion"), LEFT)
    assert chosen.args == [None]
    assert not button(panel, "5  fear").isChecked()
    with qtbot.assertNotEmitted(panel.emotion_chosen):
        panel.set_emotion("happy")
    assert button(panel, "1  happy").isChecked()


def test_the_confidence_names_its_key_as_the_emotions_do(qtbot):
    panel = card(qtbot)
    chips = [one for one in panel.findChildren(EmotionChip) if one.accessibleName().endswith("confidence")]
    assert [one.text() for one in chips] == ["C  confidence"]
    panel.confidence.set_value(3)
    assert chips[0].text() == "C  high confidence"
    assert chips[0].isChecked()


def test_a_hint_of_the_model_is_dashed_until_somebody_chooses(qtbot):
    panel = card(qtbot)
    panel.show_proposal(make_proposal(), Verdict.PENDING, make_info())
    chips = {one.text()[3:]: one for one in panel.findChildren(EmotionChip)}
    assert {word for word, chip in chips.items() if chip.hinted} == {"surprise"}
    shares = {word: chip.share for word, chip in chips.items() if chip.share is not None}
    assert shares == {
        "negative": 0.1,
        "positive": 0.05,
        "surprise": 0.62,
        "others": 0.2,
        "no emotion inferred": 0.03,
    }
    assert not any(chip.isChecked() for chip in chips.values())
    annotation = Annotation(onset=3, apex=5, offset=9, emotion="fear")
    panel.show_annotation(annotation, 30.0, 100)
    assert not any(chip.hinted or chip.share is not None for chip in chips.values())
    panel.show_annotation(Annotation.of_proposal(make_proposal(), model="m"), 30.0, 2000)
    assert {word for word, chip in chips.items() if chip.hinted} == {"surprise"}
    assert not any(chip.isChecked() for chip in chips.values())


def test_keys_stand_beside_the_verdicts_where_there_is_the_room(qtbot):
    assert [short_key(key) for key in ("Return", "Backspace", "S", "")] == ["↵", "⌫", "S", ""]
    verdict = VerdictButton()
    qtbot.addWidget(verdict)
    verdict.set_words("✗ Reject", "Backspace", "blink")
    assert verdict.text() == "✗ Reject: blink\nBackspace", "what a screen reader says"
    pictures = []
    for width in (200, 60):
        for more in ("", "blink"):
            verdict.set_words("✗ Reject", "Backspace", more)
            verdict.resize(width, verdict.sizeHint().height())
            pictures.append(verdict.grab().toImage())
    assert pictures[0] != pictures[1]
    assert pictures[2] != pictures[3]
    assert verdict.minimumSizeHint().width() <= 60, "it widens no card"


def test_a_right_click_on_reject_asks_for_the_reason(qtbot):
    panel = card(qtbot)
    panel.show_proposal(make_proposal(), Verdict.PENDING, make_info())
    reject = button(panel, "Reject")
    with qtbot.waitSignal(panel.reason_requested):
        reject.customContextMenuRequested.emit(reject.rect().center())
    assert "With a reason: a right click" in reject.toolTip()


def test_a_chosen_emotion_is_filled_whether_or_not_the_model_named_it_before(qtbot):
    chips = [EmotionChip("fear"), EmotionChip("fear")]
    for chip in chips:
        qtbot.addWidget(chip)
    chips[1].show_hint(0.9, hinted=True)
    chips[1].show_hint(None, hinted=False)
    looks = [chip.property("look") for chip in chips]
    assert looks[0] == looks[1] != "tile", "a tile that is chosen is not filled"


def test_the_origin_of_a_bound_stands_under_it(qtbot):
    panel = card(qtbot)
    person, file = Origin(OriginKind.HUMAN, "Reviewer 1"), Origin(OriginKind.FILE, "labels.csv")
    made = Origins(onset=person, apex=Origin(OriginKind.ASSUMED), offset=file)
    panel.show_annotation(Annotation(onset=3, apex=5, offset=9, origins=made), 30.0, 100)
    tiles = panel.findChildren(BoundTile)
    assert [one.foot for one in tiles] == ["3 · Reviewer 1", "5 · assumed", "9 · file"]
    assert "labels.csv" in tiles[2].toolTip()
    with qtbot.waitSignal(panel.why_requested):
        qtbot.mouseClick(button(panel, "Why"), LEFT)


def test_card_buttons(qtbot):
    panel = card(qtbot)
    panel.show_proposal(make_proposal(), Verdict.PENDING, make_info())
    for text, verdict in (("Accept", "accepted"), ("Reject", "rejected"), ("Unsure", "unsure")):
        with qtbot.waitSignal(panel.verdict_requested) as asked:
            qtbot.mouseClick(button(panel, text), LEFT)
        assert asked.args == [verdict]
        assert not button(panel, text).isChecked()
    with qtbot.waitSignal(panel.handle_chosen) as handle:
        qtbot.mouseClick(button(panel, "W  apex"), LEFT)
    assert handle.args == ["apex"]
    panel.show_annotation(Annotation(onset=3, apex=5, offset=9, origin="proposal:p5"), 30.0, 100)
    assert button(panel, "Accept").isChecked()
    with qtbot.waitSignal(panel.delete_requested):
        qtbot.mouseClick(button(panel, "Delete"), LEFT)
    assert {one.focusPolicy() for one in panel.findChildren(QAbstractButton)} == {Qt.FocusPolicy.NoFocus}


def test_card_texts(qtbot):
    panel = card(qtbot)
    annotation = Annotation(onset=3, apex=5, offset=9, action_units="4", note="a")
    panel.show_annotation(annotation, 30.0, 100)
    units, note = panel.findChildren(QLineEdit)
    assert (units.text(), note.text()) == ("4", "a")
    seen = []
    panel.action_units_edited.connect(lambda text: seen.append(("units", text)))
    panel.note_edited.connect(lambda text: seen.append(("note", text)))
    panel.focus_action_units()
    qtbot.waitUntil(units.hasFocus)
    qtbot.keyClicks(units, " 12L")
    panel.show_annotation(annotation, 30.0, 100)
    assert units.text() == "4 12L"
    with qtbot.waitSignal(panel.focus_released):
        qtbot.keyClick(units, Qt.Key.Key_Return)
    note.setFocus()
    qtbot.keyClicks(note, "b")
    panel.setFocus()
    assert seen == [("units", "4 12L"), ("note", "ab")]


def test_text_never_reaches_another_item(qtbot):
    panel = card(qtbot)
    panel.show_annotation(Annotation(onset=3, apex=5, offset=9), 30.0, 100)
    units = panel.findChildren(QLineEdit)[0]
    panel.focus_action_units()
    qtbot.waitUntil(units.hasFocus)
    qtbot.keyClicks(units, "12")
    with qtbot.assertNotEmitted(panel.action_units_edited):
        panel.show_annotation(Annotation(onset=30, apex=35, offset=39, action_units="7"), 30.0, 100)
        panel.setFocus()
    assert units.text() == "7"


def test_card_nothing(qtbot):
    panel = card(qtbot)
    panel.show_nothing("No video is open.")
    assert any(one.isVisible() and one.text() == "No video is open." for one in panel.findChildren(QLabel))
    assert not any(one.isVisible() for one in panel.findChildren(QPushButton))


def test_a_button_of_the_empty_card_that_is_pressed_while_it_is_offered_again_is_clicked(qtbot):
    panel, done = card(qtbot), []
    panel.show_nothing("7 are left.", choices=[("Go on", lambda: done.append("before")), ("Mark", lambda: None)])
    qtbot.mousePress(button(panel, "Go on"), LEFT)
    panel.show_nothing("6 are left.", choices=[("Go on", lambda: done.append("after"))])
    qtbot.mouseRelease(button(panel, "Go on"), LEFT)
    assert done == ["after"]
    assert [one.text() for one in panel._nothing.buttons] == ["Go on"]


# Transport


def transport(qtbot) -> Transport:
    bar = Transport()
    qtbot.addWidget(bar)
    bar.show()
    return bar


def test_transport_readout(qtbot):
    bar = transport(qtbot)
    assert not bar.isEnabled()
    assert bar.readout == "No video"
    bar.set_info(make_info())
    bar.set_rate(0.25)
    bar.set_frame(1234)
    assert bar.isEnabled()
    assert bar.readout == "0:41.133 · frame 1234 (1235 from 1) · 30.00 fps · 1/4× = 7.5/s"
    bar.set_samples(np.arange(0, 3000, 7))
    assert bar.readout == "0:41.133 · frame 1234 (1235 from 1) · step 176 · 30.00 fps · 1/4× = 7.5/s"
    bar.set_samples(np.arange(3000))
    assert "step" not in bar.readout, "it would repeat the number of the frame"
    bar.set_rate(-2.0)
    assert bar.readout.endswith("· −2× = 60/s")
    bar.set_rate(1.0)
    assert bar.readout.endswith("30.00 fps"), "normal speed stands in the list beside it"
    bar.set_info(None)
    assert bar.readout == "No video"


def test_transport_signals(qtbot):
    bar = transport(qtbot)
    bar.set_info(make_info())
    combo = bar.findChild(QComboBox)
    with qtbot.waitSignal(bar.rate_chosen) as rate:
        combo.activated.emit(0)
    assert rate.args == [1 / 16]
    names = {one.accessibleName(): one for one in bar.findChildren(QAbstractButton)}
    with qtbot.waitSignal(bar.step_requested) as step:
        qtbot.mouseClick(names["Previous frame"], LEFT)
    assert step.args == [-1]
    with qtbot.waitSignal(bar.toggle_requested):
        qtbot.mouseClick(names["Play"], LEFT)
    with qtbot.waitSignal(bar.speaker.clicked):
        qtbot.mouseClick(names["Sound"], LEFT)
    bar.set_loop("interval")
    with qtbot.waitSignal(bar.loop_requested):
        qtbot.mouseClick(button(bar, "Loop: interval"), LEFT)
    assert {one.focusPolicy() for one in (*names.values(), combo)} == {Qt.FocusPolicy.NoFocus}


# Dialogs


def export_dialog(qtbot, **fields) -> ExportDialog:
    values = {"subject": "s1", "video_name": "v", "annotator": "", "n_annotations": 5, "n_without_emotion": 2}
    dialog = ExportDialog(**{**values, **fields})
    qtbot.addWidget(dialog)
    return dialog


def test_export_asks_only_where_words_are_missing(qtbot):
    dialog = export_dialog(qtbot)
    assert dialog.format == "casme3"
    assert dialog.line == "2 of 5 annotations have no CAS(ME)^3 emotion; 3 will be written."
    assert dialog.missing_emotion == "skip"
    button(dialog, "others").setChecked(True)
    assert dialog.missing_emotion == "others"
    assert dialog.line.endswith("5 will be written.")
    button(dialog, "Cancel the export").setChecked(True)
    dialog._on_ok()
    assert dialog.result() == 0
    dialog.findChild(QComboBox).setCurrentIndex(1)
    assert (dialog.format, dialog.missing_emotion) == ("csv", "refuse")
    dialog._on_ok()
    assert dialog.result() == 1


def test_export_names_what_may_be_micro_or_macro_before_it_writes(qtbot):
    dialog = export_dialog(qtbot, n_without_emotion=0)
    assert dialog._hanging.isHidden()
    dialog.tell_open(5)
    assert dialog.line == "0 of 5 annotations will be written."
    assert dialog._hanging_line.text().startswith("⚠ 5 are left out: their apex is only assumed")
    assert not dialog._hanging.isHidden()
    assert not button(dialog, "Export").isEnabled(), "a file without a row is no export"
    assert "another format" in button(dialog, "Export").toolTip()
    dialog.tell_open(1)
    assert dialog._hanging_line.text().startswith("⚠ 1 is left out")
    assert button(dialog, "Export").isEnabled()
    dialog.findChild(QComboBox).setCurrentIndex(1)
    assert dialog._hanging.isHidden()


def test_export_offers_what_to_do_about_an_assumed_apex(qtbot):
    dialog = export_dialog(qtbot, n_without_emotion=0)
    dialog.tell_open(5)
    dialog.show()
    qtbot.mouseClick(button(dialog, "CSV instead"), LEFT)
    assert dialog.format == "csv"
    assert dialog.focusWidget() is button(dialog, "Export"), "Return exports, it does not cancel"
    assert button(dialog, "Export").isEnabled()
    dialog.choose_format("casme3")
    with qtbot.waitSignal(dialog.show_asked):
        qtbot.mouseClick(button(dialog, "Show the first"), LEFT)
    assert (dialog.isVisible(), dialog.result()) == (False, 0)


def test_export_of_several_videos_is_not_barred_by_an_open_one_that_gives_no_row(qtbot):
    dialog = export_dialog(qtbot, n_without_emotion=0)
    dialog.tell_open(5)
    dialog.offer_others([3])
    assert not button(dialog, "Export").isEnabled()
    dialog._whole.setChecked(True)
    assert button(dialog, "Export").isEnabled()
    assert dialog.line.endswith("The same holds for the other videos.")


def test_export_needs_names(qtbot):
    dialog = export_dialog(qtbot, subject=" ", n_without_emotion=0)
    assert not button(dialog, "Export").isEnabled()
    dialog.findChildren(QLineEdit)[0].setText("s2 ")
    assert button(dialog, "Export").isEnabled()
    assert dialog.subject == "s2"
    assert dialog.missing_emotion == "refuse"


@pytest.mark.parametrize(
    ("text", "frame"),
    [
        ("1234", 1234),
        (" 0 ", 0),
        ("2999", 2999),
        ("3000", None),
        ("0:41.133", 1234),
        ("0:41,133", 1234),
        ("1:00", 1800),
        ("0:00:01.5", 45),
        ("1:39.999", 2999),
        ("1:41", None),
        ("0:60", None),
        ("-1", None),
        ("", None),
        ("x", None),
        ("²", None),
    ],
)
def test_parse_position(text, frame):
    assert parse_position(text, make_info()) == frame


def test_every_shown_time_leads_back_to_its_frame():
    info = make_info(fps=29.97)
    for frame in range(info.n_frames):
        assert parse_position(time_text(float(info.times[frame])), info) == frame


def test_go_to_dialog(qtbot):
    dialog = GoToDialog(make_info(), 7)
    qtbot.addWidget(dialog)
    assert dialog.frame == 7
    dialog.findChild(QLineEdit).setText("99999")
    assert dialog.frame is None
    assert not button(dialog, "OK").isEnabled()


def test_key_sheet_and_about(qtbot):
    groups = [("Play", "Space", "Play", ""), ("Play", "J", "Back", "Go back"), ("Review", "S", "Unsure", "Later")]
    sheet = KeySheet(groups)
    card = {"statement": "Made up on <b>nothing</b>.", "bench": {"what": "a bench", "n_events": 8, "f1_iou_0.5": 0.125}}
    about = AboutDialog(Model("made-up", "", card))
    qtbot.addWidget(sheet)
    qtbot.addWidget(about)
    rows = [["Play"], ["Space", "Play", ""], ["J", "Back", "Go back"], ["Review"], ["S", "Unsure", "Later"]]
    assert labels(sheet) == [text for row in rows for text in row]
    text = " ".join(labels(about))
    assert "not evidence" in text
    assert "no deception, stress or intent score" in text
    assert "Made up on <b>nothing</b>." in text
    assert "F1 at IoU ≥ 0.5 0.125 n 8" in text, "the measured rates"
    assert f"Version {metadata.version('metst')}" in text
    assert "Apache-2.0" in text
    second = {"statement": "Of the second.", "bench": {"what": "a bench", "short_clips": "long " * 99}}
    both = AboutDialog(Model("made-up", "", card), second=Model("other", "", second))
    qtbot.addWidget(both)
    both.show()
    assert "Of the second." in " ".join(labels(both))
    scroll = both.findChild(QScrollArea)
    assert scroll.widget().width() <= scroll.viewport().width(), "long values wrap"
    unknown = AboutDialog(Model("made-up", "", {}))
    qtbot.addWidget(unknown)
    assert "was not measured" in " ".join(labels(unknown))


def test_the_card_says_how_it_reads_action_units_while_they_are_typed(qtbot):
    panel = CardPanel()
    qtbot.addWidget(panel)
    panel.set_keys(first_keys(ACTIONS))
    panel.show_annotation(Annotation(10, 14, 20, action_units="4 12L 7B", annotator="A"), 30.0, 100)
    panel.show()
    assert panel.lines.reading.text() == "AU4 · AU12 left · AU7 B"
    assert panel._title.text().endswith("· A")
    panel.focus_action_units()
    qtbot.keyClicks(panel.lines.action_units, " 3")
    assert panel.lines.reading.text().endswith("? 3: no code of FACS")
    panel.show_annotation(Annotation(30, 34, 40), 30.0, 100)
    assert panel.lines.reading.isHidden() or panel.lines.action_units.hasFocus()
