"""Which colours the user chose."""

from PySide6.QtCore import QObject, Signal

from metst_gui.settings import SettingsStore

THEMES = ("system", "light", "dark")


class ThemeChoice(QObject):
    """Light, dark, or as the desktop has it, in this and later sittings.

    Signals:
        changed: another one was chosen.
    """

    changed = Signal()

    def __init__(self, settings: SettingsStore, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings

    @property
    def name(self) -> str:
        """One of `THEMES`."""
        return self._settings.value.theme

    def choose(self, name: str) -> None:
        """Use a theme of `THEMES` from now on."""
        self._settings.update(theme=name)
        self.changed.emit()
