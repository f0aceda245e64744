"""Several models counted on one data set by one protocol, leaving one subject out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from engine.config import MODEL_RECIPES, AnalysisConfig
from engine.datasets import Record
from engine.evaluation import Report, evaluate
from engine.executors import Done, Here, Waves
from engine.face import dlib_is_ready
from engine.training import loso
from engine.training.dataset import KeptVideo, measure_video, video_tasks
from engine.training.method_choice import find_method
from engine.training.method_videos import measure_by_method, method_fold_tasks, method_tasks, run_method_fold
from engine.training.published import published
from engine.training.saved_fold import SavedFold

PROTOCOL: Final = "metst_no_dummy"
TITLES: Final = {"me-tst": "ME-TST", "metst-sf": "METST_SF (BoostingVRME)", "me-tst-plus": "ME-TST+"}
OWN_STATEMENT: Final = (
    "trained by the released recipe, counted without the released dummy for videos without a peak (docs/method.md)."
)
SEED: Final = 100


@dataclass(frozen=True, slots=True)
class SideBySide:
    """What every row of a table shares.

    Attributes:
        folder: of the data set.
        truth: the label table's micro-expressions.
        config: features, landmarks and rate.
        work: folder for features, states and logs.
        preset: ``"casme3"`` or ``"sammlv"``.
        epochs: instead of the recipes'; None leaves them.
        blocks: instead of the recipes'; None leaves them.
        torch_device: where networks learn.
        resume: whether what is there already is kept.
    """

    folder: Path
    truth: tuple[Record, ...]
    config: AnalysisConfig
    work: Path
    preset: str
    epochs: int | None = None
    blocks: int | None = None
    torch_device: str = "cpu"
    resume: bool = True


@dataclass(frozen=True, slots=True)
class MethodRow:
    """One model's row: its name for tables, what was assumed, and its counts."""

    title: str
    statement: str
    report: Report
    notes: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """JSON-able form."""
        return {
            "title": self.title,
            "statement": self.statement,
            "notes": list(self.notes),
            "report": self.report.to_dict(),
        }


def counted(name: str, settings: SideBySide, waves: Waves | None = None) -> MethodRow | None:
    """Run all folds of one model.

    Args:
        name: ``"me-tst"``, ``"metst-sf"``, ``"me-tst-plus"``, ``"of-fd"``, or a plug-in's method.
        settings: the data set and how to train.
        waves: what runs the tasks; None: this process.

    Returns:
        the row; None where only a part of the folds was this call's.

    Raises:
        EngineError: no such model, a leak, or a video that cannot be read.
    """
    run = waves or Here()
    return _network_row(name, settings, run) if name in MODEL_RECIPES else _method_row(name, settings, run)


def _network_row(name: str, settings: SideBySide, waves: Waves) -> MethodRow | None:
    plan = published(MODEL_RECIPES[name], preset=settings.preset, epochs=settings.epochs, blocks=settings.blocks)
    tasks = video_tasks(
        settings.folder,
        settings.truth,
        settings.config,
        settings.work / "features",
        channels=plan.channels,
        resume=settings.resume,
    )
    kept = waves.every(measure_video, tasks)
    device, variant = settings.torch_device, plan.variants[1]
    folds = loso.fold_tasks(
        kept, plan, settings.work / name, variant=variant, device=device, resume=settings.resume, draws=False
    )
    found = waves.some(_trained, folds)
    if found is None:
        return None
    return MethodRow(
        TITLES[name], OWN_STATEMENT, _report(kept, found), tuple(note for one in kept for note in one.notes)
    )


def _trained(task: loso.FoldTask) -> Done[SavedFold]:
    steps = loso.run_fold(task)
    while True:
        try:
            next(steps)
        except StopIteration as stop:
            done: Done[SavedFold] = stop.value
            return done


def _method_row(name: str, settings: SideBySide, waves: Waves) -> MethodRow | None:
    method, config = find_method(name), settings.config
    if config.landmarks == "auto":
        own = Path(config.landmark_file) if config.landmark_file else None
        config = replace(config, landmarks="dlib" if dlib_is_ready(own) else "mesh")
    cache = settings.work / "methods"
    tasks = method_tasks(settings.folder, settings.truth, config, cache, name, resume=settings.resume)
    kept = waves.every(measure_by_method, tasks)
    folds = method_fold_tasks(kept, name, settings.work / "folds", seed=SEED, resume=settings.resume)
    found = waves.some(run_method_fold, folds)
    if found is None:
        return None
    landmarks = "dlib landmarks" if config.landmarks == "dlib" else "face-mesh landmarks instead of dlib's"
    notes = tuple(note for one in kept for note in one.notes)
    return MethodRow(method.title, f"{method.statement} Measured with {landmarks}.", _report(kept, found), notes)


def _report(videos: Sequence[KeptVideo], found: Sequence[SavedFold]) -> Report:
    predictions = [record for fold in found for record in fold.predictions]
    named = tuple(dict.fromkeys((one.subject, one.video) for one in videos))
    return evaluate(loso.truth_in_samples(videos), predictions, protocol=PROTOCOL, videos=named)
