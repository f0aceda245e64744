"""Opens videos and projects: what a file is, is found out before anything of it is shown."""

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from engine.project.written_run import is_results
from engine.types import VideoInfo
from metst_gui.desk.adoption import Adoption, Pending
from metst_gui.desk.identify import Identified, Proved, identify, locate, prove
from metst_gui.desk.project_files import PROJECT_SUFFIX, video_places
from metst_gui.desk.same_video import CHANGED, CONTENT, difference, question, refusal, wrong_number
from metst_gui.desk.session import Session
from metst_gui.document.changes import Changes
from metst_gui.document.file.digest import Act, DigestService
from metst_gui.document.file.errors import ProjectFileError
from metst_gui.document.file.opening import Opened, open_project
from metst_gui.document.file.place import real
from metst_gui.language import told, tr
from metst_gui.wording.counted import counted


@dataclass(frozen=True, slots=True)
class Doubt:
    """What is against showing a video.

    Attributes:
        text: a sentence, or what to ask.
        is_question: whether the user may take it all the same.
    """

    text: str
    is_question: bool = False


class ProjectOpener(QObject):
    """Opens videos and projects; answers with `Session.opened` or a message.

    What is open stays open until the new source has proved readable.

    Signals:
        video_missing: a video of a project is not found. args: the project file, the Video.
        results_found: what is to be opened was written by `metst analyze`. arg: folder, or run record.
        asked: a file the user chose is not certainly the video it is taken for; `answer` says whether it is taken all
            the same. arg: the question.
    """

    video_missing = Signal(object, object)
    results_found = Signal(object)
    asked = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._adoption = Adoption(session)
        self._digests = DigestService(self)
        self._returning = False
        self._looking = self._strayed = False
        self._unproved: Path | None = None
        self._pending = Pending()
        self._doubtful: tuple[VideoInfo, Pending] | None = None
        session.frames.opened.connect(self._on_opened)
        session.frames.failed.connect(self._on_failed)
        session.document.changed.connect(self._on_document)
        self._digests.digested.connect(self._on_digested)
        self._digests.failed.connect(session.notifier.error)

    def shutdown(self) -> None:
        """Join the thread, and let go of what was being opened; may be called more than once."""
        self._digests.shutdown()
        self._forget()

    def open_path(self, path: Path) -> None:
        """Open a video file, an image folder, a project file, or what `metst analyze` wrote."""
        if is_results(path):
            self.results_found.emit(path)
        elif path.suffix.lower() == PROJECT_SUFFIX and not path.is_dir():
            self.open_project(path)
        else:
            self.open_video(path)

    def open_video(self, path: Path) -> None:
        """Open a video in the background; answers with `opened` or a message."""
        self._begin(path, Pending())

    def add_video(self, path: Path) -> None:
        """Add a video to the project that is open, and show it."""
        if self._session.info is None:
            self.open_video(path)
        else:
            self._begin(path, Pending(add=True))

    def show_video(self, id_: str, *, place: tuple[int, str, str] | None = None) -> None:
        """Show another video of the project.

        Args:
            id_: which.
            place: frame index, kind and id of an item to show then.
        """
        video = next((one for one in self._session.document.videos if one.id == id_), None)
        if video is not None and self._session.project_path is not None:
            self._open_known(self._session.project_path, Pending(video=video, place=place))

    def open_project(self, path: Path, *, video_path: Path | None = None) -> bool:
        """Open a project and its first video.

        Args:
            path: the project file.
            video_path: where the video is now; None: it is looked for.

        Returns:
            False where it is certain already that it cannot be opened, which was said.
        """
        if real(path) == self._session.project_path:
            if self._session.document.video is not None:
                self.show_video(self._session.document.video.id)
            return True
        if self._pending.is_of(path):
            self._forget()  # asked for twice, as by a double click: it must not be refused for its own claim
        try:
            opened = open_project(path)
        except ProjectFileError as error:
            self._session.notifier.error(str(error))
            return False
        videos = sorted(opened.state.videos.values(), key=lambda one: (one.added, one.id))
        if not videos:
            opened.store.close()
            self._session.notifier.error(tr("“{name}” names no video: open the video instead.", name=path.name))
            return False
        self._open_known(path, Pending(opened, videos[0]), video_path)
        return True

    def use_file(self, project: Path, id_: str, path: Path) -> None:
        """Take a file the user chose for a video of a project, once it has proved to be that one.

        Args:
            project: the project file; it need not be the one that is open.
            id_: the video in it.
            path: the file or folder.
        """
        opened: Opened | None = None
        if real(project) != self._session.project_path:
            try:
                opened = open_project(project)
            except ProjectFileError as error:
                self._session.notifier.error(str(error))
                return
        videos = self._session.document.videos if opened is None else opened.state.videos.values()
        video = next((one for one in videos if one.id == id_), None)
        if video is not None:
            self._open_known(project, Pending(opened, video, chosen=True), path)
        elif opened is not None:
            opened.store.close()

    def _open_known(self, project: Path, pending: Pending, path: Path | None = None) -> None:
        """Open a video a project tells of, once it has proved to be that one."""
        video = pending.video
        assert video is not None
        candidates = video_places(video, project) if path is None else [path]
        if not candidates:
            pending.drop()
            self._session.notifier.error(
                tr(
                    "The video of “{name}” is not at “{path}”: File, Find moved video… says where it is now.",
                    name=project.name,
                    path=video.ref.path,
                )
            )
            self.video_missing.emit(project, video)
            return
        if candidates[0] != video.ref.path and video.ref.sha256:
            self._session.say(
                tr(
                    "Checking that “{name}” is the video of “{project}”.",
                    name=candidates[0].name,
                    project=project.name,
                )
            )
        ref = video.ref
        self._look(replace(pending, project=project), lambda stop: locate(candidates, ref, stop=stop))

    def _begin(self, path: Path, pending: Pending) -> None:
        others = {one.id: one.ref for one in self._session.document.videos}
        path, prove = path.absolute(), pending.add
        self._look(pending, lambda stop: identify(path, others, prove=prove, stop=stop))

    def _look(self, pending: Pending, act: Act) -> None:
        """Find out what a file is, before it is opened: nothing of another one is shown."""
        self._returning = False
        self._looking = True
        self._forget()
        self._pending = pending
        self._digests.start(act)

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
            self._pending = Pending()
            pending.drop()
            self._session.notifier.error(refusal(found.path.name, CONTENT, found.content, video.ref))
            self.video_missing.emit(project, video)
            if self._strayed:
                self._return_to_previous()
            self._prove()
            return
        self._pending = pending
        self._session.frames.open(found.path)

    def _prove(self) -> None:
        """Read all bytes of the video that is shown, where that was not done before; answers with `_on_proved`."""
        video, path = self._session.document.video, self._unproved
        if video is not None and path is not None:
            ref, id_ = video.ref, video.id
            self._digests.start(lambda stop: prove(id_, path, ref, stop=stop))

    def _on_proved(self, found: Proved) -> None:
        """All bytes of the shown video were read: from now on its full digest is known, or it is another one."""
        video = self._session.document.video
        if video is None or video.id != found.id or self._session.info is None:
            return
        self._unproved = None
        ref = video.ref
        if found.same is False:
            sentence = refusal(found.path.name, CONTENT, found.content, ref)
            self._session.leaving.emit()
            self._session.playback.pause()
            self._session.frames.close()
            self._session.document.ledger.withhold(sentence)
            self._session.notifier.error(sentence)
            if self._session.project_path is not None:
                self.video_missing.emit(self._session.project_path, video)
            return
        known = replace(ref, sha256=found.content.sha256, fast=found.content.fast)
        self._session.attempt(partial(self._session.document.videos.relink, video.id, known, proved=True))

    @property
    def unproved(self) -> str:
        """Why nothing that names the video's content can be written yet, as a sentence; empty where it can."""
        video = self._session.document.video
        if video is not None and self._unproved is not None:
            return tr("“{name}” is still being read to its end; try again in a moment.", name=video.ref.path.name)
        return self._session.document.ledger.withheld

    def _forget(self) -> None:
        """Let go of what was being opened."""
        doubtful, self._doubtful = self._doubtful, None
        (self._pending if doubtful is None else doubtful[1]).drop()
        self._pending = Pending()

    @Slot(object)
    def _on_opened(self, info: VideoInfo) -> None:
        # Another source was asked for meanwhile, and is still being looked at.
        self._strayed = self._looking
        if self._looking:
            return
        pending, self._pending = self._pending, Pending()
        if self._returning:
            self._returning = False
            self._session.frames.request(self._session.playback.frame)
            return
        doubt = doubt_about(info, pending)
        if doubt is None:
            self._take(info, pending, self._refusal(info))
        elif doubt.is_question:
            self._doubtful = info, pending
            self.asked.emit(doubt.text)
        else:
            self._take(info, pending, doubt.text)

    def answer(self, *, taken: bool) -> None:
        """Whether the file of the last question is the video it was chosen for."""
        doubtful, self._doubtful = self._doubtful, None
        if doubtful is not None:
            info, pending = doubtful
            refused = tr("“{name}” was not taken for the video of the project.", name=info.path.name)
            self._take(info, pending, self._refusal(info) if taken else refused)

    def _take(self, info: VideoInfo, pending: Pending, refusal: str) -> None:
        """Show a video that was opened; where it is refused, say so and show the previous one."""
        if not refusal:
            try:
                info, remarks = self._adoption.adopt(info, pending)
            except ProjectFileError as error:
                refusal = str(error)
            else:
                self._show(info, pending, remarks)
                return
        pending.drop()
        self._session.notifier.error(refusal)
        self._return_to_previous()

    def _refusal(self, info: VideoInfo) -> str:
        """Why what is shown must stay; empty where another video may be shown."""
        if not self._session.autosaver.flush() and self._session.info is not None:
            return tr("“{name}” was not opened, because the open project cannot be saved first.", name=info.path.name)
        return ""

    def _show(self, info: VideoInfo, pending: Pending, remarks: tuple[str, ...]) -> None:
        """Show the video the document is at."""
        session = self._session
        session.show(info)
        for remark in remarks:
            session.notifier.error(remark)
        news = news_of(session, info)
        if news:
            session.notice(" ".join(told(one) for one in news))
        if pending.place is not None:
            session.document.tell(Changes(scope=session.document.focus.scope, place=pending.place))
        content = None if pending.found is None else pending.found.content
        self._unproved = info.path if content is None or not content.sha256 else None
        self._prove()
        session.settled.emit(info)

    @Slot(object)
    def _on_document(self, changes: Changes) -> None:
        """Undo and redo reached another video: show it there."""
        scope, place, document = changes.scope, changes.place, self._session.document
        if scope is not None and place is not None and scope != document.focus.scope:
            self.show_video(scope[0], place=place if place[1] else None)

    def _return_to_previous(self) -> None:
        """Decode from the video that is shown again, which was open until now."""
        if self._session.info is not None:
            self._returning = True
            self._session.frames.open(self._session.info.path)
            self._prove()
        else:
            self._session.frames.close()

    @Slot(object)
    def _on_failed(self, sentence: str) -> None:
        if self._looking:
            self._session.notifier.error(sentence)
            return
        pending, self._pending = self._pending, Pending()
        pending.drop()
        self._returning = False
        self._session.notifier.error(sentence)
        self._prove()


def doubt_about(info: VideoInfo, pending: Pending) -> Doubt | None:
    """Whether a video that was opened must not replace the one that is shown; None where nothing is against it."""
    known, found = pending.video, pending.found
    content = None if found is None else found.content
    if content is not None and info.fast_digest and info.fast_digest != content.fast:
        return Doubt(tr(CHANGED, name=info.path.name))
    same = None if found is None else found.same
    differs = "" if known is None else difference(known.ref, info, same=same)
    if known is None or not differs:
        return None
    if not pending.chosen:
        return Doubt(refusal(info.path.name, differs, content, known.ref))
    wrong = wrong_number(known.ref, info)
    return Doubt(wrong) if wrong else Doubt(question(info, differs, content, known.ref), is_question=True)


def news_of(session: Session, info: VideoInfo) -> list[str]:
    """Sentences about a video that was opened: what is odd of it, and what is known of it already."""
    news = list(info.warnings)
    if info.kind == "images":
        news.insert(0, tr("The images are taken as {fps:g} a second: Play, Frame rate… changes it.", fps=info.fps))
    project = session.document.project
    drawn, decided = len(project.annotations), len(project.verdicts)
    if drawn or decided:
        news.append(
            tr(
                "Restored {annotations} and {verdicts} of this video.",
                annotations=counted(drawn, "annotation"),
                verdicts=counted(decided, "verdict"),
            )
        )
    run = session.document.view.run
    return news + [note for note in (run.notes if run is not None else ()) if note not in news]
