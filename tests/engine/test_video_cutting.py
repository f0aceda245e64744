"""Frames and clips written from the original: the same pixels, the same times, the frames that were asked for."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from engine.errors import SourceError
from engine.video import open_source
from engine.video.cutting import frame_line, write_clip, write_frame
from tests.engine.clips import CLIPS, number_of, overwrite, write_images


@pytest.mark.parametrize("name", ["h264-gop250", "variable-rate"])
def test_a_clip_holds_its_frames_with_their_times(name: str, tmp_path: Path) -> None:
    with open_source(CLIPS[name].write(tmp_path / "clip", 120)) as source:
        for suffix in (".mkv", ".mp4"):
            path = tmp_path / f"cut{suffix}"
            write_clip(source, 90, 104, path)
            with open_source(path) as cut:
                assert [number_of(frame.bgr()) for frame in cut.frames()] == list(range(90, 105))
                times = source.info.times[90:105] - source.info.times[90]
                # Matroska counts whole milliseconds.
                assert cut.info.times == pytest.approx(times, abs=0.0011 if suffix == ".mkv" else 1e-4)
                if suffix == ".mkv":
                    assert all(np.array_equal(cut.read(at).bgr(), source.read(90 + at).bgr()) for at in range(15)), (
                        "not lossless"
                    )
    assert sorted(one.suffix for one in tmp_path.iterdir()) == [".mkv", ".mp4", ".mp4"]


def test_numbers_are_put_below_the_picture(tmp_path: Path) -> None:
    with open_source(CLIPS["h264-gop15"].write(tmp_path / "clip", 40)) as source:
        write_clip(source, 7, 9, tmp_path / "numbered.mp4", numbered=True)
        with open_source(tmp_path / "numbered.mp4") as cut:
            height = source.info.height
            assert cut.info.height > height
            shown = cut.read(2).bgr()
            assert number_of(shown[:height]) == 9
            assert shown[height:].max() > 150
        assert frame_line(source.info, 9) == "frame 9  1-based 10  0.300 s  clip.mp4"


def test_a_frame_is_written_to_the_last_bit(tmp_path: Path) -> None:
    with open_source(write_images(tmp_path / "images", range(1, 9))) as source:
        target = tmp_path / "Bildé 3.png"
        write_frame(source, 3, target)
        written = cv2.imdecode(np.fromfile(target, np.uint8), cv2.IMREAD_COLOR)
        assert np.array_equal(written, source.read(3).bgr())
        write_frame(source, 3, target, numbered=True)
        numbered = cv2.imdecode(np.fromfile(target, np.uint8), cv2.IMREAD_COLOR)
        assert np.array_equal(numbered[:96], written)
        assert len(numbered) > 96


def test_what_cannot_be_written_is_said_and_leaves_nothing(tmp_path: Path) -> None:
    path = CLIPS["mjpeg-avi"].write(tmp_path / "clip", 20)
    overwrite(path, 12)
    (tmp_path / "out").mkdir()
    with open_source(path) as source:
        with pytest.raises(SourceError, match="Frame 12 is damaged"):
            write_clip(source, 10, 14, tmp_path / "out" / "cut.mkv")
        with pytest.raises(SourceError, match="no video format"):
            write_clip(source, 1, 2, tmp_path / "out" / "cut.xyz")
        with pytest.raises(SourceError, match="no picture format"):
            write_frame(source, 1, tmp_path / "out" / "frame.xyz")
        with pytest.raises(SourceError, match="cannot be written"):
            write_frame(source, 1, tmp_path / "gone" / "frame.png")
        with pytest.raises(SourceError, match="cannot be written"):
            write_clip(source, 1, 2, tmp_path / "gone" / "cut.mkv")
    assert list((tmp_path / "out").iterdir()) == []
