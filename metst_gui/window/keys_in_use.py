"""The keys of the commands, the reviewer's own among them."""

from metst_gui.card.card_panel import CardPanel
from metst_gui.commands.book import CommandBook
from metst_gui.commands.keys import Overrides, apply_keys, first_keys, with_overrides
from metst_gui.picture.transport import Transport


class KeysInUse:
    """Gives the commands their keys, and names them where buttons stand for commands.

    Attributes:
        specs: the table with the keys that are in use.
    """

    def __init__(self, book: CommandBook, overrides: Overrides, card: CardPanel, transport: Transport) -> None:
        self._book = book
        self._card = card
        self._transport = transport
        self.use(overrides)

    def use(self, overrides: Overrides) -> None:
        """Give the actions the reviewer's own keys, which must not conflict."""
        self.specs = with_overrides(overrides)
        apply_keys(self._book.actions, self.specs)
        keys = first_keys(self.specs)
        self._card.set_keys(keys)
        self._transport.set_keys(keys)
