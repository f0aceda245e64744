"""The pages of a TIFF file, each by itself: OpenCV alone reads all pages before the one it is asked for.

Only the chain of directories is read (TIFF 6.0, section 2; BigTIFF with 8-byte offsets), so that a stack of many
gigabytes is counted at once. One page is handed on as a TIFF file of its own, unpacked by OpenCV as any other.
"""

import struct
from pathlib import Path
from typing import BinaryIO, NamedTuple

TIFF_SUFFIXES = frozenset({".tif", ".tiff"})
# Tags that are looked at.
KIND, WIDTH, HEIGHT, DEPTH, SAMPLES = 254, 256, 257, 258, 277
# Where the strips or tiles of a page lie, and the tag of their lengths.
LENGTHS_OF = {273: 279, 324: 325}
# Other directories that a page names: they are not taken along.
NAMED = frozenset({330, 34665, 34853})
# Kind: bit 0 a smaller copy of another page, bit 2 a mask.
NO_PICTURE = 0b101
MOST_ENTRIES, MOST_PAGES, MOST_PARTS = 4096, 1_000_000, 1_000_000
# Of one page, packed: as much as of one image file.
MOST_BYTES = 1 << 29
ENDIANS = {b"II": "<", b"MM": ">"}
CLASSIC, BIG = 42, 43
# Numbers of a tag by their type: bytes of one, and the code of whole ones.
TYPE_BYTES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 16: 8, 17: 8, 18: 8}
WHOLE = {1: "B", 3: "H", 4: "I", 16: "Q"}


class Page(NamedTuple):
    """A page: where its directory lies, its kind, and its size unpacked as it announces it, in bytes."""

    at: int
    kind: int
    nbytes: int


class _Form(NamedTuple):
    """How a file is written: byte order, codes of a directory's count and of an offset, and the header's length."""

    endian: str
    count_code: str
    offset_code: str
    header: int

    @property
    def offset_bytes(self) -> int:
        return struct.calcsize(self.offset_code)

    @property
    def entry_bytes(self) -> int:
        """Tag, type, number of values, and the values or where they lie."""
        return 4 + 2 * self.offset_bytes


class _Entry(NamedTuple):
    """One entry of a directory; `field` holds its `values` numbers where they fit, else where they lie."""

    tag: int
    type: int
    values: int
    field: bytes


def picture_pages(path: Path) -> tuple[Page, ...]:
    """The pages that are pictures; empty where this is no TIFF file.

    Thumbnails and masks that cameras add are left out, but for a file that holds nothing else. A damaged chain ends at
    the damage.

    Raises:
        OSError: the file cannot be read.
    """
    pages: list[Page] = []
    with path.open("rb") as file:
        form, at = _head(file)
        seen: set[int] = set()
        while form is not None and at and at not in seen and len(pages) < MOST_PAGES:
            seen.add(at)
            found = _directory(file, form, at)
            if found is None:
                break
            entries, following = found
            pages.append(_page(file, form, at, entries))
            at = following
    return tuple(page for page in pages if not page.kind & NO_PICTURE) or tuple(pages)


def page_file(path: Path, page: Page) -> bytes | None:
    """One page as a TIFF file of its own; None where it is damaged.

    Raises:
        OSError: the file cannot be read.
    """
    with path.open("rb") as file:
        form, _ = _head(file)
        found = _directory(file, form, page.at) if form is not None else None
        if form is None or found is None:
            return None
        file.seek(0)
        header = file.read(form.header - form.offset_bytes)
        entries = [entry for entry in found[0] if entry.tag not in NAMED and TYPE_BYTES.get(entry.type)]
        return _rebuilt(file, form, header, entries)


def _rebuilt(file: BinaryIO, form: _Form, header: bytes, entries: list[_Entry]) -> bytes | None:
    """A file with this one directory behind its header, and everything that it names behind that."""
    numbers = {entry.tag: entry for entry in entries}
    begin = form.header + struct.calcsize(form.count_code) + len(entries) * form.entry_bytes + form.offset_bytes
    data = bytearray()
    written = []
    for entry in entries:
        if entry.tag in LENGTHS_OF:
            offsets, lengths = _whole(file, form, entry), _whole(file, form, numbers.get(LENGTHS_OF[entry.tag]))
            if not offsets or len(offsets) != len(lengths) or sum(lengths) > MOST_BYTES:
                return None
            places = []
            for at, length in zip(offsets, lengths, strict=True):
                places.append(begin + len(data))
                data += _read(file, at, length)
            code = form.offset_code[-1]
            packed = struct.pack(f"{form.endian}{len(places)}{code}", *places)
            moved = _Entry(entry.tag, 16 if code == "Q" else 4, len(places), packed)
        else:
            moved = entry._replace(field=_values(file, form, entry))
        if len(data) > MOST_BYTES:
            return None
        field = moved.field
        if len(field) > form.offset_bytes:
            data += b"\0" * (len(data) % 2)
            field, place = struct.pack(form.offset_code, begin + len(data)), field
            data += place
        head = struct.pack(f"{form.endian}HH{form.offset_code[-1]}", moved.tag, moved.type, moved.values)
        written.append(head + field.ljust(form.offset_bytes, b"\0"))
    first = struct.pack(form.offset_code, form.header)
    count = struct.pack(form.count_code, len(written))
    return b"".join([header, first, count, *written, bytes(form.offset_bytes), bytes(data)])


def _head(file: BinaryIO) -> tuple[_Form | None, int]:
    """How the file is written and where its first directory lies; None where it is no TIFF file."""
    head = file.read(16)
    endian = ENDIANS.get(head[:2])
    if endian is None or len(head) < 16:
        return None, 0
    version = struct.unpack_from(f"{endian}H", head, 2)[0]
    if version == CLASSIC:
        return _Form(endian, f"{endian}H", f"{endian}I", 8), struct.unpack_from(f"{endian}I", head, 4)[0]
    if version == BIG:
        return _Form(endian, f"{endian}Q", f"{endian}Q", 16), struct.unpack_from(f"{endian}Q", head, 8)[0]
    return None, 0


def _directory(file: BinaryIO, form: _Form, at: int) -> tuple[list[_Entry], int] | None:
    """The entries of the directory that lies there, and where the next one does; None where there is none."""
    try:
        count = _number(_read(file, at, struct.calcsize(form.count_code)), form.count_code)
        if not 0 < count <= MOST_ENTRIES:
            return None
        content = file.read(count * form.entry_bytes)
        following = _number(file.read(form.offset_bytes), form.offset_code)
        head = f"{form.endian}HH{form.offset_code[-1]}"
        size = struct.calcsize(head)
        entries = []
        for start in range(0, len(content), form.entry_bytes):
            tag, type_, values = struct.unpack_from(head, content, start)
            entries.append(_Entry(tag, type_, values, content[start + size : start + form.entry_bytes]))
    except (struct.error, OverflowError, ValueError):
        return None
    return entries, following


def _page(file: BinaryIO, form: _Form, at: int, entries: list[_Entry]) -> Page:
    found = {entry.tag: entry for entry in entries}

    def first(tag: int, default: int) -> int:
        numbers = _whole(file, form, found.get(tag))
        return numbers[0] if numbers else default

    bits = first(WIDTH, 0) * first(HEIGHT, 0) * first(SAMPLES, 1) * first(DEPTH, 1)
    return Page(at, first(KIND, 0), bits // 8)


def _whole(file: BinaryIO, form: _Form, entry: _Entry | None) -> tuple[int, ...]:
    """The whole numbers of an entry; empty where there are none."""
    if entry is None or entry.type not in WHOLE or entry.values > MOST_PARTS:
        return ()
    code = f"{form.endian}{entry.values}{WHOLE[entry.type]}"
    values = _values(file, form, entry)
    return struct.unpack_from(code, values) if len(values) >= struct.calcsize(code) else ()


def _values(file: BinaryIO, form: _Form, entry: _Entry) -> bytes:
    """The bytes of an entry's values, wherever they lie."""
    size = TYPE_BYTES.get(entry.type, 0) * entry.values
    if size <= form.offset_bytes:
        return entry.field[:size]
    return _read(file, _number(entry.field, form.offset_code), min(size, MOST_BYTES))


def _read(file: BinaryIO, at: int, size: int) -> bytes:
    """Bytes of the file; fewer where it ends."""
    try:
        file.seek(at)
    except (OverflowError, ValueError, OSError):
        return b""
    return file.read(size)


def _number(content: bytes, code: str) -> int:
    return int(struct.unpack(code, content)[0])
