"""Numbers with their nouns."""

from metst_gui.language import mark, plural

NOUNS = {
    "annotation": (mark("{n} annotation"), mark("{n} annotations")),
    "file": (mark("{n} file"), mark("{n} files")),
    "event": (mark("{n} event"), mark("{n} events")),
    "proposal": (mark("{n} proposal"), mark("{n} proposals")),
    "remark": (mark("{n} remark"), mark("{n} remarks")),
    "row": (mark("{n} row"), mark("{n} rows")),
    "verdict": (mark("{n} verdict"), mark("{n} verdicts")),
    "video": (mark("{n} video"), mark("{n} videos")),
}


def counted(number: int, noun: str) -> str:
    """A number with its noun, one of `NOUNS`, in the plural where it is not one."""
    return plural(number, *NOUNS[noun])
