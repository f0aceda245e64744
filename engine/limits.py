"""Limits on what is read, wherever it is read."""

# Larger images are refused before they are unpacked: a PNG of a megabyte may announce gigabytes.
MAX_IMAGE_PIXELS = 100_000_000
