"""Makes the bundle of the reviewing program: a folder that needs no Python, as tar.xz and, on Linux, as a .deb.

Run:  python -m tools.bundle OUT [--folder MADE_BEFORE]    (nice: it takes some minutes of one core)
In an environment that holds METST without torch, and PyInstaller: ``python -m tools.bundle --needs`` prints what to
install there. What comes out is for the system that it runs on; OUT/SHA256SUMS holds the hashes.
"""

import argparse
import hashlib
import lzma
import os
import platform
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from collections.abc import Iterator, Sequence
from importlib import metadata
from pathlib import Path

from tools.house_check import ROOT

PACKAGING = ROOT / "packaging"
NAME, PLACE = "metst", "opt/metst"
# What a desk of Debian has; everything else is in the bundle, made for this system's C library or a newer one.
DEPENDS = (
    f"libc6 (>= {platform.libc_ver()[1] or '2.36'}), libegl1, libgl1, libxcb1, libfontconfig1, hicolor-icon-theme, "
    "fonts-dejavu-core | fonts-liberation"
)
LARGEST = 220_000_000  # bytes of the tar.xz
# Libraries with many symbols that only a debugger reads. Others were moved about by patchelf, which `strip` may break.
STRIPPED = ("libpython3*.so*", "libllvmlite.so", "libpywrap_litert_common.so")
# Machine code is packed by its jumps' targets. Denser presets save a tenth, in three times the time.
FILTERS = [{"id": lzma.FILTER_X86}, {"id": lzma.FILTER_LZMA2, "preset": 6}]


def version() -> str:
    """Version in pyproject.toml."""
    return str(tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"])


def needs() -> list[str]:
    """Requirements of the environment that the bundle is made in."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return [*(one for one in project["dependencies"] if not one.startswith("torch")), "pyinstaller>=6.10"]


def freeze(work: Path) -> Path:
    """Run PyInstaller; the folder it made."""
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", f"--distpath={work}", f"--workpath={work / 'build'}"]
    subprocess.run([*command, str(PACKAGING / "metst.spec")], check=True, cwd=work)
    return work / NAME


def strip(folder: Path) -> None:
    """Take symbols that nothing looks up out of the largest libraries, where there is a `strip`."""
    if sys.platform == "linux" and shutil.which("strip"):
        for pattern in STRIPPED:
            for library in sorted(folder.rglob(pattern)):
                subprocess.run(["strip", "--strip-unneeded", str(library)], check=True)


def check(folder: Path) -> None:
    """Let both programs begin: what was left out and is needed is found out before anything is packed.

    Raises:
        ValueError: a link leads nowhere.
        subprocess.CalledProcessError: a program does not begin.
    """
    lost = [path.name for path in folder.rglob("*") if path.is_symlink() and not path.exists()]
    if lost:
        raise ValueError(f"links that lead nowhere: {', '.join(lost)}")
    alone = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": ""}
    for command in (("metst", "doctor"), ("metst-gui", "--help")):
        subprocess.run([str(folder / command[0]), command[1]], check=True, env=alone, stdout=subprocess.DEVNULL)


def add_licences(folder: Path) -> None:
    """Put the licence texts of everything that was bundled into ``licences/``."""
    target = folder / "licences"
    target.mkdir(exist_ok=True)
    shutil.copy(ROOT / "LICENSE", target / "METST.txt")
    shutil.copy(ROOT / "docs" / "licences.md", target / "README.md")
    for told in metadata.distributions():
        for file in told.files or ():
            if (
                re.search(r"(?i)(^|/)(licen[cs]e|copying|notice)[^/]*$", str(file))
                and Path(str(file.locate())).is_file()
            ):
                name = f"{told.metadata['Name']}--{str(file).replace('/', '--')}"
                shutil.copy(str(file.locate()), target / name[-200:])
    for package, text in system_licences(folder):
        shutil.copy(text, target / f"debian--{package}.txt")


def system_licences(folder: Path) -> Iterator[tuple[str, Path]]:
    """Packages of this Debian whose libraries lie in the bundle, and the files with their licences."""
    if shutil.which("dpkg") is None:
        return
    seen = set()
    for library in sorted((folder / "_internal").glob("lib*.so*")):
        found = subprocess.run(["dpkg", "-S", f"*/{library.name}"], capture_output=True, text=True, check=False)
        package = found.stdout.partition(":")[0]
        text = Path("/usr/share/doc") / package / "copyright"
        if package and package not in seen and text.is_file():
            seen.add(package)
            yield package, text


def archive(folder: Path, out: Path) -> Path:
    """The folder as tar.xz."""
    target = out / f"metst-{version()}-{sys.platform}-{os.uname().machine}.tar.xz"
    with lzma.open(target, "wb", filters=FILTERS) as packed, tarfile.open(fileobj=packed, mode="w") as file:
        file.add(folder, arcname=NAME)
    if target.stat().st_size > LARGEST:
        raise ValueError(f"{target.name} has {target.stat().st_size / 1e6:.1f} MB, more than {LARGEST / 1e6:.0f}")
    return target


def debian(folder: Path, out: Path, work: Path) -> Path:
    """The folder as a .deb with icon, menu entry and the type of .metst files."""
    root = work / "deb"
    shutil.copytree(folder, root / PLACE, symlinks=True)
    share = root / "usr" / "share"
    for source, place in (
        (PACKAGING / "metst.desktop", share / "applications" / "metst.desktop"),
        (PACKAGING / "metst.xml", share / "mime" / "packages" / "metst.xml"),
        (ROOT / "resources" / "app_icon.svg", share / "icons/hicolor/scalable/apps/metst.svg"),
        (ROOT / "resources" / "app_icon.svg", share / "icons/hicolor/scalable/mimetypes/application-x-metst.svg"),
        (ROOT / "LICENSE", share / "doc" / "metst" / "copyright"),
    ):
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, place)
        place.chmod(0o644)
    (root / "usr" / "bin").mkdir(parents=True)
    for program in ("metst", "metst-gui"):
        (root / "usr" / "bin" / program).symlink_to(f"/{PLACE}/{program}")
    control = root / "DEBIAN"
    control.mkdir()
    size = sum(path.stat().st_size for path in root.rglob("*") if path.is_file() and not path.is_symlink()) >> 10
    (control / "control").write_text(
        f"Package: metst\nVersion: {version()}\nArchitecture: amd64\nMaintainer: METST maintainers <metst@localhost>\n"
        f"Installed-Size: {size}\nDepends: {DEPENDS}\nSection: science\nPriority: optional\n"
        "Description: micro-expression review desk\n"
        " Proposes candidates for human review; they are not evidence.\n",
        encoding="utf-8",
    )
    target = out / f"metst_{version()}_amd64.deb"
    subprocess.run(["dpkg-deb", "--root-owner-group", "-Zzstd", "-z15", "--build", str(root), str(target)], check=True)
    return target


def write_sums(out: Path) -> None:
    """Write the hashes of everything in the folder, as `sha256sum --check` reads them."""
    files = sorted(path for path in out.iterdir() if path.is_file() and path.name != "SHA256SUMS")
    lines = []
    for path in files:
        with path.open("rb") as file:
            lines.append(f"{hashlib.file_digest(file, 'sha256').hexdigest()}  {path.name}\n")
    (out / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")


def main(argv: Sequence[str] | None = None) -> int:
    """Make the bundle."""
    parser = argparse.ArgumentParser(prog="python -m tools.bundle", description=__doc__)
    parser.add_argument("out", type=Path, nargs="?")
    parser.add_argument("--folder", type=Path, help="folder that PyInstaller made before")
    parser.add_argument("--needs", action="store_true", help="print what the environment needs, and end")
    arguments = parser.parse_args(argv)
    if arguments.needs or arguments.out is None:
        print("\n".join(needs()))
        return 0
    arguments.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as work:
        folder = arguments.folder or freeze(Path(work))
        strip(folder)
        check(folder)
        add_licences(folder)
        made = [archive(folder, arguments.out)]
        if shutil.which("dpkg-deb"):
            made.append(debian(folder, arguments.out, Path(work)))
        write_sums(arguments.out)
    for path in made:
        print(f"{path.name}: {path.stat().st_size / 1e6:.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
