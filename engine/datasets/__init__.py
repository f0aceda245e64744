"""Label files in and out: METST CSV and the CAS(ME)^3 micro-expression sheet."""

from engine.datasets.files import FORMATS, read_records, write_records
from engine.datasets.records import (
    CASME3_EMOTIONS,
    GROUPS,
    Issue,
    MissingEmotion,
    ReadResult,
    Record,
    WriteReport,
)

__all__ = [
    "CASME3_EMOTIONS",
    "FORMATS",
    "GROUPS",
    "Issue",
    "MissingEmotion",
    "ReadResult",
    "Record",
    "WriteReport",
    "read_records",
    "write_records",
]
