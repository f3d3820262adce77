"""A process that does what is left of a file or a settlement, and dies at a chosen statement.

It is forked from a clean server that has loaded the product but never used its thread pools.
"""

import os
import signal
from collections.abc import Callable
from datetime import timedelta
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

LOADED = "tests.services.mutual_aid.workflow.settlements.loaded"
SECONDS = 60


class Statements:
    """Counts the statements of a process; before the fatal one the process is gone."""

    def __init__(self, fatal: int) -> None:
        self.left = fatal

    def __call__(self, execute: Callable[..., Any], *call: Any) -> Any:
        """Count, and die where it was said."""
        self.left -= 1
        if not self.left:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(*call)


def is_killed(file: str, settlement: str, fatal: int, inbox: Path) -> bool:
    """Let a process do the work until it ends or dies; tells whether it was killed.

    The environment of the first call is that of all.
    """
    context = get_context("forkserver")
    context.set_forkserver_preload([LOADED])
    process = context.Process(target=work, args=(file, settlement, fatal, inbox))
    process.start()
    process.join(SECONDS)
    if process.exitcode not in {0, -signal.SIGKILL}:
        process.kill()
        raise RuntimeError(f"the worker ended with {process.exitcode}")
    return process.exitcode == -signal.SIGKILL


def work(file: str, settlement: str, fatal: int, inbox: Path) -> None:
    """Read the file, or compute or issue the settlement, in very small chunks."""
    # Loaded by the server; the process of the test itself never imports it.
    from tests.services.mutual_aid.workflow.settlements import loaded  # noqa: PLC0415

    settings.INBOX_DIR = inbox
    loaded.blocks.BLOCK_BYTES, loaded.blocks.HELD_BACK_BYTES = 300, 60
    loaded.computing.CHUNK_ROWS, loaded.issuing.CHUNK_LINES = 3, 1
    # Whoever died a moment ago is not waited for.
    loaded.files.STALE = loaded.runs.STALE = timedelta(days=-100_000)
    with connection.execute_wrapper(Statements(fatal)):
        if file:
            loaded.reading.read_file(file)
        if settlement:
            loaded.computing.settle(settlement)
