"""What the human says: verdicts on proposals, and annotations. Immutable, Qt-free."""

import math
import operator
import uuid
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Literal

from engine.types import Proposal

Kind = Literal["micro", "macro"]

# Words of the CAS(ME)^3 label sheet in key order 1..7, then the two coarse classes no data-set word stands for.
EMOTION_LABELS: tuple[str, ...] = (
    *("happy", "surprise", "anger", "disgust", "fear", "sad", "others"),
    *("negative", "positive"),
)

# Why a proposal is no expression; each begins with another letter, so that one key says it.
REJECT_REASONS: tuple[str, ...] = ("blink", "head", "speech", "gaze", "tracking", "macro", "nothing")

# Micro-expression rule of CAS(ME)^3 part A v2 at 30 fps: holds for 99.8 % of its type labels.
RULE_FPS = 30.0
MAX_RISE_FRAMES = 8
MAX_DURATION_FRAMES = 15
# Without an apex only the duration can tell (upper limit of a micro-expression in the field's definition).
MAX_DURATION_SECONDS = 0.5


class Verdict(StrEnum):
    """The reviewer's answer to a proposal."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class VerdictRecord:
    """A verdict with what it was given on.

    Attributes:
        verdict: never pending.
        proposal: the proposal as it was then, so that it stays visible when the threshold moves or a run is repeated.
        reason: why it was rejected; may be empty.
        annotator: who decided.
        at: UTC time, ISO 8601.
    """

    verdict: Verdict
    proposal: Proposal
    reason: str = ""
    annotator: str = ""
    at: str = ""


def new_id() -> str:
    """Identifier of a new annotation; kept for life, never reused."""
    return uuid.uuid4().hex


@dataclass(frozen=True, slots=True)
class Annotation:
    """An interval a human stands for.

    Attributes:
        onset, apex, offset: frame indices, inclusive; apex None where it was not annotated.
        emotion: label, or None: no emotion inferred.
        action_units: FACS line exactly as typed.
        objective_class: class I..VII of CAS(ME)^3 where the source had one.
        kind: the reviewer's override; None: computed (see `computed_kind`).
        note: free text.
        origin: ``"manual"``, ``"proposal:<id>"``, ``"import:<file name>"``, or ``"import:proposal:<id>"`` where the
            file said it was made from a proposal.
        default_bounds: True until a human moved onset, apex or offset of an accepted proposal.
        default_emotion: True while the emotion is the model's: accepted along with a proposal, set or confirmed by
            nobody.
        annotator: who made it.
        id: uuid4 hex.

    Raises:
        ValueError: frames out of order, negative or no whole numbers, or an unknown kind.
    """

    onset: int
    apex: int | None
    offset: int
    emotion: str | None = None
    action_units: str = ""
    objective_class: str = ""
    kind: Kind | None = None
    note: str = ""
    origin: str = "manual"
    default_bounds: bool = False
    default_emotion: bool = False
    annotator: str = ""
    id: str = field(default_factory=new_id)

    def __post_init__(self) -> None:
        try:
            # Numbers of numpy would be refused by the project file.
            object.__setattr__(self, "onset", operator.index(self.onset))
            object.__setattr__(self, "offset", operator.index(self.offset))
            object.__setattr__(self, "apex", None if self.apex is None else operator.index(self.apex))
        except TypeError as error:
            raise ValueError("Frames are whole numbers.") from error
        if self.kind not in (None, "micro", "macro"):
            raise ValueError("The kind is micro, macro, or left to the rule.")
        if self.onset < 0:
            raise ValueError("The onset lies before the first frame.")
        if self.offset < self.onset:
            raise ValueError("The offset lies before the onset.")
        if self.apex is not None and not self.onset <= self.apex <= self.offset:
            raise ValueError("The apex lies outside onset and offset.")

    @property
    def proposal_id(self) -> str | None:
        """Id of the proposal this annotation came from, or None."""
        return self.origin.removeprefix("proposal:") if self.origin.startswith("proposal:") else None

    def detached(self) -> "Annotation":
        """A copy no proposal of this project stands behind; where it came from stays readable."""
        return self if self.proposal_id is None else replace(self, origin=f"import:{self.origin}")

    def edited(self, **fields: Any) -> "Annotation":
        """A changed copy with the same id; moving a bound makes the bounds the human's own, as does an emotion."""
        if {"onset", "apex", "offset"} & fields.keys():
            fields.setdefault("default_bounds", False)
        if "emotion" in fields:
            fields.setdefault("default_emotion", False)
        return replace(self, **fields)


def computed_kind(annotation: Annotation, fps: float) -> Kind:
    """Micro or macro by the rule of CAS(ME)^3, scaled to the frame rate (design D11).

    Micro iff ``apex - onset <= 8`` or ``offset - onset <= 15`` frames at 30 fps; without an apex iff the interval lasts
    at most 0.5 s. An override is not looked at.
    """
    return _kind(annotation.onset, annotation.apex, annotation.offset, fps)


def flip_margin(annotation: Annotation, fps: float) -> int | None:
    """Smallest move of the apex, in frames, that flips the computed kind; None where no apex inside does."""
    if annotation.apex is None:
        return None
    now = computed_kind(annotation, fps)
    for step in range(1, annotation.offset - annotation.onset + 1):
        for apex in (annotation.apex + step, annotation.apex - step):
            inside = annotation.onset <= apex <= annotation.offset
            if inside and _kind(annotation.onset, apex, annotation.offset, fps) != now:
                return apex - annotation.apex
    return None


def _kind(onset: int, apex: int | None, offset: int, fps: float) -> Kind:
    scale = fps / RULE_FPS
    if apex is None:
        return "micro" if (offset - onset + 1) / fps <= MAX_DURATION_SECONDS else "macro"
    is_fast = apex - onset <= math.floor(MAX_RISE_FRAMES * scale + 1e-9)
    is_short = offset - onset <= math.floor(MAX_DURATION_FRAMES * scale + 1e-9)
    return "micro" if is_fast or is_short else "macro"
