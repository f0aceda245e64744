"""Videos are told apart by their bytes, in the window as well: clips of one length, copies, exchanged files."""

import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from engine import content
from engine.content import content_digest
from engine.journal import verify_project
from engine.video import open_source
from metst_gui.desk import identify
from metst_gui.desk.project_copies import save_as
from metst_gui.desk.project_files import autosave_folder
from metst_gui.document.annotation import Annotation
from metst_gui.document.document import AnnotationDocument
from metst_gui.document.file.opening import new_project
from metst_gui.document.project import VideoRef
from metst_gui.labels import label_files
from metst_gui.playback.frame_service import FrameService
from tests.document.factory import make_proposal, make_run
from tests.e2e.conftest import TIMEOUT
from tests.engine.clips import cut_clips, number_of, write_images

COUNT, FRAMES = 20, 90


@pytest.fixture(scope="module")
def clips(tmp_path_factory) -> list[Path]:
    """Twenty clips of equal length, cut from one file."""
    return cut_clips(tmp_path_factory.mktemp("clips"), COUNT, frames=FRAMES)


@pytest.fixture
def own(clips, tmp_path) -> list[Path]:
    """Copies of three of them that a test may change."""
    return [Path(shutil.copy2(clips[number], tmp_path / f"subject{number}.mp4")) for number in range(3)]


def shown(window, qtbot, act: Callable[[], object]) -> int:
    """Number in the picture that is shown after opening something."""
    pictures: list[int | None] = []

    def keep(index: int, picture, _damaged: bool) -> None:
        if index == 0:
            pictures.append(number_of(picture))

    window.desk.frames.frame_ready.connect(keep)
    with qtbot.waitSignal(window.desk.session.opened, timeout=TIMEOUT):
        act()
    pictures.clear()
    window.desk.playback.seek(1)
    window.desk.playback.seek(0)
    qtbot.waitUntil(lambda: bool(pictures), timeout=TIMEOUT)
    window.desk.frames.frame_ready.disconnect(keep)
    return pictures[-1]


def flip(path: Path, at: int | None = None) -> Path:
    """One byte becomes another; size and time of change stay."""
    state = path.stat()
    data = bytearray(path.read_bytes())
    data[len(data) // 2 if at is None else at] ^= 1
    path.write_bytes(bytes(data))
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))
    return path


def test_the_twenty_clips_share_what_is_no_identity(clips) -> None:
    infos = []
    for path in clips:
        with open_source(path) as source:
            infos.append(source.info)
    assert len({info.table_digest for info in infos}) == 1
    assert {(info.n_frames, info.fps) for info in infos} == {(FRAMES, 30.0)}
    assert len({info.fast_digest for info in infos}) == COUNT


def test_twenty_clips_are_twenty_videos_of_one_project(desk, qtbot, clips, tmp_path, said) -> None:
    window = desk("endless")
    window.desk.settings.update(analyse_on_open=False)
    sentences = said(window)
    for number, path in enumerate(clips):
        act = window.desk.opener.open_video if number == 0 else window.desk.opener.add_video
        assert shown(window, qtbot, lambda act=act, path=path: act(path)) == number * FRAMES
        window.desk.document.add(Annotation(onset=number, apex=None, offset=number + 5))
    document = window.desk.document
    assert len({one.ref.sha256 for one in document.videos}) == len(document.videos) == COUNT
    assert [one.ref.sha256 for one in document.videos] == [content_digest(path) for path in clips]
    assert not any("already" in one for one in sentences)
    for number, video in enumerate(document.videos):
        if document.video.id != video.id:
            with qtbot.waitSignal(window.desk.session.opened, timeout=TIMEOUT):
                window.desk.opener.show_video(video.id)
        assert [one.onset for one in document.view.annotations] == [number]
    save_as(window.desk.session, tmp_path / "all.metst")
    window.close()
    assert verify_project(tmp_path / "all.metst").ok


def test_ctrl_o_of_another_clip_of_that_length_opens_another_project(desk, qtbot, own) -> None:
    window = desk()
    window.desk.settings.update(analyse_on_open=False)
    assert shown(window, qtbot, lambda: window.desk.opener.open_path(own[0])) == 0
    first = window.desk.session.project_path
    window.desk.review.create(10, 20, 14)
    assert shown(window, qtbot, lambda: window.desk.opener.open_path(own[1])) == FRAMES
    assert window.desk.session.project_path != first
    assert window.desk.document.view.annotations == ()
    assert len(window.desk.document.videos) == 1
    assert shown(window, qtbot, lambda: window.desk.opener.open_path(own[0])) == 0
    assert window.desk.session.project_path == first
    assert len(window.desk.document.view.annotations) == 1


def test_a_new_sitting_shows_no_work_on_another_clip(desk, qtbot, own, tmp_path) -> None:
    window = desk()
    window.desk.settings.update(analyse_on_open=False)
    shown(window, qtbot, lambda: window.desk.opener.open_path(own[0]))
    window.desk.review.create(10, 20, 14)
    window.close()
    # The other clip under the very name, and the first one under another.
    own[0].rename(tmp_path / "moved.mp4")
    own[1].rename(own[0])
    again = desk()
    again.desk.settings.update(analyse_on_open=False)
    assert shown(again, qtbot, lambda: again.desk.opener.open_path(own[0])) == FRAMES
    assert again.desk.document.view.annotations == ()
    assert shown(again, qtbot, lambda: again.desk.opener.open_path(tmp_path / "moved.mp4")) == 0
    assert len(again.desk.document.view.annotations) == 1, "the same bytes are the same video under any name"


def test_another_file_at_a_known_place_is_said_with_both_digests(desk, qtbot, own, said) -> None:
    window = desk()
    window.desk.settings.update(analyse_on_open=False)
    shown(window, qtbot, lambda: window.desk.opener.open_path(own[0]))
    window.desk.review.create(10, 20, 14)
    before = content_digest(own[0])
    window.close()
    shutil.copyfile(own[1], own[0])
    again = desk()
    again.desk.settings.update(analyse_on_open=False)
    sentences = said(again)
    shown(again, qtbot, lambda: again.desk.opener.open_path(own[0]))
    assert any(before in one and content_digest(own[0]) in one for one in sentences)


def test_a_copy_under_another_name_is_in_the_project_already(desk, qtbot, own, tmp_path, said) -> None:
    window = desk()
    window.desk.settings.update(analyse_on_open=False)
    shown(window, qtbot, lambda: window.desk.opener.open_path(own[0]))
    shown(window, qtbot, lambda: window.desk.opener.add_video(own[1]))
    sentences = said(window)
    copy = Path(shutil.copyfile(own[0], tmp_path / "other name.mkv"))
    shown(window, qtbot, lambda: window.desk.opener.add_video(copy))
    assert len(window.desk.document.videos) == 2
    assert "“other name.mkv” is in this project already." in sentences
    assert window.desk.document.video.ref.path == copy


@pytest.mark.parametrize("kind", ["file", "folder"])
def test_a_changed_byte_is_said_before_anything_is_shown(desk, qtbot, own, tmp_path, said, kind) -> None:
    video = own[0] if kind == "file" else write_images(tmp_path / "images", range(40))
    window = desk()
    window.desk.settings.update(analyse_on_open=False)
    shown(window, qtbot, lambda: window.desk.opener.open_path(video))
    window.desk.review.create(10, 20, 14)
    save_as(window.desk.session, tmp_path / "p.metst")
    window.close()
    before = content_digest(video)
    flip(video if kind == "file" else sorted(video.iterdir())[9])
    again = desk()
    sentences = said(again)
    pictures: list[object] = []
    for signal in (again.desk.frames.frame_ready, again.desk.frames.previewed, again.desk.session.opened):
        signal.connect(lambda *arguments: pictures.append(arguments))
    again.desk.opener.open_path(tmp_path / "p.metst")
    qtbot.waitUntil(lambda: any(before in one and content_digest(video) in one for one in sentences), timeout=TIMEOUT)
    assert pictures == []
    assert again.desk.session.info is None
    qtbot.waitUntil(again.messages._offer.isVisible, timeout=TIMEOUT)  # the original can be looked for


def test_an_exchanged_video_of_an_open_project_leaves_what_is_shown(desk, qtbot, own, said) -> None:
    window = desk()
    window.desk.settings.update(analyse_on_open=False)
    shown(window, qtbot, lambda: window.desk.opener.open_path(own[0]))
    shown(window, qtbot, lambda: window.desk.opener.add_video(own[1]))
    first, second = window.desk.document.videos
    flip(own[0])
    sentences = said(window)
    window.desk.opener.show_video(first.id)
    qtbot.waitUntil(lambda: any(first.ref.sha256 in one for one in sentences), timeout=TIMEOUT)
    assert window.desk.document.video.id == second.id
    assert window.desk.session.info.path == own[1]


def test_the_original_beside_the_project_is_found_where_another_lies_in_its_place(desk, qtbot, own, tmp_path) -> None:
    window = desk()
    window.desk.settings.update(analyse_on_open=False)
    shown(window, qtbot, lambda: window.desk.opener.open_path(own[1]))
    home = tmp_path / "home"
    home.mkdir()
    save_as(window.desk.session, home / "p.metst")
    window.close()
    original = Path(shutil.copy2(own[1], home / "kept under another name.mp4"))
    shutil.copyfile(own[2], own[1])
    again = desk()
    again.desk.settings.update(analyse_on_open=False)
    assert shown(again, qtbot, lambda: again.desk.opener.open_path(home / "p.metst")) == FRAMES
    assert again.desk.document.video.ref.path == original


@pytest.fixture
def unsampled(monkeypatch) -> None:
    """Everything is a large file of which the fast digest sees next to nothing."""
    monkeypatch.setattr(content, "AT_ONCE_BYTES", 0)
    monkeypatch.setattr(identify, "AT_ONCE_BYTES", 0)
    monkeypatch.setattr(content, "WHOLE_BYTES", 0)
    monkeypatch.setattr(content, "END_BYTES", 16)
    monkeypatch.setattr(content, "BLOCK_BYTES", 1)
    monkeypatch.setattr(content, "BLOCKS", 1)


def test_a_large_file_is_shown_at_once_and_withheld_once_its_bytes_differ(
    desk, qtbot, own, tmp_path, said, unsampled
) -> None:
    window = desk()
    window.desk.settings.update(analyse_on_open=False)
    shown(window, qtbot, lambda: window.desk.opener.open_path(own[0]))
    qtbot.waitUntil(lambda: bool(window.desk.document.video.ref.sha256), timeout=TIMEOUT)
    assert window.desk.opener.unproved == ""
    window.desk.review.create(10, 20, 14)
    save_as(window.desk.session, tmp_path / "p.metst")
    window.close()
    before = content_digest(own[0])
    flip(own[0], own[0].stat().st_size // 3)
    again = desk()
    again.desk.settings.update(analyse_on_open=False)
    sentences = said(again)
    with qtbot.waitSignal(again.desk.session.opened, timeout=TIMEOUT):
        again.desk.opener.open_path(tmp_path / "p.metst")
    qtbot.waitUntil(lambda: any(before in one and content_digest(own[0]) in one for one in sentences), timeout=TIMEOUT)
    assert not again.desk.review.create(30, 40, 34) or len(again.desk.document.view.annotations) == 1
    assert len(again.desk.document.view.annotations) == 1
    assert again.desk.opener.unproved
    assert not label_files.write_labels(again.desk, tmp_path / "x.csv", format_="csv", missing="refuse")
    assert not (tmp_path / "x.csv").exists()


def test_two_large_files_that_look_alike_are_two(desk, qtbot, own, tmp_path, unsampled) -> None:
    twin = flip(Path(shutil.copy2(own[0], tmp_path / "twin.mp4")), own[0].stat().st_size // 3)
    assert content.fast_digest(twin) == content.fast_digest(own[0])
    window = desk()
    window.desk.settings.update(analyse_on_open=False)
    shown(window, qtbot, lambda: window.desk.opener.open_path(own[0]))
    with qtbot.waitSignal(window.desk.session.opened, timeout=TIMEOUT):
        window.desk.opener.add_video(twin)
    assert [one.ref.sha256 for one in window.desk.document.videos] == [content_digest(own[0]), content_digest(twin)]


def test_a_video_that_is_changed_while_it_is_analysed_gets_no_run(desk, qtbot, own, said) -> None:
    window = desk()
    window.desk.settings.update(analyse_on_open=False)
    shown(window, qtbot, lambda: window.desk.opener.open_path(own[0]))
    sentences = said(window)
    window.desk.analysis._on_event(replace(make_run(make_proposal(10), n=FRAMES), content="0" * 64))
    assert window.desk.document.view.run is None
    assert any("was changed while it was analysed" in one for one in sentences)


def test_opening_another_while_one_is_being_opened_shows_the_last(desk, qtbot, own) -> None:
    window = desk()
    window.desk.settings.update(analyse_on_open=False)
    assert isinstance(window.desk.frames, FrameService)
    for path in (own[0], own[1]):
        window.desk.opener.open_path(path)
    assert shown(window, qtbot, lambda: window.desk.opener.open_path(own[2])) == 2 * FRAMES
    assert window.desk.session.info.path == own[2]


def test_a_failing_clip_leaves_the_chosen_model_chosen(desk, qtbot, own, tmp_path, said) -> None:
    window = desk("refuses")
    chosen = str(tmp_path / "mine.safetensors")
    window.desk.settings.update(weights=chosen)
    sentences = said(window)
    with qtbot.waitSignals([window.desk.session.opened, window.desk.analysis.ended], timeout=TIMEOUT):
        window.desk.opener.open_path(own[0])
    assert any("No usable frame was found" in one for one in sentences)
    assert window.desk.settings.value.weights == chosen
    with qtbot.waitSignals([window.desk.session.opened, window.desk.analysis.ended], timeout=TIMEOUT):
        window.desk.opener.open_path(own[1])
    assert window.desk.analysis.config().weights == chosen


def weak(path: Path, ref_of: Path, *, sha256: str = "", at: Path | None = None) -> None:
    """An autosaved project as older versions wrote it: named by the frame table, without a fast digest."""
    path.parent.mkdir(parents=True, exist_ok=True)
    opened = new_project(path)
    document = AnnotationDocument()
    document.open(opened.store, opened.state)
    with open_source(ref_of) as source:
        ref = replace(VideoRef.of(source.info), fast="", sha256=sha256, path=at or ref_of)
    document.show_video(document.videos.add(ref, name=ref_of.stem))
    document.add(Annotation(onset=10, apex=14, offset=20))
    opened.store.close()


def former_name(video: Path) -> Path:
    with open_source(video) as source:
        return autosave_folder() / f"{video.stem}-{source.info.table_digest[:12]}.metst"


@pytest.mark.parametrize("digest", [True, False])
def test_an_autosave_of_an_older_version_is_found_by_its_own_video_only(desk, qtbot, own, digest) -> None:
    # All three files have the frame table that the project is named by.
    weak(former_name(own[0]), own[0], sha256=content_digest(own[0]) if digest else "")
    window = desk()
    window.desk.settings.update(analyse_on_open=False)
    assert shown(window, qtbot, lambda: window.desk.opener.open_path(own[1])) == FRAMES
    assert window.desk.document.view.annotations == ()
    assert shown(window, qtbot, lambda: window.desk.opener.open_path(own[0])) == 0
    assert len(window.desk.document.view.annotations) == 1
    assert window.desk.session.project_path == former_name(own[0])
    ref = window.desk.document.video.ref
    assert (ref.sha256, ref.fast) == (content_digest(own[0]), content.fast_digest(own[0]))


def test_an_old_autosave_with_a_digest_follows_the_bytes_to_another_name(desk, qtbot, own, tmp_path) -> None:
    weak(former_name(own[0]), own[0], sha256=content_digest(own[0]), at=tmp_path / "gone.mp4")
    moved = own[0].rename(tmp_path / "new name.mp4")
    window = desk()
    window.desk.settings.update(analyse_on_open=False)
    shown(window, qtbot, lambda: window.desk.opener.open_path(moved))
    assert len(window.desk.document.view.annotations) == 1


def test_a_video_kept_without_a_digest_is_compared_with_the_file_at_its_place(desk, qtbot, own, tmp_path, said) -> None:
    weak(tmp_path / "p.metst", own[0])
    window = desk()
    window.desk.settings.update(analyse_on_open=False)
    shown(window, qtbot, lambda: window.desk.opener.open_path(tmp_path / "p.metst"))
    shown(window, qtbot, lambda: window.desk.opener.add_video(own[1]))
    copy = Path(shutil.copy(own[0], tmp_path / "copy.mp4"))
    sentences = said(window)
    shown(window, qtbot, lambda: window.desk.opener.add_video(copy))
    assert len(window.desk.document.videos) == 2
    assert any("already" in one for one in sentences)
