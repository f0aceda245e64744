"""Which videos of a project the annotator in use has labelled."""

from metst_gui.document.document import AnnotationDocument
from metst_gui.document.project import Video


def other_videos(document: AnnotationDocument) -> list[tuple[Video, int]]:
    """The further videos of a project that have own annotations, with their number."""
    own = document.layer.id
    counted = [
        (one, len(document.view.annotations_of(own, one.id))) for one in document.videos if one != document.video
    ]
    return [(video, n) for video, n in counted if n]


def has_labels(document: AnnotationDocument) -> bool:
    """Whether there is anything to export: annotations or marks of the annotator in use, in any video."""
    own = document.layer.id
    marked = any(document.coding.marks_of(one.id, own) for one in document.videos)
    return bool(marked or document.view.annotations or other_videos(document))
