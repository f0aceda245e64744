"""First lines of the bundled command line: `metst` of a bundle."""

import multiprocessing
import sys

if __name__ == "__main__":
    # As in desk.py.
    multiprocessing.freeze_support()
    from engine.cli import main

    sys.exit(main())
