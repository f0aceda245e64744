"""What is told of labels, verdicts and coders: intervals that hold, doubts that are right, likeness that means it."""

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.honesty import queue, run_with, two_coders
from engine.estimates.acceptance import AcceptanceChance, Traits, after_which
from engine.evaluation.missed_events import missed_events
from engine.explain.label_check import CheckedLabel, check_video, doubts, habits_of
from engine.explain.similar import LEAST_SIGMA, MovementPattern, PatternReader, most_similar, pattern_of
from engine.types import AnalysisRun, Emotion, Mask, RunEvidence, frozen


def test_the_interval_of_missed_events_holds_for_independent_coders() -> None:
    rng, held = np.random.default_rng(0), 0
    for _ in range(100):
        both, one, two, neither = two_coders(rng, dependent=False)
        found = missed_events(both, one, two, dependence=(1, 1))
        assert found is not None
        held += found.low <= neither <= found.high
    assert held >= 85


def test_dependent_coders_need_the_range_of_dependence() -> None:
    rng, strict, default = np.random.default_rng(0), 0, 0
    for _ in range(100):
        both, one, two, neither = two_coders(rng, dependent=True)
        independent, found = missed_events(both, one, two, dependence=(1, 1)), missed_events(both, one, two)
        assert independent is not None
        assert found is not None
        strict += independent.low <= neither <= independent.high
        default += found.low <= neither <= found.high
    assert default >= 90 > strict


def test_lists_that_share_nothing_bound_nothing_and_bad_counts_are_refused() -> None:
    assert missed_events(0, 5, 7) is None
    with pytest.raises(ValueError, match="counts"):
        missed_events(-1, 2, 3)
    with pytest.raises(ValueError, match="range"):
        missed_events(1, 2, 3, dependence=(4, 2))


def test_two_coders_who_agree_on_everything_missed_little() -> None:
    found = missed_events(40, 0, 0)
    assert found is not None
    assert (found.seen, found.missed, found.low) == (40, 0, 0)
    assert found.high <= 1


def traits(scores: list[float]) -> list[Traits]:
    return [Traits(one) for one in scores]


def test_chances_are_calibrated_and_rise_with_the_score() -> None:
    scores, verdicts = queue(np.random.default_rng(3), 200)
    known = AcceptanceChance(traits(scores), verdicts)
    assert known.is_known
    assert known.calibration_error() < 0.1
    assert 0.02 < known.error_by_luck() < 0.1
    assert sum(one.n for one in known.reliability()) == known.n == 200
    low, high = known.chances(traits([0.3, 0.95]))
    assert low.value < high.value
    for one in (low, high):
        assert 0 <= one.low <= one.value <= one.high <= 1


def test_no_verdicts_give_no_opinion() -> None:
    nothing = AcceptanceChance([], [])
    assert not nothing.is_known
    assert nothing.chance(Traits(0.7)).high - nothing.chance(Traits(0.7)).low > 0.6
    assert np.isnan(nothing.calibration_error())
    assert not AcceptanceChance(traits([0.5] * 20), [True] * 20).is_known


def test_what_is_rejected_in_this_video_is_less_likely_in_it() -> None:
    scores = [0.6, 0.7, 0.8, 0.9] * 10
    here = [Traits(one, doubtful=True) for one in scores]
    elsewhere = [Traits(one, here=False) for one in scores]
    known = AcceptanceChance([*here, *elsewhere], [False] * 40 + [True, False] * 20)
    assert known.chance(Traits(0.8)).value < known.chance(Traits(0.8, here=False)).value
    assert known.chance(Traits(0.8, doubtful=True)).value < known.chance(Traits(0.8)).value


def test_verdicts_against_the_scores_leave_them_without_meaning() -> None:
    scores = np.linspace(0.05, 0.95, 400).tolist()
    known = AcceptanceChance(traits(scores), [one < 0.5 for one in scores])
    low, high = known.chances(traits([0.2, 0.9]))
    assert low.value <= high.value + 1e-9
    assert np.isfinite(low.value)


def test_the_rest_of_a_queue_holds_about_what_is_expected() -> None:
    rng, held = np.random.default_rng(5), 0
    for _ in range(20):
        scores, verdicts = queue(rng, 120)
        expected = AcceptanceChance(traits(scores[:80]), verdicts[:80]).expected(traits(scores[80:]))
        held += expected.low <= sum(verdicts[80:]) <= expected.high
    assert held >= 15
    assert AcceptanceChance([], []).expected([]).high == 0


def test_the_place_to_stop_leaves_no_more_than_asked_for() -> None:
    scores, verdicts = queue(np.random.default_rng(8), 160)
    known, rest = AcceptanceChance(traits(scores[:100]), verdicts[:100]), traits(sorted(scores[100:], reverse=True))
    n, left = after_which(known, rest)
    assert 0 < n < len(rest)
    assert left.value <= 1 < known.expected(rest[n - 1 :]).value
    assert after_which(known, [])[0] == 0


@pytest.fixture(scope="module")
def case() -> tuple[AnalysisRun, list[CheckedLabel], list[str]]:
    return run_with(np.random.default_rng(1), 90)


def test_right_labels_raise_few_doubts(case: tuple[AnalysisRun, list[CheckedLabel], list[str]]) -> None:
    run, labels, _ = case
    assert len(doubts(labels, run)) <= 0.1 * len(labels)


def test_an_apex_where_nothing_was_measured_is_not_doubted(
    case: tuple[AnalysisRun, list[CheckedLabel], list[str]],
) -> None:
    run, labels, _ = case
    assert run.evidence is not None
    at = np.concatenate([np.arange(one.apex - 2, one.apex + 3) for one in labels if one.apex is not None])
    columns = run.evidence.starts[:, None] + np.arange(run.evidence.masks.shape[1])
    masks = np.where(np.isin(columns, at), np.uint8(Mask.NO_FACE), run.evidence.masks)
    hidden = replace(run, evidence=replace(run.evidence, masks=frozen(masks)))
    assert {one.doubt for one in check_video(labels, hidden)[0]} <= {"no movement"}


def quiet_place(labels: list[CheckedLabel], n: int, length: int) -> int:
    taken = np.zeros(n, bool)
    taken[:30] = taken[-60:] = True
    for one in labels:
        taken[max(0, one.onset - 2) : one.offset + 3] = True
    return next(at for at in range(n - length) if not taken[at : at + length].any())


def test_each_fault_is_named(case: tuple[AnalysisRun, list[CheckedLabel], list[str]]) -> None:
    run, labels, _ = case
    at = quiet_place(labels, len(run.curves.frames), 12)
    strong = labels[0]
    wrong = [
        CheckedLabel("still", "c", at, at + 4, at + 11),
        replace(labels[1], key="against", annotator="d", emotion=Emotion.POSITIVE, action_units="4"),
        replace(labels[2], key="late", annotator="e", apex=labels[2].offset + 14, offset=labels[2].offset + 14),
        replace(strong, key="again", onset=strong.onset + 1),
        replace(labels[3], key="long", onset=max(0, labels[3].onset - 300), apex=None, offset=labels[3].offset + 300),
    ]
    found = {one.key: one.doubt for one in doubts([*labels, *wrong], run)}
    assert found["still"] == "no movement"
    assert found["against"] == "emotion against action units"
    assert found["late"] == "apex outside the movement"
    assert found["again"] == "duplicate"
    assert "long" in found


def test_a_label_beside_its_movement_is_named_and_a_habit_is_told(
    case: tuple[AnalysisRun, list[CheckedLabel], list[str]],
) -> None:
    run, labels, _ = case
    late = [moved(one, 4) if place == 2 else one for place, one in enumerate(labels)]
    found = {one.key: one for one in doubts(late, run)}
    assert found[labels[2].key].doubt == "shifted bounds"
    assert "4 frames earlier" in found[labels[2].key].reason
    (habit,) = habits_of(check_video(labels, run)[1])
    assert habit.low <= 0 <= habit.high
    assert habit.n >= 0.9 * len(labels)
    counted_from_one = [moved(one, 1) for one in labels]
    (off_by_one,) = habits_of(check_video(counted_from_one, run)[1])
    assert off_by_one.high < 0
    assert off_by_one.shift == habit.shift - 1
    assert "shifted bounds" not in {one.doubt for one in doubts(counted_from_one, run)}


def moved(one: CheckedLabel, frames: int) -> CheckedLabel:
    apex = None if one.apex is None else one.apex + frames
    return replace(one, onset=one.onset + frames, apex=apex, offset=one.offset + frames)


def test_a_blink_is_named(case: tuple[AnalysisRun, list[CheckedLabel], list[str]]) -> None:
    run, labels, _ = case
    assert run.evidence is not None
    eyes = run.evidence.eyes.copy()
    eyes[labels[4].onset : labels[4].offset + 1] *= 0.6
    evidence: RunEvidence = replace(run.evidence, eyes=frozen(eyes))
    found = {one.key: one.doubt for one in doubts(labels, replace(run, evidence=evidence))}
    assert found[labels[4].key] == "blink"


def test_without_a_run_only_the_labels_are_checked(case: tuple[AnalysisRun, list[CheckedLabel], list[str]]) -> None:
    _, labels, _ = case
    twice = replace(labels[0], key="again")
    assert [one.doubt for one in doubts([*labels, twice], None) if one.key == "again"] == ["duplicate"]


def test_another_annotators_mark_on_the_same_event_is_no_duplicate() -> None:
    both = [CheckedLabel("a", "one", 10, 14, 20), CheckedLabel("b", "two", 10, 14, 20)]
    assert doubts(both, None) == ()


def test_movements_of_the_same_units_are_the_most_alike(
    case: tuple[AnalysisRun, list[CheckedLabel], list[str]],
) -> None:
    run, labels, units = case
    patterns = [pattern_of(one.key, run, one.onset, one.apex or one.onset, one.offset) for one in labels]
    known = [one for one in patterns if one is not None]
    first = [units[int(most_similar(one, known)[0].key[1:])] == units[int(one.key[1:])] for one in known]
    assert np.mean(first) > 0.5
    assert all(0 <= each.likeness <= 1 for each in most_similar(known[0], known))


def test_other_features_and_the_movement_itself_are_left_out() -> None:
    one = MovementPattern("a", np.ones(10))
    found = most_similar(one, [one, MovementPattern("b", np.ones(36)), MovementPattern("c", 2 * np.ones(10))])
    assert [each.key for each in found] == ["c"]
    assert found[0].likeness == pytest.approx(1), "how far it moves does not count"


def test_where_nothing_moves_nothing_is_like_it(case: tuple[AnalysisRun, list[CheckedLabel], list[str]]) -> None:
    run, labels, _ = case
    at = quiet_place(labels, len(run.curves.frames), 12)
    reader = PatternReader(run)
    still, moving = reader.pattern("still", at, at + 4, at + 11), reader.pattern("e0", *bounds(labels[0]))
    assert still is not None
    assert moving is not None
    assert moving.sigma > LEAST_SIGMA > still.sigma
    assert moving.region
    assert moving.direction
    assert most_similar(moving, [still])[0].likeness == 0
    without_apex = reader.pattern("e0", labels[0].onset, None, labels[0].offset)
    assert without_apex is not None
    assert most_similar(moving, [without_apex._replace(key="other")])[0].likeness > 0.8
    assert PatternReader(replace(run, evidence=None)).pattern("none", 1, 2, 3) is None


def bounds(one: CheckedLabel) -> tuple[int, int | None, int]:
    return one.onset, one.apex, one.offset
