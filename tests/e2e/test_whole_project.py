"""Export of a whole project, and what an import or export of one video leaves out."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from engine.coding_scheme import Tier
from engine.content import content_of
from engine.datasets import read_records
from engine.datasets.formats import FORMAT_TABLE
from metst_gui.document.annotation import Annotation
from metst_gui.document.project import VideoRef
from metst_gui.labels import label_files
from tests.kit.windows import open_and_analyse

WRITTEN = ("csv", "json", "casme3", "boris", "label_studio", "elan", "textgrid", "vtt", "srt", "activitynet")


@pytest.fixture
def two(desk, qtbot, clip, tmp_path):
    """A window on a project of two videos with own annotations in both; the first is open."""
    window = desk()
    open_and_analyse(window, qtbot, clip)
    document = window.desk.document
    document.videos.name(subject="spNO.1", video_name="a")
    document.add(Annotation(onset=4, apex=6, offset=9, emotion="happy"))
    other = tmp_path / "other.mp4"
    shutil.copy(window.desk.session.info.path, other)
    with other.open("ab") as file:  # another content, the same pictures
        file.write(b"\0\0\0\x08free")
    first = document.video
    ref = VideoRef.of(window.desk.session.info)
    content = content_of(other)
    ref = type(ref)(
        other, content.size_bytes, ref.table_digest, ref.n_frames, ref.fps, content.sha256, "", content.fast
    )
    second = document.videos.add(ref, name="b", subject="spNO.2")
    document.show_video(second)
    document.add(Annotation(onset=14, apex=15, offset=19, emotion="sad"))
    document.add(Annotation(onset=24, apex=25, offset=29, emotion="fear"))
    document.show_video(first.id)
    return window


@pytest.mark.parametrize("name", WRITTEN)
def test_a_whole_project_goes_into_every_format(two, tmp_path: Path, name: str) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    path = folder / f"all{FORMAT_TABLE[name].suffix}"
    assert label_files.write_project_labels(two.desk, path, format_=name, missing="refuse"), name
    files = sorted(folder.iterdir())
    assert len(files) == (2 if FORMAT_TABLE[name].one_video else 1), name
    found = {
        (one.video, one.onset, one.offset)
        for file in files
        for one in read_records(file, format=name, medium=label_files.medium_of(two.desk.session.info)).records
    }
    if name == "srt":  # holds no names
        found = {("a" if onset == 4 else "b", onset, offset) for _, onset, offset in found}
    assert found == {("a", 4, 9), ("b", 14, 19), ("b", 24, 29)}, name


def test_an_export_of_one_video_says_what_is_not_in_it(two, tmp_path: Path, said) -> None:
    sentences = said(two)
    assert label_files.write_labels(two.desk, tmp_path / "a.csv", format_="csv", missing="refuse")
    assert "1 other video (2)" in sentences[-1]
    assert len(read_records(tmp_path / "a.csv").records) == 1


def test_an_import_says_what_of_the_file_it_did_not_take(two, tmp_path: Path, said) -> None:
    assert label_files.write_project_labels(two.desk, tmp_path / "all.csv", format_="csv", missing="refuse")
    document = two.desk.document
    document.delete(document.view.annotations[0].id)
    sentences = said(two)
    assert label_files.read_labels(two.desk, tmp_path / "all.csv") == 1
    assert "2 rows of other videos were left: “spNO.2/b”" in sentences[-1]


def test_labels_whose_only_name_is_another_are_asked_about(two, tmp_path: Path, said) -> None:
    text = "subject,video,onset,apex,offset,emotion\nspNO.9,z,30,32,39,sad\n"
    (tmp_path / "z.csv").write_text(text, encoding="utf-8")
    asked: list[str] = []

    def no(question: str) -> bool:
        asked.append(question)
        return False

    before = len(two.desk.document.view.annotations)
    assert label_files.read_labels(two.desk, tmp_path / "z.csv", ask=no) == 0
    assert "“spNO.9/z”" in asked[0]
    assert "spNO.1/a" in asked[0]
    assert len(two.desk.document.view.annotations) == before
    assert label_files.read_labels(two.desk, tmp_path / "z.csv", ask=lambda _: True) == 1


def test_an_import_that_adds_nothing_is_an_error_and_says_why(two, tmp_path: Path) -> None:
    told: list[tuple[str, str]] = []
    two.desk.notifier.message.connect(lambda level, sentence: told.append((str(level), sentence)))
    text = "subject;video;onset;apex;offset;emotion\nspNO.1;a;9.985;10.002;10.010;happy\n"
    (tmp_path / "late.csv").write_text(text, encoding="utf-8")
    assert label_files.read_labels(two.desk, tmp_path / "late.csv") == 0
    level, sentence = told[-1]
    assert level == "error"
    assert "Frames 9985 to 10010 were left out: The offset lies behind the last frame." in sentence


def test_events_of_a_tier_that_nobody_knows_lead_to_where_it_can_be_named(two, tmp_path: Path, said) -> None:
    sentences = said(two)
    text = "subject,video,onset,apex,offset,emotion,kind\nspNO.1,a,30,32,39,Freude,Ausdruck\n"
    (tmp_path / "z.csv").write_text(text, encoding="utf-8")
    assert label_files.read_labels(two.desk, tmp_path / "z.csv") == 0
    assert "Events of kind “Ausdruck” are no annotations here: call them micro or macro" in sentences[-1]
    scheme = two.desk.document.coding.scheme
    two.desk.document.coding.set_scheme(replace(scheme, tiers=(Tier("t1", "Ausdruck"),)))
    label_files.read_labels(two.desk, tmp_path / "z.csv")
    assert "1 mark came onto an own tier" in sentences[-1]


def test_labels_of_other_videos_only_lead_to_where_names_are_set(two, tmp_path: Path, said) -> None:
    sentences = said(two)
    text = "subject,video,onset,apex,offset\ns9,x,3,4,5\ns9,y,3,4,5\n"
    (tmp_path / "z.csv").write_text(text, encoding="utf-8")
    assert label_files.read_labels(two.desk, tmp_path / "z.csv") == 0
    assert "in File, Project settings… give this video the subject and name" in sentences[-1]


def test_a_video_that_is_gone_is_named_where_times_are_needed(two, tmp_path: Path, said) -> None:
    next(one for one in two.desk.document.videos if one.name == "b").ref.path.unlink()
    assert label_files.write_project_labels(two.desk, tmp_path / "all.csv", format_="csv", missing="refuse")
    assert len(read_records(tmp_path / "all.csv").records) == 3
    sentences = said(two)
    assert not label_files.write_project_labels(two.desk, tmp_path / "all.eaf", format_="elan", missing="refuse")
    assert "“spNO.2/b” are not known" in sentences[-1]
    assert not (tmp_path / "all.eaf").exists()
