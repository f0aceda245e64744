"""The synthetic demo clip: a portrait with injected movements, and their ground truth."""

from engine.synthesis.demo import DemoFiles, cached_demo, demo_files, truth_records, write_demo
from engine.synthesis.script import DEMO, Script, ScriptedMovement

__all__ = [
    "DEMO",
    "DemoFiles",
    "Script",
    "ScriptedMovement",
    "cached_demo",
    "demo_files",
    "truth_records",
    "write_demo",
]
