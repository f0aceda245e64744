"""The one way into a video file or a folder of images.

What decodes them (PyAV, OpenCV) is loaded when the first one is opened, so that a window starts without it.
"""

from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from engine.content import IMAGE_SUFFIXES
from engine.errors import SourceError
from engine.messages import Said
from engine.types import VideoInfo
from engine.video.frame import Frame
from engine.video.opening import NOBODY, Opening
from engine.video.tiff_pages import TIFF_SUFFIXES, picture_pages


class Source(Protocol):
    """Frames of one video file or image folder. Not thread-safe: one a thread."""

    @property
    def info(self) -> VideoInfo:
        """What is known of the source."""

    def read(self, index: int) -> Frame:
        """The frame `index`, exactly.

        Raises:
            IndexError: `index` is not in ``[0, info.n_frames)``.
        """

    def frames(self, start: int = 0, stop: int | None = None) -> Iterator[Frame]:
        """Frames ``[start, stop)`` in order, decoded in one go; `stop` None is the end."""

    def decode_start(self, index: int) -> int:
        """First frame index that has to be decoded, from where the source stands, to show `index`."""

    def twin(self) -> "Source":
        """The same frames once more, opened at once: reading there does not move the decoding here.

        Raises:
            SourceError: the file is gone.
        """

    def close(self) -> None:
        """Release the file; may be called more than once."""

    def __enter__(self) -> Self:
        """The source itself."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""


def open_source(path: Path, *, fps: float | None = None, opening: Opening = NOBODY) -> Source:
    """Open a video file, a folder of images, or a TIFF file of several pages.

    Args:
        path: the file, or the folder.
        fps: frame rate in Hz at which the frames were recorded: of a folder of images 30 where None; of a video file in
            place of its own times, which raw streams do not have and slow-motion files stretch.
        opening: hears of the first picture and the progress where opening takes a while.

    Raises:
        OpeningCancelledError: `opening` said so.
        SourceError: nothing there that can be shown; the message says why and what to do.
    """
    try:
        if path.is_dir():
            return _image_folder(path, fps)
        if not path.exists():
            raise SourceError(
                Said("“{name}” does not exist: check the path, or whether the drive is connected.", name=path.name)
            )
        if not path.is_file():
            raise SourceError(
                Said(
                    "“{name}” is a device, not a recording: choose a video file or a folder of images.", name=path.name
                )
            )
    except PermissionError:
        raise SourceError(
            Said("“{name}” may not be read: ask its owner for permission, or copy it.", name=path.name)
        ) from None
    except OSError:
        raise SourceError(Said("“{name}” cannot be read: check the path and the drive.", name=path.name[:80])) from None
    if path.suffix.lower() in TIFF_SUFFIXES and len(picture_pages(path)) > 1:
        return _image_folder(path, fps)
    if path.suffix.lower() in IMAGE_SUFFIXES:
        raise SourceError(
            Said("“{name}” is a single picture: open the folder that holds the pictures instead.", name=path.name)
        )
    from engine.video.video_file import VideoFile

    return VideoFile(path, opening=opening, fps=fps)


def _image_folder(path: Path, fps: float | None) -> Source:
    from engine.video.image_folder import ImageFolder

    return ImageFolder(path, fps=fps)


def same_source(source: Source, info: VideoInfo) -> Source:
    """A source that was opened once more, where it is still the one that is known.

    Raises:
        SourceError: its bytes are others by now; it is closed.
    """
    if source.info.fast_digest != info.fast_digest:
        source.close()
        raise SourceError(Said("“{name}” was changed since it was opened: open it again.", name=info.path.name))
    return source
