"""Who is followed after a cut: clearly the same person if there is one, else as in the first scene; and it is said."""

import numpy as np
import pytest

from engine.config import AnalysisConfig
from engine.face import FaceChoice, FaceTracker
from engine.pipeline import Window, stream_windows
from engine.pipeline.survey import Survey, survey_notes
from tests.engine import scenes

WALL = scenes.room(360, 640)
OTHER_WALL = np.ascontiguousarray(255 - WALL[::-1, ::-1])


def alone(count: int) -> list[np.ndarray]:
    """The first person."""
    return [scenes.placed(WALL, face, 30, 40) for face in scenes.person(count, side=280)]


def somebody_else(count: int) -> list[np.ndarray]:
    """Another person in another place."""
    return [scenes.placed(OTHER_WALL, face, 300, 30) for face in scenes.other_person(count, side=300)]


def both(count: int) -> list[np.ndarray]:
    """The other person larger, the first one smaller on the right."""
    pairs = zip(scenes.other_person(count, side=300), scenes.person(count + 20, side=220)[20:], strict=True)
    return [scenes.placed(scenes.placed(OTHER_WALL, large, 20, 30), small, 390, 60) for large, small in pairs]


@pytest.mark.parametrize("choice", [None, FaceChoice(point=(164.0, 158.0))])
def test_the_person_of_the_first_scene_is_followed_though_the_other_is_larger(choice: FaceChoice | None) -> None:
    tracker = FaceTracker(choice)
    before = [tracker.track(frame) for frame in alone(12)]
    after = [tracker.track(frame) for frame in both(8)]
    assert all(item.face is not None for item in before)
    assert [item.cut for item in after] == [True] + [False] * 7
    assert all(item.face is not None and item.face.center[0] > 420 for item in after)
    assert tracker.likeness > 0.75


def test_without_a_scene_before_it_the_largest_is_taken() -> None:
    tracker = FaceTracker()
    assert all((face := tracker.track(frame).face) is not None and face.center[0] < 250 for frame in both(4))
    assert np.isnan(tracker.likeness)


def test_shot_and_reverse_shot_are_told_apart() -> None:
    frames = [*alone(50), *somebody_else(30), *alone(30)]
    survey = Survey()
    steps = list(stream_windows(scenes.Scene(frames), np.arange(110), AnalysisConfig(), survey))
    assert sum(isinstance(step, Window) for step in steps) == 4
    assert survey.cuts == [50, 80]
    assert survey.unlike == (50,)
    notes = survey_notes(survey, AnalysisConfig(), np.arange(110) / 30)
    assert any("looks like another person than at the start" in note and "at 1.7 s:" in note for note in notes)


def test_cuts_without_a_stranger_say_that_only_looks_were_compared() -> None:
    times = np.arange(100) / 30
    notes = survey_notes(Survey(cuts=[40]), AnalysisConfig(), times)
    assert any("judged by place and looks only" in note for note in notes)
    assert survey_notes(Survey(), AnalysisConfig(), times) == ()
    many = survey_notes(Survey(cuts=[1], unlike=tuple(range(3, 90, 10))), AnalysisConfig(), times)
    assert any("at 0.1 s, 0.4 s, 0.8 s, 1.1 s, 1.4 s, …:" in note for note in many)
