"""Folds as tasks: the same bytes by one process, two, and in parts; a killed worker costs one, and the rest is kept."""

import json
import os
import signal
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest
import torch

from engine.cli.batch import BatchOptions, TaskBatch
from engine.cli.loso import _fold
from engine.errors import AnalysisError, DatasetError
from engine.executors import Done, Named
from engine.training.dataset import KeptVideo, keep_arrays
from engine.training.loso import FoldTask, fold_tasks
from engine.training.published import published
from engine.training.saved_fold import SavedFold, saved_fold
from tests.engine.test_published_recipe import EVENTS, K

PLAN = published("paper", epochs=1, blocks=1)
SUBJECTS = ("a", "b", "c", "d")


@pytest.fixture(autouse=True)
def _one_thread():
    before = torch.get_num_threads()
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="module")
def videos(tmp_path_factory: pytest.TempPathFactory) -> list[KeptVideo]:
    cache, kept = tmp_path_factory.mktemp("features"), []
    for number, subject in enumerate(SUBJECTS):
        rng = np.random.default_rng(number)
        starts = np.arange(0, 160 - K + 1, K // 2)
        arrays = {
            "frames": np.arange(160),
            "rate": np.array(30.0),
            "starts": starts,
            "features": rng.normal(0, 0.5, (len(starts), 10, K)).astype(np.float32),
            "mask": np.zeros((len(starts), K), np.uint8),
            "n_frames": np.array(160),
        }
        file = keep_arrays(cache, subject, lambda made=arrays: made)
        kept.append(KeptVideo(subject, "v", file.path, file.digest, EVENTS.get(subject, EVENTS["a"]), (), subject))
    return kept


def folds(videos: list[KeptVideo], work: Path) -> list[Named[FoldTask]]:
    return fold_tasks(videos, PLAN, work, variant=PLAN.variants[1], draws=False)


def written(work: Path) -> dict[str, bytes]:
    return {path.parent.name: path.read_bytes() for path in work.glob("with-synergy/*/fold.json")}


def batch(work: Path, **options: object) -> TaskBatch:
    return TaskBatch(replace(BatchOptions(), **options), work, apart=False)


def states(work: Path, name: str = "tasks.json") -> list[str]:
    return [task["state"] for task in json.loads((work / name).read_text())["tasks"].values()]


@pytest.fixture(scope="module")
def expected(videos: list[KeptVideo], tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    work = tmp_path_factory.mktemp("one")
    assert batch(work).some(_fold, folds(videos, work)) is not None
    assert sorted(written(work)) == list(SUBJECTS)
    return written(work)


def die_once(mark: Path, task: FoldTask) -> Done[SavedFold]:
    """The worker of one fold is killed, the first time."""
    if task.subject == "b" and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return _fold(task)


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_a_killed_worker_costs_its_fold_and_the_rest_is_kept(
    videos: list[KeptVideo], expected: dict[str, bytes], tmp_path: Path
) -> None:
    work = partial(die_once, tmp_path / "mark")
    with pytest.raises(AnalysisError, match="with synergy b” was not done: its process ended"):
        batch(tmp_path, jobs=2).some(work, folds(videos, tmp_path))
    assert states(tmp_path) == ["done", "failed", "done", "done"]
    assert written(tmp_path) == {name: fold for name, fold in expected.items() if name != "b"}
    assert batch(tmp_path, jobs=1).some(work, folds(videos, tmp_path)) is not None
    assert states(tmp_path) == ["done before", "done", "done before", "done before"]
    assert written(tmp_path) == expected


def test_parts_are_the_whole_and_a_call_without_one_collects(
    videos: list[KeptVideo], expected: dict[str, bytes], tmp_path: Path
) -> None:
    for part in ("1/2", "2/2"):
        assert batch(tmp_path, part=part).some(_fold, folds(videos, tmp_path)) is None
        assert states(tmp_path, f"tasks.{part.replace('/', '-of-')}.json") == ["done", "done"]
    assert written(tmp_path) == expected
    found = batch(tmp_path).some(_fold, folds(videos, tmp_path))
    assert found is not None
    assert [fold.subject for fold in found] == list(SUBJECTS)
    assert states(tmp_path) == ["done before"] * 4


def test_a_fold_of_something_else_is_none(videos: list[KeptVideo], tmp_path: Path) -> None:
    task = folds(videos, tmp_path)[0].task
    others = [replace(video, digest=f"other {video.digest}") for video in videos]
    plan = replace(PLAN, seed=1)
    keys = {task.key, folds(others, tmp_path)[0].task.key, replace(task, plan=plan).key}
    keys |= {replace(task, device="cuda").key, replace(task, variant=PLAN.variants[0]).key}
    assert len(keys) == 5
    _fold(task)
    assert saved_fold(task.folder, task.key) is not None
    assert saved_fold(task.folder, replace(task, plan=plan).key) is None
    path = task.folder / "fold.json"
    path.write_bytes(path.read_bytes()[:-20])
    assert saved_fold(task.folder, task.key) is None, "damaged"


def test_one_subject_or_a_video_of_two_people_is_refused(videos: list[KeptVideo], tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="two subjects"):
        folds(videos[:1], tmp_path)
    with pytest.raises(DatasetError, match="Leak"):
        folds([*videos, replace(videos[0], subject="e")], tmp_path)
    gone = replace(videos[0], stored=tmp_path / "gone.npz")
    with pytest.raises(DatasetError, match="missing or damaged"):
        _fold(folds([gone, *videos[1:]], tmp_path)[0].task)


def named(number: int) -> Named[int]:
    return Named(str(number), number)


def doubled(number: int) -> Done[int]:
    if number == 3:
        raise DatasetError("Three is none.")
    return Done(2 * number)


def test_what_others_need_is_done_whoever_is_to_do_it(tmp_path: Path) -> None:
    tasks = [named(number) for number in (0, 1, 2, 4)]
    assert batch(tmp_path, part="2/3").every(doubled, tasks) == [0, 2, 4, 8]
    found = json.loads((tmp_path / "tasks.2-of-3.json").read_text())
    assert list(found["tasks"]) == ["1", "0", "2", "4"], "its own first"
    with pytest.raises(AnalysisError, match="Three is none"):
        batch(tmp_path).every(doubled, [*tasks, named(3)])
    assert states(tmp_path) == ["done"] * 4 + ["failed"]
