"""All that was said in a case, one entry an interval: of everybody whose work may be seen, and of nobody else."""

from dataclasses import replace
from pathlib import Path

import pytest

from engine.clock import steady
from engine.types import Emotion
from metst_gui.document.annotation import Annotation
from metst_gui.document.case_entries import case_entries
from metst_gui.document.document import AnnotationDocument
from metst_gui.document.file.opening import new_project
from tests.document.factory import VIDEO, make_proposal, make_run


@pytest.fixture
def case(tmp_path):
    """Anna judged three proposals of the first video; Ben, who works blind, drew one interval in the second."""
    opened = new_project(tmp_path / "case.metst")
    document = AnnotationDocument()
    document.open(opened.store, opened.state)
    document.annotators.rename("Anna")
    first, second = (
        document.videos.add(replace(VIDEO, path=Path(f"/v/{n}.mp4"), fast=str(n) * 64), name=f"v{n}", subject=f"S{n}")
        for n in range(2)
    )
    document.show_video(first)
    proposals = make_proposal(100, emotion=Emotion.SURPRISE), make_proposal(200), make_proposal(300)
    document.set_run(make_run(*proposals))
    document.accept(proposals[0])
    document.reject(proposals[1], "blink")
    document.unsure(proposals[2])
    document.annotators.add("Ben", blind=True)
    document.show_video(second)
    document.add(Annotation(onset=30, apex=None, offset=59, action_units="R12+4", note="smiles"))
    document.annotators.use("1")
    yield document
    opened.store.close()


def told(document) -> list[tuple]:
    return [(one.video_name, one.annotator, one.kind, one.said, one.onset, one.note) for one in case_entries(document)]


def test_everything_is_listed_for_one_who_may_see_it(case) -> None:
    assert told(case) == [
        ("v0", "Anna", "annotation", "accepted", 95, ""),
        ("v0", "Anna", "proposal", "rejected", 195, "blink"),
        ("v0", "Anna", "proposal", "unsure", 295, ""),
        ("v1", "Ben", "annotation", "drawn", 30, "smiles"),
    ]
    first, last = case_entries(case)[0], case_entries(case)[-1]
    assert (first.emotion, first.hint, first.no_emotion) == ("surprise", True, False)
    assert (last.seconds, last.length_s, last.action_units, last.subject) == (1.0, 1.0, "R12+4", "S1")
    case.videos.clocks[case.videos[1].id] = steady(15.0)
    assert case_entries(case)[-1].seconds == 2.0, "by its own clock, once that is known"


def test_one_who_works_blind_sees_their_own_alone(case) -> None:
    case.annotators.use("2")
    assert told(case) == [("v1", "Ben", "annotation", "drawn", 30, "smiles")]


def test_a_blind_look_hides_verdicts_and_what_the_model_set(case) -> None:
    case.view.veil(True, frame=0)
    assert [(one.said, one.emotion, one.kind) for one in case_entries(case)] == [
        ("", None, "annotation"),
        ("drawn", None, "annotation"),
    ]
