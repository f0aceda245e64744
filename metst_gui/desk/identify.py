"""Which video a file is, before anything of it is shown or decided on; runs in the digest thread. No widgets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from engine.content import AT_ONCE_BYTES, Content, Stop, content_of
from engine.errors import SourceError
from engine.journal import is_same
from metst_gui.document.project import VideoRef


@dataclass(frozen=True, slots=True)
class Identified:
    """What was found out.

    Attributes:
        path: the file or folder.
        content: its identity; None: it could not be read, which opening it says better.
        same: of a video that was looked for: whether this is it; None: not proved (a large file of which the fast
            digest is equal, or a project of an older version).
        upgraded: identity of videos of the project that kept none, by id; those that are at their place.
    """

    path: Path
    content: Content | None
    same: bool | None = None
    upgraded: Mapping[str, Content] = field(default_factory=dict)

    def is_video(self, id_: str, ref: VideoRef) -> bool:
        """Whether it is a video of the project; a fast digest decides where the full one is not known yet."""
        known = self.upgraded.get(id_, ref.content)
        if self.content is None or not (known.fast or known.sha256):
            return False
        return self.content.is_proved(known) or (not self.content.differs(known) and self.content.fast == known.fast)


def has_content(ref: VideoRef, content: Content, path: Path) -> bool | None:
    """Whether content is that of a reference, as `engine.journal.is_same`."""
    return is_same({"size_bytes": ref.size_bytes, "fast": ref.fast, "sha256": ref.sha256}, content, path)


def identify(path: Path, others: Mapping[str, VideoRef], *, prove: bool, stop: Stop) -> Identified:
    """Identity of a file, and of the videos of a project it may be.

    Args:
        path: the file or folder.
        others: the videos, by id.
        prove: whether a fast digest that is equal is not enough.
        stop: asked often; True gives up.
    """
    try:
        content = content_of(path, stop=stop)
        alike = {id_: ref for id_, ref in others.items() if _may_be(ref, content)}
        is_old = any(ref.sha256 and not ref.fast for ref in alike.values())
        if not content.sha256 and ((prove and alike) or is_old):
            content = content_of(path, full=True, stop=stop)
    except SourceError:
        return Identified(path, None)
    upgraded: dict[str, Content] = {}
    for id_, ref in alike.items():
        if ref.sha256 and (ref.fast or not path.is_dir()):
            continue
        try:
            upgraded[id_] = content_of(ref.path, full=bool(content.sha256), stop=stop)
        except SourceError:
            continue
    return Identified(path, content, upgraded=upgraded)


def _may_be(ref: VideoRef, content: Content) -> bool:
    if ref.size_bytes != content.size_bytes:
        return False
    return not ref.fast or ref.fast == content.fast


def locate(candidates: Sequence[Path], ref: VideoRef, *, stop: Stop) -> Identified:
    """The first of several places that holds a video of a project, else what lies at the first one.

    Args:
        candidates: places where something lies, the most probable first.
        ref: the video.
        stop: asked often; True gives up.
    """
    found: Identified | None = None
    for path in candidates:
        try:
            content = content_of(path, full=_wanted(path, ref), stop=stop)
        except SourceError:
            continue
        one = Identified(path, content, has_content(ref, content, path))
        if one.same:
            return one
        if found is None or (found.same is False and one.same is None):
            found = one
    return found if found is not None else Identified(candidates[0], None)


def _wanted(path: Path, ref: VideoRef) -> bool | None:
    """Whether the full digest is needed: a file elsewhere than noted has no other proof where no fast digest is."""
    if ref.fast or ref.size_bytes <= AT_ONCE_BYTES or not ref.sha256:
        return None
    return True if path != ref.path else None


@dataclass(frozen=True, slots=True)
class Proved:
    """All bytes of a video that is shown were read.

    Attributes:
        id: of the video in the project.
        path: the file or folder.
        content: its identity, with the full digest.
        same: whether it is what the project kept; None: it kept nothing that could tell.
    """

    id: str
    path: Path
    content: Content
    same: bool | None


def prove(id_: str, path: Path, ref: VideoRef, *, stop: Stop) -> Proved:
    """Read a video whole.

    Raises:
        SourceError: it cannot be read.
    """
    content = content_of(path, full=True, stop=stop)
    return Proved(id_, path, content, has_content(ref, content, path))
