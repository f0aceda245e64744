"""Pictures through a codec and back, in memory: what a recording leaves of them."""

import io
from collections.abc import Iterable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import IO

import av
import cv2
import numpy as np

from engine.types import UInt8


def through_h264(grays: Iterable[UInt8], *, crf: int, preset: str = "veryfast") -> list[UInt8]:
    """Grey pictures after H.264 with a constant rate factor; uint8 [H, W] with even sides."""
    buffer = io.BytesIO()
    write_h264(buffer, grays, crf=crf, preset=preset)
    buffer.seek(0)
    with av.open(buffer, "r") as container:
        return [np.asarray(frame.to_ndarray(format="gray"), np.uint8) for frame in container.decode(video=0)]


def write_h264(target: Path | IO[bytes], grays: Iterable[UInt8], *, crf: int, preset: str = "veryfast") -> None:
    """Write grey pictures as H.264 in MP4, 30 frames a second; one thread and no macroblock tree: reproducible."""
    where = str(target) if isinstance(target, Path) else target
    with av.open(where, "w", format="mp4") as container:
        stream = None
        for gray in grays:
            if stream is None:
                stream = container.add_stream("libx264", rate=Fraction(30))
                stream.height, stream.width = gray.shape
                stream.pix_fmt = "yuv420p"
                stream.options = {"crf": str(crf), "preset": preset, "x264-params": "threads=1:mbtree=0"}
            container.mux(stream.encode(av.VideoFrame.from_ndarray(gray, format="gray")))
        if stream is not None:
            container.mux(stream.encode())


def through_jpeg(grays: Iterable[UInt8], *, quality: int) -> Iterator[UInt8]:
    """Grey pictures after JPEG."""
    for gray in grays:
        _, packed = cv2.imencode(".jpg", gray, [cv2.IMWRITE_JPEG_QUALITY, quality])
        yield np.asarray(cv2.imdecode(packed, cv2.IMREAD_GRAYSCALE), np.uint8)
