"""Who takes part: every organization once, with all the roles it has."""

from typing import Any

from services.commissioning.feeds.ocds.facts import Body, Facts

# The order of roles in a document, so that the same facts give the same bytes.
ROLES = ("buyer", "procuringEntity", "tenderer", "supplier", "payer", "payee", "funder")


def reference(body: Body) -> dict[str, str]:
    """Point at a party."""
    return {"id": body.key, "name": body.name}


def listed(facts: Facts) -> list[dict[str, Any]]:
    """Every party that the release mentions, with its roles."""
    roles: dict[Body, set[str]] = {facts.buyer: {"buyer", "funder"}}
    if facts.tender is not None:
        roles[facts.buyer].add("procuringEntity")
        for one in facts.tender.tenderers:
            roles.setdefault(one, set()).add("tenderer")
    if facts.award is not None:
        roles.setdefault(facts.award.supplier, set()).add("supplier")
        if facts.agreement is not None and facts.agreement.payments:
            roles[facts.buyer].add("payer")
            roles[facts.award.supplier].add("payee")
    return [_party(body, sorted(names, key=ROLES.index)) for body, names in roles.items()]


def _party(body: Body, roles: list[str]) -> dict[str, Any]:
    return {
        "id": body.key,
        "name": body.name,
        "identifier": {"scheme": body.scheme, "id": body.code, "legalName": body.name},
        "roles": roles,
    }
