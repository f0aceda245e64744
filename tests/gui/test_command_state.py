"""States and needs of commands by name, without a window."""

import pytest
from PySide6.QtCore import QObject, Signal

from metst_gui.desk.command_state import CommandState


class Sender(QObject):
    sent = Signal(int)


def test_states_and_needs_are_read_where_they_are_kept() -> None:
    state, kept = CommandState(), {"theme": "dark", "video": ()}
    state.add_check("theme", lambda: kept["theme"])
    state.add_need("video", lambda: kept["video"], lambda: f"Not with {kept['video']}.")
    assert (state.checks, state.needs) == ({"theme"}, {"video"})
    assert (state.value("theme"), state.holds("video"), state.why("video")) == ("dark", False, "Not with ().")
    kept.update(theme="light", video=(1,))
    assert (state.value("theme"), state.holds("video")) == ("light", True)


def test_a_name_has_one_rule() -> None:
    state = CommandState()
    state.add_check("sound", bool)
    state.add_need("sound", bool, str)
    with pytest.raises(ValueError, match="“sound”"):
        state.add_check("sound", bool)
    with pytest.raises(ValueError, match="“sound”"):
        state.add_need("sound", bool, str)


def test_what_is_followed_is_told() -> None:
    state, sender, told = CommandState(), Sender(), []
    state.changed.connect(lambda: told.append(1))
    state.follow(sender.sent)
    sender.sent.emit(7)
    assert told == [1]


def test_nothing_is_told_during_the_steps_of_a_drag(qtbot) -> None:
    state, source, busy = CommandState(), CommandState(), [True]
    state.follow(source.changed)
    state.rest_while(lambda: busy[0])
    with qtbot.assertNotEmitted(state.changed):
        source.changed.emit()
    busy[0] = False
    with qtbot.waitSignal(state.changed):
        source.changed.emit()
