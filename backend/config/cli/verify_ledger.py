"""`zhijia ledger verify`: the book recomputed from its entries."""

import argparse

from backend.config.cli.findings import show
from backend.ledger import verify as ledger


def run(_: argparse.Namespace) -> int:
    """Print what was checked and every mismatch; 1 when there is one."""
    return show(ledger.verify())
