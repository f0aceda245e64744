"""Which face is analysed: chosen in the picture or by a key, kept with the video, said at the foot of the window."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QPointF, Qt, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QMenu, QMessageBox

from engine.types import AnalysisRun, UInt8
from metst_gui.commands.book import CommandBook
from metst_gui.desk.desk import Desk
from metst_gui.desk.face import run_place, scene_start
from metst_gui.document.changes import Changes
from metst_gui.document.face_choice import Place
from metst_gui.language import plural, tr
from metst_gui.picture.overlays import Overlays
from metst_gui.picture.video_view import VideoView

if TYPE_CHECKING:
    from engine.inspection import People, SeenPerson


class FaceChooser(QObject):
    """Choice of the analysed face.

    Args:
        desk: what is open.
        book: the commands.
        video: the picture.
        evidence: what measures in it.

    Attributes:
        label: says which face is analysed, where it is not the largest; for the foot of the window.
    """

    def __init__(self, desk: Desk, book: CommandBook, video: VideoView, evidence: Overlays) -> None:
        super().__init__(video)
        self._desk = desk
        self._book = book
        self._video = video
        self._evidence = evidence
        self._clicked: Place | None = None
        self.label = QLabel()
        self.label.hide()
        video.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        video.customContextMenuRequested.connect(self.show_menu)
        evidence.service.people_ready.connect(self._on_people)
        desk.session.opened.connect(self._on_opened)
        desk.document.changed.connect(self._on_document)
        book.bind(
            {"next_face": self.follow_next, "largest_face": self.follow_largest},
            needs={
                "other_face": (
                    lambda: desk.face.at is not None or not desk.face.is_analysed,
                    lambda: tr("The largest face is analysed already."),
                )
            },
        )

    @Slot(object)
    def _on_document(self, changes: Changes) -> None:
        if changes.run or changes.layer:
            self.refresh()

    @Slot(QPoint)
    def show_menu(self, place: QPoint) -> None:
        """Menu of the picture."""
        video, shown = self._video, self._evidence.shown
        clicked = video.zoom.place(QPointF(place))
        if shown is None:
            return
        menu = QMenu(video)
        menu.setObjectName("face_menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if clicked is not None:
            here = QAction(tr("Analyse this face"), menu)
            here.setObjectName("this_face")
            here.triggered.connect(partial(self._on_here, shown, clicked))
            menu.addAction(here)
        menu.addActions([self._book.actions[name] for name in ("next_face", "largest_face")])
        menu.popup(video.mapToGlobal(place))

    def follow_next(self) -> None:
        """Analyse the face after the present one, by size in the frame shown."""
        shown = self._evidence.shown
        if shown is not None:
            self._look(shown, None)

    def follow_largest(self) -> None:
        """Analyse the largest face again."""
        if self._choose(None):
            self._video.set_mark(None)
            self._desk.say(tr("The largest face is analysed from now on."))

    def _on_here(self, shown: tuple[int, UInt8], clicked: Place, _checked: object = None) -> None:
        self._look(shown, clicked)

    def _look(self, shown: tuple[int, UInt8], clicked: Place | None) -> None:
        """Have the faces of a picture found; `_on_people` goes on."""
        if not self._desk.face.may_choose():
            return
        self._clicked = clicked
        frame, picture = shown
        self._evidence.service.people(frame, picture, scene_start(self._desk.document.view.run, frame))

    @Slot(object)
    def _on_people(self, people: "People") -> None:
        clicked, notifier = self._clicked, self._desk.notifier
        if not people.persons:
            notifier.info(tr("No face is seen in frame {frame}.", frame=people.frame))
            return
        if clicked is None:
            wanted = people.after(self._desk.face.at)
            if wanted is None:
                notifier.info(tr("Frame {frame} shows no other face that can be analysed.", frame=people.frame))
                return
        else:
            under = [one for one in people.persons if one.holds(*clicked)]
            if not under:
                notifier.info(tr("No face is seen there in frame {frame}: right-click on a face.", frame=people.frame))
                return
            wanted = min(under, key=lambda one: one.distance(*clicked))
        self._follow(people, wanted)

    def _follow(self, people: "People", wanted: "SeenPerson") -> None:
        notifier, number = self._desk.notifier, people.persons.index(wanted) + 1
        if wanted.start is None:
            notifier.error(
                tr(
                    "This face cannot be analysed: it is not seen in frame {first}, where the analysis begins, and "
                    "somebody else is at its place there.",
                    first=people.first,
                )
            )
            return
        is_present = wanted is people.present(self._desk.face.at)
        if is_present and self._desk.face.is_analysed:
            self._mark(people, wanted)
            notifier.info(tr("This face is analysed already."))
        elif self._choose(self._desk.face.at if is_present else wanted.start):
            self._mark(people, wanted)
            words = tr(
                "Face {number} of {n} by size is analysed from now on. Analysis, Analyse the largest face goes back.",
                number=number,
                n=len(people.persons),
            )
            notifier.info(words)

    def _mark(self, people: "People", wanted: "SeenPerson") -> None:
        self._video.set_mark((people.frame, wanted.box, tr("analysed face")))

    def _choose(self, place: Place | None) -> bool:
        """Analyse this face; False where the reviewer or the file refuses."""
        face = self._desk.face
        if not face.may_choose() or not self._may_mix() or not face.choose(place):
            return False
        self._evidence.look_at_face(place)
        self.refresh()
        return True

    def _may_mix(self) -> bool:
        """Whether decisions on one face may stand beside proposals of another; asked only where there are any."""
        n = self._desk.face.decided
        if not n:
            return True
        have = plural(n, "{n} verdict of this video is", "{n} verdicts of this video are")
        question = tr(
            "{have} on the face that was analysed so far.\n\nThey stay, and nothing is proposed again where they "
            "stand, even if the other face moves there. Analyse the other face all the same?",
            have=have,
        )
        buttons = QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.No
        no = QMessageBox.StandardButton.No
        answer = QMessageBox.question(self._video, tr("Another face"), question, buttons, no)
        return answer == QMessageBox.StandardButton.Yes

    @Slot(object)
    def _on_opened(self, _info: object) -> None:
        self._clicked = None
        self._video.set_mark(None)
        self._evidence.look_at_face(self._desk.face.at)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Bring the line at the foot of the window up to date."""
        text = face_line(self._desk.document.view.run, self._desk.face.at)
        self.label.setText(text)
        self.label.setVisible(bool(text))


def face_line(run: AnalysisRun | None, chosen: Place | None) -> str:
    """Which face is analysed; empty where it is the largest and no other one is chosen."""
    made = chosen if run is None else run_place(run)
    text = _face(made) if made is not None or made != chosen else ""
    return text if made == chosen else tr("{face} · next analysis: {next}", face=text, next=_face(chosen))


def _face(place: Place | None) -> str:
    if place is None:
        return tr("largest face")
    return tr("face chosen at ({x:.0f}, {y:.0f}) px", x=place[0], y=place[1])
