"""Writing single frames and short clips of a source, read anew from the original."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import cast

import av
import cv2
import numpy as np
from av.error import FFmpegError
from av.video.stream import VideoStream

from engine.errors import SourceError
from engine.files import replacing
from engine.messages import Said
from engine.types import UInt8, VideoInfo
from engine.video.source import Source

# Ticks a second of a clip: fine enough for every usual frame rate.
TICKS = 90_000
# Lossless in Matroska; in MP4 so good that no difference is seen, for programs that play nothing else.
CODECS = {".mkv": ("ffv1", "bgr0", {}), ".mp4": ("libx264", "yuv420p", {"crf": "10", "preset": "medium"})}
PICTURES = frozenset({".png", ".jpg", ".jpeg", ".bmp", ".tif", ".tiff"})
# The burnt-in line is one 28th of the picture high, at least 14 px.
LINE_SHARE, SMALLEST_LINE = 28, 14


def write_frame(source: Source, index: int, path: Path, *, numbered: bool = False) -> None:
    """Write one frame as a picture; PNG keeps every pixel.

    Args:
        source: an open source.
        index: frame index.
        path: picture file; the suffix says the format.
        numbered: whether a line below the picture says which frame it is.

    Raises:
        SourceError: the frame is damaged, or the file cannot be written.
    """
    picture = _picture(source, index, numbered)
    if path.suffix.lower() not in PICTURES:
        raise SourceError(Said("“{suffix}” is no picture format METST writes: choose .png.", suffix=path.suffix))
    _, data = cv2.imencode(path.suffix, picture)
    with _replacing(path) as temporary:
        data.tofile(temporary)


def write_clip(
    source: Source,
    first: int,
    last: int,
    path: Path,
    *,
    numbered: bool = False,
    tell: Callable[[int], object] = int,
) -> None:
    """Write the frames ``first .. last`` (inclusive) with their own times, without sound.

    Args:
        source: an open source.
        first: frame index the clip starts with.
        last: frame index it ends with.
        path: ``.mkv`` (lossless) or ``.mp4`` (H.264, 4:2:0).
        numbered: whether a line below each picture says which frame it is.
        tell: told how many frames are written, after each.

    Raises:
        SourceError: a frame is damaged, or the file cannot be written.
    """
    if path.suffix.lower() not in CODECS:
        raise SourceError(
            Said("“{suffix}” is no video format METST writes: choose .mkv (lossless) or .mp4.", suffix=path.suffix)
        )
    codec, pixels, options = CODECS[path.suffix.lower()]
    times = source.info.times
    with _replacing(path) as temporary, av.open(str(temporary), "w") as output:
        added = output.add_stream(codec, rate=max(1, round(source.info.fps)), options={"threads": "1", **options})
        stream = cast(VideoStream, added)
        stream.pix_fmt = pixels
        stream.time_base = stream.codec_context.time_base = Fraction(1, TICKS)
        for index in range(first, last + 1):
            picture = _picture(source, index, numbered)
            # H.264 with 4:2:0 needs even sides: one row or column is repeated where there is an odd number.
            if pixels == "yuv420p":
                picture = np.pad(picture, ((0, picture.shape[0] % 2), (0, picture.shape[1] % 2), (0, 0)), mode="edge")
            if index == first:
                stream.height, stream.width = picture.shape[:2]
            frame = av.VideoFrame.from_ndarray(picture, format="bgr24")
            frame.pts, frame.time_base = round(float(times[index] - times[first]) * TICKS), Fraction(1, TICKS)
            output.mux(stream.encode(frame))
            tell(index - first + 1)
        output.mux(stream.encode(None))


def frame_line(info: VideoInfo, index: int) -> str:
    """Which frame it is, as it is burnt in."""
    return Said(
        "frame {index}  1-based {index2}  {times:.3f} s  {name}",
        index=index,
        index2=index + 1,
        times=info.times[index],
        name=info.path.name,
    )


def _picture(source: Source, index: int, numbered: bool) -> UInt8:
    frame = source.read(index)
    if frame.damaged:
        raise SourceError(Said("Frame {index} is damaged in the original: it cannot be exported.", index=index))
    picture = frame.bgr()
    if not numbered:
        return picture
    height = max(SMALLEST_LINE, picture.shape[0] // LINE_SHARE)
    line = np.zeros((height + height // 2, picture.shape[1], 3), np.uint8)
    text = frame_line(source.info, index).encode("ascii", "replace").decode()
    scale = height / 30
    (width, _), _ = cv2.getTextSize(text, cv2.FONT_HERSHEY_SIMPLEX, scale, 1)
    scale *= min(1.0, 0.97 * picture.shape[1] / width)
    place = (max(2, picture.shape[1] // 100), height)
    cv2.putText(line, text, place, cv2.FONT_HERSHEY_SIMPLEX, scale, (255, 255, 255), 1, cv2.LINE_AA)
    return np.asarray(np.vstack([picture, line]), np.uint8)


@contextmanager
def _replacing(path: Path) -> Iterator[Path]:
    """A file beside `path` that takes its place when all is written, and vanishes when it is not."""
    try:
        with replacing(path) as temporary:
            yield temporary
    except (OSError, FFmpegError) as error:
        reason = getattr(error, "strerror", None) or Said("write error")
        raise SourceError(
            Said("“{name}” cannot be written ({why}): choose another folder.", name=path.name, why=reason)
        ) from None
