"""Damaged project files: said, never empty, never touched, and recovered as far as they can be read."""

import random
from pathlib import Path

import pytest

from engine.journal import verify_project
from metst_gui.document.annotation import Annotation
from metst_gui.document.document import AnnotationDocument
from metst_gui.document.file.errors import DamagedProjectError, ProjectFileError
from metst_gui.document.file.opening import open_project
from metst_gui.document.file.snapshots import read_project
from tests.document.projects import make_document, make_history

pytestmark = pytest.mark.usefixtures("qapp")
MANY = 60


@pytest.fixture(scope="module")
def good(tmp_path_factory, qapp) -> bytes:
    """A project with many annotations, so that most of the file means something."""
    path = tmp_path_factory.mktemp("good") / "a.metst"
    document = make_document(path)
    for number in range(MANY):
        document.add(Annotation(onset=number, apex=number + 1, offset=number + 9, note="a note"))
    document.reject(document.view.proposals[0])
    document.ledger.store.close()
    return path.read_bytes()


def contents(opened) -> tuple:
    document = AnnotationDocument()
    document.open(opened.store, opened.state)
    if document.videos:
        document.show_video(document.videos[0].id)
    return document.view.annotations, dict(document.project.verdicts)


def survive(folder: Path, damaged: bytes, expected: tuple) -> str:
    """What happened: ``"same"``, ``"recovered"`` or ``"refused"``; anything else is a failure."""
    path = folder / "a.metst"
    path.write_bytes(damaged)
    try:
        opened = open_project(path)
    except ProjectFileError as error:
        sentence = str(error)
    else:
        return after_opening(opened, path, damaged, expected)
    assert "a.metst" in sentence
    assert sentence.endswith(".")
    assert path.read_bytes() == damaged
    return "refused"


def after_opening(opened, path: Path, damaged: bytes, expected: tuple) -> str:
    found = contents(opened)
    opened.store.close()
    if opened.store.path == path:
        assert found == expected
        return "same"
    assert path.read_bytes() == damaged, "the damaged file stays as it is"
    assert "is damaged and was left as it is" in opened.remarks[0]
    assert found[0] or found[1]
    assert set(found[0]) <= set(expected[0]) or len(found[0]) <= len(expected[0])
    assert verify_project(opened.store.path).ok
    return "recovered"


def outcomes(good: bytes, tmp_path: Path, trials: int, *, cut: bool) -> list[str]:
    first = tmp_path / "first"
    first.mkdir()
    (first / "a.metst").write_bytes(good)
    expected = contents_of(first / "a.metst")
    rng, seen = random.Random(3), []
    for trial in range(trials):
        bad = bytearray(good)
        if cut:
            del bad[rng.randrange(len(bad)) :]
        else:
            bad[rng.randrange(len(bad))] ^= 1 << rng.randrange(8)
        folder = tmp_path / f"{cut}{trial}"
        folder.mkdir()
        seen.append(survive(folder, bytes(bad), expected))
    return seen


def contents_of(path: Path) -> tuple:
    opened = open_project(path)
    found = contents(opened)
    opened.store.close()
    return found


@pytest.mark.slow
def test_a_flipped_bit_costs_at_most_what_it_hit(good, tmp_path) -> None:
    seen = outcomes(good, tmp_path, 40, cut=False)
    assert seen.count("recovered") > 10
    assert seen.count("refused") <= 2


def test_a_cut_file_gives_what_is_left_or_a_sentence(good, tmp_path) -> None:
    seen = outcomes(good, tmp_path, 20, cut=True)
    assert "same" not in seen
    assert seen.count("recovered") >= 1


def test_a_flip_in_an_annotation_is_mended_from_the_journal(tmp_path) -> None:
    path = tmp_path / "a.metst"
    make_history(path)
    expected = read_project(path)
    content = path.read_bytes()
    position = content.rindex(b'"action_units":"R12+4"', 0, content.rindex(b"annotations/"))
    for at in (position, content.index(b'"reason":"blink"')):
        bad = bytearray(content)
        bad[at + 2] ^= 0x80
        path.write_bytes(bytes(bad))
        opened = open_project(path)
        found = contents(opened)
        opened.store.close()
        assert opened.store.path.name.startswith("a-recovered")
        assert found == (expected.annotations, dict(expected.verdicts)), "nothing is lost to one flipped bit"
        assert path.read_bytes() == bytes(bad)


def test_a_project_nothing_can_be_read_of_is_refused(good, tmp_path) -> None:
    path = tmp_path / "a.metst"
    path.write_bytes(good[:16] + b"\xff" * (len(good) - 16))
    with pytest.raises(DamagedProjectError, match="open a backup copy"):
        open_project(path)
    assert list(tmp_path.iterdir()) == [path]


def test_a_tampered_project_is_not_opened_as_if_nothing_were(tmp_path) -> None:
    import sqlite3
    from contextlib import closing

    path = tmp_path / "a.metst"
    make_history(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE annotations SET data = replace(data, 'fear', 'happy')")
        connection.commit()
    with pytest.raises(DamagedProjectError, match="differ from what the journal says"):
        open_project(path, recover=False)
    opened = open_project(path)
    opened.store.close()
    assert "-recovered" in opened.store.path.name
