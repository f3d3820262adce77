"""Small pieces from which the shape of a pack is written down; each refuses with its JSON path."""

import datetime as dt
import re
from collections.abc import Callable, Mapping

from services.mutual_aid.rules.exact import read_money, read_rate
from services.mutual_aid.rules.reading import PackError, escape

Spec = Callable[[object, str], None]
_NAME = re.compile(r"[a-z0-9][a-z0-9_]*")
_CODE = re.compile(r"[A-Z0-9]+(?:-[A-Z0-9]+)*")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MONTH_DAY = re.compile(r"[0-9]{2}-[0-9]{2}")
_PAID = re.compile(r"(?:0|[1-9][0-9]*)\.[0-9]{2}")
_POINTER = re.compile(r"(?:/[^/]*)+")
LEAP_YEAR = 2000
ENTRY_TEXT_LIMIT = 64


def is_name(value: object) -> bool:
    """Tell whether a value is a name of section 1 (`[a-z0-9][a-z0-9_]*`)."""
    return isinstance(value, str) and _NAME.fullmatch(value) is not None


def record(required: Mapping[str, Spec], optional: Mapping[str, Spec] | None = None) -> Spec:
    """Describe an object with named fields: all required ones, no unknown one."""
    known = {**required, **(optional or {})}

    def check(value: object, path: str) -> None:
        fields = _object(value, path)
        for key in fields:
            if key not in known:
                raise PackError(f"{path}/{escape(key)}", "unknown field")
        for key in required:
            if key not in fields:
                raise PackError(f"{path}/{key}", "required field is missing")
        for key, inner in fields.items():
            known[key](inner, f"{path}/{key}")

    return check


def mapping(key: Spec, value: Spec, *, least: int = 0) -> Spec:
    """Describe an object whose keys are themselves values, such as class -> money."""

    def check(found: object, path: str) -> None:
        fields = _object(found, path)
        if len(fields) < least:
            raise PackError(path, "must not be empty")
        for name, inner in fields.items():
            key(name, f"{path}/{escape(name)}")
            value(inner, f"{path}/{escape(name)}")

    return check


def array(of: Spec, *, least: int = 0, unique: bool = False, exactly: int | None = None) -> Spec:
    """Describe a list."""

    def check(value: object, path: str) -> None:
        if not isinstance(value, list):
            raise PackError(path, "must be a list")
        if len(value) < least:
            raise PackError(path, "must not be empty")
        if exactly is not None and len(value) != exactly:
            raise PackError(path, f"must have exactly {exactly} values")
        for place, inner in enumerate(value):
            of(inner, f"{path}/{place}")
            if unique and inner in value[:place]:
                raise PackError(f"{path}/{place}", "appears twice")

    return check


def choice(*names: object) -> Spec:
    """Describe one of a few constants."""

    def check(value: object, path: str) -> None:
        if not any(type(value) is type(name) and value == name for name in names):
            raise PackError(path, "must be " + " or ".join(f'"{name}"' for name in names))

    return check


def integer(least: int) -> Spec:
    """Describe a whole number from `least` upwards."""

    def check(value: object, path: str) -> None:
        if type(value) is not int or value < least:
            raise PackError(path, f"must be an integer from {least}")

    return check


def nullable(inner: Spec) -> Spec:
    """Describe a value that may also be null."""

    def check(value: object, path: str) -> None:
        if value is not None:
            inner(value, path)

    return check


def text(value: object, path: str) -> None:
    """Describe non-empty text."""
    if not isinstance(value, str) or not value:
        raise PackError(path, "must be non-empty text")


def short_text(value: object, path: str) -> None:
    """Describe text of an entry, at most 64 characters."""
    if not isinstance(value, str) or len(value) > ENTRY_TEXT_LIMIT:
        raise PackError(path, f"must be text of at most {ENTRY_TEXT_LIMIT} characters")


def boolean(value: object, path: str) -> None:
    """Describe true or false."""
    if not isinstance(value, bool):
        raise PackError(path, "must be true or false")


def money(value: object, path: str) -> None:
    """Describe money in yuan."""
    if read_money(value) is None:
        raise PackError(path, 'must be money in yuan such as "1800.03" or 1800')


def rate(value: object, path: str) -> None:
    """Describe a rate."""
    if read_rate(value) is None:
        raise PackError(path, 'must be a rate as text from "0" to "1", at most four decimals')


def name(value: object, path: str) -> None:
    """Describe a name."""
    if not is_name(value):
        raise PackError(path, "must be a name: a-z, 0-9 and _, not starting with _")


def code(value: object, path: str) -> None:
    """Describe a plan code."""
    if not isinstance(value, str) or not _CODE.fullmatch(value):
        raise PackError(path, "must be a plan code: A-Z and 0-9 groups joined by -")


def date(value: object, path: str) -> None:
    """Describe a civil date that exists."""
    if not isinstance(value, str) or not _DATE.fullmatch(value) or not _exists(value):
        raise PackError(path, "must be a date that exists, YYYY-MM-DD")


def month_day(value: object, path: str) -> None:
    """Describe a day of a year; 02-29 exists."""
    fits = isinstance(value, str) and _MONTH_DAY.fullmatch(value) is not None
    if not fits or not _exists(f"{LEAP_YEAR}-{value}"):
        raise PackError(path, "must be a day of the year that exists, MM-DD")


def paid(value: object, path: str) -> None:
    """Describe a payment, always two decimals."""
    if not isinstance(value, str) or not _PAID.fullmatch(value):
        raise PackError(path, "must be a payment as text with exactly two decimals")


def pointer(value: object, path: str) -> None:
    """Describe a JSON Pointer."""
    if not isinstance(value, str) or not _POINTER.fullmatch(value):
        raise PackError(path, "must be a JSON Pointer such as /benefits/0")


def _exists(written: str) -> bool:
    try:
        dt.date.fromisoformat(written)
    except ValueError:
        return False
    return True


def _object(value: object, path: str) -> dict[str, object]:
    if not isinstance(value, dict):
        raise PackError(path, "must be an object")
    return value
