"""Crafted and mutated project files: see the benchmark for many more."""

import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from engine.config import DecoderConfig, stored_decoder
from engine.journal import verify_project
from engine.journal.packed import MAX_RUN_BYTES, packed_curve, told_bytes
from metst_gui.document.file.errors import ProjectFileError
from metst_gui.document.file.forms import entry_from, entry_to, statements_from
from metst_gui.document.file.opening import open_project
from tests.conftest import ROOT
from tests.document.projects import make_document, make_history

# Values of other kinds than any setting, run or option has; what JSON can tell.
ODD = (None, True, -1, 10**40, 1e308, float("nan"), "", "x", [], [1], [[1]], [["a", "b"]], [[1, 2, 3]], {}, {"a": {}})


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="links, pipes and signals")
@pytest.mark.parametrize("seed", [11, 12])
def test_no_project_crashes_hangs_or_takes_the_memory(seed) -> None:
    command = [sys.executable, "-m", "benchmarks.hostile_projects", "--files", "25", "--seed", str(seed)]
    done = subprocess.run(command, cwd=ROOT, timeout=170, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("odd", ODD, ids=repr)
def test_settings_and_runs_of_another_kind_are_none(qapp, tmp_path, odd) -> None:
    document = make_document(tmp_path / "a.metst")
    state, video, layer = document.focus.state, document.focus.video_id, document.focus.layer_id
    for name in ("definition", "dataset", f"artefacts/{video}", f"looked/{video}/{layer}", f"complete/{video}/{layer}"):
        state.statements |= statements_from({name: odd})
    state.runs["odd"] = odd
    assert document.view.artefacts == document.looked.spans == ()
    assert document.statements.completion is None
    assert document.second.opinion is None
    _ = (
        document.statements.definition,
        document.statements.dataset,
        document.project,
        document.statements.changed_since_completion,
    )
    document.ledger.store.close()


@pytest.mark.parametrize("odd", [*ODD[1:], {"name": "x"}, {"k_p": "1"}, {"k_p": 0}, {"p": float("nan")}, {"level": 2}])
def test_decoder_options_of_another_kind_are_refused(qapp, tmp_path, odd) -> None:
    if odd != {}:
        with pytest.raises((TypeError, ValueError)):
            stored_decoder(odd)
    document = make_document(tmp_path / "a.metst")
    form = entry_to(document.video)
    document.ledger.store.close()
    for name in ("run", "decoder"):
        if not isinstance(odd, {"run": str, "decoder": dict}[name]):
            with pytest.raises(TypeError):
                entry_from({**form, name: odd})


def test_decoder_options_come_back() -> None:
    assert stored_decoder({}) == DecoderConfig()
    assert stored_decoder({"name": "paper", "k_p": 5, "apex_share": None}) == DecoderConfig("paper", k_p=5)


@pytest.mark.parametrize("shape", [[1 << 16, 1 << 16], [MAX_RUN_BYTES, MAX_RUN_BYTES, 2], [MAX_RUN_BYTES // 4 + 1]])
def test_an_array_larger_than_any_is_not_unpacked(shape: list[int]) -> None:
    with pytest.raises(ValueError, match="impossible size"):
        told_bytes({"dtype": "<f4", "shape": shape})


def test_no_more_is_read_than_an_array_packs_to(tmp_path) -> None:
    path = tmp_path / "a.metst"
    make_history(path)
    with closing(sqlite3.connect(path)) as connection:
        ((run, name, packed),) = connection.execute("SELECT run, name, data FROM curves LIMIT 1").fetchall()
        assert packed_curve(connection, run, name, 8 * 1000) == packed
        connection.execute("UPDATE curves SET data = zeroblob(50000000)")
        connection.commit()
        assert packed_curve(connection, run, name, 8 * 1000) is None
    assert "is not the one the journal tells of" in verify_project(path).problems[0]


def test_names_of_foreign_tables_are_shown_on_one_line(tmp_path) -> None:
    path = tmp_path / "a.metst"
    make_history(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute('CREATE TABLE "a\n\x1b[31mb" (x)')
    with pytest.raises(ProjectFileError, match=r"holds “a  \[31mb”, which METST did not put there"):
        open_project(path)
