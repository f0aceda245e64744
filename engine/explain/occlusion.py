"""What the score of an interval would be had a region not moved: its channels are zeroed and the model runs again."""

from collections.abc import Generator
from pathlib import Path

import numpy as np

from engine.errors import AnalysisError
from engine.explain.movement import region_groups
from engine.explain.requests import Occlusion, OcclusionRequest
from engine.messages import Said
from engine.spotters import SpottingModel, load_spotter
from engine.spotters.joining import JoinedScores
from engine.types import Float64
from engine.windows import StitchRule


def occlusions(_path: Path, request: OcclusionRequest) -> Generator[Occlusion, None, None]:
    """One `Occlusion`; runs where `engine.pipeline.analyze` runs, in the analysis process. Needs no video.

    Raises:
        EngineError: the checkpoint cannot be read or is another one.
    """
    model = load_spotter(request.weights, device="cpu")
    if request.digest and model.card.digest != request.digest:
        raise AnalysisError(Said("The model is not the one this run was made with: Ctrl+R analyses the video again."))
    yield occlusion(request, model)


def occlusion(request: OcclusionRequest, model: SpottingModel) -> Occlusion:
    """Score of the interval with all regions and without each, by the given model."""
    again = _Rescoring(request, model)
    groups = region_groups(request.evidence.features.shape[1])
    without = tuple((name, again.score(regions)) for name, regions in groups.items())
    return Occlusion(request.token, again.score(()), without)


class _Rescoring:
    """The windows around the interval are scored again; all of them where the model looks at the whole run."""

    def __init__(self, request: OcclusionRequest, model: SpottingModel) -> None:
        self._request, self._model = request, model
        evidence = request.evidence
        k = evidence.features.shape[2]
        self._touching = (evidence.starts <= request.last) & (evidence.starts + k > request.first)
        # Only the classical spotter measures against the whole video; the score of a network is local, but a window
        # between two others may touch the interval where one of the two does not.
        if model.card.name == "classical":
            self._chosen = np.arange(len(evidence.starts))
        else:
            inside = np.flatnonzero(self._touching)
            reach = slice(max(0, inside[0] - 1), inside[-1] + 2) if len(inside) else slice(0, 0)
            self._chosen = np.arange(len(evidence.starts))[reach]
            self._touching[reach] = True

    def score(self, regions: tuple[int, ...]) -> float:
        """Highest score in the interval without some regions' movement."""
        request, evidence = self._request, self._request.evidence
        rule: StitchRule | None = "second_half" if request.stitch == "second_half" else None
        joined = JoinedScores(self._model, len(request.mask), evidence.features.shape[2], rule)
        for index in self._chosen.tolist():
            features: Float64 = evidence.features[index].astype(np.float64)
            if self._touching[index]:
                for region in regions:
                    features[2 * region : 2 * region + 2] = 0
            joined.add(int(evidence.starts[index]), features, evidence.masks[index])
        curve = self._model.finish(joined.score.result()[0], request.mask)[request.first : request.last + 1]
        return float("nan") if np.isnan(curve).all() else float(np.nanmax(curve))
