from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from backend.accounts import organizations, payees
from backend.accounts.models import PayeeAccount, PayeeOrganization
from backend.accounts.states import PayeeState
from backend.audit.models import Entry
from backend.config.demo.cast import Cast, DemoActor
from backend.kernel import clock
from backend.kernel.errors import Conflict, Invalid, Refused

CODE = "91350100M000100Y43"
NAME = "槐树街道社区服务中心"
ACCOUNT = "0200001009000012345"
OTHER = "0200001009000099999"
BANK = "示范银行槐树支行"


def _actor(cast: Cast, key: str) -> DemoActor:
    return DemoActor(user_id=cast.users[key].pk, label=key)


@pytest.fixture
def centre(cast: Cast) -> PayeeOrganization:
    """An organization that the district keeps."""
    return organizations.register(
        CODE, NAME, union=cast.unions["district"], actor=_actor(cast, "wang_qiang")
    )


@pytest.fixture
def verified(cast: Cast, centre: PayeeOrganization) -> PayeeAccount:
    """Its account, entered by 王强, verified by 赵敏."""
    entered = payees.propose(centre, bank=BANK, account=ACCOUNT, actor=_actor(cast, "wang_qiang"))
    return payees.verify(entered, actor=_actor(cast, "zhao_min"))


def test_an_organization_is_known_by_its_credit_code_and_entered_once(
    cast: Cast, centre: PayeeOrganization
) -> None:
    again = organizations.register(
        CODE.lower(), f" {NAME} ", union=cast.unions["federation"], actor=_actor(cast, "sun_li")
    )
    assert again == centre
    assert again.union == cast.unions["district"]
    assert PayeeOrganization.objects.count() == 1
    assert Entry.objects.filter(act="payee.organization.register").count() == 1


def test_its_name_is_sealed(centre: PayeeOrganization) -> None:
    assert centre.name == NAME
    assert NAME.encode() not in bytes(centre.name_sealed)
    assert NAME not in str(centre)


@pytest.mark.parametrize(
    ("code", "name", "fault"),
    [
        ("91350100M000100Y44", NAME, "bad_credit_code"),
        (CODE, " ", "bad_name"),
        (CODE, "名" * 81, "bad_name"),
    ],
)
def test_a_wrong_code_or_name_registers_nothing(
    cast: Cast, code: str, name: str, fault: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        organizations.register(
            code, name, union=cast.unions["district"], actor=_actor(cast, "wang_qiang")
        )
    assert refusal.value.code == fault
    assert PayeeOrganization.objects.count() == 0


def test_another_name_for_a_known_code_is_a_renaming_and_not_a_registration(
    cast: Cast, centre: PayeeOrganization
) -> None:
    with pytest.raises(Conflict) as refusal:
        organizations.register(
            CODE, "另一家中心", union=cast.unions["district"], actor=_actor(cast, "wang_qiang")
        )
    assert refusal.value.code == "named_otherwise"
    centre.refresh_from_db()
    assert centre.name == NAME


def test_an_organization_needs_no_consent_but_a_second_person(
    cast: Cast, centre: PayeeOrganization
) -> None:
    entered = payees.propose(centre, bank=BANK, account=ACCOUNT, actor=_actor(cast, "wang_qiang"))
    with pytest.raises(Refused) as refusal:
        payees.verify(entered, actor=_actor(cast, "wang_qiang"))
    assert refusal.value.code == "same_person"
    entered.refresh_from_db()
    assert entered.state is PayeeState.PROPOSED
    assert payees.verified(centre) is None
    payees.verify(entered, actor=_actor(cast, "zhao_min"))
    assert payees.verified(centre) == entered


def test_a_changed_account_replaces_the_old_one_and_cools_off(
    cast: Cast, centre: PayeeOrganization, verified: PayeeAccount
) -> None:
    assert verified.usable_from is not None
    assert verified.usable_from <= clock.now()
    entered = payees.propose(centre, bank=BANK, account=OTHER, actor=_actor(cast, "zhao_min"))
    changed = payees.verify(entered, actor=_actor(cast, "wang_qiang"))
    verified.refresh_from_db()
    assert verified.state is PayeeState.REPLACED
    assert changed.usable_from is not None
    assert changed.verified_at is not None
    assert changed.usable_from - changed.verified_at == payees.cool_off(centre) > timedelta()


def test_a_renamed_organization_has_no_account_to_pay_to(
    cast: Cast, centre: PayeeOrganization, verified: PayeeAccount
) -> None:
    organizations.rename(centre, "槐树社会工作服务中心", actor=_actor(cast, "zhao_min"))
    verified.refresh_from_db()
    assert verified.state is PayeeState.REPLACED
    assert payees.verified(centre) is None
    found = organizations.find(CODE)
    assert found is not None
    assert found.name == "槐树社会工作服务中心"


def test_an_account_has_exactly_one_holder(cast: Cast, verified: PayeeAccount) -> None:
    rows = PayeeAccount.objects.filter(pk=verified.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(person=cast.people["li_mei"])
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(organization=None)
    verified.refresh_from_db()
    assert verified.holder == organizations.find(CODE)
