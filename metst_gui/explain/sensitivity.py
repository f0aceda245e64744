"""The dock of sensitivity: asks for a measurement, tells it in words, and sets the threshold by it."""

from functools import partial

from PySide6.QtCore import QObject, QSettings, Qt, Slot
from PySide6.QtWidgets import QDockWidget, QMainWindow

from engine.estimates.estimate import minutes_text
from engine.planted import AtThreshold, BoundErrors, FoundShare, PlantedIn, Sensitivity
from engine.planted.alarms import AlarmRate
from metst_gui.commands.book import CommandBook
from metst_gui.desk.desk import Desk
from metst_gui.desk.next_steps import JUDGED
from metst_gui.desk.sensitivity import Lack
from metst_gui.explain.sensitivity_panel import WIDTH, Figures, SensitivityPanel
from metst_gui.explain.share_curves import ShareRow
from metst_gui.language import mark, plural, tr
from metst_gui.widgets import theme as themes
from metst_gui.widgets.empty_place import Choice
from metst_gui.wording.chance_text import chance_text
from metst_gui.wording.measured import REGION_NAMES, px_text, rate_text

KEPT = "window/sensitivity"
NOT_MEASURED = mark("Not measured yet.")
EXPLAINED = mark(
    "METST plants known micro-expressions of graded strength into the measurements of this very video and counts how "
    "many of them the model finds. So you learn what it would have missed here. It takes some seconds for each minute "
    "of video, in the background; the video and your marks stay as they are."
)
IN_PICTURES = mark(
    "METST renders known micro-expressions of graded strength into copies of this video's own pictures, analyses these "
    "and counts how many of them the model finds. So you learn what it would have missed here. It goes on in the "
    "background and can be stopped; the video and your marks stay as they are."
)
NO_RUN = mark("There are no finished curves: analyse the video first (Ctrl+R).")
OTHER_DECODER = mark("Measured with other decoder options than those in use now.")
NO_THRESHOLD = mark(
    "No threshold that was tried gives so few: proposals that nobody accepted count as false. Decide on those that are "
    "open."
)
# Most of them, with what is known: the whole interval lies on one side.
MOSTLY = 0.5


class SensitivityController(QObject):
    """Shows and fills the panel."""

    def __init__(self, desk: Desk, book: CommandBook, host: QMainWindow) -> None:
        super().__init__(host)
        self._desk, self._book, self._host = desk, book, host
        self._source = desk.sensitivity
        self.panel = SensitivityPanel()
        self._dock = QDockWidget(tr("Sensitivity"), host)
        self._dock.setObjectName("sensitivity")
        self._dock.setWidget(self.panel)
        self._dock.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._dock.hide()
        self._placed = False
        panel = self.panel
        panel.measure_requested.connect(self._source.measure)
        panel.cancel_requested.connect(self._source.cancel)
        panel.alarms_changed.connect(self._show_choice)
        panel.threshold_requested.connect(self._set_threshold)
        self._source.changed.connect(self.refresh)
        book.bind(
            {"sensitivity": self.toggle, "measure_sensitivity": self.measure},
            on={"sensitivity": lambda: self.is_open},
        )
        desk.session.opened.connect(self._on_opened)
        desk.closing.connect(self._keep)
        desk.theme.changed.connect(self._on_theme)
        self._on_theme()

    @property
    def is_open(self) -> bool:
        """Whether the panel is shown."""
        return not self._dock.isHidden()

    def toggle(self) -> None:
        """Show or hide the panel."""
        if self.is_open:
            self._dock.hide()
            return
        if not self._placed:
            self._placed = True
            self._host.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self._dock)
            if not self._host.restoreDockWidget(self._dock):
                self._dock.show()
                self._host.resizeDocks([self._dock], [WIDTH], Qt.Orientation.Horizontal)
        self._dock.show()
        self.refresh()

    def measure(self) -> None:
        """Show the panel, and measure what is not known yet."""
        if not self.is_open:
            self.toggle()
        # What is known is shown; the panel's own button measures again.
        if self._source.now() is None:
            self._source.measure()

    @Slot()
    def _on_opened(self) -> None:
        if not self._placed and QSettings().value(KEPT) in (True, "true"):
            self.toggle()
        self.refresh()

    @Slot()
    def _keep(self) -> None:
        QSettings().setValue(KEPT, self.is_open)

    @Slot()
    def _on_theme(self) -> None:
        self.panel.set_theme(themes.named(self._desk.theme.name))

    # What is shown.

    @Slot()
    def refresh(self) -> None:
        """Show what is known of the run that is shown, or why nothing is."""
        if not self.is_open:
            return
        source, panel = self._source, self.panel
        panel.show_progress(*((source.planting.done, source.planting.total) if source.running else (0, 0)))
        if source.run is None:
            analyse: list[Choice] = [(tr("Analyse"), partial(self._book.trigger, "analyse"))]
            hidden = self._desk.document.view.hidden_reason
            panel.show_nothing(tr(hidden or NO_RUN), choices=() if hidden else analyse)
        elif (lack := source.unavailable) is not None:
            self._show_unavailable(lack)
        elif source.failure and not source.running:
            choices: list[Choice] = [
                (tr(JUDGED), partial(self._book.trigger, "model_panel")),
                (tr("Measure again"), source.measure),
                (tr("Analyse again"), partial(self._book.trigger, "analyse")),
            ]
            panel.show_nothing(source.failure, choices=choices)
        elif source.answer is None:
            self._show_unmeasured()
        else:
            self._show_answer(source.answer)

    def _minutes(self) -> float:
        """Of the run that is shown."""
        run = self._source.run
        return 0.0 if run is None else len(run.curves.frames) / run.curves.rate / 60

    def _show_unavailable(self, lack: Lack) -> None:
        choices: list[Choice] = []
        if lack is Lack.EVIDENCE:
            choices.append((tr("Analyse again"), partial(self._book.trigger, "analyse")))
        elif lack is not Lack.FILE:
            choices.append((tr("Analyse with the default model"), partial(self._book.trigger, "use_default")))
        self.panel.show_nothing(tr("Not known for this run."), tr(lack.value), choices)

    def _show_unmeasured(self) -> None:
        text = explained_text(self._source.analyses())
        if self._source.running:
            self.panel.show_nothing(tr("Measuring…"), text)
        else:
            self.panel.show_nothing(tr(NOT_MEASURED), text, [(tr("Measure now"), self._source.measure)])

    def _show_answer(self, found: Sensitivity) -> None:
        now = self._source.now()
        if now is None:
            again: list[Choice] = [] if self._source.running else [(tr("Measure again"), self._source.measure)]
            self.panel.show_nothing(tr(OTHER_DECODER), takes_text(self._source.analyses()), again)
            return
        curves, alarms, level = now
        exact = level is None or self._source.is_exact(level)
        self.panel.show_figures(
            Figures(
                summary_text(dict(curves)["all"], (found.minutes, self._minutes()), level, exact=exact),
                [_row(name, curve) for name, curve in curves],
                " ".join(part for part in (alarms_text(alarms), outside_text(self._source.not_counted())) if part),
                bounds_text(found.errors),
                method_text(found),
            )
        )
        self.panel.again.setToolTip(takes_text(self._source.analyses()))
        self._show_choice()

    @Slot()
    def _show_choice(self) -> None:
        most = self.panel.most.value()
        found, now = self._source.answer, self._source.now()
        if found is None or now is None or now[2] is None:
            why = tr("The decoder in use has no absolute threshold: half_max has one (Analysis, Decoder).")
            self.panel.show_choice(why, "")
            return
        chosen = self._source.keep_alarms(most)
        if chosen is None:
            self.panel.show_choice(tr(NO_THRESHOLD), "")
        else:
            same = self._source.is_exact(chosen.threshold)
            self.panel.show_choice(
                choice_text(chosen, in_use=same),
                "" if same else tr("Set the threshold to {value:.2f}", value=chosen.threshold),
            )

    @Slot()
    def _set_threshold(self) -> None:
        chosen = self._source.keep_alarms(self.panel.most.value())
        if chosen is not None:
            self._source.use(chosen)


def _row(name: str, curve: FoundShare) -> ShareRow:
    if not curve.n:
        unknown = tr("nothing was planted here,"), tr("so nothing is known of it")
        return ShareRow(tr(REGION_NAMES[name]), unknown, curve)
    lines = (
        tr("at 1 px {share}", share=chance_text(curve.at_1px)),
        tr("half at {px}", px=px_text(curve.half)),
        tr("{found} of {n} found", found=curve.found, n=curve.n),
    )
    return ShareRow(tr(REGION_NAMES[name]), lines, curve, strong=name == "all")


def explained_text(analyses: int) -> str:
    """What measuring does and how long it takes.

    Args:
        analyses: of the video that it takes; 0: movements are planted in what was measured already.
    """
    if not analyses:
        return tr(EXPLAINED)
    return tr("{text} {takes}", text=tr(IN_PICTURES), takes=takes_text(analyses))


def takes_text(analyses: int) -> str:
    """How long measuring takes, by analyses of the video; empty where it takes none."""
    if not analyses:
        return ""
    return plural(
        analyses,
        "It takes about as long as {n} analysis of the video.",
        "It takes about as long as {n} analyses of the video.",
    )


def summary_text(whole: FoundShare, minutes: tuple[float, float], level: float | None, *, exact: bool) -> str:
    """What is found of movements of 1 px, where, and at which threshold.

    Args:
        whole: curve of the whole face.
        minutes: judged ones, and all.
        level: threshold it was measured at; None: the decoder has none.
        exact: whether that is the one in use.
    """
    share = whole.at_1px
    parts = [
        tr(
            "In the {judged} of {all} minutes that can be judged, the model finds {share} of planted "
            "micro-expressions of 1 px (a 320th of the width of the face's crop).",
            judged=minutes_text(minutes[0]),
            all=minutes_text(minutes[1]),
            share=chance_text(share),
        )
    ]
    if share.high < MOSTLY:
        parts.append(tr("It would miss most of that strength: that it proposes nothing says little."))
    elif share.low > MOSTLY:
        parts.append(tr("It would find most of that strength."))
    if level is not None and exact:
        parts.append(tr("Threshold {level:.2f}, as now.", level=level))
    elif level is not None:
        parts.append(tr("Measured at the threshold {level:.2f}, the nearest to the one in use.", level=level))
    return " ".join(parts)


def alarms_text(alarms: AlarmRate) -> str:
    """How many proposals are false, at most."""
    rate, minutes = rate_text(alarms.per_minute), minutes_text(alarms.minutes)
    if not alarms.n:
        return tr(
            "False alarms: {rate}. No proposal in {minutes} judged minutes is left that nobody accepted.",
            rate=rate,
            minutes=minutes,
        )
    return plural(
        alarms.n,
        "False alarms: at most {rate}. {n} proposal in {minutes} judged minutes was accepted by nobody; it may be "
        "real.",
        "False alarms: at most {rate}. {n} proposals in {minutes} judged minutes were accepted by nobody; some may "
        "be real.",
        rate=rate,
        minutes=minutes,
    )


def outside_text(n: int) -> str:
    """How many open proposals are not counted, for they lie where nothing can be judged; empty for none."""
    if not n:
        return ""
    return plural(
        n,
        "{n} more proposal lies where too much moves to judge and is not counted.",
        "{n} more proposals lie where too much moves to judge and are not counted.",
    )


def choice_text(chosen: AtThreshold, *, in_use: bool) -> str:
    """The threshold that keeps so many alarms, and what it finds."""
    curves = dict(chosen.found)
    level, rate = chosen.threshold, rate_text(chosen.alarms.per_minute)
    whole = chance_text(curves["all"].at_1px)
    if curves["brows"].n:
        text = tr(
            "Threshold {level:.2f}: {rate}; of movements of 1 px it finds {brows} at the brows, {whole} on the whole "
            "face.",
            level=level,
            rate=rate,
            brows=chance_text(curves["brows"].at_1px),
            whole=whole,
        )
    else:
        text = tr(
            "Threshold {level:.2f}: {rate}; of movements of 1 px it finds {whole} on the whole face.",
            level=level,
            rate=rate,
            whole=whole,
        )
    return tr("{text} It is in use.", text=text) if in_use else text


def bounds_text(errors: BoundErrors) -> str:
    """How far the true bounds lie from proposed ones; empty where too few were found to tell."""
    bands = {name: errors.band(name) for name in ("onset", "apex", "offset")}
    told = [
        tr("{name} −{before}/+{after}", name=tr(name), before=band[0], after=band[1])
        for name, band in bands.items()
        if band is not None
    ]
    if not told:
        return ""
    return tr(
        "True bounds lie within these frames of proposed ones, 9 times in 10 (n {n}): {bounds}.",
        n=len(errors),
        bounds=tr(", ").join(told),
    )


METHODS: dict[PlantedIn, str] = {
    "features": mark(
        "Method: {n} movements of 0.25 to 4 px and 0.17 to 0.5 s, planted into what was measured in {minutes} "
        "judged minutes, away from proposals and marks. One is found where a proposal overlaps it (IoU 0.2 or more). "
        "Brackets and shading are 90 % intervals."
    ),
    "pictures": mark(
        "Method: {n} movements of 0.25 to 4 px and 0.17 to 0.5 s, rendered into copies of the pictures of "
        "{minutes} judged minutes, away from proposals and marks, and the whole video analysed again with them. "
        "One is found where a proposal overlaps it (IoU 0.2 or more). Brackets and shading are 90 % intervals."
    ),
}


def method_text(found: Sensitivity) -> str:
    """What was planted, where, and what the brackets are."""
    return tr(METHODS[found.method], n=found.n, minutes=minutes_text(found.minutes))
