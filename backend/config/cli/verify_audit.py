"""`zhijia audit verify`: the audit chain walked from its first link."""

import argparse

from backend.audit import chain
from backend.config.cli.findings import show


def run(_: argparse.Namespace) -> int:
    """Print what was checked and every break; 1 when there is one."""
    return show(chain.verify())
