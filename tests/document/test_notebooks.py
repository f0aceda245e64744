"""The notebooks of the documentation run from top to bottom, and lie in the repository without outputs."""

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from tests.conftest import ROOT

NOTEBOOKS = sorted((ROOT / "docs" / "notebooks").glob("*.ipynb"))


def test_there_are_two_and_they_hold_no_outputs() -> None:
    assert [one.stem for one in NOTEBOOKS] == ["analyse_a_video", "two_coders"]
    for path in NOTEBOOKS:
        cells = [one for one in nbformat.read(path, as_version=4).cells if one.cell_type == "code"]
        assert all(not one.outputs and one.execution_count is None for one in cells), path.name


@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda one: one.stem)
def test_a_notebook_runs(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "MPLCONFIGDIR"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setenv("MPLBACKEND", "agg")
    notebook = nbformat.read(path, as_version=4)
    done = NotebookClient(notebook, timeout=150, kernel_name="python3", resources={"metadata": {"path": tmp_path}})
    done.execute()
    outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    assert not [one for one in outputs if one.output_type == "error"]
    tables = "".join(one.data.get("text/plain", "") for one in outputs if "data" in one)
    assert ("hit at IoU 0.5" in tables) if path.stem == "analyse_a_video" else ("emotion_kappa" in tables)
