"""`metst analyze`: score videos or image folders and write scores, proposals and a run record for each."""

import argparse
import json
import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

from engine.cli import options, tables
from engine.cli.finished import ANEW, KeptResults, changed_source, former_record, is_done, output_digests, task_key
from engine.cli.manifest import Manifest
from engine.cli.terminal import line_text, name_text, say
from engine.config import DEFAULT_WEIGHTS, AnalysisConfig
from engine.content import Content, content_of
from engine.errors import AnalysisError, EngineError
from engine.executors import executor, shard
from engine.explain.coverage import MOTION, judged_text
from engine.files import replace_file
from engine.pipeline import analyze
from engine.spotters import load_spotter
from engine.types import AnalysisRun, Progress, VideoInfo
from engine.video import open_source
from engine.workers import WorkerDiedError

HELP = "Score face videos and propose micro-expression intervals for review."
EXAMPLE = "metst analyze interview.mp4 --out results"

_log = logging.getLogger(__name__)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("sources", metavar="SOURCE", nargs="+", type=Path, help="video file or folder of images")
    parser.add_argument("--out", type=Path, required=True, help="folder for the results (made if missing)")
    parser.add_argument(
        "--model",
        "--weights",
        dest="weights",
        metavar="NAME",
        default=DEFAULT_WEIGHTS,
        help="a bundled model, “classical”, the path of a checkpoint, or a plug-in's",
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
        options.feature_config(arguments),
        weights=arguments.weights,
        device=arguments.device,
        context=arguments.context,
        reference=arguments.reference,
    )
    card = load_spotter(config.weights, device=config.device).card
    decoder = options.decoder_config(arguments, card.decoder, config.preset)
    config = replace(config, decoder=decoder, synergy=arguments.synergy)
    arguments.out.mkdir(parents=True, exist_ok=True)
    _refuse_clashing_names(arguments.sources)
    common = {"out": arguments.out, "config": config, "subject": arguments.subject, "fps": arguments.fps}
    common |= {"kept": KeptResults(arguments.resume, card.digest)}
    sources = shard(arguments.sources, arguments.shard) if arguments.shard else arguments.sources
    tasks = [{"source": source, "emotions": arguments.emotions, **common} for source in sources]
    is_batch = arguments.jobs > 1 or bool(arguments.shard) or arguments.executor != "local"
    names = [name_text(source) for source in sources]
    manifest = Manifest(arguments.out, names, arguments.shard) if is_batch else None
    failures: list[str] = []
    summaries: list[dict[str, Any]] = []
    for task, outcome in zip(tasks, _outcomes(tasks, arguments), strict=True):
        name = name_text(task["source"])
        if isinstance(outcome, str):
            failures.append(outcome)
            if manifest:
                manifest.settle(name, "failed", outcome)
            continue
        if manifest:
            manifest.settle(name, "done before" if outcome["resumed"] else "done")
        summaries.append(outcome)
        if not arguments.json:
            done = "done before, " if outcome["resumed"] else ""
            found = f"{outcome['proposals']} proposals, {_coverage(outcome)}"
            say(f"{outcome['source']}: {done}{found} -> {arguments.out}")
            for note in (*filter(None, (outcome["changed"],)), *outcome["notes"]):
                say(f"  note: {note}")
    if arguments.json:
        print(json.dumps(summaries, indent=2))
    if failures:
        raise AnalysisError(" ".join(failures))


def _outcomes(tasks: list[dict[str, Any]], arguments: argparse.Namespace) -> Iterator[dict[str, Any] | str]:
    """The outcome of each source; several are analysed in processes of their own, each of which may die alone."""
    if len(tasks) == 1 and arguments.executor == "local":
        yield analyze_one(**tasks[0])
        return
    crew = executor(arguments.executor, _analyze_task, arguments.jobs, arguments.out / "jobs")
    for task, future in crew.results(tasks):
        name = name_text(task["source"])
        try:
            yield future.result()
        except WorkerDiedError:
            yield (
                f"“{name}” was not analysed: its process ended (killed, crashed or out of memory); run the command "
                "again to analyse what is left."
            )
        except Exception as error:  # noqa: BLE001 - a fault in one source must not cost the others
            _log.exception("an internal error")
            yield f"“{name}” was not analysed: an internal error ({type(error).__name__}); please report it."


def _analyze_task(task: dict[str, Any]) -> dict[str, Any] | str:
    return analyze_one(**task)


def analyze_one(
    *,
    source: Path,
    out: Path,
    config: AnalysisConfig,
    subject: str = "",
    fps: float | None = None,
    emotions: tables.EmotionOutput = "marked",
    kept: KeptResults = ANEW,
) -> dict[str, Any] | str:
    """Analyse one source and write its three files, or find that this was done before.

    Args:
        source: video or folder.
        out: folder of the results.
        config: options of the analysis.
        subject: name for the proposals file.
        fps: frame rate of an image folder.
        emotions: classes in the proposals file.
        kept: what may be left out because it was done before.

    Returns:
        the run record, with ``resumed`` and ``changed`` (a sentence where another file was analysed before), or one
        sentence on why there is none.
    """
    from threading import RLock

    import cv2
    from tqdm import tqdm

    # Its own lock is shared between processes, and told of as leaked where one of them is killed.
    tqdm.set_lock(RLock())

    cv2.setNumThreads(1)  # more threads only contend: the patches are small
    try:
        with (
            open_source(source, fps=fps) as opened,
            tqdm(disable=None, unit="frame", desc=line_text(name_text(source))) as bar,
        ):
            content = content_of(source, full=True)
            stem = source.resolve().stem
            settings = {
                "config": config.to_dict(),
                "model": kept.model,
                "emotions": emotions,
                "subject": subject,
                "fps": fps,
            }
            key, before = task_key(content.sha256, settings), former_record(out, stem)
            if kept.resume and is_done(before, key, out, stem):
                return {**before, "resumed": True, "changed": ""}
            finished: AnalysisRun | None = None
            for event in analyze(opened, config):
                if isinstance(event, Progress):
                    bar.total = event.total
                    bar.update(event.done - bar.n)
                elif isinstance(event, AnalysisRun):
                    finished = event
            assert finished is not None
            info = opened.info
        if {info.fast_digest, content_of(source, full=False).fast} != {content.fast}:
            return f"“{name_text(source)}” was changed while it was analysed: nothing was written; analyse it again."
        rows = tables.proposal_rows(
            finished.proposals, subject=subject, video=name_text(Path(stem)), model=finished.model, emotions=emotions
        )
        kept_as = {"task": key, "fps": fps}
        record = _write(finished, list(rows), source=source, out=out, info=info, content=content, kept_as=kept_as)
    except EngineError as error:
        return str(error)
    except MemoryError:
        return f"“{name_text(source)}” was not analysed: there is not enough memory; close other programs."
    changed = changed_source(before, source, content.sha256) if kept.resume else ""
    return {**record, "resumed": False, "changed": changed}


def _write(
    run: AnalysisRun,
    rows: list[list[str]],
    *,
    source: Path,
    out: Path,
    info: VideoInfo,
    content: Content,
    kept_as: dict[str, Any],
) -> dict[str, Any]:
    stem = source.resolve().stem
    record = tables.run_record(
        run, source=source, n_frames=info.n_frames, table_digest=info.table_digest, content=content, fps=kept_as["fps"]
    )
    replace_file(
        out / f"{stem}.scores.csv",
        tables.csv_text(tables.score_columns(run.curves), tables.score_rows(run.curves, info.times)),
    )
    replace_file(out / f"{stem}.proposals.csv", tables.csv_text(tables.PROPOSAL_COLUMNS, rows))
    # The record comes last: where it is, the other files are whole.
    record |= {"task": kept_as["task"], "outputs_sha256": output_digests(out, stem)}
    tables.write_json(out / f"{stem}.run.json", record)
    return record


def _refuse_clashing_names(sources: list[Path]) -> None:
    stems = [source.resolve().stem for source in sources]
    clash = next((stem for stem in stems if stems.count(stem) > 1), None)
    if clash is not None:
        raise options.UsageError(
            f"Two sources are named “{name_text(Path(clash))}”: analyse them into two --out folders."
        )


def _coverage(record: dict[str, Any]) -> str:
    if record["judged_share"]:
        return judged_text(record["judged_share"])
    moved = f", {100 * record['restless_share']:.0f} % {MOTION}" if record["restless_share"] else ""
    return f"{100 * record['analysable_share']:.0f} % of the video analysable{moved}"
