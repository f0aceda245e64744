"""The synthetic demo clip: a portrait with injected movements, and their ground truth."""

from engine.synthesis.demo import DemoFiles, cached_demo, demo_files, truth_records, write_demo
from engine.synthesis.script import DEMO, Event, Script

__all__ = ["DEMO", "DemoFiles", "Event", "Script", "cached_demo", "demo_files", "truth_records", "write_demo"]
