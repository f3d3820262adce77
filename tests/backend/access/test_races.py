"""Twins and racers: whatever comes at once, one effect stands."""

import json
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from backend.access.models import CorrectionRequest, IdempotencyKey
from backend.audit.models import Entry
from tests import cast as people

MINE = "/api/member/v1/corrections"
BODY = json.dumps({"field": "phone", "wanted": "13900000000"})
AT_ONCE = 20


def at_once(send: Callable[[int], Any]) -> list[Any]:
    def one(place: int) -> Any:
        try:
            return send(place)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(AT_ONCE) as threads:
        return list(threads.map(one, range(AT_ONCE)))


def post(token: str, path: str, body: str, **headers: str) -> Any:
    return Client().post(
        path,
        body,
        content_type="application/json",
        headers={"X-Session-Token": token, **headers},
    )


@pytest.fixture
def world(transactional_db: None) -> people.Cast:
    return people.fresh()


@pytest.mark.requirement("RX.6")
def test_twenty_twins_have_one_effect_and_one_answer(world: people.Cast) -> None:
    token = people.sign_in(world.users["li_mei"])
    replies = at_once(lambda _: post(token, MINE, BODY, **{"Idempotency-Key": "twin"}))
    assert Counter(reply.status_code for reply in replies) == {201: AT_ONCE}
    assert len({reply.content for reply in replies}) == 1
    assert sum("Idempotency-Replayed" in reply for reply in replies) == AT_ONCE - 1
    assert CorrectionRequest.objects.count() == 1
    assert Entry.objects.filter(act="correction.ask").count() == 1
    assert IdempotencyKey.objects.count() == 1


def test_of_twenty_racers_on_one_version_one_wins_and_the_others_are_told(
    world: people.Cast,
) -> None:
    asked = post(
        people.sign_in(world.users["li_mei"]), MINE, BODY, **{"Idempotency-Key": "ask"}
    ).json()
    token = people.sign_in(world.users["zhao_min"])
    path = f"/api/staff/v1/corrections/{asked['number']}/answer"
    body = json.dumps({"corrected": True, "reason": "已核对。"})
    replies = at_once(
        lambda place: post(
            token, path, body, **{"Idempotency-Key": f"racer-{place}", "If-Match": '"1"'}
        )
    )
    assert Counter(reply.status_code for reply in replies) == {200: 1, 412: AT_ONCE - 1}
    assert CorrectionRequest.objects.get().version == 2
    assert Entry.objects.filter(act="correction.answer").count() == 1
    assert IdempotencyKey.objects.filter(key__startswith="racer").count() == 1
