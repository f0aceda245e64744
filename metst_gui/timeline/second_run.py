"""A second run of the open video beside the current one: its curve, their difference, and how far they agree."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu

from metst_gui.desk.desk import Desk
from metst_gui.document.changes import Changes
from metst_gui.document.run_pair import SAME_IOU, RunPair, difference
from metst_gui.language import tr
from metst_gui.models import run_title
from metst_gui.timeline.curve_strip import CurveRow
from metst_gui.timeline.timeline_view import TimelineView


class SecondCurve(QObject):
    """Chooses a second run among the stored ones, and shows it.

    Args:
        desk: what is open.
        timeline: shows the curve.
        refresh: shows the rows again, with `row` above them.
    """

    def __init__(self, desk: Desk, timeline: TimelineView, refresh: Callable[[], None]) -> None:
        super().__init__(timeline)
        self._desk = desk
        self._timeline = timeline
        self._refresh = refresh
        self._shown: tuple[str, str] | None = None
        desk.session.opened.connect(self.show)
        desk.document.changed.connect(self._on_document)

    @property
    def row(self) -> tuple[CurveRow, ...]:
        """The difference of the two scores, for the strip of curves; none without a second run."""
        first, second = self._desk.document.view.run, self._desk.document.second.run
        if first is None or second is None:
            return ()
        name = tr("less {second}", second=run_title(second))
        curve = difference(first.curves, second.curves, name)
        about = tr("Spotting score less that of {second}", second=run_title(second))
        return () if curve is None else (CurveRow(name, about, curve),)

    @Slot(object)
    def _on_document(self, changes: Changes) -> None:
        if changes.run or changes.layer or changes.curves:
            self.show()

    @Slot()
    def show(self) -> None:
        """Show the second curve, or take it away."""
        first, second = self._desk.document.view.run, self._desk.document.second.run
        shown = None if first is None or second is None else (first.id, second.id)
        if shown != self._shown:
            self._shown = shown
            self._timeline.second.show(None if shown is None or second is None else second.curves)
            self._timeline.set_playhead(self._desk.playback.frame)  # its value is told beside the curve
            self._refresh()

    def swap(self) -> None:
        """Make the second run the current one, and the current one the second."""
        document = self._desk.document
        first, second, video = document.view.run, document.second.run, document.video
        if first is None or second is None or video is None:
            return
        if self._desk.attempt(lambda: document.put_run(video.id, second.id)):
            self._desk.decoding.repeat()
            document.second.choose(first.id)

    def add_to(self, menu: QMenu) -> None:
        """Add to a menu: the runs there are, what they agree on, and the order that begins with what they do not."""
        second = self._desk.document.second
        others = second.choices
        if not others:
            return
        menu.addSection(tr("Second run"))
        group = QActionGroup(menu)
        chosen = second.run
        choices = [("", tr("None")), *((one.id, run_title(one)) for one in others)]
        for id_, text in choices:
            action = menu.addAction(text.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(id_ == ("" if chosen is None else chosen.id))
            group.addAction(action)
            action.triggered.connect(lambda _=False, id_=id_: second.choose(id_))
        pair = second.pair
        if pair is None:
            return
        menu.addAction(agreement_text(pair)).setEnabled(False)
        menu.addAction(tr("Queue: what only one of them found first")).triggered.connect(
            lambda: self._desk.queue.set_sort("disagreement")
        )
        menu.addAction(tr("Change places: review the second run")).triggered.connect(self.swap)


def agreement_text(pair: RunPair) -> str:
    """How far two runs agree, as a sentence."""
    return tr(
        "{matched} of {first} and {second} proposals are the same (IoU ≥ {iou:g}): {share:.0%} agreement",
        matched=pair.matched,
        first=pair.first,
        second=pair.second,
        iou=SAME_IOU,
        share=pair.share,
    )
