"""What an API takes has a Chinese name, field by field, so that a refusal can say it."""

import re
from typing import Any

from pydantic import BaseModel, ValidationError

from backend.access.schemas import In
from backend.access.validation import field_errors, place_at
from backend.config.api import APIS
from tests.support.api_schemas import schemas_in, taken_by

CHINESE = re.compile(r"[\u4e00-\u9fff]")
ANY_NUMBER = "编号"
"""What the shared type of a number is called; which number it is, the field of a body says."""

LONG = "长" * 70_000
WRONG: list[Any] = [
    *(None, True, 1.5, -1, 10**13),
    *("", "中 文", LONG, "2026-13-45", "2026-12-05T10:00:00"),
    *([], [None], [{}], [LONG], [1] * 5000, {}, {"中 文": 5}),
]


def bodies() -> list[type[BaseModel]]:
    """Collect every schema of what the APIs take."""
    seen: set[type[BaseModel]] = set()
    for audience in APIS:
        for _, _, field in taken_by(audience):
            schemas_in(field.annotation, seen)
    return sorted(seen, key=lambda one: (one.__module__, one.__name__))


def refused(schema: type[BaseModel], sent: Any) -> list[dict[str, Any]]:
    """Give what a schema refuses, as its API hands it on."""
    try:
        schema.model_validate(sent)
    except ValidationError as fault:
        return [{**row, "schema": schema, "at": row["loc"]} for row in fault.errors()]
    return []


def test_every_field_of_a_body_has_a_chinese_title() -> None:
    found = [
        f"{schema.__name__}.{name}"
        for schema in bodies()
        for name, field in schema.model_fields.items()
        if not CHINESE.search(field.title or "") or field.title == ANY_NUMBER
    ]
    assert len(bodies()) > 100
    assert all(issubclass(schema, In) for schema in bodies())
    assert found == []


def test_every_parameter_that_can_be_refused_has_a_chinese_title() -> None:
    refusable = []
    for audience in APIS:
        for wrapper, name, field in taken_by(audience):
            made_of: set[type[BaseModel]] = set()
            schemas_in(field.annotation, made_of)
            if not made_of and (field.annotation is not str or field.metadata):
                refusable.append((name, place_at(wrapper, (name,)).title))
    assert len(refusable) > 100
    assert [name for name, title in refusable if not CHINESE.search(title)] == []


def test_whatever_is_sent_in_a_field_is_refused_by_its_name() -> None:
    seen, unnamed = 0, []
    for schema in bodies():
        for name, field in schema.model_fields.items():
            for value in WRONG:
                rows = refused(schema, {field.alias or name: value})
                for row in rows:
                    seen += 1
                    title = place_at(schema, row["loc"]).title
                    said = [one.message for one in field_errors([row])]
                    if row["type"] == "extra_forbidden":
                        title = str(row["loc"][-1])
                    if any(title not in one or not title or "填写有误" in one for one in said):
                        unnamed.append((schema.__name__, row["loc"], said))
    assert seen > 10_000
    assert unnamed == []
