"""Fixtures of the timeline tests."""

import logging

import pytest
from PySide6.QtWidgets import QApplication

from metst_gui.timeline.timeline_view import TimelineView
from tests.gui.timeline_data import make_curves, make_info
from tests.gui.timeline_hands import N


@pytest.fixture
def _no_swallowed_errors(caplog: pytest.LogCaptureFixture):
    yield
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR] == []


@pytest.fixture
def view(qtbot) -> TimelineView:
    widget = TimelineView()
    qtbot.addWidget(widget)
    widget.resize(1000, 420)
    widget.show()
    widget.set_video(make_info(N))
    widget.set_curves(make_curves(N), provisional=False)
    QApplication.processEvents()
    return widget
