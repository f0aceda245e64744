"""What `metst analyze` wrote: runs of the videos of the open project, or a project of their own."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject, QThread, QTimer, Signal, Slot
from typing_extensions import override

from engine.content import Content
from engine.errors import EngineError
from engine.project.making import make_project
from engine.project.written_run import WrittenRun, read_written, records_at
from metst_gui.desk.decoding import Decoding
from metst_gui.desk.jobs import JobKind, Jobs
from metst_gui.desk.project_files import PROJECT_SUFFIX
from metst_gui.desk.project_opener import ProjectOpener
from metst_gui.desk.session import Session
from metst_gui.document.file.place import real
from metst_gui.document.perspective import HIDDEN
from metst_gui.document.project import Video, VideoRef
from metst_gui.language import mark, plural, tr

NO_RESULTS = mark("“{name}” holds nothing that metst analyze wrote: choose the folder its --out named.")
OTHER_FRAMES = mark("“{name}” counts other frames than this project does: analyse its video again.")


@dataclass(frozen=True, slots=True)
class FoundResults:
    """What was read.

    Attributes:
        path: the folder or record that was given.
        runs: what could be read.
        problems: sentences on what could not.
        project: the project of these runs, where none of their videos is in the open one.
        is_new: whether it was made just now.
    """

    path: Path
    runs: tuple[WrittenRun, ...]
    problems: tuple[str, ...]
    project: Path | None = None
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class TakenResults:
    """How many runs were taken, were there already, are of videos of no such project, or were refused."""

    taken: int = 0
    kept: int = 0
    strange: int = 0
    refused: int = 0


class ResultsJob(QThread):
    """Reads results in a thread of its own, and makes a project of them where the open one has none of their videos.

    Args:
        path: folder of results, or a run record.
        known: the videos of the open project.
        annotator: whose name the journal of a new project tells.
        parent: its owner.

    Signals:
        read: arg: `FoundResults`.
    """

    read = Signal(object)

    def __init__(self, path: Path, known: Sequence[Content], annotator: str, parent: QObject) -> None:
        super().__init__(parent)
        self._path, self._known, self._annotator = path, known, annotator
        self.setObjectName("results")

    @override
    def run(self) -> None:
        runs: list[WrittenRun] = []
        problems: list[str] = []
        for record in records_at(self._path):
            try:
                runs.append(read_written(record))
            except EngineError as error:
                problems.append(str(error))
        project: Path | None = None
        is_new = False
        if runs and not any(is_content(one.content, known) for one in runs for known in self._known):
            project = project_of(self._path)
            is_new = not project.exists()
            if is_new:
                try:
                    make_project(runs, project, annotator=self._annotator)
                except EngineError as error:
                    problems.append(str(error))
                    project, runs = None, []
        self.read.emit(FoundResults(self._path, tuple(runs), tuple(problems), project, is_new))


class Results(QObject):
    """Opens results.

    Args:
        session: what is open.
        opener: tells of results among what is opened, and opens projects.
        decoding: decodes a run that is shown.
        jobs: told of what goes on.
    """

    def __init__(self, session: Session, opener: ProjectOpener, decoding: Decoding, jobs: Jobs) -> None:
        super().__init__(session)
        self._session, self._opener, self._decoding, self._jobs = session, opener, decoding, jobs
        self._job: ResultsJob | None = None
        self._waiting: FoundResults | None = None
        self._left: list[WrittenRun] = []
        opener.results_found.connect(self.open)
        session.settled.connect(self._on_settled)

    @Slot(object)
    def open(self, path: Path) -> None:
        """Take the results in a folder, or those of one run record."""
        if self._job is not None:
            return
        document = self._session.document
        known = [video.ref.content for video in document.videos]
        self._job = ResultsJob(path, known, document.layer.name or self._session.settings.value.annotator, self)
        self._job.read.connect(self._on_read)
        told_of = self._jobs.begin(JobKind(tr("Reading results")))
        self._job.finished.connect(told_of.end)
        self._job.finished.connect(self._on_finished)
        self._job.start()

    def shutdown(self) -> None:
        """Join the thread; may be called more than once."""
        if self._job is not None:
            self._job.wait()

    @Slot()
    def _on_finished(self) -> None:
        if self._job is not None:
            self._job.deleteLater()
            self._job = None

    @Slot(object)
    def _on_read(self, found: FoundResults) -> None:
        for sentence in found.problems:
            self._session.notifier.error(sentence)
        if found.project is not None:
            self._waiting = None if found.is_new else found
            if found.is_new:
                self._session.notice(
                    tr("“{name}” was made of these results; Save project as… keeps it elsewhere.", name=found.project)
                )
            self._opener.open_project(found.project)
        elif found.runs:
            self._take(found, adds=False)
        elif not found.problems:
            self._session.notifier.error(
                tr(
                    "“{name}” holds nothing that metst analyze wrote: choose the folder its --out named.",
                    name=found.path,
                )
            )

    @Slot(object)
    def _on_settled(self, _info: object) -> None:
        waiting, self._waiting = self._waiting, None
        if waiting is None or waiting.project is None or real(waiting.project) != self._session.project_path:
            return
        # Whoever else listens shows the video first.
        QTimer.singleShot(0, self, lambda: self._take(waiting, adds=True))

    def _take(self, found: FoundResults, *, adds: bool) -> None:
        """Take the runs of the videos that are in the open project; those of others are added, or only counted."""
        document, session = self._session.document, self._session
        if document.view.blind:
            session.say(HIDDEN)
            return
        if document.ledger.read_only:
            session.notifier.error(document.ledger.read_only)
            return
        self._left = list(found.runs)
        self._take_next(found.path, TakenResults(), adds=adds)

    def _take_next(self, path: Path, so_far: TakenResults, *, adds: bool) -> None:
        """Take one run, and the next a moment later: each is a change of the file, and the window goes on."""
        if not self._left or self._session.document.ledger.store is None:
            self._say(path, so_far)
            return
        one = self._left.pop(0)
        kind = self._taken(one, adds=adds)
        after = replace(so_far, **{kind: getattr(so_far, kind) + 1})
        QTimer.singleShot(0, self, lambda: self._take_next(path, after, adds=adds))

    def _taken(self, one: WrittenRun, *, adds: bool) -> str:
        """Take a run; the name of the count of `TakenResults` that it belongs to."""
        document, session = self._session.document, self._session
        if one.run.id in document.focus.state.runs:
            return "kept"
        video = video_of(one, document.videos)
        if video is None and adds:
            name, subject, ref = one.name, one.subject, ref_of(one)
            if session.attempt(lambda: document.videos.add(ref, name=name, subject=subject)):
                video = video_of(one, document.videos)
        if video is None:
            return "strange"
        if not fits(one, video):
            session.notifier.error(
                tr(
                    "“{name}” counts other frames than this project does: analyse its video again.",
                    name=one.record.name,
                )
            )
            return "refused"
        id_ = video.id
        if not session.attempt(lambda: document.put_run(id_, one.run, told=one.told)):
            return "refused"
        if document.video is not None and document.video.id == id_:
            self._decoding.repeat()
        return "taken"

    def _say(self, path: Path, found: TakenResults) -> None:
        parts = [
            plural(
                found.taken,
                "{n} analysis was taken from “{name}”.",
                "{n} analyses were taken from “{name}”.",
                name=path.name,
            )
        ]
        if found.kept:
            parts.append(plural(found.kept, "{n} was there already.", "{n} were there already."))
        if found.strange:
            parts.append(
                plural(
                    found.strange,
                    "{n} is of a video that is not in this project.",
                    "{n} are of videos that are not in this project.",
                )
            )
        self._session.notice(" ".join(parts))


def is_content(one: Content, other: Content) -> bool:
    """Whether two identities are of one video; a fast digest decides where a full one is not known yet."""
    return one.is_proved(other) or (bool(one.fast) and one.fast == other.fast and not one.differs(other))


def video_of(one: WrittenRun, videos: Iterable[Video]) -> Video | None:
    """The video of a project that a run is of."""
    return next((video for video in videos if is_content(one.content, video.ref.content)), None)


def fits(one: WrittenRun, video: Video) -> bool:
    """Whether a run counts the frames of a video as its project does."""
    return one.n_frames == video.ref.n_frames


def ref_of(one: WrittenRun) -> VideoRef:
    """Reference to the video of a run."""
    told: Mapping[str, str] = {"sha256": one.content.sha256, "fast": one.content.fast}
    place = one.place.resolve()
    return VideoRef(
        place, one.content.size_bytes, one.table_digest, one.n_frames, one.fps, rate_given=one.rate_given, **told
    )


def project_of(path: Path) -> Path:
    """Where the project of results is kept: in their folder, by its name; of one run record by that of its video."""
    folder = path.absolute() if path.is_dir() else path.absolute().parent
    name = folder.name if path.is_dir() else path.name.partition(".run.json")[0]
    return folder / f"{name or 'results'}{PROJECT_SUFFIX}"
