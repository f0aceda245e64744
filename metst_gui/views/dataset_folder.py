"""File, Open dataset folder: frames and labels become a project in which the labels are an annotator's layer."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QProgressDialog, QWidget

from engine.datasets import ReadResult
from engine.datasets.folder import DatasetFolder, MappedVideo
from engine.errors import EngineError
from engine.journal import content_digest
from engine.types import VideoInfo
from metst_gui.document.dataset import make_project
from metst_gui.document.errors import ProjectFileError
from metst_gui.language import told, tr
from metst_gui.playback.dataset_videos import dataset_videos
from metst_gui.views.label_files import label_filter
from metst_gui.views.project_session import counted
from metst_gui.views.session import Session

SHOWN = 500  # remarks in the dialog


def open_dataset(parent: QWidget, session: Session) -> None:
    """Ask for the folder, its labels and the new project's name; then make and open it."""
    root = QFileDialog.getExistingDirectory(parent, tr("Folder of the data set's frames"))
    if not root:
        return
    labels, _ = QFileDialog.getOpenFileName(parent, tr("Label file of the data set"), root, label_filter())
    if not labels:
        return
    start = str(Path(root) / f"{Path(labels).stem}.metst")
    name, _ = QFileDialog.getSaveFileName(parent, tr("New project"), start, tr("METST projects (*.metst)"))
    if name:
        remarks = build(session, Path(root), Path(labels), Path(name), _progress(parent))
        if remarks:
            _show(parent, remarks)


def build(session: Session, root: Path, labels: Path, project: Path, go_on: Callable[[int, int], bool]) -> list[str]:
    """Make the project and open it; one message says what became of the rows.

    Args:
        session: that opens it.
        root: folder of the frames.
        labels: label file.
        project: the new project file.
        go_on: told how many of how many videos were opened; False stops before anything is written.

    Returns:
        every remark: what was irregular, unmatched or left out.
    """
    from engine.datasets import read_records
    from engine.datasets.folder import map_dataset

    try:
        result = read_records(labels)
        folder = map_dataset(result.records, root)
        videos, problems = _videos(folder, go_on)
        if videos is None:
            session.notifier.info(tr("Stopped; no project was made."))
            return []
        if not videos:
            session.notifier.error(
                tr(
                    "No video of “{labels}” was found in “{folder}”: {first}",
                    labels=labels.name,
                    folder=root.name,
                    first=_first(folder),
                )
            )
            return []
        refused = make_project(project, videos, labels=labels.name, sha256=content_digest(labels))
    except (EngineError, ProjectFileError, ValueError, OSError) as error:
        session.notifier.error(str(error))
        return []
    session.open_project(project)
    text = tr(
        "Made “{project}”: {videos}, labels of “{labels}” as a layer; {rows} without a video.",
        project=project.name,
        videos=counted(len(videos), "video"),
        labels=labels.name,
        rows=counted(len(folder.unmatched), "row"),
    )
    session.notifier.info(text)
    return [*_remarks(result, folder), *problems, *refused]


def _videos(
    folder: DatasetFolder, go_on: Callable[[int, int], bool]
) -> tuple[list[tuple[MappedVideo, VideoInfo]] | None, list[str]]:
    """Videos that open, and sentences about the others; None: stopped."""
    videos: list[tuple[MappedVideo, VideoInfo]] = []
    problems: list[str] = []
    for number, (mapped, info) in enumerate(dataset_videos(folder), start=1):
        if isinstance(info, str):
            problems.append(f"{mapped.subject}/{mapped.video}: {info}")
        else:
            videos.append((mapped, info))
        if not go_on(number, len(folder.videos)):
            return None, problems
    return videos, problems


def _first(folder: DatasetFolder) -> str:
    return told(folder.problems[0]) if folder.problems else tr("it has no rows.")


def _remarks(result: ReadResult, folder: DatasetFolder) -> list[str]:
    return [*folder.to_text().splitlines(), *(str(issue) for issue in result.issues)]


def _progress(parent: QWidget) -> Callable[[int, int], bool]:
    dialog = QProgressDialog(tr("Opening the videos of the data set…"), tr("Stop"), 0, 0, parent)
    dialog.setWindowModality(Qt.WindowModality.WindowModal)
    dialog.setMinimumDuration(400)

    def go_on(done: int, total: int) -> bool:
        dialog.setMaximum(total)
        dialog.setValue(done)
        QApplication.processEvents()
        return not dialog.wasCanceled()

    return go_on


def _show(parent: QWidget, remarks: list[str]) -> None:
    box = QMessageBox(parent)
    box.setWindowTitle(tr("Dataset folder"))
    box.setText(remarks[0])
    more = [tr("… and {n} more", n=len(remarks) - SHOWN)] if len(remarks) > SHOWN else []
    box.setDetailedText("\n".join([*remarks[1:SHOWN], *more]))
    box.exec()
