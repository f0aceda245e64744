"""Every format: written, read, written again; and whatever it cannot carry is refused or reported."""

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.datasets import FORMATS, Record, read_records, write_records
from engine.datasets.sniff import format_of
from engine.datasets.timelines.timed import rate_of
from engine.errors import DatasetError
from tests.engine.dataset_records import FPS, content, good, plain, tame, target, wild

QUIET = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.mark.parametrize("name", FORMATS)
def test_written_read_and_written_again_is_the_same(tmp_path: Path, name: str) -> None:
    written = good(name)
    first, second = target(tmp_path / "1", name), target(tmp_path / "2", name)
    write_records(first, written, format=name, fps=FPS)
    found = read_records(first, format=name, fps=FPS)
    if name == "srt":  # has no place for names, and is in the order of time
        written = sorted((Record("", "", *rest(one)) for one in written), key=lambda one: one.onset)
    assert [plain(one) for one in found.records] == [plain(one) for one in written], (
        f"`good` in tests/engine/dataset_records.py must hold records that {name} carries whole"
    )
    assert all(one.source is not None for one in found.records if name not in ("csv", "json"))
    write_records(second, found.records, format=name, fps=FPS)
    assert content(first) == content(second)
    if name == "samm_lv":
        assert content(first.with_name("SAMM_Micro_FACS_Codes_v2.xlsx")) == content(
            second.with_name("SAMM_Micro_FACS_Codes_v2.xlsx")
        )


def rest(record: Record) -> tuple[object, ...]:
    return (record.onset, record.apex, record.offset, record.emotion, record.action_units, "", record.extra)


def check_round_trip(folder: Path, name: str, records: list[Record]) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    path = target(folder, name)
    try:
        report = write_records(path, records, format=name, fps=FPS)
    except DatasetError as error:
        sentence = str(error)
    else:
        sentence = ""
    if sentence:
        assert list(folder.iterdir()) == []
        assert sentence.endswith(".")
        return
    found = [plain(one) for one in read_records(path, format=name, fps=FPS).records]
    assert len(found) == report.written
    if not [line for line in report.dropped if "loaders need both files" not in line]:
        assert found == [plain(one) for one in records]
    again = target(folder / "again", name)
    write_records(again, read_records(path, format=name, fps=FPS).records, format=name, fps=FPS)
    assert content(again) == content(path)


@pytest.mark.parametrize("name", FORMATS)
def test_anything_is_lossless_refused_or_reported(tmp_path: Path, name: str) -> None:
    @QUIET
    @given(st.lists(wild, max_size=3))
    def check(records: list[Record]) -> None:
        check_round_trip(tmp_path / "wild", name, records)

    check()


@pytest.mark.parametrize("name", FORMATS)
def test_likely_annotations_are_lossless_refused_or_reported(tmp_path: Path, name: str) -> None:
    @QUIET
    @given(tame(name))
    def check(records: list[Record]) -> None:
        check_round_trip(tmp_path / "tame", name, records)

    check()


@pytest.mark.parametrize("name", [one for one in FORMATS if one not in ("megc2024", "megc2025")])
def test_the_format_is_recognised(tmp_path: Path, name: str) -> None:
    path = target(tmp_path, name)
    write_records(path, good(name), format=name, fps=FPS)
    assert format_of(path) == name, (
        "a text table needs a `first_line` in its row of formats.py, others a sign in sniff.py"
    )


def test_a_submission_of_2024_must_be_named(tmp_path: Path) -> None:
    path = target(tmp_path, "megc2024")
    write_records(path, good("megc2024"), format="megc2024")
    with pytest.raises(DatasetError, match="frames from 0, or an MEGC 2024 submission, from 1; name its format"):
        read_records(path)


@pytest.mark.parametrize("fps", ["30", "24000/1001", "119.88", "500", "1000"])
@pytest.mark.parametrize("name", ["elan", "textgrid", "boris", "vtt", "srt"])
def test_times_tell_every_frame(tmp_path: Path, name: str, fps: str) -> None:
    starts = [*range(0, 120, 2), 99_998, 1_000_000]
    written = [Record("", "", at, None, at + at // 2 % 2, None, extra={"kind": "macro"}) for at in starts]
    path = target(tmp_path, name)
    write_records(path, written, format=name, fps=fps)
    assert [(one.onset, one.offset) for one in read_records(path, format=name, fps=fps).records] == [
        (one.onset, one.offset) for one in written
    ]


def test_rates() -> None:
    assert str(rate_of("29.97").fps) == str(rate_of(29.97).fps) == "30000/1001"  # type: ignore[union-attr]
    assert str(rate_of(30.0).fps) == "30"  # type: ignore[union-attr]
    for bad in ("0", "1001", "x", "1/0", "nan"):
        with pytest.raises(DatasetError):
            rate_of(bad)


@pytest.mark.parametrize("name", ["elan", "textgrid", "boris", "vtt", "srt"])
def test_a_rate_is_needed_to_write_and_known_when_read(tmp_path: Path, name: str) -> None:
    path = target(tmp_path, name)
    with pytest.raises(DatasetError, match="give the frame rate"):
        write_records(path, good(name), format=name)
    write_records(path, good(name), format=name, fps="25")
    if name == "srt":
        with pytest.raises(DatasetError, match="give the frame rate"):
            read_records(path, format=name)
    else:
        assert [plain(one) for one in read_records(path).records] == [plain(one) for one in good(name)]


@pytest.mark.parametrize("name", ["elan", "textgrid", "vtt", "srt"])
def test_one_video_a_file(tmp_path: Path, name: str) -> None:
    two = [Record("s", "a", 1, None, 2, "sad"), Record("s", "b", 1, None, 2, "sad")]
    with pytest.raises(DatasetError, match=r"holds one video and there are 2 \(s/a, s/b\).*--video"):
        write_records(target(tmp_path, name), two, format=name, fps=30)


def test_a_failed_write_leaves_the_old_file(tmp_path: Path) -> None:
    for name in FORMATS:
        path = target(tmp_path / name, name)
        write_records(path, good(name), format=name, fps=FPS)
        before = path.read_bytes()
        with pytest.raises(DatasetError):
            write_records(path, [Record("s", "v", 2**40, None, 2**41, "x\ud800")], format=name, fps=FPS)
        assert path.read_bytes() == before
