"""Faults of money: sums that do not agree, payments beyond the contract."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from services.commissioning.feeds.ocds.checks.finding import Finding


def money(release: Mapping[str, Any], where: str) -> Iterator[Finding]:
    """Payments, total spend, final value, budget lines and contract value agree."""
    awards = {one.get("id"): one for one in release.get("awards", [])}
    for contract in release.get("contracts", []):
        place = f"{where}/contracts/{contract.get('id')}"
        value = _amount(contract.get("value"))
        award = awards.get(contract.get("awardID"))
        changed = bool(contract.get("amendments"))
        if award is not None and not changed and _amount(award.get("value")) != value:
            yield Finding("contract_value", place, "协议金额和评审结果的金额不同")
        yield from _spent(contract, value, place)


def _spent(contract: Mapping[str, Any], value: Decimal, place: str) -> Iterator[Finding]:
    done = contract.get("implementation", {})
    paid = sum((_amount(one.get("value")) for one in done.get("transactions", [])), Decimal())
    progress = done.get("financialProgress", {})
    if _amount(progress.get("totalSpend")) != paid:
        yield Finding("total_spend", place, "支付合计和逐笔支付之和不同")
    if paid > value:
        yield Finding("overpaid", place, "支付合计超过协议金额")
    if "finalValue" in done and _amount(done["finalValue"]) != paid:
        yield Finding("final_value", place, "最终金额和逐笔支付之和不同")
    lines = progress.get("breakdown", [])
    current = sum((_measure(line, "current") for line in lines), Decimal())
    if lines and current != value:
        yield Finding("lines_sum", place, "各科目现行金额之和不等于协议金额")
    for line in lines:
        if _measure(line, "spentByProvider") > _measure(line, "current"):
            yield Finding("line_overspent", f"{place}/{line.get('id')}", "支出超过科目金额")


def _amount(value: Any) -> Decimal:
    found = value.get("amount") if isinstance(value, Mapping) else None
    return found if isinstance(found, Decimal) else Decimal(-1)


def _measure(line: Mapping[str, Any], name: str) -> Decimal:
    found = line.get("measures", {}).get(name)
    return found if isinstance(found, Decimal) else Decimal(-1)
