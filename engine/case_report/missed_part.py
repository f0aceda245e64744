"""What a report tells of events that nobody marked: an estimate from two annotators, or from one and the model."""

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Any

from engine.evaluation.agreement import AnnotatorMark, VideoPair
from engine.evaluation.both_missed import BothMissed, both_missed
from engine.types import Origin

if TYPE_CHECKING:
    from engine.case_report.content import CaseLayer, VideoContent

ABOUT = (
    "How many events neither of two lists holds, estimated from how many they share (capture-recapture, Chapman 1951). "
    "The two need not be independent: the odds ratio between them is taken from the range that is named, which widens "
    "the interval. Intervals are 90 %. Of the model only proposals that somebody accepted count, and of an annotator "
    "who is compared with it only what was marked without its marks in view."
)


def missed_sentences(videos: Sequence["VideoContent"]) -> list[str]:
    """One sentence for each pair of annotators, and for each one who worked blind together with the model."""
    names = sorted({layer.name for video in videos for layer in video.layers if layer.annotations or layer.verdicts})
    found = [_pair(videos, *pair) for pair in combinations(names, 2)]
    found += [_with_model(videos, name) for name in names]
    return [_sentence(one) for one in found if one is not None]


def _layers(video: "VideoContent") -> dict[str, "CaseLayer"]:
    return {layer.name: layer for layer in video.layers}


def _pair(videos: Sequence["VideoContent"], first: str, second: str) -> BothMissed | None:
    pairs, shared = [], False
    for video in videos:
        layers = _layers(video)
        if first in layers and second in layers:
            one, other = layers[first], layers[second]
            pairs.append(VideoPair("", video.scene, _marks(one.annotations), _marks(other.annotations)))
            shared |= not one.worked_blind and not other.worked_blind
    return both_missed(first, second, pairs, shared_view=shared) if pairs else None


def _with_model(videos: Sequence["VideoContent"], name: str) -> BothMissed | None:
    pairs = []
    for video in videos:
        layer = _layers(video).get(name)
        accepted = _accepted(video)
        if layer is not None and layer.worked_blind and accepted:
            blind = [one for one in layer.annotations if _is_blind(one)]
            pairs.append(VideoPair("", video.scene, _marks(blind), _marks(accepted)))
    return both_missed(name, "", pairs) if pairs else None


def _accepted(video: "VideoContent") -> list[Mapping[str, Any]]:
    """Proposals that anybody accepted, each once."""
    records = (record for layer in video.layers for record in layer.verdicts)
    return list({one["proposal"]["id"]: one["proposal"] for one in records if one["verdict"] == "accepted"}.values())


def _is_blind(form: Mapping[str, Any]) -> bool:
    origin = (form.get("origins") or {}).get("onset")
    return isinstance(origin, str) and Origin.of(origin).blind is True


def _marks(forms: Sequence[Mapping[str, Any]]) -> tuple[AnnotatorMark, ...]:
    return tuple(
        AnnotatorMark(str(one["id"]), one["onset"], one["apex"], one["offset"], point=bool(one.get("point", False)))
        for one in forms
    )


def _sentence(one: BothMissed) -> str:
    who = f"{one.first or '(no name given)'} and {one.second or 'the model'}"
    counts = f"{one.both} shared, {one.only_first} and {one.only_second} of one only"
    if one.found is None:
        return f"{who}: {counts}. They share no event, so that nothing bounds what both missed."
    low, high = one.found.dependence
    alike = "both had the same proposals in view" if one.shared_view else "they looked by themselves"
    return (
        f"{who}: {counts}; both missed about {one.found.missed:.0f} [{one.found.low:.0f}, {one.found.high:.0f}], with "
        f"an odds ratio of {low:g} to {high:g} between them ({alike})."
    )
