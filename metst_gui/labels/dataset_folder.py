"""File, Open dataset folder: frames and labels become a project in which the labels are an annotator's layer."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QThread, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QMessageBox, QProgressDialog, QWidget
from typing_extensions import override

from engine.datasets import ReadResult
from engine.datasets.folder import DatasetFolder, MappedVideo
from engine.errors import EngineError
from engine.journal import content_digest
from engine.types import VideoInfo
from metst_gui.desk.desk import Desk
from metst_gui.document.dataset import make_project
from metst_gui.document.file.errors import ProjectFileError
from metst_gui.language import told, tr
from metst_gui.playback.dataset_videos import dataset_videos
from metst_gui.wording.counted import counted
from metst_gui.wording.label_formats import label_filter

_log = logging.getLogger(__name__)
SHOWN = 500  # remarks in the dialog


def open_dataset(desk: Desk, host: QWidget) -> None:
    """Ask for the folder, its labels and the new project's name; then make it in the background and open it."""
    root = QFileDialog.getExistingDirectory(host, tr("Folder of the data set's frames"))
    if not root:
        return
    labels, _ = QFileDialog.getOpenFileName(host, tr("Label file of the data set"), root, label_filter())
    if not labels:
        return
    start = str(Path(root) / f"{Path(labels).stem}.metst")
    name, _ = QFileDialog.getSaveFileName(host, tr("New project"), start, tr("METST projects (*.metst)"))
    if name:
        start_job(desk, host, Path(root), Path(labels), Path(name))


def start_job(desk: Desk, host: QWidget, root: Path, labels: Path, project: Path) -> "DatasetJob":
    """Make a project in the background, with progress and a button to stop; then open it and show its remarks."""
    job = DatasetJob(root, labels, project, host)
    dialog = QProgressDialog(tr("Opening the videos of the data set…"), tr("Stop"), 0, 0, host)
    dialog.setWindowModality(Qt.WindowModality.WindowModal)
    dialog.setMinimumDuration(400)
    dialog.setAutoReset(False)

    def on_progress(done: int, total: int) -> None:
        dialog.setMaximum(total)
        dialog.setValue(done)

    def on_made(made: Made) -> None:
        dialog.close()
        dialog.deleteLater()
        remarks = finish(desk, made)
        if remarks:
            _show(host, remarks)

    job.progress.connect(on_progress, Qt.ConnectionType.QueuedConnection)
    job.made.connect(on_made, Qt.ConnectionType.QueuedConnection)
    job.finished.connect(job.deleteLater)
    dialog.canceled.connect(job.stop)
    desk.closing.connect(job.close)
    job.start()
    return job


class DatasetJob(QThread):
    """Makes a project in a thread of its own: hundreds of videos are opened for it.

    Signals:
        progress: args: videos opened, of how many.
        made: arg: `Made`.
    """

    progress = Signal(int, int)
    made = Signal(object)

    def __init__(self, root: Path, labels: Path, project: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._paths = root, labels, project
        self._stopped = threading.Event()
        self.setObjectName("dataset")

    @Slot()
    def stop(self) -> None:
        """Stop at the next video; nothing is written then."""
        self._stopped.set()

    @Slot()
    def close(self) -> None:
        """Stop and wait; nothing is told any more."""
        self.made.disconnect()
        self.stop()
        self.wait()

    @override
    def run(self) -> None:
        self.made.emit(make(*self._paths, self._go_on))

    def _go_on(self, done: int, total: int) -> bool:
        self.progress.emit(done, total)
        return not self._stopped.is_set()


@dataclass(frozen=True, slots=True)
class Made:
    """What became of a data set.

    Attributes:
        project: the new project file; None: none was made.
        text: one sentence about it.
        failed: whether `text` tells of a failure.
        remarks: what was irregular, unmatched or left out.
    """

    project: Path | None
    text: str
    failed: bool = False
    remarks: tuple[str, ...] = ()


def make(root: Path, labels: Path, project: Path, go_on: Callable[[int, int], bool]) -> Made:
    """Make the project; may run in any thread.

    Args:
        root: folder of the frames.
        labels: label file.
        project: the new project file.
        go_on: told how many of how many videos were opened; False stops before anything is written.
    """
    from engine.datasets import read_records
    from engine.datasets.folder import map_dataset

    try:
        result = read_records(labels)
        folder = map_dataset(result.records, root)
        videos, problems = _videos(folder, go_on)
        if videos is None:
            return Made(None, tr("Stopped; no project was made."))
        if not videos:
            text = tr(
                "No video of “{labels}” was found in “{folder}”: {first}",
                labels=labels.name,
                folder=root.name,
                first=_first(folder),
            )
            return Made(None, text, failed=True)
        refused = make_project(project, videos, labels=labels.name, sha256=content_digest(labels))
    except (EngineError, ProjectFileError, ValueError, OSError) as error:
        return Made(None, str(error), failed=True)
    except Exception:  # noqa: BLE001 - the window must hear of it, whatever it is
        _log.exception("making a project of “%s” failed", labels)
        return Made(None, tr("The data set cannot be opened: the log says why."), failed=True)
    text = tr(
        "Made “{project}”: {videos}, labels of “{labels}” as a layer; {rows} without a video.",
        project=project.name,
        videos=counted(len(videos), "video"),
        labels=labels.name,
        rows=counted(len(folder.unmatched), "row"),
    )
    return Made(project, text, remarks=(*_remarks(result, folder), *problems, *refused))


def finish(desk: Desk, made: Made) -> list[str]:
    """Open what was made and say what became of the rows.

    Returns:
        every remark.
    """
    if made.project is not None:
        desk.opener.open_project(made.project)
    (desk.notifier.error if made.failed else desk.notifier.notice)(made.text)
    return list(made.remarks)


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


def _show(parent: QWidget, remarks: list[str]) -> None:
    box = QMessageBox(parent)
    box.setWindowTitle(tr("Dataset folder"))
    box.setText(remarks[0])
    more = [tr("… and {n} more", n=len(remarks) - SHOWN)] if len(remarks) > SHOWN else []
    box.setDetailedText("\n".join([*remarks[1:SHOWN], *more]))
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()
