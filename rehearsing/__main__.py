"""What `python -m rehearsing` starts."""

import gc
import sys

if __name__ == "__main__":
    # It ends before there is much to collect, and to look for it would take a tenth of its time: neither
    # while it plays, nor as it ends.
    gc.disable()
    from rehearsing.typed import main

    code = main()
    gc.freeze()
    sys.exit(code)
