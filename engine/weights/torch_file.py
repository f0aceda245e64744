"""Tensors of a file written by ``torch.save``, without torch: the zip form (since torch 1.6) and the older one.

Zip form: one folder with ``data.pkl`` (the object), ``data/<key>`` (raw storages) and perhaps ``byteorder``; records
are stored, not compressed. Older form: pickles of a magic number, a version, the writer's system and the object, a
pickled list of storage keys, then for each key its number of elements (int64) and the raw elements.
"""

import io
import zipfile
import zlib
from collections.abc import Callable, Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from engine.messages import Said
from engine.weights.plain_pickle import DamagedPickleError, Storage, Tensor, read_pickle

LEGACY_MAGIC: Final = 0x1950A86A20F9469CFC6C
LEGACY_VERSION: Final = 1001
MAX_OBJECT_BYTES: Final = 64 * 2**20
Reader = Callable[[Tensor], NDArray[Any]]


def read_torch(content: bytes) -> tuple[Any, Reader]:
    """The saved object with `Tensor` in place of tensors, and the function that reads one.

    Args:
        content: the whole file.

    Raises:
        UnsafePickleError: the file asks for code; nothing was run.
        DamagedPickleError: not a torch file, or damaged.
    """
    if content[:4] == b"PK\x03\x04":
        return _read_zip(content)
    return _read_legacy(content)


def _read_zip(content: bytes) -> tuple[Any, Reader]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        records = {entry.filename: entry for entry in archive.infolist()}
        objects = [name for name in records if name.count("/") == 1 and name.endswith("/data.pkl")]
        if len(objects) != 1 or any(entry.compress_type != zipfile.ZIP_STORED for entry in records.values()):
            raise DamagedPickleError(Said("not a torch archive"))
        root = objects[0].removesuffix("data.pkl")

        def record(name: str, limit: int) -> bytes:
            if records[name].file_size > limit:
                raise DamagedPickleError(Said("a record is larger than it can be"))
            return archive.read(name)

        order = record(f"{root}byteorder", 16) if f"{root}byteorder" in records else b"little"
        value = read_pickle(io.BytesIO(record(objects[0], MAX_OBJECT_BYTES)))
    except _ZIP_ERRORS as error:
        raise DamagedPickleError(str(error)) from error

    def read(tensor: Tensor) -> NDArray[Any]:
        try:
            raw = record(f"{root}data/{tensor.storage.key}", len(content))
        except _ZIP_ERRORS as error:
            raise DamagedPickleError(str(error)) from error
        return _array(tensor, raw, big_endian=order == b"big")

    return value, read


# What zipfile raises on damaged archives, checked by changing bytes at random.
_ZIP_ERRORS: Final = (
    zipfile.BadZipFile,
    zlib.error,
    KeyError,
    ValueError,
    OSError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OverflowError,
    IndexError,
    MemoryError,
)


def _read_legacy(content: bytes) -> tuple[Any, Reader]:
    stream = io.BytesIO(content)
    if content[:1] != b"\x80" or read_pickle(stream) != LEGACY_MAGIC or read_pickle(stream) != LEGACY_VERSION:
        raise DamagedPickleError(Said("not a torch file"))
    system = read_pickle(stream)
    big_endian = isinstance(system, Mapping) and system.get("little_endian") is False
    value = read_pickle(stream)
    keys = read_pickle(stream)
    if not isinstance(keys, list):
        raise DamagedPickleError(Said("no list of storages"))
    kinds = {storage.key: storage for storage in _storages(value)}
    places: dict[str, tuple[int, int]] = {}
    for key in map(str, keys):
        # a storage that no tensor uses cannot be skipped: its element size is unknown
        if key not in kinds:
            raise DamagedPickleError(Said("a storage nobody uses"))
        count = int.from_bytes(stream.read(8), "big" if big_endian else "little")
        begin = stream.tell()
        end = begin + count * _itemsize(kinds[key])
        if count != kinds[key].count or end > len(content):
            raise DamagedPickleError(Said("a storage is cut off"))
        places[key] = begin, end
        stream.seek(end)

    def read(tensor: Tensor) -> NDArray[Any]:
        if tensor.storage.key not in places:
            raise DamagedPickleError(Said("a storage is missing"))
        begin, end = places[tensor.storage.key]
        return _array(tensor, content[begin:end], big_endian=big_endian)

    return value, read


def _storages(value: Any) -> list[Storage]:
    """Storages of all tensors in nested dicts, lists and tuples; every container is visited once."""
    found, seen, waiting = [], set(), [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, Tensor):
            found.append(item.storage)
        elif isinstance(item, dict | list | tuple) and id(item) not in seen:
            seen.add(id(item))
            waiting.extend(item.values() if isinstance(item, dict) else item)
    return found


def _itemsize(storage: Storage) -> int:
    return 2 if storage.kind == "bf16" else np.dtype(storage.kind).itemsize


def _array(tensor: Tensor, raw: bytes, *, big_endian: bool) -> NDArray[Any]:
    """The tensor's values as a read-only view of `raw`; bfloat16 (the upper half of a float32) is widened."""
    kind = "u2" if tensor.storage.kind == "bf16" else tensor.storage.kind
    dtype = np.dtype(kind).newbyteorder(">" if big_endian else "<")
    if len(raw) != tensor.storage.count * dtype.itemsize:
        raise DamagedPickleError(Said("a storage has another size than it says"))
    elements = np.frombuffer(raw, dtype)
    if tensor.storage.kind == "bf16":
        elements = (elements.astype(np.uint32) << 16).view(np.float32)
    strides = [step * elements.itemsize for step in tensor.strides]
    try:
        return np.lib.stride_tricks.as_strided(elements[tensor.offset :], tensor.shape, strides, writeable=False)
    except (ValueError, OverflowError) as error:
        raise DamagedPickleError(str(error)) from error
