"""What an analysis of a video is asked for, and whether a stored run is what would come of it."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from engine.config import PRESETS, AnalysisConfig
from engine.content import content_digest
from engine.errors import SourceError
from engine.project.run_form import json_form
from metst_gui.document.face_choice import Place
from metst_gui.document.project import VideoRef
from metst_gui.models import CLASSICAL, model_of
from metst_gui.settings import Settings

# The analysis finds these out by itself where nobody chose: the run tells what it came to.
FOUND_OUT: Mapping[str, Any] = {
    **dict.fromkeys(("decoder", "restless_decoder")),
    **dict.fromkeys(("features", "landmarks", "device"), "auto"),
}
# Name in the settings of a run of the model that was to take over; runs of older versions lack it.
RESTLESS = "restless_weights"


def options_of(
    settings: Settings, *, image_rate: float | None, face_at: Place | None, kept: str = ""
) -> AnalysisConfig:
    """Options of an analysis that begins now.

    Args:
        settings: of the program.
        image_rate: frames a second that are given for the source; None: as it tells itself.
        face_at: (x, y) in px of the upright picture where the face is; None: the largest one.
        kept: model that the user keeps for the video, whatever its movement would choose; empty: none.
    """
    preset = PRESETS.get(settings.preset, PRESETS["casme3"])
    return AnalysisConfig(
        preset=preset.preset,
        k=preset.k,
        rate=preset.rate,
        weights=settings.weights,
        restless_weights=settings.restless_beside(kept),
        image_rate=image_rate,
        face_at=face_at,
    )


def rate_of(ref: VideoRef, path: Path) -> float | None:
    """Frames a second that a project gives a video: those of an image folder, or what the user said of a file."""
    return ref.fps if ref.rate_given or path.is_dir() else None


def same_run(forms: Iterable[Mapping[str, Any]], ref: VideoRef, config: AnalysisConfig) -> str:
    """Id of the latest stored run of a video by the same model, with the same settings, on the same content.

    Where the movement chooses, a run by both models is meant or by the one that took over, and one by the first that is
    from before there was a choice.

    Args:
        forms: stored runs of the video.
        ref: the video.
        config: what would be asked for.

    Returns:
        its id; empty where there is none, or where it cannot be told.
    """
    digests = {name: weights_digest(name) for name in (config.weights, config.restless_weights) if name}
    for form in reversed(list(forms)):
        settings = form.get("settings")
        if not isinstance(settings, Mapping) or not ref.fast or form.get("content") != ref.fast:
            continue
        if _is_by_asked(form, settings, config, digests) and _is_asked(settings, config):
            return str(form.get("id", ""))
    return ""


def _is_by_asked(
    form: Mapping[str, Any], settings: Mapping[str, Any], config: AnalysisConfig, digests: Mapping[str, str]
) -> bool:
    """Whether a stored run is by the model that is asked for, or the movement chose its model as it would now."""
    told, wanted = settings.get(RESTLESS), config.restless_weights
    if is_model(form, settings, config.weights, digests[config.weights]):
        second = form.get("second_digest") or ""
        # One by the first model alone is by what is asked for where nobody could choose yet.
        return told is None or (told == wanted and second == digests[wanted]) if wanted else not second
    return bool(wanted) and told == wanted and is_model(form, settings, wanted, digests[wanted])


def is_model(form: Mapping[str, Any], settings: Mapping[str, Any], weights: str, digest: str) -> bool:
    """Whether a stored run is by the model of a name or path, whose weights have this digest (empty: not known)."""
    if digest:
        return form.get("model_digest") == digest
    return settings.get("weights") == weights


def weights_digest(weights: str) -> str:
    """sha256 hex of the weights of a model; empty for the classical spotter, and where it cannot be told."""
    path = Path(weights)
    if weights == CLASSICAL:
        return ""
    try:
        found = path.stat() if path.is_file() else None
    except OSError:
        return ""
    return model_of(weights).digest if found is None else _file_digest(path, found.st_mtime_ns, found.st_size)


@lru_cache(maxsize=8)
def _file_digest(path: Path, _changed: int, _size: int) -> str:
    try:
        return content_digest(path)
    except SourceError:
        return ""


def _is_asked(settings: Mapping[str, Any], config: AnalysisConfig) -> bool:
    wanted = json_form(config.to_dict())
    del wanted["weights"], wanted[RESTLESS]
    return all(
        settings.get(name) == value or (name in FOUND_OUT and value == FOUND_OUT[name])
        for name, value in wanted.items()
    )
