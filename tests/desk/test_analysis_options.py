"""What an analysis is asked for, and which stored runs are what would come of it: also where the movement chooses."""

from pathlib import Path
from typing import Any

from engine.config import DEFAULT_WEIGHTS, TALKING_WEIGHTS, AnalysisConfig
from metst_gui.desk.analysis_options import options_of, same_run
from metst_gui.document.project import VideoRef
from metst_gui.models import CLASSICAL, model_of
from metst_gui.settings import Settings

REF = VideoRef(Path("a.mp4"), 9, "0" * 64, 90, 30.0, fast="f" * 64)


def asked(**changes: Any) -> AnalysisConfig:
    return options_of(Settings(**changes), image_rate=None, face_at=None)


def stored(weights: str, **changes: Any) -> dict[str, Any]:
    """Form of a run by this model; what it was asked is in `changes`, a name without a value was not known then."""
    settings = {**asked().to_dict(), "weights": weights, "restless_weights": "", **changes}
    settings = {name: value for name, value in settings.items() if value is not ...}
    curves = {"frames": {"shape": [90]}}
    digest = model_of(weights).digest
    return {"id": "r", "content": REF.fast, "model_digest": digest, "settings": settings, "curves": curves}


def test_the_movement_chooses_beside_the_default_model_only_and_where_that_is_wanted() -> None:
    assert asked().restless_weights == TALKING_WEIGHTS
    assert asked(choose_by_movement=False).restless_weights == ""
    for weights in (CLASSICAL, TALKING_WEIGHTS, "/models/mine.safetensors"):
        assert asked(weights=weights).restless_weights == ""


def stored_both() -> dict[str, Any]:
    """Form of a run by both models."""
    second = {"second_model": TALKING_WEIGHTS, "second_digest": model_of(TALKING_WEIGHTS).digest}
    return {**stored(DEFAULT_WEIGHTS, restless_weights=TALKING_WEIGHTS), **second}


def test_a_run_by_both_models_or_by_the_one_that_took_over_is_what_the_movement_would_choose() -> None:
    assert same_run([stored_both()], REF, asked()) == "r"
    assert same_run([stored(TALKING_WEIGHTS, restless_weights=TALKING_WEIGHTS)], REF, asked()) == "r"
    assert same_run([stored(DEFAULT_WEIGHTS, restless_weights=TALKING_WEIGHTS)], REF, asked()) == "", "by one alone"


def test_a_run_from_before_the_choice_is_not_made_again() -> None:
    assert same_run([stored(DEFAULT_WEIGHTS, restless_weights=...)], REF, asked()) == "r"
    assert same_run([stored(TALKING_WEIGHTS, restless_weights=...)], REF, asked()) == "", "it was not asked for"


def test_a_run_that_was_denied_the_choice_is_none_that_had_it() -> None:
    assert same_run([stored(DEFAULT_WEIGHTS)], REF, asked()) == ""
    assert same_run([stored(TALKING_WEIGHTS)], REF, asked()) == ""
    assert same_run([stored(DEFAULT_WEIGHTS)], REF, asked(choose_by_movement=False)) == "r"


def test_what_the_movement_left_with_one_model_is_that_models_run() -> None:
    rested, moved = (stored(made, restless_weights=TALKING_WEIGHTS) for made in (DEFAULT_WEIGHTS, TALKING_WEIGHTS))
    assert same_run([rested], REF, asked(choose_by_movement=False)) == "r"
    assert same_run([moved], REF, asked(choose_by_movement=False)) == ""
    assert same_run([moved], REF, asked(weights=TALKING_WEIGHTS)) == "r"
    assert same_run([rested], REF, asked(weights=TALKING_WEIGHTS)) == ""


def test_what_both_models_scored_is_no_run_of_the_first() -> None:
    both = stored_both()
    assert same_run([both], REF, asked(choose_by_movement=False)) == ""
    assert same_run([{**both, "curves": None}], REF, asked(choose_by_movement=False)) == "", "it cannot be told"
    assert same_run([both], REF, asked(weights=TALKING_WEIGHTS)) == ""
    assert same_run([{**both, "second_digest": "1" * 64}], REF, asked()) == "", "another version of the second"
    assert same_run([{**both, "model_digest": "1" * 64}], REF, asked()) == "", "and of the first"


def test_other_settings_content_or_weights_are_another_analysis() -> None:
    made = stored(TALKING_WEIGHTS, restless_weights=TALKING_WEIGHTS)
    assert same_run([made], REF, asked(preset="sammlv")) == ""
    assert same_run([{**made, "content": "e" * 64}], REF, asked()) == ""
    assert same_run([{**made, "model_digest": "1" * 64}], REF, asked()) == "", "another version of that model"
