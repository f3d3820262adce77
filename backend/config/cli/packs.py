"""`zhijia packs check`: every vector of the rule-pack files, without a database."""

import argparse
import sys

from services.mutual_aid.rules.checking import check_files


def run(wanted: argparse.Namespace) -> int:
    """Print one line for each vector; 1 when one fails or a file does not fit the format."""
    findings = 0
    for line in check_files(wanted.files):
        sys.stdout.write(line.text + "\n")
        findings += line.is_finding
    return 1 if findings else 0
