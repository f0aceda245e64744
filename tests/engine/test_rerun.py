"""`metst rerun`: a run record names what must come out again, and the check tells when it does not."""

import json
from pathlib import Path

import pytest

from engine.cli import main
from engine.synthesis.codec import write_h264
from tests.engine import portrait_clip


@pytest.fixture(scope="module")
def analysed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("rerun")
    write_h264(folder / "clip.mp4", portrait_clip.frames(), crf=18)
    assert main(["analyze", str(folder / "clip.mp4"), "--out", str(folder), "--weights", "metst-synth-v1"]) == 0
    return folder


def altered(folder: Path, name: str, change: object) -> Path:
    record = json.loads((folder / "clip.run.json").read_text(encoding="utf-8"))
    change(record)
    path = folder / name
    path.write_text(json.dumps(record), encoding="utf-8")
    return path


def test_a_rerun_gives_what_the_record_names(analysed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rerun", str(analysed / "clip.run.json"), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["same"], found["differing_proposals"], found["tolerance"]) == (True, 0, 1e-3)
    assert found["largest_score_difference"] < 1e-5
    record = json.loads((analysed / "clip.run.json").read_text(encoding="utf-8"))
    assert len(record["reproduce"]["proposals"]) == record["proposals"] > 0


def shift(record: dict) -> None:
    record["reproduce"]["proposals"][0]["offset"] += 1


def raise_score(record: dict) -> None:
    scores = record["reproduce"]["scores"]
    scores[30] += 0.002


def hide_score(record: dict) -> None:
    record["reproduce"]["scores"][30] = None


def other_file(record: dict) -> None:
    record["source_sha256"] = "0" * 64


def other_model(record: dict) -> None:
    record["model_sha256"] = "0" * 64


def old_record(record: dict) -> None:
    del record["reproduce"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (shift, "2 proposals are only in one"),
        (raise_score, "scores differ by up to 0.002"),
        (hide_score, "other samples have scores"),
        (other_file, "is not the file of this record"),
        (other_model, "The model is another one"),
        (old_record, "is not a run record that can be checked"),
    ],
)
def test_a_difference_is_one_sentence(
    analysed: Path, change: object, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = altered(analysed, f"{change.__name__}.json", change)
    assert main(["rerun", str(path)]) == 2
    told = capsys.readouterr()
    assert said in told.err
    assert told.out == ""


def test_other_files_are_no_records(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for number, text in enumerate(("", "[]", "{}", '{"config": 1}')):
        path = tmp_path / f"{number}.json"
        path.write_text(text, encoding="utf-8")
        assert main(["rerun", str(path)]) == 2
        assert "is not a run record" in capsys.readouterr().err
    assert main(["rerun", str(tmp_path / "none.json")]) == 2
