"""Labels in time follow the medium's own clock: read by other programs' libraries, and read again by METST."""

import json
import re
import shutil
import subprocess
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import praatio.textgrid
import pympi
import pysrt
import pytest
import webvtt
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.clock import Clock, FrameClock, Rate, medium_clock, nominal
from engine.datasets import Record, read_records, write_records
from engine.datasets.timelines.timed import Medium
from engine.errors import DatasetError
from engine.types import frozen
from engine.video.source import open_source
from tests.engine.clips import Clip
from tests.engine.dataset_records import target

FIELD = Path(__file__).parent / "data" / "field"
HALF_MS = 0.0005 + 1e-9
TIMED = ("elan", "textgrid", "boris", "boris_project", "boris_sheet", "activitynet", "label_studio", "vtt", "srt")
N = 150


def slowing(number: int) -> int:
    """30 frames a second for two seconds, 25 from then on, in ticks of 1/90000 s."""
    return 3000 * number if number < 60 else 180_000 + 3600 * (number - 60)


CLIPS = {
    "constant": Clip(".mp4", rate=25),
    "slowing": Clip(".mp4", base=Fraction(1, 90_000), ticks=slowing),
    "late": Clip(".mp4", rate=25, ticks=lambda number: number + 36),
    "dropped": Clip(".mp4", rate=25, ticks=lambda number: number + number // 7 * 2 + (number > 40) * 3),
    "broadcast": Clip(".mp4", base=Fraction(1001, 30_000)),
    "matroska": Clip(".mkv", rate=30),
    "transport": Clip(".ts", rate=25),
    "fast": Clip(".mp4", rate=200),
}


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("clips")
    return {name: clip.write(folder / name, N) for name, clip in CLIPS.items()}


def true_times(path: Path) -> list[float]:
    """When each frame begins and, last, when the last one ends: by ffprobe, or by the packets where there is none."""
    if shutil.which("ffprobe"):
        command = ["ffprobe", "-v", "error", "-select_streams", "v:0", "-show_entries"]
        command += ["packet=pts_time,duration_time", "-of", "json", str(path)]
        told = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)["packets"]
        pairs = sorted((float(one["pts_time"]), float(one.get("duration_time", 0))) for one in told)
    else:
        with av.open(str(path)) as container:
            found = [one for one in container.demux(video=0) if one.size and one.pts is not None]
            pairs = sorted((float(one.pts * one.time_base), float(one.duration * one.time_base)) for one in found)
    last = pairs[-1][1] or pairs[-1][0] - pairs[-2][0]
    return [*(time for time, _ in pairs), pairs[-1][0] + last]


def medium_of(path: Path) -> Medium:
    with open_source(path) as source:
        return Medium(medium_clock(source.info), path)


BOUNDS = [(0, 0, 0), (3, None, 3), (24, 30, 39), (58, 60, 61), (75, 80, 90), (100, 120, 130), (140, 149, 149)]


def records(bounds: Sequence[tuple[int, int | None, int]] = BOUNDS) -> list[Record]:
    return [
        Record("s", "clip", onset, apex, offset, "happy", "R12", extra={"kind": "micro"})
        for onset, apex, offset in bounds
    ]


def by_elan(path: Path) -> tuple[list[tuple[float, float]], list[float]]:
    eaf = pympi.Elan.Eaf(str(path))
    spans = [(one[0] / 1000, one[1] / 1000) for one in eaf.get_annotation_data_for_tier("micro")]
    return sorted(spans), sorted(one[0] / 1000 for one in eaf.get_annotation_data_for_tier("micro apex"))


def by_praat(path: Path) -> tuple[list[tuple[float, float]], list[float]]:
    grid = praatio.textgrid.openTextgrid(str(path), includeEmptyIntervals=False)
    spans = [(one.start, one.end) for one in grid.getTier("micro").entries]
    return spans, [one.time for one in grid.getTier("micro apex").entries]


def by_webvtt(path: Path) -> tuple[list[tuple[float, float]], list[float]]:
    def seconds(text: str) -> float:
        hours, minutes, rest = text.split(":")
        return int(hours) * 3600 + int(minutes) * 60 + float(rest)

    return [(seconds(one.start), seconds(one.end)) for one in webvtt.read(str(path)).captions], []


def by_pysrt(path: Path) -> tuple[list[tuple[float, float]], list[float]]:
    return [(one.start.ordinal / 1000, one.end.ordinal / 1000) for one in pysrt.open(str(path))], []


READERS: dict[str, Callable[[Path], tuple[list[tuple[float, float]], list[float]]]] = {
    "elan": by_elan,
    "textgrid": by_praat,
    "vtt": by_webvtt,
    "srt": by_pysrt,
}


@pytest.mark.parametrize("format_", READERS)
@pytest.mark.parametrize("name", CLIPS)
def test_others_read_the_times_that_ffprobe_tells(
    clips: dict[str, Path], tmp_path: Path, name: str, format_: str
) -> None:
    times = true_times(clips[name])
    path = target(tmp_path, format_)
    write_records(path, records(), format=format_, media=medium_of(clips[name]))
    spans, apexes = READERS[format_](path)
    assert len(spans) == len(BOUNDS)
    for (start, end), (onset, _, offset) in zip(spans, BOUNDS, strict=True):
        assert abs(start - times[onset]) <= HALF_MS
        assert abs(end - times[offset + 1]) <= HALF_MS
    known = [times[apex] for _, apex, _ in BOUNDS if apex is not None]
    assert all(abs(one - other) <= HALF_MS for one, other in zip(apexes, known, strict=False))
    assert len(apexes) in (0, len(known))


@pytest.mark.parametrize("format_", ["boris", "activitynet", "csv"])
@pytest.mark.parametrize("name", CLIPS)
def test_tables_hold_the_times_that_ffprobe_tells(
    clips: dict[str, Path], tmp_path: Path, name: str, format_: str
) -> None:
    times = true_times(clips[name])
    path = target(tmp_path, format_)
    write_records(path, records(), format=format_, media=medium_of(clips[name]))
    lines = path.read_text().splitlines()
    if format_ == "activitynet":
        entries = json.loads(path.read_text())["database"]["clip"]["annotations"]
        spans = [one["segment"] for one in entries]
    else:
        header, *rows = (line.split("\t" if format_ == "boris" else ",") for line in lines)
        tables = [dict(zip(header, row, strict=False)) for row in rows]
        names = ("Start (s)", "Stop (s)") if format_ == "boris" else ("onset_s", "end_s")
        spans = [[float(row[one]) for one in names] for row in tables if row.get("Behavior type") != "POINT"]
    # BORIS shows the times of mpv, which begins a transport stream at 0.
    zero = times[0] if (format_, name) == ("boris", "transport") else 0.0
    for (start, end), (onset, _, offset) in zip(spans, BOUNDS, strict=True):
        assert abs(start - (times[onset] - zero)) <= HALF_MS
        assert abs(end - (times[offset + 1] - zero)) <= HALF_MS


# What mpv 0.35 shows as the time of the first picture of a file whose only stream begins at 1.44 s.
@pytest.mark.parametrize(("ending", "first"), [(".mkv", 0.0), (".ts", 0.0), (".mp4", 1.44)])
def test_boris_counts_as_its_player_does(tmp_path: Path, ending: str, first: float) -> None:
    medium = medium_of(Clip(ending, rate=25, ticks=lambda number: number + 36).write(tmp_path / "clip", 50))
    assert medium.clock.seconds(0) == pytest.approx(true_times(tmp_path / f"clip{ending}")[0])
    state = {"type": "State event", "code": "micro", "modifiers": ""}
    observation = {"file": {"1": [f"clip{ending}"]}, "type": "MEDIA", "media_info": {}, "time offset": 0.0}
    observation["events"] = [[first + frame / 25, "", "micro", "", "", frame] for frame in (10, 21)]
    project = {"behaviors_conf": {"0": state}, "observations": {"clip": observation}}
    (tmp_path / "p.boris").write_text(json.dumps(project))
    (found,) = read_records(tmp_path / "p.boris", medium=medium).records
    assert (found.onset, found.offset) == (10, 20)
    for format_ in ("boris", "boris_project", "boris_sheet"):
        path = target(tmp_path, format_)
        write_records(path, [found], format=format_, media=medium)
        (again,) = read_records(path, format=format_, medium=medium).records
        assert (again.onset, again.offset) == (10, 20)
    (event, _) = json.loads(target(tmp_path, "boris_project").read_text())["observations"]["clip"]["events"]
    assert event[0] == pytest.approx(first + 10 / 25)


@pytest.mark.parametrize("format_", [*TIMED, "csv"])
@pytest.mark.parametrize("name", CLIPS)
def test_reading_again_gives_equal_frames(clips: dict[str, Path], tmp_path: Path, name: str, format_: str) -> None:
    medium = medium_of(clips[name])
    path = target(tmp_path, format_)
    write_records(path, records(), format=format_, media=medium)
    found = read_records(path, format=format_, medium=medium)
    assert [(one.onset, one.apex, one.offset) for one in found.records] == BOUNDS
    assert not found.issues


def stripped(path: Path, format_: str) -> None:
    """Take METST's own data out of a file, as if another program had written it."""
    text = path.read_text()
    if format_ == "elan":
        eaf = pympi.Elan.Eaf(str(path))
        for tier in ("micro data", "micro emotion", "micro AU"):
            eaf.remove_tier(tier)
        eaf.to_file(str(path))
    elif format_ == "textgrid":
        grid = praatio.textgrid.openTextgrid(str(path), includeEmptyIntervals=False)
        grid.removeTier("micro data")
        grid.save(str(path), format="short_textgrid", includeBlankSpaces=True)
    elif format_ == "vtt":
        path.write_text("\n\n".join(one for one in text.split("\n\n") if not one.startswith("NOTE")))
    elif format_ == "boris":
        rows = [line.split("\t") for line in text.splitlines()]
        path.write_text("\n".join("\t".join([*row[:-2], "", ""]) for row in rows[1:]))
        path.write_text("\t".join(rows[0]) + "\n" + path.read_text() + "\n")
    elif format_ in ("activitynet", "label_studio"):
        content = json.loads(text)
        entries = (
            content["database"]["clip"]["annotations"]
            if format_ == "activitynet"
            else [one for task in content for entry in task["annotations"] for one in entry["result"]]
        )
        for one in entries:
            one.pop("metst", None)
            one.pop("meta", None)
        path.write_text(json.dumps(content))


@pytest.mark.parametrize("format_", ["elan", "textgrid", "boris", "activitynet", "vtt", "srt"])
@pytest.mark.parametrize("name", CLIPS)
def test_times_alone_give_equal_frames(clips: dict[str, Path], tmp_path: Path, name: str, format_: str) -> None:
    medium = medium_of(clips[name])
    path = target(tmp_path, format_)
    write_records(path, records(), format=format_, media=medium)
    stripped(path, format_)
    found = read_records(path, format=format_, medium=medium)
    assert [(one.onset, one.offset) for one in found.records] == [(onset, offset) for onset, _, offset in BOUNDS]


@pytest.mark.parametrize("name", ["constant", "late", "broadcast", "fast"])
def test_label_studio_counts_at_the_rate_that_it_names(clips: dict[str, Path], tmp_path: Path, name: str) -> None:
    medium = medium_of(clips[name])
    path = target(tmp_path, "label_studio")
    write_records(path, records(), format="label_studio", media=medium)
    stripped(path, "label_studio")
    task = json.loads(path.read_text())[0]
    rate, times = task["data"]["fps"], true_times(clips[name])
    first = task["annotations"][0]["result"][2]["value"]["ranges"][0]
    assert abs((first["start"] - 1) / rate - times[24]) < 0.5 / rate
    found = read_records(path, format="label_studio", medium=medium)
    assert [(one.onset, one.offset) for one in found.records] == [(onset, offset) for onset, _, offset in BOUNDS]


def test_label_studio_names_the_whole_of_an_uneven_rate(tmp_path: Path) -> None:
    starts = 3600 + np.concatenate([np.arange(22) / 1000, [3.022, 6.022]])  # 23 frames in 6.022 s: no short decimal
    medium = Medium(FrameClock(starts))
    path = target(tmp_path, "label_studio")
    write_records(path, [Record("a", "a", 0, None, 0, None)], format="label_studio", media=medium)
    found = read_records(path, format="label_studio", medium=medium)
    assert ([(one.onset, one.offset) for one in found.records], found.issues) == ([(0, 0)], ())


def test_seconds_alone_in_a_csv(clips: dict[str, Path], tmp_path: Path) -> None:
    medium, times = medium_of(clips["late"]), true_times(clips["late"])
    path = tmp_path / "seconds.csv"
    path.write_text(
        f"subject,video,onset_s,apex_s,end_s,emotion\ns,clip,{times[24]:.3f},{times[30]:.3f},{times[40]:.3f},happy\n"
    )
    (found,) = read_records(path, format="csv", medium=medium).records
    assert (found.onset, found.apex, found.offset) == (24, 30, 39)


def test_seconds_with_decimal_commas_are_read_and_odd_ones_told(tmp_path: Path) -> None:
    path = tmp_path / "seconds.csv"
    rows = ["s;v;0,5;0,7;1,0;sad", "s;v;2,0;;1,0;sad", "s;v;-0,1;;0,2;sad", "s;v;3.250;;3.5;sad"]
    path.write_text("\n".join(["subject;video;onset_s;apex_s;end_s;emotion", *rows, ""]))
    found = read_records(path, format="csv", fps=30)
    bounds = [(one.onset, one.apex, one.offset) for one in found.records]
    assert bounds == [(15, 21, 29), (60, None, 60), (-3, None, 5), (97, None, 104)]
    assert [(one.row, one.text) for one in found.issues] == [
        (3, "ends before it begins; read as one frame"),
        (4, "-3 lies before the first frame; kept as it is"),
    ]
    events = tmp_path / "sub-1_task-a_events.tsv"
    events.write_text("onset\tduration\n0,5\t0,5\n")
    (event,) = read_records(events, format="bids", fps=30).records
    assert (event.onset, event.offset) == (15, 29)


def test_frame_numbers_win_over_seconds_that_differ(clips: dict[str, Path], tmp_path: Path) -> None:
    path = tmp_path / "both.csv"
    path.write_text("subject,video,onset,apex,offset,emotion,onset_s\ns,clip,24,,39,happy,9.9\n")
    found = read_records(path, format="csv", medium=medium_of(clips["constant"]))
    assert (found.records[0].onset, found.records[0].offset, found.records[0].extra) == (24, 39, {})
    assert any("frame 24 is kept" in str(one) for one in found.issues)


# ---- the field files of K3


def test_a_rate_that_slows_keeps_its_times(tmp_path: Path) -> None:
    medium = medium_of(FIELD / "vfr_light_30to25.mp4")
    path = tmp_path / "a.eaf"
    write_records(path, records([(1200, None, 1210)]), format="elan", media=medium)
    assert by_elan(path)[0] == [(42.0, 42.44)]


@pytest.mark.parametrize("format_", ["elan", "textgrid", "vtt", "boris"])
def test_a_late_picture_keeps_its_time(tmp_path: Path, format_: str) -> None:
    medium = medium_of(FIELD / "late_video_small.mp4")
    path = target(tmp_path, format_)
    write_records(path, records([(25, None, 30)]), format=format_, media=medium)
    start = (
        READERS[format_](path)[0][0][0]
        if format_ in READERS
        else float(path.read_text().splitlines()[1].split("\t")[16])
    )
    assert start == pytest.approx(2.44, abs=1e-9)


def test_the_origin_of_elan_is_added() -> None:
    found = read_records(FIELD / "origin.eaf", fps=25)
    assert [(one.onset, one.offset, one.video, one.emotion) for one in found.records] == [(75, 84, "a", "happy")]


# ---- the clock itself


def test_frames_are_found_by_their_display_interval() -> None:
    clock = FrameClock(frozen(np.array([1.0, 1.04, 1.2, 1.24])), 0.04)
    for clock_ in (clock,):
        assert [clock_.frame(Fraction(time)) for time in ("1", "1.0395", "1.03", "1.19", "1.2")] == [0, 1, 0, 1, 2]
        assert [clock_.last_before(Fraction(time)) for time in ("1.04", "1.1", "1.2", "1.21", "1.28")] == [
            0,
            1,
            1,
            2,
            3,
        ]
    assert clock.frame(Fraction("0.9")) < 0
    assert clock.frame(Fraction("1.29")) == 4
    rate = Rate(Fraction(25))
    assert [rate.frame(Fraction(time)) for time in ("1.03", "1.0395", "1.04")] == [25, 26, 26]
    assert [rate.last_before(Fraction(time)) for time in ("1.04", "1.05")] == [25, 26]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.integers(2, 90), min_size=1, max_size=40),
    st.integers(-5000, 5000),
    st.sampled_from([1000, 90_000, 12_800]),
)
def test_rounding_to_milliseconds_loses_no_frame(steps: list[int], start: int, ticks: int) -> None:
    # Steps of 2 ms and more, on any grid of ticks, from any start.
    at = np.cumsum([start, *(max(step * ticks // 1000, 2 * ticks // 1000) for step in steps)]) / ticks
    clock: Clock = FrameClock(frozen(at.astype(np.float64)))
    for frame in range(len(at)):
        written = Fraction(round(1000 * clock.seconds(frame)), 1000)
        assert clock.frame(written) == frame
        assert clock.last_before(written) == frame - 1


@pytest.mark.parametrize(
    ("mean", "meant"), [(29.97003, "30000/1001"), (23.976, "24000/1001"), (25.0001, "25"), (27.503, "27503/1000")]
)
def test_nominal_rates(mean: float, meant: str) -> None:
    assert abs(nominal(mean) - Fraction(meant)) < Fraction(1, 10_000)


def test_an_interval_over_an_end_of_the_video_is_cut_and_said(clips: dict[str, Path], tmp_path: Path) -> None:
    medium = medium_of(clips["late"])  # frames from 1.44 to 7.44 s
    path = tmp_path / "a.vtt"
    path.write_text(
        "WEBVTT\n\n00:01.000 --> 00:01.600\nmicro\n\n00:07.000 --> 00:09.000\nmicro\n\n00:00.100 --> 00:00.500\nmicro\n"
    )
    found = read_records(path, medium=medium)
    assert [(one.onset, one.offset) for one in found.records[:2]] == [(0, 3), (139, 149)]
    assert found.records[2].offset < 0
    told = " ".join(map(str, found.issues))
    assert "read from the first frame on" in told
    assert "read up to the last frame" in told
    assert "before the first frame" in told


def test_a_mark_that_was_moved_is_found_by_the_clock(clips: dict[str, Path], tmp_path: Path) -> None:
    medium, times = medium_of(clips["dropped"]), true_times(clips["dropped"])
    path = tmp_path / "a.eaf"
    write_records(path, records([(24, 30, 39)]), format="elan", media=medium)
    eaf = pympi.Elan.Eaf(str(path))
    slot = next(key for key, time in eaf.timeslots.items() if time == round(1000 * times[24]))
    eaf.timeslots[slot] = round(1000 * times[20])
    eaf.to_file(str(path))
    found = read_records(path, medium=medium)
    assert (found.records[0].onset, found.records[0].apex, found.records[0].offset) == (20, 30, 39)
    alone = read_records(path)  # without the video only what METST wrote is known
    assert (alone.records[0].onset, alone.records[0].offset) == (24, 39)
    assert any("give the video" in str(one) for one in alone.issues)


@pytest.mark.parametrize("format_", ["elan", "vtt", "boris", "textgrid"])
def test_files_of_earlier_versions_still_give_their_frames(
    clips: dict[str, Path], tmp_path: Path, format_: str
) -> None:
    # They counted at the mean rate from second 0 and did not keep the times that they wrote.
    path = target(tmp_path, format_)
    write_records(path, records(), format=format_, fps=25)
    text = re.sub(r'"+at"+: \[[^]]*\], ', "", path.read_text())
    path.write_text(re.sub(r"&quot;at&quot;: \[[^]]*\], ", "", text))
    assert "at" not in re.findall(r"[a-z]+", path.read_text())
    found = read_records(path, format=format_, medium=medium_of(clips["late"]))
    assert [(one.onset, one.apex, one.offset) for one in found.records] == BOUNDS
    assert not found.issues


def test_the_video_of_an_elan_file_is_named(clips: dict[str, Path], tmp_path: Path) -> None:
    path = tmp_path / "a.eaf"
    write_records(path, records(), format="elan", media=medium_of(clips["constant"]))
    (linked,) = pympi.Elan.Eaf(str(path)).get_linked_files()
    assert linked["MEDIA_URL"] == clips["constant"].as_uri()
    assert (path.parent / linked["RELATIVE_MEDIA_URL"]).resolve() == clips["constant"].resolve()
    assert linked["MIME_TYPE"] == "video/mp4"


@pytest.mark.parametrize("format_", TIMED)
def test_a_start_below_zero_is_carried_or_said(tmp_path: Path, format_: str) -> None:
    medium = Medium(FrameClock(frozen(np.arange(50) / 25 - 0.2), 0.04))
    path = target(tmp_path, format_)
    report = write_records(path, records([(0, None, 3), (20, 22, 30)]), format=format_, media=medium)
    found = read_records(path, format=format_, medium=medium).records
    if report.dropped:
        assert format_ in ("vtt", "srt", "label_studio")
        assert any("before second 0" in one for one in report.dropped)
    if format_ != "srt":
        assert [(one.onset, one.apex, one.offset) for one in found] == [(0, None, 3), (20, 22, 30)]


def test_several_videos_each_have_their_clock(clips: dict[str, Path], tmp_path: Path) -> None:
    media = {("s", name): medium_of(clips[name]) for name in ("late", "slowing")}
    written = [Record("s", name, 70, 75, 80, None, extra={"kind": "micro"}) for name in ("late", "slowing")]
    for format_ in ("boris", "boris_project", "activitynet", "label_studio"):
        path = target(tmp_path / format_, format_)
        write_records(path, written, format=format_, media=media)
        assert [(one.video, one.onset, one.offset) for one in read_records(path, format=format_).records] == [
            ("late", 70, 80),
            ("slowing", 70, 80),
        ]


def test_one_video_times_no_other(clips: dict[str, Path], tmp_path: Path) -> None:
    medium = medium_of(clips["late"])
    two = [Record("s", name, 24, None, 39, None, extra={"kind": "micro"}) for name in ("late", "other")]
    path = tmp_path / "two.csv"
    write_records(path, two, format="csv", media=medium)
    rows = [line.split(",") for line in path.read_text().splitlines()]
    at = rows[0].index("onset_s")
    assert [row[at] for row in rows[1:]] == ["2.400000", ""]
    found = read_records(path, medium=medium)
    assert [(one.video, one.onset, one.offset) for one in found.records] == [("late", 24, 39), ("other", 24, 39)]
    assert not found.issues
    with pytest.raises(DatasetError, match="give the video"):
        write_records(tmp_path / "two.tsv", two, format="boris", media=medium)
    tasks = [{"data": {"video": name, "fps": 25}, "annotations": [{"result": [LABEL]}]} for name in ("late", "other")]
    both = tmp_path / "two.json"
    both.write_text(json.dumps(tasks))
    # Second 2.4 is frame 24 of the late video; of the other nothing but Label Studio's own count is known.
    assert [(one.video, one.onset) for one in read_records(both, medium=medium).records] == [
        ("late", 24),
        ("other", 60),
    ]


LABEL = {"type": "timelinelabels", "value": {"ranges": [{"start": 61, "end": 70}], "timelinelabels": ["micro"]}}
