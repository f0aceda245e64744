"""The page on the chances: what it says and draws."""

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from engine.estimates.acceptance import ReliabilityBin
from engine.estimates.estimate import Estimate
from metst_gui.desk.chance import Chances, Rest
from metst_gui.queue.chance_dialog import ChanceDialog, ReliabilityPlot, accepted_range
from metst_gui.queue.chance_text import learnt_from, rest_text
from metst_gui.wording.chance_text import chance_text


def test_no_figure_is_told_without_its_interval_nor_of_too_few_verdicts() -> None:
    assert chance_text(Estimate(0.62, 0.41, 0.8)) == "62% [41, 80]"
    rest = Rest(100, Estimate(9, 5, 14), 40, Estimate(1, 0, 3), by_time=True)
    assert rest_text(rest) == "after these 40, expect about 1 [0, 3] more to accept in the rest"
    assert rest_text(replace(rest, by_time=False)).startswith("after the first 40 open, expect about 1 [0, 3] more")
    last = Rest(3, Estimate(1, 0, 2), 3, Estimate(0, 0, 0), by_time=False)
    assert rest_text(last) == "about 1 [0, 2] of these 3 will be accepted"
    assert "so far there are 4" in learnt_from(Chances(4, 1))
    assert "all 12 of your verdicts are acceptances" in learnt_from(Chances(12, 12))
    assert "all 12 of your verdicts are rejections" in learnt_from(Chances(12, 0))


def test_groups_are_drawn_where_they_belong(qtbot) -> None:
    plot = ReliabilityPlot()
    qtbot.addWidget(plot)
    plot.resize(300, 300)
    plot.show_bins((ReliabilityBin(10, 0.2, 0.1), ReliabilityBin(10, 0.8, 0.9)))
    assert "told 80%: 90% of 10 accepted" in plot.toolTip()
    low, high = accepted_range(plot.bins[0])
    assert 0 < low < 0.1 < high < 0.4
    picture = plot.grab().toImage()
    ratio = picture.width() / plot.width()
    place = plot.place(0.8, 0.9)
    around = {
        picture.pixelColor(round((place.x() + x) * ratio), round((place.y() + y) * ratio)).name()
        for x in range(-6, 7)
        for y in range(-6, 7)
    }
    assert plot.palette().highlight().color().name() in around


class TooFew(QObject):
    """Chances that are not told yet."""

    changed, rest_changed = Signal(), Signal()
    told, rest = Chances(4, 1), None


def test_without_a_plot_the_words_stand_together_at_the_top(qtbot) -> None:
    dialog = ChanceDialog(TooFew())
    qtbot.addWidget(dialog)
    dialog.show()
    assert not dialog.plot.isVisible()
    words, method = dialog.words.geometry(), dialog.method.geometry()
    line = dialog.fontMetrics().lineSpacing()
    assert words.height() < 5 * line
    assert method.top() - words.bottom() < 2 * line
