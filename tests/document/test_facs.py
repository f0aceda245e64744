import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metst_gui.wording.facs import KNOWN_CODES, parse_line, unit_of, with_unit, without_unit
from metst_gui.wording.facs_units import UNITS


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("4 12L 7B", ["AU4", "AU12 left", "AU7 B"]),
        ("R12+4", ["AU12 right", "AU4"]),
        ("au1, AU2C; l14d", ["AU1", "AU2 C", "AU14 left D"]),
        ("12BL 12LB", ["AU12 left B", "AU12 left B"]),
        ("", []),
        ("  ", []),
        ("3", ["? 3: no code of FACS"]),
        ("99 x", ["? 99: no code of FACS", "? x: not an action unit"]),
        ("L12R", ["? L12R: one side and one intensity at most"]),
        ("12AB", ["? 12AB: one side and one intensity at most"]),
        ("4or7", ["? 4or7: not an action unit"]),
        ("4F", ["? 4F: not an action unit"]),
    ],
)
def test_lines(line, words):
    assert [one.words() for one in parse_line(line)] == words


@settings(deadline=None)
@given(st.text(max_size=40))
def test_any_text_is_read_without_an_error_and_kept(text):
    units = parse_line(text)
    assert all(one.text in text for one in units)
    assert all(one.code or one.doubt for one in units)


@pytest.mark.parametrize(
    ("line", "code", "given", "after"),
    [
        ("", 12, {}, "12"),
        ("4", 12, {"side": "left", "intensity": "B"}, "4 12LB"),
        ("R12+4", 7, {}, "R12+4+7"),
        ("R12+4", 12, {"side": "left", "intensity": "C"}, "L12C+4"),
        ("AU1, au2c", 2, {"intensity": "D"}, "AU1, AU2D"),
        ("4 what? 12", 4, {"side": "right"}, "4R what? 12"),
        ("12L 12R", 12, {}, "12 12R"),
    ],
)
def test_a_unit_is_put_into_a_line(line, code, given, after):
    assert with_unit(line, code, **given) == after


@pytest.mark.parametrize(
    ("line", "code", "after"),
    [
        ("4 12L 7B", 12, "4 7B"),
        ("4 12L 7B", 4, "12L 7B"),
        ("4 12L 7B", 7, "4 12L"),
        ("R12+4", 12, "4"),
        ("R12+4", 4, "R12"),
        ("12", 12, ""),
        ("4 what?", 12, "4 what?"),
        ("4 what?", 4, "what?"),
    ],
)
def test_a_unit_is_taken_out_of_a_line(line, code, after):
    assert without_unit(line, code) == after


@settings(deadline=None)
@given(
    st.text(max_size=30),
    st.sampled_from(sorted(KNOWN_CODES)),
    st.sampled_from(["", "left", "right"]),
    st.sampled_from(["", "A", "E"]),
)
def test_what_is_put_in_is_read_back_and_nothing_else_is_touched(text, code, side, intensity):
    line = with_unit(text, code, side=side, intensity=intensity)
    found = unit_of(line, code)
    assert (found.side, found.intensity) == (side, intensity)
    others = [one.text for one in parse_line(text) if one.code != code or one.doubt]
    assert [one.text for one in parse_line(line) if one.code != code or one.doubt] == others
    left = without_unit(line, code)
    assert [one.text for one in parse_line(left) if one.code != code or one.doubt] == others


def test_every_unit_of_the_grid_is_a_code_of_facs_with_a_name_of_its_own():
    assert {one.code for one in UNITS} <= KNOWN_CODES
    assert len({one.code for one in UNITS}) == len({one.name for one in UNITS}) == len(UNITS)
    assert all(one.muscle for one in UNITS if one.group.startswith(("Brows", "Nose", "Mouth")))
