"""A project's own coding scheme: presets, checks, storing, undo, and marks on its tiers."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.coding_scheme import (
    CASME3_SCHEME,
    PRESETS,
    USUAL_TIERS,
    CodingScheme,
    Modifier,
    Tier,
    modifiers_from,
    modifiers_text,
    scheme_from,
)
from engine.datasets.sheets.samm import EMOTIONS as SAMM_WORDS
from engine.journal import verify_project
from metst_gui.document.annotation import EMOTION_LABELS, Annotation
from metst_gui.document.document import AnnotationDocument
from metst_gui.document.file.forms import annotation_from, annotation_to, statements_from
from metst_gui.document.file.opening import new_project, open_project
from metst_gui.document.own_marks import TierMark, mark_from
from metst_gui.document.project import VideoRef
from metst_gui.document.statement import SCHEME, Setting
from tests.document.factory import VIDEO

pytestmark = pytest.mark.usefixtures("qapp")
GAZE = Tier("g", "gaze", "interval", ("away", "down"))
QUESTION = Tier("q", "question", "point")
OWN = CodingScheme("basic", ("joy", "contempt"), (Modifier("side", ("left", "right")),), (QUESTION, GAZE))


@pytest.fixture
def document(tmp_path) -> AnnotationDocument:
    opened = new_project(tmp_path / "a.metst")
    made = AnnotationDocument()
    made.open(opened.store, opened.state)
    made.show_video(made.videos.add(VIDEO, name="clip"))
    made.annotators.rename("Ann")
    yield made
    opened.store.close()


def again(tmp_path: Path) -> AnnotationDocument:
    opened = open_project(tmp_path / "a.metst")
    made = AnnotationDocument()
    made.open(opened.store, opened.state)
    return made


def test_a_project_that_chose_nothing_codes_as_ever(document) -> None:
    assert document.coding.scheme == CASME3_SCHEME
    assert document.coding.scheme.emotions == EMOTION_LABELS
    assert not document.coding.scheme.tiers
    assert not document.coding.marks


def test_every_preset_is_valid_and_comes_back_from_its_form() -> None:
    for scheme in (*PRESETS.values(), OWN, replace(CASME3_SCHEME, tiers=USUAL_TIERS)):
        assert scheme_from(scheme.form()) == scheme
    assert PRESETS["facs"].emotions == ()
    assert len(PRESETS["basic"].emotions) == 8
    assert set(PRESETS["samm"].emotions) == set(SAMM_WORDS)


@pytest.mark.parametrize(
    "wrong",
    [
        {"emotions": ("a", "a")},
        {"emotions": ("a", "A")},
        {"emotions": ("",)},
        {"emotions": (" a",)},
        {"emotions": ("a|b",)},
        {"emotions": ("a\nb",)},
        {"emotions": ("x" * 61,)},
        {"emotions": tuple(f"e{n}" for n in range(25))},
        {"modifiers": (Modifier("side", ()),)},
        {"modifiers": (Modifier("side", ("l", "l")),)},
        {"modifiers": (Modifier("a=b", ("l",)),)},
        {"tiers": (Tier("a", "micro"),)},
        {"tiers": (Tier("a", "Blink"),)},
        {"tiers": (Tier("a", "gaze"), Tier("a", "hand"))},
        {"tiers": (Tier("", "gaze"),)},
        {"tiers": tuple(Tier(str(n), f"t{n}") for n in range(10))},
    ],
)
def test_a_scheme_that_a_file_would_misread_is_refused(wrong) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        replace(OWN, **wrong)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["name", "emotions", "modifiers", "tiers", "values", "codes", "kind", "id"]), inner
            )
        ),
        max_leaves=12,
    )
)
def test_a_form_of_anything_states_nothing_and_stays(form) -> None:
    found = statements_from({"coding scheme": form, "mark/v/1/m": form})
    if not isinstance(found.get(SCHEME), CodingScheme):
        assert found[Setting("coding scheme")] == form
    assert found[Setting("mark/v/1/m")] == form


def test_scheme_and_marks_are_stored_journalled_and_undone(document, tmp_path) -> None:
    coding = document.coding
    coding.set_scheme(OWN)
    point = coding.add(QUESTION, 30, 90)
    span = coding.add(GAZE, 10, 40, "away")
    assert [(one.first, one.last, one.code) for one in coding.marks.values()] == [(10, 40, "away"), (30, 30, "")]
    assert coding.marks[span].by.who == "Ann"
    coding.change(span, code="down", note="at the door")
    document.history.undo()
    assert coding.marks[span].code == "away"
    document.history.redo()
    coding.delete(point)
    document.history.undo()
    assert list(coding.marks) == [span, point]
    document.ledger.store.close()
    assert verify_project(tmp_path / "a.metst").ok
    opened = again(tmp_path)
    assert opened.coding.scheme == OWN
    assert opened.coding.marks == coding.marks
    opened.ledger.store.close()


def test_undo_goes_back_to_the_scheme_before(document) -> None:
    document.coding.set_scheme(OWN)
    document.coding.set_scheme(PRESETS["samm"])
    document.history.undo()
    assert document.coding.scheme == OWN
    document.history.undo()
    assert document.coding.scheme == CASME3_SCHEME


def test_a_tier_with_marks_stays_and_may_be_renamed(document) -> None:
    coding = document.coding
    coding.set_scheme(OWN)
    mark = coding.add(GAZE, 1, 2)
    with pytest.raises(ValueError, match="still has marks"):
        coding.set_scheme(replace(OWN, tiers=(QUESTION,)))
    coding.set_scheme(replace(OWN, tiers=(replace(GAZE, name="eyes"),)))
    assert coding.scheme.tier(coding.marks[mark].tier).name == "eyes"


def test_what_lies_nowhere_is_refused(document) -> None:
    coding = document.coding
    with pytest.raises(ValueError, match="no such tier"):
        coding.add(GAZE, 1, 2)
    coding.set_scheme(OWN)
    with pytest.raises(ValueError, match="behind the last frame"):
        coding.add(GAZE, 1, VIDEO.n_frames)
    with pytest.raises(ValueError, match="before it begins"):
        coding.add(GAZE, 5, 4)
    with pytest.raises(ValueError, match="was deleted"):
        coding.delete("nothing")
    assert not coding.marks


def test_each_annotator_and_video_has_marks_of_their_own(document) -> None:
    coding, first = document.coding, document.video.id
    coding.set_scheme(OWN)
    coding.add(GAZE, 1, 2)
    other = VideoRef(path=Path("/v/other.mp4"), size_bytes=9, table_digest="e", n_frames=50, fps=30.0)
    document.show_video(document.videos.add(other, name="other"))
    assert not coding.marks
    document.show_video(first)
    document.annotators.add("Bob", blind=True)
    assert not coding.marks
    with pytest.raises(ValueError, match="blind"):
        coding.marks_of(first, "1")


def test_modifiers_are_kept_with_the_annotation_and_old_forms_have_none(document) -> None:
    one = Annotation(onset=1, apex=2, offset=3, modifiers=(("side", "left"),))
    form = annotation_to(one)
    assert annotation_from(form) == one
    assert annotation_from({key: value for key, value in form.items() if key != "modifiers"}).modifiers == ()
    document.add(one)
    document.change(one.id, modifiers=(("side", "right"), ("intensity", "B")))
    assert dict(document.view.annotations[0].modifiers) == {"side": "right", "intensity": "B"}
    document.history.undo()
    assert document.view.annotations[0].modifiers == (("side", "left"),)
    for wrong in ("x", [["a"]], [["a", 1]], 3, [["a", "b", "c"]]):
        with pytest.raises((TypeError, ValueError)):
            annotation_from({**form, "modifiers": wrong})


def test_modifiers_as_a_text_of_a_file() -> None:
    assert modifiers_text({"side": "left", "intensity": "B"}) == "side: left|intensity: B"
    assert modifiers_from("side: left|intensity: B") == (("side", "left"), ("intensity", "B"))
    assert modifiers_from("posed| |side:") == (("posed", "posed"),)


def test_a_mark_comes_back_from_its_form() -> None:
    one = TierMark("g", 1, 2, "away", "n")
    assert mark_from(one.form()) == one
    for wrong in ({"first": "1"}, {"first": True}, {"last": 0}, {"tier": None}):
        with pytest.raises((TypeError, ValueError)):
            mark_from({**one.form(), **wrong})
