"""`zhijia settlement read`: an insurance data file of the inbox, read here with its progress."""

import argparse
import sys
from pathlib import Path

from django.conf import settings

from backend.access.actor import Actor
from backend.config.launcher.words import LaunchError
from backend.kernel.money import Money
from services.mutual_aid.feeds.totals import read_totals
from services.mutual_aid.workflow.settlements import files
from services.mutual_aid.workflow.settlements.reading import read_file

OPERATOR = Actor.system("operator")


def run(wanted: argparse.Namespace) -> int:
    """Read the file; 0 when it is read, 1 when it was refused or somebody else is at it."""
    if (wanted.rows is None) != (wanted.total is None):
        message = "give both --rows and --total, or none of them"
        raise LaunchError(message)
    said = read_totals(wanted.rows, wanted.total) if wanted.rows is not None else None
    taken = files.take_from_inbox(
        _name_in_inbox(wanted.file),
        actor=OPERATOR,
        plan=wanted.plan,
        quarter=wanted.quarter,
        rows=said.rows if said else None,
        total=Money(said.fen) if said else None,
    )
    sys.stdout.write(f"{taken.number}: {taken.plan.code} {taken.upto}\n")
    done = read_file(taken.number, _show)
    if done is None and taken.state != "read":
        sys.stderr.write("error: another reader is at this file; run the command again later\n")
        return 1
    done = done or taken
    if done.state == "failed":
        sys.stderr.write(f"error: {done.failure}\n")
        return 1
    sys.stdout.write(f"read: {done.good_count:,} rows, {done.refused_count:,} refused\n")
    return 0


def _name_in_inbox(path: Path) -> str:
    inbox = settings.INBOX_DIR.resolve()
    found = path.resolve() if path.exists() else (inbox / path).resolve()
    if not found.is_relative_to(inbox):
        message = f"{path} does not lie in the inbox; put it into {inbox}"
        raise LaunchError(message)
    return str(found.relative_to(inbox))


def _show(percent: int, read: int, whole: int) -> None:
    sys.stdout.write(f"{percent:3d}% {read:,} of {whole:,} rows\n")
    sys.stdout.flush()
