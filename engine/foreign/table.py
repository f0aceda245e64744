"""Tables of numbers by frame or time, whatever tool wrote them: CSV and its kin, Parquet, NPZ, EDF."""

import hashlib
import io
import zipfile
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from engine.datasets.text.delimited import DELIMITERS, without_sep
from engine.datasets.text.encoding import text_of
from engine.datasets.text.guard import LARGEST_UNPACKED, read_file
from engine.datasets.text.numbers import decimal
from engine.errors import DatasetError
from engine.foreign.columns import ForeignTable, OwnClock
from engine.messages import Said, template
from engine.types import Float64

TEXTS: Final = (".csv", ".tsv", ".txt")
ENDINGS: Final = (*TEXTS, ".parquet", ".npz", ".edf")
# A column of which fewer cells are numbers holds words.
LEAST_NUMBERS = 0.5
NO_LIBRARY = template("“{name}” needs a library that is not installed here: run “pip install metst[signals]”.")


def read_table(path: Path) -> ForeignTable:
    """Read a table by the ending of its file.

    Raises:
        DatasetError: the file is missing, damaged, of another kind or holds no numbers, or a library is missing.
    """
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        raise DatasetError(
            Said("“{name}” is no table of curves; give one of {endings}.", name=path.name, endings=ENDINGS)
        )
    data = read_file(path)
    digest = hashlib.sha256(data).hexdigest()
    try:
        if ending == ".edf":
            table = _edf(path, data, digest)
        elif ending == ".npz":
            table = ForeignTable(path.name, digest, _npz(path, data))
        else:
            table = _framed(path, data, digest)
    except (ValueError, LookupError, TypeError, OSError, EOFError, zipfile.BadZipFile, MemoryError) as error:
        raise DatasetError(
            Said("“{name}” is damaged ({why}); export it again.", name=path.name, why=f"{error}"[:200])
        ) from error
    if not table.columns:
        raise DatasetError(Said("“{name}” holds no column of numbers; give a table of curves.", name=path.name))
    return table


def _framed(path: Path, data: bytes, digest: str) -> ForeignTable:
    import pandas as pd

    if path.suffix.lower() == ".parquet":
        try:
            frame = pd.read_parquet(io.BytesIO(data))
        except ImportError as error:
            raise DatasetError(Said(NO_LIBRARY, name=path.name)) from error
    else:
        body, mark = without_sep(text_of(data, path.name).text)
        first = next((line for line in body.splitlines() if line.strip()), "")
        delimiter = mark or max(DELIMITERS, key=first.count)
        try:
            frame = pd.read_csv(io.StringIO(body), sep=delimiter, skipinitialspace=True, low_memory=False)
        except pd.errors.ParserError as error:
            raise DatasetError(
                Said("“{name}” is not a CSV file ({why}); export it again.", name=path.name, why=f"{error}"[:200])
            ) from error
    columns: dict[str, Float64] = {}
    words: dict[str, tuple[str, ...]] = {}
    for label, series in frame.items():
        name = str(label).strip()
        if series.dtype.kind in "biuf":
            columns[name] = series.to_numpy(np.float64, na_value=np.nan)
        elif series.dtype.kind in "mM":
            columns[name] = (series - series.iloc[0]).dt.total_seconds().to_numpy(np.float64)
        else:
            texts = tuple("" if pd.isna(one) else str(one) for one in series)
            numbers = np.array([np.nan if (value := decimal(one)) is None else value for one in texts])
            if len(texts) and np.isfinite(numbers).mean() >= LEAST_NUMBERS:
                columns[name] = numbers
            else:
                words[name] = texts
    return ForeignTable(path.name, digest, columns, words)


def _npz(path: Path, data: bytes) -> dict[str, Float64]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(one.file_size for one in archive.infolist()) > LARGEST_UNPACKED:
            raise DatasetError(
                Said("“{name}” unpacks to more than {size} MiB.", name=path.name, size=LARGEST_UNPACKED >> 20)
            )
    found: dict[str, NDArray[Any]] = {}
    with np.load(io.BytesIO(data), allow_pickle=False) as stored:
        for name in stored.files:
            array = stored[name]
            if array.dtype.kind not in "biuf" or array.ndim not in (1, 2):
                continue
            if array.ndim == 1:
                found[name] = array
            else:
                found |= {f"{name}_{number}": array[:, number] for number in range(array.shape[1])}
    length = max((len(one) for one in found.values()), default=0)
    return {name: one.astype(np.float64) for name, one in found.items() if len(one) == length}


def _edf(path: Path, data: bytes, digest: str) -> ForeignTable:
    try:
        import edfio
    except ImportError as error:
        raise DatasetError(Said(NO_LIBRARY, name=path.name)) from error
    recording = edfio.read_edf(data)
    if not recording.is_continuous:
        raise DatasetError(
            Said(
                "“{name}” is a recording with gaps (EDF+D), whose samples have no even clock: export it as EDF+C.",
                name=path.name,
            )
        )
    columns: dict[str, Float64] = {}
    clocks: dict[str, OwnClock] = {}
    units: dict[str, str] = {}
    for signal in recording.signals:
        name = signal.label
        while name in columns:
            name += "'"
        columns[name] = np.asarray(signal.data, np.float64)
        clocks[name] = OwnClock(float(signal.sampling_frequency))
        units[name] = signal.physical_dimension
    return ForeignTable(path.name, digest, columns, clocks=clocks, units=units)
