"""Faults of reference: who is named but not listed, what points at nothing."""

from collections.abc import Iterator, Mapping
from typing import Any

from services.commissioning.feeds.ocds.checks.finding import Finding


def references(release: Mapping[str, Any], where: str) -> Iterator[Finding]:
    """Every party used is listed with its role; every award and metric pointed at is there."""
    roles = {one.get("id"): set(one.get("roles", [])) for one in release.get("parties", [])}
    for place, role, party in _used(release):
        if party not in roles:
            yield Finding("party_missing", f"{where}/{place}", f"参与方名单里没有 {party}")
        elif role not in roles[party]:
            yield Finding("role_missing", f"{where}/{place}", f"{party} 没有列出 {role} 这个身份")
    used = {(role, party) for _, role, party in _used(release)}
    for party, listed in roles.items():
        for role in sorted(listed - {"funder"}):
            if (role, party) not in used:
                yield Finding("role_unused", f"{where}/parties/{party}", f"没有用到身份 {role}")
    awards = {one.get("id"): one for one in release.get("awards", [])}
    for contract in release.get("contracts", []):
        place = f"{where}/contracts/{contract.get('id')}"
        award = awards.get(contract.get("awardID"))
        if award is None:
            yield Finding("award_missing", place, "协议所指的评审结果不存在")
        yield from _metrics(contract, place)


def _used(release: Mapping[str, Any]) -> Iterator[tuple[str, str, Any]]:
    if "buyer" in release:
        yield "buyer", "buyer", release["buyer"].get("id")
    tender = release.get("tender", {})
    if "procuringEntity" in tender:
        yield "tender/procuringEntity", "procuringEntity", tender["procuringEntity"].get("id")
    for one in tender.get("tenderers", []):
        yield "tender/tenderers", "tenderer", one.get("id")
    for award in release.get("awards", []):
        for one in award.get("suppliers", []):
            yield "awards/suppliers", "supplier", one.get("id")
    for contract in release.get("contracts", []):
        for paid in contract.get("implementation", {}).get("transactions", []):
            yield "transactions/payer", "payer", paid.get("payer", {}).get("id")
            yield "transactions/payee", "payee", paid.get("payee", {}).get("id")


def _metrics(contract: Mapping[str, Any], place: str) -> Iterator[Finding]:
    seen = contract.get("implementation", {}).get("metrics", [])
    got = {one.get("id") for one in seen}
    agreed = {one.get("id") for one in contract.get("agreedMetrics", [])}
    if agreed & got and (lost := agreed - got):
        yield Finding("metric_missing", place, f"已评价，但没有实际值：{'、'.join(sorted(lost))}")
    for one in seen:
        units = {row.get("unit", {}).get("name") for row in one.get("observations", [])}
        promised = [row for row in contract.get("agreedMetrics", []) if row["id"] == one["id"]]
        for row in promised:
            wanted = {part.get("unit", {}).get("name") for part in row.get("observations", [])}
            if units != wanted:
                yield Finding("metric_unit", f"{place}/{one['id']}", "计划和实际的单位不同")
