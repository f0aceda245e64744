"""Analysis, Compare with labels: hits and errors of the project's runs, and the paper's tables filled from them."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from engine.errors import EngineError
from engine.evaluation import PROTOCOLS, Report
from engine.evaluation.analysis import ReportAnalysis
from engine.evaluation.tables import as_text, table_1, table_2, table_3, table_4
from metst_gui.desk.desk import Desk
from metst_gui.document.hits_and_errors import ERRORS, RUNS, Comparison
from metst_gui.document.run_against_labels import compare_with_truth
from metst_gui.evaluation.evaluation_plots import PlotsPane
from metst_gui.language import mark, told, tr

COLUMNS = (mark("result"), mark("video"), mark("onset"), mark("offset"), mark("what"))
# Dark on light in both themes, and the word beside the colour.
COLOURS = {"TP": "#cfe8cf", "FP": "#f4d3bf", "FN": "#d3dcf2", "open": "#ffffff"}


class EvaluationDialog(QDialog):
    """Hits and errors of all analysed videos against one layer.

    Args:
        desk: whose project is compared.
        parent: window it belongs to.

    Signals:
        timeline_asked: the comparison is to be seen on the timeline. args: (`RUNS`, id of the layer), protocol.
    """

    timeline_asked = Signal(object, str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Compare with labels"))
        self._desk = desk
        self.comparison: Comparison | None = None
        self._layer, self._protocol, self._head = QComboBox(), QComboBox(), QLabel()
        for layer in desk.document.annotators:
            self._layer.addItem(layer.name or tr("my annotations"), layer.id)
        labels = next((n for n, one in enumerate(desk.document.annotators) if one.name.startswith("labels:")), 0)
        self._layer.setCurrentIndex(labels)
        self._protocol.addItems(PROTOCOLS)
        self._head.setWordWrap(True)
        self.table = QTableWidget(0, len(COLUMNS))
        self.table.setHorizontalHeaderLabels([tr(name) for name in COLUMNS])
        self.table.horizontalHeader().setStretchLastSection(True)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.tables = QPlainTextEdit()
        self.tables.setReadOnly(True)
        self.tables.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.tables.setStyleSheet("font-family: monospace")
        self.plots = PlotsPane()
        self._analysis: ReportAnalysis | None = None
        self._lay_out()
        self.table.cellClicked.connect(self._on_clicked)
        self._layer.currentIndexChanged.connect(self.refresh)
        self._protocol.currentIndexChanged.connect(self.refresh)
        self.resize(860, 520)
        self.refresh()

    def _lay_out(self) -> None:
        texts = (tr("Previous error"), tr("Next error"), tr("On the timeline"), tr("Again"), tr("Report…"))
        before, after, timeline, again, save = (QPushButton(text) for text in texts)
        timeline.setToolTip(tr("Mark hits and errors on the lanes; F8 goes from error to error there"))
        timeline.clicked.connect(
            lambda: self.timeline_asked.emit((RUNS, str(self._layer.currentData())), self._protocol.currentText())
        )
        before.clicked.connect(lambda: self.step(-1))
        after.clicked.connect(lambda: self.step(1))
        again.clicked.connect(self.refresh)
        save.clicked.connect(self._on_save)
        self._layer.setAccessibleName(tr("Truth"))
        self._protocol.setAccessibleName(tr("Protocol"))
        self.table.setAccessibleName(tr("Hits and errors"))
        self.tables.setAccessibleName(tr("Tables I, III, IV"))
        row = QHBoxLayout()
        for widget in (
            QLabel(tr("Truth")),
            self._layer,
            QLabel(tr("Protocol")),
            self._protocol,
            before,
            after,
            timeline,
            again,
            save,
        ):
            row.addWidget(widget)
        row.addStretch(1)
        tabs = self.tabs = QTabWidget()
        tabs.addTab(self.table, tr("Hits and errors"))
        tabs.addTab(self.tables, tr("Tables I, III, IV"))
        tabs.addTab(self.plots, tr("Plots"))
        tabs.currentChanged.connect(self._fill_plots)
        column = QVBoxLayout(self)
        column.addLayout(row)
        column.addWidget(self._head)
        column.addWidget(tabs, 1)

    @Slot()
    def refresh(self) -> None:
        """Compare anew."""
        document = self._desk.document
        try:
            found = compare_with_truth(document, str(self._layer.currentData()), protocol=self._protocol.currentText())
        except (ValueError, EngineError) as error:
            self._head.setText(str(error))
            return
        self.comparison, self._analysis = found, None
        report = found.report
        missing = tr(" Not analysed and left out: {n}.", n=len(found.left_out)) if found.left_out else ""
        if found.n_open:
            missing += tr(" Not yet decided and left out: {n} proposals.", n=found.n_open)
        if found.apart:
            missing += tr(" Macro-expressions, not compared: {n}.", n=len(found.apart))
        self._head.setText(
            tr(
                "{protocol}, IoU ≥ {iou_threshold:g}: {n_videos} videos, {n_truth} events, {n_predictions} "
                "predictions. TP {tp}, FP {fp}, FN {fn}; F1 {f1:.4f}, recall {recall:.4f}, STRS "
                "{strs:.4f}.{missing}",
                protocol=report.protocol,
                iou_threshold=report.iou_threshold,
                n_videos=report.n_videos,
                n_truth=report.n_truth,
                n_predictions=report.n_predictions,
                tp=report.tp,
                fp=report.fp,
                fn=report.fn,
                f1=report.f1,
                recall=report.recall,
                strs=report.strs,
                missing=missing,
            )
        )
        self._fill(found)
        run = {f"this project, {report.protocol}": report}
        tables = [table_1(run), table_2(run), table_3(run)]
        if report.protocol.startswith("metst"):
            tables.append(table_4(run, {f"this project, {report.protocol}": _without_neutral(found)}))
        self.tables.setPlainText("\n\n".join(as_text(table) for table in tables))
        self._fill_plots()

    def _analyse(self, found: Comparison) -> ReportAnalysis:
        """What is computed beside the rates, once a comparison: hundreds of resamples."""
        if self._analysis is None:
            from engine.evaluation.analysis import analyse

            parameters = {"truth": self._layer.currentText(), "predictions": "runs of this project"}
            self._analysis = analyse(
                found.report, found.truth, found.predictions, minutes=found.minutes, parameters=parameters
            )
        return self._analysis

    @Slot()
    def _fill_plots(self) -> None:
        """Draw the plots where they are looked at."""
        if self.comparison is None or self.tabs.currentWidget() is not self.plots:
            return
        try:
            self.plots.show_analysis(self._analyse(self.comparison))
        except EngineError as error:
            self.plots.words.setText(told(str(error)))

    def _fill(self, found: Comparison) -> None:
        self.table.setRowCount(len(found.findings))
        for number, one in enumerate(found.findings):
            for column, text in enumerate(
                (
                    tr(one.result) if one.result == "open" else one.result,
                    one.video_name,
                    str(one.onset),
                    str(one.offset),
                    one.text,
                )
            ):
                item = QTableWidgetItem(text)
                if column == 0:
                    item.setBackground(QColor(COLOURS[one.result]))
                    item.setForeground(QColor("#222222"))
                self.table.setItem(number, column, item)
        self.table.resizeColumnsToContents()

    def step(self, direction: int) -> None:
        """Go to the next (1) or previous (-1) error."""
        findings = self.comparison.findings if self.comparison else ()
        row = self.table.currentRow() + direction if self.table.currentRow() >= 0 or direction > 0 else -1
        while 0 <= row < len(findings):
            if findings[row].result in ERRORS:
                self.table.selectRow(row)
                self._go(row)
                return
            row += direction
        self._desk.say(tr("There is no further error."))

    @Slot(int, int)
    def _on_clicked(self, row: int, _column: int) -> None:
        self._go(row)

    def _go(self, row: int) -> None:
        """Show the onset of a finding."""
        if self.comparison is None:
            return
        one, current = self.comparison.findings[row], self._desk.document.video
        if current is not None and current.id == one.video:
            self._desk.playback.seek(one.onset)
        else:
            self._desk.opener.show_video(one.video, place=(one.onset, "", ""))

    @Slot()
    def _on_save(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, tr("Folder for the report"))
        if folder:
            self.save(Path(folder))

    def save(self, folder: Path) -> None:
        """Write the report as HTML, JSON and CSV."""
        from engine.evaluation.rate_files import write_evaluation

        found = self.comparison
        if found is None:
            return
        try:
            files = write_evaluation(folder, self._analyse(found), found.truth, found.predictions)
        except (EngineError, OSError) as error:
            self._desk.notifier.error(str(error))
            return
        self._desk.say(
            tr(
                "Wrote “{name}” and {n} more files to “{folder}”.",
                name=files[0].name,
                n=len(files) - 1,
                folder=folder.name,
            )
        )


def _without_neutral(found: Comparison) -> Report:
    from engine.evaluation import evaluate

    videos = tuple(found.minutes)
    return evaluate(found.truth, found.predictions, protocol=found.report.protocol, drop_neutral=True, videos=videos)
