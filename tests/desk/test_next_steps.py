"""An empty place says why it is empty, and offers only what can be done and what it would bring."""

from dataclasses import replace

import numpy as np
import pytest

from engine.types import PARTS, Mask, RegionCurves, RegionReason, frozen
from metst_gui.document.annotation import Verdict
from tests.e2e.conftest import TIMEOUT


def steps(desk) -> list[str]:
    return [one.text for one in desk.next_steps.situation().steps]


def title(desk) -> str:
    return desk.next_steps.situation().title


def act(desk, beginning: str) -> None:
    next(one for one in desk.next_steps.situation().steps if one.text.startswith(beginning)).act()


def before_the_choice(run) -> dict:
    """Settings of a run as older versions stored them: without a model that takes over."""
    return {name: value for name, value in run.settings.items() if name != "restless_weights"}


def use_scores(desk, score: np.ndarray, *, mask: np.ndarray | None = None) -> None:
    """Show a run with these scores, decoded anew."""
    run = desk.document.view.run
    curves = replace(run.curves, score=frozen(score.astype(np.float32)), mask=run.curves.mask if mask is None else mask)
    desk.document.set_run(replace(run, id="e" * 32, curves=curves, proposals=()))
    desk.decoding.repeat()


def test_without_a_video(desk) -> None:
    assert title(desk) == "No video is open."
    assert [one.command for one in desk.next_steps.situation().steps] == ["open_video", "open_demo"]


def test_a_lower_threshold_is_offered_with_what_it_brings(analysed) -> None:
    desk = analysed
    desk.threshold.set_value(1.0)
    assert desk.document.view.proposals == ()
    assert title(desk) == "The model proposes nothing at this threshold."
    offer = steps(desk)[0]
    assert offer.startswith("Lower the threshold to 0.")
    n, value = int(offer.split(": ")[1].split()[0]), float(offer.split("to ")[1].split(":")[0])
    act(desk, "Lower the threshold")
    assert desk.decoding.decoder().threshold == value
    assert len(desk.document.view.proposals) == n
    desk.threshold.set_value(value + 0.049)
    assert desk.document.view.proposals == (), "it is the highest of its grid"


def test_while_a_video_is_analysed_again_nothing_is_said_of_what_the_model_proposes(analysed, qtbot) -> None:
    desk = analysed
    desk.threshold.set_value(1.0)
    with qtbot.waitSignal(desk.analysis.ended, timeout=TIMEOUT):
        desk.analysis.start()
        assert desk.document.view.proposals == ()
        assert title(desk) == "The video is being analysed."
    assert title(desk) == "The model proposes nothing at this threshold.", "it is the one that was chosen"


def test_what_a_lower_threshold_brings_is_of_this_video_and_not_of_a_shorter_one_before(analysed) -> None:
    desk = analysed
    weaker = replace(desk.decoding.decoder(), threshold=0.2)
    found, info = desk.decoding.at(weaker), desk.session.info
    assert found
    desk.session.info = replace(info, n_frames=found[0].offset, times=info.times[: found[0].offset])
    assert desk.decoding.at(weaker) == found


def test_where_no_threshold_brings_anything_none_is_offered(analysed) -> None:
    use_scores(analysed, np.zeros(len(analysed.document.view.run.curves.score)))
    assert not any(one.startswith("Lower") for one in steps(analysed))
    assert "finds nothing either" in analysed.next_steps.situation().text
    offered = [one.command for one in analysed.next_steps.situation().steps]
    assert offered == ["measure_sensitivity", "set_onset", "model_panel"]
    assert "proposes nothing at this threshold" in analysed.tour.advice(), "no filter is to blame for an empty queue"


@pytest.mark.parametrize(
    ("bits", "words"), [(Mask.NO_FACE, "No face was found."), (Mask.DARK, "Nothing of this video could be scored.")]
)
def test_where_nothing_has_a_score_the_reason_is_told(analysed, bits, words) -> None:
    n = len(analysed.document.view.run.curves.score)
    use_scores(analysed, np.full(n, np.nan), mask=frozen(np.full(n, bits, np.uint8)))
    assert title(analysed) == words
    assert "model_panel" in [one.command for one in analysed.next_steps.situation().steps]


def test_what_is_left_to_do_follows_the_verdicts(analysed) -> None:
    desk = analysed
    assert title(desk) == "Nothing selected."
    assert desk.next_steps.situation().text.startswith("4 proposals are still to be decided.")
    for proposal in desk.document.view.proposals:
        desk.document.reject(proposal, "")
    assert title(desk) == "All 4 proposals are rejected."
    assert [one.command for one in desk.next_steps.situation().steps][-2:] == ["set_onset", "finalise"]
    desk.document.accept(desk.document.view.proposals[0])
    assert title(desk) == "All 4 proposals are decided."
    assert desk.next_steps.situation().text == "1 accepted, 3 rejected."
    assert next(one.command for one in desk.next_steps.situation().steps) == "finalise"
    desk.document.unsure(desk.document.view.proposals[0])
    assert desk.document.view.verdict(desk.document.view.proposals[0].id) is Verdict.UNSURE
    assert title(desk) == "Nothing selected.", "one was put off"


def test_nothing_of_the_model_is_told_where_it_is_hidden(analysed) -> None:
    desk = analysed
    desk.document.view.veil(True, frame=0)
    assert [one.command for one in desk.next_steps.situation().steps] == ["blind_look", "set_onset"]
    desk.document.view.veil(False, frame=0)
    desk.document.annotators.add("B", blind=True)
    assert title(desk) == "You work blind."
    assert [one.command for one in desk.next_steps.situation().steps] == ["set_onset"]


def test_nothing_is_decoded_for_it_while_the_threshold_is_dragged(analysed) -> None:
    desk = analysed
    desk.threshold.on_threshold(0.99, False)
    assert not any(one.startswith("Lower") for one in steps(desk))
    desk.threshold.on_threshold(0.99, True)
    assert any(one.startswith("Lower") for one in steps(desk))


def test_where_nothing_can_be_written_no_key_that_writes_is_named(analysed) -> None:
    desk = analysed
    assert "Enter accepts" in desk.next_steps.situation().text
    ledger = desk.document.ledger
    ledger.withhold("Another file lies there.")
    found = desk.next_steps.situation()
    assert "Enter" not in found.text
    assert found.text == "4 proposals are still to be decided. Another file lies there."
    assert [one.command for one in found.steps] == ["next_item"]


@pytest.mark.parametrize(("restless", "weights", "asked", "offered"), [
    (0.9, "metst-synth-v1", {"restless_weights": ""}, True),
    (0.9, "metst-synth-v1", {}, True),
    (0.9, "metst-synth-v1", {"restless_weights": "metst-synth-v2"}, False),
    (0.9, "classical", {}, False),
    (0.2, "metst-synth-v1", {}, False)])  # fmt: skip
def test_the_model_for_talkers_is_offered_where_the_default_judged_little_and_the_movement_had_no_choice(
    analysed, restless: float, weights: str, asked: dict[str, str], offered: bool
) -> None:
    run = analysed.document.view.run
    frames = run.curves.frames
    span = (int(frames[0]), int(frames[int(restless * len(frames))]))
    told = {**before_the_choice(run), "weights": weights, **asked}
    analysed.document.set_run(replace(run, id="e" * 32, restless=(span,), settings=told, proposals=()))
    analysed.threshold.set_value(1.0)
    found = analysed.next_steps.situation().steps
    assert [one.command for one in found if one.command == "use_talking"] == ["use_talking"] * offered
    assert ("of the video could be judged." in analysed.next_steps.situation().text) == offered
    assert all(len(one.text) <= 45 for one in found), "a longer button widens the panel beside the video"


def test_the_model_for_talkers_is_offered_beside_proposals_too(analysed) -> None:
    desk = analysed
    run = desk.document.view.run
    told = {**before_the_choice(run), "weights": "metst-synth-v1"}
    span = int(run.curves.frames[0]), int(run.curves.frames[-1])
    desk.document.set_run(replace(run, id="e" * 32, restless=(span,), settings=told))
    assert title(desk) == "Nothing selected."
    assert [one.command for one in desk.next_steps.situation().steps] == ["next_item", "use_talking", "set_onset"]
    for proposal in desk.document.view.proposals:
        desk.document.reject(proposal, "")
    assert desk.next_steps.situation().steps[0].command == "use_talking", "before the video is finalised"
    desk.document.accept(desk.document.view.proposals[0])
    assert [one.command for one in desk.next_steps.situation().steps[:2]] == ["finalise", "use_talking"]


def test_what_of_the_face_was_judged_is_told_where_nothing_is_proposed(analysed) -> None:
    run = analysed.document.view.run
    n = len(run.curves.frames)
    reasons = np.zeros((n, 6), np.uint8)
    reasons[:, list(PARTS["mouth"])] = RegionReason.MOTION
    regions = RegionCurves(*(reasons, reasons.astype(np.float32)), *(np.zeros((n, 2), np.float32),) * 2)
    curves = replace(run.curves, regions=regions, score=frozen(np.zeros(n, np.float32)))
    analysed.document.set_run(replace(run, id="e" * 32, curves=curves, proposals=()))
    analysed.decoding.repeat()
    assert "In this video: brows judged 100%, nose 100%, mouth 0%." in analysed.next_steps.situation().text
