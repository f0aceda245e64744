"""Export and import of label files, with the dialogs they need."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from engine.clock import medium_clock, scene_clock
from engine.datasets import Record, format_row
from engine.datasets.numbering import image_numbers, to_numbers, to_positions
from engine.datasets.timelines.timed import Medium
from engine.definitions import OPEN_KIND
from engine.errors import EngineError
from engine.journal import content_digest
from engine.project.export import files_of
from engine.types import VideoInfo
from metst_gui.desk.desk import Desk
from metst_gui.document.annotation import Annotation, kind_word
from metst_gui.document.export import (
    from_records,
    mark_records,
    marks_from,
    meant_for,
    records_of,
    to_records,
    told_name,
)
from metst_gui.document.file.errors import EditRefusedError
from metst_gui.document.own_labels import has_labels, other_videos
from metst_gui.labels import hint_question
from metst_gui.labels.export_dialog import ExportDialog
from metst_gui.language import mark, plural, told, tr
from metst_gui.playback.video_clocks import ClosedVideo
from metst_gui.playback.video_clocks import media_of as media_of_closed
from metst_gui.widgets.save_folder import beside
from metst_gui.wording.counted import counted
from metst_gui.wording.label_formats import label_filter

if TYPE_CHECKING:
    from engine.datasets import MissingEmotion
    from engine.datasets.hints import Hints

SHOWN_NAMES = 3  # names of videos that a sentence lists
CASME3_WORDS = {"happy", "surprise", "anger", "disgust", "fear", "sad", "others"}

STATES = {
    "yes": "",
    "no": mark(" The video is not finalised."),
    "changed since": mark(" The video was changed after it was finalised."),
}


def export(parent: QWidget, desk: Desk) -> None:
    """Ask for names and format, then write the annotations."""
    project = desk.document.project
    if desk.session.info is None or not has_labels(desk.document):
        desk.say(tr("There is nothing to export yet: accept a proposal or mark an interval first."))
        return
    hints = hint_question.ask(parent, desk)
    if hints is None:
        return
    clock, definition = scene_clock(desk.session.info), project.definition
    kinds = [kind_word(one, clock, definition) for one in project.annotations]
    micro = [one for one, kind in zip(project.annotations, kinds, strict=True) if kind == "micro"]
    n_open = kinds.count(OPEN_KIND)
    # The workbook has no room for the mark of an emotion that nobody set or confirmed.
    wordless = sum(one.emotion not in CASME3_WORDS or one.default_emotion for one in micro)
    shown: list[bool] = []
    dialog = ExportDialog(
        subject=project.subject,
        video_name=project.video_name or desk.session.info.path.stem,
        annotator=project.annotator,
        n_annotations=len(project.annotations),
        n_without_emotion=wordless,
        n_macro=len(kinds) - len(micro) - n_open,
        parent=parent,
    )
    dialog.tell_open(n_open)
    dialog.show_asked.connect(lambda: shown.append(True))
    dialog.offer_others([n for _, n in other_videos(desk.document)])
    dialog.choose_format(desk.document.statements.dataset)
    chosen = bool(dialog.exec())

    def act() -> None:
        desk.document.videos.name(subject=dialog.subject, video_name=dialog.video_name)
        desk.document.annotators.rename(dialog.annotator)

    if shown and dialog.subject and dialog.video_name:
        desk.attempt(act)  # what was typed is there when it is exported again
    if shown:
        _show_open(desk, [one for one, kind in zip(project.annotations, kinds, strict=True) if kind == OPEN_KIND])
    if not chosen or not desk.attempt(act):
        return
    desk.settings.update(annotator=dialog.annotator)
    start = beside(
        desk.session.info.path, f"{desk.session.info.path.stem}-annotations{format_row(dialog.format).suffix}"
    )
    kind = f"{tr(format_row(dialog.format).title)} (*{format_row(dialog.format).suffix})"
    name, _ = QFileDialog.getSaveFileName(parent, tr("Export annotations"), str(start), kind)
    if name:
        path = Path(name)
        path = path if path.suffix else path.with_name(path.name + format_row(dialog.format).suffix)
        write = write_project_labels if dialog.whole_project else write_labels
        write(desk, path, format_=dialog.format, missing=dialog.missing_emotion, hints=hints)


def _show_open(desk: Desk, annotations: Sequence[Annotation]) -> None:
    """Go to the first annotation whose kind hangs on an apex that is only assumed, and say what decides it."""
    first = min(annotations, key=lambda one: (one.onset, one.offset))
    desk.tour.select("annotation", first.id)
    desk.tour.go_to_handle("apex")
    desk.say(
        tr(
            "Frames {onset} to {offset}: step to the strongest frame and press P to set the apex, or press T to say "
            "micro or macro yourself. Then export again.",
            onset=first.onset,
            offset=first.offset,
        )
    )


def write_labels(
    desk: Desk, path: Path, *, format_: str, missing: "MissingEmotion", hints: "Hints" = "without"
) -> bool:
    """Write the annotations; says what was written and what the format could not carry.

    Args:
        desk: whose annotations.
        path: file to write.
        format_: name of the format.
        missing: what to do with emotions the format has no word for.
        hints: what to do with emotions that nobody set or confirmed.

    Returns:
        False where nothing was written.
    """
    from engine.datasets import write_records
    from engine.datasets.hints import with_hints

    if desk.opener.unproved:
        desk.notifier.error(desk.opener.unproved)
        return False
    video = desk.document.video
    try:
        records, remark = with_hints(to_records(desk.document.project), hints, format=format_)
        names = (desk.document.project.subject, desk.document.project.video_name)
        marks = [] if video is None else mark_records(desk.document, video, names=names)
        records += marks
        records = to_numbers(records, _numbers(desk), format=format_)
        medium = medium_of(desk.session.info)
        report = write_records(path, records, format=format_, missing_emotion=missing, media=medium)
    except (EngineError, OSError) as error:
        sentence = (
            str(error)
            if isinstance(error, EngineError)
            else tr("“{path}” cannot be written: {why}.", path=path, why=error.strerror)
        )
        desk.notifier.error(sentence)
        return False
    complete, n = _complete(desk), len(marks) if format_row(format_).origins != "nowhere" else 0
    row = {"file": path.name, "sha256": content_digest(path), "format": format_, "complete": complete}
    _note(desk, "export", row)
    dropped = tr(" Not carried: {what}", what=" ".join(map(told, report.dropped))) if report.dropped else ""
    desk.say(
        tr(
            "Exported {annotations} to “{name}”.{dropped}",
            annotations=counted(report.written, "annotation"),
            name=path.name,
            dropped=f"{dropped} {told(remark)}".rstrip(),
        )
        + (plural(n, " {n} of them is a mark on an own tier.", " {n} of them are marks on own tiers.") if n else "")
        + (tr(STATES[complete]) if STATES[complete] else "")
        + left_out(desk)
    )
    return True


def write_project_labels(
    desk: Desk, path: Path, *, format_: str, missing: "MissingEmotion", hints: "Hints" = "without"
) -> bool:
    """Write the own annotations of all videos of the project: one file, or one a video where the format holds no more.

    Args:
        desk: whose project.
        path: file to write; of several files the name of the video is put behind its stem.
        format_: name of the format.
        missing: what to do with emotions the format has no word for.
        hints: what to do with emotions that nobody set or confirmed.

    Returns:
        False where nothing was written, or not all; what is missing is said.
    """
    from engine.datasets import write_records

    if desk.opener.unproved:
        desk.notifier.error(desk.opener.unproved)
        return False
    try:
        parts, remarks = _project_records(desk, format_, hints)
        keys = {(one.subject, one.video) for records in parts.values() for one in records}
        media = _project_media(desk, keys) if format_row(format_).timed else {}
        written: list[Path] = []
        n_written = 0
        for target, records in files_of(path, parts, format_).items():
            report = write_records(target, records, format=format_, missing_emotion=missing, media=media or None)
            remarks += report.dropped
            written.append(target)
            n_written += report.written
    except (EngineError, OSError) as error:
        why = str(error) if isinstance(error, EngineError) else str(error.strerror)
        desk.notifier.error(tr("The project was not exported: {why}", why=told(why)))
        return False
    for target in written:
        _note(desk, "export", {"file": target.name, "sha256": content_digest(target), "format": format_})
    dropped = tr(" Not carried: {what}", what=" ".join(map(told, dict.fromkeys(remarks)))) if remarks else ""
    desk.say(
        tr(
            "Exported {annotations} of {videos} to {files}.{dropped}",
            annotations=counted(n_written, "annotation"),
            videos=counted(len(parts), "video"),
            files=_names_of({one.name: 1 for one in written}),
            dropped=dropped,
        )
    )
    return True


def _project_records(desk: Desk, format_: str, hints: "Hints") -> tuple[dict[str, list[Record]], list[str]]:
    """Records of every video with own annotations, by the video's id, and what is to be said of them."""
    from engine.datasets.hints import with_hints

    document = desk.document
    parts: dict[str, list[Record]] = {}
    remarks: list[str] = []
    for video in document.videos:
        found, remark = with_hints(records_of(document, video), hints, format=format_)
        found += mark_records(document, video)
        if found:
            numbers = image_numbers(video.ref.path) if video.ref.path.is_dir() else None
            parts[video.id] = to_numbers(found, numbers, format=format_)
            remarks += [remark] if remark else []
    return parts, remarks


def _project_media(desk: Desk, keys: set[tuple[str, str]]) -> dict[tuple[str, str], Medium]:
    """The exact times of the videos that are written.

    Raises:
        DatasetError: a video is not there, so that its times are not known.
    """
    closed, media = [], {}
    for video in desk.document.videos:
        key = (video.subject, video.name or video.ref.path.stem)
        if video == desk.document.video and desk.session.info is not None:
            media[key] = Medium(
                medium_clock(desk.session.info), desk.session.info.path if desk.session.info.kind == "video" else None
            )
        elif key in keys:
            rate = video.ref.fps if video.ref.rate_given or video.ref.path.is_dir() else None
            closed.append(ClosedVideo(key, video.ref.path, rate, video.ref.fast))
    return {**media, **media_of_closed(closed)}


def left_out(desk: Desk) -> str:
    """What of the project an export of the open video leaves out: a sentence that begins with a blank, or nothing."""
    others = other_videos(desk.document)
    if not others:
        return ""
    return plural(
        len(others),
        " Not in it: the annotations of {n} other video ({labels}); Export offers the whole project.",
        " Not in it: the annotations of {n} other videos ({labels}); Export offers the whole project.",
        labels=sum(n for _, n in others),
    )


def _complete(desk: Desk) -> str:
    """Whether the annotator stated that nothing else is in the video: a key of `STATES`."""
    if desk.document.statements.completion is None:
        return "no"
    return "changed since" if desk.document.statements.changed_since_completion else "yes"


def nobody_asked(_question: str) -> bool:
    """The answer where nobody can be asked: labels of another name are not this video's."""
    return False


def import_labels(parent: QWidget, desk: Desk) -> None:
    """Ask for a label file and add its annotations of the open video."""
    assert desk.session.info is not None
    name, _ = QFileDialog.getOpenFileName(
        parent, tr("Import annotations"), str(desk.session.info.path.parent), label_filter()
    )
    if name:

        def ask(question: str) -> bool:
            answer = QMessageBox.question(parent, tr("Import annotations"), question)
            return answer == QMessageBox.StandardButton.Yes

        read_labels(desk, Path(name), ask=ask)


def read_labels(desk: Desk, path: Path, *, ask: Callable[[str], bool] = nobody_asked) -> int:
    """Add the annotations a label file has for the open video, as one undoable edit; says what else is in the file.

    Args:
        desk: whose video.
        path: the label file.
        ask: whether the file's only video is this one although it has another name.

    Returns:
        number of annotations added.
    """
    from engine.datasets import read_records
    from engine.datasets.sniff import format_of

    try:
        name = format_of(path)
        result = read_records(path, format=name, medium=medium_of(desk.session.info))
    except (EngineError, OSError) as error:
        sentence = (
            str(error)
            if isinstance(error, EngineError)
            else tr("“{path}” cannot be read: {why}.", path=path, why=error.strerror)
        )
        desk.notifier.error(sentence)
        return 0
    project = desk.document.project
    here = project.video_name
    meant = meant_for(result.records, subject=project.subject, video=here)
    if meant.other_name:
        question = tr(
            "“{name}” names one video only, “{other}”, and “{video}” is open. Are its labels of this video?",
            name=path.name,
            other=meant.other_name,
            video=told_name(project.subject, here),
        )
        if not ask(question):
            desk.notifier.error(
                tr(
                    "“{name}” was not imported: its labels are of “{other}”, not of “{video}”.",
                    name=path.name,
                    other=meant.other_name,
                    video=told_name(project.subject, here),
                )
            )
            return 0
    if not meant.records:
        desk.notifier.error(
            tr(
                "“{name}” has no labels of “{video}”, only of {others}: in File, Project settings… give this video "
                "the subject and name that it has there.",
                name=path.name,
                video=told_name(project.subject, here),
                others=_names_of(meant.others),
            )
        )
        return 0
    records, numbered = to_positions(list(meant.records), _numbers(desk))
    n_frames = None if project.video is None else project.video.n_frames
    marks, records = marks_from(records, desk.document.coding.scheme, file_name=path.name, n_frames=n_frames)
    added: list[int] = []
    if marks:
        desk.attempt(lambda: added.append(desk.document.coding.take(marks)))
    found, refused = from_records(records, file_name=path.name, n_frames=n_frames)
    # What was left out comes first: the message has room for one.
    remarks = [*refused, *numbered, *(str(issue) for issue in result.issues)]
    return _add(desk, path, found, remarks, others=meant.others, marks=sum(added))


def _names_of(others: Mapping[str, int]) -> str:
    """Names of a few videos, with how many more there are."""
    names = list(others)
    more = len(names) - SHOWN_NAMES
    shown = tr(", ").join(f"“{name}”" for name in names[:SHOWN_NAMES])
    return tr("{names} and {n} more", names=shown, n=more) if more > 0 else shown


def _numbers(desk: Desk) -> tuple[int, ...] | None:
    """Numbers in the names of the open folder's images; None for a video."""
    return (
        image_numbers(desk.session.info.path)
        if desk.session.info is not None and desk.session.info.kind == "images"
        else None
    )


def medium_of(info: VideoInfo | None) -> Medium | None:
    """A video as label files speak of it, with its exact times; None: none is open."""
    if info is None:
        return None
    return Medium(medium_clock(info), info.path if info.kind == "video" else None)


def _note(desk: Desk, action: str, facts: Mapping[str, object]) -> None:
    """Tell the journal of a file that was written."""
    try:
        desk.document.ledger.note(action, {**facts, "head": desk.document.ledger.head})
    except EditRefusedError as error:
        desk.notifier.error(tr("The journal could not record this: {error}", error=told(str(error))))


def _add(
    desk: Desk, path: Path, found: list[Annotation], remarks: list[str], *, others: Mapping[str, int], marks: int = 0
) -> int:
    try:
        added = desk.document.import_annotations(found, source={"file": path.name, "sha256": content_digest(path)})
    except ValueError as error:
        desk.notifier.error(str(error))
        return 0
    known = len(found) - added
    parts = [tr("Imported {annotations} from “{name}”.", annotations=counted(added, "annotation"), name=path.name)]
    if marks:
        parts.append(plural(marks, "{n} mark came onto an own tier.", "{n} marks came onto own tiers."))
    if others:
        parts.append(
            plural(
                sum(others.values()),
                "{n} row of other videos was left: {videos}.",
                "{n} rows of other videos were left: {videos}.",
                videos=_names_of(others),
            )
        )
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
    (desk.say if added or known or marks else desk.notifier.error)(" ".join(parts))
    return added
