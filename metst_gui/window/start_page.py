"""What the window shows before a video is open: where to begin, what was open lately, and what METST is and is not."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QDateTime, QLocale, QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from engine.content import stem_without_digest
from engine.journal.tables import is_analysed
from metst_gui.desk.project_files import PROJECT_SUFFIX
from metst_gui.language import mark, plural, tr
from metst_gui.recent_files import RecentFile
from metst_gui.widgets.buttons import no_focus
from metst_gui.widgets.icons import icon, pixmap
from metst_gui.widgets.look import make
from metst_gui.widgets.theme import Theme

TITLE = mark("Review micro-expressions, frame by frame")
# Icon, heading and one sentence of what is done one after the other.
STEPS: tuple[tuple[str, str, str], ...] = (
    ("analyse", mark("Analyse"), mark("A model looks at every frame and proposes short movements of the face.")),
    ("finalise", mark("Decide"), mark("You accept, change or reject each proposal. Most are wrong: that is expected.")),
    ("export", mark("Export"), mark("Your decisions go into label files and a report, each value with its origin.")),
)
HONEST = mark(
    "METST finds candidates for a trained person to judge. It is not a lie detector and says nothing about what "
    "somebody thinks or intends."
)
WIDTH = 860
PATH_ROLE = Qt.ItemDataRole.UserRole


class StartPage(QWidget):
    """The page; a file dropped on it opens as on the rest of the window.

    Signals:
        open_requested, project_requested, folder_requested, demo_requested: the button of that name.
        recent_chosen: arg: path (str) of a file that was open lately.
        forget_requested: the list of recent files is to be emptied.
    """

    open_requested = Signal()
    project_requested = Signal()
    folder_requested = Signal()
    demo_requested = Signal()
    recent_chosen = Signal(str)
    forget_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Start page"))
        self._pictures: dict[str, QLabel] = {}
        self._buttons: dict[str, QPushButton] = {}
        self.recent = QListWidget()
        self.recent.setAccessibleName(tr("Recent files"))
        self.recent.setFrameShape(QListWidget.Shape.NoFrame)
        self.recent.itemActivated.connect(self._on_item)
        self.recent.itemClicked.connect(self._on_item)
        self._none = QLabel(
            tr("What you open is listed here the next time. A file can also be dropped on this window.")
        )
        self._none.setWordWrap(True)
        self._clear = make(no_focus(QPushButton(tr("Empty this list"))), "link")
        self._clear.clicked.connect(self.forget_requested)
        self._lay_out()
        self.set_theme(theme)
        self.set_recent(())

    def set_recent(self, files: Sequence[RecentFile]) -> None:
        """List these files, newest first; one that is gone is listed as such and cannot be chosen."""
        self.recent.clear()
        for one in files:
            item = QListWidgetItem(f"{recent_name(one)}\n{recent_words(one)}")
            item.setData(PATH_ROLE, str(one.path))
            item.setToolTip(str(one.path))
            if not one.path.exists():
                item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.recent.addItem(item)
        self.recent.setVisible(bool(files))
        self._clear.setVisible(bool(files))
        self._none.setVisible(not files)

    def set_theme(self, theme: Theme) -> None:
        """Draw pictures and icons in the colours of a theme."""
        for name, label in self._pictures.items():
            label.setPixmap(pixmap(name, theme.accent, 32, self.devicePixelRatioF()))
        for name, button in self._buttons.items():
            button.setIcon(icon(name, theme, ink=theme.accent_text if name == "open" else None))

    def _lay_out(self) -> None:
        title, honest = QLabel(tr(TITLE)), QLabel(tr(HONEST))
        font = title.font()
        font.setPointSizeF(font.pointSizeF() * 1.7)
        font.setBold(True)
        title.setFont(font)
        honest.setWordWrap(True)
        column = QVBoxLayout()
        column.setSpacing(16)
        column.addWidget(title)
        column.addLayout(self._button_row())
        column.addLayout(self._step_row())
        column.addWidget(honest)
        head = QHBoxLayout()
        words = QLabel(tr("Recent"))
        bold = words.font()
        bold.setBold(True)
        words.setFont(bold)
        head.addWidget(words)
        head.addStretch(1)
        head.addWidget(self._clear)
        column.addLayout(head)
        column.addWidget(self._none)
        column.addWidget(self.recent, 100)
        column.addStretch(1)  # without a list all of the room, with one hardly any
        inner = QWidget()
        inner.setLayout(column)
        inner.setMaximumWidth(WIDTH)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(32, 32, 32, 24)
        whole.addStretch(1)
        whole.addWidget(inner, 10)
        whole.addStretch(1)

    def _button_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        for name, text, signal in (
            ("open", tr("Open video…"), self.open_requested),
            ("film", tr("Open project…"), self.project_requested),
            ("add_folder", tr("Open dataset folder…"), self.folder_requested),
            ("demo", tr("Open demo clip"), self.demo_requested),
        ):
            button = self._buttons[name] = QPushButton(text)
            button.setMinimumHeight(36)
            button.setIconSize(QSize(18, 18))
            button.clicked.connect(signal)
            row.addWidget(button)
        make(self._buttons["open"], "primary")
        row.addStretch(1)
        return row

    def _step_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(24)
        for name, heading, sentence in STEPS:
            picture, head, words = QLabel(), QLabel(tr(heading)), QLabel(tr(sentence))
            bold = head.font()
            bold.setBold(True)
            head.setFont(bold)
            words.setWordWrap(True)
            words.setAlignment(Qt.AlignmentFlag.AlignTop)
            self._pictures[name] = picture
            column = QVBoxLayout()
            column.setSpacing(4)
            for one in (picture, head, words):
                column.addWidget(one)
            column.addStretch(1)  # the heads stand in one line, whatever is below them
            row.addLayout(column, 1)
        return row

    def _on_item(self, item: QListWidgetItem) -> None:
        self.recent_chosen.emit(str(item.data(PATH_ROLE)))


def recent_name(one: RecentFile) -> str:
    """First line of a recent file: its name; of a project that nobody has named, the video's."""
    return one.path.name if _is_named(one) else one.video or stem_without_digest(one.path.stem)


def recent_words(one: RecentFile) -> str:
    """Second line of a recent file: its folder, how far it is, and when it was open."""
    if _is_named(one):
        parts = [one.video] if one.video and one.video != one.path.name else []
        parts.append(_folder(one.path))
    else:
        parts = [tr("project kept by METST")]
    if not one.path.exists():
        parts.append(tr("not there now"))
    elif one.proposals is None or one.decided is None:
        parts += _stored(one.path)
    elif not one.proposals:
        parts.append(tr("no proposals"))
    else:
        left = one.proposals - one.decided
        parts.append(plural(left, "{n} open proposal", "{n} open proposals") if left else tr("all proposals decided"))
    try:
        at = QDateTime.fromSecsSinceEpoch(int(datetime.fromisoformat(one.at).timestamp()))
        parts.append(QLocale().toString(at, QLocale.FormatType.ShortFormat))
    except (ValueError, OverflowError, OSError):
        pass  # a list of another version
    return " · ".join(parts)


def _stored(path: Path) -> list[str]:
    """What a project says of an analysis where nobody noted it: the window was killed, or its marks were hidden."""
    analysed = is_analysed(path) if path.suffix == PROJECT_SUFFIX else False
    return [] if analysed is None else [tr("analysed") if analysed else tr("not analysed")]


def _is_named(one: RecentFile) -> bool:
    """Whether its name was given by a person: the digits of one that was not tell them nothing."""
    return one.path.suffix != PROJECT_SUFFIX or stem_without_digest(one.path.stem) == one.path.stem


def _folder(path: Path) -> str:
    """The folder a file lies in, its home as ``~``."""
    try:
        return str(Path("~") / path.parent.relative_to(Path.home()))
    except (ValueError, RuntimeError):
        return str(path.parent)
