"""Packets and decoded pictures of one video stream, tolerant of damage; and why a file cannot be opened."""

import codecs
import os
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import av
from av.codec.context import Flags
from av.container import InputContainer
from av.error import FFmpegError
from av.packet import Packet, PacketSideData
from av.stream import Disposition
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from engine.errors import SourceError
from engine.messages import Said, template

# 8K. Decoders keep up to seventeen pictures, so that much larger ones would fill the memory.
MAX_PIXELS = 8192 * 4608
# Playlists and streams could reach the network; METST opens local files only.
LOCAL_ONLY = {"protocol_whitelist": "file"}
BOUNDED = {"max_pixels": str(MAX_PIXELS)}
# Colours of a paletted picture: 256 of 4 bytes (libavutil, AV_PIX_FMT_PAL8).
PALETTE, PALETTE_BYTES = 0, 1024
# libav reads any .txt file as a "video" of a text terminal.
NOT_VIDEO = frozenset({"tty"})
# Formats that name other files: those could change while the list stays, so no digest of the list is one of the video.
LISTS = frozenset({"concat", "dash", "dvdvideo", "hls", "imf", "rtsp", "sdp", "webm_dash_manifest"})
LIST_ENDINGS = frozenset({".m3u8", ".m3u", ".ffconcat", ".mpd", ".sdp", ".pls", ".xspf", ".asx", ".ismc"})
LIST_REFUSED = template(
    "“{name}” is a list that names other files, not a recording: open the recording itself, or join its parts into "
    "one file first (ffmpeg -i list -c copy joined.mp4)."
)
# MPEG transport and program streams have no index: libav searches them by the dts of any packet.
SEEK_BY_DTS = frozenset({"mpegts", "mpeg"})
SNIFFED_BYTES = 4096
# AVFMT_NOTIMESTAMPS of libavformat: a format that tells no times.
NO_TIMES = 0x80


# Where each palette of a file begins (pts, or dts where pts cannot be trusted), in order, and its bytes.
Palettes = tuple[tuple[int, bytes], ...]


@dataclass(frozen=True, slots=True)
class Key:
    """A keyframe, in stream ticks.

    Attributes:
        stamp: what it is known by: its pts, or its dts where pts cannot be trusted.
        seek: timestamp at which the container's seek lands on it.
    """

    stamp: int
    seek: int


class Reader:
    """One open video stream: its packets from the start, or its pictures from any keyframe on.

    Attributes:
        path: the file.
        stream: the video stream; replaced whenever the file is opened anew.
        palettes: the file's palettes. They come with one packet only, which a seek passes over.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.palettes: Palettes = ()
        self._container, self.stream = _open(path)
        self._is_untouched = True

    @property
    def seeks_by_dts(self) -> bool:
        """Whether the container's seek compares dts; by pts it would land behind the keyframe."""
        return self._container.format.name in SEEK_BY_DTS

    @property
    def is_raw(self) -> bool:
        """Whether the file is a bare stream (.h264, .mjpeg, .m2v), whose packets have neither times nor places.

        libav makes up both, and its seeks land amid a picture.
        """
        form = self._container.format
        return bool(form.flags & NO_TIMES) or form.name.endswith("_pipe")

    @property
    def player_zero_s(self) -> float:
        """What the file's clock shows where mpv shows second 0: the file's start, but 0 for MP4 (ADR 0021)."""
        begin = self._container.start_time
        return 0.0 if begin is None or "mp4" in self._container.format.name else begin / av.time_base

    def packets(self) -> Iterator["Packet[VideoStream]"]:
        """Non-empty packets from where the container stands; a read error ends them early."""
        self._is_untouched = False
        with suppress(FFmpegError):
            yield from (packet for packet in self._container.demux(self.stream) if packet.size)

    def run(
        self, key: Key | None = None, *, ordinals: Mapping[int, int] | None = None
    ) -> Iterator[tuple[int | None, VideoFrame]]:
        """Decode in presentation order from a keyframe on.

        Nothing comes out where the container cannot seek to that keyframe or lands behind it; it may begin earlier.

        Args:
            key: the keyframe; None is the very start of the file.
            ordinals: dts -> packet number of every keyframe, for files whose pts cannot be trusted.

        Yields:
            identity of the picture (its pts, or its packet number where `ordinals` is given) and the picture.
        """
        number, latest = -1, None
        for packet in self._packets_from(key, by_dts=ordinals is not None):
            if packet.dts is not None:
                if latest is not None and packet.is_keyframe and packet.dts < latest:
                    # The next edit of an edit list begins: its pictures must not be put among those of the one before.
                    yield from self._rest(by_packet=ordinals is not None)
                    self.stream.codec_context.flush_buffers()
                latest = packet.dts
            if ordinals is not None:
                if number < 0 and key is not None and packet.dts is not None:
                    number = ordinals[packet.dts] - 1
                number += 1
                # A new object each time: PyAV keeps opaques by their id, so equal small ints would lose each other.
                packet.opaque = [number]
            yield from _identified(_decode(packet), by_packet=ordinals is not None)
        yield from self._rest(by_packet=ordinals is not None)

    def _rest(self, *, by_packet: bool) -> Iterator[tuple[int | None, VideoFrame]]:
        """The pictures that the decoder still holds."""
        with suppress(FFmpegError):
            yield from _identified(self.stream.codec_context.decode(None), by_packet=by_packet)

    def packets_at(self, key: Key | None, *, by_dts: bool = False) -> Iterator["Packet[VideoStream]"]:
        """Packets from a keyframe on (known by its pts, or dts), None: from the first byte; none where it is missed."""
        yield from self._packets_from(key, by_dts=by_dts)

    def _packets_from(self, key: Key | None, *, by_dts: bool) -> Iterator["Packet[VideoStream]"]:
        """Packets from the keyframe on, none where the container lands behind it."""
        if key is None:
            self.reopen()
            yield from self.packets()
            return
        if not self._seek(key.seek):
            return
        packets = self.packets()
        for packet in packets:
            if packet.is_keyframe:
                at = packet.dts if by_dts else packet.pts
                if at is None or at > key.stamp:
                    return
                self._give_palette(packet, at)
                yield packet
                break
        yield from packets

    def _give_palette(self, packet: "Packet[VideoStream]", at: int) -> None:
        """Give a packet after a seek the palette that holds there."""
        number = bisect_right(self.palettes, at, key=lambda palette: palette[0])
        if number:
            palette = PacketSideData(PALETTE, PALETTE_BYTES)  # type: ignore[call-arg] # its stub has no constructor
            palette.update(self.palettes[number - 1][1])
            packet.set_sidedata(palette)

    def reopen(self) -> None:
        """Start again at the first byte: the only rewind that every format supports."""
        if self._is_untouched:
            return
        self._container.close()
        self._container, self.stream = _open(self.path)
        self._is_untouched = True

    def close(self) -> None:
        """Release the file."""
        self._container.close()

    def _seek(self, stamp: int) -> bool:
        self._is_untouched = False
        try:
            self._container.seek(stamp, stream=self.stream, backward=True)
        except FFmpegError:
            return False
        return True


def _identified(pictures: list[VideoFrame], *, by_packet: bool) -> Iterator[tuple[int | None, VideoFrame]]:
    for picture in pictures:
        if by_packet:
            number = cast(list[int] | None, picture.opaque)
            yield (None if number is None else number[0]), picture
        else:
            yield picture.pts, picture


def _decode(packet: "Packet[VideoStream]") -> list[VideoFrame]:
    try:
        return packet.decode()
    except FFmpegError:
        return []


def _open(path: Path) -> tuple[InputContainer, VideoStream]:
    _refuse_unreadable(path)
    _refuse_list(path)
    try:
        # "file:" keeps a colon in a relative name from being read as a protocol.
        # Titles in the encoding of some old camera, or damaged ones, are no reason to refuse the pictures.
        container = av.open(f"file:{path}", options=LOCAL_ONLY | BOUNDED, metadata_errors="replace")
    except FFmpegError:
        raise SourceError(_why_unreadable(path)) from None
    try:
        return container, _video_stream(container, path)
    except SourceError:
        container.close()
        raise


def _video_stream(container: InputContainer, path: Path) -> VideoStream:
    if container.format.name in LISTS or container.format.no_file:
        raise SourceError(Said(LIST_REFUSED, name=path.name))
    if container.format.name in NOT_VIDEO:
        raise SourceError(_why_unreadable(path))
    streams = [stream for stream in container.streams.video if not stream.disposition & Disposition.attached_pic]
    if not streams:
        if container.streams.audio:
            raise SourceError(
                Said("“{name}” holds sound but no pictures: choose the recording that shows the face.", name=path.name)
            )
        raise SourceError(Said("“{name}” holds no video: choose a video file or a folder of images.", name=path.name))
    stream = max(streams, key=lambda one: bool(one.disposition & Disposition.default))
    if stream.codec_context is None:
        raise SourceError(
            Said("“{name}” uses a video format this version cannot decode: convert it to H.264 MP4.", name=path.name)
        )
    width, height = stream.codec_context.width, stream.codec_context.height
    if width * height > MAX_PIXELS or not width * height:
        _refuse_too_large(path, stream.index)
    stream.codec_context.options = BOUNDED
    # Frame threads would add latency after each seek; measured faster so on few cores.
    stream.thread_type = "SLICE"
    stream.codec_context.flags |= Flags.copy_opaque
    return stream


def _refuse_too_large(path: Path, index: int) -> None:
    """Raise the sentence where the file announces pictures larger than METST decodes."""
    # Without a decoder, libav leaves the size that the file itself announces.
    with suppress(FFmpegError), av.open(f"file:{path}", options={**LOCAL_ONLY, "codec_whitelist": "none"}) as container:
        context = container.streams[index].codec_context
        width, height = getattr(context, "width", 0), getattr(context, "height", 0)
        if width * height > MAX_PIXELS:
            raise SourceError(
                Said(
                    "The pictures of “{name}” are {width} x {height} px, more than METST shows (8K): scale "
                    "the video down to 4K or less.",
                    name=path.name,
                    width=width,
                    height=height,
                )
            )


def _refuse_unreadable(path: Path) -> None:
    try:
        # What announces no size is not read: some files of the kernel are regular ones that are waited for.
        with path.open("rb") as file:
            empty = not os.fstat(file.fileno()).st_size or not file.read(1)
    except FileNotFoundError:
        raise SourceError(
            Said("“{name}” does not exist: check the path, or whether the drive is connected.", name=path.name)
        ) from None
    except PermissionError:
        raise SourceError(
            Said("“{name}” may not be read: ask its owner for permission, or copy it.", name=path.name)
        ) from None
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else Said("read error")
        raise SourceError(
            Said("“{name}” cannot be read ({why}): check the drive and try again.", name=path.name, why=reason)
        ) from None
    if empty:
        raise SourceError(Said("“{name}” is empty (0 bytes): copy it again from the camera.", name=path.name))


def _refuse_list(path: Path) -> None:
    """Refuse a playlist before libav opens what it names."""
    with path.open("rb") as file:
        head = file.read(SNIFFED_BYTES).lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    is_text = path.suffix.lower() in LIST_ENDINGS and b"\0" not in head
    if is_text or head.startswith((b"#extm3u", b"ffconcat version")) or (head[:1] == b"<" and b"<mpd" in head):
        raise SourceError(Said(LIST_REFUSED, name=path.name))


def _why_unreadable(path: Path) -> str:
    """One sentence on a file that libav does not recognise."""
    with path.open("rb") as file:
        head = file.read(SNIFFED_BYTES)
    if head[4:8] in {b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip"}:
        if "moov" not in _boxes(path):
            return Said(
                "“{name}” was cut off before its index was written: copy it again, or restore it with "
                "a video repair tool.",
                name=path.name,
            )
    elif _is_text(head):
        return Said("“{name}” is a text file, not a video: choose the recording itself.", name=path.name)
    return Said(
        "“{name}” is damaged or not a video METST can read: play it elsewhere to check, or convert it to MP4.",
        name=path.name,
    )


def _boxes(path: Path) -> list[str]:
    """Types of the complete top-level boxes of an MP4 file (ISO/IEC 14496-12, 4.2)."""
    found: list[str] = []
    total = path.stat().st_size
    with path.open("rb") as file:
        while len(header := file.read(16)) >= 8:
            size = int.from_bytes(header[:4])
            if size == 1:
                size = int.from_bytes(header[8:16])
            start = file.tell() - len(header)
            if size < 8 or start + size > total:
                break
            found.append(header[4:8].decode("latin-1"))
            file.seek(start + size)
    return found


def _is_text(head: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return False
    return b"\0" not in head
