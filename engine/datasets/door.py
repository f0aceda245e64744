"""One door to all label formats."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from engine.datasets.formats import Choices, Format
from engine.datasets.hints import carried
from engine.datasets.plugin_formats import format_row
from engine.datasets.records import MissingEmotion, ReadResult, Record, WriteReport, is_point
from engine.datasets.sniff import format_of
from engine.datasets.timelines.timed import Media, Medium, Timing, rate_of
from engine.messages import Said

Fps = float | str | Fraction | None


def read_records(
    path: Path,
    *,
    format: str | None = None,  # noqa: A002 (the word users know)
    fps: Fps = None,
    medium: Medium | None = None,
) -> ReadResult:
    """Read a label file; nothing in it is left out without an issue that says so.

    Args:
        path: the file.
        format: one of `format_names()`; None decides by the ending and the first words.
        fps: frame rate of the video, for formats that count in seconds and do not name it.
        medium: the video, whose exact times are used instead of a rate.

    Raises:
        DatasetError: the file is missing, damaged or of another form, or the frame rate is needed.
    """
    return format_row(format or format_of(path)).read(path, Choices(Timing(rate_of(fps), medium)))


def write_records(
    path: Path,
    records: Sequence[Record],
    *,
    format: str,  # noqa: A002 (the word users know)
    missing_emotion: MissingEmotion = "refuse",
    fps: Fps = None,
    media: Media | None = None,
) -> WriteReport:
    """Write a label file atomically: afterwards `read_records` gives equal records, or the report says what differs.

    Args:
        path: the file, replaced where it exists.
        records: in the order to write.
        format: one of `format_names()`.
        missing_emotion: what to do with records whose emotion the format cannot carry (CSV carries every one).
        fps: frame rate of the video, for formats that count in seconds.
        media: the video, or those of several by subject and video, whose exact times are used instead of a rate.

    Raises:
        DatasetError: a record would be misread, or the file cannot be written; then nothing was written.
    """
    writer = format_row(format)
    kept, told = carried(records, format=format)
    kept, left = _without_points(kept, writer)
    told += left
    timing = Timing(rate_of(fps), media).of_several((record.subject, record.video) for record in kept)
    report = writer.write(path, kept, Choices(timing, missing_emotion))
    return replace(report, dropped=(*report.dropped, *told)) if told else report


def _without_points(records: list[Record], writer: Format) -> tuple[list[Record], list[str]]:
    """Without point labels where a format could not tell them from intervals of one frame."""
    if writer.origins in ("columns", "payload"):
        return records, []
    kept = [one for one in records if not is_point(one)]
    n = len(records) - len(kept)
    return kept, [Said("{n} point labels were left out: this format knows intervals only.", n=n)] if n else []
