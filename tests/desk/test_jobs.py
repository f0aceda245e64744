"""What takes a while says how far it is and how long it will take, the same everywhere."""

import pytest

from metst_gui.desk.jobs import Job, JobKind, JobLine, Jobs
from metst_gui.wording.time_left import left_text


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def job(qapp, clock: Clock) -> Job:
    return Job(JobKind("Analysing"), clock=clock)


def test_how_far_it_is_is_known_once_there_are_parts(job) -> None:
    assert (job.percent, job.text, job.tip) == (None, "Analysing", "Analysing")
    job.progress("loading the model", 0, 1)
    assert (job.percent, job.text, job.tip) == (None, "Analysing", "loading the model")
    job.progress("Default model", 0, 300)
    assert (job.percent, job.text) == (0, "Analysing 0 %")
    job.progress("Default model", 299, 300)
    assert job.percent == 99, "it is not said to be ready before it is"
    assert job.tip == "Default model: 299 of 300"
    job.progress("Default model", 400, 300)
    assert job.percent == 100


def test_the_time_left_is_told_by_the_pace_of_the_parts_alone(job, clock) -> None:
    job.progress("loading the model", 0, 1)
    clock.now += 30
    job.progress("Default model", 0, 100)
    clock.now += 1
    job.progress("Default model", 10, 100)
    assert job.seconds_left is None, "a second says too little"
    clock.now += 3
    job.progress("Default model", 20, 100)
    assert job.seconds_left == pytest.approx(3 / 10 * 80), "what it took to begin is over"
    assert job.text == "Analysing 20 % · about 25 s left"
    job.progress("Another stage", 0, 100)
    assert job.seconds_left is None, "nothing is known of its pace"


def test_what_a_job_waits_for_is_told_until_it_is_further(job, clock) -> None:
    job.progress("Default model", 0, 100)
    clock.now += 4
    job.progress("Default model", 20, 100)
    job.wait("Preparing")
    assert (job.percent, job.text, job.tip) == (20, "Preparing", "Preparing")
    clock.now += 60
    job.progress("Default model", 20, 100)
    assert job.text == "Analysing 20 %", "the minute it waited says nothing of its pace"
    clock.now += 4
    job.progress("Default model", 40, 100)
    assert job.seconds_left == pytest.approx(4 / 20 * 60)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.2, "about 1 s left"),
        (9.4, "about 9 s left"),
        (18, "about 20 s left"),
        (89, "about 90 s left"),
        (91, "about 2 min left"),
        (5300, "about 88 min left"),
        (5500, "about 1.5 h left"),
    ],
)
def test_words_promise_no_more_than_an_estimate_can(seconds, words) -> None:
    assert left_text(seconds) == words


def test_the_latest_is_the_last_and_only_what_is_under_way_can_be_lost(qapp) -> None:
    jobs, told = Jobs(), []
    jobs.changed.connect(lambda: told.append([one.text for one in jobs.running]))
    first = jobs.begin(JobKind("Analysing", loss="It is given up."))
    second = jobs.begin(JobKind("Writing the report"))
    assert jobs.running == (first, second)
    assert jobs.losses == (), "nothing was computed yet"
    second.progress("", 50, 100)
    first.progress("", 1, 100)
    assert jobs.losses == (first,), "a report is finished before the window is gone"
    first.end()
    first.end()
    second.end()
    assert jobs.running == ()
    assert told == [
        ["Analysing"],
        ["Analysing", "Writing the report"],
        ["Analysing", "Writing the report 50 %"],
        ["Analysing 1 %", "Writing the report 50 %"],
        ["Writing the report 50 %"],
        [],
    ]


def test_a_line_of_progress_is_one_job_from_its_first_part_to_its_end(qapp) -> None:
    jobs, stopped = Jobs(), []
    line = JobLine(jobs, JobKind("Learning", stop_tip="Stop it"), stop=lambda: stopped.append(True))
    line.follow("", 0, 0)
    assert jobs.running == ()
    line.follow("reading", 0, 1)
    line.follow("reading", 7, 10)
    (job,) = jobs.running
    assert (job.text, job.tip) == ("Learning 70 %", "reading: 7 of 10")
    job.stop()
    assert stopped == [True]
    line.follow("", 0, 0)
    assert jobs.running == ()
    line.follow("reading", 1, 10)
    assert [one.text for one in jobs.running] == ["Learning 10 %"], "another one"
