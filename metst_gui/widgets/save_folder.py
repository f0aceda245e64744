"""Which folder is offered to save in. Qt-free."""

import os
from pathlib import Path

import platformdirs


def beside(path: Path, name: str) -> Path:
    """Where a file that belongs to another is offered to be saved: beside it, where people look and may write.

    In a hidden folder, in one of METST's own, or where nothing can be written, the documents or home folder instead.

    Args:
        path: the file or folder it belongs to.
        name: of the file to be saved.
    """
    folder = path.absolute().parent
    return (_documents() if _is_out_of_sight(folder) or not os.access(folder, os.W_OK) else folder) / name


def beside_project(project: Path, video: Path, name: str) -> Path:
    """Where a file about a project is offered to be saved: beside it, or beside its video where METST keeps it.

    Args:
        project: the project file.
        video: the file or folder of the video that is shown.
        name: of the file to be saved.
    """
    return beside(video if _is_out_of_sight(project.absolute().parent) else project, name)


def _is_out_of_sight(folder: Path) -> bool:
    own = (platformdirs.user_cache_path(), platformdirs.user_data_path())
    return any(part.startswith(".") for part in folder.parts if part != "..") or any(
        folder.is_relative_to(one) for one in own
    )


def _documents() -> Path:
    documents = platformdirs.user_documents_path()
    return documents if documents.is_dir() and os.access(documents, os.W_OK) else Path.home()
