"""Jump cuts: footage of the same scene is missing, so the head jumps a little between two frames.

Both frames are looked at through one square around the face, in blocks, and each block's shift is estimated from the
brightness gradients (Lucas and Kanade 1981, one step, with the gain and offset of the light as further unknowns). A
movement of the head, a hand or a nod takes several frames, and a blink or a word moves only part of the face. A cut
moves most blocks in one frame, and not before and after it. Limits: `benchmarks/jump_cuts.py`.
"""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from engine.face.mesh import MeshRegion
from engine.face.points import Face
from engine.face.tracked import TrackedFace
from engine.types import Float32, UInt8
from engine.warp import turned_patch

# The square has this many px and blocks a side; one of its px is about 5 px of the features' 320 px crop.
SIDE = 72
BLOCKS = 6
BLOCK = SIDE // BLOCKS
OVERSAMPLING = 2
# Blocks with a smaller gradient (r.m.s., grey levels a px) show no movement; fewer than so many are no evidence.
MIN_GRADIENT = 4.0
MIN_BLOCKS = 12
# The strongest 35 % of the blocks must have moved; so the background may stand still, but not half of the face.
SHARE = 0.35
# Smaller shifts and changes (px of the square) are not told from the tremble of a still face.
LEAST_SHIFT = 0.1
LEAST_CHANGE = 0.2
# How many times larger than beside it the shift or the change must be; at most 2.3 and 2.2 in 32,000 frames without a
# cut. A new key frame renews a strongly compressed picture, which looks like a jump: up to 4.6 and 3.1 there.
SHIFT_RATIO = 2.5
CHANGE_RATIO = 2.35
KEY_FACTOR = 2.0
# Frames on either side that a jump is compared with; before it, repeated frames are passed over.
BESIDE = 2
REACH = 5
# Mean difference, grey levels, below which a frame repeats the one before.
REPEATED = 0.05
# Keeps blocks solvable where gradients run in one direction only: (levels a px)^2 for x, y and gain, and the offset.
RIDGE = np.array([4.0, 4.0, 4.0, 0.01])


# Of each block, float32 [36]: shift and change in px of the square, gradient in grey levels a px.
Moved = tuple[Float32, Float32, Float32]


@dataclass(frozen=True, slots=True, eq=False)
class _Step:
    """From one frame to the next."""

    moved: Moved | None  # None: they cannot be compared
    repeated: bool
    renewed: bool


class JumpWatch:
    """Tells of each frame whether it follows a jump cut, two frames later. Stateful and sequential. Not thread-safe."""

    def __init__(self) -> None:
        self._before: tuple[Float32, Face] | None = None  # own patch and face of the frame before
        self._key = True
        self._judged: deque[_Step] = deque(maxlen=REACH)
        self._waiting: deque[_Step] = deque()

    @property
    def waiting(self) -> int:
        """Frames that are not judged yet."""
        return len(self._waiting)

    def add(self, gray: UInt8, tracked: TrackedFace, *, key: bool = False) -> None:
        """Take in the next frame.

        Args:
            gray: uint8 [H, W].
            tracked: what the tracker says of it.
            key: True where it is coded without the frames before it.
        """
        renewed, self._key = key and not self._key, key
        before, self._before = self._before, None
        moved, repeated = None, False
        if tracked.face is not None:
            own = _patch(gray, tracked.face)
            if before is not None and not tracked.cut:
                patch = _patch(gray, before[1])
                repeated = float(np.abs(before[0] - patch).sum(dtype=np.float64)) < REPEATED * SIDE * SIDE
                moved = _moved(before[0], patch)
            self._before = own, tracked.face
        self._waiting.append(_Step(moved, repeated, renewed))

    def judge(self) -> bool:
        """Whether the oldest frame not judged yet follows a jump cut, by the two frames after it that are in."""
        step = self._waiting.popleft()
        judged = self._is_jump(step)
        self._judged.append(step)
        return judged

    def _is_jump(self, step: _Step) -> bool:
        if step.moved is None or step.repeated:
            return False
        shift, change, gradient = step.moved
        textured = gradient > MIN_GRADIENT
        before, stalled = _distinct(reversed(self._judged))
        after, _ = _distinct(list(self._waiting)[:BESIDE])
        if textured.sum() < MIN_BLOCKS or not before or not after:
            return False
        # After frames that stood still the next one makes up for all of them.
        catching_up = 1 + stalled
        beside = [np.max([moved[kind] for moved in (*before, *after)], axis=0) * catching_up for kind in (0, 1)]
        place = int((1 - SHARE) * (textured.sum() - 1))
        shifted = np.sort((shift / np.maximum(beside[0], LEAST_SHIFT))[textured])[place]
        changed = np.sort((change / np.maximum(beside[1], LEAST_CHANGE))[textured])[place]
        factor = KEY_FACTOR if step.renewed else 1.0
        return bool(shifted > factor * SHIFT_RATIO or changed > factor * CHANGE_RATIO)


def _distinct(steps: Iterable[_Step]) -> tuple[list[Moved], int]:
    """The nearest steps in which something could move, and the repeated frames before the first of them."""
    found: list[Moved] = []
    stalled = 0
    for step in steps:
        if step.moved is None or len(found) == BESIDE:
            break
        if not step.repeated:
            found.append(step.moved)
        elif not found:
            stalled += 1
    return found, stalled


def _patch(gray: UInt8, face: Face) -> Float32:
    """The square around a face, float32 [72, 72]."""
    matrix = MeshRegion.of_face(face).matrix(SIDE * OVERSAMPLING)
    return turned_patch(gray, matrix, SIDE, over=OVERSAMPLING)


def _moved(one: Float32, two: Float32) -> Moved:
    """Shift, change and gradient of each block between two patches."""
    from engine.face import jump_kernels

    out = np.empty((3, BLOCKS**2), np.float32)
    jump_kernels.moved(one, two, BLOCK, RIDGE, out)
    shift, change, gradient = out
    return shift, change, gradient
