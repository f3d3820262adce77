"""Which exception is which failure: the one table behind every lane."""

from collections.abc import Callable
from typing import Final

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import OperationalError
from django.http import Http404
from psycopg_pool import PoolTimeout

from backend.kernel.errors import DomainError, Locked, NotFound, Refused

_BUSY_STATES: Final = {"55P03", "40P01", "40001"}  # lock timeout, deadlock, serialization
_SLOW_STATES: Final = {"57014", "53300", "57P01", "57P03", "08006", "08001", "08003"}


class Overloaded(DomainError):
    """No connection or no time was left (503)."""

    status = 503

    def __init__(self) -> None:
        super().__init__(
            "overloaded", "现在办理的人很多，请稍等几秒再试。您填的内容没有丢失。", retry_after=5
        )


class TooLarge(DomainError):
    """The body passes the limit (413)."""

    status = 413

    def __init__(self) -> None:
        super().__init__("too_large", "内容超过大小上限，请减小后再提交。")


def problem_of(fault: BaseException) -> DomainError | None:
    """Give the domain error that an exception stands for, or None when it is a fault of ours."""
    if isinstance(fault, DomainError):
        return fault
    if isinstance(fault, OperationalError):
        return _of_database(fault)
    return next((make() for kind, make in _KNOWN if isinstance(fault, kind)), None)


def _not_permitted() -> Refused:
    return Refused("not_permitted", "您不能办理这件事。如有疑问请联系所在工会。")


_KNOWN: Final[tuple[tuple[type[BaseException], Callable[[], DomainError]], ...]] = (
    (Http404, NotFound),
    (PermissionDenied, _not_permitted),
    (RequestDataTooBig, TooLarge),
    (PoolTimeout, Overloaded),
)


def _of_database(fault: OperationalError) -> DomainError | None:
    cause = fault.__cause__
    if isinstance(cause, PoolTimeout):
        return Overloaded()
    state = getattr(cause, "sqlstate", None)
    if state in _BUSY_STATES:
        return Locked()
    if state in _SLOW_STATES or state is None:
        return Overloaded()
    return None
