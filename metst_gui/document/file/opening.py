"""Opens a project file, whatever state it is in; a file that cannot be used is never touched."""

import sqlite3
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from engine.errors import ProjectError
from engine.journal import SCHEMA, Verification, check_connection, connect_readonly
from engine.journal.reader import BROKEN, MALFORMED, check_header, check_regular, first_bytes, one_line, sniff
from engine.journal.tables import connect_writer
from engine.journal.whole import sync_folder
from engine.messages import Said, template
from metst_gui.document.file.backups import back_up
from metst_gui.document.file.errors import DamagedProjectError, EditRefusedError, ProjectFileError
from metst_gui.document.file.leftover import instead, kept_elsewhere, put_back
from metst_gui.document.file.legacy import read_json
from metst_gui.document.file.lock import Claim
from metst_gui.document.file.place import real
from metst_gui.document.file.rescue import free, is_whole
from metst_gui.document.file.salvage import salvage
from metst_gui.document.file.schema import migrate
from metst_gui.document.file.store import ProjectStore, cannot_save, closed_on_error, create
from metst_gui.document.project import Project
from metst_gui.document.state import ProjectState, project_forms, state_from

ELSEWHERE = template("“{name}” is open in another METST window: here it can be read, not changed.")
OTHER_NAME = template(
    "“{name}” is open in another METST window under another name of the same file: here it can be read, not changed."
)
NO_WRITING = template(
    "“{name}” cannot be written here ({why}): it can be read; Save project as… makes a copy to work on."
)


@dataclass(frozen=True, slots=True)
class Opened:
    """An open project.

    Attributes:
        store: the file.
        state: what it holds.
        remarks: sentences for the user.
    """

    store: ProjectStore
    state: ProjectState
    remarks: tuple[str, ...] = ()


def open_project(path: Path, *, recover: bool = True, recover_to: Path | None = None) -> Opened:
    """Open a project for writing, or for reading where another process writes it or the place cannot be written.

    A project in the old JSON form is converted; its original is kept beside it. What can be read of a damaged one is
    copied to a new project, which is opened instead. What a window that was stopped had decided, and the file lacks, is
    put back from the copy that is kept while a project is open.

    Args:
        path: the file.
        recover: whether what can be read of a damaged file is copied; else it is refused.
        recover_to: where to; None: ``<name>-recovered.metst`` beside it.

    Raises:
        ProjectFileError: missing, foreign, of a newer METST, or damaged beyond reading; the file is never touched.
    """
    path = real(path)
    with ExitStack() as undo:
        claim = Claim()
        undo.callback(claim.release)
        try:
            back = put_back(path, claim)
            opened = _open_or_left(path, claim)
            opened = replace(opened, remarks=(*back, *opened.remarks))
        except DamagedProjectError as error:
            claim.release()
            opened = _recover(path, recover_to, error) if recover and _first_byte(path) == b"S" else _refuse(error)
        except ProjectFileError:
            raise
        except ProjectError as error:
            raise ProjectFileError(str(error)) from error
        except OSError as error:
            raise ProjectFileError(
                Said("“{name}” cannot be read ({why}): check the drive.", name=path, why=error.strerror)
            ) from error
        undo.pop_all()
    return opened


def open_read_only(path: Path) -> Opened:
    """Open a project for a look, without a claim on it, a backup or a conversion.

    Raises:
        ProjectFileError: missing, foreign, of a newer METST, or damaged; the file is never touched.
    """
    try:
        checked = _check(path)
        if not checked.ok:
            raise DamagedProjectError(damaged(path, checked.problems[0]))
        state = state_from(checked.state)
        return Opened(_reader(path, checked, Said(ELSEWHERE, name=path.name)), state)
    except MALFORMED as error:
        raise DamagedProjectError(damaged(path, f"an entry cannot be read ({one_line(error)})")) from error
    except ProjectFileError:
        raise
    except ProjectError as error:
        raise ProjectFileError(str(error)) from error


def claimed(path: Path) -> Claim:
    """The claim of this process on a project file that is to be written.

    Raises:
        ProjectFileError: another process has it, or its folder cannot be written.
    """
    claim = Claim()
    try:
        taken = claim.take(path)
    except OSError as error:
        claim.release()
        raise ProjectFileError(cannot_save(path, error)) from error
    if not taken:
        claim.release()
        raise ProjectFileError(Said("“{name}” is open in another METST window: choose another name.", name=path.name))
    kept_elsewhere(path, ())
    return claim


def new_project(path: Path) -> Opened:
    """A new, empty project file.

    Raises:
        ProjectFileError: it cannot be written, or another process has it.
    """
    path = real(path)
    store = create(path, claimed(path))
    store.keep_shadow()
    return Opened(store, ProjectState())


def save_copy(store: ProjectStore, path: Path) -> ProjectStore:
    """Copy an open project with its journal to `path` and open the copy for writing.

    Raises:
        ProjectFileError: it cannot be written, or another process has it.
    """
    path = real(path)
    claim = claimed(path)
    try:
        store.copy_to(path)
        copy = ProjectStore(path, connect_writer(path), claim, rows=store.rows, head=store.head)
    except (OSError, sqlite3.Error) as error:
        claim.release()
        raise ProjectFileError(cannot_save(path, error)) from error
    except ProjectFileError:
        claim.release()
        raise
    with closed_on_error(copy):
        copy.commit("save as", "project", {}, {"from": store.path.name}, annotator="")
        copy.keep_shadow()
    return copy


def write_copy(store: ProjectStore, path: Path) -> None:
    """Write a whole copy of an open project, and read it back; the open project stays the one that is written.

    Raises:
        ProjectFileError: it cannot be written, is not what was written, or another process has it.
    """
    path = real(path)
    claim = claimed(path)
    try:
        store.copy_to(path)
        if not is_whole(path, store.rows, store.head):
            raise ProjectFileError(
                Said("“{name}” does not hold what was written to it: choose another drive.", name=path.name)
            )
    finally:
        claim.release()


def save_snapshot(path: Path, project: Project) -> Opened:
    """Write a snapshot that is stored nowhere to a new project file and open it for writing.

    Raises:
        ProjectFileError: it cannot be written, or another process has it.
    """
    path = real(path)
    claim = claimed(path)
    try:
        store = write_new(path, project, claim)
    except ProjectFileError:
        claim.release()
        raise
    with closed_on_error(store):
        store.keep_shadow()
        return Opened(store, state_from(_forms_of(store)))


def _refuse(error: DamagedProjectError) -> Opened:
    raise error


def _open_or_left(path: Path, claim: Claim) -> Opened:
    """The file; where it cannot be read, what a window that was stopped left of it."""
    try:
        return _open(path, claim)
    except ProjectError:
        claim.release()
        found = instead(path, claim) if path.exists() else None
        if found is None:
            raise
    opened = _open(found[0], claim)
    return replace(opened, remarks=(found[1], *opened.remarks))


def _open(path: Path, claim: Claim) -> Opened:
    first = _first_byte(path)
    why = _claim(path, claim)
    if first == b"{":
        return _convert(path, claim, why)
    checked = _check(path)
    if not checked.ok:
        raise DamagedProjectError(damaged(path, checked.problems[0]))
    try:
        state = state_from(checked.state)
    except MALFORMED as error:
        raise DamagedProjectError(damaged(path, f"an entry cannot be read ({one_line(error)})")) from error
    if not why:
        try:
            store = _writer(path, claim, checked)
        except sqlite3.Error as error:
            why = Said(NO_WRITING, name=path.name, why=error)
        else:
            with closed_on_error(store):
                remarks = (kept_elsewhere(path, checked.heads), back_up(store))
                store.keep_shadow()
            return Opened(store, state, tuple(one for one in remarks if one))
    claim.release()
    return Opened(_reader(path, checked, why), state, (why,))


def _first_byte(path: Path) -> bytes:
    """First byte of a file.

    Raises:
        ProjectError: missing, unreadable or foreign.
    """
    check_regular(path)
    try:
        first = first_bytes(path, 1)
    except FileNotFoundError as error:
        raise ProjectFileError(Said("“{name}” does not exist: check the name or the drive.", name=path)) from error
    if first != b"{":
        sniff(path)
    return first


def _claim(path: Path, claim: Claim) -> str:
    """Claim a file; why it can only be read, or an empty text."""
    try:
        taken = claim.take(path)
        return "" if taken else Said(OTHER_NAME if claim.other_name else ELSEWHERE, name=path.name)
    except OSError as error:
        return Said(NO_WRITING, name=path.name, why=error.strerror)


def _check(path: Path) -> Verification:
    try:
        with connect_readonly(path) as connection:
            return check_connection(connection, thorough=False)
    except BROKEN as error:
        return Verification(0, "", None, (one_line(error),), {})


def _writer(path: Path, claim: Claim, checked: Verification) -> ProjectStore:
    """The file, open for writing, with the tables of this METST.

    Raises:
        sqlite3.Error: it cannot be written.
    """
    connection = connect_writer(path)
    store = ProjectStore(path, connection, claim, rows=checked.rows, head=checked.head)
    try:
        found = check_header(connection, path)
        if found < SCHEMA:
            back_up(store)
            connection.execute("BEGIN IMMEDIATE")
            migrate(connection, found)
            connection.execute("COMMIT")
            store.note_place()
            store.commit("migrate", "project", {"schema": found}, {"schema": SCHEMA}, annotator="")
    except (sqlite3.Error, EditRefusedError, ValueError) as error:
        connection.close()
        raise sqlite3.OperationalError(str(error)) from error
    return store


def _reader(path: Path, checked: Verification, why: str) -> ProjectStore:
    stack = ExitStack()
    connection = stack.enter_context(connect_readonly(path))
    claim = Claim()
    return ProjectStore(path, connection, claim, rows=checked.rows, head=checked.head, read_only=why, stack=stack)


def damaged(path: Path, problem: str) -> str:
    """Sentence about a damaged project."""
    return Said(
        "“{name}” is damaged and was left as it is ({problem}): open a backup copy of it.",
        name=path.name,
        problem=problem.rstrip("."),
    )


def _recover(path: Path, recover_to: Path | None, error: DamagedProjectError) -> Opened:
    """The readable part of a damaged file, as a new project.

    Raises:
        DamagedProjectError: nothing can be read, or nothing can be written.
    """
    target = recover_to if recover_to is not None else free(path.with_stem(f"{path.stem}-recovered"))
    claim = Claim()
    try:
        if not claim.take(target):
            raise error
        store, forms = salvage(path, target, claim, str(error))
        with closed_on_error(store):
            store.keep_shadow()
            state = state_from(forms)
    except (*BROKEN, sqlite3.Error, OSError, ProjectFileError) as failure:
        claim.release()
        raise error from failure
    said = f"{len(forms['annotations'])} annotations and {len(forms['verdicts'])} verdicts"
    remark = Said(
        "“{name}” is damaged and was left as it is: {said} that can still be read were copied to "
        "“{name2}”, which is open now.",
        name=path.name,
        said=said,
        name2=target.name,
    )
    return Opened(store, state, (remark,))


def _convert(path: Path, claim: Claim, why: str) -> Opened:
    """A project in the JSON form, converted in place; the original stays beside it."""
    project = read_json(path)
    if why:
        raise ProjectFileError(
            Said("“{name}” is a project of an older METST and must be converted first. {why}", name=path.name, why=why)
        )
    original = free(path.with_suffix(".v1.json"))
    try:
        original.hardlink_to(path)
    except OSError:
        original.write_bytes(path.read_bytes())
    sync_folder(path.parent)
    store = write_new(path, project, claim, told={"converted": {"original": original.name, "schema": 1}})
    remark = Said(
        "“{name}” was converted to the present form; the original is kept as “{name2}”.",
        name=path.name,
        name2=original.name,
    )
    with closed_on_error(store):
        store.keep_shadow()
        return Opened(store, state_from(_forms_of(store)), (remark,))


def write_new(path: Path, project: Project, claim: Claim, *, told: Mapping[str, object] | None = None) -> ProjectStore:
    """A new project file that holds a snapshot; a file there is replaced.

    Raises:
        ProjectFileError: it cannot be written.
    """
    part = path.with_name(f".{path.name}.new")
    forms, blobs = project_forms(project)
    own = Claim()
    try:
        own.take(part)
        store = create(part, own, told=told)
        try:
            store.commit("convert", "project", {}, forms, annotator=project.annotator, blobs=blobs)
            store.copy_to(path)
        finally:
            store.close()
        return ProjectStore(path, connect_writer(path), claim, rows=store.rows, head=store.head)
    except (sqlite3.Error, OSError) as error:
        raise ProjectFileError(cannot_save(path, error)) from error
    finally:
        for ending in ("", "-wal", "-shm", "-journal"):
            with suppress(OSError):
                part.with_name(part.name + ending).unlink()


def _forms_of(store: ProjectStore) -> Mapping[str, Mapping[str, object]]:
    with connect_readonly(store.path) as connection:
        return check_connection(connection, thorough=False).state
