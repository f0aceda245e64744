"""Where the files lie that METST brings along: ``resources/``, ``weights/``, ``docs/``, or their copies in a wheel."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def _place(name: str) -> Path:
    """The copy that setup.py puts into an installed package, else the folder beside the package in a checkout."""
    inside = _PACKAGE / f"_{name}"
    return inside if inside.is_dir() else _PACKAGE.parent / name


# Plain folders: METST is never run from an archive.
RESOURCES = _place("resources")
WEIGHTS = _place("weights")
DOCS = _place("docs")
