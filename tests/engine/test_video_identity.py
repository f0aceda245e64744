"""Frame identity: every frame shows the number that was burned into it, however it is reached."""

import random
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from engine.video import Source, open_source
from engine.video.video_file import Geometry, VideoPicture, full_range
from tests.engine.clips import (
    CLIPS,
    EDIT_LIST_CUT,
    Clip,
    number_of,
    packets,
    picture,
    remux,
    set_edits,
    shared_ticks,
    vfr_ticks,
    write_edit_list,
)

COUNT = 150


def wrong_reads(source: Source, *, shift: int = 0, reads: int = 24) -> list[tuple[int, int | None]]:
    """(index, number shown) of every frame that is not the expected one: one pass, random reads, steps both ways.

    A picture counts as wrong, too, where it is not the same to the last bit as in the pass.
    """
    count, passed, wrong = source.info.n_frames, {}, []
    for frame in source.frames():
        passed[frame.index] = frame.bgr()
        if frame.damaged or number_of(passed[frame.index]) != frame.index + shift:
            wrong.append((frame.index, number_of(passed[frame.index])))
    assert list(passed) == list(range(count))
    chosen, path = random.Random(7), [count - 1, 0]
    for _ in range(reads):
        at = chosen.randrange(2, count - 2)
        path += [at, at + 1, at + 2, at + 1, at, at - 1, at - 2]
    for index in path:
        frame = source.read(index)
        if frame.index != index or frame.damaged or not np.array_equal(frame.bgr(), passed[index]):
            wrong.append((index, number_of(frame.bgr())))
    return wrong


@pytest.mark.parametrize("name", CLIPS)
def test_every_frame_is_the_one_asked_for(name: str, tmp_path: Path) -> None:
    clip = CLIPS[name]
    count = 270 if name == "h264-gop250" else COUNT
    with open_source(clip.write(tmp_path / "clip", count)) as source:
        assert source.info.n_frames == count
        assert wrong_reads(source) == []
        times = source.info.times
        assert times[0] == 0
        assert not times.flags.writeable
        if name not in {"variable-rate", "raw-h264"}:
            assert source.info.constant_rate
            assert source.info.fps == pytest.approx(clip.rate, rel=1e-3)
            assert times == pytest.approx(np.arange(count) / clip.rate, abs=1e-3)


def test_times_of_a_variable_rate_are_those_of_the_file(tmp_path: Path) -> None:
    with open_source(CLIPS["variable-rate"].write(tmp_path / "clip", COUNT)) as source:
        ticks = np.array([vfr_ticks(number) for number in range(COUNT)])
        assert source.info.times == pytest.approx((ticks - ticks[0]) / 90000)
        assert not source.info.constant_rate
        assert source.info.fps == pytest.approx((COUNT - 1) / source.info.times[-1])


def test_untrusted_timestamps_are_noticed_and_told(tmp_path: Path) -> None:
    for name in ("h264-avi", "raw-h264"):
        with open_source(CLIPS[name].write(tmp_path / name, 60)) as source:
            assert "no usable timestamps" in " ".join(source.info.warnings)


def test_two_frames_of_one_stamp_do_not_cost_the_others_their_times(tmp_path: Path) -> None:
    clip = Clip(
        ".mkv", base=Fraction(1, 90000), ticks=lambda number: 450_000 + shared_ticks(number) + 270_000 * (number >= 80)
    )
    expected = np.arange(100) / 30 + 3.0 * (np.arange(100) >= 80)
    path = clip.write(tmp_path / "clip", 100)
    for _ in ("made", "from its stored table"):
        with open_source(path) as source:
            assert source.info.times == pytest.approx(expected, abs=1e-3)
            assert (source.info.assumed_times, source.info.start_s) == (False, pytest.approx(5))
            assert ["same time stamp" in one for one in source.info.warnings] == [True]


@pytest.mark.parametrize(
    ("suffix", "codec", "pixels", "size"),
    [
        (".mjpeg", "mjpeg", "yuvj420p", (240, 96)),
        (".mjpg", "mjpeg", "yuvj420p", (240, 96)),
        (".m2v", "mpeg2video", "yuv420p", (240, 96)),
        (".h263", "h263", "yuv420p", (352, 288)),
        (".hevc", "libx265", "yuv420p", (240, 96)),
    ],
)
def test_bare_streams_are_never_sought_by_made_up_places(
    suffix: str, codec: str, pixels: str, size: tuple[int, int], tmp_path: Path
) -> None:
    quiet = {"x265-params": "log-level=none:pools=none:keyint=12"} if codec == "libx265" else {"g": "12", "b": "4M"}
    path = Clip(suffix, codec=codec, pixels=pixels, options=quiet).write(
        tmp_path / "clip", 60, width=size[0], height=size[1]
    )
    for _ in range(2):  # the second time from the kept frame table
        with open_source(path) as source:
            assert source.info.n_frames == 60
            assert "no usable timestamps" in " ".join(source.info.warnings)
            assert wrong_reads(source) == []


def test_an_edit_list_hides_its_frames(tmp_path: Path) -> None:
    with open_source(write_edit_list(tmp_path, COUNT)) as source:
        assert source.info.n_frames == COUNT - EDIT_LIST_CUT
        assert wrong_reads(source, shift=EDIT_LIST_CUT) == []


@pytest.mark.parametrize("name", ["h264-gop15", "hevc-open-gop"])
def test_several_edits_show_their_frames_by_every_way(name: str, tmp_path: Path) -> None:
    whole = CLIPS[name].write(tmp_path / "whole.mp4", COUNT)
    cut = set_edits(whole.rename(tmp_path / "all.mp4"), tmp_path / "cut.mp4", [(1.0, 0.5), (1.0, 3.5)])
    expected = [*range(15, 45), *range(105, 135)]
    with open_source(cut) as source:
        assert [number_of(frame.bgr()) for frame in source.frames() if not frame.damaged] == expected
        chosen = random.Random(3).sample(range(60), 20)
        assert [number_of(source.read(index).bgr()) for index in chosen] == [expected[index] for index in chosen]
        assert source.info.warnings == ()


def test_an_edit_that_shows_nothing_is_a_late_start(tmp_path: Path) -> None:
    whole = CLIPS["h264-gop15"].write(tmp_path / "whole.mp4", COUNT)
    with open_source(set_edits(whole, tmp_path / "late.mp4", [(1.5, -1), (3.0, 0.5)])) as source:
        assert (source.info.n_frames, source.info.start_s, source.info.warnings) == (90, pytest.approx(1.5), ())
        assert number_of(source.read(0).bgr()) == 15


@pytest.mark.parametrize("name", ["ts-open-gop", "mpeg-ts"])
def test_pictures_before_the_first_keyframe_are_no_frames(name: str, tmp_path: Path) -> None:
    whole = CLIPS[name].write(tmp_path / "whole", COUNT)
    with open_source(remux(whole, tmp_path / "cut.ts", skip=40)) as source:
        assert source.info.n_frames == COUNT - 60
        assert wrong_reads(source, shift=60) == []
        assert "cannot be decoded; frame 0 is the first that can" in source.info.warnings[0]


def test_leading_pictures_without_times_are_no_frames(tmp_path: Path) -> None:
    whole = CLIPS["hevc-open-gop"].write(tmp_path / "whole", COUNT)
    found = list(packets(whole))
    second = next(number for number, packet in enumerate(found) if number and packet.is_keyframe)
    options = {"avoid_negative_ts": "disabled"}
    cut = remux(whole, tmp_path / "cut.mkv", skip=second, shift=-found[second].pts, options=options)
    assert [packet.pts for packet in packets(cut)].count(None) > 1, "Matroska has no times below 0"
    for _ in ("made", "from its stored table"):
        with open_source(cut) as source:
            assert not source.info.assumed_times
            assert wrong_reads(source, shift=COUNT - source.info.n_frames) == []
            assert source.info.times == pytest.approx(np.arange(source.info.n_frames) / 30, abs=1e-3)
            assert [one.endswith("frame 0 is the first that can.") for one in source.info.warnings] == [True]


def test_joined_recordings_are_numbered_through(tmp_path: Path) -> None:
    part = CLIPS["mpeg-ts"].write(tmp_path / "part", 70)
    joined = tmp_path / "joined.ts"
    joined.write_bytes(part.read_bytes() * 2)
    with open_source(joined) as source:
        assert [number_of(frame.bgr()) for frame in source.frames()] == [*range(70), *range(70)]
        assert [number_of(source.read(index).bgr()) for index in (139, 3, 71, 70, 69)] == [69, 3, 1, 0, 69]


def test_frames_kept_by_others_do_not_disturb_numbering(tmp_path: Path) -> None:
    with open_source(CLIPS["raw-h264"].write(tmp_path / "clip", 60)) as source:
        kept = []
        for index in [50, 10, 40, 5, 30, 31, 20, 55] * 4:
            kept = [*kept[-5:], source.read(index)]
            assert (kept[-1].damaged, number_of(kept[-1].bgr())) == (False, index)


def test_stepping_on_does_not_seek_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_source(CLIPS["h264-gop250"].write(tmp_path / "clip", 100)) as source:
        starts = []
        start = type(source)._start
        monkeypatch.setattr(type(source), "_start", lambda self, entry: (starts.append(entry), start(self, entry)))
        assert [number_of(frame.gray()) for frame in source.frames(30, 90)] == list(range(30, 90))
        assert source.decode_start(90) == 90
        assert number_of(source.read(90).bgr()) == 90
        assert len(starts) <= 1
        assert source.decode_start(40) == 0


def test_rotated_video_is_upright(tmp_path: Path) -> None:
    for rotation, back in ((90, -1), (180, 2), (-90, 1)):
        clip = Clip(".mp4", options={"bf": "0"}, rotation=rotation)
        with open_source(clip.write(tmp_path / f"r{rotation}", 5)) as source:
            frame = source.read(3)
            assert frame.bgr().shape == (source.info.height, source.info.width, 3)
            assert frame.gray().shape == (source.info.height, source.info.width)
            assert (source.info.height > source.info.width) == (abs(rotation) == 90)
            # The display matrix turns counterclockwise: turning back must give the stored picture.
            assert number_of(np.rot90(frame.bgr(), back)) == 3
            assert number_of(np.rot90(frame.gray(), back)) == 3
            assert frame.bgr().flags.c_contiguous
            assert frame.gray().flags.c_contiguous


def test_full_range_is_exact_for_every_level() -> None:
    levels = np.tile(np.arange(256, dtype=np.uint8), (5, 3))
    exact = [min(255, max(0, round(Fraction(255 * (level - 16), 219)))) for level in range(256)]
    np.testing.assert_array_equal(full_range(levels), np.tile(exact, (5, 3)))
    np.testing.assert_array_equal(full_range(levels[1:, 3:90]), np.tile(exact, (5, 3))[1:, 3:90])


def test_gray_of_709_is_the_601_luma_of_its_colours(tmp_path: Path) -> None:
    width, height = 63, 47
    rng = np.random.default_rng(1)
    planes = [rng.integers(60, 200, (height, width)), *(rng.integers(100, 156, (24, 32)) for _ in range(2))]
    stored = av.VideoFrame(width, height, "yuv420p")
    for plane, values in zip(stored.planes, planes, strict=True):
        room = np.zeros((plane.height, plane.line_size), np.uint8)
        room[:, : plane.width] = values
        plane.update(room.tobytes())
    stored.colorspace, stored.color_range = 1, 1
    luma = (planes[0] - 16) / 219
    blueness, redness = (np.kron(one - 128, np.ones((2, 2)))[:height, :width] / 224 for one in planes[1:])
    red, blue = luma + 2 * (1 - 0.2126) * redness, luma + 2 * (1 - 0.0722) * blueness
    green = (luma - 0.2126 * red - 0.0722 * blue) / (1 - 0.2126 - 0.0722)
    exact = 255 * (0.299 * red + 0.587 * green + 0.114 * blue)
    picture = VideoPicture(stored, Geometry(width, height))
    assert np.abs(picture.gray() - exact).max() < 0.51
    room = np.zeros((height, width), np.uint8)
    assert picture.gray(room) is room


def test_gray_of_709_ends_at_black_and_white() -> None:
    stored = av.VideoFrame(32, 2, "yuv420p")
    for plane, value in zip(stored.planes, (0, 128, 128), strict=True):
        plane.update(bytes([value]) * plane.buffer_size)
    stored.colorspace, stored.color_range = 1, 1
    picture = VideoPicture(stored, Geometry(32, 2))
    assert not picture.gray().any()
    stored.planes[0].update(bytes([255]) * stored.planes[0].buffer_size)
    assert (picture.gray() == 255).all()


def test_gray_is_written_where_it_is_told(tmp_path: Path) -> None:
    with open_source(CLIPS["h264-gop15"].write(tmp_path / "clip", 3)) as source:
        frame = source.read(1)
        plain, room = frame.gray(), np.zeros((source.info.height, source.info.width), np.uint8)
        assert np.shares_memory(frame.gray(room), room)
        np.testing.assert_array_equal(room, plain)
        other = np.zeros((7, 5), np.uint8)
        np.testing.assert_array_equal(frame.gray(other), plain)
        assert not other.any()


def test_gray_is_full_range_luma(tmp_path: Path) -> None:
    with open_source(CLIPS["h264-gop15"].write(tmp_path / "clip", 3)) as source:
        frame = source.read(1)
        converted = frame.picture.stored.to_ndarray(format="gray", threads=1)
        assert np.array_equal(frame.gray(), converted)
        assert frame.gray().min() < 4
        assert frame.gray().max() > 251
        assert np.abs(frame.gray()[:60].astype(int) - picture(1)[:60, :, 0]).mean() < 6


def test_picture_is_a_few_bytes_smaller_than_bgr(tmp_path: Path) -> None:
    with open_source(CLIPS["h264-gop15"].write(tmp_path / "clip", 3)) as source:
        frame = source.read(0)
        assert 0 < frame.nbytes < 2 * frame.bgr().nbytes


@pytest.mark.parametrize(
    ("name", "count"),
    [("WolfgangLanger_Pexels.mp4", 472), ("face_noface.mov", 169), ("noface_face.mov", 169), ("no_face.mp4", 95)],
)
def test_real_footage_has_its_known_frames(name: str, count: int, shared: Path) -> None:
    with open_source(shared / "footage" / name) as source:
        assert source.info.n_frames == count
        indices = [(frame.index, frame.damaged) for frame in source.frames()]
        assert indices == [(index, False) for index in range(count)]
        again = source.read(count // 2).bgr()
        assert again.shape == (source.info.height, source.info.width, 3)
        assert 20 < source.info.fps < 30
        assert source.info.constant_rate == ("noface" not in name or name == "no_face.mp4")
