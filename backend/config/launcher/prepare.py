"""The one step between the servers and the program: tables, keys, and the demo world once."""

import argparse
import os
import sys
import time
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from backend.kernel.seal import Keyring

MIGRATE_LIMITS = "SET lock_timeout = '4s'; SET statement_timeout = '60s'"


def make_keys(path: Path) -> None:
    """Make the keyring on the first start; one that is there stays."""
    if not path.exists():
        Keyring.create_file(path)


def migrate() -> None:
    """Bring the tables up to date, with limits so that a lock elsewhere cannot hang the start."""
    with connection.cursor() as cursor:
        cursor.execute(MIGRATE_LIMITS)
    call_command("migrate", interactive=False, verbosity=0)


def _say(words: str, since: float) -> None:
    sys.stdout.write(f"             {words} ({time.monotonic() - since:.1f} s)\n")
    sys.stdout.flush()


def main(arguments: list[str]) -> int:
    """Do the step; the exit status is 0 when everything stands."""
    parser = argparse.ArgumentParser(prog="prepare")
    parser.add_argument("--members", type=int, default=5000)
    wanted = parser.parse_args(arguments)
    started = time.monotonic()
    os.umask(0o077)
    django.setup()
    make_keys(settings.KEYRING_FILE)
    migrate()
    _say("migrations", started)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
