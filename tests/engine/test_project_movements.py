"""Movements like one, over the videos of a project: of the same action units first, and the same event left out."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from benchmarks.honesty import run_with
from engine.explain.project_movements import Known, movements_like
from engine.explain.similar import LEAST_SIGMA
from metst_gui.document.annotation import Annotation
from tests.document.factory import make_proposal
from tests.document.projects import make_document


@pytest.fixture(scope="module")
def case(qapp, tmp_path_factory) -> tuple[Path, list[str], dict[str, str], tuple[int, int | None, int]]:
    """Two videos with planted movements: file, ids of the videos, action units by annotation, bounds of the first."""
    path = tmp_path_factory.mktemp("case") / "p.metst"
    document = make_document(path, videos=2)
    videos, units, first = [one.id for one in document.videos], {}, (0, None, 0)
    for number, video in enumerate(videos):
        document.show_video(video)
        run, labels, names = run_with(np.random.default_rng(number), 30)
        proposal = make_proposal(labels[1].apex, before=3, after=4)
        document.set_run(replace(run, id=f"m{number}", proposals=(proposal,)))
        for one, name in zip(labels, names, strict=True):
            added = Annotation(one.onset, one.apex, one.offset, id=f"{number}{one.key}")
            document.add(added)
            units[added.id] = name
            first = (one.onset, one.apex, one.offset) if added.id == "0e0" else first
    document.ledger.store.close()
    return path, videos, units, first


def test_the_same_units_of_all_videos_come_first(case) -> None:
    path, videos, units, first = case
    known: Known = {}
    found = movements_like(path, videos[0], first, layers={"1"}, own_layer="1", known=known)
    assert found.asked is not None
    assert found.asked.sigma > LEAST_SIGMA
    assert "0e0" not in {one.movement.id for one in found.found}
    assert found.videos == 2
    kinds = {one.movement.kind for one in found.found}
    assert kinds == {"annotation", "proposal"}
    likeness = [one.likeness for one in found.found]
    assert likeness == sorted(likeness, reverse=True)
    of_units = {one.movement.id: one.likeness for one in found.found if one.movement.kind == "annotation"}
    same = [likeness for id_, likeness in of_units.items() if units[id_] == units["0e0"]]
    others = [likeness for id_, likeness in of_units.items() if units[id_] != units["0e0"]]
    assert same
    assert np.mean(same) > np.mean(others) + 0.2
    n = len(known)
    again = movements_like(path, videos[0], first, layers={"1"}, own_layer="1", known=known)
    assert len(known) == n
    assert [one.movement.key for one in again.found] == [one.movement.key for one in found.found]


def test_what_may_not_be_seen_is_not_compared(case) -> None:
    path, videos, _, first = case
    found = movements_like(path, videos[0], first, layers=(), own_layer="1", with_proposals=False)
    assert found.compared == 0
    assert found.found == ()
