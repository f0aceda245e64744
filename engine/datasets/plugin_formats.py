"""Label formats of other packages: entry points of the group ``metst.formats``, with a card beside their code.

The card has ``title`` and ``suffix``, and may have ``one_video`` and ``timed``. The object has ``read(path, clock)``,
which gives records, and ``write(path, records, clock)``; one that lacks either does not do that. ``clock`` is the
video's (`engine.clock.Clock`), or None where it is not known. Frames are indices from 0.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from engine.datasets.formats import FORMAT_TABLE, FORMATS, Choices, Format
from engine.datasets.records import Issue, ReadResult, Record, WriteReport
from engine.errors import DatasetError, PluginError
from engine.files import replace_file
from engine.guarded import guarded
from engine.messages import Said
from engine.plugins import Plugin, cards, load

GROUP: Final = "metst.formats"
# The window waits for a label file.
LIMIT_S: Final = 20.0


def plugin_formats() -> Mapping[str, Format]:
    """Formats of installed packages by name; those without a usable card, or of a name that METST has, are left out."""
    found = {}
    for plugin, card in cards(GROUP):
        if not isinstance(card, PluginError) and plugin.name not in FORMAT_TABLE and _is_suffix(card.get("suffix")):
            found[plugin.name] = _format(plugin, card)
    return found


def format_names() -> tuple[str, ...]:
    """Names of all formats, METST's own first."""
    return (*FORMATS, *plugin_formats())


def format_row(name: str) -> Format:
    """The row of a format.

    Raises:
        DatasetError: there is none of this name.
    """
    found = FORMAT_TABLE.get(name) or plugin_formats().get(name)
    if found is None:
        raise DatasetError(
            Said("There is no format “{name}”; use one of {formats}.", name=name, formats=format_names())
        )
    return found


def _is_suffix(value: object) -> bool:
    return isinstance(value, str) and len(value) > 1 and value.startswith(".") and value.isprintable()


def _format(plugin: Plugin, card: Mapping[str, Any]) -> Format:
    return Format(
        plugin.name,
        str(card["title"]),
        str(card["suffix"]),
        lambda path, choices: _read(plugin, path, choices),
        lambda path, records, choices: _write(plugin, path, records, choices),
        timed=card.get("timed") is True,
        one_video=card.get("one_video") is True,
        bounds="index",
    )


def _read(plugin: Plugin, path: Path, choices: Choices) -> ReadResult:
    """What the plug-in reads, checked.

    Raises:
        PluginError: it failed or gave no records.
    """
    found = _called(plugin, "read", lambda work: list(work(path, choices.timing.clock)))
    records, issues = [], []
    for number, one in enumerate(found, start=1):
        if not isinstance(one, Record) or not all(isinstance(frame, int) for frame in (one.onset, one.offset)):
            raise PluginError(
                Said("The plug-in “{name}” gave no record: {what}", name=plugin.name, what=repr(one)[:200])
            )
        if one.onset < 0 or one.offset < one.onset:
            issues.append(Issue(number, "", Said("frames {a} to {b} are no interval", a=one.onset, b=one.offset)))
        records.append(replace(one, source=None))
    return ReadResult(tuple(records), tuple(issues))


def _write(plugin: Plugin, path: Path, records: Sequence[Record], choices: Choices) -> WriteReport:
    """Let the plug-in write beside the file, and put that in its place only where it is whole.

    Raises:
        PluginError: it failed; the file is as it was.
    """
    beside = path.with_name(f".{path.stem}.writing{path.suffix}")
    try:
        _called(plugin, "write", lambda work: work(beside, list(records), choices.timing.clock))
        if not beside.is_file():
            raise PluginError(Said("The plug-in “{name}” wrote no file.", name=plugin.name))
        replace_file(path, beside.read_bytes())
    finally:
        beside.unlink(missing_ok=True)
    return WriteReport(len(records))


def _called(plugin: Plugin, method: str, act: Callable[[Any], Any]) -> Any:
    def work() -> Any:
        made = getattr(load(plugin), method, None)
        if made is None:
            raise PluginError(
                Said("The plug-in “{name}” cannot {what} files of its format.", name=plugin.name, what=method)
            )
        return act(made)

    return guarded(plugin.name, work, LIMIT_S)
