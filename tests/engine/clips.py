"""Clips whose every frame carries its own number as a barcode, so that a test can tell which frame it was given.

Barcode: the bottom strip in 24 cells: white start, 20 bits (lowest first), even parity, black stop, one spare.
"""

import struct
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np

CELLS, CELL, BITS = 24, 10, 20
WIDTH, HEIGHT, STRIP = CELLS * CELL, 96, 16


def picture(number: int, *, width: int = WIDTH, height: int = HEIGHT) -> np.ndarray:
    """A moving texture with the barcode of `number`: uint8 [H, W, 3]."""
    wave = np.outer(np.cos((np.arange(height) - 2 * number) / 11), np.sin((np.arange(width) + 3 * number) / 17))
    image = np.repeat((110 + 60 * wave).astype(np.uint8)[..., np.newaxis], 3, axis=2)
    bits = [number >> bit & 1 for bit in range(BITS)]
    cells = [1, *bits, sum(bits) % 2, 0, 0]
    strip = np.repeat(np.array(cells, np.uint8) * 255, width // CELLS)
    image[height - STRIP :, : len(strip)] = strip[:, np.newaxis]
    return image


def number_of(image: np.ndarray) -> int | None:
    """The number in the barcode of a BGR or gray picture; None where it cannot be read."""
    middle = image[-STRIP // 2 - 3 : -STRIP // 2 + 3]
    row = middle.reshape(6, image.shape[1], -1).mean(axis=(0, 2))
    cell = image.shape[1] // CELLS
    cells = row[: CELLS * cell].reshape(CELLS, cell)[:, cell // 3 : 2 * cell // 3].mean(axis=1) > 127
    bits = cells[1 : 1 + BITS]
    if not cells[0] or cells[BITS + 2] or bits.sum() % 2 != cells[BITS + 1]:
        return None
    return int(sum(1 << position for position, bit in enumerate(bits) if bit))


@dataclass(frozen=True)
class Clip:
    """A recipe: container by suffix, encoder options, and when each frame is shown (in ticks of `base`)."""

    suffix: str
    codec: str = "libx264"
    options: dict[str, str] = field(default_factory=dict)
    rate: int = 30
    pixels: str = "yuv420p"
    base: Fraction | None = None
    ticks: Callable[[int], int] = int
    container: dict[str, str] = field(default_factory=dict)
    rotation: float | None = None

    def write(self, path: Path, count: int, *, width: int = WIDTH, height: int = HEIGHT) -> Path:
        """Encode frames ``0 .. count - 1`` into `path` (the suffix is added)."""
        path = path.with_suffix(self.suffix)
        base = self.base or Fraction(1, self.rate)
        with av.open(str(path), "w", options=self.container) as output:
            stream = output.add_stream(self.codec, rate=self.rate, options={"threads": "1", **self.options})
            stream.width, stream.height, stream.pix_fmt = width, height, self.pixels
            stream.time_base = stream.codec_context.time_base = base
            if self.rotation is not None:
                stream.set_display_rotation(self.rotation)
            for number in range(count):
                frame = av.VideoFrame.from_ndarray(picture(number, width=width, height=height), format="bgr24")
                frame.pts, frame.time_base = self.ticks(number), base
                output.mux(stream.encode(frame))
            output.mux(stream.encode(None))
        return path


def vfr_ticks(number: int) -> int:
    """Irregular times in 1/90000 s, with a pause of 0.23 s every 100 frames."""
    return int((number + 0.3 * np.sin(number * 1.7) + number // 100 * 7) * 3000)


SHARED = 72


def shared_ticks(number: int) -> int:
    """A steady rate in 1/90000 s, but that frame 72 follows the one before it by less than Matroska's millisecond."""
    return 3000 * number if number != SHARED else 3000 * (SHARED - 1) + 20


OPEN_GOP = "open-gop=1:scenecut=0:keyint=60:min-keyint=60:repeat-headers=1"
CLIPS = {
    "h264-gop250": Clip(".mp4", options={"bf": "3", "g": "250", "sc_threshold": "0"}),
    "h264-gop15": Clip(".mp4", options={"bf": "3", "g": "15"}),
    "h264-open-gop": Clip(".mp4", options={"bf": "3", "x264-params": OPEN_GOP}),
    "intra-refresh": Clip(".mp4", options={"x264-params": "intra-refresh=1:scenecut=0:bframes=0:keyint=60"}),
    "variable-rate": Clip(".mp4", options={"bf": "3", "g": "100"}, base=Fraction(1, 90000), ticks=vfr_ticks),
    "mpeg-ts": Clip(".ts", options={"bf": "3", "g": "60"}),
    "ts-open-gop": Clip(".ts", options={"bf": "3", "x264-params": OPEN_GOP}, ticks=lambda number: number + 150),
    "mkv-starts-at-5s": Clip(".mkv", options={"bf": "3", "g": "60"}, ticks=lambda number: number + 150),
    "mkv-shared-stamp": Clip(".mkv", options={"bf": "3", "g": "60"}, base=Fraction(1, 90000), ticks=shared_ticks),
    "mjpeg-avi": Clip(".avi", codec="mjpeg", pixels="yuvj420p"),
    "200-fps": Clip(".mp4", options={"bf": "2", "g": "100"}, rate=200),
    "h264-avi": Clip(".avi", options={"bf": "3", "g": "50"}),
    "raw-h264": Clip(".h264", options={"bf": "3", "g": "50"}),
    "mpeg4-avi": Clip(".avi", codec="mpeg4", options={"bf": "2", "g": "50", "b": "2M"}),
    "hevc-open-gop": Clip(
        ".mov", codec="libx265", options={"x265-params": "keyint=60:open-gop=1:log-level=none:pools=none"}
    ),
    "vp9": Clip(".webm", codec="libvpx-vp9", options={"g": "60", "cpu-used": "8", "deadline": "realtime"}),
    "vp8": Clip(".webm", codec="libvpx", options={"g": "60", "cpu-used": "8", "deadline": "realtime", "b": "1M"}),
}


def write_images(folder: Path, numbers: Sequence[int], *, pattern: str = "{}.png") -> Path:
    """A folder of images named by `pattern`, each carrying its number."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in numbers:
        assert cv2.imwrite(str(folder / pattern.format(number)), picture(number))
    return folder


def png(width: int, height: int) -> bytes:
    """A grey PNG of one value, written a row at a time: a few kB whatever its size."""
    row, packer = b"\0" + b"\x80" * width, zlib.compressobj()
    packed = [packer.compress(row) for _ in range(height)]
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)),
        (b"IDAT", b"".join([*packed, packer.flush()])),
        (b"IEND", b""),
    )
    chunks = [
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def packets(path: Path) -> Iterator["av.Packet"]:
    """The video packets of a file."""
    with av.open(str(path)) as container:
        yield from (packet for packet in container.demux(video=0) if packet.size)


def remux(source: Path, target: Path, *, skip: int = 0, shift: int = 0, options: dict[str, str] | None = None) -> Path:
    """Copy the packets from number `skip` on into `target`, their times moved by `shift` ticks."""
    with av.open(str(source)) as container, av.open(str(target), "w", options=options or {}) as output:
        stream = output.add_stream_from_template(container.streams.video[0])
        for number, packet in enumerate(container.demux(video=0)):
            if packet.size and number >= skip:
                packet.pts, packet.dts = packet.pts + shift, packet.dts + shift
                packet.stream = stream
                output.mux(packet)
    return target


def cut_clips(folder: Path, count: int, *, frames: int = 90) -> list[Path]:
    """Clips of equal length cut from one file without encoding them again, as ``ffmpeg -ss … -t 3 -c copy`` does."""
    # Every packet stands alone for its time, so that all clips have the same frame table.
    options = {"g": str(frames), "sc_threshold": "0", "bf": "0"}
    whole = Clip(".mp4", options=options).write(folder / "whole", count * frames)
    clips = []
    for number in range(count):
        target = folder / f"clip{number:02}.mp4"
        with av.open(str(whole)) as container, av.open(str(target), "w") as output:
            stream = output.add_stream_from_template(container.streams.video[0])
            found = (packet for packet in container.demux(video=0) if packet.size)
            for packet in list(found)[number * frames : (number + 1) * frames]:
                ticks = number * frames * packet.duration
                packet.pts, packet.dts = packet.pts - ticks, packet.dts - ticks
                packet.stream = stream
                output.mux(packet)
        clips.append(target)
    return clips


EDIT_LIST_CUT = 60


def write_edit_list(folder: Path, count: int, **size: int) -> Path:
    """An MP4 whose edit list hides its first 60 frames (a lossless cut): it shows the numbers ``60 .. count - 1``."""
    whole = CLIPS["h264-gop250"].write(folder / "whole", count, **size)
    ticks = round(1 / (CLIPS["h264-gop250"].rate * float(next(packets(whole)).time_base)))
    options = {"avoid_negative_ts": "disabled", "use_editlist": "1"}
    return remux(whole, folder / "edit-list.mp4", shift=-EDIT_LIST_CUT * ticks, options=options)


def set_edits(path: Path, target: Path, edits: Sequence[tuple[float, float]]) -> Path:
    """A copy of an MP4 file with other edits: seconds to show, and seconds into the medium (-1: nothing is shown)."""
    data = bytearray(path.read_bytes())
    _, place = boxes_to(data, (b"moov", b"trak", b"mdia", b"mdhd"))
    ticks = int.from_bytes(data[place + 20 : place + 24])
    parents, place = boxes_to(data, (b"moov", b"trak", b"edts", b"elst"))
    old = int.from_bytes(data[place : place + 4])
    first = int.from_bytes(data[place + 20 : place + 24])  # where the only edit begins: after the reordering
    told = [(round(1000 * shown), -1 if at < 0 else first + round(at * ticks)) for shown, at in edits]
    body = struct.pack(">II", 0, len(told)) + b"".join(struct.pack(">IiI", *one, 1 << 16) for one in told)
    data[place : place + old] = struct.pack(">I4s", 8 + len(body), b"elst") + body
    for parent in parents:
        size = int.from_bytes(data[parent : parent + 4]) + 8 + len(body) - old
        data[parent : parent + 4] = size.to_bytes(4)
    target.write_bytes(data)
    return target


def boxes_to(data: bytes, names: Sequence[bytes]) -> tuple[list[int], int]:
    """Places of the boxes around an MP4 box, and its own (ISO/IEC 14496-12, 4.2)."""
    places: list[int] = []
    at = 0
    for name in names:
        while data[at + 4 : at + 8] != name:
            at += int.from_bytes(data[at : at + 4])
        places.append(at)
        at += 8
    return places[:-1], places[-1]


def overwrite(path: Path, number: int) -> None:
    """Fill packet `number` of a file with zeros."""
    packet = next(packet for index, packet in enumerate(packets(path)) if index == number)
    with path.open("r+b") as file:
        file.seek(packet.pos)
        file.write(bytes(packet.size))
