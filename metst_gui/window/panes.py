"""The panes of the desk: pictures over their keys and the timeline, card over queue; how they are sized, and kept."""

from PySide6.QtCore import QByteArray, QSettings, Qt
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

# Sizes at first, in px; what there is more or less of goes to the stretchable ones.
FIRST = {"side": (350, 400), "left": (500, 300), "whole": (960, 340)}
STRETCH = {"side": (0, 1), "left": (3, 2), "whole": (1, 0)}
SPACE = 2
# As Qt has it: no limit.
QWIDGETSIZE_MAX = 16_777_215


class Panes(QWidget):
    """Lays out the widgets of the desk in splitters whose sizes are kept from session to session.

    Args:
        pictures: video, face and why, from the left; the first two share what room there is.
        transport: the keys of the player, below the pictures.
        timeline: below those.
        side: card and queue.
        parent: what holds the panes.
    """

    def __init__(
        self,
        pictures: tuple[QWidget, QWidget, QWidget],
        transport: QWidget,
        timeline: QWidget,
        side: tuple[QWidget, QWidget],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        # From the outside inwards: Qt styles all that a widget holds once more whenever it gets another parent.
        whole, left, right = (QSplitter(way) for way in (Qt.Orientation.Horizontal, *[Qt.Orientation.Vertical] * 2))
        self._splitters = {"side": right, "left": left, "whole": whole}
        self._upper = upper = QWidget()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(whole)
        for name, widgets in {"whole": (left, right), "left": (upper, timeline), "side": side}.items():
            splitter = self._splitters[name]
            for widget in widgets:
                splitter.addWidget(widget)
            splitter.setChildrenCollapsible(False)
            for place, stretch in enumerate(STRETCH[name]):
                splitter.setStretchFactor(place, stretch)
        self._column = QVBoxLayout(upper)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.pictures, self._pictures = QWidget(), pictures
        self._column.addWidget(self.pictures, 1)
        self._column.addWidget(transport)
        row = QHBoxLayout(self.pictures)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE)
        for widget, stretch in zip(pictures, (1, 1, 0), strict=True):
            row.addWidget(widget, stretch)
        self._left = QByteArray()
        self.reset()

    @property
    def has_room_for_pictures(self) -> bool:
        """Whether all pictures would fit side by side without a wider window."""
        whole = self._splitters["whole"]
        if not whole.isVisible():
            return True
        side = self._splitters["side"]
        needed = sum(max(one.minimumWidth(), one.minimumSizeHint().width()) for one in self._pictures)
        return (
            needed + SPACE * (len(self._pictures) - 1)
            <= whole.width() - side.minimumSizeHint().width() - whole.handleWidth()
        )

    def reset(self) -> None:
        """Size the panes as at first."""
        for name, splitter in self._splitters.items():
            splitter.setSizes(FIRST[name])

    def take_pictures(self) -> QWidget:
        """Give the pictures away; the timeline gets their room."""
        self._left = self._splitters["left"].saveState()
        self._column.removeWidget(self.pictures)
        self.pictures.setParent(None)
        self._upper.setMaximumHeight(self._upper.minimumSizeHint().height())
        return self.pictures

    def put_back(self) -> None:
        """Have the pictures again, with the room they had."""
        self._upper.setMaximumHeight(QWIDGETSIZE_MAX)
        self._column.insertWidget(0, self.pictures, 1)
        self.pictures.show()
        self._splitters["left"].restoreState(self._left)
        self._left = QByteArray()

    def save(self, settings: QSettings) -> None:
        """Keep the sizes."""
        for name, splitter in self._splitters.items():
            # Without its pictures the column has sizes that nobody chose.
            kept = self._left if name == "left" and not self._left.isEmpty() else splitter.saveState()
            settings.setValue(f"window/panes/{name}", kept)

    def restore(self, settings: QSettings) -> None:
        """Size the panes as they were last time; what cannot be read is left as it is."""
        for name, splitter in self._splitters.items():
            kept = settings.value(f"window/panes/{name}")
            if isinstance(kept, QByteArray):
                splitter.restoreState(kept)
