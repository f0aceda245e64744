"""Label files in and out: one module a format, one door (`read_records`, `write_records`) to all."""

from engine.datasets.door import read_records, write_records
from engine.datasets.formats import FORMAT_TABLE, FORMATS, Format
from engine.datasets.plugin_formats import format_names, format_row
from engine.datasets.records import (
    CASME3_EMOTIONS,
    GROUPS,
    Issue,
    MissingEmotion,
    ReadResult,
    Record,
    RecordSource,
    WriteReport,
)

__all__ = [
    "CASME3_EMOTIONS",
    "FORMATS",
    "FORMAT_TABLE",
    "GROUPS",
    "Format",
    "Issue",
    "MissingEmotion",
    "ReadResult",
    "Record",
    "RecordSource",
    "WriteReport",
    "format_names",
    "format_row",
    "read_records",
    "write_records",
]
