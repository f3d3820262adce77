"""Somebody's authenticator app, in front of a started copy."""

import base64
import hmac
import time
from hashlib import sha1

from backend.config.demo.cast import SECOND_FACTOR_SECRET

STEP_SECONDS = 30


def digits(secret: str, step: int) -> str:
    """Give the six digits of RFC 6238 for a step of 30 seconds."""
    digest = hmac.digest(base64.b32decode(secret), step.to_bytes(8, "big"), sha1)
    start = digest[-1] & 15
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**6:06d}"


class AuthenticatorApp:
    """One app for each person and copy: it remembers what it showed, for a code counts once.

    A copy takes the code of the next step as well. So two sign-ins follow each other at once, and
    only a third one within half a minute waits; each code is good for half a minute at least.
    """

    def __init__(self, secret: str = SECOND_FACTOR_SECRET) -> None:
        self.secret, self.last_step = secret, 0

    def code(self) -> str:
        """Give a code that was not shown before and that the copy takes now."""
        now = time.time()
        step = max(self.last_step + 1, int(now) // STEP_SECONDS)
        time.sleep(max(0.0, (step - 1) * STEP_SECONDS - now))
        self.last_step = step
        return digits(self.secret, step)
