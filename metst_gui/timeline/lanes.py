"""The timeline's side of the window: whose marks it shows, what is compared, and the way from error to error."""

from functools import partial

from PySide6.QtCore import QObject, QPoint, Qt, QTimer, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from engine.errors import EngineError
from metst_gui.commands.book import CommandBook
from metst_gui.desk.desk import Desk
from metst_gui.document.changes import Changes
from metst_gui.document.hits_and_errors import RUNS, Comparison, marks_of
from metst_gui.document.perspective import HIDDEN
from metst_gui.document.project import Layer, is_labels
from metst_gui.language import mark, tr
from metst_gui.timeline.curve_lanes import CurveLanes
from metst_gui.timeline.lane_book import OtherLayer
from metst_gui.timeline.plugin_lanes import PluginLanes
from metst_gui.timeline.rows import NO_MARKS
from metst_gui.timeline.timeline_view import TimelineView

# The comparison follows the last change of an edit or a dragged threshold at this distance.
_REFRESH_MS = 150
NO_OTHERS = mark("No other layer (Review, Annotators; File, Open dataset folder)")


class Lanes(QObject):
    """Chooses the lanes of the timeline. While the annotator in use works blind there is nothing to choose."""

    def __init__(self, desk: Desk, book: CommandBook, timeline: TimelineView) -> None:
        super().__init__(timeline)
        self._desk = desk
        self._book = book
        self._document = desk.document
        self._timeline = timeline
        self._shown: set[str] = set()
        self._pair: tuple[str, str] | None = None
        self._owner: tuple[str, str, bool] | None = None
        self._found: Comparison | None = None
        self._protocol = ""
        self._curves = CurveLanes(desk, timeline)
        self.second = self._curves.second
        self._plugins = PluginLanes(desk, self)
        self._timer = QTimer(self, singleShot=True)
        self._timer.setInterval(_REFRESH_MS)
        self._timer.timeout.connect(self._compare)
        self._document.changed.connect(self._on_document)
        desk.session.opened.connect(self._on_changed)
        book.bind({"lanes": self.show_menu})
        self._timeline.gutter.button.clicked.connect(self.show_menu)

    # What is shown.

    @property
    def protocol(self) -> str:
        """Counting rules of the comparison, one of `engine.evaluation.PROTOCOLS`."""
        from engine.evaluation import PROTOCOLS

        return self._protocol or PROTOCOLS[0]

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
            self._desk.say(tr(HIDDEN))
            return
        self._settle()
        self._protocol = protocol or self._protocol
        self._pair = pair
        others = {one.id for one in self.others()}
        self._shown |= others.intersection(pair or ())
        self._refresh()

    def _settle(self) -> None:
        """Begin anew for another project or annotator: nobody finds open what somebody else looked at."""
        video = self._document.videos[0].id if self._document.videos else ""
        owner = (video, self._document.layer.id, self._document.view.blind)
        if owner != self._owner:
            self._owner, self._pair, self._found = owner, None, None
            self._shown = {one.id for one in self.others() if is_labels(one)}

    @Slot(object)
    def _on_document(self, changes: Changes) -> None:
        if changes.items or changes.run or changes.layer:
            self._on_changed()

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
            self._found = self.compared(pair, {video.id})
        self._timeline.set_marks(NO_MARKS if self._found is None or video is None else marks_of(self._found, video.id))

    def up_to_date(self) -> Comparison | None:
        """The comparison of the current video, with the latest edit."""
        if self._timer.isActive() or self._found is None:
            self._compare()
        return self._found

    def compared(self, pair: tuple[str, str], videos: set[str] | None) -> Comparison | None:
        """What comparing a pair in some videos finds, None for all of them; None, with a sentence, where it fails."""
        from metst_gui.document.run_against_labels import compare_with_truth

        try:
            return compare_with_truth(
                self._document, pair[1], protocol=self.protocol, predictions=pair[0], videos=videos
            )
        except (ValueError, EngineError) as error:
            self._desk.notifier.error(str(error))
            return None

    # The menu.

    @Slot()
    def show_menu(self) -> None:
        """Open the menu of lanes and comparisons beside the lanes."""
        menu = self.menu()
        button = self._timeline.gutter.button
        menu.popup(button.mapToGlobal(QPoint(0, button.height())))

    def menu(self) -> QMenu:
        """A new menu of what can be shown and compared now; it deletes itself."""
        menu = QMenu(self._timeline)
        menu.setObjectName("lanes_menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._add_layers(menu)
        shown = self._desk.settings.value.confound_lanes
        words = tr("Blinks, head movement, stretches with too much motion")
        _checkable(menu, words, checked=shown).triggered.connect(self._book.actions["confound_lanes"].trigger)
        self.second.add_to(menu)
        self._curves.add_to(menu)
        self._plugins.add_to(menu)
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
        from engine.evaluation import PROTOCOLS

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
        menu.addActions([self._book.actions[name] for name in ("next_error", "previous_error", "evaluate")])


def layer_name(layer: Layer) -> str:
    """Name of a layer for people."""
    return layer.name or tr("Annotator {id}", id=layer.id)


def _checkable(menu: QMenu, text: str, *, checked: bool) -> QAction:
    action = menu.addAction(text)
    action.setCheckable(True)
    action.setChecked(checked)
    return action
