"""`metst doctor`: what is there, what is missing, and what to type."""

import argparse
import json
import platform
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path

import platformdirs

from engine.cli.terminal import say
from engine.config import DEFAULT_WEIGHTS, TALKING_WEIGHTS
from engine.data import DOCS, RESOURCES, WEIGHTS
from engine.errors import EngineError
from engine.messages import Said
from engine.version import version

HELP = "Say what of METST is there, what is missing, and what to type. Nothing is changed or sent."
EXAMPLE = "metst doctor"
OLDEST = (3, 11)
# Module -> what it is for, and what to type where it is missing; the first ones are needed, the others add something.
NEEDED = {
    "numpy": "arrays",
    "pandas": "tables",
    "cv2": "pictures",
    "av": "videos",
    "numba": "fast kernels",
    "jinja2": "reports",
    "PySide6": "the window",
    "pyqtgraph": "curves",
}
OPTIONAL = {
    "torch": ("training and learning", "pip install torch==2.13.0"),
    "ai_edge_litert": ("faster face networks", "pip install ai-edge-litert"),
    "miniaudio": ("sound", "pip install 'metst[audio]'"),
    "dlib": ("the official feature geometry", "pip install 'metst[dlib]'"),
    "distributed": ("--executor dask", "pip install 'metst[cluster]'"),
    "submitit": ("--executor slurm", "pip install 'metst[cluster]'"),
}
# No wheels of these for Macs with an Intel processor.
NOT_ON_INTEL_MACS = frozenset({"torch", "ai_edge_litert"})
DEBIAN = (
    "apt-get install libglib2.0-0 libegl1 libgl1 libxkbcommon0 libfontconfig1 libdbus-1-3 libxkbcommon-x11-0 "
    "libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0"
)


@dataclass(frozen=True, slots=True)
class Symptom:
    """One thing that was looked at.

    Attributes:
        what: its name.
        state: ``"there"``, ``"missing"`` (METST does not work), or ``"optional"`` (something it adds is missing).
        told: its version or place, or why it cannot be used.
        type_this: what mends it; empty where nothing is to be done.
    """

    what: str
    state: str
    told: str
    type_this: str = ""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--json", action="store_true", help="print the findings as JSON")


def run(arguments: argparse.Namespace) -> None:
    """Print the findings.

    Raises:
        EngineError: something that is needed is missing.
    """
    found = list(findings())
    if arguments.json:
        print(json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=2))
    else:
        for one in found:
            mark = {"there": "+", "missing": "!", "optional": "-"}[one.state]
            say(f"{mark} {one.what}: {one.told}")
            if one.type_this:
                say(f"    type: {one.type_this}")
    missing = [one.what for one in found if one.state == "missing"]
    if missing:
        raise EngineError(Said("Missing: {names}. Type what stands under each.", names=", ".join(missing)))


def findings() -> Iterator[Symptom]:
    """Everything that is looked at, in turn."""
    yield Symptom("METST", "there", f"{version()} in {Path(__file__).parents[2]}")
    here = ".".join(str(one) for one in sys.version_info[:3])
    state = "there" if sys.version_info[:2] >= OLDEST else "missing"
    yield Symptom(
        "Python", state, f"{here}, {platform.platform()}", "" if state == "there" else "use Python 3.11 to 3.13"
    )
    for name, purpose in NEEDED.items():
        yield _module(name, purpose, "pip install metst", "missing")
    yield _window()
    for name, (purpose, mend) in OPTIONAL.items():
        yield _module(name, purpose, mend, "optional")
    for what, path in (("resources", RESOURCES), ("manual", DOCS)):
        yield _part(what, path)
    for what, name in (("default model", DEFAULT_WEIGHTS), ("model for people who talk", TALKING_WEIGHTS)):
        yield _part(what, WEIGHTS / f"{name}.safetensors")
    yield _writable("data folder", Path(platformdirs.user_data_dir("metst")))
    yield _writable("cache folder", Path(platformdirs.user_cache_dir("metst")))


def _part(what: str, path: Path) -> Symptom:
    if path.exists():
        return Symptom(what, "there", str(path))
    return Symptom(what, "missing", f"{path} is not there", "install METST again")


def _module(name: str, purpose: str, mend: str, state: str) -> Symptom:
    if find_spec(name) is not None:
        return Symptom(name, "there", purpose)
    if name in NOT_ON_INTEL_MACS and sys.platform == "darwin" and platform.machine() == "x86_64":
        return Symptom(name, state, f"missing, for {purpose}: there is none for Macs with an Intel processor")
    # A bundle cannot be added to.
    mend = "use an installation with Python instead of the bundle" if getattr(sys, "frozen", False) else mend
    return Symptom(name, state, f"missing, for {purpose}", mend)


def _window() -> Symptom:
    """Whether Qt finds the libraries of the system that a window needs."""
    try:
        __import__("PySide6.QtGui")
    except ImportError as error:
        return Symptom("libraries of the window", "missing", str(error), DEBIAN if sys.platform == "linux" else "")
    return Symptom("libraries of the window", "there", "Qt can be loaded")


def _writable(what: str, path: Path) -> Symptom:
    folder = next(one for one in (path, *path.parents) if one.exists())
    probe = folder / ".metst-doctor"
    try:
        probe.touch()
        probe.unlink()
    except OSError as error:
        return Symptom(
            what, "missing", f"{folder} cannot be written ({error.strerror})", "free space, or change its rights"
        )
    return Symptom(what, "there", str(path))
