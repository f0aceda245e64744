"""ELAN as ELAN and pympi write it: slots without a time, and every kind of tier under a tier."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pympi
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.clock import Rate
from engine.datasets import ReadResult, read_records, write_records
from engine.datasets.hints import record_origins
from engine.datasets.timelines.timed import Medium
from engine.types import OriginKind
from tests.engine.dataset_records import target

QUIET = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def eaf(
    path: Path, times: Sequence[int | None], tiers: Sequence[tuple[str, str, Sequence[tuple[int, int, str]]]]
) -> Path:
    """A file of aligned annotations: tier, its parent, and (first slot, last slot, value) of each; slots from 0."""
    slots = "".join(
        f'<TIME_SLOT TIME_SLOT_ID="ts{n}"' + ("/>" if time is None else f' TIME_VALUE="{time}"/>')
        for n, time in enumerate(times)
    )
    body = ""
    for number, (name, parent, annotations) in enumerate(tiers):
        above = f' PARENT_REF="{parent}"' if parent else ""
        body += f'<TIER TIER_ID="{name}" PARTICIPANT="s1"{above}>'
        for n, (first, last, value) in enumerate(annotations):
            body += (
                f'<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="t{number}a{n}" TIME_SLOT_REF1="ts{first}" '
                f'TIME_SLOT_REF2="ts{last}"><ANNOTATION_VALUE>{value}</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>'
            )
        body += "</TIER>"
    media = '<MEDIA_DESCRIPTOR MEDIA_URL="" MIME_TYPE="video/mp4" RELATIVE_MEDIA_URL="./my%20face.mp4"/>'
    path.write_text(
        f'<?xml version="1.0"?><ANNOTATION_DOCUMENT><HEADER TIME_UNITS="milliseconds">{media}</HEADER>'
        f"<TIME_ORDER>{slots}</TIME_ORDER>{body}</ANNOTATION_DOCUMENT>"
    )
    return path


def frames(result: ReadResult) -> list[tuple[int, int]]:
    return [(one.onset, one.offset) for one in result.records]


def told(result: ReadResult) -> str:
    return "\n".join(map(str, result.issues))


# ---- slots without a time


def test_slots_without_a_time_stand_evenly_between_their_neighbours(tmp_path: Path) -> None:
    chain = [(0, 1, "happy"), (1, 2, "sad"), (2, 3, "fear"), (4, 5, "anger")]
    path = eaf(tmp_path / "x.eaf", [1000, None, None, 2200, 3000, 3400], [("micro", "", chain)])
    found = read_records(path, fps=25)
    assert frames(found) == [(25, 34), (35, 44), (45, 54), (75, 84)]
    first, second, third, last = found.records
    assert ("onset_origin" in first.extra, first.extra["offset_origin"]) == (False, "assumed")
    assert (second.extra["onset_origin"], second.extra["offset_origin"]) == ("assumed", "assumed")
    assert ("offset_origin" in third.extra, third.extra["onset_origin"]) == (False, "assumed")
    assert not {"onset_origin", "offset_origin"} & set(last.extra)
    assert told(found).count("is not in the file; assumed, evenly between its neighbours") == 3
    assert "micro: the time of its onset and offset is not in the file" in told(found)
    assert found.n_lost == 0


def test_what_is_assumed_stays_so_through_every_format_that_can_say_it(tmp_path: Path) -> None:
    path = eaf(tmp_path / "x.eaf", [1000, None, 2000], [("micro", "", [(0, 1, "happy"), (1, 2, "sad")])])
    written = read_records(path, fps=25).records
    for name in ("elan", "textgrid", "boris", "vtt", "csv", "json"):
        there = target(tmp_path / name, name)
        write_records(there, written, format=name, fps=25)
        again = read_records(there, format=name, fps=25).records
        kinds = [record_origins(one, file="x") for one in again]
        assert [one.of("onset").kind for one in kinds] == [OriginKind.FILE, OriginKind.ASSUMED]
        assert [one.of("offset").kind for one in kinds] == [OriginKind.ASSUMED, OriginKind.FILE]


def test_slots_are_spread_within_their_own_tier(tmp_path: Path) -> None:
    """Two tiers whose open slots lie between each other in the order of the file, as two annotators make them."""
    times = [1000, 1000, None, None, None, 2000, 2000]
    tiers = [
        ("micro", "", [(0, 3, "happy"), (3, 5, "sad")]),
        ("macro", "", [(1, 2, "a"), (2, 4, "b"), (4, 6, "c")]),
    ]
    found = read_records(eaf(tmp_path / "x.eaf", times, tiers), fps=100)
    assert frames(found) == [(100, 149), (150, 199), (100, 133), (133, 166), (166, 199)]


def test_a_time_subdivision_lies_in_its_own_annotation(tmp_path: Path) -> None:
    times = [1000, None, None, 1900, 5000, None, 6000]
    tiers = [
        ("phase", "micro", [(0, 1, "rise"), (1, 2, "hold"), (2, 3, "fall"), (4, 5, "up"), (5, 6, "down")]),
        ("micro", "", [(0, 3, "happy"), (4, 6, "sad")]),
    ]
    found = read_records(eaf(tmp_path / "x.eaf", times, tiers), fps=100)
    assert [one.extra["phase"] for one in found.records] == ["rise; hold; fall", "up; down"]
    assert [one.emotion for one in found.records] == ["happy", "sad"]
    assert found.n_lost == 0


@pytest.mark.parametrize("times", [[None, 1400], [1000, None], [None, None]])
def test_a_slot_without_neighbours_is_named(tmp_path: Path, times: list[int | None]) -> None:
    found = read_records(eaf(tmp_path / "x.eaf", times, [("micro", "", [(0, 1, "happy")])]), fps=25)
    assert not found.records
    assert "micro: an annotation has no times; left out (s1/my face)" in told(found)
    assert found.n_lost == 1


@QUIET
@given(st.lists(st.none() | st.integers(0, 400), min_size=2, max_size=9))
def test_spread_times_never_leave_their_order(tmp_path: Path, times: list[int | None]) -> None:
    known = iter(sorted(time for time in times if time is not None))
    ordered = [None if time is None else 10 * next(known) for time in times]
    chain = [(n, n + 1, f"k{n}") for n in range(len(times) - 1)]
    found = read_records(eaf(tmp_path / "x.eaf", ordered, [("micro", "", chain)]), fps=1000)
    assert len(found.records) + found.n_lost == len(chain)
    onsets = [one.onset for one in found.records]
    assert onsets == sorted(onsets)


# ---- tiers under a tier, by pympi

KINDS = ("Symbolic_Association", "Symbolic_Subdivision", "Time_Subdivision", "Included_In")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["emotion", "AU", "remark"])
def test_texts_of_the_parent_and_of_its_children_are_all_kept(tmp_path: Path, kind: str, name: str) -> None:
    document = pympi.Elan.Eaf(author="x")
    document.add_linked_file("file:///v/a.mp4", mimetype="video/mp4")
    document.add_linguistic_type("child", constraints=kind, timealignable="Symbolic" not in kind)
    document.add_tier("micro")
    document.add_tier(name, ling="child", parent="micro")
    for start in (1000, 3000):
        document.add_annotation("micro", start, start + 400, f"parent {start}")
    if "Symbolic" in kind:
        last = None
        for start in (1000, 3000):
            for n in range(1 if "Association" in kind else 3):
                last = document.add_ref_annotation(name, "micro", start + 100, f"c{start}{n}", prev=last if n else None)
    else:
        for start in (1000, 3000):
            cuts = [start, start + 100, start + 250, start + 400]
            for n, (first, end) in enumerate(pairwise(cuts)):
                document.add_annotation(name, first, end, f"c{start}{n}")
    path = tmp_path / "x.eaf"
    document.to_file(str(path))
    found = read_records(path, medium=Medium(Rate(Fraction(25)), Path("a.mp4")))
    assert frames(found) == [(25, 34), (75, 84)]
    count = 1 if "Association" in kind else 3
    for one, start in zip(found.records, (1000, 3000), strict=True):
        below = {"emotion": one.emotion, "AU": one.action_units}.get(name, one.extra.get(name))
        assert below == "; ".join(f"c{start}{n}" for n in range(count))
        own = one.extra["text"] if name == "emotion" else one.emotion
        assert own == f"parent {start}"
    again = pympi.Elan.Eaf(str(path))
    assert len(again.get_annotation_data_for_tier("micro")) == len(found.records)
    assert found.n_lost == 0


def test_a_subdivision_is_read_in_its_own_order(tmp_path: Path) -> None:
    def referring(name: str, value: str, previous: str) -> str:
        after = f' PREVIOUS_ANNOTATION="{previous}"' if previous else ""
        return (
            f'<ANNOTATION><REF_ANNOTATION ANNOTATION_ID="{name}" ANNOTATION_REF="t0a0"{after}>'
            f"<ANNOTATION_VALUE>{value}</ANNOTATION_VALUE></REF_ANNOTATION></ANNOTATION>"
        )

    path = eaf(tmp_path / "x.eaf", [1000, 1400], [("micro", "", [(0, 1, "happy")])])
    chain = [referring("b", "second", "a"), referring("c", "third", "b"), referring("a", "first", "")]
    word = f'<TIER TIER_ID="word" PARENT_REF="micro">{"".join(chain)}</TIER>'
    path.write_text(path.read_text().replace("</ANNOTATION_DOCUMENT>", f"{word}</ANNOTATION_DOCUMENT>"))
    assert read_records(path, fps=25).records[0].extra["word"] == "first; second; third"


def test_tiers_three_deep_keep_their_texts(tmp_path: Path) -> None:
    document = pympi.Elan.Eaf(author="x")
    document.add_linguistic_type("inside", constraints="Included_In", timealignable=True)
    document.add_linguistic_type("part", constraints="Symbolic_Subdivision", timealignable=False)
    for name, parent, ling in (("micro", None, "default-lt"), ("move", "micro", "inside"), ("sure", "move", "part")):
        document.add_tier(name, ling=ling, parent=parent)
    document.add_annotation("micro", 1000, 2000, "whole")
    document.add_annotation("move", 1100, 1500, "brow")
    document.add_ref_annotation("sure", "move", 1200, "very")
    path = tmp_path / "x.eaf"
    document.to_file(str(path))
    (one,) = read_records(path, fps=25).records
    assert (one.emotion, one.extra["move"], one.extra["sure"]) == ("whole", "brow", "very")
