"""All faces of a picture, and where an analysis that begins elsewhere finds each of them."""

import cv2
import numpy as np
import pytest

from engine.inspection import FaceObserver, People, PeopleFinder, SeenPerson
from tests.engine.scenes import other_person, person, placed, room, two_people

N = 80


@pytest.fixture(scope="module")
def finder() -> PeopleFinder:
    return PeopleFinder()


def colour(gray: np.ndarray) -> np.ndarray:
    return cv2.cvtColor(gray, cv2.COLOR_GRAY2BGR)


def look(finder: PeopleFinder, here: np.ndarray, first: np.ndarray, *, frame: int = N - 1) -> People:
    return finder.look(frame, colour(here), 0, colour(first))


def test_crossed_people_are_recognised_by_their_looks(finder: PeopleFinder) -> None:
    frames = two_people(N, step=5.0)
    begin = look(finder, frames[0], frames[0], frame=0)
    assert [one.start[0] < 320 for one in begin.persons] == [True, False], "the largest first, on the left"
    end = look(finder, frames[-1], frames[0])
    large, small = end.persons
    assert large.box[0] > 320 > small.box[2], "they changed sides"
    assert (large.start, small.start) == tuple(one.start for one in begin.persons)
    assert large.start_size > small.start_size > 0


def test_nobody_is_followed_in_another_ones_place(finder: PeopleFinder) -> None:
    wall = room(360, 640)
    one, other = person(1, side=300)[0], other_person(1, side=300)[0]
    alone = placed(wall, one, 20, 30)
    both = placed(placed(wall, other, 20, 30), one, 330, 30)
    found = {one.box[0] > 320: one for one in look(finder, both, alone).persons}
    assert found[True].start is not None, "the one who moved is known again"
    assert abs(found[True].start[0] - 150) < 20
    assert found[False].start is None, "the other one is not there yet, and the first one is at the place"


def test_who_comes_later_is_looked_for_where_they_are_seen(finder: PeopleFinder) -> None:
    frames = two_people(1)
    late = look(finder, frames[0], two_people(1, only_large=True)[0]).persons[1]
    assert late.start_size == 0
    assert abs(late.start[0] - (late.box[0] + late.box[2]) / 2) < 10


def test_what_is_measured_in_a_picture_is_of_the_chosen_face(finder: PeopleFinder) -> None:
    picture = two_people(1)[0]
    second = look(finder, picture, picture, frame=0).persons[1]
    assert FaceObserver().look(0, colour(picture)).face.center[0] < 320
    assert FaceObserver(second.start).look(0, colour(picture)).face.center[0] > 320
    assert FaceObserver((5.0, 5.0)).look(0, colour(picture)).face is None, "nobody else in its place"


def test_the_chosen_person_is_shown_and_not_who_stands_there_later(finder: PeopleFinder) -> None:
    frames = two_people(N, step=5.0)
    chosen = look(finder, frames[0], frames[0], frame=0).persons[1]
    place = FaceObserver(chosen.start).look(N - 1, colour(frames[-1])).face
    assert place is None or place.center[0] > 320, "the place alone gives the other one, or nobody"
    shown = FaceObserver(chosen.start, colour(frames[0])).look(N - 1, colour(frames[-1])).face
    assert shown is not None
    assert shown.center[0] < 320
    alone = two_people(1, only_large=True)[0]
    assert FaceObserver(chosen.start, colour(frames[0])).look(9, colour(alone)).face is None


A = SeenPerson((0, 0, 100, 100), (50.0, 50.0), 60.0)
B = SeenPerson((200, 0, 290, 90), (250.0, 50.0), 90.0)
NEW = SeenPerson((400, 0, 480, 80), (440.0, 40.0), 0.0)
HIDDEN = SeenPerson((600, 0, 660, 60), None, 0.0)


def test_next_goes_round_by_size_and_leaves_out_who_cannot_be_followed() -> None:
    everybody = People(0, 0, (A, B, NEW, HIDDEN))
    assert everybody.present(None) is B, "the largest where the analysis begins"
    assert everybody.after(None) is NEW
    assert everybody.after(NEW.start) is A
    assert everybody.after(A.start) is B
    assert everybody.after((900.0, 900.0)) is A
    assert People(0, 0, (A, HIDDEN)).after(A.start) is None
    assert People(0, 0, (HIDDEN,)).after(None) is None
