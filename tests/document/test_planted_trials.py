"""Nothing of a planted trial leaves a project: no label file, table, agreement, merge, hand-over or training set."""

import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import engine as metst
from engine.case_report import write_case_report
from engine.content import content_of
from engine.datasets import read_records
from engine.datasets.formats import FORMAT_TABLE
from engine.errors import EngineError, ProjectError
from engine.journal import verify_project
from engine.journal.hand_over import hand_over
from engine.journal.merge_files import merge_projects
from engine.journal.trial_rows import ANSWERED, TOLD, TrialAnswer
from metst_gui.document.annotator_pairs import full_form
from metst_gui.document.case_entries import case_entries
from metst_gui.document.file.opening import open_project
from tests.document.projects import copy_of
from tests.document.test_api import make
from tests.document.test_merge import close, open_document, state_of
from tests.engine.clips import CLIPS
from tests.kit.documents import journal

pytestmark = pytest.mark.usefixtures("qapp")
FRAMES = st.integers(0, 59)
TABLES = ("videos", "annotators", "annotations", "verdicts", "proposals", "curves")


@st.composite
def answers(draw) -> dict[str, Any]:
    first, onset, apex, offset, last = sorted(draw(st.lists(FRAMES, min_size=5, max_size=5)))
    return {
        "session": draw(st.sampled_from(("one", "two"))),
        "number": draw(st.integers(0, 5)),
        "name": draw(st.sampled_from(("a", "名前 ✓", 'x"\n'))),
        "kind": draw(st.sampled_from(("planted", "calm", "proposal"))),
        "first": first,
        "onset": onset,
        "apex": apex,
        "offset": offset,
        "last": last,
        "units": draw(st.sampled_from(("", "4", "1+2"))),
        "strength": draw(st.floats(0, 4)),
        "seen": draw(st.booleans()),
        "proposal": draw(st.sampled_from(("", "p10", "p30"))),
    }


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory, qapp) -> Path:
    """A closed project of two annotators over a real clip, with verdicts and an adjudication still open."""
    folder = tmp_path_factory.mktemp("trials")
    clip = CLIPS["h264-gop15"].write(folder / "clip", 60)
    document = make(folder / "case.metst", clip)
    video = document.video
    document.videos.relink(video.id, replace(video.ref, sha256=content_of(clip).sha256))
    document.annotators.reveal()
    document.annotators.use("1")
    close(document)
    return folder / "case.metst"


def with_trials(case: Path, to: Path, told: list[dict[str, Any]]) -> Path:
    document = open_document(copy_of(case, to))
    trials = document.trials
    trials.begin("one", {"planted": 4, "calm": 4, "proposal": 1, "seed": 7})
    for one in told:
        trials.answer(TrialAnswer(video=document.video.id, **one))
    trials.reveal("one", {"answered": len(told)})
    assert len(trials.answers()) == len({(one["session"], one["number"]) for one in told})
    close(document)
    return to


def label_files(project: Path, out: Path) -> dict[str, Any]:
    """What each format makes of each annotator, or the sentence that refuses it."""
    found: dict[str, Any] = {}
    for name, row in FORMAT_TABLE.items():
        for annotator in ("Ann", "Bob"):
            path = out / f"{name}-{annotator}{row.suffix}"
            try:
                done = metst.export(project, name, path, annotator=annotator, hints="without", missing_emotion="others")
            except EngineError as error:
                found[path.name] = str(error)
                continue
            texts = [
                read_records(one, format=name).records if name == "nwb" else one.read_bytes() for one in done.files
            ]
            found[path.name] = (done.written, done.dropped, texts)
    assert sum(isinstance(one, tuple) for one in found.values()) > len(FORMAT_TABLE), "most formats hold this project"
    return found


def all_that_leaves(project: Path) -> dict[str, Any]:
    """What can be had of a project; one that lies at the same place makes the same files, names in them included."""
    out = project.with_name("out")
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir()
    found = label_files(project, out)
    data = metst.read_project(project, verify=True)
    found |= {name: getattr(data, name)().to_csv() for name in TABLES}
    document = open_document(project)
    found["agreement"] = {**full_form(document, "1", "2", files=True), "head": "of another last row"}
    found["learnt from"] = [(run.id, dict(verdicts), marks) for _, run, verdicts, marks in document.view.judged_runs()]
    found["project"] = (document.project.annotations, document.project.verdicts, case_entries(document))
    close(document)
    write_case_report(project, out / "r.html")
    # The first table tells the number of rows of the journal, and when the report was written.
    found["report"] = re.findall(r"<table.*?</table>|<img[^>]*>|<svg.*?</svg>", (out / "r.html").read_text(), re.S)[1:]
    found["hand-over"] = state_of(hand_over(project, out / "hand.metst", to="Dot", runs=True).path)
    return found


@pytest.fixture(scope="module")
def plain(case: Path) -> dict[str, Any]:
    return all_that_leaves(copy_of(case, case.with_name("work.metst")))


FRAMES_OF_ONE = dict(zip(("first", "onset", "apex", "offset", "last"), (15, 20, 23, 27, 29), strict=True))
SAID = {"session": "one", "number": 0, "name": "a", "kind": "planted", "units": "4", "strength": 2.0, "seen": True}
PLANTED = {**SAID, **FRAMES_OF_ONE, "proposal": ""}


@settings(max_examples=2)
@given(st.lists(answers(), min_size=1, max_size=6))
@example([PLANTED, {**PLANTED, "number": 1, "kind": "proposal", "proposal": "p30"}])
def test_no_file_that_leaves_a_project_holds_a_trial(case: Path, plain, told) -> None:
    project = with_trials(case, case.with_name("work.metst"), told)
    assert verify_project(project).ok
    assert state_of(project) == state_of(case), "no table holds any of them"
    found = all_that_leaves(project)
    assert found.keys() == plain.keys()
    assert [name for name, what in plain.items() if found[name] != what] == []


def test_a_merge_holds_what_two_copies_without_trials_make(case: Path, tmp_path: Path) -> None:
    other = copy_of(case, tmp_path / "other.metst")
    document = open_document(other)
    document.reject(document.view.proposals[0], "blink")
    close(document)
    tried = with_trials(case, tmp_path / "tried.metst", [PLANTED])
    merged = [state_of(merge_projects(one, other, tmp_path / f"{one.stem} merged.metst").path) for one in (case, tried)]
    assert merged[0] == merged[1]


def test_answers_are_the_annotators_own_and_the_last_counts(case: Path, tmp_path: Path) -> None:
    project = with_trials(case, tmp_path / "case.metst", [PLANTED, {**PLANTED, "seen": False}])
    document = open_document(project)
    assert [one.seen for one in document.trials.answers()] == [False]
    assert document.history.stack.count() == 0, "there is nothing to undo"
    document.annotators.use("2")
    assert document.trials.answers() == []
    close(document)
    rows = [after["planted trial"] for action, after in journal(project) if action == ANSWERED]
    assert [one["seen"] for one in rows] == [True, False], "the journal keeps both"
    assert open_and_count(project) == 1


def open_and_count(project: Path) -> int:
    opened = open_project(project)
    try:
        return len({row.after for row in opened.store.trial_rows() if '"seen":false' in row.after})
    finally:
        opened.store.close()


@pytest.mark.parametrize(("name", "value"), [("kind", "real"), ("seen", "yes"), ("strength", None), ("first", True)])
def test_a_row_of_a_foreign_file_that_is_no_answer_is_none(
    case: Path, tmp_path: Path, name: str, value: object
) -> None:
    document = open_document(copy_of(case, tmp_path / "case.metst"))
    told = {**PLANTED, "video": document.video.id, name: value}
    document.ledger.note(ANSWERED, {TOLD: told})
    assert document.trials.answers() == []
    close(document)
    with pytest.raises(ProjectError, match="an entry that cannot be read"):
        write_case_report(tmp_path / "case.metst", tmp_path / "r.html")


def test_the_report_tells_the_figures_in_a_paragraph(case: Path, tmp_path: Path) -> None:
    told = [
        {**PLANTED, "number": number, "kind": "planted" if number < 4 else "calm", "seen": number % 4 != 0}
        for number in range(8)
    ]
    project = with_trials(case, tmp_path / "case.metst", told)
    write_case_report(project, tmp_path / "r.html")
    text = (tmp_path / "r.html").read_text()
    assert "Planted trials of the annotators" in text
    assert "of 4 planted movements 3 (75%; 36% to 94%) seen; in 4 calm places 3 (75%;" in text
    assert "it is in no table" in text
    write_case_report(project, tmp_path / "bob.html", layer="2")
    assert "Planted trials" not in (tmp_path / "bob.html").read_text(), "a report of another annotator"
