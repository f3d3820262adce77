"""What the APIs take and give, for the laws about schemas."""

from collections.abc import Iterator
from typing import Any, get_args

from ninja.constants import NOT_SET
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from backend.access.routers import operations
from backend.config.api import APIS


def schemas_in(kind: Any, seen: set[type[BaseModel]]) -> None:
    """Collect every schema that a type is made of."""
    if not (isinstance(kind, type) and issubclass(kind, BaseModel)):
        for part in get_args(kind):
            schemas_in(part, seen)
    elif kind not in seen:
        seen.add(kind)
        for field in kind.model_fields.values():
            schemas_in(field.annotation, seen)


def taken_by(audience: str) -> Iterator[tuple[type[BaseModel], str, FieldInfo]]:
    """Give every parameter and body of an API with the wrapper that ninja makes of them."""
    for _, _, operation in operations(APIS[audience]):
        for wrapper in operation.models:
            for name, field in wrapper.model_fields.items():
                yield wrapper, name, field


def told_by(audience: str) -> Iterator[Any]:
    """Give the types of every parameter, body and answer of an API, without ninja's wrappers."""
    for _, _, field in taken_by(audience):
        yield field.annotation
    for _, _, operation in operations(APIS[audience]):
        for answer in operation.response_models.values():
            if answer not in {None, NOT_SET}:
                for field in answer.model_fields.values():
                    yield field.annotation
