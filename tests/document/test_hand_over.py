"""A file for a second coder: nothing anybody marked goes along, and what comes back is added, and nothing else."""

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from engine.cli import main
from engine.definitions import DEFINITIONS
from engine.errors import ProjectError
from engine.journal import verify_project
from engine.journal.conflicts import conflicts_of
from engine.journal.hand_over import hand_over
from engine.journal.merge_files import MergedProject, merge_projects
from metst_gui.document.annotation import Annotation
from metst_gui.document.document import AnnotationDocument
from metst_gui.document.file.opening import new_project, open_project
from tests.document.factory import make_proposal, make_run
from tests.document.test_merge import close, contents, make_origin, open_document, state_of

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A project of Ann and Bob over two videos, with runs, settings and marks of every kind."""
    path = tmp_path / "case.metst"
    make_origin(path)
    document = open_document(path)
    document.annotators.use("1")
    document.videos.name(subject="s1", video_name="interview")
    document.statements.set_conventions(definition=DEFINITIONS["yan2013"], dataset="casme3")
    document.statements.choose_face(document.video.id, (12, 34))
    document.statements.set_artefacts([(5, 9)])
    document.looked.note([(0, 99)])
    document.statements.set_setting("remembered", "a habit")
    document.reject(document.view.proposals[1], "blink")
    document.set_proposals((make_proposal(100),), decoder={"name": "half_max", "threshold": 0.25})
    document.flush()
    close(document)
    return path


def test_nothing_that_anybody_marked_goes_along(home: Path, tmp_path: Path) -> None:
    before = home.read_bytes()
    found = hand_over(home, tmp_path / "for_dot.metst", to=" Dot ")
    assert home.read_bytes() == before, "the project stays as it is"
    state, was = state_of(found.path), state_of(home)
    assert {kind: len(rows) for kind, rows in state.items()} == {
        "settings": 4, "layers": 1, "videos": 2, "runs": 0, "annotations": 0, "verdicts": 0, "decisions": 0
    }  # fmt: skip
    assert state["layers"]["1"] == {"id": "1", "name": "Dot", "blind": True, "revealed": "", "labels": ""}
    first = next(form for form in state["videos"].values() if form["name"] == "interview")
    assert set(state["settings"]) == {"annotator", "dataset", "definition", f"face/{first['id']}"}
    for id_, form in state["videos"].items():
        ref, old = form["ref"], was["videos"][id_]["ref"]
        assert (ref["sha256"], ref["fast"], ref["n_frames"]) == (old["sha256"], old["fast"], old["n_frames"])
        assert ref["path"] == ref["relative"] == Path(old["path"]).name, "no folder of another computer"
    assert (first["subject"], first["run"], first["decoder"]["threshold"]) == ("s1", None, 0.25)
    text = found.path.read_bytes()
    for word in (b"Ann", b"Bob", b"blink", b"fear", b"habit", b"p200", str(home.parent).encode()):
        assert word not in text, word
    assert len(text) < 100_000
    assert (found.to, found.videos, found.runs) == ("Dot", ("interview", "v1"), 0)
    assert found.parent == verify_project(home).head


def code(path: Path, *, onset: int = 400) -> None:
    """Work as the second coder in both videos."""
    document = open_document(path)
    assert document.view.blind
    assert document.layer.name == "Dot"
    for video in tuple(document.videos):
        document.show_video(video.id)
        document.add(Annotation(onset, None, onset + 20, emotion="anger"))
        document.looked.note([(0, 499)])
        document.videos.relink(video.id, replace(video.ref, path=Path("/elsewhere") / video.ref.path.name))
    document.show_video(document.videos[0].id)
    document.statements.complete(looked=0.5, not_looked=(), not_analysed=())
    document.flush()
    close(document)


def back(home: Path, file: Path, out: Path) -> MergedProject:
    return merge_projects(home, file, out, annotator="Ann", returned=True)


def test_what_comes_back_is_added_and_said_and_nothing_else_changes(home: Path, tmp_path: Path) -> None:
    file = hand_over(home, tmp_path / "for_dot.metst", to="Dot").path
    code(file)
    document = open_document(home)
    document.annotators.use("2")
    document.videos.name(subject="s2")
    document.add(Annotation(600, None, 620))
    close(document)
    was = state_of(home)
    found = back(home, file, tmp_path / "both.metst")
    state = state_of(found.path)
    assert found.conflicts == ()
    assert [(one.video, one.subject, one.counts) for one in found.came_in] == [
        ("interview", "s2", {"annotations": 1, "looked": 500, "finalised": 1}),
        ("v1", "", {"annotations": 1, "looked": 500}),
    ]
    assert {id_: form["name"] for id_, form in state["layers"].items()} == {"1": "Ann", "2": "Bob", "3": "Dot"}
    assert state["layers"]["3"]["blind"]
    assert {form["layer"] for form in state["annotations"].values() if form["onset"] == 400} == {"3"}
    for kind in ("videos", "runs", "verdicts", "decisions"):
        assert state[kind] == was[kind], "the videos lie where the project has them"
    kept = {id_: form for id_, form in state["annotations"].items() if form["layer"] != "3"}
    assert kept == was["annotations"]
    assert {key: form for key, form in state["settings"].items() if "3" not in key.split("/")} == was["settings"]
    assert verify_project(found.path).carried[0].find(verify_project(file).head) == verify_project(file).rows


def test_a_file_comes_back_again_and_in_either_order(home: Path, tmp_path: Path) -> None:
    file = hand_over(home, tmp_path / "for_dot.metst", to="Dot").path
    code(file)
    first = back(home, file, tmp_path / "first.metst").path
    turned = merge_projects(file, home, tmp_path / "turned.metst")
    assert state_of(turned.path) == state_of(first)
    code(file, onset=700)
    second = back(first, file, tmp_path / "second.metst")
    assert second.conflicts == ()
    assert [one.counts for one in second.came_in] == [{"annotations": 1, "finalised": 1}, {"annotations": 1}]
    state = state_of(second.path)
    assert sorted(form["onset"] for form in state["annotations"].values() if form["layer"] == "3") == [
        400,
        400,
        700,
        700,
    ]
    assert {form["name"] for form in state["layers"].values()} == {"Ann", "Bob", "Dot"}
    assert state["videos"] == state_of(home)["videos"]


def test_two_second_coders_come_back_one_after_the_other(home: Path, tmp_path: Path) -> None:
    files = {name: hand_over(home, tmp_path / f"{name}.metst", to=name).path for name in ("Aaron", "Zoe")}
    for onset, (name, file) in zip((400, 700), files.items(), strict=True):
        document = open_document(file)
        document.add(Annotation(onset, None, onset + 9))
        close(document)
        home = back(home, file, tmp_path / f"with_{name}.metst").path
    state = state_of(home)
    names = {id_: form["name"] for id_, form in state["layers"].items()}
    assert names == {"1": "Ann", "2": "Bob", "3": "Aaron", "4": "Zoe"}, "whoever was there keeps their number"
    assert {names[f["layer"]] for f in state["annotations"].values() if f["onset"] == 400} == {"Aaron"}
    assert {names[f["layer"]] for f in state["annotations"].values() if f["onset"] == 700} == {"Zoe"}


def test_whoever_works_in_the_project_goes_on_also_where_nobody_was_ever_chosen(tmp_path: Path) -> None:
    home = tmp_path / "case.metst"
    make_origin(home, names=("Ann",))
    assert "annotator" not in state_of(home)["settings"]
    file = hand_over(home, tmp_path / "for_dot.metst", to="Dot").path
    document = open_document(back(home, file, tmp_path / "both.metst").path)
    assert [one.name for one in document.annotators] == ["Ann", "Dot"]
    assert document.layer.name == "Ann"
    close(document)


def test_a_setting_changed_on_both_sides_is_to_be_decided(home: Path, tmp_path: Path) -> None:
    file = hand_over(home, tmp_path / "for_dot.metst", to="Dot").path
    for path, subject in ((home, "s2"), (file, "s3")):
        document = open_document(path)
        document.videos.name(subject=subject)
        close(document)
    (conflict,) = conflicts_of(back(home, file, tmp_path / "both.metst").state)
    assert (conflict.now, conflict.other) == ("s3", "s2")


def test_runs_go_along_where_they_are_wanted_and_stay_hidden(home: Path, tmp_path: Path) -> None:
    found = hand_over(home, tmp_path / "for_dot.metst", to="Dot", runs=True)
    assert found.runs == 2
    document = open_document(found.path)
    assert document.view.run is None
    assert document.view.proposals == ()
    document.annotators.reveal()
    assert [one.id for one in document.view.run.proposals] == ["p100", "p200", "p300"]
    close(document)
    state = state_of(back(home, found.path, tmp_path / "both.metst").path)
    assert state["runs"] == state_of(home)["runs"]
    assert len(state["layers"]["3"]["revealed"]) > 0


def test_a_threshold_that_was_handed_over_holds_for_the_first_analysis(home: Path, tmp_path: Path) -> None:
    document = open_document(hand_over(home, tmp_path / "for_dot.metst", to="Dot").path)
    document.set_run(make_run(make_proposal(100), run_id="new"))
    assert document.video.decoder["threshold"] == 0.25
    document.set_run(make_run(make_proposal(100), run_id="newer"))
    assert document.video.decoder["threshold"] == 0.25, "the same model analysed again"
    document.set_run(replace(make_run(make_proposal(100), run_id="newest"), model_digest="1" * 64))
    assert document.video.decoder is None, "another model has its own"
    close(document)


def refused(act: Any, *, match: str, out: Path) -> None:
    with pytest.raises(ProjectError, match=match):
        act()
    assert not out.exists()


def test_what_is_no_child_of_the_project_is_refused(home: Path, tmp_path: Path) -> None:
    out = tmp_path / "both.metst"
    copy, other, foreign = (tmp_path / f"{name}.metst" for name in ("copy", "other", "foreign"))
    shutil.copyfile(home, copy)
    make_origin(other)
    hand_over(other, foreign, to="Dot")
    for file in (copy, other, foreign, home):
        refused(lambda file=file: back(home, file, out), match="was not handed over from “case.metst”", out=out)
    file = hand_over(home, tmp_path / "for_dot.metst", to="Dot").path
    back(copy, file, out)
    assert out.exists(), "a copy of the project holds the row that was handed over"


def test_what_cannot_be_handed_over_is_refused(home: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.metst"
    refused(lambda: hand_over(home, out, to=" "), match="Name the second coder", out=out)
    refused(lambda: hand_over(home, out, to="Bob"), match="“Bob” has marked something", out=out)
    empty = tmp_path / "empty.metst"
    new_project(empty).store.close()
    refused(lambda: hand_over(empty, out, to="Dot"), match="no video to hand over", out=out)
    document = AnnotationDocument()
    opened = open_project(empty)
    document.open(opened.store, opened.state)
    document.videos.add(replace(contents(1)[0], sha256=""), name="v")
    close(document)
    refused(lambda: hand_over(empty, out, to="Dot"), match="was not computed yet", out=out)
    out.write_bytes(b"mine")
    with pytest.raises(ProjectError, match="exists already"):
        hand_over(home, out, to="Dot")
    assert out.read_bytes() == b"mine"


def test_the_command_hands_over_and_takes_back(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, out = tmp_path / "for_dot.metst", tmp_path / "both.metst"
    assert main(["handover", str(home), "--to", "Dot", "--out", str(file), "--by", "Ann"]) == 0
    assert "2 video(s), 0 analysis run(s), no annotation and no verdict: interview, v1" in capsys.readouterr().out
    code(file)
    assert main(["handover", str(home), "--back", str(file), "--out", str(out), "--by", "Ann"]) == 0
    told = capsys.readouterr().out
    assert "came in of s1/interview: 1 annotation(s), 1 statement(s) that nothing else is there" in told
    assert "nothing to be decided" in told
    assert main(["verify", str(out), "--no-videos", "--head", verify_project(file).head]) == 0
    assert main(["handover", str(home), "--back", str(home), "--out", str(tmp_path / "x.metst")]) == 2
    assert "was not handed over from" in capsys.readouterr().err
    assert main(["handover", str(home), "--to", "Eve", "--out", str(tmp_path / "eve.metst"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["to"] == "Eve"
