"""What bundles, the .deb and the wheelhouse are made of fits together."""

import configparser
import subprocess
import xml.etree.ElementTree as ET

import pytest
from packaging.requirements import Requirement

from tests.conftest import ROOT
from tools import bundle, wheelhouse

PACKAGING = ROOT / "packaging"


def test_the_menu_entry_opens_the_type_that_the_deb_brings() -> None:
    entry = configparser.ConfigParser(interpolation=None)
    entry.optionxform = str  # type: ignore[assignment,method-assign]
    entry.read(PACKAGING / "metst.desktop", encoding="utf-8")
    brought = ET.parse(PACKAGING / "metst.xml").getroot()[0].get("type")
    assert brought in entry["Desktop Entry"]["MimeType"].split(";")
    assert entry["Desktop Entry"]["Exec"].split()[0] == "metst-gui"


def test_a_bundle_needs_all_but_torch() -> None:
    needed = bundle.needs()
    assert not [one for one in needed if one.startswith("torch")]
    assert {one for one in wheelhouse.requirements(torch=True) if not one.startswith("torch")} <= set(needed)


def test_the_first_line_of_both_programs_is_for_their_processes() -> None:
    for name in ("desk.py", "command.py"):
        text = (PACKAGING / name).read_text(encoding="utf-8")
        assert text.index("freeze_support()") < text.index("import main")


@pytest.mark.parametrize(
    ("system", "processor", "wanted"),
    [("darwin", "x86_64", False), ("darwin", "arm64", True), ("linux", "x86_64", True), ("win32", "AMD64", True)],
)
def test_torch_is_asked_for_where_there_are_wheels(system: str, processor: str, wanted: bool) -> None:
    (torch,) = (Requirement(one) for one in wheelhouse.requirements(torch=True) if one.startswith("torch"))
    assert torch.marker is not None
    assert torch.marker.evaluate({"sys_platform": system, "platform_machine": processor}) is wanted


def test_what_is_not_resolved_is_named_with_a_reason() -> None:
    for (system, python), package in wheelhouse.NONE_OF.items():
        assert system in wheelhouse.SYSTEMS
        assert python in wheelhouse.PYTHONS
        assert [one for one in wheelhouse.requirements(torch=False) if one.startswith(package)]
        assert system.partition("-")[2].title() in (ROOT / "docs" / "install.md").read_text(encoding="utf-8")


def test_a_bundle_with_a_link_that_leads_nowhere_is_not_packed(tmp_path) -> None:
    (tmp_path / "libgone.so").symlink_to("lib/libgone.so")
    with pytest.raises(ValueError, match="libgone"):
        bundle.check(tmp_path)


def test_a_bundle_whose_program_does_not_begin_is_not_packed(tmp_path) -> None:
    for name in ("metst", "metst-gui"):
        (tmp_path / name).write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    with pytest.raises(subprocess.CalledProcessError, match="metst"):
        bundle.check(tmp_path)


def test_hashes_are_those_that_sha256sum_checks(tmp_path) -> None:
    (tmp_path / "a.txt").write_bytes(b"abc")
    bundle.write_sums(tmp_path)
    expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  a.txt\n"
    assert (tmp_path / "SHA256SUMS").read_text(encoding="utf-8") == expected


@pytest.mark.parametrize("system", wheelhouse.SYSTEMS)
def test_the_script_installs_without_a_network(system: str) -> None:
    _name, text = wheelhouse.script(system, "3.12")
    assert "--no-index" in text
    assert "3.12 -m venv" in text
    assert "metst-gui" in text
