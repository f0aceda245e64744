"""What a table made by another tool holds, as columns of numbers; light to import."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from engine.types import Float64


@dataclass(frozen=True, slots=True)
class OwnClock:
    """When the samples of a column were taken, where the file tells it by a rate.

    Attributes:
        rate: samples a second (Hz).
        start_s: time of the first one in s since the beginning of the recording.
    """

    rate: float
    start_s: float = 0.0


@dataclass(frozen=True)
class ForeignTable:
    """Columns of numbers.

    Attributes:
        file: name of the file.
        digest: sha256 hex of its bytes.
        columns: float64 [N] by name, NaN where a cell holds no number; of one length but for those with a clock of
            their own.
        words: text columns, by name.
        clocks: of columns that have one of their own.
        units: of columns that tell one, e.g. ``"uV"``.
    """

    file: str
    digest: str
    columns: Mapping[str, Float64]
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    clocks: Mapping[str, OwnClock] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def header(self) -> str:
        """sha256 hex of the columns' names in order: files of one tool and version share it."""
        names = "\n".join((*self.columns, "", *self.words))
        return hashlib.sha256(names.encode()).hexdigest()

    def __len__(self) -> int:
        """Number of rows; 0 where every column has its own clock."""
        return max((len(one) for name, one in self.columns.items() if name not in self.clocks), default=0)
