"""What one project file holds. Immutable, Qt-free."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from engine.clock import Clock
from engine.content import Content
from engine.definitions import CASME3, Definition
from engine.messages import Said
from engine.types import AnalysisRun, VideoInfo
from metst_gui.document.annotation import Annotation, VerdictRecord

# The choice of whoever decides for bounds of their own.
OWN = "own"
# Coder of a project nobody has named an annotator for.
FIRST_LAYER = "1"


@dataclass(frozen=True, slots=True)
class VideoRef:
    """The video a project is about: its content is what it is, all else are hints (ADR 0019).

    Attributes:
        path: where it was last seen.
        size_bytes: its size.
        table_digest: sha256 of its frame table, which clips of one length share.
        n_frames: number of frame indices.
        fps: mean frame rate in Hz.
        sha256: digest of its content; empty until it was computed.
        relative: its path seen from the project file, with slashes; empty where there is none.
        fast: fast digest of its content (`engine.content`); empty in projects of older versions.
        rate_given: True where `fps` is what the user said of a video file, in place of its own times.
    """

    path: Path
    size_bytes: int
    table_digest: str
    n_frames: int
    fps: float
    sha256: str = ""
    relative: str = ""
    fast: str = ""
    rate_given: bool = False

    @staticmethod
    def of(info: VideoInfo, content: Content | None = None) -> "VideoRef":
        """Reference to an open source, with as much of its identity as is known."""
        sha256 = "" if content is None else content.sha256
        return VideoRef(
            info.path.resolve(),
            info.size_bytes,
            info.table_digest,
            info.n_frames,
            info.fps,
            sha256=sha256,
            fast=info.fast_digest,
            rate_given=info.rate_given,
        )

    @property
    def content(self) -> Content:
        """Its identity, as far as it is known."""
        return Content(self.size_bytes, self.fast, self.sha256)


@dataclass(frozen=True, slots=True)
class Video:
    """One video of a project.

    Attributes:
        id: uuid4 hex, kept for life.
        ref: which file.
        subject, name: names in exports.
        run: id of the analysis run that is shown, or None.
        decoder: decoder options chosen since, or None: the run's own.
        added: place in the list of videos.
    """

    id: str
    ref: VideoRef
    subject: str = ""
    name: str = ""
    run: str | None = None
    decoder: Mapping[str, Any] | None = None
    added: int = 0


@dataclass(frozen=True, slots=True)
class Layer:
    """The annotations and verdicts of one annotator.

    Attributes:
        id: kept for life; the name may be corrected.
        name: who.
        blind: True while neither the model's nor anybody else's marks are shown to this annotator.
        revealed: UTC time they were revealed; empty: never hidden, or still hidden.
        labels: name of the label file that the layer stands for; empty: it is a person's.
    """

    id: str
    name: str = ""
    blind: bool = False
    revealed: str = ""
    labels: str = ""


def is_labels(layer: Layer) -> bool:
    """Whether a layer stands for a label file, not for a person."""
    return bool(layer.labels)


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided about one interval two annotators disagree on, or agree on; their own stay untouched.

    Attributes:
        id: uuid4 hex.
        video: id of the video.
        first, second: ids of the annotations it is about; None where that annotator has none there.
        choice: ``"first"``, ``"second"``, ``"neither"``, ``"both"`` (two different expressions), or ``"own"``: the
            bounds and emotion below.
        reason: why.
        annotator: who decided.
        at: UTC time, ISO 8601.
        onset, apex, offset: frame indices, inclusive, of the decider's own; the apex may be None. None: no own ones.
        emotion: label of the decider's own; None: not set, or no own bounds.

    Raises:
        ValueError: own bounds that are no interval.
    """

    id: str
    video: str
    first: str | None
    second: str | None
    choice: str
    reason: str = ""
    annotator: str = ""
    at: str = ""
    onset: int | None = None
    apex: int | None = None
    offset: int | None = None
    emotion: str | None = None

    def __post_init__(self) -> None:
        """Check the own bounds."""
        if self.choice == OWN:
            onset, offset = self.onset, self.offset
            if (
                onset is None
                or offset is None
                or not 0 <= onset <= (onset if self.apex is None else self.apex) <= offset
            ):
                raise ValueError(Said("Own bounds need an onset and an offset, with the apex between them."))


@dataclass(frozen=True, slots=True, eq=False)
class Project:
    """Snapshot of one video of a document as one annotator sees it.

    Attributes:
        video: None before a video was opened.
        subject: subject name for exports.
        video_name: video name for exports.
        annotator: who reviews.
        annotations: in order of onset.
        verdicts: proposal id -> verdict; pending ones are absent.
        run: latest analysis run.
        decoder: live decoder options as JSON-able mapping; None: the run's own.
        definition: what the project calls a micro-expression.
        clock: when the video's frames were recorded; None: it was not opened.
        extra: further keys of a project in the old JSON form.
    """

    video: VideoRef | None = None
    subject: str = ""
    video_name: str = ""
    annotator: str = ""
    annotations: tuple[Annotation, ...] = ()
    verdicts: Mapping[str, VerdictRecord] = field(default_factory=dict)
    run: AnalysisRun | None = None
    decoder: Mapping[str, Any] | None = None
    definition: Definition = CASME3
    clock: Clock | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)
