"""The list of movements like one: faces at onset and apex, where, what moved, how alike."""

from PySide6.QtCore import QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QIcon, QImage, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QDialog, QLabel, QListWidget, QListWidgetItem, QStackedWidget, QVBoxLayout, QWidget

from engine.explain.project_movements import AlikeMovement
from metst_gui.language import tr
from metst_gui.widgets.empty_place import EmptyPlace

# px of one face, and between two.
FACE, GAP = 72, 4
KEY_ROLE = int(Qt.ItemDataRole.UserRole)


class SimilarDialog(QDialog):
    """Shows what it is told; it reads no document.

    Signals:
        chosen: a movement is to be shown in its video. arg: AlikeMovement.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("More like this"))
        self.asked, self.method = QLabel(), QLabel()
        self.list, self._nothing = QListWidget(), EmptyPlace()
        self._rows: dict[str, tuple[AlikeMovement, QListWidgetItem]] = {}
        self.list.setAccessibleName(tr("Movements like this one"))
        self.list.setIconSize(QSize(2 * FACE + GAP, FACE))
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.list.itemActivated.connect(self._on_chosen)
        self.list.itemClicked.connect(self._on_chosen)
        font = self.asked.font()
        font.setBold(True)
        self.asked.setFont(font)
        self.method.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        for label in (self.asked, self.method):
            label.setWordWrap(True)
        self._middle = QStackedWidget()
        self._middle.addWidget(self.list)
        self._middle.addWidget(self._nothing)
        column = QVBoxLayout(self)
        column.setSpacing(8)
        column.addWidget(self.asked)
        column.addWidget(self._middle, 1)
        column.addWidget(self.method)
        self.resize(460, 620)

    def show_nothing(self, title: str, text: str = "") -> None:
        """Say why there is no list."""
        self._rows = {}
        self.list.clear()
        self.asked.clear()
        self.method.clear()
        self._nothing.show_choices(title, text)
        self._middle.setCurrentIndex(1)

    def show_movements(self, asked: str, method: str, rows: list[tuple[AlikeMovement, str, str]]) -> None:
        """Show a list.

        Args:
            asked: what the movements are like.
            method: what they were compared with, and how.
            rows: movement, its place and what moved, in words.
        """
        self.asked.setText(asked)
        self.method.setText(method)
        self._rows = {}
        self.list.clear()
        for one, place, words in rows:
            item = QListWidgetItem(QIcon(_faces(())), f"{place}\n{words}")
            item.setData(KEY_ROLE, one.movement.key)
            item.setToolTip(tr("{place}: a click shows it in its video", place=place))
            self.list.addItem(item)
            self._rows[one.movement.key] = one, item
        self._middle.setCurrentIndex(0)

    def show_faces(self, key: str, pictures: tuple[QImage, ...]) -> None:
        """Show the faces of a row, at its onset and at its apex."""
        if key in self._rows:
            self._rows[key][1].setIcon(QIcon(_faces(pictures)))

    @Slot(QListWidgetItem)
    def _on_chosen(self, item: QListWidgetItem) -> None:
        found = self._rows.get(str(item.data(KEY_ROLE)))
        if found is not None:
            self.chosen.emit(found[0])


def _faces(pictures: tuple[QImage, ...]) -> QPixmap:
    """Two faces side by side; grey where there is none."""
    whole = QPixmap(2 * FACE + GAP, FACE)
    whole.fill(Qt.GlobalColor.transparent)
    with QPainter(whole) as painter:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for number in range(2):
            place = QRect(number * (FACE + GAP), 0, FACE, FACE)
            if number < len(pictures):
                painter.drawImage(place, pictures[number])
            else:
                painter.fillRect(place, QColor(128, 128, 128, 60))
    return whole
