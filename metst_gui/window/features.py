"""Makes every feature of a window, each with the desk, its commands and its own widgets; none knows another."""

from dataclasses import dataclass

from PySide6.QtWidgets import QMainWindow

from metst_gui.board.board_controller import BoardController
from metst_gui.board.board_page import BoardPage
from metst_gui.card.card_controller import CardController
from metst_gui.card.card_panel import CardPanel
from metst_gui.commands.book import CommandBook
from metst_gui.desk.desk import Desk
from metst_gui.evaluation.evaluation import Evaluation
from metst_gui.explain.network_states import StatesController
from metst_gui.explain.sensitivity import SensitivityController
from metst_gui.explain.similar import Similar
from metst_gui.explain.why import Why
from metst_gui.explain.why_panel import WhyPanel
from metst_gui.labels.import_export import ImportExport
from metst_gui.model.learning import Learning
from metst_gui.model.model_choice import ModelChoice
from metst_gui.picture.compare_view import CompareView
from metst_gui.picture.face_choice import FaceChooser
from metst_gui.picture.overlays import Overlays
from metst_gui.picture.picture_export import PictureExport
from metst_gui.picture.playing import PlayerStage, Playing
from metst_gui.picture.sound_control import SoundControl
from metst_gui.project.agreement_and_adjudication import AgreementAndAdjudication
from metst_gui.project.blind_look import BlindLook
from metst_gui.project.finalise import Finalise
from metst_gui.project.handing_over import HandingOver
from metst_gui.project.merging import Merging
from metst_gui.project.moved_video import MovedVideo
from metst_gui.project.own_tiers import OwnTierCommands
from metst_gui.project.project_settings import ProjectSettings
from metst_gui.project.videos_and_annotators import VideosAndAnnotators
from metst_gui.queue.chance_controller import ChanceController
from metst_gui.queue.contact_sheet_controller import ContactSheetController
from metst_gui.queue.queue_controller import QueueController
from metst_gui.queue.queue_panel import QueuePanel
from metst_gui.timeline.confound_lanes import ConfoundLanes
from metst_gui.timeline.error_tour import ErrorTour
from metst_gui.timeline.lanes import Lanes
from metst_gui.timeline.timeline_controller import TimelineController
from metst_gui.timeline.timeline_view import TimelineView
from metst_gui.trials.trials_controller import TrialsController
from metst_gui.widgets.buttons import ElidedLabel


@dataclass(frozen=True, slots=True)
class Widgets:
    """What a window shows: the picture with its keys, the panels around it, the board, and the name of the model."""

    stage: PlayerStage
    timeline: TimelineView
    compare: CompareView
    why: WhyPanel
    card: CardPanel
    queue: QueuePanel
    board: BoardPage
    model: ElidedLabel


class Features:
    """The features of one window, in the order in which they hear of a signal.

    Args:
        desk: what is open and under review.
        book: the commands, which each feature binds beside what they do.
        widgets: each feature gets its own of them.
        host: over which dialogs and docks open.
    """

    def __init__(self, desk: Desk, book: CommandBook, widgets: Widgets, host: QMainWindow) -> None:
        self.playing = Playing(desk, book, widgets.stage)
        self.sound = SoundControl(desk, book, widgets.stage.transport)
        self.overlays = Overlays(desk, book, widgets.stage.video, widgets.compare, host)
        self.face_choice = FaceChooser(desk, book, widgets.stage.video, self.overlays)
        self.picture_export = PictureExport(desk, book, host)
        self.timeline = TimelineController(desk, book, widgets.timeline)
        self.lanes = Lanes(desk, book, widgets.timeline)
        self.error_tour = ErrorTour(desk, book, self.lanes)
        self.confound_lanes = ConfoundLanes(desk, book, widgets.timeline)
        self.queue = QueueController(desk, book, widgets.queue)
        self.chance = ChanceController(desk, book, widgets.queue, host)
        self.contact_sheet = ContactSheetController(desk, book, host)
        self.trials = TrialsController(desk, book, host)
        self.card = CardController(desk, book, widgets.card)
        self.why = Why(desk, book, widgets.why)
        self.similar = Similar(desk, book, host)
        self.states = StatesController(desk, book, host)
        self.sensitivity = SensitivityController(desk, book, host)
        self.videos_and_annotators = VideosAndAnnotators(desk, book, host)
        self.agreement_and_adjudication = AgreementAndAdjudication(desk, book, host)
        self.project_settings = ProjectSettings(desk, book, host)
        self.own_tiers = OwnTierCommands(desk, book, host)
        self.finalise = Finalise(desk, book, host)
        self.blind_look = BlindLook(desk, book)
        self.handing_over = HandingOver(desk, book, host)
        self.merging = Merging(desk, book, host)
        self.moved_video = MovedVideo(desk, book, widgets.stage.messages, host)
        self.labels = ImportExport(desk, book, host)
        self.model_choice = ModelChoice(desk, book, widgets.model, host)
        self.learning = Learning(desk, book, host)
        self.evaluation = Evaluation(desk, book, host)
        self.board = BoardController(desk, book, widgets.board)
        self.sound.audio.loudness_ready.connect(widgets.timeline.loudness.set_levels)
        self.learning.wanted.connect(self.model_choice.use)
        self.evaluation.timeline_asked.connect(self.lanes.set_comparison)
