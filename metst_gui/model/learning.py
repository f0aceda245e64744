"""Learning from the reviewer in one window: collects decisions, runs the job, keeps the new model, offers it."""

from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs
from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from engine.config import DEFAULT_WEIGHTS, TALKING_WEIGHTS
from engine.errors import EngineError
from engine.files import replace_file
from engine.training.requests import Learned, LearnMode, LearnRequest
from engine.types import Progress
from metst_gui.commands.book import CommandBook
from metst_gui.desk.desk import Desk
from metst_gui.desk.engine_question import EngineJob
from metst_gui.desk.jobs import Job, JobKind
from metst_gui.document.judged_runs import reviewed
from metst_gui.language import mark, told, tr
from metst_gui.models import CLASSICAL, model_of, models_folder
from metst_gui.wording.time_left import left_text

if TYPE_CHECKING:
    from metst_gui.model.learn_dialog import LearnDialog

FACTORY = "engine.training.learning:learn"
NOTHING_TO_LEARN = mark("The classical spotter has nothing to learn: choose a network first (Analysis, Model…).")
SUFFIX = ".safetensors"
LONGEST_NAME = 80


class Learning(QObject):
    """Learning from the reviewer's decisions, in a process of its own.

    Attributes:
        job: the process.
        made: the new model that is offered; None: none is.

    Signals:
        wanted: the new model is to be used. arg: its path.
    """

    wanted = Signal(str)

    def __init__(self, desk: Desk, book: CommandBook, host: QWidget, *, factory: str = FACTORY) -> None:
        super().__init__(host)
        self._desk = desk
        self._host = host
        self.dialog: LearnDialog | None = None
        self.job = EngineJob(desk, factory, self)
        self.job.event_ready.connect(self._on_event)
        self.job.ended.connect(self._on_finished)
        self._name = ""
        self._found: Learned | None = None
        self._job: Job | None = None
        self.made: Path | None = None
        book.bind(
            {"learn": self.show},
            needs={
                "network": (lambda: desk.settings.value.weights != CLASSICAL, lambda: tr(NOTHING_TO_LEARN)),
            },
        )

    @property
    def running(self) -> bool:
        """Whether a model is learning."""
        return self.job.running

    def show(self) -> None:
        """Show what there is to learn from; while a model learns, its progress."""
        if self.dialog is None:
            from metst_gui.model.learn_dialog import LearnDialog

            self.dialog = LearnDialog(self._host)
            self.dialog.start_requested.connect(self.start)
            self.dialog.cancel_requested.connect(self.cancel)
            self.dialog.use_requested.connect(self.use)
            self.dialog.refuse_requested.connect(self.refuse)
        if not self.running and self.made is None:
            self._offer(self.dialog)
            self.dialog.show_idle()
        self.dialog.show()

    def _offer(self, dialog: "LearnDialog") -> None:
        model, video = model_of(self._desk.settings.value.weights), self._desk.document.video
        subject = "" if video is None else video.subject or video.name
        name = free_name(f"{Path(model.weights).stem}-{subject}" if subject else Path(model.weights).stem)
        dialog.offer(reviewed(self._desk.document, model), model.title, name)

    @Slot(str, str, object)
    def start(self, mode: LearnMode, name: str, neutral: object) -> None:
        """Begin to learn; the window and its analysis go on."""
        info, dialog = self._desk.session.info, self.dialog
        if info is None or dialog is None or self.running:
            return
        problem = name_problem(name)
        if problem:
            dialog.show_result(problem, usable=False)
            return
        weights = self._desk.settings.value.weights
        request = LearnRequest(
            weights=weights,
            name=name,
            mode=mode,
            runs=reviewed(self._desk.document, model_of(weights)).runs,
            neutral=neutral if isinstance(neutral, Path) else None,
            cache=platformdirs.user_cache_path("metst") / "learning",
        )
        self._name, self._found = name, None
        self.job.start(info.path, request)
        kind = JobKind(
            tr("Learning"),
            loss=tr("If you close now, learning is given up, and the former model stays."),
            stop_tip=tr("Stop learning; the former model stays"),
        )
        self._job = self._desk.jobs.begin(kind, stop=self.cancel)
        dialog.show_running()

    @Slot()
    def cancel(self) -> None:
        """Stop learning; nothing of it is kept."""
        self.job.cancel()
        self._end_job()
        self._found = None
        if self.dialog is not None:
            self.dialog.show_idle()
        self._desk.say(tr("Learning was cancelled: nothing has changed."))

    @Slot(object)
    def _on_event(self, event: object) -> None:
        if isinstance(event, Learned):
            self._found = event
        elif isinstance(event, Progress) and self.dialog is not None and self._job is not None:
            stage = told(event.stage)
            self._job.progress(stage[:1].upper() + stage[1:], event.done, event.total)
            self.dialog.show_progress(progress_text(self._job), event.done / max(1, event.total))

    @Slot(object)
    def _on_finished(self, sentence: object) -> None:
        self._end_job()
        found, dialog = self._found, self.dialog
        if dialog is None:
            return
        if isinstance(sentence, str) or found is None:
            why = told(sentence) if isinstance(sentence, str) else ""
            text = f"{tr('Learning failed, nothing has changed.')} {why}".strip()
            dialog.show_result(text, usable=False)
        elif not found.kept:
            text = refused_text(found)
            dialog.show_result(text, usable=False)
        else:
            text = self._keep(found, dialog)
        self._desk.notifier.notice(text)

    def _end_job(self) -> None:
        if self._job is not None:
            job, self._job = self._job, None
            job.end()

    def _keep(self, found: Learned, dialog: "LearnDialog") -> str:
        """Write the new model, and offer it."""
        target = models_folder() / f"{self._name}{SUFFIX}"
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            replace_file(target.with_suffix(".json"), found.card)
            replace_file(target, found.weights)
        except (OSError, EngineError) as error:
            target.with_suffix(".json").unlink(missing_ok=True)
            text = tr(
                "The new model cannot be written to “{folder}”: {why}. Nothing has changed.",
                folder=target.parent,
                why=told(str(error)),
            )
            dialog.show_result(text, usable=False)
            return text
        self.made = target
        text = kept_text(found, self._name)
        dialog.show_result(text, usable=True)
        return text

    @Slot()
    def use(self) -> None:
        """The user agreed: analyse with the new model."""
        if self.made is not None:
            made, self.made = self.made, None
            if self.dialog is not None:
                self.dialog.hide()
            self.wanted.emit(str(made))

    @Slot()
    def refuse(self) -> None:
        """Keep the former model; the new one stays in its folder, to be chosen later."""
        made, self.made = self.made, None
        if self.dialog is not None:
            self.dialog.hide()
        if made is not None:
            text = tr("The former model stays. “{name}” lies in “{folder}”.", name=made.name, folder=made.parent)
            self._desk.say(text)


def free_name(base: str) -> str:
    """A name no model has yet, of letters every file system takes."""
    plain = "".join(one if one.isalnum() or one in "-_." else "-" for one in base)[:LONGEST_NAME].strip(".")
    number = 1
    while name_problem(f"{plain}-{number}"):
        number += 1
    return f"{plain}-{number}"


def name_problem(name: str) -> str:
    """Why a model cannot have a name; empty where it can."""
    plain = name and len(name) <= LONGEST_NAME + 8 and all(one.isalnum() or one in "-_. " for one in name)
    if not plain or name != name.strip(" ."):
        return tr("Choose a name of letters, digits, blanks, dots, hyphens and underscores.")
    if name in (CLASSICAL, DEFAULT_WEIGHTS, TALKING_WEIGHTS) or (models_folder() / f"{name}{SUFFIX}").exists():
        return tr("There is a model “{name}” already: choose another name.", name=name)
    return ""


def progress_text(job: Job) -> str:
    """What is being done, how far it is, and how long it will take."""
    left = job.seconds_left
    told_left = "" if left is None else left_text(left)
    percent = "" if job.percent is None else tr("{percent} %", percent=job.percent)
    return " · ".join(part for part in (job.tip, percent, told_left) if part)


def kept_text(found: Learned, name: str) -> str:
    """What became better, in plain words."""
    better = tr("“{name}” is better than the former model.", name=name)
    return f"{better} {_measured(found)} {tr('Nothing is analysed with it until you say so.')}"


def refused_text(found: Learned) -> str:
    """Why the former model stays, in plain words."""
    return f"{tr('The former model stays.')} {told(found.objection)} {_measured(found)}"


def _measured(found: Learned) -> str:
    n = tr("{accepted} accepted, {rejected} rejected", accepted=found.accepted, rejected=found.rejected)
    if found.measure == "AUC":
        n = tr("{accepted} accepted or marked, {rejected} rejected", accepted=found.accepted, rejected=found.rejected)
        text = tr(
            "On decisions held back while learning ({n}), an accepted proposal ranks above a rejected one in "
            "{after:.0%} of the pairs; with the former model in {before:.0%} (50% is chance).",
            n=n,
            after=found.after,
            before=found.before,
        )
        bench = tr("samples of synthetic movements rank above others in")
    else:
        text = tr(
            "On decisions held back while learning ({n}), accepted and rejected proposals are told apart with F1 "
            "{after:.2f}; with the former threshold {before:.2f}.",
            n=n,
            after=found.after,
            before=found.before,
        )
        bench = tr("synthetic movements are found with F1")
    if found.bench_n and found.bench_before == found.bench_before:
        held = tr(
            "On {n} synthetic windows {what} {after:.3f} (former {before:.3f}).",
            n=found.bench_n,
            what=bench,
            after=found.bench_after,
            before=found.bench_before,
        )
        text = f"{text} {held}"
    return text
