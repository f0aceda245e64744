"""The chance of proposals is learnt while a review goes on, and is hidden with the model's marks."""

from dataclasses import replace

from engine.estimates.acceptance import LEAST_VERDICTS
from engine.types import Proposal
from metst_gui.desk.desk import Desk
from tests.document.factory import make_proposal

N = 24


def proposals() -> tuple[Proposal, ...]:
    """One after the other, of mixed scores."""
    scores = [(0.2 + 0.7 * (7 * number % N) / N) for number in range(N)]
    return tuple(
        replace(make_proposal(9 * number + 5, before=2, after=3), score=score) for number, score in enumerate(scores)
    )


def decide(desk: Desk, n: int) -> None:
    """Accept what has a high score, reject the others, of the first so many."""
    for one in proposals()[:n]:
        if one.score > 0.55:
            desk.document.accept(one)
        else:
            desk.document.reject(one)


def test_chances_rise_with_the_score_and_say_what_is_left(analysed: Desk, qtbot) -> None:
    desk = analysed
    desk.document.set_proposals(proposals())
    decide(desk, LEAST_VERDICTS - 1)
    qtbot.waitUntil(lambda: desk.chance.told.n == LEAST_VERDICTS - 1)
    assert desk.chance.told.known is None
    assert desk.chance.rest is None
    assert all(row.chance is None for row in desk.queue.rows)
    decide(desk, 14)
    qtbot.waitUntil(lambda: desk.chance.rest is not None and desk.chance.rest.n == N - 14)
    chances = {one.id: desk.chance.of(one.id) for one in proposals()}
    ordered = [chances[one.id].value for one in sorted(proposals(), key=lambda one: one.score)]
    assert ordered == sorted(ordered)
    assert all(0 <= one.low < one.value < one.high <= 1 for one in chances.values())
    assert {row.id: row.chance for row in desk.queue.rows if row.kind == "proposal"} == chances
    assert 0 < desk.chance.rest.after <= N - 14
    assert sum(one.n for one in desk.chance.told.bins) == 14


def test_the_likeliest_come_first_and_the_rest_is_what_there_is_no_time_for(analysed: Desk, qtbot) -> None:
    desk = analysed
    desk.document.set_proposals(proposals())
    decide(desk, 14)
    qtbot.waitUntil(lambda: bool(desk.chance.told.of))
    desk.queue.set_sort("chance")
    found = [row.chance.value for row in desk.queue.shown if row.chance is not None]
    assert found == sorted(found, reverse=True)
    desk.queue.pace.gaps = [120.0] * 5
    desk.queue.set_budget(10)
    qtbot.waitUntil(lambda: desk.chance.rest is not None and desk.chance.rest.by_time)
    assert desk.chance.rest.after == 5
    assert desk.chance.rest.left.value <= desk.chance.rest.all.value


def test_hidden_marks_have_no_chance(analysed: Desk, qtbot) -> None:
    desk = analysed
    desk.document.set_proposals(proposals())
    decide(desk, 14)
    qtbot.waitUntil(lambda: bool(desk.chance.told.of))
    desk.document.view.veil(True, frame=0)
    assert desk.chance.told.known is None
    assert desk.chance.of(proposals()[20].id) is None
    qtbot.waitUntil(lambda: not desk.chance._late.isActive() and not desk.chance._learning.running)
    assert desk.chance.told.n == 0
