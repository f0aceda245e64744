"""NWB, BIDS and ME-VQA as their own readers see them, at the exact times of the medium; what others wrote comes in."""

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from bids_validator import BIDSValidator
from pynwb import NWBHDF5IO, NWBFile
from pynwb.file import Subject

from engine.clock import FrameClock
from engine.datasets import Record, read_records, write_records
from engine.datasets.challenges.me_vqa import answer_questions, unit_names
from engine.datasets.timelines.timed import Medium
from engine.errors import DatasetError
from engine.types import frozen

# A variable rate from 1.4 s on: what a mean rate tells of these frames is wrong by many frames.
STARTS = 1.4 + np.cumsum(np.where(np.arange(200) % 7 == 3, 0.1, 1 / 30))
MEDIUM = Medium(FrameClock(frozen(STARTS)))
HUMAN = "human; at 2026-11-30T08:00:00Z; blind; by Anna"
RECORDS = [
    Record(
        *("s01", "talk", 20, 26, 41, "fear", "R12+4"),
        extra={"kind": "micro", "annotator": "Anna", "onset_origin": HUMAN, "apex_origin": "model; by m1"},
    ),
    Record("s01", "talk", 90, None, 130, None, extra={"kind": "macro", "note": 'a "quoted"\tnote'}),
]


def test_pynwb_opens_the_events_at_the_times_of_the_frames(tmp_path: Path) -> None:
    path = tmp_path / "talk.nwb"
    write_records(path, RECORDS, format="nwb", media=MEDIUM)
    with NWBHDF5IO(path, "r") as file:
        found = file.read()
        assert found.subject.subject_id == "s01"
        assert found.session_start_time == datetime(1970, 1, 1, tzinfo=UTC)
        assert "not known" in found.session_description
        table = found.get_events_table("facial_expressions").to_dataframe()
    assert table["timestamp"].tolist() == pytest.approx([STARTS[20], STARTS[90]], abs=1e-9)
    assert table["duration"].tolist() == pytest.approx([STARTS[42] - STARTS[20], STARTS[131] - STARTS[90]], abs=2e-9)
    assert table["apex_time"].iloc[0] == pytest.approx(STARTS[26], abs=1e-9)
    assert np.isnan(table["apex_time"].iloc[1])
    assert table["onset_frame"].tolist() == [20, 90]
    assert table["kind"].tolist() == ["micro", "macro"]
    assert table["onset_origin"].tolist() == [HUMAN, ""]
    again = read_records(path, medium=MEDIUM)
    assert list(again.records) == RECORDS
    assert again.issues == ()


def test_ndx_events_takes_the_table_for_its_own(tmp_path: Path) -> None:
    path = tmp_path / "talk.nwb"
    write_records(path, RECORDS, format="nwb", media=MEDIUM)
    # In a process of its own: the extension changes what pynwb knows.
    code = (
        "import sys, ndx_events, pynwb\n"
        "with pynwb.NWBHDF5IO(sys.argv[1], 'r') as file:\n"
        "    table = file.read().get_events_table('facial_expressions')\n"
        "    assert isinstance(table, ndx_events.EventsTable)\n"
        "    assert isinstance(table.timestamp, ndx_events.TimestampVectorData)\n"
        "    print(*table.timestamp[:])\n"
    )
    found = subprocess.run([sys.executable, "-W", "ignore", "-c", code, str(path)], capture_output=True, check=True)
    times = [float(one) for one in found.stdout.split()]
    assert times == pytest.approx([STARTS[20], STARTS[90]], abs=1e-9)


def test_events_and_intervals_of_other_nwb_files_are_read(tmp_path: Path) -> None:
    file = NWBFile(session_description="x", identifier="y", session_start_time=datetime(2026, 1, 1, tzinfo=UTC))
    file.subject = Subject(subject_id="m1", age="P90D", species="Homo sapiens", sex="U")
    events = file.create_events_table(name="licks", description="of another program")
    events.add_event(timestamp=float(STARTS[5]))
    events.add_event(timestamp=float(STARTS[9]) + 0.001)
    file.add_trial(start_time=float(STARTS[50]), stop_time=float(STARTS[60]))
    with NWBHDF5IO(tmp_path / "other.nwb", "w") as out:
        out.write(file)
    found = read_records(tmp_path / "other.nwb", medium=MEDIUM).records
    assert [(one.extra["kind"], one.onset, one.offset) for one in found] == [
        ("licks", 5, 5),
        ("licks", 9, 9),
        ("trials", 50, 59),
    ]
    raw = (tmp_path / "other.nwb").read_bytes()
    for at in (40, len(raw) // 2):
        (tmp_path / "cut.nwb").write_bytes(raw[:at])
        with pytest.raises(DatasetError, match="damaged"):
            read_records(tmp_path / "cut.nwb", medium=MEDIUM)


def test_without_pynwb_the_sentence_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pynwb", None)
    with pytest.raises(DatasetError, match=r"metst\[nwb\]"):
        write_records(tmp_path / "a.nwb", RECORDS, format="nwb", media=MEDIUM)
    assert list(tmp_path.iterdir()) == []


def test_bids_events_are_named_told_and_timed_as_bids_demands(tmp_path: Path) -> None:
    path = tmp_path / "sub-01_task-talk_events.tsv"
    write_records(path, RECORDS, format="bids", media=MEDIUM)
    assert BIDSValidator().is_bids(f"/sub-01/beh/{path.name}")
    assert BIDSValidator().is_bids(f"/sub-01/beh/{path.with_suffix('.json').name}")
    table = pd.read_csv(path, sep="\t", na_values="n/a", keep_default_na=False)
    assert list(table.columns)[:3] == ["onset", "duration", "trial_type"]
    assert table["onset"].tolist() == pytest.approx([STARTS[20], STARTS[90]], abs=1e-6)
    assert table["duration"].tolist() == pytest.approx([STARTS[42] - STARTS[20], STARTS[131] - STARTS[90]], abs=1e-6)
    assert table["trial_type"].tolist() == ["micro", "macro"]
    assert table["onset_frame"].tolist() == [20, 90]
    assert table["onset_origin"].iloc[0] == HUMAN
    assert pd.isna(table["apex"].iloc[1])
    told = json.loads(path.with_suffix(".json").read_text("utf-8"))
    assert set(told) == set(table.columns)
    assert {told[name]["Units"] for name in ("onset", "duration", "apex")} == {"s"}
    again = read_records(path, medium=MEDIUM)
    assert list(again.records) == RECORDS
    assert again.issues == ()
    with pytest.raises(DatasetError, match=r"_events\.tsv"):
        write_records(tmp_path / "talk.tsv", RECORDS, format="bids", media=MEDIUM)


def test_a_moved_bids_event_is_read_where_it_is_and_others_come_in(tmp_path: Path) -> None:
    path = tmp_path / "sub-01_task-talk_events.tsv"
    write_records(path, RECORDS[:1], format="bids", media=MEDIUM)
    moved = path.read_text("utf-8").replace(f"\n{STARTS[20]:.6f}", f"\n{STARTS[18]:.6f}")
    path.write_text(moved, "utf-8")
    found = read_records(path, medium=MEDIUM)
    assert found.records[0].onset == 18
    assert "onset_origin" not in found.records[0].extra
    path.write_text(f"onset\tduration\ttrial_type\tresponse\n{STARTS[3]}\t0\tface\tn/a\nn/a\t1\tx\t2\n", "utf-8")
    other = read_records(path, medium=MEDIUM)
    assert [(one.onset, one.extra) for one in other.records] == [(3, {"kind": "face"})]
    assert other.n_lost == 1


def test_answers_of_me_vqa_and_what_they_cannot_tell(tmp_path: Path) -> None:
    path = tmp_path / "me_vqa_pred.jsonl"
    report = write_records(path, RECORDS, format="me_vqa")
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert {one["question"]: one["answer"] for one in lines} == {
        "What is the fine-grained expression class?": "fear",
        "What is the coarse expression class?": "negative",
        "What are the action units?": "lip corner puller, brow lowerer",
    }
    assert {one["video_id"] for one in lines} == {"s01_talk"}
    told = " ".join(map(str, report.dropped))
    assert "onset_origin" in told
    assert "other kinds" in told
    (back,) = read_records(path).records
    assert (back.onset, back.apex, back.offset, back.emotion, back.action_units) == (20, 26, 41, "fear", "R12+4")
    assert unit_names("1+R1+L4B+99") == ["inner brow raiser", "brow lowerer", "AU99"]


def test_questions_of_the_challenge_are_filled_in(tmp_path: Path) -> None:
    asked = [
        {"video_id": "s01_talk", "video": "x.mp4", "question": "What is the coarse expression class?", "answer": ""},
        {"video_id": "s01_talk", "question": "Is the action unit brow lowerer shown on the face?", "answer": ""},
        {"video_id": "s01_talk", "question": "Is the action unit dimpler shown on the face?", "answer": ""},
        {"video_id": "s01_talk", "question": "Describe it.", "answer": ""},
        {"video_id": "other", "question": "What is the action unit?", "answer": ""},
    ]
    questions = tmp_path / "to_answer.jsonl"
    questions.write_text("".join(json.dumps(one) + "\n" for one in asked), "utf-8")
    report = answer_questions(questions, RECORDS[:1], tmp_path / "pred.jsonl")
    found = [json.loads(line) for line in (tmp_path / "pred.jsonl").read_text("utf-8").splitlines()]
    assert [one["answer"] for one in found] == ["negative", "yes", "no", "", ""]
    assert found[0]["video"] == "x.mp4"
    assert (report.written, len(report.dropped)) == (3, 1)
    questions.write_text("[]\n", "utf-8")
    with pytest.raises(DatasetError, match="Line 1"):
        answer_questions(questions, RECORDS, tmp_path / "pred.jsonl")


def test_the_step_of_a_nanosecond_tells_frames(tmp_path: Path) -> None:
    fast = Medium(FrameClock(frozen(np.arange(4000) / 1000)))
    written = [Record("s", "v", at, None, at + at % 3, None, extra={"kind": "micro"}) for at in range(0, 3990, 61)]
    for name, file in (("nwb", "a.nwb"), ("bids", "a_events.tsv")):
        write_records(tmp_path / file, written, format=name, media=fast)
        assert list(read_records(tmp_path / file, medium=fast).records) == written
