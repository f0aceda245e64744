"""The videos of a project: added, named, found again; stored at once, and not undone."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import overload

from typing_extensions import override

from engine.clock import Clock, steady
from engine.content import source_name
from engine.messages import Said
from metst_gui.document.annotation import new_id
from metst_gui.document.changes import Changes
from metst_gui.document.file.forms import entry_to
from metst_gui.document.focus import Focus
from metst_gui.document.ledger import Ledger
from metst_gui.document.project import Video, VideoRef
from metst_gui.document.state import forget_videos, forms_of_videos

# Of a data set, the folders of a video tell part, subject and camera.
FOLDERS = 3


class Videos(Sequence[Video]):
    """All videos of the project, in the order they were added.

    Args:
        focus: the project.
        ledger: stores every change.
        tell: told of every change.

    Attributes:
        clocks: when the frames of the videos that were opened were recorded, by the id of the video.
    """

    def __init__(self, focus: Focus, ledger: Ledger, tell: Callable[[Changes], None]) -> None:
        self.clocks: dict[str, Clock] = {}
        self._focus = focus
        self._ledger = ledger
        self._tell = tell
        self._first: list[Callable[[], None]] = []

    @override
    def __iter__(self) -> Iterator[Video]:
        return iter(self._focus.videos)

    @override
    def __len__(self) -> int:
        return len(self._focus.state.videos)

    @overload
    def __getitem__(self, index: int) -> Video: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Video]: ...

    @override
    def __getitem__(self, index: int | slice) -> Video | Sequence[Video]:
        return self._focus.videos[index]

    def clock_of(self, video: Video) -> Clock:
        """When the frames of a video were recorded: as its file tells, else evenly spaced at its mean rate."""
        return self.clocks.get(video.id) or steady(video.ref.fps)

    def frames(self, id_: str) -> int:
        """Number of frame indices of a video; 0 where there is no such video."""
        video = self._focus.state.videos.get(id_)
        return 0 if video is None else video.ref.n_frames

    def add(self, ref: VideoRef, *, name: str, subject: str = "") -> str:
        """Add a video to the project, without showing it.

        Returns:
            its id.

        Raises:
            EditRefusedError: it could not be stored.
        """
        id_ = new_id()
        added = 1 + max((one.added for one in self._focus.state.videos.values()), default=0)
        self.put("add video", Video(id_, ref, subject, name, added=added))
        self._tell(Changes(videos=True))
        return id_

    def add_all(self, refs: Sequence[VideoRef]) -> list[str]:
        """Add videos to the project as one change, each named after its file; none is shown.

        Returns:
            their ids, in the order given.

        Raises:
            EditRefusedError: they could not be stored; nothing changes.
        """
        taken = {one.name for one in self._focus.state.videos.values()}
        added = max((one.added for one in self._focus.state.videos.values()), default=0)
        new: list[Video] = []
        for number, ref in enumerate(refs, start=1):
            name = free_name(ref.path, taken)
            taken.add(name)
            new.append(self._ledger.located(Video(new_id(), ref, name=name, added=added + number)))
        before: dict[str, None] = {one.id: None for one in new}
        forms = {one.id: entry_to(one) for one in new}
        self._ledger.commit("add videos", "videos", {"videos": before}, {"videos": forms})
        self._focus.state.videos.update({one.id: one for one in new})
        self._tell(Changes(videos=True))
        return list(forms)

    def name(self, *, subject: str | None = None, video_name: str | None = None) -> None:
        """Set the names of the video that is shown, for exports; None leaves one as it is.

        Raises:
            EditRefusedError: they could not be stored.
        """
        video = self._focus.video
        if video is None:
            return
        named = replace(
            video,
            subject=video.subject if subject is None else subject,
            name=video.name if video_name is None else video_name,
        )
        if named != video:
            self.put("name video", named)
            self._tell(Changes(videos=True))

    def set_subject(self, ids: Collection[str], subject: str) -> None:
        """Say whom these videos show, as one change.

        Raises:
            EditRefusedError: it could not be stored; nothing changes.
        """
        videos = self._focus.state.videos
        named = [replace(videos[id_], subject=subject) for id_ in ids if id_ in videos]
        changed = [one for one in named if one != videos[one.id]]
        if not changed:
            return
        before = {one.id: entry_to(videos[one.id]) for one in changed}
        after = {one.id: entry_to(one) for one in changed}
        self._ledger.commit("name video", f"videos/{changed[0].id}", {"videos": before}, {"videos": after})
        videos |= {one.id: one for one in changed}
        self._tell(Changes(videos=True))

    def before_removal(self, act: Callable[[], None]) -> None:
        """Call this before videos are removed: what was done to them cannot be undone any more."""
        self._first.append(act)

    def remove(self, ids: Collection[str]) -> None:
        """Take videos out of the project with all that anybody said of them; the journal keeps what that was.

        Args:
            ids: which; not the one that is shown.

        Raises:
            ValueError: the video that is shown is one of them, or it could not be stored; nothing changes.
        """
        state, gone = self._focus.state, [id_ for id_ in ids if id_ in self._focus.state.videos]
        if self._focus.video_id in gone:
            raise ValueError(Said("The video that is open cannot be removed: open another one first."))
        if not gone:
            return
        for act in self._first:
            act()
        before = forms_of_videos(state, gone)
        after = {kind: dict.fromkeys(rows) for kind, rows in before.items()}
        self._ledger.commit("remove video", f"videos/{gone[0]}", before, after)
        forget_videos(state, gone)
        self._tell(Changes(videos=True))

    def relink(self, id_: str, ref: VideoRef, *, proved: bool = False) -> None:
        """Note where a video lies now, its content digests, its frame table, or the frame rate that was given.

        Args:
            id_: which video.
            ref: what is known of it now; what is not known stays.
            proved: whether the digests were compared already, by the rules of the version that kept the older ones.

        Raises:
            ValueError: other content lies there; `replace_file` is for that.
        """
        video = self._focus.state.videos[id_]
        if video.ref.content.differs(ref.content) and not proved:
            raise ValueError(Said("Another file lies there."))
        if video.ref.sha256 and not video.ref.fast and not ref.sha256:
            ref = replace(ref, fast="")  # digests of two versions are no identity together
        known = {name: getattr(ref, name) or getattr(video.ref, name) for name in ("sha256", "fast", "table_digest")}
        moved = replace(video.ref, path=ref.path, size_bytes=ref.size_bytes, fps=ref.fps, **known)
        moved = replace(moved, rate_given=ref.rate_given)
        if moved != video.ref and not self._ledger.read_only:
            self.put("note video", replace(video, ref=moved))
            self._tell(Changes(videos=True))

    def replace_file(self, id_: str, ref: VideoRef) -> None:
        """Let another file stand for a video, on the user's word; the journal tells of both.

        Raises:
            EditRefusedError: it could not be stored.
        """
        if not self._ledger.read_only:
            self.put("replace video file", replace(self._focus.state.videos[id_], ref=ref))
            self._tell(Changes(videos=True))

    def put(self, action: str, video: Video) -> None:
        """Store a video as it is from now on.

        Args:
            action: what the journal calls it.
            video: in place of the one with its id.

        Raises:
            EditRefusedError: it could not be stored; nothing changes.
        """
        before = self._focus.state.videos.get(video.id)
        forms = {video.id: None if before is None else entry_to(before)}
        stored = self._ledger.located(video)
        self._ledger.commit(action, f"videos/{video.id}", {"videos": forms}, {"videos": {video.id: entry_to(stored)}})
        self._focus.state.videos[video.id] = stored


def free_name(path: Path, taken: Collection[str]) -> str:
    """Name of a new video in exports: its file's, with its folders' before it where others are called so already."""
    stem, folders = source_name(path), [one.name for one in path.parents if one.name]
    longer = ["-".join([*reversed(folders[:n]), stem]) for n in range(1, min(len(folders), FOLDERS) + 1)]
    names = (stem, *longer, *(f"{stem}-{n}" for n in range(2, len(taken) + 3)))
    return next(name for name in names if name not in taken)
