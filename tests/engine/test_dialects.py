"""What other annotation tools really write: BORIS, Label Studio, ELAN, subtitles, TextGrids, ActivityNet."""

import gzip
import json
import os
import subprocess
import sys
from fractions import Fraction
from importlib.util import find_spec
from pathlib import Path

import openpyxl
import praatio.textgrid
import pympi
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from praatio.data_classes.interval_tier import IntervalTier

from engine.cli import main
from engine.clock import Rate
from engine.datasets import ReadResult, Record, read_records, write_records
from engine.datasets.sniff import format_of
from engine.datasets.timelines.timed import Medium
from engine.errors import DatasetError
from tests.engine.dataset_records import good, plain, target

FIELD = Path(__file__).parent / "data" / "field"
QUIET = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def frames(result: ReadResult) -> list[tuple[str, int, int | None, int]]:
    return [(one.video, one.onset, one.apex, one.offset) for one in result.records]


def told(result: ReadResult) -> str:
    return "\n".join(map(str, result.issues))


# ---- BORIS


def test_boris_9_names_its_rate_its_media_and_its_modifiers() -> None:
    found = read_records(FIELD / "boris9.tsv")
    assert format_of(FIELD / "boris9.tsv") == "boris"
    assert frames(found) == [("a", 25, None, 34), ("a", 50, 50, 50)]
    assert [(one.extra["kind"], one.emotion, one.subject) for one in found.records] == [
        ("micro", "happy", "s1"),
        ("blink", None, "s1"),
    ]


def test_two_media_of_one_observation_are_two_videos() -> None:
    found = read_records(FIELD / "boris9_two.tsv")
    assert frames(found) == [("a", 25, None, 34), ("b", 25, None, 34)]
    assert [one.emotion for one in found.records] == ["happy", "fear"]


COLUMNS = (
    *("Observation id", "Observation date", "Description", "Observation type", "Source", "Time offset (s)"),
    *("Coding duration", "Media duration (s)", "FPS (frame/s)", "Subject", "Behavior", "Behavioral category"),
    *("Modifier #1", "Modifier #2", "Modifier #3", "Behavior type", "Start (s)", "Stop (s)", "Duration (s)"),
    *("Media file name", "Image index start", "Image index stop", "Comment start", "Comment stop"),
)


def boris(path: Path, *rows: dict[str, str], mark: str = "\t") -> Path:
    usual = {"Observation id": "o", "Observation type": "Media file", "FPS (frame/s)": "25.000", "Subject": "s1"}
    usual |= {"Behavior": "micro", "Behavior type": "STATE", "Media file name": "a.mp4", "Time offset (s)": "0"}
    lines = [mark.join(COLUMNS), *(mark.join((usual | row).get(name, "") for name in COLUMNS) for row in rows)]
    path.write_text("\n".join(lines) + "\n")
    return path


def test_media_that_were_played_one_after_the_other(tmp_path: Path) -> None:
    several = {
        "Source": "player #1:v/a.mp4;v/b.mp4;v/c.mp4|player #2:d.mp4",
        "FPS (frame/s)": "25.000;50.000;30.000|25.000",
    }
    several |= {"Media duration (s)": "20.000;12.500;8.000|40.000"}
    path = boris(
        tmp_path / "x.tsv",
        {**several, "Start (s)": "33.500", "Stop (s)": "34.500", "Media file name": "v/c.mp4"},
        {**several, "Start (s)": "20.100", "Stop (s)": "20.200", "Media file name": "v/b.mp4"},
    )
    found = read_records(path)
    assert sorted(frames(found)) == [("b", 5, None, 9), ("c", 30, None, 59)]


def test_a_medium_whose_place_is_unknown_is_read_by_its_image_index_or_left_out(tmp_path: Path) -> None:
    path = boris(
        tmp_path / "x.tsv",
        {"Start (s)": "1", "Stop (s)": "1.4"},
        {
            "Start (s)": "21",
            "Stop (s)": "21.4",
            "Media file name": "b.mp4",
            "Image index start": "25",
            "Image index stop": "35",
        },
        {"Start (s)": "22", "Stop (s)": "22.4", "Media file name": "b.mp4"},
    )
    found = read_records(path)
    assert frames(found) == [("a", 25, None, 34), ("b", 25, None, 34)]
    assert "row 4" in told(found)
    assert "left out" in told(found)


def test_the_time_offset_of_an_observation_is_taken_off(tmp_path: Path) -> None:
    path = boris(tmp_path / "x.tsv", {"Start (s)": "101.000", "Stop (s)": "101.400", "Time offset (s)": "100"})
    assert frames(read_records(path)) == [("a", 25, None, 34)]


def test_pictures_are_counted_from_one(tmp_path: Path) -> None:
    pictures = {"Observation type": "From pictures", "FPS (frame/s)": "NA", "Media file name": "NA", "Start (s)": "NA"}
    pictures |= {"Stop (s)": "NA", "Image index start": "26", "Image index stop": "36"}
    found = read_records(boris(tmp_path / "x.tsv", pictures))
    assert frames(found) == [("o", 25, None, 34)]


def test_modifiers_keep_their_meaning(tmp_path: Path) -> None:
    times = {"Start (s)": "1", "Stop (s)": "2"}
    path = boris(
        tmp_path / "x.csv",
        {**times, "Modifier #1": "None", "Modifier #2": "AU4+7", "Modifier #3": "left"},
        {
            **times,
            "Modifier #1": "happy",
            "Modifier #2": "strong",
            "Subject": "No focal subject",
            "Comment start": "look",
        },
        mark=",",
    )
    one, two = read_records(path).records
    assert (one.emotion, one.action_units, one.extra.get("modifiers")) == (None, "AU4+7", "left")
    assert (two.emotion, two.extra["modifiers"], two.subject, two.extra["note"]) == ("happy", "strong", "", "look")


def test_tabular_events_are_paired(tmp_path: Path) -> None:
    path = tmp_path / "x.tsv"
    lines = [
        "Observation id\to\t\t\t\t\t\t",
        "Media file(s)\t\t\t\t\t\t\t",
        "",
        "Time\tMedia file path\tFPS\tSubject\tBehavior\tModifier 1\tComment\tStatus",
        "1.000\ta.mp4\t25\ts1\tmicro\thappy\t\tSTART",
        "1.200\ta.mp4\t25\ts1\tmicro apex\t\t\tPOINT",
        "1.400\ta.mp4\t25\ts1\tmicro\thappy\t\tSTOP",
        "3.000\ta.mp4\t25\ts1\tmicro\tsad\t\tSTART",
        "5.000\ta.mp4\t25\ts1\tblink\t\t\tSTOP",
    ]
    path.write_text("\n".join(lines) + "\n")
    found = read_records(path)
    assert format_of(path) == "boris"
    assert frames(found) == [("a", 25, 30, 34)]
    assert "starts without a stop; left out" in told(found)
    assert "stops without a start; left out" in told(found)


def test_an_emotion_with_a_bar_comes_back(tmp_path: Path) -> None:
    written = [Record("s", "v", 1, None, 5, "|", "4", extra={"kind": "micro"})]
    for name in ("boris", "boris_project", "boris_sheet"):
        path = target(tmp_path / name, name)
        write_records(path, written, format=name, fps=25)
        found = read_records(path, format=name)
        assert list(found.records) == written
        assert not found.issues


PROJECT = {
    "project_format_version": "7.0",
    "behaviors_conf": {
        "0": {"type": "State event", "code": "micro"},
        "1": {"type": "Point event", "code": "blink"},
    },
    "subjects_conf": {},
    "observations": {
        "day 1": {
            "type": "MEDIA",
            "file": {"1": ["v/a.mp4", "v/b.mp4"], "2": []},
            "time offset": 10.0,
            "media_info": {"length": {"v/a.mp4": 20.0, "v/b.mp4": 9.0}, "fps": {"v/a.mp4": 25.0, "v/b.mp4": 50.0}},
            "events": [
                [11.0, "s1", "micro", "happy|4", "", 25],
                [11.4, "s1", "micro", "happy|4", "", 35],
                [31.0, "", "micro", "None|None", "seen twice", 50],
                [31.4, "", "micro", "None|None", "", 70],
                [32.0, "s1", "blink", "", "", "NA"],
                [33.0, "s1", "micro", "", "", "NA"],
            ],
        },
        "pictures": {
            "type": "IMAGES",
            "events": [["NA", "s2", "micro", "", "", 26, "p/26.jpg"], ["NA", "s2", "micro", "", "", 36, "p/36.jpg"]],
        },
    },
}


def test_projects_of_boris(tmp_path: Path) -> None:
    path = tmp_path / "x.boris"
    path.write_text(json.dumps(PROJECT))
    found = read_records(path)
    assert frames(found) == [
        ("a", 25, None, 34),
        ("b", 50, None, 69),
        ("b", 100, 100, 100),
        ("pictures", 25, None, 34),
    ]
    first, second = found.records[:2]
    assert (first.subject, first.emotion, first.action_units) == ("s1", "happy", "4")
    assert (second.subject, second.emotion, second.extra["note"]) == ("", None, "seen twice")
    assert told(found).count("starts without a stop") == 1


def test_projects_are_read_packed_and_with_times_that_are_no_numbers(tmp_path: Path) -> None:
    text = json.dumps(PROJECT).replace('"NA"', "NaN")
    path = tmp_path / "x.boris.gz"
    path.write_bytes(gzip.compress(text.encode()))
    assert format_of(path) == "boris_project"
    plain_path = tmp_path / "x.boris"
    plain_path.write_text(json.dumps(PROJECT))
    assert frames(read_records(path)) == frames(read_records(plain_path))
    path.write_bytes(gzip.compress(text.encode())[:-20])
    with pytest.raises(DatasetError, match="not intact"):
        read_records(path)


def test_tables_in_a_workbook(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for line in (FIELD / "boris9_two.tsv").read_text().splitlines():
        book.active.append([cell or None for cell in line.split("\t")])
    path = tmp_path / "x.xlsx"
    book.save(path)
    assert format_of(path) == "boris"
    assert frames(read_records(path)) == [("a", 25, None, 34), ("b", 25, None, 34)]


def test_the_video_at_hand_times_its_own_medium_only(tmp_path: Path) -> None:
    path = tmp_path / "x.boris"
    path.write_text(json.dumps(PROJECT))
    found = read_records(path, medium=Medium(Rate(Fraction(100)), Path("elsewhere/b.mp4")))
    assert frames(found)[:2] == [("a", 25, None, 34), ("b", 100, None, 139)]


BORIS_IMPORTS = """
import importlib.util, json, sys, types
from pathlib import Path

# Its package imports the whole window, sound included; only what imports and exports is asked for here.
package = types.ModuleType("boris")
package.__path__ = [str(Path(importlib.util.find_spec("boris").origin).parent)]
sys.modules["boris"] = package
player = package.mpv2 = sys.modules["boris.mpv2"] = types.ModuleType("boris.mpv2")  # it wants libmpv
player.sofile = player.dll = ""
from PyQt5.QtWidgets import QApplication
from boris import config as cfg, dialog, export_observation, import_observations, project_functions

application = QApplication([])


class Chosen:
    def __init__(self, _, names):
        self.names = names

    def exec_(self):
        return True

    def get_selected_observations(self):
        return self.names


class Box:
    Ok = Default = NoButton = 0

    @staticmethod
    def information(*_):
        pass

    @staticmethod
    def critical(*told):
        raise SystemExit(str(told))

    warning = critical


import_observations.QMessageBox = Box
import_observations.dialog.ChooseObservationsToImport = Chosen
project = json.load(open(sys.argv[1]))
window = types.SimpleNamespace(
    projectFileName="", observationId="sheet", project_changed=lambda: None, load_tw_events=lambda _: None,
    pj={**project, cfg.OBSERVATIONS: {"sheet": {cfg.EVENTS: []}}},
)
import_observations.load_observations_from_boris_project(window, sys.argv[1])
import_observations.load_observations_from_spreadsheet(window, sys.argv[2])
sheet = window.pj[cfg.OBSERVATIONS].pop("sheet")
told = []
for name, observation in window.pj[cfg.OBSERVATIONS].items():
    paired, why = project_functions.check_state_events_obs(name, project[cfg.ETHOGRAM], observation, cfg.S)
    assert paired, why
    subjects = [one["name"] for one in project[cfg.SUBJECTS].values()] + [cfg.NO_FOCAL_SUBJECT]
    behaviors = [one["code"] for one in project[cfg.ETHOGRAM].values()]
    wanted = {cfg.SELECTED_SUBJECTS: subjects, cfg.SELECTED_BEHAVIORS: behaviors, "time": cfg.TIME_EVENTS}
    data, _ = export_observation.export_aggregated_events(window.pj, wanted, name)
    told += [[str(cell) for cell in row] for row in data]
print(json.dumps([told, [[str(cell) for cell in row] for row in sheet[cfg.EVENTS]]]))
"""


@pytest.mark.slow
def test_the_import_of_boris_takes_what_is_written(tmp_path: Path) -> None:
    if not all(map(find_spec, ("boris", "PyQt5", "tablib"))):
        pytest.skip("boris-behav-obs is not installed")
    project, sheet = tmp_path / "x.boris", tmp_path / "x.xlsx"
    write_records(project, good("boris_project"), format="boris_project", fps=25)
    write_records(sheet, good("boris_sheet"), format="boris_sheet", fps=25)
    run = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", BORIS_IMPORTS, str(project), str(sheet)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    assert run.returncode == 0, run.stderr
    rows, events = json.loads(run.stdout.splitlines()[-1])
    states = [row[row.index("STATE") + 1 :] for row in rows if "STATE" in row]
    wanted = sorted((one.onset / 25, (one.offset + 1) / 25) for one in good("boris_project"))
    assert sorted((float(start), float(stop)) for start, stop, *_ in states) == wanted
    assert sorted(float(time) for time, _, code, *_ in events if not code.endswith("apex")) == sorted(
        time for span in wanted for time in span
    )


def test_the_sheet_has_what_the_import_of_boris_asks_for(tmp_path: Path) -> None:
    import pandas as pd

    path = tmp_path / "x.xlsx"
    write_records(path, good("boris_sheet"), format="boris_sheet", fps=25)
    table = pd.read_excel(path, sheet_name=0, engine="openpyxl")
    assert {"time", "subject", "code", "modifier", "comment"} <= set(table.columns)
    states = table[~table["code"].str.endswith("apex")].groupby("code")["time"]
    assert sorted(time for _, times in states for time in times) == sorted(
        [one.onset / 25 for one in good("boris_sheet")] + [(one.offset + 1) / 25 for one in good("boris_sheet")]
    )
    assert format_of(path) == "boris_sheet"


def test_another_table_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.tsv"
    path.write_text("a\tb\n1\t2\n")
    with pytest.raises(DatasetError, match="no table of events of BORIS"):
        read_records(path, format="boris")


# ---- Label Studio

RANGE = {"ranges": [{"start": 26, "end": 35}], "timelinelabels": ["micro"]}
RESULT = {"type": "timelinelabels", "from_name": "kind", "to_name": "video", "value": RANGE}


def studio(path: Path, *tasks: dict[str, object]) -> Path:
    path.write_text(json.dumps(tasks))
    return path


def test_json_min(tmp_path: Path) -> None:
    task = {"id": 1, "video": "/data/upload/1/5a-clip.mp4?x=1", "kind": [RANGE, RANGE | {"timelinelabels": ["macro"]}]}
    found = read_records(studio(tmp_path / "x.json", {**task, "annotator": 3, "annotation_id": 9, "lead_time": 2.5}))
    assert frames(found) == [("5a-clip", 25, None, 34), ("5a-clip", 25, None, 34)]
    assert [one.extra["kind"] for one in found.records] == ["micro", "macro"]
    assert found.records[0].extra["annotator"] == "3"


def test_predictions_drafts_and_cancelled_annotations_are_no_labels(tmp_path: Path) -> None:
    task = {
        "data": {"video": "a"},
        "annotations": [
            {"result": [RESULT], "completed_by": {"email": "x@y"}},
            {"result": [RESULT, RESULT], "was_cancelled": True},
        ],
        "predictions": [{"result": [RESULT], "score": 0.9}],
        "drafts": [{"result": [RESULT]}],
    }
    found = read_records(studio(tmp_path / "x.json", task))
    assert frames(found) == [("a", 25, None, 34)]
    assert found.records[0].extra["annotator"] == "x@y"
    assert told(found).count("left out") == 4
    assert "is a prediction" in told(found)
    assert "was cancelled" in told(found)


@pytest.mark.parametrize(
    ("data", "value"), [({"fps": 24}, {}), ({"frame_rate": "24"}, {}), ({}, {"framesCount": 240, "duration": 10.0})]
)
def test_the_rate_that_label_studio_counted_in(
    tmp_path: Path, data: dict[str, object], value: dict[str, object]
) -> None:
    ranges = {**RESULT, "value": {**RANGE, **value, "ranges": [{"start": 49, "end": 60}]}}
    path = studio(tmp_path / "x.json", {"data": {"video": "a", **data}, "annotations": [{"result": [ranges]}]})
    # Second 2.0 to 2.5 of a video of 50 frames a second.
    assert frames(read_records(path, fps=50)) == [("a", 100, None, 124)]
    assert frames(read_records(path)) == [("a", 48, None, 59)]


def test_regions_in_seconds(tmp_path: Path) -> None:
    region = {**RESULT, "type": "labels", "value": {"start": 2.0, "end": 2.5, "labels": ["micro", "happy"]}}
    path = studio(tmp_path / "x.json", {"data": {"video": "a"}, "annotations": [{"result": [region]}]})
    found = read_records(path, fps=50)
    assert frames(found) == [("a", 100, None, 124)]
    assert (found.records[0].extra["kind"], found.records[0].emotion) == ("micro", "happy")
    with pytest.raises(DatasetError, match="give the video"):
        read_records(path)


def test_a_rate_that_label_studio_does_not_name_is_said(tmp_path: Path) -> None:
    path = studio(tmp_path / "x.json", {"data": {"video": "a"}, "annotations": [{"result": [RESULT]}]})
    found = read_records(path, medium=Medium(Rate(Fraction(50))))
    assert frames(found) == [("a", 25, None, 34)]
    assert "does not name the rate" in told(found)
    named = read_records(path, medium=Medium(Rate(Fraction(50))), fps=25)
    assert frames(named) == [("a", 50, None, 69)]


# ---- ELAN

HEAD = (
    '<?xml version="1.0"?><ANNOTATION_DOCUMENT><HEADER TIME_UNITS="{unit}">{media}</HEADER>'
    "<TIME_ORDER>{slots}</TIME_ORDER>"
)


def elan(
    path: Path, *tiers: str, times: str = "1000 1400 2000 2400", unit: str = "milliseconds", media: str = ""
) -> Path:
    slots = "".join(
        f'<TIME_SLOT TIME_SLOT_ID="ts{n}" TIME_VALUE="{time}"/>' for n, time in enumerate(times.split(), start=1)
    )
    path.write_text(HEAD.format(unit=unit, media=media, slots=slots) + "".join(tiers) + "</ANNOTATION_DOCUMENT>")
    return path


def tier(name: str, *content: str, parent: str = "") -> str:
    above = f' PARENT_REF="{parent}"' if parent else ""
    return f'<TIER TIER_ID="{name}"{above}>' + "".join(f"<ANNOTATION>{one}</ANNOTATION>" for one in content) + "</TIER>"


def aligned(name: str, value: str, first: int = 1) -> str:
    return (
        f'<ALIGNABLE_ANNOTATION ANNOTATION_ID="{name}" TIME_SLOT_REF1="ts{first}" TIME_SLOT_REF2="ts{first + 1}">'
        f"<ANNOTATION_VALUE>{value}</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION>"
    )


def referring(name: str, parent: str, value: str) -> str:
    return (
        f'<REF_ANNOTATION ANNOTATION_ID="{name}" ANNOTATION_REF="{parent}">'
        f"<ANNOTATION_VALUE>{value}</ANNOTATION_VALUE></REF_ANNOTATION>"
    )


def test_the_text_of_a_parent_annotation_is_kept(tmp_path: Path) -> None:
    path = elan(
        tmp_path / "x.eaf",
        tier("micro", aligned("a1", "lip corner")),
        tier("emotion", referring("a2", "a1", "happy"), parent="micro"),
        tier("AU", referring("a3", "a1", "12"), referring("a4", "a1", "6"), parent="micro"),
        tier("sure", referring("a5", "a2", "very"), parent="emotion"),
    )
    (found,) = read_records(path, fps=25).records
    assert (found.emotion, found.action_units) == ("happy", "12; 6")
    assert (found.extra["text"], found.extra["sure"]) == ("lip corner", "very")


def test_annotations_below_that_belong_to_nothing_are_named(tmp_path: Path) -> None:
    path = elan(
        tmp_path / "x.eaf",
        tier("micro", aligned("a1", "happy")),
        tier("phase", aligned("a2", "late", first=3), parent="micro"),
        tier("word", referring("a3", "gone", "x"), parent="micro"),
    )
    found = read_records(path, fps=25)
    assert len(found.records) == 1
    assert told(found).count("left out") == 2


def test_xml_that_is_no_elan_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.eaf"
    path.write_text("<?xml version='1.0'?><html><body/></html>")
    with pytest.raises(DatasetError, match="is XML but no ELAN file"):
        read_records(path, fps=25)


def test_frames_of_television_as_units(tmp_path: Path) -> None:
    path = elan(tmp_path / "x.eaf", tier("micro", aligned("a1", "happy")), times="25 35", unit="PAL-frames")
    assert frames(read_records(path, fps=25)) == [("", 25, None, 34)]


def test_the_origin_of_the_video_at_hand_is_taken(tmp_path: Path) -> None:
    media = "".join(
        f'<MEDIA_DESCRIPTOR MEDIA_URL="file:///C:/v/{name}" TIME_ORIGIN="{origin}"/>'
        for name, origin in (("sound.wav", 500), ("my%20face.mp4", 2000))
    )
    path = elan(tmp_path / "x.eaf", tier("micro", aligned("a1", "happy")), media=media)
    known = read_records(path, medium=Medium(Rate(Fraction(25)), Path("there/my face.mp4")))
    assert frames(known) == [("my face", 75, None, 84)]
    first = read_records(path, fps=100)
    assert frames(first) == [("sound", 150, None, 189)]
    assert "differs between the media" in told(first)


# ---- subtitles


def test_marks_of_webvtt_are_taken_off_and_characters_unescaped(tmp_path: Path) -> None:
    path = tmp_path / "x.vtt"
    path.write_text(
        "WEBVTT\n\nSTYLE\n::cue {}\n\n1\n00:01.000 --> 00:01.400 align:start\n"
        "<v.loud Anna &amp; Bo><b>micro</b></v> · emotion <00:00:01.100>R&amp;D &lt;b&gt; &amp;lt; caf&eacute;\n"
    )
    (found,) = read_records(path, fps=25).records
    assert (found.extra["kind"], found.emotion) == ("micro", "R&D <b> &lt; café")
    assert found.extra["voice"] == "Anna & Bo"


def test_srt_knows_no_escapes(tmp_path: Path) -> None:
    path = tmp_path / "x.srt"
    written = [Record("", "", 25, None, 34, "R&D < a > b", "", extra={"kind": "micro"})]
    write_records(path, written, format="srt", fps=25)
    assert "R&D < a > b" in path.read_text()
    assert list(read_records(path, fps=25).records) == written
    path.write_text(
        '1\n00:00:01,000 --> 00:00:01,400\n{\\an8}<i>micro</i> · emotion <font color="#fff">Q&amp;A</font>\n'
    )
    (found,) = read_records(path, fps=25).records
    assert (found.extra["kind"], found.emotion) == ("micro", "Q&amp;A")


# ---- TextGrid


@pytest.mark.parametrize("form", ["json", "textgrid_json", "short_textgrid", "long_textgrid"])
def test_text_grids_in_every_form_of_praatio(tmp_path: Path, form: str) -> None:
    grid = praatio.textgrid.Textgrid()
    grid.addTier(IntervalTier("micro", [(1.0, 1.4, "happy"), (2.0, 2.48, 'a "b"')], 0, 4))
    ending = ".json" if "json" in form else ".TextGrid"
    for path in (tmp_path / f"x{ending}", tmp_path / "x.TextGrid"):
        grid.save(str(path), format=form, includeBlankSpaces=True)
        assert format_of(path) == "textgrid"
        found = read_records(path, fps=25)
        assert frames(found) == [("", 25, None, 34), ("", 50, None, 61)]
        assert [one.emotion for one in found.records] == ["happy", 'a "b"']


def test_json_that_is_no_text_grid_says_so(tmp_path: Path) -> None:
    path = tmp_path / "x.TextGrid"
    path.write_text('{"a": 1}')
    with pytest.raises(DatasetError, match="in JSON"):
        read_records(path, fps=25)


# ---- ActivityNet and OpenTAD


def test_activitynet_of_other_tools(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    database = {
        "v_a": {
            "duration": 10.0,
            "frame": 250,
            "subset": "training",
            "annotations": [{"segment": [1.0, 1.4], "label": "micro"}],
        },
        "v_b": {
            "duration": 10.0,
            "fps": 50,
            "annotations": [{"segment": [1.0, 1.4], "label": "blink"}, {"segment": [1]}],
        },
    }
    path.write_text(json.dumps({"version": "1.3", "taxonomy": [], "database": database}))
    assert format_of(path) == "activitynet"
    found = read_records(path)
    assert frames(found) == [("v_a", 25, None, 34), ("v_b", 50, None, 69)]
    assert told(found).count("left out") == 1
    path.write_text(json.dumps({"results": {"v_a": [{"segment": [1.0, 1.4], "label": "micro", "score": 0.5}]}}))
    (one,) = read_records(path, fps=25).records
    assert (one.onset, one.offset, one.extra["score"]) == (25, 34, "0.5")


# ---- every row is accounted for


def rows_out(result: ReadResult) -> int:
    return sum("left out" in one.text for one in result.issues)


seconds = st.one_of(
    st.floats(0, 100, allow_nan=False).map(lambda value: f"{value:.3f}"), st.sampled_from(["NA", "", "x", "-1", "1:00"])
)


@QUIET
@given(
    rows=st.lists(
        st.tuples(seconds, seconds, st.sampled_from(["STATE", "POINT"]), st.sampled_from(["micro", "blink"])),
        max_size=8,
    )
)
def test_boris_accounts_for_every_row(tmp_path: Path, rows: list[tuple[str, str, str, str]]) -> None:
    path = boris(
        tmp_path / "x.tsv",
        *(
            {"Start (s)": start, "Stop (s)": stop, "Behavior type": kind, "Behavior": code}
            for start, stop, kind, code in rows
        ),
    )
    found = read_records(path, format="boris", fps=25)
    assert len(found.records) + rows_out(found) == len(rows)


ends = st.one_of(st.integers(-5, 400), st.none(), st.just("x"), st.floats(0, 9))


@QUIET
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["annotations", "predictions", "drafts"]),
            st.booleans(),
            st.lists(st.tuples(ends, ends), max_size=3),
        ),
        max_size=5,
    )
)
def test_label_studio_accounts_for_every_range(
    tmp_path: Path, entries: list[tuple[str, bool, list[tuple[object, object]]]]
) -> None:
    task: dict[str, object] = {"data": {}}
    results = 0
    for layer, cancelled, ranges in entries:
        found = [
            {**RESULT, "value": {"ranges": [{"start": a, "end": b}], "timelinelabels": ["micro"]}} for a, b in ranges
        ]
        results += len(found)
        layers = task.setdefault(layer, [])
        assert isinstance(layers, list)
        layers.append({"result": found, "was_cancelled": cancelled})
    read = read_records(studio(tmp_path / "x.json", task), format="label_studio")
    assert len(read.records) + rows_out(read) == results


@QUIET
@given(st.lists(st.tuples(st.integers(1, 4), st.integers(1, 4), st.sampled_from(["top", "top", "below"])), max_size=6))
def test_elan_accounts_for_every_annotation(tmp_path: Path, chosen: list[tuple[int, int, str]]) -> None:
    top = [aligned(f"a{n}", "happy", first) for n, (first, _, where) in enumerate(chosen) if where == "top"]
    below = [aligned(f"b{n}", "x", first) for n, (first, _, where) in enumerate(chosen) if where == "below"]
    path = elan(
        tmp_path / "x.eaf",
        tier("micro", *top),
        tier("part", *below, parent="micro"),
        times="1000 1400 x 2400 2800",
    )
    found = read_records(path, fps=25)
    kept = sum(len(one.extra["part"].split("; ")) for one in found.records if "part" in one.extra)
    assert len(found.records) + kept + rows_out(found) == len(top) + len(below)


@QUIET
@given(
    st.lists(
        st.sampled_from(
            [
                "1\n00:01.000 --> 00:01.400\nmicro",
                "00:02.000 --> 00:01.000\nx",
                "no cue",
                "9\n0:x --> 1\ny",
                "00:01.000 --> 00:01.400",
            ]
        ),
        max_size=6,
    )
)
def test_webvtt_accounts_for_every_block(tmp_path: Path, blocks: list[str]) -> None:
    path = tmp_path / "x.vtt"
    path.write_text("\n\n".join(["WEBVTT", *blocks]) + "\n")
    found = read_records(path, fps=25)
    assert len(found.records) + rows_out(found) == len(blocks)


@QUIET
@given(
    st.lists(
        st.sampled_from(
            [
                "1\n00:00:01,000 --> 00:00:01,400\nmicro",
                "NOTE\nx",
                "2\n00:00:02.000 --> 00:00:02.5",
                "3\n00:00 -> 00:01\nx",
            ]
        ),
        max_size=6,
    )
)
def test_srt_accounts_for_every_block(tmp_path: Path, blocks: list[str]) -> None:
    path = tmp_path / "x.srt"
    path.write_text("\n\n".join(blocks) + "\n")
    found = read_records(path, fps=25)
    assert len(found.records) + rows_out(found) == len(blocks)


@QUIET
@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(1, 3), st.sampled_from(["", "happy"])), max_size=4),
    st.lists(st.tuples(st.integers(0, 40), st.sampled_from(["AU", "apex"])), max_size=4),
)
def test_a_text_grid_accounts_for_every_text(
    tmp_path: Path, spans: list[tuple[int, int, str]], beside: list[tuple[int, str]]
) -> None:
    at = 0
    top: list[tuple[int, int, str]] = []
    for gap, length, text in spans:
        top.append((at + gap, at + gap + length, text))
        at += gap + length
    below = {kind: sorted({time for time, one in beside if one == kind}) for kind in ("AU", "apex")}
    tiers: list[dict[str, object]] = [
        {"name": "micro", "class": "IntervalTier", "entries": top},
        {"name": "micro AU", "class": "IntervalTier", "entries": [[t, t + 1, f"u{t}"] for t in below["AU"]]},
        {"name": "micro apex", "class": "TextTier", "entries": [[t, "x"] for t in below["apex"]]},
    ]
    path = tmp_path / "x.TextGrid"
    path.write_text(json.dumps({"xmin": 0, "xmax": 99, "tiers": tiers}))
    found = read_records(path, fps=25)
    assert len(found.records) == sum(bool(text) for _, _, text in spans)
    taken = {one.action_units for one in found.records if one.action_units}
    taken |= {str(one.apex) for one in found.records if one.apex is not None}
    assert rows_out(found) == len(below["AU"]) + len(below["apex"]) - len(taken)


@QUIET
@given(st.lists(st.tuples(st.sampled_from([1.0, "x", None, 2.5]), st.sampled_from([1.4, 3, None, "y"])), max_size=6))
def test_activitynet_accounts_for_every_segment(tmp_path: Path, spans: list[tuple[object, object]]) -> None:
    path = tmp_path / "x.json"
    entries = [{"segment": list(span), "label": "micro"} for span in spans]
    path.write_text(json.dumps({"database": {"a": {"annotations": entries}}}))
    found = read_records(path, fps=25)
    assert len(found.records) + rows_out(found) == len(spans)


@pytest.mark.parametrize(
    "name", ["elan", "textgrid", "boris", "boris_project", "boris_sheet", "activitynet", "label_studio", "vtt"]
)
def test_what_is_written_is_all_read(tmp_path: Path, name: str) -> None:
    path = target(tmp_path, name)
    report = write_records(path, good(name), format=name, fps=25)
    assert report.written == len(good(name))
    assert [plain(one) for one in read_records(path).records] == [plain(one) for one in good(name)]


# ---- the command


def test_convert_takes_the_times_of_the_video(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, video = tmp_path / "in.csv", FIELD / "late_video_small.mp4"
    source.write_text("subject,video,onset,apex,offset,emotion\ns,late_video_small,25,27,30,happy\n")
    there, back = tmp_path / "out.eaf", tmp_path / "back.csv"
    for option in ("--times-of", "--video"):
        assert main(["convert", str(source), str(there), "--from", "csv", "--to", "elan", option, str(video)]) == 0
        assert 'TIME_VALUE="2440"' in there.read_text()
    assert main(["convert", str(there), str(back), "--from", "elan", "--to", "csv", "--times-of", str(video)]) == 0
    header, row = back.read_text().splitlines()
    cells = dict(zip(header.split(","), row.split(","), strict=True))
    assert (cells["onset"], cells["onset_s"], cells["offset_s"], cells["end_s"]) == (
        "25",
        "2.440000",
        "2.640000",
        "2.680000",
    )


def test_the_video_of_an_elan_file_may_have_any_name(tmp_path: Path) -> None:
    video = tmp_path / "vidéos" / "my face #1 100%25.mp4"
    written = [Record("s", "v", 25, None, 34, "happy", extra={"kind": "micro"})]
    path = tmp_path / "labels" / "x.eaf"
    path.parent.mkdir()
    write_records(path, written, format="elan", media=Medium(Rate(Fraction(25)), video))
    (linked,) = pympi.Elan.Eaf(str(path)).get_linked_files()
    assert (linked["MEDIA_URL"], linked["RELATIVE_MEDIA_URL"]) == (
        video.as_uri(),
        "./../vid%C3%A9os/my%20face%20%231%20100%2525.mp4",
    )
    eaf = path.read_text()
    path.write_text(eaf.replace("MIME_TYPE", 'TIME_ORIGIN="1000" MIME_TYPE', 1))
    # The video at hand is known by its name, so its origin counts.
    assert read_records(path, medium=Medium(Rate(Fraction(25)), video)).records[0].onset == 50
