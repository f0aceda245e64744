"""The progress bar of an analysis says why it stands still."""

from pathlib import Path

from engine.cli.progress import frame_bar
from engine.compiling import compiling_begins
from engine.types import Progress


def test_the_bar_says_that_kernels_are_compiled_until_it_is_further(capsys) -> None:
    with frame_bar(Path("a.mp4"), draws=True) as follow:
        follow(Progress("model", 10, 100))
        assert "Preparing" not in capsys.readouterr().err
        compiling_begins()
        compiling_begins()
        told = capsys.readouterr().err
        assert told.count("a.mp4: Preparing the measurement for this computer, once") == 1
        assert "10/100" in told
        follow(Progress("model", 100, 100))
    assert "Preparing" not in capsys.readouterr().err.rpartition("\r")[2]
    compiling_begins()
    assert capsys.readouterr().err == ""
