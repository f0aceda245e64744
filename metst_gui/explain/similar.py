"""More like this: looks for movements like the one under review in all videos, and lists them with their faces."""

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from engine.clock import time_text
from engine.explain.project_movements import LEAST_LIKENESS, AlikeMovement, AlikeMovements
from engine.explain.similar import LEAST_SIGMA
from engine.types import UInt8
from metst_gui.commands.book import CommandBook
from metst_gui.desk.desk import Desk
from metst_gui.explain.similar_dialog import SimilarDialog
from metst_gui.language import mark, plural, told, tr
from metst_gui.playback.case_faces import CaseFaces, FaceAsk
from metst_gui.widgets.bgr_image import bgr_image

# Rows of the list: who looks through more of them looks for something else.
MOST = 40
UNMEASURED = mark(
    "Nothing was measured in this interval, or the model that analysed the video keeps no movements of face regions "
    "(the default model does)."
)


class Similar(QObject):
    """Opens the list, and fills it."""

    def __init__(self, desk: Desk, book: CommandBook, host: QWidget) -> None:
        super().__init__(host)
        self._desk, self._host = desk, host
        self.dialog: SimilarDialog | None = None
        self._faces: CaseFaces | None = None
        book.bind({"more_like_this": self.show})
        desk.similar.changed.connect(self.refresh)
        desk.closing.connect(self.shutdown)

    def show(self) -> None:
        """Look for movements like the one under review, and show the list beside the window."""
        if self._desk.session.project_path is None:
            self._desk.say(tr("Nothing is saved yet: File, Save project as… makes a project of this."))
            return
        if self.dialog is None:
            self.dialog = SimilarDialog(self._host)
            self.dialog.chosen.connect(self._on_chosen)
            self._faces = CaseFaces(self)
            self._faces.ready.connect(self._on_faces)
        self._desk.similar.ask()
        self.dialog.show()
        self.dialog.raise_()

    @Slot()
    def refresh(self) -> None:
        """Show what was found, or why there is nothing."""
        dialog, found = self.dialog, self._desk.similar.found
        if dialog is None:
            return
        if found is None:
            dialog.show_nothing(tr("Looking…") if self._desk.similar.looking else tr("Nothing is looked for."))
        elif found.asked is None:
            dialog.show_nothing(tr("Nothing to compare"), tr(UNMEASURED))
        elif not found.found:
            still = found.asked.sigma < LEAST_SIGMA
            title = tr("Hardly anything moves in this interval") if still else tr("Nothing like it")
            dialog.show_nothing(title, self._method(found))
        else:
            shown = found.found[:MOST]
            dialog.show_movements(self._asked(found), self._method(found), [self._row(one) for one in shown])
            self._ask_faces(shown)

    @Slot()
    def shutdown(self) -> None:
        """Join the thread; may be called more than once."""
        if self._faces is not None:
            self._faces.shutdown()

    def _asked(self, found: AlikeMovements) -> str:
        bounds, asked = self._desk.similar.bounds, found.asked
        assert bounds is not None
        assert asked is not None
        return tr(
            "Like frames {onset} to {offset}: {moved}",
            onset=bounds[0],
            offset=bounds[2],
            moved=moved_text(asked.region, asked.direction),
        )

    def _method(self, found: AlikeMovements) -> str:
        words = [
            plural(found.compared, "Compared with {n} interval", "Compared with {n} intervals"),
            plural(found.videos, "in {n} video", "in {n} videos"),
            tr(
                "by what moved where from onset to apex (cosine of the displacements of the face's regions, each "
                "measured against what it does anyway; from {least} on). Not by how far, and not by what was felt.",
                least=LEAST_LIKENESS,
            ),
        ]
        if found.unmeasured:
            words.append(plural(found.unmeasured, "{n} more was not measured.", "{n} more were not measured."))
        return " ".join(words)

    def _row(self, one: AlikeMovement) -> tuple[AlikeMovement, str, str]:
        move, video = one.movement, self._desk.document.focus.state.videos.get(one.movement.video)
        name = "" if video is None else video.name or video.ref.path.name
        seconds = self._seconds(move.video, move.onset)
        said = tr(move.said) if move.said else tr("annotation")
        parts = (
            moved_text(one.pattern.region, one.pattern.direction),
            said,
            "" if move.emotion is None else tr(move.emotion),
        )
        place = tr("{likeness:.2f}   {name}   {time}", likeness=one.likeness, name=name, time=time_text(seconds))
        return one, place, " · ".join(part for part in parts if part)

    def _seconds(self, video: str, frame: int) -> float:
        clock = self._desk.document.videos.clocks.get(video)
        if clock is not None:
            return float(clock.seconds(frame))
        found = self._desk.document.focus.state.videos.get(video)
        return frame / (found.ref.fps or 1.0) if found is not None else 0.0

    def _ask_faces(self, shown: tuple[AlikeMovement, ...]) -> None:
        state, statements = self._desk.document.focus.state, self._desk.document.statements
        asks = []
        for one in shown:
            move, video = one.movement, state.videos.get(one.movement.video)
            if video is not None:
                path, apex = video.ref.path, move.onset if move.apex is None else move.apex
                fps = video.ref.fps if path.is_dir() else None
                asks.append(FaceAsk(0, move.key, path, fps, (move.onset, apex), statements.face(video.id)))
        if self._faces is not None:
            # Video by video: opening one takes longer than a picture.
            self._faces.show(sorted(asks, key=lambda ask: str(ask.path)))

    @Slot(object)
    def _on_chosen(self, one: AlikeMovement) -> None:
        self._desk.similar.show(one.movement)

    @Slot(str, object)
    def _on_faces(self, key: str, pictures: UInt8) -> None:
        if self.dialog is not None:
            self.dialog.show_faces(key, tuple(bgr_image(one) for one in pictures))


def moved_text(region: str, direction: str) -> str:
    """A region and where to it moved, in words."""
    return " ".join(told(part) for part in (region, direction) if part)
