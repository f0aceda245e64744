"""Projects and documents to edit and compare, and the acts on them."""

import json
from dataclasses import replace
from pathlib import Path

from engine.journal import connect_readonly
from engine.types import Emotion
from metst_gui.document.annotation import Annotation, Verdict, VerdictRecord
from metst_gui.document.document import AnnotationDocument
from metst_gui.document.project import Project
from tests.document.factory import VIDEO, make_proposal, make_run


def journal(path: Path) -> list[tuple[str, dict]]:
    """Action and what is after it, row by row."""
    with connect_readonly(path) as connection:
        rows = connection.execute("SELECT action, after FROM journal ORDER BY rowid").fetchall()
    return [(action, json.loads(after)) for action, after in rows]


def perform(document: AnnotationDocument, name: str, which: int, number: int) -> None:
    proposal = document.view.proposals[which % len(document.view.proposals)]
    annotations = document.view.annotations
    chosen = annotations[number % len(annotations)] if annotations else None
    if name == "accept":
        document.accept(proposal, emotion="fear" if number % 2 else None, chosen=bool(number % 3))
    elif name in ("reject", "unsure"):
        getattr(document, name)(proposal)
    elif name == "clear":
        document.clear_verdict(proposal)
    elif name == "add":
        document.add(Annotation(onset=number, apex=number + which, offset=number + 9))
    elif name == "import":
        document.import_annotations([Annotation(onset=number, apex=None, offset=number + 3)])
    elif chosen is not None and name == "move":
        document.change(chosen.id, onset=number, apex=None, offset=number + 4, drag=("d", which) if which else None)
    elif chosen is not None and name == "delete":
        document.delete(chosen.id)
    elif chosen is not None:
        document.change(chosen.id, emotion=("anger", None)[which % 2], note=str(number))


def full_project() -> Project:
    proposal = make_proposal(100, emotion=Emotion.SURPRISE)
    return Project(
        video=VIDEO,
        subject="spNO.1",
        video_name="a",
        annotator="名前 ✓",
        annotations=(Annotation(onset=1, apex=None, offset=9, action_units="R12+4", note='"quoted"\n'),),
        verdicts={proposal.id: VerdictRecord(Verdict.REJECTED, proposal, "blink", "A", "2026-01-01T00:00:00Z")},
        run=make_run(proposal),
        decoder={"name": "half_max", "threshold": 0.4},
        extra={"future": [1, 2]},
    )


def assert_same(first: Project, second: Project) -> None:
    for name in Project.__slots__:
        if name not in ("run", "verdicts"):
            assert getattr(first, name) == getattr(second, name), name
    assert dict(first.verdicts) == dict(second.verdicts)
    assert (first.run is None) == (second.run is None)
    if first.run is not None:
        assert replace(first.run, curves=None) is not None
        for name in ("id", "model", "model_digest", "settings", "proposals", "versions", "timings", "notes"):
            assert getattr(first.run, name) == getattr(second.run, name), name
        for name in ("frames", "score", "mask"):
            assert getattr(first.run.curves, name).tobytes() == getattr(second.run.curves, name).tobytes()
