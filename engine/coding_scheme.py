"""What a project codes: emotions, modifiers, and tiers of intervals and points, of a preset or its own (ADR 0029).

A published data set keeps its own words: a scheme says what the desk offers, not what a file of a data set may hold.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, get_args

from engine.definitions import OPEN_KIND
from engine.messages import Said

TierKind = Literal["interval", "point"]
# Emotions and tiers with a digit of their own, 1 to 9.
WITH_KEY = 9
MOST_EMOTIONS, MOST_MODIFIERS, MOST_TIERS, MOST_CODES, LONGEST = 24, 8, WITH_KEY, 40, 60
# Words that a label file already uses for kinds of events; a tier of that name would be taken for one.
TAKEN = frozenset(("micro", "macro", "blink", OPEN_KIND, OPEN_KIND.replace(" ", "_")))
# Part names and values in label files.
FORBIDDEN = "|/=;"


@dataclass(frozen=True, slots=True)
class Modifier:
    """What is said of an expression besides its emotion, e.g. the side.

    Attributes:
        name: e.g. ``"side"``.
        values: one of them is chosen, or none.
    """

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tier:
    """A lane for what is no expression.

    Attributes:
        id: kept for life; marks name it by this, so that a tier can be renamed.
        name: e.g. ``"gaze"``.
        kind: marks are intervals, or points (one frame each).
        codes: words of a mark; empty: a mark has no code.
    """

    id: str
    name: str
    kind: TierKind = "interval"
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CodingScheme:
    """What a project codes.

    Attributes:
        name: of the preset it is, or began as.
        emotions: in the order of their digits, from 1.
        modifiers: in the order they are shown.
        tiers: in the order of their lanes.

    Raises:
        ValueError: a name that is empty, too long, twice there, or that a label file would misread.
    """

    name: str
    emotions: tuple[str, ...]
    modifiers: tuple[Modifier, ...] = ()
    tiers: tuple[Tier, ...] = ()

    def __post_init__(self) -> None:
        """Check all names."""
        _check(Said("emotion"), self.emotions, MOST_EMOTIONS)
        _check(Said("modifier"), (one.name for one in self.modifiers), MOST_MODIFIERS)
        _check(Said("tier"), (one.name for one in self.tiers), MOST_TIERS)
        for one in self.modifiers:
            _check(Said("value of “{name}”", name=one.name), one.values, MOST_CODES)
            if not one.values:
                raise ValueError(Said("The modifier “{name}” has no values: give at least one.", name=one.name))
        for tier in self.tiers:
            _check(Said("code of “{name}”", name=tier.name), tier.codes, MOST_CODES)
            if tier.name.strip().lower() in TAKEN:
                raise ValueError(
                    Said("A tier cannot be called “{name}”: label files use that word for expressions.", name=tier.name)
                )
        if len({one.id for one in self.tiers}) != len(self.tiers) or not all(one.id for one in self.tiers):
            raise ValueError(Said("Two tiers are the same."))

    def tier(self, id_: str) -> Tier | None:
        """Tier by id; None: the scheme has none."""
        return next((one for one in self.tiers if one.id == id_), None)

    def form(self) -> dict[str, Any]:
        """JSON-able form, see `scheme_from`."""
        return {
            "name": self.name,
            "emotions": list(self.emotions),
            "modifiers": [{"name": one.name, "values": list(one.values)} for one in self.modifiers],
            "tiers": [
                {"id": one.id, "name": one.name, "kind": one.kind, "codes": list(one.codes)} for one in self.tiers
            ],
        }


def scheme_from(form: Any) -> CodingScheme:
    """Scheme from its JSON-able form.

    Raises:
        ValueError, TypeError, KeyError: it is none.
    """
    modifiers = tuple(Modifier(_text(one["name"]), _texts(one["values"])) for one in form["modifiers"])
    tiers = []
    for one in form["tiers"]:
        if one["kind"] not in get_args(TierKind):
            raise ValueError("a tier of an unknown kind")
        tiers.append(Tier(_text(one["id"]), _text(one["name"]), one["kind"], _texts(one["codes"])))
    return CodingScheme(_text(form["name"]), _texts(form["emotions"]), modifiers, tuple(tiers))


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("a name that is no text")
    return value


def _texts(values: Any) -> tuple[str, ...]:
    if not isinstance(values, list):
        raise TypeError("no list of names")
    return tuple(_text(one) for one in values)


def _check(what: str, names: Iterable[str], most: int) -> None:
    seen: set[str] = set()
    for name in names:
        if not name.strip() or name != name.strip() or not name.isprintable():
            raise ValueError(Said("A name is missing, or has blanks at its ends: {what}.", what=what))
        if len(name) > LONGEST:
            raise ValueError(Said("“{name}…” is too long: use at most {n} characters.", name=name[:20], n=LONGEST))
        if any(one in name for one in FORBIDDEN):
            raise ValueError(
                Said(
                    "“{name}” holds one of the signs {signs}, which part words in label files.",
                    name=name,
                    signs=FORBIDDEN,
                )
            )
        if name.casefold() in seen:
            raise ValueError(Said("“{name}” is there twice: {what}.", name=name, what=what))
        seen.add(name.casefold())
    if len(seen) > most:
        raise ValueError(Said("There are more than {n}: {what}.", n=most, what=what))


def modifiers_text(chosen: Mapping[str, str]) -> str:
    """Chosen modifiers as one text of a label file: ``"side: left|intensity: B"``."""
    return "|".join(f"{name}: {value}" for name, value in chosen.items())


def modifiers_from(text: str) -> tuple[tuple[str, str], ...]:
    """Modifiers out of `modifiers_text`; a part without a name, of another program, is its own value."""
    found: dict[str, str] = {}
    for part in text.split("|"):
        name, colon, value = part.partition(":")
        if name.strip() and (value.strip() or not colon):
            found[name.strip()] = value.strip() if colon else name.strip()
    return tuple(found.items())


# What comes besides the emotions: the side and the strength, as the Facial Action Coding System scores them.
SIDE: Final = Modifier("side", ("left", "right", "both"))
INTENSITY: Final = Modifier("intensity", ("A", "B", "C", "D", "E"))
# Usual tiers of an interview or of a film that is shown.
USUAL_TIERS: Final = (
    Tier("question", "question", "point"),
    Tier("speech", "speech", "interval"),
    Tier("gaze", "gaze", "interval", ("away", "up", "down", "left", "right", "closed")),
    Tier("hand", "hand", "interval", ("to the face", "before the mouth", "gesture")),
    Tier("stimulus", "stimulus", "point"),
)
# The seven words of the CAS(ME)^3 label sheet, and the two coarse classes that no data-set word stands for.
CASME3_SCHEME: Final = CodingScheme(
    "casme3",
    ("happy", "surprise", "anger", "disgust", "fear", "sad", "others", "negative", "positive"),
)
PRESETS: Final[Mapping[str, CodingScheme]] = {
    one.name: one
    for one in (
        CASME3_SCHEME,
        # The words of the SAMM Long Videos sheet, in its spelling.
        CodingScheme("samm", ("Happiness", "Surprise", "Anger", "Disgust", "Fear", "Sadness", "Other", "Contempt")),
        CodingScheme(
            "basic", ("happy", "surprise", "anger", "disgust", "fear", "sad", "neutral", "contempt"), (INTENSITY,)
        ),
        CodingScheme("facs", (), (SIDE, INTENSITY)),
    )
}
PRESET_TITLES: Final[Mapping[str, str]] = {
    "casme3": Said("CAS(ME)³"),
    "samm": Said("SAMM"),
    "basic": Said("Basic seven and contempt"),
    "facs": Said("FACS only: no emotions"),
}
