"""One way to write a value of packs and receipts as bytes: what a digest or signature stands on."""

import hashlib
import json


def canonical(value: object) -> bytes:
    """Write a JSON value as UTF-8 with sorted keys and no blanks; packs and receipts hold no float.

    The same value gives the same bytes whatever the spacing and order of keys it was read with.
    """
    text = json.dumps(
        value, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
    )
    return text.encode()


def digest(value: object) -> bytes:
    """Give the SHA-256 of the canonical bytes."""
    return hashlib.sha256(canonical(value)).digest()
