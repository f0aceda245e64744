"""The report: one file that needs nothing else, tells what the project holds, and carries the head hash."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest

from engine.case_report import write_case_report
from engine.case_report.compose import compose
from engine.case_report.content import read_content
from engine.case_report.plot import curve_paths, gaps
from engine.cli import main
from engine.datasets import Record
from engine.journal import verify_project
from engine.video import open_source
from metst_gui.document.annotation import Annotation
from metst_gui.document.document import AnnotationDocument
from metst_gui.document.export import from_records
from metst_gui.document.file.opening import new_project
from metst_gui.document.project import VideoRef
from tests.document.factory import VIDEO, make_proposal, make_run
from tests.engine.clips import CLIPS, number_of

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def project(tmp_path) -> Path:
    clip = CLIPS["h264-gop15"].write(tmp_path / "clip", 60)
    opened = new_project(tmp_path / "case <17>.metst")
    document = AnnotationDocument()
    document.open(opened.store, opened.state)
    with open_source(clip) as source:
        document.show_video(document.videos.add(VideoRef.of(source.info), name="clip", subject="s<1>"))
    document.annotators.rename("Ann")
    document.set_run(make_run(make_proposal(10), make_proposal(30, after=8), n=60))
    document.accept(document.view.proposals[0], emotion="fear", chosen=True)
    document.reject(document.view.proposals[1], "blink")
    document.add(Annotation(onset=40, apex=44, offset=50, note="<b>&", action_units="4+L7"))
    document.annotators.add("Bob", blind=True)
    document.add(Annotation(onset=41, apex=None, offset=51, emotion="sad"))
    opened.store.close()
    return tmp_path / "case <17>.metst"


class Balance(HTMLParser):
    """Every element that is opened is closed, and nothing is loaded."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.sources: list[str] = []

    def handle_starttag(self, tag, attrs) -> None:
        self.sources += [value for name, value in attrs if name in ("src", "href", "srcset", "action", "data")]
        if tag not in ("meta", "img", "rect", "line", "path"):
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs) -> None:
        pass

    def handle_endtag(self, tag) -> None:
        if tag in ("rect", "line", "path"):
            return
        assert self.open.pop() == tag


def test_it_tells_everything_and_needs_nothing(project, tmp_path) -> None:
    write_case_report(project, tmp_path / "r.html")
    text = (tmp_path / "r.html").read_text("utf-8")
    parser = Balance()
    parser.feed(text)
    assert parser.open == []
    assert len(parser.sources) == 8, "three key frames for two annotations, two for the one without an apex"
    assert all(source.startswith("data:image/jpeg;base64,") for source in parser.sources)
    assert "http://" not in text.replace("http-equiv", "")
    assert verify_project(project).head in text
    said = ("Ann", "Bob", "s&lt;1&gt;", "fear", "4+L7", "&lt;b&gt;&amp;", "1 accepted, 1 rejected", "blind:", "<svg")
    warned = ("not evidence", "no deception, stress or intent score", "NOT been validated on real", "default: set by")
    for words in said + warned:
        assert words in text, words
    assert "<b>&" not in text


def test_the_key_frames_are_those_frames(project, tmp_path) -> None:
    import base64

    import cv2

    write_case_report(project, tmp_path / "r.html")
    text = (tmp_path / "r.html").read_text("utf-8")
    found = re.findall(r"base64,([^']+)' alt='(\w+), frame (\d+)'", text)
    assert [(name, int(frame)) for _data, name, frame in found][:3] == [("onset", 5), ("apex", 10), ("offset", 20)]
    for data, _name, frame in found:
        picture = cv2.imdecode(np.frombuffer(base64.b64decode(data), np.uint8), cv2.IMREAD_COLOR)
        assert number_of(picture) == int(frame)


def test_a_blind_annotators_report_tells_nothing_of_the_others(project, tmp_path) -> None:
    write_case_report(project, tmp_path / "r.html", layer="2")
    text = (tmp_path / "r.html").read_text("utf-8")
    assert "Bob" in text
    for hidden in ("accept", "reject", "analyse"):
        assert f"<th>{hidden}</th>" not in text
    for hidden in ("Ann<", "fear", "rejected", "<svg", "spotting"):
        assert hidden not in text.split("<h2>Protocol")[1].split("<h2>Journal")[0].split("</p>", 1)[1], hidden


def test_what_does_not_verify_is_not_reported(project, tmp_path, capsys) -> None:
    content = project.read_bytes()
    project.write_bytes(content.replace(b'"emotion":"fear"', b'"emotion":"fury"', 1))
    assert main(["report", str(project), "--out", str(tmp_path / "r.html")]) == 2
    assert "nothing is reported" in capsys.readouterr().err
    assert not (tmp_path / "r.html").exists()


def test_without_the_video_it_says_so(project, tmp_path, capsys) -> None:
    next(tmp_path.glob("clip*")).unlink()
    assert main(["report", str(project), "--out", str(tmp_path / "r.html")]) == 0
    assert "The video was not found" in (tmp_path / "r.html").read_text("utf-8")
    assert main(["report", str(project), "--out", str(tmp_path / "none" / "r.html")]) == 2


def test_a_gap_breaks_the_curve() -> None:
    score = np.array([0, 0.5, np.nan, np.nan, 1, 0], np.float32)
    paths = curve_paths(np.arange(6), score, lambda x: x, lambda y: y)
    assert paths == ["M0.0 0.0L1.0 0.5", "M4.0 1.0L5.0 0.0"]
    assert gaps(np.arange(6), score) == [(2, 4)]


BAD = "<script>alert(1)</script><img src=x onerror='y'>\"&"


def poisoned(value):
    """The same stored form with markup at the end of every text in it, keys of free mappings too."""
    if isinstance(value, str):
        return value + BAD
    if isinstance(value, dict):
        free = value.keys() & {"network", "half_max"}
        return {(f"{key}{BAD}" if key in free else key): poisoned(one) for key, one in value.items()}
    return [poisoned(one) for one in value] if isinstance(value, list | tuple) else value


def test_markup_in_any_stored_field_is_text(project) -> None:
    content = read_content(project, layer=None)
    videos = tuple(
        replace(
            one,
            form=poisoned(dict(one.form)),
            run=poisoned(dict(one.run)),
            statement=one.statement + BAD,
            layers=tuple(
                replace(
                    layer,
                    name=layer.name + BAD,
                    how=layer.how + BAD,
                    annotations=tuple(poisoned(dict(form)) for form in layer.annotations),
                    verdicts=tuple(poisoned(dict(form)) for form in layer.verdicts),
                    complete={
                        "at": BAD,
                        "annotator": BAD,
                        "looked": 1.0,
                        "not_looked": [[0, 1]],
                        "open": 0,
                        "digest": BAD,
                    },
                )
                for layer in one.layers
            ),
        )
        for one in content.videos
    )
    decision = dict.fromkeys(("id", "video", "first", "second", "choice", "reason", "annotator", "at"), BAD)
    html = compose(
        replace(
            content,
            videos=videos,
            decisions=(decision,),
            actions={BAD: 1},
            notes=(BAD,),
            head=BAD,
            began=BAD,
            ended=BAD,
            project=Path(f"{BAD.replace('/', '')}.metst"),
        )
    )
    parser = Balance()
    parser.feed(html)
    assert parser.open == []
    assert "<script" not in html
    assert "<img src=x" not in html
    assert html.count("&lt;script&gt;") > 40
    assert all(source.startswith("data:image/jpeg;base64,") for source in parser.sources)


def test_labels_of_a_file_are_not_called_the_annotators_work(tmp_path) -> None:
    opened = new_project(tmp_path / "a.metst")
    document = AnnotationDocument()
    document.open(opened.store, opened.state)
    document.show_video(document.videos.add(VIDEO, name="clip"))
    record = Record("s", "clip", 10, 14, 20, "fear", "4", extra={"kind": "macro"})
    found, _ = from_records([record], file_name="theirs.xlsx", n_frames=1000)
    document.import_annotations(found)
    opened.store.close()
    write_case_report(tmp_path / "a.metst", tmp_path / "r.html")
    text = (tmp_path / "r.html").read_text("utf-8")
    assert "These labels are from “theirs.xlsx”" in text
    for words in ("Worked ", "manual", "annotator&#39;s choice", "set by the annotator", "stated by"):
        assert words not in text.split("<h2>Video")[1].split("<h2>Journal")[0], words
    assert text.count("from the label file theirs.xlsx") == 4, "bounds, emotion, action units, kind"
