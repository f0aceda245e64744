"""Answers of the ME-VQA task of MEGC 2025: JSON lines of a clip, a question and its answer (docs/formats.md).

Of each micro-expression METST answers the questions that labels can answer: the coarse class, the fine-grained class,
and the action units by their names. The subject, video, frames (from 1) and the FACS line stand beside each answer.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from engine.datasets.records import Issue, MissingEmotion, ReadResult, Record, RecordSource, WriteReport
from engine.datasets.sheets.checks import LARGEST_FRAME, order_issues, repeats
from engine.datasets.sheets.layout import RecordCheck
from engine.datasets.sheets.table_writer import disordered, refuse
from engine.datasets.text.atomic import write_text_atomic
from engine.datasets.text.encoding import read_text
from engine.errors import DatasetError
from engine.messages import Said

COARSE, FINE = "What is the coarse expression class?", "What is the fine-grained expression class?"
UNIT, UNITS = "What is the action unit?", "What are the action units?"
# Names of the Facial Action Coding System (Ekman, Friesen & Hager 2002), as the task writes them.
NAMES: Mapping[int, str] = {
    1: "inner brow raiser",
    2: "outer brow raiser",
    4: "brow lowerer",
    5: "upper lid raiser",
    6: "cheek raiser",
    7: "lid tightener",
    9: "nose wrinkler",
    10: "upper lip raiser",
    11: "nasolabial deepener",
    12: "lip corner puller",
    13: "sharp lip puller",
    14: "dimpler",
    15: "lip corner depressor",
    16: "lower lip depressor",
    17: "chin raiser",
    18: "lip pucker",
    20: "lip stretcher",
    22: "lip funneler",
    23: "lip tightener",
    24: "lip presser",
    25: "lips part",
    26: "jaw drop",
    27: "mouth stretch",
    28: "lip suck",
    38: "nostril dilator",
    39: "nostril compressor",
    43: "eyes closed",
    45: "blink",
    46: "wink",
}
_NUMBER = re.compile(r"(?<![0-9])([0-9]{1,2})(?![0-9])")
_IS_SHOWN = re.compile(r"^is the action unit (.+?) (?:shown|present|visible)\b.*\?$", re.IGNORECASE)


def unit_names(line: str) -> list[str]:
    """Names of the action units of a FACS line in its order, each once; a unit without a name as ``AU<number>``."""
    numbers = dict.fromkeys(int(one) for one in _NUMBER.findall(line))
    return [NAMES.get(number, f"AU{number}") for number in numbers]


def answer_of(record: Record, question: str) -> str | None:
    """What a label answers to a question of the task; None: it does not tell."""
    asked = question.strip().lower()
    names = unit_names(record.action_units)
    if asked == COARSE.lower():
        return record.group
    if asked == FINE.lower():
        return record.emotion.strip().lower() if record.emotion else None
    if asked in (UNIT.lower(), UNITS.lower()):
        return ", ".join(names) or None
    found = _IS_SHOWN.match(question.strip())
    return None if found is None or not names else ("yes" if found[1].strip().lower() in names else "no")


def write_me_vqa(path: Path, records: Sequence[Record], *, missing_emotion: MissingEmotion = "refuse") -> WriteReport:
    """Write the answers; `read_me_vqa` gives the annotations back.

    Raises:
        DatasetError: frames out of order, or an annotation without an emotion that is not to be left out.
    """
    kept, dropped = _wanted(records, missing_emotion)
    for rule in (
        RecordCheck(lambda r: r.onset < 0, Said("start before the first frame; move the onset to frame 0 or later")),
        RecordCheck(disordered, Said("are not in the order onset, apex, offset; put their frames in order")),
        RecordCheck(
            lambda r: r.offset + 1 >= LARGEST_FRAME, Said("end beyond frame 2,147,483,646; correct the offset")
        ),
    ):
        refuse(kept, rule)
    lines = [line for clip, record in zip(clip_names(kept), kept, strict=True) for line in _lines(clip, record)]
    write_text_atomic(path, "".join(json.dumps(line) + "\n" for line in lines))
    return WriteReport(len(kept), tuple(dropped))


def clip_names(records: Sequence[Record]) -> list[str]:
    """Name of the clip of each record: its video's, with its number where that has several."""
    of_video: dict[tuple[str, str], list[int]] = {}
    for at, record in enumerate(records):
        of_video.setdefault((record.subject, record.video), []).append(at)
    found = [""] * len(records)
    for (subject, video), places in of_video.items():
        whole = video if video.startswith(subject) else f"{subject}_{video}"
        for number, at in enumerate(sorted(places, key=lambda one: records[one].onset), start=1):
            found[at] = whole if len(places) == 1 else f"{whole}_{number}"
    return found


def _lines(clip: str, record: Record) -> Iterator[dict[str, Any]]:
    frames = {"onset": record.onset + 1, "apex": None if record.apex is None else record.apex + 1}
    where = {"subject": record.subject, "video": record.video, **frames, "offset": record.offset + 1}
    units = UNIT if len(unit_names(record.action_units)) == 1 else UNITS
    for question in (FINE, COARSE, units):
        answer = record.emotion if question == FINE else answer_of(record, question)
        if answer is not None:
            yield {"video_id": clip, "question": question, "answer": answer, **where, "AU": record.action_units}


def _wanted(records: Sequence[Record], missing: MissingEmotion) -> tuple[list[Record], list[str]]:
    dropped: list[str] = []
    micro = [one for one in records if one.extra.get("kind", "micro") == "micro"]
    if len(micro) < len(records):
        n = len(records) - len(micro)
        dropped.append(Said("{n} events of other kinds than {listed} were left out.", n=n, listed="micro"))
    kept = [one for one in micro if one.emotion]
    if len(kept) < len(micro):
        bad = next(one for one in micro if not one.emotion)
        if missing != "skip":
            raise DatasetError(
                Said(
                    "{n} annotations (first: frame {onset}) have no emotion, which the questions ask for; choose one, "
                    "or leave them out (skip).",
                    n=len(micro) - len(kept),
                    onset=bad.onset,
                )
            )
        dropped.append(Said("{n} annotations without an emotion were left out.", n=len(micro) - len(kept)))
    ungrouped = sum(one.group is None for one in kept)
    if ungrouped:
        dropped.append(Said("{n} emotions are of no coarse class; that question is not answered.", n=ungrouped))
    extras = sorted({key for one in kept for key in one.extra if key != "kind"})
    extras += ["objective_class"] if any(one.objective_class for one in kept) else []
    if extras:
        dropped.append(Said("Answers have no place for {columns}; left out.", columns=tuple(extras)))
    return kept, dropped


def read_me_vqa(path: Path) -> ReadResult:
    """Annotations behind the answers that METST wrote; answers of others tell no frames and are named as left out.

    Raises:
        DatasetError: no file, no text, or no JSON lines.
    """
    found = read_text(path)
    issues: list[Issue] = [*found.issues]
    records: dict[str, tuple[int, Record]] = {}
    for number, line in enumerate(found.text.splitlines(), start=1):
        if not line.strip():
            continue
        entry = _entry(line)
        record = _record(entry, RecordSource("me_vqa", path.name, "", number)) if entry else None
        if entry is None or record is None:
            issues.append(Issue(number, "", Said("tells no frames; left out"), is_lost=True))
            continue
        key = json.dumps([entry.get(name) for name in ("video_id", "subject", "video", "onset", "offset")])
        records.setdefault(key, (number, record))
    for number, record in records.values():
        issues.extend(order_issues(number, record, base=0))
    issues.extend(repeats(list(records.values())))
    issues.sort(key=lambda issue: issue.row or 0)
    return ReadResult(tuple(record for _, record in records.values()), tuple(issues))


def _entry(line: str) -> dict[str, Any] | None:
    try:
        content = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return content if isinstance(content, dict) else None


def _record(entry: Mapping[str, Any], source: RecordSource) -> Record | None:
    onset, apex, offset = (entry.get(name) for name in ("onset", "apex", "offset"))
    for frame in (onset, offset, *(() if apex is None else (apex,))):
        if type(frame) is not int or not 0 < frame < LARGEST_FRAME:
            return None
    assert isinstance(onset, int)
    assert isinstance(offset, int)
    fine = entry.get("answer") if str(entry.get("question", "")).strip().lower() == FINE.lower() else None
    return Record(
        str(entry.get("subject", "")),
        str(entry.get("video", "")),
        onset - 1,
        apex - 1 if isinstance(apex, int) else None,
        offset - 1,
        str(fine) if fine else None,
        str(entry.get("AU", "")),
        source=source,
    )


def answer_questions(questions: Path, records: Sequence[Record], path: Path) -> WriteReport:
    """Fill in a file of questions (``…_to_answer.jsonl``) from labels, each of a clip with the clip's name.

    Args:
        questions: JSON lines with ``video_id`` (or ``video``), ``question`` and an empty ``answer``.
        records: the labels; the clip of one is called as its video, or subject_video, numbered where there are several.
        path: file to write, with every line of the questions.

    Raises:
        DatasetError: a line of the questions is no JSON object.
    """
    named: dict[str, Record] = {}
    for clip, record in zip(clip_names(records), records, strict=True):
        named |= {clip: record}
        named.setdefault(record.video, record)
    lines, n = [], 0
    for number, line in enumerate(read_text(questions).text.splitlines(), start=1):
        entry = _entry(line)
        if entry is None:
            if line.strip():
                raise DatasetError(
                    Said("Line {number} of “{name}” is no JSON object.", number=number, name=questions.name)
                )
            continue
        clip = str(entry.get("video_id") or Path(str(entry.get("video", ""))).stem)
        label = named.get(clip)
        answer = None if label is None else answer_of(label, str(entry.get("question", "")))
        n += answer is not None
        lines.append(json.dumps({**entry, "answer": answer if answer is not None else entry.get("answer", "")}))
    write_text_atomic(path, "".join(f"{line}\n" for line in lines))
    left = len(lines) - n
    dropped = (Said("{n} questions are not answered by any label.", n=left),) if left else ()
    return WriteReport(n, dropped)
