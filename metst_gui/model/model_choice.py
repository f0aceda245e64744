"""Which model works: the panel with its card, choosing another one, and going back."""

from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from engine.clock import time_text
from engine.config import DEFAULT_WEIGHTS, TALKING_WEIGHTS
from engine.explain.coverage import MOTION, Coverage, coverage, told_share
from engine.types import VideoInfo
from metst_gui.commands.book import CommandBook
from metst_gui.desk.desk import Desk
from metst_gui.desk.hint_choice import SETTING
from metst_gui.document.changes import Changes
from metst_gui.language import mark, plural, told, tr
from metst_gui.model.model_panel import ModelPanel, PanelState
from metst_gui.models import (
    CLASSICAL,
    Model,
    is_chosen,
    model_of,
    model_of_run,
    models_folder,
    next_title,
    plugin_models,
    run_title,
    second_model_of,
)
from metst_gui.widgets.buttons import ElidedLabel
from metst_gui.wording.model_line import model_line, model_reason, short_model_line

REMEMBERED = {
    "without": mark("Exports of this project leave out emotions that nobody set or confirmed."),
    "marked": mark("Exports of this project mark emotions that nobody set or confirmed."),
}
KEPT = mark(
    "You chose “{title}” for this video, however much the face moves. “Choose the model by how much the face moves” "
    "lets the movement choose again."
)
CHECKPOINTS = mark("Checkpoints (*.pkl *.pt *.pth *.safetensors)")


class ModelChoice(QObject):
    """The model panel, the line that names the model, and the choice of another one."""

    def __init__(self, desk: Desk, book: CommandBook, line: ElidedLabel, host: QWidget) -> None:
        super().__init__(host)
        self._desk = desk
        self._host = host
        self._book = book
        self.panel: ModelPanel | None = None
        self._line = line
        session = desk.session
        session.document.changed.connect(self._on_document)
        session.opened.connect(self.refresh)
        session.settings.changed.connect(self.refresh)

        self.refresh()
        book.bind(
            {
                "model_panel": self.show,
                "choose_model": self.choose_file,
                "use_classical": self.use_classical,
                "use_default": self.use_default,
                "use_talking": self.use_talking,
                "choose_by_movement": self.choose_by_movement,
                "use_former": self.use_former,
            },
            on={"model_panel": lambda: self.panel is not None and self.panel.isVisible()},
        )

    @Slot(object)
    def _on_document(self, changes: Changes) -> None:
        if changes.run or changes.layer or changes.statements:
            self.refresh()

    def show(self) -> None:
        """Show the panel, or take it away."""
        if self.panel is None:
            self.panel = ModelPanel(self._host)
            self.panel.choose_requested.connect(self.choose_file)
            self.panel.default_requested.connect(self.use_default)
            self.panel.classical_requested.connect(self.use_classical)
            self.panel.plugin_requested.connect(self.use)
            self.panel.former_requested.connect(self._use_former)
            self.panel.by_movement_requested.connect(self._choose_by_movement)
            self.panel.learn_requested.connect(self._learn)
            self.panel.analyse_requested.connect(self._analyse)
            self.panel.ask_again_requested.connect(self.ask_again)
            self.panel.frame_chosen.connect(self._desk.playback.seek)
        if self.panel.isVisible():
            self.panel.hide()
            return
        self.panel.show_state(self.state())
        self.panel.show()

    def state(self) -> PanelState:
        """What the panel has to show now."""
        settings, run = self._desk.settings.value, self._desk.document.view.run
        chosen, restless = model_of(settings.weights), self._desk.session.restless_weights
        made = None if run is None else model_of_run(run)
        differs = ""
        if run is not None and not is_chosen(run, settings.weights, restless):
            differs = _difference(run_title(run), next_title(run, settings.weights, restless))
        told = None if run is None else coverage(run)
        former = settings.former_weights
        return PanelState(
            made=made,
            chosen=chosen,
            differs=differs,
            second=None if run is None else second_model_of(run),
            other=_other(made, chosen, restless),
            reason=self._reason(),
            by_movement=settings.choose_by_movement and not self._desk.session.is_kept,
            coverage="" if told is None else coverage_text(told, self._desk.session.info),
            spans=() if told is None else span_rows(told, self._desk.session.info),
            former=model_of(former).title if former and former != settings.weights else "",
            is_default=settings.weights == DEFAULT_WEIGHTS,
            plugins=plugin_models(),
            remembered=tr(REMEMBERED.get(str(self._desk.document.statements.setting(SETTING)), "")),
        )

    @Slot()
    def refresh(self) -> None:
        """Bring panel and line up to date."""
        run, settings = self._desk.document.view.run, self._desk.settings.value
        choice = run, settings.weights, self._desk.session.restless_weights
        text, reason = model_line(*choice), self._reason()
        self._line.shorter = (short_model_line(*choice),)
        self._line.setText(text)
        self._line.setToolTip(f"{text}\n{reason}" if reason else text)
        if self.panel is not None and self.panel.isVisible():
            self.panel.show_state(self.state())

    def ask_again(self) -> None:
        """Ask about unconfirmed emotions before the next export."""
        self._desk.attempt(lambda: self._desk.document.statements.set_setting(SETTING, None))
        self.refresh()

    def choose_file(self) -> None:
        """Ask for a checkpoint and analyse with it."""
        start = models_folder()
        folder = str(start) if start.is_dir() else str(Path.home())
        name, _ = QFileDialog.getOpenFileName(self._host, tr("Choose a checkpoint"), folder, tr(CHECKPOINTS))
        if name:
            self.use(name)

    def use_classical(self) -> None:
        """Analyse with the classical spotter."""
        self.use(CLASSICAL)

    def use_default(self) -> None:
        """Analyse with the model that ships with METST; chosen already, none joins it or takes over in this video."""
        is_meant = self._desk.settings.value.weights == DEFAULT_WEIGHTS and self._desk.document.view.run is not None
        self.use(DEFAULT_WEIGHTS, by_movement=not is_meant)

    def use_talking(self) -> None:
        """Analyse with the model for faces that talk and move."""
        self.use(TALKING_WEIGHTS)

    def choose_by_movement(self) -> None:
        """Let the movement of the face choose between two models from the next analysis on, or no longer.

        Where the user keeps a model for the open video, the movement may choose there again.
        """
        settings = self._desk.settings
        if self._desk.session.is_kept:
            self._keep("")
        else:
            settings.update(choose_by_movement=not settings.value.choose_by_movement)
        title = model_of(settings.value.weights).title
        if settings.value.restless_weights:
            text = tr("From the next analysis on (Ctrl+R), the movement of the face chooses the model.")
        elif settings.value.choose_by_movement:
            text = tr("The movement chooses where the default model is chosen; now it is “{title}”.", title=title)
        else:
            text = tr("From the next analysis on (Ctrl+R), “{title}” analyses every video.", title=title)
        self._desk.say(text)

    def use_former(self) -> None:
        """Analyse with the model that was chosen before."""
        self.use(self._desk.settings.value.former_weights)

    def _keep(self, weights: str) -> None:
        """Keep a model for the open video, whatever the movement would choose; empty: none."""
        document = self._desk.document
        video, is_open = document.video, not (document.view.blind or document.ledger.read_only)
        if video is not None and is_open and document.statements.kept_model(video.id) != weights:
            self._desk.attempt(lambda: document.statements.keep_model(video.id, weights))

    def _reason(self) -> str:
        """Why it is that model."""
        settings, run = self._desk.settings.value, self._desk.document.view.run
        if self._desk.session.is_kept:
            return tr(KEPT, title=model_of(settings.weights).title)
        return model_reason(run, settings.weights, self._desk.session.restless_weights)

    @Slot(str)
    def use(self, weights: str, *, by_movement: bool = True) -> None:
        """Choose a model; the open video is analysed with it, or by the one that may take over from it."""
        now = self._desk.settings.value.weights
        if weights != now:
            self._desk.settings.update(weights=weights, former_weights=now)
        self._keep("" if by_movement else weights)
        if self._desk.session.info is not None:
            self._desk.analysis.start(by_movement=by_movement)
        else:
            self._desk.say(tr("The next analysis is made by “{title}”.", title=model_of(weights).title))

    @Slot()
    def _choose_by_movement(self) -> None:
        self._book.trigger("choose_by_movement")

    @Slot()
    def _learn(self) -> None:
        self._book.trigger("learn")

    @Slot()
    def _analyse(self) -> None:
        self._book.trigger("analyse")

    @Slot()
    def _use_former(self) -> None:
        self._book.trigger("use_former")


def _other(made: Model | None, chosen: Model, restless: str) -> Model | None:
    """The model that the movement did not choose for a run; None where it chooses none."""
    if made is None or not restless:
        return None
    other = model_of(restless)
    return chosen if made.is_same(other) else other if made.is_same(chosen) else None


def _difference(made: str, chosen: str) -> str:
    if made == chosen:
        return tr("What you see was made by another version of “{title}” than the one chosen now.", title=made)
    return tr(
        "What you see was made by “{made}”. “{chosen}” is chosen for the next analysis.", made=made, chosen=chosen
    )


def coverage_text(covered: Coverage, info: VideoInfo | None) -> str:
    """How much of the video the run can judge, in full."""
    if not covered.known:
        return tr(
            "{text}. An older version of METST made this analysis and did not keep where; press Ctrl+R to analyse "
            "again.",
            text=told(covered.text),
        )
    if covered.parts:
        return tr(
            "A face in {faced:.0%} of the video, a score in {scored:.0%}, a part of the face judged in {judged:.0%}: "
            "{parts}. What is not judged may hide a micro-expression.",
            faced=told_share(covered.faced),
            scored=told_share(covered.scored),
            judged=told_share(covered.analysable),
            parts=told(covered.text),
        )
    share = tr(
        "{analysable:.0%} of the video is analysable: a face in {faced:.0%}, a score in {scored:.0%}",
        analysable=told_share(covered.analysable),
        faced=told_share(covered.faced),
        scored=told_share(covered.scored),
    )
    if not covered.spans:
        return tr("{share}, nowhere {motion}.", share=share, motion=told(MOTION))
    seconds = "" if info is None else f", {sum(_seconds(span, info) for span in covered.spans):.1f} s"
    return tr(
        "{share}, {restless:.0%} of it lost to {motion} ({spans}{seconds}). Nothing found there "
        "does not mean that there is nothing.",
        share=share,
        restless=told_share(covered.restless),
        motion=told(MOTION),
        spans=plural(len(covered.spans), "{n} span", "{n} spans"),
        seconds=seconds,
    )


def span_rows(covered: Coverage, info: VideoInfo | None) -> tuple[tuple[int, str], ...]:
    """First frame and text of each span above the motion limit."""
    rows = []
    for first, last in covered.spans:
        when = ""
        if info is not None and last < info.n_frames:
            begin, end = (time_text(float(info.times[frame])) for frame in (first, last))
            when = tr("{begin} to {end} · ", begin=begin, end=end)
        rows.append(
            (
                first,
                tr("{when}frames {first} to {last} · {motion}", when=when, first=first, last=last, motion=told(MOTION)),
            )
        )
    return tuple(rows)


def _seconds(span: tuple[int, int], info: VideoInfo) -> float:
    return (span[1] - span[0] + 1) / info.fps
