"""Which annotations look wrong: those of the video that is shown, and on demand those of the whole case; no widgets."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from engine.explain.label_check import CheckedLabel, LabelDoubt, LabelRuler, all_doubts, strongest
from engine.explain.project_labels import DoubtedLabel, ProjectDoubts, checked_label, project_doubts, without_dismissed
from engine.types import AnalysisRun
from metst_gui.desk.latest_answer import LatestAnswer
from metst_gui.desk.session import Session
from metst_gui.document.changes import Changes
from metst_gui.document.statement import RightLabel

# A label that is dragged is looked at once it rests.
_LATE_MS = 300


class LabelCheck(QObject):
    """Looks at labels in the background, and keeps what it doubts.

    Signals:
        changed: other labels of the video that is shown look wrong.
        case_changed: other labels of the case do.
    """

    changed = Signal()
    case_changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session, self._document = session, session.document
        self._found: tuple[LabelDoubt, ...] = ()
        self._asked: tuple[list[CheckedLabel], str | None] | None = None
        # By run: used by the thread that looks, and by nobody else.
        self._rulers: dict[str, LabelRuler] = {}
        self._case: ProjectDoubts | None = None
        self._case_told = QTimer(self, singleShot=True)
        self._case_told.timeout.connect(self.case_changed)
        self._looking, self._case_looking = LatestAnswer(self), LatestAnswer(self)
        self._looking.answered.connect(self._on_found)
        self._case_looking.answered.connect(self._on_case)
        self._late = QTimer(self, singleShot=True)
        self._late.setInterval(_LATE_MS)
        self._late.timeout.connect(self._look)
        self._document.changed.connect(self._on_document)
        session.opened.connect(self._start_over)

    @property
    def doubts(self) -> Mapping[str, LabelDoubt]:
        """The strongest doubt of each own annotation of the video, the strongest first, but for those taken away."""
        scope = self._document.focus.scope
        return {one.key: one for one in strongest(self._left(self._found, scope))}

    @property
    def case(self) -> ProjectDoubts | None:
        """What was found in the case last, but for what is said to be right; None: nobody looked."""
        if self._case is None:
            return None
        scopes = {(one.label.video, one.label.layer) for one in self._case.found}
        said = {scope: self._document.statements.dismissed(*scope) for scope in scopes}

        def is_right(one: DoubtedLabel) -> bool:
            return one.doubt.doubt in said[one.label.video, one.label.layer].get(one.label.id, ())

        return replace(self._case, found=tuple(one for one in self._case.found if not is_right(one)))

    def keep(self, annotation: str) -> bool:
        """State that an own annotation of the video is right; whether that was stored."""
        names = [one.doubt for one in self._found if one.key == annotation]
        topic = RightLabel(*self._document.focus.scope, annotation)
        return self._session.attempt(lambda: self._document.statements.keep_label(topic, names))

    def keep_in_case(self, ids: Collection[str]) -> None:
        """State that these labels of any videos and annotators are right.

        Args:
            ids: of the labels, as `case` names them.
        """
        case = self.case
        for one in () if case is None else case.found:
            topic = RightLabel(one.label.video, one.label.layer, one.label.id)
            keep = partial(self._document.statements.keep_label, topic, one.names)
            if one.label.id in ids and not self._session.attempt(keep):
                break
        self._case_told.stop()
        self.case_changed.emit()

    @Slot()
    def look_at_case(self) -> None:
        """Look at the labels of all videos, as far as the annotator in use may see them; `case_changed` tells."""
        path, view = self._session.project_path, self._document.view
        if path is None:
            return
        layers, measured = {one.id for one in view.layers}, not view.hides
        self._case_looking.ask(lambda: project_doubts(path, layers=layers, measured=measured))

    @Slot()
    def shutdown(self) -> None:
        """Join the threads; may be called more than once."""
        self._late.stop()
        self._case_told.stop()
        self._looking.shutdown()
        self._case_looking.shutdown()

    def _left(self, found: Sequence[LabelDoubt], scope: tuple[str, str]) -> list[LabelDoubt]:
        return without_dismissed(found, self._document.statements.dismissed(*scope))

    @Slot(object)
    def _on_document(self, changes: Changes) -> None:
        if changes.layer:
            self._start_over()
        elif changes.annotations or changes.run:
            self._late.start()
        elif changes.statements:
            self.changed.emit()
            # Many may be said to be right at once.
            self._case_told.start()

    @Slot()
    def _start_over(self) -> None:
        """Another video or annotator: nothing is known of their labels yet."""
        self._looking.drop()
        self._case_looking.drop()
        self._found, self._case, self._asked = (), None, None
        self.changed.emit()
        self._late.start()

    @Slot()
    def _look(self) -> None:
        view, name = self._document.view, self._document.layer.name
        labels = [
            checked_label(
                one.id,
                name,
                one.bounds,
                emotion=one.emotion,
                action_units=one.action_units,
                origins=one.origins,
            )
            for one in view.shown_annotations
            if not one.point
        ]
        run = view.run
        if (labels, None if run is None else run.id) == self._asked:
            return
        self._asked = labels, None if run is None else run.id
        rulers = self._rulers
        self._looking.ask(lambda: looked_at(labels, run, rulers))

    @Slot(object)
    def _on_found(self, answer: object) -> None:
        if isinstance(answer, tuple) and answer != self._found:
            self._found = answer
            self.changed.emit()

    @Slot(object)
    def _on_case(self, answer: object) -> None:
        if isinstance(answer, ProjectDoubts):
            self._case = answer
            self.case_changed.emit()


def looked_at(
    labels: Sequence[CheckedLabel], run: AnalysisRun | None, rulers: dict[str, LabelRuler]
) -> tuple[LabelDoubt, ...]:
    """Every doubt of the labels of a video; runs in the background.

    Args:
        labels: of one video.
        run: of the same video.
        rulers: what was measured in the same run before; that of this run is put there alone.
    """
    ruler = None
    if run is not None and run.evidence is not None and len(run.evidence.starts):
        ruler = rulers.get(run.id) or LabelRuler(run)
        rulers.clear()
        rulers[run.id] = ruler
    return all_doubts(labels, run, ruler)
