"""Where a helper process of the year begins; imports nothing of the product before it stands."""

import importlib
import os
from multiprocessing.connection import Connection

import django


def start(pipe: Connection) -> None:
    """Set the product up and play a part of the city until the pipe closes.

    As a web process, which it is for the year: a job has no pool and would connect anew for every
    request.
    """
    os.environ["ZHIJIA_PROCESS"] = "web"
    django.setup()
    # Its module imports models, so it can only be loaded once Django stands.
    importlib.import_module("backend.config.demo.year.helper").serve(pipe)
