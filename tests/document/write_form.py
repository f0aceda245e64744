"""Writes a project that holds something of everything, in the form of this version, as data for later ones.

Run at a release, from the root of the checkout, and commit what it wrote; tests/document/test_older_forms.py opens it
from then on:  python -m tests.document.write_form tests/document/data/forms/VERSION.metst.gz
"""

import gzip
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from engine.coding_scheme import CodingScheme, Modifier, Tier
from engine.definitions import custom
from metst_gui.document.annotation import Annotation
from metst_gui.document.document import AnnotationDocument
from metst_gui.document.project import Decision
from tests.document.factory import VIDEO, make_proposal
from tests.document.projects import make_document

SIDE = Modifier("side", ("left", "right"))
QUESTION = Tier("q", "question", codes=("easy", "hard"))
SCHEME = CodingScheme("own", ("joy", "fear"), (SIDE,), (QUESTION,))


def say(document: AnnotationDocument) -> None:
    """One of everything that can be said, by two annotators, of two videos."""
    first, second, third = document.view.proposals
    document.annotators.rename("A. One")
    document.videos.name(subject="S1", video_name="first")
    document.statements.set_conventions(definition=custom(0.4, None), dataset="samm_lv")
    document.coding.set_scheme(SCHEME)
    document.accept(first, emotion="fear", chosen=True)
    made = document.view.annotation_of(first.id)
    assert made is not None
    document.change(made.id, apex=99, action_units="4+L12", note="moved", confidence=2, modifiers=(("side", "left"),))
    document.reject(second, "blink")
    document.statements.set_emotion_draft(third.id, "joy")
    document.unsure(third)
    document.add(Annotation.of_moment(700, annotator="A. One"))
    document.import_annotations([Annotation(500, None, 520)], source={"file": "coder.csv"})
    document.coding.add(QUESTION, 400, 450, "hard")
    document.statements.set_artefacts([(800, 820)])
    document.statements.choose_face(first_video(document), (12.5, 40.0))
    document.statements.complete(looked=0.5, not_looked=((0, 9),), not_analysed=())
    document.annotators.use(document.annotators.add("B. Two", blind=True))
    document.add(Annotation(onset=96, apex=None, offset=112, emotion="joy", kind="macro", annotator="B. Two"))
    own = document.view.annotations[0]
    document.annotators.use("1")
    told = Decision("d" * 32, first_video(document), made.id, own.id, "own", "seen twice", "C. Three", "", 95, 99, 111)
    document.adjudications.decide(replace(told, emotion="fear"))


def first_video(document: AnnotationDocument) -> str:
    """Id of the first video."""
    return document.videos[0].id


def write(path: Path) -> None:
    """Write the project, packed."""
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "form.metst"
        document = make_document(plain, videos=2)
        document.videos.relink(document.videos[1].id, replace(VIDEO, fast="f" * 64, sha256="c" * 64))
        document.show_video(document.videos[1].id)
        document.accept(make_proposal(300))
        document.show_video(document.videos[0].id)
        say(document)
        document.ledger.store.close()
        path.write_bytes(gzip.compress(plain.read_bytes(), 9, mtime=0))


if __name__ == "__main__":
    application = QCoreApplication([])
    write(Path(sys.argv[1]))
