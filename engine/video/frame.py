"""One frame of a source, whatever it came from."""

from dataclasses import dataclass
from typing import Protocol

from engine.types import UInt8


class Picture(Protocol):
    """Pixels of one frame, converted only when asked for."""

    @property
    def nbytes(self) -> int:
        """Memory the picture holds, in bytes (estimate)."""

    def gray(self, out: UInt8 | None = None) -> UInt8:
        """See `Frame.gray`."""

    def bgr(self) -> UInt8:
        """See `Frame.bgr`."""


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One frame of a source.

    Attributes:
        index: frame index (0-based).
        damaged: True where this frame cannot be decoded and `picture` is the nearest earlier one that can.
        picture: the pixels, upright.
        key: True where it is coded without the frames before it.
        refitted: True where it is stored in another size or shape than the first frame, and shown with black edges.
    """

    index: int
    damaged: bool
    picture: Picture
    key: bool = False
    refitted: bool = False

    @property
    def nbytes(self) -> int:
        """Memory the frame holds, in bytes (estimate, for caches)."""
        return self.picture.nbytes

    def gray(self, out: UInt8 | None = None) -> UInt8:
        """Full-range BT.601 luma: uint8 [H, W], upright, C-contiguous.

        Args:
            out: memory uint8 [H, W] that may be used for it: fresh memory costs as much as the conversion.
        """
        return self.picture.gray(out)

    def bgr(self) -> UInt8:
        """Colours: uint8 [H, W, 3] in the order blue, green, red, upright, C-contiguous."""
        return self.picture.bgr()
