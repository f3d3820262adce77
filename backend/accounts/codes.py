"""The seam through which a sign-in code leaves: the setting names what carries it away."""

from collections.abc import Callable

from django.conf import settings
from django.utils.module_loading import import_string


def deliver(phone: str, code: str) -> None:
    """Hand a six-digit code to the gateway that `SIGN_IN_CODE_SENDER` names (dotted path).

    The code is in no response and no log. Accounts stands below notifications, hence the path.
    """
    send: Callable[[str, str], None] = import_string(settings.SIGN_IN_CODE_SENDER)
    send(phone, code)
