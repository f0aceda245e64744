"""The command line's contract: exit codes, one sentence, files that read back to the same numbers."""

import argparse
import sys
from pathlib import Path

import numpy as np
import pytest

from engine.cli import evaluate, main, options, runner, score_files, tables
from engine.config import AnalysisConfig, DecoderConfig
from engine.datasets import Record
from engine.errors import DatasetError
from engine.types import Curves, Emotion, Proposal


def make_curves(n: int = 60, *, emotions: bool = True) -> Curves:
    rng = np.random.default_rng(5)
    score = rng.random(n, dtype=np.float32)
    score[10:14] = np.nan
    probabilities = rng.dirichlet(np.ones(5), n).astype(np.float32)
    probabilities[10:14] = np.nan
    mask = np.zeros(n, np.uint8)
    mask[10:14] = 1
    return Curves(np.arange(n) * 2, score, probabilities if emotions else None, mask, 30.0)


@pytest.mark.parametrize("emotions", [True, False])
def test_scores_file_reads_back_bit_identical(tmp_path: Path, emotions: bool) -> None:
    curves = make_curves(emotions=emotions)
    path = tmp_path / "a.scores.csv"
    path.write_text(tables.csv_text(tables.SCORE_COLUMNS, tables.score_rows(curves, np.arange(200) / 60)))
    read = score_files.read_curves(path)
    assert read.score.tobytes() == curves.score.tobytes()
    np.testing.assert_array_equal(read.frames, curves.frames)
    np.testing.assert_array_equal(read.mask, curves.mask)
    assert read.rate == pytest.approx(30.0)
    if emotions:
        np.testing.assert_array_equal(read.probabilities, curves.probabilities)
    else:
        assert read.probabilities is None


@pytest.mark.parametrize(
    "content",
    ["", "frame,time_s\n1,2\n", "not a table", "\x00\x01", "frame,time_s,spotting_score,mask\n"],
)
def test_foreign_scores_file_is_refused_with_a_sentence(tmp_path: Path, content: str) -> None:
    path = tmp_path / "b.csv"
    path.write_text(content)
    with pytest.raises(DatasetError, match=r"b\.csv"):
        score_files.read_curves(path)


def test_scores_out_of_order_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "c.csv"
    rows = list(tables.score_rows(make_curves(), np.arange(200) / 60))
    path.write_text(tables.csv_text(tables.SCORE_COLUMNS, rows[::-1]))
    with pytest.raises(DatasetError, match="rising order"):
        score_files.read_curves(path)


def test_unreadable_input_exits_2_with_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for command in (
        ["analyze", str(tmp_path / "missing.mp4"), "--out", str(tmp_path / "out")],
        ["decode", str(tmp_path / "missing.csv")],
        ["infer", "--features", str(tmp_path / "no.npz"), "--weights", "classical", "--out", str(tmp_path / "o.npz")],
        ["evaluate", "--truth", str(tmp_path / "t.csv"), "--predictions", str(tmp_path / "p.csv")],
        ["features", str(tmp_path / "missing.mp4"), "--out", str(tmp_path / "f.npz")],
        ["convert", str(tmp_path / "a.csv"), str(tmp_path / "b.csv"), "--from", "csv", "--to", "csv"],
    ):
        assert main(command) == 2, command
        printed = capsys.readouterr()
        assert printed.err.startswith("metst: ")
        assert len(printed.err.strip().splitlines()) == 1, printed.err
        assert "Traceback" not in printed.err


def test_every_command_has_help_with_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    for module in runner.COMMANDS:
        command = module.EXAMPLE.split()[1]
        with pytest.raises(SystemExit) as stopped:
            main([command, "--help"])
        assert stopped.value.code == 0
        assert f"Example: {module.EXAMPLE}" in capsys.readouterr().out.splitlines(), "on a line, to be copied"


def test_nothing_that_is_read_is_written_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one = tmp_path / "one.metst"
    one.write_bytes(b"SQLite format 3\0 and so on")
    link = tmp_path / "link.html"
    link.symlink_to(one)
    labels = tmp_path / "labels.csv"
    labels.write_text("subject,video,onset,apex,offset,emotion\ns,v,1,2,3,sad\n")
    features = tmp_path / "features.npz"
    np.savez(features, features=np.zeros((1, 10, 50)))
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    for command in (
        f"report {one} --out {one}",
        f"report {one} --out {link}",
        f"report {one} --out {tmp_path / 'other.metst'}",
        f"convert {labels} {labels} --from csv --to json",
        f"infer --features {features} --weights classical --out {features}",
        f"features {labels} --out {labels}",
    ):
        assert main(command.split()) == 2, command
        assert "choose another" in capsys.readouterr().err
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_picture_that_cannot_be_written_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "spNO.1" / "a" / "color" / "2.jpg").mkdir(parents=True)
    make = ["synthesize", "--out", str(tmp_path), "--subjects", "1", "--videos", "1", "--frames", "50"]
    assert main(make) == 2
    assert "cannot be written" in capsys.readouterr().err
    assert not (tmp_path / "labels.csv").exists()


def test_a_number_of_jobs_or_a_share_that_cannot_be_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for jobs in ("0", "-1", "x"):
        with pytest.raises(SystemExit) as stopped:
            main(["analyze", "v.mp4", "--out", str(tmp_path), "--jobs", jobs])
        assert stopped.value.code == 2
        assert f"“{jobs}” is no whole number from 1 on" in capsys.readouterr().err
    for option in (["--p", "7"], ["--p", "nan"], ["--landmark-file", str(tmp_path / "none.dat")]):
        assert main(["analyze", "v.mp4", "--out", str(tmp_path), *option]) == 2
        assert capsys.readouterr().err.startswith(f"metst: {option[0]}")


def test_bad_usage_exits_2(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["analyze"])
    assert stopped.value.code == 2


def test_decode_uses_the_stored_decoder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    score = np.zeros(200, np.float32)
    score[90:110] = 0.9
    curves = Curves(np.arange(200), score, None, np.zeros(200, np.uint8), 30.0)
    path = tmp_path / "v.scores.csv"
    path.write_text(tables.csv_text(tables.SCORE_COLUMNS, tables.score_rows(curves, np.arange(200) / 30)))
    for threshold, expected in ((0.5, 1), (0.95, 0)):
        config = AnalysisConfig(decoder=DecoderConfig(threshold=threshold))
        tables.write_json(tmp_path / "v.run.json", {"n_frames": 200, "config": config.to_dict()})
        assert main(["decode", str(path)]) == 0
        assert len(capsys.readouterr().out.strip().splitlines()) - 1 == expected


def decoder_arguments(**given: object) -> argparse.Namespace:
    return argparse.Namespace(**{"decoder": None, "threshold": None, "p": None, "k_p": None, "rule": None, **given})


def test_decoder_options_override_the_card() -> None:
    card = DecoderConfig(threshold=0.7)
    assert options.decoder_config(decoder_arguments(), card, "casme3") == card
    chosen = options.decoder_config(decoder_arguments(decoder="paper"), card, "sammlv")
    assert (chosen.name, chosen.k_p) == ("paper", 5)
    assert options.decoder_config(decoder_arguments(k_p=9, p=0.3), card, "casme3").k_p == 9
    chosen = options.decoder_config(decoder_arguments(decoder="prior_guided", rule="two_level"), card, "sammlv")
    assert (chosen.name, chosen.rule, chosen.k_p) == ("prior_guided", "two_level", 5)
    with pytest.raises(options.UsageError, match="threshold"):
        options.decoder_config(decoder_arguments(threshold=1.5), card, "casme3")


def test_configuration_survives_its_json_form() -> None:
    config = AnalysisConfig(k=30, decoder=DecoderConfig(name="paper", k_p=5))
    assert AnalysisConfig.from_dict(config.to_dict()) == config
    assert AnalysisConfig.from_dict(AnalysisConfig().to_dict()) == AnalysisConfig()


def test_proposal_rows_are_plain_numbers() -> None:
    proposal = Proposal("p12", 8, 12, 20, 0.75, Emotion.SURPRISE, (0.1, 0.1, 0.6, 0.1, 0.1), 2, "half_max")
    (row,) = tables.proposal_rows([proposal], subject="s1", video="v", model="m")
    named = dict(zip(tables.PROPOSAL_COLUMNS, row, strict=True))
    assert (named["onset"], named["apex"], named["offset"], named["emotion"]) == ("8", "12", "20", "surprise")
    assert named["quality_text"].startswith("reference frame moved")


def make_record(video: str, *, subject: str = "") -> Record:
    return Record(subject=subject, video=video, onset=1, apex=2, offset=3, emotion=None)


def test_predictions_without_subject_adopt_only_a_unique_one() -> None:
    truth = [make_record("a", subject="s1"), make_record("b", subject="s1"), make_record("b", subject="s2")]
    adopted = evaluate.adopt_subjects([make_record("a"), make_record("b"), make_record("c")], truth)
    assert [record.subject for record in adopted] == ["s1", "", ""]


def test_ctrl_c_is_one_sentence_even_while_the_program_is_imported(monkeypatch, capsys) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("engine.cli.runner.build_parser", interrupted)
    assert main(["demo"]) == 130
    monkeypatch.setitem(sys.modules, "engine.cli.runner", None)
    monkeypatch.setattr("builtins.__import__", interrupted)
    code = main(["demo"])
    monkeypatch.undo()
    assert code == 130
    assert capsys.readouterr().err.splitlines() == ["metst: stopped; files already written are complete."] * 2
