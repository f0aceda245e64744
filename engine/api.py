"""METST from a script or a notebook: ``import engine as metst``.

Every frame is a frame index: 0-based, inclusive at both ends, the position among the displayed frames. Times in seconds
are on the video's own clock, its start included, as players and ffprobe show them. A table has the same columns and
types where it has no rows. Nothing here writes to a project, and a project that a window has open can be read.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from engine.config import AnalysisConfig, Device
from engine.errors import AnalysisError
from engine.messages import Said
from engine.types import AnalysisRun, Progress, VideoInfo

if TYPE_CHECKING:
    import pandas as pd

    from engine.datasets import MissingEmotion
    from engine.datasets.hints import Hints
    from engine.evaluation.agreement import Agreement
    from engine.project import StoredProject
    from engine.project.export import Exported
    from engine.project.tables import OriginsAs

__all__ = ["AnalysedVideo", "ProjectData", "analyze", "export", "read_project"]


@dataclass(frozen=True, slots=True, eq=False)
class AnalysedVideo:
    """What `analyze` found in one video.

    Attributes:
        run: the finished run: settings, versions, curves as arrays, proposals, evidence.
        info: the video: frames, size, times.
    """

    run: AnalysisRun
    info: VideoInfo

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences on what could not be analysed, and why."""
        return self.run.notes

    def curves(self) -> "pd.DataFrame":
        """One row a sample (a frame, unless the source was resampled to the model's rate).

        Returns:
            columns ``frame`` int64; ``time_s`` float64, when it begins; ``score`` float32 in [0, 1], NaN where it
            cannot be told; ``p_negative`` to ``p_neutral`` float32, NaN where the model infers no emotion; ``spread``
            float32, how far overlapping windows disagree; ``mask`` uint8, `engine.types.Mask` bits; of models that look
            at regions apart ``score_brows``, ``score_mouth``, ``unjudged_<region>`` (`engine.types.RegionReason` bits).
        """
        from engine.clock import medium_clock
        from engine.project.tables import curves_table

        return curves_table(self.run.curves, medium_clock(self.info))

    def proposals(self) -> "pd.DataFrame":
        """One row a proposal: candidates for human review, not evidence.

        Returns:
            columns ``proposal`` (id), ``onset``, ``apex``, ``offset`` (frame indices), ``score`` at the peak,
            ``emotion`` (a hint of the model's, confirmed by nobody), ``quality`` (`Mask` bits; 0 is good), ``decoder``,
            ``apex_origin`` (``model``: measured, ``assumed``: at a usual share of the interval).
        """
        from engine.project.tables import proposals_table

        return proposals_table(self.run.proposals)


def analyze(
    video: str | Path,
    model: str | None = None,
    *,
    config: AnalysisConfig | None = None,
    device: Device = "auto",
    fps: float | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> AnalysedVideo:
    """Analyse one video or folder of images, with the same numbers as `metst analyze` and the window.

    Args:
        video: file or folder.
        model: name of a bundled model, ``"classical"``, or the path of a checkpoint; None: the one of `config`, or
            where that names no other model or features than it does by itself, ``metst-synth-v1`` and
            ``metst-synth-v2`` together where the face rests, the latter alone where it moves or speaks.
        config: further options; `model`, `device` and `fps` go before its own.
        device: where networks run.
        fps: frames a second of an image folder, or of a video in place of its own.
        progress: called with samples done and samples in all; an exception from it stops the analysis.

    Raises:
        EngineError: the video or the model cannot be read, or the video is too short; the sentence says what to do.
    """
    from engine.pipeline import analyze as events
    from engine.video import open_source

    chosen = replace((config or AnalysisConfig()).with_model(model), device=device)
    given = fps if fps is not None else chosen.image_rate
    with open_source(Path(video), fps=given) as source:
        for event in events(source, replace(chosen, image_rate=given)):
            if isinstance(event, Progress) and progress is not None:
                progress(event.done, event.total)
            elif isinstance(event, AnalysisRun):
                return AnalysedVideo(event, source.info)
    raise AnalysisError(Said("“{name}” was not analysed to its end.", name=Path(video).name))


class ProjectData:
    """A project as it was when it was read; see `read_project`."""

    def __init__(self, stored: "StoredProject") -> None:
        self._stored = stored

    @property
    def stored(self) -> "StoredProject":
        """The stored forms, as `metst report` reads them; their shape may change between versions."""
        return self._stored

    @property
    def path(self) -> Path:
        """The file."""
        return self._stored.path

    def videos(self) -> "pd.DataFrame":
        """One row a video, in the order they were added.

        Returns:
            columns ``video`` (id), ``subject``, ``name`` (as exports name it), ``path`` (where it was last seen),
            ``n_frames`` int64, ``fps`` float64 (mean), ``rate_given`` (whether a user gave that rate), ``sha256`` of
            the content, ``run`` and ``model`` of the analysis that is shown; empty (`pandas.NA`) where there is none.
        """
        from engine.project.tables import videos_table

        with self._told():
            return videos_table(self._stored)

    def annotators(self) -> "pd.DataFrame":
        """One row a layer of annotations.

        Returns:
            columns ``layer`` (id), ``annotator``, ``blind`` (whether the others' and the model's marks are still hidden
            from them in the window), ``revealed`` (UTC), ``labels`` (name of the label file the layer stands for).
        """
        from engine.project.tables import annotators_table

        with self._told():
            return annotators_table(self._stored)

    def annotations(self, *, seconds: bool = False, origins: "OriginsAs" = "kind") -> "pd.DataFrame":
        """One row an annotation of any annotator, of each video and annotator in order of onset.

        Args:
            seconds: open the videos and add ``onset_s``, ``apex_s`` (when those frames begin) and ``end_s`` (when the
                offset frame ends), float64; NaN of a video that is not found. Kinds are then computed by exact times.
            origins: ``"kind"``: only `engine.types.OriginKind`; ``"text"``: with who, when and what was in view.

        Returns:
            columns ``id``; ``video`` (id), ``subject``, ``name``; ``layer``, ``annotator``; ``onset`` int64, ``apex``
            Int64 (may be empty), ``offset`` int64; ``point`` (a point label: only one moment is stated, and all three
            are that frame); ``kind`` (``micro``, ``macro``, or ``micro or macro`` where it hangs on an apex that nobody
            measured), by the project's definition at the mean rate of the video; ``emotion``, ``no_emotion`` (it was
            said that none can be inferred); ``action_units`` as typed; ``objective_class``; ``modifiers``;
            ``confidence``; ``note``; ``made_from`` (``manual``, ``proposal:<id>``, ``import:<file>``);
            ``onset_origin``, ``apex_origin``, ``offset_origin``, ``kind_origin``, ``emotion_origin``,
            ``action_units_origin``: ``human``, ``model``, ``rule``, ``assumed``, ``file`` or ``unknown``; empty where
            the value is not there.
        """
        from engine.project.tables import annotations_table

        with self._told():
            return annotations_table(self._stored, seconds=seconds, origins=origins)

    def verdicts(self) -> "pd.DataFrame":
        """One row a verdict on a proposal, with the proposal as it was then; proposals without a row are open.

        Returns:
            columns ``video``, ``subject``, ``name``, ``layer``, ``annotator``, ``proposal`` (id), ``verdict``
            (``accepted``, ``rejected``, ``unsure``), ``reason``, ``at`` (UTC), and of the proposal ``onset``, ``apex``,
            ``offset``, ``score``, ``emotion``, ``quality``, ``decoder``, ``apex_origin``.
        """
        from engine.project.tables import verdicts_table

        with self._told():
            return verdicts_table(self._stored)

    def proposals(self) -> "pd.DataFrame":
        """One row a proposal of the analyses that are shown.

        Returns:
            columns ``video``, ``subject``, ``name``, ``run`` (id), then as `AnalysedVideo.proposals`.
        """
        from engine.project.tables import run_proposals_table

        with self._told():
            return run_proposals_table(self._stored)

    def curves(self, video: str | None = None, *, seconds: bool = False) -> "pd.DataFrame":
        """One row a sample of the analyses that are shown; read from the file at each call.

        Args:
            video: id or name of one video; None: all.
            seconds: open the videos and add ``time_s``.

        Returns:
            columns ``video``, ``subject``, ``name``, then as `AnalysedVideo.curves`.
        """
        from engine.project.tables import run_curves_table

        with self._told():
            return run_curves_table(self._stored, video, seconds=seconds)

    def agreement(self, first: str, second: str, *, files: bool = False) -> "Agreement":
        """How far two annotators agree: events at IoU 0.5, bounds, action units, emotions.

        Args:
            first: name or layer id of one.
            second: of the other.
            files: whether values out of label files count as the annotator's own; else what a person stated counts.

        Raises:
            DatasetError: there is not one annotator of that name.
        """
        from engine.evaluation.coders import stored_agreement

        with self._told():
            return stored_agreement(self._stored, *self._layers(first, second), files=files)

    def events(self, first: str, second: str) -> "pd.DataFrame":
        """One row an event that both annotators marked, or one of them: what there is to decide between them.

        Args:
            first: name or layer id of one.
            second: of the other.

        Returns:
            columns ``name`` (of the video), ``onset``, ``offset`` (int64, around what both marked), ``first``,
            ``second`` (ids of their annotations; empty where one has none), ``first_emotion``, ``second_emotion``.

        Raises:
            DatasetError: there is not one annotator of that name.
        """
        from engine.evaluation.coders import stored_events
        from engine.project.tables import EVENTS, table

        with self._told():
            found = stored_events(self._stored, *self._layers(first, second))
        rows = []
        for event in found:
            both = (event.first, event.second)
            last = max(one.offset for one in both if one is not None)
            rows.append(
                (
                    *(event.video, event.onset, last, *(None if one is None else one.id for one in both)),
                    *(None if one is None else one.emotion for one in both),
                )
            )
        return table(rows, EVENTS)

    def _layers(self, first: str, second: str) -> tuple[str, str]:
        from engine.project.export import layer_named

        return layer_named(self._stored, first), layer_named(self._stored, second)

    def _told(self) -> AbstractContextManager[None]:
        from engine.project.stored import telling

        return telling(self._stored.path)


def read_project(path: str | Path, *, verify: bool = False) -> ProjectData:
    """Read a project (`*.metst`) as it is at this moment; the file is never written.

    Whatever any annotator said is in it, that of blind ones too.

    Args:
        path: the file.
        verify: also check the journal's hash chain and every curve's digest, as `metst verify` does.

    Raises:
        ProjectError: missing, foreign, of a newer METST, damaged, or it does not verify.
    """
    from engine.project import read_stored

    return ProjectData(read_stored(Path(path), verify=verify))


def export(
    project: str | Path | ProjectData,
    format: str,  # noqa: A002 (the word users know)
    path: str | Path,
    *,
    annotator: str | None = None,
    hints: "Hints" = "refuse",
    missing_emotion: "MissingEmotion" = "refuse",
    fps: float | str | None = None,
) -> "Exported":
    """Write what one annotator of a project stands for as a label file; the project stays as it is.

    Args:
        project: a project file, or one that was read.
        format: one of `engine.datasets.FORMATS`, e.g. ``"csv"``, ``"elan"``, ``"casme3"`` (docs/formats.md).
        path: file to write; a format that holds one video a file puts the names of several behind its stem.
        annotator: name or layer id; None: the only one who annotated.
        hints: what to do with emotions of a model that nobody set or confirmed: ``"refuse"``, leave them ``"without"``,
            or ``"marked"`` as hints where the format can say so.
        missing_emotion: what to do with emotions the format has no word for: ``"refuse"``, ``"skip"`` or ``"others"``.
        fps: frame rate of videos that are not at hand, for formats in time; others go by the video's own times.

    Returns:
        the files, the number of annotations in them, and sentences about what the format could not carry.

    Raises:
        EngineError: an annotation would be misread, or times are not known; the sentence says what to do.
    """
    from engine.project.export import ExportChoices, export_project

    data = project if isinstance(project, ProjectData) else read_project(project)
    choices = ExportChoices(annotator, hints, missing_emotion, fps)
    return export_project(data.stored, Path(path), format, choices)
