"""Submission files of the MEGC challenges 2022 to 2025: comma-separated, frames from 1 (docs/formats.md)."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from engine.datasets.records import (
    GROUPS,
    Issue,
    MissingEmotion,
    ReadResult,
    Record,
    RecordSource,
    WriteReport,
    told_video,
)
from engine.datasets.sheets.checks import LARGEST_FRAME, order_issues, repeats
from engine.datasets.sheets.layout import RecordCheck, own_word
from engine.datasets.sheets.table_writer import refuse
from engine.datasets.text.atomic import write_text_atomic
from engine.datasets.text.delimited import read_rows
from engine.datasets.text.numbers import read_frame
from engine.errors import DatasetError
from engine.messages import Said

_TYPES = {"me": "micro", "mae": "macro"}
_GROUPS = ("negative", "positive", "surprise")


@dataclass(frozen=True, slots=True)
class _Form:
    """Header and line ends of a year."""

    header: tuple[str, ...]
    end: str = "\n"


FORMS = {
    "megc2022": _Form(("vid", "pred_onset", "pred_offset", "type")),
    "megc2023": _Form(("vid", "onset", "offset", "type")),
    "megc2024": _Form(("subject", "video", "onset", "offset", "emotion"), "\r\n"),
}
FORMS["megc2025"] = FORMS["megc2024"]  # the same evaluator


def read_megc(path: Path, name: str) -> ReadResult:
    """Records of a submission; ``vid`` becomes the video, its part before the first underscore the subject.

    Raises:
        DatasetError: no file, no text, or another header.
    """
    header = FORMS[name].header
    table = read_rows(path, column=header[0])
    rows, first = table.cells, table.first
    found = tuple(cell.strip().lower() for cell in rows[0]) if rows else ()
    if found != header:
        raise DatasetError(
            Said(
                "“{name}” does not begin with {listed}, as {name2} submissions do; choose another year.",
                name=path.name,
                listed=",".join(header),
                name2=name,
            )
        )
    issues: list[Issue] = [*table.issues]
    records: list[tuple[int, Record]] = []
    for number, cells in enumerate(rows[1:], start=first + 1):
        if not any(cell.strip() for cell in cells):
            continue
        while len(cells) > len(header) and not cells[-1].strip():
            cells = cells[:-1]
        if len(cells) != len(header):
            issues.append(
                Issue(
                    number,
                    "",
                    Said("has {n} cells instead of {n2}; the row was left out", n=len(cells), n2=len(header)),
                    told_video("", " ".join(cells[:1])),
                    is_lost=True,
                )
            )
            continue
        record = _record(
            number, dict(zip(header, cells, strict=True)), RecordSource(name, path.name, "", number), issues
        )
        if record is not None:
            records.append((number, record))
            issues.extend(order_issues(number, record, base=1))
    issues.extend(repeats(records))
    issues.sort(key=lambda issue: issue.row or 0)
    return ReadResult(tuple(record for _, record in records), tuple(issues))


def _record(number: int, row: dict[str, str], source: RecordSource, issues: list[Issue]) -> Record | None:
    frames = []
    for column in ("onset", "offset"):
        column = column if column in row else f"pred_{column}"
        found = read_frame(row[column])
        frame = None if found.fraction else found.number
        if frame is None:
            why = Said("“{row}” names no frame; the row was left out", row=row[column])
            where = told_video(row.get("subject", ""), row.get("vid", row.get("video", "")))
            issues.append(Issue(number, column, why, where, is_lost=True))
            return None
        if found.grouped:
            issues.append(
                Issue(
                    number,
                    column,
                    Said("“{row}” is read as {frame}: its mark parts thousands", row=row[column], frame=frame),
                )
            )
        if frame < 1:
            issues.append(
                Issue(number, column, Said("{row} lies before the first frame 1; kept as it is", row=row[column]))
            )
        frames.append(frame - 1)
    if "vid" not in row:
        word = row["emotion"].strip()
        if word.lower() not in _GROUPS:
            issues.append(
                Issue(
                    number,
                    "emotion",
                    Said("“{row}” is none of {groups}; kept", row=row["emotion"], groups=tuple(_GROUPS)),
                )
            )
        subject, video = row["subject"].strip(), row["video"].strip()
        return Record(subject, video, frames[0], None, frames[1], word, source=source)
    kind = _TYPES.get(row["type"].strip().lower(), "")
    if not kind or row["type"] not in _TYPES:
        issues.append(Issue(number, "type", Said("“{row}” is read as {kind}", row=row["type"], kind=kind or "unknown")))
    video = row["vid"].strip()
    subject = video.partition("_")[0]
    extra = {"kind": kind or "unknown"}
    return Record(subject, video, frames[0], None, frames[1], None, extra=extra, source=source)


def write_megc(
    path: Path, records: Sequence[Record], name: str, *, missing_emotion: MissingEmotion = "refuse"
) -> WriteReport:
    """Write a submission: plain whole numbers, no index column, types in lower case.

    Raises:
        DatasetError: a record would be misread by the evaluator.
    """
    dropped: list[str] = []
    kept = _wanted(records, name, missing_emotion, dropped)
    for rule in (
        RecordCheck(lambda r: r.onset < 0, Said("start before the first frame; move the onset to frame 0 or later")),
        RecordCheck(
            lambda r: r.onset > r.offset, Said("are not in the order onset, offset; put their frames in order")
        ),
        RecordCheck(
            lambda r: r.offset + 1 >= LARGEST_FRAME, Said("end beyond frame 2,147,483,646; correct the offset")
        ),
        RecordCheck(
            lambda r: not all(_clean(one) for one in _names(r, name)),
            Said(
                "have a subject or video name that a CSV reader may change (empty, blanks around it, a "
                "comma, a quote, a line break, or a beginning such as =); rename it"
            ),
            lambda r: f"{r.subject}/{r.video}",
        ),
    ):
        refuse(kept, rule)
    _report_names(kept, name, dropped)
    form = FORMS[name]
    lines = [",".join(form.header), *(",".join((*_names(one, name), *_values(one, name))) for one in kept)]
    write_text_atomic(path, "".join(line + form.end for line in lines))
    return WriteReport(len(kept), tuple(dropped))


def _wanted(records: Sequence[Record], name: str, missing: MissingEmotion, dropped: list[str]) -> list[Record]:
    kinds = ("micro", "macro") if "vid" in FORMS[name].header else ("micro",)
    kept = [one for one in records if one.extra.get("kind", "micro") in kinds]
    if len(kept) < len(records):
        dropped.append(
            Said(
                "{n} events of other kinds than {listed} were left out.",
                n=len(records) - len(kept),
                listed=" and ".join(kinds),
            )
        )
    lost = [
        what
        for what in ("apex", "action_units", "objective_class")
        if any(getattr(r, what) not in (None, "") for r in kept)
    ]
    extras = sorted({key for one in kept for key in one.extra if key != "kind"})
    if "vid" in FORMS[name].header:
        lost += ["emotion"] if any(one.emotion for one in kept) else []
    if lost or extras:
        dropped.append(Said("Submissions have no column for {columns}; left out.", columns=(*lost, *extras)))
    if "vid" in FORMS[name].header:
        return kept
    words = {one.emotion: _group(one) for one in kept}
    changed = sorted(f"{word} → {group}" for word, group in words.items() if word and group and word != group)
    if changed:
        dropped.append(Said("Emotions were written as classes ({changed}).", changed=tuple(changed)))
    bad = [one for one in kept if _group(one) is None]
    if bad and missing != "skip":
        raise DatasetError(
            Said(
                "{n} annotations (first: {emotion} at frame {onset}) carry no emotion of the classes "
                "{groups}; choose one, or leave them out (skip).",
                n=len(bad),
                emotion=bad[0].emotion or "none",
                onset=bad[0].onset,
                groups=tuple(_GROUPS),
            )
        )
    if bad:
        dropped.append(
            Said("{n} annotations without an emotion of {groups} were left out.", n=len(bad), groups=tuple(_GROUPS))
        )
    return [one for one in kept if _group(one) is not None]


def _group(record: Record) -> str | None:
    word = own_word(record.emotion, _GROUPS) if record.emotion else None
    group = word or GROUPS.get((record.emotion or "").strip().lower())
    return group if group in _GROUPS else None


def _names(record: Record, name: str) -> tuple[str, ...]:
    if "vid" not in FORMS[name].header:
        return (record.subject, record.video)
    return (record.video if _whole(record) else f"{record.subject}_{record.video}",)


def _whole(record: Record) -> bool:
    """True where the video's name already begins with the subject, as in 003_1."""
    return record.video.partition("_")[0] == record.subject


def _report_names(records: Sequence[Record], name: str, dropped: list[str]) -> None:
    joined = {one.video: _names(one, name)[0] for one in records if "vid" in FORMS[name].header and not _whole(one)}
    if joined:
        video, vid = next(iter(joined.items()))
        dropped.append(
            Said(
                "{n} videos are named subject_video there (“{video}” is “{vid}”).", n=len(joined), video=video, vid=vid
            )
        )


def _values(record: Record, name: str) -> tuple[str, ...]:
    last = _group(record) or ""
    if "vid" in FORMS[name].header:
        last = next(word for word, kind in _TYPES.items() if kind == record.extra.get("kind", "micro"))
    return (str(record.onset + 1), str(record.offset + 1), last)


def _clean(text: str) -> bool:
    return (
        bool(text)
        and text == text.strip()
        and not set(text) & set(',"\r\n\x00')
        and text[0] not in "=+-@\ufeff"
        and text.isprintable()
    )
