"""Faults of time: what happens before it can, a milestone met without its day."""

from collections.abc import Iterator, Mapping
from typing import Any

from services.commissioning.feeds.ocds.checks.finding import Finding


def dates(release: Mapping[str, Any], where: str) -> Iterator[Finding]:
    """Call before award before contract before payment; periods run forward."""
    tender = release.get("tender", {})
    yield from _forward(tender.get("tenderPeriod"), f"{where}/tender/tenderPeriod")
    closes = tender.get("tenderPeriod", {}).get("endDate", "")
    awarded = ""
    for award in release.get("awards", []):
        awarded = award.get("date", "")
        if awarded < closes:
            yield Finding("award_early", f"{where}/awards", "结果早于申报截止时间")
    for contract in release.get("contracts", []):
        place = f"{where}/contracts/{contract.get('id')}"
        yield from _forward(contract.get("period"), f"{place}/period")
        signed = contract.get("dateSigned", "")
        if signed[:10] < awarded[:10]:
            yield Finding("signed_early", place, "签署早于结果")
        yield from _payments(contract, signed, place)
        yield from _milestones(contract, place)


def _forward(period: Mapping[str, Any] | None, where: str) -> Iterator[Finding]:
    if period and period.get("startDate", "") >= period.get("endDate", ""):
        yield Finding("period_backward", where, "结束不晚于开始")


def _payments(contract: Mapping[str, Any], signed: str, place: str) -> Iterator[Finding]:
    """Inside the contract's period, or after the delivery ended: the last stage follows it."""
    done = contract.get("implementation", {})
    ends = contract.get("period", {}).get("endDate", "")
    for paid in done.get("transactions", []):
        on = paid.get("date", "")
        if on[:10] < signed[:10]:
            yield Finding("payment_early", f"{place}/{paid.get('id')}", "支付早于签署")
        elif on > ends and "endDate" not in done:
            yield Finding("payment_late", f"{place}/{paid.get('id')}", "协议期满后支付，没有说明")


def _milestones(contract: Mapping[str, Any], place: str) -> Iterator[Finding]:
    for step in contract.get("implementation", {}).get("milestones", []):
        if step.get("status") == "met" and "dateMet" not in step:
            yield Finding("milestone_day", f"{place}/{step.get('id')}", "节点已完成，没有日期")
