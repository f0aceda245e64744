"""A project in every form the file ever had opens with all that was decided, is verified, and its original is kept."""

import gzip
from pathlib import Path

import pytest

from engine.journal import SCHEMA, verify_project
from engine.types import OriginKind
from metst_gui.document.annotation import Annotation, Verdict
from metst_gui.document.document import AnnotationDocument
from metst_gui.document.file.backups import backups
from metst_gui.document.file.opening import Opened, open_project
from tests.conftest import ROOT

DATA = Path(__file__).parent / "data" / "forms"
JSON, RELEASE = "01-83bb18a", "1.0.0"
TABLES = sorted(path.name.partition(".metst")[0] for path in DATA.glob("[01]?-*.gz") if JSON not in path.name)

Row = tuple[int, int | None, int, str | None, str, str]


def unpacked(name: str, folder: Path) -> Path:
    """A project of that form, on its own in a folder."""
    path = folder / "case.metst"
    path.write_bytes(gzip.decompress((DATA / f"{name}.metst.gz").read_bytes()))
    return path


def document_of(opened: Opened) -> AnnotationDocument:
    document = AnnotationDocument()
    document.open(opened.store, opened.state)
    return document


def rows(document: AnnotationDocument) -> list[Row]:
    shown = document.view.annotations
    return [(one.onset, one.apex, one.offset, one.emotion, one.action_units, one.note) for one in shown]


def verdicts(document: AnnotationDocument) -> dict[str, tuple[Verdict, str]]:
    book = document.view.hand().book
    return {id_: (record.verdict, record.reason) for id_, record in book.verdicts.items()}


def test_there_is_one_of_every_form() -> None:
    assert len(TABLES) == 14
    told = (DATA / "README.md").read_text(encoding="utf-8")
    for path in DATA.glob("*.gz"):
        assert f"`{path.name.partition('.metst')[0]}`" in told


@pytest.mark.parametrize("name", TABLES)
def test_a_project_of_tables_opens_with_every_decision(qapp, tmp_path: Path, name: str) -> None:
    path = unpacked(name, tmp_path)
    before = verify_project(path)
    assert before.ok, before.problems
    opened = open_project(path)
    assert opened.remarks == ()
    document = document_of(opened)
    assert not document.ledger.read_only
    assert rows(document) == [(90, 100, 110, "fear", "", "'x' \"y\"\n"), (500, None, 520, None, "", "")]
    assert verdicts(document) == {"p100": (Verdict.ACCEPTED, ""), "p200": (Verdict.REJECTED, "blink")}
    assert (document.videos[0].subject, document.layer.name) == ("spNO.7", "名前 ✓")
    assert [one.apex for one in document.view.run.proposals] == [100, 200, 300]
    assert len(document.view.run.curves.score) == 1000
    moved = document.view.annotations[0]
    assert moved.origins.onset.kind is (OriginKind.HUMAN if name >= "11" else OriginKind.UNKNOWN), "never guessed"
    document.add(Annotation(onset=600, apex=None, offset=610))
    document.ledger.store.close()
    after = verify_project(path)
    assert after.ok
    assert after.heads[before.rows - 1] == before.head, "the journal goes on where it was"
    (kept,) = backups(path)
    copy = verify_project(kept)
    assert (copy.ok, copy.head, copy.state) == (True, before.head, before.state)


def test_a_project_in_json_is_converted_with_every_decision_and_its_original_kept(qapp, tmp_path: Path) -> None:
    path = unpacked(JSON, tmp_path)
    content = path.read_bytes()
    opened = open_project(path)
    assert "was converted" in opened.remarks[0]
    assert (tmp_path / "case.v1.json").read_bytes() == content
    document = document_of(opened)
    assert rows(document) == [
        (1, 2, 3, None, "", ""),
        (5, 10, 15, "surprise", "", ""),
        (30, None, 34, "fear", "", '"quoted"\nsecond line'),
        (36, 41, 47, "anger", "4+L12", "moved by hand"),
        (55, 57, 59, "happy", "", ""),
    ]
    assert verdicts(document) == {
        "p10": (Verdict.ACCEPTED, ""),
        "p25": (Verdict.REJECTED, "blink"),
        "p40": (Verdict.ACCEPTED, ""),
        "p52": (Verdict.UNSURE, ""),
    }
    assert [one.kind for one in document.view.annotations] == [None, None, "macro", None, None]
    assert [one.annotator for one in document.view.annotations] == [*["A. One"] * 4, "B. Two"]
    assert document.view.annotations[4].objective_class == "III"
    assert document.videos[0].decoder == {"name": "half_max", "threshold": 0.4}
    assert document.view.run.notes == ("A note of the run.",)
    document.ledger.store.close()
    assert verify_project(path).ok
    again = open_project(path)
    assert rows(document_of(again)) == rows(document)
    again.store.close()


def test_a_project_of_release_1_0_0_holds_all_that_was_said(qapp, tmp_path: Path) -> None:
    path = unpacked(RELEASE, tmp_path)
    before = verify_project(path)
    assert before.ok
    document = document_of(open_project(path))
    document.show_video(document.videos[0].id)
    assert rows(document) == [
        (95, 99, 110, "fear", "4+L12", "moved"),
        (500, None, 520, None, "", ""),
        (700, 700, 700, None, "", ""),
    ]
    assert verdicts(document) == {
        "p100": (Verdict.ACCEPTED, ""),
        "p200": (Verdict.REJECTED, "blink"),
        "p300": (Verdict.UNSURE, ""),
    }
    made = document.view.annotations[0]
    assert (made.modifiers, made.confidence, made.origins.apex.who) == ((("side", "left"),), 2, "A. One")
    assert document.view.annotations[2].point
    assert [(one.name, one.blind) for one in document.annotators] == [("A. One", False), ("B. Two", True)]
    assert [one.codes for one in document.coding.scheme.tiers] == [("easy", "hard")]
    assert [(one.first, one.last, one.code) for one in document.coding.marks.values()] == [(400, 450, "hard")]
    assert document.view.artefacts == ((800, 820),)
    assert document.statements.face(document.videos[0].id) == (12.5, 40.0)
    assert document.statements.completion.looked == 0.5
    assert (document.statements.dataset, document.statements.definition.form()["max_length_s"]) == ("samm_lv", 0.4)
    (decided,) = document.adjudications.all
    assert (decided.choice, decided.onset, decided.emotion, decided.reason) == ("own", 95, "fear", "seen twice")
    document.show_video(document.videos[1].id)
    assert rows(document) == [(295, 300, 310, None, "", "")]
    document.ledger.store.close()
    assert verify_project(path).ok


def test_the_page_on_the_file_has_the_promise_and_every_schema() -> None:
    page = (ROOT / "docs" / "reference" / "project-file.md").read_text(encoding="utf-8")
    assert "**The promise.**" in page
    for number in range(1, SCHEMA + 1):
        assert f"\n| {number} |" in page
