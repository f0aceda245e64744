"""What one project file holds. Immutable, Qt-free."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from engine.types import AnalysisRun, VideoInfo
from metst_gui.document.annotation import Annotation, VerdictRecord

SCHEMA = 1


@dataclass(frozen=True, slots=True)
class VideoRef:
    """The video a project is about.

    Attributes:
        path: where it was last seen.
        size_bytes: its size.
        table_digest: sha256 of its frame table: frames of another file are not frames of this one.
        n_frames: number of frame indices.
        fps: mean frame rate in Hz.
    """

    path: Path
    size_bytes: int
    table_digest: str
    n_frames: int
    fps: float

    @staticmethod
    def of(info: VideoInfo) -> "VideoRef":
        """Reference to an open source."""
        return VideoRef(info.path.resolve(), info.size_bytes, info.table_digest, info.n_frames, info.fps)


@dataclass(frozen=True, slots=True, eq=False)
class Project:
    """Snapshot of a document.

    Attributes:
        video: None before a video was opened.
        subject: subject name for exports.
        video_name: video name for exports.
        annotator: who reviews.
        annotations: in order of onset.
        verdicts: proposal id -> verdict; pending ones are absent.
        run: latest analysis run.
        decoder: live decoder options as JSON-able mapping; None: the run's own.
        extra: keys of newer programs, kept as read.
    """

    video: VideoRef | None = None
    subject: str = ""
    video_name: str = ""
    annotator: str = ""
    annotations: tuple[Annotation, ...] = ()
    verdicts: Mapping[str, VerdictRecord] = field(default_factory=dict)
    run: AnalysisRun | None = None
    decoder: Mapping[str, Any] | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)
