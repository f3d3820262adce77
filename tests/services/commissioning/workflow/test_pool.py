"""The pool: who holds the post is entered by somebody else, rests, and comes back."""

import pytest

from backend.kernel.errors import Conflict, Invalid, NotFound, Refused
from services.commissioning.models import Panelist
from services.commissioning.workflow import pool
from tests.services.commissioning.build import World
from tests.services.commissioning.build_panel import pool_of
from tests.services.commissioning.proof import refused


def enter(world: World, who: str, by: str = "project_approver", **given: str) -> Panelist:
    """Enter somebody into the federation's pool."""
    chosen = {
        "union_number": "GH-0001",
        "user": world.cast.users[who].number,
        "kind": "expert",
        "field": "心理学",
        **given,
    }
    return pool.enter_panelist(actor=world.actor(by), **chosen)


def removed(world: World, who: str) -> None:
    """Take somebody out of the pool that the world comes with."""
    Panelist.objects.filter(user=world.cast.users[who]).delete()


def test_an_approver_enters_who_holds_the_post(world: World) -> None:
    removed(world, "zheng_he")
    entered = enter(world, "zheng_he")
    assert entered.number.startswith("PS-")
    assert entered in pool_of(world)


def test_nobody_is_entered_twice_without_the_post_or_by_a_stranger(world: World) -> None:
    with refused(Conflict, "in_pool_already"):
        enter(world, "zheng_he")
    removed(world, "zheng_he")
    with refused(NotFound, "not_found"):
        enter(world, "li_mei")
    with refused(Refused, "not_permitted"):
        enter(world, "zheng_he", by="project_buyer")
    with refused(NotFound, "not_found"):
        enter(world, "zheng_he", by="feng_xue")
    with refused(NotFound, "not_found"):
        enter(world, "zheng_he", union_number="GH-9999")
    with refused(Invalid, "unknown_kind"):
        enter(world, "zheng_he", kind="friend")
    with refused(Invalid, "field_missing"):
        enter(world, "zheng_he", field=" ")


def test_a_panelist_rests_and_comes_back(world: World) -> None:
    number, approver = pool_of(world)[0].number, world.actor("project_approver")
    rested = pool.rest_panelist(number, actor=approver, version=1)
    assert (rested.is_active, rested.version) == (False, 2)
    assert number not in [one.number for one in pool_of(world)]
    with refused(Conflict, "resting_already"):
        pool.rest_panelist(number, actor=approver, version=2)
    assert pool.wake_panelist(number, actor=approver, version=2).is_active
    assert number in [one.number for one in pool_of(world)]


@pytest.mark.requirement("R9.6")
def test_the_buyer_who_draws_does_not_choose_the_pool(world: World) -> None:
    number = pool_of(world)[0].number
    with refused(Refused, "not_permitted"):
        pool.rest_panelist(number, actor=world.actor("project_buyer"), version=1)
    with refused(NotFound, "not_found"):
        pool.rest_panelist(number, actor=world.actor("west_reviewer"), version=1)
