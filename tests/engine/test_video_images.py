"""Image folders: natural order, gaps, damaged images, sentences."""

import os
import struct
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import cv2
import numpy as np
import pytest

from engine.content import natural_key
from engine.errors import SourceError
from engine.video import open_source
from tests.engine.clips import number_of, picture, png, write_images

ROOT = Path(__file__).parents[2]


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
            assert frame.refitted == (frame.index == 3)
        (said,) = source.info.warnings
        assert said.startswith("The pictures change from 240 x 96 to 480 x 192 px (seen at frame 3)")


def test_another_shape_keeps_its_shape(tmp_path: Path) -> None:
    folder = write_images(tmp_path / "mixed", range(4))
    disc = np.zeros((200, 100, 3), np.uint8)
    cv2.circle(disc, (50, 100), 40, (0, 200, 255), -1)
    cv2.imwrite(str(folder / "2.png"), disc)
    with open_source(folder) as source:
        shown = source.read(2).bgr()
        assert shown.shape == (96, 240, 3)
        rows, columns = np.nonzero(shown[..., 1] > 100)
        assert np.ptp(rows) == pytest.approx(np.ptp(columns), abs=1)
        assert not source.read(3).refitted


def deep(number: int, white: float, kind: type[np.generic]) -> np.ndarray:
    return (picture(number) / 255 * white).astype(kind)


@pytest.mark.parametrize("suffix", [".tif", ".png"])
@pytest.mark.parametrize("bits", [10, 12, 14, 16])
def test_deep_images_are_shown_in_their_own_range(bits: int, suffix: str, tmp_path: Path) -> None:
    for number in range(12):
        image = deep(number, 2**bits - 1, np.uint16)
        cv2.imwrite(str(tmp_path / f"{number}{suffix}"), image[..., 0] if number % 2 else image)
    with open_source(tmp_path) as source:
        for frame in source.frames():
            assert np.abs(frame.bgr().astype(int) - picture(frame.index)).max() <= 1
            assert np.abs(frame.gray().astype(int) - picture(frame.index)[..., 0]).max() <= 1
            assert not frame.gray().flags.writeable or frame.index % 2 == 0
        (said,) = source.info.warnings
        assert f"({bits} bits): 0 to {2**bits - 1} are shown from black to white." in said


@pytest.mark.parametrize(
    ("white", "said"), [(1.0, "0 to 1 are"), (255.0, "0 to 255 are"), (3.5e4, "to 3.5e+04, shown")]
)
def test_decimal_tiff_is_shown_in_its_own_range(white: float, said: str, tmp_path: Path) -> None:
    for number in range(9):
        cv2.imwrite(str(tmp_path / f"{number}.tiff"), deep(number, white, np.float32))
    with open_source(tmp_path) as source:
        assert said in source.info.warnings[0]
        assert [number_of(frame.bgr()) for frame in source.frames()] == list(range(9))
        assert np.abs(source.read(5).gray().astype(int) - picture(5)[..., 0]).max() <= 1


@pytest.mark.parametrize("unit", [1e-300, 1e-40, 1e40, 1e300])
def test_decimal_numbers_of_any_size_are_seen(unit: float, tmp_path: Path) -> None:
    ramp = np.tile(np.linspace(0, 7, 64), (32, 1)) * unit
    cv2.imwrite(str(tmp_path / "1.tif"), ramp)
    with open_source(tmp_path) as source:
        shown = source.read(0).gray()
    assert shown[:, 0].max() <= 1
    assert shown[:, -1].min() >= 254
    assert np.all(np.diff(shown[0].astype(int)) >= 0)


def test_pictures_without_a_number_are_told(tmp_path: Path) -> None:
    cv2.imwrite(str(tmp_path / "1.tif"), np.full((32, 64), np.nan, np.float32))
    with open_source(tmp_path) as source:
        assert source.info.warnings == (
            "The pictures that were looked at hold no number in any pixel: they are shown black.",
        )
        assert source.read(0).gray().max() == 0


@pytest.mark.skipif(sys.platform == "win32", reason="names are bytes elsewhere only")
def test_names_that_are_no_text_are_read(tmp_path: Path) -> None:
    for name in (b"\xe4-1.png", b"\xe4-2.png", b"\xff\n-3.png"):
        write_images(tmp_path, [0])
        (tmp_path / "0.png").rename(tmp_path / os.fsdecode(name))
    with open_source(tmp_path) as source:
        assert source.info.n_frames == 3
        assert not any(frame.damaged for frame in source.frames())


def test_brightness_does_not_follow_the_single_image(tmp_path: Path) -> None:
    for number in range(30):
        cv2.imwrite(str(tmp_path / f"{number}.tif"), np.full((8, 8), 100 + 30 * number, np.uint16))
    with open_source(tmp_path) as source:
        shown = [int(frame.gray()[0, 0]) for frame in source.frames()]
        assert shown == sorted(set(shown))
        assert shown[-1] - shown[0] > 200


@pytest.mark.parametrize("kind", [np.uint8, np.uint16])
@pytest.mark.parametrize("packing", [1, 5, 8, 32773])
def test_every_page_of_a_tiff_is_a_frame(packing: int, kind: type[np.generic], tmp_path: Path) -> None:
    path = tmp_path / "Stapel ü.tif"
    white = 255 if kind is np.uint8 else 4095
    pages = [deep(number, white, kind) for number in range(25)]
    _, content = cv2.imencodemulti(".tif", pages, [cv2.IMWRITE_TIFF_COMPRESSION, packing])
    content.tofile(path)
    with open_source(path, fps=100) as source:
        assert (source.info.kind, source.info.n_frames, source.info.fps) == ("images", 25, 100.0)
        for index in (24, 0, 13, 12, 7):
            frame = source.read(index)
            assert (frame.damaged, number_of(frame.bgr()), number_of(frame.gray())) == (False, index, index)
        twin = source.twin()
        assert number_of(twin.read(9).bgr()) == 9
        twin.close()


def test_pages_in_a_folder_follow_one_another(tmp_path: Path) -> None:
    for part in (0, 1, 2, 10):
        pages = [picture(number) for number in range(5 * part, 5 * part + 5)]
        assert cv2.imwritemulti(str(tmp_path / f"part{part}.tif"), pages)
    with open_source(tmp_path) as source:
        expected = [*range(15), *range(50, 55)]
        assert [number_of(frame.bgr()) for frame in source.frames()] == expected


def tiff(pages: Sequence[tuple[np.ndarray, int]], *, order: str = "<", big: bool = False) -> bytes:
    """Uncompressed grey pages with their kinds (tag 254), by hand from the TIFF 6.0 and BigTIFF specifications."""
    code, head, entry = ("Q", 16, 20) if big else ("I", 8, 12)
    magic = b"II" if order == "<" else b"MM"
    start = struct.pack(f"{order}HHHQ", 43, 8, 0, 16) if big else struct.pack(f"{order}HI", 42, 8)
    content = bytearray(magic + start)
    for number, (image, kind) in enumerate(pages):
        tags = [(254, kind), (256, image.shape[1]), (257, image.shape[0]), (258, 8), (259, 1), (262, 1), (273, 0)]
        tags += [(277, 1), (278, image.shape[0]), (279, image.size)]
        size = struct.calcsize(f"{order}{'Q' if big else 'H'}") + len(tags) * entry + struct.calcsize(code)
        data = len(content) + size
        content += struct.pack(f"{order}{'Q' if big else 'H'}", len(tags))
        for tag, value in tags:
            content += struct.pack(f"{order}HH{code}", tag, 4, 1)
            content += struct.pack(f"{order}I", data if tag == 273 else value).ljust(struct.calcsize(code), b"\0")
        following = data + image.size if number + 1 < len(pages) else 0
        content += struct.pack(f"{order}{code}", following) + image.tobytes()
    assert head in (8, 16)
    return bytes(content)


@pytest.mark.parametrize("big", [False, True])
@pytest.mark.parametrize("order", ["<", ">"])
def test_thumbnails_and_masks_are_no_frames(order: str, big: bool, tmp_path: Path) -> None:
    images = [picture(number)[..., 0] for number in range(4)]
    small = np.full((6, 15), 99, np.uint8)
    pages = [(images[0], 0), (small, 1), (images[1], 0), (images[2], 0), (images[2], 4), (images[3], 2)]
    path = tmp_path / "pages.tif"
    path.write_bytes(tiff(pages, order=order, big=big))
    with open_source(path) as source:
        assert [number_of(frame.gray()) for frame in source.frames()] == [0, 1, 2, 3]
        assert source.info.warnings == ()
    (tmp_path / "one.tif").write_bytes(tiff([(images[0], 0), (small, 1)], order=order, big=big))
    with pytest.raises(SourceError, match="is a single picture"):
        open_source(tmp_path / "one.tif")


def test_a_chain_of_pages_that_bites_its_tail_ends(tmp_path: Path) -> None:
    content = bytearray(tiff([(picture(number)[..., 0], 0) for number in range(3)]))
    content[-4 - picture(2)[..., 0].size : -picture(2)[..., 0].size] = struct.pack("<I", 8)
    (tmp_path / "loop.tif").write_bytes(content)
    with open_source(tmp_path / "loop.tif") as source:
        assert source.info.n_frames == 3
        assert [number_of(frame.gray()) for frame in source.frames()] == [0, 1, 2]


def test_damaged_stacks_are_read_as_far_as_they_go(tmp_path: Path) -> None:
    whole = tiff([(picture(number)[..., 0], 0) for number in range(6)])
    rng = np.random.default_rng(5)
    for trial in range(150):
        content = bytearray(whole if trial % 3 else whole[: int(rng.integers(20, len(whole)))])
        for position in rng.integers(0, len(content), size=4).tolist():
            # mostly in the directories: these are short, the pictures long
            content[position % 200 if trial % 2 else position] = int(rng.integers(256))
        path = tmp_path / f"{trial}.tif"
        path.write_bytes(content)
        # whatever else is raised fails the test
        with suppress(SourceError), open_source(path) as source:
            shapes = {frame.gray().shape for frame in source.frames()}
            assert shapes == {(source.info.height, source.info.width)}


@pytest.mark.parametrize("orientation", range(1, 9))
def test_turns_and_mirrors_of_cameras_are_followed(orientation: int, tmp_path: Path) -> None:
    """EXIF 2.3, tag 274: where row 0 and column 0 of the stored picture are seen."""
    stored = picture(3)
    upright = {
        1: stored,
        2: stored[:, ::-1],
        3: stored[::-1, ::-1],
        4: stored[::-1],
        5: stored.swapaxes(0, 1),
        6: np.rot90(stored, -1),
        7: stored[::-1, ::-1].swapaxes(0, 1),
        8: np.rot90(stored, 1),
    }[orientation]
    _, coded = cv2.imencode(".jpg", stored, [cv2.IMWRITE_JPEG_QUALITY, 100])
    exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01" + struct.pack(">HHIHH", 274, 3, 1, orientation, 0) + bytes(4)
    marker = b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif
    content = coded.tobytes()
    for number in range(2):
        (tmp_path / f"{number}.jpg").write_bytes(content[:2] + marker + content[2:])
    with open_source(tmp_path) as source:
        frame = source.read(1)
        assert frame.bgr().shape == upright.shape
        assert np.abs(frame.bgr().astype(int) - upright).mean() < 3
        assert (source.info.width, source.info.height) == upright.shape[1::-1]


@pytest.mark.parametrize(
    "names",
    [
        ["1²00.jpg", "2²00.jpg", "3²00.jpg"],
        ["①.jpg", "②.jpg", "③.jpg"],
        ["١.jpg", "٢.jpg", "٣.jpg"],
        ["img１.jpg", "img２.jpg", "img１０.jpg"],
        ["½.jpg", "1½.jpg", "2½.jpg"],
    ],
)
def test_characters_like_digits_are_names(names: list[str], tmp_path: Path) -> None:
    for name in names:
        cv2.imencode(".jpg", picture(3))[1].tofile(tmp_path / name)
    with open_source(tmp_path) as source:
        assert source.info.n_frames == 3
        assert not source.read(2).damaged


@pytest.mark.parametrize(
    "names",
    [
        ["20231130_101559_960", "20231130_101600_000", "20231130_101600_040", "20231130_101600_120"],
        ["20231130101559960", "20231130101600000", "20231130101600040"],
        ["2023-11-30T10.15.59.960", "2023-11-30T10.16.00.000", "2023-11-30T10.16.00.040"],
        ["1701339359.960", "1701339360.000", "1701339360.040"],
        ["1701339359960", "1701339360000", "1701339360040", "1701339360200"],
        ["img_1701339359", "img_1701339360", "img_1701339365"],
        ["101559960", "101600000", "101600040"],
        ["cam1_10-15-59", "cam1_10-16-00", "cam1_10-16-01"],
        ["f_0.033", "f_0.067", "f_0.100", "f_0.133"],
        ["00033", "00067", "00100", "00133", "00233"],
    ],
)
def test_times_in_names_are_no_gaps(names: list[str], tmp_path: Path) -> None:
    for name in names:
        cv2.imwrite(str(tmp_path / f"{name}.png"), picture(1))
    with open_source(tmp_path) as source:
        assert source.info.n_frames == len(names)
        assert source.info.warnings == ()


@pytest.mark.parametrize(
    ("names", "missing", "first"),
    [
        (["img001", "img002", "img005", "img006"], 2, 3),
        (["000000007", "000000014", "000000028", "000000035"], 1, 21),
        (["s01_20_0001", "s01_20_0002", "s01_20_0003", "s01_20_0100"], 96, 4),
    ],
)
def test_counters_with_gaps_are_told(names: list[str], missing: int, first: int, tmp_path: Path) -> None:
    for name in names:
        cv2.imwrite(str(tmp_path / f"{name}.png"), picture(1))
    with open_source(tmp_path) as source:
        said = f"{missing} numbers are missing between the image names (the first is {first})"
        assert source.info.warnings[0].startswith(said)


BOMBS = """
import sys
from pathlib import Path
from engine.errors import SourceError
from engine.video import open_source
folder = Path(sys.argv[1])
try:
    open_source(folder)
except SourceError as error:
    print(error)
status = Path("/proc/self/status")
peak = status.read_text().split("VmHWM:")[1].split()[0] if status.exists() else 0
print(int(peak) // 1024)
"""


def test_a_picture_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    (tmp_path / "1.png").write_bytes(png(30000, 30000))
    command = [sys.executable, "-c", BOMBS, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=60, check=True)
    said, megabytes = done.stdout.splitlines()
    assert said.endswith("are larger than 100 million px: scale them down.")
    assert int(megabytes) < 400


def test_a_bomb_among_pictures_is_a_damaged_frame(tmp_path: Path) -> None:
    write_images(tmp_path, range(4))
    with (tmp_path / "2.png").open("wb") as file:
        file.truncate(1 << 40)  # a terabyte of nothing
    with open_source(tmp_path) as source:
        assert [frame.damaged for frame in source.frames()] == [False, False, True, False]


def test_a_tiff_that_announces_gigabytes_is_refused(tmp_path: Path) -> None:
    content = bytearray(tiff([(picture(0)[..., 0], 0), (picture(1)[..., 0], 0)]))
    for tag in (256, 257):
        at = content.index(struct.pack("<HHI", tag, 4, 1))
        content[at + 8 : at + 12] = struct.pack("<I", 40000)
    (tmp_path / "0.tif").write_bytes(content)
    with open_source(tmp_path) as source:
        assert [frame.damaged for frame in source.frames()] == [True, False]


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
