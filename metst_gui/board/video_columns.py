"""The columns of the table of videos."""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from typing import Any

from PySide6.QtCore import QLocale
from PySide6.QtGui import QImage

from engine.explain.coverage import told_share
from metst_gui.board.cells import BoardCell
from metst_gui.board.row_table import BoardColumn
from metst_gui.desk.case_board import BoardRow
from metst_gui.desk.video_state import Stage
from metst_gui.document.case import CaseReview
from metst_gui.document.project import Layer
from metst_gui.language import mark, plural, told, tr

# State of an analysis -> its words; the order in which they are sorted.
STATES = {
    Stage.NONE: mark("not analysed"),
    Stage.WAITING: mark("waiting"),
    Stage.PAUSED: mark("paused"),
    Stage.RUNNING: mark("running"),
    Stage.DONE: mark("analysed"),
    Stage.FAILED: mark("failed"),
}
TONES = {Stage.DONE: "", Stage.FAILED: "rejected"}
ABSENT = BoardCell("–", tone="muted")


def video_columns(
    annotators: Sequence[Layer], picture: Callable[[BoardRow], QImage | None], *, hides_model: bool
) -> tuple[BoardColumn, ...]:
    """The columns for a project.

    Args:
        annotators: a column for the review of each.
        picture: gives the small picture of a video, or None where there is none yet.
        hides_model: whether nothing of the model is to be seen.
    """
    columns = [
        BoardColumn("video", tr("Video"), partial(_video, picture), lambda row: natural(row.video.name)),
        BoardColumn(
            "subject",
            tr("Subject"),
            lambda row: BoardCell(row.video.subject) if row.video.subject else ABSENT,
            lambda row: natural(row.video.subject) if row.video.subject else None,
            sample="spNO.000",
        ),
        BoardColumn("length", tr("Length"), _length, lambda row: row.video.seconds, sample="00:00:00"),
        BoardColumn("work", tr("Analysis"), _work, _work_key, sample=tr("not analysed")),
    ]
    if not hides_model:
        columns += _proposal_columns()
    columns += [_review_column(place, layer, hides_model=hides_model) for place, layer in enumerate(annotators)]
    return tuple(columns)


def _proposal_columns() -> list[BoardColumn]:
    return [
        _share("brows", tr("Brows"), tr("Share of the video in which brows and eyes could be judged")),
        _share("mouth", tr("Mouth"), tr("Share of the video in which the mouth could be judged")),
        _number("proposals", tr("Proposals"), "proposals", "", tr("What the model proposes")),
        _number("accepted", tr("Accepted"), "accepted", "accepted", tr("Proposals you accepted")),
        _number("rejected", tr("Rejected"), "rejected", "rejected", tr("Proposals you rejected")),
        _number("open", tr("Still open"), "open", "pending", tr("Proposals without a verdict, or marked unsure")),
    ]


def _share(id_: str, title: str, tip: str) -> BoardColumn:
    def value(row: BoardRow) -> float | None:
        return None if row.shares is None else float(getattr(row.shares, id_))

    def cell(row: BoardRow) -> BoardCell:
        share, told = value(row), row.shares
        if share is None or told is None:
            return ABSENT
        parts = tr(
            "brows {brows} %, nose {nose} %, mouth {mouth} %",
            **{name: round(100 * told_share(getattr(told, name))) for name in ("brows", "nose", "mouth")},
        )
        whole = tr("This model judges the face as a whole, not its parts.")
        return BoardCell(f"{round(100 * told_share(share))} %", share=share, tip=parts if told.apart else whole)

    return BoardColumn(id_, title, cell, value, sample="100 %", tip=tip)


def _number(id_: str, title: str, name: str, tone: str, tip: str) -> BoardColumn:
    def cell(row: BoardRow) -> BoardCell:
        value = getattr(row.video, name)
        if value is None:
            return ABSENT
        return BoardCell(QLocale().toString(value), tone=tone if value else "muted")

    return BoardColumn(id_, title, cell, lambda row: getattr(row.video, name), sample="0000", tip=tip)


def _review_column(place: int, layer: Layer, *, hides_model: bool) -> BoardColumn:
    def review(row: BoardRow) -> CaseReview:
        return row.video.reviews[place]

    def cell(row: BoardRow) -> BoardCell:
        one = review(row)
        done = f"✓ {tr('finalised')}" if one.finalised else ""
        if one.of is None:
            words = done or (QLocale().toString(one.annotations) if one.annotations else "–")
            return BoardCell(words, tone="accepted" if done else "" if one.annotations else "muted")
        share = one.decided / one.of if one.of else 0.0
        words = tr("{done} of {n}", done=one.decided, n=one.of)
        if not one.of:
            # Nothing is proposed, so all of it was marked by hand.
            words = f"✎ {QLocale().toString(one.annotations)}" if one.annotations else "–"
        if done:
            return BoardCell(done, words, tone="accepted")
        if not one.of:
            tip = plural(one.annotations, "{n} annotation", "{n} annotations") if one.annotations else ""
            return BoardCell(words, tone="" if one.annotations else "muted", tip=tip)
        return BoardCell(words, share=share, tone="accepted" if one.decided == one.of else "")

    def key(row: BoardRow) -> tuple[bool, float, int] | None:
        one = review(row)
        return None if one.of is None and not one.annotations else (one.finalised, *_progress(one))

    name = layer.name or tr("Annotator {id}", id=layer.id)
    if hides_model:
        tip = tr("Intervals that {name} marked", name=name)
    else:
        tip = tr("Proposals that {name} accepted or rejected", name=name)
    return BoardColumn(f"review/{layer.id}", name, cell, key, sample=tr("{done} of {n}", done=100, n=100), tip=tip)


def _progress(one: CaseReview) -> tuple[float, int]:
    return (one.decided / one.of if one.of else 0.0), one.annotations


def _video(picture: Callable[[BoardRow], QImage | None], row: BoardRow) -> BoardCell:
    video = row.video
    file = video.path.name if video.name not in (video.path.name, video.path.stem) else video.path.parent.name
    return BoardCell(video.name, file, picture=picture(row), pictured=True, bold=True, tip=str(video.path))


def _length(row: BoardRow) -> BoardCell:
    return BoardCell(length_text(row.video.seconds))


def _work(row: BoardRow) -> BoardCell:
    work = row.work
    words = tr(STATES[work.stage])
    if work.stage in (Stage.RUNNING, Stage.PAUSED):
        tone = "pending" if work.stage is Stage.RUNNING else "muted"
        percent = f"{int(100 * work.share)} %"
        return BoardCell(percent if tone == "pending" else f"{words} {percent}", share=work.share, tone=tone, tip=words)
    if work.stage is Stage.WAITING:
        words = f"{words} · {QLocale().toString(work.place)}"
    return BoardCell(words, tone=TONES.get(work.stage, "muted"), tip=told(work.reason) if work.reason else "")


def _work_key(row: BoardRow) -> tuple[int, float]:
    return list(STATES).index(row.work.stage), row.work.place or row.work.share


def length_text(seconds: float) -> str:
    """Whole seconds as ``m:ss``, or ``h:mm:ss`` from an hour on."""
    minutes, rest = divmod(round(max(seconds, 0.0)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


@lru_cache(maxsize=4096)
def natural(text: str) -> tuple[Any, ...]:
    """Key by which “v2” comes before “v10”."""
    parts = re.split(r"(\d+)", text.casefold())
    return tuple((1, int(one), "") if one.isdecimal() else (0, 0, one) for one in parts if one)
