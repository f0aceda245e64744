"""What the reviewer looks at beside the raw picture: overlays, the face in the middle, two moments compared."""

import time

from PySide6.QtCore import QEvent, QObject, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from engine.types import FaceComparison, FaceOverlay, UInt8, VideoInfo
from metst_gui.commands.book import CommandBook
from metst_gui.desk.desk import Desk
from metst_gui.document.changes import Changes
from metst_gui.language import tr
from metst_gui.picture.compare_view import CompareView
from metst_gui.picture.face_loop import FaceLoop
from metst_gui.picture.overlay_paint import LEVELS
from metst_gui.picture.video_view import VideoView
from metst_gui.playback.evidence import EvidenceService
from metst_gui.widgets.qt_guard import safe_override

# A key that is held longer than this (s) shows the comparison only while it is held; a shorter press keeps it.
HELD = 0.35
# Width shown around the face when it is followed, in face widths.
FACE_WIDTHS = 1.25


class Overlays(QObject):
    """Connects the measuring thread to the picture and to the comparison."""

    def __init__(self, desk: Desk, book: CommandBook, video: VideoView, comparison: CompareView, host: QWidget) -> None:
        super().__init__(host)
        self._desk = desk
        self._book = book
        self._video = video
        self._comparison = comparison
        self.service = EvidenceService(self)
        self.level = 0
        self.follows = False
        self._compares_apex = False
        self._shown: tuple[int, UInt8] | None = None
        self._pressed = 0.0
        session = desk.session
        session.opened.connect(self._on_opened)
        session.frames.frame_ready.connect(self._on_frame)
        session.selection.changed.connect(self._on_selection)
        session.document.changed.connect(self._on_document)
        self.service.overlay_ready.connect(self._on_overlay)
        self.service.comparison_ready.connect(self._on_comparison)
        self.service.failed.connect(session.notifier.error)
        desk.closing.connect(self.service.shutdown)
        self._loop = FaceLoop(desk, comparison)
        comparison.closed.connect(self._on_closed)
        comparison.mode_changed.connect(self._refresh)
        comparison.partner_changed.connect(self._on_partner)
        for watched in (host, video):
            watched.installEventFilter(self)
        book.bind(
            {"compare": self.compare, "overlay": self.next_level, "follow_face": self.toggle_follow},
            on={
                "compare": lambda: not self._comparison.isHidden(),
                "overlay": lambda: self.level > 0,
                "follow_face": lambda: self.follows,
            },
            needs={
                "onset": (
                    lambda: self.onset is not None or not self._comparison.isHidden(),
                    lambda: tr("Select an item first: its onset is compared with the frame shown."),
                )
            },
        )

    @Slot(object)
    def _on_document(self, changes: Changes) -> None:
        if changes.annotations:
            self._refresh()

    @property
    def onset(self) -> int | None:
        """Onset of the selected item, else of the one being marked."""
        item = self._desk.current.item
        return item.onset if item is not None else self._desk.draft.onset

    @property
    def shown(self) -> tuple[int, UInt8] | None:
        """Frame index and picture uint8 [H, W, 3] that is shown; None before the first."""
        return self._shown

    def look_at_face(self, face_at: tuple[float, float] | None) -> None:
        """Another face is analysed from now on: what is shown beside the picture is of it."""
        self.service.set_face(face_at)
        self._refresh()

    # Overlays.

    def next_level(self) -> None:
        """Show more over the picture, after the last level nothing."""
        self.level = (self.level + 1) % len(LEVELS)
        self._desk.say(tr("Overlay on the picture: {level}. Press V for the next one.", level=tr(LEVELS[self.level])))
        if not self.level:
            self._video.set_overlay(None, 0)
        self._refresh()

    def toggle_follow(self) -> None:
        """Keep the face in the middle of the picture, or stop that."""
        self.follows = not self.follows
        if self.follows:
            self._desk.say(tr("The picture now follows the face. Press Shift+F or double-click to stop."))
        else:
            self._video.zoom.reset()
        self._refresh()

    @Slot(object)
    def _on_overlay(self, found: FaceOverlay) -> None:
        if self.level:
            self._video.set_overlay(found, self.level)
        if self.follows and len(found.landmarks):
            low, high = found.landmarks.min(axis=0), found.landmarks.max(axis=0)
            middle = (low + high) / 2
            width = FACE_WIDTHS * float((high - low).max())
            self._video.zoom.look_at(float(middle[0]), float(middle[1]), width)

    # Comparing.

    def compare(self) -> None:
        """Show or hide the comparison; holding the key shows it while it is held."""
        if self._comparison.isVisible():
            self._close()
            self._desk.settings.update(face_pane=False)
            return
        self._pressed = time.monotonic()
        self._open()
        self._desk.settings.update(face_pane=True)

    def _open(self) -> None:
        self._comparison.start(tr("Looking for the face…"))
        self._loop.refresh()
        self._refresh()

    @Slot()
    def _on_selection(self) -> None:
        """The face stands beside the picture while an item is selected, unless the reviewer closed it."""
        if self._desk.settings.value.face_pane and self._desk.session.info is not None:
            has_item = self._desk.current.item is not None
            if has_item and not self._comparison.isVisible():
                self._open()
                return
            if not has_item and self._desk.draft.onset is None:
                self._close()
        self._refresh()

    @Slot()
    def _on_closed(self) -> None:
        self._close()
        self._desk.settings.update(face_pane=False)

    @Slot(bool)
    def _on_partner(self, apex: bool) -> None:
        self._compares_apex = apex
        self._refresh()

    @Slot()
    def _close(self) -> None:
        self._pressed = 0.0
        self._comparison.stop()

    @Slot(object)
    def _on_comparison(self, found: FaceComparison) -> None:
        if self._comparison.isVisible():
            self._comparison.show_comparison(found)

    def _partner(self, onset: int) -> int:
        """The other moment: the frame shown, else (on the onset, or where it is asked for) the apex."""
        shown = self._desk.playback.frame
        item = self._desk.current.item
        if item is None or item.apex is None:
            return shown
        return item.apex if self._compares_apex or shown == onset else shown

    # Asking.

    @Slot(int, object, bool)
    def _on_frame(self, index: int, picture: UInt8, _damaged: bool) -> None:
        self._shown = index, picture
        self._refresh()

    @Slot()
    def _refresh(self) -> None:
        """Ask for what is shown of the present frame."""
        onset = self.onset
        if self._shown is None:
            return
        index, picture = self._shown
        if self.level or self.follows:
            self.service.overlay(index, picture, onset if self.level >= len(LEVELS) - 1 else None)
        if not self._comparison.isVisible() or self._comparison.mode == "loop":
            return
        if onset is None:
            self._comparison.show_comparison(None, tr("Select an item: its onset is compared with the frame shown."))
            return
        partner = self._partner(onset)
        self.service.compare(onset, partner, picture if partner == index else None)

    @Slot(object)
    def _on_opened(self, info: VideoInfo) -> None:
        self.follows = False
        self._shown = None
        self._video.set_overlay(None, 0)
        self._close()
        self.service.set_source(info)

    @override
    @safe_override(default=False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Letting go of a held F ends the comparison; a double click on the picture ends following."""
        if event.type() == QEvent.Type.KeyRelease and self._pressed and isinstance(event, QKeyEvent):
            # Qt reports a held letter without its case; the reviewer may have given the action another key.
            keys = self._book.actions["compare"].shortcuts()
            if QKeySequence(event.key()) in keys and not event.isAutoRepeat():
                held = time.monotonic() - self._pressed
                self._pressed = 0.0
                if held > HELD:
                    self._close()
                    self._desk.settings.update(face_pane=False)
        elif event.type() == QEvent.Type.MouseButtonDblClick and watched is self._video:
            self.follows = False
        return False
