"""Marking an expression by one of its moments."""

from metst_gui.desk.desk import Desk
from metst_gui.document.annotation import Annotation
from metst_gui.language import tr


def mark_moment(desk: Desk) -> None:
    """Add a point label at this frame and select it: what is marked is that an expression is there, not how long."""
    frame = desk.session.playback.frame
    there = next((one for one in desk.document.view.annotations if one.point and one.onset == frame), None)
    if there is not None:
        desk.selection.select("annotation", there.id)
        return
    label = Annotation.of_moment(frame, annotator=desk.document.layer.name)
    if desk.attempt(lambda: desk.document.add(label)):
        desk.selection.select("annotation", label.id)
        desk.say(
            tr(
                "Point label at frame {frame}: a digit sets its emotion; I or O on another frame makes it an interval.",
                frame=label.onset,
            )
        )
