"""The score of a second run as a dashed line behind the current run's."""

from engine.types import Curves
from metst_gui.timeline.curve_store import CurveStore
from metst_gui.timeline.gutter_values import second_style
from metst_gui.timeline.plots import PlotStack
from metst_gui.widgets.theme import Theme


class SecondLine:
    """Draws into the plot of the score.

    Args:
        plots: the plots of the timeline.
        theme: colours to begin with.
    """

    def __init__(self, plots: PlotStack, theme: Theme) -> None:
        self._plots = plots
        self._theme = theme
        self.store = CurveStore()

    def show(self, curves: Curves | None) -> None:
        """Draw the score of a run; None takes it away."""
        self.store = CurveStore()
        if curves is not None:
            self.store.write(0, curves)
        self.set_theme(self._theme)

    def set_theme(self, theme: Theme) -> None:
        """Draw in the colours of `theme`."""
        self._theme = theme
        self._plots.second_curves.set_curves(self.store, [second_style(theme)])
