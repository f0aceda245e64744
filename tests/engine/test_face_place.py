"""Where the mesh looks and where the features look: on a grid, and held still while the face only trembles."""

import math
from dataclasses import replace

import numpy as np
import pytest

from engine.face import MeshRegion
from engine.face.mesh import ANGLE_STEP, snapped
from engine.face.place import POINT_STEP, SIDE, Placer, place_of, robust_box
from engine.face.points import Face, make_face
from tests.engine import portrait_clip


def face_of(shift: tuple[float, float] = (0.0, 0.0), scale: float = 1.0) -> Face:
    face = portrait_clip.faces()[0].face
    assert face is not None
    return make_face(((face.points - 180) * scale + 180 + np.array(shift)).astype(np.float32), 1.0)


def same(one: object, other: object) -> bool:
    return one.box == other.box and one.anchor == other.anchor and np.array_equal(one.points, other.points)


def test_a_value_stays_until_it_is_left_clearly() -> None:
    assert snapped(10.4, None, 1.0) == 10
    assert snapped(10.7, 10.0, 1.0) == 10
    assert snapped(10.8, 10.0, 1.0) == 11
    assert snapped(9.3, 10.0, 1.0) == 10
    assert math.isnan(snapped(math.nan, None, 1.0))


def test_regions_lie_on_whole_px_and_sixtyfourths() -> None:
    region = MeshRegion(100.3, 50.6, 211.4, 0.11).snapped()
    assert (region.x, region.y, region.side) == (100, 51, 211)
    assert region.angle == round(0.11 / ANGLE_STEP) * ANGLE_STEP
    moved = replace(region, x=region.x + 0.7, side=region.side - 0.9).snapped(region)
    assert (moved.x, moved.side) == (region.x, region.side - 1)


@pytest.mark.parametrize("seed", range(3))
def test_trembling_changes_nothing(seed: int) -> None:
    rng = np.random.default_rng(seed)
    face, placer = face_of(), Placer()
    first = placer.next(face)
    scale = first.box.side / SIDE
    for _ in range(20):
        noise = rng.uniform(-0.1, 0.1, face.points.shape) * scale
        again = placer.next(make_face((face.points + noise).astype(np.float32), 1.0))
        assert again.box == first.box
        assert np.array_equal(again.points, first.points)


@pytest.mark.parametrize(("noise", "most"), [(1e-4, 2), (1e-3, 12)])
def test_last_digits_of_the_mesh_do_not_reach_the_features(noise: float, most: int) -> None:
    """The places of a clip under two meshes that differ by as much as backends and processors do."""
    rng = np.random.default_rng(7)
    one, other, differing = Placer(), Placer(), 0
    for tracked in portrait_clip.faces():
        assert tracked.face is not None
        points = tracked.face.points
        shaken = make_face((points + rng.uniform(-noise, noise, points.shape)).astype(np.float32), 1.0)
        differing += not same(one.next(tracked.face), other.next(shaken))
    # of 75 frames with 141 numbers each; a value may by chance lie as near to a limit as that
    assert differing <= most


def test_the_place_follows_a_face_that_moves_or_grows() -> None:
    placer = Placer()
    for i in range(40):
        face = face_of((2.0 * i, -i), 1 + i / 100)
        place = placer.next(face)
        box = robust_box(face.points68)
        assert abs(place.box.side / box.side - 1) < 0.02
        step = place.box.side / SIDE
        assert math.dist(place.anchor, face.points68[[27, 28, 29, 39, 42]].mean(axis=0)) < step
        crop = place.box.to_crop(face.points68)
        assert np.abs(place.points - crop).max() <= 0.75 * POINT_STEP + 1e-6
        middle = (place.box.left + place.box.side / 2, place.box.top + place.box.side * 3.5 / 9)
        assert math.dist(middle, face.points68[[39, 42]].mean(axis=0)) < 2 * step


def test_a_single_picture_has_the_place_of_a_first_frame() -> None:
    assert same(place_of(face_of()), Placer().next(face_of()))
    tiny = make_face(np.full((468, 2), 5.0, np.float32), 1.0)
    assert place_of(tiny).box.side >= 0.9
