"""`zhijia serve`: what `make run` runs."""

import argparse

from backend.config.launcher.serving import serve


def run(wanted: argparse.Namespace) -> int:
    """Start one copy and watch it until it is stopped."""
    return serve(wanted.port, wanted.data, wanted.members)
