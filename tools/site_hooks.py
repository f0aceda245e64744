"""What the site needs besides `mkdocs.yml`: pages of a folder in the contents, and pictures of layers without a script.

mkdocs reads this file by its path; nothing imports it but its tests.
"""

import re
from html import escape
from pathlib import Path
from typing import Any

# Folders that stand in the contents by their name: every page of theirs, in the order of the names.
FOLDERS = ("adr",)
_MERMAID = re.compile(r"^```mermaid\n(.*?)^```$", re.M | re.S)
_BAND = re.compile(r'^ *subgraph \w+\["(.*)"\]$')
_ROOM = re.compile(r'^ *\w+\["(.*)"\]$')


def on_config(config: Any) -> Any:
    """List the pages of the folders that the contents name."""
    config["nav"] = with_folders(config["nav"], Path(config["docs_dir"]))
    return config


def on_page_markdown(text: str, **_of_the_page: Any) -> str:
    """Draw the bands of an architecture as HTML: Mermaid would fetch a script from a server."""
    return _MERMAID.sub(lambda found: bands(found[1]), text)


def with_folders(nav: Any, docs: Path) -> Any:
    """Contents in which the name of a folder is replaced by its pages."""
    if isinstance(nav, list):
        return [with_folders(one, docs) for one in nav]
    if isinstance(nav, dict):
        return {title: with_folders(one, docs) for title, one in nav.items()}
    if nav in FOLDERS:
        return [f"{nav}/{path.name}" for path in sorted((docs / nav).glob("*.md")) if "." not in path.stem]
    return nav


def bands(drawing: str) -> str:
    """Flowchart of layers, as `tools.architecture` writes it, as HTML: a band a layer, the highest first."""
    lines = ['<div class="bands">']
    for line in drawing.splitlines():
        band, room = _BAND.match(line), _ROOM.match(line)
        if band:
            lines.append(f'<div class="band" title="{escape(band[1])}">')
        elif room:
            lines.append(f"<span>{escape(room[1])}</span>")
        elif line.strip() == "end":
            lines.append("</div>")
    return "\n".join([*lines, "</div>"])
