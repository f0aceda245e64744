"""What goes on inside a network around an interval: its carried states, sample by sample.

A window of the run's kept features is gone through anew in steps as small as the network allows, and the scan states
of every block (h of `engine.network.reference_scan`) are read after each step. The pass that analyses videos is not
touched.
"""

from collections.abc import Generator
from pathlib import Path

import numpy as np

from engine.errors import AnalysisError
from engine.explain.requests import NetworkStates, StatesRequest
from engine.messages import Said
from engine.network import Network
from engine.network.blas import one_blas_thread
from engine.network.model import LOOK_AHEAD, sigmoid
from engine.network.reference_scan import STATES
from engine.network.trunks import Spaces
from engine.spotters import load_spotter
from engine.spotters.metst import NetworkSpotter
from engine.types import Float32, Float64, RunEvidence, frozen


def states(_path: Path, request: StatesRequest) -> Generator[NetworkStates, None, None]:
    """One `NetworkStates`; runs where `engine.pipeline.analyze` runs, in the analysis process. Needs no video.

    Raises:
        EngineError: the checkpoint cannot be read or is another one, or no window holds the apex.
    """
    model = load_spotter(request.weights, device="cpu")
    if request.digest and model.card.digest != request.digest:
        raise AnalysisError(Said("The model is not the one this run was made with: Ctrl+R analyses the video again."))
    if not (isinstance(model, NetworkSpotter) and isinstance(model.network, Network)):
        raise AnalysisError(Said("This model carries no states: analyse with a network."))
    yield network_states(request, model.network)


def network_states(request: StatesRequest, network: Network) -> NetworkStates:
    """States of a network in the window that shows the interval best.

    Raises:
        AnalysisError: no scored window holds the apex.
    """
    number = best_window(request.evidence, request.first, request.apex, request.last)
    if number is None:
        raise AnalysisError(Said("No scored window holds this apex, so the network never saw it."))
    features = request.evidence.features[number].astype(np.float64)
    carried, scores = carried_states(network, features)
    start = int(request.evidence.starts[number])
    flat = np.concatenate(carried, axis=1)
    components, explained = principal(flat)
    return NetworkStates(
        token=request.token,
        start=start,
        score=frozen(scores),
        norms=frozen(np.stack([np.linalg.norm(one, axis=1) for one in carried]).astype(np.float32)),
        velocity=frozen(velocity(flat)),
        components=frozen(components),
        explained=explained,
        size=flat.shape[1],
    )


def best_window(evidence: RunEvidence, first: int, apex: int, last: int) -> int | None:
    """Number of the window that holds the apex, most of the interval, and the apex nearest to its middle; or None."""
    k = evidence.features.shape[2]
    holds = (evidence.starts <= apex) & (apex < evidence.starts + k)
    numbers = np.flatnonzero(holds)
    if not len(numbers):
        return None
    starts = evidence.starts[numbers]
    shared = np.minimum(last + 1, starts + k) - np.maximum(first, starts)
    off_centre = np.abs(starts + (k - 1) / 2 - apex)
    return int(numbers[np.lexsort((off_centre, -shared))[0]])


def carried_states(network: Network, features: Float64) -> tuple[list[Float32], Float32]:
    """Scan states after each sample of one window that begins at zero, and the spotting score there.

    Args:
        network: any network.
        features: [C, T], finite.

    Returns:
        for each block in the order of `Network.start`: float32 [T, E N] (a block at half the rate repeats its state);
        float32 [T], what `Network.windows` gives up to rounding.
    """
    samples, hop = features.shape[1], network.hop
    whole = -(-samples // hop) * hop
    padded = np.zeros((len(features), whole + 2 * LOOK_AHEAD), network.dtype)
    padded[:, LOOK_AHEAD : LOOK_AHEAD + samples] = features
    state = network.start()
    spaces: Spaces = {}
    # Of a block's two arrays the scan state is the one with as many columns as the scan has states.
    scans = [array for array in state if array.shape[1] == STATES]
    found: list[list[Float32]] = [[] for _ in scans]
    scores = []
    with one_blas_thread(), np.errstate(all="ignore"):
        for at in range(0, whole, hop):
            part = np.ascontiguousarray(padded[:, at : at + hop + 2 * LOOK_AHEAD])
            outputs = network.advance(part, (-at, whole - at), state, spaces)
            scores.append(outputs[:, 0].copy())
            for row, array in zip(found, scans, strict=True):
                row += [array.astype(np.float32).ravel()] * hop
    spot = sigmoid(np.concatenate(scores))[:samples].astype(np.float32)
    return [np.stack(row[:samples]) for row in found], spot


def velocity(states: Float32) -> Float32:
    """Euclidean step from one sample to the next, float32 [T]; the first is the step from zero."""
    steps: Float32 = np.linalg.norm(np.diff(states, axis=0, prepend=np.zeros_like(states[:1])), axis=1)
    return steps.astype(np.float32)


def principal(states: Float32) -> tuple[Float32, tuple[float, float]]:
    """First two principal components of states [T, D] over the samples.

    Returns:
        float32 [T, 2], scores; the sign is such that the largest value of each is positive; the shares of the variance
        they explain, 0..1.
    """
    centred = states.astype(np.float64) - states.mean(axis=0, dtype=np.float64)
    # There are far fewer samples than states: the T x T products say all.
    values, vectors = np.linalg.eigh(centred @ centred.T)
    order = np.argsort(values)[::-1][:2]
    kept = np.maximum(values[order], 0.0)
    scores = vectors[:, order] * np.sqrt(kept)
    if scores.shape[1] < 2:
        scores = np.concatenate([scores, np.zeros((len(scores), 2 - scores.shape[1]))], axis=1)
        kept = np.append(kept, [0.0])[:2]
    signs = np.sign(scores[np.argmax(np.abs(scores), axis=0), np.arange(2)])
    total = float(np.maximum(values, 0.0).sum())
    shares = (kept / total if total > 0 else np.zeros(2)).tolist()
    return (scores * np.where(signs == 0, 1, signs)).astype(np.float32), (shares[0], shares[1])
