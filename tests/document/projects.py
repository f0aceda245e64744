"""A project with some history, for tests of its file."""

import shutil
from pathlib import Path

from metst_gui.document.annotation import Annotation
from metst_gui.document.document import AnnotationDocument
from metst_gui.document.file.opening import new_project
from tests.document.factory import VIDEO, make_proposal, make_run


def make_document(path: Path, *, videos: int = 1) -> AnnotationDocument:
    """An open project with a run and undecided proposals in each video; the first video is current."""
    opened = new_project(path)
    document = AnnotationDocument()
    document.open(opened.store, opened.state)
    for number in range(videos):
        document.show_video(document.videos.add(VIDEO, name=f"v{number}"))
        proposals = (make_proposal(100), make_proposal(200), make_proposal(300))
        document.set_run(make_run(*proposals, run_id=f"r{number}"))
    document.show_video(document.videos[0].id)
    return document


def make_history(path: Path) -> None:
    """A closed project with verdicts, edits, an undo, an import and a note."""
    document = make_document(path)
    document.videos.name(subject="spNO.7")
    document.annotators.rename("名前 ✓")
    document.accept(document.view.proposals[0], emotion="fear", chosen=True)
    document.reject(document.view.proposals[1], "blink")
    document.unsure(document.view.proposals[2])
    document.history.undo()
    document.change(document.view.annotations[0].id, onset=90, note="'x' \"y\"\n")
    document.add(Annotation(onset=400, apex=410, offset=420, action_units="R12+4"))
    document.import_annotations([Annotation(onset=500, apex=None, offset=520)], source={"file": "a.csv"})
    document.delete(document.view.annotations[1].id)
    document.ledger.note("export", {"file": "b.csv", "sha256": "0" * 64})
    document.ledger.store.close()


def copy_of(path: Path, to: Path) -> Path:
    """A second copy of a closed project."""
    shutil.copyfile(path, to)
    return to
