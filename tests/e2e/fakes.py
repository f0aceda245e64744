"""Analyses a test can steer; imported by name in the analysis process."""

import os
import threading
from collections.abc import Iterator
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path

import numpy as np

from engine.compiling import compiling_begins
from engine.config import DEFAULT_WEIGHTS, AnalysisConfig, DecoderConfig
from engine.decoding import decode
from engine.errors import AnalysisError, SourceError
from engine.planted import FoundShare, Sensitivity, SensitivityRequest, found_share
from engine.planted.sensitivity import NOTHING_FREE
from engine.training.requests import Learned, LearnRequest
from engine.types import AnalysisEvent, AnalysisRun, Curves, Emotion, Mask, Progress, RunEvidence, ScoreChunk
from engine.video import open_source
from tests.kit.planted import sensitivity

# Frames of the pulses in the fake score; the clip of the tests has 240 frames.
PULSES = ((30, 45), (80, 100), (150, 165), (200, 215))
DECODER = DecoderConfig(threshold=0.5)
Curved = tuple[tuple[str, FoundShare], ...]


def make_curves(n: int) -> Curves:
    score = np.full(n, 0.1, np.float32)
    for number, (onset, offset) in enumerate(PULSES):
        score[onset : offset + 1] = 0.9 - 0.1 * number
        score[(onset + offset) // 2] += 0.05
    mask = np.zeros(n, np.uint8)
    mask[120:130] = Mask.NO_FACE
    score[120:130] = np.nan
    return Curves(np.arange(n), score, None, mask, 30.0)


def quick(path: Path, config: AnalysisConfig) -> Iterator[AnalysisEvent]:
    """Finishes at once."""
    with open_source(path) as source:
        n = source.info.n_frames
    curves = make_curves(n)
    yield Progress("Fake", 0, n)
    for start in range(0, n, 60):
        part = slice(start, start + 60)
        chunk = Curves(curves.frames[part], curves.score[part], None, curves.mask[part], 30.0)
        yield ScoreChunk(start, chunk)
        yield Progress("Fake", min(start + 60, n), n)
    proposals = decode(curves, config=DECODER, n_frames=n)
    settings = {**config.to_dict(), "decoder": {"name": "half_max", "threshold": 0.5}}
    yield AnalysisRun("f" * 32, "classical", "0" * 64, settings, curves, proposals, notes=("A note.",))


def classed(path: Path, config: AnalysisConfig) -> Iterator[AnalysisEvent]:
    """As `quick`, with a class for every proposal, as by the default model."""
    for event in quick(path, config):
        if isinstance(event, AnalysisRun):
            found = tuple(
                replace(one, emotion=Emotion.SURPRISE, probabilities=(0.1, 0.1, 0.6, 0.1, 0.1))
                for one in event.proposals
            )
            yield replace(event, proposals=found, model=DEFAULT_WEIGHTS, model_digest="")
        else:
            yield event


def endless(path: Path, config: AnalysisConfig) -> Iterator[AnalysisEvent]:
    """Never finishes by itself."""
    step = 0
    while True:
        threading.Event().wait(0.01)
        yield Progress("Endless", step % 240, 240)
        step += 1


def compiles(path: Path, config: AnalysisConfig) -> Iterator[AnalysisEvent]:
    """Finds at half the video that a kernel was never compiled on this computer, and compiles for ever."""
    yield Progress("Fake", 120, 240)
    thread = threading.Thread(target=compiling_begins)
    thread.start()
    thread.join()
    threading.Event().wait()


def taken_over(path: Path, config: AnalysisConfig) -> Iterator[AnalysisEvent]:
    """Tells the whole video, then 60 samples of another model that took over, and goes on for ever."""
    *events, run = quick(path, config)
    curves = run.curves
    yield from events[:-1]
    yield ScoreChunk(0, curves, run.proposals)
    yield ScoreChunk(
        len(curves.frames) - 40, _flat(curves, len(curves.frames) - 40, len(curves.frames), 0.9), run.proposals
    )
    yield Progress("Another", 0, len(curves.frames))
    yield ScoreChunk(0, _flat(curves, 0, 60, 0.2), run.proposals[:1])
    for _ in range(1_000_000):
        threading.Event().wait(0.01)
        yield Progress("Another", 60, len(curves.frames))


def _flat(curves: Curves, first: int, stop: int, score: float) -> Curves:
    n = stop - first
    return Curves(curves.frames[first:stop], np.full(n, score, np.float32), None, np.zeros(n, np.uint8), curves.rate)


def planted(_path: Path, request: SensitivityRequest) -> Iterator[Progress | Sensitivity]:
    """Finds what `tests.kit.planted` finds; decoder and token are those of the question."""
    yield Progress("planting movements", 1, 2)
    answer = sensitivity(threshold=request.decoder.threshold)
    yield replace(answer, token=request.token, decoder=request.decoder, synergy=request.synergy)


def planted_in_pictures(path: Path, request: SensitivityRequest) -> Iterator[Progress | Sensitivity]:
    """As `planted`, in pictures: what it needs of the run and the file must be there."""
    assert request.pictures is not None
    with open_source(path) as source:
        assert source.info.n_frames == request.n_frames
    for event in planted(path, request):
        yield replace(event, method="pictures") if isinstance(event, Sensitivity) else event


def planted_nothing_at_brows(path: Path, request: SensitivityRequest) -> Iterator[Progress | Sensitivity]:
    """As `planted_in_pictures`, where brows cannot be judged."""

    def without(curves: Curved) -> Curved:
        return tuple((name, found_share([], []) if name == "brows" else curve) for name, curve in curves)

    for event in planted_in_pictures(path, request):
        if isinstance(event, Sensitivity):
            thresholds = tuple(replace(one, found=without(one.found)) for one in event.thresholds)
            yield replace(event, found=without(event.found), thresholds=thresholds)
        else:
            yield event


def planted_when_told(path: Path, request: SensitivityRequest) -> Iterator[Progress | Sensitivity]:
    """As `planted_in_pictures`, once there is a file “go” beside the video."""
    while not (path.parent / "go").exists():
        threading.Event().wait(0.01)
        yield Progress("planting movements", 1, 100)
    yield from planted_in_pictures(path, request)


def never_planted(_path: Path, _request: SensitivityRequest) -> Iterator[Progress]:
    """Never finishes by itself."""
    for step in range(1_000_000):
        threading.Event().wait(0.01)
        yield Progress("planting movements", step % 100, 100)


def nothing_judged(_path: Path, _request: SensitivityRequest) -> Iterator[Progress]:
    """Fails as the engine does where nothing is judged."""
    yield Progress("planting movements", 0, 1)
    raise AnalysisError(NOTHING_FREE)


def refuses(path: Path, config: AnalysisConfig) -> Iterator[AnalysisEvent]:
    """Fails as the engine does."""
    yield Progress("Fake", 0, 1)
    raise AnalysisError("No usable frame was found: choose another video.")


def breaks(path: Path, config: AnalysisConfig) -> Iterator[AnalysisEvent]:
    """Fails as a bug does."""
    yield Progress("Fake", 0, 1)
    raise ZeroDivisionError("bug")


def dies(path: Path, config: AnalysisConfig) -> Iterator[AnalysisEvent]:
    """Ends as a native crash or an out-of-memory kill does."""
    yield Progress("Fake", 0, 1)
    os._exit(9)


def hangs(path: Path, config: AnalysisConfig) -> Iterator[AnalysisEvent]:
    """Never comes back from native code."""
    yield Progress("Fake", 0, 1)
    threading.Event().wait(60)


def slow_demo(pipe: Connection) -> None:
    """Renders a demo clip for ever."""
    while True:
        pipe.send((1, 900))
        threading.Event().wait(0.02)


def failed_demo(pipe: Connection) -> None:
    """Fails as a full disk does."""
    pipe.send(SourceError("There is no room for the demo clip: free some space."))
    pipe.close()


def imports(path: Path, config: AnalysisConfig) -> Iterator[AnalysisEvent]:
    """Tells what the analysis process has imported."""
    import sys

    yield Progress(",".join(name for name in ("PySide6", "torch", "metst_gui.window") if name in sys.modules), 1, 1)


def with_evidence(path: Path, config: AnalysisConfig) -> Iterator[AnalysisEvent]:
    """As `classed`, with windows to learn from."""
    for event in classed(path, config):
        if isinstance(event, AnalysisRun):
            n = len(event.curves.frames)
            starts = np.arange(0, n - 49, 25)
            features = np.zeros((len(starts), 10, 50), np.float16)
            eyes, head = np.full(n, 0.3, np.float32), np.zeros(n, np.float32)
            kept = RunEvidence(starts, features, np.zeros((len(starts), 50), np.uint8), eyes, head)
            settings = {**event.settings, "features": "robust"}
            yield replace(event, evidence=kept, settings=settings)
        else:
            yield event


def with_movements(path: Path, config: AnalysisConfig) -> Iterator[AnalysisEvent]:
    """As `with_evidence`; in the pulses the left brow goes up, in every second one the mouth goes right."""
    for event in with_evidence(path, config):
        if isinstance(event, AnalysisRun) and event.evidence is not None:
            n = len(event.curves.frames)
            whole = np.random.default_rng(0).normal(0, 0.03, (10, n))
            for number, (onset, offset) in enumerate(PULSES):
                channel, px = ((1, -1.5), (4, 1.5))[number % 2]
                whole[channel, onset : offset + 1] += px * np.hanning(offset - onset + 1)
            starts = event.evidence.starts
            features = np.stack([whole[:, s : s + 50] - whole[:, s : s + 1] for s in starts.tolist()])
            yield replace(event, evidence=replace(event.evidence, features=features.astype(np.float16)))
        else:
            yield event


def learned(path: Path, request: LearnRequest) -> Iterator[Progress | Learned]:
    """Makes a model of nothing."""
    for done in range(3):
        yield Progress("learning", done, 3)
    n = sum(len(run.first) for run in request.runs)
    card = '{"title": "Tuned", "class_accuracy": "circular"}'
    yield Learned(True, "", "AUC", 0.6, 0.8, n // 2, n - n // 2, 0.9, 0.9, 128, 0.5, b"weights", card)


def learned_nothing(path: Path, request: LearnRequest) -> Iterator[Progress | Learned]:
    """As a guard that refuses."""
    reason = "The verdicts follow no pattern that the model could learn: shuffled ones are learnt as well."
    nan = float("nan")
    yield Learned(False, f"{reason} The old model stays.", "AUC", 0.6, 0.5, 4, 4, nan, nan, 0, nan, b"", "", reason)
