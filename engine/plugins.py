"""Plug-ins of other packages, found by their entry points and imported only when one is asked for.

A package names what it brings in its ``pyproject.toml``, for example::

    [project.entry-points."metst.methods"]
    mean = "metst_baselines.methods:MeanMethod"

What the object must be is said where the group is used (docs/plugins.md). It carries ``interface``, the number of the
version of that protocol it was written for.
"""

from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from typing import Any, Final, Literal

from engine.errors import PluginError
from engine.messages import Said

Group = Literal["metst.methods", "metst.spotters"]
INTERFACE: Final = 1


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
    except Exception as error:  # whatever another package's code raises harms nothing else
        raise PluginError(
            Said(
                "The plug-in “{name}” ({package}) cannot be loaded: {why}. Update or uninstall that package.",
                name=plugin.name,
                package=plugin.package,
                why=f"{type(error).__name__}: {error}"[:300],
            )
        ) from error
    if getattr(made, "interface", None) != INTERFACE:
        raise PluginError(
            Said(
                "The plug-in “{name}” ({package}) was written for another version of METST (interface {found}, here "
                "{known}); update it.",
                name=plugin.name,
                package=plugin.package,
                found=str(getattr(made, "interface", "?"))[:20],
                known=INTERFACE,
            )
        )
    return made
