"""The columns of the table of all that was said."""

from collections.abc import Mapping
from operator import attrgetter

from PySide6.QtCore import QLocale

from engine.clock import time_text
from engine.explain.label_check import LabelDoubt
from metst_gui.board.cells import BoardCell
from metst_gui.board.row_table import BoardColumn
from metst_gui.board.video_columns import ABSENT, natural
from metst_gui.document.case_entries import CaseEntry
from metst_gui.language import mark, told, tr
from metst_gui.widgets.theme import VERDICT_GLYPHS
from metst_gui.wording.emotion_text import HINT_GLYPH, NONE_INFERRED
from metst_gui.wording.reasons import reason_text

EMOTION = attrgetter("emotion", "no_emotion", "hint")
ANSWERS = {
    "accepted": mark("accepted"),
    "drawn": mark("drawn"),
    "rejected": mark("rejected"),
    "unsure": mark("unsure"),
}


def entry_columns(doubts: Mapping[str, LabelDoubt]) -> tuple[BoardColumn, ...]:
    """The columns, in the language of the window.

    Args:
        doubts: why annotations look wrong, by their id.
    """

    def doubt(one: CaseEntry) -> BoardCell:
        found = doubts.get(one.id)
        return BoardCell("") if found is None else BoardCell(f"⚑ {told(found.reason)}", tip=told(found.reason))

    def weight(one: CaseEntry) -> float | None:
        found = doubts.get(one.id)
        return None if found is None else -found.weight

    columns = (
        BoardColumn("video", tr("Video"), lambda one: BoardCell(one.video_name), lambda one: natural(one.video_name)),
        _text("subject", tr("Subject"), "spNO.000"),
        BoardColumn("time", tr("Onset"), _time, lambda one: one.seconds, sample="00:00:00.000"),
        BoardColumn("length", tr("Length"), _length, lambda one: one.length_s, sample="00 000 ms"),
        BoardColumn(
            "said", tr("Verdict"), _said, lambda one: list(ANSWERS).index(one.said) if one.said else None,
            sample=f"✓ {tr('rejected')}",
        ),
        BoardColumn("emotion", tr("Emotion"), _emotion, _emotion_key, sample=f"{HINT_GLYPH} {tr('surprise')}"),
        _text("action_units", tr("Action units"), "R12+4+6"),
        _text("annotator", tr("Annotator"), "Annotator 1"),
        BoardColumn("note", tr("Note"), _note, lambda one: note_words(one).casefold() or None),
    )  # fmt: skip
    if not doubts:
        return columns
    again = BoardColumn(
        "look_again", tr("Looks wrong"), doubt, weight, tip=tr("A hint from what was measured, not a correction")
    )
    return (*columns, again)


def emotion_words(emotion: str | None, no_emotion: bool, hint: bool) -> str:
    """The emotion of an entry in words, from its fields `EMOTION`: one that nobody confirmed has the mark of a hint."""
    if emotion is None:
        return tr(NONE_INFERRED) if no_emotion else "–"
    return f"{HINT_GLYPH} {tr(emotion)}" if hint else tr(emotion)


def note_words(one: CaseEntry) -> str:
    """The note, or the reason of a rejection in words."""
    if one.kind == "annotation":
        return one.note
    return reason_text(one.note) if one.note else ""


def answer_words(said: str) -> str:
    """What was said of an interval, with its sign."""
    glyph = VERDICT_GLYPHS.get(said, "✎" if said == "drawn" else "")
    return f"{glyph} {tr(ANSWERS[said])}" if said else "–"


def _text(name: str, title: str, sample: str) -> BoardColumn:
    def cell(one: CaseEntry) -> BoardCell:
        value = getattr(one, name)
        return BoardCell(value, tip=value) if value else ABSENT

    return BoardColumn(name, title, cell, lambda one: natural(getattr(one, name)) or None, sample=sample)


def _time(one: CaseEntry) -> BoardCell:
    return BoardCell(time_text(one.seconds), tip=tr("frames {onset} to {offset}", onset=one.onset, offset=one.offset))


def _length(one: CaseEntry) -> BoardCell:
    if not one.length_s:
        return BoardCell(tr("point label"), tip=tr("one moment is stated, onset and offset are not known"))
    return BoardCell(tr("{ms} ms", ms=QLocale().toString(round(1000 * one.length_s))))


def _said(one: CaseEntry) -> BoardCell:
    return BoardCell(answer_words(one.said), tone="" if one.said == "drawn" else one.said or "muted")


def _emotion(one: CaseEntry) -> BoardCell:
    return BoardCell(emotion_words(*EMOTION(one)), tone="muted" if one.emotion is None or one.hint else "")


def _emotion_key(one: CaseEntry) -> str | None:
    return None if one.emotion is None else tr(one.emotion)


def _note(one: CaseEntry) -> BoardCell:
    words = note_words(one)
    return BoardCell(words, tone="muted" if one.kind == "proposal" else "", tip=words)
