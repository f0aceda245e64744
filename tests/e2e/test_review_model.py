"""Random actions of a reviewer against a plain model of queue, selection and annotations: equal at every step.

The model knows the rules of the desk and nothing of its code: dictionaries, lists, and one list of states for undo.
"""

import copy
import os
import random
from dataclasses import dataclass, field

import pytest

from metst_gui.document.annotation import EMOTION_LABELS, Verdict
from tests.e2e.test_journeys import open_and_analyse

# The full number of the issue is run by hand: METST_ACTIONS=2000 python -m pytest tests/e2e/test_review_model.py
ACTIONS = int(os.environ.get("METST_ACTIONS", "150"))
LAST_FRAME = 239


@dataclass
class Interval:
    """An annotation of the model; `origin` is the proposal's id, `name` the id the window gave it."""

    onset: int
    apex: int | None
    offset: int
    emotion: str | None
    origin: str | None
    name: str = ""


@dataclass
class State:
    verdicts: dict[str, str] = field(default_factory=dict)
    annotations: dict[int, Interval] = field(default_factory=dict)


class Model:
    """What a reviewer expects."""

    def __init__(self, proposals: dict[str, tuple[int, int, int]]) -> None:
        self.proposals = proposals
        self.state = State()
        self.past: list[tuple[State, tuple | None]] = []
        self.future: list[tuple[State, tuple | None]] = []
        self.selected: tuple[str, object] | None = None
        self.drafts: dict[str, str | None] = {}
        self.late: list[str] = []
        self.places: dict[tuple[str, object], tuple[int, str]] = {}
        self.handle = "apex"
        self.number = 0

    # What is seen.

    def queue(self) -> list[tuple[str, object]]:
        """Frozen by onset at first sight; what is put off at the end."""
        for id_ in self.proposals:
            made = self.made_of(id_)
            onset = self.proposals[id_][0] if made is None else self.state.annotations[made].onset
            self.places.setdefault(("proposal", id_), (onset, id_))
        self.late = [one for one in self.late if self.state.verdicts.get(one) == "unsure"]
        for id_ in sorted(self.proposals, key=lambda one: self.proposals[one]):
            if self.state.verdicts.get(id_) == "unsure" and id_ not in self.late:
                self.late.append(id_)
        rows = [("proposal", one) for one in self.proposals]
        return sorted(
            rows, key=lambda row: (self.late.index(row[1]) + 1 if row[1] in self.late else 0, self.places[row])
        )

    def made_of(self, id_: str) -> int | None:
        return next((key for key, one in self.state.annotations.items() if one.origin == id_), None)

    def current(self) -> int | None:
        """Number of the annotation under review."""
        if self.selected is None:
            return None
        if self.selected[0] == "proposal":
            return self.made_of(self.selected[1])
        return next((key for key, one in self.state.annotations.items() if one.name == self.selected[1]), None)

    def proposal(self) -> str | None:
        """Id of the proposal that is selected itself."""
        return self.selected[1] if self.selected is not None and self.selected[0] == "proposal" else None

    # What is done.

    def edit(self) -> State:
        self.past.append((copy.deepcopy(self.state), self.selected))
        self.future.clear()
        return self.state

    def select(self, item: tuple[str, object] | None) -> None:
        if item != self.selected:
            self.handle = "apex"
        self.selected = item

    def go(self, step: int, *, any_: bool) -> None:
        queue = self.queue()
        at = queue.index(self.selected) if self.selected in queue else (-1 if step > 0 else len(queue))
        coming = queue[at + 1 :] if step > 0 else queue[:at][::-1]
        for item in coming:
            if any_ or self.state.verdicts.get(item[1]) in (None, "unsure"):
                self.select(item)
                return

    def advance(self, before: list[tuple[str, object]]) -> None:
        start = before.index(self.selected) + 1 if self.selected in before else 0
        for wanted, items in ((None, [*before[start:], *before[:start]]), ("unsure", self.queue())):
            for item in items:
                if item != self.selected and self.state.verdicts.get(item[1]) == wanted:
                    self.select(item)
                    return

    def decide(self, verdict: str) -> None:
        if self.proposal() is None:
            if verdict == "accepted" and self.current() is not None:
                self.advance(self.queue())
            return
        before, id_ = self.queue(), self.selected[1]
        if verdict == "accepted":
            self.accept(id_)
        elif self.state.verdicts.get(id_) != verdict:
            state = self.edit()
            state.annotations.pop(self.made_of(id_), None)
            state.verdicts[id_] = verdict
        self.advance(before)

    def accept(self, id_: str, bounds: tuple[int, int, int] | None = None) -> None:
        made = self.made_of(id_)
        if made is not None:
            if id_ in self.drafts and self.state.annotations[made].emotion != self.drafts[id_]:
                self.edit().annotations[made].emotion = self.drafts[id_]
            self.drafts.pop(id_, None)
            return
        state = self.edit()
        self.number += 1
        onset, apex, offset = bounds or self.proposals[id_]
        state.annotations[self.number] = Interval(onset, apex, offset, self.drafts.pop(id_, None), id_)
        state.verdicts[id_] = "accepted"

    def emotion(self, label: str | None) -> None:
        made = self.current()
        if made is not None:
            if self.state.annotations[made].emotion != label:
                self.edit().annotations[made].emotion = label
        elif self.proposal() is not None:
            self.drafts[self.proposal()] = label

    def nudge(self, step: int) -> None:
        made = self.current()
        if made is None and (self.proposal() is None or self.state.verdicts.get(self.proposal()) == "rejected"):
            return
        one = (
            self.state.annotations[made]
            if made is not None
            else Interval(*self.proposals[self.selected[1]], None, None)
        )
        at = {"onset": one.onset, "apex": one.onset if one.apex is None else one.apex, "offset": one.offset}[
            self.handle
        ]
        frame = min(max(at + step, 0), LAST_FRAME)
        onset, apex, offset = one.onset, one.apex, one.offset
        if self.handle == "apex":
            onset, apex, offset = min(onset, frame), frame, max(offset, frame)
        elif self.handle == "onset":
            onset, apex, offset = frame, None if apex is None else max(apex, frame), max(offset, frame)
        else:
            onset, apex, offset = min(onset, frame), None if apex is None else min(apex, frame), frame
        if (onset, apex, offset) == (one.onset, one.apex, one.offset):
            return
        if made is None:
            self.accept(self.selected[1], (onset, apex, offset))
        else:
            target = self.edit().annotations[made]
            target.onset, target.apex, target.offset = onset, apex, offset

    def delete(self) -> None:
        made = self.current()
        if made is not None:
            state = self.edit()
            origin = state.annotations.pop(made).origin
            state.verdicts.pop(origin, None)
            if self.selected[0] == "annotation":
                self.select(None)
        elif self.proposal() in self.state.verdicts:
            self.edit().verdicts.pop(self.proposal())

    def step(self, source: list, target: list) -> None:
        if source:
            target.append((copy.deepcopy(self.state), None))
            self.state = source.pop()[0]


KEYS = {
    "accept": lambda model: model.decide("accepted"),
    "reject": lambda model: model.decide("rejected"),
    "unsure": lambda model: model.decide("unsure"),
    "next_item": lambda model: model.go(1, any_=False),
    "previous_item": lambda model: model.go(-1, any_=False),
    "next_any": lambda model: model.go(1, any_=True),
    "previous_any": lambda model: model.go(-1, any_=True),
    "nudge_back": lambda model: model.nudge(-1),
    "nudge_forward": lambda model: model.nudge(1),
    "nudge_back_5": lambda model: model.nudge(-5),
    "nudge_forward_5": lambda model: model.nudge(5),
    "delete": lambda model: model.delete(),
    "deselect": lambda model: model.select(None),
    "undo": lambda model: model.step(model.past, model.future),
    "redo": lambda model: model.step(model.future, model.past),
}
WEIGHTS = {"undo": 2, "redo": 2, "next_any": 2, "deselect": 0.3}


def act(model: Model, name: str) -> None:
    if name.startswith("emotion_"):
        digit = int(name[-1])
        model.emotion(None if digit == 0 else EMOTION_LABELS[digit - 1])
    elif name.startswith("goto_"):
        if model.current() is not None or model.proposal() is not None:
            model.handle = name.removeprefix("goto_")
    else:
        KEYS[name](model)


def seen(window) -> tuple:
    """What the window shows, in the model's terms."""
    document = window.session.document
    annotations = sorted(
        (one.onset, one.apex, one.offset, one.emotion, one.proposal_id) for one in document.annotations
    )
    verdicts = {one.id: str(document.verdict(one.id)) for one in document.proposals}
    return window.queue.visible_items(), verdicts, annotations, window.session.selection.item


def expected(model: Model) -> tuple:
    annotations = sorted(
        (one.onset, one.apex, one.offset, one.emotion, one.origin) for one in model.state.annotations.values()
    )
    verdicts = {id_: model.state.verdicts.get(id_, str(Verdict.PENDING)) for id_ in model.proposals}
    return model.queue(), verdicts, annotations, model.selected


@pytest.mark.parametrize("seed", [1, 2])
def test_random_actions_agree_with_the_model(desk, qtbot, clip, seed) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    document = window.session.document
    model = Model({one.id: (one.onset, one.apex, one.offset) for one in document.proposals})
    model.queue()
    draw = random.Random(seed)
    names = [*KEYS, *(f"emotion_{digit}" for digit in range(8)), "goto_onset", "goto_apex", "goto_offset"]
    weights = [WEIGHTS.get(name, 1) for name in names]
    done: list[str] = []
    for _ in range(ACTIONS):
        name = draw.choices(names, weights)[0]
        done.append(name)
        before = window.session.selection.item
        window.actions_by_id[name].trigger()
        act(model, name)
        for one in model.state.annotations.values():
            one.name = one.name or document.annotation_of(one.origin).id
        if name in ("undo", "redo"):
            # Undo and redo select what they changed, if it is still there.
            touched = window.session.selection.item
            known = [*model.queue(), *(("annotation", one.name) for one in model.state.annotations.values())]
            assert touched == before or touched in known, done[-10:]
            model.select(touched)
        assert seen(window) == expected(model), f"after {len(done)} actions, the last: {done[-12:]}"
    assert window.session.document.store.rows > ACTIONS // 4, "it did something"
