"""What the eyes and the head at an apex suggest as the reason to reject; the reviewer's key confirms it."""

from engine.explain import confounds
from engine.types import AnalysisRun, Proposal


def suggested_reason(run: AnalysisRun | None, proposal: Proposal) -> str:
    """``"blink"`` where the eyes blink at the apex, ``"head"`` where the head moves much there, else empty.

    A blink anywhere else in the interval explains nothing about its apex and suggests nothing.
    """
    told = None if run is None else confounds(run, proposal.apex, proposal.apex)
    if told is None or not told.text:
        return ""
    return "blink" if told.blinks else "head"
