"""Many videos are added at once: to the open project, or to a new one that is made of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from engine.content import stem_with_digest
from metst_gui.desk.analysis_queue import AnalysisQueue
from metst_gui.desk.jobs import Job, JobKind, Jobs
from metst_gui.desk.project_files import PROJECT_SUFFIX, autosave_folder, stored_videos
from metst_gui.desk.project_opener import ProjectOpener
from metst_gui.desk.session import Session
from metst_gui.desk.video_search import is_project, videos_in
from metst_gui.document.document import AnnotationDocument
from metst_gui.document.file.errors import ProjectFileError
from metst_gui.document.file.opening import new_project
from metst_gui.document.file.place import real
from metst_gui.document.project import VideoRef
from metst_gui.language import told, tr
from metst_gui.playback.looked_up import LookedUp, LookUp
from metst_gui.wording.counted import counted

# Videos that were looked at are stored together, so often (ms).
STORE_MS = 300
# So many names, and so many reasons, are told in one message.
NAMES, REASONS = 5, 2


@dataclass(slots=True)
class _Outcome:
    """What became of what was to be added."""

    added: list[str] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    refused: list[LookedUp] = field(default_factory=list)


class VideoAdder(QObject):
    """Adds videos in the background, and has them analysed where that is wished; one that cannot be opened is named.

    Args:
        session: what is open.
        opener: opens what is made.
        queue: analyses what was added.
        jobs: of the desk.

    Signals:
        added: some were added, or one was found to be there already. arg: how many are in the project by now.
        done: all were looked at.
    """

    added = Signal(int)
    done = Signal()

    def __init__(self, session: Session, opener: ProjectOpener, queue: AnalysisQueue, jobs: Jobs) -> None:
        super().__init__(session)
        self._session, self._document = session, session.document
        self._opener, self._queue, self._jobs = opener, queue, jobs
        self._look: LookUp | None = None
        self._job: Job | None = None
        self._waiting: list[LookedUp] = []
        self._outcome = _Outcome()
        self._project: Path | None = None
        self._state: object = None
        self._made: Path | None = None  # of the video that the new project was made with
        self._title = ""
        self._ended = False
        self._timer = QTimer(self, singleShot=True)
        self._timer.setInterval(STORE_MS)
        self._timer.timeout.connect(self._store)
        session.settled.connect(self._store)
        session.frames.failed.connect(self._on_not_opened)
        opener.video_missing.connect(self._on_not_opened)

    @property
    def running(self) -> bool:
        """Whether videos are being looked at."""
        return self._look is not None

    def add(self, paths: Sequence[Path]) -> None:
        """Add videos to the open project; where none is open, one is made of them.

        Args:
            paths: files, and folders that hold videos; a project among them is opened first.
        """
        project = next((one for one in paths if is_project(one)), None)
        if project is not None:
            if self._opener.open_project(project):
                self._begin([one for one in paths if not is_project(one)], project)
        elif self._session.info is None or self._session.project_path is None:
            self.make_project(paths)
        else:
            self._begin(paths, self._session.project_path)

    def make_project(self, paths: Sequence[Path]) -> None:
        """Make a project of videos and open it; one that was made of them before is opened again.

        Args:
            paths: files, and folders that hold videos.
        """
        self._begin(paths, None)

    @Slot()
    def stop(self) -> None:
        """Look at no more videos; those that were added stay."""
        look, self._look = self._look, None
        if look is not None:
            look.found.disconnect(self._on_found)
            look.ended.disconnect(self._on_ended)
            look.stop()
            look.deleteLater()
        self._timer.stop()
        self._waiting = []
        if self._job is not None:
            self._job.end()
            self._job = None

    def _begin(self, paths: Sequence[Path], project: Path | None) -> None:
        self.stop()
        absolute = [one.absolute() for one in paths]
        self._project, self._state = None if project is None else real(project), None
        self._outcome, self._ended, self._made = _Outcome(), False, None
        self._title = absolute[0].name if len(absolute) == 1 else absolute[0].parent.name
        self._look = LookUp(partial(videos_in, absolute), self)
        self._look.found.connect(self._on_found)
        self._look.ended.connect(self._on_ended)
        kind = JobKind(tr("Adding videos"), stop_tip=tr("Add no more videos; those that were added stay"))
        self._job = self._jobs.begin(kind, stop=self.stop)
        self._look.start()

    @Slot(object, int, int)
    def _on_found(self, found: LookedUp, number: int, total: int) -> None:
        if self._job is not None:
            self._job.progress(found.path.name, number, total)
        if found.info is None:
            self._outcome.refused.append(found)
            return
        self._waiting.append(found)
        if self._project is None:
            self._make_project(found)
        elif not self._timer.isActive():
            self._timer.start()

    def _make_project(self, first: LookedUp) -> None:
        """Make the project of the first video, and open it: it can be looked at while the others are added."""
        assert first.info is not None
        path = autosave_folder() / f"{stem_with_digest(self._title, first.info.fast_digest)}{PROJECT_SUFFIX}"
        refs = stored_videos(path) if path.exists() else []
        if refs is None or (refs and all(ref.fast != first.info.fast_digest for ref in refs)):
            path = next(one for n in range(2, 1000) if not (one := path.with_stem(f"{path.stem}-{n}")).exists())
        self._project = real(path)
        try:
            if not path.exists():
                _write_project(path, first)
                self._made = first.path
        except (ProjectFileError, ValueError) as error:
            self.stop()
            self._session.notifier.error(str(error))
            return
        if not self._opener.open_project(path):
            self.stop()

    @Slot()
    def _on_not_opened(self) -> None:
        """The project that they are for cannot be opened, which was said."""
        if self._state is None and self._project is not None:
            self.stop()

    @Slot()
    def _store(self) -> None:
        """Store what was looked at, once the project it is for is open."""
        state = self._document.focus.state
        if self._state is None and self._project is not None and self._session.project_path == self._project:
            self._state = state
        if self._look is None or self._state is None:
            return
        if self._state is not state:
            self.stop()  # another project was opened meanwhile
            return
        found, self._waiting = self._waiting, []
        new: list[VideoRef] = []
        there, outcome = [one.ref for one in self._document.videos], self._outcome
        for one in found:
            assert one.info is not None
            ref = VideoRef.of(one.info, one.content)
            if not any(is_same_content(ref, other) for other in there):
                there.append(ref)
                new.append(ref)
            elif one.path == self._made:
                outcome.added.append(self._document.videos[0].id)
                self._analyse(outcome.added)
            else:
                outcome.known.append(one.path.name)
        if new and not self._session.attempt(partial(self._add, new)):
            self.stop()
            return
        self.added.emit(len(there))
        if self._ended:
            self._finish()

    def _add(self, refs: list[VideoRef]) -> None:
        ids = self._document.videos.add_all(refs)
        self._outcome.added += ids
        self._analyse(ids)

    def _analyse(self, ids: list[str]) -> None:
        if self._session.settings.value.analyse_on_open and not self._document.view.blind:
            self._queue.analyse(ids)

    @Slot()
    def _on_ended(self) -> None:
        self._ended = True
        if self._project is None:
            self._finish()
        else:
            self._store()

    def _finish(self) -> None:
        self.stop()
        for sentence in self._told():
            self._session.notifier.error(sentence)
        outcome = self._outcome
        if outcome.added or outcome.known:
            said = [tr("{videos} added.", videos=counted(len(outcome.added), "video"))]
            if outcome.known:
                said.append(tr("In the project already: {names}.", names=_listed(outcome.known)))
            self._session.notice(" ".join(said))
        elif not outcome.refused:
            self._session.notifier.error(tr("There is no video in “{name}”.", name=self._title))
        self.done.emit()

    def _told(self) -> list[str]:
        """What could not be opened, and why."""
        refused = self._outcome.refused
        if len(refused) <= REASONS:
            return [told(one.refusal) for one in refused]
        names = _listed([one.path.name for one in refused])
        return [
            tr(
                "{videos} could not be opened: {names}. The first one: {why}",
                videos=counted(len(refused), "file"),
                names=names,
                why=told(refused[0].refusal),
            )
        ]


def is_same_content(ref: VideoRef, other: VideoRef) -> bool:
    """Whether two videos are one by their content; a fast digest decides where the full one is not known of both."""
    first, second = ref.content, other.content
    return first.is_proved(second) or (bool(first.fast) and first.fast == second.fast and not first.differs(second))


def _write_project(path: Path, first: LookedUp) -> None:
    assert first.info is not None
    opened, document = new_project(path), AnnotationDocument()
    try:
        document.open(opened.store, opened.state)
        document.videos.add_all([VideoRef.of(first.info, first.content)])
    finally:
        opened.store.close()


def _listed(names: list[str]) -> str:
    shown = ", ".join(names[:NAMES])
    return shown if len(names) <= NAMES else tr("{names} and {n} others", names=shown, n=len(names) - NAMES)
