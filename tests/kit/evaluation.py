"""Events and guesses whose scores are known."""

import json
from typing import Any

import pytest

from engine.datasets import Record
from engine.types import CLASSES
from tests.conftest import ROOT

DATA = json.loads((ROOT / "tests" / "engine" / "data" / "eval_shared.json").read_text(encoding="utf-8"))

EXPLICIT = [case for case in DATA["cases"] if case["type"] == "explicit"]

PIPELINE = [case for case in DATA["cases"] if case["type"] == "pipeline"]

PROTOCOL = {"no_dummy": "metst_no_dummy", "metst_with_dummy": "metst"}


def event(subject: str, video: str, cells: list[Any]) -> Record:
    onset, apex, offset, emotion = cells
    return Record(subject, video, onset, apex, offset, emotion)


def guess(subject: str, video: str, cells: list[Any]) -> Record:
    onset, offset, emotion = cells
    return Record(subject, video, onset, None, offset, None if emotion is None else str(CLASSES[emotion]))


def approx(value: float | str | None) -> Any:
    """The reference's value within 1e-12; where it is undefined (NaN, or a ZeroDivisionError) the tool says 0."""
    return pytest.approx(0.0 if value in (None, "NaN") else value, abs=1e-12, rel=0)


VideoKey = tuple[str, str]


def explicit(case: dict[str, Any]) -> tuple[list[VideoKey], list[Record], list[Record]]:
    truth: list[Record] = []
    predictions: list[Record] = []
    keys: list[VideoKey] = []
    for subject in case["input"]["subjects"]:
        for video in subject["videos"]:
            key = (subject["subject"], video["video"])
            keys.append(key)
            truth += [event(*key, cells) for cells in video["gt"]]
            predictions += [guess(*key, cells) for cells in video["pred"]]
    return keys, truth, predictions
