"""Records that each format can carry, and records of every kind for the property tests."""

from dataclasses import replace
from pathlib import Path

import h5py
from hypothesis import strategies as st

from engine.datasets import FORMAT_TABLE, Record
from engine.datasets.sheets.spreadsheet import read_book
from engine.datasets.timelines.nwb import TABLE

FPS = "30000/1001"


def good(name: str) -> list[Record]:
    """Three made-up records that a format carries whole."""
    micro, macro = {"kind": "micro"}, {"kind": "macro"}
    word = {"samm_lv": "Anger", "4dme": "Surprise+Positive", "dfme": "anger", "smic_e": "negative"}.get(name, "anger")
    if name in ("casme_sq", "casme3_c_me", "megc2024", "megc2025"):
        word = "negative"
    if name == "casme2":
        word = "disgust"
    if name == "samm_lv":
        return [
            Record("006", "006_1", 99, 120, 160, word, "R12A+4(B/C)", "2", micro),
            Record("006", "006_1", 10, None, 300, None, "4", extra={**macro, "Notes": "head"}),
            Record("007", "007_3", 0, 5, 9, "Other", "12", "7", micro),
        ]
    if name == "casme_sq":
        where = {"folder": "s15", "video_code": "0101"}
        return [
            Record(
                "1", "disgust1", 99, 120, 160, "negative", "4+r12", extra={**macro, **where, "self_report": "disgust"}
            ),
            Record("1", "disgust1", 10, None, 22, "surprise", "4", extra={**micro, **where}),
        ]
    if name == "smic_e":
        return [
            Record("1", "s1_ne_01", 4, None, 30, "negative", extra={"FirstF": "17581039", "LastF": "17581139"}),
            Record("1", "s1_ne_01", 40, None, 60, "negative", extra={"FirstF": "17581039", "LastF": "17581139"}),
            Record("2", "s2_sur_01", 0, None, 6, "surprise", extra={"FirstF": "1"}),
        ]
    subject, video = {
        "casme2": ("01", "EP02_01f"),
        "dfme": ("sub0003", "sub0003_01"),
        "4dme": ("sub01", "s1_001"),
        "mmew": ("S01", "S01-01-001"),
        "casme3_c": ("3", "part_C"),
        "casme3_c_me": ("3", "part_C"),
        "megc2022": ("003", "003_1"),
        "megc2023": ("dzw", "dzw_d1"),
        "megc2024": ("17", "017_3"),
        "megc2025": ("17", "017_3"),
    }.get(name, ("spNO.7", "a"))
    apex = None if name.startswith(("megc", "casme3_c")) else 12
    units = "" if name in ("casme3_c", "srt") or name.startswith("megc") else "R12+4"
    objective = (
        "II" if name in ("casme3", "casme3_a", "csv", "json", "elan", "textgrid", "boris", "vtt", "bids", "nwb") else ""
    )
    emotion = None if name in ("casme3_c", "casme3_a", "megc2022", "megc2023") else word
    first = Record(subject, video, 4, apex, 19, emotion, units, objective, micro)
    second = replace(first, onset=40, apex=apex and 50, offset=90)
    if name in ("casme3_a", "csv", "json", "elan", "textgrid", "boris", "label_studio", "vtt", "megc2022", "casme3_c"):
        second = replace(second, extra=macro)
    if name == "dfme":
        second = replace(second, extra={**micro, "Fps": "200"})
    overlapping = replace(first, onset=15, apex=apex and 18, offset=50)
    return [second, first, overlapping]


def plain(record: Record) -> Record:
    """Without the kind micro, which is what a record without a kind is."""
    return replace(record, extra={k: v for k, v in record.extra.items() if (k, v) != ("kind", "micro")}, source=None)


def content(path: Path) -> object:
    """What must be the same in two files: the cells of a workbook, the rows of NWB, the bytes of anything else."""
    if path.suffix == ".nwb":
        with h5py.File(path, "r") as file:
            table = file.get(f"events/{TABLE}", {})
            return {name: repr(one[:].tolist()) for name, one in table.items()}
    return read_book(path).sheets if path.suffix == ".xlsx" else path.read_bytes()


def target(folder: Path, name: str) -> Path:
    """A folder of its own with the file to write: SAMM-LV writes a second file beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"labels{FORMAT_TABLE[name].suffix}"


odd = st.text(max_size=8) | st.sampled_from(
    [
        "中文",
        "spNO.1",
        "a",
        "J",
        "01",
        "1",
        "006",
        "006_1",
        "s1_ne_01",
        "nan",
        "=1+1",
        "-->",
        '"q"',
        "a\tb",
        "x\ny",
        " a ",
    ]
)
units = st.sampled_from(["4", "1+2", "R12+4", "+".join(["L14"] * 400), "A12", "4，7", "", "=4", "007"]) | odd
words = st.none() | st.sampled_from(["anger", "Anger", "negative", "Surprise+Positive", "others", "悲"]) | odd
frames = st.integers(-3, 3000)
kinds = st.sampled_from([{}, {"kind": "micro"}, {"kind": "macro"}, {"kind": "blink"}, {"kind": "a/2 b"}])
extras = st.dictionaries(odd, odd, max_size=2).filter(lambda extra: not {key.lower() for key in extra} & {"kind"})
wild = st.builds(
    lambda subject, video, frames, emotion, units, objective, extra, kind: Record(
        subject, video, frames[0], frames[1], frames[2], emotion, units, objective, {**extra, **kind}
    ),
    *(odd, odd, st.tuples(frames, st.none() | frames, frames), words, units, odd, extras, kinds),
)


def tame(name: str) -> st.SearchStrategy[list[Record]]:
    """Lists around the good records of a format: other frames, emotions and texts, in any order, overlapping."""

    def change(base: Record, onset: int, rise: int | None, fall: int, units: str, odd_word: str | None) -> Record:
        apex = None if rise is None or base.apex is None else onset + rise
        emotion = odd_word if odd_word is not None else base.emotion
        return replace(
            base, onset=onset, apex=apex, offset=onset + (rise or 0) + fall, emotion=emotion, action_units=units
        )

    one = st.builds(
        change,
        st.sampled_from(good(name)),
        *(st.integers(0, 3000), st.none() | st.integers(0, 40), st.integers(0, 400)),
        *(units, st.none() | words.filter(lambda word: word is not None)),
    )
    return st.lists(one, max_size=4)
