"""Score files of other models: a frame or a time, and a score."""

from pathlib import Path

import numpy as np
import pytest

from engine.cli import main, tables
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
    assert tables.is_scores(path)
    assert tables.read_curves(path).rate == pytest.approx(30, rel=1e-4)
    assert main(["decode", str(path), "--threshold", "0.5"]) == 0
    rows = [line.split(",") for line in capsys.readouterr().out.splitlines()]
    found = dict(zip(rows[0], rows[1], strict=True))
    assert len(rows) == 2
    assert int(found["onset"]) < PEAK < int(found["offset"])
    assert found["emotion"] == ""


@pytest.mark.parametrize("form", FORMS)
def test_a_curve_of_another_model_is_evaluated(tmp_path: Path, capsys, form: str) -> None:
    header, line = FORMS[form]
    path = write(tmp_path / "clip.csv", header, [line(i, s) for i, s in enumerate(scores())])
    truth = write(tmp_path / "truth.csv", "subject,video,onset,apex,offset,emotion", ["s1,clip,54,60,67,sad"])
    assert main(["evaluate", "--truth", str(truth), "--predictions", str(path)]) == 0
    assert "TP 1, FP 0, FN 0" in capsys.readouterr().out


def test_the_rate_is_the_users_where_the_file_has_none(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "frame,score", [f"{7 * i},{s:.4f}" for i, s in enumerate(scores())])
    curves = tables.read_curves(path, fps=200)
    assert curves.rate == pytest.approx(200 / 7)
    assert curves.frames[-1] == 7 * 149


def test_gaps_stay_gaps_and_text_is_named_by_its_row(tmp_path: Path) -> None:
    rows = [f"{i},{s:.4f}" for i, s in enumerate(scores())]
    rows[10] = "10,"
    curves = tables.read_curves(write(tmp_path / "a.csv", "frame,score", rows))
    assert np.flatnonzero(np.isnan(curves.score)).tolist() == [10]
    rows[20] = "20,high"
    with pytest.raises(DatasetError, match=r"row 22, score: “high” is no number"):
        tables.read_curves(write(tmp_path / "a.csv", "frame,score", rows))


def test_labels_are_no_scores(tmp_path: Path) -> None:
    labels = write(tmp_path / "a.csv", "subject,video,onset,apex,offset,emotion,score", ["s,v,1,2,3,sad,0.4"])
    assert not tables.is_scores(labels)


def test_names_that_a_spreadsheet_would_compute_are_guarded() -> None:
    text = tables.csv_text(("subject", "video"), [["=1+1", "-3"], ["@x", "plain"]])
    assert text == "subject,video\n'=1+1,-3\n'@x,plain\n"
