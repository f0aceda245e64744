"""What the engine knows of a model from its card."""

from dataclasses import dataclass, field
from typing import Literal

from engine.config import DecoderConfig, FeatureMode, View


@dataclass(frozen=True, slots=True)
class ModelCard:
    """What a spotting model says of itself; shown in the UI and written into every export.

    Attributes:
        name: short id, e.g. ``"classical"``.
        title: name for people.
        digest: sha256 hex of the weights (or of the parameters where there are none).
        statement: what it is, what it was not tested on: shown to the user verbatim.
        infers_emotion: False where emotion stays "not inferred".
        features: feature mode the model needs.
        decoder: the model's own inference defaults.
        stitch: how overlapping windows are joined; see `engine.windows.Stitcher`.
        channels: channels a sample the model needs: 10 (five regions of ME-TST) or 36 (18 regions of BoostingVRME).
        views: further views of each window whose scores are averaged with the first's: ``"mirror"`` (left and right
            swapped) and ``"reverse"`` (backwards in time); both together also give the mirrored view backwards.
        view_mean: what is averaged over the views: scores and emotion probabilities, or their logits (then one view
            that is sure outweighs another that cannot know).
        far_end: True where the network sees each window relative to the sample it comes to last
            (`engine.network.both_ways`).
        between: further windows scored between two neighbours, made of both (`engine.spotters.joining`).
    """

    name: str
    title: str
    digest: str
    statement: str
    infers_emotion: bool
    features: FeatureMode = "robust"
    decoder: DecoderConfig = field(default_factory=DecoderConfig)
    stitch: Literal["second_half", "average", "centred"] = "average"
    channels: int = 10
    views: tuple[View, ...] = ()
    view_mean: Literal["score", "logit"] = "score"
    far_end: bool = False
    between: int = 0
