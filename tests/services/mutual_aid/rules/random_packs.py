"""Random plans of the six kinds, and random facts that fit them, for property tests."""

import json
from typing import Any, NamedTuple

from hypothesis import strategies as st

from backend.kernel.money import Money
from services.mutual_aid.rules.evaluate import Circumstances
from services.mutual_aid.rules.exact import plain_fen, plain_share
from services.mutual_aid.rules.pack import Pack
from services.mutual_aid.rules.parse import parse_bytes
from tests.services.mutual_aid.rules.packs import raw_pack

GROUPS = ("model_worker", "hardship_worker")
OTHERS = ("unit_supplementary", "medical_assistance", "unlisted")
Raw = dict[str, Any]

fen = st.one_of(st.integers(0, 3_000), st.integers(0, 9_000_000))
written = fen.map(plain_fen)
rate = st.sampled_from((0, 1, 1234, 2000, 3333, 5000, 10_000)).map(plain_share)
days = st.integers(0, 40)


class Case(NamedTuple):
    """A plan and what happened to one person under it."""

    pack: Pack
    events: dict[str, list[Any]]
    person: Circumstances


@st.composite
def cases(draw: st.DrawFn, kinds: tuple[str, ...] = ()) -> Case:
    """Draw a plan of one to three benefits and a period of events."""
    benefits = [
        {"item": f"item_{place}", **draw(benefit(kinds))}
        for place in range(draw(st.integers(1, 3)))
    ]
    pack = parse_bytes(json.dumps(raw_pack(*benefits, **draw(around()))).encode())
    events = {one["item"]: draw(st.lists(entry(one), max_size=3)) for one in benefits}
    return Case(pack, events, draw(persons(tuple(events))))


@st.composite
def persons(draw: st.DrawFn, items: tuple[str, ...]) -> Circumstances:
    """Draw what is known of a person beside the events."""
    return Circumstances(
        group=draw(st.sampled_from((None, *GROUPS, "nobody"))),
        shares=draw(st.integers(1, 4)),
        day=draw(st.one_of(st.none(), st.integers(1, 70))),
        renewal_gap_days=draw(st.one_of(st.none(), st.integers(0, 40))),
        already_paid=Money(draw(fen)),
        paid_life={item: Money(draw(fen)) for item in items if draw(st.booleans())},
    )


@st.composite
def around(draw: st.DrawFn) -> Raw:
    """Draw the plan-wide fields."""
    fields: Raw = {
        "entry": {"mode": "unit", "shares_max": draw(st.integers(1, 3))},
        "cover": {"start": "next_day", "wait_days": draw(st.integers(0, 30))},
    }
    if draw(st.booleans()):
        fields["cover"] |= {"reduced_days": draw(st.integers(10, 60)), "reduced_factor": draw(rate)}
    _maybe(draw, fields["cover"], renewal_grace_days=st.integers(0, 30))
    _maybe(draw, fields, cap_period=written, cap_life=written)
    _maybe(draw, fields, rate_by_group=st.fixed_dictionaries({GROUPS[0]: rate}))
    return fields


@st.composite
def benefit(draw: st.DrawFn, kinds: tuple[str, ...] = ()) -> Raw:
    """Draw one benefit of a kind, its name left out."""
    kind = draw(st.sampled_from(kinds or tuple(_KINDS)))
    fields: Raw = {"kind": kind, "title": "项目", **draw(_KINDS[kind]())}
    _maybe(draw, fields, cap_event=written, cap_period=written, cap_life=written)
    _maybe(draw, fields, exclusive_group=st.just("lump"))
    if "base" in fields:
        _maybe(draw, fields, offsets=st.just(list(OTHERS[:2])))
        fields["per"] = draw(st.sampled_from(("event", "period")))
    return fields


@st.composite
def _excess_rate(draw: st.DrawFn) -> Raw:
    edges = sorted(draw(st.sets(st.integers(1, 900_000), max_size=2)))
    bands = [{"upto": plain_fen(edge), "rate": draw(rate)} for edge in edges]
    bands.append({"upto": None, "rate": draw(rate)})
    fields: Raw = {"base": "oop", "bands": bands}
    _maybe(draw, fields, deductible_first=written, deductible_next=written)
    _maybe(draw, fields, stay_split_days=st.integers(5, 20))
    own = st.lists(rate, min_size=len(bands), max_size=len(bands))
    _maybe(draw, fields, rate_by_group=st.fixed_dictionaries({GROUPS[1]: st.one_of(rate, own)}))
    return fields


@st.composite
def _ratio(draw: st.DrawFn) -> Raw:
    fields: Raw = {"base": "oop", "rate": draw(rate)}
    _maybe(draw, fields, max_days=st.integers(1, 5))
    _maybe(draw, fields, rate_by_group=st.fixed_dictionaries({GROUPS[1]: rate}))
    return fields


@st.composite
def _loss_ratio(draw: st.DrawFn) -> Raw:
    fields: Raw = {"base": "loss", "rate": draw(rate)}
    _maybe(draw, fields, threshold=written, min=written, cap=written)
    return fields


@st.composite
def _per_diem(draw: st.DrawFn) -> Raw:
    fields: Raw = {"rate_per_day": draw(written)}
    _maybe(draw, fields, free_days=st.integers(0, 5), max_days=st.integers(0, 30))
    _maybe(draw, fields, max_days_period=st.integers(0, 60), per_share=st.booleans())
    return fields


@st.composite
def _class_table(draw: st.DrawFn) -> Raw:
    table = {name: draw(written) for name in ("a", "b", "c")}
    return {"classes": table, **draw(_stacked())}


@st.composite
def _graded_table(draw: st.DrawFn) -> Raw:
    if draw(st.booleans()):
        grades = {name: draw(written) for name in ("1", "2", "3")}
        return {"unit": "amount", "grades": grades, **draw(_stacked())}
    grades = {name: draw(rate) for name in ("1", "2", "3")}
    return {"unit": "rate", "sum": draw(written), "grades": grades, **draw(_stacked())}


@st.composite
def _stacked(draw: st.DrawFn) -> Raw:
    fields: Raw = {"stacking": draw(st.sampled_from(("sum", "highest", "once")))}
    _maybe(draw, fields, per_share=st.booleans())
    return fields


_KINDS = {
    "excess_rate": _excess_rate,
    "ratio": _ratio,
    "loss_ratio": _loss_ratio,
    "per_diem": _per_diem,
    "class_table": _class_table,
    "graded_table": _graded_table,
}


@st.composite
def entry(draw: st.DrawFn, one: Raw) -> Any:
    """Draw one entry of an item, as a scalar or an object."""
    kind = one["kind"]
    if kind == "per_diem":
        found: Raw = {"days": draw(days)}
    elif kind == "class_table":
        found = {"class": draw(st.sampled_from("abc"))}
    elif kind == "graded_table":
        found = {"grade": draw(st.sampled_from("123"))}
    else:
        found = draw(_money_entry(one))
    if one.get("per") != "period":
        _maybe(draw, found, day=st.integers(1, 70))
    value = next(iter(found.values()))
    return value if len(found) == 1 and draw(st.booleans()) else found


@st.composite
def _money_entry(draw: st.DrawFn, one: Raw) -> Raw:
    split, most = one.get("stay_split_days"), one.get("max_days")
    stay = draw(st.integers(0, 25)) if split or most else 0
    if split and stay > split:
        count = -(-stay // split)
        found: Raw = {"cycles": draw(st.lists(written, min_size=count, max_size=count))}
    elif most and stay > most:
        found = {"daily": draw(st.lists(written, min_size=stay, max_size=stay))}
    else:
        found = {"amount": draw(written)}
    if split or most:
        found["days"] = stay
    _maybe(draw, found, offsets=st.dictionaries(st.sampled_from(OTHERS), written))
    return found


def _maybe(draw: st.DrawFn, fields: Raw, **more: st.SearchStrategy[Any]) -> None:
    """Add each of the fields, or leave it out."""
    for name, values in more.items():
        if draw(st.booleans()):
            fields[name] = draw(values)
