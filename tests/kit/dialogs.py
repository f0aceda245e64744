"""Every dialog of the window, for tests that look at all of them."""

from collections.abc import Iterator

from PySide6.QtWidgets import QDialog, QLabel

from metst_gui.commands.key_dialog import KeyDialog
from metst_gui.commands.palette import Palette
from metst_gui.commands.table import key_groups
from metst_gui.evaluation.evaluation_dialog import EvaluationDialog
from metst_gui.labels.export_dialog import ExportDialog
from metst_gui.labels.hint_question import HintQuestion
from metst_gui.model.learn_dialog import LearnDialog
from metst_gui.models import HINT_NAME, model_of
from metst_gui.notify import log_path
from metst_gui.project.adjudication_dialog import AdjudicationDialog
from metst_gui.project.annotator_dialogs import AgreementDialog, AnnotatorDialog
from metst_gui.project.finalise import FinaliseDialog
from metst_gui.project.project_settings import ProjectSettingsDialog
from metst_gui.window.help_dialogs import AboutDialog, GoToDialog, KeySheet, MessageDialog
from metst_gui.window.main_window import MainWindow


def dialogs(window: MainWindow) -> Iterator[QDialog]:
    """The dialogs that can be made of a window with a video, one after the other."""
    session = window.desk.session
    assert session.info is not None
    yield KeySheet(key_groups(window.keys.specs), window)
    yield KeyDialog({}, window)
    yield Palette(window.book, window)
    for weights in ("metst-synth-v1", "classical"):
        yield AboutDialog(model_of(weights), window)
    yield MessageDialog(tuple(window.messages.history), log_path(), window)
    yield GoToDialog(session.info, 7, window)
    for without, macro in ((0, 0), (1, 0), (2, 1)):
        export = ExportDialog(
            subject="1", video_name="2", annotator="3", n_annotations=4, n_without_emotion=without, n_macro=macro,
            parent=window,
        )  # fmt: skip
        export.tell_open(macro + without)
        yield export
    yield AnnotatorDialog(window)
    yield HintQuestion(2, HINT_NAME, window)
    window.features.model_choice.show()
    panel = window.features.model_choice.panel
    assert panel is not None
    for label in panel.tabs.findChildren(QLabel):
        # Settings, file names and numbers of the card, as it has them; what is translated there is in `missed`.
        label.setProperty("verbatim", True)
    yield panel
    yield AgreementDialog(session.document, window)
    yield AdjudicationDialog(session.document, window)
    yield EvaluationDialog(window.desk, window)
    yield LearnDialog(window)
    settings = ProjectSettingsDialog(session.document, session.info.fps, window)
    settings.choice.setProperty("verbatim", True)  # names of data sets and evaluations
    yield settings
    yield FinaliseDialog(session.info, window.features.finalise.completeness(), 1, window)
