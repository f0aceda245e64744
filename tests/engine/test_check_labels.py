"""`metst check-labels` on a project and on a label file; a hint that was taken away stays away."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from benchmarks.honesty import run_with
from engine.cli import main
from engine.explain.project_labels import project_doubts
from metst_gui.document.annotation import Annotation
from metst_gui.document.statement import RightLabel
from tests.document.projects import make_document


@pytest.fixture(scope="module")
def project(qapp, tmp_path_factory) -> Path:
    """Right labels of planted movements, the first of them twice, and one where nothing moves; the last was kept."""
    path = tmp_path_factory.mktemp("labels") / "p.metst"
    document = make_document(path)
    run, labels, _ = run_with(np.random.default_rng(1), 30)
    document.set_run(replace(run, id="measured"))
    for one in labels:
        document.add(Annotation(one.onset, one.apex, one.offset, action_units=one.action_units, id=one.key))
    first, last = labels[0], labels[-1]
    document.add(Annotation(first.onset + 1, first.apex, first.offset + 1, id="again"))
    document.add(Annotation(last.onset, last.apex, last.offset, id="kept"))
    taken = np.ones(len(run.curves.frames), bool)
    for one in labels:
        taken[max(0, one.onset - 3) : one.offset + 4] = False
    at = next(n for n in range(20, len(taken) - 60) if taken[n : n + 12].all())
    document.add(Annotation(at, at + 4, at + 10, id="still"))
    document.statements.keep_label(RightLabel(*document.focus.scope, "kept"), ["duplicate"])
    document.ledger.store.close()
    return path


def test_a_project_is_compared_with_what_was_measured(project: Path) -> None:
    found = project_doubts(project)
    named = {one.label.id: one.doubt.doubt for one in found.found}
    assert named["again"] == "duplicate"
    assert named["still"] == "no movement"
    assert "kept" not in named
    assert len(named) <= 4
    assert found.unmeasured == 0
    assert len(found.habits) == 1
    assert [one.doubt.weight for one in found.found] == sorted((one.doubt.weight for one in found.found), reverse=True)
    blind = {one.label.id for one in project_doubts(project, measured=False).found}
    assert "again" in blind
    assert "still" not in blind
    assert project_doubts(project, layers=()).checked == 0


def test_the_command_ranks_with_reasons(project: Path, capsys) -> None:
    assert main(["check-labels", str(project), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["doubts"][0]["doubt"] == "duplicate"
    assert {"Nothing moves here more than it does all the time."} <= {one["reason"] for one in told["doubts"]}
    assert main(["check-labels", str(project), "--most", "1"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "The same annotator marked this event twice." in lines[0]
    assert "look wrong" in lines[1]


def test_a_label_file_is_compared_with_itself(tmp_path: Path, capsys) -> None:
    path = tmp_path / "labels.csv"
    path.write_text(
        "subject,video,onset,apex,offset,emotion,action_units\n"
        "s1,a,10,14,20,positive,12\n"
        "s1,b,11,14,21,positive,12\n"
        "s1,a,40,44,50,negative,12\n"
    )
    assert main(["check-labels", str(path)]) == 0
    out = capsys.readouterr().out
    assert "s1/a, frames 40 to 50: These action units alone hardly ever stand for this emotion." in out
    assert "1 of 3 labels look wrong" in out
    assert main(["check-labels", str(tmp_path / "none.csv")]) == 2


def test_lengths_are_compared_in_time_where_videos_have_other_rates(tmp_path: Path, qapp) -> None:
    document = make_document(tmp_path / "p.metst")
    for number in range(9):
        document.add(Annotation(20 * number, 20 * number + 3, 20 * number + 9, id=f"slow{number}"))
    slow = document.video.ref
    ref = replace(slow, path=tmp_path / "fast.mp4", fps=10 * slow.fps, sha256="f" * 64)
    fast = document.videos.add(ref, name="fast")
    document.show_video(fast)
    document.add(Annotation(40, 80, 139, id="fast"))
    document.ledger.store.close()
    assert project_doubts(tmp_path / "p.metst").found == ()
