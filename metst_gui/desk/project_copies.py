"""Saving the open project under another name, and copies of it."""

from pathlib import Path

from metst_gui.desk.project_files import PROJECT_SUFFIX
from metst_gui.desk.session import Session
from metst_gui.document.file.errors import ProjectFileError
from metst_gui.document.file.opening import save_copy as copied_store
from metst_gui.document.file.opening import save_snapshot, write_copy
from metst_gui.document.file.place import real
from metst_gui.language import tr


def save_as(session: Session, path: Path) -> None:
    """Save the project under a name of the user's; later edits go there too."""
    path = path if path.suffix.lower() == PROJECT_SUFFIX else path.with_name(path.name + PROJECT_SUFFIX)
    store = session.document.ledger.store
    if store is not None and store.path == real(path):
        session.say(tr("Every edit is saved to “{name}” already.", name=path.name))
        return
    try:
        if store is None:
            saved = save_snapshot(path, session.document.project)
            session.document.open(saved.store, saved.state)
            if session.document.video is not None:
                session.document.show_video(session.document.video.id)
        else:
            if not store.read_only:
                session.document.flush()
            session.document.ledger.use_store(copied_store(store, path))
    except ProjectFileError as error:
        session.notifier.error(str(error))
        return
    if store is not None:
        store.close()
    session.say(tr("Saved to “{name}”; every later edit is saved there at once.", name=path.name))


def save_copy(session: Session, path: Path) -> None:
    """Write a whole copy of the project; later edits go to the one that is open."""
    path = path if path.suffix.lower() == PROJECT_SUFFIX else path.with_name(path.name + PROJECT_SUFFIX)
    store = session.document.ledger.store
    assert store is not None
    try:
        if not session.document.ledger.read_only:
            session.document.flush()
            session.document.ledger.note("save copy", {"file": path.name})
        write_copy(store, path)
    except ProjectFileError as error:
        session.notifier.error(str(error))
        return
    session.say(
        tr(
            "A copy with {n} journal rows is in “{name}”; METST goes on in “{project}”.",
            n=store.rows,
            name=path.name,
            project=store.path.name,
        )
    )
