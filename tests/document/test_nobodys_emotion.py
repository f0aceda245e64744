"""Two annotators who only accept say nothing but that there is something: no file names an emotion that nobody set."""

import json
import uuid
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.case_report import write_case_report
from engine.datasets import FORMAT_TABLE, Record, read_records, write_records
from engine.datasets.hints import is_hint, with_hints
from engine.errors import DatasetError
from engine.types import Emotion, OriginKind, Proposal
from metst_gui.document.annotator_pairs import compare_annotators, full_form
from metst_gui.document.document import AnnotationDocument
from metst_gui.document.export import from_records, to_records
from metst_gui.document.file.opening import new_project
from metst_gui.project.annotator_dialogs import NOT_COMPUTED, export_agreement, value_text
from tests.document.factory import VIDEO, make_proposal, make_run
from tests.engine.dataset_records import content

pytestmark = pytest.mark.usefixtures("qapp")

# Words of the model that no format and no sentence of METST's writes for another reason.
WORDS = {Emotion.SURPRISE: "surprise", Emotion.NEGATIVE: "negative", Emotion.POSITIVE: "positive"}
SETTINGS = settings(
    max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@st.composite
def proposals(draw) -> tuple[Proposal, ...]:
    places = draw(st.lists(st.integers(1, 11), min_size=1, max_size=5, unique=True))
    return tuple(
        replace(
            make_proposal(80 * place, emotion=draw(st.sampled_from(list(WORDS))), after=draw(st.integers(3, 40))),
            apex_origin=draw(st.sampled_from([OriginKind.MODEL, OriginKind.ASSUMED, OriginKind.UNKNOWN])),
        )
        for place in sorted(places)
    )


def two_who_only_accept(path: Path, found: tuple[Proposal, ...]) -> AnnotationDocument:
    opened = new_project(path.with_name(f"{uuid.uuid4().hex}.metst"))
    document = AnnotationDocument()
    document.open(opened.store, opened.state)
    document.show_video(document.videos.add(VIDEO, name="clip", subject="s1"))
    document.annotators.rename("Ann")
    document.set_run(make_run(*found))
    for one in found:
        document.accept(one)
    document.annotators.add("Ben", blind=False)
    for one in found:
        document.accept(one)
    return document


def as_text(path: Path) -> str:
    """Every text of a file, the cells of a workbook too."""
    if path.suffix == ".xlsx":
        from openpyxl import load_workbook

        return " ".join(str(cell) for sheet in load_workbook(path) for row in sheet.values for cell in row)
    return str(content(path)) if path.suffix == ".nwb" else path.read_text(encoding="utf-8")


@pytest.mark.slow
@SETTINGS
@given(proposals())
def test_no_file_names_it_and_kappa_is_not_computed(tmp_path: Path, found) -> None:
    document = two_who_only_accept(tmp_path / "a.metst", found)
    path = document.ledger.store.path
    agreed = compare_annotators(document, "1", "2")
    assert (agreed.kappa, agreed.kappa_n, agreed.n_matched, agreed.f1) == (None, 0, len(found), 1.0)
    assert agreed.n_bounds_matched == 0
    assert [one.n for one in agreed.bounds.values()] == [0, 0, 0]
    assert value_text("emotion_kappa", agreed.kappa, agreed.kappa_n) == NOT_COMPUTED == "not computed (n 0)"
    texts = {"form": json.dumps(full_form(document, "1", "2")["events"])}
    for name in ("agreement.json", "agreement.csv"):
        export_agreement(document, ("1", "2"), tmp_path / name)
        texts[name] = as_text(tmp_path / name).replace('"unstated"', "")
    records, tried = to_records(document.project), 0
    nameless = [replace(one, emotion=None, extra={**one.extra, "emotion_origin": ""}) for one in records]
    for name, one in FORMAT_TABLE.items():
        target = tmp_path / f"out{one.suffix}"
        target.unlink(missing_ok=True)
        kept, _ = with_hints(records, "without", format=name)
        try:
            write_records(target, nameless, format=name, missing_emotion="skip", fps=30)
            bare = as_text(target)  # a workbook may have columns of these names
            write_records(target, kept, format=name, missing_emotion="skip", fps=30)
        except DatasetError:
            continue
        tried += 1
        assert sorted(as_text(target).split()) == sorted(bare.split()), name
    document.ledger.store.close()
    write_case_report(path, tmp_path / "r.html")
    texts["report"] = (tmp_path / "r.html").read_text("utf-8").split("<h2>Video")[1]
    for name, text in texts.items():
        assert not any(word in text.lower() for word in WORDS.values()), name
    assert tried > 15


@pytest.mark.slow
@SETTINGS
@given(proposals(), st.sampled_from(sorted(FORMAT_TABLE)))
def test_no_format_takes_a_models_emotion_unmarked_whatever_is_asked(tmp_path: Path, found, name: str) -> None:
    document = two_who_only_accept(tmp_path / "a.metst", found)
    target = tmp_path / f"out{FORMAT_TABLE[name].suffix}"
    try:
        write_records(target, to_records(document.project), format=name, missing_emotion="skip", fps=30)
        read = read_records(target, format=name, fps=30).records
    except DatasetError:
        return
    finally:
        document.ledger.store.close()
    assert all(one.emotion is None or is_hint(one) for one in read)


@SETTINGS
@given(
    proposals(),
    st.sampled_from(["csv", "json", "elan", "textgrid", "boris", "label_studio", "vtt", "bids", "nwb"]),
    st.data(),
)
def test_the_origins_come_back(tmp_path: Path, found, name: str, data) -> None:
    document = two_who_only_accept(tmp_path / "a.metst", found)
    document.ledger.store.close()
    document.ledger.store = None
    for one in document.view.annotations:
        edit = data.draw(
            st.sampled_from([{}, {"emotion": "fear"}, {"apex": one.apex}, {"kind": "macro"}, {"emotion": None}])
        )
        if edit:
            document.change(one.id, **edit)
        if data.draw(st.booleans()):
            document.change(one.id, action_units="4+L7")
    target = tmp_path / f"out{FORMAT_TABLE[name].suffix}"
    records, _ = with_hints(to_records(document.project), "marked", format=name)
    write_records(target, records, format=name, fps=30)
    again, refused = from_records(read_records(target, format=name, fps=30).records, file_name="x", n_frames=1000)
    assert not refused
    was = {(one.onset, one.offset): one for one in document.view.annotations}
    assert len(again) == len(was)
    for one in again:
        before = was[one.onset, one.offset]
        assert (one.origins, one.emotion, one.kind, one.no_emotion) == (
            before.origins,
            before.emotion,
            before.kind,
            before.no_emotion,
        )


def test_proposals_of_a_file_do_not_become_a_hand_annotation() -> None:
    extra = {"score": "0.7", "decoder": "half_max", "quality": "0", "model_id": "metst-synth-v1"}
    for more in ({}, {"emotion_origin": "model hint"}, {"emotion_origin": "model; by metst-synth-v1"}):
        (one,), _ = from_records(
            [Record("s", "v", 1, 3, 9, "surprise", extra=extra | more)], file_name="p.csv", n_frames=99
        )
        assert {one.origins.onset.kind, one.origins.offset.kind, one.origins.emotion.kind} == {OriginKind.MODEL}
        assert one.default_bounds
        assert one.default_emotion
        assert one.origin == "import:p.csv"
