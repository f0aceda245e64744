"""Controllers of analyses that may rest while another one goes on."""

from PySide6.QtCore import QObject

from metst_gui.inference.controller import InferenceController


class InferencePool(QObject):
    """Makes controllers as they are needed, and uses them again.

    Args:
        factory: ``"module:function"`` of the generator that they run.
    """

    def __init__(self, factory: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._factory = factory
        self._controllers: list[InferenceController] = []
        self._closed = False

    def idle(self) -> InferenceController:
        """A controller without a job; after `shutdown` it runs nothing."""
        found = next((one for one in self._controllers if not one.running), None)
        if found is None:
            found = InferenceController(self, factory=self._factory)
            self._controllers.append(found)
            if self._closed:
                found.shutdown()
        return found

    def release(self) -> None:
        """End the processes that are kept for a next job."""
        for one in self._controllers:
            one.release()

    def shutdown(self) -> None:
        """Join every thread and its process; may be called more than once."""
        self._closed = True
        for one in self._controllers:
            one.shutdown()
