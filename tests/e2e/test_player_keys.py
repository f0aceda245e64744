"""Random keys: the number in the picture on the screen is that of the model's frame, after every key and every look."""

import random
from fractions import Fraction

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from metst_gui.desk.bounds import LOOP_MODES, loop_range
from metst_gui.window.main_window import MainWindow
from tests.e2e.conftest import TIMEOUT
from tests.e2e.player_model import PlayerModel
from tests.engine.clips import number_of

K, M = Qt.Key, Qt.KeyboardModifier
PRESSES = 1000
COUNT, FPS = 240, 30
PLAIN = M.NoModifier
# Keys that move the picture, each with what it means for the model.
KEYS = {
    (K.Key_Space, PLAIN): PlayerModel.toggle,
    (K.Key_J, PLAIN): lambda model: model.shuttle(-1),
    (K.Key_K, PLAIN): PlayerModel.stop,
    (K.Key_L, PLAIN): lambda model: model.shuttle(1),
    (K.Key_Left, PLAIN): lambda model: model.step(-1),
    (K.Key_Right, PLAIN): lambda model: model.step(1),
    (K.Key_Comma, PLAIN): lambda model: model.step(-1),
    (K.Key_Period, PLAIN): lambda model: model.step(1),
    (K.Key_Left, M.ShiftModifier): lambda model: model.step(-10),
    (K.Key_Right, M.ShiftModifier): lambda model: model.step(10),
    (K.Key_Left, M.ControlModifier): lambda model: model.step(-FPS),
    (K.Key_Right, M.ControlModifier): lambda model: model.step(FPS),
    (K.Key_Minus, PLAIN): lambda model: model.change_speed(-1),
    (K.Key_Equal, PLAIN): lambda model: model.change_speed(1),
}
ITEM_KEYS = (K.Key_R, K.Key_Q, K.Key_W, K.Key_E, K.Key_Down, K.Key_Up)


class Run:
    """A window and the model, given the same keys on the same clock."""

    def __init__(self, window: MainWindow, qtbot) -> None:
        self.window, self.qtbot = window, qtbot
        self.now = Fraction(1000)
        playback = window.desk.playback
        playback._clock = lambda: float(self.now)
        # The test looks at the clock, not the timer.
        playback._timer.timeout.disconnect()
        self.model = PlayerModel(COUNT, FPS, playback.frame)
        self.mode = 0

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> None:
        before = self.window.desk.selection.item
        self.qtbot.keyClick(self.window.video, key, modifiers)
        if (key, modifiers) in KEYS:
            KEYS[key, modifiers](self.model)
        else:
            self.follow_item(key, before)

    def follow_item(self, key: Qt.Key, before: object) -> None:
        """Keys about the selected item; which item that is, is the window's word."""
        desk, model = self.window.desk, self.model
        item = desk.current.item
        if key == K.Key_R:
            self.mode = (self.mode + 1) % len(LOOP_MODES)
        if item is None:
            return
        bounds = {K.Key_Q: item.onset, K.Key_W: item.apex, K.Key_E: item.offset}
        if key in bounds:
            model.playing = False
        self.set_loop(item)
        if key in bounds:
            model.enter(bounds[key])
        elif key in (K.Key_Down, K.Key_Up) and self.window.desk.selection.item != before:
            model.enter(item.onset)

    def set_loop(self, item) -> None:
        mode = LOOP_MODES[self.mode]
        context = self.window.desk.settings.value.loop_context
        bounds = (item.onset, item.apex, item.offset)
        self.model.set_loop(None if mode == "off" else loop_range(mode, bounds, context))

    def pass_time(self, seconds: Fraction) -> None:
        self.now += seconds
        self.window.desk.playback.tick()
        self.model.pass_time(seconds)

    def check(self, told: object) -> None:
        playback, model = self.window.desk.playback, self.model
        state = (playback.frame, playback.playing, playback.rate, playback.loop)
        assert state == (model.frame, model.playing, float(model.rate), model.loop), told
        self.qtbot.waitUntil(lambda: self.window.video.index == model.frame, timeout=TIMEOUT)
        assert number_of(self.window.video._pixels) == model.frame, told


@pytest.mark.e2e
@pytest.mark.slow
def test_the_picture_is_that_of_the_model_after_every_key(desk, clip, qtbot) -> None:
    window = desk()
    with qtbot.waitSignal(window.desk.analysis.ended, timeout=TIMEOUT):
        window.desk.opener.open_video(clip)
    window.video.setFocus()
    QApplication.processEvents()
    chosen = random.Random(20)
    run = Run(window, qtbot)
    run.check("start")
    moving = list(KEYS)
    for number in range(PRESSES):
        key = chosen.choice(moving) if chosen.random() < 0.75 else (chosen.choice(ITEM_KEYS), PLAIN)
        run.press(*key)
        run.check((number, key))
        # An odd fraction of a second: looks never fall on the border of two frames.
        run.pass_time(Fraction(chosen.randrange(1, 400), 1000) + Fraction(1, 7919))
        run.check((number, key, "later"))
