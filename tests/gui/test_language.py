"""The catalogue is complete, compiled, and says the same as the sources."""

import re
from dataclasses import replace
from string import Formatter

import pytest
from PySide6.QtCore import QCoreApplication

from engine.datasets import Record, write_records
from engine.messages import Said
from engine.pipeline.model_choice import choice_note
from engine.types import REGION_REASONS, Emotion, Mask, mask_text
from metst_gui import language
from metst_gui.document.annotation import Verdict
from metst_gui.language import ENGINE, choose, plural, tr
from metst_gui.timeline.rows import annotation_lane, proposal_lane
from tests.gui.timeline_data import make_annotation, make_proposal
from tools import catalogue as catalog

# Words of the field and of files that Chinese readers know as they are.
HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture
def chinese(qapp):
    assert language.install("zh_CN")
    yield
    language.remove()


def fields(text: str) -> list[tuple[str, str, str]]:
    """Name, format and conversion of every field of a template."""
    return sorted((name, spec or "", conv or "") for _, name, spec, conv in Formatter().parse(text) if name is not None)


def test_every_string_of_the_window_and_the_engine_has_its_chinese() -> None:
    known = catalog.read()
    missing = [key[1] for key in catalog.sources() if key not in known]
    assert missing == [], 'python -m tools.catalogue "English" "Chinese"'


def test_the_catalogue_holds_nothing_else() -> None:
    assert set(catalog.read()) - set(catalog.sources()) == set()


def test_translations_keep_fields_ellipses_and_line_breaks() -> None:
    for (_, english), text in catalog.read().items():
        assert fields(english) == fields(text), english
        assert english.endswith("…") == text.endswith("…"), english
        assert english.count("\n") == text.count("\n"), english
        assert english.count("&") == text.count("&"), english
        edges = len(english) - len(english.lstrip()), len(english) - len(english.rstrip())
        assert not any(edges) or text.strip(), english


def test_the_compiled_file_says_what_the_text_file_says(chinese) -> None:
    for (context, english), text in catalog.read().items():
        assert QCoreApplication.translate(context, english) == text


def test_values_are_put_in_after_the_translation(chinese) -> None:
    assert tr("The language changes when METST is started again.") == "语言将在 METST 下次启动时更改。"
    assert tr("Quit") == "退出"
    assert tr("no such string {n}", n=3) == "no such string 3"


def test_english_without_a_translation() -> None:
    assert (tr("Quit"), tr("Frame {n}", n=7)) == ("Quit", "Frame 7")
    assert [plural(n, "{n} frame", "{n} frames") for n in (0, 1, 2)] == ["0 frames", "1 frame", "2 frames"]


@pytest.mark.parametrize(
    ("wishes", "system", "found"),
    [
        (("system",), ["zh-Hans-CN", "en-GB"], "zh_CN"),
        (("system",), ["zh_CN"], "zh_CN"),
        (("system",), ["zh-Hant-TW"], "en"),
        (("system",), ["de-DE", "zh-CN"], "zh_CN"),
        (("system",), ["en-GB", "zh-CN"], "en"),
        (("system",), [], "en"),
        (("en", "zh_CN"), ["zh-CN"], "en"),
        ((None, "", "zh_CN"), ["en"], "zh_CN"),
        (("klingon", "zh_CN"), ["en"], "zh_CN"),
    ],
)
def test_the_language_is_chosen(wishes, system, found) -> None:
    assert choose(*wishes, system=system) == found


def test_qt_speaks_chinese_too(chinese) -> None:
    assert HAN.search(QCoreApplication.translate("QPlatformTheme", "Cancel"))


def test_what_the_engine_says_is_translated_by_its_template(chinese) -> None:
    for (context, template), text in catalog.read().items():
        if context == ENGINE and HAN.search(text):
            values = {name: 7 if spec else "7" for name, spec, _ in fields(template)}
            assert HAN.search(language.told(Said(template, **values))), template
    span = Said("frames {first} to {last} have no score", first=3, last=9)
    why = mask_text(Mask.NO_FACE)
    assert language.told(Said("No score at frame {frame}: {why}; {span}.", frame=7, why=why, span=span)) == (
        "第 7 帧没有得分：未找到人脸；第 3 至 9 帧没有得分。"
    )
    empty = Said("“{name}” is empty (0 bytes): copy it again from the camera.", name="a {0} b")
    assert language.told(empty).startswith("“a {0} b”是空文件")
    assert language.told("Nobody ever said this.") == "Nobody ever said this."


def test_a_list_in_a_sentence_is_translated_item_by_item(chinese, tmp_path) -> None:
    records = [Record("s01", "a", 10 + n, 12 + n, 14 + n, emotion="love" if n % 2 else None) for n in range(9)]
    report = write_records(tmp_path / "labels.xlsx", records, format="casme3", missing_emotion="skip")
    said = next(one for one in report.dropped if "without an emotion" in one)
    assert said == (
        "9 annotations without an emotion that CAS(ME)^3 knows (none at frame 10 of s01/a, love at frame 11 of s01/a, "
        "none at frame 12 of s01/a, …) were left out."
    )
    assert language.told(said) == (
        "9 个标注没有 CAS(ME)^3 认识的情绪（无，s01/a 第 10 帧、love，s01/a 第 11 帧、无，s01/a 第 12 帧、…），已略去。"
    )


def test_a_sentence_of_another_version_stays_english(chinese) -> None:
    known = "No score at frame {frame}: {why}; {span}."
    for template, values in (("Never said of {name}.", {"name": "a"}), (known, {"frame": 1}), (known, {"why": "x"})):
        assert language.told(Said.restored("as it was", template, values)) == "as it was"


def test_sentences_stay_english_without_a_translation() -> None:
    assert language.told("No face is seen in this frame.") == "No face is seen in this frame."
    reasons = mask_text(Mask.NO_FACE | Mask.CUT)
    assert (reasons, language.told(reasons)) == ("no face found, cut in the video",) * 2


def test_words_inside_the_intervals_of_the_timeline_are_chinese(chinese) -> None:
    proposal = replace(make_proposal(10, 20), emotion=Emotion.SURPRISE)
    model = proposal_lane([(proposal, Verdict.PENDING)], ((), ()), 100)
    own = annotation_lane([replace(make_annotation(1, 30, 40), emotion="disgust")], 100)
    for lane, english in ((model, "surprise"), (own, "disgust")):
        label = lane.row(0).label
        assert english not in label
        assert tr(english) in label


def test_why_another_model_took_over_names_both_in_chinese(chinese) -> None:
    titles = ("Synthetic default model (metst-synth-v1)", "Synthetic model for people who talk (metst-synth-v2)")
    told = language.told(choice_note(*titles))
    assert "Synthetic" not in told
    assert "适合说话者的合成模型（metst-synth-v2）" in told


def test_every_reason_why_a_part_of_the_face_is_not_judged_has_its_chinese(chinese) -> None:
    assert all(language.told(reason) != str(reason) for reason in REGION_REASONS.values())
