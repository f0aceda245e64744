"""A second run beside the current one: its curve, the difference, the agreement, and what only one of them found."""

import numpy as np
import pandas as pd
import pytest

from engine.foreign.mapping import TableMapping
from engine.foreign.table import read_table
from engine.types import Curves
from metst_gui.document.run_pair import RunPair, difference, run_pair
from metst_gui.labels import bring_in
from metst_gui.queue.row_text import row_words
from tests.document.factory import make_proposal
from tests.e2e.fakes import PULSES
from tests.kit.windows import open_and_analyse


def curves(frames: list[int], score: list[float]) -> Curves:
    n = len(frames)
    return Curves(np.array(frames), np.array(score, np.float32), None, np.zeros(n, np.uint8), 30.0)


def test_the_difference_is_taken_at_the_nearest_sample() -> None:
    first = curves(list(range(8)), [0.5] * 8)
    found = difference(first, curves([0, 2, 4], [0.1, float("nan"), 0.3]), "d")
    assert found is not None
    np.testing.assert_allclose(found.numbers, [0.4, 0.4, np.nan, np.nan, 0.2, 0.2, 0.2, np.nan], atol=1e-6)
    assert difference(first, curves([100, 101], [0.1, 0.1]), "d") is None


def test_matched_proposals_are_counted_one_to_one() -> None:
    first = [make_proposal(10), make_proposal(50)]
    assert run_pair(first, [make_proposal(11), make_proposal(200)]) == RunPair(2, 2, 1)
    assert run_pair(first, []).share == 0.0
    assert run_pair([], []).share == 1.0


@pytest.fixture
def window(desk, qtbot, clip, tmp_path):
    """The analysis found four pulses; the file's scores find the first of them, and something else."""
    window = desk()
    open_and_analyse(window, qtbot, clip)
    score = np.full(240, 0.1)
    for onset, offset in (PULSES[0], (180, 195)):
        score[onset : offset + 1] = 0.9
    pd.DataFrame({"frame": range(240), "score": score}).to_csv(tmp_path / "theirs.csv", index=False)
    desk_ = window.desk
    table = read_table(tmp_path / "theirs.csv")
    bring_in.bring_table(desk_, table, TableMapping("frame0", "frame", (), "score"), desk_.session.info)
    return window


def action(window, text: str):
    return next(one for one in window.features.lanes.menu().actions() if one.text().startswith(text))


def test_a_second_run_is_drawn_compared_and_can_change_places(window) -> None:
    document, timeline = window.desk.document, window.timeline
    theirs = document.view.run
    assert [(one.onset, one.offset) for one in document.view.proposals] == [(30, 45), (180, 195)]
    action(window, "Classical spotter").trigger()
    assert len(timeline.plots.second_curves._store) == 240
    window.desk.playback.seek(190)
    assert any("0.90 ╌ 0.10" in line.text for line in timeline.gutter.lines("score"))
    (row,) = timeline.brought.rows
    assert row.name == "less Classical spotter (no training)"
    assert timeline.brought.value_at(0, 190) == pytest.approx(0.8)
    assert "1 of 2 and 4 proposals are the same (IoU ≥ 0.5): 33% agreement" in action(window, "1 of 2").text()
    action(window, "Queue: what only one").trigger()
    assert window.desk.queue.sort == "disagreement"
    assert [item.onset for item in window.desk.queue.shown] == [80, 150, 200, 180, 30]
    assert [item.second for item in window.desk.queue.shown] == [True, True, True, False, False]
    action(window, "Change places").trigger()
    assert document.view.run.model == "classical"
    assert document.second.run.id == theirs.id
    assert len(document.view.proposals) == 4
    assert [item.agreed for item in window.desk.queue.shown][-1] is True
    action(window, "None").trigger()
    assert not len(timeline.plots.second_curves._store)
    assert timeline.brought.rows == ()


def test_what_only_the_second_run_found_is_listed_and_accepted_as_that_models(window) -> None:
    document, queue = window.desk.document, window.desk.queue
    assert document.view.only_second == (), "another model's run is stored, but nobody chose it"
    action(window, "Classical spotter").trigger()
    alone = document.view.only_second
    assert [(one.onset, one.offset) for one in alone] == list(PULSES[1:])
    rows = [row for row in queue.shown if row.second]
    assert [row.id for row in rows] == [one.id for one in alone]
    assert "only in the second run" in row_words(rows[0])
    assert (queue.count("second"), queue.count("open")) == (3, 2)
    queue.set_sort("disagreement")
    assert {row.id for row in queue.shown[:4]} == {*(one.id for one in alone), "p187"}
    lane = window.timeline.plots.intervals.lanes[0]
    assert lane.row(lane.find(alone[0].id)).style == "second"
    assert window.timeline._book.gutter()[0].value == "2", "what stands beside is not counted"
    window.desk.tour.select("proposal", alone[0].id)
    assert window.card._title.text() == "╌ Second run only"
    assert window.card._title.toolTip().startswith("Origin: Classical spotter (no training), ")
    window.desk.review.accept()
    window.desk.tour.select("proposal", alone[1].id)
    window.desk.review.reject()
    made = document.view.annotation_of(alone[0].id)
    assert made.origins.onset.who == "classical"
    assert [one.id for one in document.view.only_second] == [alone[2].id]
    assert {*(one.id for one in alone[:2])} <= {one.id for one in document.view.proposals}
    action(window, "None").trigger()
    assert document.view.only_second == ()
    assert document.view.annotation_of(alone[0].id) == made
    document.accept(document.view.proposal(alone[1].id))
    assert document.view.annotation_of(alone[1].id).origins.onset.who == "classical"
    (own, *_) = [one for one in document.view.proposals if one.id not in {alone[0].id, alone[1].id}]
    document.accept(own)
    assert document.view.annotation_of(own.id).origins.onset.who.startswith("theirs.csv (sha256 ")


def test_a_blind_annotator_sees_no_second_run(window) -> None:
    action(window, "Classical spotter").trigger()
    window.desk.document.annotators.add("B", blind=True)
    assert window.desk.document.second.run is None
    assert window.desk.document.view.only_second == ()
    assert not len(window.timeline.plots.second_curves._store)
    assert window.timeline.brought.rows == ()
