"""A drag is one edit, stored when it ends."""

from dataclasses import dataclass

from metst_gui.document.annotation import Annotation
from metst_gui.document.history import Edit

# A drag is stored when it ends; where nobody says that it ended, after this rest.
DRAG_REST_MS = 400
RETRY_MS = 5000


@dataclass(slots=True)
class Drag:
    """A drag that goes on.

    Attributes:
        token: which one.
        start: the annotation before it.
        text: what the journal calls it.
        before, after: the edit so far.
        stored: True once nothing of it is left to be stored.
    """

    token: object
    start: Annotation
    text: str
    before: Edit
    after: Edit
    stored: bool = False
