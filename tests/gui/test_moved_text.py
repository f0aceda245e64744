"""Which region moved where, in the language of the window."""

import pytest

from engine.explain.movement import DIRECTIONS, FINE_REGIONS, REGIONS
from metst_gui import language
from metst_gui.explain.similar import moved_text
from metst_gui.language import CHINESE


@pytest.mark.parametrize("region", dict.fromkeys((*REGIONS, *FINE_REGIONS)))
def test_every_region_is_named_in_chinese(qapp, region: str) -> None:
    assert language.install(CHINESE)
    try:
        words = [moved_text(region, direction) for direction in DIRECTIONS]
        assert not any(letter.isascii() and letter.isalpha() for letter in "".join(words))
    finally:
        language.remove()
    assert moved_text(region, "up") == f"{region} up"
