"""`zhijia audit verify`: the audit chain walked from its first link."""

import argparse
import sys

from backend.audit import chain


def run(_: argparse.Namespace) -> int:
    """Print what was checked and every break; 1 when there is one."""
    report = chain.verify()
    verdict = "clean" if report.is_clean else f"{len(report.faults)} faults"
    lines = [f"checked {report.entries} entries and {report.links} links", f"head {report.head}"]
    sys.stdout.write("\n".join([*lines, *report.faults, verdict]) + "\n")
    return 0 if report.is_clean else 1
