"""Play bar: buttons, speed, loop range, sound, and where the playhead is."""

from collections.abc import Mapping

import numpy as np
from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QToolButton, QWidget
from typing_extensions import override

from engine.clock import time_text
from engine.types import Int64, VideoInfo
from metst_gui.language import mark, tr
from metst_gui.picture.speaker import Speaker
from metst_gui.widgets.buttons import ElidedLabel, no_focus
from metst_gui.widgets.help_button import HelpButton
from metst_gui.widgets.icons import SIDE, icon
from metst_gui.widgets.look import make
from metst_gui.widgets.qt_guard import safe_override
from metst_gui.widgets.theme import LIGHT, Theme

# Between the parts of the read-out.
GAP = " · "
# The only range that is understood without the word before it; the others are short with it.
LONGEST = mark("interval and context")
LADDER: tuple[float, ...] = (1 / 16, 1 / 8, 1 / 4, 1 / 2, 1.0, 2.0, 4.0)


def rate_text(rate: float) -> str:
    """Speed as ``1/4×`` or ``2×``; backward with a minus sign."""
    sign = "−" if rate < 0 else ""
    size = abs(rate)
    return f"{sign}1/{round(1 / size)}×" if 0 < size < 1 else f"{sign}{size:g}×"


def readout_tip(info: VideoInfo) -> str:
    """What the numbers of the read-out mean for this source."""
    lines = [
        tr("frame: position among the displayed frames, from 0 (stored and exported by METST)"),
        tr("from 1: the same frame as the data sets count it"),
        tr("step: sample of the model's curves at or before this frame"),
        tr("fps: frames a second of the recording; behind the speed, frames a second as played"),
    ]
    if info.assumed_times:
        lines.append(tr("assumed: the file has no usable timestamps; frame numbers are exact, times are not"))
    elif info.kind == "images":
        lines.append(tr("assumed: images carry no times; Play, Frame rate… says at which rate they were recorded"))
    if info.forward_only:
        lines.append(
            tr("decode-forward: the file cannot be entered in the middle; a far step back decodes it from the start")
        )
    return "\n".join(lines)


class Transport(QWidget):
    """The play bar; disabled without a video.

    Signals:
        toggle_requested: play or pause.
        step_requested: move by frames. arg: -1 or 1.
        rate_chosen: a speed of the ladder was chosen. arg: factor, 1/16..4.
        loop_requested: next loop range.

    Attributes:
        speaker: the button of the sound.
    """

    toggle_requested = Signal()
    step_requested = Signal(int)
    rate_chosen = Signal(float)
    loop_requested = Signal()

    def __init__(self, parent: QWidget | None = None, *, theme: Theme = LIGHT) -> None:
        super().__init__(parent)
        self._theme = theme
        self._info: VideoInfo | None = None
        self._frame = 0
        self._rate = 1.0
        self._playing = False
        self._play_key = ""
        self._samples: Int64 | None = None
        self._range = "off"
        self._back = self._button(tr("Previous frame"))
        self._play = self._button(tr("Play"))
        self._next = self._button(tr("Next frame"))
        self.speaker = Speaker()
        self.speaker.setIconSize(QSize(SIDE, SIDE))
        self._back.setAutoRepeat(True)
        self._next.setAutoRepeat(True)
        self._back.clicked.connect(lambda: self.step_requested.emit(-1))
        self._next.clicked.connect(lambda: self.step_requested.emit(1))
        self._play.clicked.connect(self.toggle_requested)
        self._speed = no_focus(QComboBox())
        self._speed.setAccessibleName(tr("Playback speed"))
        for rate in LADDER:
            self._speed.addItem(rate_text(rate), rate)
        self._speed.activated.connect(self._on_speed)
        self._loop = make(no_focus(QToolButton()), "chip")
        self._loop.clicked.connect(self.loop_requested)
        self._time, self._rest = QLabel(), ElidedLabel()
        self._rest.setMinimumWidth(self._rest.fontMetrics().horizontalAdvance("00000"))
        self._lay_out()
        self.set_theme(theme)
        self.set_loop("off")
        self.set_info(None)

    @property
    def readout(self) -> str:
        """Text of the read-out, the time first."""
        return GAP.join(part for part in (self._time.text(), self._rest.text()) if part)

    def set_info(self, info: VideoInfo | None) -> None:
        """Show a source at frame 0; None disables the bar."""
        self._info = info
        self._frame = 0
        self._samples = None
        self.setEnabled(info is not None)
        for label in (self._time, self._rest):
            label.setToolTip(readout_tip(info) if info is not None else "")
        self.set_playing(False)
        self.set_rate(1.0)

    @Slot(int)
    def set_frame(self, i: int) -> None:
        """Show the playhead on a frame index; emits nothing."""
        self._frame = i
        self._write()

    def set_samples(self, frames: Int64 | None) -> None:
        """Show the model step of the playhead too, where it is another number than that of the frame.

        Args:
            frames: int64 [S], frame index of each sample of the shown curves; None: there are none.
        """
        own = frames is not None and np.array_equal(frames, np.arange(len(frames)))
        # A step for every frame would only repeat the number of the frame.
        self._samples = None if own else frames
        self._write()

    @Slot(bool)
    def set_playing(self, b: bool) -> None:
        """Show whether time runs."""
        self._playing = b
        self._play.setIcon(icon("pause" if b else "play", self._theme, ink=self._theme.accent_text))
        self._play.setToolTip(f"{tr('Pause' if b else 'Play')} ({self._play_key})")

    def set_theme(self, theme: Theme) -> None:
        """Draw the icons in the colours of a theme."""
        self._theme = theme
        self._back.setIcon(icon("step_back", theme))
        self._next.setIcon(icon("step_forward", theme))
        self.set_playing(self._playing)

    def set_keys(self, keys: Mapping[str, str]) -> None:
        """Name the keys of the actions on the buttons.

        Args:
            keys: id of an action -> its first key.
        """
        self._play_key = keys["play"]
        self._back.setToolTip(tr("Previous frame ({key})", key=keys["step_back"]))
        self._next.setToolTip(tr("Next frame ({key})", key=keys["step_forward"]))
        self._speed.setToolTip(
            tr("Speed ({slower} slower, {faster} faster)", slower=keys["slower"], faster=keys["faster"])
        )
        self._loop.setToolTip(tr("Change the loop range ({key})", key=keys["loop"]))
        self.set_playing(self._playing)

    @Slot(float)
    def set_rate(self, r: float) -> None:
        """Show the speed; negative: backward. A speed off the ladder leaves the choice empty."""
        self._rate = r
        matches = [i for i, rate in enumerate(LADDER) if rate == abs(r)]
        self._speed.setCurrentIndex(matches[0] if matches else -1)
        self._write()

    @Slot(str)
    def set_loop(self, text: str) -> None:
        """Show the name of the loop range."""
        self._range = text
        self._loop.setAccessibleName(self._loop_words(short=False))
        self._loop.setText(self._loop_words(short=True))
        # The read-out beside it gives way: it tells the whole in its tool tip.
        self._loop.setMinimumWidth(self._loop.sizeHint().width())
        self._fit()

    @override
    @safe_override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @override
    @safe_override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Name the range alone where there is no room for the word before it."""
        room = self.width() - self.minimumSizeHint().width()
        self._loop.setText(self._loop_words(short=False))
        # Before it is shown it has no room yet that could be too little.
        if self.isVisible() and self._loop.sizeHint().width() - self._loop.minimumWidth() > room:
            self._loop.setText(self._loop_words(short=True))

    def _loop_words(self, *, short: bool) -> str:
        return tr(self._range) if short and self._range == LONGEST else tr("Loop: {text}", text=tr(self._range))

    def _write(self) -> None:
        info = self._info
        if info is None:
            self._time.setText("")
            self._rest.setText(tr("No video"))
            self._rest.shorter = ()
            return
        time_s = float(info.times[min(max(self._frame, 0), info.n_frames - 1)])
        parts = [tr("frame {frame} ({number} from 1)", frame=self._frame, number=self._frame + 1)]
        if self._samples is not None and len(self._samples):
            step = int(np.searchsorted(self._samples, self._frame, side="right")) - 1
            parts.append(tr("step {step}", step=step) if step >= 0 else tr("step −"))
        # Micro or macro hangs on it, so it stays in sight that no file says so.
        assumed = info.assumed_times or info.kind == "images"
        parts.append(tr("{fps:.2f} fps assumed" if assumed else "{fps:.2f} fps", fps=info.fps))
        if self._rate != 1:
            # How many of the recorded frames pass in a second of the reviewer's time.
            pace = f" = {abs(self._rate) * info.fps:.4g}/s" if abs(self._rate) != 1 else ""
            parts.append(rate_text(self._rate) + pace)
        if info.forward_only:
            parts.append("decode-forward")
        self._time.setText(time_text(time_s))
        self._rest.setText(GAP.join(parts))
        # The frame number is the last thing to go.
        self._rest.shorter = (tr("frame {frame}", frame=self._frame), str(self._frame))

    def _button(self, tip: str) -> QToolButton:
        button = make(no_focus(QToolButton()), "plain")
        button.setIconSize(QSize(SIDE, SIDE))
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        return button

    def _lay_out(self) -> None:
        font = self._time.font()
        font.setBold(True)
        self._time.setFont(font)
        make(self._play, "primary")
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 1, 8, 1)
        row.setSpacing(4)
        for widget in (self._back, self._play, self._next, self._speed, self._loop, self.speaker):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self._time)
        row.addWidget(self._rest)
        row.addWidget(HelpButton("playing"))

    @Slot(int)
    def _on_speed(self, index: int) -> None:
        self.rate_chosen.emit(float(self._speed.itemData(index)))
