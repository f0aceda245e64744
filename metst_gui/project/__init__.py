"""The project as a whole: videos, annotators, settings, finalising."""
