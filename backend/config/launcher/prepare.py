"""The one step between the servers and the program: tables, keys, and the demo world once."""

import argparse
import gc
import importlib
import os
import sys
import time
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command

from backend.kernel.seal import Keyring
from backend.kernel.signature import SigningKeys


def make_keys(keyring: Path, signing: Path) -> None:
    """Make the key files on the first start; one that is there stays."""
    if not keyring.exists():
        Keyring.create_file(keyring)
    if not signing.exists():
        SigningKeys.create_file(signing)


def load_demo(members: int) -> None:
    """Load the demo world into an empty database, and write down how to sign in."""
    # Importable only once Django stands: they read the models of every room.
    world = importlib.import_module("backend.config.demo.world")
    greeting = importlib.import_module("backend.config.launcher.greeting")
    gc.freeze()  # the program itself is no garbage
    if world.is_empty():
        world.load(members, _say)
        greeting.write_greeting(settings.DATA / "sign-in.txt", settings.DATA / "sms.jsonl")


def _say(words: str) -> None:
    sys.stdout.write(f"             {words}\n")
    sys.stdout.flush()


def main(arguments: list[str]) -> int:
    """Do the step; the exit status is 0 when everything stands."""
    parser = argparse.ArgumentParser(prog="prepare")
    parser.add_argument("--members", type=int, default=0, help="size of a new demo world; 0: none")
    members = parser.parse_args(arguments).members
    started = time.monotonic()
    os.umask(0o077)
    django.setup()
    make_keys(settings.KEYRING_FILE, settings.RECEIPT_SIGNING_KEY_FILE)
    call_command("migrate", interactive=False, verbosity=0)
    _say(f"migrations ({time.monotonic() - started:.1f} s)")
    if members:
        load_demo(members)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
