"""From a strict JSON object to a `Pack`: shape first, then values, then what must agree."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from services.mutual_aid.rules.agreement import check_agreement
from services.mutual_aid.rules.exact import read_money, read_rate
from services.mutual_aid.rules.pack import (
    Band,
    Benefit,
    ClaimTerms,
    Cover,
    Deadline,
    Entry,
    Exclusion,
    Fee,
    Kind,
    Mode,
    Pack,
    Payer,
    Stacking,
    Window,
)
from services.mutual_aid.rules.reading import read_bytes
from services.mutual_aid.rules.schema import pack

Fields = Mapping[str, Any]


def parse_bytes(content: bytes) -> Pack:
    """Read the bytes of a pack file; raises PackError with the JSON path of what is wrong."""
    return parse(read_bytes(content))


def parse(raw: dict[str, object]) -> Pack:
    """Turn a strict JSON object into a Pack; raises PackError."""
    pack(raw, "")
    check_agreement(raw)
    return _pack(raw)


def _pack(raw: Fields) -> Pack:
    return Pack(
        code=raw["code"],
        version=raw["version"],
        title=raw["title"],
        valid_from=dt.date.fromisoformat(raw["valid_from"]),
        valid_to=_date(raw.get("valid_to")),
        region=raw["region"],
        sponsor_org=raw["sponsor_org"],
        source=tuple(raw["source"]),
        is_verified=raw["verified"],
        holes=tuple((hole["at"], hole["note"]) for hole in raw.get("holes", ())),
        entry=_entry(raw.get("entry", {"mode": Mode.UNIT})),
        fee=_fee(raw.get("fee", {"per_share": 0})),
        cover=_cover(raw.get("cover", {"start": "next_day"})),
        claim=_claim(raw.get("claim", {})),
        benefits=tuple(_benefit(one) for one in raw["benefits"]),
        rate_by_group={name: _rate(rate) for name, rate in raw.get("rate_by_group", {}).items()},
        cap_period_fen=_fen(raw.get("cap_period")),
        cap_life_fen=_fen(raw.get("cap_life")),
        exclusions=tuple(
            Exclusion(one["code"], one["text"], one.get("overridable", False))
            for one in raw.get("exclusions", ())
        ),
        stacking_with=tuple((one["plan"], one["rule"]) for one in raw.get("stacking_with", ())),
        raw=raw,
    )


def _claim(one: Fields) -> ClaimTerms:
    deadline = one.get("deadline")
    return ClaimTerms(
        deadline=None if deadline is None else _deadline(deadline),
        deadline_by_item={
            item: _deadline(each) for item, each in one.get("deadline_by_item", {}).items()
        },
        documents=tuple((each["item"], tuple(each["need"])) for each in one.get("documents", ())),
        levels=tuple(one.get("levels", ())),
        auto_source=one.get("auto_source"),
        is_quarterly=one.get("settlement") == "quarterly",
        sla_days=one.get("sla_days", 10),
    )


def _deadline(one: Fields) -> Deadline:
    if one["kind"] == "days_after":
        return Deadline(after=one["from"], days=one["days"])
    return Deadline(next_year=_month_day(one["month_day"]))


def _benefit(one: Fields) -> Benefit:
    first = _fen(one.get("deductible_first")) or 0
    following = _fen(one.get("deductible_next"))
    groups = one.get("rate_by_group")
    return Benefit(
        kind=Kind(one["kind"]),
        item=one["item"],
        title=one.get("title", one["item"]),
        per_period=one.get("per") == "period",
        offsets=frozenset(one.get("offsets", ())),
        cap_event_fen=_fen(one.get("cap_event")),
        cap_period_fen=_fen(one.get("cap_period")),
        cap_life_fen=_fen(one.get("cap_life")),
        exclusive_group=one.get("exclusive_group"),
        deductible_first_fen=first,
        deductible_next_fen=first if following is None else following,
        split_days=one.get("stay_split_days"),
        bands=tuple(Band(_fen(band["upto"]), _rate(band["rate"])) for band in one.get("bands", ())),
        rate=_rate(one.get("rate", "0")),
        rates_by_group=None if groups is None else _group_rates(groups, one.get("bands", (None,))),
        max_days=one.get("max_days"),
        day_rate_fen=_fen(one.get("rate_per_day")) or 0,
        free_days=one.get("free_days", 0),
        max_days_period=one.get("max_days_period"),
        per_share=one.get("per_share", False),
        stacking=Stacking(one.get("stacking", Stacking.SUM)),
        table=_table(one),
        table_sum_fen=_fen(one.get("sum")),
        threshold_fen=_fen(one.get("threshold")) or 0,
        least_fen=_fen(one.get("min")) or 0,
        most_fen=_fen(one.get("cap")),
    )


def _group_rates(groups: Fields, bands: list[Fields]) -> dict[str, tuple[int, ...]]:
    """Give every group one rate for each band; a single rate replaces them all (8.3)."""
    return {
        name: tuple(_rate(one) for one in rates)
        if isinstance(rates, list)
        else (_rate(rates),) * len(bands)
        for name, rates in groups.items()
    }


def _table(one: Fields) -> dict[str, int]:
    """Give the table of a class or graded benefit: fen, or ten-thousandths of its sum."""
    if one["kind"] == Kind.CLASS_TABLE:
        return {name: _fen(amount) or 0 for name, amount in one["classes"].items()}
    if one["kind"] != Kind.GRADED_TABLE:
        return {}
    if one["unit"] == "rate":
        return {name: _rate(rate) for name, rate in one["grades"].items()}
    return {name: _fen(amount) or 0 for name, amount in one["grades"].items()}


def _entry(one: Fields) -> Entry:
    ages = one.get("age_by_sex") or {sex: one["age"] for sex in "FM" if "age" in one}
    window = one.get("window")
    statuses = one.get("statuses")
    return Entry(
        mode=Mode(one["mode"]),
        requires=tuple(one.get("requires", ())),
        window=Window(_month_day(window["from"]), _month_day(window["to"])) if window else None,
        ages={sex: (limits[0], limits[1]) for sex, limits in ages.items()},
        sex=one.get("sex"),
        statuses=None if statuses is None else frozenset(statuses),
        participation=tuple(
            (band["headcount_max"], _rate(band["min_ratio"]))
            for band in one.get("participation", ())
        ),
        shares_max=one.get("shares_max", 1),
        equal_shares=one.get("equal_shares", False),
        late_close_days=one.get("late_close_days", 0),
        new_hire_days=one.get("new_hire_days"),
        duplicate_scope=one.get("duplicate_scope", "plan"),
    )


def _fee(one: Fields) -> Fee:
    split = one.get("split", ())
    marked = any(part.get("remainder") for part in split)
    return Fee(
        per_share_fen=_fen(one["per_share"]) or 0,
        with_card_fen=_fen(one.get("with_card")),
        by_risk_class={name: _fen(fee) or 0 for name, fee in one.get("by_risk_class", {}).items()},
        by_months={term["months"]: _fen(term["fee"]) or 0 for term in one.get("term_options", ())},
        refund=one.get("refund", "none"),
        split=tuple(
            Payer(
                name=part["payer"],
                amount_fen=_fen(part.get("amount")),
                ratio=_rate(part["ratio"]) if "ratio" in part else None,
                takes_remainder=part.get("remainder", False)
                or (not marked and place == len(split) - 1),
            )
            for place, part in enumerate(split)
        ),
    )


def _cover(one: Fields) -> Cover:
    return Cover(
        start=one["start"],
        first=_date(one.get("from")),
        last=_date(one.get("to")),
        months=one.get("months"),
        months_options=tuple(one.get("months_options", ())),
        wait_days=one.get("wait_days", 0),
        reduced_days=one.get("reduced_days"),
        reduced_factor=_rate(one.get("reduced_factor", "0")),
        renewal_grace_days=one.get("renewal_grace_days"),
        portable=one.get("portable", True),
    )


def _fen(written: object) -> int | None:
    return None if written is None else read_money(written)


def _rate(written: object) -> int:
    return read_rate(written) or 0


def _date(written: str | None) -> dt.date | None:
    return None if written is None else dt.date.fromisoformat(written)


def _month_day(written: str) -> tuple[int, int]:
    return int(written[:2]), int(written[3:])
