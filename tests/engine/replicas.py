"""Made-up label files with every irregularity of the published ones, as often as there (dataset formats spec 1.1-1.3).

The rows are generated; nothing is copied from a data set but the counts.
"""

from pathlib import Path
from typing import Any

import openpyxl
import xlwt

Rows = list[list[Any]]
HEADER_A = ["Subject", "Filename", "Onset", "Apex", "Offset", "AU", "Expression type", "Objective class"]
HEADER_ME = ["Subject", "Filename", "Onset", "Apex", "Offset", "AU", "Objective class", "emotion"]
STRIDE = 400  # frames between two events of a video that have nothing to do with each other


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


def subjects(count: int, *, first: int = 1) -> list[str]:
    return sorted(f"spNO.{number}" for number in range(first, first + count))


def texts(rows: Rows) -> Rows:
    """Numbers as text, as the published files hold them."""
    return [[str(value) if isinstance(value, int) else value for value in row] for row in rows]


def casme3_me(path: Path) -> Path:
    """The official micro-expression file, version 2: 860 rows, 94 subjects, all cells text, four bad rows."""
    names = subjects(94)
    rows: Rows = []
    words = [*["disgust"] * 250, *["surprise"] * 187, *["others"] * 158, *["Others"] * 3, *["fear"] * 86]
    words += [*["anger"] * 64, *["sad"] * 57, *["happy"] * 55]
    units = [*["4"] * 671, *["2+1"] * 164, *["4+7+9"] * 22, *["1+2+4+5"] * 2, "1+2+4+5+7"]
    for number in range(860):
        who, place = number // 10, number % 10
        onset = 60 + place * STRIDE
        rows.append([names[min(who, 93)], "a", onset, onset + 6, onset + 21, units[number], "II", words[number]])
    for number in range(852, 860):  # the last subjects have one each
        rows[number][0] = names[86 + number - 852]
    rows[128][2:5] = 112, 83, 140  # row 130: the apex lies before the onset
    rows[749][2:5] = 3647, 2650, 2694  # row 751: the offset lies before the onset
    rows[796][4] = rows[798][4] = 0  # rows 798 and 800: the offset was not seen
    rows[5][2:5] = 0, 0, 25
    for number in (15, 25, 35, 45, 55):
        rows[number][2:5] = 1, 7, 21
    for number in (100, 110, 120, 131, 141):  # under way when the clip began
        rows[number][2:5] = 13, 13, 40
    rows[7][1] = "J"
    for row, other in ((60, 61), (70, 71)):  # two pairs of overlapping events
        rows[other][2:5] = rows[row][2] + 5, rows[row][2] + 8, rows[row][4] + 9
    return save_xlsx(path, {"label": [HEADER_ME, *texts(rows)], "Sheet1": [], "Sheet3": []})


def casme3_a(path: Path) -> Path:
    """Part A, version 2, as .xls: 4206 events, 841 blinks of 13 subjects, three cells patched as numbers."""
    names = subjects(98)
    rows: Rows = []
    for number in range(4206):
        onset = 20 + (number % 10) * STRIDE
        micro = number % 4 == 0 and number < 860 * 4
        rise, length = (6, 21) if micro else (20, 72)
        kind = "Micro-expression" if micro else "Macro-expression"
        video = chr(97 + (number // 10) % 5)
        rows.append([names[number // 43 % 98], video, onset, onset + rise, onset + length, "14", kind, "VII"])
    micros = [row for row in rows if row[6].startswith("Micro")]
    macros = [row for row in rows if row[6].startswith("Macro")]
    for row in micros[:55]:
        row[2:5] = row[2], row[2], row[2] + 30
    for row in micros[100:104]:
        row[2:5] = row[2], row[2] + 12, row[2] + 31  # called micro against the rule
    macros[7][3] = macros[7][4]
    for number, onset in ((3, 0), (5, 0)):
        macros[number * 40][2] = onset
    macros[333][3] = 0
    for row in macros[500:505]:
        row[1] = "J"
    for row in rows[1000:2437]:
        row[5] = "1+2"
    for row in rows[1000:2131]:
        row[5] = "2+1"
    for row in rows[2131:2185]:
        row[5] = "14+14"
    rows[0][5] = "r18"
    cells = texts(rows)
    cells[3647][2], cells[695][3] = rows[3647][2], rows[695][3]
    cells[3895][4], cells[3904][4] = rows[3895][4], rows[3904][4]
    blinks = [[names[number % 13], "a", 50 + 100 * (number // 13), 64 + 100 * (number // 13)] for number in range(841)]
    for number in range(4):
        blinks[number * 30][1] = "J"
    blinks[839][2], blinks[839][3] = blinks[839 - 13][2] + 1, blinks[839 - 13][3] - 1  # nested
    header = ["Subject", "Filename", "Onset", "Offset"]
    return save_xls(path, {"AU+Emotion": [HEADER_A, *cells], "eye blink": [header, *texts(blinks)]})


def samm(folder: Path) -> Path:
    """SAMM-LV with fractional frames, and the micro table beside it: 502 events (159 micro) of 147 videos."""
    header = ["Subject", "Filename", "Inducement Code", "Onset", "Apex", "Offset", "Duration", "Type", "Action Units"]
    rows: Rows = []
    codes: Rows = []
    words = [*["Anger"] * 57, *["Other"] * 26, *["Happiness"] * 26, *["Surprise"] * 15, *["Contempt"] * 12]
    words += [*["Disgust"] * 9, *["Fear"] * 8, *["Sadness"] * 6]
    for number in range(502):
        video, place = number % 147, number // 147
        micro = number < 159
        onset = 1000 + place * 1000
        rise, length = (32, 73) if micro else (100, 300)
        name = f"{video // 5 + 6:03d}_{video % 5 + 1}_{place + 1}"
        units = 4 if number < 78 else "R12A+ref(7B)" if number % 2 else "(R6 or R12)+R15"
        type_ = "Micro - 1/2" if micro else "Macro"
        rows.append(
            [f"{video // 5 + 6:03d}", name, 3, onset, onset + rise, onset + length, length + 1, type_, units, None]
        )
        if micro:
            shift = (video % 3) * 500
            codes.append(
                [*rows[-1][:3], onset + shift, onset + rise + shift, onset + length + shift, length + 1, type_]
            )
            codes[-1] += [units, words[number], 1 + number % 7, None]
    for number in range(75):  # videos out of order: their second event comes before the first
        rows[147 + number][3:6] = 100, (132 if rows[147 + number][7] != "Macro" else 200), 400
        rows[147 + number][6] = 301
    for column, count in ((3, 143), (4, 139), (5, 148)):
        for row in rows[300 : 300 + count]:
            row[column] += 0.6
    for row in rows[300:454]:
        row[6] = round(row[5] - row[3] + 1 + 1e-12, 1) if row[5] - row[3] != int(row[5] - row[3]) else row[6]
    for number in (230, 231, 232, 233):
        rows[number][4] = -1
    for number in (28, 29):
        rows[number][4] = -1
    for number in range(240, 250):
        rows[number][3], rows[number][6] = 0, rows[number][5] + 1
    rows[290][1] = rows[7][1]
    rows[290][0] = rows[7][0]
    rows[299][6] = 99  # wrong by one or more
    top = [["SAMM Long Videos"], *[[]] * 5, [*[None] * 5, "Subjects with Apex Frame not annotated were labelled as -1"]]
    save_xlsx(folder / "SAMM_LongVideos_V3_Release.xlsx", {"Sheet1": [*top, [], [], [*header, "Notes"], *rows]})
    head = [*header[:3], "Onset Frame", "Apex Frame", "Offset Frame", "Duration", "Micro", "Action Units"]
    head += ["Estimated Emotion", "Objective Classes", "Notes"]
    save_xlsx(folder / "SAMM_Micro_FACS_Codes_v2.xlsx", {"MICRO_ONLY": [["SAMM"], *[[]] * 12, head, *codes]})
    return folder / "SAMM_LongVideos_V3_Release.xlsx"


def casme_sq(path: Path) -> Path:
    """CAS(ME)^2: 357 events without a header, 44 of them with offset 0, and the two sheets of naming rules."""
    names = ["anger1", "anger2", "disgust1", "disgust2", "happy1"]
    rows: Rows = []
    for number in range(357):
        who, video = number % 22 + 1, names[number // 22 % 5]
        micro = number < 57
        onset = 100 + (number // 110) * 900
        word = ("negative", "positive", "others", "surprise")[number % 4]
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
