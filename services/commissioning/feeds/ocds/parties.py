"""Who takes part: every organization once, with all the roles it has."""

from typing import Any

from services.commissioning.feeds.ocds.facts import Body, Facts


def reference(body: Body) -> dict[str, str]:
    """Point at a party."""
    return {"id": body.key, "name": body.name}


def listed(facts: Facts) -> list[dict[str, Any]]:
    """Every party that the release mentions, with its roles.

    Parties stand in the order of their first role, and roles in the order of this function, so
    that the same facts give the same bytes.
    """
    found: dict[str, dict[str, Any]] = {}
    _add(found, facts.buyer, "buyer")
    if facts.tender is not None:
        _add(found, facts.buyer, "procuringEntity")
        for one in facts.tender.tenderers:
            _add(found, one, "tenderer")
    if facts.award is not None:
        _add(found, facts.award.supplier, "supplier")
        if facts.agreement is not None and facts.agreement.payments:
            _add(found, facts.buyer, "payer")
            _add(found, facts.award.supplier, "payee")
    _add(found, facts.buyer, "funder")
    return list(found.values())


def _add(found: dict[str, dict[str, Any]], body: Body, role: str) -> None:
    key = body.key
    party = found.get(key)
    if party is None:
        found[key] = {
            "id": key,
            "name": body.name,
            "identifier": {"scheme": body.scheme, "id": body.code, "legalName": body.name},
            "roles": [role],
        }
    elif role not in party["roles"]:
        party["roles"].append(role)
