"""The language of the window: English in the sources, Chinese from ``resources/i18n/metst_zh_CN.qm``.

A visible string is written ``tr("Opened “{name}”.", name=path.name)``: a literal, formatted after it is translated.
A constant of a module is marked where it stands and translated where it is shown: ``TITLE = mark("Go to")``,
``tr(TITLE)``. One and many are two literals: ``plural(n, "{n} frame", "{n} frames")``. Then one command puts the
Chinese beside it and compiles::

    python -m tools.catalogue "Opened “{name}”." "已打开“{name}”。"

What the engine says is English (it knows no Qt) and is translated where it is shown, by `told`. What is stored, in the
journal, project and label files, is never translated.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from importlib.resources import as_file, files
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

CONTEXT, ENGINE = "METST", "engine"
LANGUAGES: tuple[str, ...] = ("system", "en", "zh_CN")
CHINESE = "zh_CN"
# Of the environment: tests and screenshots choose the language without touching the settings.
VARIABLE = "METST_LANGUAGE"
_TRADITIONAL = ("hant", "tw", "hk", "mo")
_DEPTH = 3
_FIELD = re.compile(r"\{(\w+)\}")


def tr(text: str, /, **values: object) -> str:
    """A visible string in the language of the window.

    Args:
        text: the English string, a literal or a constant made with `mark`; `str.format` fields name `values`.
        values: what goes into the fields, after the translation.
    """
    translated = QCoreApplication.translate(CONTEXT, text)
    return translated.format(**values) if values else translated


def mark(text: str) -> str:
    """The same string; tells the catalogue that it is shown somewhere through `tr`."""
    return text


def plural(n: int, one: str, many: str, /, **values: object) -> str:
    """The string for one or for many, with `n` and other values put in; Chinese has one form for both."""
    return tr(one if n == 1 else many, n=n, **values)


def told(sentence: str) -> str:
    """What the engine says, in the language of the window; unknown sentences stay as they are."""
    return _told(sentence, _DEPTH) if _state.patterned else sentence


def choose(*wishes: str | None, system: Iterable[str] | None = None) -> str:
    """The language to use.

    Args:
        wishes: what was asked for, the strongest first, each one of `LANGUAGES` or nothing.
        system: the languages the user reads, best first, as ``zh-Hans-CN``; None asks Qt.

    Returns:
        ``"en"`` or ``"zh_CN"``. Readers of traditional characters get English.
    """
    wanted = next((one for one in wishes if one in LANGUAGES), "system")
    if wanted != "system":
        return str(wanted)
    for name in system if system is not None else QLocale.system().uiLanguages():
        parts = name.lower().replace("_", "-").split("-")
        if parts[0] in ("zh", "en"):
            return CHINESE if parts[0] == "zh" and not set(parts) & set(_TRADITIONAL) else "en"
    return "en"


def told_list(phrases: str) -> str:
    """Phrases of the engine that are joined by commas, in the language of the window."""
    return tr(", ").join(told(one) for one in phrases.split(", ")) if _state.patterned else phrases


@dataclass(slots=True)
class _State:
    translators: tuple[QTranslator, ...] = ()
    data: bytes = b""
    patterned: bool = False


_state = _State()


def install(language: str) -> bool:
    """Translate everything made from now on; windows that exist keep their language.

    Args:
        language: ``"en"`` or ``"zh_CN"``; a QCoreApplication must exist.

    Returns:
        whether the translation is there.
    """
    remove()
    if language != CHINESE:
        return True
    # Qt's own texts first: what is installed last is asked first.
    qt_texts, own = QTranslator(), QTranslator()
    qt_texts.load(f"qtbase_{CHINESE}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    with as_file(files("resources") / "i18n" / f"metst_{CHINESE}.qm") as path:
        _state.data = Path(path).read_bytes() if path.is_file() else b""
    found = bool(_state.data) and own.load(_state.data)
    _state.translators = (qt_texts, own)
    for one in _state.translators:
        QCoreApplication.installTranslator(one)
    _state.patterned = found
    return found


def remove() -> None:
    """Back to English."""
    for one in _state.translators:
        QCoreApplication.removeTranslator(one)
    _state.translators, _state.data, _state.patterned = (), b"", False
    _told.cache_clear()


@lru_cache(2048)
def _told(sentence: str, depth: int) -> str:
    exact = QCoreApplication.translate(ENGINE, sentence)
    if exact != sentence or depth == 0:
        return exact
    listed = _told_items(sentence, depth) if depth < _DEPTH else ""
    if listed:
        return listed
    for template, pattern in _patterns():
        match = pattern.fullmatch(sentence)
        chinese = QCoreApplication.translate(ENGINE, template) if match else template
        if match and chinese != template:
            values = {name[1:]: _told(value, depth - 1) for name, value in match.groupdict().items()}
            return _FIELD.sub(partial(_filled, values), chinese)
    return sentence


def _told_items(text: str, depth: int) -> str:
    """A list in a field of a sentence, item by item; empty where it is none, or an item has no Chinese."""
    items = text.split(", ")
    shown = [one if one == "…" else _told(one, depth - 1) for one in items]
    known = all(one == "…" or one != new for one, new in zip(items, shown, strict=True))
    return tr(", ").join(shown) if len(items) > 1 and known else ""


def _filled(values: Mapping[str, str], field: re.Match[str]) -> str:
    return values[field.group(1)]


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Templates of the engine's sentences with fields, the most literal first."""
    text = (files("resources") / "i18n" / "engine_sentences.jsonl").read_text(encoding="utf-8")
    sentences = {json.loads(line) for line in text.splitlines() if line}
    templates = sorted((one for one in sentences if "{" in one), key=_literal_length, reverse=True)
    return tuple((one, template_pattern(one)) for one in templates)


def _literal_length(template: str) -> int:
    return len(re.sub(r"\{[^{}]*\}", "", template))


def template_pattern(template: str) -> re.Pattern[str]:
    """What the sentences made from a template look like; field ``{name}`` becomes group ``f<name>``."""
    seen: set[str] = set()
    return re.compile(re.sub(r"\{([^{}:]*)\}|([^{}]+)|[{}]", partial(_piece, seen), template), re.DOTALL)


def _piece(seen: set[str], match: re.Match[str]) -> str:
    name = match.group(1)
    if name is None:
        return re.escape(match.group(0))
    if name in seen:
        return f"(?P=f{name})"
    seen.add(name)
    return f"(?P<f{name}>.*?)"
