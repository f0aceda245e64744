"""Which of the curves brought in have a row on the timeline, and what they are called."""

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QMenu

from engine.foreign.mapping import action_unit
from engine.foreign.placing import PlacedCurve
from metst_gui.desk.desk import Desk
from metst_gui.document.brought import BroughtFile
from metst_gui.document.changes import Changes
from metst_gui.language import tr
from metst_gui.timeline.curve_strip import MOST_ROWS, CurveRow
from metst_gui.timeline.second_run import SecondCurve
from metst_gui.timeline.timeline_view import TimelineView
from metst_gui.wording.facs_units import UNITS

_UNIT_NAMES = {unit.code: unit.name for unit in UNITS}


class CurveLanes(QObject):
    """Shows the curves brought in for the open video.

    Attributes:
        hidden: file and curve of those that were switched off in this sitting.
        second: the run shown beside the current one.
    """

    def __init__(self, desk: Desk, timeline: TimelineView) -> None:
        super().__init__(timeline)
        self._desk = desk
        self._timeline = timeline
        self.hidden: set[tuple[str, str]] = set()
        self.second = SecondCurve(desk, timeline, self.show)
        desk.session.opened.connect(self.show)
        desk.document.changed.connect(self._on_document)

    @Slot(object)
    def _on_document(self, changes: Changes) -> None:
        if changes.curves or changes.layer:
            self.show()

    @Slot()
    def show(self) -> None:
        """Show what is chosen."""
        self._timeline.brought.set_rows(
            [
                *self.second.row,
                *(
                    CurveRow(_named(curve), _about(brought, curve.name, curve.unit), curve)
                    # The latest first: what was just brought in is seen, however many rows there were.
                    for brought in reversed(self._desk.document.brought.files)
                    for curve in brought.curves
                    if (brought.id, curve.name) not in self.hidden
                ),
            ]
        )

    def add_to(self, menu: QMenu) -> None:
        """Add to a menu: each curve to show or hide, and each file to take away."""
        files = self._desk.document.brought.files
        if not files:
            return
        menu.addSection(tr("Curves brought in ({n} rows at most)", n=MOST_ROWS))
        for brought in files:
            inner = menu.addMenu(brought.file.replace("&", "&&"))
            for curve in brought.curves:
                action = inner.addAction(curve_name(curve.name).replace("&", "&&"))
                action.setCheckable(True)
                action.setChecked((brought.id, curve.name) not in self.hidden)
                action.toggled.connect(lambda on, key=(brought.id, curve.name): self._toggle(key, on=on))
            inner.addSeparator()
            inner.addAction(tr("Hide all")).triggered.connect(lambda _=False, one=brought: self._hide_all(one))
            inner.addAction(tr("Take away")).triggered.connect(lambda _=False, one=brought: self._remove(one))

    def _toggle(self, key: tuple[str, str], *, on: bool) -> None:
        (self.hidden.discard if on else self.hidden.add)(key)
        self.show()

    def _hide_all(self, brought: BroughtFile) -> None:
        self.hidden |= {(brought.id, curve.name) for curve in brought.curves}
        self.show()

    def _remove(self, brought: BroughtFile) -> None:
        self._desk.attempt(lambda: self._desk.document.brought.remove(brought.id))


def _named(curve: PlacedCurve) -> str:
    name = curve_name(curve.name)
    return tr("{name} ({unit})", name=name, unit=curve.unit) if curve.unit else name


def curve_name(column: str) -> str:
    """Name of a curve for people: of an action unit its number and name."""
    unit = action_unit(column)
    if unit is None or unit not in _UNIT_NAMES:
        return column
    return tr("AU {code} {name}", code=unit, name=tr(_UNIT_NAMES[unit]))


def _about(brought: BroughtFile, column: str, unit: str) -> str:
    what = f"{column} ({unit})" if unit else column
    if brought.origin != "file":
        return tr("{what}, measured by {name}", what=what, name=brought.file)
    digest = brought.digest[:12]
    return tr("{what}, from the file “{name}”, sha256 {digest}…", what=what, name=brought.file, digest=digest)
