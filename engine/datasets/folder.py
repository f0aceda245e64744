"""A data set's folder of frames or videos beside its labels: which row belongs to which video (docs/formats.md)."""

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from engine.datasets.numbering import image_numbers, to_positions
from engine.datasets.records import Record
from engine.errors import DatasetError
from engine.messages import Said

IMAGES = (".jpg", ".jpeg", ".png", ".bmp", ".tif", ".tiff")
VIDEOS = (".mp4", ".avi", ".mov", ".mkv", ".webm", ".m4v", ".mpg", ".mpeg", ".wmv")
# Frames a second of the data sets (docs/formats.md); DFME names it row by row.
RATES = {
    **dict.fromkeys(("casme3", "casme3_a", "casme3_c", "casme3_c_me", "casme_sq"), 30.0),
    "samm_lv": 200.0,
    "casme2": 200.0,
    "smic_e": 100.0,
    "4dme": 60.0,
    "mmew": 90.0,
}
DEEPEST = 6  # folders below the root
MOST = 50_000  # folders and videos that are looked at


@dataclass(frozen=True, slots=True)
class MappedVideo:
    """A video of the labels and where its frames are.

    Attributes:
        subject, video: as the labels name it.
        path: folder of images, or video file.
        records: its rows, in the order of the file; their frames are positions among the images that are there.
        problems: sentences about names and frames that do not fit.
    """

    subject: str
    video: str
    path: Path
    records: tuple[Record, ...]
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DatasetFolder:
    """A folder with its labels laid over it.

    Attributes:
        root: the folder.
        videos: those found, in the order of the labels.
        unmatched: rows whose video was not found.
        problems: sentences about rows without a video.
        spare: folders of images and video files without a row (nothing was annotated there, or names differ).
    """

    root: Path
    videos: tuple[MappedVideo, ...]
    unmatched: tuple[Record, ...]
    problems: tuple[str, ...]
    spare: tuple[Path, ...]

    def to_text(self) -> str:
        """Counts first, then every problem."""
        rows = sum(len(video.records) for video in self.videos)
        first = (
            f"{len(self.videos)} videos with {rows} rows found in “{self.root.name}”; {len(self.unmatched)} rows "
            f"without a video, {len(self.spare)} videos without a row"
        )
        return "\n".join([first, *self.problems, *(line for video in self.videos for line in video.problems)])


def map_dataset(records: Sequence[Record], root: Path) -> DatasetFolder:
    """Find the video of every row.

    Names are compared exactly first and without regard to capitals second, which is said. A name that fits several
    places goes to none of them.

    Args:
        records: rows of a label file.
        root: folder that holds the frames, at any depth down to six folders.

    Raises:
        DatasetError: no folder, or one with far more in it than a data set has.
    """
    if not root.is_dir():
        raise DatasetError(Said("“{root}” is no folder; choose the one that holds the frames.", root=root))
    places = _places(root)
    exact = _index(places, root, fold=False)
    folded = _index(places, root, fold=True)
    groups: dict[tuple[str, str], list[Record]] = {}
    for record in records:
        groups.setdefault((record.subject, record.video), []).append(record)
    videos: list[MappedVideo] = []
    unmatched: list[Record] = []
    problems: list[str] = []
    for (subject, video), rows in groups.items():
        path, sentences = _find(rows[0], exact, folded)
        if path is None:
            unmatched += rows
            problems.append(f"{subject}/{video}, {len(rows)} rows: {sentences[0]}")
            continue
        positions, numbered = to_positions(rows, image_numbers(path))
        sentences += [*numbered, *_frames(positions, places[path])]
        named = tuple(f"{subject}/{video}: {one}" for one in sentences)
        videos.append(MappedVideo(subject, video, path, tuple(positions), named))
    used = {video.path for video in videos}
    problems += _shared(videos)
    return DatasetFolder(
        root,
        tuple(videos),
        tuple(unmatched),
        tuple(problems),
        tuple(sorted(path for path in places if path not in used)),
    )


def _places(root: Path) -> dict[Path, int | None]:
    """Folders with images, and how many; video files, and None."""
    found: dict[Path, int | None] = {}
    seen = 0
    for name, folders, files in os.walk(root):
        folder = Path(name)
        if len(folder.relative_to(root).parts) >= DEEPEST:
            folders.clear()
        folders.sort()
        seen += 1 + sum(file.lower().endswith(VIDEOS) for file in files)
        if seen > MOST:
            raise DatasetError(
                Said(
                    "“{root}” holds more than {most} folders and videos; choose the folder of one data set.",
                    root=root,
                    most=MOST,
                )
            )
        for file in files:
            if file.lower().endswith(VIDEOS):
                found[folder / file] = None
        images = [file for file in files if file.lower().endswith(IMAGES)]
        if images:
            found[folder] = len(images)
    return found


def _index(places: Iterable[Path], root: Path, *, fold: bool) -> dict[str, list[Path]]:
    """Places by every tail of their path below the root, written with slashes; files without their ending."""
    index: dict[str, list[Path]] = {}
    for path in places:
        parts = [*path.relative_to(root).parts]
        if path.suffix.lower() in VIDEOS and parts:
            parts[-1] = path.stem
        for start in range(len(parts)):
            tail = "/".join(parts[start:])
            index.setdefault(tail.lower() if fold else tail, []).append(path)
    return index


def frame_rate(record: Record) -> float | None:
    """Frames a second of the images a record is about, or None: its file does not tell."""
    try:
        named = float(record.extra.get("Fps", ""))
    except ValueError:
        named = 0.0
    if 1 <= named <= 10_000:
        return named
    return RATES.get(record.source.format) if record.source else None


def _tails(record: Record) -> list[str]:
    """Where the published data sets keep the frames of a record's video, the most exact first (docs/formats.md)."""
    subject, video = record.subject, record.video
    digits = subject.zfill(2) if subject.isdecimal() else subject
    tails = [f"{subject}/{video}/color", f"{subject}/{video}", f"sub{digits}/{video}", f"s{digits}/{video}"]
    return [*tails, f"{subject}_{video}", video] if subject else [video]


def _find(
    record: Record, exact: Mapping[str, list[Path]], folded: Mapping[str, list[Path]]
) -> tuple[Path | None, list[str]]:
    coded = _by_code(record, exact)
    if coded:
        return (coded[0], []) if len(coded) == 1 else (None, [f"{len(coded)} folders have its code; keep one"])
    for index, remark in ((exact, ""), (folded, "found only without regard to capital letters")):
        for tail in _tails(record):
            hits = index.get(tail.lower() if remark else tail, [])
            if len(hits) == 1:
                return hits[0], [f"{remark} (“{tail}” is “{hits[0].name}”)"] if remark else []
            if hits:
                return None, [f"“{tail}” is there {len(hits)} times; open the folder of one of them"]
    return None, [f"there is no folder or video called {_tails(record)[0]}"]


def _by_code(record: Record, exact: Mapping[str, list[Path]]) -> list[Path]:
    """Folders of CAS(ME)^2: ``s15/15_0101disgustingteeth`` for folder s15 and code 0101."""
    folder, code = record.extra.get("folder", ""), record.extra.get("video_code", "")
    if not folder or not code:
        return []
    wanted = re.compile(rf"{re.escape(folder)}/[^/]*_{re.escape(code)}[^/]*")
    return [path for tail, paths in exact.items() if wanted.fullmatch(tail) for path in paths]


def _frames(rows: Sequence[Record], count: int | None) -> list[str]:
    """Sentences about frames that the images do not have."""
    if count is None:
        return []
    beyond = sum(row.offset >= count for row in rows)
    return [f"{beyond} of {len(rows)} rows end behind the last of {count} images"] if beyond else []


def _shared(videos: Sequence[MappedVideo]) -> list[str]:
    """Videos of the labels that were found in one place."""
    by_path: dict[Path, list[MappedVideo]] = {}
    for video in videos:
        by_path.setdefault(video.path, []).append(video)
    return [
        f"“{path.name}” is the place of {' and '.join(f'{one.subject}/{one.video}' for one in same)}; check the names"
        for path, same in by_path.items()
        if len(same) > 1
    ]
