"""`zhijia roster sample`: a roster workbook as a basic union would send it."""

import argparse
import json
import sys
from collections import Counter

from xlsxwriter.exceptions import FileCreateError

from backend.config.launcher.words import LaunchError
from services.mutual_aid.roster.sample import write_sample


def run(wanted: argparse.Namespace) -> int:
    """Write the workbook and say which mistakes were planted."""
    try:
        planted = write_sample(wanted.file, wanted.members)
    except FileCreateError as error:
        message = f"{wanted.file} cannot be written: {error}"
        raise LaunchError(message) from error
    if wanted.answers:
        answers = [{"row": one.row_number, "kind": str(one.fault)} for one in planted]
        beside = wanted.file.with_name(f"{wanted.file.name}.answers.json")
        beside.write_text(json.dumps(answers, indent=1) + "\n", encoding="utf-8")
    kinds = Counter(one.fault for one in planted)
    sys.stdout.write(
        f"wrote {wanted.file}: {wanted.members} rows, {len(planted)} of them with one of "
        f"{len(kinds)} kinds of mistakes\n"
    )
    return 0
