"""The report: one file that needs nothing else, tells what the project holds, and carries the head hash."""

import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QTextDocument
from PySide6.QtSvg import QSvgRenderer

from engine.case_report import write_case_report
from engine.case_report.analysable import judged_of
from engine.case_report.compose import compose
from engine.case_report.content import read_content, stored_place, stored_spans
from engine.case_report.pictures import SIDE_PX
from engine.case_report.plot import curve_paths, gaps
from engine.cli import main
from engine.coding_scheme import CodingScheme, Modifier, Tier
from engine.datasets import Record
from engine.flow.farneback import farneback
from engine.journal import verify_project
from engine.planted import found_share
from engine.project.records import stored_marks, stored_scheme
from engine.types import HEADS, PARTS, REGIONS, RegionReason
from engine.video import open_source
from metst_gui import app
from metst_gui.document.annotation import Annotation
from metst_gui.document.document import AnnotationDocument
from metst_gui.document.export import from_records
from metst_gui.document.file.opening import new_project, open_project
from metst_gui.document.file.store import ProjectStore
from metst_gui.document.project import VideoRef
from tests.document.factory import VIDEO, make_proposal, make_run
from tests.engine import portrait_clip
from tests.engine.clips import CLIPS, number_of
from tests.kit.planted import sensitivity

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
    modified = (("side", "left"),)
    document.add(Annotation(onset=40, apex=44, offset=50, note="<b>&", action_units="4+L7", modifiers=modified))
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


def test_it_tells_how_far_it_is_and_is_not_ready_before_it_is_written(project, tmp_path) -> None:
    told: list[tuple[int, int]] = []
    write_case_report(project, tmp_path / "r.html", tell=lambda done, total: told.append((done, total)))
    assert told == [(1, 4), (2, 4), (3, 4)], "three annotations, and the page itself"


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


def reopened(project: Path) -> tuple[AnnotationDocument, ProjectStore]:
    opened = open_project(project)
    document = AnnotationDocument()
    document.open(opened.store, opened.state)
    document.annotators.use("1")
    return document, opened.store


def test_it_tells_what_would_have_been_found_with_intervals_n_and_method(project, tmp_path) -> None:
    document, store = reopened(project)
    document.statements.set_sensitivity(document.video.id, document.view.run.id, sensitivity())
    store.close()
    write_case_report(project, tmp_path / "r.html")
    part = (
        (tmp_path / "r.html").read_text("utf-8").split("What would have been found in this video")[1].split("<h3>")[0]
    )
    assert "120 movements in 2.0 judged minutes, in the measured features" in part
    assert "Intervals in brackets are 90 %" in part
    for name in ("Whole face", "Brows and eyes", "Nose", "Mouth"):
        assert re.search(rf"<td>{name}</td><td>\d+% \[\d+, \d+\]</td><td>[\d.]+ px \[", part), name
    assert "3.0 [1.5, 5.6] (6 proposals nobody had accepted when it was measured)" in part
    document, store = reopened(project)
    in_pictures = replace(sensitivity(), method="pictures", thresholds=())
    nothing = found_share([], [])
    found = tuple((name, nothing if name == "mouth" else curve) for name, curve in in_pictures.found)
    in_pictures = replace(in_pictures, found=found)
    document.statements.set_sensitivity(document.video.id, document.view.run.id, in_pictures)
    store.close()
    write_case_report(project, tmp_path / "pictures.html")
    text = (tmp_path / "pictures.html").read_text("utf-8")
    assert "120 movements in 2.0 judged minutes, in the pictures themselves" in text
    assert "were rendered into copies of this video" in text
    assert "planted into the measurements" not in text
    assert "<td>Mouth</td><td>nothing was planted there</td>" in text
    write_case_report(project, tmp_path / "blind.html", layer="2")
    assert "would have been found" not in (tmp_path / "blind.html").read_text("utf-8")


def test_it_tells_what_two_annotators_both_missed_with_the_dependence_named(project, tmp_path) -> None:
    write_case_report(project, tmp_path / "r.html")
    part = (tmp_path / "r.html").read_text("utf-8").split("<h2>Events that nobody marked</h2>")[1].split("<h2>")[0]
    assert "Ann and Bob: 1 shared, 1 and 0 of one only; both missed about " in part
    assert "an odds ratio of 1 to 5 between them (they looked by themselves)" in part
    assert "Bob and the model: 0 shared, 1 and 1 of one only. They share no event" in part
    assert "Ann and the model" not in part, "Ann saw what the model proposed"


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


# As far as the name of an emotion may go.
BAD_NAME = "<script>alert(1)</script>".replace("/", "")


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
                    marks=({"tier": BAD, "first": 1, "last": 4, "code": BAD, "note": BAD, "by": f"human; by {BAD}"},),
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
            scheme=CodingScheme(BAD_NAME, (BAD_NAME,), (Modifier(BAD_NAME, (BAD_NAME,)),), (Tier("t", BAD_NAME),)),
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


@pytest.fixture
def portrait(tmp_path) -> Path:
    """A project on a face whose brows rise (onset 12, apex 18), with a verdict of each kind."""
    import cv2

    folder = tmp_path / "portrait"
    folder.mkdir()
    for number, gray in enumerate(portrait_clip.frames()[:40]):
        cv2.imwrite(str(folder / f"{number:03d}.png"), gray)
    opened = new_project(tmp_path / "portrait-0123456789ab.metst")
    document = AnnotationDocument()
    document.open(opened.store, opened.state)
    with open_source(folder, fps=30) as source:
        document.show_video(document.videos.add(VideoRef.of(source.info), name="portrait", subject="s1"))
    document.annotators.rename("Ann")
    run = make_run(make_proposal(18), make_proposal(28, after=2), make_proposal(8, after=1), n=40)
    document.set_run(replace(run, restless=((30, 35),)))
    early, brows, late = document.view.proposals
    document.accept(brows, emotion="surprise", chosen=True)
    document.reject(late, "blink")
    document.unsure(early)
    opened.store.close()
    return tmp_path / "portrait-0123456789ab.metst"


def test_faces_are_shown_with_their_movement_drawn_larger(portrait, tmp_path) -> None:
    import base64

    import cv2

    told: list[tuple[int, int]] = []
    write_case_report(portrait, tmp_path / "r.html", tell=lambda *step: told.append(step))
    assert told == [(1, 2)], "the page itself is the last part"
    text = (tmp_path / "r.html").read_text("utf-8")
    found = re.findall(r"base64,([^']+)' alt='([^']+)'", text)
    names = [name for _data, name in found]
    assert names[:3] == ["onset, frame 13", "apex, frame 18", "offset, frame 28"]
    factor = int(re.fullmatch(r"motion magnified (\d+) times, frame 18", names[3])[1])
    pictures = [cv2.imdecode(np.frombuffer(base64.b64decode(data), np.uint8), cv2.IMREAD_COLOR) for data, _ in found]
    assert [one.shape for one in pictures] == [(SIDE_PX, SIDE_PX, 3)] * 4
    assert f"motion magnified ×{factor}: drawn, not filmed" in text
    # The brows, in the upper third of the crop, are further from the onset in the drawn picture than in the apex.
    onset, apex, _offset, drawn = (cv2.cvtColor(one, cv2.COLOR_BGR2GRAY)[60:130] for one in pictures)
    moved, larger = (float(np.percentile(farneback(onset, one)[..., 1], 5)) for one in (apex, drawn))
    assert moved < -0.3
    assert larger < 2 * moved


def test_times_come_first_and_what_was_not_accepted_is_told_with_its_reason(portrait, tmp_path) -> None:
    write_case_report(portrait, tmp_path / "r.html")
    text = (tmp_path / "r.html").read_text("utf-8")
    assert "<td>1</td><td>0:00.433 (13)</td><td>0:00.600 (18)</td><td>0:00.933 (28)</td><td>533 ms</td>" in text
    assert "0.70</td><td>rejected</td><td>blink</td><td>Ann, 20" in text
    assert "0.70</td><td>unsure</td><td>no reason given</td><td>Ann, 20" in text
    assert "<h1>Review report: portrait</h1>" in text, "nobody reads the digits of the name"
    assert "<h4>portrait (subject s1), Ann, no. 1</h4>" in text
    assert "85% of the video analysable" not in text, "three samples are not scored"
    assert "Nothing can be judged in</th><td>0:01.000 to 0:01.167 (30 to 35)" in text


def test_what_could_be_judged_of_each_part_of_the_face_is_told() -> None:
    n = 10
    arrays = {
        "frames": np.arange(n),
        "score": np.zeros(n, np.float32),
        "mask": np.zeros(n, np.uint8),
        "region_reasons": np.zeros((n, len(REGIONS)), np.uint8),
        "region_motion": np.zeros((n, len(REGIONS)), np.float32),
        "region_scores": np.zeros((n, len(HEADS)), np.float32),
        "region_movement": np.zeros((n, len(HEADS)), np.float32),
    }
    arrays["region_reasons"][:4, list(PARTS["mouth"])] = RegionReason.MOTION
    covered, why = judged_of({"id": "r", "model": "m", "model_digest": "", "rate": 30.0, "restless": []}, arrays)
    assert covered is not None
    assert covered.parts == {"brows": 1.0, "nose": 1.0, "mouth": 0.6}
    assert why["mouth"] == {"too much movement": 0.4}
    assert not why["brows"]


def test_a_decision_names_what_it_is_about(project) -> None:
    content = read_content(project, layer=None)
    video = content.videos[0]
    ids = [one.annotations[0]["id"] for one in video.layers]
    decision = dict.fromkeys(("id", "reason", "annotator"), "") | {"video": video.form["id"], "choice": "first"}
    decision |= {"first": ids[0], "second": None, "at": "2026-11-30T08:00:00+00:00"}
    html = compose(replace(content, decisions=(decision,)))
    told = html.split("<h2>Adjudication")[1].split("<h2>Journal")[0]
    assert "clip (subject s&lt;1&gt;)" in told
    assert "Ann: 0:" in told
    assert "(5 to 20), fear" in told
    assert "2026-11-30 08:00:00 UTC" in told
    assert ids[0] not in told


def test_a_decision_names_no_emotion_that_nobody_stated(project) -> None:
    content = read_content(project, layer=None)
    video = content.videos[0]
    form = dict(video.layers[1].annotations[0])
    hint = {"origins": {**form["origins"], "emotion": "model; by m"}}
    decision = dict.fromkeys(("id", "reason", "annotator"), "") | {"video": video.form["id"], "choice": "second"}
    decision |= {"first": None, "second": form["id"], "at": "2026-11-30T08:00:00+00:00"}
    for changed, words in (
        ({}, "(41 to 51), sad<"),
        (hint, "(41 to 51), emotion not set<"),
        ({"emotion": None, "no_emotion": False}, "(41 to 51), emotion not set<"),
        ({"emotion": None, "no_emotion": True}, "(41 to 51), none inferred<"),
    ):
        bob = replace(video.layers[1], annotations=({**form, **changed},))
        said = replace(content, videos=(replace(video, layers=(video.layers[0], bob)),), decisions=(decision,))
        assert words in compose(said).split("<h2>Adjudication")[1], words


def test_artefacts_are_told_for_they_move_what_is_proposed(project, tmp_path) -> None:
    write_case_report(project, tmp_path / "r.html")
    assert "Artefacts" not in (tmp_path / "r.html").read_text("utf-8")
    opened = open_project(project)
    document = AnnotationDocument()
    document.open(opened.store, opened.state)
    document.statements.set_artefacts([(24, 29)])
    opened.store.close()
    write_case_report(project, tmp_path / "r.html")
    assert "Artefacts</th><td>0:00.800 to 0:00.967 (24 to 29): marked by hand" in (tmp_path / "r.html").read_text()
    blind = tuple(one.artefacts for one in read_content(project, layer="2").videos)
    assert blind == ((),), "it would tell what was seen of the score"


def test_spans_that_cannot_be_read_are_left_out() -> None:
    assert stored_spans([[5, 9], [9, 5], [1], ["a", 2], 3, [True, 2]]) == ((5, 9),)
    assert stored_spans(None) == ()


def test_the_place_of_a_chosen_face_is_read_or_there_is_none() -> None:
    assert stored_place([10, 20.5]) == (10.0, 20.5)
    for wrong in (None, "x", [1], [1, "2"], {"x": 1}, [float("nan"), 1]):
        assert stored_place(wrong) is None, wrong


def test_it_is_printed_on_paper(portrait, tmp_path, capsys) -> None:
    """Pages with every heading, and pictures; no window and no screen is needed."""
    target = tmp_path / "r.pdf"
    assert app.main([str(portrait), "--report", str(target)]) == 0
    digest = hashlib.sha256(target.read_bytes()).hexdigest()
    assert f"(sha256 {digest})" in capsys.readouterr().out
    data = target.read_bytes()
    assert data.startswith(b"%PDF-")
    assert 2 <= data.count(b"/Type /Page\n") <= 6
    assert data.count(b"/Subtype /Image") >= 5, "four faces and the curve"


def test_what_cannot_be_printed_is_said(portrait, tmp_path, capsys) -> None:
    assert main(["report", str(portrait), "--out", str(tmp_path / "r.pdf")]) == 2
    assert "metst-gui portrait-0123456789ab.metst --report r.pdf" in capsys.readouterr().err
    assert app.main(["--report", str(tmp_path / "r.pdf")]) == 2
    assert "Name the project" in capsys.readouterr().err
    assert app.main([str(tmp_path / "none.metst"), "--report", str(tmp_path / "r.pdf")]) == 2
    assert app.main([str(portrait), "--report", str(tmp_path / "none" / "r.pdf")]) == 2
    assert "choose another place" in capsys.readouterr().err
    assert not (tmp_path / "r.pdf").exists()


def test_the_paper_holds_all_that_the_page_holds(portrait, qapp) -> None:
    content = read_content(portrait, layer=None)
    screen, paper = compose(content), compose(content, paper=True)
    document = QTextDocument()
    document.setHtml(paper)
    words = document.toPlainText()
    for told in ("Ann, no. 1", "Proposals rejected", "no reason given", "0:00.600 (18)", "Nothing can be judged in"):
        assert told in words, told
        assert told in screen, told
    svg = re.search(r"data:image/svg\+xml;base64,([^']+)'", paper)
    assert svg is not None
    assert QSvgRenderer(base64_of(svg[1])).isValid()


def base64_of(text: str) -> bytes:
    import base64

    return base64.b64decode(text)


def test_marks_on_own_tiers_and_modifiers_are_told(tmp_path) -> None:
    opened = new_project(tmp_path / "a.metst")
    document = AnnotationDocument()
    document.open(opened.store, opened.state)
    document.show_video(document.videos.add(VIDEO, name="clip"))
    document.annotators.rename("Ann")
    scheme = CodingScheme(
        "own", ("joy",), (Modifier("side", ("left",)),), (Tier("q", "question", "point"), Tier("g", "gaze"))
    )
    document.coding.set_scheme(scheme)
    document.coding.add(scheme.tiers[0], 30, 30)
    document.coding.add(scheme.tiers[1], 60, 89, "away")
    document.add(Annotation(onset=10, apex=None, offset=20, emotion="joy", modifiers=(("side", "left"),)))
    opened.store.close()
    write_case_report(tmp_path / "a.metst", tmp_path / "r.html")
    text = (tmp_path / "r.html").read_text("utf-8")
    assert "<td>question</td><td>0:01.000 (30)</td><td>–</td>" in text
    assert "<td>gaze</td><td>0:02.000 to 0:02.967 (60 to 89)</td><td>away</td>" in text
    assert "<th>Modifiers</th><td>side left</td>" in text
    assert "Coding scheme of the project: emotions joy; side (left); points on the tier “question”" in text


def test_stored_marks_of_anything_are_none() -> None:
    good = {"tier": "g", "first": 1, "last": 2, "code": "", "note": "", "by": "human"}
    settings = {"mark/v/1/a": good, "mark/v/1/b": {**good, "first": "1"}, "mark/v/1/c": 7, "mark/v/2/d": good}
    settings |= {"mark/v/1/e": {**good, "note": None}, "mark/v/1/f": {"tier": "g"}, "coding scheme": {"name": 1}}
    assert stored_marks(settings, stored_scheme(settings), "v", "1") == (good,)
