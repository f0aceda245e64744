"""Which METST this is: one number, from the installed package's metadata."""

from functools import cache


@cache
def version() -> str:
    """Version of the installed package, e.g. ``"0.1.0"``; ``"unknown"`` where METST runs without being installed."""
    from importlib import metadata

    try:
        return metadata.version("metst")
    except metadata.PackageNotFoundError:
        return "unknown"
