"""Spotting models of other packages: entry points of the group ``metst.spotters``, with a card beside their code.

The card says what the model takes; `score` gets it and answers with the spotting score in [0, 1], or with the score and
the class probabilities (in `CLASSES` order, rows sum to 1). One object is made for each analysis.

========  ===========================================================================  ==========
takes     ``score`` gets                                                               and gives
========  ===========================================================================  ==========
windows   float64 [W, C, k]: movement of the face's regions since the window's start   [W, k]
features  float32 [S, C]: the C `engine.patches.CHANNEL_NAMES` of S unbroken samples         [S]
frames    `FaceChunk`: S aligned pictures of the face, in order                        [S]
========  ===========================================================================  ==========
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, Protocol, get_args

import numpy as np

from engine.cards.card import ModelCard
from engine.config import DecoderConfig, FeatureMode, stored_decoder
from engine.errors import PluginError
from engine.guarded import LIMIT_S, LONGEST_S, guarded
from engine.messages import Said
from engine.patches import CHANNELS, PatchMeasurement, Whitening, covariances, patch_channels, whitening
from engine.patches.regions import usable
from engine.plugins import Plugin, card_of, cards, digest_of, find, load, nonsense
from engine.spotters.patches import PatchScores
from engine.types import CLASSES, HEADS, Float32, Float64, Int64, UInt8

GROUP: Final = "metst.spotters"
Takes = Literal["windows", "features", "frames"]
_FEATURES: Mapping[Takes, FeatureMode] = {"windows": "robust", "features": "patches", "frames": "robust"}
_SUM_TOLERANCE = 1e-3
STATEMENT = Said(
    "A plug-in without a statement. Its error rates are unknown here. Proposals are candidates for human review, not "
    "evidence. Do not use for decisions about people."
)


@dataclass(frozen=True, slots=True, eq=False)
class FaceChunk:
    """Pictures of the followed face, in order; samples without a face are left out.

    Attributes:
        faces: uint8 [S, 224, 224], grey, turned and scaled so that the eyes lie at (67, 85) and (157, 85) px.
        points: float32 [S, 68, 2], landmarks (x, y) in px of these pictures, in the 68-point order.
        samples: int64 [S], number of each sample in the video; a leap by more than 1 is a gap.
        frames: int64 [S], frame index of each sample.
        times: float64 [S], seconds since frame 0.
        begins: True for the first sample after a cut and for the video's first; bool [S].
    """

    faces: UInt8
    points: Float32
    samples: Int64
    frames: Int64
    times: Float64
    begins: np.ndarray[Any, np.dtype[np.bool_]]


class Scores(Protocol):
    """What a plug-in's object is, interface 1."""

    interface: int

    def score(self, given: Any) -> Any:
        """See the module's description."""
        ...


class PluginSpotter:
    """`SpottingModel` (and the patch pipeline's) around a plug-in; whatever it answers is checked."""

    def __init__(self, plugin: Plugin) -> None:
        """Read the card; the plug-in's object is made for its first answer.

        Raises:
            PluginError: the plug-in cannot be used.
        """
        card = card_of(plugin)
        self.name = plugin.name
        self.takes: Takes = _chosen(plugin, card, "takes", get_args(Takes))
        self.card = _model_card(plugin, card, self.takes)
        self.limit_s = limit_of(plugin, card)
        self._plugin = plugin
        self._scorer: Scores | None = None

    @property
    def backend(self) -> str:
        """What computes the numbers."""
        return self._plugin.package or self._plugin.entry.value

    def _answer(self, given: Any, shape: tuple[int, ...]) -> tuple[Float32, Float32 | None]:
        """The checked score and probabilities of one chunk."""

        def ask() -> Any:
            if self._scorer is None:
                self._scorer = load(self._plugin)
            return self._scorer.score(given)

        answer = guarded(self.name, ask, self.limit_s)
        score, probabilities = answer if isinstance(answer, tuple) and len(answer) == 2 else (answer, None)
        if (probabilities is not None) != self.card.infers_emotion:
            raise self._nonsense(Said("its card and its answer differ on whether it infers emotion"))
        found = self._checked(score, shape, Said("scores"))
        if probabilities is None:
            return found, None
        classes = self._checked(probabilities, (*shape, len(CLASSES)), Said("class probabilities"))
        if classes.size and np.abs(classes.sum(axis=-1, dtype=np.float64) - 1).max() > _SUM_TOLERANCE:
            raise self._nonsense(Said("class probabilities do not sum to 1"))
        return found, classes

    def _checked(self, values: object, shape: tuple[int, ...], what: str) -> Float32:
        try:
            found = np.array(values, np.float32)
        except (TypeError, ValueError) as error:
            raise self._nonsense(Said("{what} are no numbers", what=what)) from error
        if found.shape != shape:
            raise self._nonsense(
                Said(
                    "{what} have the shape {found}, not {wanted}", what=what, found=str(found.shape), wanted=str(shape)
                )
            )
        if not np.isfinite(found).all():
            raise self._nonsense(Said("{what} are not finite", what=what))
        if found.size and not 0 <= found.min() <= found.max() <= 1:
            raise self._nonsense(Said("{what} lie outside 0 to 1", what=what))
        return found

    def _nonsense(self, what: str) -> PluginError:
        return nonsense(self._plugin, what)

    def windows(self, features: Float64) -> tuple[Float32, Float32 | None]:
        """Scores of windows, see `SpottingModel.windows`.

        Raises:
            PluginError: the plug-in takes something else, or cannot be used.
        """
        if self.takes != "windows":
            raise self._nonsense(Said("it takes {takes}, not windows; use metst analyze", takes=self.takes))
        return self._answer(features.copy(), (features.shape[0], features.shape[2]))

    def faces(self, chunk: FaceChunk) -> tuple[Float32, Float32 | None]:
        """Score float32 [S] and probabilities float32 [S, 5] or None of pictures of a face.

        Raises:
            PluginError: the plug-in cannot be used.
        """
        return self._answer(chunk, (len(chunk.samples),))

    def whitening(self, measurement: PatchMeasurement) -> Whitening:
        """Whitening of a video by its own covariances."""
        return whitening(covariances(measurement), None, measurement)

    def scores(
        self,
        measurement: PatchMeasurement,
        reasons: UInt8,
        root: Whitening,
        *,
        start: int = 0,  # noqa: ARG002 - the channels need no place in the video
    ) -> PatchScores:
        """Scores of the samples of a measurement, as `PatchSpotter.scores`; the plug-in scores no head apart.

        Raises:
            PluginError: the plug-in cannot be used.
        """
        able = usable(reasons)
        channels = patch_channels(measurement, root, able)
        n = len(measurement)
        score = np.full(n, np.nan, np.float32)
        probabilities = np.full((n, len(CLASSES)), np.nan, np.float32) if self.card.infers_emotion else None
        for run in np.unique(measurement.run[measurement.run >= 0]).tolist():
            rows = np.flatnonzero(measurement.run == run)
            whole = slice(int(rows[0]), int(rows[-1]) + 1)
            score[whole], found = self._answer(channels[whole].astype(np.float32), (whole.stop - whole.start,))
            if probabilities is not None and found is not None:
                probabilities[whole] = found
        score[~able.any(axis=1)] = np.nan
        return PatchScores(score, np.full((n, len(HEADS)), np.nan, np.float32), probabilities)

    def finish(self, score: Float32, mask: UInt8) -> Float32:  # noqa: ARG002 - the score needs nothing more
        """The score as it is."""
        return score


def spotter_names() -> tuple[str, ...]:
    """Names of the spotters of installed packages that have a usable card."""
    return tuple(plugin.name for plugin, card in cards(GROUP) if not isinstance(card, PluginError))


def find_spotter(name: str) -> PluginSpotter | None:
    """The spotter of an installed package; None: no package brings one of this name.

    Raises:
        PluginError: it cannot be used.
    """
    plugin = find(GROUP, name)
    return None if plugin is None else PluginSpotter(plugin)


def _model_card(plugin: Plugin, card: Mapping[str, Any], takes: Takes) -> ModelCard:
    channels = card.get("channels", 10)
    if takes == "windows" and channels not in (10, 36):
        raise _unusable(plugin, "channels")
    return ModelCard(
        name=plugin.name,
        title=str(card["title"]),
        digest=digest_of(plugin),
        statement=str(card.get("statement", STATEMENT)),
        infers_emotion=card.get("infers_emotion", False) is True,
        features=_FEATURES[takes],
        decoder=_decoder(plugin, card),
        stitch=_chosen(plugin, {"stitch": "average", **card}, "stitch", ("average", "centred", "second_half")),
        channels=CHANNELS if takes == "features" else int(channels),
    )


def _decoder(plugin: Plugin, card: Mapping[str, Any]) -> DecoderConfig:
    try:
        return stored_decoder(card.get("decoder", {}))
    except (ValueError, TypeError) as error:
        raise _unusable(plugin, "decoder") from error


def limit_of(plugin: Plugin, card: Mapping[str, Any]) -> float:
    """Seconds after which a call of a plug-in counts as hanging.

    Raises:
        PluginError: the card names no usable number.
    """
    limit = card.get("limit_s", LIMIT_S)
    if isinstance(limit, bool) or not isinstance(limit, int | float) or not 0 < limit <= LONGEST_S:
        raise _unusable(plugin, "limit_s")
    return float(limit)


def _chosen(plugin: Plugin, card: Mapping[str, Any], key: str, allowed: tuple[str, ...]) -> Any:
    if card.get(key) not in allowed:
        raise _unusable(plugin, key)
    return card[key]


def _unusable(plugin: Plugin, key: str) -> PluginError:
    return PluginError(
        Said("The card of the plug-in “{name}” has no usable “{key}”; update it.", name=plugin.name, key=key)
    )
