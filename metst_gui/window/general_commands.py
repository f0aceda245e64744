"""What each action does: one small method an action, named in the table of `actions`."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt, Slot
from PySide6.QtWidgets import QFileDialog, QMenu

from metst_gui.card.reason_menu import ReasonMenu
from metst_gui.commands.key_dialog import KeyDialog
from metst_gui.commands.table import ACTIONS, key_groups
from metst_gui.document.annotation import EMOTION_LABELS
from metst_gui.evaluation import evaluation_dialog as evaluation
from metst_gui.labels import dataset_folder, label_files
from metst_gui.language import LANGUAGES, mark, tr
from metst_gui.models import model_of, model_of_run
from metst_gui.notify import log_path
from metst_gui.widgets.save_folder import beside
from metst_gui.window.help_dialogs import AboutDialog, GoToDialog, KeySheet, MessageDialog

if TYPE_CHECKING:
    from metst_gui.window.main_window import MainWindow

VIDEO_FILTER = mark("Videos (*.mp4 *.mov *.avi *.mkv *.m4v *.mpg *.mpeg *.ts *.mts *.webm *.wmv);;All files (*)")
SPEEDS = (1 / 16, 1 / 8, 1 / 4, 1 / 2, 1.0, 2.0, 4.0)

# What a key changes of the selected item: only where that is in view. Onset, apex and offset begin a new one instead.
CHANGES = (
    *(f"emotion_{digit}" for digit in range(10)),
    *("edit_action_units", "edit_note", "confidence", "kind"),
    *("nudge_back", "nudge_forward", "nudge_back_5", "nudge_forward_5"),
)


class Handlers(QObject):
    """Handlers of all actions of one window."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._session = window.session
        self._review = window.review
        self._playback = window.session.playback

    def table(self) -> dict[str, Callable[[], object]]:
        """Handler name -> callable, for every handler named in `ACTIONS`."""
        document = self._session.document
        review, playback = self._review, self._playback
        table: dict[str, Callable[[], object]] = {
            "undo": document.history.undo,
            "redo": document.history.redo,
            "play": playback.toggle,
            "stop": self.stop,
            "step_back": partial(playback.step, -1),
            "step_forward": partial(playback.step, 1),
            "back_10": partial(playback.step, -10),
            "forward_10": partial(playback.step, 10),
            "back_second": partial(self.step_seconds, -1.0),
            "forward_second": partial(self.step_seconds, 1.0),
            "reverse": partial(self.shuttle, -1),
            "forward": partial(self.shuttle, 1),
            "slower": partial(self.change_speed, -1),
            "faster": partial(self.change_speed, 1),
            "slow_reverse": partial(self.play_slowly, -1),
            "slow_forward": partial(self.play_slowly, 1),
            "next_item": partial(review.go, 1),
            "previous_item": partial(review.go, -1),
            "next_any": partial(review.go, 1, any_=True),
            "previous_any": partial(review.go, -1, any_=True),
            "accept_emotion_0": partial(review.accept, none=True),
            "kind": review.toggle_kind,
            "edit_note": self._window.card.focus_note,
            "loop": review.cycle_loop,
            "accept": review.accept,
            "reject": review.reject,
            "unsure": review.unsure,
            "delete": review.delete,
            "split": review.split,
            "merge": review.merge,
            "analyse": self._session.start_analysis,
            "cancel_analysis": self._session.cancel_analysis,
            "zoom_all": self._window.timeline.zoom_all,
            "zoom_in": partial(self._window.timeline.zoom_by, 1.25),
            "zoom_out": partial(self._window.timeline.zoom_by, 0.8),
            "pan_back": partial(self._window.timeline.pan_by, -0.25),
            "pan_forward": partial(self._window.timeline.pan_by, 0.25),
            "quit": self._window.close,
        }
        for handle in ("onset", "apex", "offset"):
            table[f"goto_{handle}"] = partial(review.go_to_handle, handle)
            table[f"set_{handle}"] = partial(review.set_handle, handle)
        for name, step in (("back", -1), ("forward", 1), ("back_5", -5), ("forward_5", 5)):
            table[f"nudge_{name}"] = partial(review.nudge, step)
        for digit in range(10):
            table[f"emotion_{digit}"] = partial(review.set_emotion_by_digit, digit)
        for digit in range(1, 8):
            table[f"accept_emotion_{digit}"] = partial(review.accept, EMOTION_LABELS[digit - 1])
        for choice in ("system", "light", "dark"):
            table[f"theme_{choice}"] = partial(self.choose_theme, choice)
        for choice in LANGUAGES:
            table[f"language_{choice}"] = partial(self.choose_language, choice)
        table.update(self._window.live.table())
        table.update(self._window.player.table())
        table.update(self._window.why.table())
        table.update(self._window.contact_desk.table())
        table.update(self._window.queue_desk.table())
        table.update(self._window.timeline_desk.table())
        table.update(self._window.project_menu.table())
        table.update(self._window.model_desk.table())
        table.update(self._window.desk.table())
        table.update(self._window.learn_desk.table())
        for spec in ACTIONS:
            if spec.handler not in table:
                table[spec.handler] = getattr(self, spec.handler)
        return table | {name: partial(review.when_in_view, table[name]) for name in CHANGES}

    # File

    def open_video(self) -> None:
        """Ask for a video file."""
        name, _ = QFileDialog.getOpenFileName(self._window, tr("Open a video"), self._folder(), tr(VIDEO_FILTER))
        if name:
            self._session.open_path(Path(name))

    def open_demo(self) -> None:
        """Open the demo clip."""
        self._window.demo_requested.emit()

    def open_folder(self) -> None:
        """Ask for a folder of images."""
        name = QFileDialog.getExistingDirectory(self._window, tr("Open a folder of images"), self._folder())
        if name:
            self._session.open_path(Path(name))

    def open_project(self) -> None:
        """Ask for a project file."""
        name, _ = QFileDialog.getOpenFileName(
            self._window, tr("Open a project"), self._folder(), tr("METST projects (*.metst)")
        )
        if name:
            self._session.open_path(Path(name))

    def save_as(self) -> None:
        """Ask where the project is to be kept."""
        if self._session.info is None:
            self._session.notifier.info(tr("Open a video first."))
            return
        info = self._session.info
        start = str(beside(info.path, f"{info.path.stem}.metst"))
        name, _ = QFileDialog.getSaveFileName(
            self._window, tr("Save the project"), start, tr("METST projects (*.metst)")
        )
        if name:
            self._session.save_as(Path(name))

    def save_copy(self) -> None:
        """Ask where a copy of the project is to be written."""
        path = self._session.project_path
        if path is None:
            self._session.notifier.info(tr("Nothing is saved yet: File, Save project as… makes a project of this."))
            return
        start = str(path.with_stem(f"{path.stem}-copy"))
        name, _ = QFileDialog.getSaveFileName(
            self._window, tr("Save a copy of the project"), start, tr("METST projects (*.metst)")
        )
        if name:
            self._session.save_copy(Path(name))

    def export(self) -> None:
        """Export the annotations."""
        label_files.export(self._window, self._session)

    def import_labels(self) -> None:
        """Import annotations of the open video."""
        label_files.import_labels(self._window, self._session)

    def open_dataset(self) -> None:
        """Make a project of a data set's frames and labels, and open it."""
        dataset_folder.open_dataset(self._window)

    def evaluate(self) -> None:
        """Compare the project's runs with a layer of labels."""
        evaluation.show(self._window, self._session, self._window.timeline_desk)

    # View and help

    def zoom_item(self) -> None:
        """Zoom the time axis to the selected item."""
        item = self._review.annotation or self._review.proposal
        if item is None:
            self._session.notifier.info(self._review.select_first())
        else:
            self._window.timeline.zoom_to(item.onset, item.offset)

    def choose_theme(self, name: str) -> None:
        """Use a theme from now on."""
        self._session.settings.update(theme=name)
        self._window.apply_theme(name)

    def choose_language(self, name: str) -> None:
        """Use a language from the next start on."""
        self._session.settings.update(language=name)
        self._session.notifier.info(tr("The language changes when METST is started again."))

    def go_to(self) -> None:
        """Ask for a frame or time."""
        info = self._session.info
        if info is None:
            self._session.notifier.info(tr("Open a video first."))
            return
        dialog = GoToDialog(info, self._playback.frame, self._window)
        if dialog.exec() and dialog.frame is not None:
            self._playback.seek(dialog.frame)

    def key_sheet(self) -> None:
        """Show every key."""
        KeySheet(key_groups(self._window.specs), self._window).exec()

    def change_keys(self) -> None:
        """Let the reviewer give actions other keys."""
        dialog = KeyDialog(self._session.settings.value.keys, self._window)
        if dialog.exec() and not dialog.problem:
            self._session.settings.update(keys=dict(dialog.overrides))
            self._window.use_keys(dialog.overrides)

    def messages(self) -> None:
        """Show what the message line said."""
        MessageDialog(tuple(self._window.messages.history), log_path(), self._window).exec()

    def menus(self) -> None:
        """Open the first menu."""
        bar = self._window.menuBar()
        bar.setActiveAction(bar.actions()[0])

    @Slot(int, str, str, QPoint)
    def item_menu(self, frame: int, kind: str, id_: str, place: QPoint) -> None:
        """Menu of the timeline at a frame, with the commands for the item there."""
        names: tuple[str, ...] = ("why_here", "set_onset", "set_apex", "set_offset")
        if kind:
            self._review.select(kind, id_)
            names = ("delete", "zoom_item") if kind == "annotation" else ("accept", "reject", "unsure", "zoom_item")
        else:
            self._review.deselect()
            self._playback.seek(frame)
        menu = QMenu(self._window)
        menu.setObjectName("item_menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions([self._window.actions_by_id[name] for name in names])
        menu.popup(place)

    def about(self) -> None:
        """Show what METST and its model are."""
        run = self._session.document.run
        model = model_of_run(run) if run is not None else model_of(self._session.settings.value.weights)
        AboutDialog(model, self._window).exec()

    # Play

    def stop(self) -> None:
        """Pause; a second press goes back to normal speed."""
        if not self._playback.playing:
            self._playback.set_rate(1.0)
        self._playback.pause()

    def shuttle(self, direction: int) -> None:
        """Play in a direction; a repeat doubles the speed; while the stop key is held, step by a frame."""
        if self._window.stop_key.held:
            self._playback.step(direction)
            return
        rate = self._playback.rate
        if self._playback.playing and rate * direction > 0:
            self._playback.set_rate(rate * 2)
        else:
            self._playback.set_rate(float(direction))
            self._playback.play()

    def play_slowly(self, direction: int) -> None:
        """Play in a direction in slow motion."""
        self._playback.set_rate(direction * self._session.settings.value.slow_rate)
        self._playback.play()

    def change_speed(self, step: int) -> None:
        """Next speed of the ladder, keeping the direction."""
        rate = self._playback.rate
        nearest = min(range(len(SPEEDS)), key=lambda index: abs(SPEEDS[index] - abs(rate)))
        speed = SPEEDS[min(max(nearest + step, 0), len(SPEEDS) - 1)]
        self._playback.set_rate(speed if rate > 0 else -speed)

    def step_seconds(self, seconds: float) -> None:
        """Move by seconds, at least a frame."""
        info = self._session.info
        if info is not None:
            frames = max(1, round(abs(seconds) * info.fps))
            self._playback.step(frames if seconds > 0 else -frames)

    # Review

    def edit_action_units(self) -> None:
        """Put the cursor in the action unit line."""
        self._window.card.focus_action_units()

    def reject_reason(self) -> None:
        """Ask for the reason of a rejection: one digit or letter."""
        if self._review.proposal is None:
            self._review.reject()  # says what to do instead
            return
        menu = ReasonMenu(self._review.reject, self._review.suggest(self._review.proposal), self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        corner = self._window.card.rect().center()
        menu.popup(self._window.card.mapToGlobal(corner))

    def deselect(self) -> None:
        """Cancel a drag, else select nothing."""
        if not self._window.timeline.cancel_drag():
            self._review.deselect()
        self._window.video.setFocus()

    # The card

    @Slot(str)
    def on_verdict(self, verdict: str) -> None:
        """A verdict button was pressed."""
        acts: dict[str, Callable[[], object]] = {
            "accepted": self._review.accept,
            "rejected": self._review.reject,
            "unsure": self._review.unsure,
        }
        acts[verdict]()

    @Slot(str)
    def on_action_units(self, text: str) -> None:
        """The action unit line was committed."""
        self._review.set_field("action_units", text)

    @Slot(str)
    def on_note(self, text: str) -> None:
        """The note was committed."""
        self._review.set_field("note", text)

    def _folder(self) -> str:
        info = self._session.info
        return str(info.path.parent if info is not None else Path.home())
