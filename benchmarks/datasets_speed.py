"""10,000 annotations to .xlsx and back, in CPU seconds, beside what the Excel library itself needs for the same cells.

Run from the repository root: ``python -m benchmarks.datasets_speed``. Wanted: under 2 s per direction.
"""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import openpyxl

from engine.datasets import Record, read_records, write_records

N = 10_000
REPEATS = 3


def seconds(run: Callable[[], object]) -> float:
    """Least CPU time of a few runs."""
    times = []
    for _ in range(REPEATS):
        start = time.process_time()
        run()
        times.append(time.process_time() - start)
    return min(times)


def records() -> list[Record]:
    """Ten thousand events of a hundred subjects."""
    return [
        Record(f"spNO.{i % 100 + 1}", "abcdefghij"[i // 100 % 10], at, at + 6, at + 21, "anger", "R12+4", "II")
        for i in range(N)
        for at in [20 + i // 1000 * 400]
    ]


def library_writes(path: Path, rows: list[Record]) -> None:
    """The same cells by openpyxl alone, in its fastest mode."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("label")
    for r in rows:
        cells = [r.subject, r.video, r.onset + 1, r.apex, r.offset + 1, r.action_units, r.objective_class, r.emotion]
        sheet.append(cells)
    book.save(path)


def library_reads(path: Path) -> list[object]:
    """All cells by openpyxl alone, in its fastest mode."""
    book = openpyxl.load_workbook(path, read_only=True)
    try:
        return list(book.worksheets[0].iter_rows(values_only=True))
    finally:
        book.close()


def main() -> None:
    """Print the figures."""
    rows = records()
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = Path(folder, "ours.xlsx"), Path(folder, "theirs.xlsx")
        write_records(ours, rows[:10], format="casme3")
        figures = {
            "write": (
                seconds(lambda: write_records(ours, rows, format="casme3")),
                seconds(lambda: library_writes(theirs, rows)),
            ),
            "read": (
                seconds(lambda: read_records(ours, format="casme3")),
                seconds(lambda: library_reads(theirs)),
            ),
        }
        found = read_records(ours, format="casme3").records
        figures["write again, cells kept"] = (
            seconds(lambda: write_records(ours, found, format="casme3")),
            figures["write"][1],
        )
    print(f"{N} annotations of CAS(ME)^3 as .xlsx, CPU seconds, best of {REPEATS}")
    for name, (metst, floor) in figures.items():
        print(f"{name:>24}: METST {metst:.2f} s, openpyxl alone {floor:.2f} s, ratio {metst / floor:.2f}")


if __name__ == "__main__":
    main()
