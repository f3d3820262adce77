"""Reading a rule pack file: strict JSON before anything else looks at it (section 1)."""

import json
from pathlib import Path
from typing import Never

MAX_PACK_BYTES = 2_000_000
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class PackError(Exception):
    """A pack does not fit the format; `path` is the JSON Pointer of the value that is wrong."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(path, reason)
        self.path = path or "/"
        self.reason = reason

    def __str__(self) -> str:
        return f"at {self.path}: {self.reason}"


def read_file(path: Path) -> dict[str, object]:
    """Read one pack file; raises PackError when it cannot be read or is not strict JSON."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise PackError("", f"cannot be read: {error.strerror}") from error
    return read_bytes(content)


def read_bytes(content: bytes) -> dict[str, object]:
    """Parse the bytes of a pack: UTF-8 without mark, one object, no duplicate key, no fraction."""
    if len(content) > MAX_PACK_BYTES:
        raise PackError("", f"larger than {MAX_PACK_BYTES} bytes")
    if content.startswith(BYTE_ORDER_MARK):
        raise PackError("", "starts with a byte order mark; save it as UTF-8 without BOM")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise PackError("", f"is not UTF-8 (byte {error.start})") from error
    try:
        parsed = json.loads(
            text,
            parse_float=_refuse_fraction,
            parse_constant=_refuse_constant,
            object_pairs_hook=_without_duplicates,
        )
    except json.JSONDecodeError as error:
        place = f"line {error.lineno} column {error.colno}"
        raise PackError("", f"is not JSON: {error.msg} ({place})") from error
    except RecursionError as error:
        raise PackError("", "is nested too deeply") from error
    except ValueError as error:
        raise PackError("", f"holds a number that is too long: {error}") from error
    if not isinstance(parsed, dict):
        raise PackError("", "must be one JSON object")
    try:
        _find_duplicates(parsed, "")
    except RecursionError as error:
        raise PackError("", "is nested too deeply") from error
    return parsed


class _Duplicates(dict[str, object]):
    """An object that named a key twice, kept until its path is known."""

    def __init__(self, pairs: list[tuple[str, object]], key: str) -> None:
        super().__init__(pairs)
        self.key = key


def _without_duplicates(pairs: list[tuple[str, object]]) -> dict[str, object]:
    seen: set[str] = set()
    for key, _ in pairs:
        if key in seen:
            return _Duplicates(pairs, key)
        seen.add(key)
    return dict(pairs)


class _Fraction:
    """A JSON number with a fraction or exponent, kept until its path is known."""

    def __init__(self, written: str) -> None:
        self.written = written


def _refuse_fraction(written: str) -> _Fraction:
    return _Fraction(written)


def _refuse_constant(written: str) -> Never:
    raise PackError("", f"{written} is not JSON")


def _find_duplicates(value: object, path: str) -> None:
    """Refuse what strict JSON forbids: duplicate keys, fractions, half characters."""
    if isinstance(value, _Duplicates):
        raise PackError(f"{path}/{escape(value.key)}", "key appears twice in one object")
    if isinstance(value, _Fraction):
        reason = f"number {value.written} has a fraction or exponent; write a decimal string"
        raise PackError(path, reason)
    if isinstance(value, str) and any("\ud800" <= mark <= "\udfff" for mark in value):
        raise PackError(path, "holds half of a character pair")
    if isinstance(value, dict):
        for key, inner in value.items():
            _find_duplicates(inner, f"{path}/{escape(key)}")
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            _find_duplicates(inner, f"{path}/{place}")


def escape(key: str) -> str:
    """Write a key as one token of a JSON Pointer (RFC 6901), safe to print on one line."""
    token = key.replace("~", "~0").replace("/", "~1")
    return token.encode("utf-8", "backslashreplace").decode().replace("\n", "\\n")
