"""Images as a source: a folder of them in natural order, or the pages of one TIFF file; gaps, damage, deep values."""

import hashlib
import math
import os
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.content import fast_digest, is_image, natural_key
from engine.errors import SourceError
from engine.limits import MAX_IMAGE_PIXELS
from engine.messages import Said
from engine.types import UInt8, VideoInfo, frozen
from engine.video.frame import Frame
from engine.video.layout import changed_note, fitted
from engine.video.levels import NO_NUMBERS, Deep, Levels, levels_of, sampled
from engine.video.tiff_pages import TIFF_SUFFIXES, Page, page_file, picture_pages

DEFAULT_FPS = 30.0
AS_STORED = cv2.IMREAD_ANYCOLOR | cv2.IMREAD_ANYDEPTH
# Of one image that is read whole; a stack of pages is not.
MAX_FILE_BYTES = 1 << 29
# Of one TIFF page: deep colours of 100 million px would be more than the memory that analysing should need.
MAX_UNPACKED_BYTES = 800_000_000
# Images looked at when a folder is opened, besides the first.
SPREAD = 6
# Dates and clocks as cameras and scripts write them into names.
DATE = re.compile(r"(?<!\d)(19|20)\d\d([-_.]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?!\d{3}(?!\d))")
CLOCK = re.compile(r"(?<!\d)([01]\d|2[0-3])([-_.:h])[0-5]\d([-_.:m])[0-5]\d(?!\d)")
CLOCK_DIGITS = re.compile(r"([01]\d|2[0-3])[0-5]\d[0-5]\d{4}")
ONE_O_CLOCK = 10_000_000
# Seconds since 1970 from 2000 to 2100, and what they are counted in.
SINCE, UNTIL = 946_684_800, 4_102_444_800
EPOCH_UNITS = (1, 10**3, 10**6, 10**9)


@dataclass(frozen=True, slots=True, eq=False)
class ImagePicture:
    """A decoded image.

    Attributes:
        pixels: uint8 [H, W] or [H, W, 3] (BGR).
        refitted: whether it is stored in another size or shape than the first.
    """

    pixels: UInt8
    refitted: bool = False

    @property
    def nbytes(self) -> int:
        """Bytes of the array."""
        return self.pixels.nbytes

    def gray(self, out: UInt8 | None = None) -> UInt8:  # noqa: ARG002 - the picture is kept
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


class _Place(NamedTuple):
    """Where one frame lies: a file, and the page in it where it is a TIFF."""

    file: Path
    page: Page | None
    alone: bool


class ImageFolder:
    """The images of one folder in natural order (``2.jpg`` before ``10.jpg``), one frame each; a page of a TIFF each.

    A gap in the numbering makes no frame; an image that cannot be decoded keeps its index and shows the nearest
    earlier one. Images of another size or shape than the first are fitted to it.
    """

    def __init__(self, path: Path, *, fps: float | None = None) -> None:
        """Open.

        Args:
            path: folder, or one TIFF file of several pages.
            fps: frames a second; None: `DEFAULT_FPS`.

        Raises:
            SourceError: there are no images, or none can be decoded.
        """
        rate = DEFAULT_FPS if fps is None else float(fps)
        if not (math.isfinite(rate) and rate > 0):
            raise SourceError(Said("The frame rate of an image folder must be a number above 0, such as 30 or 200."))
        files = _list_images(path) if path.is_dir() else [(path, path.stat().st_size)]
        self._places = [place for file, _ in files for place in _places(file)]
        self._last: tuple[int, ImagePicture] | None = None
        self._damaged: set[int] = set()
        self._levels: dict[str, Levels | None] = {}
        first = self._first_shape(path)
        self._size = (first[1], first[0])
        self.info = VideoInfo(
            path=path,
            kind="images",
            n_frames=len(self._places),
            width=self._size[0],
            height=self._size[1],
            fps=rate,
            times=frozen(np.arange(len(self._places), dtype=np.float64) / rate),
            constant_rate=True,
            codec=_codec(files[0][0]),
            size_bytes=sum(size for _, size in files),
            table_digest=_digest(files),
            fast_digest=fast_digest(path),
            warnings=(*_gap_warning([file for file, _ in files]), *self._look_around()),
        )

    def read(self, index: int) -> Frame:
        """See `Source.read`."""
        if not 0 <= index < len(self._places):
            raise IndexError(index)
        # Earlier images first, nearest first; where none of them can be decoded, the later ones.
        for candidate in (*range(index, -1, -1), *range(index + 1, len(self._places))):
            picture = self._picture(candidate)
            if picture is not None:
                self._last = (candidate, picture)
                return Frame(index, candidate != index, picture, refitted=picture.refitted)
        raise SourceError(
            Said(
                "The images of “{name}” are gone: check the drive and open the folder again.", name=self.info.path.name
            )
        )

    def frames(self, start: int = 0, stop: int | None = None) -> Iterator[Frame]:
        """See `Source.frames`."""
        for index in range(start, len(self._places) if stop is None else stop):
            yield self.read(index)

    def decode_start(self, index: int) -> int:
        """See `Source.decode_start`: every image stands alone."""
        return index

    def twin(self) -> "ImageFolder":
        """See `Source.twin`."""
        twin = object.__new__(ImageFolder)
        twin.info, twin._places, twin._size = self.info, self._places, self._size
        twin._last, twin._damaged, twin._levels = None, set(self._damaged), dict(self._levels)
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

    def _first_shape(self, path: Path) -> tuple[int, ...]:
        """Shape of the first image that can be decoded."""
        too_large = 0
        for place in self._places:
            try:
                return _decode(place).shape
            except _UndecodableError as error:
                too_large += error.too_large
        count = len(self._places)
        if too_large == count:
            raise SourceError(
                Said(
                    "The images of “{name}” are larger than {max_image_pixels} million px: scale them down.",
                    name=path.name,
                    max_image_pixels=MAX_IMAGE_PIXELS // 1000000,
                )
            )
        raise SourceError(
            Said("None of the {count} images in “{name}” can be decoded: copy them again.", count=count, name=path.name)
        )

    def _look_around(self) -> tuple[str, ...]:
        """Look at some images of the whole folder: sets the levels of deep ones; sentences on these and on sizes."""
        last = len(self._places) - 1
        deep: dict[str, list[Deep]] = {}
        changed = ""
        for index in sorted({last * part // SPREAD for part in range(SPREAD + 1)}):
            with suppress(_UndecodableError):
                pixels = _decode(self._places[index])
                size = (pixels.shape[1], pixels.shape[0])
                if size != self._size:
                    changed = changed or changed_note(self._size, size, index)
                if pixels.dtype != np.uint8:
                    deep.setdefault(pixels.dtype.str, []).append(sampled(pixels))
        self._levels = {kind: levels_of(pictures) for kind, pictures in deep.items()}
        notes = [NO_NUMBERS if levels is None else levels.note for levels in self._levels.values()]
        return (*([changed] if changed else []), *notes)

    def _picture(self, index: int) -> ImagePicture | None:
        if self._last is not None and self._last[0] == index:
            return self._last[1]
        if index in self._damaged:
            return None
        try:
            pixels = self._shown(_decode(self._places[index]))
        except _UndecodableError:
            self._damaged.add(index)
            return None
        is_other = (pixels.shape[1], pixels.shape[0]) != self._size
        return ImagePicture(frozen(np.ascontiguousarray(fitted(pixels, self._size))), refitted=is_other)

    def _shown(self, pixels: NDArray[Any]) -> UInt8:
        """An image as it is shown, in 8 bits."""
        if pixels.dtype == np.uint8:
            return pixels
        kind = pixels.dtype.str
        if kind not in self._levels:
            self._levels[kind] = levels_of([pixels])
        levels = self._levels[kind]
        return np.zeros(pixels.shape, np.uint8) if levels is None else levels.shown(pixels)


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
        raise SourceError(
            Said("“{name}” may not be read: ask its owner for permission, or copy it.", name=path.name)
        ) from None
    if not found:
        raise SourceError(
            Said(
                "“{name}” holds no images: choose a folder of JPEG, PNG, BMP or TIFF files, or a video.", name=path.name
            )
        )
    return sorted(found, key=lambda item: (natural_key(item[0].name), item[0].name))


def _places(file: Path) -> list[_Place]:
    """The frames of one file: its pages where it is a TIFF."""
    if file.suffix.lower() in TIFF_SUFFIXES:
        with suppress(OSError):
            pages = picture_pages(file)
            return [_Place(file, page, len(pages) == 1) for page in pages] or [_Place(file, None, alone=True)]
    return [_Place(file, None, alone=True)]


class _UndecodableError(Exception):
    """An image cannot be shown."""

    def __init__(self, *, too_large: bool = False) -> None:
        super().__init__()
        self.too_large = too_large


def _decode(place: _Place) -> NDArray[Any]:
    """The image in its own numbers: [H, W] or [H, W, 3] (BGR), turned as its EXIF says.

    Raises:
        _UndecodableError: it is damaged, gone, or too large.
    """
    if place.page is not None and place.page.nbytes > MAX_UNPACKED_BYTES:
        raise _UndecodableError(too_large=True)
    try:
        data = _packed(place)
        pixels = cv2.imdecode(data, AS_STORED) if data.size else None
    except OSError:
        raise _UndecodableError from None
    except cv2.error as error:
        # OpenCV's own check of the announced size (engine/__init__.py sets its limit).
        raise _UndecodableError(too_large=error.func == "validateInputImageSize") from None
    if pixels is None or pixels.ndim not in (2, 3) or (pixels.ndim == 3 and pixels.shape[2] != 3) or not pixels.size:
        raise _UndecodableError
    return pixels


def _packed(place: _Place) -> UInt8:
    """The bytes of one image; empty where it is damaged."""
    if place.page is not None and not place.alone:
        return np.frombuffer(page_file(place.file, place.page) or b"", np.uint8)
    size = place.file.stat().st_size
    if not size:  # some of the kernel's announce none, and are waited for
        return np.zeros(0, np.uint8)
    if size > MAX_FILE_BYTES:
        raise _UndecodableError(too_large=True)
    # Reading the bytes here keeps non-ASCII paths working on Windows.
    return np.fromfile(place.file, np.uint8)


def _codec(path: Path) -> str:
    suffix = path.suffix.lower().lstrip(".")
    return {"jpg": "jpeg", "tif": "tiff"}.get(suffix, suffix)


def _digest(files: list[tuple[Path, int]]) -> str:
    told = "\n".join(f"{file.name}\t{size}" for file, size in files)
    return hashlib.sha256(told.encode("utf-8", "surrogateescape")).hexdigest()


def _gap_warning(paths: list[Path]) -> tuple[str, ...]:
    """One sentence where the last number in the names counts on and skips values; none where it is a time."""
    matches = [re.search(r"(\d+)\D*$", path.stem) for path in paths]
    texts = [match.group(1) for match in matches if match is not None]
    if len(texts) < len(paths) or len(paths) < 2 or _tell_times([path.stem for path in paths], texts):
        return ()
    numbers = [int(text) for text in texts]
    steps = [after - before for before, after in pairwise(numbers)]
    usual = min(steps)
    is_counter = usual > 0 and all(step % usual == 0 for step in steps) and 2 * steps.count(usual) >= len(steps)
    if not is_counter or max(steps) == usual:
        return ()
    missing = sum(step // usual - 1 for step in steps)
    first = next(number + usual for number, step in zip(numbers, steps, strict=False) if step > usual)
    return (
        Said(
            "{missing} numbers are missing between the image names (the first is {first}); frames follow the images.",
            missing=missing,
            first=first,
        ),
    )


def _tell_times(names: list[str], numbers: list[str]) -> bool:
    """Whether names tell when images were taken: then a step of the last number is no count of images.

    A date or a clock in the names; or last numbers that are all seconds since 1970 (or thousandths, millionths or
    thousand-millionths of one), or all hours, minutes, seconds and thousandths in nine digits.
    """
    if all(DATE.search(name) or CLOCK.search(name) for name in names):
        return True
    if all(any(SINCE <= int(text) / unit < UNTIL for unit in EPOCH_UNITS) for text in numbers):
        return True
    return all(CLOCK_DIGITS.fullmatch(text) and int(text) >= ONE_O_CLOCK for text in numbers)
