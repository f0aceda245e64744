"""The label formats in the order they are offered, their endings, and the filter of a file dialog."""

from engine.datasets import FORMAT_TABLE
from metst_gui.language import tr

# What is offered first: the data set most used, and the format that carries everything.
FIRST = ("casme3", "csv")
FORMATS: tuple[str, ...] = (*FIRST, *(one for one in FORMAT_TABLE if one not in FIRST))
SUFFIXES = {one.name: one.suffix for one in FORMAT_TABLE.values()}
_ENDINGS = " ".join(f"*{ending}" for ending in sorted({*SUFFIXES.values(), ".xls"}))


def label_filter() -> str:
    """Filter of a file dialog for every label format."""
    return tr("Label files ({endings});;All files (*)", endings=_ENDINGS)
