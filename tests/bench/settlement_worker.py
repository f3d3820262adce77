"""A process that does what is left of a settlement in small chunks, made to be killed.

`python -m tests.bench.settlement_worker FILE SETTLEMENT`: either may be `-`.
"""

import os
import sys

import django


def main(file: str, settlement: str) -> int:
    """Read the file or settle the settlement, as often as somebody must."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.config.settings.dev")
    django.setup()
    # Models exist only once Django stands.
    from services.mutual_aid.feeds import blocks  # noqa: PLC0415
    from services.mutual_aid.workflow.settlements import (  # noqa: PLC0415
        computing,
        files,
        issuing,
        reading,
        runs,
    )

    blocks.BLOCK_BYTES, computing.CHUNK_ROWS, issuing.CHUNK_LINES = 65_536, 1500, 400
    files.STALE = runs.STALE = files.STALE * 0
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    if file != "-":
        reading.read_file(file)
    if settlement != "-":
        computing.settle(settlement)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
