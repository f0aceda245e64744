"""What holds and what is on, asked of the desk alone: no window, no command."""

from typing import get_args

import pytest

from metst_gui.commands.needs import Need
from metst_gui.commands.table import ACTIONS
from metst_gui.desk.command_rules import add_rules
from metst_gui.desk.command_state import CommandState
from metst_gui.desk.desk import Desk

# What the features of a window say, because they keep it.
FEATURES = {"missing_video", "onset", "comparison", "network", "other_face", "any_project"}
EMPTY = {"desk", "sighted", "unveiled", "idle", "writable", "editable"}
OPEN = EMPTY | {"video", "project", "run", "queue", "pending"}


@pytest.fixture
def state(qapp):
    return CommandState()


def held(state: CommandState) -> set[str]:
    return {name for name in state.needs if state.holds(name)}


def test_the_desk_and_its_features_have_a_rule_for_every_need(desk: Desk, state) -> None:
    add_rules(state, desk)
    assert state.needs | FEATURES == set(get_args(Need))
    assert state.needs.isdisjoint(FEATURES)
    assert state.checks < {spec.check.state for spec in ACTIONS if spec.check is not None}


def test_with_nothing_open_little_holds_and_each_need_says_what_to_do(desk: Desk, state) -> None:
    add_rules(state, desk)
    assert held(state) == EMPTY
    assert state.why("video") == state.why("item") == state.why("queue") == "Open a video first."
    for name in state.needs - EMPTY:
        assert state.why(name).endswith((".", "(I, P, O).")), name


def test_what_holds_follows_what_is_done(analysed: Desk, state) -> None:
    desk = analysed
    add_rules(state, desk)
    told: list[set[str]] = []
    state.changed.connect(lambda: told.append(held(state)))
    assert held(state) == OPEN
    first = desk.document.view.proposals[0]
    desk.tour.select("proposal", first.id)
    assert held(state) == told[-1] == OPEN | {"item", "proposal"}
    desk.review.reject("")
    desk.tour.select("proposal", first.id)
    rejected = OPEN - {"editable"} | {"item", "proposal", "deletable", "undo"}
    assert held(state) == told[-1] == rejected
    desk.document.history.undo()
    assert held(state) == told[-1] == OPEN | {"item", "proposal", "redo"}
    desk.review.create(5, 14, 9)
    desk.tour.select("annotation", desk.document.view.annotations[0].id)
    own = OPEN | {"item", "deletable", "undo", "labels"}
    assert held(state) == told[-1] == own
    desk.queue.set_filter("open", shown=False)
    assert held(state) == told[-1] == own - {"pending"}
    desk.review.deselect()
    desk.queue.set_filter("mine", shown=False)
    assert held(state) == told[-1] == OPEN - {"pending", "queue"} | {"undo", "labels"}
    assert "no item passes the filters" in state.why("queue")


def test_what_is_on_follows_what_is_done(analysed: Desk, state) -> None:
    desk = analysed
    add_rules(state, desk)
    assert (state.value("decoder"), state.value("emotion"), state.value("loop")) == ("half_max", "", False)
    desk.tour.select("proposal", desk.document.view.proposals[0].id)
    desk.review.set_emotion("fear")
    assert (state.value("emotion"), state.value("loop")) == ("fear", True)
    desk.review.set_emotion(None)
    assert state.value("emotion") == "none"
    desk.threshold.choose("paper")
    assert state.value("decoder") == "paper"
    desk.settings.update(sound=False)
    assert state.value("sound") is False
