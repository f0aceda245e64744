"""Project files as values: what one holds for its first video, and a file made from such a value."""

from contextlib import closing
from pathlib import Path

from metst_gui.document.document import AnnotationDocument
from metst_gui.document.file import opening
from metst_gui.document.file.errors import ProjectFileError
from metst_gui.document.file.store import cannot_save
from metst_gui.document.project import Project


def read_project(path: Path) -> Project:
    """What a project file holds for its first video, as the annotator in use sees it.

    Raises:
        ProjectFileError: missing, foreign, damaged, or written by a newer METST; the file is never touched.
    """
    opened = opening.open_read_only(path)
    with closing(opened.store):
        document = AnnotationDocument()
        document.open(opened.store, opened.state)
        return document.project


def write_project(path: Path, project: Project) -> None:
    """Write a project file that holds a snapshot: complete or not at all; a file there is replaced.

    Raises:
        ProjectFileError: it cannot be written, or another process has it.
    """
    claim = opening.claimed(path)
    try:
        opening.write_new(path, project, claim).close()
    except OSError as error:
        raise ProjectFileError(cannot_save(path, error)) from error
    finally:
        claim.release()
