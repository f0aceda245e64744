"""ELAN annotation files (.eaf, format 3.0): tiers of aligned annotations, with emotion and AU tiers under them.

A tier holds the events of one kind; where two overlap, ``micro/2`` takes the second. Times are whole milliseconds, the
end of an interval is the beginning of the next frame.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from engine.datasets.atomic import write_text_atomic
from engine.datasets.guard import read_file
from engine.datasets.records import Issue, ReadResult, Record, Source, WriteReport
from engine.datasets.timed import (
    Mark,
    Rate,
    from_marks,
    kind_of_tier,
    lanes,
    need_rate,
    one_video,
    payload_rate,
    rate_of,
    shown,
    to_marks,
)
from engine.errors import DatasetError

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


@dataclass(slots=True)
class _Annotation:
    """One annotation while it is read: slots of an aligned one, or the parent of a referring one."""

    id: str
    tier: str
    slots: tuple[str, str] | None
    parent: str
    row: int
    value: str = ""


@dataclass(slots=True)
class _Document:
    """What the parser collects."""

    properties: dict[str, str] = field(default_factory=dict)
    slots: dict[str, int | None] = field(default_factory=dict)
    tiers: dict[str, str] = field(default_factory=dict)  # tier -> parent tier
    participants: dict[str, str] = field(default_factory=dict)
    annotations: list[_Annotation] = field(default_factory=list)


def read_eaf(path: Path, *, fps: Rate | None = None) -> ReadResult:
    """Records of an ELAN file: one for each annotation of a tier that has no parent.

    Raises:
        DatasetError: no file, not ELAN's XML, a document type in it, or no known frame rate.
    """
    document = _parse(path)
    issues: list[Issue] = []
    values = document.properties
    rate = fps or rate_of(values.get("metst:fps")) or payload_rate(one.value for one in document.annotations)
    rate = need_rate(rate, "ELAN")
    children = _children(document)
    marks = []
    for one in document.annotations:
        if document.tiers.get(one.tier):
            continue
        mark = _mark(one, children.get(one.id, {}), document, rate, issues)
        if mark is not None:
            marks.append(mark)
    marks = _with_apexes(marks, document, rate)
    return from_marks([mark for mark, _ in marks], issues, lambda mark: Source("elan", path.name, mark.kind, mark.row))


def _parse(path: Path) -> _Document:
    document = _Document()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    texts: list[str] = []

    def doctype(*_: object) -> None:
        raise DatasetError(
            f"“{path.name}” declares a document type or entities, which ELAN files never do; it was not read."
        )

    def start(name: str, attributes: dict[str, str]) -> None:
        texts.clear()
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
        raise DatasetError(f"“{path.name}” is not an intact ELAN file ({error}); save it again in ELAN.") from error
    return document


def _start(document: _Document, name: str, attributes: Mapping[str, str], row: int) -> None:
    value = attributes.get
    if name == "PROPERTY":
        document.properties[value("NAME", "")] = ""
    elif name == "TIME_SLOT":
        time = value("TIME_VALUE", "")
        document.slots[value("TIME_SLOT_ID", "")] = int(time) if time.isdecimal() and len(time) < 16 else None
    elif name == "TIER":
        tier = value("TIER_ID", "")
        document.tiers[tier] = value("PARENT_REF", "")
        document.participants[tier] = value("PARTICIPANT", "")
    elif name in ("ALIGNABLE_ANNOTATION", "REF_ANNOTATION"):
        aligned = name == "ALIGNABLE_ANNOTATION"
        slots = (value("TIME_SLOT_REF1", ""), value("TIME_SLOT_REF2", "")) if aligned else None
        tier = next(reversed(document.tiers), "")
        parent = value("ANNOTATION_REF", "")
        document.annotations.append(_Annotation(value("ANNOTATION_ID", ""), tier, slots, parent, row))


def _children(document: _Document) -> dict[str, dict[str, str]]:
    """Values of referring annotations by their parent and the name of their tier."""
    found: dict[str, dict[str, str]] = {}
    for one in document.annotations:
        if one.slots is None and one.parent:
            parent = document.tiers.get(one.tier, "")
            name = one.tier.removeprefix(f"{parent} ") if parent else one.tier
            found.setdefault(one.parent, {})[name] = one.value
    return found


def _mark(
    one: _Annotation, children: Mapping[str, str], document: _Document, rate: Rate, issues: list[Issue]
) -> tuple[Mark, str] | None:
    times = [document.slots.get(slot) for slot in one.slots or ()]
    if len(times) != 2 or times[0] is None or times[1] is None:
        issues.append(Issue(one.row, one.tier, "an annotation has no times; left out"))
        return None
    onset, offset = rate.frame(times[0]), rate.frame(times[1]) - 1
    lost = sorted(name for name in children if name not in _CHILDREN)
    if lost:
        issues.append(Issue(one.row, one.tier, f"the tiers {', '.join(lost)} under it are not read"))
    if offset < onset:
        issues.append(Issue(one.row, one.tier, "is shorter than a frame; read as one frame"))
        offset = onset
    ours = "data" in children
    mark = Mark(
        kind=kind_of_tier(one.tier),
        onset=onset,
        offset=offset,
        apex=None,
        emotion=children.get("emotion", "" if ours or _frames(one.value) else shown(one.value)),
        units=children.get("AU", ""),
        payload=children.get("data", ""),
        row=one.row,
        subject="" if ours else document.properties.get("metst:subject", document.participants.get(one.tier, "")),
        video="" if ours else document.properties.get("metst:video", ""),
    )
    return mark, one.tier


def _frames(value: str) -> bool:
    """True for METST's own value of an annotation, such as 12-18-30."""
    return all(part.isdecimal() for part in value.split("-") if part) and value.count("-") == 2


def _with_apexes(marks: Sequence[tuple[Mark, str]], document: _Document, rate: Rate) -> list[tuple[Mark, str]]:
    """Each mark with the first annotation of its tier's apex tier that begins within it."""
    points: dict[str, list[int]] = {}
    for one in document.annotations:
        parent = document.tiers.get(one.tier, "")
        time = document.slots.get(one.slots[0]) if one.slots else None
        if parent and one.tier == f"{parent} apex" and time is not None:
            points.setdefault(parent, []).append(rate.frame(time))
    found = []
    for frames in points.values():
        frames.sort()
    for mark, tier in marks:
        frames = points.get(tier, [])
        at = bisect_left(frames, mark.onset)
        inside = at < len(frames) and frames[at] <= mark.offset
        found.append((replace(mark, apex=frames[at] if inside else None), tier))
    return found


def write_eaf(path: Path, records: Sequence[Record], *, fps: Rate | None = None) -> WriteReport:
    """Write one video's records; `read_eaf` gives equal ones.

    Raises:
        DatasetError: several videos, no frame rate, or frames that a timeline cannot show.
    """
    rate = need_rate(fps, "ELAN")
    subject, video = one_video(records, "An ELAN file")
    marks = to_marks(records, "ELAN", rate)
    times: list[int] = []
    body = [line for tier, content in lanes(marks) for line in _tier(tier, content, subject, rate, times)]
    slots = [f'        <TIME_SLOT TIME_SLOT_ID="ts{n}" TIME_VALUE="{ms}"/>' for n, ms in enumerate(times, start=1)]
    properties = {"metst:fps": rate.text, "metst:subject": shown(subject), "metst:video": shown(video)}
    header = [
        f"        <PROPERTY NAME={quoteattr(name)}>{escape(text)}</PROPERTY>" for name, text in properties.items()
    ]
    lines = [
        '    <HEADER MEDIA_FILE="" TIME_UNITS="milliseconds">',
        *header,
        "    </HEADER>",
        "    <TIME_ORDER>",
        *slots,
        "    </TIME_ORDER>",
        *body,
    ]
    write_text_atomic(path, _HEAD + "\n".join(lines) + "\n" + _TYPES)
    return WriteReport(len(records))


def _tier(name: str, marks: Sequence[Mark], subject: str, rate: Rate, times: list[int]) -> Iterable[str]:
    """Lines of a tier and of the tiers under it; times go to `times`."""
    label = f"t{len(times)}"
    participant = f" PARTICIPANT={quoteattr(shown(subject))}"
    yield f'    <TIER LINGUISTIC_TYPE_REF="expression"{participant} TIER_ID={quoteattr(name)}>'
    for number, mark in enumerate(marks):
        times += [rate.ms(mark.onset), rate.ms(mark.offset + 1)]
        apex = "" if mark.apex is None else str(mark.apex)
        yield from _aligned(f"{label}a{number}", f"{mark.onset}-{apex}-{mark.offset}", times)
    yield "    </TIER>"
    yield f'    <TIER LINGUISTIC_TYPE_REF="apex" PARENT_REF={quoteattr(name)} TIER_ID={quoteattr(f"{name} apex")}>'
    for number, mark in enumerate(marks):
        if mark.apex is not None:
            times += [rate.ms(mark.apex), rate.ms(mark.apex + 1)]
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
