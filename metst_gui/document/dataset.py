"""A project made of a data set: its videos, and its labels as the layer of an annotator of their own."""

from collections.abc import Iterable
from pathlib import Path

from engine.datasets.folder import MappedVideo
from engine.messages import Said
from engine.types import VideoInfo
from metst_gui.document.document import AnnotationDocument
from metst_gui.document.export import from_records
from metst_gui.document.file.errors import ProjectFileError
from metst_gui.document.file.forms import LABELS
from metst_gui.document.file.opening import new_project
from metst_gui.document.project import FIRST_LAYER, VideoRef


def labels_layer(file_name: str) -> str:
    """Name of the annotator that stands for a label file."""
    return f"{LABELS}{file_name}"


def make_project(path: Path, videos: Iterable[tuple[MappedVideo, VideoInfo]], *, labels: str, sha256: str) -> list[str]:
    """Write a new project with all videos and, in a layer of its own, the labels of each.

    Args:
        path: the project file; it must not be there yet.
        videos: what the labels name, and what is known of its frames.
        labels: name of the label file.
        sha256: its digest, for the journal.

    Returns:
        sentences about rows that cannot be annotations (out of order, behind the last frame, blinks).

    Raises:
        ProjectFileError: it is there already, or it cannot be written.
        ValueError: an annotation could not be stored.
    """
    if path.exists():
        raise ProjectFileError(Said("“{name}” is there already: open it, or choose another name.", name=path.name))
    opened = new_project(path)
    document = AnnotationDocument()
    refused: list[str] = []
    try:
        document.open(opened.store, opened.state)
        document.annotators.add(labels_layer(labels), blind=False, labels=labels)
        first = ""
        for mapped, info in videos:
            id_ = document.videos.add(VideoRef.of(info), name=mapped.video, subject=mapped.subject)
            first = first or id_
            document.show_video(id_)
            found, sentences = from_records(mapped.records, file_name=labels, n_frames=info.n_frames)
            refused += [f"{mapped.subject}/{mapped.video}: {sentence}" for sentence in sentences]
            document.import_annotations(found, source={"file": labels, "sha256": sha256})
        document.annotators.use(FIRST_LAYER)
        if first:
            document.show_video(first)
        document.flush()
    finally:
        opened.store.close()
    return refused
