"""What a subcommand runs against: named servers, a running copy, or servers for its own time."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from backend.config.launcher.places import read_environment
from backend.config.launcher.serving import Installation
from backend.config.launcher.words import LaunchError


@contextmanager
def surroundings(data: Path, *, needed: str) -> Iterator[None]:
    """Make the environment of this process fit the installation on `data`.

    `needed` is nothing, django or database. Only the last reaches for servers: those of
    DATABASE_URL, or those of the copy that runs on the folder, or embedded ones for the time of
    the command. Raises LaunchError when there is no installation on the folder.
    """
    data = data.resolve()
    os.environ["DATA"] = str(data)
    os.environ.setdefault("ZHIJIA_PROCESS", "job")
    if needed != "database" or os.environ.get("DATABASE_URL"):
        yield
        return
    running = read_environment(data)
    if running:
        os.environ.update(running)
        yield
        return
    if os.environ.get("DJANGO_SETTINGS_MODULE", "").endswith(".production"):
        message = "DATABASE_URL is missing: production never starts servers of its own"
        raise LaunchError(message)
    copy = Installation(0, data, 0, out=sys.stderr)
    with copy.servers_only() as environ:
        os.environ.update(environ)
        yield
