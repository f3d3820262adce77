"""`zhijia manage`: Django's own commands against the same installation."""

import argparse

from django.core.management import ManagementUtility


def run(wanted: argparse.Namespace) -> int:
    """Pass the arguments through."""
    ManagementUtility(["zhijia manage", *wanted.arguments]).execute()
    return 0
