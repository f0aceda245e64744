"""Identity by content: what counts as one source, and what is refused because it names others."""

import os
import shutil
from pathlib import Path

import pytest

from engine import content
from engine.content import Content, content_digest, content_of, fast_digest
from engine.errors import SourceError
from engine.video import open_source
from tests.engine.clips import CLIPS, remux, write_images

LARGE = content.WHOLE_BYTES * 3


def changed(path: Path, at: int) -> Path:
    """One byte is another, at equal size and time of change."""
    state = path.stat()
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(bytes(data))
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))
    return path


def test_a_copy_is_the_same_and_a_byte_makes_another(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    path.write_bytes(os.urandom(LARGE))
    first = content_of(path)
    assert content_of(Path(shutil.copy(path, tmp_path / "other name.mov"))) == first
    assert first.is_proved(first)
    assert not first.differs(first)
    for at in (0, LARGE // 2 + 1234, LARGE - 1):
        now = content_of(changed(path, at))
        assert now.size_bytes == first.size_bytes
        assert now.sha256 != first.sha256
        assert now.differs(first)
        changed(path, at)


def test_both_ends_and_every_region_count_in_the_fast_digest(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    path.write_bytes(bytes(LARGE))
    seen = {fast_digest(path)}
    # A region as long as the distance of two blocks holds at least a part of one.
    width = LARGE // (content.BLOCKS + 1) + content.BLOCK_BYTES
    for start in range(0, LARGE - width, LARGE // 20):
        path.write_bytes(bytes(start) + b"x" * width + bytes(LARGE - start - width))
        seen.add(fast_digest(path))
    assert len(seen) == 1 + len(range(0, LARGE - width, LARGE // 20))
    path.write_bytes(bytes(LARGE + 1))
    assert fast_digest(path) not in seen


def test_what_is_not_known_proves_nothing() -> None:
    fast, full = Content(5, "a"), Content(5, "a", "s")
    assert not fast.is_proved(fast)
    assert not fast.is_proved(full)
    assert not Content(5, "").differs(full)
    assert Content(5, "b").differs(fast)
    assert full.differs(Content(5, "a", "t"))


def test_a_folder_is_the_names_and_bytes_of_its_images(tmp_path: Path) -> None:
    folder = write_images(tmp_path / "a", range(6))
    first = content_of(folder)
    (folder / "Thumbs.db").write_bytes(b"x")
    (folder / "case.metst").write_bytes(b"x")
    (folder / "._img_0000.png").write_bytes(b"x")
    assert content_of(folder) == first
    moved = folder.rename(tmp_path / "b")
    assert content_of(moved) == first
    images = sorted(moved.glob("*.png"))
    # Two images exchanged: the same names and sizes in sum, other pictures.
    a, b = images[1].read_bytes(), images[2].read_bytes()
    images[1].write_bytes(b)
    images[2].write_bytes(a)
    assert content_of(moved).differs(first)


def test_folders_of_equal_size_pictures_are_two(tmp_path: Path) -> None:
    infos = []
    for name, begin in (("a", 0), ("b", 100)):
        folder = write_images(tmp_path / name, range(begin, begin + 4), pattern="{:03}.bmp")
        for number in range(4):
            (folder / f"{begin + number:03}.bmp").rename(folder / f"{number}.bmp")
        with open_source(folder) as source:
            infos.append(source.info)
    assert infos[0].table_digest == infos[1].table_digest
    assert infos[0].fast_digest != infos[1].fast_digest


def test_what_is_no_file_is_refused_and_waited_for_by_nobody(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", Path("/dev/zero"), tmp_path / "missing"):
        with pytest.raises(SourceError):
            content_of(path)


def playlists(folder: Path) -> dict[str, str]:
    """Lists by file name, each of which libav would open as the clip they name."""
    clip = CLIPS["mpeg-ts"].write(folder / "part", 30)
    hls = f"#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:1.0,\n{clip.name}\n#EXT-X-ENDLIST\n"
    concat = f"ffconcat version 1.0\nfile {clip.name}\n"
    sdp = "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nm=video 5004 RTP/AVP 96\n"
    mpd = f'<?xml version="1.0"?>\n<MPD><Period><BaseURL>{clip.name}</BaseURL></Period></MPD>'
    return {
        "a.m3u8": hls,
        "b.mp4": hls,
        "bom.m3u8": "\ufeff" + hls,
        "c.ffconcat": concat,
        "d.mkv": concat,
        "e.mpd": mpd,
        "f.xml": mpd,
        "g.sdp": sdp,
        "h.m3u": f"{clip.name}\n",
    }


@pytest.mark.parametrize(
    "name", ["a.m3u8", "b.mp4", "bom.m3u8", "c.ffconcat", "d.mkv", "e.mpd", "f.xml", "g.sdp", "h.m3u"]
)
def test_lists_that_name_other_files_are_refused(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(playlists(tmp_path)[name], encoding="utf-8")
    with pytest.raises(SourceError, match="names other files"):
        open_source(path)


def test_a_remux_is_another_content(tmp_path: Path) -> None:
    clip = CLIPS["h264-gop15"].write(tmp_path / "a", 30)
    assert content_digest(remux(clip, tmp_path / "b.mp4")) != content_digest(clip) or (
        (tmp_path / "b.mp4").read_bytes() == clip.read_bytes()
    )
