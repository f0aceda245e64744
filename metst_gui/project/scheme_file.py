"""A coding scheme in a file of its own, so that several projects of a laboratory code alike. Qt-free."""

import json
from dataclasses import replace
from pathlib import Path

from engine.coding_scheme import CodingScheme, scheme_from
from engine.errors import OutputError
from engine.files import replace_file
from engine.messages import Said

# What the file says it is.
FORM = "metst-coding-scheme/1"
MOST_BYTES = 1_000_000


def write_scheme(path: Path, scheme: CodingScheme) -> None:
    """Write a scheme as JSON.

    Raises:
        ValueError: it cannot be written, with a sentence.
    """
    try:
        text = json.dumps({"form": FORM, **scheme.form()}, ensure_ascii=False, indent=2)
        replace_file(path, f"{text}\n")
    except OutputError as error:
        raise ValueError(str(error)) from error
    except OSError as error:
        raise ValueError(
            Said("“{name}” cannot be written ({why}): choose another place.", name=path.name, why=error.strerror)
        ) from error


def read_scheme(path: Path, *, like: CodingScheme) -> CodingScheme:
    """Read a scheme; a tier that is called as one of `like` is that one, so that its marks stay.

    Args:
        path: the file.
        like: the scheme of the project now.

    Raises:
        ValueError: it holds none, with a sentence.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise ValueError("too large")
        form = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(form, dict) or form.get("form") != FORM:
            raise ValueError("another form")
        found = scheme_from(form)
    except OSError as error:
        raise ValueError(
            Said("“{path}” cannot be read ({why}): check the name or the drive.", path=path.name, why=error.strerror)
        ) from error
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ValueError(
            Said("“{name}” holds no coding scheme: choose a file that this dialog wrote.", name=path.name)
        ) from error
    known = {one.name.casefold(): one.id for one in like.tiers}
    taken = set(known.values())
    tiers = []
    for one in found.tiers:
        id_ = known.get(one.name.casefold(), one.id)
        tiers.append(replace(one, id=id_ if one.name.casefold() in known or id_ not in taken else f"{id_}-2"))
    return replace(found, tiers=tuple(tiers))
