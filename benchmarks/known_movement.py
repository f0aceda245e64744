"""What could be found if it were known how each movement goes: the limit of the measured patches, not of a model.

The passes of the development bench (`benchmarks/real_clips.py`) with and without micro-expressions, as they are and
coded. The difference of the two passes as they are is the movement itself, patch by patch and sample by sample; as a
filter against the video's own covariance it is laid over the same video with nothing in it. A movement stands out where
nothing in that video fits it as well. Printed are the shares of brow and eye events of 1 and 2 px that stand out, and
how much of the movement is left after coding. No detector can be asked for much more than what stands out.

Run:  python -m benchmarks.known_movement [--cache bench_cache] [--codec "CRF 28"]
"""

import argparse
from pathlib import Path

import numpy as np

from benchmarks.counts_by_person import Row, add, share, with_intervals
from benchmarks.real_clips import CALM, TALKING, WANTED, Take, takes
from benchmarks.real_faces import AS_IS
from engine.patches.whitening import NOISE_PX, RIDGE, covariances
from engine.types import Float64

# Samples before the onset and after the offset that show a movement over the shortest lag.
BEFORE, AFTER = 1, 5
LEAST_PX = 0.9
# How well stretches fit is divided by how much moves in them plus that of a stretch of twice the usual movement.
USUAL = 2.0


class Recording:
    """A pass and the one of the same clip with nothing in it."""

    def __init__(self, take: Take, plain: Take) -> None:
        n = min(len(take.patches), len(plain.patches))
        self.moved, self.rest = (_movement(one, n) for one in (take, plain))
        self.measured = take.patches.measured[:n] & plain.patches.measured[:n]
        own = covariances(plain.patches).short
        self.inverse = np.linalg.inv(own + RIDGE * np.diag(np.diag(own)) + NOISE_PX**2 * np.eye(len(own)))

    def stands_out(self, movement: Float64, part: slice) -> bool:
        """Whether a movement [k, 30] fits the samples `part` better than any stretch of the video without events."""
        weights, length = movement @ self.inverse, len(movement)

        def fit(moved: Float64) -> float:
            size = np.sqrt(np.einsum("ij,jk,ik->", moved, self.inverse, moved))
            return float((weights * moved).sum() / (size + USUAL * np.sqrt(length)))

        own = fit(self.moved[part])
        stretches = range(len(self.rest) - length)
        return all(fit(self.rest[at : at + length]) < own for at in stretches if self.measured[at : at + length].all())


def _movement(take: Take, n: int) -> Float64:
    """Movement of the inner patches over the shortest lag, float64 [n, 30], px of the 320 px crop."""
    return take.patches.inner[:n, 0].reshape(n, -1).astype(np.float64)


def compared(cache: Path, codec: str) -> tuple[Row, list[float]]:
    """Counts by person, and what share of each movement is left after coding."""
    pairs = list(zip(takes(cache, AS_IS, like=codec), takes(cache, codec), strict=True))
    plain = {one.clip: (one, other) for one, other in pairs if not one.events}
    table: Row = {}
    left: list[float] = []
    for as_is, coded in pairs:
        if not as_is.events:
            continue
        one, other = (Recording(take, rest) for take, rest in zip((as_is, coded), plain[as_is.clip], strict=True))
        row = table.setdefault(as_is.clip, {})
        for event in as_is.events:
            part = slice(max(0, event.onset - BEFORE), event.offset + AFTER + 1)
            known = all(recording.measured[part].all() for recording in (one, other))
            if not (event.upper and event.level >= LEAST_PX and event.span in (CALM, TALKING) and known):
                continue
            movement = (one.moved - one.rest)[part]
            add(row, f"n {event.span}", 1)
            add(row, f"as is {event.span}", one.stands_out(movement, part))
            add(row, f"coded {event.span}", other.stands_out(movement, part))
            left.append(float((movement * (other.moved - other.rest)[part]).sum() / (movement**2).sum()))
    return table, left


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cache", type=Path, default=Path("bench_cache"))
    parser.add_argument("--codec", default="CRF 28", choices=list(WANTED))
    arguments = parser.parse_args()
    table, left = compared(arguments.cache, arguments.codec)
    figures = {
        f"{span}, {how}": share(f"{how} {span}", f"n {span}") for span in (CALM, TALKING) for how in ("as is", "coded")
    }
    sizes = {span: sum(int(row.get(f"n {span}", 0)) for row in table.values()) for span in (CALM, TALKING)}
    print(f"{arguments.codec}: {sizes} brow and eye events of {len(table)} people; stand out if they are known")
    for name, (value, low, high) in with_intervals(table, figures).items():
        print(f"    {name:20s} {value:.2f} [{low:.2f}, {high:.2f}]")
    print(f"    of a movement is left after coding (median) {np.median(left):.2f}")


if __name__ == "__main__":
    main()
