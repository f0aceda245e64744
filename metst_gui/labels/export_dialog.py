"""Asks for names, format and what becomes of emotions a format has no word for."""

from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from engine.datasets import format_row
from metst_gui.language import mark, plural, tr
from metst_gui.wording.label_formats import FIRST, offered

Missing = Literal["refuse", "skip", "others"]
MISSING: tuple[tuple[Missing, str], ...] = (
    ("skip", mark("Leave out those without an emotion")),
    ("others", mark("Write them with the emotion “others”")),
    ("refuse", mark("Cancel the export and set their emotions first")),
)


class ExportDialog(QDialog):
    """Names and format of an export.

    Args:
        subject, video_name, annotator: names to start with.
        n_annotations: number of annotations there are.
        n_without_emotion: how many micro-expressions have no emotion the CAS(ME)^3 workbook has a word for.
        n_macro: how many are macro-expressions, which that workbook does not hold.
        parent: window it belongs to.

    Signals:
        show_asked: the user wants to see the first annotation whose apex is only assumed; nothing is exported.
    """

    show_asked = Signal()

    def __init__(
        self,
        *,
        subject: str,
        video_name: str,
        annotator: str,
        n_annotations: int,
        n_without_emotion: int,
        n_macro: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Export annotations"))
        self._n, self._n_without, self._n_macro, self._n_open = n_annotations, n_without_emotion, n_macro, 0
        self._subject, self._video, self._annotator = QLineEdit(subject), QLineEdit(video_name), QLineEdit(annotator)
        self._format = QComboBox()
        for name in offered():
            self._format.addItem(f"{tr(format_row(name).title)} ({format_row(name).suffix})", name)
        self._whole = QCheckBox()
        self._whole.setVisible(False)
        self._whole.toggled.connect(self._refresh)
        self._line = QLabel()
        self._line.setWordWrap(True)
        self._choices: dict[Missing, QRadioButton] = {name: QRadioButton(tr(text)) for name, text in MISSING}
        self._choices["skip"].setChecked(True)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self._buttons.button(QDialogButtonBox.StandardButton.Ok).setText(tr("Export…"))
        self._buttons.accepted.connect(self._on_ok)
        self._buttons.rejected.connect(self.reject)
        form = QFormLayout()
        form.addRow(tr("Subject"), self._subject)
        form.addRow(tr("Video name"), self._video)
        form.addRow(tr("Annotator"), self._annotator)
        form.addRow(tr("Format"), self._format)
        column = QVBoxLayout(self)
        column.addLayout(form)
        column.addWidget(self._whole)
        column.addWidget(self._line)
        for choice in self._choices.values():
            column.addWidget(choice)
            choice.toggled.connect(self._refresh)
        column.addWidget(self._hanging_part())
        column.addStretch(1)
        column.addWidget(self._buttons)
        self.setMinimumWidth(420)
        self._format.currentIndexChanged.connect(self._refresh)
        for field in (self._subject, self._video):
            field.textChanged.connect(self._refresh)
        self._refresh()

    def _hanging_part(self) -> QWidget:
        """What is left out because its apex is only assumed, and what can be done about it."""
        self._hanging, self._hanging_line = QWidget(), QLabel()
        self._hanging_line.setWordWrap(True)
        show, every = QPushButton(tr("Show the first one")), QPushButton(tr("Write CSV instead, with nothing left out"))
        show.clicked.connect(self.show_asked)
        show.clicked.connect(self.reject)
        every.clicked.connect(self._on_csv)
        row = QHBoxLayout()
        for button in (show, every):
            button.setAutoDefault(False)
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self._hanging)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._hanging_line)
        column.addLayout(row)
        return self._hanging

    @property
    def subject(self) -> str:
        """Subject as typed, without blanks around."""
        return self._subject.text().strip()

    @property
    def video_name(self) -> str:
        """Video name as typed, without blanks around."""
        return self._video.text().strip()

    @property
    def annotator(self) -> str:
        """Annotator as typed, without blanks around."""
        return self._annotator.text().strip()

    @property
    def format(self) -> str:
        """Name of the format in `offered()`."""
        return str(self._format.currentData())

    def choose_format(self, name: str) -> None:
        """Begin with a format; a name that is none changes nothing."""
        index = self._format.findData(name)
        if index >= 0:
            self._format.setCurrentIndex(index)

    @property
    def missing_emotion(self) -> Missing:
        """What to do with annotations the format has no word for; ``"refuse"`` where the question does not arise."""
        if not self._asks():
            return "refuse"
        return next(name for name, choice in self._choices.items() if choice.isChecked())

    def tell_open(self, number: int) -> None:
        """Say how many may be micro or macro, because their apex is only assumed; the workbook holds none of them."""
        self._n_open = number
        self._refresh()

    def offer_others(self, numbers: Sequence[int]) -> None:
        """Offer the other videos of the project; their numbers of annotations, of those that have any."""
        self._whole.setVisible(bool(numbers))
        text = plural(
            len(numbers),
            "Also the {labels} of {n} other video of the project",
            "Also the {labels} of {n} other videos of the project",
            labels=plural(sum(numbers), "{n} annotation", "{n} annotations"),
        )
        self._whole.setText(text)

    @property
    def whole_project(self) -> bool:
        """Whether the annotations of all videos are wanted."""
        return self._whole.isChecked()

    @property
    def line(self) -> str:
        """The live line."""
        return self._line.text()

    def _asks(self) -> bool:
        return self.format == "casme3" and self._n_without > 0

    @Slot()
    def _refresh(self) -> None:
        asks = self._asks()
        for choice in self._choices.values():
            choice.setVisible(asks)
        left_out = self._n_without if asks and self._choices["skip"].isChecked() else 0
        macro, hanging = (self._n_macro, self._n_open) if self.format == "casme3" else (0, 0)
        written = self._n - left_out - macro - hanging
        sentence = self._sentence(written=written)
        if macro:
            sentence = tr(
                "{sentence} {macro} of kind macro left out: the sheet is for micro.", sentence=sentence, macro=macro
            )
        if self.whole_project and self.format == "casme3":
            sentence = tr("{sentence} The same holds for the other videos.", sentence=sentence)
        self._line.setText(sentence)
        self._hanging.setVisible(hanging > 0)
        self._hanging_line.setText(_hanging_text(hanging))
        named = bool(self.subject and self.video_name)
        empty = self.format == "casme3" and written <= 0 and not self.whole_project
        button = self._buttons.button(QDialogButtonBox.StandardButton.Ok)
        button.setEnabled(named and not empty)
        button.setToolTip(
            tr("Fill in subject and video name first")
            if not named
            else tr("Nothing would be written: choose another format")
            if empty
            else ""
        )

    def _sentence(self, *, written: int) -> str:
        if not (self.subject and self.video_name):
            return tr("Fill in subject and video name: every row of the file carries them.")
        if self.format not in FIRST:
            return tr("{n} annotations; what this format cannot carry is refused or said after writing.", n=self._n)
        if not self._asks():
            return plural(
                self._n,
                "{written} of {n} annotation will be written.",
                "{written} of {n} annotations will be written.",
                written=written,
            )
        missing = plural(
            self._n_without,
            "{n} of {total} annotations has no CAS(ME)^3 emotion",
            "{n} of {total} annotations have no CAS(ME)^3 emotion",
            total=self._n,
        )
        if self._choices["refuse"].isChecked():
            return tr("{missing}; nothing will be written.", missing=missing)
        return tr("{missing}; {written} will be written.", missing=missing, written=written)

    @Slot()
    def _on_csv(self) -> None:
        self.choose_format("csv")
        # The button that was pressed is gone: without this Cancel would have the keyboard, and Return.
        self._buttons.button(QDialogButtonBox.StandardButton.Ok).setFocus()

    @Slot()
    def _on_ok(self) -> None:
        if self._asks() and self._choices["refuse"].isChecked():
            self.reject()
        else:
            self.accept()


def _hanging_text(n: int) -> str:
    """Why annotations with an apex that is only assumed are left out, and what decides them."""
    return plural(
        n,
        "⚠ {n} is left out: its apex is only assumed, and whether it is micro or macro depends on the apex. Set the "
        "apex (P) or choose the kind (T), or write a format that carries it as it is.",
        "⚠ {n} are left out: their apex is only assumed, and whether they are micro or macro depends on it. Set each "
        "apex (P) or choose the kind (T), or write a format that carries them as they are.",
    )
