"""The project file: lossless, atomic, and never mistaken when damaged."""

import json
import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.types import Emotion
from metst_gui.document import codec
from metst_gui.document.annotation import EMOTION_LABELS, Annotation, Verdict, VerdictRecord
from metst_gui.document.codec import encode, read_project, write_project
from metst_gui.document.errors import ProjectFileError
from metst_gui.document.project import SCHEMA, Project
from tests.document.factory import VIDEO, make_proposal, make_run


def full_project() -> Project:
    proposal = make_proposal(100, emotion=Emotion.SURPRISE)
    return Project(
        video=VIDEO,
        subject="spNO.1",
        video_name="a",
        annotator="名前 ✓",
        annotations=(Annotation(onset=1, apex=None, offset=9, action_units="R12+4", note='"quoted"\n'),),
        verdicts={proposal.id: VerdictRecord(Verdict.REJECTED, proposal, "blink", "A", "2026-01-01T00:00:00Z")},
        run=make_run(proposal),
        decoder={"name": "half_max", "threshold": 0.4},
        extra={"future": [1, 2]},
    )


def assert_same(first: Project, second: Project) -> None:
    assert encode(first) == encode(second)


def test_everything_survives(tmp_path: Path) -> None:
    project = full_project()
    path = tmp_path / "väg 'x' 名前 🙂" / "a.metst"
    write_project(path, project)
    read = read_project(path)
    assert_same(read, project)
    assert read.annotations == project.annotations
    assert dict(read.verdicts) == dict(project.verdicts)
    assert read.run.curves.score.tobytes() == project.run.curves.score.tobytes()
    assert not read.run.curves.score.flags.writeable
    assert list(path.parent.iterdir()) == [path], "no temporary file is left"


annotations = st.builds(
    lambda onset, rise, fall, label, text, kind: Annotation(
        onset=onset,
        apex=None if rise is None else onset + rise,
        offset=onset + (rise or 0) + fall,
        emotion=label,
        action_units=text,
        note=text,
        kind=kind,
    ),
    st.integers(0, 10**6),
    st.none() | st.integers(0, 50),
    st.integers(0, 500),
    st.none() | st.sampled_from(EMOTION_LABELS),
    st.text(),
    st.sampled_from([None, "micro", "macro"]),
)


@settings(max_examples=50, deadline=None)
@given(found=st.lists(annotations, max_size=8), subject=st.text(), score=st.lists(st.floats(width=32), min_size=6))
def test_any_project_survives(tmp_path_factory, found, subject, score) -> None:
    run = make_run(n=len(score))
    curves = run.curves
    curves = type(curves)(curves.frames, np.array(score, np.float32), None, curves.mask, 29.97)
    run = type(run)(**{**{name: getattr(run, name) for name in run.__slots__}, "curves": curves})
    path = tmp_path_factory.mktemp("p") / "a.metst"
    write_project(path, Project(subject=subject, annotations=tuple(found), run=run))
    read = read_project(path)
    assert (read.subject, read.annotations) == (subject, tuple(found))
    assert read.run.curves.score.tobytes() == curves.score.tobytes()


def test_missing_file_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(ProjectFileError, match="does not exist"):
        read_project(tmp_path / "no.metst")


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"hello", b"\xff\xfe", b'{"format": "other"}', b"\x00" * 100])
def test_foreign_files_are_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.metst"
    path.write_bytes(content)
    with pytest.raises(ProjectFileError, match=r"x\.metst"):
        read_project(path)
    assert path.read_bytes() == content


def test_newer_schema_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.metst"
    write_project(path, full_project())
    path.write_text(path.read_text("utf-8").replace(f'"schema": {SCHEMA}', f'"schema": {SCHEMA + 1}', 1), "utf-8")
    with pytest.raises(ProjectFileError, match="newer METST"):
        read_project(path)


def test_damage_is_noticed_and_never_an_empty_project(tmp_path: Path) -> None:
    path = tmp_path / "x.metst"
    write_project(path, full_project())
    good = path.read_bytes()
    rng = random.Random(3)
    noticed = 0
    for trial in range(400):
        bad = bytearray(good)
        if trial % 4 == 0:
            del bad[rng.randrange(len(bad)) :]
        else:
            bad[rng.randrange(len(bad))] ^= 1 << rng.randrange(8)
        path.write_bytes(bytes(bad))
        try:
            assert_same(read_project(path), full_project_like(good, tmp_path))
        except ProjectFileError:
            noticed += 1
    assert noticed > 390


def full_project_like(good: bytes, folder: Path) -> Project:
    path = folder / "good.metst"
    path.write_bytes(good)
    return read_project(path)


def test_failed_save_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.metst"
    write_project(path, full_project())
    before = path.read_bytes()

    def full_disk(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(codec.os, "fsync", full_disk)
    with pytest.raises(ProjectFileError, match="No space left"):
        write_project(path, Project())
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_file_is_json_with_a_version(tmp_path: Path) -> None:
    path = tmp_path / "x.metst"
    write_project(path, full_project())
    outer = json.loads(path.read_text("utf-8"))
    assert (outer["format"], outer["schema"]) == ("metst-project", SCHEMA)
    assert outer["project"]["future"] == [1, 2]
