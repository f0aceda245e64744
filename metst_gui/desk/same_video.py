"""Whether an opened source is the video a project tells of. No widgets."""

from pathlib import Path

from engine.content import Content
from engine.types import VideoInfo
from metst_gui.document.project import VideoRef
from metst_gui.language import mark, tr

FRAMES, SIZE, CONTENT = mark("frames differ"), mark("size differs"), mark("content differs")
# Hex digits of a digest in a line of the window.
SHOWN_DIGITS = 16
CHANGED = mark("“{name}” was changed while it was being opened: open it again.")


def difference(ref: VideoRef, info: VideoInfo, *, same: bool | None) -> str:
    """What differs between a source and the video a project tells of, in English, for `tr`; empty: nothing.

    Args:
        ref: what the project tells.
        info: the opened source.
        same: whether its content is that of the video; None: not proved. Equal bytes are the video, by whatever rules
            their frames are counted; frame table and size decide where no digest can.
    """
    if same is not None:
        return "" if same else CONTENT
    if ref.fast:
        return ""
    if ref.table_digest != info.table_digest:
        return FRAMES
    return SIZE if ref.size_bytes != info.size_bytes else ""


def digests(content: Content, ref: VideoRef) -> str:
    """Both identities, for a sentence: their beginnings, which fit into a line."""
    now, before = _both(content, ref)
    return tr("sha256 {now}, that of the project {before}", now=_short(now), before=_short(before))


def in_full(content: Content | None, ref: VideoRef) -> str:
    """A sentence with both identities whole, for the end of a message; empty where nothing could be read."""
    if content is None:
        return ""
    now, before = _both(content, ref)
    return tr(" In full: {now}; {before}.", now=now, before=before)


def _both(content: Content, ref: VideoRef) -> tuple[str, str]:
    now = content.sha256 or tr("{fast} (fast digest)", fast=content.fast)
    before = ref.sha256 or (tr("{fast} (fast digest)", fast=ref.fast) if ref.fast else "")
    return now, before or tr("unknown ({size} bytes)", size=ref.size_bytes)


def _short(digest: str) -> str:
    return digest if len(digest) < SHOWN_DIGITS + 30 else f"{digest[:SHOWN_DIGITS]}…"


def another_file(path: Path, content: Content, ref: VideoRef) -> str:
    """That other content lies where a video lay."""
    said = tr(
        "“{name}” is another file than the one that lay there before ({digests}).",
        name=path.name,
        digests=digests(content, ref),
    )
    return said + in_full(content, ref)


def refusal(name: str, differs: str, content: Content | None, ref: VideoRef) -> str:
    """Why a source that was found may not stand for the video."""
    both = "" if content is None else f" ({digests(content, ref)})"
    said = tr(
        "“{name}” is not the video this project was made with: its {differs}{digests}. Find the original video and put "
        "it beside the project.",
        name=name,
        differs=tr(differs),
        digests=both,
    )
    return said + in_full(content, ref)


def wrong_number(ref: VideoRef, info: VideoInfo) -> str:
    """Why a source the user chose may not stand for the video; empty: the user may decide."""
    if ref.n_frames == info.n_frames:
        return ""
    return tr(
        "“{name}” has {n} frames, the video of this project {wanted}: it is another one, and every frame number would "
        "be wrong. Choose another file.",
        name=info.path.name,
        n=info.n_frames,
        wanted=ref.n_frames,
    )


def question(info: VideoInfo, differs: str, content: Content | None, ref: VideoRef) -> str:
    """What the user is asked where another file has as many frames."""
    both = "" if content is None else f" ({digests(content, ref)})"
    return tr(
        "“{name}” is not the file this project was made with: its {differs}{digests}. It has as many frames ({n}), as "
        "a copy in another format would. Frame numbers of annotations are right only if every frame is the same "
        "picture. Use it all the same? The journal tells of it.",
        name=info.path.name,
        differs=tr(differs),
        digests=both,
        n=info.n_frames,
    )
