"""Made-up label files of CAS(ME)^3 with every irregularity of the published ones, as often as there (docs/formats.md).

The rows are generated; nothing is copied from the data set but the counts.
"""

from pathlib import Path
from typing import Any

from tests.engine.replicas import Rows, save_xls, save_xlsx

HEADER_A = ["Subject", "Filename", "Onset", "Apex", "Offset", "AU", "Expression type", "Objective class"]
HEADER_ME = ["Subject", "Filename", "Onset", "Apex", "Offset", "AU", "Objective class", "emotion"]
STRIDE = 400  # frames between two events of a video that have nothing to do with each other
Event = tuple[str, int, int, int]  # kind, onset, apex, offset
Cluster = list[Event]


def subjects(count: int) -> list[str]:
    return sorted(f"spNO.{number}" for number in range(1, 1 + count))


def texts(rows: Rows) -> Rows:
    """Numbers as text, as the published files hold them."""
    return [[str(value) if isinstance(value, int) else value for value in row] for row in rows]


def casme3_me(path: Path, *, corrected: bool = False) -> Path:
    """The official micro-expression file, version 2: 860 rows, 94 subjects, all cells text, four bad rows.

    `corrected`: the copy in circulation in which the four bad cells were set right, as numbers.
    """
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
    rows[128][1:5] = "d", 112, 83, 200  # row 130: the apex lies before the onset
    rows[749][1:5] = "d", 3647, 2650, 2694  # row 751: the offset lies before the onset
    rows[796][4] = rows[798][4] = 0  # rows 798 and 800: the offset was not seen
    rows[0][2:5] = 0, 0, 25
    for number in (10, 20, 30, 40, 50):
        rows[number][2:5] = 1, 7, 21
    for number in (100, 110, 120, 130, 140):  # under way when the clip began
        rows[number][2:5] = 13, 13, 40
    rows[7][1] = "J"
    for row in (60, 70):  # two pairs of overlapping events, one nested
        rows[row][4] = rows[row][2] + (60 if row == 60 else 15)
        rows[row + 1][2:5] = rows[row][2] + 5, rows[row][2] + 8, rows[row][2] + 30
    for row in range(200, 260, 10):  # six that share one frame
        onset = rows[row][4]
        rows[row + 1][2:5] = onset, onset + 6, onset + 21
    cells = texts(rows)
    if corrected:
        cells[128][3], cells[749][2], cells[796][4], cells[798][4] = 160, 2647, rows[796][3] + 15, rows[798][3] + 15
    return save_xlsx(path, {"label": [HEADER_ME, *cells], "Sheet1": [], "Sheet3": []})


def micro(onset: int, *, rise: int = 6, length: int = 21) -> Event:
    return "micro", onset, onset + rise, onset + length


def macro(onset: int, *, rise: int = 20, length: int = 72) -> Event:
    return "macro", onset, onset + rise, onset + length


def sharing_more() -> list[Cluster]:
    """129 pairs that share more than a boundary frame: 103 of macro-, 2 of micro-expressions, 24 mixed; 71 nested."""
    wide = macro(0, length=200)
    return [
        [macro(0, length=300), macro(50, length=100), macro(100, length=100)],  # three pairs, two of them nested
        [micro(0, length=40), micro(5)],
        [micro(0), micro(10)],
        [macro(0), micro(60), macro(75)],  # one micro-expression over two macro-expressions that follow each other
        *[[wide, macro(50)]] * 51,
        *[[macro(0), macro(50)]] * 49,
        *[[wide, micro(50)]] * 17,
        *[[macro(0), micro(60), macro(81)]] * 5,  # the second macro-expression shares one boundary frame only
    ]


def sharing_a_boundary() -> list[Cluster]:
    """The pairs that share exactly one frame, but for the five mixed ones above: 141, 6 and 42 of 47."""
    return [
        *[[macro(0), macro(72)]] * 141,
        *[[micro(0), micro(21)]] * 6,
        *[[macro(0), micro(72)]] * 42,
    ]


def at_the_start() -> list[Cluster]:
    """55 micro-expressions with the apex at the onset, one of them 0/0/25, and other events that begin with 0 and 1."""
    under_way = [("micro", onset, onset, onset + 30) for onset in (*[1] * 5, *(2 + n % 12 for n in range(49)))]
    return [[("micro", 0, 0, 25)], *([one] for one in under_way), [macro(0)], *[[macro(1)]] * 6]


def part_a_videos() -> dict[tuple[str, str], list[Event | None]]:
    """Events of the 956 videos in order; None stands for 4206 minus the others, events without any oddity."""
    names = subjects(98)
    letters = {name: ("abcdefghij" if place < 74 else "abcdefghi") for place, name in enumerate(names)}
    for name in ("spNO.11", "spNO.14"):
        letters[name] = "abcdefghiJ"
    keys = [(name, letter) for name in names for letter in letters[name]]
    clusters: dict[tuple[str, str], list[Cluster]] = {key: [] for key in keys}
    for number, cluster in enumerate(at_the_start()):
        clusters[keys[300 + number]].append(cluster)
    for number, cluster in enumerate(sharing_more()):  # 77 videos
        clusters[keys[370 + number % 77]].append(cluster)
    for number, cluster in enumerate(sharing_a_boundary()):
        clusters[keys[450 + number]].append(cluster)
    fill = dict.fromkeys(keys, 3) | {("spNO.11", "J"): 2, ("spNO.14", "J"): 3}
    rest = 4206 - 1 - sum(len(one) for found in clusters.values() for one in found) - sum(fill.values())
    for key in [one for one in keys if one[1] != "J"][:rest]:
        fill[key] += 1
    videos: dict[tuple[str, str], list[Event | None]] = {}
    for number, key in enumerate(keys):
        # At the start there is room before the next event; all others are moved on by their place.
        first = 0 if 300 <= number < 300 + len(at_the_start()) else STRIDE
        videos[key] = [
            (kind, *(first + STRIDE * place + frame for frame in frames))
            for place, cluster in enumerate(clusters[key])
            for kind, *frames in cluster
        ]
        videos[key] += [None] * fill[key]
    videos[keys[700]].append(("macro", 4320, 4340, 4340))
    return videos


def action_units() -> list[str]:
    """4206 strings: 1437 of several units, 1131 out of order, 54 with a repeat; sides R 275, L 167, B 40, T 38, r 1."""
    several = [*["2+1"] * 216, *["1+2"] * 44, *["14+14"] * 53, "4+L14+L14", *["7+4"] * 403]
    several += [*["4+2+1"] * 512, *["1+2+4"] * 208]
    single = ["r18", *["R12"] * 275, *["L14"] * 165, *["B25"] * 40, *["T10"] * 38]
    single += ["14"] * (4206 - len(several) - len(single))
    return single + several


def part_a_rows() -> Rows:
    """The 4206 rows of the first sheet as numbers; rows 697, 3649, 3897 and 3906 are called micro against the rule."""
    videos = part_a_videos()
    against = {697 - 2, 3649 - 2, 3897 - 2, 3906 - 2}
    micros = 860 - len(against)
    micros -= sum(one is not None and one[0] == "micro" for found in videos.values() for one in found)
    rows: Rows = []
    for (subject, letter), events in videos.items():
        for place, event in enumerate(events):
            onset = 20 + STRIDE * (place + 2)
            if len(rows) in against:
                assert event is None
                event = micro(onset, rise=12, length=31)
            elif event is None:
                event = micro(onset) if micros > 0 else macro(onset)
                micros -= event[0] == "micro"
            kind, *frames = event
            rows.append([subject, letter, *frames, "", f"{kind.capitalize()}-expression", "VII"])
    assert micros == 0
    rows[40], rows[41] = rows[41], rows[40]  # the one video that is not in order
    for row, units in zip(rows, action_units(), strict=True):
        row[5] = units
    return rows


def blink_rows() -> Rows:
    """841 blinks of 106 videos of 13 subjects: one nested, one while three expressions run, four in a folder J."""
    names = subjects(98)
    annotated = [names[2], *names[37:49]]  # spNO.11 has a folder J; the three at once are of names[37]
    videos = [(name, letter) for name in annotated for letter in ("abcdefgJ" if name == names[2] else "abcdefgh")]
    videos += [(name, "i") for name in annotated[1:3]]
    rows: Rows = []
    counts = {key: 4 if key[1] == "J" else 7 for key in videos}
    for key in [one for one in videos if one[1] != "J"][: 841 - sum(counts.values())]:
        counts[key] += 1
    for (name, letter), count in counts.items():
        rows += [[name, letter, 6000 + 100 * number, 6014 + 100 * number] for number in range(count)]
    crowded = next(row for row in rows if row[:2] == [names[37], "a"])
    crowded[2:] = STRIDE + 110, STRIDE + 124
    rows[1][2:] = rows[0][2] + 1, rows[0][3] - 1
    return rows


def casme3_a(path: Path) -> Path:
    """Part A, version 2, as .xls: 4206 events, 841 blinks of 13 subjects, four cells patched as numbers."""
    rows = part_a_rows()
    cells: list[list[Any]] = texts(rows)
    for row, column in ((3649, 2), (697, 3), (3897, 4), (3906, 4)):
        cells[row - 2][column] = rows[row - 2][column]
    header = ["Subject", "Filename", "Onset", "Offset"]
    return save_xls(path, {"AU+Emotion": [HEADER_A, *cells], "eye blink": [header, *texts(blink_rows())]})
