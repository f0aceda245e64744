"""The analysis process: imports no Qt, iterates the engine's generator, sends its events through a pipe."""

import importlib
import logging
import os
import traceback
from collections.abc import Callable
from contextlib import closing, suppress
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Event
from threading import Lock
from typing import Any

from engine.compiling import Preparing, told_of_compiling
from engine.errors import NO_TORCH, EngineError, is_torch_missing
from engine.workers import end_with_parent

NICENESS = 10
# A process that rests looks so often whether it may go on.
REST_SECONDS = 0.05


def child_main(factory: str, arguments: tuple[Any, ...], pipe: Connection, cancelled: Event, held: Event) -> None:
    """Run one analysis, and then every one that is asked for through the pipe, as ``(factory, arguments)``.

    Messages: ``("event", event)`` any number of times, `Preparing` among them, then one of ``("done", None)``,
    ``("cancelled", None)``,
    ``("error", sentence)``, ``("crash", (type name, traceback text))``.

    Args:
        factory: ``"module:function"`` of a generator of analysis events.
        arguments: its arguments.
        pipe: of both ways; closed by the other side where no more is wanted.
        cancelled: looked at between two events.
        held: while it is set nothing is computed.
    """
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[name] = "1"
    with suppress(AttributeError, OSError):
        os.nice(NICENESS)
    end_with_parent(by_kernel=False)  # the window's thread that starts it is not the one that keeps it
    lock = Lock()

    def send(message: tuple[str, Any]) -> None:
        # A thread of the analysis tells that it compiles while another one tells what it found.
        with lock:
            pipe.send(message)

    try:
        while True:
            send(_run(factory, arguments, send, cancelled, held))
            factory, arguments = pipe.recv()
    except EOFError:
        pass
    except (BrokenPipeError, OSError):
        logging.getLogger(__name__).info("the window is gone")
    finally:
        pipe.close()


def _run(
    factory: str, arguments: tuple[Any, ...], send: Callable[[tuple[str, Any]], None], cancelled: Event, held: Event
) -> tuple[str, Any]:
    def prepare() -> None:
        with suppress(OSError):  # the window is gone: the next event says so
            send(("event", Preparing()))

    try:
        import cv2

        cv2.setNumThreads(1)
        module, _, name = factory.partition(":")
        make = getattr(importlib.import_module(module), name)
        with told_of_compiling(prepare), closing(make(*arguments)) as events:
            for event in events:
                while held.is_set() and not cancelled.wait(REST_SECONDS):
                    pass
                if cancelled.is_set():
                    return "cancelled", None
                send(("event", event))
    except EngineError as error:
        return "error", str(error)
    except (BrokenPipeError, ConnectionError):
        raise
    except Exception as error:  # noqa: BLE001 - whatever it is, the review must hear of it
        if is_torch_missing(error):
            return "error", NO_TORCH
        return "crash", (type(error).__name__, traceback.format_exc())
    return "done", None
