"""The rotating code of an open session: it changes every 30 seconds and proves being there (R9.16).

A code is cut from HMAC-SHA256 over the session's secret and the number of the half minute. The QR
code carries the long form; who types uses eight digits, of which a guess in a million hits once in
fifty. A code counts in its half minute and in the next one, so that a slow phone is in time.
"""

import hmac
from datetime import datetime

WINDOW_SECONDS = 30
TOLERANCE = 1
SECRET_BYTES = 32
LONG_BYTES = 10
DIGITS = 8


def window_at(moment: datetime) -> int:
    """Give the number of the half minute that a moment lies in."""
    return int(moment.timestamp()) // WINDOW_SECONDS


def seconds_left(moment: datetime) -> int:
    """Give how many seconds the code of this moment will still be shown."""
    return WINDOW_SECONDS - int(moment.timestamp()) % WINDOW_SECONDS


def long_code(secret: bytes, window: int) -> str:
    """Give the code that the QR picture carries: 20 hexadecimal digits."""
    return _digest(secret, "qr", window)[:LONG_BYTES].hex()


def typed_code(secret: bytes, window: int) -> str:
    """Give the code that a worker reads off the screen and types: eight digits."""
    number = int.from_bytes(_digest(secret, "typed", window)[:8], "big") % 10**DIGITS
    return f"{number:0{DIGITS}d}"


def fits(secret: bytes, given: str, moment: datetime) -> bool:
    """Tell whether a code, long or typed, counts at this moment."""
    plain = "".join(given.split()).lower()
    make = typed_code if len(plain) == DIGITS else long_code
    now = window_at(moment)
    return any(
        hmac.compare_digest(make(secret, window).encode(), plain.encode())
        for window in range(now - TOLERANCE, now + 1)
    )


def _digest(secret: bytes, kind: str, window: int) -> bytes:
    return hmac.digest(secret, f"{kind}:{window}".encode(), "sha256")
