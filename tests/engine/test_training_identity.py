"""What a training reuses is what it would make again: features by the video's bytes, states by all that went in."""

import os
import shutil
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from engine.content import content_digest
from engine.datasets import Record
from engine.synthesis.examples import cached_clip
from engine.training import dataset
from engine.training.dataset import LabelledVideo, WindowSampler, load_dataset
from engine.training.recipe import Recipe
from engine.training.trainer import Trainer, run_training, state_key
from engine.video import open_source
from engine.weights import Shape
from tests.engine import portrait_clip

CONFIG = portrait_clip.CONFIG
COUNT = 40


def write_face(folder: Path, first: int) -> Path:
    """Forty frames of the portrait clip as pictures of one size and of the same names for every `first`."""
    folder.mkdir(parents=True)
    for number in range(COUNT):
        assert cv2.imwrite(str(folder / f"{number + 1}.bmp"), portrait_clip.frames()[first + number])
    return folder


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Two subjects whose videos share names, sizes and so the frame table."""
    write_face(tmp_path / "data" / "s1" / "a", 0)
    write_face(tmp_path / "data" / "s2" / "a", 35)
    return tmp_path / "data"


RECORDS = [Record("s1", "a", 12, 18, 30, "surprise"), Record("s2", "a", 9, 15, 31, "happy")]


def load(data: Path, cache: Path) -> list[LabelledVideo]:
    return list(load_dataset(data, RECORDS, CONFIG, cache))


def test_two_videos_of_one_frame_table_have_features_of_their_own(data: Path, tmp_path: Path) -> None:
    digests = []
    for subject in ("s1", "s2"):
        with open_source(data / subject / "a") as source:
            digests.append(source.info.table_digest)
    assert digests[0] == digests[1]
    first, second = load(data, tmp_path / "cache")
    assert not np.array_equal(first.features, second.features)
    assert len(list((tmp_path / "cache").glob("*.npz"))) == 2
    again = load(data, tmp_path / "cache")
    assert np.array_equal(again[1].features, second.features)


def test_the_cache_is_keyed_by_bytes_not_by_names(data: Path, tmp_path: Path, monkeypatch) -> None:
    before = load(data, tmp_path / "cache")

    def forbidden(*_arguments, **_options):
        raise AssertionError("extracted again")

    (data / "s1").rename(data / "kept")
    (data / "s2").rename(data / "s1")
    (data / "kept").rename(data / "s2")
    monkeypatch.setattr(dataset, "stream_windows", forbidden)
    first, second = load(data, tmp_path / "cache")
    assert np.array_equal(first.features, before[1].features)
    assert np.array_equal(second.features, before[0].features)
    # One pixel of one picture, at equal size and time.
    image = data / "s1" / "a" / "7.bmp"
    state, content = image.stat(), bytearray(image.read_bytes())
    content[-1] ^= 1
    image.write_bytes(bytes(content))
    os.utime(image, ns=(state.st_atime_ns, state.st_mtime_ns))
    with pytest.raises(AssertionError, match="extracted again"):
        load(data, tmp_path / "cache")


@pytest.mark.parametrize("option", [{"face": 2}, {"face_at": (10.0, 20.0)}, {"k": 20}, {"rate": 15.0}])
def test_every_option_that_decides_the_features_is_in_the_key(option, data: Path, tmp_path: Path) -> None:
    path = data / "s1" / "a"
    with open_source(path) as source:
        keys = {
            dataset._cache_key(content_digest(path), source.info, one) for one in (CONFIG, replace(CONFIG, **option))
        }
        keys.add(dataset._cache_key(content_digest(path), source.info.at_rate(60.0), CONFIG))
    assert len(keys) == 3


def test_foreign_arrays_in_the_cache_are_not_believed(data: Path, tmp_path: Path) -> None:
    right = load(data, tmp_path / "cache")
    first, second = sorted((tmp_path / "cache").glob("*.npz"))
    shutil.copyfile(first, second)  # well-formed, of another video
    with np.load(first) as file:
        arrays = {name: file[name] for name in file.files}
    arrays["features"] = arrays["features"] * 10  # well-formed, of the right key
    np.savez(first, **arrays)
    again = load(data, tmp_path / "cache")
    for one, other in zip(right, again, strict=True):
        assert np.array_equal(one.features, other.features)


def labelled(seed: int, shift: int = 0) -> list[LabelledVideo]:
    """Three small videos; `shift` moves the labels alone."""
    rng = np.random.default_rng(seed)
    videos = []
    for number in range(3):
        spot = np.zeros(60, np.uint8)
        spot[46 + shift : 56 + shift] = 1
        videos.append(
            LabelledVideo(
                f"s{number}",
                "a",
                np.arange(60),
                30.0,
                np.array([0, 15, 30]),
                rng.normal(0, 1, (3, 10, 30)).astype(np.float32),
                np.zeros((3, 30), np.uint8),
                spot,
                np.where(spot == 1, 2, 4).astype(np.uint8),
                60,
                ((46 + shift, 50 + shift, 56 + shift, 2),),
            )
        )
    return videos


RECIPE = Recipe("test", steps=(4,), blocks=(1,), batch=4)


def train(folder: Path, videos: list[LabelledVideo], recipe: Recipe = RECIPE, ratio: float = 1.0) -> dict:
    sampler = WindowSampler(videos, ratio=ratio, seed=recipe.seed)
    trainer = Trainer(recipe, sampler.batch, shape=Shape(blocks=1), data=sampler.digest())
    steps = len(list(run_training(trainer, folder)))
    return {"steps": steps, **trainer.weights()}


def equal(first: dict, second: dict) -> bool:
    return all(np.array_equal(first[name], second[name]) for name in first if name != "steps")


@pytest.mark.parametrize(
    "other",
    [
        {"videos": labelled(1, shift=2)},
        {"videos": labelled(2)},
        {"videos": labelled(1)[:2]},
        {"recipe": replace(RECIPE, neutral=3.0)},
        {"ratio": 0.5},
    ],
)
def test_a_state_of_other_data_labels_or_settings_is_not_reused(other, tmp_path: Path) -> None:
    first = train(tmp_path / "work", labelled(1))
    assert first["steps"] == 4
    given = {"videos": labelled(1), **other}
    found = train(tmp_path / "work", **given)
    assert found["steps"] == 4, "trained, not read"
    assert equal(found, train(tmp_path / "fresh", **given))
    back = train(tmp_path / "work", labelled(1))
    assert back["steps"] == 0, "the training of before was set aside, not lost"
    assert equal(back, first)


def test_a_state_of_an_older_version_is_set_aside(tmp_path: Path) -> None:
    train(tmp_path, labelled(1))
    state = tmp_path / "state.npz"
    with np.load(state) as file:
        arrays = {name: file[name] for name in file.files}
    arrays["about"] = np.array(str(arrays["about"]).replace('"key"', '"former"'))
    np.savez(state, **arrays)
    assert state_key(state) == ""
    assert train(tmp_path, labelled(1))["steps"] == 4
    assert (tmp_path / "before-unknown" / "state.npz").is_file()


def test_rendered_clips_are_kept_for_their_faces_and_options(tmp_path: Path, monkeypatch) -> None:
    from engine.synthesis import examples
    from engine.synthesis.scenes import SceneOptions
    from engine.synthesis.subject import Subject

    made: list[tuple] = []

    def clip(people, options, seed):
        made.append((people, options, seed))
        return examples.WindowSet(*(np.zeros(1) for _ in range(8)))

    monkeypatch.setattr(examples, "clip_windows", clip)
    face = Subject("a", np.zeros((4, 4), np.float32), np.zeros((468, 2), np.float32), 2.0)
    other = replace(face, gray=np.ones((4, 4), np.float32))
    for people in ((face,), (face,), (other,)):
        cached_clip(tmp_path, people, SceneOptions(), 0)
    assert len(made) == 2
    for options in (SceneOptions(micros=1.0), SceneOptions(responses=(0.1, 0.2))):
        cached_clip(tmp_path, (face,), options, 0)
    assert len(made) == 4
