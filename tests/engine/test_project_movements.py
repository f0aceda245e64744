"""Movements like one, over the videos of a project: of the same action units first, and the same event left out."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from benchmarks.honesty import run_with
from engine.explain.project_movements import AskedInterval, Known, movements_like
from engine.explain.similar import LEAST_SIGMA
from engine.planted.responses import responses
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


def test_what_moves_alike_is_found_in_all_videos(case) -> None:
    path, videos, units, first = case
    known: Known = {}
    found = movements_like(path, AskedInterval(videos[0], *first), layers={"1"}, own_layer="1", known=known)
    assert found.asked is not None
    assert found.asked.sigma > LEAST_SIGMA
    assert "0e0" not in {one.movement.id for one in found.found}
    assert found.videos == 2
    assert found.compared + found.unmeasured == len(units) - 1 + 2, "the annotations but for the one, and two proposals"
    likeness = [one.likeness for one in found.found]
    assert likeness == sorted(likeness, reverse=True)
    region = {one.units: one.region for one in responses()}
    listed = [region[units[one.movement.id]] for one in found.found if one.movement.kind == "annotation"]
    assert len(listed) >= 3
    assert set(listed) == {region[units["0e0"]]}
    assert found.found[0].likeness > 0.9
    n = len(known)
    again = movements_like(path, AskedInterval(videos[0], *first), layers={"1"}, own_layer="1", known=known)
    assert len(known) == n
    assert [one.movement.key for one in again.found] == [one.movement.key for one in found.found]


def test_what_may_not_be_seen_is_not_compared(case) -> None:
    path, videos, _, first = case
    found = movements_like(path, AskedInterval(videos[0], *first, shown=()), layers=(), own_layer="1")
    assert found.compared == 1, "the proposal of the other video"
