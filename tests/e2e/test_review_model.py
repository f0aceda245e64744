"""Random actions of a reviewer against a plain model of queue, selection and annotations: equal at every step.

The model knows the rules of the desk and nothing of its code: dictionaries, lists, and one list of states for undo.
"""

import copy
import os
import random
from dataclasses import dataclass, field

import pytest

from metst_gui.document.annotation import EMOTION_LABELS, Verdict
from tests.kit.windows import open_and_analyse

# The full number of the issue is run by hand: METST_ACTIONS=2000 python -m pytest tests/e2e/test_review_model.py
ACTIONS = int(os.environ.get("METST_ACTIONS", "150"))
LAST_FRAME = 239
# Frames a second of the clip: what is farther from the playhead than that is out of sight.
RATE = 30
BOUNDS = ("onset", "apex", "offset")


@dataclass
class Interval:
    """An annotation of the model; `origin` is the proposal's id, `name` the id the window gave it.

    `stated`: the bounds a human set; setting another where it is already says that it is right, which is an edit.
    `none`: a human said that no emotion can be inferred; an interval begins with an emotion that nobody set.
    """

    onset: int
    apex: int | None
    offset: int
    emotion: str | None
    origin: str | None
    name: str = ""
    stated: frozenset[str] = frozenset()
    none: bool = False


@dataclass
class State:
    verdicts: dict[str, str] = field(default_factory=dict)
    annotations: dict[int, Interval] = field(default_factory=dict)
    drafts: dict[str, str | None] = field(default_factory=dict)


class Model:
    """What a reviewer expects."""

    def __init__(self, proposals: dict[str, tuple[int, int, int]]) -> None:
        self.proposals = proposals
        self.state = State()
        self.past: list[tuple[State, tuple | None]] = []
        self.future: list[tuple[State, tuple | None]] = []
        self.selected: tuple[str, object] | None = None
        self.late: list[str] = []
        self.places: dict[tuple[str, object], tuple[int, str]] = {}
        self.handle = "apex"
        self.number = 0
        self.begun: list[int | None] = []

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
        rows: list[tuple[str, object]] = [("proposal", one) for one in self.proposals]
        for one in self.state.annotations.values():
            if one.origin is None:
                self.places.setdefault(("annotation", one.name), (one.onset, one.name))
                rows.append(("annotation", one.name))
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

    def row(self) -> tuple[str, object] | None:
        """The row of the queue that is worked on: an interval made of a proposal stands in the proposal's row."""
        number = self.current()
        origin = None if number is None else self.state.annotations[number].origin
        return self.selected if origin is None else ("proposal", origin)

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
        row = self.row()
        at = queue.index(row) if row in queue else (-1 if step > 0 else len(queue))
        coming = queue[at + 1 :] if step > 0 else queue[:at][::-1]
        for item in coming:
            if any_ or (item[0] == "proposal" and self.state.verdicts.get(item[1]) in (None, "unsure")):
                self.select(item)
                return

    def advance(self, before: list[tuple[str, object]]) -> None:
        row = self.row()
        start = before.index(row) + 1 if row in before else 0
        for wanted, items in ((None, [*before[start:], *before[:start]]), ("unsure", self.queue())):
            for item in items:
                is_open = item[0] == "proposal" and self.state.verdicts.get(item[1]) == wanted
                if item != row and is_open:
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

    def accept(self, id_: str, bounds: tuple[int, int, int] | None = None, *, by: str = "") -> None:
        made = self.made_of(id_)
        if made is not None:
            drafts = self.state.drafts
            if id_ in drafts:
                self.name_emotion(made, drafts[id_])
            return
        state = self.edit()
        self.number += 1
        onset, apex, offset = bounds or self.proposals[id_]
        said = id_ in state.drafts
        label = state.drafts.pop(id_, None)
        moved = zip(BOUNDS, (onset, apex, offset), self.proposals[id_], strict=True)
        stated = frozenset(name for name, now, was in moved if now != was or name == by)
        state.annotations[self.number] = Interval(
            onset, apex, offset, label, id_, stated=stated, none=said and label is None
        )
        state.verdicts[id_] = "accepted"

    def emotion(self, label: str | None) -> None:
        made = self.current()
        if made is not None:
            self.name_emotion(made, label)
        elif self.proposal() is not None:
            id_ = self.proposal()
            if id_ not in self.state.drafts or self.state.drafts[id_] != label:
                self.edit().drafts[id_] = label

    def name_emotion(self, number: int, label: str | None) -> None:
        """None says that no emotion can be inferred, which is more than to say nothing."""
        one = self.state.annotations[number]
        if (one.emotion, one.none) != (label, label is None):
            one = self.edit().annotations[number]
            one.emotion, one.none = label, label is None

    def interval(self) -> Interval | None:
        """What an edit would begin with: the annotation, or a proposal that is not rejected."""
        made = self.current()
        if made is not None:
            return self.state.annotations[made]
        if self.proposal() is None or self.state.verdicts.get(self.proposal()) == "rejected":
            return None
        return Interval(*self.proposals[self.selected[1]], None, None)

    def nudge(self, step: int) -> None:
        one = self.interval()
        if one is not None:
            at = {"onset": one.onset, "apex": one.onset if one.apex is None else one.apex, "offset": one.offset}
            target = min(max(at[self.handle] + step, 0), LAST_FRAME)
            if target != at[self.handle] or (self.handle == "apex" and one.apex is None):
                self.put(self.handle, target)

    def put(self, handle: str, frame: int) -> None:
        """A handle on a frame; a bound that is passed moves along. With nothing selected a new interval is marked."""
        if self.selected is None:
            self.mark(handle, frame)
            return
        one = self.interval()
        if one is None:
            return
        self.handle = handle
        onset, apex, offset = one.onset, one.apex, one.offset
        if handle == "apex":
            onset, apex, offset = min(onset, frame), frame, max(offset, frame)
        elif handle == "onset":
            onset, apex, offset = frame, None if apex is None else max(apex, frame), max(offset, frame)
        else:
            onset, apex, offset = min(onset, frame), None if apex is None else min(apex, frame), frame
        made = self.current()
        before = one.onset, one.apex, one.offset
        if made is None:
            self.accept(self.selected[1], (onset, apex, offset), by=handle)
            return
        moved = {name for name, now, was in zip(BOUNDS, (onset, apex, offset), before, strict=True) if now != was}
        if moved or handle not in one.stated:
            target = self.edit().annotations[made]
            target.onset, target.apex, target.offset = onset, apex, offset
            target.stated |= moved | {handle}

    def mark(self, handle: str, frame: int) -> None:
        """Onset, apex and offset of an interval drawn by hand; one that is out of order is dropped."""
        if handle == "onset":
            self.begun = [frame, None]
        elif self.begun and handle == "apex":
            self.begun[1] = frame
        elif self.begun:
            onset, apex = self.begun
            self.begun = []
            if onset <= frame and (apex is None or onset <= apex <= frame):
                self.select(("annotation", self.draw(onset, apex, frame, None)))

    def draw(self, onset: int, apex: int | None, offset: int, emotion: str | None) -> int:
        """Number of a new interval of the reviewer's own."""
        state = self.edit()
        self.number += 1
        state.annotations[self.number] = Interval(onset, apex, offset, emotion, None, stated=frozenset(BOUNDS))
        return self.number

    def split(self, frame: int) -> None:
        if self.interval() is None:
            return
        if self.current() is None:
            self.accept(self.selected[1])
        number = self.current()
        one = self.state.annotations[number]
        if not one.onset < frame <= one.offset:
            return
        has_apex = one.apex is not None
        second = self.draw(frame, one.apex if has_apex and one.apex >= frame else None, one.offset, one.emotion)
        self.state.annotations[second].none = one.none
        self.state.annotations[second].stated = one.stated | {"onset"}
        first = self.state.annotations[number]
        first.offset, first.apex = frame - 1, one.apex if has_apex and one.apex < frame else None
        first.stated |= {"offset"}
        self.select(("annotation", second))

    def merge(self) -> None:
        number = self.current()
        if number is None:
            return
        order = sorted(self.state.annotations, key=lambda key: self.place(self.state.annotations[key]))
        following = order[order.index(number) + 1 :]
        if following:
            state = self.edit()
            one, other = state.annotations[number], state.annotations.pop(following[0])
            sources = zip(BOUNDS, (one, one if one.apex is not None else other,
                                   one if one.offset >= other.offset else other), strict=True)  # fmt: skip
            one.stated = frozenset(name for name, source in sources if name in source.stated)
            one.onset, one.offset = min(one.onset, other.onset), max(one.offset, other.offset)
            one.apex = other.apex if one.apex is None else one.apex
            one.emotion = other.emotion if one.emotion is None else one.emotion
            one.none = one.emotion is None and (one.none or other.none)

    def place(self, one: Interval) -> tuple[int, int, str]:
        return one.onset, one.offset, one.name

    def deselect(self) -> None:
        self.begun = []
        self.select(None)

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


def here(model: Model, frame: int) -> bool:
    """Whether what is selected is near a frame: within its length, and at least a second."""
    made, proposal = model.current(), model.proposal()
    if made is None and proposal is None:
        return True
    one = model.state.annotations[made] if made is not None else Interval(*model.proposals[proposal], None, None)
    margin = max(one.offset - one.onset + 1, RATE)
    return one.onset - margin <= frame <= one.offset + margin


def put_here(model: Model, handle: str, frame: int) -> None:
    """The key of a handle: what is selected out of sight is not meant."""
    if not here(model, frame):
        model.select(None)
    model.put(handle, frame)


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
    "deselect": lambda model: model.deselect(),
    "merge": lambda model: model.merge(),
    "undo": lambda model: model.step(model.past, model.future),
    "redo": lambda model: model.step(model.future, model.past),
}
# Actions that depend on the frame shown, which is an input of the model.
AT = {
    "set_onset": lambda model, frame: put_here(model, "onset", frame),
    "set_apex": lambda model, frame: put_here(model, "apex", frame),
    "set_offset": lambda model, frame: put_here(model, "offset", frame),
    "split": lambda model, frame: model.split(frame),
}
# What acts only where the item is in view.
CHANGES = (
    *(f"emotion_{digit}" for digit in range(10)),
    *("edit_action_units", "edit_note", "confidence", "kind"),
    *("nudge_back", "nudge_forward", "nudge_back_5", "nudge_forward_5"),
)
SEEK = "seek"
WEIGHTS = {"undo": 2, "redo": 2, "next_any": 2, "deselect": 0.6, "split": 2, "merge": 2, SEEK: 4}


def act(model: Model, name: str, frame: int) -> None:
    if name in CHANGES and not here(model, frame):
        return
    if name.startswith("emotion_"):
        digit = int(name[-1])
        model.emotion(None if digit == 0 else EMOTION_LABELS[digit - 1])
    elif name.startswith("goto_"):
        if model.current() is not None or model.proposal() is not None:
            model.handle = name.removeprefix("goto_")
    elif name in AT:
        AT[name](model, frame)
    elif name != SEEK:
        KEYS[name](model)


def name_new(model: Model, document) -> None:
    """Give the model the ids the window gave to new annotations."""
    known = {one.name for one in model.state.annotations.values()}
    new = {one.id: one for one in document.view.annotations if one.id not in known}
    for one in model.state.annotations.values():
        if not one.name:
            wanted = (one.onset, one.apex, one.offset, one.origin)
            one.name = next(id_ for id_, it in new.items() if (it.onset, it.apex, it.offset, it.proposal_id) == wanted)
            del new[one.name]
    if model.selected is not None and isinstance(model.selected[1], int):
        model.selected = "annotation", model.state.annotations[model.selected[1]].name


def seen(window) -> tuple:
    """What the window shows, in the model's terms."""
    document = window.desk.document
    annotations = sorted(
        (
            (one.onset, one.apex, one.offset, one.emotion, one.no_emotion, one.proposal_id)
            for one in document.view.annotations
        ),
        key=repr,
    )
    verdicts = {one.id: str(document.view.verdict(one.id)) for one in document.view.proposals}
    return window.desk.queue.shown_ids(), verdicts, annotations, window.desk.selection.item


def expected(model: Model) -> tuple:
    annotations = sorted(
        (
            (one.onset, one.apex, one.offset, one.emotion, one.none, one.origin)
            for one in model.state.annotations.values()
        ),
        key=repr,
    )
    verdicts = {id_: model.state.verdicts.get(id_, str(Verdict.PENDING)) for id_ in model.proposals}
    return model.queue(), verdicts, annotations, model.selected


@pytest.mark.parametrize("seed", [1, 2])
def test_random_actions_agree_with_the_model(desk, qtbot, clip, seed) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    document = window.desk.document
    model = Model({one.id: (one.onset, one.apex, one.offset) for one in document.view.proposals})
    model.queue()
    draw = random.Random(seed)
    names = [*KEYS, *AT, SEEK, *(f"emotion_{digit}" for digit in range(8)), "goto_onset", "goto_apex", "goto_offset"]
    weights = [WEIGHTS.get(name, 1) for name in names]
    done: list[str] = []
    drawn: set[str] = set()
    rows = document.ledger.store.rows
    for _ in range(ACTIONS):
        name = draw.choices(names, weights)[0]
        done.append(name)
        before = window.desk.selection.item
        if name == SEEK:
            near = model.interval()
            low, high = (0, LAST_FRAME) if near is None or draw.random() < 0.3 else (near.onset - 5, near.offset + 5)
            window.desk.playback.seek(min(max(draw.randint(low, high), 0), LAST_FRAME))
        frame = window.desk.playback.frame
        if name != SEEK:
            window.book.actions[name].trigger()
        act(model, name, frame)
        name_new(model, document)
        drawn |= {name} if document.ledger.store.rows > rows else set()
        rows = document.ledger.store.rows
        if name in ("undo", "redo"):
            # Undo and redo select what they changed, if it is still there.
            touched = window.desk.selection.item
            known = [*model.queue(), *(("annotation", one.name) for one in model.state.annotations.values())]
            assert touched == before or touched in known, done[-10:]
            model.select(touched)
        assert seen(window) == expected(model), f"after {len(done)} actions, the last: {done[-12:]}"
    assert rows > ACTIONS // 4, "it did something"
    wanted = {*AT, "accept", "nudge_back", "merge", "undo"} if ACTIONS >= 1000 else set()
    assert wanted <= drawn, "with every kind of edit"
    assert len(drawn) >= 6
