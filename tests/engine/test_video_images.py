"""Image folders: natural order, gaps, damaged images, sentences."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from engine.content import natural_key
from engine.errors import SourceError
from engine.video import open_source
from tests.engine.clips import number_of, picture, write_images


def test_images_come_in_natural_order(tmp_path: Path) -> None:
    folder = write_images(tmp_path / "s01_0102", range(1, 13), pattern="{}.jpg")
    (folder / "._1.jpg").write_bytes(b"resource fork")
    (folder / "notes.txt").write_text("not an image")
    with open_source(folder) as source:
        info = source.info
        assert (info.kind, info.n_frames, info.width, info.height) == ("images", 12, 240, 96)
        assert (info.fps, info.codec, info.constant_rate, info.warnings) == (30.0, "jpeg", True, ())
        assert info.times == pytest.approx(np.arange(12) / 30)
        for index in (11, 0, 5, 4, 6, 0, 9):
            frame = source.read(index)
            assert (frame.index, frame.damaged, number_of(frame.bgr())) == (index, False, index + 1)
        assert [number_of(frame.gray()) for frame in source.frames(3, 6)] == [4, 5, 6]
        for outside in (-1, 12):
            with pytest.raises(IndexError):
                source.read(outside)


def test_gaps_make_no_frames_but_are_told(tmp_path: Path) -> None:
    numbers = [1, 2, 3, 7, 8, 10, 11]
    with open_source(write_images(tmp_path / "gaps", numbers, pattern="img_{:05}.png"), fps=200) as source:
        assert [number_of(frame.bgr()) for frame in source.frames()] == numbers
        assert source.info.fps == 200
        assert source.info.times[-1] == pytest.approx(6 / 200)
        assert source.info.warnings[0].startswith("4 numbers are missing between the image names (the first is 4)")


def test_a_regular_stride_is_no_gap(tmp_path: Path) -> None:
    with open_source(write_images(tmp_path / "stride", range(0, 70, 7))) as source:
        assert source.info.warnings == ()


def test_damaged_images_keep_their_slot(tmp_path: Path) -> None:
    folder = write_images(tmp_path / "damaged", range(10))
    whole = (folder / "4.png").read_bytes()
    (folder / "0.png").write_bytes(b"")
    (folder / "4.png").write_bytes(whole[: len(whole) // 2])
    (folder / "5.png").write_bytes(b"no image")
    expected = [(True, 1), *((False, n) for n in (1, 2, 3)), (True, 3), (True, 3), *((False, n) for n in (6, 7, 8, 9))]
    with open_source(folder) as source:
        assert source.info.n_frames == 10
        assert [(frame.damaged, number_of(frame.bgr())) for frame in source.frames()] == expected
        for index in (5, 9, 4, 0, 3):
            frame = source.read(index)
            assert (frame.damaged, number_of(frame.bgr())) == expected[index]


def test_gray_images_and_other_sizes_fit_the_first(tmp_path: Path) -> None:
    folder = write_images(tmp_path / "mixed", range(2))
    cv2.imwrite(str(folder / "2.png"), picture(2)[:, :, 0])
    cv2.imwrite(str(folder / "3.png"), cv2.resize(picture(3), (480, 192)))
    with open_source(folder) as source:
        for frame in source.frames():
            assert frame.bgr().shape == (96, 240, 3)
            assert frame.gray().shape == (96, 240)
            assert number_of(frame.bgr()) == number_of(frame.gray()) == frame.index
            assert frame.bgr().flags.c_contiguous


def test_sentences(tmp_path: Path) -> None:
    (tmp_path / "nothing").mkdir()
    with pytest.raises(SourceError, match=r"“nothing” holds no images: choose a folder of .*\.$"):
        open_source(tmp_path / "nothing")
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "1.jpg").write_bytes(b"\xff\xd8 nothing more")
    with pytest.raises(SourceError, match=r"None of the 1 images in “broken” can be decoded"):
        open_source(tmp_path / "broken")
    good = write_images(tmp_path / "good", [1])
    for rate in (0.0, -5.0, float("nan")):
        with pytest.raises(SourceError, match="must be a number above 0"):
            open_source(good, fps=rate)
    with pytest.raises(SourceError, match="is a single picture"):
        open_source(good / "1.png")


def test_natural_key() -> None:
    names = ["img10.jpg", "img2.jpg", "IMG1.jpg", "a.jpg", "10.jpg", "9.jpg", "img2b.jpg"]
    assert sorted(names, key=natural_key) == [
        "9.jpg",
        "10.jpg",
        "a.jpg",
        "IMG1.jpg",
        "img2.jpg",
        "img2b.jpg",
        "img10.jpg",
    ]
