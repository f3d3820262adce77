"""The keys of this process, each file read once: the keyring, and the keys that sign receipts."""

import os
from collections.abc import Callable
from functools import cache
from pathlib import Path

from django.conf import settings

from backend.kernel.seal import Keyring
from backend.kernel.signature import SigningKeys


@cache
def keyring() -> Keyring:
    """Give the keyring; the file is made on first use where none is, readable by its owner only.

    A lost file is never replaced silently in production: `KEYRING_CREATE=False` there.
    Raises FileNotFoundError then.
    """
    path = Path(settings.KEYRING_FILE)
    if not path.exists() and getattr(settings, "KEYRING_CREATE", True):
        _create(path, Keyring.create_file)
    return Keyring.from_file(path)


@cache
def signing_keys() -> SigningKeys:
    """Give the keys that sign receipts; the file is made on first use where none is.

    A new file after a loss harms nobody's data: old receipts are checked with the key that was
    published when they were signed.
    """
    path = Path(settings.RECEIPT_SIGNING_KEY_FILE)
    if not path.exists():
        _create(path, SigningKeys.create_file)
    return SigningKeys.from_file(path)


def _create(path: Path, write: Callable[[Path], None]) -> None:
    """Write a new key file whole or not at all; another process that was faster wins."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    write(draft)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
