"""Who is paid for an organization: the payee of its own credit code, and no other."""

import pytest
from django.db import ProgrammingError, transaction

from backend.accounts.models import PayeeOrganization
from backend.kernel.errors import Conflict
from services.commissioning.models import Organization
from services.commissioning.states.contracts import StageState
from services.commissioning.workflow import stages
from tests.services.commissioning import build_contract as bc
from tests.services.commissioning.build import World

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R9.13")]
OTHER_CODE = "51990100MJ00000044"


def test_the_first_account_links_the_organization_with_its_payee(world: World) -> None:
    account = bc.account(world)
    heart = Organization.objects.get(pk=world.organizations["heart"].pk)
    assert heart.payee == account.organization
    assert heart.payee is not None
    assert heart.payee.credit_code == heart.credit_code
    bc.account(world, last="0002")
    heart.refresh_from_db()
    assert heart.payee == account.organization
    assert PayeeOrganization.objects.count() == 1


def test_a_changed_credit_code_does_not_lead_money_elsewhere(world: World) -> None:
    bc.account(world)
    mine = Organization.objects.filter(pk=world.organizations["heart"].pk)
    for change in (
        lambda: mine.update(credit_code=OTHER_CODE),
        lambda: mine.update(payee=None),
        lambda: PayeeOrganization.objects.update(credit_code=OTHER_CODE),
    ):
        with pytest.raises(ProgrammingError, match="pgtrigger"), transaction.atomic():
            change()
    assert mine.get().credit_code == world.organizations["heart"].credit_code


def test_an_organization_is_never_linked_with_another_ones_payee(world: World) -> None:
    account = bc.account(world)
    lamp = Organization.objects.filter(pk=world.organizations["lamp"].pk)
    with pytest.raises(ProgrammingError, match="another credit code"), transaction.atomic():
        lamp.update(payee=account.organization)
    assert lamp.get().payee is None


def test_a_code_that_reads_like_a_paid_organizations_takes_no_money(world: World) -> None:
    """The code alone leads nowhere: without the link there is no account."""
    contract = bc.signed(world)
    bc.account(world)
    unlinked = Organization(credit_code=world.organizations["heart"].credit_code)
    assert stages.account_of(unlinked) is None
    with pytest.raises(Conflict) as refusal:
        bc.approved(world, contract, 3)
    assert refusal.value.code == "wrong_state"
    assert bc.approved(world, contract).state is StageState.APPROVED
