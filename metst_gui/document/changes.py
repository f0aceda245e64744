"""What a document tells of a change: one notice with flags, so that a listener looks once. Qt-free."""

from dataclasses import dataclass

from metst_gui.document.state import Scope

# Frame index (below zero: that of the item), kind (proposal or annotation; empty: neither) and id of what changed.
Place = tuple[int, str, str]
NO_FRAME = -1
# Where an adjudication of another video is shown.
FIRST_FRAME: Place = (0, "", "")


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed of what is shown.

    Attributes:
        annotations: annotations of the video and annotator in use were added, changed or removed.
        verdicts: verdicts of theirs were given or taken back; other proposals may be shown.
        proposals: other proposals are decoded.
        run: another analysis run is current.
        layer: another annotator works, or something was revealed.
        videos: a video was added, its names or place changed, or one that is not shown was analysed.
        statements: something was said of a whole video, or of the project.
        decoder: other decoder options were chosen, or their choice was taken back; what they find is told after it.
        curves: curves were brought in, or taken away.
        decisions: an adjudication was made or taken back.
        scope: video and layer it was made in; None: those that are shown, or the whole project.
        place: where in that video undo or redo is to be seen; None: the playhead stays. It is told when everybody has
            heard of the change, in a notice of its own.
    """

    annotations: bool = False
    verdicts: bool = False
    proposals: bool = False
    run: bool = False
    layer: bool = False
    videos: bool = False
    statements: bool = False
    decoder: bool = False
    curves: bool = False
    decisions: bool = False
    scope: Scope | None = None
    place: Place | None = None

    @property
    def items(self) -> bool:
        """Whether what is listed of the video may look different: its proposals, verdicts or annotations."""
        return self.annotations or self.verdicts or self.proposals
