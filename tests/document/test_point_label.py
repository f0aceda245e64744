"""A point label in the document: moved, made an interval, undone, kept in the file, exported and read again."""

from pathlib import Path

import pytest

import engine as metst
from engine.clock import Rate
from engine.datasets import read_records, write_records
from engine.datasets.records import EXTENT, POINT
from engine.definitions import CASME3
from engine.origins import OF_POINT
from engine.types import OriginKind
from metst_gui.desk.bounds import moved
from metst_gui.document.annotation import Annotation, flip_margin
from metst_gui.document.export import from_records, to_records
from metst_gui.document.file.opening import open_project
from metst_gui.document.run_against_labels import compare_with_truth
from tests.document.projects import make_document

pytestmark = pytest.mark.document


def test_its_length_is_nobodys_statement() -> None:
    one = Annotation.of_moment(40, annotator="Ann")
    assert one.bounds == (40, 40, 40)
    assert (one.origins.onset, one.origins.offset) == (OF_POINT, OF_POINT)
    word, whence = one.told_kind(Rate(30), CASME3)
    assert (word, whence.kind) == ("micro", OriginKind.ASSUMED)
    assert flip_margin(one, Rate(30), CASME3) is None
    assert not Annotation(40, 41, 42, point=True).point


def test_it_moves_whole_until_an_end_is_stated(tmp_path: Path) -> None:
    path = tmp_path / "case.metst"
    document = make_document(path)
    document.annotators.rename("Ann")
    document.add(Annotation.of_moment(40, annotator="Ann"))
    (one,) = document.view.annotations
    assert (one.origins.apex.kind, one.origins.onset) == (OriginKind.HUMAN, OF_POINT)
    onset, apex, offset = moved(one, "apex", 55)
    document.change(one.id, onset=onset, apex=apex, offset=offset)
    one = document.view.annotation(one.id)
    assert (one.bounds, one.point, one.origins.onset) == ((55, 55, 55), True, OF_POINT)
    onset, apex, offset = moved(one, "onset", 50)
    document.change(one.id, stated=["onset"], onset=onset, apex=apex, offset=offset)
    one = document.view.annotation(one.id)
    assert (one.bounds, one.point) == ((50, 55, 55), False)
    assert (one.origins.onset.kind, one.origins.offset) == (OriginKind.HUMAN, OF_POINT)
    document.history.undo()
    assert document.view.annotation(one.id).point
    document.ledger.store.close()
    opened = open_project(path)
    opened.store.close()
    (kept,) = [one for book in opened.state.books.values() for one in book.annotations.values()]
    assert kept.point
    assert kept.origins == document.view.annotation(one.id).origins
    row = metst.read_project(path).annotations().iloc[0]
    assert (row["point"], row["onset_origin"], row["kind_origin"]) == (True, "assumed", "assumed")


def test_it_is_exported_and_imported_as_what_it_is(tmp_path: Path) -> None:
    document = make_document(tmp_path / "case.metst")
    document.add(Annotation.of_moment(40))
    (record,) = to_records(document.project)
    assert record.extra[EXTENT] == POINT
    for name, file in (("csv", "a.csv"), ("elan", "a.eaf"), ("nwb", "a.nwb")):
        write_records(tmp_path / file, [record], format=name, fps=30)
        found, refused = from_records(read_records(tmp_path / file).records, file_name=file, n_frames=1000)
        assert refused == []
        assert [(one.point, one.bounds, one.origins.onset) for one in found] == [(True, (40, 40, 40), OF_POINT)]
    document.ledger.store.close()


@pytest.mark.parametrize(("moment", "result"), [(100, "TP"), (94, "FN"), (111, "FN")])
def test_a_proposal_around_its_moment_hits_it(tmp_path: Path, moment: int, result: str) -> None:
    document = make_document(tmp_path / "case.metst")
    layer = document.annotators.add("labels", blind=False)
    document.add(Annotation.of_moment(moment))
    document.annotators.use("1")
    found = compare_with_truth(document, layer, protocol="metst_no_dummy")
    assert found.report.tp == (result == "TP")
    assert result in {one.result for one in found.findings}
    document.ledger.store.close()
