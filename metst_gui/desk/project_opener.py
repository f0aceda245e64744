"""Which project and video are open, and where they are saved. No widgets."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from engine.clock import scene_clock
from engine.types import VideoInfo
from metst_gui.desk.identify import Identified, Proved, compare, identify, locate, prove
from metst_gui.desk.project_files import PROJECT_SUFFIX, stored_project, video_places
from metst_gui.desk.same_video import CHANGED, CONTENT, another_file, difference, question, refusal, wrong_number
from metst_gui.desk.selection import SelectionModel
from metst_gui.document.document import AnnotationDocument
from metst_gui.document.file.autosave import Autosaver
from metst_gui.document.file.digest import Act, DigestService
from metst_gui.document.file.errors import EditRefusedError, ProjectFileError
from metst_gui.document.file.opening import Opened, open_project, save_copy, save_snapshot, write_copy
from metst_gui.document.file.place import real
from metst_gui.document.file.store import ProjectStore
from metst_gui.document.project import Project, Video, VideoRef
from metst_gui.language import mark, told, tr
from metst_gui.notify import Notifier
from metst_gui.playback import FrameService, PlaybackController
from metst_gui.settings import SettingsStore
from metst_gui.wording.counted import counted

IN_PROJECT = mark("“{name}” is in this project already.")


@dataclass(frozen=True, slots=True)
class _Pending:
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


class ProjectSession(QObject):
    """Opens videos and projects.

    What is open stays open until the new source has proved readable.

    Signals:
        opened: a video is open (the document is at it). arg: VideoInfo.
        video_missing: a video of a project is not found. args: the project file, the Video.
    """

    opened = Signal(object)
    video_missing = Signal(object, object)

    def __init__(
        self, *, settings: SettingsStore, notifier: Notifier, frames: FrameService, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.settings = settings
        self.notifier = notifier
        self.frames = frames
        self.document = AnnotationDocument(self)
        self.selection = SelectionModel(self)
        self.playback = PlaybackController(self)
        self.autosaver = Autosaver(self.document, self)
        self.digests = DigestService(self)
        self.info: VideoInfo | None = None
        self.confirm: Callable[[str], bool] = lambda _question: False
        self._returning = False
        self._looking = self._strayed = False
        self._unproved: Path | None = None
        self._pending = _Pending()
        frames.opened.connect(self._on_opened)
        frames.failed.connect(self._on_failed)
        self.autosaver.failed.connect(notifier.error)
        self.autosaver.rescued.connect(notifier.error)
        self.playback.frame_changed.connect(frames.request)
        self.document.elsewhere.connect(self._on_elsewhere)
        self.digests.digested.connect(self._on_digested)
        self.digests.failed.connect(notifier.error)

    def _abandon(self) -> None:
        """Stop whatever works on the video that was open."""

    def shutdown(self) -> None:
        """Save, and join every thread; may be called more than once."""
        self.autosaver.flush()
        self.autosaver.stop()
        self.playback.pause()
        self.frames.shutdown()
        self.digests.shutdown()
        self._drop(self._pending)
        self._pending = _Pending()
        self._close_store(self.document.ledger.store)

    def _prepare(self) -> None:
        """The document is at another video; nothing shows it yet."""

    def _ready(self, info: VideoInfo) -> None:
        """Everything shows the video."""

    @property
    def project_path(self) -> Path | None:
        """File the open project is saved to."""
        store = self.document.ledger.store
        return store.path if store is not None else None

    def open_path(self, path: Path) -> None:
        """Open a video file, an image folder or a project file."""
        if path.suffix.lower() == PROJECT_SUFFIX and not path.is_dir():
            self.open_project(path)
        else:
            self.open_video(path)

    def open_video(self, path: Path) -> None:
        """Open a video in the background; answers with `opened` or a message."""
        self._begin(path, _Pending())

    def add_video(self, path: Path) -> None:
        """Add a video to the project that is open, and show it."""
        if self.info is None:
            self.open_video(path)
        else:
            self._begin(path, _Pending(add=True))

    def show_video(self, id_: str, *, place: tuple[int, str, str] | None = None) -> None:
        """Show another video of the project.

        Args:
            id_: which.
            place: frame index, kind and id of an item to show then.
        """
        video = next((one for one in self.document.videos if one.id == id_), None)
        if video is not None and self.project_path is not None:
            self._open_known(self.project_path, _Pending(video=video, place=place))

    def open_project(self, path: Path, *, video_path: Path | None = None) -> None:
        """Open a project and its first video.

        Args:
            path: the project file.
            video_path: where the video is now; None: it is looked for.
        """
        if real(path) == self.project_path:
            if self.document.video is not None:
                self.show_video(self.document.video.id)
            return
        try:
            opened = open_project(path)
        except ProjectFileError as error:
            self.notifier.error(str(error))
            return
        videos = sorted(opened.state.videos.values(), key=lambda one: (one.added, one.id))
        if not videos:
            opened.store.close()
            self.notifier.error(tr("“{name}” names no video: open the video instead.", name=path.name))
            return
        self._open_known(path, _Pending(opened, videos[0]), video_path)

    def use_file(self, project: Path, id_: str, path: Path) -> None:
        """Take a file the user chose for a video of a project, once it has proved to be that one.

        Args:
            project: the project file; it need not be the one that is open.
            id_: the video in it.
            path: the file or folder.
        """
        opened: Opened | None = None
        if real(project) != self.project_path:
            try:
                opened = open_project(project)
            except ProjectFileError as error:
                self.notifier.error(str(error))
                return
        videos = self.document.videos if opened is None else opened.state.videos.values()
        video = next((one for one in videos if one.id == id_), None)
        if video is not None:
            self._open_known(project, _Pending(opened, video, chosen=True), path)
        elif opened is not None:
            opened.store.close()

    def _open_known(self, project: Path, pending: _Pending, path: Path | None = None) -> None:
        """Open a video a project tells of, once it has proved to be that one."""
        video = pending.video
        assert video is not None
        candidates = video_places(video, project) if path is None else [path]
        if not candidates:
            self._drop(pending)
            self.notifier.error(
                tr(
                    "The video of “{name}” is not at “{path}”: File, Find moved video… says where it is now.",
                    name=project.name,
                    path=video.ref.path,
                )
            )
            self.video_missing.emit(project, video)
            return
        if candidates[0] != video.ref.path and video.ref.sha256:
            self.notifier.info(
                tr(
                    "Checking that “{name}” is the video of “{project}”.",
                    name=candidates[0].name,
                    project=project.name,
                )
            )
        ref = video.ref
        self._look(replace(pending, project=project), lambda stop: locate(candidates, ref, stop=stop))

    def _begin(self, path: Path, pending: _Pending) -> None:
        others = {one.id: one.ref for one in self.document.videos}
        path, prove = path.absolute(), pending.add
        self._look(pending, lambda stop: identify(path, others, prove=prove, stop=stop))

    def _look(self, pending: _Pending, act: Act) -> None:
        """Find out what a file is, before it is opened: nothing of another one is shown."""
        self._returning = False
        self._looking = True
        self._drop(self._pending)
        self._pending = pending
        self.digests.start(act)

    @Slot(object)
    def _on_digested(self, found: object) -> None:
        """It is known what a file is that is to be opened, or all bytes of the one that is shown were read."""
        if isinstance(found, Proved):
            self._on_proved(found)
        elif isinstance(found, Identified):
            self._on_identified(found)

    def _on_identified(self, found: Identified) -> None:
        self._looking = False
        pending = replace(self._pending, found=found)
        video, project = pending.video, pending.project
        if video is not None and project is not None and found.same is False and not pending.chosen:
            self._pending = _Pending()
            self._drop(pending)
            self.notifier.error(refusal(found.path.name, CONTENT, found.content, video.ref))
            self.video_missing.emit(project, video)
            if self._strayed:
                self._return_to_previous()
            self._prove()
            return
        self._pending = pending
        self.frames.open(found.path)

    def _prove(self) -> None:
        """Read all bytes of the video that is shown, where that was not done before; answers with `_on_proved`."""
        video, path = self.document.video, self._unproved
        if video is not None and path is not None:
            ref, id_ = video.ref, video.id
            self.digests.start(lambda stop: prove(id_, path, ref, stop=stop))

    def _on_proved(self, found: Proved) -> None:
        """All bytes of the shown video were read: from now on its full digest is known, or it is another one."""
        video = self.document.video
        if video is None or video.id != found.id or self.info is None:
            return
        self._unproved = None
        ref = video.ref
        if found.same is False:
            sentence = refusal(found.path.name, CONTENT, found.content, ref)
            self._abandon()
            self.playback.pause()
            self.frames.close()
            self.document.ledger.withhold(sentence)
            self.notifier.error(sentence)
            if self.project_path is not None:
                self.video_missing.emit(self.project_path, video)
            return
        known = replace(ref, sha256=found.content.sha256, fast=found.content.fast)
        self._try(partial(self.document.videos.relink, video.id, known, proved=True))

    @property
    def unproved(self) -> str:
        """Why nothing that names the video's content can be written yet, as a sentence; empty where it can."""
        video = self.document.video
        if video is not None and self._unproved is not None:
            return tr("“{name}” is still being read to its end; try again in a moment.", name=video.ref.path.name)
        return self.document.ledger.withheld

    def _drop(self, pending: _Pending) -> None:
        if pending.opened is not None:
            pending.opened.store.close()

    def save_as(self, path: Path) -> None:
        """Save the project under a name of the user's; later edits go there too."""
        path = path if path.suffix.lower() == PROJECT_SUFFIX else path.with_name(path.name + PROJECT_SUFFIX)
        store = self.document.ledger.store
        if store is not None and store.path == real(path):
            self.notifier.info(tr("Every edit is saved to “{name}” already.", name=path.name))
            return
        try:
            if store is None:
                saved = save_snapshot(path, self.document.project)
                self.document.open(saved.store, saved.state)
                if self.document.video is not None:
                    self.document.show_video(self.document.video.id)
            else:
                if not store.read_only:
                    self.document.flush()
                self.document.ledger.use_store(save_copy(store, path))
        except ProjectFileError as error:
            self.notifier.error(str(error))
            return
        if store is not None:
            store.close()
        self.notifier.info(tr("Saved to “{name}”; every later edit is saved there at once.", name=path.name))

    def save_copy(self, path: Path) -> None:
        """Write a whole copy of the project; later edits go to the one that is open."""
        path = path if path.suffix.lower() == PROJECT_SUFFIX else path.with_name(path.name + PROJECT_SUFFIX)
        store = self.document.ledger.store
        assert store is not None
        try:
            if not self.document.ledger.read_only:
                self.document.flush()
                self.document.ledger.note("save copy", {"file": path.name})
            write_copy(store, path)
        except ProjectFileError as error:
            self.notifier.error(str(error))
            return
        self.notifier.info(
            tr(
                "A copy with {n} journal rows is in “{name}”; METST goes on in “{project}”.",
                n=store.rows,
                name=path.name,
                project=store.path.name,
            )
        )

    def _close_store(self, store: ProjectStore | None) -> None:
        if store is not None:
            store.close()

    @Slot(object)
    def _on_opened(self, info: VideoInfo) -> None:
        # Another source was asked for meanwhile, and is still being looked at.
        self._strayed = self._looking
        if self._looking:
            return
        pending, self._pending = self._pending, _Pending()
        if self._returning:
            self._returning = False
            self.frames.request(self.playback.frame)
            return
        refusal = self._refusal(info, pending)
        if not refusal:
            try:
                remarks = self._adopt(info, pending)
                info = self._at_known_rate(info)
                self._note_place(info, pending.found)
            except ProjectFileError as error:
                refusal = str(error)
            else:
                self._show(info, pending, remarks)
                return
        self._drop(pending)
        self.notifier.error(refusal)
        self._return_to_previous()

    def _refusal(self, info: VideoInfo, pending: _Pending) -> str:
        """Why a video that was opened must not replace the one that is shown; empty where it may."""
        known, found = pending.video, pending.found
        content = None if found is None else found.content
        if content is not None and info.fast_digest and info.fast_digest != content.fast:
            return tr(CHANGED, name=info.path.name)
        same = None if found is None else found.same
        differs = "" if known is None else difference(known.ref, info, same=same)
        if known is not None and differs:
            if not pending.chosen:
                return refusal(info.path.name, differs, content, known.ref)
            wrong = wrong_number(known.ref, info)
            if wrong or not self.confirm(question(info, differs, content, known.ref)):
                return wrong or tr("“{name}” was not taken for the video of the project.", name=info.path.name)
        if not self.autosaver.flush() and self.info is not None:
            return tr("“{name}” was not opened, because the open project cannot be saved first.", name=info.path.name)
        return ""

    def _adopt(self, info: VideoInfo, pending: _Pending) -> tuple[str, ...]:
        """Make the project and the video of `info` current.

        Returns:
            sentences for the user.

        Raises:
            ProjectFileError: it could not be stored; what is shown stays.
        """
        document, found = self.document, pending.found
        ref = VideoRef.of(info, None if found is None else found.content)
        if pending.add:
            same = self._same(info, found)
            id_ = same.id if same is not None else document.videos.add(ref, name=self._free_name(info.path))
            remarks = self._others_there(info, found) if same is None else (IN_PROJECT,)
            self._note_upgraded(found)
            self._abandon()
            document.show_video(id_)
            return tuple(tr(one, name=info.path.name) if one is IN_PROJECT else one for one in remarks)
        if pending.video is None:
            return self._adopt_stored(info, ref, found)
        self._abandon()
        if pending.opened is not None:
            self._close_store(document.open(pending.opened.store, pending.opened.state))
        document.show_video(pending.video.id)
        same_content = None if found is None else found.same
        if pending.chosen and difference(pending.video.ref, info, same=same_content):
            document.videos.replace_file(pending.video.id, ref)
        return pending.opened.remarks if pending.opened is not None else ()

    def _note_upgraded(self, found: Identified | None) -> None:
        """Keep full digests that were computed for a comparison, of videos whose fast digest still holds."""
        for video in self.document.videos:
            content = None if found is None else found.upgraded.get(video.id)
            if content is None or not content.sha256 or video.ref.sha256 or video.ref.fast != content.fast:
                continue
            self._try(partial(self.document.videos.relink, video.id, replace(video.ref, sha256=content.sha256)))

    def _same(self, info: VideoInfo, found: Identified | None) -> Video | None:
        """The video of the open project that the opened one is."""
        if found is None:
            return None
        alike = (one for one in self.document.videos if found.is_video(one.id, one.ref))
        # Without a digest of its own the frames must agree as well.
        return next((one for one in alike if one.ref.fast or one.ref.table_digest == info.table_digest), None)

    def _others_there(self, info: VideoInfo, found: Identified | None) -> tuple[str, ...]:
        """Sentences about videos of the project that lay where another file lies now."""
        if found is None or found.content is None:
            return ()
        here = info.path.resolve()
        return tuple(
            another_file(info.path, found.content, one.ref)
            for one in self.document.videos
            if one.ref.path == here and compare(one.ref, found.content, here) is False
        )

    def _free_name(self, path: Path) -> str:
        """Name of a new video in exports: its file's, told apart from those of that name that are there already."""
        taken = {one.name for one in self.document.videos}
        names = (path.stem, f"{path.parent.name}-{path.stem}", *(f"{path.stem}-{n}" for n in range(2, len(taken) + 3)))
        return next(name for name in names if name not in taken)

    def _adopt_stored(self, info: VideoInfo, ref: VideoRef, found: Identified | None) -> tuple[str, ...]:
        """The autosaved project of a video; where none can be written the edits live in the window only."""
        document = self.document
        known = self._same(info, found)
        if known is not None and document.ledger.store is not None and not document.ledger.store.read_only:
            self._abandon()
            document.show_video(known.id)
            return ()
        remarks = self._others_there(info, found)
        project = Project(video=ref, video_name=info.path.stem, annotator=self.settings.value.annotator)
        try:
            opened = stored_project(info, None if found is None else found.content)
        except ProjectFileError as error:
            self._abandon()
            before = document.ledger.store
            document.load(project)
            self._close_store(before)
            return (tr("{error} Nothing is saved until you use Save project as….", error=told(str(error))),)
        self._abandon()
        self._close_store(document.open(opened.store, opened.state))
        if not document.videos:
            if project.annotator:
                document.annotators.rename(project.annotator)
            document.videos.add(ref, name=info.path.stem)
        document.show_video((self._same(info, found) or document.videos[0]).id)
        return (*remarks, *opened.remarks)

    def _at_known_rate(self, info: VideoInfo) -> VideoInfo:
        """An image folder, or a video file, with the frame rate the project gives it."""
        video = self.document.video
        if video is None:
            return info
        found = info.at_rate(video.ref.fps) if info.kind == "images" or video.ref.rate_given else info
        self.document.videos.clocks[video.id] = scene_clock(found)
        return found

    def _note_place(self, info: VideoInfo, found: Identified | None) -> None:
        """Where the video lies, and its digests: those of older versions are replaced once the bytes agree."""
        video = self.document.video
        if video is None:
            return
        content = None if found is None else found.content
        same = None if content is None else compare(video.ref, content, info.path)
        is_old = not video.ref.fast and same is not False
        ref = VideoRef.of(info, content)
        self._try(partial(self.document.videos.relink, video.id, ref, proved=is_old))

    def _show(self, info: VideoInfo, pending: _Pending, remarks: tuple[str, ...]) -> None:
        """Show the video the document is at."""
        self.selection.clear()
        self.info = info
        self._prepare()
        self.playback.set_info(info)
        self.opened.emit(info)
        self._tell(info, remarks)
        if pending.place is not None:
            self.document.revealed.emit(*pending.place)
        content = None if pending.found is None else pending.found.content
        self._unproved = info.path if content is None or not content.sha256 else None
        self._prove()
        self._ready(info)

    @Slot(str, int, str, str)
    def _on_elsewhere(self, video: str, frame: int, kind: str, id_: str) -> None:
        """Undo and redo reached another video: show it there."""
        self.show_video(video, place=(frame, kind, id_) if kind else None)

    def _try(self, act: Callable[[], object]) -> None:
        try:
            act()
        except (EditRefusedError, ValueError) as error:
            self.notifier.error(str(error))

    def _tell(self, info: VideoInfo, remarks: tuple[str, ...]) -> None:
        for remark in remarks:
            self.notifier.error(remark)
        news = list(info.warnings)
        if info.kind == "images":
            news.insert(0, tr("The images are taken as {fps:g} a second: Play, Frame rate… changes it.", fps=info.fps))
        project = self.document.project
        drawn, decided = len(project.annotations), len(project.verdicts)
        if drawn or decided:
            news.append(
                tr(
                    "Restored {annotations} and {verdicts} of this video.",
                    annotations=counted(drawn, "annotation"),
                    verdicts=counted(decided, "verdict"),
                )
            )
        run = self.document.view.run
        news += [note for note in (run.notes if run is not None else ()) if note not in news]
        if news:
            self.notifier.info(" ".join(told(one) for one in news))

    def _return_to_previous(self) -> None:
        """Decode from the video that is shown again, which was open until now."""
        if self.info is not None:
            self._returning = True
            self.frames.open(self.info.path)
            self._prove()
        else:
            self.frames.close()

    @Slot(str)
    def _on_failed(self, sentence: str) -> None:
        if self._looking:
            self.notifier.error(sentence)
            return
        pending, self._pending = self._pending, _Pending()
        self._drop(pending)
        self._returning = False
        self.notifier.error(sentence)
        self._prove()
