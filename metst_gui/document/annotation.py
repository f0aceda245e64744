"""What the human says: verdicts on proposals, and annotations. Immutable, Qt-free."""

import operator
import uuid
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from engine.clock import Clock
from engine.coding_scheme import CASME3_SCHEME
from engine.definitions import CONFIDENCES, Definition, Kind
from engine.messages import Said
from engine.origins import BOUNDS, OF_POINT, VALUES, Origins, present
from engine.types import UNKNOWN, Bounds, Origin, OriginKind, Proposal

# Emotions in key order where the project chose no others.
EMOTION_LABELS: tuple[str, ...] = CASME3_SCHEME.emotions

# Why a proposal is no expression; each begins with another letter, so that one key says it.
REJECT_REASONS: tuple[str, ...] = ("blink", "head", "speech", "gaze", "tracking", "macro", "nothing")


# Of a value that somebody states who is not named.
SOMEBODY = Origin(OriginKind.HUMAN)
NO_ORIGINS = Origins()
# Where an annotation came from while the model's marks are hidden.
HIDDEN_ORIGIN = "hidden"


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
    """An interval a human stands for, with the origin of each of its values.

    Attributes:
        onset, apex, offset: frame indices, inclusive; apex None where it was not annotated.
        emotion: label, or None: not set, or none can be inferred (see `no_emotion`).
        action_units: FACS line exactly as typed.
        objective_class: class I..VII of CAS(ME)^3 where the source had one.
        kind: the reviewer's override; None: computed (see `computed_kind`).
        confidence: how sure the annotator is, key of `CONFIDENCES`; None: not stated.
        note: free text.
        origin: ``"manual"``, ``"proposal:<id>"``, ``"import:<file name>"``, or ``"import:proposal:<id>"`` where the
            file said it was made from a proposal.
        no_emotion: True where it was said that no emotion can be inferred; never together with a label.
        annotator: who made it.
        id: uuid4 hex.
        modifiers: name and chosen value of each modifier of the project's coding scheme that was set, in its order.
        origins: who or what each value comes from; those of values that are not there are unknown.
        point: a point label: only one moment is stated, and onset, apex and offset are that frame. It is none any more
            once they differ.

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
    confidence: int | None = None
    note: str = ""
    origin: str = "manual"
    no_emotion: bool = False
    annotator: str = ""
    id: str = field(default_factory=new_id)
    origins: Origins = NO_ORIGINS
    modifiers: tuple[tuple[str, str], ...] = ()
    point: bool = False

    def __post_init__(self) -> None:
        try:
            # Numbers of numpy would be refused by the project file.
            object.__setattr__(self, "onset", operator.index(self.onset))
            object.__setattr__(self, "offset", operator.index(self.offset))
            object.__setattr__(self, "apex", None if self.apex is None else operator.index(self.apex))
        except TypeError as error:
            raise ValueError(Said("Frames are whole numbers.")) from error
        if self.no_emotion and self.emotion is not None:
            object.__setattr__(self, "no_emotion", False)
        if self.kind not in (None, "micro", "macro"):
            raise ValueError(Said("The kind is micro, macro, or left to the rule."))
        if self.confidence is not None and self.confidence not in CONFIDENCES:
            raise ValueError(Said("The confidence is low, medium or high, or not stated."))
        if self.onset < 0:
            raise ValueError(Said("The onset lies before the first frame."))
        if self.offset < self.onset:
            raise ValueError(Said("The offset lies before the onset."))
        if self.apex is not None and not self.onset <= self.apex <= self.offset:
            raise ValueError(Said("The apex lies outside onset and offset."))
        if self.point and not self.onset == self.apex == self.offset:
            object.__setattr__(self, "point", False)
        if self.point:
            # A moment that is moved is stated anew; how long the expression lasts is not.
            object.__setattr__(self, "origins", self.origins.put(("onset", "offset"), OF_POINT))
        values = {name: getattr(self, name) for name in (*VALUES, "no_emotion")}
        object.__setattr__(self, "origins", present(self.origins, values))

    @property
    def bounds(self) -> Bounds:
        """Onset, apex and offset."""
        return Bounds(self.onset, self.apex, self.offset)

    def told_kind(self, clock: Clock, definition: Definition) -> tuple[str, Origin]:
        """Kind for a file, and where it comes from; see `Definition.told`."""
        by = self.origins.kind
        if self.point and self.kind is None:
            return "micro", OF_POINT
        return definition.told(self.bounds, clock, chosen=self.kind, by=by, assumed=self.assumed_apex)

    @property
    def default_bounds(self) -> bool:
        """Whether the bounds are those of an accepted proposal, none of them stated by anybody."""
        ends = {self.origins.onset.kind, self.origins.offset.kind}
        return ends == {OriginKind.MODEL} and self.origins.apex.kind not in (OriginKind.HUMAN, OriginKind.FILE)

    @property
    def default_emotion(self) -> bool:
        """Whether the emotion is the model's: accepted along with a proposal, set or confirmed by nobody."""
        return self.emotion is not None and self.origins.emotion.kind is OriginKind.MODEL

    @property
    def assumed_apex(self) -> bool:
        """Whether the apex only stands at a usual share of the interval: nobody and nothing measured it."""
        return self.apex is not None and self.origins.apex.kind is OriginKind.ASSUMED

    @property
    def proposal_id(self) -> str | None:
        """Id of the proposal this annotation came from, or None."""
        return self.origin.removeprefix("proposal:") if self.origin.startswith("proposal:") else None

    def without_model(self) -> "Annotation":
        """What may be shown of it while the model's marks are hidden: nothing that the model set but where it lies."""
        hidden = self.origins.apex.kind in (OriginKind.MODEL, OriginKind.ASSUMED)
        return replace(
            self,
            apex=None if hidden else self.apex,
            emotion=None if self.default_emotion else self.emotion,
            origin=HIDDEN_ORIGIN if self.proposal_id is not None else self.origin,
            origins=NO_ORIGINS,
        )

    def detached(self) -> "Annotation":
        """A copy no proposal of this project stands behind; where it came from stays readable."""
        return self if self.proposal_id is None else replace(self, origin=f"import:{self.origin}")

    def edited(self, by: Origin = SOMEBODY, *, stated: Collection[str] | None = None, **fields: Any) -> "Annotation":
        """A changed copy with the same id; the values among `fields`, or only those of `stated`, are stated by `by`.

        What the same person stated before, and states again, keeps its origin.
        Emotion None says that none can be inferred: to leave it unset is to say nothing.
        """
        named = fields.keys() if stated is None else stated
        said = [name for name in VALUES if name in named and not self._says(name, fields[name], by)]
        fields.setdefault("origins", self.origins.put(said, by))
        if "emotion" in fields:
            fields.setdefault("no_emotion", fields["emotion"] is None)
        return replace(self, **fields)

    def _says(self, name: str, value: Any, by: Origin) -> bool:
        known = self.origins.of(name)
        return getattr(self, name) == value and (known.kind, known.who) == (by.kind, by.who)

    def stated(self, by: Origin) -> "Annotation":
        """A copy whose values of unknown origin are stated by `by`."""
        unknown = [name for name in VALUES if self.origins.of(name) == UNKNOWN]
        return replace(self, origins=self.origins.put(unknown, by))

    @staticmethod
    def of_moment(frame: int, *, annotator: str = "") -> "Annotation":
        """A point label: an expression of which only one moment is stated."""
        origins = NO_ORIGINS.put(("onset", "offset"), OF_POINT)
        return Annotation(frame, frame, frame, annotator=annotator, origins=origins, point=True)

    @staticmethod
    def of_proposal(proposal: Proposal, *, model: str, bounds: Bounds | None = None) -> "Annotation":
        """What an accepted proposal becomes before anybody says more: every value is the model's.

        Args:
            proposal: what is accepted.
            model: name of the model, for the origins.
            bounds: other bounds; the origin of those that differ is unknown.
        """
        own = proposal.bounds
        measured = Origin(OriginKind.MODEL, model)
        origins = Origins.all(measured).put(("apex",), Origin(proposal.apex_origin, model))
        chosen = own if bounds is None else bounds
        moved = [name for name, now, was in zip(BOUNDS, chosen, own, strict=True) if now != was]
        onset, apex, offset = chosen
        return Annotation(
            onset,
            apex,
            offset,
            emotion=None if proposal.emotion is None else str(proposal.emotion),
            origin=f"proposal:{proposal.id}",
            origins=origins.put(moved, UNKNOWN),
        )


def computed_kind(annotation: Annotation, clock: Clock, definition: Definition) -> Kind:
    """Micro or macro by the project's definition (ADR 0015) and the video's times; an override is not looked at."""
    return definition.kind(annotation.onset, annotation.apex, annotation.offset, clock)


def is_kind_open(annotation: Annotation, clock: Clock, definition: Definition) -> bool:
    """Whether micro or macro hangs on an apex that is only assumed, and nobody chose."""
    if annotation.kind is not None or not annotation.assumed_apex:
        return False
    return definition.hangs_on_apex(annotation.onset, annotation.offset, clock)


def kind_word(annotation: Annotation, clock: Clock, definition: Definition) -> str:
    """Kind for a file: the override, else the computed one; `OPEN_KIND` where it hangs on an assumed apex."""
    return annotation.told_kind(clock, definition)[0]


def flip_margin(annotation: Annotation, clock: Clock, definition: Definition) -> tuple[str, int] | None:
    """Which bound's smallest move, in frames, flips the computed kind; None where no move inside the interval does."""
    if annotation.point:
        return None
    return definition.flip(annotation.onset, annotation.apex, annotation.offset, clock)
