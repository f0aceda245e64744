"""The one place where a refused edit is told."""

from collections.abc import Callable

from metst_gui.document.file.errors import EditRefusedError
from metst_gui.notify import Notifier


def attempt(act: Callable[[], object], notifier: Notifier) -> bool:
    """Make an edit; where it cannot be stored, or must not be made, say why.

    Args:
        act: the edit; what it raises is told, not passed on, where it is a refusal.
        notifier: who tells the user.

    Returns:
        Whether it was made; where it was not, nothing has changed.
    """
    try:
        act()
    except EditRefusedError as error:
        notifier.error(str(error))
        return False
    except ValueError as error:
        notifier.warning(str(error))
        return False
    return True
