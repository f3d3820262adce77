"""What a subcommand runs against: the named servers, a running copy, or servers for its own time."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from backend.config.launcher.places import (
    hold_folder,
    note_environment,
    forget_environment,
    prepare_places,
    read_environment,
)
from backend.config.launcher.serving import Installation
