"""Crafted and mutated project files: see the benchmark for many more."""

import subprocess
import sys

import pytest

from engine.config import DecoderConfig, stored_decoder
from metst_gui.document.file.forms import entry_from, entry_to, statements_from
from tests.conftest import ROOT
from tests.document.projects import make_document

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
    assert document.view.second_opinion() is None
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
