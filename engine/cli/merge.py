"""`metst merge`: two copies of a project, or two projects over the same videos, as one."""

import argparse
import json
from dataclasses import asdict
from pathlib import Path

from engine.cli.terminal import say
from engine.errors import ProjectError
from engine.journal.came_in import CameIn
from engine.journal.conflicts import MergeConflict, conflicts_of
from engine.journal.merge_files import MergedProject, merge_projects
from engine.journal.reader import MALFORMED, one_line

HELP = (
    "Merge two copies of a project, or two projects over the same videos (by their content), into a third file; both "
    "stay as they are. Nothing is lost: what only one side changed is taken from it; where both answered differently, "
    "the later answer is in effect and the other is kept and listed, to be decided in the window (File, Merged "
    "answers…). The new file keeps both journals: metst verify checks both, and --head finds head hashes of both."
)
# What came in -> how it is counted.
COUNTED = {
    "annotations": "annotation(s)",
    "verdicts": "verdict(s)",
    "decisions": "adjudication(s)",
    "runs": "analysis run(s)",
    "marks": "mark(s) on own tiers",
    "finalised": "statement(s) that nothing else is there",
    "looked": "frame(s) looked at",
}
EXAMPLE = "metst merge case_017.metst case_017_anna.metst --out case_017_both.metst"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("first", metavar="A", type=Path, help="a project file (*.metst)")
    parser.add_argument("second", metavar="B", type=Path, help="the other project file")
    parser.add_argument("--out", metavar="C", type=Path, required=True, help="the merged project, a new file")
    parser.add_argument("--by", default="", metavar="NAME", help="who merges, for the journal")
    parser.add_argument("--json", action="store_true", help="print the outcome as JSON")


def run(arguments: argparse.Namespace) -> None:
    """Merge, and print what is to be decided.

    Raises:
        ProjectError: they cannot be merged.
    """
    tell(
        merge_projects(arguments.first, arguments.second, arguments.out, annotator=arguments.by), as_json=arguments.json
    )


def tell(merged: MergedProject, *, as_json: bool) -> None:
    """Print what was merged, what came in, and what is to be decided.

    Raises:
        ProjectError: an entry cannot be read.
    """
    try:
        conflicts = conflicts_of(merged.state)
        if as_json:
            print(json.dumps(_outcome(merged, conflicts), indent=2))
        else:
            _print(merged, conflicts)
    except MALFORMED as error:
        raise ProjectError(f"“{merged.path}” was written, but an entry cannot be read ({one_line(error)}).") from error


def _outcome(merged: MergedProject, conflicts: tuple[MergeConflict, ...]) -> dict[str, object]:
    told = ("key", "video", "layer", "frame", "what", "now", "other", "at")
    return {
        "path": str(merged.path),
        "head": merged.head,
        "heads": merged.heads,
        "common_rows": merged.common,
        "came_in": [asdict(one) for one in merged.came_in],
        "conflicts": [{name: getattr(one, name) for name in told} for one in conflicts],
    }


def _named(brought: CameIn) -> str:
    return "/".join(part for part in (brought.subject, brought.video) if part)


def _print(merged: MergedProject, conflicts: tuple[MergeConflict, ...]) -> None:
    say(f"merged: {merged.path}, head {merged.head}")
    say(f"both journals begin with the same {merged.common} rows; their heads were {' and '.join(merged.heads)}")
    for brought in merged.came_in:
        counts = ", ".join(f"{n} {COUNTED[name]}" for name, n in brought.counts.items())
        say(f"came in of {_named(brought)}: {counts or 'nothing new'}")
    videos, layers = merged.state["videos"], merged.state["layers"]
    for one in conflicts:
        video = Path(videos[one.video]["ref"]["path"]).name if one.video in videos else ""
        where = [video, "" if one.frame is None else f"frame {one.frame}"]
        where += [str(layers[one.layer]["name"]) if one.layer in layers else ""]
        say(f"to be decided: {one.what} ({', '.join(part for part in where if part)}): {one.now}; not: {one.other}")
    say(f"{len(conflicts)} to be decided" if conflicts else "nothing to be decided")
