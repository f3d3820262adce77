"""Cursor paging: opaque, signed, no offset, no count."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any, TypedDict, TypeVar

from django.core import signing
from django.db.models import Model, Q, QuerySet
from pydantic import Field

from backend.kernel.errors import DomainError

LIMIT_MAX = 100
LIMIT_DEFAULT = 20
_SALT = "zhijia.paging"

Row = TypeVar("Row", bound=Model)
Cursor = Annotated[str, Field(title="翻页标记", max_length=512)]
PageSize = Annotated[int, Field(title="每页条数", ge=1, le=LIMIT_MAX)]


class BadCursor(DomainError):
    """The cursor was cut, changed or made for another list (400)."""

    status = 400

    def __init__(self) -> None:
        super().__init__("bad_cursor", "翻页标记不对，请从第一页重新打开。")


class Page(TypedDict):
    """One page of rows; `next_cursor` is None on the last."""

    items: list[Any]
    next_cursor: str | None
    has_more: bool


def page_of(
    queryset: QuerySet[Row],
    cursor: str | None,
    limit: int = LIMIT_DEFAULT,
    order: Sequence[str] = ("-created_at", "-id"),
) -> Page:
    """Read one page: at most `limit` rows after the cursor, in `order` (the last name is unique).

    Raises BadCursor when the cursor is not one that this list gave out.
    """
    limit = max(1, min(limit, LIMIT_MAX))
    label = f"{queryset.model._meta.label}:{','.join(order)}"
    if cursor:
        queryset = queryset.filter(_after(order, open_cursor(cursor, label)))
    rows = list(queryset.order_by(*order)[: limit + 1])
    more = len(rows) > limit
    rows = rows[:limit]
    values = [_plain(getattr(rows[-1], name.lstrip("-"))) for name in order] if more else []
    return {
        "items": rows,
        "next_cursor": seal_cursor(values, label) if more else None,
        "has_more": more,
    }


def seal_cursor(values: Sequence[Any], label: str) -> str:
    """Sign the last row's sort values for the list `label`; at any time the same text.

    So a page that is written as a file stays the same while its list does.
    """
    return str(signing.Signer(salt=_SALT).sign_object([label, *values]))


def open_cursor(cursor: str, label: str) -> list[Any]:
    """Read the sort values back; raises BadCursor."""
    try:
        found, *values = list(signing.Signer(salt=_SALT).unsign_object(cursor))
    except (signing.BadSignature, ValueError, TypeError):
        raise BadCursor from None
    if found != label:
        raise BadCursor
    return values


def _after(order: Sequence[str], values: Sequence[Any]) -> Q:
    """Condition "comes after these values" for a mixed ascending and descending order."""
    if len(values) != len(order):
        raise BadCursor
    found, equal = Q(), Q()
    for name, value in zip(order, values, strict=True):
        bare = name.lstrip("-")
        side = "lt" if name.startswith("-") else "gt"
        found |= equal & Q(**{f"{bare}__{side}": value})
        equal &= Q(**{bare: value})
    return found


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, (date, datetime)) else value
