"""Fills a folder with the wheels that one system needs, so that METST is installed there by a double click, offline.

Run:  python -m tools.wheelhouse OUT --system windows --python 3.12     (needs uv; downloads some 500 MB without torch)
      python -m tools.wheelhouse --resolve     (is there a wheel of everything, everywhere? downloads none)

For Macs with an Intel processor there is no torch, and for Python 3.13 no numba: they get a desk that reviews and
analyses, but does not train, on Python 3.11 and 3.12.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Sequence
from pathlib import Path

from tools.house_check import ROOT

# System -> uv's name of it, and the platforms whose wheels pip may take.
SYSTEMS: dict[str, tuple[str, tuple[str, ...]]] = {
    "linux": (
        "x86_64-manylinux_2_34",
        (
            "manylinux_2_34_x86_64",
            "manylinux_2_28_x86_64",
            "manylinux_2_27_x86_64",
            "manylinux2014_x86_64",
            "linux_x86_64",
        ),
    ),
    "windows": ("x86_64-pc-windows-msvc", ("win_amd64",)),
    # pip takes wheels for older systems and both processors, too.
    "macos": ("aarch64-apple-darwin", ("macosx_14_0_arm64",)),
    "macos-intel": ("x86_64-apple-darwin", ("macosx_14_0_x86_64",)),
}
PYTHONS = ("3.11", "3.12", "3.13")
NONE_OF = {("macos-intel", "3.13"): "numba"}
# uv takes no notice of the newest Python that a version is for: these are for 3.10 and older.
CONSTRAINTS = ("backports-strenum<1.3",)
MACOS = "14.0"  # the oldest that Qt 6.12 runs on
MACOS_SCRIPT = ("install.command", "#!/bin/sh\n", 'python{python} -m venv "$HOME/metst"\nBIN="$HOME/metst/bin"\n', "\n")
SCRIPTS = {
    "linux": ("install.sh", "#!/bin/sh\n", 'python{python} -m venv "$HOME/metst"\nBIN="$HOME/metst/bin"\n', "\n"),
    "macos": MACOS_SCRIPT,
    "macos-intel": MACOS_SCRIPT,
    "windows": ("install.bat", "@echo off\r\n", 'py -{python} -m venv "%USERPROFILE%\\metst"\r\n', "\r\n"),
}


def requirements(*, torch: bool) -> list[str]:
    """What METST needs, as pyproject.toml says."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return [one for one in project["dependencies"] if torch or not one.startswith("torch")]


def resolve(system: str, python: str, *, torch: bool) -> list[str]:
    """The pinned wheels (``name==version``) of a system and Python.

    Raises:
        ValueError: there is no wheel of something; says of what.
    """
    uv = shutil.which("uv")
    if uv is None:
        raise ValueError("uv is missing: pip install uv")
    command = [uv, "pip", "compile", "-q", "--only-binary", ":all:", "--no-header", "--no-annotate", "--no-config"]
    command += ["--python-platform", SYSTEMS[system][0], "--python-version", python]
    with tempfile.TemporaryDirectory() as folder:
        constraints = Path(folder) / "constraints.txt"
        constraints.write_text("\n".join(CONSTRAINTS), encoding="utf-8")
        done = subprocess.run(
            [*command, "--prerelease", "disallow", "--constraint", str(constraints), "-"],
            input="\n".join(requirements(torch=torch)),
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "MACOSX_DEPLOYMENT_TARGET": MACOS},
        )
    if done.returncode:
        raise ValueError(f"{system}, Python {python}: {done.stderr.strip()}")
    return [line.partition(" ;")[0] for line in done.stdout.splitlines() if "==" in line]


def chosen(system: str, python: str) -> list[str]:
    """Options of pip that let it take the wheels of another system and Python, and nothing else."""
    platforms = [part for one in SYSTEMS[system][1] for part in ("--platform", one)]
    return ["--no-deps", "--only-binary", ":all:", "--python-version", python, *platforms]


def check(pinned: Sequence[str], system: str, python: str) -> None:
    """Ask pip whether it finds a wheel of each; nothing is downloaded.

    Raises:
        ValueError: it does not; says of what.
    """
    with tempfile.TemporaryDirectory() as nowhere:
        command = [sys.executable, "-m", "pip", "install", "-q", "--dry-run", "--ignore-installed", "--target", nowhere]
        # pip would ask whether they are for the Python that runs it.
        command.append("--ignore-requires-python")
        told = subprocess.run([*command, *chosen(system, python), *pinned], capture_output=True, text=True, check=False)
    if told.returncode:
        raise ValueError(f"{system}, Python {python}: {told.stderr.strip()}")


def script(system: str, python: str) -> tuple[str, str]:
    """Name and text of what is double-clicked."""
    name, head, first, end = SCRIPTS[system]
    if system == "windows":
        lines = [
            r'"%USERPROFILE%\metst\Scripts\python" -m pip install --no-index --no-deps --find-links "%~dp0wheels" '
            r'-r "%~dp0wheels.txt" metst',
            "if errorlevel 1 (echo METST was not installed. & pause & exit /b 1)",
            r'"%USERPROFILE%\metst\Scripts\metst" doctor',
            r'start "" "%USERPROFILE%\metst\Scripts\metst-gui.exe"',
            "pause",
        ]
    else:
        lines = [
            'cd "$(dirname "$0")" || exit 1',
            '"$BIN/python" -m pip install --no-index --no-deps --find-links wheels -r wheels.txt metst || exit 1',
            '"$BIN/metst" doctor',
            'exec "$BIN/metst-gui"',
        ]
    return name, head + first.format(python=python) + end.join(lines) + end


def fill(out: Path, system: str, python: str, *, torch: bool) -> None:
    """Download the wheels, build METST's own, and write the script."""
    pinned = resolve(system, python, torch=torch)
    wheels = out / "wheels"
    wheels.mkdir(parents=True, exist_ok=True)
    (out / "wheels.txt").write_text("\n".join(pinned) + "\n", encoding="utf-8")
    pip = [sys.executable, "-m", "pip"]
    subprocess.run([*pip, "download", "-q", *chosen(system, python), "-d", str(wheels), *pinned], check=True)
    subprocess.run([*pip, "wheel", "-q", "--no-deps", "-w", str(wheels), str(ROOT)], check=True)
    name, text = script(system, python)
    (out / name).write_text(text, encoding="utf-8", newline="")
    (out / name).chmod(0o755)


def main(argv: Sequence[str] | None = None) -> int:
    """Fill a folder, or say for every system and Python whether there is a wheel of everything."""
    parser = argparse.ArgumentParser(prog="python -m tools.wheelhouse", description=__doc__)
    parser.add_argument("out", type=Path, nargs="?")
    parser.add_argument("--system", choices=SYSTEMS, default="linux")
    parser.add_argument("--python", choices=PYTHONS, default=PYTHONS[0])
    parser.add_argument("--torch", action="store_true", help="with torch, for training and learning")
    parser.add_argument("--resolve", action="store_true", help="download nothing")
    arguments = parser.parse_args(argv)
    if arguments.out is not None and not arguments.resolve:
        fill(arguments.out, arguments.system, arguments.python, torch=arguments.torch)
        return 0
    for system in SYSTEMS:
        for python in PYTHONS:
            where = f"{system}, Python {python}"
            if (system, python) in NONE_OF:
                print(f"{where}: none, there is no wheel of {NONE_OF[system, python]}")
                continue
            pinned = resolve(system, python, torch=arguments.torch)
            check(pinned, system, python)
            print(f"{where}: {len(pinned)} wheels, none missing", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
