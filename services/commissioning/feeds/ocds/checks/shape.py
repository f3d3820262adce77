"""Faults of form: empty values, quoted or odd amounts, foreign codes, times without offset."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from services.commissioning.feeds.ocds.checks.finding import Finding
from services.disclosure.rules import privacy

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)")
DATED = frozenset({
    "date", "startDate", "endDate", "dueDate", "dateMet", "dateSigned", "datePublished",
    "publishedDate", "releaseDate",
})  # fmt: skip
DECIMALS = -2

TAGS = frozenset({
    "planning", "planningUpdate", "tender", "tenderAmendment", "tenderUpdate",
    "tenderCancellation", "award", "awardUpdate", "awardCancellation", "contract",
    "contractUpdate", "contractAmendment", "implementation", "implementationUpdate",
    "contractTermination", "compiled",
})  # fmt: skip
CODES: Mapping[str, frozenset[str]] = {
    "tender": frozenset({
        "planning", "planned", "active", "cancelled", "unsuccessful", "complete", "withdrawn",
    }),
    "awards": frozenset({"pending", "active", "cancelled", "unsuccessful"}),
    "contracts": frozenset({"pending", "active", "cancelled", "terminated"}),
    "milestones": frozenset({"scheduled", "met", "notMet", "partiallyMet"}),
}  # fmt: skip
METHODS = frozenset({"open", "selective", "limited", "direct"})


def shape(release: Mapping[str, Any], where: str) -> Iterator[Finding]:
    """Walk a release and name every fault of form."""
    yield from _walk(release, where)
    for tag in release.get("tag", []):
        if tag not in TAGS:
            yield Finding("code_unknown", f"{where}/tag", f"“{tag}”不在代码表中")
    if release.get("initiationType") != "tender":
        yield Finding("code_unknown", f"{where}/initiationType", "只能是 tender")
    tender = release.get("tender", {})
    if tender and tender.get("procurementMethod") not in METHODS:
        yield Finding("code_unknown", f"{where}/tender/procurementMethod", "不在代码表中")
    rows = [("tender", tender)] if tender else []
    rows += [(name, row) for name in ("awards", "contracts") for row in release.get(name, [])]
    for contract in release.get("contracts", []):
        steps = contract.get("implementation", {}).get("milestones", [])
        rows += [("milestones", step) for step in steps]
    for name, row in rows:
        if row.get("status") not in CODES[name]:
            yield Finding("status_unknown", f"{where}/{name}/{row.get('id')}", "状态不在代码表中")


def _walk(value: Any, where: str) -> Iterator[Finding]:
    if isinstance(value, Mapping):
        yield from _object(value, where)
        for key, part in value.items():
            yield from _walk(part, f"{where}/{key}")
    elif isinstance(value, list):
        if not value:
            yield Finding("empty_value", where, "空的列表")
        seen = [row.get("id") for row in value if isinstance(row, Mapping) and "id" in row]
        if len(seen) != len(set(seen)):
            yield Finding("id_twice", where, "同一个编号出现两次")
        for place, part in enumerate(value):
            yield from _walk(part, f"{where}/{place}")
    elif isinstance(value, str):
        yield from _text(value, where)


def _object(value: Mapping[str, Any], where: str) -> Iterator[Finding]:
    if not value:
        yield Finding("empty_value", where, "空的对象")
    if "amount" in value and not isinstance(value["amount"], Mapping):
        yield from _amount(value, where)
    for key in DATED & value.keys():
        if isinstance(value[key], str) and not MOMENT.fullmatch(value[key]):
            yield Finding("moment_incomplete", f"{where}/{key}", "时间要写全，并带时区")


def _amount(value: Mapping[str, Any], where: str) -> Iterator[Finding]:
    amount = value["amount"]
    if not isinstance(amount, Decimal) or amount.as_tuple().exponent != DECIMALS:
        yield Finding("amount_form", f"{where}/amount", "金额应是两位小数的数")
    elif amount < 0:
        yield Finding("amount_negative", f"{where}/amount", "金额不能是负数")
    if value.get("currency") != "CNY":
        yield Finding("currency", f"{where}/currency", "币种应是 CNY")


def _text(value: str, where: str) -> Iterator[Finding]:
    if not value.strip():
        yield Finding("empty_value", where, "空的文字")
    if privacy.blocking(privacy.scan(value)):
        yield Finding("personal_number", where, "文字里有个人号码")
