"""`zhijia openapi`: print a committed document, or write all three anew."""

import argparse
import sys

from backend.config import openapi
from backend.config.api import APIS
from backend.config.launcher.words import LaunchError


def run(wanted: argparse.Namespace) -> int:
    """Print the committed document of the audience, or write the documents from the code."""
    if wanted.write:
        openapi.FOLDER.mkdir(parents=True, exist_ok=True)
        for audience in APIS:
            openapi.committed(audience).write_text(openapi.document(audience), encoding="utf-8")
            sys.stdout.write(f"wrote docs/openapi/{audience}.json\n")
        return 0
    path = openapi.committed(wanted.audience)
    if not path.is_file():
        message = f"docs/openapi/{path.name} is missing: zhijia openapi --write makes it"
        raise LaunchError(message)
    sys.stdout.write(path.read_text(encoding="utf-8"))
    return 0
