import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metst_gui.wording.facs import parse_line


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
