"""A project of the version before content digests opens with nothing lost; its identity is upgraded as it is seen."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from engine.cli import main
from engine.content import content_digest, fast_digest
from engine.journal import verify_project
from metst_gui.document.annotation import Verdict
from tests.e2e.conftest import TIMEOUT

DATA = Path(__file__).parents[1] / "document" / "data" / "version-0"


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """The project with its videos, in another place than it was made in."""
    home = tmp_path / "elsewhere"
    shutil.copytree(DATA, home)
    (home / "study.project").rename(home / "study.metst")
    return home


@pytest.fixture(scope="module")
def expected() -> dict[str, Any]:
    """What the old code read of it."""
    return json.loads((DATA / "expected.json").read_text("utf-8"))


HINTS = {"path", "relative", "sha256", "fast", "table_digest"}


def kept(videos: dict[str, Any], like: dict[str, Any]) -> dict[str, Any]:
    """Stored videos with the fields that the old version knew, but where they lie and how they are known."""
    return {
        id_: {**form, "ref": {name: form["ref"].get(name) for name in like[id_]["ref"].keys() - HINTS}}
        for id_, form in videos.items()
    }


def test_it_is_read_as_the_old_code_read_it(study: Path, expected) -> None:
    found = verify_project(study / "study.metst")
    assert found.ok
    assert (found.rows, found.head) == (expected["rows"], expected["head"])
    assert json.loads(json.dumps(found.state)) == expected["state"]
    assert {kind: len(forms) for kind, forms in expected["state"].items()} == {
        "videos": 3,
        "layers": 2,
        "runs": 2,
        "annotations": 7,
        "verdicts": 4,
        "decisions": 1,
        "settings": 8,
    }, "the fixture holds everything"


def test_it_is_verified_and_reported_by_the_rules_of_its_time(study: Path, tmp_path: Path, capsys) -> None:
    assert main(["verify", str(study / "study.metst")]) == 0
    said = capsys.readouterr().out
    assert said.count("content and frame table are") == 2
    assert said.count("no content digest is stored") == 1
    assert main(["report", str(study / "study.metst"), "--out", str(tmp_path / "r.html")]) == 0
    text = (tmp_path / "r.html").read_text("utf-8")
    for name in ("first.mp4", "second.ts", "images"):
        assert content_digest(study / name) in text


def test_the_window_opens_it_with_nothing_lost_and_upgrades_what_it_sees(desk, qtbot, study, expected, said) -> None:
    window = desk("endless")
    window.desk.settings.update(analyse_on_open=False)
    sentences = said(window)
    with qtbot.waitSignal(window.desk.session.opened, timeout=TIMEOUT):
        window.desk.opener.open_path(study / "study.metst")
    document = window.desk.document
    assert not document.ledger.read_only
    assert [one.name for one in document.videos] == ["first", "second", "images"]
    for video in document.videos:
        if document.video.id != video.id:
            with qtbot.waitSignal(window.desk.session.opened, timeout=TIMEOUT):
                window.desk.opener.show_video(video.id)
        path = study / {"first": "first.mp4", "second": "second.ts", "images": "images"}[video.name]
        now = document.video.ref
        assert (now.path, now.fast, now.sha256) == (path, fast_digest(path), content_digest(path))
        check_book(document, expected["state"], video.id)
    assert [one.name for one in document.annotators] == ["A. One", "B. Two"]
    assert [one.reason for one in document.adjudications.all] == ["clearer onset"]
    assert not any("is not the video" in one or "damaged" in one for one in sentences)
    window.close()
    after = verify_project(study / "study.metst")
    assert after.ok
    state = json.loads(json.dumps(after.state))
    for kind in ("annotations", "verdicts", "runs", "layers", "decisions"):
        assert state[kind] == expected["state"][kind], kind
    assert expected["state"]["settings"].items() <= state["settings"].items()
    videos = expected["state"]["videos"]
    assert kept(state["videos"], videos) == kept(videos, videos)
    assert after.heads[: expected["rows"]][-1] == expected["head"], "the journal goes on where it was"
    assert main(["verify", str(study / "study.metst")]) == 0


def check_book(document, state: dict[str, Any], video: str) -> None:
    """What the current video shows is what was stored of it."""
    stored = {id_: form for id_, form in state["annotations"].items() if (form["video"], form["layer"]) == (video, "1")}
    shown = {one.id: one for one in document.view.annotations}
    assert shown.keys() == stored.keys()
    for id_, form in stored.items():
        for name in ("onset", "apex", "offset", "emotion", "action_units", "note", "kind", "confidence"):
            assert getattr(shown[id_], name) == form[name], name
    verdicts = [one for one in state["verdicts"].values() if (one["video"], one["layer"]) == (video, "1")]
    assert {document.view.verdict(one["proposal"]["id"]) for one in verdicts} == {
        Verdict(one["verdict"]) for one in verdicts
    }
    run = next((form for form in state["runs"].values() if form["video"] == video), None)
    assert (document.view.run is None) == (run is None)
    if run is not None:
        assert document.view.run.id == run["id"]
        assert len(document.view.run.curves.score) == 60
        assert [one.id for one in document.view.run.proposals] == [one["id"] for one in run["proposals"]]
        assert (document.view.run.evidence is not None) == ("window_features" in run["curves"])
    assert [list(span) for span in document.view.artefacts] == state["settings"].get(f"artefacts/{video}", [])
    assert (document.statements.completion is not None) == (f"complete/{video}/1" in state["settings"])


@pytest.mark.parametrize("name", ["first.mp4", "images/3.png"])
def test_other_bytes_in_the_place_of_its_video_are_refused(desk, qtbot, study, expected, said, name) -> None:
    path = study / name
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))
    assert main(["verify", str(study / "study.metst")]) == 2
    window = desk("endless")
    window.desk.settings.update(analyse_on_open=False)
    sentences = said(window)
    window.desk.opener.open_path(study / "study.metst")
    if name.startswith("images"):
        qtbot.waitUntil(lambda: window.desk.session.info is not None, timeout=TIMEOUT)
        window.desk.opener.show_video(window.desk.document.videos[2].id)
    names = {path.stem, path.parent.name}
    before = next(one["ref"]["sha256"] for one in expected["state"]["videos"].values() if one["name"] in names)
    now = content_digest(path if path.stem == "first" else path.parent)
    qtbot.waitUntil(lambda: any(before in one and now in one for one in sentences), timeout=TIMEOUT)
    assert window.desk.document.video is None or window.desk.document.video.name == "first"
