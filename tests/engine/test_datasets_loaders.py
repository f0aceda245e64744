"""Written files as the published loaders open them: pandas, by position, with their skipped rows (docs/formats.md)."""

from pathlib import Path

import pandas as pd

from engine.datasets import write_records
from tests.engine.dataset_records import good, target


def test_samm_as_the_loaders_read_it(tmp_path: Path) -> None:
    path = target(tmp_path, "samm_lv")
    write_records(path, good("samm_lv"), format="samm_lv")
    labels = pd.read_excel(path, header=None, skiprows=10)
    assert labels.shape == (3, 10)
    assert labels[1].tolist() == ["006_1_1", "006_1_2", "007_3_1"]
    assert labels[[3, 4, 5, 6]].to_numpy().tolist() == [[100, 121, 161, 62], [11, -1, 301, 291], [1, 6, 10, 10]]
    assert labels[7].tolist() == ["Micro - 1/2", "Macro", "Micro - 1/2"]
    codes = pd.read_excel(path.with_name("SAMM_Micro_FACS_Codes_v2.xlsx"), header=None, skiprows=14)
    assert codes.shape[1] in (11, 12)  # pandas drops the Notes column where it is empty
    assert codes[1].tolist() == ["006_1_1", "007_3_1"]
    assert codes[9].tolist() == ["Anger", "Other"]
    assert codes[10].tolist() == [2, 7]


def test_casme_squared_as_the_loaders_read_it(tmp_path: Path) -> None:
    path = target(tmp_path, "casme_sq")
    write_records(path, good("casme_sq"), format="casme_sq")
    labels, rule1, rule2 = (pd.read_excel(path, sheet_name=n, header=None, converters={0: str}) for n in range(3))
    assert labels.shape == (2, 9)
    assert labels[1].tolist() == ["disgust1_1", "disgust1_2"]
    assert labels[[2, 3, 4]].to_numpy().tolist() == [[100, 121, 161], [11, 0, 23]]
    assert labels[7].tolist() == ["macro-expression", "micro-expression"]
    assert rule1[[1, 2]].to_numpy().tolist() == [["s15", 1]] * 2
    assert rule2.to_numpy().tolist() == [["0101", "disgust1"]]


def test_casme2_and_smic_have_their_nameless_columns(tmp_path: Path) -> None:
    path = target(tmp_path / "c", "casme2")
    write_records(path, good("casme2"), format="casme2")
    table = pd.read_excel(path, converters={"Subject": str})
    assert list(table.columns)[:7] == [
        *("Subject", "Filename", "Unnamed: 2", "OnsetFrame", "ApexFrame", "OffsetFrame", "Unnamed: 6"),
    ]
    assert table["Subject"].tolist() == ["01"] * 3
    path = target(tmp_path / "s", "smic_e")
    write_records(path, good("smic_e"), format="smic_e")
    table = pd.read_excel(path)
    assert (table["OnsetF"] - table["FirstF"]).tolist() == [4, 0]
    assert (table["Offset2"] - table["FirstF"]).tolist()[0] == 60


def test_submissions_have_plain_integers_and_their_line_ends(tmp_path: Path) -> None:
    for name, end in (("megc2022", b"\n"), ("megc2023", b"\n"), ("megc2024", b"\r\n")):
        path = target(tmp_path / name, name)
        write_records(path, good(name), format=name)
        lines = path.read_bytes().split(end)
        assert lines[-1] == b""
        assert len(lines) == 5
        table = pd.read_csv(path)
        frames = [column for column in table.columns if "onset" in column or "offset" in column]
        assert all(table[column].dtype == "int64" for column in frames)
        assert table[frames[0]].tolist() == [41, 5, 16]
