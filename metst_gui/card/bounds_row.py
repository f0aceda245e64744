"""Onset, apex and offset of the card, side by side."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from engine.planted import BoundErrors
from engine.types import Float64
from metst_gui.card.bound_tile import BoundTile
from metst_gui.card.card_parts import in_brackets, time_of
from metst_gui.document.annotation import Annotation
from metst_gui.language import tr
from metst_gui.wording.kind_text import PROPOSED
from metst_gui.wording.measured import band_tip, band_word
from metst_gui.wording.origin_text import origin_tip, origin_word

HANDLES = ("onset", "apex", "offset")


class BoundsRow(QWidget):
    """Three tiles; the checked one is the handle that the keys move.

    Signals:
        chosen: arg: ``"onset"``, ``"apex"`` or ``"offset"``.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys: Mapping[str, str] = {}
        self.tiles: dict[str, BoundTile] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for name in HANDLES:
            tile = self.tiles[name] = BoundTile(name)
            tile.clicked.connect(lambda _checked=False, name=name: self._on_clicked(name))
            row.addWidget(tile, 1)

    def set_keys(self, keys: Mapping[str, str]) -> None:
        """Name the key of each tile: id of an action -> its first key."""
        self._keys = keys
        for name, tile in self.tiles.items():
            tile.set_key(keys[f"goto_{name}"])

    def set_handle(self, handle: str) -> None:
        """Mark the active handle."""
        for name, tile in self.tiles.items():
            tile.setChecked(name == handle)

    def show_bounds(
        self, shape: Annotation, *, fps: float, times: Float64 | None, errors: BoundErrors | None = None
    ) -> None:
        """Show the bounds of an annotation.

        Args:
            shape: whose.
            fps: mean frame rate in Hz.
            times: float64 [n_frames], seconds; None: frame index / fps.
            errors: how far proposed bounds were off in this footage; None: that was not measured.
        """
        for name, tile in self.tiles.items():
            frame: int | None = getattr(shape, name)
            goes = tr("Go to the {name} and make it the active bound", name=tr(name))
            goes += in_brackets(self._keys.get(f"goto_{name}", ""))
            if shape.point and name != "apex":
                tile.show_value("–", "", "")
                tile.setToolTip("\n".join((tr("A point label: the {name} is not known.", name=tr(name)), goes)))
                continue
            if frame is None:
                tile.show_value(tr("not marked"), "", "")
                tile.setToolTip(goes)
                continue
            origin = shape.origins.of(name)
            band = None if errors is None or origin.kind not in PROPOSED else errors.band(name)
            tile.show_value(time_of(frame, fps, times), str(frame), origin_word(origin), band_word(band))
            numbers = tr("Frame {frame}, {one} counted from 1.", frame=frame, one=frame + 1)
            sure = "" if band is None or errors is None else band_tip(name, band, len(errors))
            tile.setToolTip("\n".join(line for line in (numbers, origin_tip(origin), sure, goes) if line))

    def forget(self) -> None:
        """Keep nothing of what was shown."""
        for tile in self.tiles.values():
            tile.show_value("", "", "")
            tile.setToolTip("")

    def _on_clicked(self, name: str) -> None:
        self.set_handle(name)
        self.chosen.emit(name)
