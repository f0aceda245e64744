"""First lines of the bundled window: `metst-gui` of a bundle."""

import multiprocessing
import sys

if __name__ == "__main__":
    # In a bundle a process of a batch starts this program again; here it turns into that process.
    multiprocessing.freeze_support()
    from metst_gui.app import main

    sys.exit(main())
