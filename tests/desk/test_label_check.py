"""Annotations that look wrong are a queue of their own, walked by the ordinary keys; what is right is named no more."""

from metst_gui.desk.desk import Desk
from metst_gui.desk.selection import Item
from metst_gui.document.annotation import Annotation
from tests.kit.documents import journal


def add_doubtful(desk: Desk) -> None:
    """Two that mark one event, one whose action units speak against its emotion, and a right one."""
    document = desk.document
    document.add(Annotation(onset=20, apex=25, offset=30, id="one"))
    document.add(Annotation(onset=21, apex=25, offset=31, id="twice"))
    document.add(Annotation(onset=100, apex=104, offset=110, emotion="happy", action_units="4", id="against"))
    document.add(Annotation(onset=140, apex=144, offset=150, emotion="happy", action_units="6+12", id="right"))


def test_they_are_listed_the_most_doubtful_first_and_walked(analysed: Desk, qtbot) -> None:
    desk = analysed
    add_doubtful(desk)
    qtbot.waitUntil(lambda: set(desk.label_check.doubts) == {"twice", "against"})
    reasons = {row.id: row.look_again for row in desk.queue.rows if row.look_again is not None}
    assert set(reasons) == {"twice", "against"}
    desk.queue.set_filter("mine", shown=False)
    desk.queue.set_sort("check")
    assert [row.id for row in desk.queue.shown] == ["twice", "against"]
    desk.tour.go(1)
    assert desk.selection.item == Item("annotation", "twice")
    desk.tour.go(1)
    assert desk.selection.item == Item("annotation", "against")


def test_what_is_right_stays_away_until_that_is_taken_back(analysed: Desk, qtbot) -> None:
    desk = analysed
    add_doubtful(desk)
    qtbot.waitUntil(lambda: len(desk.label_check.doubts) == 2)
    assert desk.label_check.keep("against")
    assert set(desk.label_check.doubts) == {"twice"}
    assert journal(desk.session.project_path)[-1][0] == "keep label"
    desk.document.change("against", note="looked at")
    qtbot.wait(400)
    assert set(desk.label_check.doubts) == {"twice"}
    desk.document.history.undo()
    desk.document.history.undo()
    assert set(desk.label_check.doubts) == {"twice", "against"}


def test_the_case_is_looked_at_when_it_is_asked_for(analysed: Desk, qtbot) -> None:
    desk = analysed
    add_doubtful(desk)
    with qtbot.waitSignal(desk.label_check.case_changed):
        desk.label_check.look_at_case()
    assert desk.label_check.case is not None
    assert {one.label.id for one in desk.label_check.case.found} == {"twice", "against"}
    desk.label_check.keep_in_case({"twice"})
    assert {one.label.id for one in desk.label_check.case.found} == {"against"}
    qtbot.waitUntil(lambda: set(desk.label_check.doubts) == {"against"})
    with qtbot.waitSignal(desk.label_check.case_changed):
        desk.document.history.undo()
    assert {one.label.id for one in desk.label_check.case.found} == {"twice", "against"}, "taken back"
    desk.document.history.redo()
    with qtbot.waitSignal(desk.label_check.case_changed):
        desk.label_check.look_at_case()
    assert {one.label.id for one in desk.label_check.case.found} == {"against"}
