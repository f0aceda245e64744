"""The timeline's side of the window: whose marks it shows, what is compared, and the way from error to error."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt, QTimer, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from engine.errors import EngineError
from engine.evaluation import PROTOCOLS
from engine.types import AnalysisRun
from metst_gui.commands.book import CommandBook
from metst_gui.document.dataset import is_labels
from metst_gui.document.perspective import HIDDEN
from metst_gui.document.project import Layer
from metst_gui.document.run_against_labels import ERRORS, RUNS, Comparison, Finding, compare, marks_of
from metst_gui.language import mark, tr
from metst_gui.timeline.lane_book import OtherLayer
from metst_gui.timeline.rows import NO_MARKS

if TYPE_CHECKING:
    from metst_gui.window.main_window import MainWindow

# The comparison follows the last change of an edit or a dragged threshold at this distance.
_REFRESH_MS = 150
NO_OTHERS = mark("No other layer (Review, Annotators; File, Open dataset folder)")
NOTHING_COMPARED = mark("Nothing is compared on the timeline: Ctrl+L chooses what with what.")


class TimelineDesk(QObject):
    """Chooses the lanes of one window's timeline. While the annotator in use works blind there is nothing to choose.

    Attributes:
        protocol: counting rules of the comparison, one of `engine.evaluation.PROTOCOLS`.
    """

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._session = window.session
        self._document = window.session.document
        self._timeline = window.timeline
        self._shown: set[str] = set()
        self._pair: tuple[str, str] | None = None
        self._owner: tuple[str, str, bool] | None = None
        self._found: Comparison | None = None
        self._at: Finding | None = None
        self._told: AnalysisRun | None = None  # whose blinks and movements are shown
        self.protocol = PROTOCOLS[0]
        self._timer = QTimer(self, singleShot=True, interval=_REFRESH_MS)
        self._timer.timeout.connect(self._compare)
        for signal in (
            self._document.annotations_changed,
            self._document.proposals_changed,
            self._document.verdicts_changed,
            self._document.layer_changed,
            self._document.run_changed,
        ):
            signal.connect(self._on_changed)
        # Later: the timeline starts over with the video, whoever hears of it first.
        self._session.opened.connect(self._on_changed, Qt.ConnectionType.QueuedConnection)
        self._document.run_changed.connect(self._show_confounds)
        self._document.layer_changed.connect(self._show_confounds)
        self._session.opened.connect(self._show_confounds, Qt.ConnectionType.QueuedConnection)
        self._timeline.gutter.button.clicked.connect(self.show_menu)

    def bind(self, book: CommandBook) -> None:
        """Say what its commands do."""
        book.bind(
            {
                "lanes": self.show_menu,
                "confound_lanes": self.toggle_confounds,
                "next_error": partial(self.step, 1),
                "previous_error": partial(self.step, -1),
            },
            needs={"comparison": (self._can_compare, lambda: tr(NOTHING_COMPARED))},
        )

    # What is shown.

    @property
    def shown(self) -> tuple[Layer, ...]:
        """Layers that have a lane beside the own one; none while the annotator works blind."""
        self._settle()
        return tuple(one for one in self.others() if one.id in self._shown)

    @property
    def pair(self) -> tuple[str, str] | None:
        """What is compared (`RUNS` or id of a layer) and the layer it is compared with; None: nothing is."""
        self._settle()
        return None if self._document.view.blind else self._pair

    @property
    def comparison(self) -> Comparison | None:
        """The comparison shown, of the current video."""
        return self._found

    def others(self) -> tuple[Layer, ...]:
        """Layers the annotator in use may look at beside the own one."""
        own = self._document.layer
        return () if own.blind else tuple(one for one in self._document.annotators if one.id != own.id)

    def show_layer(self, id_: str, *, shown: bool) -> None:
        """Give a layer its lane, or take it away."""
        self._settle()
        (self._shown.add if shown else self._shown.discard)(id_)
        if self._pair is not None and not shown and id_ in self._pair:
            self._pair = None
        self._refresh()

    def set_comparison(self, pair: tuple[str, str] | None, protocol: str | None = None) -> None:
        """Compare `pair` (what, with which layer) on the timeline; None: nothing."""
        if self._document.view.blind:
            self._session.notifier.info(tr(HIDDEN))
            return
        self._settle()
        self.protocol = protocol or self.protocol
        self._pair, self._at = pair, None
        others = {one.id for one in self.others()}
        self._shown |= others.intersection(pair or ())
        self._refresh()

    def _settle(self) -> None:
        """Begin anew for another project or annotator: nobody finds open what somebody else looked at."""
        video = self._document.videos[0].id if self._document.videos else ""
        owner = (video, self._document.layer.id, self._document.view.blind)
        if owner != self._owner:
            self._owner, self._pair, self._at, self._found = owner, None, None, None
            self._shown = {one.id for one in self.others() if is_labels(one)}

    @Slot()
    def _on_changed(self) -> None:
        self._show_layers()
        if self.pair is None:
            self._compare()
        else:
            self._timer.start()

    def _refresh(self) -> None:
        self._show_layers()
        self._compare()

    def _show_layers(self) -> None:
        shown = [OtherLayer(layer_name(one), self._document.view.annotations_of(one.id)) for one in self.shown]
        self._timeline.set_others(shown)

    @Slot()
    def _compare(self) -> None:
        self._timer.stop()
        pair, video = self.pair, self._document.video
        self._found = None
        if pair is not None and video is not None:
            self._found = self._comparison(pair, {video.id})
        self._timeline.set_marks(NO_MARKS if self._found is None or video is None else marks_of(self._found, video.id))

    def _comparison(self, pair: tuple[str, str], videos: set[str] | None) -> Comparison | None:
        try:
            return compare(self._document, pair[1], protocol=self.protocol, predictions=pair[0], videos=videos)
        except (ValueError, EngineError) as error:
            self._session.notifier.error(str(error))
            return None

    # Blinks, head movement, restless spans.

    def toggle_confounds(self) -> None:
        """Show or hide the lanes of blinks, head movement and restless spans, in this and later sittings."""
        shown = not self._session.settings.value.confound_lanes
        self._session.settings.update(confound_lanes=shown)
        self._show_confounds()
        if shown and not self._timeline.confounds.lanes:
            self._session.notifier.info(tr("There is no finished analysis whose blinks and movements could be shown."))

    @Slot()
    def _show_confounds(self) -> None:
        run = self._document.view.run if self._session.settings.value.confound_lanes else None
        if run is None:
            self._told = None
            self._timeline.set_confounds({})
        elif self._told is not run:
            from engine.explain import confound_lanes

            self._told = run
            self._timeline.set_confounds(confound_lanes(run))

    # From error to error.

    def step(self, direction: int) -> None:
        """Go to the next (1) or previous (-1) error, in this video and then in the others."""
        if self._document.view.blind:
            self._session.notifier.info(tr(HIDDEN))
            return
        if self.pair is None and not self._compare_with_the_labels():
            self._session.notifier.info(tr(NOTHING_COMPARED))
            return
        if self._timer.isActive() or self._found is None:
            self._compare()
        found = self._next(direction)
        if found is None:
            self._session.notifier.info(
                tr("There is no further error.") if self._errors(self._found) else self._all_right()
            )
        else:
            self._go(*found)

    def _compare_with_the_labels(self) -> bool:
        """Compare the run with the only label file there is; False where that is not one."""
        labels = [one for one in self.others() if is_labels(one)]
        if len(labels) == 1:
            self.set_comparison((RUNS, labels[0].id))
        return len(labels) == 1

    def _can_compare(self) -> bool:
        """Whether something is compared, or there is one label file only to compare with."""
        return self.pair is not None or sum(is_labels(one) for one in self.others()) == 1

    def _all_right(self) -> str:
        if self._document.view.hidden_reason:
            return tr(self._document.view.hidden_reason)
        if self._found is not None and self._found.left_out:
            return tr("This video has no finished analysis to compare: Ctrl+R starts it.")
        if self._found is not None and self._found.n_open:
            return tr("No error in what is decided; {n} proposals are not yet decided.", n=self._found.n_open)
        return tr("No error: everything marked agrees with the labels.")

    @staticmethod
    def _errors(found: Comparison | None) -> list[Finding]:
        return [] if found is None else [one for one in found.findings if one.result in ERRORS]

    def _next(self, direction: int) -> tuple[Finding, int, int] | None:
        """The error to go to, its number and how many there are in its video."""
        here = self._errors(self._found)
        frame = self._session.playback.frame
        if self._at in here and self._at.onset == frame:
            number = here.index(self._at) + direction
        else:
            passed = sum(one.onset <= frame if direction > 0 else one.onset < frame for one in here)
            number = passed if direction > 0 else passed - 1
        if 0 <= number < len(here):
            return here[number], number, len(here)
        return self._next_elsewhere(direction)

    def _next_elsewhere(self, direction: int) -> tuple[Finding, int, int] | None:
        videos = [one.id for one in self._document.videos]
        now = self._document.video
        if self._pair is None or now is None or len(videos) < 2:
            return None
        at = videos.index(now.id)
        ahead = videos[at + 1 :] if direction > 0 else videos[:at][::-1]
        for id_ in ahead:
            errors = self._errors(self._comparison(self._pair, {id_}))
            if errors:
                number = 0 if direction > 0 else len(errors) - 1
                return errors[number], number, len(errors)
        return None

    def _go(self, found: Finding, number: int, count: int) -> None:
        self._at = found
        kind = self._kind(found)
        id_ = found.prediction or found.truth
        video = self._document.video
        if video is None or found.video != video.id:
            self._session.show_video(found.video, place=(found.onset, kind, id_ if kind else ""))
        elif kind:
            self._window.review.select(kind, id_)
            self._session.playback.seek(found.onset)
        else:
            self._window.review.deselect()
            self._session.playback.seek(found.onset)
        self._session.notifier.info(
            tr(
                "Error {number} of {count}: {result}, {what}.",
                number=number + 1,
                count=count,
                result=found.result,
                what=found.text,
            )
        )

    def _kind(self, found: Finding) -> str:
        """Kind of the item that can be selected, empty where it lies in another's layer."""
        assert self._pair is not None
        own = self._document.layer.id
        layer = self._pair[0] if found.prediction else self._pair[1]
        return "proposal" if found.prediction and layer == RUNS else "annotation" if layer == own else ""

    # The menu.

    @Slot()
    def show_menu(self) -> None:
        """Open the menu of lanes and comparisons beside the lanes."""
        menu = self.menu()
        button = self._timeline.gutter.button
        menu.popup(button.mapToGlobal(QPoint(0, button.height())))

    def menu(self) -> QMenu:
        """A new menu of what can be shown and compared now; it deletes itself."""
        menu = QMenu(self._window)
        menu.setObjectName("lanes_menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._add_layers(menu)
        shown = self._session.settings.value.confound_lanes
        words = tr("Blinks, head movement, restless spans")
        _checkable(menu, words, checked=shown).triggered.connect(self.toggle_confounds)
        self._add_pairs(menu)
        return menu

    def _add_layers(self, menu: QMenu) -> None:
        menu.addSection(tr("Lanes"))
        others = self.others()
        if not others:
            menu.addAction(tr(HIDDEN if self._document.view.blind else NO_OTHERS)).setEnabled(False)
        for number, layer in enumerate(others, start=1):
            action = _checkable(menu, f"&{number} {layer_name(layer)}", checked=layer.id in self._shown)
            action.toggled.connect(partial(self._on_layer, layer.id))

    def _on_layer(self, id_: str, shown: bool) -> None:
        self.show_layer(id_, shown=shown)

    def _add_pairs(self, menu: QMenu) -> None:
        if self._document.view.blind:
            return
        menu.addSection(tr("Hits and errors"))
        group = QActionGroup(menu)
        own, others = self._document.layer.id, self.others()
        choices: list[tuple[str, tuple[str, str] | None]] = [(tr("Compare nothing"), None)]
        choices += [(tr("The run with {layer}", layer=layer_name(one)), (RUNS, one.id)) for one in others]
        choices.append((tr("The run with my intervals"), (RUNS, own)))
        choices += [(tr("My intervals with {layer}", layer=layer_name(one)), (own, one.id)) for one in others]
        for text, pair in choices:
            action = _checkable(menu, text.replace("&", "&&"), checked=pair == self.pair)
            group.addAction(action)
            action.triggered.connect(lambda _checked=False, pair=pair: self.set_comparison(pair))
        rules = menu.addMenu(tr("Counting rules"))
        protocols = QActionGroup(rules)
        for name in PROTOCOLS:
            action = _checkable(rules, name, checked=name == self.protocol)
            protocols.addAction(action)
            action.triggered.connect(lambda _checked=False, name=name: self.set_comparison(self._pair, name))
        menu.addSeparator()
        menu.addActions([self._window.actions_by_id[name] for name in ("next_error", "previous_error", "evaluate")])


def layer_name(layer: Layer) -> str:
    """Name of a layer for people."""
    return layer.name or tr("Annotator {id}", id=layer.id)


def _checkable(menu: QMenu, text: str, *, checked: bool) -> QAction:
    action = menu.addAction(text)
    action.setCheckable(True)
    action.setChecked(checked)
    return action
