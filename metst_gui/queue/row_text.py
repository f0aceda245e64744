"""What a row of the queue says: its glyph, its second line, its tool tip."""

from collections.abc import Mapping

from engine.clock import time_text
from engine.explain.label_check import Doubt
from engine.types import mask_text
from metst_gui.desk.queue_rows import QueueItem, filter_of
from metst_gui.document.annotation import Verdict
from metst_gui.language import mark, told, tr
from metst_gui.widgets.theme import VERDICT_GLYPHS
from metst_gui.wording.chance_text import chance_text
from metst_gui.wording.emotion_text import HINT_GLYPH
from metst_gui.wording.reasons import reason_text

OWN_GLYPH = "✎"
NEAR_GLYPH = "◇"
DOUBT_GLYPH = "⚑"
SECOND_GLYPH = "╌"  # as the dashed curve of the second run
# Why an annotation looks wrong, in a row; the card says it in a sentence.
DOUBT_WORDS: Mapping[Doubt, str] = {
    "no movement": mark("nothing moves"),
    "blink": mark("a blink"),
    "apex outside the movement": mark("apex elsewhere"),
    "emotion against action units": mark("units against emotion"),
    "duplicate": mark("marked twice"),
    "unusual bounds": mark("unusual length"),
    "shifted bounds": mark("beside the movement"),
}
FILTER_WORDS = {"open": mark("open"), "mine": mark("drawn"), "second": mark("only in the second run")}


def filter_glyph(name: str) -> str:
    """Glyph of the rows of a filter of `FILTERS`."""
    if name in ("near", "second"):
        return NEAR_GLYPH if name == "near" else SECOND_GLYPH
    return OWN_GLYPH if name == "mine" else VERDICT_GLYPHS["pending" if name == "open" else name]


def filter_word(name: str) -> str:
    """Word for the rows of a filter of `FILTERS`."""
    return tr(FILTER_WORDS.get(name, name))


def row_cells(item: QueueItem) -> tuple[str, str, str, str]:
    """Columns of a row: glyph, time, spotting score, emotion with a mark for doubtful quality."""
    glyph = OWN_GLYPH if item.kind == "annotation" else VERDICT_GLYPHS[item.verdict or Verdict.PENDING]
    glyph = filter_glyph(filter_of(item)) if item.is_aside else glyph
    score = "" if item.score is None else f"{item.score:.2f}"
    emotion = tr(item.emotion) if item.emotion else "–"
    emotion = f"{HINT_GLYPH}{emotion}" if item.emotion and item.hint else emotion
    return glyph, time_text(item.time_s), score, emotion + (" ⚠" if item.quality else "")


def row_words(item: QueueItem, *, doubts: bool = False) -> str:
    """Second line of a row: how long it is, and its emotion or the model's hint; why, where it was rejected.

    Args:
        item: the row.
        doubts: say why it looks wrong instead.
    """
    if doubts and item.look_again is not None:
        return tr(DOUBT_WORDS[item.look_again.doubt])
    length = "" if item.length_s is None else tr("{ms:.0f} ms", ms=item.length_s * 1000)
    length = tr("point label") if item.point else length
    if item.verdict is Verdict.REJECTED:
        says = reason_text(item.reason) if item.reason else tr("rejected")
    else:
        says = "" if not item.emotion else tr(item.emotion)
        if says and item.hint:
            says = tr("hint {emotion}", emotion=says)
    alone = tr("only in the second run") if item.second else ""
    signs = ("⚠" if item.quality else "", DOUBT_GLYPH if item.look_again else "")
    return " · ".join(part for part in (alone, length, says, *signs) if part)


def row_text(item: QueueItem) -> str:
    """Row as one text."""
    return "  ".join(cell for cell in row_cells(item) if cell)


def row_tip(item: QueueItem) -> str:
    """Where a row lies, what it is, and what is doubtful about it."""
    doubt = f" · {told(mask_text(item.quality))}" if item.quality else ""
    place = tr("frames {onset} to {offset}", onset=item.onset, offset=item.offset)
    hint = f" · {HINT_GLYPH}{tr(item.hint)}: {tr(item.emotion)}" if item.hint and item.emotion else ""
    why = f" · {reason_text(item.reason)}" if item.reason else ""
    tip = f"{place} · {filter_word(filter_of(item))}{why}{hint}{doubt}"
    if item.look_again is not None:
        tip += f"\n{DOUBT_GLYPH} {told(item.look_again.reason)}"
    if item.chance is not None:
        tip += "\n" + tr("Chance of being accepted: {chance} (90% interval)", chance=chance_text(item.chance))
        tip += " · " + tr("score {score:.2f}", score=item.score)
    return tip
