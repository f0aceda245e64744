"""Methods counted beside METST's networks: the folds, what leaks, and plug-ins that fail."""

import shutil
import sys
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine import plugins
from engine.cli import main
from engine.errors import DatasetError, PluginError
from engine.training.method_choice import find_method, method_names
from engine.training.methods import FaceVideo, Measured, MethodFold, Spotted, folds, leaks_of, measured_arrays
from tests.conftest import ROOT

sys.path.insert(0, str(ROOT / "examples" / "metst-baselines"))


class Peak:
    """Finds the highest value of what it measured."""

    interface = 1
    name, title, statement, version, learns = "peak", "Peak", "nothing assumed", 1, True
    seen: Any = None

    def measure(self, video: FaceVideo) -> dict[str, np.ndarray]:
        return {"level": np.array([float(video.gray(sample).mean()) for sample in range(len(video.frames))])}

    def fit(self, videos: list[Measured], *, seed: int) -> list[str]:
        assert seed == 3
        return sorted({one.subject for one in videos})

    def predict(self, fitted: list[str], video: Measured) -> list[Spotted]:
        assert video.events == ()
        assert video.subject not in fitted
        peak = int(video.arrays["level"].argmax())
        return [Spotted(peak - 2, peak, peak + 2, "others")]


def video(subject: str, peak: int, content: str = "") -> Measured:
    level = np.zeros(40)
    level[peak] = 1
    events = ((peak - 2, peak, peak + 2, 3),)
    return Measured(subject, "v", content or f"content of {subject}", np.arange(40), 30.0, events, {"level": level})


def entry(monkeypatch: pytest.MonkeyPatch, **made: Any) -> None:
    module = type(sys)("plugin_under_test")
    vars(module).update(made)
    monkeypatch.setitem(sys.modules, "plugin_under_test", module)
    found = [EntryPoint(name.lower(), f"plugin_under_test:{name}", "metst.methods") for name in made]
    monkeypatch.setattr(plugins, "entry_points", lambda group: [one for one in found if one.group == group])


def test_every_subject_is_predicted_by_the_others() -> None:
    found = list(folds([video("a", 10), video("b", 20), video("c", 30)], Peak(), seed=3))
    assert [fold.subject for fold in found] == ["a", "b", "c"]
    assert [{who for who, _, _ in fold.trained_on} for fold in found] == [{"b", "c"}, {"a", "c"}, {"a", "b"}]
    (first,) = found[0].predictions
    assert (first.subject, first.onset, first.apex, first.offset, first.emotion) == ("a", 8, 10, 12, "others")
    with pytest.raises(DatasetError, match="two subjects"):
        list(folds([video("a", 10)], Peak(), seed=3))


def test_a_leak_stops_the_run() -> None:
    with pytest.raises(DatasetError, match="same content"):
        list(folds([video("a", 10), video("b", 20, content="content of a")], Peak(), seed=3))
    planted = MethodFold("a", (("a", "w", "1"), ("b", "v", "2")), (("a", "v", "3"),), ())
    assert leaks_of(planted)[0].startswith("Leak: subject “a”")
    assert leaks_of(MethodFold("a", (("b", "v", "2"),), (("a", "v", "3"),), ())) == ()


@pytest.mark.parametrize(
    "answer", [[(1, 2, 3)], [Spotted(5, 4, 6)], [Spotted(1, 2, 3, "envy")], None, [Spotted(1, 2, 3), "x"]]
)
def test_nonsense_from_a_method_is_named(answer: Any) -> None:
    class Nonsense(Peak):
        def predict(self, fitted: Any, video: Measured) -> Any:
            return answer

    with pytest.raises(PluginError, match="“peak”"):
        list(folds([video("a", 10), video("b", 20)], Nonsense(), seed=3))


def test_what_a_method_measures_are_arrays_of_numbers() -> None:
    seen = FaceVideo(np.arange(3), 30.0, lambda _: np.zeros((4, 4), np.uint8), lambda _: None, lambda _: None)
    assert measured_arrays(Peak(), seen)["level"].shape == (3,)

    class Words(Peak):
        def measure(self, video: FaceVideo) -> Any:
            return {"level": ["a"]}

    class Objects(Peak):
        def measure(self, video: FaceVideo) -> Any:
            return {"level": np.array([{}])}

    class Broken(Peak):
        def measure(self, video: FaceVideo) -> Any:
            raise RuntimeError("no such luck")

    for method in (Words(), Objects()):
        with pytest.raises(PluginError, match="no array"):
            measured_arrays(method, seen)
    with pytest.raises(PluginError, match="no such luck"):
        measured_arrays(Broken(), seen)


def test_plug_ins_are_found_without_being_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    entry(monkeypatch, Peak=Peak)
    assert method_names() == ("of-fd", "peak")
    assert find_method("peak").title == "Peak"
    with pytest.raises(PluginError, match="there are: of-fd, peak"):
        find_method("nothing")


def test_a_plug_in_that_cannot_be_loaded_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def raises() -> None:
        raise RuntimeError("broken inside")

    class Old(Peak):
        interface = 0

    class Lacking:
        interface = 1

    entry(monkeypatch, raises=raises, old=Old, lacking=Lacking)
    for name, words in (("raises", "broken inside"), ("old", "another version"), ("lacking", "lacks title")):
        with pytest.raises(PluginError, match=words):
            find_method(name)
    assert find_method("of-fd").title == "OF-FD"


@pytest.mark.slow
def test_four_models_side_by_side_on_generated_data(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from metst_baselines.methods import MeanMethod

    class ShortMean(MeanMethod):
        epochs = (1, 1)

    entry(monkeypatch, mean=ShortMean)
    data, work = tmp_path / "data", tmp_path / "work"
    make = ["synthesize", "--out", str(data), "--subjects", "2", "--videos", "1", "--frames", "60"]
    assert main(make) == 0
    run = [
        "loso",
        str(data),
        "--labels",
        str(data / "labels.csv"),
        "--work",
        str(work),
        "--epochs",
        "1",
        "--blocks",
        "1",
        "--jobs",
        "1",  # the plug-in is known in this process only
    ]
    assert main([*run, "--model", "me-tst", "me-tst-plus", "of-fd", "mean"]) == 0
    printed = capsys.readouterr().out
    for words in (
        "Spotting (Table I)",
        "Recognition (Table II)",
        "Analysis (Table III)",
        "ME-TST+",
        "OF-FD",
        "MEAN (re-implemented)",
    ):
        assert words in printed
    assert printed.count("metst_no_dummy, IoU ≥ 0.5, 2 subjects, 2 videos") == 12
    assert "face-mesh landmarks instead of dlib's" in printed
    kept = sorted((work / "methods").glob("*.npz"))
    assert len(kept) == 4
    assert main([*run, "--model", "nothing"]) == 2
    # A planted leak: the video of one subject is also that of another.
    shutil.copytree(data / "spNO.1", data / "spNO.9")
    header, *rows = (data / "labels.csv").read_text(encoding="utf-8").splitlines()
    copied = [row.replace("spNO.1,", "spNO.9,") for row in rows if row.startswith("spNO.1,")]
    assert copied
    (data / "labels.csv").write_text("\n".join([header, *rows, *copied]) + "\n", encoding="utf-8")
    capsys.readouterr()
    assert main([*run, "--model", "me-tst"]) == 2
    assert "“spNO.1/a” has the same content as “spNO.9/a” in its training set" in capsys.readouterr().err
