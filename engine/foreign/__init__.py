"""Curves, proposals and signals that other tools made, placed on the frames of a video (docs/curves.md)."""
