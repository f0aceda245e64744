"""Starts the review desk: ``python main.py [PROJECT_OR_VIDEO …] [--demo]``."""

import sys

from metst_gui.app import main

if __name__ == "__main__":
    sys.exit(main())
