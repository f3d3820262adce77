"""A name in an OpenAPI document means one schema: ninja merges what bears the same name."""

from collections import defaultdict

import pytest
from pydantic import BaseModel

from backend.config.api import APIS
from tests.support.api_schemas import schemas_in, told_by


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
