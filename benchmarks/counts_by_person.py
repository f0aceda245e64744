"""Counts kept person by person, rates of them, and their 95 % intervals with people drawn with replacement."""

from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np

# Person -> what is counted -> how much of it.
Row = dict[str, dict[str, float]]
Figure = Callable[[Row, Sequence[str]], float]
Interval = tuple[float, float, float]
ROUNDS = 500


def add(row: dict[str, float], key: str, value: float) -> None:
    """Count `value` more."""
    row[key] = row.get(key, 0.0) + float(value)


def total(table: Row, people: Sequence[str], key: str) -> float:
    """Sum of a count over people (who may repeat)."""
    return sum(table[person].get(key, 0.0) for person in people if person in table)


def share(key: str, of: str) -> Figure:
    """A rate of two counts; 0 where there is nothing to divide by."""
    return lambda table, people: total(table, people, key) / max(total(table, people, of), 1e-9)


def rate(key: str, of: str) -> Figure:
    """A rate of two counts; NaN where there is nothing to divide by."""

    def value(table: Row, people: Sequence[str]) -> float:
        below = total(table, people, of)
        return total(table, people, key) / below if below > 0 else float("nan")

    return value


def drawn(table: Row, rounds: int = ROUNDS) -> Iterator[list[str]]:
    """The people of a table drawn with replacement, the same draws for every table of the same people."""
    people, rng = sorted(table), np.random.default_rng(1)
    for _ in range(rounds):
        yield [people[i] for i in rng.integers(0, len(people), len(people))]


def with_intervals(table: Row, figures: Mapping[str, Figure], *, rounds: int = ROUNDS) -> dict[str, Interval]:
    """Each figure with its 95 % interval; draws without a value (NaN) are left out, all NaN where none has one."""
    draws = list(drawn(table, rounds))
    found: dict[str, Interval] = {}
    for name, figure in figures.items():
        values = np.array([figure(table, some) for some in draws])
        values = values[np.isfinite(values)]
        low, high = np.percentile(values, [2.5, 97.5]) if len(values) else (np.nan, np.nan)
        found[name] = (figure(table, sorted(table)), float(low), float(high))
    return found
