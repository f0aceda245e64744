"""How well does a model find micro-expressions in real faces that talk and move, and how often does it raise an alarm?

A person-disjoint development bench (`benchmarks/real_clips.py`): 12 people of `../shared/footage` whom training never
saw, micro-expressions of 0.17 to 0.5 s put into their pictures, alarms counted on the same clips with nothing put in.
Events and alarms are told apart by what the person does there: calm, talking, expressive. Models are compared at their
own threshold and at equal alarms; intervals are 95 %, by person. One figure a kind says little about other people, who
may hold their brows stiller: so all is told by how lively the face is too (`benchmarks/real_faces_by_movement.py`).
It says nothing about real micro-expressions, and what is tuned on it is flattered by it.

A pass has an event every 2 s or so, which no video has; a model that learns from the video what this person does all
the time would take them for that. So each event is scored as the only one in its recording (`alone`), and `--crowded`
scores the passes as they are.

Run:  python -m benchmarks.real_faces [--weights metst-synth-v2 ...] [--cache bench_cache] [--codecs "as is" "CRF 28"]
      [--people lp_s18.mp4 ...] [--crowded]
"""

import argparse
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from benchmarks.counts_by_person import Figure, Interval, Row, add, share, total, with_intervals
from benchmarks.real_clips import ARRAYS, CALM, PEOPLE, TALKING, WANTED, Take, takes
from benchmarks.real_faces_by_movement import (
    Found,
    Windowed,
    by_first_model,
    by_movement,
    calm_enough,
    differences,
    show_by_first_model,
    show_by_movement,
    sizes,
)
from engine.config import DecoderConfig
from engine.decoding import decode, leading_heads
from engine.decoding.live import LEAST
from engine.decoding.peaks import local_maxima
from engine.evaluation.matching import iou, match
from engine.patches import REGIONS, PatchMeasurement
from engine.patches.event_bounds import event_bounds
from engine.patches.regions import head_movement, region_motion, with_motion
from engine.pipeline.both_models import joined_curves
from engine.pipeline.model_choice import moves_too_much
from engine.spotters import SpottingModel, load_spotter
from engine.spotters.joining import JoinedScores
from engine.spotters.patches import PatchScores, PatchSpotter
from engine.types import Curves, RegionCurves, UInt8

Intervals = list[tuple[int, int]]
AS_IS = "as is"
BOTH = "metst-synth-v1+metst-synth-v2"


@dataclass(frozen=True, eq=False)
class Scored:
    """A take and a model's curve on it."""

    take: Take
    curves: Curves


def ten_channels(take: Windowed, model: SpottingModel) -> Curves:
    """Curves of a model on ten-channel windows, by the product's steps."""
    n = len(take.patches)
    scores = JoinedScores(model, n, take.features.shape[2])
    for start, window, mask in zip(take.starts, take.features, take.masks, strict=True):
        scores.add(int(start), window.astype(np.float64), mask)
    joined, mask = scores.score.result()
    classes = scores.emotion.result()[0] if scores.emotion is not None else None
    return Curves(np.arange(n), model.finish(joined, mask), classes, mask, take.patches.rate)


def patch_curves(take: Take, model: PatchSpotter) -> Curves:
    """Curves of a patch network, as in the product: heads count where their regions move little enough to be judged.

    Whether a region is hidden, dark or turned away is not known here: all count as seen.
    """
    measured = take.patches
    reasons = movement_reasons(measured)
    found = model.scores(measured, reasons, model.whitening(measured))
    regions = regions_of(measured, reasons, found)
    return Curves(np.arange(len(measured)), found.score, found.probabilities, measured.mask, take.rate, regions)


def by_both(take: Windowed, first: Curves, other: Curves) -> Curves:
    """Curves of two models as the product joins them; where movements end stays as at the peaks of `other`."""
    calm = calm_enough(take)
    return other if moves_too_much(~calm, first.mask) else joined_curves(first, other, calm=calm)


def regions_of(measured: PatchMeasurement, reasons: UInt8, found: PatchScores) -> RegionCurves:
    """What the product knows of the regions: where movements begin and end makes the proposals."""
    peaks = local_maxima(found.score, height=LEAST, edges=True)
    bounds = event_bounds(measured, peaks, np.maximum(leading_heads(found.heads[peaks], reasons[peaks]), 0))
    motion = region_motion(measured, reasons == 0)
    return RegionCurves(reasons, motion, found.heads, head_movement(measured), bounds)


# Samples around an event that show it (the longest lag), that are scored with it, and that a score depends on.
SHOWN, SCORED, SEEN = (3, 20), (10, 20), 150


def alone(take: Take, plain: Take, model: PatchSpotter) -> Curves:
    """Curves of a pass, each event scored as the only one in the recording; between events, of the recording itself."""
    curves = patch_curves(plain, model)
    assert curves.probabilities is not None
    assert curves.regions is not None
    assert curves.regions.bounds is not None
    score, probabilities, bounds = curves.score.copy(), curves.probabilities.copy(), curves.regions.bounds.copy()
    heads, whether = curves.regions.scores.copy(), curves.regions.reasons.copy()
    n = len(score)
    for event in take.events:
        shown = slice(max(0, event.onset - SHOWN[0]), min(n, event.offset + SHOWN[1]))
        one = with_rows(plain.patches, take.patches, shown)
        part = slice(max(0, event.onset - SEEN), min(n, event.offset + SEEN))
        seen = part_of(one, part)
        reasons = movement_reasons(seen)
        found = model.scores(seen, reasons, model.whitening(one), start=part.start)
        regions = regions_of(seen, reasons, found)
        rows = slice(max(0, event.onset - SCORED[0]), min(n, event.offset + SCORED[1]))
        inside = slice(rows.start - part.start, rows.stop - part.start)
        assert found.probabilities is not None
        assert regions.bounds is not None
        score[rows], probabilities[rows] = found.score[inside], found.probabilities[inside]
        bounds[rows], heads[rows], whether[rows] = regions.bounds[inside], found.heads[inside], reasons[inside]
    regions = replace(curves.regions, bounds=bounds, scores=heads, reasons=whether)
    return Curves(curves.frames, score, probabilities, curves.mask, curves.rate, regions)


def with_rows(one: PatchMeasurement, other: PatchMeasurement, rows: slice) -> PatchMeasurement:
    """A measurement with some samples of another one of the same recording, where both could be measured."""
    chosen = np.zeros(len(one), bool)
    chosen[rows] = (one.measured & other.measured)[rows]
    arrays = {name: getattr(one, name).copy() for name in ARRAYS if name not in ("mask", "run")}
    for name, values in arrays.items():
        values[chosen] = getattr(other, name)[chosen]
    return replace(one, **arrays)


def part_of(measured: PatchMeasurement, rows: slice) -> PatchMeasurement:
    """Some samples of a measurement."""
    return replace(measured, **{name: getattr(measured, name)[rows] for name in ARRAYS})


def movement_reasons(measured: PatchMeasurement) -> UInt8:
    """uint8 [S, 6], `RegionReason.MOTION` where a region moves too much."""
    nothing = np.zeros((len(measured), len(REGIONS)), np.uint8)
    return with_motion(nothing, region_motion(measured, nothing == 0))


def found_in(one: Scored, decoder: DecoderConfig) -> Intervals:
    """Proposals of a take."""
    proposals = decode(one.curves, config=decoder, n_frames=len(one.curves.score))
    return [(proposal.onset, proposal.offset) for proposal in proposals]


def counts(scored: Sequence[Scored], decoder: DecoderConfig) -> Row:
    """Per person: alarms and minutes in each kind of span, and events, hits and proposals of each group."""
    table: Row = {}
    for one in scored:
        take, row = one.take, table.setdefault(one.take.clip, {})
        found = found_in(one, decoder)
        if not take.events:
            for kind in np.unique(take.spans):
                add(row, f"minutes {kind}", np.count_nonzero(take.spans == kind) / take.rate / 60)
            judged = (movement_reasons(take.patches) == 0).any(axis=1) & take.patches.measured
            add(row, f"judged {TALKING}", np.count_nonzero(judged & (take.spans == TALKING)) / take.rate / 60)
            for first, last in found:
                add(row, f"alarms {take.spans[(first + last) // 2]}", 1)
            continue
        truth = [(event.onset, event.offset) for event in take.events]
        strict, loose = (set(match(truth, found, iou_threshold=share)) for share in (0.5, 0.2))
        for number, event in enumerate(take.events):
            part = "upper" if event.upper else "lower"
            for group in (f"{event.span} {part}", f"{event.span} all", f"{event.span} {part} {event.level:g} px",
                          f"{event.span} AU {event.units}"):  # fmt: skip
                add(row, f"n {group}", 1)
                add(row, f"hit .5 {group}", number in strict)
                add(row, f"hit .2 {group}", number in loose)
        for first, last in found:
            span = str(take.spans[(first + last) // 2])
            add(row, f"proposals {span}", 1)
            touched = [event for event in take.events if iou((first, last), (event.onset, event.offset)) > 0]
            if not touched:
                add(row, f"strays {span}", 1)
            elif not any(event.upper for event in touched):
                add(row, f"of lower {span}", 1)
            else:
                add(row, f"of upper {span}", 1)
    return table


def f1(span: str) -> Figure:
    """F1 at IoU .5 of all events of a kind of span; proposals that touch no event count against it."""

    def value(table: Row, people: Sequence[str]) -> float:
        hits, n = total(table, people, f"hit .5 {span} all"), total(table, people, f"n {span} all")
        return 2 * hits / max(n + total(table, people, f"proposals {span}"), 1e-9)

    return value


def f1_upper(span: str) -> Figure:
    """F1 at IoU .5 of brow and eye events; proposals on mouth events do not count."""

    def value(table: Row, people: Sequence[str]) -> float:
        hits, n = total(table, people, f"hit .5 {span} upper"), total(table, people, f"n {span} upper")
        proposals = total(table, people, f"strays {span}") + total(table, people, f"of upper {span}")
        return 2 * hits / max(n + proposals, 1e-9)

    return value


FIGURES: dict[str, Figure] = {
    "calm F1 IoU .5, all": f1(CALM),
    "calm F1 IoU .5, brows and eyes": f1_upper(CALM),
    "calm recall IoU .2, all": share(f"hit .2 {CALM} all", f"n {CALM} all"),
    "calm recall IoU .5, all": share(f"hit .5 {CALM} all", f"n {CALM} all"),
    "calm recall IoU .2, brows and eyes": share(f"hit .2 {CALM} upper", f"n {CALM} upper"),
    "calm recall IoU .2, mouth and nose": share(f"hit .2 {CALM} lower", f"n {CALM} lower"),
    "calm and talking recall IoU .2, brows and eyes": lambda table, people: (
        sum(total(table, people, f"hit .2 {span} upper") for span in (CALM, TALKING))
        / max(sum(total(table, people, f"n {span} upper") for span in (CALM, TALKING)), 1e-9)
    ),
    "calm alarms/min": share(f"alarms {CALM}", f"minutes {CALM}"),
    "talking recall IoU .2, brows and eyes": share(f"hit .2 {TALKING} upper", f"n {TALKING} upper"),
    "talking recall IoU .5, brows and eyes": share(f"hit .5 {TALKING} upper", f"n {TALKING} upper"),
    "talking alarms/min": share(f"alarms {TALKING}", f"minutes {TALKING}"),
    "expressive alarms/min": share("alarms expressive", "minutes expressive"),
    "talking, share of time judged": share(f"judged {TALKING}", f"minutes {TALKING}"),
}
SIZES = {
    "calm": f"n {CALM} all",
    "calm upper": f"n {CALM} upper",
    "talking upper": f"n {TALKING} upper",
    "calm minutes": f"minutes {CALM}",
    "talking minutes": f"minutes {TALKING}",
    "expressive minutes": "minutes expressive",
}


def at_alarms(scored: Sequence[Scored], decoder: DecoderConfig, wanted: float) -> DecoderConfig:
    """The decoder with the lowest threshold that gives at most `wanted` alarms a minute on all un-injected takes."""
    plain = [one for one in scored if not one.take.events]
    minutes = sum(len(one.take.spans) / one.take.rate for one in plain) / 60
    for threshold in (*np.arange(0.02, 0.98, 0.02), *np.arange(0.98, 1, 0.002)):
        lower = replace(decoder, threshold=float(threshold))
        if sum(len(found_in(one, lower)) for one in plain) / minutes <= wanted:
            return lower
    return replace(decoder, threshold=1.0)


def alarms(table: Row) -> float:
    """Alarms a minute over all un-injected takes."""
    kinds = (CALM, TALKING, "expressive")
    return sum(total(table, sorted(table), f"alarms {kind}") for kind in kinds) / sum(
        total(table, sorted(table), f"minutes {kind}") for kind in kinds
    )


def show(name: str, table: Row) -> dict[str, Interval]:
    """Print and return a model's figures."""
    figures = with_intervals(table, FIGURES)
    print(f"{name}: {alarms(table):.2f} alarms/min over all", flush=True)
    for key, (value, low, high) in figures.items():
        print(f"    {key:42s} {value:.2f} [{low:.2f}, {high:.2f}]", flush=True)
    return figures


def breakdown(table: Row, span: str) -> str:
    """Recall IoU .2 by action units and by level."""
    people = sorted(table)
    keys = sorted({key for row in table.values() for key in row if key.startswith(f"n {span} AU") or
                   (key.startswith(f"n {span}") and key.endswith("px"))})  # fmt: skip
    return "  ".join(
        f"{key.removeprefix(f'n {span} ')} {hits:.0f}/{total(table, people, key):.0f}"
        for key in keys
        for hits in (total(table, people, "hit .2" + key[1:]),)
    )


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", nargs="+", default=["metst-synth-v2", "metst-synth-v1", BOTH])
    parser.add_argument("--cache", type=Path, default=Path("bench_cache"))
    parser.add_argument("--codecs", nargs="+", default=list(WANTED), choices=list(WANTED))
    parser.add_argument("--people", nargs="+", default=list(PEOPLE), choices=PEOPLE)
    parser.add_argument("--crowded", action="store_true")
    parser.add_argument("--json", type=Path, default=None)
    arguments = parser.parse_args()
    kept: dict[str, object] = {}
    for codec in arguments.codecs:
        found = takes(arguments.cache, codec, arguments.people)
        level: float | None = None
        if codec != AS_IS:
            for weights in arguments.weights:
                curves_of, decoder = model_of(weights, crowded=arguments.crowded)
                same = scored_by(curves_of, takes(arguments.cache, AS_IS, arguments.people, like=codec))
                kept[f"{AS_IS} as {codec}, {weights}"] = show(
                    f"{AS_IS}, the passes of {codec}, {weights}", counts(same, decoder)
                )
        first: Row | None = None
        for weights in (*arguments.weights, "classical"):
            curves_of, decoder = model_of(weights, crowded=arguments.crowded)
            scored = scored_by(curves_of, found)
            table = counts(scored, decoder)
            if level is None:
                level = alarms(table)
                people = sorted(table)
                print(f"== {codec}: { ({k: round(total(table, people, v), 1) for k, v in SIZES.items()}) }")
            kept[f"{codec}, {weights}"] = show(f"{codec}, {weights}, own threshold", table)
            for span in (CALM, TALKING):
                print(f"    {span}: {breakdown(table, span)}")
            first = by_liveliness(kept, f"{codec}, {weights}", scored, decoder, first)
            if weights != arguments.weights[0]:
                equal = at_alarms(scored, decoder, level)
                name = f"{codec}, {weights}, equal alarms"
                kept[name] = show(name, counts(scored, equal))
                by_liveliness(kept, name, scored, equal, first)
    if arguments.json:
        arguments.json.write_text(json.dumps(kept, indent=2) + "\n")


def by_liveliness(
    kept: dict[str, object], name: str, scored: Sequence[Scored], decoder: DecoderConfig, first: Row | None
) -> Row:
    """Print and keep a model's figures by how lively the face is; returns what later models are compared with.

    Args:
        kept: gets three entries more.
        name: of the model and its threshold.
        scored: takes with the model's curves.
        decoder: its decoder.
        first: counts of the model that all are compared with; None: this is it.
    """
    found = [Found(one.take, found_in(one, decoder)) for one in scored]
    lively, split = by_movement(found), by_first_model(found)
    kept[f"{name}, by brow movement"] = known(show_by_movement(lively))
    kept[f"{name}, by the first model's limit"] = known(show_by_first_model(split))
    if first is None:
        kept[f"{name}, sizes by liveliness"] = {**sizes(lively), **sizes(split)}
        return split
    less = known(differences(first, split))
    kept[f"{name}, by the first model's limit, what the model named first has more"] = less
    for key, (value, low, high) in less.items():
        print(f"    {key}, the model named first has more by: {value:.2f} [{low:.2f}, {high:.2f}]", flush=True)
    return first


def known(figures: dict[str, Interval]) -> dict[str, Interval]:
    """The figures that have a value."""
    return {name: interval for name, interval in figures.items() if np.isfinite(interval[0])}


CurvesOf = Callable[[Take, Take], Curves]


def model_of(weights: str, *, crowded: bool = False) -> tuple[CurvesOf, DecoderConfig]:
    """How a model scores a take, given the one of the same clip without events, and its decoder; ``A+B``: both."""
    first, _, second = weights.partition("+")
    if second:
        (of_first, _), (of_second, decoder) = model_of(first), model_of(second, crowded=crowded)
        return (lambda take, plain: by_both(take, of_first(take, plain), of_second(take, plain))), decoder
    model = load_spotter(weights, device="cpu")
    if not isinstance(model, PatchSpotter):
        return (lambda take, _plain: ten_channels(take, model)), model.card.decoder
    if crowded:
        return (lambda take, _plain: patch_curves(take, model)), model.card.decoder
    return (lambda take, plain: alone(take, plain, model)), model.card.decoder


def scored_by(curves_of: CurvesOf, found: Sequence[Take]) -> list[Scored]:
    """Takes with a model's curves; of each clip the one without events comes first."""
    plain = {take.clip: take for take in reversed(found) if not take.events}
    return [Scored(take, curves_of(take, plain[take.clip])) for take in found]


if __name__ == "__main__":
    main()
