"""Made-up label files with every irregularity of the published ones, as often as there (docs/formats.md).

The rows are generated; nothing is copied from a data set but the counts.
"""

from pathlib import Path
from typing import Any

import openpyxl
import xlwt

Rows = list[list[Any]]


def save_xlsx(path: Path, sheets: dict[str, Rows]) -> Path:
    book = openpyxl.Workbook(write_only=True)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def save_xls(path: Path, sheets: dict[str, Rows]) -> Path:
    book = xlwt.Workbook()
    for name, rows in sheets.items():
        sheet = book.add_sheet(name)
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if value is not None:
                    sheet.write(number, column, value)
    book.save(str(path))
    return path


def samm(folder: Path) -> Path:
    """SAMM-LV with fractional frames, and the micro table beside it: 502 events (159 micro) of 147 videos."""
    header = ["Subject", "Filename", "Inducement Code", "Onset", "Apex", "Offset", "Duration", "Type", "Action Units"]
    rows = [samm_row(number) for number in range(502)]
    for row in rows[219:294]:  # 75 videos out of order: their second event comes before the first
        row[3:7] = 100, (132 if row[7] != "Macro" else 200), (173 if row[7] != "Macro" else 400), 0
    for column, chosen, part in ((3, rows[300:443], 0.6), (4, rows[300:439], 0.6), (5, rows[306:454], 0.2)):
        for row in chosen:
            row[column] = round(row[column] + part, 1)
    for number in (28, 29, 230, 231, 232, 233):  # two micro-, four macro-expressions
        rows[number][4] = -1
    for row in rows[247:257]:
        row[3] = 0
    for row in rows:
        row[6] = round(row[5] - row[3] + 1, 1)
    rows[448][1] = rows[7][1]  # of another type
    rows[299][6] = 99  # wrong
    codes = samm_codes([row for row in rows if row[7] != "Macro"])
    top = [["SAMM Long Videos"], *[[]] * 5, [*[None] * 5, "Subjects with Apex Frame not annotated were labelled as -1"]]
    save_xlsx(folder / "SAMM_LongVideos_V3_Release.xlsx", {"Sheet1": [*top, [], [], [*header, "Notes"], *rows]})
    head = [*header[:3], "Onset Frame", "Apex Frame", "Offset Frame", "Duration", "Micro", "Action Units"]
    head += ["Estimated Emotion", "Objective Classes", "Notes"]
    save_xlsx(folder / "SAMM_Micro_FACS_Codes_v2.xlsx", {"MICRO_ONLY": [["SAMM"], *[[]] * 12, head, *codes]})
    return folder / "SAMM_LongVideos_V3_Release.xlsx"


def samm_row(number: int) -> list[Any]:
    """Event 1, 2, ... of the videos in turn; 79 videos have micro-expressions, 78 of the strings are numbers."""
    video, place = number % 147, number // 147
    micro = (video < 79 and place < 2) or (video == 0 and place == 2)
    onset = 1000 + place * 1000
    rise, length = (32, 73) if micro else (100, 300)
    subject = f"{video // 5 + 6:03d}"
    units = 4 if number < 78 else "R12A+ref(7B)" if number % 2 else "(R6 or R12)+R15"
    frames = [onset, onset + rise, onset + length, 0]
    return [
        subject,
        f"{subject}_{video % 5 + 1}_{place + 1}",
        3,
        *frames,
        "Micro - 1/2" if micro else "Macro",
        units,
        None,
    ]


def samm_codes(micros: Rows) -> Rows:
    """The micro table: frames moved by a constant in each video, 37 of 159 strings of action units as numbers."""
    words = [*["Anger"] * 57, *["Other"] * 26, *["Happiness"] * 26, *["Surprise"] * 15, *["Contempt"] * 12]
    words += [*["Disgust"] * 9, *["Fear"] * 8, *["Sadness"] * 6]
    videos = sorted({row[1].rpartition("_")[0] for row in micros})
    codes: Rows = []
    for number, row in enumerate(micros):
        shift = (0, 100, 300, 500, 2000, 10000)[videos.index(row[1].rpartition("_")[0]) % 6]
        frames = [frame if frame == -1 else frame + shift for frame in row[3:6]]
        units = row[8] if number < 37 else str(row[8])
        codes.append([*row[:3], *frames, *row[6:8], units, words[number], 1 + number % 7, None])
    return codes


def casme_sq(path: Path) -> Path:
    """CAS(ME)^2: 357 events without a header, 44 of them with offset 0, and the two sheets of naming rules."""
    names = ["anger1", "anger2", "disgust1", "disgust2", "happy1"]
    words = [*["negative"] * 21, *["positive"] * 8, *["others"] * 19, *["surprise"] * 9]  # of the micro-expressions
    words += [*["negative"] * 105, *["positive"] * 116, *["others"] * 63, *["surprise"] * 16]
    rows: Rows = []
    for number in range(357):
        who, video = number % 22 + 1, names[number // 22 % 5]
        micro = number < 57
        onset = 100 + (number // 110) * 900
        word = words[number]
        units = 4 if number < 213 else "4+7"
        kind = "micro-expression" if micro else "macro-expression"
        end = onset + (12 if micro else 60)
        rows.append([who, f"{video}_{number // 110 + 1}", onset, onset + 5, end, units, word, kind, "happiness"])
    for row in rows[100:144]:
        row[4] = 0
    rows[200][2:5] = 1763, 0, 1787
    rows[210][2:5] = 1221, 1230, 1224
    rows[211][2:5] = 2169, 2203, 2202
    rows[212][2:5] = 2407, 2455, 2451
    rows[50][8] = "happyiness"
    rule1 = [[number, f"s{who + 14}", who] for number, who in ((row[0], row[0]) for row in rows)]
    rule2 = [[f"0{number + 1}01", name] for number, name in enumerate(names)]
    return save_xlsx(path, {"CASFEcode_final": rows, "naming rule1": rule1, "naming rule2": rule2})
