"""Annotations: validity, and the computed kind."""

import numpy as np
import pytest

from engine.clock import FrameClock, steady
from engine.definitions import CASME3, DEFINITIONS, custom, definition_from
from engine.origins import Origins
from engine.types import Origin, OriginKind
from metst_gui.document.annotation import EMOTION_LABELS, Annotation, computed_kind, flip_margin


@pytest.mark.parametrize(
    ("onset", "apex", "offset", "words"),
    [(-1, 2, 3, "first frame"), (5, None, 4, "before the onset"), (5, 4, 9, "apex"), (5, 10, 9, "apex")],
)
def test_impossible_intervals_are_refused(onset, apex, offset, words) -> None:
    with pytest.raises(ValueError, match=words):
        Annotation(onset=onset, apex=apex, offset=offset)


@pytest.mark.parametrize(
    ("onset", "apex", "offset", "fps", "kind"),
    [
        (10, 18, 90, 30, "micro"),  # rise of 8 frames: micro however long
        (10, 19, 90, 30, "macro"),
        (10, 19, 25, 30, "micro"),  # 15 frames from onset to offset
        (10, 19, 26, 30, "macro"),
        (0, 53, 400, 200, "micro"),  # the same rise at 200 fps
        (0, 54, 400, 200, "macro"),
        (0, None, 15, 30, "micro"),  # without an apex the length alone decides
        (0, None, 16, 30, "macro"),
    ],
)
def test_kind_follows_the_rule_of_casme3(onset, apex, offset, fps, kind) -> None:
    assert computed_kind(Annotation(onset=onset, apex=apex, offset=offset), steady(fps), CASME3) == kind


def test_flip_margin_is_the_smallest_move_of_the_apex() -> None:
    assert flip_margin(Annotation(onset=10, apex=15, offset=60), steady(30), CASME3) == ("apex", 4)
    assert flip_margin(Annotation(onset=10, apex=21, offset=60), steady(30), CASME3) == ("apex", -3)
    assert flip_margin(Annotation(onset=10, apex=12, offset=20), steady(30), CASME3) is None
    assert flip_margin(Annotation(onset=10, apex=None, offset=20), steady(30), CASME3) == ("offset", 6)
    assert flip_margin(Annotation(onset=10, apex=24, offset=26), steady(30), CASME3) == ("offset", -1)


def test_the_kind_goes_by_the_times_of_the_frames() -> None:
    # 30 frames a second for 2 s, then 25: a mean rate takes 13 frames there for less than half a second.
    clock = FrameClock(np.cumsum([0.0] + [1 / 30] * 60 + [1 / 25] * 90))
    definition = DEFINITIONS["half_second"]
    assert [definition.kind(onset, None, onset + 13, clock) for onset in (10, 100)] == ["micro", "macro"]
    assert [definition.limits(onset, clock)[1] for onset in (10, 100)] == [15, 12]
    assert definition.flip(100, None, 113, clock) == ("offset", -1)
    # Matroska rounds 8 frames at 30 fps to 267 ms, which are within 8/30 s.
    rounded = FrameClock(np.round(np.arange(200) / 30, 3))
    assert all(CASME3.kind(onset, onset + 8, onset + 90, rounded) == "micro" for onset in range(60))
    assert all(CASME3.kind(onset, onset + 9, onset + 90, rounded) == "macro" for onset in range(60))
    assert CASME3.kind(0, None, 15, steady(29.97)) == "macro"  # 500.5 ms


@pytest.mark.parametrize("fps", [29.97, 30.0, 50.0, 200.0])
@pytest.mark.parametrize("definition", [*DEFINITIONS.values(), custom(0.2, None), custom(0.3, 0.1)])
def test_the_flip_margin_flips_and_no_smaller_move_does(definition, fps) -> None:
    draw = np.random.default_rng(3)
    for _ in range(60):
        onset, apex, offset = sorted(draw.integers(0, 150, 3).tolist())
        clock = steady(fps)
        now, found = definition.kind(onset, apex, offset, clock), definition.flip(onset, apex, offset, clock)
        moves = [("apex", step) for step in range(onset - apex, offset - apex + 1)]
        moves += [("offset", step) for step in range(apex - offset, 400)]

        def after(bound: str, step: int, at=(onset, apex, offset)) -> str:
            return definition.kind(
                at[0], at[1] + step * (bound == "apex"), at[2] + step * (bound == "offset"), steady(fps)
            )

        flips = [abs(step) for bound, step in moves if after(bound, step) != now]
        assert (found is None) == (not flips)
        if found is not None:
            assert abs(found[1]) == min(flips)
            assert after(*found) != now


@pytest.mark.parametrize("limits", [(0, None), (-1, None), (float("nan"), None), (0.5, 0)])
def test_a_definition_without_a_time_is_refused(limits) -> None:
    with pytest.raises(ValueError, match="above zero"):
        custom(*limits)


@pytest.mark.parametrize(
    "form", [None, 7, {}, {"name": "custom"}, {"name": "custom", "max_length_s": -1, "max_rise_s": 1}]
)
def test_a_damaged_definition_is_the_default_one(form) -> None:
    assert definition_from(form) is CASME3
    mine = custom(0.4, None)
    assert definition_from(mine.form()) == mine


def test_moving_a_bound_makes_it_the_humans() -> None:
    annotation = Annotation(onset=1, apex=2, offset=3, origins=Origins.all(Origin(OriginKind.MODEL)))
    assert annotation.edited(note="x").default_bounds
    assert not annotation.edited(apex=3).default_bounds
    assert annotation.edited(apex=3).id == annotation.id


@pytest.mark.parametrize("fields", [{"onset": 1.0}, {"offset": "9"}, {"apex": 2.5}, {"kind": "tiny"}])
def test_what_is_no_frame_or_kind_is_refused(fields) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        Annotation(**{"onset": 1, "apex": 2, "offset": 9, **fields})


def test_numbers_of_numpy_become_plain() -> None:
    annotation = Annotation(onset=np.int64(1), apex=np.int32(2), offset=np.int64(3))
    assert [type(one) for one in (annotation.onset, annotation.apex, annotation.offset)] == [int] * 3


def test_a_detached_copy_tells_its_origin_but_names_no_proposal() -> None:
    annotation = Annotation(onset=1, apex=None, offset=3, origin="proposal:p2")
    assert (annotation.proposal_id, annotation.detached().proposal_id) == ("p2", None)
    assert annotation.detached().origin == "import:proposal:p2"
    assert annotation.detached().detached() == annotation.detached()


def test_the_first_seven_labels_are_those_of_casme3() -> None:
    assert set(EMOTION_LABELS[:7]) == {"happy", "surprise", "anger", "disgust", "fear", "sad", "others"}
