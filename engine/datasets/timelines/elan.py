"""ELAN annotation files (.eaf, format 3.0): tiers of aligned annotations, with emotion and AU tiers under them.

A tier holds the events of one kind; where two overlap, ``micro/2`` takes the second. Times are whole milliseconds on
the medium's clock less its TIME_ORIGIN; the end of an interval is the beginning of the next frame.
"""

import mimetypes
import os
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path, PurePosixPath
from xml.parsers import expat

from engine.datasets.records import Issue, ReadResult, Record, RecordSource, WriteReport, told_video
from engine.datasets.text.atomic import write_text_atomic
from engine.datasets.text.guard import read_file
from engine.datasets.text.xml_text import escape, quoteattr
from engine.datasets.timelines.timed import (
    NO_TIMING,
    Medium,
    TimedMark,
    TimeSpan,
    Timing,
    from_marks,
    kind_of_tier,
    lanes,
    milliseconds,
    one_video,
    payload_rate,
    rate_or_none,
    shown,
    stem_of,
    to_marks,
    unquoted,
)
from engine.errors import DatasetError
from engine.messages import Said
from engine.origins import ENDING
from engine.types import Origin, OriginKind

_CHILDREN = ("emotion", "AU", "apex", "data")  # tiers under a tier, by the end of their names
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<ANNOTATION_DOCUMENT AUTHOR="" DATE="2000-01-01T00:00:00+00:00" FORMAT="3.0" VERSION="3.0" \
xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
xsi:noNamespaceSchemaLocation="http://www.mpi.nl/tools/elan/EAFv3.0.xsd">
"""
_TYPES = """    <LINGUISTIC_TYPE GRAPHIC_REFERENCES="false" LINGUISTIC_TYPE_ID="expression" TIME_ALIGNABLE="true"/>
    <LINGUISTIC_TYPE CONSTRAINTS="Included_In" GRAPHIC_REFERENCES="false" LINGUISTIC_TYPE_ID="apex" \
TIME_ALIGNABLE="true"/>
    <LINGUISTIC_TYPE CONSTRAINTS="Symbolic_Association" GRAPHIC_REFERENCES="false" LINGUISTIC_TYPE_ID="note" \
TIME_ALIGNABLE="false"/>
    <CONSTRAINT DESCRIPTION="1-1 association with a parent annotation" STEREOTYPE="Symbolic_Association"/>
    <CONSTRAINT DESCRIPTION="Time alignable annotations within the parent annotation's time interval, gaps are \
allowed" STEREOTYPE="Included_In"/>
</ANNOTATION_DOCUMENT>
"""


# Milliseconds of one unit of time: the schema of EAF also knows frames of television.
_UNITS = {"milliseconds": Fraction(1), "PAL-frames": Fraction(40), "NTSC-frames": Fraction(1001, 30)}


@dataclass(slots=True)
class _Annotation:
    """One annotation while it is read: slots of an aligned one, or the parent of a referring one."""

    id: str
    tier: str
    slots: tuple[str, str] | None
    parent: str
    row: int
    previous: str = ""  # the sibling that it follows in a symbolic subdivision
    value: str = ""


@dataclass(slots=True)
class _Document:
    """What the parser collects."""

    root: str = ""
    unit: Fraction = Fraction(1)
    media: list[tuple[str, int]] = field(default_factory=list)  # URL, time origin in ms
    properties: dict[str, str] = field(default_factory=dict)
    slots: dict[str, Fraction | None] = field(default_factory=dict)
    tiers: dict[str, str] = field(default_factory=dict)  # tier -> parent tier
    participants: dict[str, str] = field(default_factory=dict)
    annotations: list[_Annotation] = field(default_factory=list)

    assumed: frozenset[str] = frozenset()  # slots whose time was none of their own

    def seconds(self, slot: str, origin: int) -> Fraction | None:
        """Time of a slot on the medium's clock, or None: it has none."""
        time = self.slots.get(slot)
        return None if time is None else (time * self.unit + origin) / 1000


def read_eaf(path: Path, timing: Timing = NO_TIMING) -> ReadResult:
    """Records of an ELAN file: one for each annotation of a tier that has no parent.

    Raises:
        DatasetError: no file, not ELAN's XML, a document type in it, or a video whose times are not known.
    """
    document = _parse(path)
    _spread(document)
    issues: list[Issue] = []
    rate = rate_or_none(document.properties.get("metst:fps"))
    clock = timing.clock or rate or payload_rate(one.value for one in document.annotations)
    url, origin = _medium(document, timing.medium, issues)
    tree = _Tree(document, origin)
    marks = []
    for one in document.annotations:
        if document.tiers.get(one.tier):
            continue
        mark = _mark(one, tree, issues)
        if mark is not None:
            span = replace(mark.times, clock=clock)
            marks.append(replace(mark, span=span, video=mark.video or ("" if mark.payload else stem_of(url))))
    for one, why in tree.lost():
        text = Said("“{value}” {why}", value=one.value[:40], why=why)
        issues.append(Issue(one.row, one.tier, text, _who(one, tree), is_lost=True))
    return from_marks(marks, issues, lambda mark: RecordSource("elan", path.name, mark.kind, mark.row), "ELAN")


def _medium(document: _Document, medium: Medium | None, issues: list[Issue]) -> tuple[str, int]:
    """URL and time origin of the medium that the labels are for: the known one, else the first."""
    known = [one for one in document.media if medium is not None and medium.is_called(unquoted(one[0]))]
    unnamed = ("", _whole(document.properties.get("metst:origin", "")) or 0)
    found = (known or document.media or [unnamed])[0]
    others = {origin for _, origin in document.media} - {found[1]}
    if others and not known:
        name = unquoted(found[0]).rpartition("/")[2]
        issues.append(
            Issue(
                None,
                "TIME_ORIGIN",
                Said("differs between the media of the file; that of the first, “{name}”, is taken", name=name),
            )
        )
    return unquoted(found[0]), found[1]


def _quoted(relative: PurePosixPath) -> str:
    """A relative path as the end of a URL."""
    return "./" + ("/" / relative).as_uri().removeprefix("file:///")


def _parse(path: Path) -> _Document:
    document = _Document()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    texts: list[str] = []

    def doctype(*_: object) -> None:
        raise DatasetError(
            Said(
                "“{name}” declares a document type or entities, which ELAN files never do; it was not read.",
                name=path.name,
            )
        )

    def start(name: str, attributes: dict[str, str]) -> None:
        texts.clear()
        document.root = document.root or name
        if document.root != "ANNOTATION_DOCUMENT":
            raise DatasetError(
                Said("“{name}” is XML but no ELAN file; give a file that ELAN saved (.eaf).", name=path.name)
            )
        _start(document, name, attributes, parser.CurrentLineNumber)

    def end(name: str) -> None:
        text = "".join(texts)
        if name == "ANNOTATION_VALUE" and document.annotations:
            document.annotations[-1].value = text
        elif name == "PROPERTY":
            last = next(reversed(document.properties), None)
            if last is not None:
                document.properties[last] = text
        texts.clear()

    parser.StartDoctypeDeclHandler = doctype
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = texts.append
    try:
        parser.Parse(read_file(path), True)
    except (expat.ExpatError, ValueError, UnicodeError, LookupError) as error:
        raise DatasetError(
            Said("“{name}” is not an intact ELAN file ({why}); save it again in ELAN.", name=path.name, why=error)
        ) from error
    return document


def _start(document: _Document, name: str, attributes: Mapping[str, str], row: int) -> None:
    value = attributes.get
    if name == "HEADER":
        document.unit = _UNITS.get(value("TIME_UNITS", ""), Fraction(1))
    elif name == "MEDIA_DESCRIPTOR":
        url = value("MEDIA_URL", "") or value("RELATIVE_MEDIA_URL", "")
        document.media.append((url, _whole(value("TIME_ORIGIN", "")) or 0))
    elif name == "PROPERTY":
        document.properties[value("NAME", "")] = ""
    elif name == "TIME_SLOT":
        time = _whole(value("TIME_VALUE", ""))
        document.slots[value("TIME_SLOT_ID", "")] = None if time is None else Fraction(time)
    elif name == "TIER":
        tier = value("TIER_ID", "")
        document.tiers[tier] = value("PARENT_REF", "")
        document.participants[tier] = value("PARTICIPANT", "")
    elif name in ("ALIGNABLE_ANNOTATION", "REF_ANNOTATION"):
        aligned = name == "ALIGNABLE_ANNOTATION"
        slots = (value("TIME_SLOT_REF1", ""), value("TIME_SLOT_REF2", "")) if aligned else None
        tier = next(reversed(document.tiers), "")
        parent = value("ANNOTATION_REF", "")
        previous = value("PREVIOUS_ANNOTATION", "")
        document.annotations.append(_Annotation(value("ANNOTATION_ID", ""), tier, slots, parent, row, previous))


def _spread(document: _Document) -> None:
    """Give slots without a time one: evenly between their neighbours on the tier, or on those above it, as ELAN does.

    Slots without a neighbour that has a time on each side stay without.
    """
    place = {slot: at for at, slot in enumerate(document.slots)}
    open_ = {slot for slot, time in document.slots.items() if time is None}
    used: dict[str, set[str]] = {}
    for one in document.annotations:
        used.setdefault(one.tier, set()).update(slot for slot in one.slots or () if slot in place)
    lines = {tier: [tier, *_above(document, tier)] for tier in used}
    for tier in sorted(used, key=lambda one: len(lines[one])):
        if not used[tier] & open_:
            continue
        known = set().union(*(used.get(one, ()) for one in lines[tier][1:]))
        row = sorted(used[tier] | {one for one in known if document.slots[one] is not None}, key=place.__getitem__)
        _fill(document.slots, row)
    document.assumed = frozenset(slot for slot in open_ if document.slots[slot] is not None)


def _above(document: _Document, tier: str) -> list[str]:
    """The tiers above a tier, the nearest first."""
    found: list[str] = []
    while (tier := document.tiers.get(tier, "")) and tier not in found:
        found.append(tier)
    return found


def _fill(slots: dict[str, Fraction | None], row: Sequence[str]) -> None:
    """Times for the slots of a row that have none and stand between two that have."""
    timed = [at for at, slot in enumerate(row) if slots[slot] is not None]
    for first, last in pairwise(timed):
        start, end = slots[row[first]], slots[row[last]]
        if start is not None and end is not None and end >= start:
            for at in range(first + 1, last):
                slots[row[at]] = start + (end - start) * Fraction(at - first, last - first)


def _whole(text: str) -> int | None:
    digits = text.removeprefix("-")
    return int(text) if digits.isdecimal() and len(digits) < 16 else None


class _Tree:
    """What stands under each annotation of a tier without a parent: values of the tiers below, by their names."""

    def __init__(self, document: _Document, origin: int) -> None:
        self.document, self.origin = document, origin
        self._roots = {one.id: one for one in document.annotations if not document.tiers.get(one.tier)}
        self._by_id = {one.id: one for one in document.annotations}
        self._by_tier = self._sorted_roots()
        self._under: dict[str, dict[str, list[_Annotation]]] = {}
        self._lost: list[tuple[_Annotation, str]] = []
        for one in document.annotations:
            if document.tiers.get(one.tier):
                self._place(one)

    def values(self, root: str) -> dict[str, str]:
        """Texts under an annotation by the names of their tiers, without apexes."""
        return {
            name: "; ".join(one.value for one in _in_chain(found) if one.value)
            for name, found in self._under.get(root, {}).items()
            if name != "apex"
        }

    def is_timed(self, root: str, name: str) -> bool:
        """Whether a tier under an annotation has times of its own."""
        return any(one.slots is not None for one in self._under.get(root, {}).get(name, ()))

    def apex(self, root: str) -> Fraction | None:
        """When the first annotation of the tier of apexes begins."""
        times = [self.span(one) for one in self._under.get(root, {}).get("apex", ())]
        return min((start for start, _ in filter(None, times)), default=None)

    def assumed(self, one: _Annotation, *, ours: bool) -> dict[str, str]:
        """The columns that say which bounds of an annotation are assumed; none where METST's data tell the bounds."""
        names = (f"onset{ENDING}", f"offset{ENDING}")
        slots = zip(names, one.slots or (), strict=False)
        kind = Origin(OriginKind.ASSUMED).text
        return {} if ours else {name: kind for name, slot in slots if slot in self.document.assumed}

    def lost(self) -> list[tuple[_Annotation, str]]:
        """Annotations of lower tiers that belong to none above, and why."""
        return self._lost

    def span(self, one: _Annotation) -> tuple[Fraction, Fraction] | None:
        """Start and end of an aligned annotation in s on the medium's clock, or None."""
        found = [self.document.seconds(slot, self.origin) for slot in one.slots or ()]
        return (found[0], found[1]) if len(found) == 2 and found[0] is not None and found[1] is not None else None

    def _sorted_roots(self) -> dict[str, list[tuple[Fraction, Fraction, str]]]:
        found: dict[str, list[tuple[Fraction, Fraction, str]]] = {}
        for one in self._roots.values():
            span = self.span(one)
            if span is not None:
                found.setdefault(one.tier, []).append((*span, one.id))
        return {tier: sorted(spans) for tier, spans in found.items()}

    def _place(self, one: _Annotation) -> None:
        top, names = self._names(one.tier)
        root = self._root_of(one) if one.slots is None else self._around(top, one)
        if root is None:
            self._lost.append((one, Said("belongs to no annotation above it; left out")))
            return
        self._under.setdefault(root, {}).setdefault(names, []).append(one)

    def _names(self, tier: str) -> tuple[str, str]:
        """The tier at the top of a tier, and the tier's name without that of its parent."""
        parent, top, seen = self.document.tiers.get(tier, ""), tier, {tier}
        while (above := self.document.tiers.get(top, "")) and above not in seen:
            seen.add(above)
            top = above
        return top, tier.removeprefix(f"{parent} ")

    def _root_of(self, one: _Annotation) -> str | None:
        seen: set[str] = set()
        while one.id not in self._roots:
            above = self._by_id.get(one.parent)
            if above is None or one.id in seen:
                return None
            if above.slots is not None and above.id not in self._roots:
                return self._around(self._names(above.tier)[0], above)
            seen.add(one.id)
            one = above
        return one.id

    def _around(self, top: str, one: _Annotation) -> str | None:
        """The annotation of a top tier within which an aligned one begins; its end may reach a frame further."""
        span, roots = self.span(one), self._by_tier.get(top, [])
        if span is None:
            return None
        at = bisect_right(roots, span[0], key=lambda root: root[0]) - 1
        return roots[at][2] if at >= 0 and span[0] < max(roots[at][1], roots[at][0] + Fraction(1, 1000)) else None


def _mark(one: _Annotation, tree: _Tree, issues: list[Issue]) -> TimedMark | None:
    span = tree.span(one)
    if span is None:
        issues.append(
            Issue(one.row, one.tier, Said("an annotation has no times; left out"), _who(one, tree), is_lost=True)
        )
        return None
    document, below = tree.document, tree.values(one.id)
    assumed = tree.assumed(one, ours="data" in below)
    if assumed:
        where = " and ".join(name.removesuffix(ENDING) for name in assumed)
        why = Said(
            "the time of its {where} is not in the file; assumed, evenly between its neighbours, as ELAN shows it",
            where=where,
        )
        issues.append(Issue(one.row, one.tier, why, _who(one, tree)))
    ours = "data" in below and below["data"].lstrip().startswith("{")
    text = "" if ours or _frames(one.value) else shown(one.value)
    emotion = shown(below.pop("emotion", "")) if "emotion" in below else ""
    units = shown(below.pop("AU", "")) if "AU" in below else ""
    payload = below.pop("data") if ours else ""
    further = {f"tier {name}" if name == "kind" else name: value for name, value in below.items() if value}
    timed = [name for name in further if tree.is_timed(one.id, name)]
    if timed and not ours:
        issues.append(
            Issue(one.row, one.tier, Said("the times within it of the tiers {timed} are not kept", timed=tuple(timed)))
        )
    if text and emotion:
        further["text"] = text  # the annotation's own, where a tier under it holds the emotion
    return TimedMark(
        kind=kind_of_tier(one.tier),
        onset=0,
        offset=0,
        apex=None,
        emotion=emotion or text,
        units=units,
        payload=payload,
        row=one.row,
        subject="" if ours else document.properties.get("metst:subject", document.participants.get(one.tier, "")),
        video="" if ours else document.properties.get("metst:video", ""),
        extra={} if ours else {**further, **assumed},
        span=TimeSpan(*span, tree.apex(one.id), None),
    )


def _in_chain(found: Sequence[_Annotation]) -> list[_Annotation]:
    """Siblings in the order in which each names the one before it; others as they stand in the file."""
    after: dict[tuple[str, str], list[_Annotation]] = {}
    names = {one.id for one in found}
    for one in found:
        previous = one.previous if one.previous in names and one.previous != one.id else ""
        after.setdefault((one.parent, previous), []).append(one)
    ordered: list[_Annotation] = []
    for parent in dict.fromkeys(one.parent for one in found):
        waiting = list(reversed(after.get((parent, ""), [])))
        while waiting:
            one = waiting.pop()
            ordered.append(one)
            waiting += reversed(after.pop((parent, one.id), []))
    return ordered if len(ordered) == len(found) else list(found)


def _who(one: _Annotation, tree: "_Tree") -> str:
    """Subject and video of an annotation, as far as the file tells them."""
    document = tree.document
    subject = document.properties.get("metst:subject", document.participants.get(one.tier, ""))
    url = document.media[0][0] if document.media else ""
    return told_video(subject, document.properties.get("metst:video", "") or stem_of(unquoted(url)))


def _frames(value: str) -> bool:
    """True for METST's own value of an annotation, such as 12-18-30."""
    return all(part.isdecimal() for part in value.split("-") if part) and value.count("-") == 2


def write_eaf(path: Path, records: Sequence[Record], timing: Timing = NO_TIMING) -> WriteReport:
    """Write one video's records; `read_eaf` gives equal ones.

    Raises:
        DatasetError: several videos, a video whose times are not known, or frames that a timeline cannot show.
    """
    subject, video = one_video(records, "An ELAN file")
    marks = to_marks(records, "ELAN", timing)
    # Slots cannot lie below 0: a medium whose first frames do is given an origin there.
    origin = min([0, *(int(mark.times.start * 1000) for mark in marks)])
    times: list[int] = []
    body = [line for tier, content in lanes(marks) for line in _tier(tier, content, subject, origin, times)]
    slots = [f'        <TIME_SLOT TIME_SLOT_ID="ts{n}" TIME_VALUE="{ms}"/>' for n, ms in enumerate(times, start=1)]
    properties = {"metst:subject": shown(subject), "metst:video": shown(video)}
    descriptor = _descriptor(path, timing.of(subject, video), origin)
    if origin and not descriptor:
        properties = {"metst:origin": str(origin), **properties}
    if timing.of(subject, video) is None and timing.rate is not None:
        properties = {"metst:fps": timing.rate.text, **properties}
    header = [
        f"        <PROPERTY NAME={quoteattr(name)}>{escape(text)}</PROPERTY>" for name, text in properties.items()
    ]
    lines = [
        '    <HEADER MEDIA_FILE="" TIME_UNITS="milliseconds">',
        *descriptor,
        *header,
        "    </HEADER>",
        "    <TIME_ORDER>",
        *slots,
        "    </TIME_ORDER>",
        *body,
    ]
    write_text_atomic(path, _HEAD + "\n".join(lines) + "\n" + _TYPES)
    return WriteReport(len(records))


def _descriptor(path: Path, medium: Medium | None, origin: int) -> list[str]:
    """The line that names the video, so that ELAN opens it."""
    if medium is None or medium.path is None:
        return []
    video = medium.path.absolute()
    kind = mimetypes.guess_type(video.name)[0] or "unknown"
    try:
        relative = PurePosixPath(Path(os.path.relpath(video, path.absolute().parent)).as_posix())
        near = f" RELATIVE_MEDIA_URL={quoteattr(_quoted(relative))}"
    except ValueError:  # another drive of Windows
        near = ""
    shift = f' TIME_ORIGIN="{origin}"' if origin else ""
    return [
        f"        <MEDIA_DESCRIPTOR MEDIA_URL={quoteattr(video.as_uri())} MIME_TYPE={quoteattr(kind)}{near}{shift}/>"
    ]


def _tier(name: str, marks: Sequence[TimedMark], subject: str, origin: int, times: list[int]) -> Iterable[str]:
    """Lines of a tier and of the tiers under it; times go to `times`."""
    label = f"t{len(times)}"
    participant = f" PARTICIPANT={quoteattr(shown(subject))}"
    yield f'    <TIER LINGUISTIC_TYPE_REF="expression"{participant} TIER_ID={quoteattr(name)}>'
    for number, mark in enumerate(marks):
        span = mark.times
        times += [int(span.start * 1000) - origin, int(span.end * 1000) - origin]
        apex = "" if mark.apex is None else str(mark.apex)
        yield from _aligned(f"{label}a{number}", f"{mark.onset}-{apex}-{mark.offset}", times)
    yield "    </TIER>"
    yield f'    <TIER LINGUISTIC_TYPE_REF="apex" PARENT_REF={quoteattr(name)} TIER_ID={quoteattr(f"{name} apex")}>'
    for number, mark in enumerate(marks):
        span = mark.times
        if span.apex is not None and mark.apex is not None and span.clock is not None:
            after = min(milliseconds(span.clock, mark.apex + 1), int(span.end * 1000))
            times += [int(span.apex * 1000) - origin, after - origin]
            yield from _aligned(f"{label}p{number}", "apex", times)
    yield "    </TIER>"
    for child, values in (
        ("emotion", [mark.emotion for mark in marks]),
        ("AU", [mark.units for mark in marks]),
        ("data", [mark.payload for mark in marks]),
    ):
        tier = quoteattr(f"{name} {child}")
        yield f'    <TIER LINGUISTIC_TYPE_REF="note" PARENT_REF={quoteattr(name)} TIER_ID={tier}>'
        for number, value in enumerate(values):
            if value:
                yield (
                    f'        <ANNOTATION><REF_ANNOTATION ANNOTATION_ID="{label}{child}{number}" '
                    f'ANNOTATION_REF="{label}a{number}">'
                    f"<ANNOTATION_VALUE>{escape(value)}</ANNOTATION_VALUE></REF_ANNOTATION></ANNOTATION>"
                )
        yield "    </TIER>"


def _aligned(name: str, value: str, times: Sequence[int]) -> Iterable[str]:
    last = len(times)
    yield (
        f'        <ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="{name}" TIME_SLOT_REF1="ts{last - 1}" '
        f'TIME_SLOT_REF2="ts{last}"><ANNOTATION_VALUE>{escape(value)}</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>'
    )
