"""Several models counted on one data set by one protocol, leaving one subject out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from engine.config import MODEL_RECIPES, AnalysisConfig, Device
from engine.datasets import Record
from engine.evaluation import Report, evaluate
from engine.face import dlib_is_ready
from engine.training import labelled, loso
from engine.training.dataset import LabelledVideo, load_dataset
from engine.training.digests import arrays_digest
from engine.training.method_choice import find_method
from engine.training.method_videos import measured_videos
from engine.training.methods import Measured, Method, MethodFold, folds, refuse_leaks
from engine.training.published import published

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
        device: where networks learn.
    """

    folder: Path
    truth: tuple[Record, ...]
    config: AnalysisConfig
    work: Path
    preset: str
    epochs: int | None = None
    blocks: int | None = None
    device: Device = "auto"


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


def counted(name: str, settings: SideBySide) -> MethodRow:
    """Run all folds of one model.

    Args:
        name: ``"me-tst"``, ``"metst-sf"``, ``"me-tst-plus"``, ``"of-fd"``, or a plug-in's method.
        settings: the data set and how to train.

    Raises:
        EngineError: no such model, a leak, or a video that cannot be read.
    """
    return _network_row(name, settings) if name in MODEL_RECIPES else _method_row(find_method(name), settings)


def _network_row(name: str, settings: SideBySide) -> MethodRow:
    plan = published(MODEL_RECIPES[name], preset=settings.preset, epochs=settings.epochs, blocks=settings.blocks)
    loaded = load_dataset(
        settings.folder, settings.truth, settings.config, settings.work / "features", channels=plan.channels
    )
    videos = list(loaded)
    for fold in _recipe_folds(videos):
        refuse_leaks(fold)
    variant = plan.variants[1]
    steps = loso.leave_one_subject_out(
        videos, plan, settings.work / name, variant=variant, device=labelled.torch_device(settings.device)
    )
    found = [record for step in steps if isinstance(step, loso.FoldDone) for record in step.predictions]
    report = _report(loso.truth_in_samples(videos), found, [(one.subject, one.video) for one in videos])
    return MethodRow(TITLES[name], OWN_STATEMENT, report, tuple(note for one in videos for note in one.notes))


def _recipe_folds(videos: Sequence[LabelledVideo]) -> list[MethodFold]:
    """Who the folds of the recipes are trained and tested on; content is told by the features."""
    named = [(one.subject, one.video, arrays_digest({"features": one.features})) for one in videos]
    return [
        MethodFold(
            subject,
            tuple(one for one in named if one[0] != subject),
            tuple(one for one in named if one[0] == subject),
            (),
        )
        for subject in sorted({one.subject for one in videos})
    ]


def _method_row(method: Method, settings: SideBySide) -> MethodRow:
    config = settings.config
    if config.landmarks == "auto":
        own = Path(config.landmark_file) if config.landmark_file else None
        config = replace(config, landmarks="dlib" if dlib_is_ready(own) else "mesh")
    videos: list[Measured] = []
    notes: list[str] = []
    for measured, said in measured_videos(settings.folder, settings.truth, config, settings.work / "methods", method):
        videos.append(measured)
        notes += said
    found = [record for fold in folds(videos, method, seed=SEED) for record in fold.predictions]
    report = _report(loso.truth_in_samples(videos), found, [(one.subject, one.video) for one in videos])
    landmarks = "dlib landmarks" if config.landmarks == "dlib" else "face-mesh landmarks instead of dlib's"
    return MethodRow(method.title, f"{method.statement} Measured with {landmarks}.", report, tuple(notes))


def _report(truth: Sequence[Record], found: Sequence[Record], videos: Sequence[tuple[str, str]]) -> Report:
    return evaluate(truth, found, protocol=PROTOCOL, videos=tuple(dict.fromkeys(videos)))
