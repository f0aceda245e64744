"""JSON files as whichever program wrote them."""

import json
from pathlib import Path
from typing import Any

from engine.datasets.text.encoding import read_text
from engine.errors import DatasetError
from engine.messages import Said


def load_json(path: Path) -> Any:
    """Content of a JSON file; NaN and infinities, which some programs write for what is not known, are null.

    Raises:
        DatasetError: no file, no text, or not JSON.
    """
    text = read_text(path).text
    try:
        return json.loads(text, parse_constant=lambda _: None)
    except (ValueError, RecursionError) as error:
        raise DatasetError(Said("“{name}” is not intact JSON; export it again.", name=path.name)) from error
