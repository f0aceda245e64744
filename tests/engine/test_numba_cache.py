"""Compiled kernels work where their code cannot be kept."""

import numba
import pytest
from numba.core.caching import FunctionCache

from engine.compiling import told_of_compiling
from engine.numba_cache import compiled, compiled_for


def twice(x: float) -> float:
    return 2 * x


def full(*_: object) -> None:
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize("broken", ["save_overload", "load_overload"])
def test_a_disk_that_cannot_be_used_does_not_stop_the_kernels(broken: str, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []
    monkeypatch.setattr(FunctionCache, "load_overload", lambda *_: None)
    monkeypatch.setattr(FunctionCache, "save_overload", lambda *_: None)
    monkeypatch.setattr(FunctionCache, broken, lambda *a: calls.append(1) or full(*a))
    assert compiled(twice)(3.0) == 6.0
    kernel = compiled_for(numba.types.float64(numba.types.float64), frozenset({"contract"}))(twice)
    assert kernel(4.0) == 8.0
    assert len(calls) == 2
    with pytest.raises(TypeError, match="No matching definition"):
        kernel("text")


def test_no_folder_for_the_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(FunctionCache, "__init__", full)
    assert compiled(twice)(3.0) == 6.0


def test_compiling_is_told_of_while_it_goes_on_and_only_then(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(FunctionCache, "load_overload", lambda *_: None)
    monkeypatch.setattr(FunctionCache, "save_overload", lambda *_: None)
    told: list[int] = []
    kernel = compiled(twice)
    with told_of_compiling(lambda: told.append(len(kernel.overloads))):
        kernel(3.0)
        assert told == [0], "before it was compiled"
        kernel(4.0)
        assert told == [0], "it is ready"
    kernel(3)
    assert told == [0], "nobody listens"
