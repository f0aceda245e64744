"""Errors of the document room; `str(error)` is one sentence for the user."""

from engine.errors import ProjectError


class ProjectFileError(ProjectError):
    """A project file cannot be read or written."""


class DamagedProjectError(ProjectFileError):
    """A project file is damaged or was tampered with."""


class EditRefusedError(ProjectFileError, ValueError):
    """An edit could not be made durable, so it was not made."""
