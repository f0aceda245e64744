"""A video that one of two copies removed comes back from the other, whole, and with what was said of it since."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from engine.journal import verify_project
from engine.journal.merge_files import merge_projects
from metst_gui.document.annotation import Annotation
from metst_gui.document.document import AnnotationDocument
from metst_gui.document.file.opening import new_project, open_project
from tests.document.factory import VIDEO, make_proposal, make_run


def opened(path: Path) -> AnnotationDocument:
    found = open_project(path)
    document = AnnotationDocument()
    document.open(found.store, found.state)
    return document


@pytest.fixture
def copies(tmp_path):
    """Two copies of a project of two analysed videos; the first no longer has the second video. Returns its id too."""
    first, second = tmp_path / "first.metst", tmp_path / "second.metst"
    made = new_project(first)
    document = AnnotationDocument()
    document.open(made.store, made.state)
    document.annotators.rename("Anna")
    ids = []
    for n in range(2):
        ref = replace(VIDEO, path=Path(f"/v/{n}.mp4"), fast=str(n) * 64, sha256=str(n) * 64)
        ids.append(document.videos.add(ref, name=f"v{n}"))
        document.show_video(ids[-1])
        document.set_run(make_run(make_proposal(100), make_proposal(200), run_id=f"r{n}"))
        document.accept(make_proposal(100))
        document.statements.set_artefacts([(5, 9)])
    made.store.close()
    shutil.copyfile(first, second)
    document = opened(first)
    document.show_video(ids[0])
    document.videos.remove([ids[1]])
    document.ledger.store.close()
    return first, second, ids[1]


def merged(one: Path, other: Path, out: Path) -> AnnotationDocument:
    merge_projects(one, other, out)
    found = verify_project(out)
    assert found.ok, found.problems
    return opened(out)


def test_it_is_there_whichever_is_named_first(copies, tmp_path) -> None:
    first, second, gone = copies
    told = []
    for number, pair in enumerate(((first, second), (second, first))):
        document = merged(*pair, tmp_path / f"out{number}.metst")
        document.show_video(gone)
        assert document.view.run is not None, "with its curves"
        told.append((document.view.annotations, dict(document.view.verdicts), document.view.artefacts))
        document.ledger.store.close()
    assert told[0] == told[1]
    assert [len(told[0][0]), len(told[0][1]), told[0][2]] == [1, 1, ((5, 9),)]


def test_what_the_other_said_since_is_there_too(copies, tmp_path) -> None:
    first, second, gone = copies
    document = opened(second)
    document.show_video(gone)
    document.add(Annotation(onset=500, apex=None, offset=520))
    document.ledger.store.close()
    document = merged(first, second, tmp_path / "out.metst")
    document.show_video(gone)
    assert [one.onset for one in document.view.annotations] == [95, 500]
    document.ledger.store.close()


def test_what_both_removed_stays_away(copies, tmp_path) -> None:
    first, second, gone = copies
    document = opened(second)
    document.show_video(document.videos[0].id)
    document.videos.remove([gone])
    document.ledger.store.close()
    document = merged(first, second, tmp_path / "out.metst")
    assert [one.name for one in document.videos] == ["v0"]
    document.ledger.store.close()
