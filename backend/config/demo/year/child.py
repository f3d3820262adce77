"""Where a helper process of the year begins; imports nothing of the product before it stands."""

import importlib
from multiprocessing.connection import Connection

import django


def start(pipe: Connection) -> None:
    """Set the product up and play a part of the city until the pipe closes."""
    django.setup()
    # Its module imports models, so it can only be loaded once Django stands.
    importlib.import_module("backend.config.demo.year.helper").serve(pipe)
