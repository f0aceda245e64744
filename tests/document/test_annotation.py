"""Annotations: validity, and the computed kind."""

import numpy as np
import pytest

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
        (0, None, 14, 30, "micro"),  # 15 frames are 0.5 s
        (0, None, 15, 30, "macro"),
    ],
)
def test_kind_follows_the_rule_of_casme3(onset, apex, offset, fps, kind) -> None:
    assert computed_kind(Annotation(onset=onset, apex=apex, offset=offset), fps) == kind


def test_flip_margin_is_the_smallest_move_of_the_apex() -> None:
    assert flip_margin(Annotation(onset=10, apex=15, offset=60), 30) == 4
    assert flip_margin(Annotation(onset=10, apex=21, offset=60), 30) == -3
    assert flip_margin(Annotation(onset=10, apex=12, offset=20), 30) is None
    assert flip_margin(Annotation(onset=10, apex=None, offset=20), 30) is None


def test_moving_a_bound_makes_it_the_humans() -> None:
    annotation = Annotation(onset=1, apex=2, offset=3, default_bounds=True)
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
