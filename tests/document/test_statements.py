"""What is stated of videos and projects: every topic has one name in the file, and what cannot be read is kept."""

import pytest

from engine.definitions import CASME3, custom
from engine.planted.stored import sensitivity_form
from metst_gui.document.document import AnnotationDocument
from metst_gui.document.file.forms import statement_forms, statements_from, topic_key, topic_of
from metst_gui.document.project import FIRST_LAYER
from metst_gui.document.state import layer_of
from metst_gui.document.statement import (
    DEFINITION,
    AnalysedFace,
    Artefacts,
    ChosenEmotion,
    Completion,
    EmotionChoice,
    Finalised,
    KeptModel,
    Looked,
    MeasuredSensitivity,
    RightLabel,
    Setting,
)
from tests.kit.planted import sensitivity

COMPLETION = {
    "at": "2026-11-30T08:00:00.000+00:00",
    "annotator": "Ann",
    "looked": 0.5,
    "not_looked": [[3, 9]],
    "not_analysed": [],
    "open": 1,
    "annotations": 2,
    "digest": "d",
}
FORMS = {
    "artefacts/v": [[5, 9], [50, 60]],
    "emotion/v/1/p/300": {"emotion": None},
    "emotion/v/2/p300": {"emotion": "fear"},
    "looked/v/1": [[0, 99]],
    "complete/v/1": COMPLETION,
    "face/v": [12.5, 40.0],
    "model/v": "metst-synth-v1",
    "sensitivity/v/r": sensitivity_form(sensitivity()),
    "checked/v/1/a": ["blink", "duplicate"],
    "definition": custom(0.8, None).form(),
    "dataset": "samm_lv",
    "annotator": "2",
    "extra": {"colour": ["red", 1]},
    "unheard/of": 3,
}


def test_every_form_comes_back_as_it_was() -> None:
    found = statements_from(FORMS)
    assert statement_forms(found) == FORMS
    assert found[Artefacts("v")] == ((5, 9), (50, 60))
    assert found[EmotionChoice("v", "1", "p/300")] == ChosenEmotion(None)
    assert found[EmotionChoice("v", "2", "p300")] == ChosenEmotion("fear")
    assert found[Looked("v", "1")] == ((0, 99),)
    assert found[Finalised("v", "1")] == Completion(
        **{**COMPLETION, "not_looked": ((3, 9),), "not_analysed": ()},
    )
    assert found[AnalysedFace("v")] == (12.5, 40.0)
    assert found[KeptModel("v")] == "metst-synth-v1"
    assert found[MeasuredSensitivity("v", "r")].n == sensitivity().n
    assert found[RightLabel("v", "1", "a")] == ("blink", "duplicate")
    assert found[DEFINITION] == custom(0.8, None)
    assert found[Setting("unheard/of")] == 3


@pytest.mark.parametrize("key", [*FORMS, "artefacts", "artefacts/", "looked/v", "complete//1", "face/a/b", "/", ""])
def test_every_name_comes_back_as_it_was(key: str) -> None:
    assert topic_key(topic_of(key)) == key


@pytest.mark.parametrize(
    ("key", "form"),
    [
        ("artefacts/v", "x"),
        ("artefacts/v", [[1]]),
        ("emotion/v/1/p", {"emotion": 3}),
        ("emotion/v/1/p", []),
        ("looked/v/1", 4),
        ("complete/v/1", {**COMPLETION, "not_looked": None}),
        ("complete/v/1", {"at": "x"}),
        ("model/v", 3),
        ("face/v", [1.0]),
        ("sensitivity/v/r", {**sensitivity_form(sensitivity()), "errors": None}),
        ("sensitivity/v/r", 3),
        ("definition", {"name": "none"}),
        ("definition", None),
    ],
)
def test_what_cannot_be_read_states_nothing_and_stays_in_the_file(key: str, form: object) -> None:
    found = statements_from({key: form})
    assert found == {Setting(key): form}
    assert statement_forms(found) == {key: form}
    assert key == "definition" or topic_of(key) not in found


def test_a_definition_that_cannot_be_read_is_that_of_the_labels(qapp) -> None:
    document = AnnotationDocument()
    document.focus.state.statements = statements_from({"definition": {"name": "none"}, "annotator": [1], "dataset": 3})
    assert document.statements.definition is CASME3
    assert layer_of(document.focus.state) == FIRST_LAYER
    assert document.statements.dataset == "3"


def test_the_definition_of_the_labels_has_a_form() -> None:
    assert statements_from({"definition": CASME3.form()}) == {DEFINITION: CASME3}
