"""Learn from my decisions: what there is to learn from, how, the progress, and what came of it."""

from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from engine.training.requests import MIN_EACH, LearnMode
from metst_gui.document.judged_runs import Reviewed
from metst_gui.language import mark, plural, tr
from metst_gui.widgets.text_label import text_label

INTRO = mark(
    "A new model is made from the one chosen now, from the proposals you accepted and rejected, and from the "
    "expressions and point labels you marked where it proposed nothing. Part of your "
    "decisions is held back to check it; where it is not better, or finds synthetic movements less well, nothing "
    "changes. The new model is used only after you say so."
)
NO_RECORDING = mark("none (optional)")
STEPS = 1000


class LearnDialog(QDialog):
    """Asks how to learn; shows progress and result. It decides nothing.

    Signals:
        start_requested: args: mode, name, Path of the neutral recording or None.
        cancel_requested: stop learning.
        use_requested: analyse with the new model.
        refuse_requested: keep the former one.
    """

    start_requested = Signal(str, str, object)
    cancel_requested = Signal()
    use_requested = Signal()
    refuse_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Learn from my decisions"))
        self.neutral: Path | None = None
        self._reviewed: Reviewed | None = None
        self._running = False
        self.counts, self.needed, self.outcome = text_label(), text_label(), text_label()
        self.threshold = QRadioButton(tr("The threshold only (seconds): fewer proposals of the same kind"))
        self.head = QRadioButton(tr("The spotting head and the threshold (minutes): other movements count"))
        self.head.setChecked(True)
        self.name = QLineEdit()
        self.name.setAccessibleName(tr("Name of the new model"))
        self.recording = text_label(tr(NO_RECORDING))
        self.choose, self.drop = QPushButton(tr("Choose…")), QPushButton(tr("None"))
        self.bar, self.stage = QProgressBar(), text_label()
        self.bar.setTextVisible(False)
        self.start, self.cancel = QPushButton(tr("Learn")), QPushButton(tr("Cancel"))
        self.use, self.refuse = QPushButton(tr("Analyse with the new model")), QPushButton(tr("Keep the former model"))
        self._lay_out()
        self.head.toggled.connect(self._refresh)
        self.name.textChanged.connect(self._refresh)
        self.show_idle()
        self.setMinimumWidth(560)

    @property
    def mode(self) -> LearnMode:
        """What is to be learned."""
        return "head" if self.head.isChecked() else "threshold"

    def offer(self, reviewed: Reviewed, model_title: str, name: str) -> None:
        """Show what there is to learn from.

        Args:
            reviewed: decisions of the project.
            model_title: title of the model that learns.
            name: proposed for the new one.
        """
        self._reviewed = reviewed
        text = plural(
            len(reviewed.runs),
            "“{model}” learns from {accepted} accepted and {rejected} rejected proposals in {n} video.",
            "“{model}” learns from {accepted} accepted and {rejected} rejected proposals in {n} videos.",
            model=model_title,
            accepted=reviewed.accepted,
            rejected=reviewed.rejected,
        )
        if reviewed.marked:
            marks = plural(
                reviewed.marked,
                "The head also learns from {n} expression you marked or imported.",
                "The head also learns from {n} expressions you marked or imported.",
            )
            text = f"{text} {marks}"
        if reviewed.left_out > reviewed.in_patches:
            again = reviewed.left_out - reviewed.in_patches
            left = tr("{n} cannot be learned from: analyse these videos again.", n=again)
            text = f"{text} {left}"
        if reviewed.in_patches:
            never = tr("{n} are of the model for people who talk, which cannot learn.", n=reviewed.in_patches)
            text = f"{text} {never}"
        self.counts.setText(text)
        self.name.setText(name)
        self._refresh()

    def show_idle(self) -> None:
        """Nothing runs, nothing came of anything."""
        self._running = False
        self._show(running=False, done=False)
        self.outcome.setText("")

    def show_running(self) -> None:
        """Learning began."""
        self._running = True
        self.bar.setRange(0, 0)
        self.stage.setText(tr("Starting…"))
        self.outcome.setText("")
        self._show(running=True, done=False)

    def show_progress(self, text: str, share: float) -> None:
        """How far learning is.

        Args:
            text: what is being done, and how long it will take.
            share: of the work, 0..1.
        """
        self.bar.setRange(0, STEPS)
        self.bar.setValue(round(STEPS * min(max(share, 0.0), 1.0)))
        self.stage.setText(text)

    def show_result(self, text: str, *, usable: bool) -> None:
        """What came of it; `usable` where a new model waits for the user's yes."""
        self._running = False
        self._show(running=False, done=usable)
        self.outcome.setText(text)

    def _show(self, *, running: bool, done: bool) -> None:
        shown: tuple[QWidget, ...] = (self.bar, self.stage, self.cancel)
        for one in shown:
            one.setVisible(running)
        for button in (self.use, self.refuse):
            button.setVisible(done)
        self.start.setVisible(not running and not done)
        asked: tuple[QWidget, ...] = (self.threshold, self.head, self.name, self.choose, self.drop)
        for one in asked:
            one.setEnabled(not running and not done)
        self._refresh()

    @Slot()
    def _refresh(self) -> None:
        if self._reviewed is None:
            return
        missing = self._reviewed.missing(self.mode)
        self.needed.setText(needed_text(*missing, mode=self.mode))
        self.needed.setVisible(any(missing))
        self.recording.setEnabled(self.mode == "head")
        self.start.setEnabled(not any(missing) and bool(self.name.text().strip()) and not self._running)

    @Slot()
    def _on_choose(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, tr("Neutral recording of this subject"))
        if name:
            self.neutral = Path(name)
            self.recording.setText(self.neutral.name)

    @Slot()
    def _on_drop(self) -> None:
        self.neutral = None
        self.recording.setText(tr(NO_RECORDING))

    @Slot()
    def _on_start(self) -> None:
        self.start_requested.emit(self.mode, self.name.text().strip(), self.neutral if self.mode == "head" else None)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.recording, 1)
        row.addWidget(self.choose)
        row.addWidget(self.drop)
        form = QFormLayout()
        form.addRow(tr("Neutral recording"), row)
        form.addRow(tr("Name of the new model"), self.name)
        running = QHBoxLayout()
        running.addWidget(self.bar, 1)
        running.addWidget(self.cancel)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        foot = QHBoxLayout()
        for button in (self.start, self.use, self.refuse, self.choose, self.drop, self.cancel):
            button.setAutoDefault(False)
        for button in (self.start, self.use, self.refuse):
            foot.addWidget(button)
        foot.addStretch(1)
        foot.addWidget(buttons)
        column = QVBoxLayout(self)
        for widget in (text_label(tr(INTRO)), self.counts, self.threshold, self.head):
            column.addWidget(widget)
        column.addLayout(form)
        column.addWidget(self.needed)
        column.addWidget(self.stage)
        column.addLayout(running)
        column.addWidget(self.outcome)
        column.addStretch(1)
        column.addLayout(foot)
        self.choose.clicked.connect(self._on_choose)
        self.drop.clicked.connect(self._on_drop)
        self.start.clicked.connect(self._on_start)
        self.cancel.clicked.connect(self.cancel_requested)
        self.use.clicked.connect(self.use_requested)
        self.refuse.clicked.connect(self.refuse_requested)


def needed_text(accepted: int, rejected: int, *, mode: LearnMode) -> str:
    """How many decisions are still needed."""
    if not accepted and not rejected:
        return ""
    if mode == "threshold":
        text = tr("Too few decisions on this model's own proposals: {least} accepted and {least} rejected are needed.")
    else:
        text = tr("Too few decisions to learn from: {least} accepted and {least} rejected proposals are needed.")
    missing = tr("Missing: {accepted} accepted, {rejected} rejected.", accepted=accepted, rejected=rejected)
    return f"{text.format(least=MIN_EACH)} {missing}"
