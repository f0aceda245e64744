"""What the window knows of a spotting model: its title, statement and card."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

import numpy as np
import platformdirs

from engine.cards.stored import gives_hints, stored_card
from engine.config import SHORT_SAMPLES
from engine.errors import PluginError
from engine.plugins import cards
from engine.types import AnalysisRun
from metst_gui.language import mark, told, tr

CLASSICAL = "classical"
CLASSICAL_STATEMENT = mark(
    "Training-free: movement of five face regions that returns, compared with this subject's own "
    "noise. Emotion is not inferred. Not validated on real micro-expressions."
)
BARE_STATEMENT = mark(
    "Imported checkpoint without a model card. Its error rates are unknown here. Proposals are candidates for human "
    "review, not evidence."
)
FROM_FILE = mark("Scores of “{name}”")
FILE_STATEMENT = mark(
    "Scores that another tool made, read from a file. Their error rates are unknown here. Proposals are candidates for "
    "human review, not evidence."
)
HINT_NAME, CLASS_NAME = mark("AU-pattern hint"), mark("model's class")
CHANGED = mark("The file of this model has changed since the run was made: the card is that of the present file.")
UNINSTALLED = mark("The plug-in of this name is not installed any more, and its card is gone with it.")
GONE = mark("The file of this model is gone, and its card with it.")


@dataclass(frozen=True, slots=True)
class Model:
    """A spotting model as the window shows it.

    Attributes:
        weights: name of a bundled model or a plug-in, ``"classical"``, or the path of a checkpoint.
        digest: sha256 hex of its weights as far as known; of a run, that of the weights it was made with.
        card: its card as stored; empty where it has none.
        remark: what is wrong with the card; empty where nothing is.
    """

    weights: str
    digest: str
    card: Mapping[str, Any]
    remark: str = ""

    @property
    def title(self) -> str:
        """Name for people: the card's title, else the file name."""
        if self.weights == CLASSICAL:
            return tr("Classical spotter (no training)")
        title = self.card.get("title")
        return told(str(title)) if title else tr("Model: {name}", name=PurePath(self.weights).name)

    @property
    def short_title(self) -> str:
        """Its plain name, where there is no room for the title; the title where the name says nothing."""
        plain = self.weights != CLASSICAL and self.card.get("statement") != FILE_STATEMENT
        return PurePath(self.weights).name if plain else self.title

    @property
    def statement(self) -> str:
        """What the model says of itself."""
        if self.weights == CLASSICAL:
            return tr(CLASSICAL_STATEMENT)
        statement = self.card.get("statement")
        if statement == FILE_STATEMENT:
            return tr(FILE_STATEMENT)
        return told(str(statement)) if statement else tr(BARE_STATEMENT)

    @property
    def hints(self) -> bool:
        """Whether its emotion classes are AU-pattern hints only; also where nothing of a vanished model is known."""
        return gives_hints(self.card) or self.remark in (GONE, UNINSTALLED)

    @property
    def class_name(self) -> str:
        """What an emotion class of this model is."""
        return HINT_NAME if self.hints else CLASS_NAME

    def is_same(self, other: "Model") -> bool:
        """Whether both are one model: the same name or file, and no other content as far as known."""
        known = self.digest and other.digest and self.weights != CLASSICAL
        return self.weights == other.weights and (not known or self.digest == other.digest)


def model_of(weights: str, digest: str = "") -> Model:
    """Model by its name or path.

    Args:
        weights: as in the settings.
        digest: sha256 of the weights a run was made with; empty: the card's.
    """
    card = stored_card(weights)
    stored = str(card.get("sha256") or "")
    remark = CHANGED if digest and stored and stored != digest else ""
    is_file = PurePath(weights).name != weights or bool(PurePath(weights).suffix)
    if is_file and not card and not Path(weights).is_file():
        remark = GONE
    if not is_file and not card and weights != CLASSICAL:
        remark = UNINSTALLED
    return Model(weights, digest or stored, card, remark)


def is_from_file(run: AnalysisRun) -> bool:
    """Whether a run was made elsewhere and read from a file: nothing was measured on the way to its curves."""
    return run.settings.get("origin") == "file"


def model_of_run(run: AnalysisRun) -> Model:
    """Model a run was made with; of one read from a file, that file."""
    if is_from_file(run):
        return Model(run.model, run.model_digest, {"title": tr(FROM_FILE, name=run.model), "statement": FILE_STATEMENT})
    return model_of(
        str(run.settings.get("weights") or run.model) if run.model != CLASSICAL else CLASSICAL, run.model_digest
    )


def run_title(run: AnalysisRun) -> str:
    """Who made a run, for people: the title of its model, or of both."""
    second = second_model_of(run)
    return together(model_of_run(run), second) if second is not None else model_of_run(run).title


def next_title(run: AnalysisRun, weights: str, restless: str = "") -> str:
    """Who would make the next run of the same video, for people.

    Args:
        run: of the video.
        weights: model of the next run, as in the settings.
        restless: the one that joins it, and takes over where the face moves too much; empty: none does.
    """
    chosen = model_of(weights)
    return together(chosen, model_of(restless)) if restless and is_by_both(run) else chosen.title


def together(first: Model, other: Model) -> str:
    """Name for people of two models that score together."""
    return tr("{first} and {other} together", first=first.title, other=other.title)


def second_model_of(run: AnalysisRun) -> Model | None:
    """The model that scored together with that of its run; None: none did."""
    return model_of(run.second_model, run.second_digest) if run.second_model else None


def has_scores(run: AnalysisRun) -> bool:
    """Whether a model scored anything in a run: without a face none does."""
    return bool(np.isfinite(run.curves.score).any())


def is_by_movement(run: AnalysisRun) -> bool:
    """Whether the movement of the face chose the model of a run, or where which of two counts; never in short clips."""
    return _had_choice(run) and not is_short(run)


def is_by_both(run: AnalysisRun) -> bool:
    """Whether two models scored together: in a short clip, and where the face rests."""
    return bool(run.second_model)


def is_short(run: AnalysisRun) -> bool:
    """Whether a run is of a clip so short that it is taken for a movement as data sets cut them."""
    return len(run.curves.frames) < SHORT_SAMPLES


def _had_choice(run: AnalysisRun) -> bool:
    """Whether a run was left the choice of its model: as in `engine.pipeline.model_choice`."""
    told = run.settings
    plain = told.get("context", "windows") == "windows" and not told.get("reference")
    return bool(told.get("restless_weights")) and plain and told.get("features") != "parity" and not is_from_file(run)


def is_chosen(run: AnalysisRun, weights: str, restless: str = "") -> bool:
    """Whether a run is by the model chosen for the next one, by the one that took over as it would now, or by both.

    Args:
        run: it.
        weights: model of the next run, as in the settings.
        restless: the one that joins it, and takes over where the face moves too much; empty: none does.
    """
    made = model_of_run(run)
    second = second_model_of(run)
    if second is not None:
        return made.is_same(model_of(weights)) and bool(restless) and second.is_same(model_of(restless))
    took_over = bool(restless) and run.settings.get("restless_weights") == restless
    return made.is_same(model_of(weights)) or (took_over and made.is_same(model_of(restless)))


def plugin_models() -> tuple[tuple[Model, str], ...]:
    """Spotting models of installed packages, each with a sentence on why it cannot be used; empty where it can."""
    found = []
    for plugin, card in cards("metst.spotters"):
        problem = str(card) if isinstance(card, PluginError) else ""
        found.append((Model(plugin.name, "", {} if isinstance(card, PluginError) else card), problem))
    return tuple(found)


def model_title(name: str) -> str:
    """Name of a model for people."""
    return model_of(name).title


def models_folder() -> Path:
    """Where models that were made of the reviewer's decisions lie."""
    return platformdirs.user_data_path("metst") / "models"
