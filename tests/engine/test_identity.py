"""A video is its bytes wherever it is named again: verify, report, and the record of an analysis."""

import json
import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from engine.cli import main
from engine.config import AnalysisConfig
from engine.content import content_digest, content_of, former_digest
from engine.datasets import Record
from engine.journal import verify_project
from engine.training.dataset import load_dataset
from engine.video import open_source
from metst_gui.document.annotation import Annotation
from metst_gui.document.document import AnnotationDocument
from metst_gui.document.file.opening import new_project, open_project
from metst_gui.document.project import VideoRef
from tests.engine.clips import CLIPS, cut_clips, write_images

pytestmark = pytest.mark.usefixtures("qapp")


def make_project(video: Path, path: Path, *, digests: bool = True) -> Path:
    """A project of one video with an annotation; without digests as older versions wrote it."""
    opened = new_project(path)
    document = AnnotationDocument()
    document.open(opened.store, opened.state)
    with open_source(video) as source:
        ref = VideoRef.of(source.info, content_of(video))
    ref = ref if digests else replace(ref, sha256="", fast="")
    document.show_video(document.videos.add(ref, name="clip"))
    document.add(Annotation(onset=5, apex=8, offset=12, emotion="fear"))
    opened.store.close()
    return path


def flip(path: Path) -> None:
    """One byte in the middle becomes another; size and time of change stay."""
    state = path.stat()
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))


@pytest.fixture(params=["file", "folder"])
def video(request, tmp_path) -> Path:
    if request.param == "file":
        return CLIPS["h264-gop15"].write(tmp_path / "clip", 30)
    return write_images(tmp_path / "clip", range(30))


def one_file(video: Path) -> Path:
    return video if video.is_file() else sorted(video.iterdir())[7]


@pytest.mark.parametrize("command", ["verify", "report"])
def test_a_changed_byte_is_found_and_said_with_both_digests(command, video, tmp_path, capsys) -> None:
    project = make_project(video, tmp_path / "p.metst")
    out = ["--out", str(tmp_path / "r.html")] if command == "report" else []
    assert main([command, str(project), *out]) == 0
    before = content_digest(video)
    (tmp_path / "r.html").unlink(missing_ok=True)
    flip(one_file(video))
    capsys.readouterr()
    assert main([command, str(project), *out]) == 2
    said = capsys.readouterr().err
    assert before in said
    assert content_digest(video) in said
    assert not (tmp_path / "r.html").exists()


def test_the_right_file_is_found_beside_a_wrong_one(video, tmp_path, capsys) -> None:
    project = make_project(video, tmp_path / "home" / "p.metst") if (tmp_path / "home").mkdir() is None else tmp_path
    beside = tmp_path / "home" / video.name
    (shutil.copytree if video.is_dir() else shutil.copy2)(video, beside)
    flip(one_file(video))
    assert main(["verify", str(project), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["videos"][0]["path"] == str(beside)
    assert main(["report", str(project), "--out", str(tmp_path / "r.html")]) == 0
    assert content_digest(beside) in (tmp_path / "r.html").read_text("utf-8")


def test_a_project_without_digests_is_reported_with_the_one_computed_then(video, tmp_path, capsys) -> None:
    project = make_project(video, tmp_path / "p.metst", digests=False)
    assert main(["verify", str(project)]) == 0
    assert "no content digest is stored" in capsys.readouterr().out
    assert main(["report", str(project), "--out", str(tmp_path / "r.html")]) == 0
    text = (tmp_path / "r.html").read_text("utf-8")
    assert content_digest(video) in text
    assert "the project kept none before" in text
    one_file(video).write_bytes(one_file(video).read_bytes() + b"more")
    assert main(["report", str(project), "--out", str(tmp_path / "r.html")]) == 2


def test_the_digest_older_versions_gave_a_folder_still_holds(tmp_path) -> None:
    folder = write_images(tmp_path / "clip", range(30))
    (folder / "notes.txt").write_text("counted then")
    project = make_project(folder, tmp_path / "p.metst")
    opened = open_project(project)
    document = AnnotationDocument()
    document.open(opened.store, opened.state)
    id_ = document.videos[0].id
    document.videos.replace_file(id_, replace(document.videos[0].ref, fast="", sha256=former_digest(folder)))
    opened.store.close()
    assert main(["verify", str(project)]) == 0
    flip(one_file(folder))
    assert main(["verify", str(project)]) == 2


def test_noting_other_content_as_the_same_video_is_refused(video, tmp_path) -> None:
    project = make_project(video, tmp_path / "p.metst")
    opened = open_project(project)
    document = AnnotationDocument()
    document.open(opened.store, opened.state)
    one = document.videos[0]
    for other in ({"sha256": "0" * 64}, {"sha256": "", "fast": "0" * 64}):
        with pytest.raises(ValueError, match="Another file"):
            document.videos.relink(one.id, replace(one.ref, path=tmp_path / "else", **other))
    document.videos.relink(one.id, replace(one.ref, path=tmp_path / "else", sha256="", fast=""))
    assert document.videos[0].ref.content == one.ref.content
    opened.store.close()
    assert verify_project(project).ok


def test_the_record_of_an_analysis_names_the_bytes_it_read(tmp_path) -> None:
    video = CLIPS["h264-gop15"].write(tmp_path / "clip", 60)
    assert main(["analyze", str(video), "--out", str(tmp_path / "out"), "--weights", "classical"]) == 0
    record = json.loads((tmp_path / "out" / "clip.run.json").read_text("utf-8"))
    assert record["source_sha256"] == content_digest(video)
    assert record["source_bytes"] == video.stat().st_size


def analyse(out: Path, *sources: Path, options: tuple[str, ...] = ("--resume",)) -> int:
    return main(["analyze", *map(str, sources), "--out", str(out), "--weights", "classical", *options])


def test_resume_keeps_what_is_of_the_same_bytes_and_settings(tmp_path: Path, capsys) -> None:
    videos = [CLIPS["h264-gop15"].write(tmp_path / name, 60) for name in ("a", "b")]
    out = tmp_path / "out"
    assert analyse(out, *videos) == 0
    assert "done before" not in capsys.readouterr().out
    stamps = {path: path.stat().st_mtime_ns for path in out.iterdir() if path.name != "tasks.json"}
    assert analyse(out, *videos) == 0
    assert capsys.readouterr().out.count("done before") == 2
    assert {path: path.stat().st_mtime_ns for path in stamps} == stamps
    # Another setting, another subject, a damaged or missing file of results: done again.
    for options in (("--resume", "--threshold", "0.9"), ("--resume", "--subject", "s1"), ("--resume",)):
        assert analyse(out, videos[0], options=options) == 0
        assert "done before" not in capsys.readouterr().out
    (out / "a.scores.csv").write_text("frame\n")
    (out / "b.proposals.csv").unlink()
    assert analyse(out, *videos) == 0
    assert "done before" not in capsys.readouterr().out


def test_resume_finds_a_changed_byte_and_says_both_digests(tmp_path: Path, capsys) -> None:
    video = CLIPS["mjpeg-avi"].write(tmp_path / "a", 60)
    assert analyse(tmp_path / "out", video) == 0
    before = content_digest(video)
    flip(video)
    capsys.readouterr()
    assert analyse(tmp_path / "out", video) == 0
    said = capsys.readouterr().out
    assert "done before" not in said
    assert before in said
    assert content_digest(video) in said
    record = json.loads((tmp_path / "out" / "a.run.json").read_text("utf-8"))
    assert record["source_sha256"] == content_digest(video)


def test_twenty_clips_of_equal_length_are_twenty_for_the_commands(tmp_path: Path, capsys) -> None:
    clips = cut_clips(tmp_path, 20, frames=52)
    tables = set()
    for clip in clips:
        with open_source(clip) as source:
            tables.add(source.info.table_digest)
    assert len(tables) == 1
    assert analyse(tmp_path / "out", *clips, options=("--json",)) == 0
    records = json.loads(capsys.readouterr().out)
    assert [one["source_sha256"] for one in records] == [content_digest(clip) for clip in clips]
    assert len({one["task"] for one in records}) == 20
    cache = tmp_path / "features"
    labels = [Record("", clip.stem, 10, 15, 20, "happy") for clip in clips]
    assert len(list(load_dataset(tmp_path, labels, AnalysisConfig(k=30), cache))) == 20
    assert len(list(cache.glob("*.npz"))) == 20
