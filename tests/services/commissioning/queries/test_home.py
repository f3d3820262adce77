"""The ways from the worker's home page to needs and to services (R9.16, R9.26)."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from services.commissioning import queries
from services.commissioning.models import Need
from services.commissioning.workflow import needs, ratings
from tests.services.commissioning import build_contract
from tests.services.commissioning import build_verdict as bv
from tests.services.commissioning.build import World
from tests.services.commissioning.edges import text, visitor

pytestmark = pytest.mark.django_db
ASKED = "下班后能有心理咨询"


def notes(world: World, key: str) -> dict[str, str]:
    """Give the note of each card by its title."""
    return {card.title: card.note for card in queries.home_cards(world.cast.people[key])}


@pytest.mark.requirement("R9.26")
def test_the_need_that_most_share_is_named_until_it_is_closed(world: World) -> None:
    assert ASKED not in notes(world, "li_mei")["说说您的需要"]
    need = needs.suggest_need(actor=world.actor("li_mei"), kind="counselling", title=ASKED)
    needs.add_voice(need.number, actor=world.actor("chen_ping"))
    needs.suggest_need(actor=world.actor("li_mei"), kind="legal", title="劳动合同咨询")
    assert f"“{ASKED}”，2 人需要" in notes(world, "wang_qiang")["说说您的需要"]
    Need.objects.filter(pk=need.pk).update(is_open=False)
    assert ASKED not in notes(world, "wang_qiang")["说说您的需要"]


@pytest.mark.requirement("R9.16")
def test_a_service_that_waits_for_a_rating_is_counted_until_it_is_rated(world: World) -> None:
    contract = build_contract.signed(world)
    session = build_contract.closed(world, contract, ("li_mei",), counted=1)
    assert "您有 1 次服务可以打分" in notes(world, "li_mei")["参加工会的服务"]
    assert "次服务可以打分" not in notes(world, "wang_qiang")["参加工会的服务"]
    ratings.rate(session.number, actor=world.actor("li_mei"), stars=5)
    assert "次服务可以打分" not in notes(world, "li_mei")["参加工会的服务"]


@pytest.mark.requirement("R9.16")
def test_what_can_no_longer_be_rated_is_not_counted(world: World) -> None:
    project = bv.finished(world)
    session = project.contract.sessions.first()
    confirmation = session.confirmations.first()
    type(confirmation).objects.filter(pk=confirmation.pk).update(
        person=world.cast.people["li_mei"], has_rated=False
    )
    assert "次服务可以打分" in notes(world, "li_mei")["参加工会的服务"]
    bv.accepted(world, project)
    assert "次服务可以打分" not in notes(world, "li_mei")["参加工会的服务"]


def test_the_cards_take_three_queries_and_lead_where_they_say(world: World, settings: Any) -> None:
    with CaptureQueriesContext(connection) as asked:
        queries.home_cards(world.cast.people["li_mei"])
    assert len(asked) == 3
    visit = visitor(world, settings.SESSION_COOKIE_NAME)
    home = text(visit("li_mei", "/me/"))
    for address in ("/me/needs/", "/me/services/", "/projects/"):
        assert f'href="{address}"' in home.partition("<main")[2]
        assert visit("li_mei", address).status_code == 200
