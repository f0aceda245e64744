"""`metst verify`: is a project what its journal says, and are its videos the ones it was made with?

It says what it proves: a journal that verifies may still have been written anew as a whole.
"""

import argparse
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from engine.cli.terminal import say
from engine.errors import EngineError, ProjectError
from engine.journal import Verification, find_video, verify_project
from engine.journal.carried import CarriedJournal
from engine.journal.reader import MALFORMED, one_line

HELP = (
    "Check the journal of a project and the videos it was made with. This proves that no single row was changed, "
    "removed or put in, that the tables are what the rows say, and that the videos have the content that was noted. "
    "It does not prove who made the file or when, nor that it was not written anew as a whole: every hash would be "
    "right. Only --head proves that: with the head hash of a report that was kept elsewhere, out of reach of whoever "
    "has the file, all rows up to that one are the ones the report was made from."
)
EXAMPLE = "metst verify case_017.metst --head HASH_OF_THE_REPORT"
# Problems that are told in one message; --json tells all.
MOST = 5
WITHOUT_HEAD = (
    "what this proves: no row was changed, removed or put in alone. It does not prove that the whole journal was not "
    "written anew; only --head with a head hash that was kept elsewhere (a report, a second person) does."
)
WITH_HEAD = (
    "what this proves: rows 1 to {row} are the ones whose head hash was kept. What was added after them is proved by a "
    "later head hash only; keep the present one elsewhere."
)

WITH_CARRIED = (
    "what this proves: rows 1 to {row} of the other journal, which row {at} carries, are the ones whose head hash was "
    "kept."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("project", metavar="PROJECT", type=Path, help="project file (*.metst)")
    parser.add_argument("--head", default=None, help="head hash of a report, kept elsewhere: is it that of a row?")
    parser.add_argument("--no-videos", action="store_true", help="check the project file alone")
    parser.add_argument("--json", action="store_true", help="print the outcome as JSON")


def run(arguments: argparse.Namespace) -> None:
    """Print the outcome.

    Raises:
        ProjectError: something does not verify.
    """
    found = verify_project(arguments.project)
    problems = list(found.problems)
    try:
        videos = [] if arguments.no_videos else [_video(form, arguments.project) for form in _forms(found)]
    except MALFORMED as error:
        videos = []
        problems.append(f"A video of it cannot be read ({one_line(error)}).")
    problems += [f"{video['name']}: {video['problem']}" for video in videos if video["problem"]]
    row, carried = None, None
    if arguments.head is not None:
        row = found.heads.index(arguments.head) + 1 if arguments.head in found.heads else None
        carried = next(((one, at) for one in found.carried if (at := one.find(arguments.head)) is not None), None)
        if row is None and carried is None:
            problems.append("No row of this journal has the hash that was asked for.")
    if arguments.json:
        outcome: dict[str, Any] = {"rows": found.rows, "head": found.head, "first_broken": found.first_broken}
        outcome |= {
            "head_row": row,
            "merged": _merged(found),
            "videos": videos,
            "problems": problems,
            "notes": found.notes,
        }
        print(json.dumps(outcome, indent=2))
    else:
        _print(found, videos, row)
        if not problems:
            _print_proof(row, carried)
    if problems:
        more = f" {len(problems) - MOST} more problems are left out." if len(problems) > MOST else ""
        raise ProjectError(f"“{arguments.project}” does not verify. {' '.join(problems[:MOST])}{more}")


def _forms(found: Verification) -> list[Mapping[str, Any]]:
    return sorted(found.state["videos"].values(), key=lambda form: form["added"])


def _merged(found: Verification) -> list[dict[str, Any]]:
    """The journals that were merged in."""
    return [
        {"row": one.row, "common_rows": one.base, "rows": one.rows, "head": (one.heads or found.heads[: one.base])[-1]}
        for one in found.carried
    ]


def _print_proof(row: int | None, carried: tuple[CarriedJournal, int] | None) -> None:
    if row is None and carried is not None:
        say(WITH_CARRIED.format(row=carried[1], at=carried[0].row))
    else:
        say(WITHOUT_HEAD if row is None else WITH_HEAD.format(row=row))


def _print(found: Verification, videos: list[dict[str, str]], row: int | None) -> None:
    say(f"journal: {found.rows} rows verify, head {found.head}")
    if row is not None:
        say(f"the hash that was asked for is row {row} of {found.rows}")
    for one in found.carried:
        head = one.heads[-1] if one.heads else found.heads[one.base - 1]
        say(f"row {one.row} carries the journal of another copy: its {one.rows} rows verify, head {head}")
    for note in found.notes:
        say(f"note: {note}")
    for video in videos:
        say(f"video {video['name']}: {video['problem'] or video['checked']}")


def _video(form: Mapping[str, Any], project: Path) -> dict[str, str]:
    """Outcome for one video: content digest and frame table."""
    ref = form["ref"]
    outcome = {"name": Path(ref["path"]).name, "path": str(ref["path"]), "checked": "", "problem": ""}
    outcome |= {"sha256": "", "sha256_stored": str(ref["sha256"])}
    try:
        found = find_video(ref, project)
        if found.path is None or found.content is None:
            return {**outcome, "problem": f"it is not at “{ref['path']}” nor beside the project."}
        outcome |= {"path": str(found.path), "sha256": found.content.sha256}
        problem = found.problem(ref)
        if problem:
            return {**outcome, "problem": problem}
        table, count = _frame_table(found.path)
    except EngineError as error:
        return {**outcome, "problem": str(error)}
    if table == ref["table_digest"]:
        content = "content and frame table are" if found.same else "no content digest is stored; the frame table is"
        return {**outcome, "checked": f"{content} the ones the project was made with"}
    # The same bytes counted by other rules: a newer METST, or another version of libav.
    if found.same and count == ref["n_frames"]:
        return {**outcome, "checked": "content is the one the project was made with; its frame times are told anew"}
    problem = f"its frame table is not the one the project was made with ({count} frames, then {ref['n_frames']})."
    return {**outcome, "problem": problem}


def _frame_table(path: Path) -> tuple[str, int]:
    """Digest of the frame table, and number of frames."""
    from engine.video import open_source

    with open_source(path) as source:
        return source.info.table_digest, source.info.n_frames
