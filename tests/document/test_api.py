"""`import engine as metst`: what a script reads of a project is what the window holds, and nothing is written."""

import hashlib
import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import engine as metst
from engine.cli import main
from engine.clock import scene_clock
from engine.datasets import read_records
from engine.errors import DatasetError, ProjectError, SourceError
from engine.project.tables import ANNOTATIONS, CURVES, PROPOSALS, VERDICTS, VIDEOS
from engine.video import open_source
from metst_gui.document.annotation import Annotation
from metst_gui.document.annotator_pairs import compare_annotators
from metst_gui.document.document import AnnotationDocument
from metst_gui.document.export import mark_records, records_of
from metst_gui.document.file.opening import new_project, open_project
from metst_gui.document.project import VideoRef
from tests.document.factory import make_proposal, make_run
from tests.document.projects import make_history
from tests.engine.clips import CLIPS
from tests.kit.processes import run_python

pytestmark = pytest.mark.document


@pytest.fixture(scope="module")
def clip(tmp_path_factory) -> Path:
    """A clip whose first frame is not shown at second 0."""
    return CLIPS["h264-gop15"].write(tmp_path_factory.mktemp("clips") / "clip", 60)


def make(path: Path, clip: Path) -> AnnotationDocument:
    """A document that stays open: two annotators, a run, verdicts, a value of every origin."""
    opened = new_project(path)
    document = AnnotationDocument()
    document.open(opened.store, opened.state)
    with open_source(clip) as source:
        document.show_video(document.videos.add(VideoRef.of(source.info), name="a", subject="spNO.7"))
        document.videos.clocks[document.videos[0].id] = scene_clock(source.info)
    document.annotators.rename("Ann")
    document.set_run(make_run(make_proposal(10), make_proposal(30, after=8), n=60))
    document.accept(document.view.proposals[0], emotion="fear", chosen=True)
    document.reject(document.view.proposals[1], "blink")
    modified = (("side", "left"),)
    document.add(Annotation(onset=40, apex=44, offset=50, note="x", action_units="4+L7", modifiers=modified))
    document.import_annotations([Annotation(onset=52, apex=None, offset=55)], source={"file": "b.csv"})
    document.annotators.add("Bob", blind=True)
    document.add(Annotation(onset=41, apex=None, offset=51, emotion="sad", confidence=2))
    return document


def state_of(folder: Path) -> dict[str, tuple[str, int]]:
    return {
        one.name: (hashlib.sha256(one.read_bytes()).hexdigest(), one.stat().st_mtime_ns) for one in folder.iterdir()
    }


@pytest.fixture
def document(tmp_path: Path, clip: Path):
    made = make(tmp_path / "case.metst", clip)
    yield made
    made.ledger.store.close()


def test_annotations_of_an_open_project_are_those_of_the_window(tmp_path: Path, document) -> None:
    before = state_of(tmp_path)
    data = metst.read_project(tmp_path / "case.metst", verify=True)
    found = data.annotations()
    assert [str(found[name].dtype) for name in found] == [
        str(pd.Series([], dtype=dtype).dtype) for dtype in ANNOTATIONS.values()
    ]
    assert state_of(tmp_path) == before, "reading writes nothing, locks and logs included"
    own = found[found["annotator"] == "Ann"].set_index("id")
    document.annotators.use("1")
    held = {one.id: one for one in document.view.annotations}
    assert set(own.index) == set(held)
    for id_, one in held.items():
        row = own.loc[id_]
        assert (row["onset"], row["offset"], row["made_from"]) == (one.onset, one.offset, one.origin)
        assert (None if pd.isna(row["apex"]) else row["apex"]) == one.apex
        assert row["onset_origin"] == str(one.origins.onset.kind)
        assert pd.isna(row["apex_origin"]) == (one.apex is None)
    by_onset = found.set_index("onset")
    assert by_onset.loc[40, "modifiers"] == "side: left"
    assert (by_onset.loc[41, "annotator"], by_onset.loc[41, "confidence"]) == ("Bob", "medium")
    assert {"human", "model"} <= set(found["onset_origin"])


def test_the_same_records_go_into_files_from_script_and_window(tmp_path: Path, document) -> None:
    video = document.videos[0]
    with_seconds = metst.read_project(tmp_path / "case.metst").annotations(seconds=True, origins="text")
    done = metst.export(tmp_path / "case.metst", "json", tmp_path / "out.json", annotator="Bob", hints="marked")
    assert (done.written, done.files) == (1, (tmp_path / "out.json",))
    records = list(read_records(tmp_path / "out.json").records)
    held = [*records_of(document, video), *mark_records(document, video)]
    assert records == held
    assert with_seconds["onset_origin"].str.startswith("human; at").any()
    with open_source(video.ref.path) as source:
        start = source.info.start_s
        times = source.info.times
    row = with_seconds[with_seconds["onset"] == 40].iloc[0]
    assert row["onset_s"] == pytest.approx(start + times[40])
    assert row["end_s"] == pytest.approx(start + times[51])


def test_curves_verdicts_and_videos(tmp_path: Path, document) -> None:
    data = metst.read_project(tmp_path / "case.metst")
    curves = data.curves("a", seconds=True)
    assert list(curves.columns)[:5] == ["video", "subject", "name", "frame", "time_s"]
    assert list(data.curves().columns)[3:] == list(CURVES)
    assert np.isnan(curves["score"][3:6]).all()
    assert curves["mask"][3] == 1
    assert curves["time_s"].is_monotonic_increasing
    assert len(curves) == 60
    verdicts = data.verdicts().set_index("proposal")
    assert verdicts.loc["p10", "verdict"] == "accepted"
    assert (verdicts.loc["p30", "verdict"], verdicts.loc["p30", "reason"]) == ("rejected", "blink")
    videos = data.videos().iloc[0]
    assert (videos["subject"], videos["name"], videos["n_frames"], videos["model"]) == ("spNO.7", "a", 60, "classical")
    assert data.annotators().set_index("annotator").loc["Bob", "blind"]
    assert list(data.proposals()["proposal"]) == ["p10", "p30"]


def test_agreement_is_that_of_the_window(tmp_path: Path, document) -> None:
    data = metst.read_project(tmp_path / "case.metst")
    document.annotators.reveal()
    first, second = document.annotators[0].id, document.annotators[1].id
    assert data.agreement("Ann", "Bob") == compare_annotators(document, first, second)
    events = data.events("Ann", "Bob").set_index("onset")
    assert (events.loc[40, "offset"], events.loc[40, "second_emotion"]) == (51, "sad")
    assert events["second"].isna().sum() == 2
    with pytest.raises(DatasetError, match="Nobody"):
        data.agreement("Ann", "Nobody")


def test_an_empty_project_gives_the_same_columns(tmp_path: Path) -> None:
    new_project(tmp_path / "empty.metst").store.close()
    data = metst.read_project(tmp_path / "empty.metst")
    for found, columns in (
        (data.videos(), VIDEOS),
        (data.annotations(), ANNOTATIONS),
        (data.verdicts(), VERDICTS),
        (data.proposals(), PROPOSALS),
        (data.curves(), {"video": "string", "subject": "string", "name": "string", **CURVES}),
    ):
        assert len(found) == 0
        assert {name: str(found[name].dtype) for name in found} == {
            name: str(pd.Series([], dtype=dtype).dtype) for name, dtype in columns.items()
        }
    with pytest.raises(DatasetError, match="nothing to export"):
        metst.export(data, "csv", tmp_path / "a.csv")


def test_projects_with_a_history_read_as_the_window_reads_them(tmp_path: Path) -> None:
    path = tmp_path / "case.metst"
    make_history(path)
    found = metst.read_project(path).annotations(seconds=True).set_index("id")
    opened = open_project(path)
    held = {id_: one for book in opened.state.books.values() for id_, one in book.annotations.items()}
    opened.store.close()
    assert set(found.index) == set(held)
    assert all(found.loc[id_, "onset"] == one.onset for id_, one in held.items())
    assert found["onset_s"].isna().all(), "the video is nowhere: its times are not made up"


def test_what_cannot_be_read_is_said_in_one_sentence(tmp_path: Path) -> None:
    make_history(tmp_path / "case.metst")
    raw = (tmp_path / "case.metst").read_bytes()
    (tmp_path / "no.metst").write_bytes(b"nothing")
    for path in (tmp_path / "missing.metst", tmp_path / "no.metst"):
        with pytest.raises(ProjectError):
            metst.read_project(path)
    (tmp_path / "bad.metst").write_bytes(raw.replace(b'"offset":520', b'"offset":-52'))
    with pytest.raises(ProjectError, match="damaged"):
        metst.read_project(tmp_path / "bad.metst").annotations()
    with pytest.raises(SourceError):
        metst.analyze(tmp_path / "missing.mp4", "classical")


def test_several_annotators_have_to_be_told_apart(tmp_path: Path, document, capsys) -> None:
    path = tmp_path / "case.metst"
    with pytest.raises(DatasetError, match="Ann"):
        metst.export(path, "csv", tmp_path / "a.csv")
    assert not (tmp_path / "a.csv").exists()
    with pytest.raises(DatasetError, match="no format"):
        metst.export(path, "nothing", tmp_path / "a.csv", annotator="Ann")
    assert main(["export", str(path), str(tmp_path / "a.eaf"), "--to", "elan", "--annotator", "Bob"]) == 0
    assert "1 annotations" in capsys.readouterr().out


def test_every_challenge_and_science_format_takes_reviewed_labels(tmp_path: Path, document, capsys) -> None:
    path = str(tmp_path / "case.metst")
    for name, file in (
        *(("megc2022", "cas_pred.csv"), ("megc2024", "str.csv"), ("me_vqa", "vqa.jsonl")),
        *(("bids", "sub-7_task-a_events.tsv"), ("nwb", "a.nwb")),
    ):
        choices = ["--annotator", "Ann", "--missing-emotion", "skip", "--hints", "without"]
        assert main(["export", path, str(tmp_path / file), "--to", name, *choices]) == 0
        found = read_records(tmp_path / file, format=name).records
        assert 5 in [one.onset for one in found], name
    said = capsys.readouterr().err
    assert "cas_pred.csv: Submissions have no column for" in said
    questions = tmp_path / "q.jsonl"
    asked = {"video_id": "spNO.7_a", "question": "What is the coarse expression class?"}
    questions.write_text(json.dumps(asked), "utf-8")
    out = tmp_path / "pred.jsonl"
    choices = ["--annotator", "Bob", "--questions", str(questions)]
    assert main(["export", path, str(out), "--to", "me_vqa", *choices]) == 0
    assert json.loads(out.read_text("utf-8"))["answer"] == "negative"


def test_the_public_functions_cost_nothing_until_they_are_asked_for() -> None:
    code = (
        "import sys, engine as metst\n"
        "print(sorted({'pandas', 'numpy', 'cv2', 'av', 'torch', 'engine.api'} & set(sys.modules)))\n"
        "metst.read_project, metst.analyze\nprint(sorted({'pandas', 'cv2', 'av', 'torch'} & set(sys.modules)))\n"
        "print(sorted(metst.__all__) == sorted(one for one in metst.__all__ if callable(getattr(metst, one))))"
    )
    assert run_python(code).stdout.split("\n")[:3] == ["[]", "[]", "True"]
