"""A code of the authenticator app counts once, and never after a later one.

A code is taken one step of 30 seconds early or late (`MFA_TOTP_TOLERANCE`): the clocks of phones
differ. That leaves 90 seconds to read it over a shoulder, and allauth notes a used code for 30 in
the cache, which a restart empties. So the step of the last code taken stands beside the secret, in
the database (RFC 6238, 5.2).
"""

from allauth.core.internal.cryptokit import compare_user_code
from allauth.headless.mfa.inputs import AuthenticateInput, ReauthenticateInput
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, BaseAuthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.db import connection

_CLAIM = """
UPDATE mfa_authenticator SET data = jsonb_set(data, '{last_step}', to_jsonb(%(step)s::bigint))
 WHERE id = %(id)s AND coalesce((data ->> 'last_step')::bigint, 0) < %(step)s
"""


class _EachCodeOnce(BaseAuthenticateForm):  # type: ignore[misc]
    def clean_code(self) -> str:
        """Give the code; raises Django's ValidationError `incorrect_code` for a used one too."""
        code = str(super().clean_code())
        if not claim(self.authenticator, code):
            raise get_adapter().validation_error("incorrect_code")
        return code


class SecondFactorForm(_EachCodeOnce, AuthenticateForm):  # type: ignore[misc]
    """The code that a page brings to sign in."""


class SecondFactorInput(_EachCodeOnce, AuthenticateInput):  # type: ignore[misc]
    """The code that an app brings to sign in."""


class ReauthenticationInput(_EachCodeOnce, ReauthenticateInput):  # type: ignore[misc]
    """The code that an app brings to do something sensitive."""


def claim(authenticator: Authenticator, code: str) -> bool:
    """Note a right code as taken; False when it, or a later one, was taken before.

    One statement: of two who bring the same code at the same moment, one is refused. A recovery
    code is taken off its list by allauth.
    """
    if authenticator.type != Authenticator.Type.TOTP:
        return True
    secret = get_adapter().decrypt(authenticator.data["secret"])
    steps = [
        step
        for step in yield_hotp_counters_from_time()
        if compare_user_code(actual=code, expected=format_hotp_value(hotp_value(secret, step)))
    ]
    if not steps:  # its time ran out since it was compared
        return False
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, {"id": authenticator.pk, "step": max(steps)})
        return bool(cursor.rowcount)
