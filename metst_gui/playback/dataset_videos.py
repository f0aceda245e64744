"""Opens the videos of a data set one after the other, to learn of their frames."""

from collections.abc import Iterator

from engine.datasets.folder import DatasetFolder, MappedVideo, frame_rate
from engine.errors import EngineError
from engine.types import VideoInfo
from engine.video import open_source


def dataset_videos(folder: DatasetFolder) -> Iterator[tuple[MappedVideo, VideoInfo | str]]:
    """Each video of the labels with what is known of its frames, or with the sentence why it cannot be opened."""
    for mapped in folder.videos:
        try:
            with open_source(mapped.path, fps=frame_rate(mapped.records[0])) as source:
                yield mapped, source.info
        except EngineError as error:
            yield mapped, str(error)
