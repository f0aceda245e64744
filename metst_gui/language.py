"""The language of the window: English in the sources, Chinese from ``resources/i18n/metst_zh_CN.qm``.

A visible string is written ``tr("Opened “{name}”.", name=path.name)``: a literal, formatted after it is translated.
A constant of a module is marked where it stands and translated where it is shown: ``TITLE = mark("Go to")``,
``tr(TITLE)``. One and many are two literals: ``plural(n, "{n} frame", "{n} frames")``. Then one command puts the
Chinese beside it and compiles::

    python -m tools.catalogue "Opened “{name}”." "已打开“{name}”。"

What the engine says is English (it knows no Qt), a template with its values (`engine.messages.Said`), and is translated
where it is shown, by `told`. What is stored, in the journal, project and label files, is never translated.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from engine.data import RESOURCES
from engine.messages import Said, Value, filled

CONTEXT, ENGINE = "METST", "engine"
LANGUAGES: tuple[str, ...] = ("system", "en", "zh_CN")
CHINESE = "zh_CN"
# Of the environment: tests and screenshots choose the language without touching the settings.
VARIABLE = "METST_LANGUAGE"
_ARRANGEMENT = re.compile(r"(?:\{\w+\}|[^\w{}])+")
_TRADITIONAL = ("hant", "tw", "hk", "mo")


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
    """What the engine says, in the language of the window; sentences of other versions stay as they are."""
    if isinstance(sentence, Said):
        return _said(sentence)
    return QCoreApplication.translate(ENGINE, sentence)


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


@dataclass(slots=True)
class _State:
    translators: tuple[QTranslator, ...] = ()
    data: bytes = b""


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
    path = RESOURCES / "i18n" / f"metst_{CHINESE}.qm"
    _state.data = path.read_bytes() if path.is_file() else b""
    found = bool(_state.data) and own.load(_state.data)
    _state.translators = (qt_texts, own)
    for one in _state.translators:
        QCoreApplication.installTranslator(one)
    return found


def installed() -> str:
    """The language of what is made now: ``"en"`` or ``"zh_CN"``."""
    return CHINESE if _state.data else "en"


def remove() -> None:
    """Back to English."""
    for one in _state.translators:
        QCoreApplication.removeTranslator(one)
    _state.translators, _state.data = (), b""


def _said(sentence: Said) -> str:
    chinese = QCoreApplication.translate(ENGINE, sentence.template)
    if not sentence.values:
        return chinese
    # What has no Chinese stays English as a whole, unless it has no words of its own but those in its fields.
    if chinese == sentence.template and not _ARRANGEMENT.fullmatch(chinese):
        return sentence
    try:
        return filled(chinese, {name: _value(value) for name, value in sentence.values.items()}, tr(", "))
    except (LookupError, ValueError, TypeError):  # stored by another version, whose fields were others
        return sentence


def _value(value: Value) -> Value:
    if isinstance(value, tuple):
        return tuple(_value(one) for one in value)
    return _said(value) if isinstance(value, Said) else value
