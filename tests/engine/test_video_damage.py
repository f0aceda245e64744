"""Damaged files keep their numbering; files that cannot be shown say why in one sentence."""

import re
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from engine.errors import SourceError
from engine.video import open_source
from engine.video.frame_table import _plausible, _trusted, _with_damaged_slots
from tests.engine.clips import CLIPS, Clip, number_of, overwrite, packets

COUNT = 120


def mp4_with_index_first(path: Path) -> Path:
    return Clip(".mp4", options={"bf": "3", "g": "30"}, container={"movflags": "faststart"}).write(path, COUNT)


def test_a_damaged_frame_keeps_its_slot(tmp_path: Path) -> None:
    path = CLIPS["mjpeg-avi"].write(tmp_path / "clip", COUNT)
    for number in (37, 38, 90):
        overwrite(path, number)
    with open_source(path) as source:
        shown = {frame.index: (frame.damaged, number_of(frame.bgr())) for frame in source.frames()}
        assert len(shown) == source.info.n_frames == COUNT
        assert [index for index, (damaged, _) in shown.items() if damaged] == [37, 38, 90]
        assert (shown[37], shown[38], shown[90]) == ((True, 36), (True, 36), (True, 89))
        assert all(number == index for index, (damaged, number) in shown.items() if not damaged)
        backwards = {index: source.read(index) for index in reversed(range(COUNT))}
        assert {index: (frame.damaged, number_of(frame.bgr())) for index, frame in backwards.items()} == shown


@pytest.mark.parametrize("name", ["h264-gop15", "h264-open-gop", "hevc-open-gop", "h264-avi", "mpeg4-avi"])
def test_damage_never_shifts_what_follows_and_never_depends_on_the_way_there(name: str, tmp_path: Path) -> None:
    path = CLIPS[name].write(tmp_path / "clip", COUNT + 60)
    overwrite(path, 37)
    with open_source(path) as source:
        assert source.info.n_frames == COUNT + 60
        frames = [(frame.damaged, frame.gray()) for frame in source.frames()]
        assert any(damaged for damaged, _ in frames)
        assert [number_of(gray) for _, gray in frames[61:]] == list(range(61, COUNT + 60))
        for index in (60, 36, 35, 100, 37, 38, 0, 45, 39, 179):
            frame = source.read(index)
            assert frame.damaged == frames[index][0]
            assert np.array_equal(frame.gray(), frames[index][1])


def test_a_seek_finds_the_frame_that_reading_on_finds_where_packets_are_lost(tmp_path: Path) -> None:
    path = CLIPS["mjpeg-avi"].write(tmp_path / "clip", COUNT)
    place = list(packets(path))[20].pos
    with path.open("r+b") as file:
        file.seek(place - 8)
        file.write(bytes(12))  # the head of its chunk
    with open_source(path) as source:
        passed = [number_of(frame.bgr()) for frame in source.frames()]
        assert len(passed) < COUNT
        for index in (60, 10, 75, 30, 19, 22):
            assert number_of(source.read(index).bgr()) == passed[index]


def test_a_damaged_start_is_left_out(tmp_path: Path) -> None:
    path = CLIPS["mjpeg-avi"].write(tmp_path / "clip", 20)
    overwrite(path, 0)
    with open_source(path) as source:
        assert source.info.n_frames == 19
        assert number_of(source.read(0).bgr()) == 1


@pytest.mark.parametrize("share", [0.4, 0.7, 0.95])
def test_a_cut_off_file_ends_at_its_last_decodable_frame(share: float, tmp_path: Path) -> None:
    whole = mp4_with_index_first(tmp_path / "whole")
    cut = tmp_path / "cut.mp4"
    cut.write_bytes(whole.read_bytes()[: int(whole.stat().st_size * share)])
    with open_source(cut) as source:
        assert 10 < source.info.n_frames < COUNT
        frames = list(source.frames())
        assert sum("was cut off" in one for one in source.info.warnings) == (share < 0.9), "0.2 s may be rounding"
        # A picture whose packet is gone is no frame; the times of the others stay those of the recording.
        recorded = [round(time * 30) for time in source.info.times]
        clean = [frame for frame in frames if not frame.damaged]
        assert frames[-1] is clean[-1]
        assert len(frames) - len(clean) <= 1
        assert [number_of(frame.bgr()) for frame in clean] == [recorded[frame.index] for frame in clean]


def test_a_cut_off_matroska_file_says_so(tmp_path: Path) -> None:
    whole = CLIPS["mkv-starts-at-5s"].write(tmp_path / "whole", COUNT)
    with open_source(whole) as source:
        assert source.info.warnings == ()
    cut = tmp_path / "cut.mkv"
    cut.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    with open_source(cut) as source:
        assert 1 < source.info.n_frames < COUNT * 0.8
        (warning,) = source.info.warnings
        assert warning.startswith("The file announces 4.0 s of video but holds ")


def test_a_cut_off_avi_says_so_and_ends_with_its_last_whole_picture(tmp_path: Path) -> None:
    whole = CLIPS["mjpeg-avi"].write(tmp_path / "whole", 60)
    last = list(packets(whole))[30]
    cut = tmp_path / "cut.avi"
    cut.write_bytes(whole.read_bytes()[: last.pos + 8 + last.size // 3])
    for _ in ("made", "from its stored table"):
        source = open_source(cut)
        assert [number_of(frame.bgr()) for frame in source.frames()] == list(range(30))
        source.close()
        left, announced = source.info.warnings
        assert left == "The last 1 pictures of the file cannot be decoded and are left out."
        assert announced.startswith("The file announces 2.0 s of video but holds ")


def test_a_length_with_a_decimal_comma_is_read(tmp_path: Path) -> None:
    whole = CLIPS["mkv-starts-at-5s"].write(tmp_path / "whole", COUNT)
    data = whole.read_bytes()
    tag = re.compile(rb"([0-9]{2}:[0-9]{2}:[0-9]{2})[.,]([0-9]{9})")
    assert tag.search(data) is not None
    cut = tmp_path / "cut.mkv"
    cut.write_bytes(tag.sub(rb"\1,\2", data)[: len(data) // 2])
    with open_source(cut) as source:
        (warning,) = source.info.warnings
        assert warning.startswith("The file announces 4.0 s of video but holds ")


@pytest.mark.parametrize("name", sorted(CLIPS))
def test_a_whole_file_is_not_called_cut_off(name: str, tmp_path: Path) -> None:
    with open_source(CLIPS[name].write(tmp_path / "whole", 45)) as source:
        assert not any("cut off" in one for one in source.info.warnings)


def test_a_cut_off_transport_stream_opens(tmp_path: Path) -> None:
    whole = CLIPS["mpeg-ts"].write(tmp_path / "whole", COUNT)
    cut = tmp_path / "cut.ts"
    cut.write_bytes(whole.read_bytes()[: whole.stat().st_size * 2 // 3])
    with open_source(cut) as source:
        numbers = [number_of(frame.bgr()) for frame in source.frames()]
    assert 60 < len(numbers) < COUNT
    assert numbers[:-4] == list(range(len(numbers) - 4))


def test_hidden_pictures_are_no_frames(tmp_path: Path) -> None:
    whole = CLIPS["vp8"].write(tmp_path / "whole", 40)
    hidden = tmp_path / "hidden.webm"
    with av.open(str(whole)) as container, av.open(str(hidden), "w") as output:
        stream = output.add_stream_from_template(container.streams.video[0])
        for number, packet in enumerate(packet for packet in container.demux(video=0) if packet.size):
            if number == 20:
                # The same picture once more, a moment earlier, without its show_frame bit.
                data = bytes(packet)
                copy = av.Packet(bytes([data[0] & ~0x10]) + data[1:])
                copy.pts = copy.dts = packet.pts - 10
                copy.time_base, copy.stream = packet.time_base, stream
                output.mux(copy)
            packet.stream = stream
            output.mux(packet)
    assert len(list(packets(hidden))) == 41
    with open_source(hidden) as source:
        assert source.info.n_frames == 40
        assert [frame.damaged for frame in source.frames()] == [False] * 40


def test_pts_are_trusted_only_where_they_order_the_pictures() -> None:
    known = list(range(100))
    good = [(pts, False) for pts in range(96)]
    assert _trusted(good, known)
    swapped = [*good[:50], good[51], good[50], *good[52:]]
    assert not _trusted(swapped, known)
    damaged = [*swapped[:60], (60, True), *swapped[61:]]
    assert _trusted(damaged, known)
    assert not _trusted([(pts ^ 1, False) for pts in range(96)], known)
    assert not _trusted([(None, False)] * 96, known)
    assert _plausible([0, 3, 1, 2, 6, 4, 5])
    assert not _plausible([0, 1, 1, 2])
    assert not _plausible([*range(100), *range(50, 150)])


def test_slots_of_lost_packets_follow_their_predecessor() -> None:
    assert _with_damaged_slots([0, 2, 1, 5], [True] * 7) == [0, 2, 3, 4, 1, 5]
    assert _with_damaged_slots([0, 1, 4], [True] * 6) == [0, 1, 2, 3, 4]
    assert _with_damaged_slots([0, 1, 4], [True, True, False, False, True, True]) == [0, 1, 4]


class TestSentences:
    """Every failure says in one sentence what is wrong and what to do."""

    def refused(self, path: Path, *, fps: float | None = None) -> str:
        with pytest.raises(SourceError) as caught:
            open_source(path, fps=fps)
        sentence = str(caught.value)
        assert path.name[:20] in sentence or fps is not None
        assert sentence.endswith(".")
        assert "\n" not in sentence
        return sentence

    def test_missing(self, tmp_path: Path) -> None:
        assert "does not exist" in self.refused(tmp_path / "gone.mp4")
        assert "cannot be read" in self.refused(tmp_path / ("long" * 100 + ".mp4"))

    def test_empty(self, tmp_path: Path) -> None:
        (tmp_path / "empty.mp4").touch()
        assert "is empty (0 bytes)" in self.refused(tmp_path / "empty.mp4")

    @pytest.mark.parametrize("name", ["notes.mp4", "notes.txt", "notes.mov"])
    def test_text(self, name: str, tmp_path: Path) -> None:
        (tmp_path / name).write_text("Résumé of the session: the face moved at 12 s.\n" * 200, encoding="utf-8")
        assert "is a text file" in self.refused(tmp_path / name)

    def test_playlist_stays_offline(self, tmp_path: Path) -> None:
        (tmp_path / "list.m3u8").write_text("#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:9/a.ts\n#EXT-X-ENDLIST\n")
        self.refused(tmp_path / "list.m3u8")

    def test_sound_only(self, tmp_path: Path) -> None:
        path = tmp_path / "voice.mp4"
        with av.open(str(path), "w") as output:
            stream = output.add_stream("aac", rate=48000)
            frame = av.AudioFrame.from_ndarray(np.zeros((2, 1024), np.float32), format="fltp", layout="stereo")
            frame.sample_rate, frame.pts, frame.time_base = 48000, 0, Fraction(1, 48000)
            output.mux(stream.encode(frame))
            output.mux(stream.encode(None))
        assert "sound but no pictures" in self.refused(path)

    def test_cut_off_before_its_index(self, tmp_path: Path) -> None:
        whole = CLIPS["h264-gop15"].write(tmp_path / "whole", 30).read_bytes()
        (tmp_path / "cut.mp4").write_bytes(whole[: len(whole) // 2])
        assert "cut off before its index" in self.refused(tmp_path / "cut.mp4")

    def test_damaged_header(self, tmp_path: Path) -> None:
        (tmp_path / "noise.mp4").write_bytes(np.random.default_rng(0).bytes(50_000))
        assert "is damaged or not a video" in self.refused(tmp_path / "noise.mp4")

    def test_nothing_decodable(self, tmp_path: Path) -> None:
        path = CLIPS["mjpeg-avi"].write(tmp_path / "clip", 4)
        for number in range(4):
            overwrite(path, number)
        assert "No picture of" in self.refused(path)

    def test_no_permission(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        path = CLIPS["mjpeg-avi"].write(tmp_path / "clip", 2)

        def refuse(*_: object, **__: object) -> None:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(Path, "open", refuse)
        assert "may not be read" in self.refused(path)

    def test_device(self) -> None:
        if not Path("/dev/null").exists():
            pytest.skip("no devices as files here")
        assert "is a device" in self.refused(Path("/dev/null"))


def test_broken_files_leave_stderr_silent(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = CLIPS["h264-gop15"].write(tmp_path / "clip", 60)
    capfd.readouterr()
    overwrite(path, 0)
    overwrite(path, 31)
    with open_source(path) as source:
        assert len(list(source.frames())) == source.info.n_frames
    assert capfd.readouterr() == ("", "")
