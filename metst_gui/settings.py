"""What the user prefers, in a readable JSON file; window geometry is Qt's business."""

import json
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

import platformdirs
from PySide6.QtCore import QObject, Signal

from engine.config import DEFAULT_WEIGHTS, PRESETS, TALKING_WEIGHTS
from engine.errors import OutputError
from engine.files import replace_file
from metst_gui.language import LANGUAGES

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Settings:
    """Preferences.

    Attributes:
        annotator: name written into verdicts and annotations.
        preset: analysis preset.
        weights: name of a bundled model, ``"classical"``, or the path of a checkpoint.
        choose_by_movement: the model for people who talk joins the default one, and counts alone in movement.
        former_weights: the one chosen before, to go back to; empty: none.
        theme: ``"system"``, ``"light"`` or ``"dark"``.
        language: ``"system"``, ``"en"`` or ``"zh_CN"``; used from the next start on.
        analyse_on_open: start the analysis when a video without one is opened.
        loop_context: frames of context around a looped interval.
        arrival: what happens on arriving at an undecided proposal: ``"stay"`` (paused on its onset), ``"slow"`` (its
            loop at `slow_rate`) or ``"once"`` (its loop once at 1x, then at `slow_rate`).
        sound: whether sound is heard, from 1/4x to 2x.
        volume: how loud, 0..100 percent.
        slow_rate: speed of slow motion, 1/16 .. 1.
        face_pane: whether the face stands beside the picture while an item is selected.
        confound_lanes: whether blinks, head movement and restless spans have lanes on the timeline.
        mappings: header of a table of curves -> how it was read last, see `engine.foreign.mapping`.
        tour_seen: whether the tour was shown, which therefore does not begin by itself again.
        keys: id of an action -> the reviewer's own keys for it, as portable key sequences.
    """

    annotator: str = ""
    preset: str = "casme3"
    weights: str = DEFAULT_WEIGHTS
    choose_by_movement: bool = True
    former_weights: str = ""
    theme: str = "system"
    language: str = "system"
    analyse_on_open: bool = True
    loop_context: int = 8
    arrival: str = "slow"
    slow_rate: float = 0.25
    sound: bool = True
    volume: int = 100
    face_pane: bool = True
    confound_lanes: bool = True
    tour_seen: bool = False
    mappings: Mapping[str, Any] = field(default_factory=dict)
    keys: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def restless_weights(self) -> str:
        """Bundled model that joins `weights`, and counts alone where the face moves too much; empty: none."""
        return TALKING_WEIGHTS if self.choose_by_movement and self.weights == DEFAULT_WEIGHTS else ""

    def restless_beside(self, kept: str) -> str:
        """`restless_weights` for a video for which the user keeps this model; empty: none is kept."""
        return "" if kept == self.weights else self.restless_weights


def _are_keys(value: Any) -> bool:
    if not isinstance(value, dict) or not all(isinstance(id_, str) for id_ in value):
        return False
    return all(isinstance(keys, list) and all(isinstance(one, str) for one in keys) for keys in value.values())


CHECKS: dict[str, Callable[[Any], bool]] = {
    "annotator": lambda value: isinstance(value, str),
    "preset": lambda value: isinstance(value, str) and value in PRESETS,
    "weights": lambda value: isinstance(value, str) and bool(value),
    "choose_by_movement": lambda value: isinstance(value, bool),
    "former_weights": lambda value: isinstance(value, str),
    "theme": lambda value: value in ("system", "light", "dark"),
    "language": lambda value: value in LANGUAGES,
    "analyse_on_open": lambda value: isinstance(value, bool),
    "loop_context": lambda value: type(value) is int and 0 <= value <= 1000,
    "arrival": lambda value: value in ("stay", "slow", "once"),
    "sound": lambda value: isinstance(value, bool),
    "volume": lambda value: type(value) is int and 0 <= value <= 100,
    "face_pane": lambda value: isinstance(value, bool),
    "confound_lanes": lambda value: isinstance(value, bool),
    "tour_seen": lambda value: isinstance(value, bool),
    "mappings": lambda value: isinstance(value, dict) and all(isinstance(one, str) for one in value),
    "slow_rate": lambda value: type(value) in (int, float) and 1 / 16 <= value <= 1,
    "keys": _are_keys,
}


class SettingsStore(QObject):
    """Reads the settings once, writes them at every change.

    Signals:
        changed: arg: the new Settings.
    """

    changed = Signal(object)

    def __init__(self, path: Path | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path = path if path is not None else platformdirs.user_config_path("metst") / "settings.json"
        self._value = _read(self._path)

    @property
    def value(self) -> Settings:
        """Current settings."""
        return self._value

    def update(self, **changes: Any) -> None:
        """Change some settings and store them.

        Raises:
            ValueError: a value that is not allowed.
        """
        for name, value in changes.items():
            if not CHECKS[name](value):
                raise ValueError(f"The setting {name} cannot be {value!r}.")
        new = replace(self._value, **changes)
        if new != self._value:
            self._value = new
            self._write()
            self.changed.emit(new)

    def _write(self) -> None:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            replace_file(self._path, json.dumps(asdict(self._value), indent=2) + "\n")
        except (OSError, OutputError) as error:
            _log.warning("the settings could not be stored: %s", error)


def _read(path: Path) -> Settings:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Settings()
    except (OSError, ValueError, RecursionError) as error:
        _log.warning("the settings file is unreadable, defaults are used: %s", error)
        return Settings()
    if not isinstance(data, dict):
        _log.warning("the settings file holds no settings, defaults are used")
        return Settings()
    good = {}
    for one in fields(Settings):
        if one.name in data and CHECKS[one.name](data[one.name]):
            good[one.name] = data[one.name]
        elif one.name in data:
            _log.warning("the setting %s cannot be %r, the default is used", one.name, data[one.name])
    return Settings(**good)
