"""Errors a user can act on: each message is one sentence that says what to do."""

from engine.messages import Said


class EngineError(Exception):
    """An expected failure; `str(error)` is one sentence for the user."""


def words_of(error: BaseException) -> str:
    """Kind and words of another package's error, cut short; its kind alone where it cannot say more."""
    try:
        return f"{type(error).__name__}: {error}"[:300]
    except Exception:  # noqa: BLE001 - it is another package's
        return type(error).__name__


class SourceError(EngineError):
    """The video file or image folder cannot be read."""


class AnalysisError(EngineError):
    """The source is readable but cannot be analysed (too short, no usable model, ...)."""


class CheckpointError(EngineError):
    """A weights file is unreadable, unsafe or does not fit the network."""


class DatasetError(EngineError):
    """A label file cannot be read, or a record cannot be written without being misread."""


class OutputError(EngineError):
    """A file cannot be written."""


class PluginError(EngineError):
    """A plug-in of another package cannot be loaded, or gave what it must not give."""


class ProjectError(EngineError):
    """A project file cannot be read or verified."""


NO_TORCH = Said(
    "Training, learning and CUDA devices need PyTorch, which is not installed here: run “pip install "
    "torch==2.13.0” and try again."
)


def is_torch_missing(error: BaseException) -> bool:
    """Whether an import failed because PyTorch is not installed; everything else works without it."""
    return isinstance(error, ModuleNotFoundError) and (error.name or "").partition(".")[0] == "torch"
