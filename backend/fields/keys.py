"""The keyring of this process: read once from the file that `KEYRING_FILE` names."""

import os
from functools import cache
from pathlib import Path

from django.conf import settings

from backend.kernel.seal import Keyring


@cache
def keyring() -> Keyring:
    """Give the keyring; the file is made on first use where none is, readable by its owner only.

    A lost file is never replaced silently in production: `KEYRING_CREATE=False` there.
    Raises FileNotFoundError then.
    """
    path = Path(settings.KEYRING_FILE)
    if not path.exists() and getattr(settings, "KEYRING_CREATE", True):
        _create(path)
    return Keyring.from_file(path)


def _create(path: Path) -> None:
    """Write a new keyring whole or not at all; another process that was faster wins."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    Keyring.create_file(draft)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
