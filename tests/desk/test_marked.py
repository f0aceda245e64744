"""Several items selected together: a verdict is of all of them, and one step to undo."""

from metst_gui.document.annotation import Annotation, Verdict
from tests.desk.test_desk import said


def verdicts(desk) -> list[str]:
    return [desk.document.view.verdict(one.id).value for one in desk.document.view.proposals]


def test_a_verdict_is_given_for_all_and_taken_back_in_one_step(analysed, qtbot) -> None:
    desk, sentences = analysed, said(analysed)
    order = desk.queue.shown_ids()
    desk.tour.select(*order[1])
    desk.marked.mark(order[1:3])
    desk.review.reject("head")
    assert verdicts(desk) == ["pending", "rejected", "rejected", "pending"]
    assert desk.marked.items == ()
    assert desk.selection.item == order[3], "on to the next open one"
    assert any("2 proposals rejected. Ctrl+Z takes all of it back." in one for one in sentences)
    assert [row.reason for row in desk.queue.rows] == ["", "head", "head", ""]
    with qtbot.waitSignal(desk.notifier.settled) as settled:
        desk.document.history.undo()
    assert settled.args == ["2 proposals rejected. Ctrl+Z takes all of it back."]
    assert verdicts(desk) == ["pending"] * 4
    desk.document.history.redo()
    assert verdicts(desk) == ["pending", "rejected", "rejected", "pending"]


def test_all_are_named_and_then_accepted_as_named(analysed) -> None:
    desk = analysed
    order = desk.queue.shown_ids()
    desk.marked.mark_all()
    assert desk.marked.items == tuple(order)
    assert desk.selection.item == order[0], "one of them is under review"
    desk.review.set_emotion("fear")
    assert desk.marked.items == tuple(order), "what was named can be accepted next"
    desk.review.accept()
    assert verdicts(desk) == ["accepted"] * 4
    assert [one.emotion for one in desk.document.view.annotations] == ["fear"] * 4
    desk.document.history.undo()
    desk.document.history.undo()
    assert desk.document.view.annotations == ()
    assert not any(desk.document.statements.emotion_draft(id_)[0] for _, id_ in order)


def test_an_interval_of_ones_own_among_them_stays_and_is_deleted_only_on_purpose(analysed) -> None:
    desk, sentences = analysed, said(analysed)
    desk.document.add(Annotation(onset=1, apex=2, offset=3, id="own"))
    desk.marked.mark_all()
    desk.review.unsure()
    assert "4 proposals put off. 1 interval of yours stays. Ctrl+Z takes all of it back." in sentences
    assert desk.document.view.annotation("own") is not None
    desk.marked.mark_all()
    desk.review.delete()
    assert desk.document.view.annotation("own") is None
    assert verdicts(desk) == ["pending"] * 4
    desk.document.history.undo()
    assert desk.document.view.annotation("own") is not None
    assert verdicts(desk) == ["unsure"] * 4


def test_another_item_under_review_lets_go_of_them_and_esc_keeps_the_one(analysed) -> None:
    desk = analysed
    order = desk.queue.shown_ids()
    desk.tour.select(*order[0])
    desk.marked.mark(order[:2])
    desk.tour.select(*order[1])
    assert desk.marked.items == tuple(order[:2]), "one of those that are marked"
    desk.tour.select(*order[3])
    assert desk.marked.items == ()
    desk.review.accept()
    assert verdicts(desk) == ["pending", "pending", "pending", "accepted"]
    desk.tour.select(*order[0])
    desk.marked.mark(order[:2])
    desk.review.deselect()
    assert desk.marked.items == ()
    assert desk.selection.item == order[0]
    desk.review.deselect()
    assert desk.selection.item is None


def test_they_are_marked_one_after_the_other_by_keys(analysed) -> None:
    desk = analysed
    order = desk.queue.shown_ids()
    desk.tour.select(*order[1])
    for step, marked in ((1, order[1:3]), (1, order[1:4]), (1, order[1:4]), (-1, order[1:3]), (-1, [])):
        desk.marked.extend(step)
        assert desk.marked.items == tuple(marked)
    assert desk.selection.item == order[1]
    desk.marked.extend(-1)
    assert desk.marked.items == tuple(order[:2])


def test_what_a_filter_hides_is_not_decided_unseen(analysed) -> None:
    desk = analysed
    order = desk.queue.shown_ids()
    desk.tour.select(*order[0])
    desk.review.accept()
    desk.marked.mark_all()
    desk.queue.set_filter("accepted", shown=False)
    assert desk.marked.items == tuple(order[1:])
    desk.review.reject("")
    assert verdicts(desk) == ["accepted", *["rejected"] * 3]
    assert desk.document.view.verdict(order[0][1]) is Verdict.ACCEPTED
