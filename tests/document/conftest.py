"""Every connection to a project is closed where it was opened, on every Python, not by the garbage collector."""

import sqlite3
import traceback
from collections.abc import Iterator
from typing import ClassVar

import pytest


class Watched(sqlite3.Connection):
    """A connection that knows who opened it, and whether it was closed."""

    opened: ClassVar["list[Watched]"] = []

    def __init__(self, *arguments: object, **named: object) -> None:
        super().__init__(*arguments, **named)
        self.is_closed = False
        self.opener = "".join(traceback.format_stack(limit=8)[:-2])
        self.opened.append(self)

    def close(self) -> None:
        super().close()
        self.is_closed = True


@pytest.fixture(autouse=True)
def _no_connection_is_left(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    connect = sqlite3.connect
    monkeypatch.setattr(Watched, "opened", [])
    monkeypatch.setattr(sqlite3, "connect", lambda *found, **named: connect(*found, factory=Watched, **named))
    yield
    left = [one.opener for one in Watched.opened if not one.is_closed]
    for one in Watched.opened:
        one.close()
    assert left == [], "a connection was left open:\n" + "\n".join(left)
