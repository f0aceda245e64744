"""Names of subjects and videos that survive pandas and the published loaders."""

from engine.datasets.records import Record
from engine.datasets.sheets.layout import RecordCheck
from engine.messages import Said, template

# Words that pandas reads as a missing or a truth value.
_PANDAS_WORDS = frozenset(
    (
        *("na", "n/a", "#n/a", "#na", "#n/a n/a", "nan", "-nan", "null", "none", "<na>", "nat", "true", "false"),
        *("1.#ind", "-1.#ind", "1.#qnan", "-1.#qnan"),
    )
)
NAME_RULE = template(
    "have a {which} name that loaders misread (empty, a number, a word such as NA or true, or blanks around it); "
    "give it a name such as {example}"
)


def plain(name: str) -> bool:
    """True where pandas keeps the name as the text it is."""
    if not filled(name):
        return False
    try:
        float(name)
    except ValueError:
        return True
    return False


def filled(name: str) -> bool:
    """True for a name without blanks around it that is not one of pandas' words for nothing."""
    return bool(name) and name == name.strip() and name.lower() not in _PANDAS_WORDS


def plain_subject(example: str) -> RecordCheck:
    """Refuses subjects that are no plain names."""
    return RecordCheck(lambda r: not plain(r.subject), Said(NAME_RULE, which="subject", example=example), _subject)


def plain_video(example: str) -> RecordCheck:
    """Refuses videos that have no plain names."""
    return RecordCheck(lambda r: not plain(r.video), Said(NAME_RULE, which="video", example=example), lambda r: r.video)


def filled_subject(example: str) -> RecordCheck:
    """Refuses subjects without a name; digits are fine."""
    return RecordCheck(
        lambda r: not filled(r.subject),
        Said("have no usable subject name; give one such as {example}", example=example),
        _subject,
    )


def filled_video(example: str) -> RecordCheck:
    """Refuses videos without a name; digits are fine."""
    return RecordCheck(
        lambda r: not filled(r.video),
        Said("have no usable video name; give one such as {example}", example=example),
        lambda r: r.video,
    )


def _subject(record: Record) -> str:
    return record.subject
