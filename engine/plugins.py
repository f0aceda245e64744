"""Plug-ins of other packages, found by their entry points and imported only when one is asked for.

A package names what it brings in its ``pyproject.toml``, for example::

    [project.entry-points."metst.methods"]
    mean = "metst_baselines.methods:MeanMethod"

What the object must be is said where the group is used (docs/plugins.md). It carries ``interface``, the number of the
version of that protocol it was written for.

Spotters, formats and lanes have a card besides: the JSON file ``<name>.json`` in the folder of their package. It says
what is shown of them, and is read without running any of their code.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, Literal

from engine.errors import PluginError, words_of
from engine.messages import Said

Group = Literal["metst.methods", "metst.spotters", "metst.formats", "metst.lanes"]
INTERFACE: Final = 1
MAX_CARD_BYTES: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Plugin:
    """One entry point, not imported yet.

    Attributes:
        name: what users type.
        package: distribution it comes from, with its version; empty where that is not known.
        entry: where it is.
    """

    name: str
    package: str
    entry: EntryPoint


def plugins(group: Group) -> tuple[Plugin, ...]:
    """What the installed packages bring, in order of name; of two with one name the first package's."""
    found: dict[str, Plugin] = {}
    for entry in sorted(entry_points(group=group), key=lambda one: (one.name, one.value)):
        package = f"{entry.dist.name} {entry.dist.version}" if entry.dist else ""
        found.setdefault(entry.name, Plugin(entry.name, package, entry))
    return tuple(found.values())


def load(plugin: Plugin) -> Any:
    """The object of a plug-in, made by calling what its entry point names.

    Raises:
        PluginError: it cannot be imported or made, or was written for another version of METST.
    """
    try:
        made = plugin.entry.load()()
    except (Exception, SystemExit) as error:  # whatever another package's code raises harms nothing else
        raise PluginError(
            Said(
                "The plug-in “{name}” ({package}) cannot be loaded: {why}. Update or uninstall that package.",
                name=plugin.name,
                package=plugin.package,
                why=words_of(error),
            )
        ) from error
    _check_interface(plugin, getattr(made, "interface", None))
    return made


def nonsense(plugin: Plugin, what: str) -> PluginError:
    """That a plug-in answered what cannot be used, and what is wrong with it."""
    return PluginError(
        Said(
            "The plug-in “{name}” gave an answer that cannot be used: {what}. Do without it, or tell its author.",
            name=plugin.name,
            what=what,
        )
    )


def find(group: Group, name: str) -> Plugin | None:
    """The plug-in of a name; None: there is none."""
    return next((one for one in plugins(group) if one.name == name), None)


def folder_of(plugin: Plugin) -> Path | None:
    """Folder of a plug-in's package, found without importing it; None: the package is not there."""
    try:
        spec = find_spec(plugin.entry.module.partition(".")[0])
    except (ImportError, ValueError, AttributeError):
        return None
    if spec is None:
        return None
    if spec.origin and spec.has_location:
        return Path(spec.origin).parent
    return next((Path(one) for one in spec.submodule_search_locations or ()), None)


def card_of(plugin: Plugin) -> Mapping[str, Any]:
    """What a plug-in says of itself: its card, read without running its code.

    Raises:
        PluginError: it has none, the card is no JSON object with a title, or it was written for another version of
            METST.
    """
    folder = folder_of(plugin)
    path = None if folder is None else folder / f"{plugin.name}.json"
    try:
        if path is None or path.stat().st_size > MAX_CARD_BYTES:
            raise ValueError
        card = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(card, dict) or not isinstance(card.get("title"), str):
            raise TypeError
    except (OSError, ValueError, TypeError, RecursionError) as error:
        raise PluginError(
            Said(
                "The plug-in “{name}” ({package}) has no card that can be read (“{name}.json” in its package, with a "
                "title); update or uninstall it.",
                name=plugin.name,
                package=plugin.package,
            )
        ) from error
    _check_interface(plugin, card.get("interface"))
    return card


def cards(group: Group) -> tuple[tuple[Plugin, Mapping[str, Any] | PluginError], ...]:
    """The plug-ins of a group, each with its card, or with what keeps it from being used."""
    found: list[tuple[Plugin, Mapping[str, Any] | PluginError]] = []
    for plugin in plugins(group):
        try:
            found.append((plugin, card_of(plugin)))
        except PluginError as error:
            found.append((plugin, error))
    return tuple(found)


def digest_of(plugin: Plugin) -> str:
    """sha256 hex of all that decides a plug-in's results: the files of its package, or of its one module and card."""
    folder = folder_of(plugin)
    module = plugin.entry.module.partition(".")[0]
    total = hashlib.sha256(f"{plugin.name} {plugin.package} {plugin.entry.value}".encode())
    if folder is not None:
        alone = folder / f"{module}.py"
        paths = [alone, folder / f"{plugin.name}.json"] if alone.is_file() else sorted(folder.rglob("*"))
        for path in paths:
            if path.is_file() and "__pycache__" not in path.parts:
                with path.open("rb") as file:
                    content = hashlib.file_digest(file, "sha256").hexdigest()
                total.update(f"\n{path.relative_to(folder).as_posix()} {content}".encode())
    return total.hexdigest()


def _check_interface(plugin: Plugin, found: object) -> None:
    """Refuse what was written for another version.

    Raises:
        PluginError: it was.
    """
    if found != INTERFACE:
        raise PluginError(
            Said(
                "The plug-in “{name}” ({package}) was written for another version of METST (interface {found}, here "
                "{known}); update it.",
                name=plugin.name,
                package=plugin.package,
                found=str("?" if found is None else found)[:20],
                known=INTERFACE,
            )
        )
