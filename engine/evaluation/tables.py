"""The layouts of the paper's Tables I (spotting), II (recognition), III (analysis) and IV (synergy), of own runs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.evaluation.rates import Report


@dataclass(frozen=True, slots=True)
class PaperTable:
    """A table of texts.

    Attributes:
        title: what it shows.
        header: names of the columns.
        rows: cells.
        note: protocol, parameters and n; part of the table wherever it is shown.
    """

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str


def table_1(reports: Mapping[str, Report]) -> PaperTable:
    """Spotting: F1 and recall, with their counts (ME-TST, Table I)."""
    rows = tuple(
        (name, f"{one.f1:.4f}", f"{one.recall:.4f}", str(one.tp), str(one.fp), str(one.fn))
        for name, one in reports.items()
    )
    return PaperTable("Spotting (Table I)", ("run", "F1", "recall", "TP", "FP", "FN"), rows, fingerprint(reports))


def table_2(reports: Mapping[str, Report]) -> PaperTable:
    """Recognition on the found events, as the released code counts it: UF1 and UAR (ME-TST, Table II)."""
    every = _classes(reports)
    header = ("run", f"UF1, {every} classes", "UAR", "n", "UF1, 3 classes", "UAR", "n")
    rows = tuple(
        (
            name,
            *(
                cell
                for part in (one.recognition, one.recognition_without_others)
                for cell in (f"{part.uf1:.4f}", f"{part.uar:.4f}", str(part.n_pairs))
            ),
        )
        for name, one in reports.items()
    )
    return PaperTable("Recognition (Table II)", header, rows, fingerprint(reports))


def table_3(reports: Mapping[str, Report]) -> PaperTable:
    """Analysis: STRS = F1 of spotting times F1 of recognition on the found events (ME-TST, Table III)."""
    every = _classes(reports)
    header = (
        "run",
        f"STRS, {every} classes",
        "F1 spotting",
        f"F1 recognition, {every}",
        "n",
        "STRS, 3 classes",
        "F1 recognition, 3",
        "n",
    )
    rows = tuple(
        (
            name,
            f"{one.strs:.4f}",
            f"{one.f1:.4f}",
            f"{one.recognition.f1:.4f}",
            str(one.recognition.n_pairs),
            f"{one.strs_without_others:.4f}",
            f"{one.recognition_without_others.f1:.4f}",
            str(one.recognition_without_others.n_pairs),
        )
        for name, one in reports.items()
    )
    return PaperTable("Analysis (Table III)", header, rows, fingerprint(reports))


def table_4(without: Mapping[str, Report], with_synergy: Mapping[str, Report]) -> PaperTable:
    """Synergy of the two tasks: without and with the removal of neutral candidates (ME-TST, Table IV)."""
    header = ("strategy", "run", "STRS", "F1 spotting", "F1 recognition", "n")
    rows = tuple(
        (
            label,
            name,
            f"{one.strs:.4f}",
            f"{one.f1:.4f}",
            f"{one.recognition.f1:.4f}",
            str(one.recognition.n_pairs),
        )
        for label, reports in (("w/o synergy", without), ("with synergy", with_synergy))
        for name, one in reports.items()
    )
    return PaperTable("Synergy (Table IV)", header, rows, fingerprint({**without, **with_synergy}))


def _classes(reports: Mapping[str, Report]) -> str:
    """How many classes recognition was counted over."""
    return "/".join(sorted({str(len(one.recognition.classes)) for one in reports.values()})) or "4"


def fingerprint(reports: Mapping[str, Report]) -> str:
    """Protocol, threshold and n of each report in one line."""
    return "; ".join(
        f"{name}: {one.protocol}, IoU ≥ {one.iou_threshold:g}, {one.n_subjects} subjects, {one.n_videos} videos, "
        f"{one.n_truth} events, {one.n_predictions} predictions"
        for name, one in reports.items()
    )


def as_text(table: PaperTable) -> str:
    """The table in columns, with its note."""
    widths = [max(len(row[at]) for row in (table.header, *table.rows)) for at in range(len(table.header))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in _rows(table)
    ]
    return "\n".join([table.title, *lines, table.note])


def _rows(table: PaperTable) -> Sequence[tuple[str, ...]]:
    return (table.header, *table.rows)
