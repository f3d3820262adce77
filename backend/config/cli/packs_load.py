"""`zhijia packs load`: plan versions from rule-pack files; a version in use is never changed."""

import argparse
import sys

from backend.access.actor import Actor
from backend.config.launcher.words import LaunchError
from backend.unions.models import Union, UnionKind
from services.mutual_aid.workflow import plans

LOADER = Actor.system("packs")


def run(wanted: argparse.Namespace) -> int:
    """Load each file for its sponsor; a version that is there with the same rules stays."""
    sponsor = wanted.sponsor or _only_federation()
    for path in wanted.files:
        version = plans.load(path.read_bytes(), sponsor_number=sponsor, actor=LOADER)
        signed = "in force" if version.pays else f"{version.state}: it cannot pay yet"
        sys.stdout.write(f"{path}: {version} of {sponsor} ({signed})\n")
    return 0


def _only_federation() -> str:
    numbers = list(
        Union.objects.filter(kind=UnionKind.MUNICIPAL).values_list("number", flat=True)[:2]
    )
    if len(numbers) != 1:
        message = "name the union that sponsors the plan: --sponsor NUMBER"
        raise LaunchError(message)
    return str(numbers[0])
