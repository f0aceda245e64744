"""Short face clips in several formats, and random damage to their bytes."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from tests.engine import scenes

# suffix, codec, pixel format, options
FORMATS: dict[str, tuple[str, str, str, dict[str, str]]] = {
    "h264-mp4": (".mp4", "libx264", "yuv420p", {"g": "12", "bf": "2", "movflags": "faststart"}),
    "h264-mkv": (".mkv", "libx264", "yuv420p", {"g": "12", "bf": "2"}),
    "h264-ts": (".ts", "libx264", "yuv420p", {"g": "12", "bf": "2"}),
    "mjpeg-avi": (".avi", "mjpeg", "yuvj420p", {"qmin": "2", "qmax": "3"}),
    "mpeg4-avi": (".avi", "mpeg4", "yuv420p", {"g": "12"}),
    "vp9-webm": (".webm", "libvpx-vp9", "yuv420p", {"g": "12", "cpu-used": "8", "deadline": "realtime"}),
    "hevc-mov": (".mov", "libx265", "yuv420p", {"x265-params": "keyint=12:log-level=none:pools=none:crf=12"}),
}


def write_clip(
    path: Path,
    frames: Sequence[np.ndarray],
    *,
    kind: str = "h264-mp4",
    rate: Fraction = Fraction(30),
    ticks: Sequence[int] | None = None,
    pixels: str | None = None,
    rotation: float | None = None,
    lossless: bool = False,
    title: str | None = None,
) -> Path:
    """Encode grey frames.

    Args:
        path: file to write; the format's suffix is added.
        frames: uint8 [H, W] each.
        kind: one of `FORMATS`.
        rate: frames a second.
        ticks: time of every frame in 1/90000 s instead of a constant rate.
        pixels: pixel format instead of the format's own.
        rotation: display rotation to store, in degrees counterclockwise.
        lossless: keep every bit of the luma (H.264 only).
        title: title to store in the file.
    """
    suffix, codec, own_pixels, options = FORMATS[kind]
    path = path.with_suffix(suffix)
    base = 1 / rate if ticks is None else Fraction(1, 90000)
    extra = {"qp": "0", "preset": "ultrafast"} if lossless and codec == "libx264" else {}
    with av.open(str(path), "w", options={key: options[key] for key in options if key == "movflags"}) as output:
        if title is not None:
            output.metadata["title"] = title
        coding = {key: value for key, value in options.items() if key != "movflags"}
        stream = output.add_stream(codec, rate=rate, options={"threads": "1", **coding, **extra})
        stream.height, stream.width = frames[0].shape
        stream.pix_fmt = pixels or own_pixels
        stream.time_base = stream.codec_context.time_base = base
        if rotation is not None:
            stream.set_display_rotation(rotation)
        for number, gray in enumerate(frames):
            frame = av.VideoFrame.from_ndarray(np.repeat(gray[..., np.newaxis], 3, axis=2), format="bgr24")
            frame.pts, frame.time_base = (number if ticks is None else ticks[number]), base
            output.mux(stream.encode(frame))
        output.mux(stream.encode(None))
    return path


def base_clips(folder: Path, *, count: int = 40, side: int = 160) -> list[Path]:
    """One clip a format."""
    frames = list(scenes.person(count, side=side))
    return [write_clip(folder / kind, frames, kind=kind) for kind in FORMATS]


def damaged(data: bytes, rng: np.random.Generator) -> bytes:
    """`data` with one to four random injuries.

    Flipped bits; a stretch that is zeroed, random, lost, doubled or copied from elsewhere; an early end.
    """
    content = bytearray(data)
    for _ in range(rng.integers(1, 5)):
        if len(content) < 64:
            break
        start = int(rng.integers(len(content)))
        length = int(min(len(content) - start, 2 ** rng.integers(0, 13)))
        stretch = slice(start, start + length)
        match int(rng.integers(7)):
            case 0:
                for position in rng.integers(len(content), size=rng.integers(1, 64)).tolist():
                    content[position] ^= 1 << int(rng.integers(8))
            case 1:
                content[stretch] = bytes(length)
            case 2:
                content[stretch] = rng.bytes(length)
            case 3:
                del content[stretch]
            case 4:
                content[start:start] = content[stretch]
            case 5:
                other = int(rng.integers(len(content) - length + 1))
                content[stretch] = content[other : other + length]
            case _:
                del content[start:]
    return bytes(content)
