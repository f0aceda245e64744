"""What the score of an interval would be had a region not moved: its channels are zeroed and the model runs again."""

from collections.abc import Generator
from pathlib import Path

import numpy as np

from engine.errors import AnalysisError
from engine.explain.asking import Occlusion, OcclusionRequest
from engine.explain.movement import region_groups
from engine.spotters import SpottingModel, load_spotter
from engine.types import Float32, Float64
from engine.windows import Stitcher, StitchRule


def occlusions(_path: Path, request: OcclusionRequest) -> Generator[Occlusion, None, None]:
    """One `Occlusion`; runs where `engine.pipeline.analyze` runs, in the analysis process. Needs no video.

    Raises:
        EngineError: the checkpoint cannot be read or is another one.
    """
    model = load_spotter(request.weights, device="cpu")
    if request.digest and model.card.digest != request.digest:
        raise AnalysisError("The model is not the one this run was made with: Ctrl+R analyses the video again.")
    yield occlusion(request, model)


def occlusion(request: OcclusionRequest, model: SpottingModel) -> Occlusion:
    """Score of the interval with all regions and without each, by the given model."""
    again = _Rescoring(request, model)
    groups = region_groups(request.evidence.features.shape[1])
    without = tuple((name, again.score(regions)) for name, regions in groups.items())
    return Occlusion(request.token, again.score(()), without)


class _Rescoring:
    """The windows around the interval are scored again; the others once, where the model looks at the whole run."""

    def __init__(self, request: OcclusionRequest, model: SpottingModel) -> None:
        self._request, self._model = request, model
        evidence = request.evidence
        k = evidence.features.shape[2]
        self._touching = (evidence.starts <= request.last) & (evidence.starts + k > request.first)
        # Only the classical spotter measures against the whole video; the score of a network is local.
        chosen = np.ones_like(self._touching) if model.card.name == "classical" else self._touching
        self._chosen = np.flatnonzero(chosen)
        self._raw = model.windows(evidence.features[chosen].astype(np.float64))[0]

    def score(self, regions: tuple[int, ...]) -> float:
        """Highest score in the interval without some regions' movement."""
        request, evidence = self._request, self._request.evidence
        raw = self._raw.copy()
        if regions:
            occluded: Float64 = evidence.features[self._touching].astype(np.float64)
            for region in regions:
                occluded[:, 2 * region : 2 * region + 2] = 0
            raw[self._touching[self._chosen]] = self._model.windows(occluded)[0]
        curve = self._joined(raw)[request.first : request.last + 1]
        return float("nan") if np.isnan(curve).all() else float(np.nanmax(curve))

    def _joined(self, raw: Float32) -> Float32:
        evidence, mask = self._request.evidence, self._request.mask
        rule: StitchRule = "second_half" if self._request.stitch == "second_half" else self._model.card.stitch
        stitcher = Stitcher(len(mask), evidence.features.shape[2], rule)
        for index, values in zip(self._chosen.tolist(), raw, strict=True):
            stitcher.add(int(evidence.starts[index]), values, evidence.masks[index])
        return self._model.finish(stitcher.result()[0], mask)
