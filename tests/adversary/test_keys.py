"""No write without a key of the client (T12): asked of every operation there is."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from backend.access.guards import Staff
from backend.access.openapi import calls_run
from backend.access.routers import operations
from backend.config.api import APIS
from tests import cast as people
from tests.adversary.bodies import example
from tests.adversary.test_api_fuzz import document_of
from tests.adversary.worlds import put_back
from tests.backend.access.test_matrix_api import filled, holder_of

# Why a write needs no key: its own protocol makes a repetition harmless.
KEYLESS = {
    "/uploads": "tus: the offset says what is there already",
    "/uploads/{number}": "tus: the offset says what is there already",
    "/hardship/batches/{number}/file": "gives the same bytes again or refuses",
    "/mutual-aid/payment-batches/{number}/file": "gives the same bytes again or refuses",
    "/commissioning/stage-batches/{number}/file": "gives the same bytes again or refuses",
    "/services/{number}/rating": "once for each use by its own constraint; a key would tell who",
    "/estimate": "nothing is stored",
}
WRITES = [
    (audience, method, path, operation)
    for audience, api in APIS.items()
    for method, path, operation in operations(api)
    if method not in {"GET", "HEAD", "OPTIONS"} and path not in KEYLESS
]


@pytest.mark.requirement("RX.6")
def test_every_write_says_that_it_takes_a_key() -> None:
    silent = [f"{method} {path}" for _, method, path, one in WRITES if not calls_run(one)]
    assert silent == []


@pytest.mark.requirement("RX.6")
def test_no_write_has_an_effect_without_a_key(cast: people.Cast) -> None:
    tokens = people.sign_all_in(cast)
    wrong = [
        fault
        for audience, method, path, operation in WRITES
        for fault in _faults(tokens, audience, method, path, operation)
    ]
    assert wrong == []


def _faults(
    tokens: dict[str, str], audience: str, method: str, path: str, operation: Any
) -> Iterator[str]:
    permit = operation.auth_param
    who = holder_of(permit.permission) if isinstance(permit, Staff) else "li_mei"
    document = document_of(audience)
    told = document["paths"][f"/api/{audience}/v1{path}"][method.lower()]
    content = told.get("requestBody", {}).get("content", {}).get("application/json", {})
    body = example(content["schema"], document) if content else {}
    with put_back():
        before = _written()
        answer = Client(raise_request_exception=False).generic(
            method,
            f"/api/{audience}/v1{filled(path)}",
            json.dumps(body),
            content_type="application/json",
            headers={"X-Session-Token": tokens[who], "If-Match": '"1"'},
        )
        if answer.status_code not in {400, 422}:
            yield f"{method} {path} answers {answer.status_code} without a key"
        if _written() != before:
            yield f"{method} {path} writes without a key"


def _written() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM audit_entry")
        return int(cursor.fetchone()[0])
