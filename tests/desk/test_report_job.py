"""The report is written in a process of its own: how it ends, and that it can be ended."""

import os
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QObject

from engine.messages import Said
from metst_gui.desk.report_job import STOPPED, ReportJob
from metst_gui.document.file.opening import new_project

ANSWER_MS = 20_000


def prints(html: str, target: Path) -> None:
    """A printer of the process that it is used in."""
    target.write_text(f"{os.getpid()} {html[:15]}", encoding="utf-8")


def refuses(html: str, target: Path) -> None:
    raise OSError(5, Said("the place cannot be written"))


def dies(html: str, target: Path) -> None:
    os._exit(9)


def hangs(html: str, target: Path) -> None:
    (target.parents[1] / "printing").touch()
    threading.Event().wait(600)


@pytest.fixture
def job(tmp_path, qtbot):
    """Makes a job on a project, and ends it."""
    new_project(tmp_path / "p.metst").store.close()
    owner, made = QObject(), []

    def make(printer) -> ReportJob:
        made.append(ReportJob(tmp_path / "p.metst", tmp_path / "out" / "r.pdf", None, printer, owner))
        return made[-1]

    (tmp_path / "out").mkdir()
    yield make
    for one in made:
        one.stop()
        one.wait()


def test_it_is_written_in_another_process(job, qtbot, tmp_path) -> None:
    writing = job(prints)
    with qtbot.waitSignal(writing.written, timeout=ANSWER_MS) as told:
        writing.start()
    assert told.args[0] == str(tmp_path / "out" / "r.pdf")
    process, page = (tmp_path / "out" / "r.pdf").read_text().split(" ", 1)
    assert int(process) != os.getpid()
    assert page == "<!doctype html>"
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["r.pdf"]


def test_what_went_wrong_is_said(job, qtbot) -> None:
    writing = job(refuses)
    with qtbot.waitSignal(writing.failed, timeout=ANSWER_MS) as told:
        writing.start()
    (sentence,) = told.args
    assert isinstance(sentence, Said), "it can be said in another language"
    assert sentence.values["why"] == "the place cannot be written"


def test_a_process_that_dies_is_a_sentence(job, qtbot) -> None:
    writing = job(dies)
    with qtbot.waitSignal(writing.failed, timeout=ANSWER_MS) as told:
        writing.start()
    assert told.args == [STOPPED]


def test_one_that_stands_still_is_ended(job, qtbot, tmp_path) -> None:
    writing, outcomes = job(hangs), []
    for signal in (writing.written, writing.failed):
        signal.connect(lambda *values: outcomes.append(values))
    writing.start()
    qtbot.waitUntil((tmp_path / "printing").exists, timeout=ANSWER_MS)
    with qtbot.waitSignal(writing.finished, timeout=ANSWER_MS):
        writing.stop()
    assert outcomes == []
    assert list((tmp_path / "out").iterdir()) == []
