"""The bundled face networks, run by LiteRT where it is installed, else by OpenCV (ADR 0022)."""

import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from threading import Lock
from typing import Literal, Protocol

import cv2
import numpy as np

from engine.data import RESOURCES
from engine.errors import AnalysisError
from engine.messages import Said
from engine.types import Float32

Backend = Literal["litert", "opencv"]
# Set to one of the above for comparing them; whatever else it is, LiteRT is used where it is there.
BACKEND_VARIABLE = "METST_FACE_BACKEND"
_LOADING = Lock()


class FaceNetwork(Protocol):
    """A face network; not thread-safe, so one for each thread."""

    @property
    def backend(self) -> Backend:
        """What runs it."""
        ...

    def run(self, plane: Float32) -> tuple[Float32, ...]:
        """Outputs, in the order they were asked for, for a grey picture float32 [S, S] in the network's own range."""
        ...


class _LiteRt:
    """TensorFlow Lite's successor, on one thread: results then do not depend on how many cores there are."""

    backend: Backend = "litert"

    def __init__(self, path: Path, outputs: tuple[str, ...]) -> None:
        from ai_edge_litert.interpreter import Interpreter

        with _quiet():
            self._interpreter = Interpreter(model_path=str(path), num_threads=1)
            self._interpreter.allocate_tensors()
        self._input = int(self._interpreter.get_input_details()[0]["index"])
        places = {detail["name"]: int(detail["index"]) for detail in self._interpreter.get_output_details()}
        self._outputs = [places[name] for name in outputs]

    def run(self, plane: Float32) -> tuple[Float32, ...]:
        """See `FaceNetwork.run`."""
        # No view of the input may be alive when the network runs. OpenCV repeats a plane ten times as fast as NumPy.
        cv2.cvtColor(plane, cv2.COLOR_GRAY2BGR, dst=self._interpreter.tensor(self._input)()[0])
        self._interpreter.invoke()
        return tuple(self._interpreter.get_tensor(place) for place in self._outputs)


class _OpenCv:
    """OpenCV's reader of the same files."""

    backend: Backend = "opencv"

    def __init__(self, path: Path, outputs: tuple[str, ...]) -> None:
        # From a path and with the classic engine: the engine choice is ignored for a buffer, and the new engine
        # registers only one of the two outputs (feature spec 4).
        self._network = cv2.dnn.readNetFromTFLite(str(path), engine=cv2.dnn.ENGINE_CLASSIC)
        self._outputs = outputs
        self._blob: Float32 | None = None

    def run(self, plane: Float32) -> tuple[Float32, ...]:
        """See `FaceNetwork.run`."""
        if self._blob is None:
            self._blob = np.empty((1, 3, *plane.shape), np.float32)
        self._blob[0] = plane
        self._network.setInput(self._blob)
        return tuple(np.asarray(output, np.float32) for output in self._network.forward(list(self._outputs)))


def load_network(name: str, outputs: tuple[str, ...], *, backend: Backend | None = None) -> FaceNetwork:
    """The bundled TFLite network `name`.

    Args:
        name: file name in ``resources/face``.
        outputs: names of the outputs that are wanted.
        backend: what runs it; None: LiteRT where it is installed and works, else OpenCV.

    Raises:
        AnalysisError: the file is missing or nothing here can read it.
    """
    wanted = backend or os.environ.get(BACKEND_VARIABLE)
    try:
        path = RESOURCES / "face" / name
        if wanted != "opencv":
            with suppress(ImportError, OSError, RuntimeError, ValueError, KeyError):
                return _LiteRt(path, outputs)
        return _OpenCv(path, outputs)
    except (OSError, ImportError, cv2.error) as error:
        raise AnalysisError(
            Said("The bundled face model “{name}” cannot be loaded: reinstall METST.", name=name)
        ) from error


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep LiteRT from writing to the terminal which of its parts it uses; it offers no switch for that."""
    with _LOADING, ExitStack() as stack:
        with suppress(OSError, ValueError, AttributeError):
            sys.stderr.flush()
            kept = os.dup(2)
            stack.callback(os.close, kept)
            nowhere = os.open(os.devnull, os.O_WRONLY)
            stack.callback(os.close, nowhere)
            os.dup2(nowhere, 2)
            stack.callback(os.dup2, kept, 2)
        yield
