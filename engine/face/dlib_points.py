"""The 68 dlib landmarks: an optional extra, needed to match the features that official checkpoints were trained on."""

import importlib.util
import threading
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from engine.errors import AnalysisError
from engine.messages import Said
from engine.types import Int64, UInt8

PREDICTOR_FILE = "shape_predictor_68_face_landmarks.dat"
DEBIAN_PATH = Path("/usr/share/dlib") / PREDICTOR_FILE
POINTS = 68
# For run notes and dialogs, wherever dlib landmarks were used.
LICENCE_NOTICE = Said(
    "“{predictor_file}” was trained on iBUG 300-W, whose licence excludes commercial use: check that you may use it.",
    predictor_file=PREDICTOR_FILE,
)


def find_predictor(path: Path | None = None) -> Path:
    """Where the landmark file is: `path`, else the Debian package's, else that of `face_recognition_models`.

    Args:
        path: the user's own choice; then no other place is looked at.

    Returns:
        Path of an existing file.

    Raises:
        AnalysisError: there is none; the sentence says how to get it and that its licence excludes commercial use.
    """
    places = [path] if path is not None else [DEBIAN_PATH, *_installed_models()]
    for place in places:
        if place.is_file():
            return place
    missing = (
        Said("“{name}” does not exist", name=path)
        if path is not None
        else Said("“{predictor_file}” was not found", predictor_file=PREDICTOR_FILE)
    )
    raise AnalysisError(
        Said(
            "The dlib landmarks need a file that is not here ({missing}): install the Debian package "
            "libdlib-data or choose the face-mesh landmarks; note that the file was trained on iBUG 300-W, "
            "whose licence excludes commercial use.",
            missing=missing,
        )
    )


def dlib_is_ready(path: Path | None = None) -> bool:
    """Whether dlib and its landmark file (`find_predictor`) are there; nothing is loaded."""
    try:
        find_predictor(path)
    except AnalysisError:
        return False
    return importlib.util.find_spec("dlib") is not None


def dlib_landmarks(gray: UInt8, *, path: Path | None = None) -> Int64 | None:
    """Landmarks of the most confident face that dlib's frontal detector finds.

    Args:
        gray: uint8 [H, W], original resolution (upsample 0, feature spec 1.3).
        path: landmark file; None looks in the usual places.

    Returns:
        int64 [68, 2], points (x, y) in px, or None where no face is found.

    Raises:
        AnalysisError: dlib or the landmark file is missing.
    """
    return _landmarker(threading.get_ident(), find_predictor(path)).points(gray)


class _DlibLandmarker:
    """One detector and one predictor; two threads on one dlib detector crash the process (feature spec 3.4)."""

    def __init__(self, path: Path) -> None:
        dlib = _import_dlib()
        self._detector: Any = dlib.get_frontal_face_detector()
        try:
            self._predictor: Any = dlib.shape_predictor(str(path))
        except RuntimeError as error:
            raise AnalysisError(Said("“{name}” is not a dlib landmark file: choose another one.", name=path)) from error

    def points(self, gray: UInt8) -> Int64 | None:
        picture = np.ascontiguousarray(gray)
        found = self._detector(picture, 0)
        if not found:
            return None
        shape = self._predictor(picture, found[0])
        return np.array([(shape.part(i).x, shape.part(i).y) for i in range(POINTS)], np.int64)


@lru_cache(maxsize=8)
def _landmarker(_thread: int, path: Path) -> _DlibLandmarker:
    """The calling thread's own landmarker: loading takes about a second, so it is kept."""
    return _DlibLandmarker(path)


def _import_dlib() -> ModuleType:
    try:
        import dlib
    except ImportError as error:
        raise AnalysisError(
            Said(
                "The dlib landmarks need the package dlib-bin: run “pip install metst[dlib]”, or choose "
                "the face-mesh landmarks."
            )
        ) from error
    module: ModuleType = dlib
    return module


def _installed_models() -> list[Path]:
    """The file in the package `face_recognition_models`, whose own import fails on current installations."""
    spec = importlib.util.find_spec("face_recognition_models")
    folders = list(spec.submodule_search_locations or ()) if spec else []
    return [Path(folder) / "models" / PREDICTOR_FILE for folder in folders]
