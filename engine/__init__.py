"""The engine: everything that needs no window."""

import os

# Larger images are refused before they are unpacked: a PNG of a megabyte may announce gigabytes. OpenCV reads its limit
# once, when it is first imported, so it is set before any room of the engine imports it.
MAX_IMAGE_PIXELS = 100_000_000
os.environ.setdefault("OPENCV_IO_MAX_IMAGE_PIXELS", str(MAX_IMAGE_PIXELS))
