"""What the command line prints: a name in a message never breaks its line, nor gives the terminal orders."""

import ast
import json
import os
import shutil
from pathlib import Path

import numpy as np
import pytest

from engine import cli
from engine.cli import main
from engine.cli.terminal import line_text

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
EVIL = "\r\x1b[A\x1b[2Kline\nbreak\ttab\x07\u202e"
SHOWN = "\\r\\x1b[A\\x1b[2Kline\\nbreak\\ttab\\x07\\u202e"
LABELS = "subject,video,onset,apex,offset,emotion\ns,v,1,2,3,sad\ns,v,1,2,3.5,sad\n"


def lines(capsys: pytest.CaptureFixture[str]) -> list[str]:
    """All lines of both streams, each without what a name could have put there."""
    both = capsys.readouterr()
    found = (both.out + both.err).split("\n")
    assert not any(set(line) & set("\r\x1b\x07\t\u202e") for line in found)
    return [line for line in found if line]


def test_a_message_is_one_line() -> None:
    assert line_text(EVIL) == SHOWN
    assert line_text("plain “é” 中文") == "plain “é” 中文"
    assert line_text("\ud83d") == "\\ud83d"


ABSENT = {
    "analyze": ["{evil}.mp4", "--out", "{folder}/{evil}"],
    "features": ["{evil}.mp4", "--out", "{folder}/x.npz"],
    "infer": ["--features", "{folder}/{evil}.npz", "--weights", "classical", "--out", "{folder}/x.npz"],
    "decode": ["{evil}.csv"],
    "evaluate": ["--truth", "{evil}.csv", "--predictions", "{evil}.csv"],
    "convert": ["{evil}.csv", "{folder}/{evil}.json", "--from", "csv", "--to", "json"],
    "loso": ["{evil}", "--labels", "{evil}.csv", "--work", "{folder}/{evil}"],
    "train": ["{evil}", "--labels", "{evil}.csv", "--recipe", "paper", "--out", "{folder}/x.safetensors"],
    "reproduce": ["{evil}.npz", "--truth", "{evil}.csv"],
    "rerun": ["{evil}.run.json", "{evil}.mp4"],
    "project": ["{evil}.run.json", "--out", "{folder}/x.metst"],
    "verify": ["{evil}.metst"],
    "report": ["{evil}.metst", "--out", "{folder}/{evil}.html"],
    "synthesize": ["--out", "{folder}/plain/{evil}", "--videos", "1", "--subjects", "1"],
    "demo": ["--out", "{folder}/plain/{evil}.mp4", "--surplus", "{evil}"],
}


@pytest.mark.parametrize("name", ABSENT)
def test_the_refusal_of_a_file_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    (tmp_path / "plain").write_text("a file, so no folder")
    there = {"folder": str(tmp_path), "evil": EVIL}
    arguments = [one.format(**there) for one in ABSENT[name]]
    arguments[0] = arguments[0] if arguments[0].startswith("-") else f"{tmp_path}/{arguments[0]}"
    try:
        code: object = main([name, *arguments])
    except SystemExit as ended:  # how argparse ends
        code = ended.code
    assert code == 2
    told = [line for line in lines(capsys) if not line.startswith(("usage:", " "))]
    assert len(told) == 1
    assert SHOWN in told[0]


def test_what_is_converted_decoded_and_evaluated_is_said_in_lines(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / f"{EVIL}.csv"
    source.write_text(LABELS)
    target = ["--from", "csv", "--to", "srt", "--fps", "30"]
    assert main(["convert", str(source), str(tmp_path / f"{EVIL}.srt"), *target]) == 0
    told = lines(capsys)
    # An issue, the row that goes with it, the count of both, what SRT cannot carry, and what was written.
    assert len(told) == 5
    assert all(SHOWN in line for line in told)
    report = tmp_path / EVIL
    assert main(["evaluate", "--truth", str(source), "--predictions", str(source), "--report", str(report)]) == 0
    told = lines(capsys)
    assert sum(SHOWN in line for line in told) == 4 + len(list(report.iterdir()))
    scores = tmp_path / f"{EVIL}.scores.csv"
    bump = np.exp(-0.5 * ((np.arange(150) - 60) / 5.0) ** 2) * 0.95
    scores.write_text("frame,score\n" + "".join(f"{at},{value:.5f}\n" for at, value in enumerate(bump)))
    assert main(["decode", str(scores), "--threshold", "0.5"]) == 0
    told = lines(capsys)
    assert len(told) == 2
    assert SHOWN in told[1]
    assert main(["evaluate", "--truth", str(source), "--predictions", str(scores)]) == 0
    assert any(f"{SHOWN}.scores.csv: a score curve" in line for line in lines(capsys))
    shutil.rmtree(report)


def test_every_message_of_the_commands_goes_through_one_door() -> None:
    """`print` is left for JSON and tables, whose texts are escaped by the stream; all else is said by `say`."""
    folder = Path(cli.__file__).parent
    allowed = {"json.dumps", "map", "as_text", "loso.tables"}
    found = []
    for path in sorted(folder.glob("*.py")):
        if path.name == "terminal.py":
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print":
                calls = [ast.unparse(one.func) for one in ast.walk(node) if isinstance(one, ast.Call)]
                named = [one for one in ast.walk(node) if isinstance(one, ast.FormattedValue)]
                if named or not (allowed & set(calls) or ast.unparse(node.args[0]) == "STOPPED"):
                    found.append(f"{path.name}:{node.lineno} {ast.unparse(node)[:60]}")
    assert found == []


def test_json_on_stdout_is_still_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / f"{EVIL}.csv"
    source.write_text(LABELS.replace("s,v,1,2,3.5,sad\n", ""))
    assert main(["evaluate", "--truth", str(source), "--predictions", str(source), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)
