"""`metst analyze`: score videos or image folders and write scores, proposals and a run record for each."""

import argparse
import json
import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, get_args

from engine.cards.stored import stored_card
from engine.cli import options, tables
from engine.cli.batch import TaskBatch, batch_options
from engine.cli.finished import ANEW, KeptResults, changed_source, former_record, is_done, output_digests, task_key
from engine.cli.progress import frame_bar, own_lock
from engine.cli.terminal import name_text, say
from engine.config import AnalysisConfig, stored_decoder
from engine.content import Content, content_of, source_name
from engine.errors import AnalysisError
from engine.executors import Done, Named
from engine.explain.coverage import MOTION, judged_text
from engine.files import replace_file
from engine.pipeline import analyze
from engine.pipeline.threads import available_threads
from engine.project.written_run import CURVES, RECORD, run_content
from engine.spotters import load_spotter
from engine.types import AnalysisRun, VideoInfo
from engine.video import open_source

HELP = "Score face videos and propose micro-expression intervals for review."
EXAMPLE = "metst analyze interview.mp4 --out results"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("sources", metavar="SOURCE", nargs="+", type=Path, help="video file or folder of images")
    parser.add_argument("--out", type=Path, required=True, help="folder for the results (made if missing)")
    parser.add_argument(
        "--model",
        "--weights",
        dest="weights",
        metavar="NAME",
        default=None,
        help="a bundled model, “classical”, the path of a checkpoint, or a plug-in's; if missing, metst-synth-v1 "
        "and metst-synth-v2 together where the face rests, the latter alone where it moves or speaks",
    )
    parser.add_argument(
        "--emotions",
        choices=get_args(tables.EmotionOutput),
        default="marked",
        help="classes in the proposals file: marked as the model's hints, or left out",
    )
    parser.add_argument("--subject", default="", help="subject name for the proposals file")
    parser.add_argument(
        "--fps", type=float, default=None, help="frame rate of image folders, and of video files in place of their own"
    )
    options.add_batch_options(parser)
    parser.add_argument("--json", action="store_true", help="print the results as JSON")
    options.add_feature_options(parser)
    options.add_decoder_options(parser)
    options.add_device_option(parser)
    options.add_context_option(parser)
    options.add_reference_option(parser)


def run(arguments: argparse.Namespace) -> None:
    """Analyse each source; one that cannot be read does not stop the others."""
    config = replace(
        options.feature_config(arguments).with_model(arguments.weights),
        device=arguments.device,
        context=arguments.context,
        reference=arguments.reference,
    )
    card = load_spotter(config.weights, device=config.device).card
    decoder = options.decoder_config(arguments, card.decoder, config.preset)
    config = replace(config, decoder=decoder, synergy=arguments.synergy)
    other = stored_card(config.restless_weights) if config.restless_weights else {}
    if config.restless_weights:
        # What is typed holds for whichever model analyses; the rest is of its own card.
        own = stored_decoder(other.get("decoder", {}))
        config = replace(config, restless_decoder=options.decoder_config(arguments, own, config.preset))
    arguments.out.mkdir(parents=True, exist_ok=True)
    options.refuse_clashing_names(arguments.sources)
    batch = TaskBatch(
        batch_options(arguments, threads=available_threads()), arguments.out, unit="video", undone="was not analysed"
    )
    # Either model may make a result, so that another one of either makes another.
    kept = KeptResults(arguments.resume, card.digest + str(other.get("sha256", "")))
    shared = AnalysisTask(
        source=Path(),
        out=batch.reached(arguments.out),
        config=config,
        subject=arguments.subject,
        fps=arguments.fps,
        emotions=arguments.emotions,
        kept=kept,
        shows=batch.shows_one or len(arguments.sources) == 1,
        whole=arguments.json,
    )
    tasks = [Named(name_text(one), replace(shared, source=batch.reached(one))) for one in arguments.sources]
    failures: list[str] = []
    summaries: list[dict[str, Any]] = []
    for _, outcome in batch.outcomes(analyze_one, batch.own(tasks)):
        if isinstance(outcome, str):
            failures.append(outcome)
            continue
        record, changed = outcome.result
        if arguments.json:
            summaries.append({**record, "resumed": outcome.before, "changed": changed})
        else:
            done = "done before, " if outcome.before else ""
            say(f"{record['source']}: {done}{record['proposals']} proposals, {_coverage(record)} -> {arguments.out}")
            for note in (*filter(None, (changed,)), *record["notes"]):
                say(f"  note: {note}")
    if arguments.json:
        print(json.dumps(summaries, indent=2))
    if failures:
        raise AnalysisError(" ".join(failures))


@dataclass(frozen=True, slots=True)
class AnalysisTask:
    """One source to analyse.

    Attributes:
        source: video or folder.
        out: folder of the results.
        config: options of the analysis.
        subject: name for the proposals file.
        fps: frame rate of an image folder.
        emotions: classes in the proposals file.
        kept: what may be left out because it was done before.
        shows: whether a progress bar is drawn.
        whole: whether the record is told with the scores in it; it is written with them in any case.
    """

    source: Path
    out: Path
    config: AnalysisConfig
    subject: str = ""
    fps: float | None = None
    emotions: tables.EmotionOutput = "marked"
    kept: KeptResults = ANEW
    shows: bool = True
    whole: bool = True


def analyze_one(task: AnalysisTask) -> Done[tuple[dict[str, Any], str]]:
    """Analyse one source and write its three files, or find that this was done before.

    Returns:
        the run record, and a sentence where another file was analysed before (else empty).

    Raises:
        EngineError: the source cannot be analysed, or was changed meanwhile; nothing was written.
    """
    import cv2

    own_lock()
    source, out, kept = task.source, task.out, task.kept
    cv2.setNumThreads(1)  # more threads only contend: the patches are small
    with (
        open_source(source, fps=task.fps) as opened,
        frame_bar(source, draws=None if task.shows else False) as follow,
    ):
        content = content_of(source, full=True)
        stem = source_name(source.resolve())
        settings = {
            "config": task.config.to_dict(),
            "model": kept.model,
            "emotions": task.emotions,
            "subject": task.subject,
            "fps": task.fps,
        }
        key, before = task_key(content.sha256, settings), former_record(out, stem)
        if kept.resume and is_done(before, key, out, stem):
            return Done((_told(before, task), ""), before=True)
        finished: AnalysisRun | None = None
        for event in analyze(opened, task.config):
            follow(event)
            if isinstance(event, AnalysisRun):
                finished = event
        assert finished is not None
        info = opened.info
    if {info.fast_digest, content_of(source, full=False).fast} != {content.fast}:
        raise AnalysisError(
            f"“{name_text(source)}” was changed while it was analysed: nothing was written; analyse it again."
        )
    rows = tables.proposal_rows(
        finished.proposals,
        subject=task.subject,
        video=name_text(Path(stem)),
        model=finished.maker,
        emotions=task.emotions,
    )
    record = _write(finished, list(rows), task, info=info, content=content, key=key)
    changed = changed_source(before, source, content.sha256) if kept.resume else ""
    return Done((_told(record, task), changed))


def _told(record: dict[str, Any], task: AnalysisTask) -> dict[str, Any]:
    """The record as the command hears of it: the scores of thousands of videos would fill its memory."""
    return record if task.whole else {name: value for name, value in record.items() if name != "reproduce"}


def _write(
    run: AnalysisRun, rows: list[list[str]], task: AnalysisTask, *, info: VideoInfo, content: Content, key: str
) -> dict[str, Any]:
    source, out, stem = task.source, task.out, source_name(task.source.resolve())
    record = tables.run_record(
        run, source=source, n_frames=info.n_frames, table_digest=info.table_digest, content=content, fps=task.fps
    )
    # What the window needs besides, to take the run for that of a video of a project.
    record |= {"source_fast": content.fast, "source_relative": _relative(source, out), "subject": task.subject}
    record |= {"fps": info.fps, "rate_given": info.rate_given}
    replace_file(
        out / f"{stem}.scores.csv",
        tables.csv_text(tables.score_columns(run.curves), tables.score_rows(run.curves, info.times)),
    )
    replace_file(out / f"{stem}.proposals.csv", tables.csv_text(tables.PROPOSAL_COLUMNS, rows))
    replace_file(out / f"{stem}{CURVES}", run_content(run))
    # The record comes last: where it is, the other files are whole.
    record |= {"task": key, "outputs_sha256": output_digests(out, stem)}
    tables.write_json(out / f"{stem}{RECORD}", record)
    return record


def _relative(source: Path, out: Path) -> str:
    """Where the source is as seen from the results; empty on another drive, or where its name is no text."""
    try:
        found = Path(os.path.relpath(source.resolve(), out.resolve())).as_posix()
        found.encode()
    except ValueError:
        return ""
    return found


def _coverage(record: dict[str, Any]) -> str:
    if record["judged_share"]:
        return judged_text(record["judged_share"])
    moved = f", {100 * record['restless_share']:.0f} % {MOTION}" if record["restless_share"] else ""
    return f"{100 * record['analysable_share']:.0f} % of the video analysable{moved}"
