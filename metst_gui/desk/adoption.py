"""The project of a video that was opened: found, made, or the one that is open."""

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from engine.clock import scene_clock
from engine.content import source_name
from engine.types import VideoInfo
from metst_gui.desk.identify import Identified, has_content
from metst_gui.desk.project_files import stored_project
from metst_gui.desk.same_video import another_file, difference
from metst_gui.desk.session import Session
from metst_gui.document.file.errors import ProjectFileError
from metst_gui.document.file.opening import Opened
from metst_gui.document.file.place import real
from metst_gui.document.file.store import ProjectStore
from metst_gui.document.project import Project, Video, VideoRef
from metst_gui.document.videos import free_name
from metst_gui.language import mark, told, tr

IN_PROJECT = mark("“{name}” is in this project already.")


@dataclass(frozen=True, slots=True)
class Pending:
    """What is being opened.

    Attributes:
        opened: another project than the one that is shown; None: the video belongs to the one that is shown, or to one
            that is looked for once its frames are known.
        video: id of the video in the project; None: not known yet.
        add: True where the video is to be added to the project that is shown.
        project: the project file of a known video.
        chosen: True where the user chose the file: one with other content may be taken, after a question.
        found: what the file is, once its bytes were looked at.
        place: frame index, kind and id to show then.
    """

    opened: Opened | None = None
    video: Video | None = None
    add: bool = False
    project: Path | None = None
    chosen: bool = False
    found: Identified | None = None
    place: tuple[int, str, str] | None = None

    def is_of(self, project: Path) -> bool:
        """Whether this project file is held open for it."""
        return self.opened is not None and self.project is not None and real(self.project) == real(project)

    def drop(self) -> None:
        """Close the project that was to be shown."""
        if self.opened is not None:
            self.opened.store.close()


class Adoption:
    """Brings the document to a video that was opened."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._document = session.document

    def adopt(self, info: VideoInfo, pending: Pending) -> tuple[VideoInfo, tuple[str, ...]]:
        """Make the project and the video of `info` current.

        Returns:
            the video at the frame rate the project gives it, and sentences for the user.

        Raises:
            ProjectFileError: it could not be stored; what is shown stays.
        """
        remarks = self._adopt(info, pending)
        info = self._at_known_rate(info)
        self._note_place(info, pending.found)
        return info, remarks

    def _adopt(self, info: VideoInfo, pending: Pending) -> tuple[str, ...]:
        document, found = self._document, pending.found
        ref = VideoRef.of(info, None if found is None else found.content)
        if pending.add:
            same = self._same(info, found)
            id_ = same.id if same is not None else document.videos.add(ref, name=self._name(info.path))
            remarks = self._others_there(info, found) if same is None else (IN_PROJECT,)
            self._note_upgraded(found)
            self._session.leaving.emit()
            document.show_video(id_)
            return tuple(tr(one, name=info.path.name) if one is IN_PROJECT else one for one in remarks)
        if pending.video is None:
            return self._adopt_stored(info, ref, found)
        self._session.leaving.emit()
        if pending.opened is not None:
            close_store(document.open(pending.opened.store, pending.opened.state))
        document.show_video(pending.video.id)
        same_content = None if found is None else found.same
        if pending.chosen and difference(pending.video.ref, info, same=same_content):
            document.videos.replace_file(pending.video.id, ref)
        return pending.opened.remarks if pending.opened is not None else ()

    def _note_upgraded(self, found: Identified | None) -> None:
        """Keep full digests that were computed for a comparison, of videos whose fast digest still holds."""
        for video in self._document.videos:
            content = None if found is None else found.upgraded.get(video.id)
            if content is None or not content.sha256 or video.ref.sha256 or video.ref.fast != content.fast:
                continue
            self._session.attempt(
                partial(self._document.videos.relink, video.id, replace(video.ref, sha256=content.sha256))
            )

    def _same(self, info: VideoInfo, found: Identified | None) -> Video | None:
        """The video of the open project that the opened one is."""
        if found is None:
            return None
        alike = (one for one in self._document.videos if found.is_video(one.id, one.ref))
        # Without a digest of its own the frames must agree as well.
        return next((one for one in alike if one.ref.fast or one.ref.table_digest == info.table_digest), None)

    def _others_there(self, info: VideoInfo, found: Identified | None) -> tuple[str, ...]:
        """Sentences about videos of the project that lay where another file lies now."""
        if found is None or found.content is None:
            return ()
        here = info.path.resolve()
        return tuple(
            another_file(info.path, found.content, one.ref)
            for one in self._document.videos
            if one.ref.path == here and has_content(one.ref, found.content, here) is False
        )

    def _name(self, path: Path) -> str:
        return free_name(path, {one.name for one in self._document.videos})

    def _adopt_stored(self, info: VideoInfo, ref: VideoRef, found: Identified | None) -> tuple[str, ...]:
        """The autosaved project of a video; where none can be written the edits live in the window only."""
        document = self._document
        known = self._same(info, found)
        if known is not None and document.ledger.store is not None and not document.ledger.store.read_only:
            self._session.leaving.emit()
            document.show_video(known.id)
            return ()
        remarks = self._others_there(info, found)
        annotator, name = self._session.settings.value.annotator, source_name(info.path)
        project = Project(video=ref, video_name=name, annotator=annotator)
        try:
            opened = stored_project(info, None if found is None else found.content)
        except ProjectFileError as error:
            self._session.leaving.emit()
            before = document.ledger.store
            document.load(project)
            close_store(before)
            return (tr("{error} Nothing is saved until you use Save project as….", error=told(str(error))),)
        self._session.leaving.emit()
        close_store(document.open(opened.store, opened.state))
        if not document.videos:
            if project.annotator:
                document.annotators.rename(project.annotator)
            document.videos.add(ref, name=name)
        document.show_video((self._same(info, found) or document.videos[0]).id)
        return (*remarks, *opened.remarks)

    def _at_known_rate(self, info: VideoInfo) -> VideoInfo:
        """An image folder, or a video file, with the frame rate the project gives it."""
        video = self._document.video
        if video is None:
            return info
        found = info.at_rate(video.ref.fps) if info.kind == "images" or video.ref.rate_given else info
        self._document.videos.clocks[video.id] = scene_clock(found)
        return found

    def _note_place(self, info: VideoInfo, found: Identified | None) -> None:
        """Where the video lies, and its digests: those of older versions are replaced once the bytes agree."""
        video = self._document.video
        if video is None:
            return
        content = None if found is None else found.content
        same = None if content is None else has_content(video.ref, content, info.path)
        is_old = not video.ref.fast and same is not False
        ref = VideoRef.of(info, content)
        self._session.attempt(partial(self._document.videos.relink, video.id, ref, proved=is_old))


def close_store(store: ProjectStore | None) -> None:
    """Close a project file that is no longer needed."""
    if store is not None:
        store.close()
