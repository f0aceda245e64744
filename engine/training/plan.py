"""What a default training consists of: which clips and which mix of windows feed which steps, and the recipe."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields

from engine.synthesis.examples import WindowSet
from engine.synthesis.hybrid import HybridSource, Mix, WindowBatch
from engine.synthesis.scenes import SceneOptions
from engine.training.digests import arrays_digest
from engine.training.recipe import Recipe

# Of five clips two hold micro-expressions (of the lively ones, from number FIRST_LIVELY on, one); the others are
# backgrounds.
STILL_OF_FIVE = 3
FIRST_LIVELY = 130


@dataclass(frozen=True, slots=True)
class PlanPart:
    """A part of a training.

    Attributes:
        step: first step.
        clips: clips number 0 to `clips` - 1 feed it.
        mix: what is made of their windows.
    """

    step: int
    clips: int
    mix: Mix


@dataclass(frozen=True, slots=True)
class Plan:
    """Size of a default training.

    Attributes:
        parts: by their first step; the first begins at step 0.
        recipe: how to train.
    """

    parts: tuple[PlanPart, ...]
    recipe: Recipe

    @property
    def clips(self) -> int:
        """Clips of 150 frames that are needed."""
        return max(part.clips for part in self.parts)


def default_plan(seed: int) -> Plan:
    """The shipped model's plan.

    A first stage in which each window is seen in one direction, cut short where it still moves; a long one that learns
    from both directions together, on more and livelier clips as it goes on; a last one in which windows are relative
    to their far end. The eight further blocks of the released architecture add nothing (`with_idle_blocks`).
    """
    recipe = Recipe(
        "default",
        steps=(2090, 5756, 1900),
        blocks=(4, 4, 4),
        cycles=(4500, 6400, 1900),
        one_way=1,
        near_end=2,
        batch=64,
        max_lr=(3e-3, 2e-3, 1.5e-3),
        rise=0.1,
        seed=seed,
    )
    lively = Mix(rendered=0.22, wild=0.08, long=0.42, blink=0.32)
    return Plan((PlanPart(0, 130, Mix(ramp=700)), PlanPart(4000, 260, lively), PlanPart(5200, 330, lively)), recipe)


def quick_plan(seed: int) -> Plan:
    """A plan of about a minute that shows that every step works; its weights are of no use."""
    recipe = Recipe(
        "quick",
        steps=(14, 8, 8),
        blocks=(2, 2, 3),
        one_way=1,
        near_end=2,
        max_lr=(3e-3, 3e-3, 1e-3),
        batch=16,
        seed=seed,
    )
    return Plan((PlanPart(0, 4, Mix()), PlanPart(20, 5, Mix())), recipe)


def scene_options(number: int) -> SceneOptions:
    """Options of clip number `number`."""
    lively = number >= FIRST_LIVELY
    return SceneOptions(micros=0.0 if number % 5 < STILL_OF_FIVE + lively else 2.0, lively=lively)


class PlannedSource:
    """Batches by a plan; the same plan, clips and step give the same batch."""

    def __init__(self, plan: Plan, clips: Sequence[WindowSet]) -> None:
        """Prepare all parts.

        Args:
            plan: the plan.
            clips: windows of the clips 0 to ``plan.clips`` - 1.
        """
        self._parts = [
            (part.step, HybridSource(joined_clips(clips[: part.clips]), part.mix, seed=plan.recipe.seed))
            for part in plan.parts
        ]

    def batch(self, step: int, size: int) -> WindowBatch:
        """Batch of a step."""
        return [source for first, source in self._parts if step >= first][-1].batch(step, size)


def planned_digest(plan: Plan, clips: Sequence[WindowSet]) -> str:
    """sha256 hex of everything the batches of a `PlannedSource` are made of."""
    digest = hashlib.sha256(json.dumps([asdict(part) for part in plan.parts]).encode())
    for clip in clips:
        digest.update(arrays_digest({one.name: getattr(clip, one.name) for one in fields(clip)}).encode())
    return digest.hexdigest()


def joined_clips(clips: Sequence[WindowSet]) -> WindowSet:
    """All windows: clips with micro-expressions first, of each kind the lively ones last, then by number."""
    options = [scene_options(number) for number in range(len(clips))]
    order = sorted(range(len(clips)), key=lambda i: (not options[i].micros, options[i].lively, i))
    return WindowSet.joined([clips[i] for i in order])
