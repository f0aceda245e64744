"""Whoever follows the tutorial word by word ends with the report and the labels that it promises."""

import re
import subprocess
import sys

import pytest

from tests.conftest import ROOT
from tools import manual_pictures

pytestmark = [pytest.mark.slow, pytest.mark.timeout(420)]


def test_the_tutorial_ends_with_what_it_promises(tmp_path) -> None:
    pictures, results = tmp_path / "pictures", tmp_path / "results"
    results.mkdir()
    command = [sys.executable, "-m", "tools.manual_pictures", str(pictures), "--results", str(results)]
    finished = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=400)
    assert finished.returncode == 0, finished.stderr
    assert {path.stem for path in pictures.iterdir()} == set(manual_pictures.PICTURES)
    report = manual_pictures.report_of(results).read_text(encoding="utf-8")
    assert len(re.findall(r"<h4>[^<]*no\. \d+", report)) == 9
    assert "MACRO" in report.upper()
    assert re.search(r"\b[0-9a-f]{64}\b", report), "the head hash"
    rows = manual_pictures.labels_of(results).read_text(encoding="utf-8").splitlines()
    assert len(rows) == 1 + 9
    values = dict(zip(rows[0].split(","), rows[1].split(","), strict=False))
    assert (values["emotion"], values["action_units"]) == ("surprise", "1 2")
    assert values["apex_origin"].startswith("human;"), "set by P, on the frame where the model put it"
