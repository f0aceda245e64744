"""The hash-chained journal of a project file: its rule, a plain reader, and the check `metst verify` makes."""

from engine.content import content_digest
from engine.journal.chain import COLUMNS, GENESIS, KINDS, Changes, JournalRow, canonical, make_row, row_hash
from engine.journal.content import book_digest
from engine.journal.reader import APPLICATION_ID, SCHEMA, connect_readonly, read_rows, read_tables
from engine.journal.verify import Verification, check_connection, verify_project
from engine.journal.videos import FoundVideo, find_video, is_same, stored_digest

__all__ = [
    "APPLICATION_ID",
    "COLUMNS",
    "GENESIS",
    "KINDS",
    "SCHEMA",
    "Changes",
    "FoundVideo",
    "JournalRow",
    "Verification",
    "book_digest",
    "canonical",
    "check_connection",
    "connect_readonly",
    "content_digest",
    "find_video",
    "is_same",
    "make_row",
    "read_rows",
    "read_tables",
    "row_hash",
    "stored_digest",
    "verify_project",
]
