"""Opening: the first picture at once, frame tables kept between sessions, twins of a source."""

import os
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from engine.clock import medium_clock
from engine.content import fast_digest
from engine.errors import SourceError
from engine.types import frozen
from engine.video import Frame, OpeningCancelledError, open_source
from engine.video import table_cache as cache
from engine.video.frame_table import FrameTable
from tests.engine.clips import CLIPS, Clip, number_of, remux, write_images

COUNT = 60


class Heard:
    """A listener that writes everything down and may give up."""

    def __init__(self, *, give_up: bool = False) -> None:
        self.pictures: list[np.ndarray] = []
        self.shares: list[float] = []
        self.give_up = give_up

    def first_picture(self, frame: Frame) -> None:
        assert frame.index == 0
        self.pictures.append(frame.bgr())

    def progress(self, share: float) -> None:
        self.shares.append(share)
        if self.give_up:
            raise OpeningCancelledError("Another source was chosen.")


def stored() -> list[Path]:
    return sorted(cache.cache_folder().glob("*.npz"))


@pytest.mark.parametrize("name", ["h264-gop250", "mpeg-ts", "h264-avi", "mkv-shared-stamp", "hevc-open-gop"])
def test_a_stored_table_is_the_one_that_was_made(name: str, tmp_path: Path) -> None:
    path = CLIPS[name].write(tmp_path / "clip", COUNT)
    first, again = Heard(), Heard()
    with open_source(path, opening=first) as made, open_source(path, opening=again) as kept:
        assert len(stored()) == 1
        assert (len(first.pictures), again.pictures, again.shares) == (1, [], [])
        assert first.shares
        assert np.array_equal(first.pictures[0], made.read(0).bgr())
        for field in ("identities", "times", "tick", "entries", "ordinals", "warnings", "stamps"):
            assert np.array_equal(getattr(made._table, field), getattr(kept._table, field)), field
        assert not kept.info.times.flags.writeable
        assert kept.info.table_digest == made.info.table_digest
        assert kept.info.assumed_times == (name == "h264-avi")
        assert [number_of(kept.read(index).bgr()) for index in (41, 3, 59, 40)] == [41, 3, 59, 40]


def test_the_first_picture_is_frame_0_where_pictures_before_it_are_left_out(tmp_path: Path) -> None:
    whole = CLIPS["ts-open-gop"].write(tmp_path / "whole", 150)
    for path in (whole, remux(whole, tmp_path / "cut.ts", skip=40)):
        heard = Heard()
        with open_source(path, opening=heard) as source:
            assert np.array_equal(heard.pictures[0], source.read(0).bgr())
    edited = tmp_path / "edited.mp4"
    options = {"avoid_negative_ts": "disabled", "use_editlist": "1"}
    remux(CLIPS["h264-gop250"].write(tmp_path / "long", 120), edited, shift=-60 * 512, options=options)
    heard = Heard()
    with open_source(edited, opening=heard):
        assert number_of(heard.pictures[0]) == 60


def test_a_changed_file_gets_a_new_table(tmp_path: Path) -> None:
    path = CLIPS["h264-gop15"].write(tmp_path / "clip", COUNT)
    with open_source(path) as source:
        assert source.info.n_frames == COUNT
    CLIPS["h264-gop15"].write(tmp_path / "clip", COUNT + 7)
    with open_source(path) as source:
        assert source.info.n_frames == COUNT + 7
    assert len(stored()) == 2
    moved = shutil.copy2(path, tmp_path / "copy.mp4")
    heard = Heard()
    with open_source(Path(moved), opening=heard) as source:
        assert source.info.n_frames == COUNT + 7
    assert heard.shares == []


@pytest.mark.parametrize("damage", [b"", b"no table", None])
def test_a_damaged_table_is_made_again(damage: bytes | None, tmp_path: Path) -> None:
    path = CLIPS["h264-gop15"].write(tmp_path / "clip", COUNT)
    with open_source(path):
        place = stored()[0]
    content = bytearray(place.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 40] = os.urandom(40)
    place.write_bytes(bytes(content) if damage is None else damage)
    heard = Heard()
    with open_source(path, opening=heard) as source:
        assert heard.shares
        assert [number_of(source.read(index).bgr()) for index in (59, 7)] == [59, 7]


def test_an_unwritable_cache_costs_only_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    monkeypatch.setattr(cache, "cache_folder", lambda: blocked / "below")
    with open_source(CLIPS["h264-gop15"].write(tmp_path / "clip", COUNT)) as source:
        assert source.info.n_frames == COUNT


def test_the_oldest_tables_are_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "MAX_STORED", 2)
    for count in (8, 9, 10, 11):
        with open_source(CLIPS["mjpeg-avi"].write(tmp_path / f"clip{count}", count)):
            pass
    assert len(stored()) == 2


def test_opening_can_be_given_up(tmp_path: Path) -> None:
    path = CLIPS["h264-gop15"].write(tmp_path / "clip", COUNT)
    with pytest.raises(OpeningCancelledError):
        open_source(path, opening=Heard(give_up=True))
    assert stored() == []


def test_a_twin_reads_without_moving_the_other(tmp_path: Path) -> None:
    video = CLIPS["h264-gop250"].write(tmp_path / "clip", COUNT)
    folder = write_images(tmp_path / "images", range(COUNT))
    for path in (video, folder):
        with open_source(path) as source, source.twin() as twin:
            assert twin.info is source.info
            assert number_of(source.read(20).bgr()) == 20
            assert number_of(twin.read(50).bgr()) == 50
            assert source.decode_start(21) == 21
            assert number_of(source.read(21).bgr()) == 21
    with open_source(video) as source:
        video.rename(tmp_path / "gone.mp4")
        with pytest.raises(SourceError, match="does not exist"):
            source.twin()


def halved(table: FrameTable) -> FrameTable:
    count = len(table.identities) // 2
    entries = tuple(one for one in table.entries if one.index < count)
    return replace(table, identities=table.identities[:count], times=table.times[:count], entries=entries)


def thinned(table: FrameTable) -> FrameTable:
    entries = tuple(replace(one, index=one.index // 2) for one in table.entries if one.index % 2 == 0)
    return replace(table, identities=table.identities[::2], times=table.times[::2], entries=entries)


def restamped(table: FrameTable) -> FrameTable:
    return replace(table, stamps=frozen(table.stamps * 10), identities=table.identities)


def late(table: FrameTable) -> FrameTable:
    return replace(table, identities=table.identities[5:], times=table.times[5:], entries=table.entries[:0])


def slowed(table: FrameTable) -> FrameTable:
    return replace(table, times=frozen(table.times * 10), tick=table.tick * 10)


@pytest.mark.parametrize("name", ["h264-gop250", "h264-gop15", "mpeg-ts", "mkv-shared-stamp", "h264-avi", "vp8"])
@pytest.mark.parametrize("wrong", [halved, thinned, late, slowed, restamped])
def test_a_well_formed_but_wrong_table_is_not_believed(name: str, wrong, tmp_path: Path) -> None:
    path = CLIPS[name].write(tmp_path / "clip", 240)
    with open_source(path) as source:
        right, times = source._table, source.info.times
    cache.store_table(path, wrong(right), fast_digest(path))
    with open_source(path) as source:
        assert source.info.n_frames == 240
        assert np.array_equal(source.info.times, times)
        assert [number_of(source.read(index).bgr()) for index in (239, 7, 121)] == [239, 7, 121]


def test_the_table_of_another_file_is_not_believed(tmp_path: Path) -> None:
    path = CLIPS["variable-rate"].write(tmp_path / "clip", 240)
    other = CLIPS["h264-gop15"].write(tmp_path / "other", 240)
    with open_source(path) as source, open_source(other) as foreign:
        right = source.info.times
        cache.store_table(path, foreign._table, fast_digest(path))
    with open_source(path) as source:
        assert np.array_equal(source.info.times, right)


@pytest.mark.parametrize("name", sorted(CLIPS))
def test_every_kind_of_file_opens_from_its_stored_table(name: str, tmp_path: Path) -> None:
    path = CLIPS[name].write(tmp_path / "clip", 150)
    heard = Heard()
    with open_source(path), open_source(path, opening=heard):
        assert (heard.pictures, heard.shares) == ([], [])


@pytest.mark.parametrize(("suffix", "codec"), [(".h264", "libx264"), (".hevc", "libx265")])
def test_a_raw_stream_has_the_rate_of_its_headers(tmp_path: Path, suffix: str, codec: str) -> None:
    options = {"x265-params": "log-level=none:pools=none"} if codec == "libx265" else {}
    path = Clip(suffix, codec=codec, rate=50, options=options).write(tmp_path / "raw", 40)
    for _ in range(2):  # the second time from the kept frame table
        with open_source(path) as source:
            assert source.info.assumed_times
            assert source.info.fps == pytest.approx(50)
            assert source.info.times[1] == pytest.approx(0.02)


def test_the_rate_of_a_video_file_can_be_given(tmp_path: Path) -> None:
    raw = Clip(".h264", rate=50).write(tmp_path / "raw", 40)
    with open_source(raw, fps=200) as source:
        assert (source.info.fps, source.info.constant_rate) == (200, True)
        assert source.info.times[-1] == pytest.approx(39 / 200)
        assert medium_clock(source.info).starts[-1] == pytest.approx(39 / 200)  # nothing else is known
        assert source.twin().info.fps == 200
    slow = Clip(".mp4", rate=25, ticks=lambda number: number + 36).write(tmp_path / "slow", 40)
    with open_source(slow, fps=200) as source:
        assert source.info.times[-1] == pytest.approx(39 / 200)
        clock = medium_clock(source.info)  # players and label files go by the file's own times
        assert (clock.starts[0], clock.starts[-1]) == (pytest.approx(1.44), pytest.approx(1.44 + 39 / 25))
    for wrong in (0.0, -1.0, float("nan")):
        with pytest.raises(SourceError, match="above 0"):
            open_source(slow, fps=wrong)
