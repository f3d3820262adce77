"""A name in an OpenAPI document means one schema: ninja merges what bears the same name."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, get_args

import pytest
from ninja.constants import NOT_SET
from pydantic import BaseModel

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


def told_by(audience: str) -> Iterator[Any]:
    """Give the types of every parameter, body and answer of an API, without ninja's wrappers."""
    for _, _, operation in operations(APIS[audience]):
        answers = [one for one in operation.response_models.values() if one not in {None, NOT_SET}]
        for wrapper in (*operation.models, *answers):
            for field in wrapper.model_fields.values():
                yield field.annotation


@pytest.mark.parametrize("audience", sorted(APIS))
def test_no_two_schemas_of_an_api_bear_the_same_name(audience: str) -> None:
    seen: set[type[BaseModel]] = set()
    for kind in told_by(audience):
        schemas_in(kind, seen)
    named = defaultdict(set)
    for schema in seen:
        named[schema.__name__].add(schema.__module__)
    assert len(seen) > 30
    assert {name: rooms for name, rooms in named.items() if len(rooms) > 1} == {}
