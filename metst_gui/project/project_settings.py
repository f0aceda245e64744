"""What a project says of itself: names, the data set it is meant for, and what it calls a micro-expression."""

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from engine.clock import steady
from engine.definitions import CUSTOM, DEFINITIONS, Definition, custom
from metst_gui.commands.book import CommandBook
from metst_gui.desk.desk import Desk
from metst_gui.document.document import AnnotationDocument
from metst_gui.language import mark, tr
from metst_gui.widgets.decimal_field import DecimalField
from metst_gui.wording.kind_text import rule_text

OWN = mark("Own definition")
NO_DATASET = mark("none in particular")
# What a definition goes by, by its name.
SOURCES = {
    "casme3": mark("the rule behind the labels of CAS(ME)³ part A"),
    "yan2013": mark("Yan et al. 2013, J. Nonverbal Behavior"),
    "half_second": mark("length alone, as the MEGC evaluations count"),
    CUSTOM: mark("this project"),
}
# Label format -> definition its data set goes by.
USUAL = {
    **dict.fromkeys(("casme3", "casme3_a", "casme3_c", "casme3_c_me"), "casme3"),
    **dict.fromkeys(("samm_lv", "megc2022", "megc2023", "megc2024", "megc2025"), "half_second"),
    **dict.fromkeys(("casme2", "casme_sq"), "yan2013"),
}


class ProjectSettingsDialog(QDialog):
    """Names, data set and definition.

    Args:
        document: what it starts with.
        fps: frame rate of the open video in Hz, for the limits in frames.
        parent: window it belongs to.
    """

    def __init__(self, document: AnnotationDocument, fps: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Project settings"))
        self._fps = fps
        project, now = document.project, document.statements.definition
        self.subject, self.video_name = QLineEdit(project.subject), QLineEdit(project.video_name)
        self.annotator = QLineEdit(project.annotator)
        self.dataset = _dataset_choice(document.statements.dataset)
        self.choice = QComboBox()
        for one in DEFINITIONS.values():
            self.choice.addItem(one.title, one.name)
        self.choice.addItem(tr(OWN), CUSTOM)
        self.choice.setCurrentIndex(self.choice.findData(now.name))
        self.length, self.rise = _milliseconds(now.max_length_s), _milliseconds(now.max_rise_s or 0.26)
        self.has_rise = QCheckBox(tr("or rise at most"))
        self.has_rise.setChecked(now.max_rise_s is not None)
        self._line = QLabel()
        self._line.setWordWrap(True)
        self._lay_out()
        self.dataset.activated.connect(self._on_dataset)
        self.choice.currentIndexChanged.connect(self._on_choice)
        self.has_rise.toggled.connect(self._refresh)
        for box in (self.length, self.rise):
            box.valueChanged.connect(self._refresh)
        self._on_choice()

    @property
    def definition(self) -> Definition:
        """The chosen definition."""
        name = str(self.choice.currentData())
        if name in DEFINITIONS:
            return DEFINITIONS[name]
        return custom(self.length.value() / 1000, self.rise.value() / 1000 if self.has_rise.isChecked() else None)

    @property
    def line(self) -> str:
        """The live line: the rule in words."""
        return self._line.text()

    def _lay_out(self) -> None:
        self.length.setAccessibleName(tr("Length at most"))
        self.rise.setAccessibleName(tr("Rise at most"))
        limits = QHBoxLayout()
        limits.addWidget(self.length)
        limits.addWidget(self.has_rise)
        limits.addWidget(self.rise)
        form = QFormLayout()
        form.addRow(tr("Subject"), self.subject)
        form.addRow(tr("Video name"), self.video_name)
        form.addRow(tr("Annotator"), self.annotator)
        form.addRow(tr("Label format"), self.dataset)
        form.addRow(tr("Micro-expression"), self.choice)
        form.addRow(tr("Length at most"), limits)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addLayout(form)
        column.addWidget(self._line)
        column.addStretch(1)
        column.addWidget(buttons)
        self.setMinimumWidth(460)

    @Slot()
    def _on_dataset(self) -> None:
        """The definition follows the data set; it can be chosen otherwise afterwards."""
        usual = USUAL.get(str(self.dataset.currentData()))
        if usual is not None:
            self.choice.setCurrentIndex(self.choice.findData(usual))

    @Slot()
    def _on_choice(self) -> None:
        known = DEFINITIONS.get(str(self.choice.currentData()))
        if known is not None:
            self.length.setValue(known.max_length_s * 1000)
            self.has_rise.setChecked(known.max_rise_s is not None)
            self.rise.setValue((known.max_rise_s or 0.26) * 1000)
        for field in (self.length, self.has_rise, self.rise):
            field.setEnabled(known is None)
        self._refresh()

    @Slot()
    def _refresh(self) -> None:
        own = self.choice.currentData() == CUSTOM
        self.rise.setEnabled(own and self.has_rise.isChecked())
        definition = self.definition
        self._line.setText(
            tr(
                "{rule} Source: {source}. Without an apex the length alone decides; a kind set by hand stays.",
                rule=rule_text(definition, steady(self._fps)),
                source=tr(SOURCES[definition.name]),
            )
        )


class ProjectSettings(QObject):
    """Shows the dialog, and stores what it says."""

    def __init__(self, desk: Desk, book: CommandBook, host: QWidget) -> None:
        super().__init__(host)
        self._desk = desk
        self._host = host
        book.bind({"project_settings": self.ask})

    def ask(self) -> None:
        """Show the dialog and store what was chosen."""
        info = self._desk.session.info
        assert info is not None
        dialog = ProjectSettingsDialog(self._desk.document, info.fps, self._host)
        if dialog.exec():
            self.store(dialog)

    def store(self, dialog: ProjectSettingsDialog) -> None:
        """Store what a dialog says."""
        document, name = self._desk.document, dialog.annotator.text().strip()
        subject, video_name = dialog.subject.text().strip(), dialog.video_name.text().strip()
        dataset = str(dialog.dataset.currentData())

        def act() -> None:
            document.videos.name(subject=subject, video_name=video_name)
            document.annotators.rename(name)
            document.statements.set_conventions(definition=dialog.definition, dataset=dataset)

        if self._desk.attempt(act):
            self._desk.settings.update(annotator=name)


def _dataset_choice(now: str) -> QComboBox:
    from engine.datasets import format_row
    from metst_gui.wording.label_formats import offered

    choice = QComboBox()
    choice.addItem(tr(NO_DATASET), "")
    for name in offered():
        choice.addItem(tr(format_row(name).title), name)
    choice.setCurrentIndex(max(0, choice.findData(now)))
    return choice


def _milliseconds(seconds: float) -> DecimalField:
    box = DecimalField()
    box.setRange(1.0, 10_000.0)
    box.setDecimals(1)
    box.setSuffix(tr(" ms"))
    box.setValue(seconds * 1000)
    return box
