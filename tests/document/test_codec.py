"""Project files as values: lossless, and foreign or newer files are refused as they are."""

import os
import sqlite3
import tracemalloc
import zlib
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.journal import SCHEMA, verify_project
from engine.project.run_form import pack_blob, stored_run_from, stored_run_to, unpack_blob
from engine.types import RunEvidence
from metst_gui.document.annotation import EMOTION_LABELS, Annotation
from metst_gui.document.file.errors import ProjectFileError
from metst_gui.document.file.forms import run_from, unpack
from metst_gui.document.file.opening import open_project
from metst_gui.document.file.snapshots import read_project, write_project
from metst_gui.document.project import Project
from tests.document.factory import VIDEO, make_proposal, make_run
from tests.document.old_form import pack, run_to
from tests.kit.documents import assert_same, full_project


def test_everything_survives(qapp, tmp_path: Path) -> None:
    project = full_project()
    path = tmp_path / "väg 'x' \"y\" 名前 🙂 %41?#" / "a'b.metst"
    write_project(path, project)
    read = read_project(path)
    assert_same(read, project)
    assert not read.run.curves.score.flags.writeable
    assert list(path.parent.iterdir()) == [path], "no temporary file is left"
    assert verify_project(path).ok


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


@settings(max_examples=12, deadline=None)
@given(found=st.lists(annotations, max_size=8), subject=st.text(), score=st.lists(st.floats(width=32), min_size=6))
def test_any_project_survives(qapp, tmp_path_factory, found, subject, score) -> None:
    run = make_run(n=len(score))
    curves = run.curves
    run = replace(run, curves=type(curves)(curves.frames, np.array(score, np.float32), None, curves.mask, 29.97))
    path = tmp_path_factory.mktemp("p") / "a.metst"
    project = Project(video=VIDEO, subject=subject, annotator=subject, annotations=tuple(found), run=run)
    write_project(path, project)
    read = read_project(path)
    assert (read.subject, set(read.annotations)) == (subject, set(found))
    assert read.run.curves.score.tobytes() == run.curves.score.tobytes()
    assert verify_project(path).ok


def test_missing_file_is_one_sentence(qapp, tmp_path: Path) -> None:
    for read in (read_project, open_project):
        with pytest.raises(ProjectFileError, match="does not exist"):
            read(tmp_path / "none" / "no.metst")
    assert list(tmp_path.iterdir()) == []


def foreign_database(path: Path) -> bytes:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE annotations (id TEXT, data TEXT)")
        connection.commit()
    return path.read_bytes()


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"[]", b"hello", b"\xff\xfe", b'{"format": "other"}', b"\x00" * 100, None]
)
def test_foreign_files_are_refused(qapp, tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "x.metst"
    content = foreign_database(path) if content is None else content
    path.write_bytes(content)
    for read in (read_project, open_project):
        with pytest.raises(ProjectFileError, match=r"x\.metst"):
            read(path)
    assert path.read_bytes() == content
    assert list(tmp_path.iterdir()) == [path]


def test_newer_schema_is_refused(qapp, tmp_path: Path) -> None:
    path = tmp_path / "x.metst"
    write_project(path, full_project())
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {SCHEMA + 10}")
        connection.execute("ALTER TABLE annotations RENAME TO marks")
        connection.commit()
    content = path.read_bytes()
    for read in (read_project, open_project):
        with pytest.raises(ProjectFileError, match="newer METST"):
            read(path)
    assert path.read_bytes() == content
    assert list(tmp_path.iterdir()) == [path]


def test_a_video_whose_name_is_no_text_survives(qapp, tmp_path: Path) -> None:
    video = replace(VIDEO, path=Path("/v/\udcff.mp4"))  # how the system hands over the byte 0xff
    path = tmp_path / "a.metst"
    write_project(path, Project(video=video))
    assert read_project(path).video == video


def test_numbers_of_numpy_are_written_as_numbers(qapp, tmp_path: Path) -> None:
    proposal = replace(make_proposal(9), onset=np.int64(4), score=np.float32(0.5), probabilities=None)
    path = tmp_path / "a.metst"
    project = Project(video=VIDEO, run=make_run(proposal), decoder={"p": np.float64(0.5), "one": {"k": np.int64(3)}})
    write_project(path, project)
    read = read_project(path)
    assert read.run.proposals == (replace(proposal, onset=4, score=0.5),)
    assert read.decoder == {"p": 0.5, "one": {"k": 3}}


@pytest.mark.skipif(os.name != "posix", reason="permission bits")
def test_a_shared_project_stays_readable_for_the_others(qapp, tmp_path: Path) -> None:
    path, plain = tmp_path / "a.metst", tmp_path / "plain"
    plain.write_text("")
    write_project(path, Project(video=VIDEO))
    assert path.stat().st_mode == plain.stat().st_mode


@pytest.mark.parametrize(
    "change", [{"data": "eJw="}, {"shape": [5]}, {"shape": [-1]}, {"shape": [2, 2]}, {"dtype": "<f8"}]
)
def test_an_old_array_that_is_not_what_it_says_is_refused(change) -> None:
    form = pack(np.arange(6, dtype=np.float32))
    assert unpack(form, np.float32).tolist() == [0, 1, 2, 3, 4, 5]
    with pytest.raises(ValueError, match="array"):
        unpack({**form, **change}, np.float32)


def test_a_curve_that_is_not_the_one_the_journal_tells_of_is_refused() -> None:
    told, packed = pack_blob(np.arange(6, dtype=np.float32))
    raw = zlib.decompress(packed)
    assert unpack_blob(told, raw, np.float32).tolist() == [0, 1, 2, 3, 4, 5]
    for wrong in ({**told, "sha256": "0" * 64}, {**told, "dtype": "<i4"}):
        with pytest.raises(ValueError, match="damaged array"):
            unpack_blob(wrong, raw, np.float32)


def test_a_small_array_that_unpacks_to_a_large_one_is_refused_early() -> None:
    import base64

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


def test_evidence_of_a_run_is_kept_and_runs_without_it_open() -> None:
    run = make_run(make_proposal(100))
    n = len(run.curves.frames)
    rng = np.random.default_rng(3)
    evidence = RunEvidence(
        starts=np.array([0, 2]),
        features=rng.normal(0, 1, (2, 10, 4)).astype(np.float16),
        masks=np.zeros((2, 4), np.uint8),
        eyes=rng.random(n).astype(np.float32),
        head=np.full(n, np.nan, np.float32),
    )
    form, packed = stored_run_to(replace(run, evidence=evidence), "v")
    read = stored_run_from(form, lambda name, _size: zlib.decompress(packed[name])).evidence
    for name in ("starts", "features", "masks", "eyes", "head"):
        assert np.array_equal(getattr(read, name), getattr(evidence, name), equal_nan=name == "head")
    for name in ("window_starts", "eyes"):
        told = {key: value for key, value in form["curves"].items() if key != name}
        with pytest.raises(ValueError, match="evidence"):
            stored_run_from({**form, "curves": told}, lambda name, _size: zlib.decompress(packed[name]))
    old, packed_old = stored_run_to(run, "v")
    assert stored_run_from(old, lambda name, _size: zlib.decompress(packed_old[name])).evidence is None


def test_a_spread_of_the_score_is_kept_and_one_of_another_length_is_refused() -> None:
    run = make_run(make_proposal(100))
    spread = np.linspace(0, 0.2, len(run.curves.frames), dtype=np.float32)
    spread[3] = np.nan
    form, packed = stored_run_to(replace(run, curves=replace(run.curves, spread=spread)), "v")
    read = stored_run_from(form, lambda name, _size: zlib.decompress(packed[name])).curves.spread
    np.testing.assert_array_equal(read, spread)
    old, packed_old = stored_run_to(run, "v")
    assert stored_run_from(old, lambda name, _size: zlib.decompress(packed_old[name])).curves.spread is None
    form, packed = stored_run_to(replace(run, curves=replace(run.curves, spread=spread[1:])), "v")
    with pytest.raises(ValueError, match="spread"):
        stored_run_from(form, lambda name, _size: zlib.decompress(packed[name]))


def test_restless_spans_are_kept_and_runs_that_do_not_tell_of_them_open(qapp, tmp_path: Path) -> None:
    run = replace(make_run(make_proposal(100)), restless=((0, 49), (700, 999)))
    project = replace(full_project(), run=run)
    write_project(tmp_path / "a.metst", project)
    assert read_project(tmp_path / "a.metst").run.restless == run.restless
    form, packed = stored_run_to(run, "v")
    del form["restless"]
    old = stored_run_from(form, lambda name, _size: zlib.decompress(packed[name]))
    assert (old.restless, old.restless_known) == ((), False)
