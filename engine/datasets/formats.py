"""The table of all formats: what each is called, how its files end, who reads and writes it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from engine.datasets.challenges.me_vqa import read_me_vqa, write_me_vqa
from engine.datasets.challenges.megc import FORMS, read_megc, write_megc
from engine.datasets.own.metst_csv import read_csv, write_csv
from engine.datasets.own.metst_json import read_json, write_json
from engine.datasets.records import MissingEmotion, ReadResult, Record, WriteReport
from engine.datasets.sheets.casme3 import read_casme3, write_casme3, write_casme3_a
from engine.datasets.sheets.casme_sq import read_casme_sq, write_casme_sq
from engine.datasets.sheets.fourdme import read_4dme, write_4dme
from engine.datasets.sheets.layout import Layout
from engine.datasets.sheets.samm import read_samm, write_samm
from engine.datasets.sheets.simple_sheets import LAYOUTS, read_simple, write_simple
from engine.datasets.sheets.smic import read_smic, write_smic
from engine.datasets.timelines.activitynet import read_activitynet, write_activitynet
from engine.datasets.timelines.bids import SUFFIX as BIDS_SUFFIX
from engine.datasets.timelines.bids import read_bids, write_bids
from engine.datasets.timelines.boris import read_boris, write_boris
from engine.datasets.timelines.boris_project import (
    read_boris_project,
    read_boris_sheet,
    write_boris_project,
    write_boris_sheet,
)
from engine.datasets.timelines.elan import read_eaf, write_eaf
from engine.datasets.timelines.label_studio import read_label_studio, write_label_studio
from engine.datasets.timelines.nwb import read_nwb, write_nwb
from engine.datasets.timelines.subtitles import read_subtitles, write_subtitles
from engine.datasets.timelines.textgrid import read_textgrid, write_textgrid
from engine.datasets.timelines.timed import NO_TIMING, Timing


@dataclass(frozen=True, slots=True)
class Choices:
    """What a reader or writer may need besides the file.

    Attributes:
        timing: the videos or their rate, for formats that count in seconds.
        missing_emotion: what to do with records whose emotion the format cannot carry.
    """

    timing: Timing = NO_TIMING
    missing_emotion: MissingEmotion = "refuse"


Reader = Callable[[Path, Choices], ReadResult]
Writer = Callable[[Path, Sequence[Record], Choices], WriteReport]
# What a bound in the file names: a frame index from 0, the number in an image's name, or a time (or player's frame).
BoundsAs = Literal["index", "image", "time"]
# Where the file tells who set a value: in columns of METST's, in a payload beside free texts, in the free texts
# alone (a mark behind the emotion), or nowhere.
OriginsIn = Literal["columns", "payload", "texts", "nowhere"]


@dataclass(frozen=True, slots=True)
class Format:
    """One format; what else METST must know of it, and is told here alone.

    Attributes:
        name: as on the command line.
        title: as a dialog names it.
        suffix: ending of the names of its files, usually an extension.
        read, write: its functions.
        timed: whether it counts in seconds and so needs the video or its frame rate.
        one_video: whether a file holds the labels of one video only.
        bounds: what a bound names, which says how it is found among the images of a folder.
        origins: where the file tells who set a value.
        first_line: by which a text table is known to be of this format, in lower case; empty where that is not enough.
    """

    name: str
    title: str
    suffix: str
    read: Reader
    write: Writer
    timed: bool = False
    one_video: bool = False
    bounds: BoundsAs = "image"
    origins: OriginsIn = "nowhere"
    first_line: str = ""


def _sheet(
    name: str,
    title: str,
    read: Callable[[Path], ReadResult],
    write: Callable[..., WriteReport],
    bounds: BoundsAs = "image",
) -> Format:
    """A format of Excel files, whose writer wants to know what to do about emotions."""
    return Format(
        name,
        title,
        ".xlsx",
        lambda path, _: read(path),
        lambda path, records, choices: write(path, records, missing_emotion=choices.missing_emotion),
        bounds=bounds,
    )


def _simple(layout: Layout, bounds: BoundsAs = "image") -> Format:
    return _sheet(
        layout.format,
        layout.title,
        lambda path: read_simple(path, layout),
        lambda path, records, missing_emotion: write_simple(path, records, layout, missing_emotion=missing_emotion),
        bounds=bounds,
    )


def _megc(name: str, year: str, *, told_by_header: bool = False) -> Format:
    return Format(
        name,
        f"MEGC {year} submission",
        ".csv",
        lambda path, _: read_megc(path, name),
        lambda path, records, choices: write_megc(path, records, name, missing_emotion=choices.missing_emotion),
        first_line=",".join(FORMS[name].header) if told_by_header else "",
    )


def _timed(
    name: str,
    title: str,
    suffix: str,
    read: Callable[[Path, Timing], ReadResult],
    write: Callable[[Path, Sequence[Record], Timing], WriteReport],
    *,
    one_video: bool = False,
) -> Format:
    return Format(
        name,
        title,
        suffix,
        lambda path, choices: read(path, choices.timing),
        lambda path, records, choices: write(path, records, choices.timing),
        timed=True,
        one_video=one_video,
        bounds="time",
        origins="payload",
    )


def _subtitle(name: str, title: str) -> Format:
    return Format(
        name,
        title,
        f".{name}",
        lambda path, choices: read_subtitles(path, name, choices.timing),
        lambda path, records, choices: write_subtitles(path, records, name, choices.timing),
        timed=True,
        one_video=True,
        bounds="time",
        origins="texts" if name == "srt" else "payload",
    )


_ALL = (
    Format(
        "csv",
        "METST CSV",
        ".csv",
        lambda path, choices: read_csv(path, choices.timing),
        lambda path, records, choices: write_csv(path, records, choices.timing),
        bounds="index",
        origins="columns",
    ),
    Format(
        "json",
        "METST JSON",
        ".json",
        lambda path, _: read_json(path),
        lambda path, rows, _: write_json(path, rows),
        bounds="index",
        origins="columns",
    ),
    _sheet("casme3", "CAS(ME)^3 part A, micro-expressions", read_casme3, write_casme3),
    _sheet("casme3_a", "CAS(ME)^3 part A, all and blinks", read_casme3, write_casme3_a),
    _simple(LAYOUTS["casme3_c"]),
    _simple(LAYOUTS["casme3_c_me"]),
    _sheet("samm_lv", "SAMM Long Videos with the micro table", read_samm, write_samm),
    _sheet("casme_sq", "CAS(ME)^2", read_casme_sq, write_casme_sq),
    _simple(LAYOUTS["casme2"]),
    _sheet("smic_e", "SMIC-E long", read_smic, write_smic),
    _simple(LAYOUTS["dfme"], "index"),
    _sheet("4dme", "4DME micro-expressions", read_4dme, write_4dme),
    _simple(LAYOUTS["mmew"]),
    _megc("megc2022", "2022", told_by_header=True),
    _megc("megc2023", "2023", told_by_header=True),
    _megc("megc2024", "2024"),
    _megc("megc2025", "2025"),
    Format(
        "me_vqa",
        "ME-VQA answers",
        ".jsonl",
        lambda path, _: read_me_vqa(path),
        lambda path, records, choices: write_me_vqa(path, records, missing_emotion=choices.missing_emotion),
    ),
    _timed("elan", "ELAN", ".eaf", read_eaf, write_eaf, one_video=True),
    _timed("textgrid", "Praat TextGrid", ".TextGrid", read_textgrid, write_textgrid, one_video=True),
    _timed("boris", "BORIS aggregated events", ".tsv", read_boris, write_boris),
    _timed("boris_project", "BORIS project", ".boris", read_boris_project, write_boris_project),
    _timed("boris_sheet", "BORIS events for import", ".xlsx", read_boris_sheet, write_boris_sheet, one_video=True),
    _timed("bids", "BIDS events", BIDS_SUFFIX, read_bids, write_bids, one_video=True),
    _timed("nwb", "NWB, Neurodata Without Borders", ".nwb", read_nwb, write_nwb, one_video=True),
    _timed("activitynet", "ActivityNet, OpenTAD", ".json", read_activitynet, write_activitynet),
    Format(
        "label_studio",
        "Label Studio",
        ".json",
        lambda path, choices: read_label_studio(path, choices.timing),
        lambda path, records, choices: write_label_studio(path, records, choices.timing),
        bounds="time",
        origins="payload",
    ),
    _subtitle("vtt", "WebVTT"),
    _subtitle("srt", "SubRip subtitles"),
)
FORMAT_TABLE: Mapping[str, Format] = {one.name: one for one in _ALL}
FORMATS = tuple(FORMAT_TABLE)
