"""Bytes of label files to text and back: encodings, numbers, rows of text tables, JSON, and what would harm."""
