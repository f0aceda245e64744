"""Brings the tables of a project file of an older METST up to date. Qt-free."""

import sqlite3
from collections.abc import Callable, Mapping

from engine.journal import SCHEMA

# Schema number -> what brings a file to the next one; runs in one transaction. Number 1 was JSON (see `legacy`).
MIGRATIONS: Mapping[int, Callable[[sqlite3.Connection], None]] = {}


def migrate(connection: sqlite3.Connection, found: int, *, to: int = SCHEMA) -> None:
    """Bring an older schema up to date; the caller has begun a transaction.

    Raises:
        ValueError: there is no way from that schema.
    """
    for number in range(found, to):
        if number not in MIGRATIONS:
            raise ValueError(f"no way from schema {number}")
        MIGRATIONS[number](connection)
    connection.execute(f"PRAGMA user_version = {to}")
