"""Writes projects in the old JSON form, as METST 0.1.0 did."""

import base64
import hashlib
import json
import zlib
from pathlib import Path
from typing import Any

import numpy as np

from engine.project.run_form import plain, proposal_to
from engine.types import AnalysisRun
from metst_gui.document.file.forms import annotation_to, verdict_to, video_to
from metst_gui.document.project import Project


def pack(array: np.ndarray) -> dict[str, Any]:
    data = np.ascontiguousarray(array)
    packed = base64.b64encode(zlib.compress(data.tobytes(), 1)).decode("ascii")
    return {"dtype": data.dtype.str, "shape": list(data.shape), "data": packed}


def run_to(run: AnalysisRun) -> dict[str, Any]:
    curves = run.curves
    return {
        **{name: getattr(run, name) for name in ("id", "model", "model_digest", "settings", "versions", "timings")},
        **{name: pack(getattr(curves, name)) for name in ("frames", "score", "mask")},
        "probabilities": None if curves.probabilities is None else pack(curves.probabilities),
        "rate": curves.rate,
        "proposals": [proposal_to(one) for one in run.proposals],
        "notes": list(run.notes),
    }


def write_json(path: Path, project: Project, *, schema: int = 1) -> None:
    form = {
        **dict(project.extra),
        "video": video_to(project.video),
        "subject": project.subject,
        "video_name": project.video_name,
        "annotator": project.annotator,
        "annotations": [annotation_to(one) for one in project.annotations],
        "verdicts": {key: verdict_to(one) for key, one in project.verdicts.items()},
        "decoder": project.decoder,
        "run": None if project.run is None else run_to(project.run),
    }
    payload = json.dumps(form, default=plain)
    digest = hashlib.sha256(payload.encode()).hexdigest()
    head = f'{{"format": "metst-project", "schema": {schema}, "sha256": "{digest}",\n"project": '
    path.write_text(f"{head}{payload}}}\n", "ascii")
