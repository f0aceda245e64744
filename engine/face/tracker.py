"""Following one person's face through a video, frame after frame."""

import math

import cv2
import numpy as np

from engine.face.census import count_faces
from engine.face.detector import Candidate, FaceDetector
from engine.face.identity import RECOGNISED, FaceChoice, Person, looks_of
from engine.face.mesh import FaceMesh, MeshRegion
from engine.face.place import Placer
from engine.face.points import Face
from engine.face.tracked import TrackedFace
from engine.types import Float32, UInt8

# Feature spec 4 and 5: look again at once when the face is lost, then on every 5th frame; a box that moves by half
# its width between two frames is another track; flow needs a grey s.d. of about 8 levels.
SEARCH_EVERY = 5
JUMP_WIDTHS = 0.5
MIN_CONTRAST = 8.0
# Every so many searches the small tiles are searched too, which takes some 20 runs of the detector.
THOROUGH_EVERY = 6
# A lost person is looked for this far from the last place, in face widths; anywhere after so many frames.
REACH_WIDTHS = 1.0
PATIENCE_FRAMES = 30
# A reacquired face this much larger or smaller is another person.
MAX_SIZE_RATIO = 1.5
# The mesh is good where the face is within this share of its width from the middle of the region.
CENTERED_WIDTHS = 0.05
# Nor while it turns the region by more than this (radians): the detector's eyes may lie far askew, and a face read from
# such a region looks like another person's. No head turned so far within a frame in 32,000 frames of bench and footage.
UPRIGHT_WITHIN = 0.1
MAX_REFITS = 4
# Other faces beside the tracked one are counted every so many frames.
CENSUS_EVERY = 30
# A head tilted further shows raised brows as a movement to the side: it is not measured.
MAX_TILT = math.radians(45)
# So many frames of a new scene are compared with the first person.
COMPARED_FRAMES = 15
THUMBNAIL = (32, 18)
# Thumbnails of one scene correlate above .9 even while the camera pans; unrelated pictures stay under .5.
CUT_CORRELATION = 0.7
FLAT_THUMBNAIL = 4.0


class FaceTracker:
    """Tracks one face by its mesh; detects only at the start, after a loss and after a cut.

    The chosen face (the largest, unless the user wants another) is taken first, and after a cut again, unless one of
    several faces there is clearly the person that was followed first. While several faces are in the scene,
    one that jumps or looks like somebody else is not taken for the tracked person, who counts as hidden until seen
    again near the last place; after some 30 frames anywhere, and only then, unless the user chose a certain face,
    somebody else is taken, which is marked as a cut. Stateful and sequential: feed every sampled frame once, in order.
    Not thread-safe.

    Attributes:
        faces_seen: the most faces seen at the same time so far.
        tilted: frames so far in which the face lay on its side and so counts as not seen.
        likeness: after a cut, how much the face of this scene resembles the person followed first: the greatest
            correlation in its first half second; NaN in the first scene and while no face was seen.
    """

    def __init__(self, choice: FaceChoice | None = None) -> None:
        self._choice = choice or FaceChoice()
        self._detector = FaceDetector()
        self._mesh = FaceMesh()
        self.reset()

    def reset(self) -> None:
        """Forget everything: the next frame is the first of a new sequence."""
        self.faces_seen = 0
        self.tilted = 0
        self._scene = _SceneWatch()
        self._first: Person | None = None  # who was followed before the first cut
        self._person: Person | None = None
        self._forget()

    def _forget(self) -> None:
        """Begin a scene."""
        self._begin_scene()
        self._last: Face | None = None
        self._region: MeshRegion | None = None  # where the last face was fitted
        self._placer = Placer()
        self._person = None
        self._memo: tuple[Face, Float32] | None = None
        self._company = 0  # faces in this scene
        self._lost = 0
        self._searches = 0
        self._until_census = CENSUS_EVERY

    def _begin_scene(self) -> None:
        self._first = self._first or self._person
        self.likeness = math.nan
        self._compared = 0

    def track(self, gray: UInt8) -> TrackedFace:
        """Find the tracked face in the next frame.

        Args:
            gray: uint8 [H, W], the next frame in order.

        Returns:
            The face where it is seen, and whether the frame breaks the sequence or is too dark.
        """
        cut = self._scene.changed(gray)
        if cut:
            self._forget()
        face = self._follow(gray) or self._search(gray)
        if face is None:
            self._lost += 1
            self._placer = Placer()
            return TrackedFace(None, cut, _is_flat(gray))
        cut = self._accept(gray, face) or cut
        place = self._placer.next(face)
        is_dark = _is_flat(_inside(gray, face))
        if abs(MeshRegion.of_face(face).angle) > MAX_TILT:
            self.tilted += 1
            return TrackedFace(None, cut, is_dark)
        return TrackedFace(face, cut, is_dark, place)

    def _accept(self, gray: UInt8, face: Face) -> bool:
        """Take the face as the tracked one; True where that breaks the track."""
        broken = self._is_other(gray, face)
        looks = self._looks(gray, face)
        if broken:
            self._begin_scene()
            self._placer = Placer()
        if self._person is None or broken:
            self._person = Person(looks)
        self._person.renew(looks)
        self._compare(looks)
        self._last, self._lost, self._searches = face, 0, 0
        self._until_census -= 1
        if self._until_census <= 0:
            self._count(gray, thorough=False)
        return broken

    def _compare(self, looks: Float32) -> None:
        """Whether this scene shows the first person, by the best of its first frames: a blink or a word may hide it."""
        if self._first is not None and self._compared < COMPARED_FRAMES:
            self._compared += 1
            self.likeness = float(np.fmax(self.likeness, self._first.lasting_likeness(looks)))

    def _is_other(self, gray: UInt8, face: Face) -> bool:
        """Whether the face looks like somebody else or jumped; who was hidden for a moment may come out elsewhere."""
        if self._last is None or self._person is None:
            return False
        if not self._person.resembles(self._looks(gray, face)):
            return True
        was_hidden = 0 < self._lost < PATIENCE_FRAMES
        return not _similar_size(self._last, face) if was_hidden else _jumped(self._last, face)

    def _looks(self, gray: UInt8, face: Face) -> Float32:
        """`looks_of`, once for each face."""
        if self._memo is None or self._memo[0] is not face:
            self._memo = face, looks_of(gray, face)
        return self._memo[1]

    def _count(self, gray: UInt8, *, thorough: bool) -> list[Candidate]:
        """Candidates of the picture; only those in which the mesh sees a face at a new place are counted."""
        counted = count_faces(self._detector, self._mesh, gray, thorough=thorough)
        self._company = max(self._company, len(counted))
        self.faces_seen = max(self.faces_seen, self._company)
        self._until_census = CENSUS_EVERY
        return [one.candidate for one in counted]

    def _follow(self, gray: UInt8) -> Face | None:
        if self._last is None or self._lost:
            return None
        face = self._settle(gray, MeshRegion.of_face(self._last), self._region)
        if face is None or not self._is_other(gray, face):
            return face
        if self._company < 2:
            self._count(gray, thorough=False)
        return face if self._company < 2 else None

    def _search(self, gray: UInt8) -> Face | None:
        if self._lost % SEARCH_EVERY:
            return None
        thorough = self._searches % THOROUGH_EVERY == 0
        self._searches += 1
        if self._last is None:
            counted = self._count(gray, thorough=thorough)
            known = self._recognised(gray, counted)
            chosen = self._choice.among(counted)
            return known or next((face for item in chosen if (face := self._fit(gray, item))), None)
        return self._search_again(gray, self._last, thorough)

    def _recognised(self, gray: UInt8, counted: list[Candidate]) -> Face | None:
        """The face among several that is clearly the person followed first; None: there is none such."""
        if self._first is None or len(counted) < 2:
            return None
        found = [
            (self._first.lasting_likeness(looks_of(gray, face)), face)
            for item in counted
            if (face := self._fit(gray, item))
        ]
        likeness, best = max(found, key=lambda one: one[0], default=(0.0, None))
        return best if likeness >= RECOGNISED else None

    def _search_again(self, gray: UInt8, last: Face, thorough: bool) -> Face | None:
        """The lost person: first around the last place, then anywhere within reach; in the end somebody else."""
        patient = self._lost < PATIENCE_FRAMES
        reach = last.width * REACH_WIDTHS if patient else math.inf
        around = self._detector.detect_in(gray, _around(last))
        face = self._nearest(gray, around, last, reach)
        if face is None:
            face = self._nearest(gray, self._detector.detect(gray, thorough=thorough), last, reach)
        return face

    def _nearest(self, gray: UInt8, candidates: list[Candidate], last: Face, reach: float) -> Face | None:
        """The nearest face within reach; with several in the scene the nearest that can be the tracked person."""
        strangers: list[Face] = []
        for item in sorted(candidates, key=lambda item: math.dist(item.center, last.center)):
            if math.dist(item.center, last.center) > reach or not (face := self._fit(gray, item)):
                continue
            if self._company < 2 or self._can_be(gray, face, last):
                return face
            strangers.append(face)
        takes_others = self._lost >= PATIENCE_FRAMES and not self._choice.is_explicit
        return strangers[0] if strangers and takes_others else None

    def _can_be(self, gray: UInt8, face: Face, last: Face) -> bool:
        alike = self._person is None or self._person.resembles(self._looks(gray, face))
        return alike and _similar_size(last, face)

    def _fit(self, gray: UInt8, candidate: Candidate) -> Face | None:
        """Mesh of a candidate, fitted again on the better placed region of its own points."""
        face = self._mesh.fit(gray, MeshRegion.of_candidate(candidate).snapped())
        return face and self._settle(gray, MeshRegion.of_face(face))

    def _settle(self, gray: UInt8, region: MeshRegion, kept: MeshRegion | None = None) -> Face | None:
        """Mesh in `region`, fitted again while the face is far from its middle or askew: there the mesh lags."""
        region = region.snapped(kept)
        face = self._mesh.fit(gray, region)
        for _ in range(MAX_REFITS):
            if face is None:
                return None
            better = MeshRegion.of_face(face).snapped(region)
            is_centred = math.dist((better.x, better.y), (region.x, region.y)) < CENTERED_WIDTHS * face.width
            turned = math.remainder(better.angle - region.angle, math.tau)
            if is_centred and abs(turned) < UPRIGHT_WITHIN:
                break
            region = better
            face = self._mesh.fit(gray, region)
        self._region = region
        return face


class _SceneWatch:
    """Scene cuts from the correlation of small thumbnails of neighbouring frames."""

    def __init__(self) -> None:
        self._previous: Thumbnail | None = None

    def changed(self, gray: UInt8) -> bool:
        thumbnail = _thumbnail(gray)
        previous, self._previous = self._previous, thumbnail
        return previous is not None and _unrelated(previous, thumbnail)


# float32 [576], mean removed, and its standard deviation in grey levels.
Thumbnail = tuple[Float32, float]


def _thumbnail(gray: UInt8) -> Thumbnail:
    # About 4 source px a thumbnail px are enough to average, so thin the picture out first.
    step_y, step_x = max(1, gray.shape[0] // (4 * THUMBNAIL[1])), max(1, gray.shape[1] // (4 * THUMBNAIL[0]))
    small = cv2.resize(gray[::step_y, ::step_x], THUMBNAIL, interpolation=cv2.INTER_AREA).astype(np.float32).ravel()
    small -= small.mean()
    return small, math.sqrt(float(small @ small) / small.size)


def _unrelated(one: Thumbnail, other: Thumbnail) -> bool:
    (a, deviation_a), (b, deviation_b) = one, other
    if max(deviation_a, deviation_b) < FLAT_THUMBNAIL:
        return False
    # One of the two may be black: at least one grey level keeps the product above zero.
    return float(a @ b) / a.size < CUT_CORRELATION * max(deviation_a, 1.0) * max(deviation_b, 1.0)


def _jumped(last: Face, face: Face) -> bool:
    return math.dist(last.center, face.center) > JUMP_WIDTHS * last.width or not _similar_size(last, face)


def _similar_size(last: Face, face: Face) -> bool:
    return 1 / MAX_SIZE_RATIO < face.width / max(last.width, 1e-6) < MAX_SIZE_RATIO


def _inside(gray: UInt8, face: Face) -> UInt8:
    """View of the face's box, or of the whole picture where the box lies outside it."""
    x0, y0, x1, y1 = (max(0, int(value)) for value in face.box)
    view = gray[y0:y1, x0:x1]
    return view if view.size else gray


def _is_flat(gray: UInt8) -> bool:
    step = max(1, min(gray.shape) // 128)
    _, deviation = cv2.meanStdDev(np.ascontiguousarray(gray[::step, ::step]))
    return float(deviation.item()) < MIN_CONTRAST


def _around(face: Face) -> tuple[int, int, int, int]:
    """Square three face widths wide around the last place, in px."""
    (x, y), half = face.center, 1.5 * face.width
    return int(x - half), int(y - half), int(x + half), int(y + half)
