"""A heavy own cost leads to an offer; nothing crosses to hardship without the click."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from backend.config.handover import offers, workflow
from backend.fields.models import DataKey
from backend.kernel import clock
from backend.kernel.errors import Conflict
from backend.kernel.money import Money
from notifications.models import Event
from notifications.topics import Topic
from services.hardship.models import Application
from services.mutual_aid.models import Benefit, Claim
from services.mutual_aid.states import BENEFIT, BenefitAct, ClaimAct
from services.mutual_aid.states.claims import Outcome
from services.mutual_aid.workflow.claims.advance import advance, decide
from tests import cast
from tests.services.mutual_aid import build, build_claims
from tests.services.mutual_aid.conftest import move_to, world

pytestmark = pytest.mark.django_db
MoveTo = Callable[[date], None]
PAID_ON = date(2026, 11, 22)
__all__ = ["move_to", "world"]


def paid(world: cast.Cast, amount: str, aid: str, who: str = "li_mei") -> Claim:
    """Give a claim that was approved and paid, as reviewers and the bank leave it."""
    claim = build_claims.submitted(world, who, answers=build_claims.stay(amount))
    row = Claim.objects.locked(claim.number)
    advance(
        row,
        ClaimAct.APPROVE,
        actor=build.actor(world, "zhao_min"),
        changed=decide(row, Outcome.GRANTED),
    )
    benefit = Benefit(
        number=f"JF-{claim.number}"[:20],
        key=DataKey.make(),
        person=row.person,
        payee_person=row.person,
        cover=row.cover,
        plan=row.cover.plan,
        plan_version=row.plan_version,
        claim=row,
        period_first_day=row.cover.first_day,
        due_fen=Money.from_yuan(aid).fen,
        amount_fen=Money.from_yuan(aid).fen,
        created_at=clock.now(),
    )
    benefit.place(row.union)
    benefit.save(force_insert=True)
    for act in (BenefitAct.ORDER, BenefitAct.CONFIRM):
        benefit.state = BENEFIT.move(benefit.state, act)
        benefit.paid_on = PAID_ON
        benefit.save(update_fields=["state", "paid_on"])
    return row


def browser(world: cast.Cast, who: str) -> Client:
    """Give a browser in which one of the cast is signed in."""
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = cast.sign_in(world.users[who])
    return client


def told() -> list[int | None]:
    """Give whom the offer was told."""
    rows = Event.objects.filter(topic=Topic.MUTUAL_AID_HARDSHIP_OFFERED)
    return list(rows.values_list("person_id", flat=True))


def test_the_share_of_income_decides_to_the_fen(world: cast.Cast) -> None:
    build_claims.covered(world, "li_mei", "chen_ping")
    paid(world, "38000.01", "20000")
    paid(world, "38000", "20000", "chen_ping")
    found = offers.offer_for(world.people["li_mei"])
    assert found is not None
    assert (found.left, found.income, found.is_reference) == (
        Money(1_800_001), Money.from_yuan("60000"), True,
    )  # fmt: skip
    assert offers.offer_for(world.people["chen_ping"]) is None
    assert offers.figures_of(world.people["wang_qiang"]) is None


def test_it_is_told_once_to_whom_it_stands_for(world: cast.Cast) -> None:
    build_claims.covered(world, "li_mei", "chen_ping")
    paid(world, "50000", "20000")
    paid(world, "10000", "7000", "chen_ping")
    assert workflow.tell_paid(date(2026, 11, 23)) == 1
    assert workflow.tell_paid(date(2026, 11, 23)) == 0
    assert told() == [world.people["li_mei"].pk]
    assert Application.objects.count() == 0


@pytest.mark.requirement("RX.1")
def test_nothing_crosses_without_the_click_and_the_consents(world: cast.Cast) -> None:
    build_claims.covered(world, "li_mei")
    paid(world, "50000", "20000")
    client = browser(world, "li_mei")
    page = client.get("/me/hardship/offer/").content.decode()
    assert "您的医疗自付较重，可以申请困难帮扶" in page
    assert "30,000.00" in page
    assert Application.objects.count() == 0
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))
    bare = client.post("/me/hardship/offer/", hidden)
    assert (bare.status_code, Application.objects.count()) == (422, 0)
    ticked: dict[str, Any] = {**hidden, "household": "on", "health": "on"}
    first, second = (client.post("/me/hardship/offer/", ticked) for _ in range(2))
    made = Application.objects.get()
    assert (first.status_code, first["Location"]) == (302, f"/me/hardship/{made.number}/")
    assert second["Location"] == first["Location"]
    assert (made.cause, made.self_paid_fen, made.event_cost_fen, made.event_on) == (
        "illness", 3_000_000, 3_000_000, build_claims.EVENT,
    )  # fmt: skip
    assert made.situation_sealed is None
    assert "现在没有可以带过去的内容" in client.get("/me/hardship/offer/").content.decode()


def test_without_consent_to_health_the_illness_stays_behind(world: cast.Cast) -> None:
    build_claims.covered(world, "li_mei")
    paid(world, "50000", "20000")
    workflow.accept(actor=build.actor(world, "li_mei"), purposes=["household"])
    made = Application.objects.get()
    assert (made.cause, made.self_paid_fen) == ("", 3_000_000)


def test_without_a_heavy_cost_there_is_nothing_to_accept(world: cast.Cast) -> None:
    build_claims.covered(world, "li_mei")
    paid(world, "10000", "7000")
    with pytest.raises(Conflict) as refused:
        workflow.accept(actor=build.actor(world, "li_mei"), purposes=["household", "health"])
    assert refused.value.code == "no_offer"
    assert Application.objects.count() == 0
    shown = browser(world, "li_mei").get("/me/hardship/offer/").content.decode()
    assert "现在没有可以带过去的内容" in shown
