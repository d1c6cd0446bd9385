"""Runs a program that cannot outlive the process that started it: `leash.py PARENT PROGRAM ARGUMENT…`.

A file of its own, started without site packages: a function run between fork and exec may hang in a process
that has threads, and Temporal's client has some.
"""

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1


def end_with_parent(sign: signal.Signals) -> None:
    """Have the kernel send this process the signal when its parent dies, `kill -9` included (Linux alone).

    It is the parent's thread that counts: start children from a thread that lives as long as the program.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, int(sign), 0, 0, 0)


if __name__ == "__main__":
    end_with_parent(signal.SIGKILL)
    # A parent that died before the line above sends no signal any more.
    if os.getppid() == int(sys.argv[1]):
        os.execvp(sys.argv[2], sys.argv[2:])  # noqa: S606 - the program takes the place of this one, without a shell
