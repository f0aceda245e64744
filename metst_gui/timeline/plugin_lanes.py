"""Curves that plug-ins measure in the open video, in the analysis process: asked for in the menu of lanes."""

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QMenu

from engine.config import PRESETS
from engine.errors import PluginError
from engine.explain.requests import LaneCurves, LaneRequest
from engine.plugins import cards
from engine.types import Progress
from metst_gui.desk.desk import Desk
from metst_gui.desk.engine_question import EngineJob
from metst_gui.desk.jobs import JobKind, JobLine
from metst_gui.language import told, tr

FACTORY = "engine.pipeline.lane_run:lane_curves"


class PluginLanes(QObject):
    """Measures one plug-in's curves at a time, and brings them in.

    Signals:
        progress_changed: stage text, done, total; total 0: nothing runs.
    """

    progress_changed = Signal(str, int, int)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._job = EngineJob(desk, FACTORY, self)
        self._job.event_ready.connect(self._on_event)
        self._job.ended.connect(self._on_ended)
        kind = JobKind(
            tr("Measuring"),
            loss=tr("If you close now, the curves that are being measured are given up."),
            stop_tip=tr("Stop measuring these curves"),
        )
        self.progress_changed.connect(JobLine(desk.jobs, kind, stop=self.cancel, parent=self).follow)
        desk.session.leaving.connect(self.cancel)

    def add_to(self, menu: QMenu) -> None:
        """Add the plug-ins to a menu; those that cannot be used are named, with the reason as their tool tip."""
        found = cards("metst.lanes")
        if not found:
            return
        menu.addSection(tr("Measured by plug-ins"))
        menu.setToolTipsVisible(True)
        for plugin, card in found:
            broken = isinstance(card, PluginError)
            words = tr("{name}: cannot be used", name=plugin.name) if broken else tr("Measure {title}", title=_of(card))
            action = menu.addAction(words.replace("&", "&&"))
            action.setEnabled(not broken and self._desk.session.info is not None and not self._desk.document.view.hides)
            action.setToolTip(told(str(card)) if broken else told(str(_of(card, "statement"))))
            action.triggered.connect(lambda _=False, name=plugin.name: self.measure(name))

    def measure(self, name: str) -> None:
        """Measure the curves of a plug-in in the open video."""
        session = self._desk.session
        if session.info is None:
            return
        preset = PRESETS.get(session.settings.value.preset, PRESETS["casme3"])
        self.progress_changed.emit(tr("Starting the plug-in"), 0, 1)
        request = LaneRequest(name, preset.rate, session.image_rate, session.face_at)
        self._job.start(session.info.path, request)

    @Slot()
    def cancel(self) -> None:
        """Stop; nothing of what was measured so far is kept."""
        if self._job.running:
            self._job.cancel()
            self.progress_changed.emit("", 0, 0)

    @Slot(object)
    def _on_event(self, event: object) -> None:
        if isinstance(event, Progress):
            self.progress_changed.emit(event.stage, event.done, event.total)
        elif isinstance(event, LaneCurves):
            brought = self._desk.document.brought
            self._desk.attempt(lambda: brought.add(event.title, event.digest, event.curves, origin="model"))

    @Slot(object)
    def _on_ended(self, sentence: object) -> None:
        self.progress_changed.emit("", 0, 0)
        if isinstance(sentence, str):
            self._desk.notifier.error(told(sentence))


def _of(card: object, key: str = "title") -> object:
    return card.get(key, "") if isinstance(card, dict) else ""
