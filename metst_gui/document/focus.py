"""Which project is open, which of its videos is shown, and who works on it. Qt-free."""

from dataclasses import dataclass, field

from metst_gui.document.project import FIRST_LAYER, Layer, Video
from metst_gui.document.state import Book, ProjectState, Scope

NO_VIDEO = ""


@dataclass(slots=True)
class Focus:
    """The one place the parts of a document ask what they are about.

    Attributes:
        state: the open project.
        video_id: id of the video that is shown; `NO_VIDEO` before one was opened.
        layer_id: id of the layer of the annotator in use.
        veiled: whether the model's marks are hidden for a blind look.
    """

    state: ProjectState = field(default_factory=ProjectState)
    video_id: str = NO_VIDEO
    layer_id: str = FIRST_LAYER
    veiled: bool = False

    @property
    def video(self) -> Video | None:
        """The video that is shown; None before one was opened."""
        return self.state.videos.get(self.video_id)

    @property
    def videos(self) -> tuple[Video, ...]:
        """All videos of the project, in the order they were added."""
        return tuple(sorted(self.state.videos.values(), key=lambda one: (one.added, one.id)))

    @property
    def layer(self) -> Layer:
        """The layer of the annotator in use."""
        return self.state.layers[self.layer_id]

    @property
    def scope(self) -> Scope:
        """Video and layer that are worked on."""
        return self.video_id, self.layer_id

    @property
    def book(self) -> Book:
        """What the annotator in use says about the video that is shown."""
        return self.state.book(self.scope)
