"""A video file as a source: every frame by its exact index."""

import math
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Self, cast

import cv2
import numpy as np
from av.error import FFmpegError
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from engine.content import fast_digest
from engine.errors import SourceError
from engine.messages import Said
from engine.types import EVEN, UInt8, VideoInfo
from engine.video.container import Reader
from engine.video.frame import Frame
from engine.video.frame_table import NO_PICTURE, FrameTable, build_table
from engine.video.layout import changed_note, fitted, orientation_of
from engine.video.levels import Deep, Levels, levels_of
from engine.video.opening import NOBODY, Opening
from engine.video.table_cache import load_table, store_table

# Decoding on for a few pictures is cheaper than a seek to a keyframe nearby.
SEEK_COST = 8
# Less than this is missing at the end of many sound files: announced lengths are rounded, and last pictures hidden.
LEAST_MISSING_S, LEAST_MISSING = 0.5, 0.02
# AVCOL_SPC_* of libav: not told, and the three matrices that all are BT.601.
UNTOLD, BT601 = 2, frozenset({2, 5, 6})
BT709 = 1
# Untold colours of a picture at least this high are BT.709, as players take them.
HD_HEIGHT = 720
FULL_RANGE = 2
# Pixel formats whose numbers are read as they are where they fill a part of their range only, by colour or grey.
DEEP_GRAY, DEEP_COLOUR = ("gray16le", "grayf32le"), ("rgb48le", "gbrpf32le")
# Pictures looked at, besides the first: for the range of deep pictures and for changes of size.
SPREAD = 6
PLANAR_8_BIT = frozenset({"yuv420p", "yuv422p", "yuv444p", "nv12"})


@dataclass(frozen=True, slots=True)
class Geometry:
    """How the pictures of one file are shown.

    Attributes:
        width, height: of the upright first picture, in px; all others are fitted to it.
        levels: of pictures with more than 8 bits that libswscale would show dark; None: it converts them well.
    """

    width: int
    height: int
    levels: Levels | None = None

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in px."""
        return self.width, self.height


Known = tuple[FrameTable, Geometry, VideoInfo]


def full_range(luma: UInt8, out: UInt8 | None = None) -> UInt8:
    """Limited-range luma uint8 [H, W] as full range, rounded as libswscale does; into `out` where it fits."""
    from engine.video import luma_kernels  # the compiler is loaded with the first analysis, not with the first video

    gray = _room(luma, out)
    luma_kernels.gray_of_601(luma, gray)
    return gray


def _room(luma: UInt8, out: UInt8 | None) -> UInt8:
    return out if out is not None and out.shape == luma.shape else np.empty(luma.shape, np.uint8)


@dataclass(frozen=True, slots=True, eq=False)
class VideoPicture:
    """A decoded picture, kept as the decoder left it (half the size of BGR)."""

    stored: VideoFrame
    geometry: Geometry

    @property
    def nbytes(self) -> int:
        """Bytes of all planes."""
        return sum(plane.buffer_size for plane in self.stored.planes)

    @property
    def refitted(self) -> bool:
        """Whether the picture has another size or shape than the first one."""
        return orientation_of(self.stored).size(self.stored.width, self.stored.height) != self.geometry.size

    def gray(self, out: UInt8 | None = None) -> UInt8:
        """See `Frame.gray`."""
        stored, levels = self.stored, self.geometry.levels
        if levels is not None:
            pixels = _deep(stored, levels)
            return self._upright(pixels if pixels.ndim == 2 else _gray_of(pixels))
        if self.is_plain_601:
            # The same values as the conversion below at a fraction of its cost.
            return self._upright(full_range(_plane(stored, 0), out))
        if self.is_plain_709:
            return self._upright(_gray_of_709(stored, out))
        return self._upright(np.asarray(stored.to_ndarray(format="gray", threads=1), np.uint8))

    @property
    def is_plain_601(self) -> bool:
        """Whether the picture's grey follows from its luma alone, and is computed here."""
        stored = self.stored
        is_limited = stored.colorspace in BT601 and stored.color_range != FULL_RANGE
        return is_limited and stored.format.name in PLANAR_8_BIT and self.geometry.levels is None

    @property
    def is_plain_709(self) -> bool:
        """Whether the picture is of the kind that HD cameras write, whose grey is computed here."""
        stored = self.stored
        is_limited = stored.colorspace == BT709 and stored.color_range != FULL_RANGE
        return is_limited and stored.format.name == "yuv420p" and self.geometry.levels is None

    def bgr(self) -> UInt8:
        """See `Frame.bgr`."""
        stored, levels = self.stored, self.geometry.levels
        if levels is not None:
            pixels = _deep(stored, levels)
            return self._upright(_colour_of(pixels) if pixels.ndim == 2 else pixels)
        is_709 = stored.colorspace == BT709 or (
            stored.colorspace == UNTOLD and min(stored.height, stored.width) >= HD_HEIGHT
        )
        source = "ITU709" if is_709 else None
        array = stored.to_ndarray(format="bgr24", src_colorspace=source, threads=1)
        return self._upright(np.asarray(array, np.uint8))

    def _upright(self, pixels: UInt8) -> UInt8:
        return fitted(orientation_of(self.stored).upright(pixels), self.geometry.size)


def _plane(stored: VideoFrame, number: int) -> UInt8:
    """View of one plane of 8 bits."""
    plane = stored.planes[number]
    whole = np.frombuffer(memoryview(plane), np.uint8)
    return whole.reshape(plane.height, plane.line_size)[:, : plane.width]


def _gray_of_709(stored: VideoFrame, out: UInt8 | None) -> UInt8:
    from engine.video import luma_kernels  # the compiler is loaded with the first analysis, not with the first video

    luma = _plane(stored, 0)
    gray = _room(luma, out)
    luma_kernels.gray_of_709(luma, _plane(stored, 1), _plane(stored, 2), gray)
    return gray


def _gray_of(pixels: UInt8) -> UInt8:
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY), np.uint8)


def _colour_of(pixels: UInt8) -> UInt8:
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_GRAY2BGR), np.uint8)


def _numbers(stored: VideoFrame) -> Deep:
    """A deep picture's own numbers: [H, W], or [H, W, 3] in the order red, green, blue."""
    name = stored.format.name
    formats = DEEP_GRAY if name.startswith("gray") else DEEP_COLOUR
    return cast(Deep, stored.to_ndarray(format=formats["f16" in name or "f32" in name], threads=1))


def _deep(stored: VideoFrame, levels: Levels) -> UInt8:
    """A deep picture in 8 bits: [H, W], or [H, W, 3] in the order blue, green, red."""
    pixels = levels.shown(_numbers(stored))
    return pixels if pixels.ndim == 2 else np.ascontiguousarray(pixels[..., ::-1])


def _is_deep(stored: VideoFrame) -> bool:
    """Whether the numbers of a picture may fill a part of their range only: formats of 10 and 12 bits say their own."""
    return any(component.bits >= 16 for component in stored.format.components)


class VideoFile:
    """A video file. Sequential reading decodes on; anything else seeks to the keyframe below and decodes up to it."""

    def __init__(
        self, path: Path, *, opening: Opening = NOBODY, fps: float | None = None, known: "Known | None" = None
    ) -> None:
        if fps is not None and not (math.isfinite(fps) and fps > 0):
            raise SourceError(Said("The frame rate must be a number above 0, such as 30 or 200."))
        self._reader = Reader(path)
        self._run: Iterator[tuple[int | None, VideoFrame]] = iter(())
        # Entry the run began at (-1: the file's start), and the first index that it decodes exactly.
        self._entry, self._exact_from = -1, 0
        # Last picture at or below the index read, first picture above it.
        self._held: tuple[int, VideoFrame] | None = None
        self._next: tuple[int, VideoFrame] | None = None
        try:
            if known is not None:
                self._table, self._geometry, self.info = known
            else:
                fast = fast_digest(path)
                self._table = load_table(self._reader, fast) or self._number(path, fast, opening)
                self._reader.palettes = self._table.palettes
                self._geometry, self.info = self._describe(path, fast)
                self.info = self.info if fps is None else self.info.at_rate(fps)
            self._reader.palettes = self._table.palettes
        except BaseException:
            self._reader.close()
            raise

    def _number(self, path: Path, fast: str, opening: Opening) -> FrameTable:
        """Make the frame table, the first picture being shown meanwhile, and keep it for the next time."""
        first = next((picture for _, picture in self._reader.run() if not picture.is_corrupt), None)
        if first is not None:
            picture = VideoPicture(first, _geometry([first]))
            _check_colours(picture, path)
            opening.first_picture(Frame(0, damaged=False, picture=picture))
        self._reader.reopen()
        self._table = build_table(self._reader, opening)
        self._reader.palettes = self._table.palettes
        table = replace(self._table, warnings=(*self._table.warnings, *self._changed_size()))
        store_table(path, table, fast)
        return table

    def _spread(self) -> Iterator[tuple[int, VideoFrame]]:
        """Some pictures over the whole file with their frame indices, the first among them, those cheap to decode."""
        entries = self._table.entries
        yield 0, self._picture(0)[0]
        for index in sorted(
            {entries[(len(entries) - 1) * part // SPREAD].index for part in range(SPREAD + 1) if entries}
        ):
            if 0 < index < len(self._table.times):
                yield index, self._picture(index)[0]

    def _changed_size(self) -> tuple[str, ...]:
        """The sentence where the pictures do not keep their size or shape; empty where they do, as far as seen."""
        first: tuple[int, int] | None = None
        for index, picture in self._spread():
            size = orientation_of(picture).size(picture.width, picture.height)
            first = first or size
            if size != first:
                return (changed_note(first, size, index),)
        return ()

    def read(self, index: int) -> Frame:
        """See `Source.read`."""
        if not 0 <= index < len(self._table.times):
            raise IndexError(index)
        stored, damaged = self._picture(index)
        picture = VideoPicture(stored, self._geometry)
        return Frame(index, damaged, picture, key=bool(stored.key_frame), refitted=picture.refitted)

    def frames(self, start: int = 0, stop: int | None = None) -> Iterator[Frame]:
        """See `Source.frames`."""
        for index in range(start, self.info.n_frames if stop is None else stop):
            yield self.read(index)

    def decode_start(self, index: int) -> int:
        """See `Source.decode_start`."""
        entry = self._table.entry_before(index)
        if self._held is not None and self._can_roll(index, entry):
            return min(index, self._held[0] + 1)
        return self._entry_index(entry)

    def twin(self) -> "VideoFile":
        """See `Source.twin`."""
        return VideoFile(self.info.path, known=(self._table, self._geometry, self.info))

    def close(self) -> None:
        """See `Source.close`."""
        self._run, self._held, self._next = iter(()), None, None
        self._reader.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _picture(self, index: int) -> tuple[VideoFrame, bool]:
        """The picture of `index`, or the nearest earlier one and True."""
        entry = self._table.entry_before(index)
        if not self._can_roll(index, entry):
            self._start(entry)
        step = 1
        while True:
            held = self._roll(index) if index >= self._exact_from else None
            if held is not None and held[0] == index:
                return held[1], False
            # Damage counts as real only if decoding began before the frame's own keyframe: a seek can land late,
            # and a keyframe may need pictures before it (open groups).
            is_sure = held is not None and held[0] >= self._exact_from and self._entry < entry
            if is_sure or self._entry < 0:
                break
            self._start(max(-1, self._entry - step))
            step *= 2
        found = held or self._next
        if found is None:
            raise SourceError(
                Said(
                    "“{name}” cannot be read any more: check the drive and open it again.", name=self._reader.path.name
                )
            )
        return found[1], True

    def _can_roll(self, index: int, entry: int) -> bool:
        """Whether decoding on from where the run stands is right, and not dearer than a seek."""
        if self._held is None or self._held[0] > index or index < self._exact_from:
            return False
        if self._held[0] == index or (self._next is not None and self._next[0] > index):
            return True
        return index - self._held[0] <= index - self._entry_index(entry) + SEEK_COST

    def _entry_index(self, entry: int) -> int:
        return self._table.entries[entry].index if entry >= 0 else 0

    def _start(self, entry: int) -> None:
        self._entry, self._held = entry, None
        entries = self._table.entries
        self._run = self._reader.run(entries[entry].key if entry >= 0 else None, ordinals=self._table.ordinals)
        self._next = self._pull()
        self._exact_from = self._entry_index(entry)
        if entry >= 0 and (self._next is None or self._next[0] > self._exact_from):
            # A late first picture means a gradual refresh (or damage): exact only from the next keyframe on.
            self._exact_from = entries[entry + 1].index if entry + 1 < len(entries) else len(self._table.times)

    def _roll(self, index: int) -> tuple[int, VideoFrame] | None:
        """Decode up to `index`: the last picture at or below it; the first one above stays in `_next`."""
        while self._held is None or self._held[0] < index:
            if self._next is None:
                self._next = self._pull()
            if self._next is None or self._next[0] > index:
                break
            self._held, self._next = self._next, None
        return self._held

    def _pull(self) -> tuple[int, VideoFrame] | None:
        """The next displayed, undamaged picture."""
        for identity, picture in self._run:
            index = self._table.index_of(identity)
            if index is not None and not picture.is_corrupt and (self._held is None or index > self._held[0]):
                return index, picture
        return None

    def _describe(self, path: Path, fast: str) -> tuple[Geometry, VideoInfo]:
        if len(self._table.times) == 0:
            raise SourceError(Said(NO_PICTURE, name=path.name))
        first, _ = self._picture(0)
        geometry = _geometry([picture for _, picture in self._spread()] if _is_deep(first) else [first])
        _check_colours(VideoPicture(first, geometry), path)
        fps, constant = _rate(self._table, float(self._reader.stream.average_rate or 0))
        info = VideoInfo(
            path=path,
            kind="video",
            n_frames=len(self._table.times),
            width=geometry.width,
            height=geometry.height,
            fps=fps,
            times=self._table.times,
            constant_rate=constant,
            codec=self._reader.stream.codec_context.name,
            size_bytes=path.stat().st_size,
            table_digest=self._table.digest(),
            fast_digest=fast,
            assumed_times=not self._table.has_times,
            forward_only=not self._table.entries,
            start_s=self._table.start_s,
            player_zero_s=self._reader.player_zero_s if self._table.has_times else 0.0,
            last_s=self._table.last_s,
            warnings=(
                *self._table.warnings,
                *_cut_off(float(self._table.times[-1]) + 1 / fps, self._reader.stream),
                *_picture_warnings(first, self._reader),
                *((geometry.levels.note,) if geometry.levels is not None else ()),
            ),
        )
        return geometry, info


def _geometry(pictures: Sequence[VideoFrame]) -> Geometry:
    """The geometry of a file whose first picture comes first."""
    first, levels = pictures[0], None
    if _is_deep(first):
        with suppress(FFmpegError, ValueError):  # of a pixel format whose numbers cannot be had
            levels = levels_of(_numbers(picture) for picture in pictures if _is_deep(picture))
    return Geometry(*orientation_of(first).size(first.width, first.height), levels)


def _check_colours(picture: VideoPicture, path: Path) -> None:
    """Fail now, with a sentence, where libswscale does not know the pixel format."""
    try:
        picture.bgr()
        if not (picture.is_plain_601 or picture.is_plain_709):
            picture.gray()
    except (FFmpegError, ValueError):
        name = picture.stored.format.name
        raise SourceError(
            Said(
                "The colours of “{name}” ({name2}) cannot be converted: convert it to H.264 MP4.",
                name=path.name,
                name2=name,
            )
        ) from None


def _rate(table: FrameTable, announced: float) -> tuple[float, bool]:
    """Mean displayed rate in Hz, and whether all intervals agree (one tick of rounding allowed)."""
    if len(table.times) < 2:
        return announced or 25.0, True
    intervals = np.diff(table.times)
    median = float(np.median(intervals))
    constant = bool(np.all(np.abs(intervals - median) <= EVEN * median + table.tick))
    return len(intervals) / float(table.times[-1]), constant


def _cut_off(end_s: float, stream: VideoStream) -> tuple[str, ...]:
    """The sentence for a file whose pictures end well before the length that it announces for them."""
    announced_s = _announced_seconds(stream)
    late_s = 0.0
    if "mp4" in stream.container.format.name and stream.start_time and stream.time_base is not None:
        # The edits of an MP4 file may count the time before its first picture.
        late_s = max(0.0, float(stream.start_time * stream.time_base))
    if announced_s - late_s - end_s < max(LEAST_MISSING_S, LEAST_MISSING * announced_s):
        return ()
    return (
        Said(
            "The file announces {announced_s:.1f} s of video but holds {end_s:.1f} s: it was cut off; copy "
            "it again if the rest matters.",
            announced_s=announced_s,
            end_s=end_s,
        ),
    )


def _announced_seconds(stream: VideoStream) -> float:
    """Length of a stream by its header, or by the tag that Matroska writers leave; 0 where nothing tells it."""
    if stream.container.format.name == "avi" and stream.frames and stream.time_base is not None:
        # A tick is a frame there; without the index at the end libav tells the length of what is left.
        return float(stream.frames * stream.time_base)
    if stream.duration is not None and stream.time_base is not None:
        return float(stream.duration * stream.time_base)
    # Written in the locale of the program that wrote the file: some have a decimal comma.
    told = stream.metadata.get("DURATION", "").replace(",", ".")
    tag = re.fullmatch(r"([0-9]+):([0-9]{2}):([0-9]{2}(?:[.][0-9]+)?)", told)
    if tag is None or stream.time_base is None:
        return 0.0
    start_s = float((stream.start_time or 0) * stream.time_base)
    return int(tag[1]) * 3600 + int(tag[2]) * 60 + float(tag[3]) - start_s


def _picture_warnings(first: VideoFrame, reader: Reader) -> tuple[str, ...]:
    found = []
    if first.interlaced_frame:
        found.append(Said("The video is interlaced: each frame mixes two moments, so fast motion shows comb edges."))
    if reader.stream.sample_aspect_ratio not in (None, 0, 1):
        found.append(Said("The video stores non-square pixels: faces look narrower or wider than they are."))
    return tuple(found)
