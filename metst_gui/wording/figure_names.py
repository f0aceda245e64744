"""Names of the figures in the benches of model cards, for people: a card's data are English, and stay as they are."""

from collections.abc import Mapping
from functools import reduce

from metst_gui.language import mark, tr

# As a whole, by their key in a card.
MEASURES: Mapping[str, str] = {
    "n_events": mark("injected movements"),
    "n_proposals_injected": mark("proposals in these clips"),
    "recall_at_1px_or_more_iou_0.2": mark("recall of movements of 1 px or more, IoU ≥ 0.2"),
    "recall_by_response_px_iou_0.2": mark("recall, IoU ≥ 0.2, by movement in px"),
    "false_alarms_per_minute": mark("false alarms a minute"),
    "class_right_on_hits": mark("class right among those found (circular)"),
    "free": mark("made clips without movement"),
    "real": mark("real clips, all"),
}
# What stands between the commas of a name; numbers are no words.
PARTS: Mapping[str, str] = {
    text: text
    for text in (
        mark("threshold"),
        mark("people"),
        mark("events"),
        mark("minutes"),
        mark("all"),
        mark("brows and eyes"),
        mark("mouth and nose"),
        mark("brow units"),
        mark("brow and eye events"),
        mark("share of time judged"),
        mark("share of the time"),
        mark("alarms/min"),
        mark("calm alarms/min"),
        mark("talking alarms/min"),
        mark("expressive alarms/min"),
        mark("calm"),
        mark("talking"),
        mark("calm upper"),
        mark("talking upper"),
        mark("calm minutes"),
        mark("talking minutes"),
        mark("expressive minutes"),
        mark("F1 IoU .5"),
        mark("recall IoU .2"),
        mark("recall IoU .5"),
        mark("calm F1 IoU .5"),
        mark("calm recall IoU .2"),
        mark("calm recall IoU .5"),
        mark("talking recall IoU .2"),
        mark("talking recall IoU .5"),
        mark("calm and talking recall IoU .2"),
        mark("F1 at IoU ≥ 0.5"),
        mark("F1 at IoU ≥ 0.2"),
        mark("recall at IoU ≥ 0.5"),
        mark("sizes"),
        mark("own threshold"),
        mark("an event every 2 s in the same video (--crowded)"),
        mark("classical"),
        mark("own threshold (2.76/min over all)"),
        mark("at most 1.28 alarms/min over all"),
        mark("ablation"),
        mark("guard rails"),
        mark("short clips"),
        mark("same numbers"),
        mark("three seeds"),
        mark("portraits"),
        mark("standardised"),
        mark("what it is"),
        mark("by lasting brow movement in px"),
        mark("by the motion limit of metst-synth-v1"),
        mark("both together"),
        mark("F1 IoU .5 of metst-synth-v2 less that of metst-synth-v1"),
        mark("F1 IoU .5 of both together less that of metst-synth-v2"),
        mark("calm to it"),
        mark("too restless to it"),
    )
}


def figure_name(key: str) -> str:
    """Name of a figure by its key in a card; what is not known of it is shown as it is, as the name of a file."""
    if key in MEASURES:
        return tr(MEASURES[key])
    first, *others = map(_part, key.split(", "))
    return reduce(lambda before, one: tr("{before}, {one}", before=before, one=one), others, first)


def _part(text: str) -> str:
    known = PARTS.get(text.replace("_", " "))
    return text if known is None else tr(known)
