"""Reading settings from the environment: three small functions that refuse nonsense.

Every variable that is read through them is listed in ``deploy/settings.md``.
"""

import os
from pathlib import Path

TRUE = frozenset({"1", "true", "yes", "on"})
FALSE = frozenset({"0", "false", "no", "off", ""})


class SettingError(RuntimeError):
    """A setting is missing or makes no sense; the message names it and says what to do."""


def text(name: str, default: str = "") -> str:
    """Return the variable as it stands, without surrounding blanks."""
    return os.environ.get(name, default).strip()


def boolean(name: str, *, default: bool) -> bool:
    """Return the variable as a truth value; raise SettingError for any other word."""
    word = os.environ.get(name)
    if word is None:
        return default
    if word.strip().lower() in TRUE:
        return True
    if word.strip().lower() in FALSE:
        return False
    message = f"{name}={word!r} is neither true nor false: use 1 or 0"
    raise SettingError(message)


def integer(name: str, default: int, *, at_least: int = 0, at_most: int = 2**31) -> int:
    """Return the variable as a whole number within its bounds; raise SettingError otherwise."""
    word = os.environ.get(name, "").strip()
    if not word:
        return default
    if not word.isascii() or not word.isdigit() or not at_least <= int(word) <= at_most:
        message = f"{name}={word!r} is not a whole number from {at_least} to {at_most}"
        raise SettingError(message)
    return int(word)


def secret(name: str, default: str | None = None) -> str:
    """Return a secret from NAME or from the file named by NAME_FILE.

    Raises SettingError when both are set, when the file cannot be read or is empty, and when
    neither is set and there is no default.
    """
    value, path = os.environ.get(name, ""), os.environ.get(f"{name}_FILE", "")
    if value and path:
        message = f"both {name} and {name}_FILE are set: keep one of them"
        raise SettingError(message)
    if path:
        try:
            value = Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            message = f"{name}_FILE={path} cannot be read: {error.strerror}"
            raise SettingError(message) from error
    if value:
        return value
    if default is None or path:
        message = f"{name} is missing or empty: set it, or point {name}_FILE at a file with it"
        raise SettingError(message)
    return default
