"""Nothing else here: the statement that a video is complete, with what was looked at when it was made."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPushButton, QVBoxLayout, QWidget

from engine.clock import time_text
from engine.explain.coverage import told_share
from engine.types import AnalysisRun, VideoInfo
from metst_gui.commands.book import CommandBook
from metst_gui.desk.desk import Desk
from metst_gui.desk.looked import analysed, spans_of
from metst_gui.document.annotation import Verdict
from metst_gui.document.changes import Changes
from metst_gui.document.statement import Completion, Spans
from metst_gui.language import mark, plural, tr
from metst_gui.wording.counted import counted

MOST_SPANS = 4
STATEMENT = mark(
    "You state that every expression you can see in “{name}” is marked. What was looked at until now is stored with "
    "the statement; Reopen video takes it back. Nothing depends on it: exports are possible with or without it."
)


class Completeness:
    """What stands against the statement.

    Attributes:
        looked: share of the frames that were looked at, 0..1.
        not_looked, not_analysed: spans of frame indices, inclusive.
        pending, unsure: proposals without a final verdict.
        hidden: True where the annotator works blind: nothing is told of the model.
    """

    def __init__(
        self, looked: NDArray[np.bool_], run: AnalysisRun | None, verdicts: Sequence[Verdict], *, hidden: bool
    ) -> None:
        self.looked = float(looked.mean()) if len(looked) else 0.0
        self.not_looked = spans_of(~looked)
        self.not_analysed = () if hidden else spans_of(~analysed(run, len(looked)))
        self.pending = sum(one is Verdict.PENDING for one in verdicts)
        self.unsure = sum(one is Verdict.UNSURE for one in verdicts)
        self.hidden = hidden

    def warnings(self, info: VideoInfo) -> list[str]:
        """One sentence for each thing that stands against the statement."""
        found = []
        if self.pending and self.unsure:
            found.append(
                tr(
                    "{proposals} without a verdict, and {n} marked unsure.",
                    proposals=counted(self.pending, "proposal"),
                    n=self.unsure,
                )
            )
        elif self.pending:
            found.append(tr("{proposals} without a verdict.", proposals=counted(self.pending, "proposal")))
        elif self.unsure:
            found.append(tr("{proposals} marked unsure.", proposals=counted(self.unsure, "proposal")))
        if self.not_looked:
            found.append(
                tr(
                    "{share:.0%} looked at. Not looked at: {spans}.",
                    share=told_share(self.looked),
                    spans=spans_text(self.not_looked, info),
                )
            )
        if self.not_analysed:
            found.append(tr("Without a score of the model: {spans}.", spans=spans_text(self.not_analysed, info)))
        return found


class FinaliseDialog(QDialog):
    """Asks whether the video is complete, and says what stands against it.

    Attributes:
        go_to: first frame of a span to look at instead, after the dialog was closed with that button; else None.
    """

    def __init__(self, info: VideoInfo, found: Completeness, annotations: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Is everything in this video marked?"))
        self.go_to: int | None = None
        self._next = found.not_looked[0][0] if found.not_looked else None
        lines = [
            tr(STATEMENT, name=info.path.name),
            tr("{annotations} in this video.", annotations=counted(annotations, "annotation")),
        ]
        lines += [f"⚠ {sentence}" for sentence in found.warnings(info)]
        column = QVBoxLayout(self)
        self.lines = [QLabel(line) for line in lines]
        for label in self.lines:
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            column.addWidget(label)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        buttons.button(QDialogButtonBox.StandardButton.Ok).setText(tr("Finalise video"))
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.look: QPushButton | None = None
        if self._next is not None:
            self.look = buttons.addButton(
                tr("Show the first part not looked at"), QDialogButtonBox.ButtonRole.ActionRole
            )
            self.look.clicked.connect(self._on_look)
        column.addStretch(1)
        column.addWidget(buttons)
        self.setMinimumWidth(480)

    @Slot()
    def _on_look(self) -> None:
        self.go_to = self._next
        self.reject()


class Finalise(QObject):
    """Asks for the statement, and takes it back.

    Attributes:
        label: says whether it was made; for the foot of the window.
    """

    def __init__(self, desk: Desk, book: CommandBook, host: QWidget) -> None:
        super().__init__(host)
        self._desk = desk
        self._host = host
        self._document = desk.document
        self.label = QLabel()
        book.bind({"finalise": self.finalise, "reopen": self.reopen})
        self._document.changed.connect(self._on_document)
        desk.session.opened.connect(self.refresh)

    @Slot(object)
    def _on_document(self, changes: Changes) -> None:
        if changes.statements or changes.annotations or changes.verdicts or changes.layer:
            self.refresh()

    def completeness(self) -> Completeness:
        """What stands against the statement now."""
        document = self._document
        verdicts = [document.view.verdict(one.id) for one in document.view.proposals]
        return Completeness(self._desk.looked.frames, document.view.run, verdicts, hidden=document.view.hides)

    def finalise(self) -> None:
        """Ask, then store the statement."""
        info = self._desk.session.info
        assert info is not None
        dialog = FinaliseDialog(info, self.completeness(), len(self._document.view.annotations), self._host)
        if dialog.exec():
            self.store()
        elif dialog.go_to is not None:
            self._desk.selection.clear()
            self._desk.playback.pause()
            self._desk.playback.seek(dialog.go_to)

    def store(self) -> None:
        """Store the statement with what was looked at."""
        found = self.completeness()
        spans = {"not_looked": found.not_looked, "not_analysed": found.not_analysed}
        if self._desk.attempt(lambda: self._document.statements.complete(looked=found.looked, **spans)):
            self._desk.say(tr("You stated that this video is complete. Review, Reopen video takes it back."))

    def reopen(self) -> None:
        """Take the statement back."""
        self._desk.attempt(self._document.statements.reopen)

    @Slot()
    def refresh(self) -> None:
        """Show the statement in the status line."""
        completion = self._document.statements.completion
        text = "" if completion is None else completion_text(completion)
        if completion is not None and self._document.statements.changed_since_completion:
            text += tr(", changed since")
        self.label.setText(text)
        self.label.setToolTip("" if completion is None else completion_tip(completion))


def completion_text(completion: Completion) -> str:
    """The statement in a few words."""
    return tr("■ finalised, {share:.0%} looked at", share=told_share(completion.looked))


def completion_tip(completion: Completion) -> str:
    """The statement with its numbers."""
    return tr(
        "{annotator} stated on {at} (UTC) that nothing else is here: {annotations}, {proposals} without a final "
        "verdict, {share:.0%} looked at.",
        annotator=completion.annotator or tr("The annotator"),
        at=completion.at,
        annotations=counted(completion.annotations, "annotation"),
        proposals=counted(completion.open, "proposal"),
        share=told_share(completion.looked),
    )


def spans_text(spans: Spans, info: VideoInfo) -> str:
    """The longest spans as times, in order of time."""
    longest = sorted(sorted(spans, key=lambda one: one[0] - one[1])[:MOST_SPANS])
    words = [
        tr("{first} to {last}", first=time_text(float(info.times[first])), last=time_text(float(info.times[last])))
        for first, last in longest
    ]
    more = len(spans) - len(longest)
    return ", ".join(words) + (plural(more, " and {n} shorter span", " and {n} shorter spans") if more else "")
