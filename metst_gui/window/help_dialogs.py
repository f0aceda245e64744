"""The few questions that need a dialog: export, go to, the key sheet, and what METST is."""

import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from engine.clock import time_text
from engine.types import VideoInfo
from engine.version import version
from metst_gui.language import mark, tr
from metst_gui.models import Model
from metst_gui.widgets.message_bar import Told
from metst_gui.widgets.message_stack import LEVELS
from metst_gui.widgets.text_label import text_label
from metst_gui.wording.model_card_text import bench_about, bench_rows

# Share of the screen that the key sheet takes at most.
SCREEN_SHARE = 0.9
PURPOSE = mark("METST proposes candidates for human review, not evidence.")
NOT_MEASURED = mark("How often this model errs was not measured: expect most of its proposals to be wrong.")
LICENCES = (
    mark("METST: MIT."),
    mark("Face detector and face mesh (MediaPipe): Apache-2.0."),
    mark("Portrait of the demo (NASA): public domain."),
)
LIMITS = mark("It gives no deception, stress or intent score.")


class KeySheet(QDialog):
    """Every key, by group.

    Args:
        rows: ``(group, key text, name in the menu, what it does)``; rows of one group stand together.
        parent: window it belongs to.
    """

    def __init__(self, rows: Sequence[tuple[str, str, str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Keys"))
        inner = QWidget()
        grid = QGridLayout(inner)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(3)
        line, group_now = 0, None
        for group, *cells in rows:
            if group != group_now:
                grid.addWidget(_bold(group), line, 0, 1, 3)
                line, group_now = line + 1, group
            for place, text in enumerate(cells):
                grid.addWidget(QLabel(text), line, place)
            line += 1
        grid.setRowStretch(line, 1)
        grid.setColumnStretch(2, 1)
        area = QScrollArea()
        area.setWidget(inner)
        area.setWidgetResizable(True)
        room = self.screen().availableSize() * SCREEN_SHARE
        needed = inner.sizeHint().width() + area.verticalScrollBar().sizeHint().width() + 8
        area.setMinimumWidth(min(needed, room.width()))
        column = QVBoxLayout(self)
        column.addWidget(area)
        column.addWidget(_close_button(self))
        self.resize(self.sizeHint().width(), min(600, room.height()))


class MessageDialog(QDialog):
    """What the message line said and when, the newest first; for what was missed or too long for the line.

    Args:
        history: oldest first.
        log: the log file.
        parent: window it belongs to.
    """

    def __init__(self, history: Sequence[Told], log: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Messages"))
        self._text = QPlainTextEdit()
        self._text.setAccessibleName(tr("Messages"))
        self._text.setReadOnly(True)
        lines = [f"{one.at:%H:%M:%S} {LEVELS.get(one.level, '')} {one.sentence}" for one in reversed(history)]
        self._text.setPlainText("\n".join(lines) or tr("No message yet."))
        column = QVBoxLayout(self)
        column.addWidget(self._text)
        column.addWidget(text_label(tr("Log file: {log}", log=log)))
        column.addWidget(_close_button(self))
        self.resize(720, 380)

    @property
    def text(self) -> str:
        """The messages, one a line."""
        return self._text.toPlainText()


class AboutDialog(QDialog):
    """What METST is for, what it does not do, the error rates of the model in use, version and licences.

    Args:
        model: the model in use.
        parent: window it belongs to.
        second: the model that scored the shown clip together with it; None: none did.
    """

    def __init__(self, model: Model, parent: QWidget | None = None, *, second: Model | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("About METST"))
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setSpacing(8)
        column.addWidget(_bold(tr("METST: micro-expression review desk")))
        column.addWidget(text_label(tr("Version {number}", number=version())))
        column.addWidget(text_label(f"{tr(PURPOSE)} {tr(LIMITS)}"))
        column.addWidget(_bold(tr("Model in use and its measured error rates")))
        for one in filter(None, (model, second)):
            column.addWidget(text_label(one.title))
            column.addWidget(text_label(one.statement))
            column.addWidget(self._rates(one))
        column.addWidget(_bold(tr("Licences")))
        column.addWidget(text_label("\n".join(tr(one) for one in LICENCES)))
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setWidget(inside)
        outer = QVBoxLayout(self)
        outer.addWidget(scroll)
        outer.addWidget(_close_button(self))
        self.setMinimumWidth(520)
        self.resize(620, 560)

    def _rates(self, model: Model) -> QWidget:
        """The measured error rates of the card, with what they were measured on; or that there are none."""
        rows = bench_rows(model.card)
        if not rows:
            return text_label(tr(NOT_MEASURED))
        box = QWidget()
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 0, 0, 0)
        about = text_label(bench_about(model.card))
        about.setProperty("verbatim", True)  # names of subjects, clips and measures stay as the card has them
        grid.addWidget(about, 0, 0, 1, 3)
        for line, row in enumerate(rows, start=1):
            for place, text in enumerate((row.name, row.value, tr("n {n}", n=row.n) if row.n else "")):
                label = QLabel(text)
                label.setTextFormat(Qt.TextFormat.PlainText)
                label.setProperty("verbatim", True)
                label.setWordWrap(place < 2)
                grid.addWidget(label, line, place)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 2)
        return box


class GoToDialog(QDialog):
    """Ask for a frame index or a time.

    Args:
        info: the open video.
        frame: frame index shown now.
        parent: window it belongs to.
    """

    def __init__(self, info: VideoInfo, frame: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Go to"))
        self._info = info
        self._field = QLineEdit(str(frame))
        self._field.setAccessibleName(tr("Frame index or time"))
        self._field.selectAll()
        self._line = QLabel()
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(QLabel(tr("Frame index (1234) or time (0:41.133):")))
        column.addWidget(self._field)
        column.addWidget(self._line)
        column.addWidget(self._buttons)
        self.setMinimumWidth(340)
        self._field.textChanged.connect(self._refresh)
        self._refresh()

    @property
    def frame(self) -> int | None:
        """Frame index asked for; None: not readable, or outside the video."""
        return parse_position(self._field.text(), self._info)

    @Slot()
    def _refresh(self) -> None:
        frame, info = self.frame, self._info
        if frame is None:
            last = time_text(float(info.times[-1]))
            self._line.setText(tr("Type 0 to {frame}, or 0:00.000 to {last}.", frame=info.n_frames - 1, last=last))
        else:
            self._line.setText(
                tr(
                    "frame {frame} | 1-based {number} | {time}",
                    frame=frame,
                    number=frame + 1,
                    time=time_text(float(info.times[frame])),
                )
            )
        self._buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(frame is not None)


def parse_position(text: str, info: VideoInfo) -> int | None:
    """Frame index of a typed frame number or time.

    Args:
        text: ``"1234"`` (0-based frame index), or ``"m:ss"``, ``"m:ss.mmm"``, ``"h:mm:ss.mmm"``.
        info: the video; a time gives the frame shown then (the last one that starts at or before it).

    Returns:
        Frame index, or None where the text cannot be read or lies outside the video.
    """
    text = text.strip()
    if re.fullmatch(r"[0-9]{1,12}", text):
        frame = int(text)
        return frame if frame < info.n_frames else None
    match = re.fullmatch(r"(?:([0-9]{1,3}):)?([0-9]{1,4}):([0-9]{1,2}(?:[.,][0-9]{1,6})?)", text)
    if match is None:
        return None
    seconds = float(match[3].replace(",", "."))
    if seconds >= 60:
        return None
    time_s = int(match[1] or 0) * 3600 + int(match[2]) * 60 + seconds
    # Times are typed with milliseconds, so a frame that starts within the rounding counts as begun.
    frame = int(np.searchsorted(info.times, time_s + 0.0005, side="right")) - 1
    duration = info.times[-1] + 1 / info.fps
    return frame if frame >= 0 and time_s <= duration else None


def _bold(text: str) -> QLabel:
    label = QLabel(text)
    font = label.font()
    font.setBold(True)
    label.setFont(font)
    return label


def _close_button(dialog: QDialog) -> QDialogButtonBox:
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    buttons.rejected.connect(dialog.reject)
    return buttons
