"""What a run of the second kind says and keeps: lanes, explanations, shares of the parts, and the project's form."""

import zlib

import numpy as np
import pytest

from engine.config import AnalysisConfig, DecoderConfig
from engine.explain import confound_lanes
from engine.explain.coverage import PART_WORDS, coverage, judged_text, told_share
from engine.explain.movement import movement
from engine.explain.why_not import why_not
from engine.messages import Said
from engine.pipeline import analyze
from engine.pipeline.region_notes import BEGINNINGS
from engine.project.run_form import stored_run_from, stored_run_to
from engine.synthesis.codec import write_h264
from engine.types import AnalysisRun
from tests.engine import portrait_clip
from tests.engine.patches.models import brow_watcher


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> AnalysisRun:
    folder = tmp_path_factory.mktemp("said")
    frames = portrait_clip.frames().copy()
    rng = np.random.default_rng(1)
    for i in range(40, 75):  # a mouth that never rests
        shift = int(4 * np.sin(i * 1.3) + rng.integers(-2, 3))
        x, y = portrait_clip.faces()[i].face.points[13]
        part = (slice(int(y) - 25, int(y) + 35), slice(int(x) - 35, int(x) + 35))
        frames[i][part] = np.roll(frames[i][part], shift, axis=0)
    write_h264(folder / "talk.mp4", frames, crf=14)
    *_, found = analyze(folder / "talk.mp4", AnalysisConfig(weights=str(brow_watcher(folder))))
    assert isinstance(found, AnalysisRun)
    return found


def test_each_part_has_its_share_and_its_lane(run: AnalysisRun):
    told = coverage(run)
    assert told.parts["brows"] > 0.9
    assert told.parts["mouth"] < 0.8
    assert told.text == judged_text(told.parts)
    lanes = confound_lanes(run)
    assert list(lanes) == ["blink", "head", "brows_unjudged", "nose_unjudged", "mouth_unjudged"]
    mouth = lanes["mouth_unjudged"]
    assert mouth is not None
    assert len(mouth)
    lost = sum(last - first + 1 for first, last in mouth.tolist())
    assert lost == pytest.approx((1 - told.parts["mouth"]) * len(run.curves.frames), abs=1)


def test_a_project_keeps_what_is_known_of_the_regions(run: AnalysisRun):
    form, blobs = stored_run_to(run, "video")
    again = stored_run_from(form, lambda name, _size: zlib.decompress(blobs[name]))
    assert again.curves.regions is not None
    assert run.curves.regions is not None
    for name in ("reasons", "motion", "scores", "movement"):
        assert np.array_equal(
            getattr(again.curves.regions, name), getattr(run.curves.regions, name), equal_nan=name != "reasons"
        )
    assert again.proposals == run.proposals


def test_regions_that_do_not_fit_are_refused(run: AnalysisRun):
    form, blobs = stored_run_to(run, "video")
    del form["curves"]["region_motion"]
    with pytest.raises(ValueError, match="regions"):
        stored_run_from(form, lambda name, _size: zlib.decompress(blobs[name]))


def test_explanations_do_without_windows(run: AnalysisRun):
    for proposal in run.proposals:
        assert movement(run, proposal.onset, proposal.apex, proposal.offset) is None
    for frame in range(0, 75, 15):
        assert why_not(run.curves, DecoderConfig(), frame, n_frames=75).sentence


def test_the_names_of_the_parts_are_translated_with_the_sentence_they_stand_in():
    assert all(isinstance(words, Said) for words in (*PART_WORDS.values(), *BEGINNINGS.values()))


def test_every_remark_begins_as_a_sentence(run: AnalysisRun):
    assert [note for note in run.notes if note.startswith("Mouth: not judged in ")]
    assert not [note for note in run.notes if note[0].islower()]


def test_neither_all_nor_nothing_is_told_where_something_is_left() -> None:
    text = judged_text({"brows": 0.998, "nose": 1.0, "mouth": 0.002})
    assert text == "brows judged 99%, nose 100%, mouth 1%"
    assert [told_share(one) for one in (0.0, 0.42, 1.0)] == [0.0, 0.42, 1.0]
