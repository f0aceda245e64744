"""The toolbar: the commands of every review, with icon and word; the same actions as in the menus and on the keys."""

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolBar, QToolButton, QWidget
from typing_extensions import override

from metst_gui.language import mark, tr
from metst_gui.widgets.buttons import no_focus
from metst_gui.widgets.icons import SIDE, icon
from metst_gui.widgets.qt_guard import safe_override
from metst_gui.widgets.theme import Theme

# Id of the command and the word beside its icon (empty: the icon alone says it), in groups from the left.
LEFT: tuple[tuple[tuple[str, str], ...], ...] = (
    (("open_video", mark("Open")), ("analyse", mark("Analyse"))),
    (("undo", ""), ("redo", "")),
    (
        ("compare", mark("Compare")),
        ("why_panel", mark("Why")),
        ("contact_sheet", mark("Contact sheet")),
        ("blind_look", mark("Blind look")),
    ),
)
RIGHT: tuple[tuple[str, str], ...] = (("finalise", mark("Finalise")), ("export", mark("Export")))
# Where the name of the icon is not that of the command.
ICONS: Mapping[str, str] = {"open_video": "open", "why_panel": "why"}
# What the arrow beside a button offers.
MENUS: Mapping[str, tuple[str, ...]] = {
    "open_video": ("open_video", "open_folder", "open_project", "open_dataset", "open_demo"),
    "analyse": (
        "use_default",
        "use_talking",
        "use_classical",
        "choose_model",
        "model_panel",
        "next_face",
        "cancel_analysis",
    ),
}
# Words stand beside the icons from this width of the window on, in px.
WORDS_FROM = 1280


class CommandBar(QToolBar):
    """Shows some actions of a window.

    Args:
        actions: the actions of the window by id; they keep their state themselves.
        theme: whose colours the icons have at first.
    """

    def __init__(self, actions: Mapping[str, QAction], theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(tr("Toolbar"), parent)
        self.setObjectName("toolbar")
        self.setMovable(False)
        self.setFloatable(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.setIconSize(QSize(SIDE, SIDE))
        self._actions = actions
        self._worded: list[QToolButton] = []
        for number, group in enumerate(LEFT):
            if number:
                self.addSeparator()
            for id_, word in group:
                self._add(id_, word)
        space = QWidget()
        space.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.addWidget(space)
        for id_, word in RIGHT:
            self._add(id_, word)
        self.set_theme(theme)
        self._show_words(wide=True)

    def set_theme(self, theme: Theme) -> None:
        """Draw the icons in the colours of a theme."""
        for id_, _word in (*(one for group in LEFT for one in group), *RIGHT):
            self._actions[id_].setIcon(icon(ICONS.get(id_, id_), theme))

    @override
    @safe_override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_words(wide=event.size().width() >= WORDS_FROM)

    def _show_words(self, *, wide: bool) -> None:
        style = Qt.ToolButtonStyle
        for button in self._worded:
            button.setToolButtonStyle(style.ToolButtonTextBesideIcon if wide else style.ToolButtonIconOnly)

    def _add(self, id_: str, word: str) -> None:
        action = self._actions[id_]
        # Menus keep their words and stay without icons.
        action.setIconVisibleInMenu(False)
        button = no_focus(QToolButton())
        button.setDefaultAction(action)
        self.addWidget(button)
        button.setAccessibleName(tr(word) if word else action.text())
        if word:
            # The style sets no space between icon and word.
            action.setIconText(f" {tr(word)}")
            self._worded.append(button)
        if id_ in MENUS:
            menu = QMenu(button)
            menu.setToolTipsVisible(True)
            for one in MENUS[id_]:
                menu.addAction(self._actions[one])
            button.setMenu(menu)
            button.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
