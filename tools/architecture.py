"""Draws the rooms and their arrows: ``python -m tools.architecture`` writes the pictures of docs/architecture.md again.

Both are drawn from the layer contracts that import-linter checks (``pyproject.toml``): a box is a room, a band a layer,
and an arrow says that the upper band may import the lower one. Rooms of a band that may not import one another are
joined by no line.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tools.house_check import ROOT, contracts

PAGE = ROOT / "docs" / "architecture.md"
START, END = "<!-- drawn by tools/architecture.py -->", "<!-- end of what is drawn -->"


def picture(contract: Mapping[str, Any]) -> Iterator[str]:
    """Lines of a Mermaid flowchart of a layer contract, the highest layer first."""
    yield "```mermaid"
    yield "flowchart TB"
    for number, layer in enumerate(contract["layers"]):
        rooms = [room.strip() for room in layer.replace("|", ":").split(":")]
        yield f'    subgraph layer{number}["{_title(layer)}"]'
        yield "        direction LR"
        yield from (f'        {room.replace(".", "_")}["{room}"]' for room in rooms)
        yield "    end"
    yield from (f"    layer{number} --> layer{number + 1}" for number in range(len(contract["layers"]) - 1))
    yield "```"


def _title(layer: str) -> str:
    return "never one another" if "|" in layer else " "


def drawn() -> str:
    """Everything between the marks of the page."""
    lines = [START]
    for contract in contracts():
        if contract["type"] == "layers":
            lines += ["", f"**{contract['name']}**", "", *picture(contract)]
    return "\n".join([*lines, "", END])


def page(text: str) -> str:
    """The page with its pictures drawn again.

    Raises:
        ValueError: the page has no marks.
    """
    before, _, rest = text.partition(START)
    _, found, after = rest.partition(END)
    if not found:
        raise ValueError(f"the page needs the lines {START} and {END}")
    return f"{before}{drawn()}{after}"


def main(path: Path = PAGE) -> None:
    """Draw the pictures of the page again."""
    path.write_text(page(path.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
