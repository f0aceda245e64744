"""Which methods can be counted: OF-FD, spotting models that need no training, and those of installed packages."""

from typing import Final

from engine.errors import PluginError
from engine.messages import Said
from engine.plugins import Plugin, find, load, plugins
from engine.spotters import CLASSICAL, spotter_names
from engine.training.methods import Method
from engine.training.offd_method import OffdMethod
from engine.training.spotter_method import SpotterMethod

METHODS: Final = "metst.methods"
SPOTTERS: Final = "metst.spotters"


def method_names() -> tuple[str, ...]:
    """Names of the methods there are: OF-FD, and those of installed packages."""
    return (OffdMethod.name, *(one.name for one in plugins(METHODS)))


def find_method(name: str) -> Method:
    """The method of a name.

    Raises:
        PluginError: there is none, or its package cannot be loaded.
    """
    if name == OffdMethod.name:
        return OffdMethod()
    for plugin in plugins(METHODS):
        if plugin.name == name:
            return _checked(plugin)
    if name == CLASSICAL or find(SPOTTERS, name) is not None:
        return SpotterMethod(name)
    known = (*method_names(), CLASSICAL, *spotter_names())
    raise PluginError(Said("There is no method “{name}”; there are: {known}.", name=name, known=", ".join(known)))


def _checked(plugin: Plugin) -> Method:
    made: Method = load(plugin)
    lacking = [
        one
        for one in ("title", "statement", "version", "learns", "measure", "fit", "predict")
        if not hasattr(made, one)
    ]
    if lacking:
        raise PluginError(
            Said("The plug-in “{name}” lacks {what}; update it.", name=plugin.name, what=", ".join(lacking))
        )
    return made
