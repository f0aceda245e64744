"""Damaged label files: every one must give records or one sentence, never another exception.

Run from the repository root: ``python -m benchmarks.datasets_fuzz [COUNT]`` (default 500 files of every kind:
xlsx, xls, eaf, json, csv, TextGrid, tsv, vtt, srt).
"""

import io
import random
import sys
import tempfile
import time
import traceback
import warnings
import zipfile
from collections import Counter
from pathlib import Path

from engine.errors import DatasetError

FPS = 30


def whole_files(folder: Path) -> dict[str, tuple[str, bytes]]:
    """An intact file of each kind: name -> (format, bytes)."""
    import xlwt

    from engine.datasets import FORMAT_TABLE, write_records
    from tests.engine.dataset_records import good

    files: dict[str, tuple[str, bytes]] = {}
    for name in ("casme3_a", "samm_lv", "elan", "json", "label_studio", "csv", "textgrid", "boris", "vtt", "srt"):
        path = folder / name / f"whole{FORMAT_TABLE[name].suffix}"
        path.parent.mkdir()
        write_records(path, good(name) * 4 if name != "samm_lv" else good(name), format=name, fps=FPS)
        files[f"{name}{path.suffix}"] = (name, path.read_bytes())
    book = xlwt.Workbook()
    sheet = book.add_sheet("label")
    header = ["Subject", "Filename", "Onset", "Apex", "Offset", "AU", "Objective class", "emotion"]
    for number, row in enumerate(
        [header, *[["spNO.1", "a", str(9 * n), "14", n * 9 + 8, 4, "I", "sad"] for n in range(9)]]
    ):
        for column, value in enumerate(row):
            sheet.write(number, column, value)
    book.save(str(folder / "whole.xls"))
    files["casme3.xls"] = ("casme3", (folder / "whole.xls").read_bytes())
    return files


def damage(data: bytes, rng: random.Random) -> bytes:
    """Flipped bits, a piece cut out, doubled, blanked or replaced, or the end missing."""
    changed = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 8, 40))):
        at, length = rng.randrange(max(len(changed), 1)), rng.choice((1, 2, 8, 64))
        match rng.randrange(6):
            case 0:
                changed[at : at + 1] = bytes([changed[at] ^ (1 << rng.randrange(8))]) if changed else b""
            case 1:
                del changed[at : at + length]
            case 2:
                changed[at:at] = changed[at : at + length]
            case 3:
                changed[at : at + length] = bytes(length)
            case 4:
                changed[at : at + length] = rng.randbytes(length)
            case _:
                del changed[at + (len(changed) - at) // 2 :]
    return bytes(changed)


def damage_inside(data: bytes, rng: random.Random) -> bytes:
    """A workbook that unpacks well and has one damaged part."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        names = old.namelist()
        bad = rng.choice(names)
        for name in names:
            new.writestr(name, damage(old.read(name), rng) if name == bad else old.read(name))
    return buffer.getvalue()


def check(count: int, *, seed: int = 1) -> tuple[Counter[str], list[str]]:
    """Outcomes by kind of file, and the tracebacks of what should not happen.

    Args:
        count: files of each kind.
        seed: of the damage.
    """
    from engine.datasets import read_records

    rng = random.Random(seed)
    outcomes: Counter[str] = Counter()
    failures: list[str] = []
    with tempfile.TemporaryDirectory() as name, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl's remarks on odd files
        folder = Path(name)
        for kind, (format_, data) in whole_files(folder).items():
            for number in range(count):
                path = folder / f"damaged{Path(kind).suffix}"
                inside = path.suffix == ".xlsx" and number % 4 > 1
                path.write_bytes(damage_inside(data, rng) if inside else damage(data, rng))
                try:
                    read_records(path, format=format_ if number % 2 else None, fps=FPS)
                    outcomes[f"{kind}: read"] += 1
                except DatasetError:
                    outcomes[f"{kind}: refused"] += 1
                except Exception:  # noqa: BLE001 - this is what the benchmark looks for
                    failures.append(f"{kind}, file {number}\n{traceback.format_exc()}")
    return outcomes, failures


def main() -> int:
    """Print the outcomes; 1 where anything but a sentence came out."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    start = time.process_time()
    outcomes, failures = check(count)
    for name, number in sorted(outcomes.items()):
        print(f"{name:>24} {number:5d}")
    for failure in failures[:5]:
        print(failure)
    took = time.process_time() - start
    print(f"{outcomes.total() + len(failures)} damaged files, {len(failures)} crashes, {took:.0f} s CPU")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
