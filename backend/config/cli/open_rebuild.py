"""`zhijia open rebuild`: pages, feed and open data of commissioned projects written anew.

For a folder that was lost, moved or meddled with. It may run beside the platform.
"""

import argparse
import sys

from services.commissioning import feed_writing
from services.commissioning.feed_writing import Rebuilt


def run(_: argparse.Namespace) -> int:
    """Write everything, saying how far it is; 1 where a stored release is not as it was made."""
    done = feed_writing.rebuild(_say)
    for one in done.found:
        sys.stdout.write(f"{one}\n")
    proved = f"{done.releases} releases, each with the digest it was made with"
    faults = f"{len(done.found)} faults; what all projects share was left as it is"
    sys.stdout.write(
        f"{feed_writing.folder()}: {done.projects} projects, {done.changed} files changed, "
        f"{faults if done.found else proved}\n"
    )
    return 1 if done.found else 0


def _say(done: Rebuilt) -> None:
    sys.stdout.write(f"{done.projects} of {done.wanted} projects, {done.changed} files changed\n")
    sys.stdout.flush()
