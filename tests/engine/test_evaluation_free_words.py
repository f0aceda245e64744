"""Every protocol on random sets with free emotion words, against its published rule said again in sets of frames."""

import math
import random
from collections.abc import Iterable
from dataclasses import replace

import pytest

from engine.datasets import Record
from engine.evaluation import PROTOCOLS, Report, evaluate
from engine.evaluation.grouping import by_video
from engine.evaluation.strs_metric import strs_counts, strs_published, strs_recognition

SETS = 1000
WORDS = ("happiness", "disgust", "Disgust", "repression", "surprise", "others", "tense", "negative", " surprise")
MEMBERS = {  # METST's own four classes
    "negative": {"anger", "disgust", "fear", "sad", "sadness", "contempt", "negative"},
    "positive": {"happy", "happiness", "positive"},
    "surprise": {"surprise"},
    "others": {"others", "other"},
}
Row = tuple[str, str, int, int, str]


def random_rows(rng: random.Random, *, words: Iterable[str]) -> list[Row]:
    chosen = tuple(words)
    rows = []
    for _ in range(rng.randint(0, 9)):
        onset = rng.randint(-3, 40)
        rows.append(
            (f"s{rng.randint(1, 3)}", f"v{rng.randint(1, 2)}", onset, onset + rng.randint(0, 18), rng.choice(chosen))
        )
    return rows


def records(rows: Iterable[Row]) -> list[Record]:
    return [Record(subject, video, onset, None, offset, word) for subject, video, onset, offset, word in rows]


def frames(row: Row) -> set[int]:
    return set(range(row[2], row[3] + 1))


def overlap(one: Row, other: Row) -> float:
    return len(frames(one) & frames(other)) / len(frames(one) | frames(other))


def quotient(part: float, whole: float) -> float:
    return part / whole if whole else math.nan


def harmonic(precision: float, recall: float) -> float:
    return quotient(2 * precision * recall, precision + recall)


def numbers(tp: int, fp: int, fn: int) -> tuple[float, float, float]:
    precision, recall = tp / (tp + fp) if tp + fp else 0.0, tp / (tp + fn) if tp + fn else 0.0
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def published_strs(truth: list[Row], guesses: list[Row]) -> dict[str, float] | None:
    """STRS-Metric over the words of the truth; NaN as it prints it; None where it stops with an error."""
    pairs: list[tuple[str, str]] = []
    fp = fn = 0
    for subject in {row[0] for row in guesses}:
        for video in {row[1] for row in truth if row[0] == subject}:
            events = [row for row in truth if row[:2] == (subject, video)]
            taken: set[int] = set()
            for guess in (row for row in guesses if row[:2] == (subject, video)):
                now = {at for at, row in enumerate(events) if at not in taken and overlap(guess, row) >= 0.5}
                pairs += [(events[at][4], guess[4]) for at in sorted(now)]
                taken |= now
                fp += not now
            fn += len(events) - len(taken)
    precision, recall, f1 = numbers(len(pairs), fp, fn)
    result: dict[str, float] = {"TP spotting": len(pairs), "FP spotting": fp, "FN spotting": fn}
    result |= {"Precision spotting": precision, "Recall spotting": recall, "F1-score spotting": f1}
    if not pairs:
        return None
    words = {row[4] for row in truth}
    rates = []
    for word in words:
        of_word = {(event == word, guess == word) for event, guess in pairs}
        alike = len(of_word) == 1 and next(iter(of_word))[0] == next(iter(of_word))[1]  # a 1 x 1 confusion matrix
        both = [(event == word, guess == word) for event, guess in pairs]
        counts = (both.count((True, True)), both.count((False, True)), both.count((True, False)))
        rates.append(numbers(0, 0, 0) if alike else numbers(*counts))
    means = [sum(column) / len(words) for column in zip(*rates, strict=True)]
    f1_analysis = harmonic(means[0], means[1])
    right = sum(event == guess for event, guess in pairs)
    wrong = sum(event != guess and guess in words for event, guess in pairs)
    result |= {"TP analysis": right, "FP analysis": wrong, "FN analysis": wrong}
    result |= {"Precision analysis": means[0], "Recall analysis": means[1], "F1-score analysis": f1_analysis}
    return result | {"UF1 analysis": means[2], "UAR analysis": means[0], "STRS": f1 * f1_analysis}


def test_strs_metric_compares_words_as_written() -> None:
    compared = undefined = 0
    for seed in range(SETS):
        rng = random.Random(seed)
        truth, guesses = random_rows(rng, words=WORDS), random_rows(rng, words=WORDS)
        guesses += [
            (*row[:2], row[2] + rng.randint(-2, 2), row[3] + 2, rng.choice((row[4], *WORDS[:3]))) for row in truth
        ]
        report = evaluate(records(truth), records(guesses), protocol="strs_metric_2024")
        expected = published_strs(truth, guesses)
        if expected is None or math.isnan(expected["STRS"]):
            undefined += 1
            assert report.recognition.undefined
            assert report.strs == 0.0
            assert any("undefined" in note for note in report.notes)
        else:
            compared += 1
            assert not report.recognition.undefined
        for name, value in (expected or {}).items():
            assert report.published[name] == (0.0 if math.isnan(value) else pytest.approx(value, abs=1e-12)), name
    assert compared > SETS / 2
    assert undefined > 10


def test_strs_metric_gives_the_published_values_of_its_sample() -> None:
    """Counts and rates that the evaluator prints for the data in its own repository (docs/method.md, STRS-Metric)."""
    truth = [("s1", f"v{at}", 10, 19, "happiness") for at in range(159 + 85)]
    guesses = [(*row[:2], *((10, 19) if at < 159 else (30, 39)), row[4]) for at, row in enumerate(truth)]
    published = evaluate(records(truth), records(guesses), protocol="strs_metric_2024").published
    assert [published[f"{name} spotting"] for name in ("TP", "FP", "FN")] == [159, 85, 85]
    assert published["F1-score spotting"] == pytest.approx(0.6516, abs=5e-5)
    counts = strs_counts(by_video(records(truth)), by_video(records(guesses)), iou_threshold=0.5)
    f1 = harmonic(0.5983, 0.5872)
    analysed = replace(strs_recognition(counts.pairs, classes=("happiness",)), precision=0.5983, recall=0.5872, f1=f1)
    found = strs_published(counts, analysed)
    assert (found["F1-score analysis"], found["STRS"]) == pytest.approx((0.5927, 0.3862), abs=5e-5)


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_every_rate_that_is_0_of_0_is_named(protocol: str) -> None:
    event, far = ("s1", "v1", 10, 20, "surprise"), ("s1", "v1", 50, 60, "surprise")
    for truth, guesses, missing in (
        ([], [], "no event and no prediction counts"),
        ([event], [], "no prediction counts"),
        ([], [far], "no event counts"),
        ([event], [far], ""),
        ([event], [event], ""),
    ):
        report = evaluate(records(truth), records(guesses), protocol=protocol)
        expected = missing
        if protocol == "metst" and guesses == [] and truth:
            expected = ""  # it predicts the first frame where nothing was found
        if protocol == "strs_metric_2024" and (truth == [] or guesses == []):
            expected = "no event and no prediction counts"  # of subjects and videos that it does not look at
        said = " ".join(report.notes)
        assert (expected in said) if expected else ("0 / 0): no" not in said)
        if report.tp == 0 and protocol != "megc2020":
            assert report.recognition.undefined


def group(word: str) -> str | None:
    known = word.strip().lower()
    return next((name for name, members in MEMBERS.items() if known in members), None)


def check_me_tst(report: Report, truth: list[Row], guesses: list[Row], *, dummy: bool) -> None:
    """One prediction after the other takes its best event (the last of equals) where that is free."""
    pairs, tp, fp = [], 0, 0
    for key in {row[:2] for row in [*truth, *guesses]}:
        events, free = [row for row in truth if row[:2] == key], set(range(len(truth)))
        found = [row for row in guesses if row[:2] == key] or ([(*key, 0, 0, "")] if dummy else [])
        for guess in found:
            best = max(range(len(events)), key=lambda at: (overlap(guess, events[at]), at), default=None)
            if best is not None and best in free and overlap(guess, events[best]) >= 0.5:
                free.discard(best)
                tp += 1
                pairs.append((group(events[best][4]), group(guess[4])))
            else:
                fp += 1
    assert (report.tp, report.fp, report.fn) == (tp, fp, len(truth) - tp)
    precision, recall, f1 = numbers(tp, fp, len(truth) - tp)
    assert (report.precision, report.recall, report.f1) == pytest.approx((precision, recall, f1), abs=1e-12)
    kept = [pair for pair in pairs if pair[0]]
    rates = []
    for name in MEMBERS:
        both = [(event == name, guess == name) for event, guess in kept]
        if set(both) - {(False, False)} and set(both) != {(True, True)}:
            rates.append(numbers(both.count((True, True)), both.count((False, True)), both.count((True, False))))
    p, r, uf1 = (sum(column) / len(rates) for column in zip(*rates, strict=True)) if rates else (0.0, 0.0, 0.0)
    f1_recognition = 2 * p * r / (p + r) if p + r else 0.0
    assert report.recognition.f1 == pytest.approx(f1_recognition, abs=1e-12)
    assert report.recognition.uf1 == pytest.approx(uf1, abs=1e-12)
    assert report.strs == pytest.approx(f1 * f1_recognition, abs=1e-12)


@pytest.mark.parametrize("protocol", ["metst", "metst_no_dummy"])
def test_me_tst_counts_in_four_classes(protocol: str) -> None:
    for seed in range(SETS):
        rng = random.Random(seed)
        truth, guesses = random_rows(rng, words=WORDS), random_rows(rng, words=WORDS)
        guesses += [
            (*row[:2], row[2] + rng.randint(-2, 2), row[3] + 2, rng.choice((row[4], *WORDS[:3]))) for row in truth
        ]
        report = evaluate(records(truth), records(guesses), protocol=protocol)
        check_me_tst(report, truth, guesses, dummy=protocol == "metst")


def test_megc2020_counts_every_pair() -> None:
    for seed in range(SETS):
        rng = random.Random(seed)
        truth, guesses = random_rows(rng, words=WORDS), random_rows(rng, words=WORDS)
        pairs, hit = 0, set()
        for guess in guesses:
            for at, row in enumerate(truth):
                if row[:2] != guess[:2] or row[3] <= row[2] or guess[3] <= guess[2]:
                    continue
                shared = max(0, min(row[3], guess[3]) - max(row[2], guess[2])) + 1
                if shared / (row[3] - row[2] + guess[3] - guess[2] + 2 - shared) >= 0.5:
                    pairs += 1
                    hit.add(at)
        found = evaluate(records(truth), records(guesses), protocol="megc2020").published
        assert (found["N_correct_clips"], found["N_find_labels"]) == (pairs, len(hit))
        assert (found["N_clips"], found["N_labels"]) == (len(guesses), len(truth))
        recall, small = len(hit) / max(len(truth), 1), len(hit) / max(len(guesses), 1)
        assert found["F1_small"] == pytest.approx(2 * recall * small / (recall + small) if hit else 0.0, abs=1e-12)
