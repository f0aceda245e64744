"""What drags mean, with a host that only records."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.types import Bounds
from metst_gui.timeline.axis import ruler_text, tick_frames
from metst_gui.timeline.gestures import (
    CreateGesture,
    HandleGesture,
    PanGesture,
    Pointer,
    ScrubGesture,
    Span,
    ThresholdGesture,
    duration_ms,
    duration_text,
    handle_at,
    limited,
    move_part,
    snap,
    whole,
    zoomed,
)


class Host:
    n_frames = 1000

    def __init__(self) -> None:
        self.calls: list[tuple] = []

    def seek(self, frame: int) -> None:
        self.calls.append(("seek", frame))

    def preview(self, id_, bounds, note="") -> None:
        self.calls.append(("preview", id_, bounds))

    def create(self, onset: int, offset: int) -> None:
        self.calls.append(("create", onset, offset))

    def move(self, id_: str, bounds: Bounds, token: object, *, finished: bool) -> None:
        self.calls.append(("move", id_, bounds, token, finished))

    def move_threshold(self, value: float, *, finished: bool) -> None:
        self.calls.append(("threshold", round(value, 4), finished))

    def pan_to(self, span: Span) -> None:
        self.calls.append(("pan", span))

    def of(self, kind: str) -> list[tuple]:
        return [call for call in self.calls if call[0] == kind]


def at(position: float, score: float = 0.5) -> Pointer:
    return Pointer(position, score, position * 4)


@given(
    st.integers(0, 999),
    st.integers(0, 60),
    st.integers(0, 60),
    st.sampled_from(["onset", "apex", "offset"]),
    st.integers(-2000, 2000),
)
def test_a_moved_handle_keeps_the_order(onset: int, rise: int, fall: int, part: str, delta: int) -> None:
    apex, offset = min(999, onset + rise), min(999, onset + rise + fall)
    for middle in (apex, None):
        bounds = Bounds(onset, middle, offset)
        moved = move_part(bounds, part, delta, 1000)
        assert 0 <= moved.onset <= moved.offset <= 999
        assert moved.apex is None or moved.onset <= moved.apex <= moved.offset
        others = {"onset", "apex", "offset"} - {part}
        assert all(getattr(moved, name) == getattr(bounds, name) for name in others)


def test_handles_stop_at_their_neighbour() -> None:
    bounds = Bounds(100, 110, 130)
    assert move_part(bounds, "onset", -7, 1000) == Bounds(93, 110, 130)
    assert move_part(bounds, "onset", 50, 1000).onset == 110
    assert move_part(bounds, "offset", -50, 1000).offset == 110
    assert move_part(bounds, "apex", 50, 1000).apex == 130
    assert move_part(Bounds(100, None, 130), "onset", 50, 1000).onset == 130
    assert move_part(Bounds(100, None, 130), "apex", 3, 1000) == Bounds(100, None, 130)


def test_handles_lie_at_the_edges_and_the_apex_on_top() -> None:
    columns = {"onset_x": 100.0, "apex_x": 130.0, "offset_x": 160.0}
    assert handle_at(95, 0.8, **columns) == "onset"
    assert handle_at(166, 0.8, **columns) == "offset"
    assert handle_at(127, 0.2, **columns) == "apex"
    assert handle_at(127, 0.8, **columns) is None
    assert handle_at(90, 0.5, **columns) is None
    narrow = {"onset_x": 100.0, "apex_x": 102.0, "offset_x": 104.0}
    reached = {handle_at(x, height, **narrow) for x in np.arange(94, 110.5) for height in (0.2, 0.8)}
    assert {"onset", "apex", "offset"} <= reached
    assert handle_at(99, 0.2, onset_x=100.0, apex_x=None, offset_x=104.0) == "onset"


def test_snapping_is_to_the_nearest_frame_inside_the_video() -> None:
    assert [snap(value, 10) for value in (-3.0, -0.5, 0.49, 0.5, 8.5, 9.4, 99.0)] == [0, 0, 0, 1, 9, 9, 9]


@given(st.floats(0, 900), st.floats(10, 1000), st.floats(0, 1), st.floats(0.2, 5))
def test_zoom_keeps_the_frame_under_the_mouse(first: float, width: float, share: float, factor: float) -> None:
    n = 100_000
    span = Span(first + 6000, first + 6000 + width)
    at_frame = span.first + share * span.width
    result = zoomed(span, at_frame, factor, n)
    assert (at_frame - result.first) / result.width == pytest.approx(share, abs=1e-6)


def test_ranges_stay_inside_the_video() -> None:
    assert limited(Span(-500, -400), 1000) == Span(-0.5, 99.5)
    assert limited(Span(980, 1080), 1000) == Span(899.5, 999.5)
    assert limited(Span(-10, 5000), 1000) == whole(1000)
    assert zoomed(Span(0, 100), 50, 1000.0, 1000).width == 8
    assert zoomed(whole(1000), 0, 0.01, 1000) == whole(1000)
    assert zoomed(whole(3), 1, 100.0, 3).width == 3


def test_duration_counts_both_ends() -> None:
    times = np.arange(100) / 30
    assert duration_text(10, 23, times) == "14 frames · 467 ms"
    assert duration_text(10, 10, times) == "1 frame · 33 ms"
    assert duration_ms(98, 99, times) == pytest.approx(1000 / 15)
    uneven = np.array([0, 0.1, 0.5, 0.6])
    assert duration_ms(1, 1, uneven) == pytest.approx(400)


def test_scrub_seeks_only_where_the_frame_changes() -> None:
    host = Host()
    gesture = ScrubGesture(host, at(10.2))
    for position in (10.3, 10.4, 10.6, 2000.0):
        gesture.moved(at(position))
    gesture.released()
    assert host.calls == [("seek", 10), ("seek", 11), ("seek", 999)]


def test_a_new_interval_is_created_on_release_in_either_direction() -> None:
    host = Host()
    gesture = CreateGesture(host, at(200))
    gesture.moved(at(200.3))
    assert host.of("preview") == []
    gesture.moved(at(190.2))
    gesture.released()
    assert host.of("create") == [("create", 190, 200)]
    assert host.of("preview") == [("preview", None, Bounds(190, None, 200)), ("preview", None, None)]


def test_a_click_or_esc_creates_nothing() -> None:
    host = Host()
    CreateGesture(host, at(200)).released()
    gesture = CreateGesture(host, at(200))
    gesture.moved(at(260))
    gesture.cancelled()
    assert host.of("create") == []
    assert host.calls[-1] == ("preview", None, None)


def test_one_drag_has_one_token_and_ends_finished() -> None:
    host = Host()
    gesture = HandleGesture(host, at(99.7), id_="a", bounds=Bounds(100, 110, 130), part="onset")
    for position in (98.9, 98.6, 96.7):
        gesture.moved(at(position))
    gesture.released()
    moves = host.of("move")
    assert [(call[2].onset, call[4]) for call in moves] == [(99, False), (97, False), (97, True)]
    assert len({call[3] for call in moves}) == 1
    assert host.of("seek") == [("seek", 99), ("seek", 97)]
    assert host.of("preview")[-1] == ("preview", "a", None)


def test_a_cancelled_drag_ends_with_the_original_bounds() -> None:
    host = Host()
    gesture = HandleGesture(host, at(130), id_="a", bounds=Bounds(100, 110, 130), part="offset")
    gesture.moved(at(140))
    gesture.cancelled()
    assert [(call[2].offset, call[4]) for call in host.of("move")] == [(140, False), (130, True)]


def test_a_handle_that_was_not_moved_changes_nothing() -> None:
    host = Host()
    for end in ("released", "cancelled"):
        gesture = HandleGesture(host, at(110), id_="a", bounds=Bounds(100, 110, 130), part="apex")
        gesture.moved(at(110.4))
        getattr(gesture, end)()
    assert host.of("move") == []


def test_threshold_moves_in_hundredths_and_can_be_cancelled() -> None:
    host = Host()
    gesture = ThresholdGesture(host, at(0, 0.52), value=0.5)
    for score in (0.523, 0.541, 3.0):
        gesture.moved(at(0, score))
    gesture.released()
    assert host.calls == [("threshold", 0.52, False), ("threshold", 1.0, False), ("threshold", 1.0, True)]
    host.calls.clear()
    gesture = ThresholdGesture(host, at(0, 0.5), value=0.5)
    gesture.moved(at(0, 0.4))
    gesture.cancelled()
    assert host.calls == [("threshold", 0.4, False), ("threshold", 0.5, True)]


def test_pan_follows_the_mouse_and_returns_on_cancel() -> None:
    host = Host()
    gesture = PanGesture(host, Pointer(0, 0, 400.0), span=Span(100, 200), frames_a_pixel=0.5)
    gesture.moved(Pointer(0, 0, 380.0))
    gesture.cancelled()
    assert host.calls == [("pan", Span(110, 210)), ("pan", Span(100, 200))]


def test_ticks_are_whole_seconds_where_there_is_room_and_frames_below() -> None:
    times = np.arange(54_000) / 30
    assert tick_frames(-0.5, 53_999.5, times=times, most=8) == [0, 9000, 18000, 27000, 36000, 45000]
    assert tick_frames(100, 400, times=times, most=12) == [120, 150, 180, 210, 240, 270, 300, 330, 360, 390]
    assert tick_frames(100, 120, times=times, most=12) == [100, 102, 104, 106, 108, 110, 112, 114, 116, 118, 120]
    uneven = np.cumsum(np.r_[0, np.tile([1 / 30, 1 / 15], 200)])
    for frame in tick_frames(0, 400, times=uneven, most=10):
        assert uneven[frame] == pytest.approx(round(uneven[frame]), abs=1 / 15)
    assert tick_frames(5, 9, times=np.zeros(0), most=4) == []


@given(st.floats(0, 50_000), st.floats(1, 54_000), st.integers(1, 14))
def test_there_are_never_more_ticks_than_room(first: float, width: float, most: int) -> None:
    times = np.arange(54_000) / 29.97
    frames = tick_frames(first, first + width, times=times, most=most)
    assert len(frames) <= most + 1
    assert all(first <= frame <= first + width for frame in frames)
    assert frames == sorted(set(frames))


def test_ruler_text() -> None:
    assert ruler_text(413.5, exact=False) == "6:53"
    assert ruler_text(413.5, exact=True) == "6:53.500"
    assert ruler_text(3725.0416, exact=True) == "1:02:05.042"
    assert ruler_text(59.9996, exact=True) == "1:00.000"
    assert ruler_text(59.9996, exact=False) == "1:00"


def test_a_handle_rests_where_it_is_near_enough_unless_it_is_free() -> None:
    host = Host()
    rests = {205: "half", 240: "edge"}
    start = Bounds(200, 210, 230)
    gesture = HandleGesture(host, Pointer(200, 0, 0), id_="a", bounds=start, part="onset", rests=rests, reach=2.4)
    for position in (202, 203, 206.9, 208):
        gesture.moved(Pointer(position, 0, 0))
    moved = [call[2].onset for call in host.of("move")]
    assert moved == [202, 205, 208], "203 and 206.9 rest on 205, which is told once"
    gesture.moved(Pointer(204, 0, 0, free=True))
    assert host.of("move")[-1][2].onset == 204
