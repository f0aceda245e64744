"""The one place that turns the bytes of a text file into text, whatever program saved it.

Unicode is recognised by its mark or, without one, by its bytes (UTF-8, or UTF-16 by its zero bytes). What is none is
what spreadsheets of Windows save as plain text: GB 18030 where the bytes can be Chinese words only, else Windows-1252;
both are guesses and are said.
"""

import codecs
import re
from dataclasses import dataclass
from pathlib import Path

from engine.datasets.records import Issue
from engine.datasets.text.guard import read_file
from engine.errors import DatasetError
from engine.messages import Said

# The longest first: the mark of UTF-32 begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 65_536  # bytes by which UTF-16 without a mark is told
_HIGH = re.compile(rb"[\x80-\xff]+")
_NO_TEXT = re.compile("[\x00-\x08\x0e-\x1b\x7f]")  # what no table saved by Windows holds


@dataclass(frozen=True, slots=True)
class FileText:
    """The text of a file, without the mark at its beginning.

    Attributes:
        text: with its line ends as they are; it holds no zero characters.
        issues: one where the encoding had to be guessed.
    """

    text: str
    issues: tuple[Issue, ...] = ()


def read_text(path: Path) -> FileText:
    """The text of a file.

    Raises:
        DatasetError: no file, cut off within a character, or no text.
    """
    return text_of(read_file(path), path.name)


def text_of(data: bytes, name: str) -> FileText:
    """The text of the bytes of a file of that name.

    Raises:
        DatasetError: cut off within a character, or no text.
    """
    mark, encoding = next(((mark, one) for mark, one in _MARKS if data.startswith(mark)), (b"", _wide(data)))
    body = data[len(mark) :]
    try:
        found = FileText(body.decode(encoding))
    except UnicodeDecodeError as error:
        if encoding != "utf-8":
            raise DatasetError(
                Said("“{name}” is cut off or damaged within a character; save it again as UTF-8 text.", name=name)
            ) from error
        found = _of_windows(body, name)
    if "\0" in found.text:
        raise DatasetError(
            Said("“{name}” holds zero bytes, which no text has; save it again as UTF-8 text.", name=name)
        )
    return found


def _wide(data: bytes) -> str:
    """The encoding of bytes without a mark: UTF-16 where one of two bytes is zero again and again, else UTF-8."""
    sample = data[:_SAMPLE]
    if len(sample) >= 4 and 0 in sample:
        low, high = sample[::2].count(0), sample[1::2].count(0)
        if min(low, high) * 10 <= max(low, high) and max(low, high) * 10 >= len(sample):  # a fifth of the characters
            return "utf-16-le" if high > low else "utf-16-be"
    return "utf-8"


def _of_windows(data: bytes, name: str) -> FileText:
    """Text of a program that does not write Unicode.

    Raises:
        DatasetError: bytes that no text holds.
    """
    runs = [found[0] for found in _HIGH.finditer(data)]
    chinese = all(len(run) % 2 == 0 and _is_chinese(run) for run in runs)
    encoding = "gb18030" if chinese else "cp1252"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise DatasetError(
            Said("“{name}” is not text in a known encoding; save it again as UTF-8 text.", name=name)
        ) from error
    if _NO_TEXT.search(text.replace("\0", "")):
        raise DatasetError(Said("“{name}” is not text in a known encoding; save it again as UTF-8 text.", name=name))
    if chinese:
        issue = Issue(None, "", Said("is not in Unicode; read as Chinese text (GB 18030): check the names and words"))
    else:
        issue = Issue(
            None, "", Said("is not in Unicode; read as Western European text (Windows-1252): check the letters")
        )
    return FileText(text, (issue,))


def _is_chinese(run: bytes) -> bool:
    """Whether bytes with the high bit are words of GB 2312, in which letters with accents never come in such pairs."""
    try:
        return bool(run.decode("gb2312"))
    except UnicodeDecodeError:
        return False
