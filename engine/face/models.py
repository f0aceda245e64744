"""Loading of the bundled face networks."""

from importlib import resources

import cv2

from engine.errors import AnalysisError


def load_network(name: str) -> cv2.dnn.Net:
    """The bundled TFLite network `name` as an OpenCV network; not thread-safe, so one for each thread.

    Args:
        name: file name in ``resources/face``.

    Raises:
        AnalysisError: the file is missing or this OpenCV cannot read it.
    """
    try:
        # From a path and with the classic engine: the engine choice is ignored for a buffer, and the new engine
        # registers only one of the two outputs (feature spec 4).
        with resources.as_file(resources.files("resources") / "face" / name) as path:
            return cv2.dnn.readNetFromTFLite(str(path), engine=cv2.dnn.ENGINE_CLASSIC)
    except (OSError, ImportError, cv2.error) as error:
        raise AnalysisError(f"The bundled face model “{name}” cannot be loaded: reinstall METST.") from error
