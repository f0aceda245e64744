"""The manual: its pages beside their contents, without a network."""

from PySide6.QtCore import Qt, QUrl, Slot
from PySide6.QtGui import QImage, QTextCursor, QTextDocument
from PySide6.QtWidgets import QDialog, QSplitter, QTextBrowser, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget
from typing_extensions import override

from engine.data import DOCS
from metst_gui.language import tr
from metst_gui.widgets.qt_guard import safe_override
from metst_gui.wording.handbook import PAGES, Topic, markdown, page_of, page_title, topics

_TOPIC = int(Qt.ItemDataRole.UserRole)
SIZE, SHARES = (980, 680), (260, 720)
# The glossary has its terms in a table, of which the contents need no list.
UNLISTED = ("glossary", "commands")
MARGIN = 16
# This one has a twin in dark colours.
DESK = "pictures/desk-light.png"
PICTURE_WIDTH = 660
HALF = 128


class PageView(QTextBrowser):
    """Shows one page, its pictures in the colours of the window."""

    @override
    @safe_override(default=None)
    def loadResource(self, kind: int, name: QUrl | str) -> object:
        path = name.toString() if isinstance(name, QUrl) else name
        if kind != QTextDocument.ResourceType.ImageResource.value or not path.startswith("pictures/"):
            return super().loadResource(kind, name)
        dark = path == DESK and self.palette().window().color().lightness() < HALF
        picture = QImage(str(DOCS / (path.replace("light", "dark") if dark else path)))
        if picture.width() <= PICTURE_WIDTH:
            return picture
        return picture.scaledToWidth(PICTURE_WIDTH, Qt.TransformationMode.SmoothTransformation)


class ManualWindow(QDialog):
    """Shows a page of the manual; the desk goes on working beside it.

    Args:
        parent: window it belongs to.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Manual"))
        self.setModal(False)
        self._page = ""
        self._items: list[QTreeWidgetItem] = []
        self.contents = QTreeWidget()
        self.contents.setHeaderHidden(True)
        self.contents.setAccessibleName(tr("Contents"))
        self.text = PageView()
        self.text.setAccessibleName(tr("Page of the manual"))
        self.text.setOpenLinks(False)
        self.text.anchorClicked.connect(self._on_link)
        self.text.document().setDocumentMargin(MARGIN)
        self._list()
        self.contents.currentItemChanged.connect(self._on_current)
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.addWidget(self.contents)
        halves.addWidget(self.text)
        halves.setSizes(SHARES)
        halves.setStretchFactor(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(halves)
        self.resize(*SIZE)

    @property
    def page(self) -> str:
        """The page shown, a key of `PAGES`."""
        return self._page

    def open_topic(self, topic: Topic) -> None:
        """Show a topic."""
        self._show_page(topic.page)
        place = self._heading(topic.title) if topic.page != "glossary" else self._term(topic.title)
        if place is not None:
            self.text.setTextCursor(place)
            # What is read stands at the top.
            self.text.verticalScrollBar().setValue(
                self.text.verticalScrollBar().value() + self.text.cursorRect(place).top() - MARGIN
            )
        self._mark(topic)

    def open_anchor(self, anchor: str) -> None:
        """Show what a panel calls by this name; the first page where there is none."""
        known = topics()
        self.open_topic(next((one for one in known if one.anchor == anchor), known[0]))

    def _show_page(self, page: str) -> None:
        if page != self._page:
            self._page = page
            self.text.document().setMarkdown(
                markdown(page), QTextDocument.MarkdownFeature(QTextDocument.MarkdownFeature.MarkdownDialectGitHub)
            )

    def _heading(self, title: str) -> QTextCursor | None:
        block = self.text.document().begin()
        while block.isValid():
            if block.blockFormat().headingLevel() and block.text() == title:
                return QTextCursor(block)
            block = block.next()
        return None

    def _term(self, title: str) -> QTextCursor | None:
        block = self.text.document().begin()
        while block.isValid():
            if block.text() == title:
                return QTextCursor(block)
            block = block.next()
        return None

    def _list(self) -> None:
        known = topics()
        for page in PAGES:
            top = QTreeWidgetItem([page_title(page)])
            headings = [one for one in known if one.page == page and page not in UNLISTED]
            top.setData(0, _TOPIC, headings[0] if headings else Topic(page, ""))
            self.contents.addTopLevelItem(top)
            self._items.append(top)
            for one in headings[1:]:
                item = QTreeWidgetItem([one.title])
                item.setData(0, _TOPIC, one)
                top.addChild(item)
                self._items.append(item)
            top.setExpanded(page == "manual")

    def _mark(self, topic: Topic) -> None:
        """Select the topic in the contents."""
        self.contents.blockSignals(True)
        for item in self._items:
            here: Topic = item.data(0, _TOPIC)
            if here == topic or (here.page == topic.page and topic.page in UNLISTED):
                self.contents.setCurrentItem(item)
        self.contents.blockSignals(False)

    @Slot(QUrl)
    def _on_link(self, link: QUrl) -> None:
        page = page_of(link.toString(), self._page)
        if page:
            self.open_topic(next(one for one in topics() if one.page == page))

    @Slot(QTreeWidgetItem)
    def _on_current(self, item: QTreeWidgetItem | None) -> None:
        if item is not None:
            self.open_topic(item.data(0, _TOPIC))
