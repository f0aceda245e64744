"""The hash chain: any change of any byte of any row is found, and named."""

import json
import sqlite3
import tracemalloc
import zlib
from contextlib import closing
from pathlib import Path

import pytest

from engine.cli import main
from engine.content import content_of
from engine.errors import ProjectError
from engine.journal import (
    COLUMNS,
    GENESIS,
    canonical,
    check_connection,
    content_digest,
    make_row,
    row_hash,
    verify_project,
)
from tests.document.projects import copy_of, make_history
from tests.engine.clips import CLIPS


@pytest.fixture(scope="module")
def project(qapp, tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("journal") / "p.metst"
    make_history(path)
    return path


def test_fields_cannot_flow_into_each_other() -> None:
    assert row_hash([b"ab", b"c"]) != row_hash([b"a", b"bc"])


def test_the_hash_rule_is_fixed() -> None:
    """Old reports and projects must verify for ever."""
    row = make_row(
        1, GENESIS, at="2026-01-01T00:00:00.000000+00:00", annotator="A", action="note", object_="project",
        before=canonical({}), after=canonical({"b": 1, "a": "é"}), app="0.1.0",
    )  # fmt: skip
    assert row.after == '{"a":"\\u00e9","b":1}'
    assert row.hash == "c76627443f1bbdb5b76addef59b4b5f959f7b5831d8e17e4af59cb64aade9e24"


def test_an_untouched_project_verifies(project) -> None:
    found = verify_project(project)
    assert (found.problems, found.first_broken) == ((), None)
    assert found.rows == 14
    assert found.heads[-1] == found.head


def unlocked(path: Path) -> sqlite3.Connection:
    """A connection of somebody who wants to tamper: without the triggers."""
    connection = sqlite3.connect(path)
    connection.execute("DROP TRIGGER journal_no_UPDATE")
    connection.execute("DROP TRIGGER journal_no_DELETE")
    return connection


def test_every_byte_of_every_row_is_protected(project, tmp_path) -> None:
    path = copy_of(project, tmp_path / "t.metst")
    tried = 0
    with closing(unlocked(path)) as connection:
        connection.isolation_level = None
        connection.execute("BEGIN")  # nothing reaches the disk: a change takes a millisecond
        rows = connection.execute(f"SELECT {', '.join(COLUMNS)} FROM journal").fetchall()
        for number, row in enumerate(rows, start=1):
            for name, value in zip(COLUMNS, row, strict=True):
                for changed in changes(value, every=11 if name in ("before", "after") else 5):
                    connection.execute(f"UPDATE journal SET {name} = ? WHERE rowid = ?", (changed, number))
                    found = check_connection(connection, thorough=False)
                    assert found.first_broken == number, (number, name, changed)
                    tried += 1
                connection.execute(f"UPDATE journal SET {name} = ? WHERE rowid = ?", (value, number))
        assert check_connection(connection, thorough=False).ok
    assert tried > 300


def changes(value: object, *, every: int):
    """Values that differ in one byte (a sample), in type, or in length."""
    if isinstance(value, int):
        yield from (value + 1, f"{value}x")
        return
    content = str(value).encode()
    for position in range(0, len(content), every):
        changed = content[:position] + bytes([content[position] ^ 1]) + content[position + 1 :]
        yield changed.decode("utf-8", "surrogateescape") if changed.isascii() else changed
    yield content  # the same bytes, but no text
    yield str(value) + "\0"


@pytest.mark.parametrize("row", [1, 5, 14])
def test_a_removed_row_is_found(project, tmp_path, row) -> None:
    path = copy_of(project, tmp_path / "t.metst")
    with closing(unlocked(path)) as connection:
        connection.execute("DELETE FROM journal WHERE rowid = ?", (row,))
        connection.commit()
    found = verify_project(path)
    if row < 14:
        assert found.first_broken == row
    else:
        assert found.ok, "a cut-off end that changed nothing is known to whoever kept the hash"
        assert verify_project(project).head not in found.heads


def test_a_whole_row_rewritten_with_a_right_hash_breaks_the_next(project, tmp_path) -> None:
    path = copy_of(project, tmp_path / "t.metst")
    with closing(unlocked(path)) as connection:
        row = dict(zip(COLUMNS, connection.execute("SELECT * FROM journal WHERE rowid = 6").fetchone(), strict=True))
        row["annotator"] = "Mallory"
        row["hash"] = row_hash(str(row[name]).encode() for name in COLUMNS[:-1])
        connection.execute("UPDATE journal SET annotator = :annotator, hash = :hash WHERE rowid = 6", row)
        connection.commit()
    assert verify_project(path).first_broken == 7


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE annotations SET data = replace(data, 'fear', 'happy')",
        "DELETE FROM verdicts",
        "INSERT INTO annotations SELECT 'x', data FROM annotations LIMIT 1",
        "UPDATE curves SET data = zeroblob(10)",
        "UPDATE annotations SET data = CAST(data AS BLOB)",
        "UPDATE annotations SET id = CAST(id AS BLOB)",
        "UPDATE settings SET data = '\"2\"'",
        "DELETE FROM curves",
        "UPDATE runs SET data = replace(data, 'classical', 'other')",
    ],
)
def test_a_table_changed_behind_the_journals_back_is_found(project, tmp_path, statement) -> None:
    path = copy_of(project, tmp_path / "t.metst")
    with closing(sqlite3.connect(path)) as connection:
        changed = connection.execute(statement).rowcount
        connection.commit()
    assert verify_project(path).ok is (changed == 0)


def test_the_journal_refuses_changes(project, tmp_path) -> None:
    path = copy_of(project, tmp_path / "t.metst")
    with closing(sqlite3.connect(path)) as connection:
        for statement in ("UPDATE journal SET at = ''", "DELETE FROM journal"):
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                connection.execute(statement)


def test_verify_says_what_is_wrong_and_exits_2(project, tmp_path, capsys) -> None:
    path = copy_of(project, tmp_path / "t.metst")
    head = verify_project(path).head
    assert main(["verify", str(path), "--no-videos", "--head", head]) == 0
    said = capsys.readouterr().out
    assert head in said
    assert "row 14 of 14" in said
    assert main(["verify", str(path), "--no-videos", "--head", "0" * 64]) == 2
    assert "No row of this journal" in capsys.readouterr().err
    assert main(["verify", str(path)]) == 2, "the video is not there"
    assert "is not at" in capsys.readouterr().err
    with closing(unlocked(path)) as connection:
        connection.execute("UPDATE journal SET at = '2020' WHERE rowid = 4")
        connection.commit()
    assert main(["verify", str(path), "--no-videos", "--json"]) == 2
    captured = capsys.readouterr()
    assert json.loads(captured.out)["first_broken"] == 4
    assert "Row 4 of the journal" in captured.err
    for bad in (tmp_path / "none.metst", Path(__file__)):
        assert main(["verify", str(bad)]) == 2
        assert capsys.readouterr().err.count("\n") == 1


def rewritten(path: Path, change) -> None:
    """The work of somebody who has the file: every row changed by `change`, and all hashes right again."""
    with closing(unlocked(path)) as connection:
        rows = [dict(zip(COLUMNS, row, strict=True)) for row in connection.execute("SELECT * FROM journal")]
        previous = GENESIS
        for row in rows:
            change(row)
            row["prev"] = previous
            previous = row["hash"] = row_hash(str(row[name]).encode() for name in COLUMNS[:-1])
            setters = ", ".join(f"{name} = :{name}" for name in COLUMNS)
            connection.execute(f"UPDATE journal SET {setters} WHERE rowid = :seq", row)
        connection.commit()


def test_verify_says_what_it_proves_and_what_only_a_kept_head_does(project, tmp_path, capsys) -> None:
    path = copy_of(project, tmp_path / "t.metst")
    kept = verify_project(path).head
    rewritten(path, lambda row: row.update(annotator="Mallory"))
    assert main(["verify", str(path), "--no-videos"]) == 0, "whoever has the file can write it anew"
    said = capsys.readouterr().out
    assert "does not prove that the whole journal was not written anew" in said
    assert "kept elsewhere" in said
    assert main(["verify", str(path), "--no-videos", "--head", kept]) == 2
    capsys.readouterr()
    assert main(["verify", str(project), "--no-videos", "--head", kept]) == 0
    assert "rows 1 to 14 are the ones whose head hash was kept" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        main(["verify", "--help"])
    told = " ".join(capsys.readouterr().out.split())
    assert "does not prove who made the file or when" in told
    assert "Only --head proves that" in told


def test_times_that_run_backwards_are_told(project, tmp_path, capsys) -> None:
    path = copy_of(project, tmp_path / "t.metst")
    assert verify_project(path).notes == ()

    def set_back(row) -> None:
        row["at"] = f"20{26 - (row['seq'] in (6, 9)):02d}-01-01T00:00:{row['seq']:02d}.000000+00:00"

    rewritten(path, set_back)
    found = verify_project(path)
    assert found.ok, "a clock that was set back is no damage"
    assert len(found.notes) == 1
    assert "2 rows, the first is row 6" in found.notes[0]
    assert main(["verify", str(path), "--no-videos"]) == 0
    assert "Times run backwards at 2 rows" in capsys.readouterr().out
    main(["verify", str(path), "--no-videos", "--json"])
    assert json.loads(capsys.readouterr().out)["notes"] == list(found.notes)


HOSTILE = {
    "a trigger that swallows": "CREATE TRIGGER x BEFORE INSERT ON verdicts BEGIN SELECT RAISE(IGNORE); END",
    "a trigger on the journal": "CREATE TRIGGER x AFTER INSERT ON journal BEGIN DELETE FROM verdicts; END",
    "a view": "CREATE VIEW x AS SELECT 1",
    "a view in a table's place": """
        DROP TABLE verdicts;
        CREATE VIEW verdicts AS
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS id, '' AS data FROM n""",
    "an index": "CREATE INDEX x ON annotations (data)",
    "an index with an expression": "CREATE INDEX x ON annotations (abs(data))",
    "a partial index": "CREATE INDEX x ON annotations (id) WHERE data > ''",
    "a further table": "CREATE TABLE x (y)",
    "a virtual table": "CREATE VIRTUAL TABLE x USING fts5(y)",
    "a further column": "ALTER TABLE verdicts ADD COLUMN y",
    "a generated column": "ALTER TABLE verdicts ADD COLUMN y GENERATED ALWAYS AS (length(data))",
    "the guard replaced": """
        DROP TRIGGER journal_no_DELETE;
        CREATE TRIGGER journal_no_DELETE BEFORE DELETE ON journal BEGIN SELECT RAISE(IGNORE); END""",
    "another collation": "DROP TABLE verdicts; CREATE TABLE verdicts (id TEXT COLLATE NOCASE PRIMARY KEY, data TEXT)",
}


@pytest.mark.parametrize("what", HOSTILE)
def test_what_metst_did_not_put_there_is_refused_in_one_sentence(project, tmp_path, capsys, what) -> None:
    path = copy_of(project, tmp_path / "t.metst")
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(HOSTILE[what])
    content = path.read_bytes()
    with pytest.raises(ProjectError, match="which METST did not put there"):
        verify_project(path)
    assert main(["verify", str(path)]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert path.read_bytes() == content


def test_a_small_curve_that_would_unpack_to_gigabytes_is_not_unpacked(project, tmp_path) -> None:
    path = copy_of(project, tmp_path / "t.metst")
    packer, bomb = zlib.compressobj(9), bytearray()
    for _ in range(256):
        bomb += packer.compress(bytes(1 << 20))
    bomb += packer.flush()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE curves SET data = ? WHERE name = 'score'", (bytes(bomb),))
        connection.commit()
    tracemalloc.start()
    found = verify_project(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "“score”" in found.problems[0]
    assert peak < 32 << 20


def test_verify_compares_the_videos(qapp, tmp_path, capsys) -> None:
    from engine.video import open_source
    from metst_gui.document.document import AnnotationDocument
    from metst_gui.document.file.opening import new_project
    from metst_gui.document.project import VideoRef

    clip = CLIPS["h264-gop15"].write(tmp_path / "clip", 60)
    opened = new_project(tmp_path / "p.metst")
    document = AnnotationDocument()
    document.open(opened.store, opened.state)
    with open_source(clip) as source:
        ref = VideoRef.of(source.info, content_of(clip))
    document.videos.add(ref, name="clip")
    opened.store.close()
    assert main(["verify", str(tmp_path / "p.metst")]) == 0
    assert "content and frame table" in capsys.readouterr().out
    content = bytearray(clip.read_bytes())
    content[len(content) // 2] ^= 1
    clip.write_bytes(bytes(content))
    assert main(["verify", str(tmp_path / "p.metst")]) == 2
    said = capsys.readouterr().err
    assert ref.sha256 in said
    assert content_digest(clip) in said


def test_the_digest_of_a_folder_sees_names_contents_and_order(tmp_path) -> None:
    def folder(name: str, files: dict[str, bytes]) -> str:
        (tmp_path / name).mkdir()
        for file, content in files.items():
            (tmp_path / name / file).write_bytes(content)
        return content_digest(tmp_path / name)

    first = folder("a", {"1.jpg": b"x", "2.jpg": b"y"})
    assert folder("b", {"2.jpg": b"y", "1.jpg": b"x"}) == first
    others = [{"1.jpg": b"y", "2.jpg": b"x"}, {"1.jpg": b"x"}, {"1.jpg": b"x", "3.jpg": b"y"}, {"1.jpg": b"xy"}]
    assert len({first, *(folder(f"o{n}", files) for n, files in enumerate(others))}) == 5
