"""Which features and landmarks a model gets, and what the user has to know of that."""

from dataclasses import replace
from pathlib import Path

from engine.cards.card import ModelCard
from engine.config import AnalysisConfig, FeatureMode
from engine.errors import AnalysisError
from engine.face import LICENCE_NOTICE, dlib_is_ready
from engine.messages import Said

NOT_TRAINED_ON = Said(
    "The face-mesh landmarks were used, which are not those the official checkpoints were trained on: "
    "install the extra metst[dlib] and the Debian package libdlib-data for these."
)


def resolve_features(config: AnalysisConfig, made_for: FeatureMode) -> AnalysisConfig:
    """The configuration with its automatic choices made.

    Features are those the model was made for; landmarks are dlib's for parity features where dlib and its file are
    there, else the face mesh's.

    Args:
        config: options.
        made_for: features of the model.

    Raises:
        AnalysisError: the model cannot see the features asked for.
    """
    features = made_for if config.features == "auto" else config.features
    if (features == "patches") != (made_for == "patches"):
        raise AnalysisError(
            Said(
                "The model was made for {made_for} features and cannot see {features} features: choose "
                "--features auto.",
                made_for=made_for,
                features=features,
            )
        )
    landmarks = config.landmarks
    if landmarks == "auto":
        own = Path(config.landmark_file) if config.landmark_file else None
        landmarks = "dlib" if features == "parity" and dlib_is_ready(own) else "mesh"
    return replace(config, features=features, landmarks=landmarks)


def feature_notes(config: AnalysisConfig, card: ModelCard) -> tuple[str, ...]:
    """Sentences on landmarks with a licence, on landmarks or features a model does not know; empty by default.

    Args:
        config: resolved options.
        card: the model's card.
    """
    notes = []
    if config.features != card.features:
        notes.append(
            Said(
                "“{title}” was made for {features} features, but {features2} features were asked for: its "
                "scores mean little.",
                title=card.title,
                features=card.features,
                features2=config.features,
            )
        )
    if config.features == "parity":
        notes.append(LICENCE_NOTICE if config.landmarks == "dlib" else NOT_TRAINED_ON)
    elif config.landmarks == "dlib":
        notes.append(Said("The dlib landmarks were not used: parity features alone know them."))
    if config.features == "parity" and config.landmarks == "dlib" and (config.face > 1 or config.face_at):
        notes.append(
            Said("As released, the dlib landmarks are those of the clearest face: the chosen face was not used.")
        )
    return tuple(notes)
