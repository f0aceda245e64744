"""Videos that were moved: the offer to find them, one by one or in a folder, and what is asked of another file."""

from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from metst_gui.commands.book import CommandBook
from metst_gui.desk.desk import Desk
from metst_gui.desk.find_videos import FoundVideos, find_videos
from metst_gui.desk.project_files import stored_entries
from metst_gui.document.file.digest import DigestService
from metst_gui.document.file.place import real
from metst_gui.document.project import Video
from metst_gui.language import mark, plural, tr
from metst_gui.widgets.message_bar import MessageBar

OFFER = mark("Find the video…")
OFFER_ALL = mark("Find the videos in a folder…")
NOTHING_MISSING = mark("No video is missing. This finds the video of a project that was moved or renamed.")
NO_PROJECT = mark("Open a project first: this finds its videos in a folder.")


class MovedVideo(QObject):
    """Offers to find missing videos, and asks where they are.

    Attributes:
        missing: the project file and the video that was not found last; None: nothing is missing.
    """

    def __init__(self, desk: Desk, book: CommandBook, messages: MessageBar, host: QWidget) -> None:
        super().__init__(host)
        self._desk = desk
        self._messages = messages
        self._host = host
        self.missing: tuple[Path, Video] | None = None
        self._several = False
        self._found: FoundVideos | None = None
        self._search = DigestService(self)
        self._search.digested.connect(self._on_found)
        self._search.failed.connect(desk.notifier.error)
        desk.closing.connect(self._search.shutdown)
        desk.opener.video_missing.connect(self._on_missing)
        desk.opener.asked.connect(self._on_asked)
        desk.session.opened.connect(self._on_opened)
        messages.offered.connect(self._on_offered)
        is_any = lambda: self.missing is not None or self._desk.session.project_path is not None  # noqa: E731
        book.bind(
            {"find_video": self.find, "find_videos": self.find_in_folder},
            needs={
                "missing_video": (lambda: self.missing is not None, lambda: tr(NOTHING_MISSING)),
                "any_project": (is_any, lambda: tr(NO_PROJECT)),
            },
        )

    @Slot()
    def find(self) -> None:
        """Ask where the missing video is now."""
        if self.missing is None:
            self._desk.say(tr(NOTHING_MISSING))
            return
        project, video = self.missing
        title, start = tr("Where is “{name}” now?", name=video.ref.path.name), str(project.absolute().parent)
        if video.ref.path.suffix:
            name, _ = QFileDialog.getOpenFileName(self._host, title, start)
        else:
            name = QFileDialog.getExistingDirectory(self._host, title, start)
        if name:
            self._desk.opener.use_file(project, video.id, Path(name))

    @Slot()
    def find_in_folder(self) -> None:
        """Ask for a folder, and find there every video of the project that is missing or is open."""
        project = self.missing[0] if self.missing is not None else self._desk.session.project_path
        if project is None:
            self._desk.say(tr(NO_PROJECT))
            return
        start = str(project.absolute().parent)
        name = QFileDialog.getExistingDirectory(self._host, tr("The folder with the videos"), start)
        if name:
            self.look_in(project, Path(name))

    def look_in(self, project: Path, folder: Path) -> None:
        """Look for all videos of a project in a folder and the folders in it, in the background."""
        entries = self._entries(project)
        self._desk.say(
            plural(
                len(entries),
                "Looking for {n} video in “{folder}”.",
                "Looking for {n} videos in “{folder}”.",
                folder=folder.name,
            )
        )
        refs = {one.id: one.ref for one in entries}
        self._search.start(lambda stop: find_videos(project, refs, folder.absolute(), stop=stop))

    def _entries(self, project: Path) -> list[Video]:
        if self._is_open(project):
            return list(self._desk.document.videos)
        entries = stored_entries(project) or []
        return sorted((one for one in entries if one.id), key=lambda one: (one.added, one.id))

    def _is_open(self, project: Path) -> bool:
        return self._desk.session.project_path == real(project) and self._desk.session.info is not None

    @Slot(object)
    def _on_found(self, found: FoundVideos) -> None:
        """Note where they are; a project that could not be opened without them is opened first."""
        if self._is_open(found.project):
            self._take(found)
        elif found.places:
            self._found = found
            first = next(iter(found.places))
            self._desk.opener.use_file(found.project, first, found.places[first][0])
        else:
            self._desk.notifier.error(tr("None of the videos is in “{folder}”.", folder=found.folder.name))

    def _take(self, found: FoundVideos) -> None:
        videos = self._desk.document.videos
        known = {one.id: one for one in videos}
        for id_, (path, content) in found.places.items():
            if id_ in known:
                ref = replace(known[id_].ref, path=path, fast=content.fast)
                self._desk.attempt(partial(videos.relink, id_, ref))
        names = [known[id_].ref.path.name for id_ in found.missing if id_ in known]
        counts = {"found": len(found.places), "n": len(known), "folder": found.folder.name}
        if names:
            text = tr("{found} of {n} videos are in “{folder}”. Not there: {names}.", names=", ".join(names), **counts)
            self._desk.notifier.error(text)
        else:
            self._desk.notifier.notice(tr("All {n} videos were found in “{folder}”.", **counts))

    @Slot(object, object)
    def _on_missing(self, project: Path, video: Video) -> None:
        self.missing = project, video
        self._several = len(self._entries(project)) > 1
        self._messages.offer(tr(OFFER_ALL if self._several else OFFER))

    @Slot()
    def _on_offered(self) -> None:
        if self._several:
            self.find_in_folder()
        else:
            self.find()

    @Slot(object)
    def _on_opened(self, _info: object) -> None:
        self.missing = None
        found, self._found = self._found, None
        if found is not None and self._is_open(found.project):
            self._take(found)

    @Slot(str)
    def _on_asked(self, question: str) -> None:
        buttons = QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.No
        answer = QMessageBox.question(self._host, tr("Another file"), question, buttons, QMessageBox.StandardButton.No)
        self._desk.opener.answer(taken=answer == QMessageBox.StandardButton.Yes)
