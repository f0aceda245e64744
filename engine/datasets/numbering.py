"""From the numbers in the names of a folder's images to frame indices, and back.

The data sets' labels name an image by the number in its name. A frame index is a position among the images that are
there (ADR 0001): the two differ where images are missing or the first is ``0.jpg``.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from engine.content import is_image, natural_key
from engine.datasets.formats import FORMAT_TABLE
from engine.datasets.records import Record
from engine.messages import Said

# Column of a label file whose frames are positions among the images that were there, as METST writes it.
COUNTED = "counted"
POSITIONS = "positions"
# Formats whose frames are indices from 0, of the images as they were; an unnamed one is METST's own.
INDEXED = frozenset({"", *(name for name, one in FORMAT_TABLE.items() if one.bounds == "index")})
MARKED = frozenset({"", *(name for name, one in FORMAT_TABLE.items() if one.origins == "columns")})
# Formats in seconds, or in frames of a player: they never meant the names of images.
TIMED = frozenset(name for name, one in FORMAT_TABLE.items() if one.bounds == "time")
_LAST_NUMBER = re.compile(r"([0-9]{1,18})[^0-9]*$")


def image_numbers(folder: Path) -> tuple[int, ...] | None:
    """Last number in the name of each image, in the order of the frames.

    Returns:
        None where the path is no folder of images, or the numbers do not rise from image to image.
    """
    try:
        names = [one.name for one in folder.iterdir() if is_image(one.name) and one.is_file()]
    except (NotADirectoryError, FileNotFoundError, PermissionError):
        return None
    names.sort(key=lambda name: (natural_key(name), name))
    found = [_LAST_NUMBER.search(Path(name).stem) for name in names]
    numbers = tuple(int(match[1]) for match in found if match is not None)
    rises = all(before < after for before, after in pairwise(numbers))
    return numbers if numbers and len(numbers) == len(names) and rises else None


def has_gaps(numbers: Sequence[int]) -> bool:
    """Whether images are missing between the first and the last one, where every number names one."""
    return numbers[-1] - numbers[0] + 1 > len(numbers)


def to_positions(records: Sequence[Record], numbers: Sequence[int] | None) -> tuple[list[Record], list[str]]:
    """Records of one video with the positions of the images that their frames name.

    An onset whose image is missing goes to the next image that is there, an offset to the last one before; an event of
    which no image is there is left out.

    Args:
        records: as read.
        numbers: of the folder's images; None: a video, or names without rising numbers.

    Returns:
        the records, and sentences about what does not fit.
    """
    if numbers is None or not records:
        return list(records), []
    base = _base(records, numbers)
    if base is None:
        return list(records), [
            f"the labels name frames outside the image numbers {numbers[0]} to {numbers[-1]}; they are taken as counts "
            "from the first image"
        ]
    found: list[Record] = []
    lost = 0
    for record in records:
        if _is_position(record):
            found.append(record)
            continue
        onset = bisect_left(numbers, record.onset + base(record))
        offset = _last_to(numbers, record.offset + base(record))
        if record.onset <= record.offset and offset < onset:
            lost += 1
            continue
        apex = None
        if record.apex is not None:
            apex = min(max(bisect_left(numbers, record.apex + base(record)), onset), max(onset, offset))
            if record.onset > record.offset:
                apex = bisect_left(numbers, record.apex + base(record))
        found.append(replace(record, onset=onset, apex=apex, offset=offset))
    moved = sum((a.onset, a.offset) != (b.onset, b.offset) for a, b in zip(records, found, strict=False))
    return found, _sentences(numbers, moved or lost, lost)


def to_numbers(records: Sequence[Record], numbers: Sequence[int] | None, *, format: str) -> list[Record]:  # noqa: A002 - as in `write_records`
    """Records as a file of a format names their images; the reverse of `to_positions`.

    Args:
        records: with positions.
        numbers: of the folder's images; None: a video.
        format: name of the format that will be written.
    """
    if numbers is None or format in TIMED:
        return list(records)
    if format in INDEXED or format not in FORMAT_TABLE:
        mark = {COUNTED: POSITIONS} if has_gaps(numbers) and format in MARKED else {}
        return [replace(one, extra={**one.extra, **mark}) for one in records]

    def number(position: int) -> int:
        inside = min(max(position, 0), len(numbers) - 1)
        return numbers[inside] + position - inside - 1

    return [
        replace(
            one, onset=number(one.onset), apex=None if one.apex is None else number(one.apex), offset=number(one.offset)
        )
        for one in records
    ]


def _base(records: Sequence[Record], numbers: Sequence[int]) -> Callable[[Record], int] | None:
    """What to add to a record's frames to have image numbers; None where no rule gives numbers of this folder."""
    rules: list[Callable[[Record], int]] = [_stated]
    if any(_format(one) in INDEXED for one in records):
        # Indices count from the first image; where images are missing the first may be one of them.
        starts = [numbers[0]] if numbers[0] <= 1 or not has_gaps(numbers) else [1, numbers[0]]
        rules = [_constant(start) for start in starts]
    counted = [one for one in records if not _is_position(one)]
    for rule in rules:
        if all(one.onset + rule(one) <= numbers[-1] and one.offset + rule(one) >= numbers[0] for one in counted):
            return rule
    return None


def _stated(record: Record) -> int:
    """What the format of a record's file adds to an index; the camera count of SMIC-E begins anywhere."""
    first = record.extra.get("FirstF", "")
    if _format(record) == "smic_e" and first.isdecimal():
        return int(first)
    return 1


def _is_position(record: Record) -> bool:
    return record.extra.get(COUNTED) == POSITIONS or _format(record) in TIMED


def _constant(number: int) -> Callable[[Record], int]:
    return lambda _record: number


def _format(record: Record) -> str:
    return record.source.format if record.source is not None else ""


def _last_to(numbers: Sequence[int], number: int) -> int:
    """Position of the last image up to a number; behind the last image positions go on."""
    beyond = number - numbers[-1]
    return len(numbers) - 1 + beyond if beyond > 0 else bisect_right(numbers, number) - 1


def _sentences(numbers: Sequence[int], moved: int, lost: int) -> list[str]:
    found: list[str] = []
    if has_gaps(numbers) and moved:
        missing = numbers[-1] - numbers[0] + 1 - len(numbers)
        found.append(
            Said(
                "{missing} images between {numbers} and {numbers2} are missing; the labels go by the "
                "numbers in the names of the images",
                missing=missing,
                numbers=numbers[0],
                numbers2=numbers[-1],
            )
        )
    elif numbers[0] != 1 and moved:
        found.append(
            Said(
                "the first image is number {numbers}; the labels go by the numbers in the names of the images",
                numbers=numbers[0],
            )
        )
    if lost:
        found.append(Said("{lost} labelled events were left out: none of their images is there", lost=lost))
    return found
