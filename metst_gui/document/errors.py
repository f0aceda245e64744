"""Errors of the document room; `str(error)` is one sentence for the user."""


class ProjectFileError(Exception):
    """A project file cannot be read or written."""
