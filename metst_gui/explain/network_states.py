"""The network's states around the selected item, computed in a process of their own while their panel is open."""

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QDockWidget

from engine.explain import NetworkStates, StatesRequest
from engine.types import AnalysisRun
from metst_gui.commands.book import CommandBook
from metst_gui.explain.states_panel import EMPTY, Shown, StatesPanel
from metst_gui.inference.controller import InferenceController
from metst_gui.language import mark, told, tr

if TYPE_CHECKING:
    from metst_gui.window.main_window import MainWindow

FACTORY = "engine.explain.states:states"
SETTLED_MS = 350
MEASURING = mark("The network goes through this window again…")
CLASSICAL = mark("The classical spotter carries no states: analyse with a network (Analysis, Choose model…).")
WHOLE = mark("This network went through the whole video in one piece; its states are not kept.")
NO_WINDOWS = mark(
    "This model measures many small patches of skin over the whole video and keeps no windows that could be explained "
    "here: see the curves and the lanes of the regions."
)
NO_EVIDENCE = mark("This run was made by an older version and kept no features: Ctrl+R analyses the video again.")
NO_RUN = mark("There are no finished curves: analyse the video first (Ctrl+R).")
# Windows of one run that are kept; a window of states is some hundred kilobytes.
KEPT = 64
# px of the dock when it is first opened.
WIDTH = 330


class StatesDesk(QObject):
    """Handler of one window. Panel and process are made when the panel is first opened."""

    def __init__(self, window: "MainWindow", *, factory: str = FACTORY) -> None:
        super().__init__(window)
        self._window = window
        self._session = window.session
        self._factory = factory
        self.panel: StatesPanel | None = None
        self._dock: QDockWidget | None = None
        self._process: InferenceController | None = None
        self._known: dict[str, NetworkStates] = {}
        self._asked: StatesRequest | None = None
        self._running = ""
        self._timer = QTimer(self, singleShot=True, interval=SETTLED_MS)
        self._timer.timeout.connect(self._ask)
        window.closing.connect(self.shutdown)

    def bind(self, book: CommandBook) -> None:
        """Say what its commands do."""
        book.bind({"network_states": self.toggle}, on={"network_states": lambda: self.is_open})

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

    def _make(self) -> None:
        self.panel = StatesPanel(self._window.theme)
        self._dock = QDockWidget(tr("Network states"), self._window)
        self._dock.setObjectName("network_states")
        self._dock.setWidget(self.panel)
        self._dock.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self._dock)
        self._dock.show()
        self._window.resizeDocks([self._dock], [WIDTH], Qt.Orientation.Horizontal)
        session = self._session
        session.selection.changed.connect(self.refresh)
        session.document.annotations_changed.connect(self.refresh)
        session.document.run_changed.connect(self._on_run)
        session.playback.frame_changed.connect(self.panel.set_playhead)
        self._process = InferenceController(self, factory=self._factory)
        self._process.event_ready.connect(self._on_states)
        self._process.finished.connect(self._on_finished)

    @Slot()
    def refresh(self) -> None:
        """Show the states around the selected item, or say why there are none."""
        self._timer.stop()
        self._asked = None
        if self.panel is None or not self.is_open:
            return
        if self.panel.theme is not self._window.theme:
            self.panel.set_theme(self._window.theme)
        run, bounds = self._session.document.view.run, self._bounds()
        why = "" if run is None else unavailable(run)
        if run is None or why:
            self.panel.show_sentence(tr(why or self._session.document.view.hidden_reason or NO_RUN))
        elif bounds is None:
            self.panel.show_sentence(tr(EMPTY))
        else:
            self._plan(run, bounds)

    def _bounds(self) -> tuple[int, int, int] | None:
        item = self._window.review.annotation or self._window.review.proposal
        if item is None:
            return None
        return item.onset, (item.onset + item.offset) // 2 if item.apex is None else item.apex, item.offset

    def _plan(self, run: AnalysisRun, bounds: tuple[int, int, int]) -> None:
        assert self.panel is not None
        assert run.evidence is not None
        request = request_of(run, bounds)
        if request.token in self._known:
            self._show(self._known[request.token])
            return
        self._asked = request
        self.panel.show_sentence(tr(MEASURING))
        if self._running != request.token:
            self._timer.start()

    @Slot()
    def _ask(self) -> None:
        info = self._session.info
        if self._asked is not None and info is not None and self._process is not None:
            self._process.start(info.path, self._asked)
            self._running = self._asked.token

    @Slot(object)
    def _on_states(self, found: NetworkStates) -> None:
        if len(self._known) >= KEPT:
            self._known.clear()
        self._known[found.token] = found
        if self._asked is not None and self._asked.token == found.token:
            self._show(found)

    def _show(self, found: NetworkStates) -> None:
        run, bounds = self._session.document.view.run, self._bounds()
        if run is None or bounds is None or self.panel is None:
            return
        frames = run.curves.frames[found.start : found.start + len(found.velocity)]
        if len(frames) == len(found.velocity):
            self.panel.show_states(Shown(found, frames, bounds))
            self.panel.set_playhead(self._session.playback.frame)

    @Slot(object)
    def _on_finished(self, sentence: object) -> None:
        if isinstance(sentence, str) and self._asked is not None and self._asked.token == self._running:
            assert self.panel is not None
            self.panel.show_sentence(tr("The states are not known: {why}", why=told(sentence)))
        self._running = ""

    @Slot()
    def _on_run(self) -> None:
        self._known.clear()
        self._running = ""
        if self._process is not None:
            self._process.cancel()
        self.refresh()

    @Slot()
    def shutdown(self) -> None:
        """Join the thread and its process; may be called more than once."""
        self._timer.stop()
        if self._process is not None:
            self._process.shutdown()


def unavailable(run: AnalysisRun) -> str:
    """Why a run has no states to show, in English, for `tr`; empty where it has."""
    if run.model == "classical":
        return CLASSICAL
    if run.settings.get("context", "windows") != "windows":
        return WHOLE
    if run.curves.regions is not None:
        return NO_WINDOWS
    return "" if run.evidence is not None and len(run.evidence.starts) else NO_EVIDENCE


def request_of(run: AnalysisRun, bounds: tuple[int, int, int]) -> StatesRequest:
    """What the analysis process is asked for an item of a run with evidence."""
    assert run.evidence is not None
    first, apex, last = (
        min(int(one), len(run.curves.frames) - 1) for one in np.searchsorted(run.curves.frames, np.asarray(bounds))
    )
    token = f"{run.id}/{first}/{apex}/{last}"
    weights = str(run.settings.get("weights", run.model))
    return StatesRequest(token, weights, run.model_digest, run.evidence, first, apex, last)
