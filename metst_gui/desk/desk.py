"""The application model: what is open, what is under review, and what can be done with it; no widgets."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot

from metst_gui.desk.acceptance import Acceptance
from metst_gui.desk.analysis import Analysis
from metst_gui.desk.analysis_queue import AnalysisQueue
from metst_gui.desk.background_runner import BackgroundRunner
from metst_gui.desk.bulk import Bulk
from metst_gui.desk.case_board import CaseBoard
from metst_gui.desk.case_details import CaseDetails
from metst_gui.desk.case_tour import CaseTour
from metst_gui.desk.case_work import WorkList
from metst_gui.desk.current import Current
from metst_gui.desk.decoding import Decoding
from metst_gui.desk.draft import Draft
from metst_gui.desk.explanation import Explanation
from metst_gui.desk.face import ChosenFace
from metst_gui.desk.jobs import Jobs
from metst_gui.desk.looked import LookedFrames
from metst_gui.desk.marked import Marked
from metst_gui.desk.next_steps import NextSteps
from metst_gui.desk.own_tiers import OwnTiers
from metst_gui.desk.project_opener import ProjectOpener
from metst_gui.desk.queue_feed import QueueFeed
from metst_gui.desk.results import Results
from metst_gui.desk.review import Review
from metst_gui.desk.review_queue import ReviewQueue
from metst_gui.desk.sensitivity import SensitivityMeasuring
from metst_gui.desk.session import Session
from metst_gui.desk.similar_movements import SimilarMovements
from metst_gui.desk.theme import ThemeChoice
from metst_gui.desk.threshold import Threshold
from metst_gui.desk.tour import Tour
from metst_gui.desk.video_adder import VideoAdder
from metst_gui.desk.weaker import Weaker
from metst_gui.inference.controller import InferenceController
from metst_gui.inference.pool import InferencePool
from metst_gui.notify import Notifier
from metst_gui.playback import FrameService
from metst_gui.settings import SettingsStore


class Desk(QObject):
    """Everything a feature may talk to; whatever shows a part of it listens to that part's signals.

    The parts are made in the order in which they have to hear of a signal: who decodes comes before who lists.

    Attributes:
        settings, notifier, frames: of the program.
        session: what is open. document, selection, playback: its parts, for short.
        opener: opens videos and projects.
        decoding, threshold: from curves to proposals.
        jobs: what takes a while.
        analysis: runs the model on the open video.
        background: the videos of the project that are analysed meanwhile, one after the other.
        adder: adds many videos at once.
        results: takes what was analysed elsewhere.
        next_steps: what can be done where nothing is under review.
        face: which face is analysed.
        explanation: why there is a proposal, or none.
        sensitivity: what would have been found in the shown run.
        queue: the rows to review, their filters and order.
        feed: fills the queue from the document.
        chance: how likely its proposals are to be accepted. label_check: which annotations look wrong.
        looked: the frames that were looked at.
        current: the item under review.
        marked: the items that are selected together with it.
        tour: goes from item to item.
        draft: an annotation that is being marked.
        tiers: marking on the project's own tiers.
        acceptance, review: verdicts and edits.
        board: all videos of the project.
        similar: movements like the one under review, in all of them.
        case_tour: goes through the open proposals of all of them.
        theme: light or dark.

    Signals:
        closing: the program is about to end: threads and processes are to be joined.
    """

    closing = Signal()

    def __init__(
        self,
        *,
        settings: SettingsStore,
        notifier: Notifier,
        frames: FrameService,
        inference: InferenceController,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.settings = settings
        self.notifier = notifier
        self.frames = frames
        self.session = Session(settings=settings, notifier=notifier, frames=frames, parent=self)
        self.document = self.session.document
        self.selection = self.session.selection
        self.playback = self.session.playback
        self.opener = ProjectOpener(self.session)
        self.decoding = Decoding(self.session)
        self.threshold = Threshold(self.session, self.decoding)
        self.jobs = Jobs(self)
        runner = BackgroundRunner(InferencePool(inference.factory, self), self)
        self.analysis = Analysis(self.session, self.decoding, inference, self.jobs, runner)
        self.background = AnalysisQueue(self.session, self.analysis, runner)
        self.adder = VideoAdder(self.session, self.opener, self.background, self.jobs)
        self.results = Results(self.session, self.opener, self.decoding, self.jobs)
        self.next_steps = NextSteps(self.session, self.analysis, self.threshold, Weaker(self.session, self.decoding))
        self.face = ChosenFace(self.session, self.analysis)
        self.explanation = Explanation(self.session, self.decoding, self.analysis)
        self.sensitivity = SensitivityMeasuring(self.session, self.decoding, self.threshold, self.jobs, parent=self)
        self.queue = ReviewQueue(self)
        self.feed = QueueFeed(self.session, self.decoding, self.threshold, self.queue)
        self.chance, self.label_check = self.feed.chance, self.feed.label_check
        self.looked = LookedFrames(self.session)
        self.looked.changed.connect(self.queue.set_looked)
        self.current = Current(self.session)
        self.tour = Tour(self.session, self.current, self.queue, self.analysis)
        self.draft = Draft(self.session)
        self.tiers = OwnTiers(self.session)
        self.acceptance = Acceptance(self.session, self.current)
        self.marked = Marked(self.session, self.current, self.queue)
        bulk = Bulk(self.session, self.marked, self.queue, self.tour)
        self.review = Review(self.session, self.current, self.queue, self.tour, self.draft, self.acceptance, bulk)
        self.review.decided.connect(self.queue.decide_now)
        details = CaseDetails(self.session)
        work = WorkList(self.session, self.analysis, self.background)
        self.board = CaseBoard(self.session, self.opener, work, details)
        self.similar = SimilarMovements(self.session, self.current, self.board)
        self.case_tour = CaseTour(self.session, self.opener, self.tour, self.board, details)
        self.theme = ThemeChoice(settings, self)
        self._closed = False

    def say(self, sentence: str) -> None:
        """Tell the user something worth knowing."""
        self.session.say(sentence)

    def attempt(self, act: Callable[[], object]) -> bool:
        """Whether an edit was made; where it was refused, that is said and nothing has changed."""
        return self.session.attempt(act)

    @Slot()
    def close(self) -> None:
        """Save, and join every thread and process; may be called more than once."""
        if not self._closed:
            self._closed = True
            self.closing.emit()
        self.session.autosaver.flush()
        self.chance.shutdown()
        self.sensitivity.shutdown()
        self.label_check.shutdown()
        self.similar.shutdown()
        self.adder.stop()
        self.background.shutdown()
        self.analysis.shutdown()
        self.results.shutdown()
        self.opener.shutdown()
        self.session.shutdown()
