"""A pack of the wrong form is refused with the JSON path of what is wrong."""

import copy
import json
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest

from services.mutual_aid.rules.parse import parse, parse_bytes
from services.mutual_aid.rules.reading import PackError
from services.mutual_aid.rules.schema import pack
from tests.services.mutual_aid.rules.packs import SHAPE, SHIPPED, raw_pack

RATIO = {"kind": "ratio", "item": "stay", "base": "oop", "rate": "0.5"}
EXCESS = {
    "kind": "excess_rate",
    "item": "stay",
    "base": "oop",
    "bands": [{"upto": 5, "rate": "1"}, {"upto": None, "rate": "1"}],
}
MUTANTS: list[object] = [
    None,
    True,
    -1,
    0,
    1,
    "",
    "x",
    "0.5",
    "1.25",
    [],
    ["a"],
    {},
    {"a": 1},
]


def refusal(raw: dict[str, Any]) -> str:
    """Give the path at which a pack is refused."""
    with pytest.raises(PackError) as caught:
        parse(raw)
    return caught.value.path


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ('{"a": 1, "a": 2}', "/a"),
        ('{"a": [{"b/c": 1, "b/c": 1}]}', "/a/0/b~1c"),
        ('{"a": 50.0}', "/a"),
        ('{"a": 1e3}', "/a"),
        ('{"a": NaN}', "/"),
        ('{"a": "\\ud800"}', "/a"),
        ("[1]", "/"),
        ("{", "/"),
        ('{"a": ' + "9" * 5000 + "}", "/"),
        ("[" * 100_000, "/"),
        ('\ufeff{"a": 1}', "/"),
    ],
)
def test_strict_json_is_refused_with_its_path(text: str, path: str) -> None:
    with pytest.raises(PackError) as caught:
        parse_bytes(text.encode("utf-8"))
    assert caught.value.path == path


@pytest.mark.parametrize(
    ("raw", "path"),
    [
        (raw_pack(RATIO, colour="red"), "/colour"),
        (raw_pack({**RATIO, "bands": []}), "/benefits/0/bands"),
        (raw_pack({**RATIO, "kind": "lottery"}), "/benefits/0/kind"),
        (raw_pack(RATIO, RATIO), "/benefits/1/item"),
        (raw_pack({**RATIO, "rate": "1.1"}), "/benefits/0/rate"),
        (raw_pack({**RATIO, "rate": "0.12345"}), "/benefits/0/rate"),
        (raw_pack({**RATIO, "cap_event": "01"}), "/benefits/0/cap_event"),
        (raw_pack(RATIO, valid_from="2026-02-30"), "/valid_from"),
        (raw_pack(RATIO, valid_to="2025-12-31"), "/valid_to"),
        (
            raw_pack(RATIO, verified=True, holes=[{"at": "/fee", "note": "?"}]),
            "/verified",
        ),
        (
            raw_pack({**EXCESS, "bands": [{"upto": 5, "rate": "1"}]}),
            "/benefits/0/bands/0/upto",
        ),
        (
            raw_pack({**EXCESS, "rate_by_group": {"a": ["1"]}}),
            "/benefits/0/rate_by_group/a",
        ),
        (raw_pack(RATIO, cover={"start": "fixed"}), "/cover/from"),
        (
            raw_pack(RATIO, cover={"start": "next_day", "reduced_days": 9}),
            "/cover/reduced_factor",
        ),
        (raw_pack(RATIO, entry={"mode": "unit", "age": [60, 16]}), "/entry/age"),
        (
            raw_pack(
                RATIO,
                entry={
                    "mode": "unit",
                    "participation": [{"headcount_max": 9, "min_ratio": "1"}],
                },
            ),
            "/entry/participation/0/headcount_max",
        ),
        (raw_pack(RATIO, vectors=[{"in": {}}]), "/vectors/0"),
        (
            raw_pack(RATIO, vectors=[{"in": {"stay": [None]}, "out": "0.00"}]),
            "/vectors/0/in/stay/0",
        ),
    ],
)
def test_a_misfit_is_refused_with_its_path(raw: dict[str, Any], path: str) -> None:
    assert refusal(raw) == path


@pytest.mark.parametrize(
    ("fee", "path"),
    [
        ({"per_share": 10, "split": [{"payer": "a"}, {"payer": "b"}]}, "/fee/split/0"),
        (
            {"per_share": 10, "split": [{"payer": "a", "amount": 11}, {"payer": "b"}]},
            "/fee/split/1",
        ),
        (
            {
                "per_share": 10,
                "split": [{"payer": "a", "amount": 2}, {"payer": "b", "amount": 7}],
            },
            "/fee/split/1",
        ),
        (
            {"per_share": 10, "split": [{"payer": "a", "amount": 2, "ratio": "0.2"}]},
            "/fee/split/0/ratio",
        ),
    ],
)
def test_a_split_that_does_not_give_the_fee_is_refused(fee: dict[str, Any], path: str) -> None:
    assert refusal(raw_pack(RATIO, fee=fee)) == path


def test_our_shape_admits_exactly_what_the_published_schema_admits() -> None:
    validator = jsonschema.Draft202012Validator(json.loads(SHAPE.read_text()))
    for path in sorted(SHIPPED.glob("*.json")):
        raw = json.loads(path.read_text())
        raw["vectors"] = raw["vectors"][-1:]
        for mutant in _mutants(raw):
            assert _is_admitted(mutant) == validator.is_valid(mutant), mutant


def _mutants(raw: Any) -> Iterator[Any]:
    """Change one value of the pack, drop one or add an unknown one, at every depth."""
    for place, keys in enumerate(_places(raw)):
        for mutant in (
            MUTANTS[place % len(MUTANTS)],
            MUTANTS[(place * 7 + 3) % len(MUTANTS)],
        ):
            changed = copy.deepcopy(raw)
            _parent(changed, keys)[keys[-1]] = mutant
            yield changed
        dropped = copy.deepcopy(raw)
        del _parent(dropped, keys)[keys[-1]]
        yield dropped


def _places(value: Any, keys: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    for key, one in list(inner):
        yield (*keys, key)
        if isinstance(one, dict | list):
            yield from _places(one, (*keys, key))


def _parent(raw: Any, keys: tuple[Any, ...]) -> Any:
    for key in keys[:-1]:
        raw = raw[key]
    return raw


def _is_admitted(raw: Any) -> bool:
    try:
        pack(raw, "")
    except PackError:
        return False
    return True
