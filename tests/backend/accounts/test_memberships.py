import pytest
from django.db import IntegrityError, transaction

from backend.accounts import memberships
from backend.accounts.models import Membership
from backend.accounts.states import MEMBERSHIP, PAYEE, MembershipAct, MembershipState
from backend.config.demo.cast import Cast, DemoActor
from backend.kernel import clock
from backend.kernel.errors import Conflict

DEMO = DemoActor()


def test_joining_the_same_union_twice_gives_the_membership_that_stands(cast: Cast) -> None:
    before = Membership.objects.count()
    li_mei = cast.people["li_mei"]
    assert memberships.join(li_mei, cast.unions["factory"], actor=DEMO).person_id == li_mei.pk
    assert Membership.objects.count() == before


def test_a_person_has_one_standing_membership_in_the_whole_city(cast: Cast) -> None:
    before = Membership.objects.count()
    with pytest.raises(Conflict) as refusal:
        memberships.join(cast.people["li_mei"], cast.unions["bus"], actor=DEMO)
    assert refusal.value.code == "member_elsewhere"
    second = Membership(person=cast.people["li_mei"])
    second.place(cast.unions["bus"])
    with pytest.raises(IntegrityError), transaction.atomic():
        second.save()
    assert Membership.objects.count() == before


def test_a_transfer_ends_and_begins_on_the_same_day(cast: Cast) -> None:
    old = Membership.objects.get(person=cast.people["li_mei"])
    new = memberships.transfer(old, cast.unions["bus"], actor=DEMO)
    old.refresh_from_db()
    assert old.state is MembershipState.TRANSFERRED
    assert old.ended_on == new.joined_on == clock.today()
    assert new.ancestors == cast.unions["bus"].ancestors
    assert memberships.standing(cast.people["li_mei"]) == new


def test_a_retained_membership_can_be_restored_and_an_ended_one_cannot(cast: Cast) -> None:
    membership = Membership.objects.get(person=cast.people["li_mei"])
    retained = memberships.change(membership, MembershipAct.RETAIN, actor=DEMO)
    assert retained.ended_on is None
    assert memberships.change(retained, MembershipAct.RESTORE, actor=DEMO).state == "active"
    left = memberships.change(membership, MembershipAct.LEAVE, actor=DEMO)
    with pytest.raises(Conflict) as refusal:
        memberships.change(left, MembershipAct.RESTORE, actor=DEMO)
    assert refusal.value.code == "wrong_state"
    assert Membership.objects.get(pk=left.pk).state is MembershipState.LEFT


@pytest.mark.parametrize("machine", [MEMBERSHIP, PAYEE])
def test_every_state_can_be_reached_and_bears_a_name(machine: object) -> None:
    assert machine.reachable() == machine.states() == set(machine.labels)  # type: ignore[attr-defined]
