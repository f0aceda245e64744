"""The video picture, its overlays, and playing."""
