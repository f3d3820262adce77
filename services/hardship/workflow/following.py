"""Telling the assembly that a file stands: what depends on it follows in the same transaction.

Capabilities do not import each other, so the setting names who follows, as it names who carries
away a sign-in code.
"""

from collections.abc import Callable

from django.conf import settings
from django.utils.module_loading import import_string

from backend.kernel import clock
from services.hardship.models import Application
from services.hardship.queries import ApprovedFile


def tell_follower(application: Application) -> None:
    """Hand an application that was just approved to what `HARDSHIP_FILE_FOLLOWER` names.

    Only its number, whose it is and today; no figure and no cause. Without one nobody follows.
    """
    if settings.HARDSHIP_FILE_FOLLOWER:
        follow: Callable[[ApprovedFile], object] = import_string(settings.HARDSHIP_FILE_FOLLOWER)
        follow(ApprovedFile(application.number, application.person_id, clock.today()))
