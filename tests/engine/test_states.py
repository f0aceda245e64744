"""Carried states of the networks against the pass that analyses videos."""

import numpy as np
import pytest

from engine.errors import AnalysisError
from engine.explain import StatesRequest
from engine.explain.states import best_window, carried_states, network_states, principal, velocity
from engine.network import Network
from engine.network.reference_scan import STATES
from engine.types import RunEvidence
from engine.weights import MetstShape, SlowFastShape
from tests.engine.network_data import features, random_state

SHAPES = [MetstShape(blocks=2), SlowFastShape(blocks=1)]


@pytest.mark.parametrize("shape", SHAPES, ids=["metst", "slowfast"])
@pytest.mark.parametrize("samples", [20, 21])
def test_states_read_step_by_step_are_those_of_the_pass(shape, samples) -> None:
    network = Network(random_state(shape), precision="float64")
    x = features(shape.channels, samples)
    carried, score = carried_states(network, x)
    assert np.abs(score - network.windows(x[np.newaxis])[0][0]).max() < 1e-6
    whole = -(-samples // network.hop) * network.hop
    padded = np.zeros((shape.channels, whole + 4))
    padded[:, 2 : 2 + samples] = x
    state = network.start()
    network.advance(padded, (0, whole), state, {})
    last = [one.ravel() for one in state if one.shape[1] == STATES]
    assert len(carried) == len(last) == (2 if isinstance(shape, MetstShape) else 6)
    for rows, end in zip(carried, last, strict=True):
        assert rows.shape == (samples, end.size)
        if whole == samples:
            np.testing.assert_allclose(rows[-1], end, rtol=1e-5, atol=1e-6)


def test_components_are_those_of_the_singular_values() -> None:
    rng = np.random.default_rng(1)
    states = (rng.standard_normal((30, 2)) * (9, 4)) @ rng.standard_normal((2, 500)) + 7
    states = (states + 0.01 * rng.standard_normal(states.shape)).astype(np.float32)
    scores, shares = principal(states)
    u, s, _ = np.linalg.svd(states - states.mean(axis=0), full_matrices=False)
    for column in range(2):
        wanted = u[:, column] * s[column]
        assert min(np.abs(scores[:, column] - sign * wanted).max() for sign in (1, -1)) < 1e-2 * s[0]
    np.testing.assert_allclose(shares, s[:2] ** 2 / (s**2).sum(), atol=1e-4)
    assert principal(np.ones((5, 8), np.float32))[1] == (0.0, 0.0)
    assert principal(np.ones((1, 8), np.float32))[0].shape == (1, 2)
    assert velocity(np.array([[3, 4], [3, 4], [0, 0]], np.float32)).tolist() == [5, 0, 5]


def test_the_window_with_the_apex_in_its_middle_is_taken() -> None:
    starts = np.arange(0, 100, 25)
    evidence = RunEvidence(
        *(starts, np.zeros((4, 10, 50), np.float16), np.zeros((4, 50), np.uint8)),
        *(np.zeros(125, np.float32), np.zeros(125, np.float32)),
    )
    assert best_window(evidence, 50, 55, 60) == 1, "samples 25 to 74 hold it in their middle"
    assert best_window(evidence, 70, 72, 90) == 2, "most of the interval"
    assert best_window(evidence, 130, 131, 140) is None
    network = Network(random_state(SHAPES[0]))
    with pytest.raises(AnalysisError, match="No scored window"):
        network_states(StatesRequest("t", "", "", evidence, 130, 131, 140), network)
    found = network_states(StatesRequest("t", "", "", evidence, 50, 55, 60), network)
    assert (found.start, found.norms.shape, found.components.shape) == (25, (2, 50), (50, 2))
