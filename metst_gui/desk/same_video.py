"""Whether an opened source is the video a project tells of. No widgets."""

from engine.types import VideoInfo
from metst_gui.document.project import VideoRef
from metst_gui.language import mark, tr

FRAMES, SIZE, CONTENT = mark("frames differ"), mark("size differs"), mark("content differs")


def difference(ref: VideoRef, info: VideoInfo, *, content: bool) -> str:
    """What differs between a source and the video a project tells of, in English, for `tr`; empty: nothing.

    Args:
        ref: what the project tells.
        info: the opened source.
        content: whether their content digests are known to differ.
    """
    if ref.table_digest != info.table_digest:
        return FRAMES
    if ref.size_bytes != info.size_bytes:
        return SIZE
    return CONTENT if content else ""


def refusal(info: VideoInfo, differs: str) -> str:
    """Why a source that was found may not stand for the video."""
    return tr(
        "“{name}” is not the video this project was made with: its {differs}. Find the original video and put it "
        "beside the project.",
        name=info.path.name,
        differs=tr(differs),
    )


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


def question(info: VideoInfo, differs: str) -> str:
    """What the user is asked where another file has as many frames."""
    return tr(
        "“{name}” is not the file this project was made with: its {differs}. It has as many frames ({n}), as a copy in "
        "another format would. Frame numbers of annotations are right only if every frame is the same picture. Use it "
        "all the same? The journal tells of it.",
        name=info.path.name,
        differs=tr(differs),
        n=info.n_frames,
    )
