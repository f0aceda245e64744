"""Curves, scores and proposals made elsewhere: read as their tools write them, and placed on the medium's clock."""

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import edfio
import numpy as np
import pandas as pd
import pytest

from engine.clock import medium_clock
from engine.datasets import read_records
from engine.datasets.timelines.timed import Medium
from engine.errors import DatasetError
from engine.foreign.columns import ForeignTable
from engine.foreign.mapping import TableMapping, action_unit, guess, mapping_from, people, tool_of
from engine.foreign.placing import frames_of, place
from engine.foreign.runs import given_at, run_of_proposals, run_of_scores
from engine.foreign.table import read_table
from engine.types import OriginKind, VideoInfo, frozen
from engine.video import open_source

# 30 frames a second for a second, then 25; the first frame is shown at 1.44 s of the medium.
TIMES = np.concatenate([np.arange(30) / 30, 1 + np.arange(51) / 25])
START = 1.44


@pytest.fixture
def info() -> VideoInfo:
    """81 frames at a variable rate, in a stream that begins late."""
    fps = (len(TIMES) - 1) / float(TIMES[-1])
    return VideoInfo(
        Path("v.mp4"), "video", len(TIMES), 8, 8, fps, frozen(TIMES), False, "h264", 1, "0" * 64, start_s=START
    )


def write(path: Path, frame: pd.DataFrame) -> Path:
    frame.to_csv(path, index=False)
    return path


def openface(path: Path, frames: range) -> Path:
    """A table as OpenFace 2 writes it: frames from 1, times at a mean rate, blanks behind the commas."""
    header = "frame, face_id, timestamp, confidence, success, gaze_0_x, pose_Rx, AU01_r, AU12_r, AU45_r, AU01_c, AU12_c"
    rows = [
        f"{one + 1}, 0, {one / 27:.3f}, 0.98, {int(one != 5)}, 0.1, 0.2, {one / 100:.2f}, 0.5, 0.0, 1, 0"
        for one in frames
    ]
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


def test_an_openface_table_is_read_by_its_frames_not_its_times(info: VideoInfo, tmp_path: Path) -> None:
    table = read_table(openface(tmp_path / "a.csv", range(81)))
    mapping = guess(table)
    assert tool_of(table) == "openface"
    assert (mapping.when, mapping.column, mapping.score) == ("frame1", "frame", "")
    assert mapping.curves == ("AU01_r", "AU12_r", "AU45_r")
    (first, *_), notes = (placed := place(table, mapping, info)).curves, placed.notes
    assert notes == ()
    np.testing.assert_array_equal(first.positions, np.arange(81))
    assert np.isnan(first.numbers[5])
    assert first.numbers[40] == np.float32(0.4)


def test_a_py_feat_table_counts_from_0_and_may_hold_several_faces(info: VideoInfo, tmp_path: Path) -> None:
    rows = [
        {"FaceRectX": 1.0, "FaceScore": 0.9, "AU01": one / 100, "AU43": 0.1, "anger": 0.2, "Identity": who}
        | {"input": "v.mp4", "frame": one, "approx_time": f"00:{one // 30:02d}"}
        for one in range(81)
        for who in (["Person_0", "Person_1"] if one < 10 else ["Person_0"])
    ]
    table = read_table(write(tmp_path / "fex.csv", pd.DataFrame(rows)))
    mapping = guess(table)
    assert (tool_of(table), mapping.when, mapping.curves) == ("py-feat", "frame0", ("AU01", "AU43"))
    assert people(table) == ("Person_0", "Person_1")
    curve = place(table, mapping, info).curves[0]
    np.testing.assert_array_equal(curve.positions, np.arange(81))
    assert len(place(table, replace(mapping, person="Person_1"), info).curves[0].positions) == 10
    assert [action_unit(one) for one in ("AU01_r", "AU12", "AU01_c", "gaze")] == [1, 12, None, None]


def test_a_face_that_py_feat_lost_for_a_while_is_read_whole(info: VideoInfo, tmp_path: Path) -> None:
    rows = [
        {"FaceRectX": 1.0, "AU01": one / 100, "input": "v.mp4", "frame": one, "Identity": f"Person_{one // 30}"}
        for one in range(81)
    ]
    table = read_table(write(tmp_path / "fex.csv", pd.DataFrame(rows)))
    assert people(table) == ("Person_0", "Person_1", "Person_2")
    np.testing.assert_array_equal(place(table, guess(table), info).curves[0].positions, np.arange(81))
    only = place(table, replace(guess(table), person="Person_2"), info).curves[0]
    np.testing.assert_array_equal(only.positions, np.arange(60, 81))


@pytest.mark.parametrize("unit", ["seconds", "milliseconds"])
def test_times_are_those_of_the_medium(unit: str, info: VideoInfo, tmp_path: Path) -> None:
    times = (TIMES + START) * (1000 if unit == "milliseconds" else 1)
    name = "time_ms" if unit == "milliseconds" else "time"
    table = read_table(write(tmp_path / "a.csv", pd.DataFrame({name: times.round(3), "heart": np.arange(81.0)})))
    mapping = guess(table)
    assert (mapping.when, mapping.curves) == (unit, ("heart",))
    np.testing.assert_allclose(place(table, mapping, info).curves[0].positions, np.arange(81), atol=0.02)
    np.testing.assert_array_equal(frames_of(table, mapping, "heart", info), np.arange(81))
    # Counted from the first frame, the same times lie 1.44 s later.
    late = frames_of(table, replace(mapping, zero="first_frame"), "heart", info)
    assert late[0] == int(np.searchsorted(TIMES, START, "right")) - 1
    shifted = replace(mapping, zero="first_frame", offset_s=-START)
    np.testing.assert_array_equal(frames_of(table, shifted, "heart", info), np.arange(81))


def test_an_edf_signal_keeps_its_own_clock(info: VideoInfo, tmp_path: Path) -> None:
    rate, pulse = 256, 3.22  # s on the medium's clock
    times = np.arange(5 * rate) / rate
    signal = edfio.EdfSignal(np.exp(-(((times - pulse) / 0.01) ** 2)), rate, label="ECG", physical_dimension="mV")
    slow = edfio.EdfSignal(times[::64], rate / 64, label="GSR", physical_dimension="uS")
    edfio.Edf([signal, slow]).write(tmp_path / "s.edf")
    table = read_table(tmp_path / "s.edf")
    mapping = guess(table)
    assert (mapping.when, mapping.curves) == ("own", ("ECG", "GSR"))
    ecg, gsr = place(table, mapping, info).curves
    assert (ecg.unit, gsr.unit) == ("mV", "uS")
    at = float(ecg.positions[int(np.nanargmax(ecg.numbers))])
    assert int(at) == medium_clock(info).frame(pulse) == int(np.searchsorted(TIMES, pulse - START, "right")) - 1
    assert len(gsr.positions) < len(ecg.positions) / 60


@pytest.mark.parametrize("clip", ["vfr_light_30to25.mp4", "late_video_small.mp4"])
def test_times_on_real_files_name_the_frames_a_player_shows(clip: str, shared: Path, tmp_path: Path) -> None:
    with open_source(shared / "field" / clip) as source:
        info = source.info
    starts = medium_clock(info).starts
    chosen = np.arange(3, info.n_frames, 7)
    shown = pd.DataFrame({"time": starts[chosen] + 0.004, "spotting_score": 0.5})
    table = read_table(write(tmp_path / "a.csv", shown))
    mapping = guess(table)
    assert mapping.score == "spotting_score"
    np.testing.assert_array_equal(frames_of(table, mapping, "spotting_score", info), chosen)
    np.testing.assert_array_equal(run_of_scores(table, mapping, info).curves.frames, chosen)


def test_parquet_and_npz_hold_the_same(info: VideoInfo, tmp_path: Path) -> None:
    columns = {"frame": np.arange(81), "left": np.linspace(0, 1, 81)}
    pd.DataFrame(columns).to_parquet(tmp_path / "a.parquet")
    np.savez(tmp_path / "a.npz", **columns, embedding=np.zeros((81, 2)), other=np.zeros(3), words=np.array(["a"]))
    for name in ("a.parquet", "a.npz"):
        table = read_table(tmp_path / name)
        placed = place(table, replace(guess(table), curves=("left",)), info)
        np.testing.assert_allclose(placed.curves[0].numbers, columns["left"], atol=1e-7)
    assert set(read_table(tmp_path / "a.npz").columns) == {"frame", "left", "embedding_0", "embedding_1"}


def test_semicolons_and_commas_of_a_german_sheet(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("sep=;\nZeit;time;Puls\nx;0,5;60,25\ny;1,0;61,5\n", encoding="cp1252")
    table = read_table(tmp_path / "a.csv")
    np.testing.assert_array_equal(table.columns["time"], [0.5, 1.0])
    np.testing.assert_array_equal(table.columns["Puls"], [60.25, 61.5])
    assert table.words["Zeit"] == ("x", "y")


def test_a_score_becomes_a_run_with_gaps_where_rows_are_missing(info: VideoInfo, tmp_path: Path) -> None:
    frames = np.array([one for one in range(81) if not 50 <= one < 55])
    score = np.where((frames >= 20) & (frames <= 30), 0.9, 0.1)
    score[frames == 25] = 0.95
    path = write(tmp_path / "theirs.csv", pd.DataFrame({"frame": frames, "score": score}))
    table = read_table(path)
    run = run_of_scores(table, guess(table), info)
    assert len(run.curves.frames) == 81
    assert np.isnan(run.curves.score[50:55]).all()
    (proposal,) = run.proposals
    assert (proposal.onset, proposal.apex, proposal.offset) == (20, 25, 30)
    assert run.model_digest == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (run.settings["origin"], run.settings["file"], run.content) == ("file", "theirs.csv", info.fast_digest)


def test_a_score_every_fifth_frame_and_class_probabilities(info: VideoInfo, tmp_path: Path) -> None:
    frame = pd.DataFrame({"frame": range(0, 81, 5), "score": 0.5})
    for name in ("negative", "positive", "surprise", "others", "neutral"):
        frame[f"p_{name}"] = 2.0 if name == "surprise" else 0.5
    table = read_table(write(tmp_path / "a.csv", frame))
    curves = run_of_scores(table, guess(table), info).curves
    np.testing.assert_array_equal(curves.frames, range(0, 81, 5))
    assert curves.rate == pytest.approx(16 / float(TIMES[80]))
    assert curves.probabilities is not None
    np.testing.assert_allclose(curves.probabilities[3], [0.125, 0.125, 0.5, 0.125, 0.125])


def test_opentad_results_keep_their_intervals_and_scores(info: VideoInfo, tmp_path: Path) -> None:
    segments = [
        {"segment": [START + 0.2, START + 0.5], "label": "micro", "score": 0.9},
        {"segment": [START + 0.3, START + 0.6], "label": "micro", "score": 0.4},
        {"segment": [START + 2.0, START + 2.4], "label": "micro", "score": 0.7},
    ]
    path = tmp_path / "result_detection.json"
    path.write_text(json.dumps({"results": {"v": segments}}), encoding="utf-8")
    records = read_records(path, medium=Medium(medium_clock(info), None)).records
    run = run_of_proposals(path.name, "0" * 64, records, info)
    assert [(one.onset, one.offset) for one in run.proposals] == [(6, 14), (9, 17), (55, 64)]
    assert [one.score for one in run.proposals] == [0.9, 0.4, 0.7]
    assert {one.apex_origin for one in run.proposals} == {OriginKind.ASSUMED}
    shown, near = given_at(run.proposals, 0.5)
    assert [one.score for one in shown] == [0.9, 0.7]
    assert [one.score for one in near] == [0.4]
    assert run.curves.score[10] == np.float32(0.9)


def test_boris_9_events_are_proposals_of_whoever_coded_them(info: VideoInfo, shared: Path) -> None:
    path = shared / "field" / "boris9.tsv"
    even = replace(info, times=frozen(np.arange(500) / 25), n_frames=500, fps=25.0, start_s=0.0)
    records = read_records(path, medium=Medium(medium_clock(even), Path("a.mp4"))).records
    run = run_of_proposals(path.name, "0" * 64, records, even)
    assert (run.proposals[0].onset, run.proposals[0].offset, run.proposals[0].score) == (25, 34, 1.0)
    assert len(run.proposals) == len(records)


def test_an_edf_with_gaps_is_refused_and_an_empty_table_too(tmp_path: Path) -> None:
    signal = edfio.EdfSignal(np.zeros(512), 256, label="ECG")
    edfio.Edf([signal], annotations=[edfio.EdfAnnotation(0.5, None, "x")]).write(tmp_path / "s.edf")
    content = (tmp_path / "s.edf").read_bytes()
    assert content.count(b"EDF+C") == 1
    # The second of its two records begins 4 s later than the first ends.
    (tmp_path / "s.edf").write_bytes(content.replace(b"EDF+C", b"EDF+D").replace(b"+1\x14\x14", b"+5\x14\x14"))
    with pytest.raises(DatasetError, match=r"EDF\+D"):
        read_table(tmp_path / "s.edf")
    pd.DataFrame({"t": pd.to_datetime([])}).to_parquet(tmp_path / "e.parquet")
    with pytest.raises(DatasetError, match="damaged"):
        read_table(tmp_path / "e.parquet")


def test_what_cannot_be_used_is_one_sentence(info: VideoInfo, tmp_path: Path) -> None:
    frame = pd.DataFrame({"frame": [3, 1, 2], "score": [0.1, 0.2, 7.0]})
    table = read_table(write(tmp_path / "a.csv", frame))
    assert guess(table).score == ""
    with pytest.raises(DatasetError, match="does not rise"):
        place(table, guess(table), info)
    far = ForeignTable("b.csv", "", {"frame": np.arange(5) + 1e6, "x": np.zeros(5)})
    with pytest.raises(DatasetError, match="lies within this video"):
        place(far, guess(far), info)
    high = ForeignTable("c.csv", "", {"frame": np.arange(5.0), "score": np.full(5, 7.0)})
    with pytest.raises(DatasetError, match="outside 0 to 1"):
        run_of_scores(high, TableMapping("frame0", "frame", (), "score"), info)
    for name, content in (("d.npz", b"PK"), ("e.parquet", b"no"), ("f.edf", b"0"), ("g.csv", b"a,b\nx,y\n")):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(DatasetError, match=f"“{name}”"):
            read_table(tmp_path / name)
    with pytest.raises(DatasetError, match="no table of curves"):
        read_table(tmp_path / "h.mp4")


def test_a_mapping_is_remembered_for_files_with_the_same_header(info: VideoInfo, tmp_path: Path) -> None:
    one = read_table(openface(tmp_path / "a.csv", range(10)))
    other = read_table(openface(tmp_path / "b.csv", range(30)))
    assert one.header == other.header
    mapping = replace(guess(one), curves=("pose_Rx",), offset_s=0.5)
    assert mapping_from(json.loads(json.dumps(mapping.form())), other) == mapping
    for broken in (None, {}, {**mapping.form(), "curves": ["gone"]}, {**mapping.form(), "when": "never"}):
        assert mapping_from(broken, other) is None
    assert mapping_from({**mapping.form(), "offset_s": float("nan")}, other) is None
