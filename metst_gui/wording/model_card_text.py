"""A model card as headed rows of text, for people; unknown keys are shown as they are."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from metst_gui.language import mark, told, tr
from metst_gui.models import CLASSICAL, Model
from metst_gui.wording.card_words import WORDS, card_word
from metst_gui.wording.figure_names import MEASURES, figure_name

NO_CARD = mark("This model has no card: what it was trained on and how often it errs is not known here.")
CLASSICAL_NOTE = mark(
    "Nothing was trained, so there are no training data. Measured beside the default model: see its card."
)
LABELS: Mapping[str, str] = {
    "needs": mark("Needs"),
    "blind": mark("Blind to"),
    "not_assessed": mark("Not assessed"),
    "class_accuracy": mark("Emotion classes"),
    "falls_short": mark("Falls short"),
    "licence": mark("Licence"),
    "architecture": mark("Network"),
    "input": mark("Input"),
    "features": mark("Features"),
    "stitch": mark("Overlapping windows"),
    "views": mark("Also looks at"),
    "between": mark("Windows between two"),
    "tuned_from": mark("Made from"),
    "tuned_on": mark("Learned from"),
    "guard": mark("Checked on"),
    "takes": mark("Takes"),
    "limit_s": mark("Seconds a chunk"),
}
LIMITS = ("needs", "blind", "not_assessed", "class_accuracy", "falls_short")
ABOUT = ("architecture", "input", "takes", "limit_s", "features", "stitch", "between", "views", "licence")
LEARNED = ("tuned_from", "tuned_on", "guard")
OWN_ROWS = (
    *("interface", "infers_emotion", "title", "classes", "statement", "sha256"),
    *("decoder", "training", "portraits", "footage", "bench"),
)
CLASSICAL_BENCH = "classical_at_the_same_alarms"
# Models have names that begin with a small letter.
_NAMED = "metst-"
# Told beside the rates they belong to.
NO_MEASURES = ("what", "subjects", "minutes", CLASSICAL_BENCH)


@dataclass(frozen=True, slots=True)
class Section:
    """Rows under a heading.

    Attributes:
        heading: what they are about.
        rows: label and text.
    """

    heading: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class BenchRow:
    """One measure.

    Attributes:
        name: what was measured.
        value: of this model.
        classical: of the classical spotter at the same false alarms; empty where not measured.
        n: how much it was measured on; empty where the value says it, or nobody does.
    """

    name: str
    value: str
    classical: str
    n: str


def sections(model: Model) -> list[Section]:
    """Everything a card says but its statement and its bench."""
    card = model.card
    found = [Section(tr("Identity"), _identity(model))]
    if not card:
        text = tr(CLASSICAL_NOTE if model.weights == CLASSICAL else NO_CARD)
        return [*found, Section(tr("Card"), ((tr("Card"), text),))]
    found += [
        Section(tr("Learned from a reviewer"), _texts(card, LEARNED)),
        Section(tr("Limits"), _texts(card, LIMITS)),
        Section(tr("Decoder, as the card sets it"), _decoder(card)),
        Section(tr("Training data and licences"), _training(card)),
        Section(tr("Make"), _texts(card, ABOUT)),
    ]
    known = {*LABELS, *OWN_ROWS}
    rest = tuple(row for key, value in card.items() if key not in known for row in _flat(key, value))
    return [one for one in [*found, Section(tr("Further"), rest)] if one.rows]


def bench_rows(card: Mapping[str, Any]) -> list[BenchRow]:
    """The bench of a card, one row a measure."""
    bench = card.get("bench")
    if not isinstance(bench, dict):
        return []
    other = dict(_map(bench.get(CLASSICAL_BENCH)))
    rows = []
    for key, value in bench.items():
        if key in NO_MEASURES:
            continue
        beside = other.get(key)
        if not isinstance(value, dict):
            rows.append(_row(_measure(key), value, beside, _n(key, "", bench)))
            continue
        old = beside if isinstance(beside, dict) else {}
        rows += [
            _row(
                tr("{measure}: {what}", measure=_measure(key), what=figure_name(name)),
                one,
                old.get(name),
                _n(key, name, bench),
            )
            for name, one in value.items()
        ]
    return rows


def bench_about(card: Mapping[str, Any]) -> str:
    """What the bench is, and on whom it was measured."""
    bench = card.get("bench")
    if not isinstance(bench, dict):
        return ""
    subjects = bench.get("subjects")
    who = tr(" Subjects: {names}.", names=", ".join(map(str, subjects))) if isinstance(subjects, list) else ""
    what = told(str(bench.get("what", "")))
    return tr("{what}.{who}", what=f"{what[:1].upper()}{what[1:]}", who=who) if what else who.strip()


def _identity(model: Model) -> tuple[tuple[str, str], ...]:
    rows = [
        (tr("Model"), model.weights),
        (tr("Digest (sha256)"), model.digest or tr("not known before the first analysis")),
    ]
    return tuple(rows + [(tr("Remark"), tr(model.remark))] * bool(model.remark))


def _training(card: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    portraits = card.get("portraits")
    rows = [
        (
            tr("Portrait {name}", name=one.get("name", "")),
            f"{one.get('package', '')}: {told(_text(one.get('licence', '')))}",
        )
        for one in (portraits if isinstance(portraits, list) else ())
        if isinstance(one, dict)
    ]
    footage = card.get("footage")
    if not isinstance(footage, list) or not all(isinstance(one, dict) for one in footage):
        rows += [] if footage is None else _flat("footage", footage)
    else:
        rows += [(tr("Footage {name}", name=one.get("name", "")), _footage(one)) for one in footage]
    for key, value in _map(card.get("training")):
        rows += _flat(key, value)
    return tuple(rows)


def _footage(one: Mapping[str, Any]) -> str:
    """Whom a video shows, under which licence, and its digest."""
    licence, person = told(_text(one.get("licence", ""))), _text(one.get("person", ""))
    rest = [
        f"{card_word(key)} {_text(value)}" for key, value in one.items() if key not in ("name", "licence", "person")
    ]
    return " · ".join([licence, tr("person: {name}", name=person), *rest])


def _decoder(card: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    # Its keys are options of the command line, too.
    return tuple((tr(WORDS[key]) if key in WORDS else key, _text(one)) for key, one in _map(card.get("decoder")))


def _texts(card: Mapping[str, Any], keys: Sequence[str]) -> tuple[tuple[str, str], ...]:
    return tuple((tr(LABELS[key]), told(_text(card[key]))) for key in keys if key in card)


def _flat(key: str, value: Any) -> list[tuple[str, str]]:
    if isinstance(value, dict):
        return [(card_word(key), ", ".join(f"{card_word(name)} {told(_text(one))}" for name, one in value.items()))]
    return [(card_word(key), told(_text(value)))]


def _map(value: Any) -> list[tuple[str, Any]]:
    return list(value.items()) if isinstance(value, dict) else []


def _text(value: Any) -> str:
    if isinstance(value, list):
        return tr(", ").join(told(_text(one)) for one in value)
    if isinstance(value, dict):
        return ", ".join(f"{card_word(key)} {told(_text(one))}" for key, one in value.items())
    if isinstance(value, bool):
        return tr("yes") if value else tr("no")
    return f"{value:g}" if isinstance(value, float) else str(value)


def _words(key: str) -> str:
    return key.replace("_", " ")


def _row(name: str, value: Any, classical: Any, n: str) -> BenchRow:
    return BenchRow(name, _rate(value), "" if classical is None else _rate(classical), n)


def _measure(key: str) -> str:
    text = figure_name(key if key in MEASURES else _words(key).replace("f1 ", "F1 ").replace("iou ", "at IoU ≥ "))
    return text if text.startswith(_NAMED) else f"{text[:1].upper()}{text[1:]}"


def _rate(value: Any) -> str:
    """A fraction with its share, e.g. ``"84 % (81/96)"``, a figure with its interval as ``"0.56 [0.00, 0.63]"``."""
    if (figure := _with_interval(value)) is not None:
        return figure
    match = re.fullmatch(r"(\d+)/(\d+)", str(value))
    if match and int(match[2]):
        return f"{int(match[1]) / int(match[2]):.0%} ({value})"
    return told(_text(value))


def _with_interval(value: Any) -> str | None:
    """A figure and what it lies between; None: the value is no such three numbers."""
    if not isinstance(value, list) or len(value) != 3 or not all(type(one) in (int, float) for one in value):
        return None
    middle, low, high = value
    return f"{middle:.2f} [{low:.2f}, {high:.2f}]" if low <= middle <= high else None


def _n(key: str, place: str, bench: Mapping[str, Any]) -> str:
    if key.startswith("false_alarms"):
        minutes = dict(_map(bench.get("minutes"))).get(place)
        return "" if minutes is None else tr("{minutes} min", minutes=_text(minutes))
    if key.startswith(("f1", "recall_iou")) and "n_events" in bench:
        return str(bench["n_events"])
    return ""
