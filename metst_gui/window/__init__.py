"""The window: layout, and what belongs to no feature."""
