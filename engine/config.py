"""Frozen options of one analysis, and the presets of the two published data sets."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Literal, get_args

FeatureMode = Literal["robust", "parity", "patches"]
LandmarkMode = Literal["mesh", "dlib"]
FeatureChoice = Literal["auto", "robust", "parity", "patches"]
LandmarkChoice = Literal["auto", "mesh", "dlib"]
DecoderName = Literal["half_max", "anchored", "paper", "prior_guided"]
Synergy = Literal["none", "recognition_led", "spotting_led", "paper"]
Device = Literal["auto", "cpu", "cuda"]
Context = Literal["windows", "full"]
IntervalRule = Literal["extensible", "two_level"]
View = Literal["mirror", "reverse"]
# Model that ships with METST and is used where nothing else is chosen.
DEFAULT_WEIGHTS = "metst-synth-v1"
# Judges region by region: for people who talk and move, of whom the default judges next to nothing.
TALKING_WEIGHTS = "metst-synth-v2"
# Clips of fewer samples are taken for what data sets cut around a movement: both models score them.
SHORT_SAMPLES = 60


@dataclass(frozen=True, slots=True)
class DecoderConfig:
    """How curves become proposals (ADR 0013).

    Attributes:
        name: decoder; see `engine.decoding`.
        threshold: absolute threshold in [0, 1] (`half_max`).
        p: relative threshold, mean + p (max - mean) (`paper`, `anchored`, `prior_guided`; Moilanen's rule, p = 0.55 in
            ME-TST, 0.65 in BoostingVRME for the SAMM test set).
        k_p: half-length of the mean expression in samples (`paper` smoothing, distance and bounds; the prior of
            `prior_guided`).
        level: fraction of the peak at which `half_max` ends the interval.
        min_samples: shortest interval in samples (`half_max`).
        max_seconds: longest interval in seconds (`half_max`).
        rule: how `prior_guided` sets bounds (BoostingVRME): ``"extensible"``, or ``"two_level"`` (SAMM test set).
        apex_share: where `half_max` puts the apex, as a share in [0, 1] of the way from onset to offset; None: at the
            peak. A network trained on whole intervals gives a plateau whose peak tells nothing of the apex, which in
            CAS(ME)^3 comes at about 0.3 of a micro-expression (859 labels of part A).
        before, after: samples by which `half_max` widens an interval at its ends, never across a gap: the slow tails of
            a movement are below any level that is above the noise.
    """

    name: DecoderName = "half_max"
    threshold: float = 0.5
    p: float = 0.55
    k_p: int = 17
    level: float = 0.5
    min_samples: int = 4
    max_seconds: float = 1.3
    rule: IntervalRule = "extensible"
    apex_share: float | None = None
    before: int = 0
    after: int = 0


def stored_decoder(values: Any) -> DecoderConfig:
    """Decoder from options that may come from anybody: a model card, a project, a run record.

    Args:
        values: JSON-able form; what is not given has its default.

    Raises:
        ValueError: an unknown option, or a value of another kind than the default's or out of range.
    """
    defaults = {one.name: one.default for one in fields(DecoderConfig)}
    if not isinstance(values, Mapping) or not values.keys() <= defaults.keys():
        raise ValueError("unknown decoder options")
    for key, allowed in (("name", get_args(DecoderName)), ("rule", get_args(IntervalRule))):
        if values.get(key, defaults[key]) not in allowed:
            raise ValueError(f"unknown {key}")
    numbers = {key: value for key, value in values.items() if key not in ("name", "rule")}
    if numbers.get("apex_share", 0) is None:
        del numbers["apex_share"]
    for key, value in numbers.items():
        wanted = int if isinstance(defaults[key], int) else (int, float)
        if isinstance(value, bool) or not isinstance(value, wanted) or not 0 <= value < 1e6:
            raise ValueError(f"unusable {key}")
    config = DecoderConfig(**values)
    if config.k_p < 1 or max(config.threshold, config.level, config.apex_share or 0) > 1:
        raise ValueError("out of range")
    return config


@dataclass(frozen=True, slots=True)
class AnalysisConfig:
    """Everything that decides the numbers of one analysis run.

    Attributes:
        preset: name of the preset the values started from.
        k: window length in samples (even).
        rate: target samples a second; a source within 20 % of it is used as it is, others are resampled.
        features: ``"robust"``, ``"parity"`` (official geometry and quirks), or ``"auto"``: what the model was made for;
            ``"patches"`` (many small patches, judged region by region) only by a model made for them.
        landmarks: landmark model; ``"auto"`` takes dlib's for parity features where it is installed, else the mesh.
        landmark_file: path of the dlib landmark file; empty looks in the usual places.
        face: which face is followed where there are several: 1 is the largest at the start of a scene, 2 the next, ...
        face_at: (x, y) in px of the upright picture: the face there, instead of `face`.
        weights: name of a bundled model, ``"classical"``, or the path of a checkpoint.
        restless_weights: bundled model on patches that scores beside that of `weights` where the face rests, and alone
            where it moves or speaks too much (`engine.pipeline.model_choice`); empty: none does. A run tells by
            `weights` whether it was left to it altogether.
        decoder: decoder options; None takes the model card's.
        restless_decoder: those of the model of `restless_weights`, by which scores of both are decoded; None:
            `decoder`, if that was given. Short clips are decoded by `decoder`.
        synergy: how recognition and spotting are combined (ADR 0013).
        device: where the network runs.
        context: ``"windows"`` (as trained: states start at zero in every window), or ``"full"``: one pass over the
            whole video with states carried on, another use of the same weights.
        reference: run the network in float64 numpy: slow, for checking.
        image_rate: frames a second of an image folder, which carries no times, or of a video file in place of its own;
            None: 30, its own, or what the source was opened with.
    """

    preset: str = "casme3"
    k: int = 50
    rate: float = 30.0
    features: FeatureChoice = "auto"
    landmarks: LandmarkChoice = "auto"
    landmark_file: str = ""
    face: int = 1
    face_at: tuple[float, float] | None = None
    weights: str = DEFAULT_WEIGHTS
    restless_weights: str = ""
    decoder: DecoderConfig | None = None
    restless_decoder: DecoderConfig | None = None
    synergy: Synergy = "spotting_led"
    device: Device = "auto"
    context: Context = "windows"
    reference: bool = False
    image_rate: float | None = None

    def with_model(self, name: str | None) -> "AnalysisConfig":
        """The configuration with a model by its name, see `weights`.

        None: the video chooses (ADR 0036), unless another model or features are asked for already.
        """
        if name is not None:
            return replace(self, weights=name, restless_weights="")
        is_open = self.weights == DEFAULT_WEIGHTS and self.features == "auto"
        return replace(self, restless_weights=TALKING_WEIGHTS) if is_open else self

    def to_dict(self) -> dict[str, Any]:
        """JSON-able form; `from_dict` reverses it."""
        return asdict(self)

    @staticmethod
    def from_dict(data: dict[str, Any]) -> "AnalysisConfig":
        """Configuration from `to_dict`'s form."""
        decoder, other, place = data.get("decoder"), data.get("restless_decoder"), data.get("face_at")
        return replace(
            AnalysisConfig(**{**data, "decoder": None, "restless_decoder": None}),
            decoder=stored_decoder(decoder) if decoder else None,
            restless_decoder=stored_decoder(other) if other else None,
            face_at=(float(place[0]), float(place[1])) if place else None,
        )


# k, rate and k_p: feature spec 1.10 and 1.11 (CAS(ME)^3: 30 fps, k 50, k_p 17; SAMM-LV: 200/7 fps, k 30, k_p 5).
PRESETS: dict[str, AnalysisConfig] = {
    "casme3": AnalysisConfig(),
    "sammlv": AnalysisConfig(preset="sammlv", k=30, rate=200 / 7),
}
PRESET_K_P: dict[str, int] = {"casme3": 17, "sammlv": 5}
# Windows in a batch of the released loader (feature spec 1.10); it decides where the released stitching overwrites.
PRESET_BATCH: dict[str, int] = {"casme3": 256, "sammlv": 32}
# What a published recipe may do otherwise than the released code (engine.training.published).
RecipeName = Literal["paper", "successor", "plus"]
# Names of METST's networks where several models are counted side by side, and the recipe that trains each.
MODEL_RECIPES: dict[str, RecipeName] = {"me-tst": "paper", "metst-sf": "successor", "me-tst-plus": "plus"}
Deviation = Literal[
    "one-pass", "fresh-negatives", "tail-windows", "leave-out-unscored", "k-p-of-others", "clean-joining"
]
