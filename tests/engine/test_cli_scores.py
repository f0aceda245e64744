"""Score files of other models: a frame or a time, and a score."""

from pathlib import Path

import numpy as np
import pytest

from engine.cli import main, score_files, tables
from engine.config import DecoderConfig
from engine.decoding import decode
from engine.errors import DatasetError

PEAK = 60


def scores() -> np.ndarray:
    return np.exp(-0.5 * ((np.arange(150) - PEAK) / 5.0) ** 2) * 0.95


def write(path: Path, header: str, rows: list[str]) -> Path:
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


FORMS = {
    "frame and score": ("frame,score", lambda i, s: f"{i},{s:.6f}"),
    "time and score": (
        "time;score",
        lambda i, s: f"{i / 30:.6f}".replace(".", ",") + ";" + f"{s:.6f}".replace(".", ","),
    ),
    "index and value": ("Index\tValue", lambda i, s: f"{i}\t{s:.6f}"),
    "further columns": ("frame,time_s,spotting_score,au12", lambda i, s: f"{i},{i / 30:.6f},{s:.6f},0.1"),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_curve_of_another_model_is_decoded(tmp_path: Path, capsys, form: str) -> None:
    header, line = FORMS[form]
    path = write(tmp_path / "clip.csv", header, [line(i, s) for i, s in enumerate(scores())])
    assert score_files.is_scores(path)
    assert score_files.read_curves(path).rate == pytest.approx(30, rel=1e-4)
    assert main(["decode", str(path), "--threshold", "0.5"]) == 0
    rows = [line.split(",") for line in capsys.readouterr().out.splitlines()]
    found = dict(zip(rows[0], rows[1], strict=True))
    assert len(rows) == 2
    assert int(found["onset"]) < PEAK < int(found["offset"])
    assert found["emotion"] == ""


def test_bounds_that_a_scores_file_does_not_hold_are_named(tmp_path: Path, capsys) -> None:
    regions = ",".join(tables.REGION_COLUMNS)
    rows = [f"{i},{s:.6f}{',0' * len(tables.REGION_COLUMNS)}" for i, s in enumerate(scores())]
    path = str(write(tmp_path / "clip.csv", f"frame,spotting_score,{regions}", rows))
    for decoder, told in (("half_max", True), ("anchored", False)):
        assert main(["decode", path, "--decoder", decoder]) == 0
        out = capsys.readouterr()
        assert ("measured on the skin" in out.err) is told
        assert "skin" not in out.out


@pytest.mark.parametrize("form", FORMS)
def test_a_curve_of_another_model_is_evaluated(tmp_path: Path, capsys, form: str) -> None:
    header, line = FORMS[form]
    path = write(tmp_path / "clip.csv", header, [line(i, s) for i, s in enumerate(scores())])
    truth = write(tmp_path / "truth.csv", "subject,video,onset,apex,offset,emotion", ["s1,clip,54,60,67,sad"])
    assert main(["evaluate", "--truth", str(truth), "--predictions", str(path)]) == 0
    assert "TP 1, FP 0, FN 0" in capsys.readouterr().out


def test_the_rate_is_the_users_where_the_file_has_none(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "frame,score", [f"{7 * i},{s:.4f}" for i, s in enumerate(scores())])
    curves = score_files.read_curves(path, fps=200)
    assert curves.rate == pytest.approx(200 / 7)
    assert curves.frames[-1] == 7 * 149


def test_gaps_stay_gaps_and_text_is_named_by_its_row(tmp_path: Path) -> None:
    rows = [f"{i},{s:.4f}" for i, s in enumerate(scores())]
    rows[10] = "10,"
    curves = score_files.read_curves(write(tmp_path / "a.csv", "frame,score", rows))
    assert np.flatnonzero(np.isnan(curves.score)).tolist() == [10]
    rows[20] = "20,high"
    with pytest.raises(DatasetError, match=r"row 22, score: “high” is no number"):
        score_files.read_curves(write(tmp_path / "a.csv", "frame,score", rows))


def test_labels_are_no_scores(tmp_path: Path) -> None:
    labels = write(tmp_path / "a.csv", "subject,video,onset,apex,offset,emotion,score", ["s,v,1,2,3,sad,0.4"])
    assert not score_files.is_scores(labels)


def test_names_that_a_spreadsheet_would_compute_are_guarded() -> None:
    text = tables.csv_text(("subject", "video"), [["=1+1", "-3"], ["@x", "plain"]])
    assert text == "subject,video\n'=1+1,-3\n'@x,plain\n"


# ---- whatever writes them


def comma(value: float, digits: int = 6) -> str:
    return f"{value:.{digits}f}".replace(".", ",")


DIALECTS = {
    "no names, frames": (None, lambda i, s: f"{i},{s:.6f}"),
    "no names, times": (None, lambda i, s: f"{i / 30:.4f};{s:.6f}"),
    "no names, decimal commas": (None, lambda i, s: f"{comma(i / 30)};{comma(s)}"),
    "no names, blanks": (None, lambda i, s: f"{i} {s:.6f}"),
    "no names, blanks and decimal commas": (None, lambda i, s: f"{comma(i / 30, 4)}  {comma(s)}"),
    "tabs and decimal commas": ("time\tscore", lambda i, s: f"{comma(i / 30, 3)}\t{comma(s, 4)}"),
    "milliseconds by name": ("time_ms,score", lambda i, s: f"{i * 1000 / 30:.0f},{s:.6f}"),
    "milliseconds in brackets": ("Timestamp [ms];Score", lambda i, s: f"{comma(i * 1000 / 30, 1)};{comma(s)}"),
    "milliseconds unsaid": ("time,score", lambda i, s: f"{round(i * 1000 / 30)},{s:.6f}"),
    "seconds in brackets": ("Time (s), Spotting-Score", lambda i, s: f"{i / 30:.3f}, {s:.6f}"),
    "microseconds": ("t_us,probability", lambda i, s: f"{i * 1e6 / 30:.0f},{s:.6f}"),
    "a sep line": ("sep=;\nframe;score", lambda i, s: f"{i};{comma(s)}"),
    "quotes and blanks": ('"Frame #" , "value"', lambda i, s: f'"{i}" , "{s:.6f}"'),
    "a column at the end": ("frame,score,", lambda i, s: f"{i},{s:.6f},"),
}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
@pytest.mark.parametrize("form", DIALECTS)
def test_a_curve_is_read_whatever_wrote_it(tmp_path: Path, capsys, form: str, encoding: str) -> None:
    names, line = DIALECTS[form]
    rows = [*([names] if names else []), *(line(i, s) for i, s in enumerate(scores()))]
    path = tmp_path / "clip.txt"
    path.write_bytes(("\r\n".join(rows) + "\r\n").encode(encoding))
    assert score_files.is_scores(path)
    read = score_files.read_scores(path)
    assert read.curves.frames.tolist() == list(range(150))
    assert read.curves.rate == pytest.approx(30, rel=2e-3)
    np.testing.assert_allclose(read.curves.score, scores(), atol=1e-4)
    assert bool(read.remarks) == (form.startswith("no names") or form == "milliseconds unsaid")
    truth = write(tmp_path / "truth.csv", "subject,video,onset,apex,offset,emotion", ["s1,clip,54,60,67,sad"])
    assert main(["evaluate", "--truth", str(truth), "--predictions", str(path), "--fps", "30000/1001"]) == 0
    assert "TP 1, FP 0, FN 0" in capsys.readouterr().out
    assert main(["decode", str(path), "--threshold", "0.5"]) == 0
    told = capsys.readouterr()
    assert len(told.out.splitlines()) == 2
    assert all(remark in told.err for remark in read.remarks)


@pytest.mark.parametrize("form", ["frame,score", "time,score", "frame,time,score"])
@pytest.mark.parametrize("step", [1, 7])
def test_rows_that_are_missing_are_a_gap(tmp_path: Path, form: str, step: int) -> None:
    curve = np.full(150, 0.1)
    curve[70:80] = 0.9
    kept = [i for i in range(150) if not 73 <= i < 77]
    cells = {
        "frame": lambda i: str(i * step),
        "time": lambda i: f"{i * step / 200:.3f}",
        "score": lambda i: f"{curve[i]}",
    }
    rows = [",".join(cells[name](i) for name in form.split(",")) for i in kept]
    read = score_files.read_scores(write(tmp_path / "a.csv", form, rows), fps=200)
    assert len(read.curves.score) == 150
    assert np.flatnonzero(np.isnan(read.curves.score)).tolist() == [73, 74, 75, 76]
    assert read.curves.frames.tolist() == [i * step for i in range(150)]
    assert read.curves.rate == pytest.approx(200 / step, rel=1e-3)
    assert read.remarks == ("4 rows are missing between others; nothing is found there.",)
    found = decode(read.curves, config=DecoderConfig(), n_frames=150 * step)
    assert all(one.offset < 73 * step or one.onset > 76 * step for one in found)


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (["0,0,0,91", "0,033,0,95"], "row 2 has 4 cells and there are 2 columns"),
        (["0,0.1", "x,0.2"], "row 3, frame: “x” is no number"),
        (["0,0.1", ",0.2", "2,0.3"], "row 3, frame: there is no number"),
        (["0,0.1", "1.5,0.2"], "row 3, frame: 1.5 is not a whole frame"),
        (["0,0.1", "2,0.2", "2,0.3"], r"row 4: .*rising order \(frame 2 comes after 2\)"),
        (["0,0.1"], "needs two rows"),
        (["0,0.1", "1,0.2", "900000000,0.3"], "rows lie 900000001 samples apart"),
    ],
)
def test_what_is_no_curve_is_named_by_its_row(tmp_path: Path, rows: list[str], sentence: str) -> None:
    with pytest.raises(DatasetError, match=sentence):
        score_files.read_scores(write(tmp_path / "a.csv", "frame,score", rows))


def test_a_table_without_names_needs_two_columns(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "0,0.1,0.2", ["1,0.2,0.3"])
    assert not score_files.is_scores(path)
    with pytest.raises(DatasetError, match=r"has no line of names .* frame,score"):
        score_files.read_scores(path)


def test_a_rate_at_which_two_rows_are_one_frame_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "time,score", [f"{i / 100:.3f},0.1" for i in range(50)])
    assert score_files.read_curves(path, fps=100).frames.tolist() == list(range(50))
    with pytest.raises(DatasetError, match="row 3: at 30 frames a second"):
        score_files.read_curves(path, fps=30)
