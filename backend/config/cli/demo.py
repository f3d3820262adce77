"""`zhijia demo`: the demo world in an empty database."""

import argparse
import sys

from django.conf import settings

from backend.config.demo import world
from backend.config.launcher.greeting import write_greeting


def run(wanted: argparse.Namespace) -> int:
    """Load the world and say each step; a database with people in it is refused.

    1 when the totals of the simulated year disagree.
    """
    agrees = (world.load_year if wanted.year else world.load)(wanted.members, _say)
    path = settings.DATA / "sign-in.txt"
    write_greeting(path, settings.DATA / "sms.jsonl")
    sys.stdout.write(path.read_text(encoding="utf-8"))
    return 0 if agrees else 1


def _say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()
