"""The main job from open to export, and everything that can go wrong on the way."""

import shutil
from pathlib import Path

import pandas as pd
import pytest
from PySide6.QtCore import Qt

from engine.datasets import format_row
from metst_gui.desk.project_copies import save_as
from metst_gui.desk.project_files import autosave_path, stored_project
from metst_gui.document.annotation import Annotation, Verdict
from metst_gui.document.file.errors import EditRefusedError
from metst_gui.document.file.snapshots import read_project
from metst_gui.labels import label_files
from tests.e2e.conftest import TIMEOUT
from tests.engine.clips import CLIPS, number_of, write_images
from tests.kit.hands import press
from tests.kit.windows import open_and_analyse

HEADER = ["Subject", "Filename", "Onset", "Apex", "Offset", "AU", "Objective class", "emotion"]


def bounds(window) -> list[tuple]:
    return [(one.onset, one.apex, one.offset) for one in window.desk.document.view.annotations]


def test_from_open_to_export_and_back(desk, qtbot, clip, tmp_path) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    document = window.desk.document
    assert len(document.view.proposals) == 4
    press(window, qtbot, Qt.Key.Key_Down)
    assert window.desk.selection.item == ("proposal", document.view.proposals[0].id)
    assert window.desk.playback.frame == document.view.proposals[0].onset
    press(window, qtbot, Qt.Key.Key_2, Qt.Key.Key_Return)  # surprise, accept
    press(window, qtbot, Qt.Key.Key_Backspace, Qt.Key.Key_S)  # reject, unsure
    verdicts = [document.view.verdict(one.id) for one in document.view.proposals]
    assert verdicts == [Verdict.ACCEPTED, Verdict.REJECTED, Verdict.UNSURE, Verdict.PENDING]
    assert document.view.annotations[0].emotion == "surprise"
    assert window.desk.selection.item == ("proposal", document.view.proposals[3].id)
    # Accept with two moved edges, in at most 12 keys.
    press(window, qtbot, Qt.Key.Key_Q)
    press(window, qtbot, Qt.Key.Key_Left, modifier=Qt.KeyboardModifier.AltModifier)
    press(window, qtbot, Qt.Key.Key_E)
    press(window, qtbot, Qt.Key.Key_Right, modifier=Qt.KeyboardModifier.AltModifier)
    press(window, qtbot, Qt.Key.Key_7, Qt.Key.Key_Return)
    before = document.view.proposals[3]
    assert bounds(window)[1] == (before.onset - 1, before.apex, before.offset + 1)
    assert not document.view.annotations[1].default_bounds
    # By hand: onset, apex, offset.
    press(window, qtbot, Qt.Key.Key_Escape)
    for key, frame in ((Qt.Key.Key_I, 5), (Qt.Key.Key_P, 9), (Qt.Key.Key_O, 14)):
        window.desk.playback.seek(frame)
        press(window, qtbot, key)
    press(window, qtbot, Qt.Key.Key_5)  # fear
    assert (5, 9, 14) in bounds(window)
    export_and_import(window, tmp_path)


def export_and_import(window, folder: Path) -> None:
    document = window.desk.document
    document.videos.name(subject="spNO.1", video_name="a")
    path = folder / "labels.xlsx"
    assert label_files.write_labels(window.desk, path, format_="casme3", missing="refuse")
    table = pd.read_excel(path)
    assert list(table.columns) == HEADER
    written = sorted(zip(table.Onset, table.Apex, table.Offset, table.emotion, strict=True))
    expected = sorted((one.onset + 1, one.apex + 1, one.offset + 1, one.emotion) for one in document.view.annotations)
    assert written == expected
    before = bounds(window)
    for annotation in document.view.annotations:
        document.delete(annotation.id)
    assert label_files.read_labels(window.desk, path) == 3
    assert bounds(window) == before
    assert label_files.read_labels(window.desk, path) == 0, "a second import adds nothing"
    for name in ("elan", "textgrid", "boris", "label_studio", "vtt", "json"):
        path = folder / f"labels-{name}{format_row(name).suffix}"
        assert label_files.write_labels(window.desk, path, format_=name, missing="refuse"), name
        assert label_files.read_labels(window.desk, path) == 0, f"{name}: the same annotations are there already"


def test_everything_is_undone_across_items(desk, qtbot, clip) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    document = window.desk.document
    press(window, qtbot, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Backspace, Qt.Key.Key_Return)
    assert len(document.view.annotations) == 2
    for _ in range(3):
        press(window, qtbot, Qt.Key.Key_Z, modifier=Qt.KeyboardModifier.ControlModifier)
    assert document.view.annotations == ()
    assert all(document.view.verdict(one.id) is Verdict.PENDING for one in document.view.proposals)
    assert window.desk.playback.frame == document.view.proposals[0].apex, "undo shows where the edit was"
    press(window, qtbot, Qt.Key.Key_Y, modifier=Qt.KeyboardModifier.ControlModifier)
    assert len(document.view.annotations) == 1


def test_work_is_there_again_after_closing(desk, qtbot, clip, said) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    press(window, qtbot, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Backspace)
    path = window.desk.session.project_path
    assert path == autosave_path(window.desk.session.info)
    window.close()
    assert len(read_project(path).annotations) == 1
    again = desk("endless")
    sentences = said(again)
    with qtbot.waitSignal(again.desk.session.opened, timeout=TIMEOUT):
        again.desk.opener.open_path(clip)
    assert "Restored 1 annotation and 2 verdicts of this video. A note." in sentences
    assert len(again.desk.document.view.proposals) == 4
    assert not again.desk.analysis.inference.running, "the stored run is shown, nothing is computed again"


def test_a_named_project_opens_with_its_video(desk, qtbot, clip, tmp_path, said) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    save_as(window.desk.session, tmp_path / "my project")
    press(window, qtbot, Qt.Key.Key_Down, Qt.Key.Key_Return)
    window.close()
    again = desk()
    with qtbot.waitSignal(again.desk.session.opened, timeout=TIMEOUT):
        again.desk.opener.open_path(tmp_path / "my project.metst")
    assert len(again.desk.document.view.annotations) == 1
    assert again.desk.session.project_path == tmp_path / "my project.metst"


def test_a_project_refuses_another_video_of_the_same_name(desk, qtbot, clip, tmp_path, said) -> None:
    window = desk()
    own = tmp_path / "a" / "v.mp4"
    own.parent.mkdir()
    own.write_bytes(clip.read_bytes())
    open_and_analyse(window, qtbot, own)
    save_as(window.desk.session, tmp_path / "p.metst")
    own.unlink()
    sentences = said(window)
    window.desk.opener.open_path(tmp_path / "p.metst")
    assert any("is not at" in one for one in sentences)
    CLIPS["h264-gop15"].write(tmp_path / "v", 100)
    window.desk.opener.open_path(tmp_path / "p.metst")
    qtbot.waitUntil(lambda: any("differs" in one for one in sentences), timeout=TIMEOUT)
    assert window.desk.session.info.path == own, "what was open is shown still"


def bad_files(folder: Path, clip: Path) -> dict[str, Path]:
    import av

    files = {name: folder / name for name in ("text.mp4", "empty.mp4", "cut.mp4", "sound.wav", "text.metst")}
    files["text.mp4"].write_text("this is no video")
    files["text.metst"].write_text("this is no project")
    files["empty.mp4"].write_bytes(b"")
    files["cut.mp4"].write_bytes(clip.read_bytes()[:2000])
    with av.open(str(files["sound.wav"]), "w") as output:
        stream = output.add_stream("pcm_s16le", rate=8000)
        frame = av.AudioFrame(format="s16", layout="mono", samples=800)
        frame.sample_rate = 8000
        for plane in frame.planes:
            plane.update(bytes(plane.buffer_size))
        output.mux(stream.encode(frame))
        output.mux(stream.encode(None))
    (folder / "no images").mkdir()
    return {**files, "no images": folder / "no images", "missing.mp4": folder / "missing.mp4"}


def test_bad_input_is_one_sentence_each_and_nothing_is_lost(desk, qtbot, clip, tmp_path, said) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    press(window, qtbot, Qt.Key.Key_Down, Qt.Key.Key_Return)
    before = bounds(window)
    for name, path in bad_files(tmp_path, clip).items():
        sentences = said(window)
        window.desk.opener.open_path(path)
        qtbot.waitUntil(lambda sentences=sentences: len(sentences) > 0, timeout=TIMEOUT)
        qtbot.wait(50)
        assert len(sentences) == 1, (name, sentences)
        assert name in sentences[0]
        assert sentences[0].endswith(".")
        assert window.desk.session.info.path.name == clip.name
        assert bounds(window) == before
        assert sentences[0] in window.messages.message
    with qtbot.waitSignal(window.desk.frames.frame_ready, timeout=TIMEOUT) as ready:
        window.desk.playback.seek(77)
    assert number_of(ready.args[1]) == 77, "the video that was open still plays"


@pytest.mark.parametrize(
    ("analysis", "words"), [("refuses", "choose another video"), ("breaks", "failed"), ("dies", "stopped unexpectedly")]
)
def test_player_and_hand_annotation_work_when_the_analysis_fails(desk, qtbot, clip, said, analysis, words) -> None:
    window = desk(analysis)
    sentences = said(window)
    open_and_analyse(window, qtbot, clip)
    assert any(words in one for one in sentences)
    window.desk.review.create(10, 20)
    press(window, qtbot, Qt.Key.Key_3)
    assert window.desk.document.view.annotations[0].emotion == "anger"
    with qtbot.waitSignal(window.desk.frames.frame_ready, timeout=TIMEOUT) as ready:
        press(window, qtbot, Qt.Key.Key_Right)
    assert number_of(ready.args[1]) == window.desk.playback.frame


def test_cancel_then_start_again(desk, qtbot, clip) -> None:
    window = desk("endless")
    with qtbot.waitSignal(window.desk.analysis.progress_changed, timeout=TIMEOUT):
        window.desk.opener.open_path(clip)
    qtbot.waitUntil(lambda: window.desk.analysis.inference.running, timeout=TIMEOUT)
    with qtbot.waitSignal(window.desk.analysis.ended, timeout=2000):
        window.desk.analysis.cancel()
    window.desk.analysis.inference._factory = "tests.e2e.fakes:quick"
    with qtbot.waitSignal(window.desk.analysis.ended, timeout=TIMEOUT):
        window.desk.analysis.start()
    assert len(window.desk.document.view.proposals) == 4


def test_closing_during_the_analysis_loses_nothing(desk, qtbot, clip) -> None:
    window = desk("endless")
    with qtbot.waitSignal(window.desk.session.opened, timeout=TIMEOUT):
        window.desk.opener.open_path(clip)
    qtbot.waitUntil(lambda: window.desk.analysis.inference.running, timeout=TIMEOUT)
    window.desk.review.create(10, 20)
    path = window.desk.session.project_path
    window.close()
    assert len(read_project(path).annotations) == 1


def test_second_video_while_the_first_is_analysed(desk, qtbot, clip, tmp_path) -> None:
    window = desk("endless")
    with qtbot.waitSignal(window.desk.session.opened, timeout=TIMEOUT):
        window.desk.opener.open_path(clip)
    window.desk.review.create(10, 20)
    first = window.desk.session.project_path
    window.desk.analysis.inference._factory = "tests.e2e.fakes:quick"
    folder = write_images(tmp_path / "images", range(1, 231))
    with qtbot.waitSignals([window.desk.session.opened, window.desk.frames.frame_ready], timeout=TIMEOUT):
        window.desk.opener.open_path(folder)
    qtbot.waitUntil(lambda: window.desk.document.view.run is not None, timeout=TIMEOUT)
    assert window.desk.session.info.n_frames == 230
    assert window.desk.document.view.annotations == ()
    assert len(read_project(first).annotations) == 1


def test_dragging_is_one_undo_step_and_shows_the_frame_under_the_edge(desk, qtbot, clip) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    window.desk.review.create(10, 20, 15)
    (annotation,) = window.desk.document.view.annotations
    count = window.desk.document.history.stack.count()
    token = object()
    for onset, finished in ((9, False), (8, False), (7, False), (7, True)):
        window.timeline.annotation_dragged.emit(annotation.id, onset, 15, 20, token, finished)
    assert window.desk.playback.frame == 7
    assert window.desk.document.history.stack.count() == count + 1


def test_moving_the_threshold_keeps_what_was_decided(desk, qtbot, clip) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    document = window.desk.document
    press(window, qtbot, Qt.Key.Key_Down, Qt.Key.Key_Backspace)
    rejected = document.view.proposals[0].id
    window.timeline.threshold_dragged.emit(0.99, True)
    assert [one.id for one in document.view.proposals] == [rejected]
    window.timeline.threshold_dragged.emit(0.75, True)
    assert len(document.view.proposals) == 3
    window.book.actions["decoder_paper"].trigger()
    assert window.desk.decoding.decoder().name == "paper"


def test_typing_action_units_triggers_nothing_else(desk, qtbot, clip) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    press(window, qtbot, Qt.Key.Key_Down, Qt.Key.Key_A)
    qtbot.waitUntil(lambda: window.focusWidget() is not None and window.focusWidget() is not window.video, timeout=2000)
    qtbot.keyClicks(window.focusWidget(), "4 12L s")
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Return)
    (annotation,) = window.desk.document.view.annotations
    assert annotation.action_units == "4 12L s"
    verdicts = {window.desk.document.view.verdict(one.id) for one in window.desk.document.view.proposals[1:]}
    assert verdicts == {Verdict.PENDING}


def test_without_a_video_every_action_is_harmless(desk, qtbot, said, monkeypatch) -> None:
    from PySide6.QtWidgets import QDialog, QFileDialog, QMenu

    monkeypatch.setattr(QMenu, "popup", lambda *_: None)  # the offscreen platform warns of what it needs
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("", ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([], ""))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: "")
    monkeypatch.setattr(QDialog, "exec", lambda *_: 0)
    window = desk()
    sentences = said(window)
    for name, action in window.book.actions.items():
        if name not in ("quit", "open_demo", "menus"):  # in test_guidance
            action.trigger()
    assert [one for one in sentences if not one.endswith(".")] == []


def add_for_ever(document, note: str) -> None:
    while True:
        document.add(Annotation(onset=1, apex=2, offset=3, note=note))


def fill_up(document) -> None:
    """Let the file reach the size it may have."""
    (pages,) = document.ledger.store._connection.execute("PRAGMA page_count").fetchone()
    document.ledger.store._connection.execute(f"PRAGMA max_page_count = {pages + 4}")
    for length in (900, 0):
        with pytest.raises(EditRefusedError, match="was not made"):
            add_for_ever(document, "x" * length)


def test_an_edit_that_cannot_be_stored_is_not_made_and_nothing_moves_on(desk, qtbot, clip, said) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    document, path = window.desk.document, window.desk.session.project_path
    press(window, qtbot, Qt.Key.Key_Down, Qt.Key.Key_Return)
    fill_up(document)
    sentences = said(window)
    # Pages that are full for one kind of row may have room for one of another.
    for _ in range(2):
        item, before = window.desk.selection.item, document.view.annotations
        press(window, qtbot, Qt.Key.Key_Return)
        if sentences:
            break
    assert "cannot be written" in sentences[-1]
    assert window.desk.selection.item == item, "the queue must not go on"
    assert document.view.annotations == before == read_project(path).annotations
    press(window, qtbot, Qt.Key.Key_Z, modifier=Qt.KeyboardModifier.ControlModifier)
    assert document.view.annotations == before, "an undo that cannot be stored is not made either"
    document.ledger.store._connection.execute("PRAGMA max_page_count = 1000000")
    press(window, qtbot, Qt.Key.Key_Return)
    assert document.view.verdict(item[1]) is Verdict.ACCEPTED
    assert read_project(path).annotations == document.view.annotations != before


def test_an_unusable_checkpoint_is_one_sentence_and_stays_chosen(desk, qtbot, clip, said) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    sentences = said(window)
    before = len(window.desk.document.view.proposals)
    window.desk.analysis.inference._factory = "engine.pipeline:analyze"
    window.desk.settings.update(weights=str(clip))
    with qtbot.waitSignal(window.desk.analysis.ended, timeout=TIMEOUT):
        window.desk.analysis.start()
    (sentence,) = sentences
    assert clip.name in sentence
    assert "The chosen model stays chosen" in sentence
    assert window.desk.settings.value.weights == str(clip)
    assert len(window.desk.document.view.proposals) == before


def test_undo_selects_what_it_changed(desk, qtbot, clip) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    first = window.desk.document.view.proposals[0].id
    press(window, qtbot, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Down)
    press(window, qtbot, Qt.Key.Key_Z, modifier=Qt.KeyboardModifier.ControlModifier)
    assert window.desk.selection.item == ("proposal", first)


def test_one_window_writes_a_project_the_other_says_so(desk, qtbot, clip, said) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    other = desk()
    sentences = said(other)
    other.desk.opener.open_path(clip)
    qtbot.waitUntil(lambda: len(sentences) > 0, timeout=TIMEOUT)
    qtbot.waitUntil(lambda: other.desk.session.info is not None, timeout=TIMEOUT)
    assert any("is open in another METST window: here it can be read, not changed." in one for one in sentences)
    assert len(other.desk.document.view.proposals) == 4, "reading works"
    other.desk.review.create(1, 5)
    assert "not changed." in sentences[-1]
    assert other.desk.document.view.annotations == ()
    window.desk.selection.select("proposal", window.desk.document.view.proposals[0].id)
    window.desk.review.accept()
    assert len(window.desk.document.view.annotations) == 1
    window.close()
    with qtbot.waitSignal(other.desk.session.opened, timeout=TIMEOUT):
        other.desk.opener.open_path(clip)
    assert len(other.desk.document.view.annotations) == 1
    other.desk.review.create(1, 5)
    assert len(other.desk.document.view.annotations) == 2, "it may write now"


def test_a_refused_project_leaves_video_undo_and_analysis_as_they_were(desk, qtbot, clip, tmp_path, said) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    save_as(window.desk.session, tmp_path / "p.metst")
    window.desk.opener.open_path(CLIPS["h264-gop15"].write(tmp_path / "other", 100))
    qtbot.waitUntil(lambda: window.desk.session.info.n_frames == 100, timeout=TIMEOUT)
    window.desk.review.create(10, 20)
    sentences = said(window)
    broken = tmp_path / "gone" / "p.metst"
    broken.parent.mkdir()
    shutil.copy(tmp_path / "p.metst", broken)
    other = broken.parent / clip.name
    shutil.copy(tmp_path / "other.mp4", other)
    assert read_project(broken).video.path.exists(), "the original would be found"
    window.desk.opener.open_project(broken, video_path=other)
    qtbot.waitUntil(lambda: any("differs" in one for one in sentences), timeout=TIMEOUT)
    assert window.desk.document.history.stack.canUndo()
    with qtbot.waitSignal(window.desk.frames.frame_ready, timeout=TIMEOUT):
        window.desk.playback.seek(50)
    assert window.desk.session.info.n_frames == 100


def test_an_unreadable_autosave_is_kept_and_passed_over_every_time(desk, qtbot, clip, said) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    info, path = window.desk.session.info, window.desk.session.project_path
    window.close()
    path.write_bytes(b"damaged")
    for count in (1, 2):
        again = desk()
        sentences = said(again)
        with qtbot.waitSignals([again.desk.session.opened, again.desk.document.ledger.saved], timeout=TIMEOUT):
            again.desk.opener.open_path(clip)
            qtbot.waitUntil(lambda again=again: again.desk.session.info is not None, timeout=TIMEOUT)
            again.desk.review.create(10 * count, 10 * count + 5)
        assert any("A new project is kept beside it." in one for one in sentences)
        again.close()
    assert path.read_bytes() == b"damaged"
    opened = stored_project(info)
    opened.store.close()
    assert opened.store.path != path
    (video,) = opened.state.videos
    assert len(opened.state.books[(video, "1")].annotations) == 2


def test_the_chosen_threshold_is_there_again(desk, qtbot, clip) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    window.timeline.threshold_dragged.emit(0.75, True)
    count = len(window.desk.document.view.proposals)
    window.close()
    again = desk()
    with qtbot.waitSignal(again.desk.session.opened, timeout=TIMEOUT):
        again.desk.opener.open_path(clip)
    assert len(again.desk.document.view.proposals) == count == 3
