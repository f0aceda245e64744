"""A folder of images as a source: natural order, gaps in the numbering, damaged images."""

import hashlib
import math
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from types import TracebackType
from typing import Self

import cv2
import numpy as np

from engine.content import fast_digest, is_image, natural_key
from engine.errors import SourceError
from engine.types import UInt8, VideoInfo, frozen
from engine.video.frame import Frame

DEFAULT_FPS = 30.0


@dataclass(frozen=True, slots=True, eq=False)
class ImagePicture:
    """A decoded image: uint8 [H, W] or [H, W, 3] (BGR), as stored."""

    pixels: UInt8

    @property
    def nbytes(self) -> int:
        """Bytes of the array."""
        return self.pixels.nbytes

    def gray(self) -> UInt8:
        """See `Frame.gray`."""
        return (
            self.pixels
            if self.pixels.ndim == 2
            else np.asarray(cv2.cvtColor(self.pixels, cv2.COLOR_BGR2GRAY), np.uint8)
        )

    def bgr(self) -> UInt8:
        """See `Frame.bgr`."""
        return (
            self.pixels
            if self.pixels.ndim == 3
            else np.asarray(cv2.cvtColor(self.pixels, cv2.COLOR_GRAY2BGR), np.uint8)
        )


class ImageFolder:
    """The images of one folder in natural order (``2.jpg`` before ``10.jpg``), one frame each.

    A gap in the numbering makes no frame; an image that cannot be decoded keeps its index and shows the nearest
    earlier one.
    """

    def __init__(self, path: Path, *, fps: float | None = None) -> None:
        rate = DEFAULT_FPS if fps is None else float(fps)
        if not (math.isfinite(rate) and rate > 0):
            raise SourceError("The frame rate of an image folder must be a number above 0, such as 30 or 200.")
        files = _list_images(path)
        self._paths = [file for file, _ in files]
        self._last: tuple[int, ImagePicture] | None = None
        self._damaged: set[int] = set()
        first = self._first_picture(path)
        self._size = (first.pixels.shape[1], first.pixels.shape[0])
        self.info = VideoInfo(
            path=path,
            kind="images",
            n_frames=len(files),
            width=self._size[0],
            height=self._size[1],
            fps=rate,
            times=frozen(np.arange(len(files), dtype=np.float64) / rate),
            constant_rate=True,
            codec=_codec(self._paths[0]),
            size_bytes=sum(size for _, size in files),
            table_digest=_digest(files),
            fast_digest=fast_digest(path),
            warnings=_gap_warning(self._paths),
        )

    def read(self, index: int) -> Frame:
        """See `Source.read`."""
        if not 0 <= index < len(self._paths):
            raise IndexError(index)
        # Earlier images first, nearest first; where none of them can be decoded, the later ones.
        for candidate in (*range(index, -1, -1), *range(index + 1, len(self._paths))):
            picture = self._picture(candidate)
            if picture is not None:
                self._last = (candidate, picture)
                return Frame(index, candidate != index, picture)
        raise SourceError(f"The images of “{self.info.path.name}” are gone: check the drive and open the folder again.")

    def frames(self, start: int = 0, stop: int | None = None) -> Iterator[Frame]:
        """See `Source.frames`."""
        for index in range(start, len(self._paths) if stop is None else stop):
            yield self.read(index)

    def decode_start(self, index: int) -> int:
        """See `Source.decode_start`: every image stands alone."""
        return index

    def twin(self) -> "ImageFolder":
        """See `Source.twin`."""
        twin = object.__new__(ImageFolder)
        twin.info, twin._paths, twin._size = self.info, self._paths, self._size
        twin._last, twin._damaged = None, set(self._damaged)
        return twin

    def close(self) -> None:
        """See `Source.close`."""
        self._last = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _first_picture(self, folder: Path) -> ImagePicture:
        for file in self._paths:
            pixels = _decode(file)
            if pixels is not None:
                return ImagePicture(pixels)
        raise SourceError(f"None of the {len(self._paths)} images in “{folder.name}” can be decoded: copy them again.")

    def _picture(self, index: int) -> ImagePicture | None:
        if self._last is not None and self._last[0] == index:
            return self._last[1]
        pixels = None if index in self._damaged else _decode(self._paths[index])
        if pixels is None:
            self._damaged.add(index)
            return None
        if (pixels.shape[1], pixels.shape[0]) != self._size:
            pixels = np.asarray(cv2.resize(pixels, self._size, interpolation=cv2.INTER_AREA), np.uint8)
        return ImagePicture(pixels)


def _list_images(path: Path) -> list[tuple[Path, int]]:
    """Images of the folder with their sizes in bytes, in natural order."""
    try:
        with os.scandir(path) as entries:
            found = [
                (Path(entry.path), entry.stat().st_size)
                for entry in entries
                if is_image(entry.name) and entry.is_file()
            ]
    except PermissionError:
        raise SourceError(f"“{path.name}” may not be read: ask its owner for permission, or copy it.") from None
    if not found:
        raise SourceError(
            f"“{path.name}” holds no images: choose a folder of JPEG, PNG, BMP or TIFF files, or a video."
        )
    return sorted(found, key=lambda item: (natural_key(item[0].name), item[0].name))


def _decode(path: Path) -> UInt8 | None:
    """The image as uint8 [H, W] or [H, W, 3], or None where it cannot be decoded."""
    try:
        # Reading the bytes here keeps non-ASCII paths working on Windows.
        data = np.fromfile(path, np.uint8)
        pixels = cv2.imdecode(data, cv2.IMREAD_ANYCOLOR) if data.size else None
    except (OSError, cv2.error):
        return None
    return None if pixels is None else frozen(np.ascontiguousarray(pixels, np.uint8))


def _codec(path: Path) -> str:
    suffix = path.suffix.lower().lstrip(".")
    return {"jpg": "jpeg", "tif": "tiff"}.get(suffix, suffix)


def _digest(files: list[tuple[Path, int]]) -> str:
    return hashlib.sha256("\n".join(f"{file.name}\t{size}" for file, size in files).encode()).hexdigest()


def _gap_warning(paths: list[Path]) -> tuple[str, ...]:
    """One sentence where the last number in the names skips values."""
    matches = [re.search(r"(\d+)\D*$", path.stem) for path in paths]
    if not all(matches) or len(paths) < 2:
        return ()
    numbers = [int(match.group(1)) for match in matches if match is not None]
    steps = [after - before for before, after in pairwise(numbers)]
    usual = min(steps)
    if usual <= 0 or max(steps) == usual:
        return ()
    missing = sum(step // usual - 1 for step in steps)
    first = next(number + usual for number, step in zip(numbers, steps, strict=False) if step > usual)
    return (f"{missing} numbers are missing between the image names (the first is {first}); frames follow the images.",)
