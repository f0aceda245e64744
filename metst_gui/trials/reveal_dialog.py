"""Tells after a session which clip was which, how often the reviewer was right, and shows any of them again."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from engine.types import Proposal
from metst_gui.desk.trial_session import TrialItem, TrialSession
from metst_gui.language import mark, plural, tr
from metst_gui.playback.trial_clips import TrialAsk, TrialClips
from metst_gui.trials.trial_stage import TrialStage
from metst_gui.trials.trial_words import KINDS, NO_LABELS, UPPER_BOUND, answer_text, tally_lines
from metst_gui.widgets.buttons import no_focus
from metst_gui.widgets.qt_guard import safe_override
from metst_gui.widgets.text_label import text_label
from metst_gui.widgets.theme import Theme

if TYPE_CHECKING:
    from engine.planted.trial_pictures import TrialClip

HEADS = (mark("Clip"), mark("What it was"), mark("Action units"), mark("Size, px"), mark("Frames"), mark("You said"))
SCREEN_SHARE = 0.9


class RevealDialog(QDialog):
    """The answers of one session.

    Args:
        session: the session.
        clips: makes the clips once more.
        fps: of the video.
        theme: colours.
        reject: rejects proposals; whether that could be stored.
        parent: its owner.

    Attributes:
        go_to: frame to show in the video, after the dialog was closed with that button; else None.
    """

    def __init__(
        self,
        session: TrialSession,
        clips: TrialClips,
        *,
        fps: float,
        theme: Theme,
        reject: Callable[[Sequence[Proposal]], bool],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Planted trials: what was shown"))
        self._session, self._clips, self._reject = session, clips, reject
        self._shown = -1
        self.go_to: int | None = None
        self.summary = text_label("\n".join(tally_lines(session.tally())), bold=True)
        self.table = self._filled_table()
        self.stage = TrialStage(fps, theme)
        self.reject_button = no_focus(QPushButton())
        self.reject_button.clicked.connect(self._on_reject)
        self.look = no_focus(QPushButton(tr("Go to this place in the video")))
        self.look.setToolTip(tr("The video holds nothing of what was planted."))
        self.look.clicked.connect(self._on_look)
        column, row = QVBoxLayout(self), QHBoxLayout()
        column.addWidget(self.summary)
        if session.left_out:
            n = len(session.left_out)
            column.addWidget(
                text_label(
                    plural(
                        n,
                        "{n} clip was left out: no face is seen in it.",
                        "{n} clips were left out: no face is seen in them.",
                    )
                )
            )
        row.addWidget(self.table, 3)
        row.addWidget(self.stage, 2)
        column.addLayout(row, 1)
        column.addWidget(text_label(f"{tr(UPPER_BOUND)} {tr(NO_LABELS)}"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.accept)
        for one in (self.look, self.reject_button):
            buttons.addButton(one, QDialogButtonBox.ButtonRole.ActionRole)
        column.addWidget(buttons)
        # The key of the last answer, pressed once too often, does not close what it led to.
        for button in (self.look, self.reject_button, buttons.button(QDialogButtonBox.StandardButton.Close)):
            button.setAutoDefault(False)
        self.resize(QSize(1020, 640).boundedTo(self.screen().availableSize() * SCREEN_SHARE))
        clips.ready.connect(self._on_clip)
        clips.failed.connect(self.stage.stop)
        self.table.currentCellChanged.connect(self._on_row)
        self._refresh()
        if self.table.rowCount():
            self.table.setCurrentCell(0, 0)

    @property
    def items(self) -> list[TrialItem]:
        """The clips that were answered, in the order of the table."""
        return [one for one in self._session.items if one.number in self._session.answers]

    def _filled_table(self) -> QTableWidget:
        table = QTableWidget(len(self.items), len(HEADS))
        table.setHorizontalHeaderLabels([tr(one) for one in HEADS])
        table.verticalHeader().hide()
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setAccessibleName(tr("The clips of this session"))
        for row, item in enumerate(self.items):
            answer = self._session.answers[item.number]
            known = item.kind != "calm"
            texts = (
                str(item.number + 1),
                tr(KINDS[item.kind]),
                answer.units,
                f"{answer.strength:.1f}" if answer.kind == "planted" else "",
                f"{answer.onset}–{answer.offset}" if known else f"{answer.first}–{answer.last}",
                answer_text(answer),
            )
            for place, text in enumerate(texts):
                table.setItem(row, place, QTableWidgetItem(text))
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        table.horizontalHeader().setStretchLastSection(True)
        return table

    @override
    @safe_override
    def done(self, result: int) -> None:
        self.stage.stop()
        super().done(result)

    @Slot(int)
    def _on_row(self, row: int) -> None:
        if not 0 <= row < len(self.items):
            return
        item = self.items[row]
        self._shown = item.number
        self.stage.show_clip(None)
        self._clips.ask(TrialAsk(item.number, item.first, item.last, item.plan))

    @Slot(int, object)
    def _on_clip(self, number: int, clip: "TrialClip | None") -> None:
        if number == self._shown and clip is not None:
            self.stage.show_clip(clip.pictures)

    @Slot()
    def _on_look(self) -> None:
        item = next((one for one in self.items if one.number == self._shown), None)
        self.go_to = None if item is None else item.bounds[0]
        self.accept()

    @Slot()
    def _on_reject(self) -> None:
        if self._reject(self._session.answered_nothing()):
            self._refresh()

    def _refresh(self) -> None:
        n = len(self._session.answered_nothing())
        self.reject_button.setVisible(n > 0)
        self.reject_button.setText(
            plural(
                n,
                "Reject the proposal in which you saw nothing",
                "Reject the {n} proposals in which you saw nothing",
            )
        )
        self.reject_button.setToolTip(
            tr("Until you do, your answers to proposals decide nothing. Ctrl+Z takes it back.")
        )
