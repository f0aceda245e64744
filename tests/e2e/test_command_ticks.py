"""Every command that can be on is ticked exactly while it is."""

from PySide6.QtCore import Qt

from metst_gui.commands.table import ACTIONS
from metst_gui.widgets.buttons import ToggleButton
from tests.kit.hands import press
from tests.kit.windows import open_and_analyse

GROUPS = {}
for _spec in ACTIONS:
    if _spec.check is not None and _spec.check.value:
        GROUPS.setdefault(_spec.check.state, []).append(_spec.id)
SWITCHES = [spec.id for spec in ACTIONS if spec.check is not None and not spec.check.value]


def ticked(window) -> set[str]:
    return {name for name, action in window.book.actions.items() if action.isChecked()}


def test_preferences_are_ticked_from_the_start_and_stay_ticked_when_chosen_again(desk) -> None:
    window = desk()
    first = {"theme_system", "language_system", "arrival_stay", "sort_time", "budget_0", "sound", "confound_lanes"}
    assert first <= ticked(window)
    assert ticked(window).isdisjoint({*GROUPS["decoder"], *GROUPS["synergy"], *GROUPS["emotion"], "play", "loop"})
    for group in ("theme", "language", "arrival", "sort", "budget"):
        for name in (*GROUPS[group], GROUPS[group][0], GROUPS[group][0]):
            window.book.actions[name].trigger()
            assert ticked(window).intersection(GROUPS[group]) == {name}


def test_a_switch_is_ticked_by_one_press_and_cleared_by_the_next(desk, qtbot, clip) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    press(window, qtbot, Qt.Key.Key_Down)
    assert "loop" in ticked(window)
    others = {"overlay", "loop", "kind", "pause_background"}  # they go through several states, or need more
    proposal = window.desk.document.view.proposals[0]
    for name in (one for one in SWITCHES if one not in others):
        window.desk.tour.select("proposal", proposal.id)
        before = ticked(window)
        window.book.actions[name].trigger()
        assert (name in ticked(window)) is not (name in before), name
        window.book.actions[name].trigger()
        assert (name in ticked(window)) is (name in before), name
    seen = []
    for _ in range(10):
        window.book.actions["overlay"].trigger()
        assert ("overlay" in ticked(window)) is (window.features.overlays.level > 0)
        window.book.actions["loop"].trigger()
        assert ("loop" in ticked(window)) is (window.desk.playback.loop is not None)
        seen.append(ticked(window).intersection({"overlay", "loop"}))
    assert set() in seen or len({frozenset(one) for one in seen}) > 1


def test_what_decodes_the_curves_and_what_the_item_has_are_ticked(desk, qtbot, clip) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    assert len(ticked(window).intersection(GROUPS["decoder"])) == 1
    window.book.actions["decoder_paper"].trigger()
    assert ticked(window).intersection(GROUPS["decoder"]) == {"decoder_paper"}
    press(window, qtbot, Qt.Key.Key_Down)
    assert ticked(window).isdisjoint({*GROUPS["emotion"], *GROUPS["confidence"]})
    press(window, qtbot, Qt.Key.Key_2)
    assert ticked(window).intersection(GROUPS["emotion"]) == {"emotion_2"}, "kept for the verdict"
    window.book.actions["confidence_2"].trigger()
    assert ticked(window).intersection(GROUPS["confidence"]) == {"confidence_2"}
    press(window, qtbot, Qt.Key.Key_0)
    assert ticked(window).intersection(GROUPS["emotion"]) == {"emotion_0"}
    assert "kind" not in ticked(window)
    press(window, qtbot, Qt.Key.Key_T)
    assert "kind" in ticked(window)
    press(window, qtbot, Qt.Key.Key_Escape)
    assert ticked(window).isdisjoint({*GROUPS["emotion"], *GROUPS["confidence"], "kind"})


def test_what_was_changed_beside_the_menu_is_ticked_when_the_menu_opens(desk, qtbot, clip) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    (review,) = (one.menu() for one in window.menuBar().actions() if one.menu().title() == "&Review")
    (chip,) = (one for one in window.queue.findChildren(ToggleButton) if one.text().startswith("open"))
    assert "filter_open" in ticked(window)
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    review.aboutToShow.emit()
    assert "filter_open" not in ticked(window)
    window.desk.queue.set_sort("rank")
    review.aboutToShow.emit()
    assert ticked(window).intersection(GROUPS["sort"]) == {"sort_rank"}


def test_one_of_several_is_drawn_as_such(desk) -> None:
    window = desk()
    for names in GROUPS.values():
        (group,) = {window.book.actions[name].actionGroup() for name in names}
        assert group.isExclusive()
        assert {action.objectName() for action in group.actions()} == set(names)
    assert all(window.book.actions[name].actionGroup() is None for name in SWITCHES)
