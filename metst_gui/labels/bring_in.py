"""Brings in what other tools made: curves in rows, or scores and proposals as the run of another model."""

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from engine.clock import medium_clock
from engine.datasets import Record
from engine.datasets.timelines.timed import Medium
from engine.errors import EngineError
from engine.foreign.columns import ForeignTable
from engine.foreign.mapping import TableMapping, action_unit, guess, mapping_from
from engine.foreign.placing import frames_of, place
from engine.foreign.table import ENDINGS, read_table
from engine.types import AnalysisRun, VideoInfo
from metst_gui.desk.desk import Desk
from metst_gui.desk.table_job import LARGE_BYTES, TableJob
from metst_gui.labels.curves_dialog import CurvesDialog
from metst_gui.language import plural, told, tr
from metst_gui.wording.counted import counted
from metst_gui.wording.facs_units import UNITS

if TYPE_CHECKING:
    from engine.datasets import ReadResult

# Columns by which a table is one of intervals, and no curve.
_INTERVALS = ({"onset", "offset"}, {"start (s)", "stop (s)"}, {"onsetframe", "offsetframe"})
_TABLES = tuple(one for one in ENDINGS if one not in (".parquet", ".npz", ".edf"))
# Label formats that come as proposals of a model; sheets of data sets are labels.
_PROPOSALS = (".json", ".boris", ".gz", ".tsv", ".csv", ".eaf", ".textgrid", ".vtt", ".srt", ".nwb")
_UNIT_NAMES = {unit.code: unit.name for unit in UNITS}
# Headers whose mapping is remembered.
MOST_REMEMBERED = 50


def can_bring_in(path: Path) -> bool:
    """Whether a file may be what another tool made of the open video, by its ending."""
    return path.is_file() and path.suffix.lower() in {*ENDINGS, *_PROPOSALS}


def ask_file(parent: QWidget, desk: Desk) -> None:
    """Ask for a file and bring it in."""
    info = desk.session.info
    assert info is not None
    endings = " ".join(f"*{one}" for one in sorted({*ENDINGS, *_PROPOSALS}))
    kinds = tr("Curves, scores and proposals ({endings});;All files (*)", endings=endings)
    name, _ = QFileDialog.getOpenFileName(parent, tr("Bring in curves"), str(info.path.parent), kinds)
    if name:
        bring_in(parent, desk, Path(name))


def bring_in(parent: QWidget | None, desk: Desk, path: Path) -> None:
    """Bring in a file; what cannot be used is one sentence."""
    info = desk.session.info
    if info is None:
        return
    try:
        if path.suffix.lower() not in ENDINGS or _is_intervals(path):
            _bring_proposals(desk, path, info)
        elif path.stat().st_size > LARGE_BYTES:
            _read_later(parent, desk, path, info)
        else:
            _bring_table(parent, desk, read_table(path), info)
    except EngineError as error:
        desk.notifier.error(told(str(error)))


def _read_later(parent: QWidget | None, desk: Desk, path: Path, info: VideoInfo) -> None:
    """Read a large table in a thread, and go on if the video is still open then."""
    job = TableJob(path, desk)

    def go_on(table: ForeignTable) -> None:
        if desk.session.info is not info:
            return
        try:
            _bring_table(parent, desk, table, info)
        except EngineError as error:
            desk.notifier.error(told(str(error)))

    job.read.connect(go_on, Qt.ConnectionType.QueuedConnection)
    job.failed.connect(lambda sentence: desk.notifier.error(told(sentence)), Qt.ConnectionType.QueuedConnection)
    job.finished.connect(job.deleteLater)
    desk.closing.connect(job.wait)
    desk.say(tr("Reading “{name}”…", name=path.name))
    job.start()


def _is_intervals(path: Path) -> bool:
    """Whether a text table holds intervals, a row each, and no curve."""
    if path.suffix.lower() not in _TABLES:
        return False
    from engine.datasets.sniff import format_of

    if format_of(path) != "csv":
        return True
    with path.open(encoding="utf-8", errors="replace") as file:
        first = file.readline().lower().replace(";", ",").replace("\t", ",")
    names = {one.strip().strip('"').lstrip("\ufeff") for one in first.split(",")}
    return any(wanted <= names for wanted in _INTERVALS)


def _bring_table(parent: QWidget | None, desk: Desk, table: ForeignTable, info: VideoInfo) -> None:
    remembered = desk.settings.value.mappings
    mapping = mapping_from(remembered.get(table.header), table) or guess(table)
    dialog = CurvesDialog(table, mapping, name=column_name, told=_told(table, info), parent=parent)
    if not dialog.exec():
        return
    mapping = dialog.mapping
    # The newest last, so that the oldest go first.
    others = [(key, form) for key, form in remembered.items() if key != table.header][1 - MOST_REMEMBERED :]
    desk.settings.update(mappings={**dict(others), table.header: mapping.form()})
    bring_table(desk, table, mapping, info)


def bring_table(desk: Desk, table: ForeignTable, mapping: TableMapping, info: VideoInfo) -> None:
    """Bring in a table whose meaning is known.

    Raises:
        DatasetError: nothing of it can be placed on the video.
    """
    from engine.foreign.runs import run_of_scores

    if mapping.score:
        _show_run(desk, run_of_scores(table, mapping, info))
        return
    placed = place(table, mapping, info)
    brought = desk.document.brought
    settings = {"mapping": mapping.form()}
    if desk.attempt(lambda: brought.add(table.file, table.digest, placed.curves, settings=settings)):
        curves = plural(len(placed.curves), "{n} curve", "{n} curves")
        notes = "".join(f" {told(one)}" for one in placed.notes)
        words = tr("Brought in {curves} of “{name}”; Lanes ▾ chooses among them.", curves=curves, name=table.file)
        desk.say(words + notes)


def _bring_proposals(desk: Desk, path: Path, info: VideoInfo) -> None:
    from engine.datasets import read_records
    from engine.foreign.runs import run_of_proposals

    result = read_records(path, medium=Medium(medium_clock(info), info.path))
    records = of_video(result.records, _names(desk, info))
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    _show_run(desk, run_of_proposals(path.name, digest, records, info), lost=_lost(result))


def of_video(records: Sequence[Record], names: set[str]) -> list[Record]:
    """Records of the open video: those of its name, or all where the file is about one video."""
    videos = {(one.subject, one.video) for one in records}
    if len(videos) <= 1:
        return list(records)
    return [one for one in records if {one.video.lower(), Path(one.video).stem.lower()} & names]


def _names(desk: Desk, info: VideoInfo) -> set[str]:
    video = desk.document.video
    names = [info.path.name, info.path.stem, "" if video is None else video.name]
    return {one.lower() for one in names if one}


def _lost(result: "ReadResult") -> str:
    n = result.n_lost
    return plural(n, " {n} entry could not be read.", " {n} entries could not be read.") if n else ""


def _show_run(desk: Desk, run: AnalysisRun, *, lost: str = "") -> None:
    desk.analysis.cancel()
    desk.document.set_run(run)
    desk.decoding.repeat()
    proposals = counted(len(desk.document.view.proposals), "proposal")
    notes = "".join(f" {told(one)}" for one in run.notes[1:])
    words = tr(
        "“{name}” is shown as a run: {proposals} at this threshold. Ctrl+R analyses the video with METST's model "
        "again.",
        name=run.model,
        proposals=proposals,
    )
    desk.say(words + lost + notes)


def _told(table: ForeignTable, info: VideoInfo) -> Callable[[TableMapping], str]:
    """Says where the rows of a table would lie."""

    def told_of(mapping: TableMapping) -> str:
        column = mapping.score or next(iter(mapping.curves), "")
        if not column:
            return tr("Tick a curve, or choose the score.")
        try:
            frames = frames_of(table, mapping, column, info)
        except EngineError as error:
            return told(str(error))
        inside = int(((frames >= 0) & (frames < info.n_frames)).sum())
        return tr(
            "{n} values, from frame {first} to {last}; {inside} of them within the video (frames 0 to {end}).",
            n=len(frames),
            first=int(frames[0]) if len(frames) else 0,
            last=int(frames[-1]) if len(frames) else 0,
            inside=inside,
            end=info.n_frames - 1,
        )

    return told_of


def column_name(column: str) -> str:
    """A column as a list shows it: an action unit's with its name."""
    unit = action_unit(column)
    return f"{column} · {tr(_UNIT_NAMES[unit])}" if unit in _UNIT_NAMES else column
