"""Which frames a video file has, in presentation order, and where decoding may begin (ADR 0001).

The rules are those of METST's video notes, section 2: discarded packets (edit lists) and undecodable leading and
trailing pictures are no frames; pts are used only where a probe shows that they identify the pictures.
"""

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import islice, pairwise
from typing import TypedDict

import numpy as np
from av.packet import Packet
from av.video.stream import VideoStream

from engine.errors import SourceError
from engine.messages import Said, template
from engine.types import Float64, Int64, frozen
from engine.video.container import PALETTE_BYTES, Key, Palettes, Reader
from engine.video.opening import NOBODY, Opening

PROBED_PICTURES = 96
# Share of the probed pictures that may be out of order where some are damaged.
MAX_DISORDER = 0.05
# No codec reorders by more pictures than its buffer holds (16 in H.264 and HEVC): more means that pts jump back.
MAX_REORDER = 32
# The pictures after the last keyframe are all decoded once; beyond this length that would take too long.
MAX_TAIL = 1500
# Stamps that fewer than this share of the frames have for themselves tell no times.
LEAST_OWN_STAMPS = 0.5
# Keyframes that are sought once, besides the first, to see whether seeks can be believed.
SOUGHT = 6
# Palettes kept of one file, 1 kB each.
MAX_PALETTES = 4096
# Packets and pictures between two words to the listener.
TOLD_EVERY = 1000
DAMAGED = Said("Parts of the file are damaged, so that stepping back is slow.")
NO_STAMPS = frozen(np.zeros(0, np.int64))
NO_PICTURE = template(
    "No picture of “{name}” can be decoded: it is damaged, or its format is unknown; convert it to H.264 MP4."
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A keyframe.

    Attributes:
        index: first frame index that can be decoded from it.
        key: where it is in the file.
    """

    index: int
    key: Key


@dataclass(frozen=True, slots=True, eq=False)
class FrameTable:
    """Every frame of a file.

    Attributes:
        identities: int64 [n], what tells the pictures apart, in presentation order: pts, or packet numbers.
        times: float64 [n], seconds since frame 0, strictly increasing.
        tick: length of one tick of the stream in seconds.
        entries: keyframes in order of index; empty where the file can only be decoded from its start.
        ordinals: None where pts are trusted, else dts -> packet number of the keyframes.
        warnings: sentences for the user.
        palettes: those that come with single packets, for decoding after a seek.
        last_s: how long the last frame is shown, in s; 0: the file does not tell.
        stamps: int64 [n], pts of frames that are told apart by packet, never falling; empty where they tell no times
            or where pts are the identities.
    """

    identities: Int64
    times: Float64
    tick: float
    entries: tuple[Entry, ...]
    ordinals: Mapping[int, int] | None
    warnings: tuple[str, ...]
    palettes: Palettes = ()
    last_s: float = 0.0
    stamps: Int64 = field(default_factory=lambda: NO_STAMPS)
    _index: dict[int, int] = field(init=False)

    def __post_init__(self) -> None:
        pairs = zip(self.identities.tolist(), range(len(self.identities)), strict=True)
        object.__setattr__(self, "_index", dict(pairs))

    def index_of(self, identity: int | None) -> int | None:
        """Frame index of a decoded picture; None where it is not displayed."""
        return None if identity is None else self._index.get(identity)

    def entry_before(self, index: int) -> int:
        """Position in `entries` of the last keyframe from which `index` can be decoded; -1: the file's start."""
        return bisect_right(self.entries, index, key=lambda entry: entry.index) - 1

    @property
    def has_times(self) -> bool:
        """Whether the times are those of the file; else they assume a rate."""
        return self.ordinals is None or len(self.stamps) > 0

    @property
    def start_s(self) -> float:
        """When frame 0 is shown on the file's own clock, in s; 0 where the file tells no times."""
        own = self.identities if self.ordinals is None else self.stamps
        return float(own[0]) * self.tick if len(own) else 0.0

    def digest(self) -> str:
        """Sha256 hex of identities, times and tick."""
        parts = (self.identities.astype("<i8").tobytes(), self.times.astype("<f8").tobytes(), repr(self.tick).encode())
        return hashlib.sha256(b"".join(parts)).hexdigest()


@dataclass(frozen=True, slots=True, eq=False)
class _Packets:
    """What the packets say, in file order."""

    pts: list[int | None]
    dts: list[int | None]
    key: list[bool]
    shown: list[bool]
    palettes: dict[int, bytes]
    length: list[int]
    place: list[int | None]
    corrupt: list[bool]

    def palettes_by(self, stamps: list[int | None]) -> Palettes:
        """The palettes by the stamps of their packets, in order."""
        found = {stamp: palette for number, palette in self.palettes.items() if (stamp := stamps[number]) is not None}
        return tuple(sorted(found.items()))


class _Times(TypedDict):
    """The part of a `FrameTable` that is about times."""

    times: Float64
    tick: float
    stamps: Int64
    last_s: float
    warnings: tuple[str, ...]


def build_table(reader: Reader, opening: Opening = NOBODY) -> FrameTable:
    """Read the packets of the whole file once, decode a few pictures at both ends, and number the frames.

    Args:
        reader: the file, at its start.
        opening: hears of the progress.

    Raises:
        SourceError: no picture can be decoded.
    """
    packets = _scan(reader, opening)
    if not any(packets.shown):
        raise SourceError(Said(NO_PICTURE, name=reader.path.name))
    cut = {packets.pts[-n] for n in range(1, cut_through(packets.corrupt, reader) + 1)} - {None}
    # Only numbers are kept: 96 decoded 4K pictures would take a gigabyte.
    pictures = ((identity, picture.is_corrupt) for identity, picture in islice(reader.run(), PROBED_PICTURES))
    probe = [(identity, corrupt) for identity, corrupt in pictures if identity not in cut]
    if all(corrupt for _, corrupt in probe):
        raise SourceError(Said(NO_PICTURE, name=reader.path.name))
    shown = [pts for pts, is_shown in zip(packets.pts, packets.shown, strict=True) if is_shown]
    pts, lost = [one for one in shown if one is not None], _without_picture(packets, probe)
    if len(pts) + lost == len(shown) and not reader.is_raw and _plausible(pts) and _trusted(probe, sorted(pts)):
        first = min(identity for identity, corrupt in probe if not corrupt and identity is not None)
        return _seekable(reader, packets, _table_by_pts(reader, packets, np.array(sorted(pts), np.int64), first, lost))
    return _seekable(reader, packets, _table_by_packet(reader, packets, opening))


def _seekable(reader: Reader, packets: _Packets, table: FrameTable) -> FrameTable:
    """The table, without keyframes where a seek and reading through the file name other packets by one stamp.

    The index of an AVI file counts packets that are damaged, which reading through it passes over.
    """
    by_dts, entries = table.ordinals is not None, table.entries
    places: dict[int | None, set[int | None]] = {}
    for stamp, place in zip(packets.dts if by_dts else packets.pts, packets.place, strict=True):
        places.setdefault(stamp, set()).add(place)  # an edit list may show one stamp twice
    for number in sorted({(len(entries) - 1) * step // SOUGHT for step in range(SOUGHT + 1)} if entries else ()):
        packet = next(reader.packets_at(entries[number].key, by_dts=by_dts), None)
        if packet is not None and packet.pos not in places.get(packet.dts if by_dts else packet.pts, ()):
            return replace(table, entries=(), warnings=(*table.warnings, DAMAGED))
    return table


def _scan(reader: Reader, opening: Opening) -> _Packets:
    packets = _Packets([], [], [], [], {}, [], [], [])
    size, latest = max(1, reader.path.stat().st_size), b""
    for number, packet in enumerate(reader.packets()):
        if number % TOLD_EVERY == 0:
            opening.progress(min(1.0, (packet.pos or 0) / size))
        packets.pts.append(packet.pts)
        packets.dts.append(packet.dts)
        packets.key.append(packet.is_keyframe)
        packets.shown.append(is_displayed(packet, reader))
        packets.length.append(packet.duration or 0)
        packets.place.append(packet.pos)
        packets.corrupt.append(packet.is_corrupt)
        if packet.has_sidedata("palette") and len(packets.palettes) <= MAX_PALETTES:
            palette = bytes(packet.get_sidedata("palette"))
            if len(palette) == PALETTE_BYTES and palette != latest:
                packets.palettes[number] = latest = palette
    for number in range(1, cut_through(packets.corrupt, reader) + 1):
        packets.shown[-number] = False
    if len(packets.palettes) > MAX_PALETTES:
        # Colours that change all the time are only right when everything before them was decoded.
        packets.palettes.clear()
        packets.key[:] = [False] * len(packets.key)
    return packets


def cut_through(corrupt: list[bool], reader: Reader) -> int:
    """How many packets the file ends in the middle of, by what its packets say in their order.

    Of such a one a part of the picture would come out, the rest being whatever lay in memory. Transport streams mark
    packets before which others were lost as well.
    """
    return 0 if reader.seeks_by_dts or all(corrupt) else next(n for n, one in enumerate(reversed(corrupt)) if not one)


def is_displayed(packet: "Packet[VideoStream]", reader: Reader) -> bool:
    """Whether the picture of a packet is shown.

    VP8 stores pictures that are never shown as packets of their own (RFC 6386, 9.1: show_frame).
    """
    hidden = reader.stream.codec_context.name in {"vp8", "libvpx"} and not bytes(packet)[0] >> 4 & 1
    return not packet.is_discard and not hidden


def _without_picture(packets: _Packets, probe: list[tuple[int | None, bool]]) -> int:
    """How many packets without pts at the start gave no picture; 0 where one did, or where one lies further on.

    A recording cut at an open group keeps pictures before its first keyframe, which cannot be decoded; Matroska has no
    times below 0 for them.
    """
    numbers = [
        at for at, (pts, shown) in enumerate(zip(packets.pts, packets.shown, strict=True)) if shown and pts is None
    ]
    is_sure = all(identity is not None for identity, _ in probe) and max(numbers, default=0) < MAX_REORDER
    return len(numbers) if is_sure else 0


def _plausible(pts: list[int]) -> bool:
    """Whether pts are unique and run forward but for reordering (joined transport streams start again)."""
    order = np.argsort(np.array(pts, np.int64), kind="stable")
    return len(set(pts)) == len(pts) and int(np.abs(order - np.arange(len(pts))).max()) <= MAX_REORDER


def _trusted(probe: list[tuple[int | None, bool]], known: list[int]) -> bool:
    """Whether the pictures come out in the order of their pts, each pts that of a packet.

    Around damage a few may come out of order; files with wrong pts have them wrong throughout.

    Args:
        probe: pts and "is corrupt" of the first pictures, as decoded.
        known: pts of the packets, sorted.
    """
    every = set(known)
    decoded = [identity for identity, _ in probe if identity is not None and identity in every]
    wrong = len(probe) - len(decoded) + sum(before >= after for before, after in pairwise(decoded))
    begun = bisect_left(known, min(decoded, default=0))
    expected = known[begun : begun + max(0, len(probe) - MAX_REORDER)]
    is_damaged = any(corrupt for _, corrupt in probe) or not set(decoded).issuperset(expected)
    return wrong <= (MAX_DISORDER * len(probe) if is_damaged else 0)


def _table_by_pts(reader: Reader, packets: _Packets, pts: Int64, first: int, lost: int) -> FrameTable:
    keys = _keys(packets, by_dts=reader.seeks_by_dts)
    kept = pts[pts >= first]
    last = _last_decodable(reader, keys, kept)
    cut = int(np.count_nonzero(kept > last))
    kept = kept[kept <= last]
    positions = np.searchsorted(kept, [key.stamp for key in keys]).tolist()
    tick = tick_of(reader)
    return FrameTable(
        identities=frozen(kept),
        times=times_by_pts(kept, tick),
        tick=tick,
        entries=tuple(Entry(index, key) for index, key in zip(positions, keys, strict=True) if index < len(kept)),
        ordinals=None,
        warnings=_end_warnings(start=lost + len(pts) - cut - len(kept), end=cut + cut_through(packets.corrupt, reader)),
        palettes=packets.palettes_by(packets.pts),
        last_s=max(0, packets.length[packets.pts.index(int(kept[-1]))]) * tick,
    )


def _keys(packets: _Packets, *, by_dts: bool) -> list[Key]:
    """Keyframes in order of pts."""
    found = {
        pts: Key(pts, dts if by_dts and dts is not None else pts)
        for pts, dts, is_key in zip(packets.pts, packets.dts, packets.key, strict=True)
        if is_key and pts is not None
    }
    return [found[pts] for pts in sorted(found)]


def _last_decodable(reader: Reader, keys: list[Key], pts: Int64) -> int:
    """Pts of the last picture that really decodes, found from the last keyframes."""
    for key in reversed(keys):
        if np.count_nonzero(pts >= key.stamp) > MAX_TAIL:
            break
        found = [identity for identity, picture in reader.run(key) if not picture.is_corrupt and identity is not None]
        if found and max(found) >= key.stamp:
            return max(found)
    return int(pts[-1])


def _table_by_packet(reader: Reader, packets: _Packets, opening: Opening) -> FrameTable:
    """Number the pictures by decoding the whole file: slow, but exact where pts are missing or wrong."""
    order = []
    for count, (identity, picture) in enumerate(reader.run(ordinals={})):
        if count % (TOLD_EVERY // 10) == 0:
            opening.progress(min(1.0, count / len(packets.pts)))
        if not picture.is_corrupt and identity is not None and packets.shown[identity]:
            order.append(identity)
    if not order:
        raise SourceError(
            Said(
                "The frames of “{name}” cannot be told apart: convert it to H.264 MP4 and open that.",
                name=reader.path.name,
            )
        )
    numbers = _with_damaged_slots(order, packets.shown)
    position = {number: index for index, number in enumerate(numbers)}
    dts = [one for one in packets.dts if one is not None]
    seekable = not reader.is_raw and len(dts) == len(packets.dts) and all(a < b for a, b in pairwise(dts))
    keys = [number for number, key in enumerate(packets.key) if key] if seekable else []
    slow = "" if keys else Said(", and stepping back is slow")
    entries = (Entry(position[key], Key(dts[key], dts[key])) for key in keys if key in position)
    return FrameTable(
        identities=frozen(np.array(numbers, np.int64)),
        entries=tuple(sorted(entries, key=lambda entry: entry.index)),
        ordinals={dts[key]: key for key in keys},
        palettes=packets.palettes_by(packets.dts),
        **_times_by_packet(reader, packets, numbers, slow),
    )


def _times_by_packet(reader: Reader, packets: _Packets, numbers: list[int], slow: str) -> _Times:
    """Times of frames that are told apart by packet: from their pts where these tell them, else at a rate."""
    stamps = usable_stamps([packets.pts[number] for number in numbers]) if not reader.is_raw else NO_STAMPS
    if len(stamps):
        tick = tick_of(reader)
        shared = int(np.count_nonzero(np.diff(stamps) == 0))
        told = Said(
            "Frames with the same time stamp as the one before: {count}; they are taken to lie evenly up to the next "
            "time stamp{slow}.",
            count=shared,
            slow=slow,
        )
        return {
            "times": times_by_stamps(stamps, tick),
            "tick": tick,
            "stamps": stamps,
            "last_s": max(0, packets.length[numbers[-1]]) * tick,
            "warnings": (told,) if shared else (DAMAGED,) if slow else (),
        }
    rate = assumed_rate(reader)
    unknown = Said(
        "This file has no usable timestamps: times assume {rate:.4g} frames a second{slow}; an MP4 "
        "or MKV made by the camera is safer.",
        rate=rate,
        slow=slow,
    )
    times = times_by_rate(len(numbers), rate)
    return {"times": times, "tick": 0.0, "stamps": NO_STAMPS, "last_s": 1 / rate, "warnings": (unknown,)}


def usable_stamps(pts: list[int | None]) -> Int64:
    """The pts of frames in order, int64 [n], where they tell when these are shown; empty where they do not."""
    known = [one for one in pts if one is not None]
    if len(known) < len(pts) or len(set(known)) < max(2, LEAST_OWN_STAMPS * len(known)):
        return NO_STAMPS
    stamps = np.array(known, np.int64)
    return frozen(stamps) if (np.diff(stamps) >= 0).all() else NO_STAMPS


def times_by_stamps(stamps: Int64, tick: float) -> Float64:
    """Seconds since the first of int64 [n] stamps that never fall, read-only; those that share one lie evenly."""
    own = np.flatnonzero(np.diff(stamps, prepend=stamps[0] - 1))
    distinct = (stamps[own] - stamps[0]).astype(np.float64)
    end = distinct[-1] + np.median(np.diff(distinct))
    places, values = np.append(own, len(stamps)), np.append(distinct, end)
    return frozen(np.interp(np.arange(len(stamps)), places, values) * tick)


def tick_of(reader: Reader) -> float:
    """Length of one tick of the stream, in s."""
    return float(reader.stream.time_base or Fraction(1, 1000))


def times_by_pts(pts: Int64, tick: float) -> Float64:
    """Seconds since the first of int64 [n] pts, read-only."""
    return frozen((pts - pts[0]).astype(np.float64) * tick)


def times_by_rate(count: int, rate: float) -> Float64:
    """Seconds of frames whose file tells no times, read-only."""
    return frozen(np.arange(count, dtype=np.float64) / rate)


def assumed_rate(reader: Reader) -> float:
    """Frames a second where the pictures carry no times: what the stream itself says before what its container does.

    For raw streams libav's average is 25 by default, whatever their headers say.
    """
    return float(reader.stream.guessed_rate or reader.stream.average_rate or Fraction(25))


def _with_damaged_slots(order: list[int], shown: list[bool]) -> list[int]:
    """Display order of packet numbers, with those that gave no picture put after their predecessor.

    Those before the first and after the last picture are left out.
    """
    rank = {number: (index, 0) for index, number in enumerate(order)}
    last = len(order) - 1
    for number, is_shown in enumerate(shown):
        if number not in rank and number - 1 in rank and is_shown:
            rank[number] = (rank[number - 1][0], number)
    return sorted((number for number in rank if rank[number] <= (last, 0)), key=rank.__getitem__)


def _end_warnings(*, start: int, end: int) -> tuple[str, ...]:
    found = []
    if start:
        found.append(
            Said(
                "The first {start} pictures of the file cannot be decoded; frame 0 is the first that can.", start=start
            )
        )
    if end:
        found.append(Said("The last {end} pictures of the file cannot be decoded and are left out.", end=end))
    return tuple(found)
