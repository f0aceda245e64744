"""Asked before an export: what to do with emotions that a model gave and nobody set or confirmed."""

from PySide6.QtWidgets import QCheckBox, QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from engine.datasets.hints import is_hint
from metst_gui.desk.desk import Desk
from metst_gui.desk.hint_choice import CHOICES, SETTING, Choice
from metst_gui.document.export import to_records
from metst_gui.document.file.errors import EditRefusedError
from metst_gui.language import plural, tr
from metst_gui.models import CLASS_NAME, model_of_run
from metst_gui.widgets.text_label import text_label


class HintQuestion(QDialog):
    """Export without these emotions, export them marked, or cancel.

    Args:
        n: how many annotations have such an emotion.
        class_name: what they are.
        parent: window it belongs to.
    """

    def __init__(self, n: int, class_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Emotions nobody confirmed"))
        self.choice: Choice | None = None
        self.remember = QCheckBox(tr("Remember for this project"))
        self.buttons = QDialogButtonBox()
        for text, choice in ((tr("Export without them"), "without"), (tr("Export them marked"), "marked")):
            button = self.buttons.addButton(text, QDialogButtonBox.ButtonRole.AcceptRole)
            button.clicked.connect(lambda _=False, choice=choice: self._choose(choice))
        self.buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        self.buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(text_label(question(n, class_name)))
        column.addWidget(self.remember)
        column.addWidget(self.buttons)
        self.setMinimumWidth(460)

    def _choose(self, choice: Choice) -> None:
        self.choice = choice
        self.accept()


def question(n: int, class_name: str) -> str:
    """What is asked."""
    have = plural(
        n,
        "The emotion of {n} annotation comes from the model alone ({class_name}).",
        "The emotions of {n} annotations come from the model alone ({class_name}).",
        class_name=tr(class_name),
    )
    return tr(
        "{have} Nobody set or confirmed this, and in a label file it would pass for a human's judgement.\n\nLeave it "
        "out, or write it marked as “model hint”, where the format can carry the mark? To confirm an emotion first, "
        "cancel, select the annotation and press its number key.",
        have=have,
    )


def ask(parent: QWidget, desk: Desk) -> Choice | None:
    """What to do with unconfirmed emotions in an export of the open video; None: the export is cancelled.

    The answer of the project is taken where it has one; it is asked only where there is such an emotion.
    """
    n = sum(is_hint(one) for one in to_records(desk.document.project))
    stored = desk.document.statements.setting(SETTING)
    if not n or stored in CHOICES:
        return "without" if stored == "without" else "marked"
    run = desk.document.view.run
    dialog = HintQuestion(n, CLASS_NAME if run is None else model_of_run(run).class_name, parent)
    if not dialog.exec() or dialog.choice is None:
        return None
    if dialog.remember.isChecked():
        try:
            desk.document.statements.set_setting(SETTING, dialog.choice)
        except EditRefusedError as error:
            desk.notifier.error(str(error))
    return dialog.choice
