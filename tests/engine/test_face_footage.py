"""The tracker on real clips (reference data): share of frames with a face, and the cuts."""

from pathlib import Path

import av
import numpy as np
import pytest

from engine.face import FaceTracker, TrackedFace


def tracked(path: Path, stop: int | None = None) -> list[TrackedFace]:
    tracker = FaceTracker()
    with av.open(str(path)) as container:
        found = []
        for index, frame in enumerate(container.decode(video=0)):
            if index == stop:
                break
            found.append(tracker.track(frame.to_ndarray(format="gray")))
    return found


def presence(found: list[TrackedFace]) -> np.ndarray:
    return np.array([item.face is not None for item in found])


def test_expressive_face_with_a_hand_over_it_is_never_lost(shared: Path) -> None:
    found = tracked(shared / "footage" / "WolfgangLanger_Pexels.mp4", stop=240)
    assert len(found) == 240
    assert presence(found).all()
    assert not any(item.cut or item.dark for item in found)


@pytest.mark.parametrize(
    ("name", "face_frames", "cut"), [("face_noface.mov", range(72), 72), ("noface_face.mov", range(97, 168), 96)]
)
def test_splice_of_face_and_no_face(name: str, face_frames: range, cut: int, shared: Path) -> None:
    found = tracked(shared / "footage" / name)
    seen = presence(found)
    assert len(seen) == 169
    assert seen[list(face_frames)].all()
    others = np.setdiff1d(np.arange(169), [*face_frames, 96])
    assert not seen[others].any()
    assert found[cut].cut
    assert not any(item.cut for item in found[1 : min(72, cut)])


def test_no_face_in_footage_without_one(shared: Path) -> None:
    found = tracked(shared / "footage" / "no_face.mp4")
    assert len(found) == 95
    assert not presence(found).any()
