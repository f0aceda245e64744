"""What can be stated of a video as a whole, or of the project: topics, and what is stated on them. Qt-free.

A project holds one value for each topic; how a topic is called in the file is told in `metst_gui.document.file.forms`.
"""

from dataclasses import dataclass

# Spans of frame indices (first, last), inclusive, in order.
Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Artefacts:
    """Spans of a video that are artefacts: `Spans`."""

    video: str


@dataclass(frozen=True, slots=True)
class EmotionChoice:
    """The emotion an annotator chose for a proposal before their verdict: `ChosenEmotion`."""

    video: str
    layer: str
    proposal: str


@dataclass(frozen=True, slots=True)
class Looked:
    """Spans of a video an annotator looked at: `Spans`."""

    video: str
    layer: str


@dataclass(frozen=True, slots=True)
class Finalised:
    """An annotator's statement that nothing else is in a video: `Completion`."""

    video: str
    layer: str


@dataclass(frozen=True, slots=True)
class AnalysedFace:
    """The face that is analysed: (x, y) in px of the upright picture where it is when the analysis begins."""

    video: str


@dataclass(frozen=True, slots=True)
class KeptModel:
    """The model a user keeps for a video, whatever the movement of the face would choose: its name or path, text."""

    video: str


@dataclass(frozen=True, slots=True)
class OwnMark:
    """One mark of an annotator on a tier of the project's own: `metst_gui.document.own_marks.TierMark`."""

    video: str
    layer: str
    id: str


@dataclass(frozen=True, slots=True)
class MeasuredSensitivity:
    """What planted movements say of an analysis run: `engine.planted.Sensitivity`."""

    video: str
    run: str


@dataclass(frozen=True, slots=True)
class RightLabel:
    """Doubts of an annotation that somebody looked at and took away: their names, a tuple of text in order."""

    video: str
    layer: str
    annotation: str


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting of the project: JSON-able, but for the topics named below."""

    name: str


# What is about a video, a layer or an item; its ids are its fields.
NamedTopic = (
    Artefacts
    | EmotionChoice
    | Looked
    | Finalised
    | AnalysedFace
    | KeptModel
    | OwnMark
    | MeasuredSensitivity
    | RightLabel
)
Topic = NamedTopic | Setting

# What the project calls a micro-expression: `engine.definitions.Definition`.
DEFINITION = Setting("definition")
# What the project codes: `engine.coding_scheme.CodingScheme`.
SCHEME = Setting("coding scheme")
# Name of the label format the project is meant for.
DATASET = Setting("dataset")
# Id of the layer in use.
ANNOTATOR = Setting("annotator")
# Further keys of a project in the old JSON form.
EXTRA = Setting("extra")


@dataclass(frozen=True, slots=True)
class ChosenEmotion:
    """An emotion that was chosen.

    Attributes:
        emotion: label; None: no emotion can be inferred.
    """

    emotion: str | None


@dataclass(frozen=True, slots=True)
class Completion:
    """The statement that nothing else is in a video.

    Attributes:
        at: UTC time, ISO 8601.
        annotator: who stated it.
        looked: share of the frames that were looked at then, 0..1.
        not_looked: spans of frame indices (inclusive) that were not looked at then.
        not_analysed: those without a spotting score then.
        open: number of proposals without a final verdict then.
        annotations: number of annotations then.
        digest: of what was said then, see `engine.journal.book_digest`.
    """

    at: str
    annotator: str
    looked: float
    not_looked: Spans
    not_analysed: Spans
    open: int
    annotations: int
    digest: str
