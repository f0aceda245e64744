"""What is said to a person, as data: a template and the values in it, so that it can be said in another language."""

from collections.abc import Callable, Iterable, Mapping
from numbers import Integral, Real
from typing import Self

from typing_extensions import override

# What a value of a sentence may be: it must survive a pipe between processes and a JSON file.
Value = str | int | float | tuple["Value", ...]


class Said(str):
    """A sentence, phrase or name that may be shown to a person; behaves as its English text.

    ``Said("“{name}” is empty.", name=path.name)``: the template is a literal, found there by ``tools/catalogue.py``;
    a field may carry a format, ``{share:.0%}``. A value that is itself `Said` is translated with the sentence, and the
    items of a list are joined by commas. `str` of it, or of an error made with it, is still `Said`.

    Attributes:
        template: English, with `str.format` fields.
        values: what stands in the fields.
    """

    __slots__ = ("template", "values")
    template: str
    values: Mapping[str, Value]

    def __new__(cls, template: str, /, **values: object) -> Self:
        """Put the values into the template."""
        kept = {name: _plain(value) for name, value in values.items()}
        return cls.restored(filled(template, kept) if kept else template, template, kept)

    @classmethod
    def restored(cls, text: str, template: str, values: Mapping[str, Value]) -> Self:
        """A sentence as it was stored; `template` is not filled, for it may come from anywhere."""
        said = super().__new__(cls, text)
        said.template, said.values = template, values
        return said

    @override
    def __str__(self) -> str:
        return self

    @override
    def __reduce__(self) -> tuple[Callable[..., "Said"], tuple[str, str, dict[str, Value]]]:
        return Said.restored, (str.__str__(self), self.template, dict(self.values))


def template(text: str) -> str:
    """The same string; tells the catalogue that a `Said` is made of it elsewhere."""
    return text


def listed(words: Iterable[str]) -> str:
    """Words as a list, joined by commas; empty without any."""
    items = tuple(words)
    return Said("{items}", items=items) if items else ""


def filled(template: str, values: Mapping[str, Value], comma: str = ", ") -> str:
    """A template with its values put in, lists joined by `comma`."""
    return template.format(**{name: _one(value, comma) for name, value in values.items()})


def sentence_to(sentence: str) -> object:
    """A sentence as it is stored in a JSON file: its text alone, or ``{"template", "values", "text"}``."""
    if not isinstance(sentence, Said):
        return sentence
    return {
        "template": sentence.template,
        "values": {name: _value_form(value) for name, value in sentence.values.items()},
        "text": str.__str__(sentence),
    }


def sentence_from(stored: object) -> str:
    """A sentence out of a file of this or an older version.

    Raises:
        ValueError: it is no sentence.
    """
    if isinstance(stored, str):
        return stored
    match stored:
        case {"text": str(text), "template": str(pattern), "values": dict(values)}:
            return Said.restored(text, pattern, {str(name): _value_of(value) for name, value in values.items()})
    raise ValueError("no sentence")


def _plain(value: object) -> Value:
    if isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, tuple | list):
        return tuple(_plain(one) for one in value)
    if isinstance(value, Integral):
        return int(value)
    if isinstance(value, Real) and hasattr(value, "item"):
        return float(str(value))  # numpy's float32 keeps the digits that it shows
    return str(value)


def _one(value: Value, comma: str) -> str | int | float:
    return comma.join(str(_one(one, comma)) for one in value) if isinstance(value, tuple) else value


def _value_form(value: Value) -> object:
    if isinstance(value, tuple):
        return [_value_form(one) for one in value]
    return sentence_to(value) if isinstance(value, str) else value


def _value_of(stored: object) -> Value:
    if isinstance(stored, list):
        return tuple(_value_of(one) for one in stored)
    if isinstance(stored, bool | int | float):
        return stored
    return sentence_from(stored)
