"""Where a value comes from, as one line and back."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.config import DecoderConfig
from engine.decoding import apex_origin
from engine.types import UNKNOWN, Origin, OriginKind

NAMES = ("", "Anna", "blind", "in view; by Ben", "at 9; by", "by", "by by", "Öz; at x; blind; by y")


@pytest.mark.parametrize(
    "origin",
    [
        Origin(*values)
        for values in product(OriginKind, NAMES, ("", "2026-11-30T08:00:00.123+00:00"), (None, True, False))
    ],
)
def test_an_origin_survives_its_line(origin: Origin) -> None:
    assert Origin.of(origin.text) == origin


@given(st.text(max_size=60))
def test_any_other_text_is_of_unknown_origin_or_none_at_all_but_never_fails(text: str) -> None:
    kind = Origin.of(text).kind
    assert kind is OriginKind.UNKNOWN or text.strip().startswith(kind)


def test_an_old_mark_names_no_person() -> None:
    assert Origin.of("model hint") == UNKNOWN
    assert Origin.of("humanoid; by Anna") == UNKNOWN


def test_an_apex_at_a_share_of_the_interval_is_assumed() -> None:
    assert apex_origin(DecoderConfig(apex_share=0.3)) is OriginKind.ASSUMED
    assert apex_origin(DecoderConfig()) is OriginKind.MODEL
    assert apex_origin(DecoderConfig(name="anchored", apex_share=0.3)) is OriginKind.MODEL
