"""A second run of the current video, shown beside the current one: its choice is one of the sitting. Qt-free."""

from collections.abc import Callable

from engine.types import AnalysisRun, Proposal
from metst_gui.document.changes import Changes
from metst_gui.document.perspective import Perspective
from metst_gui.document.run_pair import RunPair, run_pair
from metst_gui.document.runs import Runs


class SecondRun:
    """Which run stands beside the current one, and how far both agree; nothing of it while the marks are hidden.

    Args:
        runs: what the models found.
        view: what the annotator in use may see.
        tell: told when another run is chosen.
    """

    def __init__(self, runs: Runs, view: Perspective, tell: Callable[[Changes], None]) -> None:
        self._runs = runs
        self._view = view
        self._tell = tell

    @property
    def run(self) -> AnalysisRun | None:
        """The second run; None: none is chosen for this video."""
        current = self._view.run
        if current is None or self._runs.second not in {form.get("id") for form in self._runs.others(current)}:
            return None
        return self._runs.stored(self._runs.second)

    @property
    def choices(self) -> list[AnalysisRun]:
        """The other runs of the current video, the latest first."""
        current = self._view.run
        forms = [] if current is None else self._runs.others(current)
        found = (self._runs.stored(str(form.get("id"))) for form in reversed(forms))
        return [one for one in found if one is not None]

    @property
    def opinion(self) -> tuple[Proposal, ...] | None:
        """What the second run, or else another model, proposed for the current video; None: no such run is stored."""
        run = self._view.run
        return None if run is None else self._runs.of_other_model(run)

    @property
    def pair(self) -> RunPair | None:
        """How far the two runs agree, each at its threshold; None without a second one."""
        second = self.opinion
        return None if self.run is None or second is None else run_pair(self._view.proposals, second)

    def choose(self, id_: str) -> None:
        """Show a stored run beside the current one; empty: none."""
        self._runs.second = id_
        self._tell(Changes(curves=True, proposals=True))
