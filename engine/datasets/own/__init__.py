"""METST's own formats, which carry every field of a record."""
