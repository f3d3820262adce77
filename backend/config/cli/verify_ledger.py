"""`zhijia ledger verify`: the book recomputed from its entries."""

import argparse
import sys

from backend.ledger import verify as ledger


def run(_: argparse.Namespace) -> int:
    """Print what was checked and every mismatch; 1 when there is one."""
    report = ledger.verify()
    sys.stdout.write("\n".join(report.lines()) + "\n")
    return 0 if report.ok else 1
