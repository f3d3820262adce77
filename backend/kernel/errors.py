"""The refusals a domain rule can give, each with a stable code and a Chinese sentence.

A sentence names what is wrong and what to do about it; one handler turns it into HTTP.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class FieldError:
    """One field that is wrong: `pointer` is a JSON pointer relative to the body (`/phone`)."""

    pointer: str
    code: str
    message: str


class DomainError(Exception):
    """A rule said no. `code` is stable and English, `message` is Chinese and for the reader."""

    status: ClassVar[int] = 400

    def __init__(
        self,
        code: str,
        message: str,
        fields: Sequence[FieldError] = (),
        *,
        retry_after: int | None = None,
    ) -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message
        self.fields = tuple(fields)
        self.retry_after = retry_after

    def __str__(self) -> str:
        return f"{self.code}: {self.message}"


class Refused(DomainError):
    """The person is known but may not do this (403)."""

    status = 403


class NotFound(DomainError):
    """Not there, or not this person's to see: both read the same (404)."""

    status = 404

    def __init__(
        self,
        code: str = "not_found",
        message: str = "没有找到这项内容，可能已被撤下，或不在您的查看范围内。",
    ) -> None:
        super().__init__(code, message)


class Conflict(DomainError):
    """The act does not fit the present state (409)."""

    status = 409


class Locked(DomainError):
    """Somebody else is writing the same thing just now; try again after `retry_after` seconds."""

    status = 409

    def __init__(
        self,
        code: str = "busy",
        message: str = "这项内容正有人办理，请稍等几秒再试。您填的内容没有丢失。",
        *,
        retry_after: int = 2,
    ) -> None:
        super().__init__(code, message, retry_after=retry_after)


class Stale(DomainError):
    """The reader decided on an older version than the one that now stands (412)."""

    status = 412

    def __init__(
        self,
        code: str = "stale_version",
        message: str = "这项内容刚刚被别人更新过，请刷新后看清最新内容再办理。",
    ) -> None:
        super().__init__(code, message)


class Invalid(DomainError):
    """A value does not fit; `fields` names each one with its remedy (422)."""

    status = 422
