"""The menus of a window, from the table of commands."""

from collections.abc import Sequence

from PySide6.QtWidgets import QMenu, QMenuBar

from metst_gui.commands.book import CommandBook
from metst_gui.commands.table import ACTIONS, GROUPS, MENUS, ActionSpec
from metst_gui.language import tr

# Fusion draws the line between groups black, which a dark menu swallows.
LINE = "QMenu::separator { height: 1px; background: palette(mid); margin: 2px 8px; }"


def build_menus(bar: QMenuBar, book: CommandBook, *, table: Sequence[ActionSpec] = ACTIONS) -> None:
    """Put the actions of a book into the menus of a window.

    Args:
        bar: the menu bar, still empty.
        book: whose actions.
        table: the rows of the book.
    """
    menus: dict[str, QMenu] = {}
    for name in MENUS:
        if any(spec.menu.partition("/")[0] == name for spec in table):
            menus[name] = bar.addMenu(menu_title(name))
            _finish(menus[name])
            # Not everything that is on tells when it changes, such as a panel that was closed.
            menus[name].aboutToShow.connect(book.refresh)
    for spec in table:
        if spec.id in GROUPS:
            menus[spec.menu.partition("/")[0]].addSeparator()
        _menu(menus, spec.menu).addAction(book.actions[spec.id])


def menu_title(name: str) -> str:
    """Title of one of `MENUS` with its mnemonic: Alt and the first letter of the English name open it."""
    title, letter = tr(name), name[0]
    return f"&{title}" if title.startswith(letter) else f"{title}(&{letter})"


def _menu(menus: dict[str, QMenu], path: str) -> QMenu:
    if path not in menus:
        parent, _, name = path.partition("/")
        menus[path] = _menu(menus, parent).addMenu(tr(name))
        _finish(menus[path])
    return menus[path]


def _finish(menu: QMenu) -> None:
    menu.setToolTipsVisible(True)
    menu.setStyleSheet(LINE)
