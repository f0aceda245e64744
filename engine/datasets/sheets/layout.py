"""What a label sheet looks like: its columns, what they mean, and what the data set's loaders demand."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from engine.datasets.records import Issue, Record
from engine.datasets.sheets.spreadsheet import BLANK, Cell

Role = Literal[
    "subject",
    "video",
    "onset",
    "apex",
    "offset",
    "emotion",
    "action_units",
    "objective_class",
    "kind",
    "extra",
    "computed",
    "blank",
]
FRAMES = ("onset", "apex", "offset")


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        name: header as the data set writes it; in a sheet without a header METST's own name.
        role: what it holds. ``extra`` goes to `Record.extra` under `key` or `name`; ``computed`` follows from other
            columns and is only kept where it disagrees; ``blank`` has neither header nor cells.
        needed: whether a file without it is refused.
        numeric: whether plain whole numbers are written as number cells.
        key: name in `Record.extra`, where it differs from `name`.
    """

    name: str
    role: Role = "extra"
    needed: bool = False
    numeric: bool = False
    key: str = ""


@dataclass(slots=True)
class SheetRow:
    """One row while it is read: its cells by column name, and what was irregular so far.

    Attributes:
        number: row number as a spreadsheet shows it.
        cells: by column name.
        issues: of the whole file; `note` adds to it.
        raw: texts of cells that were not taken as they are, under ``raw_<column>``.
        repaired: names of columns whose cell a loader would misread.
        decimals: marks that part decimals in the sheet's frame columns.
    """

    number: int
    cells: Mapping[str, Cell]
    issues: list[Issue]
    raw: dict[str, str] = field(default_factory=dict)
    repaired: set[str] = field(default_factory=set)
    decimals: str = ""

    def text(self, column: str) -> str:
        """Text of a cell, empty where there is none."""
        return self.cells.get(column, BLANK).text

    def note(self, column: str, text: str, *, keep: bool = True, repair: bool = True) -> None:
        """Report a cell.

        Args:
            column: its column.
            text: what is irregular and how it was read.
            keep: whether its text stays under ``raw_<column>``.
            repair: whether it must not be written as it is.
        """
        self.issues.append(Issue(self.number, column, text))
        if keep and self.text(column):
            self.raw[f"raw_{column}"] = self.text(column)
        if repair:
            self.repaired.add(column)


Names = tuple[str, str, dict[str, str]]  # subject, video, further values


@dataclass(frozen=True, slots=True)
class Layout:
    """A label sheet.

    Attributes:
        format: name of the format.
        title: the data set, as a sentence names it.
        sheet: name of the sheet when written.
        columns: in order.
        header: False for a sheet without a header row, whose columns go by position.
        preamble: rows above the header, when written.
        base: what the file adds to a frame index.
        emotions: words of the data set in its own spelling; empty: any word.
        emotion_needed: whether a loader loses rows without one of these words.
        others: the word for everything else, for ``missing_emotion="others"``; empty: there is none.
        kinds: word of the kind column -> kind, in the data set's own spelling.
        kind: kind of every row where there is no such column; empty: micro, and `Record.extra` does not say so.
        apex_missing: how an apex that is not annotated is written; None: it is refused.
        text_frames: whether frames are written as text cells.
        names: how subject and video follow from a row; None: from their columns.
        fill: cells that a writer computes, by column name; None: only by role.
        checks: what a writer refuses beyond the general rules: (fault, sentence, what names the record).
        fractions: whether the data set is known for frames with a fraction, which then are rounded down and named.
        capitals: whether a capital letter in a video's name is worth a remark.
        by_role: name of the first column of each role.
        by_name: columns by name.
    """

    format: str
    title: str
    sheet: str
    columns: tuple[Column, ...]
    header: bool = True
    preamble: tuple[tuple[str, ...], ...] = ()
    base: int = 1
    emotions: tuple[str, ...] = ()
    emotion_needed: bool = True
    others: str = ""
    kinds: Mapping[str, str] = field(default_factory=dict)
    kind: str = ""
    apex_missing: str | None = ""
    text_frames: bool = False
    names: Callable[[SheetRow], Names] | None = None
    fill: Callable[[Record], Mapping[str, Cell]] | None = None
    checks: tuple["RecordCheck", ...] = ()
    fractions: bool = False
    capitals: bool = False
    by_role: Mapping[str, str] = field(init=False, repr=False)
    by_name: Mapping[str, Column] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Look columns up once, not for every cell."""
        object.__setattr__(self, "by_role", {column.role: column.name for column in reversed(self.columns)})
        object.__setattr__(self, "by_name", {column.name: column for column in self.columns})

    def column(self, role: str) -> str:
        """Name of the first column with a role, empty where there is none."""
        return self.by_role.get(role, "")

    @property
    def header_row(self) -> int:
        """Row number of the header, 0 for none."""
        return len(self.preamble) + 1 if self.header else 0


@dataclass(frozen=True, slots=True)
class RecordCheck:
    """A reason to refuse records.

    Attributes:
        fault: True for a record that would be lost or misread.
        sentence: what is wrong with them and what works, after "3 of 10 annotations (…)".
        name: what is told of such a record besides its place; empty: nothing.
    """

    fault: Callable[[Record], bool]
    sentence: str | Callable[[Sequence[Record]], str]
    name: Callable[[Record], str] = lambda _record: ""


# Words of different data sets for the same emotion, in lower case.
_SYNONYMS = (
    frozenset({"happy", "happiness", "happyiness"}),
    frozenset({"sad", "sadness"}),
    frozenset({"others", "other"}),
    frozenset({"anger", "angry"}),
)


def own_word(word: str, vocabulary: Sequence[str]) -> str | None:
    """The data set's spelling of an emotion word, or None: it has no such word."""
    if not vocabulary or word in vocabulary:
        return word
    folded = word.strip().lower()
    same = next((group for group in _SYNONYMS if folded in group), frozenset({folded}))
    return next((own for own in vocabulary if own.lower() in same), None)
