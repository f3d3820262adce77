"""The start of a reading program: gives up what it must not have, then becomes that program.

Run by `ocr.py` with the program and its arguments, never imported by the web process. The limits
outlive the change of program. The network is shut by a namespace of its own, which some kernels do
not give to everybody; the container's rules hold there.
"""

import ctypes
import os
import resource
import signal
import sys

MEMORY_BYTES = 1536 * 1024 * 1024
CPU_SECONDS = 20
OUTPUT_BYTES = 1024 * 1024
OPEN_FILES = 64
PR_SET_PDEATHSIG = 1
CLONE_NEWUSER = 0x10000000
CLONE_NEWNET = 0x40000000


def main() -> None:
    """Confine this process and go over into the program of the command line."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    libc.unshare(CLONE_NEWUSER | CLONE_NEWNET)
    for limit, value in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, OUTPUT_BYTES),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (value, value))
    os.execvp(sys.argv[1], sys.argv[1:])  # noqa: S606 - the operator's own program


if __name__ == "__main__":
    main()
