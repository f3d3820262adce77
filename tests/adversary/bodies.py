"""Bodies that an OpenAPI schema describes, and many that it does not."""

import json
from collections.abc import Iterator
from typing import Any

NASTY: tuple[Any, ...] = (
    None,
    True,
    -1,
    10**30,
    2**63,
    1.5,
    "",
    "x" * 5000,
    "a\x00b",
    "'; DROP TABLE accounts_user; --",
    "=cmd|'/c calc'!A1",
    "\u202e\u200b\ufeff",
    [],
    [[]],
    {},
    {"$ne": None},
    "9999-99-99",
    "0001-01-01",
    "9999-12-31",
)
WHOLE: tuple[bytes, ...] = (
    b"",
    b"null",
    b"[]",
    b"123",
    b'"text"',
    b"{",
    b"[" * 3000,
    b'{"a":' * 300 + b"1" + b"}" * 300,
    b"\xff\xfe{}",
    b'{"a": NaN}',
    b'{"a": "\\ud800"}',
    b'{"a": "\\u0000"}',
    b'{"a": 1, "a": 2}',
)


def example(schema: dict[str, Any], document: dict[str, Any]) -> Any:
    """Give one value that fits a schema."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return example(document["components"]["schemas"][name], document)
    choices = schema.get("anyOf") or schema.get("oneOf") or schema.get("allOf")
    if choices:
        return example(choices[0], document)
    if "enum" in schema or "const" in schema:
        return schema.get("const", (schema.get("enum") or [None])[0])
    return _plain(schema, document)


def _plain(schema: dict[str, Any], document: dict[str, Any]) -> Any:
    kind = schema.get("type")
    if kind == "object":
        fields = schema.get("properties", {})
        return {name: example(one, document) for name, one in fields.items()}
    if kind == "array":
        return [example(schema.get("items", {}), document)]
    if kind in {"integer", "number"}:
        return max(1, int(schema.get("minimum", 1)))
    return True if kind == "boolean" else _text(schema)


def _text(schema: dict[str, Any]) -> str:
    return {
        "date": "2026-11-23",
        "date-time": "2026-11-23T10:00:00+08:00",
        "uuid": "0190a0b0-0000-7000-8000-000000000000",
    }.get(schema.get("format", ""), "A" * max(1, int(schema.get("minLength", 1))))


def spoiled(good: Any) -> Iterator[bytes]:
    """Give the good body, then the same with every place spoiled in every way, then rubbish."""
    yield json.dumps(good).encode()
    yield from WHOLE
    if isinstance(good, dict):
        yield json.dumps({**good, "is_admin": True, "state": "paid"}).encode()
        for name in good:
            yield json.dumps({key: one for key, one in good.items() if key != name}).encode()
    for place in list(_places(good)):
        for value in NASTY:
            yield json.dumps(_put(good, place, value)).encode()


def _places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    steps = value.items() if isinstance(value, dict) else enumerate(value)
    for name, one in steps if isinstance(value, (dict, list)) else ():
        yield (*path, name)
        if isinstance(one, (dict, list)):
            yield from _places(one, (*path, name))


def _put(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    if not path:
        return new
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = _put(copy[path[0]], path[1:], new)
    return copy
