"""Heads are turned aside by their mesh: the angle, what hides what, and that nothing else changes."""

import numpy as np
import pytest

from benchmarks.turned_head import (
    RIM,
    SIDES,
    areas,
    drawn,
    from_far_to_near,
    front_triangles,
    rotated,
    smoothed,
    turned,
    with_rim,
)
from engine.face import TrackedFace
from engine.face.points import make_face
from engine.patches.picture import head_pose
from engine.types import Float64

SIZE = 200


def ball() -> Float64:
    """468 points on the front of a ball of 60 px (nearer is negative), its sides where a mesh has them."""
    points = np.random.default_rng(1).uniform(-1, 1, (2000, 2))
    points = points[np.hypot(*points.T) < 0.95][:468] * 60
    mesh = np.column_stack([points, -np.sqrt(60**2 - (points**2).sum(axis=1))])
    # Pairs of points that tell the yaw (`engine.patches.picture`).
    for number, (one, other) in enumerate(((33, 263), (133, 362), (127, 356), SIDES)):
        mesh[one], mesh[other] = (-50, 5 * number, 0), (50, 5 * number, 0)
    return np.asarray(mesh + np.array([SIZE / 2, SIZE / 2, 0]))


def yaw_of(mesh: Float64) -> float:
    return head_pose(make_face(mesh[:, :2].astype(np.float32), 1.0, mesh[:, 2].astype(np.float32)))[0]


def test_a_mesh_turns_by_the_degrees_that_its_yaw_then_shows() -> None:
    assert yaw_of(ball()) == pytest.approx(0, abs=0.01)
    for by in (30.0, -45.0):
        mesh = rotated(ball(), by)
        assert yaw_of(mesh) == pytest.approx(by, abs=0.01)
        np.testing.assert_allclose(mesh[:, 1], ball()[:, 1])


def test_triangles_that_face_away_are_left_out_and_the_nearest_come_last() -> None:
    mesh = np.array([[0, 0, 5], [10, 0, 5], [0, 10, 5], [0, 0, -5], [10, 0, -5], [0, 10, -5]], float)
    near, far, behind = (3, 4, 5), (0, 1, 2), (0, 2, 1)
    assert from_far_to_near(mesh, np.array([near, behind, far])).tolist() == [list(far), list(near)]
    mesh = with_rim(ball(), np.arange(10))
    triangles = front_triangles(mesh)
    assert (areas(mesh, triangles) > 0).all()
    assert len(from_far_to_near(rotated(mesh, 60), triangles)) < len(triangles)


def test_the_rim_lies_outside_and_behind_the_edge() -> None:
    mesh, edge = ball(), np.array([3, 8, 20])
    rim = with_rim(mesh, edge)[468:]
    middle = mesh[list(SIDES)].mean(axis=0)
    np.testing.assert_allclose(rim[:, :2] - middle[:2], RIM * (mesh[edge, :2] - middle[:2]))
    assert (rim[:, 2] > mesh[edge, 2]).all()


def test_a_picture_drawn_without_turning_is_itself_and_turned_only_the_head_changes() -> None:
    gray = np.random.default_rng(2).integers(0, 255, (SIZE, SIZE), dtype=np.uint8)
    mesh = ball()
    triangles = front_triangles(mesh)
    np.testing.assert_array_equal(drawn(gray, mesh, 0.0, triangles), gray)
    x, _ = np.meshgrid(np.arange(SIZE), np.arange(SIZE))
    aside = drawn(x.astype(np.uint8), mesh, 30.0, triangles)
    assert (aside[:, :30] == x[:, :30]).all()
    assert (aside[:, 170:] == x[:, 170:]).all()
    # The ball's middle (60 px before its axis) went aside by 60 sin 30 px, and shows what was in the middle.
    assert int(aside[90, 130]) == pytest.approx(100, abs=3)


def test_places_and_shapes_are_smoothed_apart() -> None:
    rng = np.random.default_rng(3)
    at = np.delete(np.arange(40), [7, 8])
    path = np.column_stack([2.0 * at, 0.5 * at, 0 * at])[:, None]
    meshes = ball() + path
    calm = smoothed(meshes, at)
    np.testing.assert_allclose(calm[10:-10], meshes[10:-10], atol=0.5)
    shaking = smoothed(meshes + rng.normal(0, 1, meshes.shape), at)
    assert np.std((shaking - meshes)[10:-10] - (shaking - meshes)[10:-10].mean(axis=1, keepdims=True)) < 0.4


def test_pictures_without_a_face_stay_as_they_are() -> None:
    gray = np.zeros((SIZE, SIZE), np.uint8)
    assert turned([gray], [TrackedFace(None, cut=False, dark=False)])[0] is gray
