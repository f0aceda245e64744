"""Annotations to label files and back."""

from dataclasses import replace
from pathlib import Path

import pytest

from engine.datasets import Record, read_records, write_records
from engine.project.export import files_of
from metst_gui.document.annotation import Annotation
from metst_gui.document.export import from_records, meant_for, to_records
from metst_gui.document.project import Project
from tests.document.factory import VIDEO


def make_project() -> Project:
    found = (
        Annotation(onset=30, apex=35, offset=50, emotion="fear", action_units="4+L7", origin="proposal:p35"),
        Annotation(onset=3, apex=6, offset=12, emotion="others", objective_class="II", note="short"),
    )
    return Project(video=VIDEO, subject="spNO.7", video_name="a", annotator="A", annotations=found)


def key(one: Annotation) -> tuple:
    return one.onset, one.apex, one.offset, one.emotion, one.action_units, one.objective_class


@pytest.mark.parametrize(("name", "format_"), [("a.xlsx", "casme3"), ("a.csv", "csv")])
def test_export_and_import_give_equal_annotations(tmp_path: Path, name: str, format_: str) -> None:
    project = make_project()
    path = tmp_path / name
    report = write_records(path, to_records(project), format=format_)
    assert report.written == 2
    records = list(meant_for(read_records(path).records, subject="spNO.7", video="a").records)
    found, refused = from_records(records, file_name=name, n_frames=1000)
    assert refused == []
    assert sorted(map(key, found)) == sorted(map(key, project.annotations))


def test_csv_keeps_origin_note_and_annotator(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    write_records(path, to_records(make_project()), format="csv")
    found, _ = from_records(read_records(path).records, file_name="a.csv", n_frames=None)
    by_onset = {one.onset: one for one in found}
    assert by_onset[30].origin == "proposal:p35"
    assert by_onset[3].note == "short"
    assert by_onset[3].annotator == "A"


def test_what_does_not_fit_the_video_is_refused_with_a_sentence() -> None:
    record = Record(subject="s", video="a", onset=990, apex=None, offset=1000, emotion=None)
    found, refused = from_records([record], file_name="x.csv", n_frames=1000)
    assert found == []
    assert "last frame" in refused[0]


def test_labels_of_other_videos_are_not_taken() -> None:
    def record(subject: str, video: str) -> Record:
        return Record(subject=subject, video=video, onset=1, apex=None, offset=2, emotion=None)

    several = [record("s1", "a"), record("s2", "a"), record("s1", "b")]
    assert meant_for(several, subject="s1", video="a").records == (several[0],)
    assert meant_for(several, subject="", video="b").records == (several[2],)
    none = meant_for(several, subject="", video="a")
    assert none.records == (), "two subjects have a video of this name"
    assert sum(none.others.values()) == len(several)
    only = meant_for([several[0]], subject="", video="other")
    assert (only.records, only.other_name) == ((several[0],), "s1/a"), "the only name is another: to be asked"
    assert meant_for([several[0]], subject="s9", video="a").other_name == "s1/a", "another subject's"
    nameless = replace(several[0], subject="", video="")
    assert meant_for([nameless], subject="s1", video="a").other_name == ""
    assert meant_for([nameless], subject="s1", video="a").records == (nameless,)


def test_videos_whose_names_differ_in_capitals_get_files_of_their_own(tmp_path: Path) -> None:
    parts = {name: [Record("s", name, 1, None, 2, None)] for name in ("anna", "Anna", "a/b", "a b")}
    found = files_of(tmp_path / "x.eaf", parts, "elan")
    assert [one.name for one in found] == ["x-s_anna.eaf", "x-s_Anna_.eaf", "x-s_a_b.eaf", "x-s_a_b_.eaf"]
    assert list(found.values()) == list(parts.values())
