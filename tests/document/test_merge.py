"""Two projects made one: nothing of either is lost, in any order, and both journals verify."""

import base64
import itertools
import json
import random
import shutil
import sqlite3
import zlib
from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from engine.cli import main
from engine.coding_scheme import USUAL_TIERS
from engine.definitions import DEFINITIONS
from engine.errors import ProjectError
from engine.journal import COLUMNS, canonical, make_row, verify_project
from engine.journal.conflicts import conflicts_of, keeping, taking_other
from engine.journal.flat import flat
from engine.journal.items import items_of, part_of, said
from engine.journal.merge_files import merge_projects
from engine.journal.names import Names
from engine.journal.schema import TRIGGERS
from engine.journal.topics import TOPIC_PARTS, parts_of
from metst_gui.document.annotation import Annotation, new_id
from metst_gui.document.document import AnnotationDocument
from metst_gui.document.file.errors import EditRefusedError
from metst_gui.document.file.forms import TOPICS
from metst_gui.document.file.opening import new_project, open_project
from metst_gui.document.project import Decision
from tests.document.factory import VIDEO, make_proposal, make_run
from tests.kit.planted import sensitivity

pytestmark = pytest.mark.usefixtures("qapp")

EMOTIONS = ("fear", "anger", None)
# Nobody states these: where a file lies, its place in the list, the run that is shown, the layer in use.
NO_STATEMENTS = ("place", "added", "shown", "sight")


def contents(n: int) -> list[Any]:
    return [replace(VIDEO, path=Path(f"/v/{at}.mp4"), sha256=f"{at:064x}", fast=f"{at:064x}") for at in range(n)]


def make_origin(path: Path, *, names: tuple[str, ...] = ("Ann", "Bob"), runs: str = "r") -> None:
    """A closed project over two videos."""
    opened = new_project(path)
    document = AnnotationDocument()
    document.open(opened.store, opened.state)
    document.annotators.rename(names[0])
    for at, ref in enumerate(contents(2)):
        document.show_video(document.videos.add(ref, name=f"v{at}"))
        proposals = (make_proposal(100), make_proposal(200), make_proposal(300))
        document.set_run(make_run(*proposals, run_id=f"{runs}{at}"))
    document.add(Annotation(10, 15, 20, emotion="fear"))
    document.accept(document.view.proposals[0])
    for name in names[1:]:
        document.annotators.add(name, blind=False)
        document.add(Annotation(12, None, 22))
    document.ledger.store.close()


def open_document(path: Path) -> AnnotationDocument:
    opened = open_project(path)
    document = AnnotationDocument()
    document.open(opened.store, opened.state)
    document.show_video(document.videos[0].id)
    return document


def edit_at_random(document: AnnotationDocument, rng: random.Random) -> None:
    """An edit of some kind, if it is possible there."""
    try:
        rng.choice(EDITS)(document, rng)
    except EditRefusedError:
        raise
    except (ValueError, IndexError):
        return


def _turn(document: AnnotationDocument, rng: random.Random) -> None:
    document.show_video(rng.choice(document.videos).id)
    document.annotators.use(rng.choice(document.annotators).id)


def _judge(document: AnnotationDocument, rng: random.Random) -> None:
    proposal = rng.choice(document.view.proposals)
    act = rng.choice(("accept", "reject", "unsure", "clear", "emotion"))
    if act == "accept":
        document.accept(proposal, emotion=rng.choice(EMOTIONS), chosen=True)
    elif act == "reject":
        document.reject(proposal, rng.choice(("blink", "head")))
    elif act == "unsure":
        document.unsure(proposal)
    elif act == "clear":
        document.clear_verdict(proposal)
    else:
        document.statements.set_emotion_draft(proposal.id, rng.choice(EMOTIONS))


def _annotate(document: AnnotationDocument, rng: random.Random) -> None:
    onset = 10 * rng.randrange(6)
    known = document.view.annotations
    act = rng.choice(("add", "change", "delete", "split", "merge"))
    if act == "add" or not known:
        document.add(Annotation(onset, None, onset + 30, emotion=rng.choice(EMOTIONS)))
    elif act == "change":
        document.change(rng.choice(known).id, emotion=rng.choice(EMOTIONS), note=str(rng.randrange(3)))
    elif act == "delete":
        document.delete(rng.choice(known).id)
    elif act == "split":
        one = rng.choice(known)
        document.split(one.id, one.onset + 1)
    else:
        first, second = rng.sample(known, 2)
        document.merge(first.id, second.id)


def _state(document: AnnotationDocument, rng: random.Random) -> None:
    first = rng.randrange(0, 900)
    act = rng.choice(("looked", "artefacts", "name", "decide", "undo", "finalise"))
    if act == "looked":
        document.looked.note([(first, first + 50)])
        document.looked.store()
    elif act == "artefacts":
        document.statements.set_artefacts([(first, first + 20)])
    elif act == "name":
        document.videos.name(subject=rng.choice(("s1", "s2", "s3")))
    elif act == "undo":
        document.history.undo()
    elif act == "finalise":
        document.statements.complete(looked=0.5, not_looked=(), not_analysed=())
    else:
        video = document.video.id
        books = [document.focus.state.book((video, layer.id)) for layer in tuple(document.annotators)[:2]]
        pair = [rng.choice([*book.annotations, None]) for book in books]
        document.adjudications.decide(Decision(new_id(), video, *pair, rng.choice(("first", "second", "neither"))))


def _add_person(document: AnnotationDocument, rng: random.Random) -> None:
    document.annotators.add(rng.choice(("Cid", "Dot", "Eve")), blind=rng.random() < 0.5)


def _convene(document: AnnotationDocument, rng: random.Random) -> None:
    """Statements of the project and of the analysis."""
    act = rng.choice(("definition", "scheme", "dataset", "face", "setting", "run", "threshold"))
    if act == "definition":
        document.statements.set_conventions(definition=rng.choice(tuple(DEFINITIONS.values())), dataset="")
    elif act == "dataset":
        definition = document.statements.definition
        document.statements.set_conventions(definition=definition, dataset=rng.choice(("casme3", "samm")))
    elif act == "scheme":
        emotions = rng.choice((EMOTIONS[:2], ("happiness",)))
        document.coding.set_scheme(replace(document.coding.scheme, name="own", emotions=emotions))
    elif act == "face":
        document.statements.choose_face(document.video.id, rng.choice(((1, 2), (3, 4))))
    elif act == "setting":
        document.statements.set_setting("habit", rng.randrange(3))
    elif act == "run":
        document.set_run(make_run(*(make_proposal(apex) for apex in (100, 200, 300)), run_id=new_id()))
    else:
        options = {"name": "half_max", "threshold": rng.choice((0.2, 0.4))}
        document.set_proposals(document.view.proposals, decoder=options)


def _mark_tiers(document: AnnotationDocument, rng: random.Random) -> None:
    known, first = document.coding.marks, rng.randrange(900)
    act = rng.choice(("add", "add", "change", "delete"))
    if act == "add":
        tier = rng.choice(USUAL_TIERS[1:3])
        document.coding.add(tier, first, first + rng.randrange(30), rng.choice(("", *tier.codes)))
    elif act == "change":
        document.coding.change(rng.choice(tuple(known)), note=str(rng.randrange(3)))
    else:
        document.coding.delete(rng.choice(tuple(known)))


def _see(document: AnnotationDocument, rng: random.Random) -> None:
    """Blind work ends, a blind look begins or ends, a decision is one's own."""
    act = rng.choice(("reveal", "veil", "own"))
    if act == "reveal":
        document.annotators.reveal()
    elif act == "veil":
        document.view.veil(not document.view.veiled, frame=3)
    else:
        books = [document.focus.state.book((document.video.id, layer.id)) for layer in tuple(document.annotators)[:2]]
        pair = [rng.choice([*book.annotations, None]) for book in books]
        onset = rng.randrange(900)
        bounds = {"onset": onset, "offset": onset + 9, "emotion": rng.choice(EMOTIONS)}
        document.adjudications.decide(Decision(new_id(), document.video.id, *pair, "own", **bounds))


EDITS = (_turn, _convene, _mark_tiers, _see, _judge, _judge, _annotate, _annotate, _state, _state, _add_person)


def copies(tmp_path: Path, seed: int, names: str) -> tuple[Path, list[Path]]:
    """A project and copies of it that went their own ways."""
    origin = tmp_path / "origin.metst"
    make_origin(origin)
    paths = [tmp_path / f"{name}.metst" for name in names]
    for path in paths:
        shutil.copyfile(origin, path)
    work(paths, random.Random(seed))
    return origin, paths


def work(paths: list[Path], rng: random.Random) -> None:
    """Edits of every kind, by turns in all projects."""
    documents = [open_document(path) for path in paths]
    # By turns: neither copy is the later one in everything.
    for _ in range(25 * len(paths)):
        edit_at_random(rng.choice(documents), rng)
    close(*documents)


def merged(*paths: Path) -> Path:
    """The merge of all, one after the other."""
    found = paths[0]
    for path in paths[1:]:
        out = found.with_name(f"({found.stem} {path.stem}).metst")
        merge_projects(found, path, out)
        found = out
    return found


def content(path: Path) -> Any:
    """Everything a project says, with annotators by name: numbers of layers tell who was added first."""
    text = json.dumps(state_of(path), sort_keys=True)
    state = json.loads(text)
    names = {id_: f"<{form['name']}>" for id_, form in state["layers"].items()}
    settings = {key: form for key, form in state["settings"].items() if not key.startswith("conflict/")}
    kept = [
        [_item(form, names), said(_by_name(form["forms"], names))]
        for key, form in state["settings"].items()
        if key.startswith("conflict/")
    ]
    return {
        "layers": {names[id_]: {**form, "id": ""} for id_, form in state["layers"].items()},
        **_by_name({**state, "settings": settings, "layers": {}}, names),
        "conflicts": sorted(json.dumps(one) for one in kept),
        "layers ": sorted(names.values()),
    }


def _item(form: Mapping[str, Any], names: Mapping[str, str]) -> tuple[str, ...]:
    kind, *rest = form["item"]
    if kind == "settings":
        return (kind, *_by_name({kind: {rest[0]: None}}, names)[kind])
    return (kind, *(names.get(one, one) for one in rest))


def _by_name(state: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    def key(kind: str, id_: str) -> str:
        if kind == "verdicts":
            video, layer, proposal = id_.split("/", 2)
            return f"{video}/{names[layer]}/{proposal}"
        name, parts = parts_of(id_) if kind == "settings" else (id_, ())
        return "/".join((name, *(names.get(one, one) if at == 1 else one for at, one in enumerate(parts))))

    def form_of(kind: str, id_: str, form: Any) -> Any:
        if form is None or id_ == "annotator":
            return None
        if kind == "settings" and id_.startswith("complete/"):
            return {**form, "digest": ""}  # of ids too
        return {**form, "layer": names[form["layer"]]} if isinstance(form, dict) and "layer" in form else form

    return {
        kind: {key(kind, id_): form_of(kind, id_, form) for id_, form in rows.items()} for kind, rows in state.items()
    }


def state_of(path: Path) -> Mapping[str, Any]:
    found = verify_project(path)
    assert found.ok, found.problems
    return found.state


def by_content(state: Mapping[str, Any]) -> Mapping[str, Any]:
    """A state whose videos are named by what they hold: two projects gave them other ids."""
    return Names(videos={id_: form["ref"]["sha256"] for id_, form in state["videos"].items()}).state(state)


def frames(form: Any) -> set[int]:
    return {frame for first, last in form or () for frame in range(first, last + 1)}


def assert_kept(origin: Path, side: Path, out: Path) -> None:
    """All that one side changed is in effect, or listed as said otherwise."""
    base, own, both = (flat(by_content(state_of(path))) for path in (origin, side, out))
    numbers = {form: key.split("/")[0] for key, form in both["layers"].items() if key.endswith("/name")}
    assert {form for key, form in own["layers"].items() if key.endswith("/name")} <= numbers.keys()
    mine = {key.split("/")[0]: form for key, form in own["layers"].items() if key.endswith("/name")}
    names = {id_: f"<{name}>" for id_, name in mine.items()}
    theirs = {numbers[name]: f"<{name}>" for name in mine.values()}
    theirs |= {number: f"<{name}>" for name, number in numbers.items()}
    base, own, both = (_by_name(state, who) for state, who in ((base, names), (own, names), (both, theirs)))
    others = [form for key, form in both["settings"].items() if key.startswith("conflict/")]
    listed = {(_item(form, theirs), said(_by_name(form["forms"], theirs))) for form in others}
    effect = {item: said(part_of(both, keys)) for item, keys in items_of(both).items()}
    twins = {said({"annotations": {"": form}}) for form in both["annotations"].values()}
    runs = {said({"runs": {"": {**form, "id": ""}}}) for form in both["runs"].values()}
    for item, keys in items_of(base, own).items():
        part, was = part_of(own, keys), part_of(base, keys)
        if said(part) == said(was) or item[0] == "layers" or item[-1].rpartition("/")[2] in NO_STATEMENTS:
            continue
        name = parts_of(item[1])[0] if item[0] == "settings" else ""
        if name == "looked":
            assert frames(own["settings"][item[1]]) <= frames(both["settings"].get(item[1]))
        elif name == "artefacts":
            added = frames(own["settings"].get(item[1])) - frames(base["settings"].get(item[1]))
            assert added <= frames(both["settings"].get(item[1]))
        elif item[0] == "runs":
            assert said({"runs": {"": {**own["runs"][item[1]], "id": ""}}}) in runs, item
        elif name != "annotator":
            kept = effect.get(item, said({})) == said(part) or (item, said(part)) in listed
            kept |= said(part) in twins or _adjudicated(part, [both, *(form["forms"] for form in others)])
            assert kept, (item, part)


def _adjudicated(part: Mapping[str, Any], states: list[Any]) -> bool:
    """Whether an adjudication is there, perhaps of the same annotation under the id both have now."""
    known = {(id_, form["choice"]) for state in states for id_, form in state.get("decisions", {}).items()}
    ours = {(id_, form["choice"]) for id_, form in part.get("decisions", {}).items()}
    return bool(ours) and ours <= known


@pytest.mark.parametrize("seed", range(6))
def test_random_edits_on_two_copies_are_all_kept_whichever_is_named_first(tmp_path: Path, seed: int) -> None:
    origin, (a, b) = copies(tmp_path, seed, "ab")
    one, other = merged(a, b), merged(b, a)
    assert content(one) == content(other)
    assert state_of(one)["layers"] == state_of(other)["layers"], "the same numbers, too"
    assert_kept(origin, a, one)
    assert_kept(origin, b, one)
    assert verify_project(one).carried[0].find(verify_project(b).head) == verify_project(b).rows
    assert verify_project(one).heads[: verify_project(a).rows] == verify_project(a).heads


@pytest.mark.parametrize("seed", range(20, 24))
def test_random_edits_on_two_projects_over_the_same_videos_are_all_kept(tmp_path: Path, seed: int) -> None:
    nothing, a, b = (tmp_path / f"{name}.metst" for name in ("nothing", "a", "b"))
    new_project(nothing).store.close()
    make_origin(a, names=("Ann", "Bob"))
    make_origin(b, names=("Bob", "Cid"), runs="s")
    work([a, b], random.Random(seed))
    one, other = merged(a, b), merged(b, a)
    assert content(one) == content(other)
    assert_kept(nothing, a, one)
    assert_kept(nothing, b, one)


@pytest.mark.parametrize("seed", range(10, 14))
def test_a_third_copy_is_merged_in_any_order(tmp_path: Path, seed: int) -> None:
    origin, paths = copies(tmp_path, seed, "abc")
    outs = [merged(*order) for order in itertools.permutations(paths)]
    outs.append(merged(paths[0], paths[1].with_name("(b c).metst")))
    first = content(outs[0])
    assert all(content(one) == first for one in outs[1:])
    for path in paths:
        assert_kept(origin, path, outs[0])
        found = verify_project(outs[0])
        head = verify_project(path).head
        assert head in found.heads or any(one.find(head) for one in found.carried)


def test_what_both_measured_of_a_run_is_no_conflict(tmp_path: Path) -> None:
    a, b, first, second = two_copies(tmp_path)
    video = first.video.id
    for document, seed in ((first, 0), (second, 1)):
        document.statements.set_sensitivity(video, "r1", sensitivity(seed=seed))
    other = next(one.id for one in second.videos if one.id != video)
    second.statements.set_sensitivity(other, "r0", sensitivity())
    for document in (first, second):
        close(document)
    both = state_of(merged(a, b))
    kept = {key for key in both["settings"] if key.startswith("sensitivity/")}
    assert kept == {f"sensitivity/{video}/r1", f"sensitivity/{other}/r0"}
    assert conflicts_of(both) == ()


def test_what_is_measured_of_a_run_follows_its_new_name() -> None:
    names = Names(videos={"v": "w"}, runs={"r": "s"})
    assert names.key("settings", "sensitivity/v/r") == ("settings", "sensitivity/w/s")
    assert names.key("settings", "mark/v/1/x") == ("settings", "mark/w/1/x")


def test_names_of_topics_are_told_in_one_way() -> None:
    known = {name: tuple(topic.__dataclass_fields__) for name, topic in TOPICS.items()}
    assert known.items() <= TOPIC_PARTS.items()


def two_copies(tmp_path: Path) -> tuple[Path, Path, AnnotationDocument, AnnotationDocument]:
    """Two copies of one project, both open."""
    origin, a, b = (tmp_path / f"{name}.metst" for name in ("origin", "a", "b"))
    make_origin(origin)
    for path in (a, b):
        shutil.copyfile(origin, path)
    documents = [open_document(path) for path in (a, b)]
    for document in documents:
        document.annotators.use("1")
    return a, b, *documents


def close(*documents: AnnotationDocument) -> None:
    for document in documents:
        document.ledger.store.close()


def conflicting(tmp_path: Path) -> tuple[Path, Path]:
    """Ann rejected a proposal in one copy, and later accepted it in the other."""
    a, b, one, other = two_copies(tmp_path)
    one.reject(one.view.proposals[1], "blink")
    other.accept(other.view.proposals[1], emotion="anger", chosen=True)
    close(one, other)
    return a, b


def test_of_two_answers_the_later_is_in_effect_and_the_other_is_listed(tmp_path: Path) -> None:
    a, b = conflicting(tmp_path)
    state = state_of(merged(a, b))
    (conflict,) = conflicts_of(state)
    assert (conflict.item[0], conflict.item[3], conflict.frame) == ("proposal", "p200", 200)
    assert (conflict.now, conflict.other) == ("accepted, frames 195 to 210, anger", "rejected (blink)")
    video = conflict.video
    assert state["verdicts"][f"{video}/1/p200"]["verdict"] == "accepted"


def test_a_conflict_is_decided_either_way_and_is_none_then(tmp_path: Path) -> None:
    state = state_of(merged(*conflicting(tmp_path)))
    (conflict,) = conflicts_of(state)
    for decide, verdict, n in ((taking_other, "rejected", 0), (keeping, "accepted", 1)):
        before, after = decide(state, conflict)
        decided = json.loads(json.dumps(state))
        for kind, rows in after.items():
            assert {id_: decided[kind].get(id_) for id_ in rows} == before[kind]
            decided[kind] |= rows
            decided[kind] = {id_: form for id_, form in decided[kind].items() if form is not None}
        assert conflicts_of(decided) == ()
        assert decided["verdicts"][f"{conflict.video}/1/p200"]["verdict"] == verdict
        assert len([1 for form in decided["annotations"].values() if form["origin"] == "proposal:p200"]) == n


def test_the_same_answer_on_both_sides_is_no_conflict_and_no_second_annotation(tmp_path: Path) -> None:
    a, b, one, other = two_copies(tmp_path)
    for document in (one, other):
        document.accept(document.view.proposals[1], emotion="anger", chosen=True)
        document.import_annotations([Annotation(500, None, 520)])
    close(one, other)
    state = state_of(merged(a, b))
    assert conflicts_of(state) == ()
    onsets = sorted(form["onset"] for form in state["annotations"].values() if form["layer"] == "1")
    assert onsets == [10, 95, 195, 500]


def test_two_names_of_one_unnamed_annotator_are_two_people(tmp_path: Path) -> None:
    origin, a, b = (tmp_path / f"{name}.metst" for name in ("origin", "a", "b"))
    make_origin(origin, names=("",))
    for path, name, onset in ((a, "Ann", 300), (b, "Bob", 400)):
        shutil.copyfile(origin, path)
        document = open_document(path)
        document.annotators.rename(name)
        document.add(Annotation(onset, None, onset + 9))
        close(document)
    one, other = state_of(merged(a, b)), state_of(merged(b, a))
    assert one["layers"] == other["layers"]
    assert {id_: form["name"] for id_, form in one["layers"].items()} == {"1": "Ann", "2": "Bob"}
    own = {id_: {f["onset"] for f in one["annotations"].values() if f["layer"] == id_} for id_ in ("1", "2")}
    assert own == {"1": {10, 95, 300}, "2": {10, 95, 400}}


def test_projects_over_the_same_videos_become_one_by_content(tmp_path: Path) -> None:
    a, b = tmp_path / "a.metst", tmp_path / "b.metst"
    make_origin(a, names=("Ann", "Bob"))
    make_origin(b, names=("Cid", "Bob"))
    document = open_document(b)
    document.set_run(make_run(make_proposal(100), n=900, run_id="r0"))
    close(document)
    one, other = merged(a, b), merged(b, a)
    state = state_of(one)
    assert content(one) == content(other)
    assert len(state["videos"]) == 2
    assert sorted(form["name"] for form in state["layers"].values()) == ["Ann", "Bob", "Cid"]
    assert len(state["runs"]) == 3, "two that differ have an id each, two that are the same have one"
    assert all(form["run"] in state["runs"] for form in state["videos"].values())
    opened = open_document(one)
    assert opened.view.run is not None
    close(opened)


def test_what_was_decided_is_not_asked_again_when_a_copy_went_on(tmp_path: Path) -> None:
    a, b = conflicting(tmp_path)
    both = merged(a, b)
    document = open_document(both)
    (conflict,) = conflicts_of(state_of(both))
    document.ledger.store.commit("decide", "project", *taking_other(state_of(both), conflict), annotator="Ann")
    close(document)
    document = open_document(b)
    document.annotators.use("1")
    document.add(Annotation(600, None, 620))
    close(document)
    again, turned = merged(both, b), merged(b, both)
    assert conflicts_of(state_of(again)) == ()
    assert content(again) == content(turned)
    assert state_of(again)["verdicts"][f"{conflict.video}/1/p200"]["verdict"] == "rejected"
    assert 600 in {form["onset"] for form in state_of(again)["annotations"].values()}
    assert content(merged(again, a)) == content(again), "of a copy that is in it already nothing is new"


def test_what_cannot_be_told_without_the_user_is_refused(tmp_path: Path) -> None:
    a, b = tmp_path / "a.metst", tmp_path / "b.metst"
    make_origin(a, names=("",))
    make_origin(b, names=("",))
    with pytest.raises(ProjectError, match="an annotator without a name"):
        merge_projects(a, b, tmp_path / "c.metst")
    document = open_document(b)
    document.annotators.rename("Bob")
    merged(a, b)
    document.videos.put("add video", replace(document.videos[0], id="z", ref=replace(VIDEO, sha256="")))
    close(document)
    with pytest.raises(ProjectError, match="was not computed yet"):
        merge_projects(a, b, tmp_path / "c.metst")
    with pytest.raises(ProjectError, match="exists already"):
        merge_projects(a, b, a)
    assert not (tmp_path / "c.metst").exists()


def test_one_video_with_two_contents_is_refused(tmp_path: Path) -> None:
    a, b, one, other = two_copies(tmp_path)
    other.videos.replace_file(other.video.id, replace(other.video.ref, sha256="f" * 64, fast="f" * 64))
    close(one, other)
    with pytest.raises(ProjectError, match="another content"):
        merge_projects(a, b, tmp_path / "c.metst")


def rewrite_last_row(path: Path, change: Any) -> None:
    """Change what the last row carries, with a right hash of the row itself."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("DROP TRIGGER journal_no_UPDATE")
        fields = dict(
            zip(COLUMNS, connection.execute("SELECT * FROM journal ORDER BY seq DESC").fetchone(), strict=True)
        )
        after = json.loads(fields["after"])
        change(after["merged"])
        told = {name: fields[name] for name in ("at", "annotator", "action", "before", "app")}
        row = make_row(fields["seq"], fields["prev"], object_=fields["object"], after=canonical(after), **told)
        connection.execute("UPDATE journal SET after = ?, hash = ? WHERE seq = ?", (row.after, row.hash, row.seq))


def repacked(told: dict[str, Any], old: bytes, new: bytes) -> None:
    """Change a word in the rows a row carries."""
    raw = zlib.decompress(base64.b64decode(told["packed"]))
    assert old in raw
    raw = raw.replace(old, new, 1)
    told |= {"packed": base64.b64encode(zlib.compress(raw)).decode(), "size": len(raw)}


@pytest.mark.parametrize(
    "change",
    [
        lambda told: repacked(told, b"anger", b"happy"),
        lambda told: told.update(head="0" * 64),
        lambda told: told.update(rows=told["rows"] + 1),
        lambda told: told.update(base=told["base"] - 1),
        lambda told: told.update(base=10**9),
        lambda told: told.update(size=told["size"] - 1),
        lambda told: told.update(size=1 << 40),
        lambda told: told.update(packed=base64.b64encode(zlib.compress(bytes(1 << 24))).decode()),
        lambda told: told.pop("packed"),
        lambda told: told.update(packed="é"),
    ],
)
def test_a_carried_journal_that_was_changed_does_not_verify(tmp_path: Path, change: Any) -> None:
    path = merged(*conflicting(tmp_path))
    rows = verify_project(path).rows
    rewrite_last_row(path, dict)
    assert verify_project(path).ok
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(TRIGGERS["journal_no_UPDATE"])
    rewrite_last_row(path, change)
    assert verify_project(path).first_broken == rows


def test_the_command_merges_and_verify_finds_heads_of_both(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    a, b = conflicting(tmp_path)
    out = tmp_path / "both.metst"
    assert main(["merge", str(a), str(b), "--out", str(out), "--by", "Dot"]) == 0
    told = capsys.readouterr().out
    assert "to be decided: Proposal (0.mp4, frame 200, Ann): accepted, frames 195 to 210, anger; not: rejected" in told
    for path in (a, b):
        assert main(["verify", str(out), "--no-videos", "--head", verify_project(path).head]) == 0
    assert "rows of the other journal" not in capsys.readouterr().err
    assert main(["verify", str(out), "--no-videos", "--head", "0" * 64]) == 2
    assert main(["merge", str(a), str(b), "--out", str(out)]) == 2
    assert "choose another name" in capsys.readouterr().err


@pytest.mark.parametrize("other", [True, False])
def test_a_conflict_is_decided_by_an_edit_that_can_be_undone(tmp_path: Path, other: bool) -> None:
    path = merged(*conflicting(tmp_path))
    document = open_document(path)
    document.annotators.use("2")
    (conflict,) = document.merged_answers.all
    document.merged_answers.decide(conflict, other=other)
    assert document.merged_answers.all == ()
    verdict = document.focus.state.book((conflict.video, conflict.layer)).verdict("p200")
    assert verdict == ("rejected" if other else "accepted")
    with pytest.raises(ValueError, match="decided already"):
        document.merged_answers.decide(conflict, other=other)
    document.history.undo()
    assert document.merged_answers.all == (conflict,)
    document.history.redo()
    close(document)
    again = open_document(path)
    assert again.focus.state == document.focus.state
    assert not again.merged_answers.any
    close(again)


def test_names_of_a_video_are_decided_and_nothing_else_of_it(tmp_path: Path) -> None:
    a, b, one, other = two_copies(tmp_path)
    one.videos.name(subject="s1")
    other.videos.name(subject="s2")
    close(one, other)
    document = open_document(merged(a, b))
    document.videos.name(video_name="anew")
    (conflict,) = document.merged_answers.all
    assert (document.video.subject, conflict.now, conflict.other) == ("s2", "s2", "s1")
    document.merged_answers.decide(conflict, other=True)
    assert (document.video.subject, document.video.name) == ("s1", "anew")
    assert document.merged_answers.all == ()
    close(document)


def test_who_works_blind_sees_no_answers_of_others(tmp_path: Path) -> None:
    document = open_document(merged(*conflicting(tmp_path)))
    document.annotators.add("Cid", blind=True)
    assert (document.merged_answers.any, document.merged_answers.all) == (False, ())
    document.annotators.reveal()
    assert len(document.merged_answers.all) == 1
    close(document)


def test_spans_are_united_by_their_edges_whatever_their_length(tmp_path: Path) -> None:
    a, b, one, other = two_copies(tmp_path)
    for document, looked, marked in (
        (one, [(0, 9), (20, 10**15)], [(0, 9), (30, 39)]),
        (other, [(5, 14), (10**15 + 1, 10**15 + 2)], [(5, 14)]),
    ):
        document.looked.note(looked)
        document.looked.store()
        document.statements.set_artefacts(marked)
    close(one, other)
    settings = state_of(merged(a, b))["settings"]
    video = one.video.id
    assert settings[f"looked/{video}/1"] == [[0, 14], [20, 10**15 + 2]]
    assert settings[f"artefacts/{video}"] == [[0, 14], [30, 39]]
    again = open_document(tmp_path / "(a b).metst")
    again.statements.set_artefacts([(30, 39)])
    close(again)
    left = state_of(merged(tmp_path / "(a b).metst", b))["settings"]
    assert left[f"artefacts/{video}"] == [[30, 39]], "what was taken away on one side stays away"
