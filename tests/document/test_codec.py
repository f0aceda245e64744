"""The project file: lossless, atomic, and never mistaken when damaged."""

import base64
import json
import os
import random
import subprocess
import sys
import threading
import tracemalloc
import zlib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.types import Emotion
from metst_gui.document import codec
from metst_gui.document.annotation import EMOTION_LABELS, Annotation, Verdict, VerdictRecord
from metst_gui.document.codec import encode, read_project, write_project
from metst_gui.document.codec_values import pack, run_from, run_to, unpack
from metst_gui.document.errors import ProjectFileError
from metst_gui.document.project import SCHEMA, Project
from tests.conftest import ROOT
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


def test_a_video_whose_name_is_no_text_survives(tmp_path: Path) -> None:
    video = replace(VIDEO, path=Path("/v/\udcff.mp4"))  # how the system hands over the byte 0xff
    path = tmp_path / "a.metst"
    write_project(path, Project(video=video))
    assert read_project(path).video == video


def test_numbers_of_numpy_are_written_as_numbers(tmp_path: Path) -> None:
    proposal = replace(make_proposal(9), onset=np.int64(4), score=np.float32(0.5), probabilities=None)
    path = tmp_path / "a.metst"
    write_project(path, Project(run=make_run(proposal), decoder={"p": np.float64(0.5), "one": {"k": np.int64(3)}}))
    read = read_project(path)
    assert read.run.proposals == (replace(proposal, onset=4, score=0.5),)
    assert read.decoder == {"p": 0.5, "one": {"k": 3}}


def test_what_no_file_can_hold_is_one_sentence_and_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "a.metst"
    write_project(path, full_project())
    before = path.read_bytes()
    with pytest.raises(ProjectFileError, match="cannot be saved"):
        write_project(path, Project(decoder={"name": object()}))
    assert path.read_bytes() == before


@pytest.mark.skipif(os.name != "posix", reason="permission bits")
def test_a_shared_project_stays_readable_for_the_others(tmp_path: Path) -> None:
    path, plain = tmp_path / "a.metst", tmp_path / "plain"
    plain.write_text("")
    write_project(path, Project())
    assert path.stat().st_mode == plain.stat().st_mode
    path.chmod(0o664)
    write_project(path, Project())
    assert path.stat().st_mode & 0o777 == 0o664


@pytest.mark.parametrize(
    "change", [{"data": "eJw="}, {"shape": [5]}, {"shape": [-1]}, {"shape": [2, 2]}, {"dtype": "<f8"}]
)
def test_an_array_that_is_not_what_it_says_is_refused(change) -> None:
    form = pack(np.arange(6, dtype=np.float32))
    assert unpack(form, np.float32).tolist() == [0, 1, 2, 3, 4, 5]
    with pytest.raises(ValueError, match="array"):
        unpack({**form, **change}, np.float32)


def test_a_small_array_that_unpacks_to_a_large_one_is_refused_early() -> None:
    bomb = base64.b64encode(zlib.compress(bytes(50_000_000))).decode()
    tracemalloc.start()
    with pytest.raises(ValueError, match="damaged"):
        unpack({"dtype": "<f4", "shape": [6], "data": bomb}, np.float32)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 5_000_000


def test_curves_that_do_not_fit_each_other_are_refused() -> None:
    form = run_to(make_run(n=20))
    for name, array in (("score", np.zeros(19, np.float32)), ("probabilities", np.zeros((20, 4), np.float32))):
        with pytest.raises(ValueError, match=r"curves|probabilities"):
            run_from({**form, name: pack(array)})


WRITER = """
import sys
from pathlib import Path
from metst_gui.document.annotation import Verdict, VerdictRecord
from metst_gui.document.codec import write_project
from metst_gui.document.project import Project
from tests.document.factory import make_proposal, make_run
verdicts, run = {}, make_run(n=20000)
while True:
    proposal = make_proposal(10 + len(verdicts))
    verdicts[proposal.id] = VerdictRecord(Verdict.REJECTED, proposal)
    write_project(Path(sys.argv[1]), Project(verdicts=dict(verdicts), run=run))
    print(len(verdicts), flush=True)
"""


def test_no_saved_decision_is_lost_to_a_kill(tmp_path: Path) -> None:
    path, rng = tmp_path / "a.metst", random.Random(5)
    for _ in range(6):
        told = 0
        command = [sys.executable, "-c", WRITER, str(path)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
            for _ in range(rng.randrange(5, 40)):
                told = int(process.stdout.readline())
            threading.Event().wait(rng.random() * 0.01)
            process.kill()
            told = max([told, *(int(line) for line in process.stdout if line.endswith("\n"))])
        assert len(read_project(path).verdicts) >= told > 0
