"""The network's states around the selected item, computed in a process of their own while their panel is open."""

import numpy as np
from PySide6.QtCore import QObject, QSettings, Qt, Slot
from PySide6.QtWidgets import QDockWidget, QMainWindow

from engine.explain import NetworkStates, StatesRequest
from engine.types import AnalysisRun
from metst_gui.commands.book import CommandBook
from metst_gui.desk.desk import Desk
from metst_gui.desk.engine_question import EngineQuestion
from metst_gui.document.changes import Changes
from metst_gui.explain.states_panel import EMPTY, Shown, StatesPanel
from metst_gui.language import mark, told, tr
from metst_gui.widgets import theme as themes

FACTORY = "engine.explain.states:states"
MEASURING = mark("Running the network on this window again…")
CLASSICAL = mark("The classical spotter carries no states: analyse with a network (Analysis, Choose model…).")
WHOLE = mark("This network went through the whole video in one piece; its states are not kept.")
NO_WINDOWS = mark(
    "This model measures many small patches of skin over the whole video and keeps no windows that could be explained "
    "here: see the curves and the lanes of the regions."
)
NO_EVIDENCE = mark(
    "This analysis was made by an older version of METST, which kept no measurements. Press Ctrl+R to analyse the "
    "video again."
)
NO_RUN = mark("There are no finished curves: analyse the video first (Ctrl+R).")
# px of the dock when it is first opened.
WIDTH = 330
KEPT = "window/network_states"


class StatesController(QObject):
    """Shows and fills the panel of states, which is made when it is first opened."""

    def __init__(self, desk: Desk, book: CommandBook, host: QMainWindow, *, factory: str = FACTORY) -> None:
        super().__init__(host)
        self._desk = desk
        self._host = host
        self.panel: StatesPanel | None = None
        self._dock: QDockWidget | None = None
        self._asked = ""
        self._question = EngineQuestion(desk, factory, self)
        self._question.answered.connect(self._show)
        self._question.failed.connect(self._on_failed)
        book.bind({"network_states": self.toggle}, on={"network_states": lambda: self.is_open})
        desk.session.opened.connect(self._on_opened)
        desk.closing.connect(self._keep)

    @property
    def is_open(self) -> bool:
        """Whether the panel is shown."""
        return self._dock is not None and not self._dock.isHidden()

    def toggle(self) -> None:
        """Show or hide the panel."""
        if self._dock is None:
            self._make()
        elif self.is_open:
            self._dock.hide()
        else:
            self._dock.show()
        self.refresh()

    @Slot()
    def _on_opened(self) -> None:
        """The panel is there again where it was open at the end of the last session."""
        if self._dock is None and QSettings().value(KEPT) in (True, "true"):
            self.toggle()

    @Slot()
    def _keep(self) -> None:
        QSettings().setValue(KEPT, self.is_open)

    def _make(self) -> None:
        self.panel = StatesPanel(themes.named(self._desk.theme.name))
        self._dock = QDockWidget(tr("Network states"), self._host)
        self._dock.setObjectName("network_states")
        self._dock.setWidget(self.panel)
        self._dock.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._host.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self._dock)
        if not self._host.restoreDockWidget(self._dock):
            self._host.resizeDocks([self._dock], [WIDTH], Qt.Orientation.Horizontal)
        self._dock.show()
        desk = self._desk
        desk.selection.changed.connect(self.refresh)
        desk.document.changed.connect(self._on_document)
        desk.playback.frame_changed.connect(self.panel.set_playhead)
        desk.theme.changed.connect(self._on_theme)

    @Slot()
    def refresh(self) -> None:
        """Show the states around the selected item, or say why there are none."""
        self._question.drop()
        if self.panel is None or not self.is_open:
            return
        run, bounds = self._desk.document.view.run, self._desk.current.span
        why = "" if run is None else unavailable(run)
        if run is None or why:
            self.panel.show_sentence(tr(why or self._desk.document.view.hidden_reason or NO_RUN))
        elif bounds is None:
            self.panel.show_sentence(tr(EMPTY))
        else:
            self._plan(run, bounds)

    def _plan(self, run: AnalysisRun, bounds: tuple[int, int, int]) -> None:
        assert self.panel is not None
        assert run.evidence is not None
        info = self._desk.session.info
        request = request_of(run, bounds)
        known = self._question.known(request.token)
        if isinstance(known, NetworkStates):
            self._show(known)
        elif info is not None:
            self._asked = request.token
            self.panel.show_sentence(tr(MEASURING))
            self._question.ask(info.path, request)

    @Slot(object)
    def _show(self, found: NetworkStates) -> None:
        run, bounds = self._desk.document.view.run, self._desk.current.span
        if run is None or bounds is None or self.panel is None:
            return
        frames = run.curves.frames[found.start : found.start + len(found.velocity)]
        if len(frames) == len(found.velocity):
            self.panel.show_states(Shown(found, frames, bounds))
            self.panel.set_playhead(self._desk.playback.frame)

    @Slot(str, object)
    def _on_failed(self, token: str, sentence: str) -> None:
        if self.panel is not None and token == self._asked:
            self.panel.show_sentence(tr("The states are not known: {why}", why=told(sentence)))

    @Slot()
    def _on_run(self) -> None:
        self._question.forget()
        self.refresh()

    @Slot(object)
    def _on_document(self, changes: Changes) -> None:
        if changes.run:
            self._on_run()
        elif changes.annotations:
            self.refresh()

    @Slot()
    def _on_theme(self) -> None:
        if self.panel is not None:
            self.panel.set_theme(themes.named(self._desk.theme.name))


def unavailable(run: AnalysisRun) -> str:
    """Why a run has no states to show, in English, for `tr`; empty where it has."""
    if run.model == "classical":
        return CLASSICAL
    if run.settings.get("context", "windows") != "windows":
        return WHOLE
    if run.evidence is not None and len(run.evidence.starts):
        return ""
    return NO_WINDOWS if run.curves.regions is not None else NO_EVIDENCE


def request_of(run: AnalysisRun, bounds: tuple[int, int, int]) -> StatesRequest:
    """What the analysis process is asked for an item of a run with evidence."""
    assert run.evidence is not None
    first, apex, last = (
        min(int(one), len(run.curves.frames) - 1) for one in np.searchsorted(run.curves.frames, np.asarray(bounds))
    )
    token = f"{run.id}/{first}/{apex}/{last}"
    weights = str(run.settings.get("weights", run.model))
    return StatesRequest(token, weights, run.model_digest, run.evidence, first, apex, last)
