"""How statements are named in the table of settings: what kind of thing each part of a name stands for."""

from collections.abc import Mapping

# First part of a name -> what its other parts are; a name of another form is a setting of the project.
TOPIC_PARTS: Mapping[str, tuple[str, ...]] = {
    "artefacts": ("video",),
    "emotion": ("video", "layer", "proposal"),
    "looked": ("video", "layer"),
    "complete": ("video", "layer"),
    "face": ("video",),
    "model": ("video",),
    "mark": ("video", "layer", "id"),
    "sensitivity": ("video", "run"),
    "checked": ("video", "layer", "annotation"),
    "conflict": ("id",),
}


def parts_of(key: str) -> tuple[str, tuple[str, ...]]:
    """First part of a name and the others; no others where it is a setting of the project."""
    name, slash, rest = key.partition("/")
    expected = TOPIC_PARTS.get(name, ())
    parts = tuple(rest.split("/", len(expected) - 1)) if slash and expected else ()
    return (name, parts) if parts and len(parts) == len(expected) else (key, ())
