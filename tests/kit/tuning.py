"""Fine-tuning whose model is written, as the window writes it once the user keeps it."""

from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Any

from engine.files import replace_file
from engine.training.finetune import ReviewedVideo, TuneResult, TuneStep, tune


def fine_tune(
    model: Path, reviews: Sequence[ReviewedVideo], target: Path, **options: Any
) -> Generator[TuneStep | TuneResult, None, None]:
    """`tune`, and the new model written where it is kept: the weights at `target`, their card beside them.

    Args:
        model: as for `tune`.
        reviews: as for `tune`.
        target: weights file of the new model.
        options: as for `tune`.

    Yields:
        `TuneStep` events, then exactly one `TuneResult`.
    """
    for event in tune(model, reviews, target.stem, **options):
        if isinstance(event, TuneStep):
            yield event
            continue
        result, made = event
        if made is not None:
            replace_file(target.with_suffix(".json"), made.card)
            replace_file(target, made.content)
        yield result
