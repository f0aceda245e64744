"""The analysis runs of a project: read when they are asked for, and stored with the next change where they wait."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import PurePath
from typing import Any

from numpy.typing import NDArray

from engine.journal.packed import check_run_bytes, told_bytes
from engine.journal.reader import MALFORMED
from engine.messages import Said
from engine.project.making import FROM, TAKE_RUN
from engine.project.run_form import (
    DTYPES,
    maker_digest_of_form,
    proposal_from,
    stored_run_from,
    stored_run_to,
    unpack_blob,
)
from engine.types import AnalysisRun, Proposal
from metst_gui.document.brought import is_brought
from metst_gui.document.file.errors import EditRefusedError
from metst_gui.document.file.forms import entry_to
from metst_gui.document.focus import Focus
from metst_gui.document.ledger import Ledger
from metst_gui.document.project import Video
from metst_gui.models import is_from_file

DAMAGED_CURVES = Said("The curves of this video are damaged in the project: Ctrl+R analyses it again.")


# Stands in the id of what only a second run proposes, before the id of that run.
OF_RUN = "@"


def maker_of(run: AnalysisRun) -> str:
    """Who found what a run proposes, for origins: the model or both, or the file it was read from with its digest."""
    if is_from_file(run):
        return f"{PurePath(run.model).name} (sha256 {run.model_digest[:12]})"
    return replace(run, model=PurePath(run.model).name).maker


class Runs:
    """Runs by video; nobody is asked here what the annotator in use may see of them.

    Args:
        focus: the project.
        ledger: stores a run; one that waits is stored before the next change.

    Attributes:
        second: id of the run that is shown beside the current one in this sitting; empty: none.
    """

    def __init__(self, focus: Focus, ledger: Ledger) -> None:
        self._focus = focus
        self._ledger = ledger
        self._loaded: dict[str, AnalysisRun] = {}
        self._bad: set[str] = set()
        self.second = ""
        self._waiting: tuple[str, AnalysisRun] | None = None
        self._second: tuple[str, tuple[Proposal, ...]] | None = None
        ledger.before_commit(self.store)

    @property
    def waiting(self) -> bool:
        """True while a run is not in the file, because it could not be stored."""
        return self._waiting is not None

    def of(self, video: Video | None) -> AnalysisRun | None:
        """The run of a video that is current; None: it has none, or its curves are damaged, which is said once."""
        if self._waiting is not None and video is not None and self._waiting[0] == video.id:
            return self._waiting[1]
        return None if video is None or video.run is None else self._load(video.run)

    def _load(self, id_: str) -> AnalysisRun | None:
        if id_ not in self._loaded:
            form, store = self._focus.state.runs.get(id_), self._ledger.store
            if form is None or store is None or id_ in self._bad:
                return None
            try:
                self._loaded[id_] = stored_run_from(form, lambda name, size: store.curve(id_, name, size))
            except MALFORMED:
                self._bad.add(id_)
                self._ledger.refused.emit(DAMAGED_CURVES)
                return None
        return self._loaded[id_]

    def others(self, run: AnalysisRun) -> list[Mapping[str, Any]]:
        """Stored forms of the other runs of the video that is shown, the latest last."""
        return [form for form in self.by_video().get(self._focus.video_id, []) if form.get("id") != run.id]

    def arrays(self, run: str, names: Collection[str]) -> dict[str, NDArray[Any]]:
        """Some arrays of a stored run, by their names in `DTYPES`, without keeping them.

        Args:
            run: its id.
            names: which; those that it has not are left out, and all where it is damaged.
        """
        form, store = self._focus.state.runs.get(run), self._ledger.store
        if store is None or not isinstance(form, Mapping):
            return {}
        try:
            told = form["curves"]
            check_run_bytes(told)
            return {
                name: unpack_blob(told[name], store.curve(run, name, told_bytes(told[name])), DTYPES[name])
                for name in names
                if name in told
            }
        except MALFORMED:
            return {}

    def of_other_model(self, run: AnalysisRun) -> tuple[Proposal, ...] | None:
        """What the second run proposed for the video that is shown, or the latest of another model than this run's.

        None: no such run is stored.
        """
        others = self.others(run)
        chosen = [form for form in others if form.get("id") == self.second]
        other_models = [form for form in others if maker_digest_of_form(form) != run.maker_digest]
        form = next(iter((*chosen, *other_models[::-1])), None)
        if form is None:
            return None
        id_ = str(form.get("id"))
        if self._second is None or self._second[0] != id_:
            try:
                self._second = id_, _as_decoded(form)
            except MALFORMED:
                return None
        return self._second[1]

    def beside(self, run: AnalysisRun) -> tuple[Proposal, ...]:
        """What the chosen second run proposed, under ids that name that run; empty: none is chosen for this video."""
        if self.second == run.id or self.second not in {form.get("id") for form in self.others(run)}:
            return ()
        found = self.of_other_model(run) or ()
        return tuple(replace(one, id=f"{one.id}{OF_RUN}{self.second}") for one in found)

    def maker(self, proposal: Proposal) -> str:
        """Who found a proposal, for origins: the run that its id names, else the current one."""
        named = self._load(proposal.id.rpartition(OF_RUN)[2]) if OF_RUN in proposal.id else None
        run = named or self.of(self._focus.video)
        return proposal.decoder if run is None else maker_of(run)

    def stored(self, id_: str) -> AnalysisRun | None:
        """A stored run; None: there is none of this id, or it is damaged, which is said once."""
        return self._load(id_)

    def make_current(self, run: AnalysisRun) -> None:
        """Make a run that of the video that is shown; one that cannot be stored is shown all the same, and waits."""
        video = self._focus.video
        if video is None:
            return
        self._loaded[run.id] = run
        if self._ledger.store is None:
            self._focus.state.videos[video.id] = replace(
                video, run=run.id, decoder=self._carried(video, run.maker_digest)
            )
        elif not self._ledger.read_only:
            self._waiting = (video.id, run)
            try:
                self.store()
            except EditRefusedError as error:
                self._ledger.refused.emit(str(error))

    def put(self, video_id: str, run: AnalysisRun, *, told: Mapping[str, str] | None = None) -> None:
        """Store a run as the current one of any video of the project; its curves are read again when they are shown.

        Args:
            video_id: which video.
            run: the run.
            told: of one that was made elsewhere, what the journal tells of where it comes from.

        Raises:
            EditRefusedError: it could not be stored; nothing changes.
        """
        if told is None:
            self._commit(video_id, run)
        else:
            self._commit(video_id, run, TAKE_RUN, {FROM: dict(told)})

    def use(self, video_id: str, run_id: str) -> None:
        """Make a stored run the current one of its video again.

        Raises:
            EditRefusedError: it could not be stored; nothing changes.
        """
        video = self._focus.state.videos[video_id]
        form = self._focus.state.runs.get(run_id)
        maker = maker_digest_of_form(form) if isinstance(form, Mapping) else ""
        after = replace(video, run=run_id, decoder=self._carried(video, maker))
        self._ledger.commit(
            "use run",
            f"runs/{run_id}",
            {"videos": {video_id: entry_to(video)}},
            {"videos": {video_id: entry_to(after)}},
        )
        self._focus.state.videos[video_id] = after

    def by_video(self) -> dict[str, list[Mapping[str, Any]]]:
        """Stored forms of all runs (`metst_gui.document.file.forms`), the first first, by the id of their video."""
        found: dict[str, list[Mapping[str, Any]]] = {}
        for form in self._focus.state.runs.values():
            if isinstance(form, Mapping) and not is_brought(form):
                found.setdefault(str(form.get("video")), []).append(form)
        return found

    def remember(self, run: AnalysisRun) -> None:
        """Keep a run that is stored nowhere."""
        self._loaded[run.id] = run

    def store(self) -> None:
        """Store the run that waits.

        Raises:
            EditRefusedError: it could not be stored; it waits on.
        """
        if self._waiting is None:
            return
        video_id, run = self._waiting
        # The ledger asks for what waits before every change, this one too.
        self._waiting = None
        try:
            self._commit(video_id, run)
        except EditRefusedError:
            self._waiting = (video_id, run)
            raise

    def _commit(
        self, video_id: str, run: AnalysisRun, action: str = "analyse", told: Mapping[str, Any] | None = None
    ) -> None:
        state = self._focus.state
        video = state.videos[video_id]
        # What was made elsewhere comes with options of its own.
        after = replace(
            video, run=run.id, decoder=None if told and video.run else self._carried(video, run.maker_digest)
        )
        form, packed = stored_run_to(run, video_id)
        known = state.runs.get(run.id)
        self._ledger.commit(
            action,
            f"runs/{run.id}",
            {"runs": {run.id: known}, "videos": {video_id: entry_to(video)}},
            {"runs": {run.id: form}, "videos": {video_id: entry_to(after)}, **(told or {})},
            blobs={(run.id, name): data for name, data in packed.items()},
        )
        state.runs[run.id] = form
        state.videos[video_id] = after

    def _carried(self, video: Video, maker: str) -> Mapping[str, Any] | None:
        """The decoder options chosen for a video that hold for another run: one of the same model, or the first.

        Args:
            video: before that run.
            maker: digest of its maker.
        """
        if video.run is None:
            return video.decoder
        form, known = self._focus.state.runs.get(video.run), self._loaded.get(video.run)
        if isinstance(form, Mapping):
            return video.decoder if maker_digest_of_form(form) == maker else None
        return video.decoder if known is not None and known.maker_digest == maker else None

    def forget(self) -> None:
        """Another project is open."""
        self._loaded = {}
        self._bad = set()
        self.second = ""
        self._waiting = None


def _as_decoded(form: Mapping[str, Any]) -> tuple[Proposal, ...]:
    """Proposals of a stored run; of given ones those that reach its threshold.

    Raises:
        ValueError, KeyError, TypeError, AttributeError: the form is none of METST's.
    """
    found = tuple(proposal_from(one) for one in form["proposals"])
    settings = form["settings"]
    if not settings.get("given"):
        return found
    threshold = float(settings["decoder"]["threshold"])
    return tuple(one for one in found if one.score >= threshold)
