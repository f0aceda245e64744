"""The label formats in the order they are offered, their endings, and the filter of a file dialog."""

from engine.datasets import format_names, format_row
from metst_gui.language import tr

# What is offered first: the data set most used, and the format that carries everything.
FIRST = ("casme3", "csv")


def offered() -> tuple[str, ...]:
    """Names of all formats, those of plug-ins last."""
    return (*FIRST, *(one for one in format_names() if one not in FIRST))


def label_filter() -> str:
    """Filter of a file dialog for every label format."""
    endings = " ".join(f"*{ending}" for ending in sorted({*(format_row(one).suffix for one in offered()), ".xls"}))
    return tr("Label files ({endings});;All files (*)", endings=endings)
