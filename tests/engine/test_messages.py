"""What is said to a person is a template with its values, wherever it goes."""

import ast
import json
import pickle
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from engine.errors import SourceError
from engine.messages import Said, listed, sentence_from, sentence_to

ROOT = Path(__file__).resolve().parents[2]
WHY = Said("no face in {n:.1f} s", n=2.25)
NESTED = Said("“{name}”: {why} ({parts})", name="a", why=WHY, parts=["x", Said("cut in the video")])


def test_a_sentence_reads_as_its_english() -> None:
    assert NESTED == "“a”: no face in 2.2 s (x, cut in the video)"
    assert {NESTED: 1}["“a”: no face in 2.2 s (x, cut in the video)"] == 1
    assert Said("a brace { alone") == "a brace { alone"
    assert Said("{n:,} frames, {share:.0%}", n=np.int64(1200), share=np.float32(0.625)) == "1,200 frames, 62%"
    assert Said("{a} {b} {c}", a=Path("x/y"), b=Fraction(30000, 1001), c=np.float32(0.1)) == "x/y 30000/1001 0.1"


def test_it_survives_an_error_a_string_and_a_pipe() -> None:
    for said in (str(SourceError(NESTED)), str(NESTED), pickle.loads(pickle.dumps(NESTED))):
        assert isinstance(said, Said)
        assert (said, said.template, said.values) == (NESTED, NESTED.template, NESTED.values)
        assert isinstance(said.values["why"], Said)


def test_it_survives_a_file() -> None:
    stored = json.loads(json.dumps(sentence_to(NESTED)))
    assert (stored["text"], stored["template"]) == (NESTED, NESTED.template)
    said = sentence_from(stored)
    assert isinstance(said, Said)
    assert (said, said.values) == (NESTED, NESTED.values)
    assert isinstance(said.values["why"], Said)
    assert (
        sentence_to("as older versions wrote it")
        == sentence_from("as older versions wrote it")
        == "as older versions wrote it"
    )


@pytest.mark.parametrize(
    "stored", [3, None, [], {}, {"text": 1, "template": "", "values": {}}, {"text": "", "template": "", "values": []}]
)
def test_what_is_no_sentence_is_refused(stored: object) -> None:
    with pytest.raises(ValueError, match="no sentence"):
        sentence_from(stored)


def test_a_stored_template_is_never_filled_in_english() -> None:
    stored = {"text": "short", "template": "{n:>999999999}", "values": {"n": 1}}
    assert sentence_from(stored) == "short"


def _is_sentence(node: ast.expr) -> bool:
    """A literal or f-string that ends like a sentence."""
    last = node.values[-1] if isinstance(node, ast.JoinedStr) and node.values else node
    return isinstance(last, ast.Constant) and str(last.value).rstrip().endswith((".", "!", "?"))


def test_every_error_of_the_engine_and_the_document_is_said() -> None:
    rooms = ("engine", "metst_gui/document", "metst_gui/playback", "metst_gui/inference")
    paths = [path for room in rooms for path in (ROOT / room).rglob("*.py")]
    plain = [
        f"{path.relative_to(ROOT).as_posix()}:{node.lineno}"
        for path in paths
        if not path.relative_to(ROOT).as_posix().startswith(("engine/cli/", "engine/training/"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call)
        if any(_is_sentence(one) for one in node.exc.args)
    ]
    assert plain == [], 'raise SomeError(Said("… {name} …", name=name)); training and command line speak English only'


def test_words_as_a_list() -> None:
    assert listed(["a", "b"]) == "a, b"
    assert listed([]) == ""
