"""An approved hardship file makes its worker one of the rate group 困难职工 of mutual aid (8.3).

Only that the file stands and since when goes across, no figure and no cause of it.
"""

from backend.access.actor import Actor
from services.hardship import queries as hardship
from services.mutual_aid.workflow.groups import files


def follow_hardship_files() -> int:
    """Let the standings be those of the files that stand; for the schedule. Gives how many."""
    found = [files.File(one.number, one.person_id, one.since) for one in hardship.approved_files()]
    return files.follow_files(found, actor=Actor.system("schedule"))
