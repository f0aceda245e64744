"""Which commands are possible in which state of the desk: every command, in every state, by a table of its own."""

import shutil
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt

from engine.coding_scheme import CodingScheme, Tier
from metst_gui.commands.table import ACTIONS
from metst_gui.desk.project_copies import save_as
from metst_gui.document.annotation import Verdict
from tests.e2e.conftest import TIMEOUT
from tests.kit.hands import press
from tests.kit.windows import open_and_analyse


def names(text: str) -> set[str]:
    """Ids of a text; ``x_*`` stands for every command that begins so."""
    known = [spec.id for spec in ACTIONS]
    found = set()
    for word in text.split():
        ids = {id_ for id_ in known if id_.startswith(word[:-1])} if word.endswith("*") else {word} & set(known)
        assert ids, word
        found |= ids
    return found


ALWAYS = names(
    "open_* quit deselect confound_lanes theme_* language_* arrival_* sound sort_* filter_* "
    "budget_* model_panel choose_model use_classical use_default use_talking choose_by_movement key_sheet "
    "change_keys case_board find_command menus messages about louder quieter full_screen reset_layout manual tour"
)
# With a video, whatever else is the case.
VIDEO = ALWAYS | names(
    "project_settings save_as save_copy merge_project hand_over take_back find_videos save_frame save_frame_numbered "
    "export_report zoom_all zoom_in "
    "zoom_out pan_* overlay follow_face lanes why_panel network_states sensitivity play reverse stop forward slow_* "
    "step_* back_* forward_* go_to slower faster loop image_rate detach_picture"
)
EDIT = names("import_labels add_video add_folder analyse_all set_* point_label add_annotator artefact coding_scheme")
OPEN = (
    VIDEO
    | EDIT
    | names("finalise blind_look analyse evaluate learn bring_in next_face largest_face case_next case_previous chance")
)
# The largest face is analysed as soon as there is a run of it.
RUN = OPEN - {"largest_face"} | names("threshold_* decoder_* why_here measure_sensitivity planted_trials")
ITEM = names(
    "mark_next mark_previous "
    "save_clip save_clip_numbered zoom_item goto_* compare accept accept_emotion_* emotion_* split nudge_* "
    "edit_action_units pick_action_units edit_note modifiers kind confidence confidence_* keep_label more_like_this"
)
QUEUE = names("next_item next_any previous_item previous_any mark_all contact_sheet")
JUDGE = names("reject reject_reason unsure")


def possible(window) -> set[str]:
    return {spec.id for spec in ACTIONS if window.book.missing(spec.id) is None}


def check(window, expected: set[str]) -> None:
    """What is enabled, before anybody asks, and what is possible are the commands expected."""
    enabled = {name for name, action in window.book.actions.items() if action.isEnabled()}
    for found in (enabled, possible(window)):
        assert sorted(found - expected) == []
        assert sorted(expected - found) == []
    for spec in ACTIONS:
        why = window.book.why_not(spec.id)
        assert (why == "") is (spec.id in expected)
        assert why == "" or why.endswith((".", "(I, P, O).")), why


def test_without_a_video(desk) -> None:
    window = desk()
    check(window, ALWAYS)
    wanted = {window.book.why_not(spec.id) for spec in ACTIONS if spec.needs and spec.needs[0] == "video"}
    assert wanted == {"Open a video first."}


def test_while_the_analysis_runs_and_after_it_was_cancelled(desk, qtbot, clip) -> None:
    window = desk("endless")
    with qtbot.waitSignal(window.desk.analysis.progress_changed, timeout=TIMEOUT):
        window.desk.opener.open_path(clip)
    qtbot.waitUntil(lambda: window.desk.analysis.inference.running, timeout=TIMEOUT)
    check(window, OPEN | {"cancel_analysis"})
    assert window.book.why_not("decoder_paper") == "The analysis is not finished yet."
    window.desk.analysis.cancel()
    check(window, OPEN)
    assert "analyse the video first" in window.book.why_not("decoder_paper")
    assert window.book.why_not("cancel_analysis") == "No analysis is running."


def test_with_a_run_that_proposes_nothing(desk, qtbot, clip) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    check(window, RUN | QUEUE)
    window.timeline.threshold_dragged.emit(0.999, True)
    assert window.desk.document.view.proposals == ()
    check(window, RUN | {"undo"})
    assert "no item passes the filters" in window.book.why_not("next_item")


def test_with_a_proposal_and_what_becomes_of_it(desk, qtbot, clip) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    document, first = window.desk.document, window.desk.document.view.proposals[0]
    press(window, qtbot, Qt.Key.Key_Down)
    check(window, RUN | QUEUE | ITEM | JUDGE)
    window.book.actions["reject"].trigger()
    window.desk.tour.select("proposal", first.id)
    assert document.view.verdict(first.id) is Verdict.REJECTED
    closed = names("split nudge_* edit_action_units pick_action_units edit_note modifiers kind confidence confidence_*")
    check(window, (RUN | QUEUE | ITEM | JUDGE | {"undo", "delete"}) - closed)
    assert "accept it first" in window.book.why_not("kind")
    window.book.actions["undo"].trigger()
    check(window, RUN | QUEUE | ITEM | JUDGE | {"redo"})
    window.book.actions["accept"].trigger()
    window.desk.tour.select("proposal", first.id)
    check(window, RUN | QUEUE | ITEM | JUDGE | {"undo", "delete", "export"})
    assert "no annotation after this one" in window.book.why_not("merge")


def test_with_an_own_annotation(desk, qtbot, clip) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    window.desk.review.create(5, 14, 9)
    own = window.desk.document.view.annotations[0].id
    mine = RUN | QUEUE | ITEM | {"undo", "delete", "export"}
    check(window, mine)
    assert window.book.why_not("reject") == "Delete removes an annotation of yours."
    window.desk.review.create(150, 160, 155)
    check(window, mine)
    window.desk.tour.select("annotation", own)
    check(window, mine | {"merge"})
    window.book.actions["deselect"].trigger()
    check(window, RUN | QUEUE | {"undo", "export"})
    window.book.actions["set_onset"].trigger()
    check(window, RUN | QUEUE | {"undo", "export", "compare"})


def test_a_blind_look_and_a_blind_annotator(desk, qtbot, clip) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    window.book.actions["blind_look"].trigger()
    veiled = OPEN - {"finalise", "chance"}
    check(window, veiled)
    assert window.book.why_not("decoder_paper") == window.book.why_not("next_item")
    assert "B shows them" in window.book.why_not("decoder_paper")
    window.book.actions["blind_look"].trigger()
    check(window, RUN | QUEUE)
    window.desk.document.annotators.add("B", blind=True)
    sighted = names(
        "blind_look analyse analyse_all evaluate learn bring_in next_face largest_face case_next case_previous chance"
    )
    check(window, OPEN - sighted | {"reveal", "change_annotator"})
    assert window.book.why_not("analyse").startswith("You work blind")
    window.desk.document.annotators.reveal()
    check(window, RUN | QUEUE | {"change_annotator", "agreement", "adjudicate"})
    assert window.book.why_not("reveal") == "Nothing is hidden."


def test_the_case_board_in_place_of_the_desk(desk, qtbot, clip) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    press(window, qtbot, Qt.Key.Key_Down, Qt.Key.Key_Return)
    window.book.actions["case_board"].trigger()
    whole = names(
        "project_settings save_as save_copy merge_project export_report export add_video add_folder coding_scheme "
        "add_annotator analyse_all evaluate learn case_next case_previous find_videos"
    )
    check(window, ALWAYS | whole)
    assert "Ctrl+Shift+B" in window.book.why_not("undo")


def test_a_project_with_tiers_of_its_own(desk, qtbot, clip) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    assert "no tiers of its own" in window.book.why_not("tier_1")
    tiers = tuple(Tier(str(number), f"tier {number}", "point") for number in range(1, 10))
    window.desk.document.coding.set_scheme(CodingScheme("own", ("joy",), tiers=tiers))
    one_emotion = names("accept_emotion_* emotion_*")
    check(window, (RUN | QUEUE | {"undo", *names("tier_*")}) - one_emotion)


def test_a_finalised_video_and_marked_artefacts(desk, qtbot, clip) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    window.desk.document.statements.complete(looked=1.0, not_looked=(), not_analysed=())
    check(window, RUN | QUEUE | {"reopen", "undo"})
    window.book.actions["reopen"].trigger()
    window.book.actions["artefact"].trigger()
    check(window, RUN | QUEUE | {"no_artefact", "undo"})
    window.book.actions["no_artefact"].trigger()
    check(window, RUN | QUEUE | {"undo"})


@pytest.fixture
def second(desk, qtbot, clip, tmp_path):
    """A second window on a project that is open in the first one."""
    first = desk()
    open_and_analyse(first, qtbot, clip)
    (tmp_path / "p").mkdir()
    save_as(first.desk.session, tmp_path / "p" / "a.metst")
    press(first, qtbot, Qt.Key.Key_Down, Qt.Key.Key_Return)
    window = desk()
    with qtbot.waitSignal(window.desk.session.opened, timeout=TIMEOUT):
        window.desk.opener.open_path(tmp_path / "p" / "a.metst")
    return window


def test_a_project_that_cannot_be_written(second) -> None:
    document = second.desk.document
    assert document.ledger.read_only
    undecided = next(one for one in document.view.proposals if document.view.verdict(one.id) is Verdict.PENDING)
    second.desk.tour.select("proposal", undecided.id)
    edits = names(
        "accept accept_emotion_* emotion_* split nudge_* edit_action_units pick_action_units edit_note "
        "modifiers kind confidence confidence_* keep_label"
    )
    expected = (
        RUN - EDIT - names("finalise next_face largest_face bring_in planted_trials")
        | QUEUE
        | ITEM - edits
        | {"export"}
    )
    check(second, expected)
    assert second.book.why_not("accept") == document.ledger.read_only


def test_several_videos_and_a_model_that_infers_emotions(desk, qtbot, clip) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    document = window.desk.document
    assert window.book.why_not("next_video").startswith("This project has one video")
    document.videos.add(replace(document.video.ref, sha256="a" * 64), name="b")
    check(window, RUN | QUEUE | {"next_video", "previous_video"})
    assert "infers no emotion" in window.book.why_not("synergy_none")
    run = document.view.run
    likely = np.full((len(run.curves.frames), 5), 0.2, np.float32)
    document.set_run(replace(run, id="b" * 32, curves=replace(run.curves, probabilities=likely)))
    check(window, RUN | QUEUE | {"next_video", "previous_video", *names("synergy_*")})


def test_another_model_and_a_video_that_was_moved(desk, qtbot, clip, tmp_path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    video = home / "clip.mkv"
    shutil.copyfile(clip, video)
    window = desk()
    open_and_analyse(window, qtbot, video)
    save_as(window.desk.session, home / "p.metst")
    assert window.book.why_not("use_former") == "No other model was chosen before."
    window.desk.settings.update(weights="classical", former_weights=window.desk.settings.value.weights)
    check(window, RUN - {"learn"} | QUEUE | {"use_former"})
    assert "nothing to learn" in window.book.why_not("learn")
    window.close()
    video.rename(tmp_path / "elsewhere.mkv")
    again = desk()
    check(again, ALWAYS | {"use_former"})
    again.desk.opener.open_path(home / "p.metst")
    qtbot.waitUntil(lambda: "find_video" in possible(again), timeout=TIMEOUT)
    check(again, ALWAYS | {"use_former", "find_video", "find_videos"})
