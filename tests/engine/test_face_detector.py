"""Detector and mesh: where the face is, no face where there is none, and the 468 -> 68 table."""

import numpy as np
import pytest

from engine.face import MESH_TO_68, FaceDetector, FaceMesh, MeshRegion
from tests.engine import portrait_clip

# Mean distance to the dlib points, in interocular distances (dlib against mesh on real faces: .02 to .05).
GROUP_LIMITS = {
    "brows": (slice(17, 27), 0.07),
    "nose": (slice(27, 36), 0.06),
    "eyes": (slice(36, 48), 0.05),
    "mouth": (slice(48, 68), 0.07),
}


@pytest.fixture(scope="module")
def detector() -> FaceDetector:
    return FaceDetector()


def pictures_without_a_face() -> list[np.ndarray]:
    rng = np.random.default_rng(3)
    ramp = np.tile(np.linspace(0, 255, 320).astype(np.uint8), (240, 1))
    checks = (np.indices((240, 320)).sum(axis=0) // 20 % 2 * 255).astype(np.uint8)
    noise = rng.integers(0, 256, (240, 320)).astype(np.uint8)
    dim = rng.integers(0, 12, (240, 320)).astype(np.uint8)
    return [np.zeros((240, 320), np.uint8), np.full((240, 320), 255, np.uint8), ramp, checks, noise, dim]


def test_one_face_is_found_where_it_is(detector: FaceDetector) -> None:
    (candidate,) = detector.detect(portrait_clip.frames()[0])
    inner_eyes = portrait_clip.golden()["landmarks_frame"][0][[36, 45]]
    x0, y0, x1, y1 = candidate.box
    assert (x0 < inner_eyes[:, 0]).all()
    assert (inner_eyes[:, 0] < x1).all()
    assert (y0 < inner_eyes[:, 1]).all()
    assert (inner_eyes[:, 1] < y1).all()
    assert candidate.eyes[0][0] < candidate.eyes[1][0]
    assert 0.5 < candidate.score <= 1


@pytest.mark.parametrize("index", range(6))
def test_no_face_in_pictures_without_one(index: int, detector: FaceDetector) -> None:
    picture = pictures_without_a_face()[index]
    mesh = FaceMesh()
    fitted = [mesh.fit(picture, MeshRegion.of_candidate(item)) for item in detector.detect(picture)]
    fitted.append(mesh.fit(picture, MeshRegion(160, 120, 200, 0.0)))
    assert not any(fitted)


@pytest.mark.parametrize("shape", [(1, 1), (3, 500), (15, 15), (40, 17)])
def test_tiny_pictures_are_no_error(shape: tuple[int, int], detector: FaceDetector) -> None:
    assert detector.detect(np.zeros(shape, np.uint8)) == []


def test_small_face_in_a_wide_picture_needs_the_tiles(detector: FaceDetector) -> None:
    face = portrait_clip.resized(portrait_clip.frames()[:1], 0.4)[0]
    canvas = np.full((360, 1280), 90, np.uint8)
    canvas[100 : 100 + face.shape[0], 700 : 700 + face.shape[1]] = face
    assert detector.detect_in(canvas, (0, 0, 1280, 360)) == []
    found = detector.detect(canvas)
    assert found
    x0, _, x1, _ = found[0].box
    assert 700 < x0 < x1 < 700 + face.shape[1]


def test_table_points_at_the_68_positions() -> None:
    assert len(MESH_TO_68) == 68
    truth = portrait_clip.golden()["landmarks_frame"]
    for window, expected in enumerate(truth):
        face = portrait_clip.faces()[window * portrait_clip.K // 2].face
        assert face is not None
        scale = np.linalg.norm(expected[45] - expected[36])
        distance = np.linalg.norm(face.points68 - expected, axis=1) / scale
        for name, (group, limit) in GROUP_LIMITS.items():
            assert distance[group].mean() < limit, (window, name)


@pytest.mark.parametrize("turns", [1, 3])
def test_a_face_on_its_side_gets_an_upright_mesh(turns: int, detector: FaceDetector) -> None:
    upright = portrait_clip.faces()[0].face
    assert upright is not None
    picture = np.ascontiguousarray(np.rot90(portrait_clip.frames()[0], turns))
    candidates = detector.detect(picture)
    assert candidates
    fitted = FaceMesh().fit(picture, MeshRegion.of_candidate(candidates[0]))
    assert fitted is not None
    last = picture.shape[0] - 1
    x, y = fitted.points68.T
    back = np.stack([last - y, x] if turns == 1 else [y, last - x], axis=1)
    assert np.linalg.norm(back - upright.points68, axis=1).mean() < 0.05 * upright.width
