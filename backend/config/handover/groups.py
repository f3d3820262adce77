"""An approved hardship file makes its worker one of the rate group 困难职工 of mutual aid (8.3).

Only that the file stands and since when goes across, no figure and no cause of it. The approval
itself brings it over, in its own transaction; the schedule finds what that could not.
"""

from backend.access.actor import Actor
from services.hardship import queries as hardship
from services.mutual_aid.workflow.groups import files


def follow_file(approved: hardship.ApprovedFile) -> None:
    """Let the standing of a file that was just approved begin with it, in one transaction."""
    files.begin_file(_file(approved), actor=Actor.system("handover"))


def follow_hardship_files() -> int:
    """Let the standings be those of the files that stand; for the schedule. Gives how many."""
    found = [_file(one) for one in hardship.approved_files()]
    return files.follow_files(found, actor=Actor.system("schedule"))


def _file(approved: hardship.ApprovedFile) -> files.File:
    return files.File(approved.number, approved.person_id, approved.since)
