"""Is what lies at the place of a project's video that video? Decided by the bytes alone (ADR 0019)."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.content import Content, content_of, former_digest
from engine.journal.reader import places
from engine.messages import Said, template

OTHER = template(
    "“{path}” is another file than the one the project was made with: its content has the sha256 {now}, that of the "
    "project has {stored}. Put the original there, or use File, Find moved video…"
)


@dataclass(frozen=True, slots=True)
class FoundVideo:
    """What lies where a video of a project should be.

    Attributes:
        path: the first place that holds the video, else the first that holds anything; None: nothing is there.
        content: of what lies there, with its full digest; None: nothing is there.
        same: whether it is the video; None: the project keeps nothing that could prove it (older versions).
    """

    path: Path | None = None
    content: Content | None = None
    same: bool | None = None

    def problem(self, ref: Mapping[str, Any]) -> str:
        """One sentence with both digests where other content lies there; else empty."""
        if self.same is not False or self.content is None:
            return ""
        return Said(OTHER, path=self.path, now=self.content.sha256, stored=stored_digest(ref))


def find_video(ref: Mapping[str, Any], project: Path) -> FoundVideo:
    """Look at every place where a video may be; reads whole files.

    Args:
        ref: stored form of the video's reference.
        project: the project file.

    Raises:
        SourceError: what lies there cannot be read.
    """
    found = FoundVideo()
    for path in places(ref, project):
        if not path.exists():
            continue
        content = content_of(path, full=True)
        same = is_same(ref, content, path)
        if same:
            return FoundVideo(path, content, same)
        if found.path is None or (found.same is False and same is None):
            found = FoundVideo(path, content, same)
    return found


def is_same(ref: Mapping[str, Any], content: Content, path: Path) -> bool | None:
    """Whether content is that of a stored reference; None: not proved, either way.

    Args:
        ref: stored form; those of older versions keep no fast digest, perhaps no digest at all.
        content: of what lies at `path`.
        path: asked again for the digest older versions gave a folder.
    """
    if not ref.get("fast"):
        if not ref.get("sha256"):
            return None if content.size_bytes == ref["size_bytes"] else False
        if content.sha256 and path.is_dir():
            return ref["sha256"] in {content.sha256, former_digest(path)}
    stored = Content(int(ref["size_bytes"]), str(ref.get("fast") or ""), str(ref.get("sha256") or ""))
    if stored.differs(content):
        return False
    return True if stored.is_proved(content) else None


def stored_digest(ref: Mapping[str, Any]) -> str:
    """What a sentence says of the content a project was made with."""
    if ref.get("sha256"):
        return str(ref["sha256"])
    if ref.get("fast"):
        return Said("not computed (its fast digest is {stored})", stored=ref["fast"])
    return Said("not kept, and another size ({stored} bytes)", stored=ref["size_bytes"])
