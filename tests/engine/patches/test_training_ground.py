"""Micro-expressions in the pictures of a recording, virtual clips, and the network with and without torch."""

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from engine.cli import main
from engine.config import DecoderConfig
from engine.decoding.half_max import half_max
from engine.errors import CheckpointError
from engine.patches import CHANNELS, INNER, MIRROR, OUTER, measure
from engine.patches.network import PatchNetwork
from engine.synthesis.clips import Camera, Motion, Scene, pictures
from engine.synthesis.courses import timed_course
from engine.synthesis.injection import SkinMovement, canonical_face, injected
from engine.synthesis.movements import draw_field
from engine.synthesis.patterns import BOTH_PATTERNS, LOWER_PATTERNS, UPPER_PATTERNS
from engine.synthesis.recordings import InjectedMovement, Recording, draw_events
from engine.synthesis.subject import demo_subject, varied
from engine.training.ground import Piece, Response, responses
from engine.training.patch_module import PatchModule
from engine.training.patch_source import WINDOW, PatchMix, PatchSource
from engine.training.patch_training import PatchRecipe, train_patches
from engine.weights.safetensors import read_safetensors


@pytest.fixture(scope="module")
def recording() -> Recording:
    subject = varied(demo_subject(), np.random.default_rng(1), side=200.0)
    scene = Scene(subject, 60, np.zeros((60, 6)), (), np.zeros(60))
    return Recording.of("still", list(pictures(scene, Camera(noise=0.5), np.random.default_rng(2))), 30.0)


@pytest.fixture(scope="module")
def pieces(recording: Recording) -> tuple[Piece, Piece]:
    """A plain pass and one with a brow movement."""
    face = recording.faces[0].face
    assert face is not None
    rng = np.random.default_rng(5)
    subject = canonical_face("still", face)
    course = timed_course(rng, 20, 12)
    movement = SkinMovement((Motion(draw_field(subject, "4", rng), 4.0, course),), shading=0.5)
    plain = measure(recording.grays, 30.0, faces=list(recording.faces))
    moved = injected(recording.grays, recording.points, subject, [movement])
    with_event = measure(moved, 30.0, heads=plain.heads)
    event = InjectedMovement(course.onset, course.apex, course.offset, ("4",), 1.5, True, False, (1.0, 0.0, 0.0, 0.0))
    return Piece("still", "one", "plain", plain, ()), Piece("still", "one", "injected", with_event, (event,))


def test_only_the_moved_skin_changes_and_only_while_it_moves(recording: Recording) -> None:
    face = recording.faces[0].face
    assert face is not None
    rng = np.random.default_rng(5)
    subject = canonical_face("still", face)
    course = timed_course(rng, 20, 12)
    movement = SkinMovement((Motion(draw_field(subject, "4", rng), 4.0, course),))
    moved = injected(recording.grays, recording.points, subject, [movement])
    for index, (before, after) in enumerate(zip(recording.grays, moved, strict=True)):
        if course.at(index) == 0:
            assert before is after
    apex = np.abs(moved[course.apex].astype(int) - recording.grays[course.apex])
    brows, chin = face.points[[105, 334]].mean(axis=0).astype(int), face.points[152].astype(int)
    assert apex[brows[1] - 15 : brows[1] + 15].max() > 20
    assert apex[chin[1] :].max() == 0


def test_the_patches_answer_where_the_skin_moved(pieces: tuple[Piece, Piece]) -> None:
    found = list(responses(*pieces))
    assert len(found) == 1
    names = [patch.name for patch in (*INNER, *OUTER)]
    size = dict(zip(names, np.hypot(found[0].still[:, 0], found[0].still[:, 1]), strict=True))
    brows = [size[name] for name in names if name.startswith(("brow_inner", "brow_middle"))]
    assert max(brows) > 0.3
    assert max(size[name] for name in ("chin", "corner_left", "corner_right", "dorsum")) < max(brows) / 2


def test_events_are_drawn_all_along_and_say_what_moves(recording: Recording) -> None:
    face = recording.faces[0].face
    assert face is not None
    movements, events = draw_events(recording, canonical_face("still", face), np.random.default_rng(3))
    assert len(movements) == len(events) >= 1
    for event in events:
        assert 0 <= event.onset <= event.apex <= event.offset
        assert event.upper or event.lower


@pytest.mark.parametrize("pattern", [*UPPER_PATTERNS, *LOWER_PATTERNS, *BOTH_PATTERNS], ids=lambda p: "+".join(p.units))
def test_every_pattern_stands_for_something_and_moves_something(pattern: object) -> None:
    assert sum(pattern.probabilities()) == pytest.approx(1)  # type: ignore[attr-defined]
    assert pattern.is_upper or pattern.is_lower  # type: ignore[attr-defined]


@pytest.mark.parametrize("units", [("1", "15"), ("1", "4", "15"), ("4", "15"), ("15", "17")])
def test_the_patterns_of_sadness_hint_at_negative(units: tuple[str, ...]) -> None:
    pattern = next(p for p in (*LOWER_PATTERNS, *BOTH_PATTERNS) if p.units == units)
    assert pattern.probabilities()[0] > 0.8


def test_batches_are_reproducible_and_mark_what_was_added(pieces: tuple[Piece, Piece]) -> None:
    mix = PatchMix(as_is=0.5, quiet=0.0, short=0.3, missing=0.5, drawn=0.0)
    one = PatchSource(pieces, mix, seed=4).batch(2, 8)
    other = PatchSource(pieces, mix, seed=4).batch(2, 8)
    assert one.channels.shape == (8, WINDOW, CHANNELS)
    np.testing.assert_array_equal(one.channels, other.channels)
    assert np.isfinite(one.channels).all()
    assert not one.channels[one.known[..., 0] == 0].any()
    assert not one.weight[one.known[..., 0] == 0].any()
    many = [PatchSource(pieces, mix, seed=4).batch(step, 8) for step in range(6)]
    assert sum(batch.spot[..., 0].sum() for batch in many) > 0
    assert not any(batch.spot[..., 1].any() for batch in many)  # nothing was put into the mouth


def test_drawing_batches_leaves_the_material_as_it_was(pieces: tuple[Piece, Piece]) -> None:
    before = [piece.measured.inner.copy() for piece in pieces]
    source = PatchSource(pieces, seed=4)
    for step in range(4):
        source.batch(step, 8)
    for piece, kept in zip(pieces, before, strict=True):
        np.testing.assert_array_equal(piece.measured.inner, kept)


def test_the_network_is_the_same_without_torch_and_blind_to_a_mirror() -> None:
    torch.manual_seed(1)
    modules = [PatchModule(CHANNELS, 12).eval() for _ in range(2)]
    state = {"net.members": np.array([2.0], np.float32), "net.offset": np.array([0.5, -0.5], np.float32)}
    state |= {"net.return": np.array([[2.0, 1.0], [3.0, 0.5]], np.float32)}
    for number, module in enumerate(modules):
        with torch.no_grad():
            for mix in module.mixes:
                mix.weight.normal_(0, 0.3)
        state |= module.arrays(f"net.{number}.")
    x = np.random.default_rng(2).normal(0, 1, (70, CHANNELS)).astype(np.float32)
    order, sign = MIRROR
    clear = np.random.default_rng(3).random((70, 2)).astype(np.float32)
    known = torch.ones(1, 70, 1)
    with torch.no_grad():
        wanted = torch.stack(
            [module(torch.from_numpy(view)[None], known)[0] for module in modules for view in (x, x[:, order] * sign)]
        ).mean(0)
    padded = np.pad(np.column_stack([wanted.numpy(), clear]), ((1, 1), (0, 0)))
    mean = (padded[:-2] + padded[1:-1] + padded[2:]) / np.array([2, *[3] * 68, 2])[:, None]
    mean, back = mean[:, :-2], mean[:, -2:]
    trusted = np.quantile(mean[:, :2], [0.2, 0.8], axis=0).T.astype(np.float32)  # bounded below and above
    network = PatchNetwork({**state, "net.trusted": trusted}, MIRROR)
    found = network.outputs(x, clear)
    for head, (weight, beginning) in enumerate(state["net.return"]):
        mean[:, head] = np.clip(mean[:, head], *trusted[head]) + weight * (back[:, head] - beginning)
    np.testing.assert_allclose(found.spot, mean[:, :2] - [0.5, -0.5], atol=1e-4)
    np.testing.assert_allclose(found.classes, mean[:, 2:], atol=1e-4)
    np.testing.assert_allclose(network.outputs(x[:, order] * sign, clear).spot, found.spot, atol=1e-4)


@pytest.mark.parametrize("damage", ["missing", "shape", "members", "return"])
def test_a_damaged_network_is_refused(damage: str) -> None:
    state = PatchModule(CHANNELS, 8).arrays("net.0.")
    state |= {"net.members": np.array([1.0], np.float32), "net.offset": np.zeros(2, np.float32)}
    state |= {"net.return": np.zeros((2, 2), np.float32), "net.trusted": np.array([[-9.0, 9.0]] * 2, np.float32)}
    PatchNetwork(state, MIRROR)
    if damage == "missing":
        del state["net.0.convs.1.weight"]
    elif damage == "shape":
        state["net.0.first.weight"] = state["net.0.first.weight"][:, :10]
    elif damage == "return":
        del state["net.return"]
    else:
        state["net.members"] = np.zeros(1, np.float32)
    with pytest.raises(CheckpointError):
        PatchNetwork(state, MIRROR)


def test_a_short_training_runs_and_gives_a_checkpoint(pieces: tuple[Piece, Piece]) -> None:
    steps = train_patches(pieces, PatchRecipe(steps=2, batch=6, each=3, width=8, members=1))
    losses = []
    while True:
        try:
            losses.append(next(steps).loss)
        except StopIteration as end:
            state = end.value
            break
    assert np.isfinite(losses).all()
    assert len(losses) == 2
    measured = pieces[1].measured
    from engine.patches import Covariances, covariances, patch_channels, whitening

    prior = Covariances.of_arrays(state)
    channels = patch_channels(measured, whitening(covariances(measured), prior))
    assert np.isfinite(
        PatchNetwork(state, MIRROR).outputs(channels, np.zeros((len(channels), 2), np.float32)).spot
    ).all()


def test_responses_need_the_movement_to_be_whole(pieces: tuple[Piece, Piece]) -> None:
    plain, with_event = pieces
    cut = replace(with_event, measured=replace(with_event.measured, run=np.where(np.arange(60) == 24, -1, 0)))
    assert [one for one in responses(plain, cut) if isinstance(one, Response)] == []


def test_the_quick_recipe_makes_a_model_and_its_card(tmp_path: Path) -> None:
    out = tmp_path / "mine.safetensors"
    command = ["train", "--recipe", "patches", "--quick", "--jobs", "1", "--work", str(tmp_path / "work")]
    assert main([*command, "--out", str(out)]) == 0
    card = json.loads(out.with_suffix(".json").read_text(encoding="utf-8"))
    state = read_safetensors(out.read_bytes(), name=out.name)
    assert card["features"] == "patches"
    assert card["sha256"] == hashlib.sha256(out.read_bytes()).hexdigest()
    assert card["footage"] == []
    assert [one["name"] for one in card["portraits"]] == ["astronaut"]
    x = np.random.default_rng(1).normal(0, 1, (40, CHANNELS)).astype(np.float32)
    assert np.isfinite(PatchNetwork(state, MIRROR).outputs(x, np.zeros((len(x), 2), np.float32)).spot).all()


def test_unknown_recordings_are_no_footage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "holiday.mp4").write_bytes(b"a film of one's own")
    command = ["train", "--recipe", "patches", "--footage", str(tmp_path), "--out", str(tmp_path / "x.safetensors")]
    assert main(command) == 2
    assert "none of the recordings" in capsys.readouterr().err


@pytest.mark.parametrize(("before", "after", "wanted"), [(0, 0, (9, 12)), (1, 2, (8, 14)), (40, 40, (5, 19))])
def test_an_interval_is_widened_but_never_across_a_gap(before: int, after: int, wanted: tuple[int, int]) -> None:
    score = np.full(30, 0.01, np.float32)
    score[9:13] = 0.5, 0.9, 0.8, 0.4
    score[[4, 20]] = np.nan
    config = DecoderConfig(threshold=0.5, level=0.3, before=before, after=after, min_samples=1)
    spans = half_max(score, config=config, rate=30.0)
    assert (int(spans.onset[0]), int(spans.offset[0])) == wanted
