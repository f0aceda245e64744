"""What is stored at once and not undone: videos, names, settings."""

from dataclasses import replace
from typing import Any

from engine.messages import Said
from metst_gui.document.annotation import new_id
from metst_gui.document.annotators import LayeredDocument
from metst_gui.document.project import Video, VideoRef


class FiledDocument(LayeredDocument):
    """A document whose videos and settings can be changed; every change is in the file when the call returns."""

    def add_video(self, ref: VideoRef, *, name: str, subject: str = "") -> str:
        """Add a video to the project, without showing it.

        Returns:
            its id.

        Raises:
            EditRefusedError: it could not be stored.
        """
        id_ = new_id()
        added = 1 + max((one.added for one in self.focus.state.videos.values()), default=0)
        self._put_video("add video", Video(id_, ref, subject, name, added=added))
        self.videos_changed.emit()
        return id_

    def relink(self, id_: str, ref: VideoRef, *, proved: bool = False) -> None:
        """Note where a video lies now, its content digests, its frame table, or the frame rate that was given.

        Args:
            id_: which video.
            ref: what is known of it now; what is not known stays.
            proved: whether the digests were compared already, by the rules of the version that kept the older ones.

        Raises:
            ValueError: other content lies there; `replace_file` is for that.
        """
        video = self.focus.state.videos[id_]
        if video.ref.content.differs(ref.content) and not proved:
            raise ValueError(Said("Another file lies there."))
        if video.ref.sha256 and not video.ref.fast and not ref.sha256:
            ref = replace(ref, fast="")  # digests of two versions are no identity together
        known = {name: getattr(ref, name) or getattr(video.ref, name) for name in ("sha256", "fast", "table_digest")}
        moved = replace(video.ref, path=ref.path, size_bytes=ref.size_bytes, fps=ref.fps, **known)
        moved = replace(moved, rate_given=ref.rate_given)
        if moved != video.ref and not self.ledger.read_only:
            self._put_video("note video", replace(video, ref=moved))
            self.edited.emit()

    def replace_file(self, id_: str, ref: VideoRef) -> None:
        """Let another file stand for a video, on the user's word; the journal tells of both.

        Raises:
            EditRefusedError: it could not be stored.
        """
        if not self.ledger.read_only:
            self._put_video("replace video file", replace(self.focus.state.videos[id_], ref=ref))
            self.edited.emit()

    def set_identity(
        self, *, subject: str | None = None, video_name: str | None = None, annotator: str | None = None
    ) -> None:
        """Set names used in exports and provenance; None leaves one as it is."""
        video = self.video
        if video is not None:
            named = replace(
                video,
                subject=video.subject if subject is None else subject,
                name=video.name if video_name is None else video_name,
            )
            if named != video:
                self._put_video("name video", named)
                self.videos_changed.emit()
                self.edited.emit()
        if annotator is not None and annotator != self.layer.name:
            self._put_layer("name annotator", replace(self.layer, name=annotator))
            self.layer_changed.emit()
            self.edited.emit()

    def setting(self, name: str) -> Any:
        """A setting of the project; None where it was never set."""
        return self.focus.state.settings.get(name)

    def set_setting(self, name: str, value: Any) -> None:
        """Set a JSON-able setting of the project."""
        before = self.focus.state.settings.get(name)
        if before != value:
            self.ledger.commit("set", f"settings/{name}", {"settings": {name: before}}, {"settings": {name: value}})
            self.focus.state.settings[name] = value
            self.edited.emit()
