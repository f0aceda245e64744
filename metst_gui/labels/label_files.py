"""Export and import of label files, with the dialogs they need."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QWidget

from engine.clock import medium_clock, scene_clock
from engine.datasets import FORMAT_TABLE
from engine.datasets.numbering import image_numbers, to_numbers, to_positions
from engine.datasets.timed import Medium
from engine.errors import EngineError
from engine.journal import content_digest
from engine.types import VideoInfo
from metst_gui.desk.project_opener import counted
from metst_gui.desk.session import Session
from metst_gui.document.annotation import Annotation, computed_kind
from metst_gui.document.export import from_records, records_of_video, to_records
from metst_gui.document.file.errors import EditRefusedError
from metst_gui.labels import hint_question
from metst_gui.language import mark, plural, told, tr
from metst_gui.widgets.save_folder import beside
from metst_gui.window.help_dialogs import ExportDialog

if TYPE_CHECKING:
    from engine.datasets import MissingEmotion
    from engine.datasets.hints import Hints

SUFFIXES = {one.name: one.suffix for one in FORMAT_TABLE.values()}
_ENDINGS = " ".join(f"*{ending}" for ending in sorted({*SUFFIXES.values(), ".xls"}))
CASME3_WORDS = {"happy", "surprise", "anger", "disgust", "fear", "sad", "others"}

STATES = {
    "yes": "",
    "no": mark(" The video is not finalised."),
    "changed since": mark(" The video was changed after it was finalised."),
}


def label_filter() -> str:
    """Filter of a file dialog for every label format."""
    return tr("Label files ({endings});;All files (*)", endings=_ENDINGS)


def export(parent: QWidget, session: Session) -> None:
    """Ask for names and format, then write the annotations."""
    project = session.document.project
    if session.info is None or not project.annotations:
        session.notifier.info(tr("There is nothing to export yet: accept a proposal or mark an interval first."))
        return
    hints = hint_question.ask(parent, session)
    if hints is None:
        return
    clock, definition = scene_clock(session.info), project.definition
    micro = [one for one in project.annotations if (one.kind or computed_kind(one, clock, definition)) == "micro"]
    # The workbook has no room for the mark of an emotion that nobody set or confirmed.
    wordless = sum(one.emotion not in CASME3_WORDS or one.default_emotion for one in micro)
    dialog = ExportDialog(
        subject=project.subject,
        video_name=project.video_name or session.info.path.stem,
        annotator=project.annotator,
        n_annotations=len(project.annotations),
        n_without_emotion=wordless,
        n_macro=len(project.annotations) - len(micro),
        parent=parent,
    )
    dialog.choose_format(session.document.dataset)
    if not dialog.exec():
        return
    try:
        session.document.set_identity(subject=dialog.subject, video_name=dialog.video_name, annotator=dialog.annotator)
    except EditRefusedError as error:
        session.notifier.error(str(error))
        return
    session.settings.update(annotator=dialog.annotator)
    start = beside(session.info.path, f"{session.info.path.stem}-annotations{SUFFIXES[dialog.format]}")
    kind = f"{tr(FORMAT_TABLE[dialog.format].title)} (*{FORMAT_TABLE[dialog.format].suffix})"
    name, _ = QFileDialog.getSaveFileName(parent, tr("Export annotations"), str(start), kind)
    if name:
        path = Path(name)
        path = path if path.suffix else path.with_suffix(SUFFIXES[dialog.format])
        write_labels(session, path, format_=dialog.format, missing=dialog.missing_emotion, hints=hints)


def write_labels(
    session: Session, path: Path, *, format_: str, missing: "MissingEmotion", hints: "Hints" = "without"
) -> bool:
    """Write the annotations; says what was written and what the format could not carry.

    Args:
        session: whose annotations.
        path: file to write.
        format_: name of the format.
        missing: what to do with emotions the format has no word for.
        hints: what to do with emotions that nobody set or confirmed.

    Returns:
        False where nothing was written.
    """
    from engine.datasets import write_records
    from engine.datasets.hints import with_hints

    if session.unproved:
        session.notifier.error(session.unproved)
        return False
    try:
        records, remark = with_hints(to_records(session.document.project), hints, format=format_)
        records = to_numbers(records, _numbers(session), format=format_)
        medium = medium_of(session.info)
        report = write_records(path, records, format=format_, missing_emotion=missing, media=medium)
    except (EngineError, OSError) as error:
        sentence = (
            str(error)
            if isinstance(error, EngineError)
            else tr("“{path}” cannot be written: {why}.", path=path, why=error.strerror)
        )
        session.notifier.error(sentence)
        return False
    complete = _complete(session)
    row = {"file": path.name, "sha256": content_digest(path), "format": format_, "complete": complete}
    _note(session, "export", row)
    dropped = tr(" Not carried: {what}", what=" ".join(map(told, report.dropped))) if report.dropped else ""
    session.notifier.info(
        tr(
            "Exported {annotations} to “{name}”.{dropped}",
            annotations=counted(report.written, "annotation"),
            name=path.name,
            dropped=f"{dropped} {told(remark)}".rstrip(),
        )
        + (tr(STATES[complete]) if STATES[complete] else "")
    )
    return True


def _complete(session: Session) -> str:
    """Whether the annotator stated that nothing else is in the video: a key of `STATES`."""
    if session.document.completion is None:
        return "no"
    return "changed since" if session.document.changed_since_completion else "yes"


def import_labels(parent: QWidget, session: Session) -> None:
    """Ask for a label file and add its annotations of the open video."""
    if session.info is None:
        session.notifier.info(tr("Open the video the labels belong to first."))
        return
    name, _ = QFileDialog.getOpenFileName(
        parent, tr("Import annotations"), str(session.info.path.parent), label_filter()
    )
    if name:
        read_labels(session, Path(name))


def read_labels(session: Session, path: Path) -> int:
    """Add the annotations a label file has for the open video, as one undoable edit.

    Returns:
        number of annotations added.
    """
    from engine.datasets import read_records
    from engine.datasets.sniff import format_of

    try:
        name = format_of(path)
        result = read_records(path, format=name, medium=medium_of(session.info))
    except (EngineError, OSError) as error:
        sentence = (
            str(error)
            if isinstance(error, EngineError)
            else tr("“{path}” cannot be read: {why}.", path=path, why=error.strerror)
        )
        session.notifier.error(sentence)
        return 0
    project = session.document.project
    records = records_of_video(result.records, subject=project.subject, video=project.video_name)
    if not records:
        session.notifier.error(
            tr(
                "“{name}” has no labels of “{video}”: set subject and video name in the export dialog.",
                name=path.name,
                video=project.video_name,
            )
        )
        return 0
    records, numbered = to_positions(records, _numbers(session))
    found, refused = from_records(records, file_name=path.name, n_frames=session.document.n_frames)
    return _add(session, path, found, [*numbered, *(str(issue) for issue in result.issues), *refused])


def _numbers(session: Session) -> tuple[int, ...] | None:
    """Numbers in the names of the open folder's images; None for a video."""
    return image_numbers(session.info.path) if session.info is not None and session.info.kind == "images" else None


def medium_of(info: VideoInfo | None) -> Medium | None:
    """A video as label files speak of it, with its exact times; None: none is open."""
    if info is None:
        return None
    return Medium(medium_clock(info), info.path if info.kind == "video" else None)


def _note(session: Session, action: str, told: Mapping[str, object]) -> None:
    """Tell the journal of a file that was written."""
    try:
        session.document.note(action, {**told, "head": session.document.head})
    except EditRefusedError as error:
        session.notifier.error(tr("The journal cannot tell of it: {error}", error=error))


def _add(session: Session, path: Path, found: list[Annotation], remarks: list[str]) -> int:
    try:
        added = session.document.import_annotations(found, source={"file": path.name, "sha256": content_digest(path)})
    except ValueError as error:
        session.notifier.error(str(error))
        return 0
    known = len(found) - added
    parts = [tr("Imported {annotations} from “{name}”.", annotations=counted(added, "annotation"), name=path.name)]
    if known:
        parts.append(plural(known, "{n} was there already.", "{n} were there already."))
    models = sum(one.default_bounds for one in found)
    if models:
        parts.append(
            plural(
                models,
                "{n} has the bounds of a model that nobody moved, and is shown so.",
                "{n} have the bounds of a model that nobody moved, and are shown so.",
            )
        )
    if remarks:
        parts.append(
            tr("{remarks}; the first: {first}", remarks=counted(len(remarks), "remark"), first=told(remarks[0]))
        )
    session.notifier.info(" ".join(parts))
    return added
