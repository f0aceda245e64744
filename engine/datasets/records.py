"""One annotated interval, and what reading and writing label files gives back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from typing_extensions import override

from engine.messages import Said, listed

MissingEmotion = Literal["refuse", "skip", "others"]
# Further column of a mark on a tier of a project's own (ADR 0029): how its marks are, ``interval`` or ``point``. Its
# ``kind`` is the tier's name, its emotion the mark's code.
TIER = "tier"
# Further column of an expression of which only one moment is stated, and its value: a point label.
EXTENT, POINT = "extent", "point"

# CAS(ME)^3 emotion words (part A, ME label file).
CASME3_EMOTIONS = ("happy", "surprise", "anger", "disgust", "fear", "sad", "others")

# Class of an emotion word in the four classes of ME-TST, over the vocabularies of the data sets; words are compared
# after strip and lower.
GROUPS: Mapping[str, str] = {
    **dict.fromkeys(("anger", "disgust", "fear", "sad", "sadness", "contempt", "negative"), "negative"),
    **dict.fromkeys(("happy", "happiness", "positive"), "positive"),
    "surprise": "surprise",
    **dict.fromkeys(("others", "other"), "others"),
    "neutral": "neutral",
}
# Further words by which data sets name an emotion; they are of no group.
_UNGROUPED = frozenset(("repression", "tense", "tension", "disgusted", "surprised", "angry", "no emotion"))


def is_emotion_word(text: str) -> bool:
    """Whether a text is an emotion of a data set, or several joined by ``+`` as in 4DME."""
    words = [word.strip().lower() for word in text.split("+")]
    return all(word in GROUPS or word in _UNGROUPED for word in words)


@dataclass(frozen=True, slots=True)
class RecordSource:
    """Where a record was read, with its cells as they were.

    Attributes:
        format: name of the format.
        file: name of the file, without its folder.
        sheet: name of the sheet, tier or section; empty where there is none.
        row: row number as a spreadsheet shows it (the first is 1); entry number in other files.
        cells: (column, text, kind of the cell) of every cell, in order.
    """

    format: str
    file: str
    sheet: str
    row: int
    cells: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """One row of a label file in METST's own terms.

    Frames are 0-based and inclusive. Nothing is checked here: a label file may hold reversed or impossible rows, and
    they are kept (the reader reports them, `write_records` refuses what a format cannot carry).

    Attributes:
        subject: subject as the data set writes it, e.g. ``"spNO.7"``.
        video: name of the video within the subject, e.g. ``"a"``.
        onset, offset: frame indices.
        apex: frame index, or None: not annotated.
        emotion: emotion word of the data set, or None: not annotated. An empty word becomes None.
        action_units: verbatim, e.g. ``"R12+4"``.
        objective_class: verbatim, e.g. ``"II"``.
        extra: further columns; ``raw_<column>`` holds a cell as it was where reading changed it, ``kind`` is
            ``micro``, ``macro`` or ``blink``. Empty values mean that there is none and are left out.
        source: where it was read, or None; not part of equality. Writers of the same format give a cell back as it was
            where it still says what the record says.
    """

    subject: str
    video: str
    onset: int
    apex: int | None
    offset: int
    emotion: str | None
    action_units: str = ""
    objective_class: str = ""
    extra: Mapping[str, str] = field(default_factory=dict, hash=False)
    source: RecordSource | None = field(default=None, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Give equal records one form: no empty emotion, no empty extra values."""
        object.__setattr__(self, "emotion", self.emotion or None)
        object.__setattr__(self, "extra", {key: value for key, value in self.extra.items() if value})

    @property
    def group(self) -> str | None:
        """Class of the emotion (negative, positive, surprise, others, neutral), or None: no word, or an unknown one."""
        return GROUPS.get(self.emotion.strip().lower()) if self.emotion else None


@dataclass(frozen=True, slots=True)
class Issue:
    """Something irregular in a label file, and what was done about it.

    Attributes:
        row: row number as a spreadsheet shows it (the header is row 1), or None: the whole file.
        column: header of the column, or empty: the whole row.
        text: what is irregular and how it was read.
        video: subject and name of the video that it concerns, as `told_video` writes them, where they are known.
        is_lost: an entry of the file became no record.
    """

    row: int | None
    column: str
    text: str
    video: str = ""
    is_lost: bool = False

    @override
    def __str__(self) -> str:
        """E.g. ``row 130, Apex: 83 lies before the onset 112; kept``; where a video is known it follows in brackets."""
        row = Said("row {row}", row=self.row) if self.row else ""
        place = listed(part for part in (row, self.column) if part)
        text = Said("{place}: {text}", place=place, text=self.text) if place else self.text
        return Said("{text} ({video})", text=text, video=self.video) if self.video else text


def is_point(record: "Record") -> bool:
    """Whether a record is a point label: one moment of an expression, whose onset and offset nobody stated."""
    return record.extra.get(EXTENT) == POINT and record.onset == record.offset


def told_video(subject: str, video: str) -> str:
    """How a message names a video: ``subject/video``, or the one of the two that is there."""
    return "/".join(part.strip() for part in (subject, video) if part.strip())


@dataclass(frozen=True, slots=True)
class ReadResult:
    """What a label file holds.

    Attributes:
        records: one a row, in the order of the file.
        issues: everything irregular, in the order of the file; a row without a record has one.
    """

    records: tuple[Record, ...]
    issues: tuple[Issue, ...]

    @property
    def n_lost(self) -> int:
        """Number of entries of the file that became no record; an issue names each."""
        return sum(issue.is_lost for issue in self.issues)


@dataclass(frozen=True, slots=True)
class WriteReport:
    """What was written.

    Attributes:
        written: number of rows.
        dropped: sentences about what the format could not carry; empty when the file holds everything.
    """

    written: int
    dropped: tuple[str, ...] = ()
