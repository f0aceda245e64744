"""All videos of a project at a glance: counted for one annotator, hidden from one who works blind."""

from dataclasses import replace
from pathlib import Path

import pytest

from engine.journal import verify_project
from metst_gui.document.annotation import Annotation
from metst_gui.document.document import AnnotationDocument
from metst_gui.document.file.opening import new_project, open_project
from tests.document.factory import VIDEO, make_proposal, make_run

FIRST, SECOND = (make_proposal(100), make_proposal(200), make_proposal(300)), (make_proposal(500), make_proposal(600))


def ref(number: int):
    return replace(VIDEO, path=Path(f"/v/{number}.mp4"), fast=str(number) * 64)


@pytest.fixture
def case(tmp_path):
    """Two analysed videos and one that is not, reviewed by Anna; Ben works blind. The first is shown to Anna."""
    opened = new_project(tmp_path / "case.metst")
    document = AnnotationDocument()
    document.open(opened.store, opened.state)
    document.annotators.rename("Anna")
    ids = [document.videos.add(ref(number), name=f"v{number}", subject=f"S{number % 2}") for number in range(3)]
    for id_, run, proposals in ((ids[1], "r2", SECOND), (ids[0], "r1", FIRST)):
        document.show_video(id_)
        document.set_run(make_run(*proposals, run_id=run))
    document.accept(FIRST[0])
    document.reject(FIRST[1], "blink")
    document.add(Annotation(onset=700, apex=None, offset=720))
    document.annotators.add("Ben", blind=True)
    document.add(Annotation(onset=10, apex=None, offset=20))
    document.annotators.use("1")
    yield document
    opened.store.close()


def test_each_video_is_counted_for_each_annotator(case) -> None:
    case.annotators.use("2")
    case.annotators.reveal()
    case.annotators.use("1")
    first, second, third = case.case.videos()
    assert (first.proposals, first.accepted, first.rejected, first.open) == (3, 1, 1, 1)
    assert (second.proposals, second.accepted, second.rejected, second.open) == (2, 0, 0, 2)
    assert (third.run, third.proposals, third.open) == (None, None, None)
    assert [(one.layer, one.decided, one.of, one.annotations) for one in first.reviews] == [
        ("1", 2, 3, 2),
        ("2", 0, 3, 1),
    ]
    assert [one.id for one in case.case.open_in(second.id)] == ["p500", "p600"]
    assert first.seconds == pytest.approx(1000 / 30)


def test_a_blind_annotator_is_told_nothing_of_the_model_or_of_others(case) -> None:
    case.annotators.use("2")
    assert [one.name for one in case.case.annotators] == ["Ben"]
    for video in case.case.videos():
        assert (video.proposals, video.accepted, video.rejected, video.open) == (None,) * 4
        assert [(one.layer, one.decided, one.of) for one in video.reviews] == [("2", 0, None)]
    assert case.case.videos()[0].reviews[0].annotations == 1
    assert case.case.open_in(case.videos[0].id) == ()
    case.annotators.reveal()
    assert [one.name for one in case.case.annotators] == ["Anna", "Ben"]
    assert case.case.videos()[0].reviews[0].decided == 2


def test_a_blind_look_hides_what_the_model_did(case) -> None:
    case.view.veil(True, frame=0)
    assert case.case.videos()[0].open is None
    case.view.veil(False, frame=0)
    assert case.case.videos()[0].open == 1


def test_a_video_counts_the_same_whether_it_is_shown_or_not(case) -> None:
    before = case.case.videos()[0]
    case.show_video(case.videos[2].id)
    assert case.case.videos()[0] == before


def test_a_run_that_cannot_be_read_counts_as_none(case) -> None:
    case.focus.state.runs["r2"] = {"video": case.videos[1].id, "proposals": [{"id": 1}]}
    assert case.case.videos()[1].proposals == 0


def test_several_videos_get_a_subject_at_once(case) -> None:
    ids = [one.id for one in case.videos]
    rows = case.ledger.store.rows
    case.videos.set_subject(ids[:2], "S7")
    assert [one.subject for one in case.videos] == ["S7", "S7", "S0"]
    assert case.ledger.store.rows == rows + 1
    case.videos.set_subject(ids[:2], "S7")
    assert case.ledger.store.rows == rows + 1, "nothing is stored where nothing changes"


def test_a_removed_video_is_gone_with_what_was_said_and_the_journal_keeps_it(case) -> None:
    gone = case.videos[0].id
    with pytest.raises(ValueError, match="open another one first"):
        case.videos.remove([gone])
    case.show_video(case.videos[1].id)
    case.reject(SECOND[0])
    assert case.history.stack.canUndo()
    case.videos.remove([gone])
    assert not case.history.stack.canUndo(), "an undo would bring back what was said of a video that is not there"
    assert [one.name for one in case.videos] == ["v1", "v2"]
    assert all(scope[0] != gone for scope in case.focus.state.books)
    path, store = case.ledger.store.path, case.ledger.store
    store.close()
    found = verify_project(path)
    assert found.ok, found.problems
    opened = open_project(path)
    assert set(opened.state.videos) == {one.id for one in case.videos}
    assert set(opened.state.runs) == {"r2"}
    assert all(scope[0] != gone for scope in opened.state.books)
    (row,) = opened.store._connection.execute("SELECT before FROM journal WHERE action = 'remove video'").fetchone()
    assert '"onset":700' in row.replace(" ", "")
    opened.store.close()


def test_what_other_options_find_is_asked_for_and_told(case) -> None:
    first, second = case.videos[0], case.videos[1]
    case.set_proposals(FIRST, decoder={"name": "half_max", "threshold": 0.9})
    assert case.case.to_decode == (), "what is shown is decoded already"
    case.show_video(second.id)
    assert case.case.to_decode == (first.id,)
    assert case.case.videos()[0].proposals == 3, "until it is told"
    case.case.take(first.id, (replace(FIRST[0], id="p101"),))
    assert case.case.to_decode == ()
    assert (case.case.videos()[0].proposals, case.case.videos()[0].open) == (2, 0), "the decided ones stay"
    case.statements.set_artefacts([(5, 9)])
    case.show_video(first.id)
    assert case.case.to_decode == (second.id,)
    case.annotators.use("2")
    assert case.case.to_decode == ()


def test_only_what_changed_is_counted_again(case) -> None:
    first, second, _ = case.case.videos()
    case.add(Annotation(onset=900, apex=None, offset=920))
    after = case.case.videos()
    assert after[1] is second
    assert after[0].reviews[0].annotations == first.reviews[0].annotations + 1
    case.annotators.use("2")
    assert case.case.videos()[1] is not second


def test_a_run_made_in_the_background_counts_its_video_alone_again(case) -> None:
    case.annotators.use("1")
    _first, second, third = case.case.videos()
    case.put_run(third.id, make_run(make_proposal(50), run_id="r3"))
    after = case.case.videos()
    assert after[1] is second
    assert after[2].proposals == 1
