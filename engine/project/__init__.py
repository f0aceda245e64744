"""What a project file holds, for whoever reads it without a window: tables, labels, curves. Nothing here writes it."""

from engine.project.labels import StoredLabel, former_origins, label_from, labels_of
from engine.project.stored import StoredProject, read_stored, run_arrays

__all__ = ["StoredLabel", "StoredProject", "former_origins", "label_from", "labels_of", "read_stored", "run_arrays"]
