"""What lies in a file against what is shown: palettes, deep values, mirrored display matrices, changes of size."""

import struct
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from engine.errors import SourceError
from engine.video import open_source
from engine.video.frame_table import MAX_PALETTES
from engine.video.layout import Orientation, fitted, orientation_of_matrix
from engine.video.levels import levels_of
from engine.video.table_cache import cache_folder
from tests.engine.clips import CLIPS, Clip, number_of, picture, png

COUNT = 30


def chunk(name: bytes, content: bytes) -> bytes:
    return name + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)


def avi(pictures: Sequence[np.ndarray], palettes: dict[int, np.ndarray]) -> bytes:
    """An uncompressed 8-bit AVI with the palettes (uint8 [256, 4], B G R 0): number 0 in its header, others on the way.

    Written by hand from the RIFF specification: no encoder at hand writes palette changes (chunks ``00pc``).
    """
    height, width = pictures[0].shape
    size = width * height
    header = struct.pack("<IiiHHIIiiII", 40, width, height, 1, 8, 0, size, 0, 0, 256, 0) + palettes[0].tobytes()
    main = struct.pack("<14I", 40_000, size * 25, 0, 0x10, len(pictures), 0, 1, size, width, height, 0, 0, 0, 0)
    stream = b"vids\0\0\0\0" + struct.pack("<IHHIIIIIIII", 0, 0, 0, 0, 1, 25, 0, len(pictures), size, 0, size)
    stream += struct.pack("<4H", 0, 0, width, height)
    movie, index = b"movi", b""
    for number, pixels in enumerate(pictures):
        if number in palettes and number:
            index += struct.pack("<4sIII", b"00pc", 0x100, len(movie), 4 + 1024)
            movie += chunk(b"00pc", struct.pack("<BBH", 0, 0, 0) + palettes[number].tobytes())
        index += struct.pack("<4sIII", b"00db", 0x10, len(movie), size)
        movie += chunk(b"00db", pixels[::-1].tobytes())
    headers = b"hdrl" + chunk(b"avih", main) + chunk(b"LIST", b"strl" + chunk(b"strh", stream) + chunk(b"strf", header))
    return chunk(b"RIFF", b"AVI " + chunk(b"LIST", headers) + chunk(b"LIST", movie) + chunk(b"idx1", index))


def grey_palette(shift: int = 0) -> np.ndarray:
    """Level n is shown as n + shift."""
    levels = np.clip(np.arange(256) + shift, 0, 255).astype(np.uint8)
    return np.stack([levels, levels, levels, np.zeros_like(levels)], axis=1)


def numbered(count: int = COUNT) -> list[np.ndarray]:
    return [picture(number)[..., 0] for number in range(count)]


def every_way(path: Path) -> None:
    """Pictures are the same in one pass, by random seeks, and by one seek into a file opened anew from the cache."""
    with open_source(path) as source:
        passed = [frame.bgr() for frame in source.frames()]
        assert [number_of(one) for one in passed] == list(range(COUNT))
        for index in (29, 3, 17, 16, 0, 28, 11):
            assert np.array_equal(source.read(index).bgr(), passed[index]), index
    for index in (29, 13, 1):
        with open_source(path) as source:
            frame = source.read(index)
            assert not frame.damaged
            assert np.array_equal(frame.bgr(), passed[index]), index
            assert number_of(frame.gray()) == index


def encoded(path: Path, codec: str, pixels: str, frames: Sequence[np.ndarray], *, kind: str = "gray") -> Path:
    with av.open(str(path), "w") as output:
        stream = output.add_stream(codec, rate=25)
        stream.height, stream.width = frames[0].shape[:2]
        stream.pix_fmt = pixels
        for number, pixels_of in enumerate(frames):
            frame = av.VideoFrame.from_ndarray(pixels_of, format=kind)
            frame.pts, frame.time_base = number, Fraction(1, 25)
            output.mux(stream.encode(frame))
        output.mux(stream.encode(None))
    return path


def test_a_paletted_avi_survives_every_seek(tmp_path: Path) -> None:
    path = tmp_path / "pal8.avi"
    path.write_bytes(avi(numbered(), {0: grey_palette()}))
    every_way(path)


@pytest.mark.parametrize(("codec", "pixels"), [("rawvideo", "gray"), ("qtrle", "gray"), ("rawvideo", "pal8")])
def test_eight_bit_quicktime_survives_every_seek(codec: str, pixels: str, tmp_path: Path) -> None:
    frames = numbered()
    if pixels == "pal8":
        colours = np.ascontiguousarray(np.roll(grey_palette(), 1, axis=1))  # PyAV: alpha first
        path = tmp_path / "p.mov"
        with av.open(str(path), "w") as output:
            stream = output.add_stream(codec, rate=25)
            stream.height, stream.width = frames[0].shape
            stream.pix_fmt = pixels
            for number, one in enumerate(frames):
                frame = av.VideoFrame.from_ndarray((np.ascontiguousarray(one), colours), format="pal8")
                frame.pts, frame.time_base = number, Fraction(1, 25)
                output.mux(stream.encode(frame))
            output.mux(stream.encode(None))
    else:
        path = encoded(tmp_path / "g.mov", codec, pixels, frames)
    every_way(path)


def test_palettes_that_change_on_the_way_are_right_after_every_seek(tmp_path: Path) -> None:
    path = tmp_path / "changes.avi"
    path.write_bytes(avi([np.full((16, 32), 100, np.uint8)] * COUNT, {n: grey_palette(n) for n in (0, 10, 20)}))
    expected = [100] * 10 + [110] * 10 + [120] * 10
    with open_source(path) as source:
        assert [int(frame.bgr().mean()) for frame in source.frames()] == expected
        assert [int(source.read(index).bgr().mean()) for index in (25, 5, 15, 9, 10, 29, 0)] == [
            *(120, 100, 110, 100, 110, 120, 100)
        ]
    with open_source(path) as source:
        assert [int(source.read(index).bgr().mean()) for index in (25, 5, 15)] == [120, 100, 110]


def test_more_palettes_than_are_kept_are_decoded_from_the_start(tmp_path: Path) -> None:
    count = MAX_PALETTES + 40
    path = tmp_path / "flicker.avi"
    tiny = [np.full((2, 4), 100, np.uint8)] * count
    path.write_bytes(avi(tiny, {n: grey_palette(n % 100) for n in range(count)}))
    with open_source(path) as source:
        assert source.info.forward_only
        assert source.info.n_frames == count
        for index in (count - 1, 150):
            assert int(source.read(index).bgr().mean()) == 100 + index % 100


def test_the_field_file_is_not_black(shared: Path) -> None:
    for _ in range(2):
        with open_source(shared / "field" / "pal8_small.avi") as source:
            assert source.read(15).gray().mean() > 50


def with_matrix(path: Path, matrix: tuple[int, int, int, int]) -> Path:
    """The MP4 with (a, b, c, d) as the display matrix of its track header (ISO/IEC 14496-12, 8.3.2)."""
    content = bytearray(path.read_bytes())
    at = content.index(b"tkhd") + 4 + 40
    a, b, c, d = (value * 65536 for value in matrix)
    content[at : at + 36] = struct.pack(">9i", a, b, 0, c, d, 0, 0, 0, 1 << 30)
    path.write_bytes(content)
    return path


ORIENTATIONS: dict[tuple[int, int, int, int], Callable[[np.ndarray], np.ndarray]] = {
    (1, 0, 0, 1): lambda stored: stored,
    (-1, 0, 0, 1): lambda stored: stored[:, ::-1],
    (1, 0, 0, -1): lambda stored: stored[::-1],
    (-1, 0, 0, -1): lambda stored: stored[::-1, ::-1],
    (0, 1, -1, 0): lambda stored: np.rot90(stored, -1),
    (0, -1, 1, 0): lambda stored: np.rot90(stored, 1),
    (0, 1, 1, 0): lambda stored: stored.swapaxes(0, 1),
    (0, -1, -1, 0): lambda stored: stored[::-1, ::-1].swapaxes(0, 1),
}


@pytest.mark.parametrize("matrix", ORIENTATIONS)
def test_every_display_matrix_is_followed(matrix: tuple[int, int, int, int], tmp_path: Path) -> None:
    path = Clip(".mp4", options={"bf": "0", "qp": "0"}).write(tmp_path / "clip", 5)
    with open_source(path) as source:
        stored = source.read(3)
        plain, grey = stored.bgr(), stored.gray()
    with open_source(with_matrix(path, matrix)) as source:
        frame = source.read(3)
        assert frame.bgr().shape == (source.info.height, source.info.width, 3)
        assert np.array_equal(frame.bgr(), ORIENTATIONS[matrix](plain))
        assert np.array_equal(frame.gray(), ORIENTATIONS[matrix](grey))
        assert frame.bgr().flags.c_contiguous
        assert not frame.refitted


def test_a_matrix_without_sense_turns_nothing() -> None:
    assert orientation_of_matrix(bytes(36)) == Orientation()
    assert orientation_of_matrix(b"short") == Orientation()
    assert orientation_of_matrix(np.array([1, 2, 0, 2, 4, 0, 0, 0, 1], np.int32).tobytes()) == Orientation()


def test_a_fitted_picture_keeps_its_shape() -> None:
    disc = np.zeros((100, 100), np.uint8)
    cv2.circle(disc, (50, 50), 40, 255, -1)
    for size in ((200, 100), (100, 300), (64, 48), (31, 977)):
        whole = fitted(disc, size)
        assert whole.shape == size[::-1]
        rows, columns = np.nonzero(whole > 127)
        wide, high = np.ptp(columns) + 1, np.ptp(rows) + 1
        assert abs(wide - high) <= 1
        assert abs(wide - 0.81 * min(size)) <= 2
        assert abs(columns.mean() - (size[0] - 1) / 2) <= 1
        assert abs(rows.mean() - (size[1] - 1) / 2) <= 1


def joined_ts(folder: Path) -> Path:
    """A transport stream whose pictures go from 240 x 96 to 240 x 192 px after 60 frames."""
    one = CLIPS["mpeg-ts"].write(folder / "one", 60)
    later = Clip(".ts", options={"bf": "0", "g": "10"}, ticks=lambda number: number + 60)
    other = later.write(folder / "other", 60, height=192)
    path = folder / "joined.ts"
    path.write_bytes(one.read_bytes() + other.read_bytes())
    return path


def test_a_change_of_shape_on_the_way_is_fitted_and_named(tmp_path: Path) -> None:
    path = joined_ts(tmp_path)
    for _ in range(2):
        with open_source(path) as source:
            assert source.info.n_frames == 120
            assert (source.info.width, source.info.height) == (240, 96)
            (named,) = [one for one in source.info.warnings if "change" in one]
            assert "240 x 96 to 240 x 192 px" in named
            assert not source.read(59).refitted
            frame = source.read(80)
            assert frame.refitted
            shown = frame.gray()
            assert shown.shape == (96, 240)
            assert shown[:, :60].max() == shown[:, -60:].max() == 0
            # the 240 x 192 picture is 120 x 96 now: each side halved
            whole = np.zeros((96, 120, 3), np.uint8)
            whole[:] = cv2.resize(picture(20, height=192), (120, 96), interpolation=cv2.INTER_AREA)
            assert np.abs(frame.bgr()[:, 60:180].astype(int) - whole).mean() < 12


def deep(bits: int, *, top: float = 1.0) -> list[np.ndarray]:
    """The numbered pictures with 255 as the largest value of `bits`, in 16 bits."""
    return [np.round(one / 255.0 * top * (2**bits - 1)).astype(np.uint16) for one in numbered()]


@pytest.mark.parametrize("bits", [10, 12, 14, 16])
def test_deep_grey_video_is_shown_in_its_own_range(bits: int, tmp_path: Path) -> None:
    path = encoded(tmp_path / "deep.mkv", "ffv1", "gray16le", deep(bits), kind="gray16le")
    every_way(path)
    with open_source(path) as source:
        expected = numbered()[7]
        assert np.abs(source.read(7).gray().astype(int) - expected).max() <= 1
        (said,) = source.info.warnings
        assert f"({bits} bits)" in said
        assert str(2**bits - 1) in said


def test_deep_colour_video_keeps_its_colours(tmp_path: Path) -> None:
    colours = [np.stack([one, one // 2, one // 4], axis=-1) for one in numbered()]  # red, green, blue
    path = encoded(
        tmp_path / "deep.mkv", "ffv1", "gbrp16le", [(one.astype(np.uint16) * 16) for one in colours], kind="rgb48le"
    )
    with open_source(path) as source:
        assert np.abs(source.read(9).bgr().astype(int)[..., ::-1] - colours[9]).max() <= 1
        assert "(12 bits)" in source.info.warnings[0]


def test_levels_are_one_sentence_and_readable() -> None:
    dim = np.linspace(29000, 30500, 10_000).astype(np.uint16).reshape(100, 100)
    levels = levels_of([dim])
    assert levels is not None
    assert "from 290" in levels.note
    assert levels.shown(dim).min() < 3
    assert levels.shown(dim).max() == 255
    signed = (dim.astype(np.int32) - 30000).astype(np.int16)
    levels = levels_of([signed])
    assert levels is not None
    assert levels.shown(signed).max() == 255
    assert np.all(np.diff(levels.shown(signed).reshape(-1).astype(int)) >= 0)
    share = np.linspace(0, 1, 10_000, dtype=np.float32).reshape(100, 100)
    share[0, :3] = np.nan, np.inf, -np.inf
    levels = levels_of([share])
    assert levels is not None
    assert levels.shown(share)[0, :3].tolist() == [0, 255, 0]
    assert levels.shown(share)[-1, -1] == 255
    assert levels_of([np.full((4, 4), np.nan, np.float32)]) is None
    assert levels_of([]) is None


def test_a_hot_pixel_does_not_darken_the_rest() -> None:
    frame = deep(12)[0]
    frame[3, 3] = 65535
    levels = levels_of([frame])
    assert levels is not None
    assert levels.white == 4095


def png_movie(path: Path, sizes: Sequence[tuple[int, int]]) -> Path:
    with av.open(str(path), "w") as output:
        stream = output.add_stream("png", rate=25)
        stream.width, stream.height = sizes[0]
        stream.pix_fmt = "gray"
        for number, size in enumerate(sizes):
            packet = av.Packet(png(*size))
            packet.stream, packet.pts, packet.dts, packet.time_base = stream, number, number, Fraction(1, 25)
            packet.is_keyframe = True
            output.mux(packet)
    return path


def test_pictures_beyond_8k_are_refused_by_their_size(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"are 9000 x 9000 px, more than METST shows"):
        open_source(png_movie(tmp_path / "bomb.mov", [(9000, 9000)] * 3))
    content = avi(numbered(2), {0: grey_palette()})
    (tmp_path / "bomb.avi").write_bytes(content.replace(struct.pack("<ii", 240, 96), struct.pack("<ii", 30000, 30000)))
    with pytest.raises(SourceError, match=r"30000 x 30000 px, more than METST shows|can be decoded"):
        open_source(tmp_path / "bomb.avi")


def test_a_picture_beyond_8k_on_the_way_is_a_damaged_frame(tmp_path: Path) -> None:
    path = png_movie(tmp_path / "hidden.mov", [(64, 48)] * 5 + [(9000, 9000)] + [(64, 48)] * 5)
    with open_source(path) as source:
        assert source.info.n_frames == 11
        assert [frame.damaged for frame in source.frames()] == [number == 5 for number in range(11)]


def test_what_is_cached_knows_palettes(tmp_path: Path) -> None:
    path = tmp_path / "pal8.avi"
    path.write_bytes(avi(numbered(), {0: grey_palette(), 15: grey_palette(3)}))
    with open_source(path) as made, open_source(path) as kept:
        assert len(list(cache_folder().glob("*.npz"))) == 1
        assert len(made._table.palettes) == 2
        assert kept._table.palettes == made._table.palettes
