"""Commands that play, step and seek."""

from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from metst_gui.commands.book import CommandBook
from metst_gui.desk.desk import Desk
from metst_gui.widgets.held_key import HeldKey
from metst_gui.window.help_dialogs import GoToDialog

SPEEDS = (1 / 16, 1 / 8, 1 / 4, 1 / 2, 1.0, 2.0, 4.0)


class PlayCommands(QObject):
    """The player's keys."""

    def __init__(self, desk: Desk, book: CommandBook, host: QWidget) -> None:
        super().__init__(host)
        self._desk = desk
        self._host = host
        self.stop_key = HeldKey(book.actions["stop"])
        playback = self._playback = desk.playback
        book.bind(
            {
                "play": playback.toggle,
                "stop": self.stop,
                "reverse": partial(self.shuttle, -1),
                "forward": partial(self.shuttle, 1),
                "slow_reverse": partial(self.play_slowly, -1),
                "slow_forward": partial(self.play_slowly, 1),
                "step_back": partial(playback.step, -1),
                "step_forward": partial(playback.step, 1),
                "back_10": partial(playback.step, -10),
                "forward_10": partial(playback.step, 10),
                "back_second": partial(self.step_seconds, -1.0),
                "forward_second": partial(self.step_seconds, 1.0),
                "go_to": self.go_to,
                "slower": partial(self.change_speed, -1),
                "faster": partial(self.change_speed, 1),
                "loop": desk.tour.cycle_loop,
            }
        )

    def stop(self) -> None:
        """Pause; a second press goes back to normal speed."""
        if not self._playback.playing:
            self._playback.set_rate(1.0)
        self._playback.pause()

    def shuttle(self, direction: int) -> None:
        """Play in a direction; a repeat doubles the speed; while the stop key is held, step by a frame."""
        if self.stop_key.held:
            self._playback.step(direction)
            return
        rate = self._playback.rate
        if self._playback.playing and rate * direction > 0:
            self._playback.set_rate(rate * 2)
        else:
            self._playback.set_rate(float(direction))
            self._playback.play()

    def play_slowly(self, direction: int) -> None:
        """Play in a direction in slow motion."""
        self._playback.set_rate(direction * self._desk.settings.value.slow_rate)
        self._playback.play()

    def change_speed(self, step: int) -> None:
        """Next speed of the ladder, keeping the direction."""
        rate = self._playback.rate
        nearest = min(range(len(SPEEDS)), key=lambda index: abs(SPEEDS[index] - abs(rate)))
        speed = SPEEDS[min(max(nearest + step, 0), len(SPEEDS) - 1)]
        self._playback.set_rate(speed if rate > 0 else -speed)

    def step_seconds(self, seconds: float) -> None:
        """Move by seconds, at least a frame."""
        info = self._desk.session.info
        if info is not None:
            frames = max(1, round(abs(seconds) * info.fps))
            self._playback.step(frames if seconds > 0 else -frames)

    def go_to(self) -> None:
        """Ask for a frame or time."""
        info = self._desk.session.info
        assert info is not None
        dialog = GoToDialog(info, self._playback.frame, self._host)
        if dialog.exec() and dialog.frame is not None:
            self._playback.seek(dialog.frame)
