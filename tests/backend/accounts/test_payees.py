import pytest
from django.db import IntegrityError, transaction

from backend.accounts import consents, payees
from backend.accounts.models import Consent, ConsentPurpose, PayeeAccount
from backend.accounts.states import PayeeState
from backend.audit import trail
from backend.config.demo.cast import Cast, DemoActor
from backend.kernel.errors import Conflict, Invalid, Refused

ACCOUNT = "6222020000000012345"
BANK = "示范银行槐树支行"


def _actor(cast: Cast, key: str) -> DemoActor:
    return DemoActor(user_id=cast.users[key].pk, label=key)


def _agree(cast: Cast, purpose: ConsentPurpose = ConsentPurpose.BANK) -> Consent:
    return consents.give(
        cast.people["li_mei"],
        purpose,
        notice_version="2026-01",
        notice_text="为发放帮扶金，我们需要保存您的银行账号。",
        actor=_actor(cast, "li_mei"),
    )


@pytest.fixture
def proposed(cast: Cast) -> PayeeAccount:
    """An account of 李梅 that 王强 entered."""
    _agree(cast)
    return payees.propose(
        cast.people["li_mei"], bank=BANK, account=ACCOUNT, actor=_actor(cast, "wang_qiang")
    )


@pytest.mark.requirement("RX.1")
def test_no_bank_account_is_stored_without_consent_of_its_own(cast: Cast) -> None:
    _agree(cast, ConsentPurpose.HEALTH)
    with pytest.raises(Refused) as refusal:
        payees.propose(
            cast.people["li_mei"], bank=BANK, account=ACCOUNT, actor=_actor(cast, "wang_qiang")
        )
    assert refusal.value.code == "consent_missing"
    assert PayeeAccount.objects.count() == 0


@pytest.mark.requirement("RX.1")
def test_consent_is_recorded_with_its_notice_and_taken_back_as_easily(cast: Cast) -> None:
    li_mei, me = cast.people["li_mei"], _actor(cast, "li_mei")
    given = _agree(cast)
    assert given.notice_version == "2026-01"
    assert len(bytes(given.notice_digest)) == 32
    assert _agree(cast) == given
    assert consents.stands(li_mei, ConsentPurpose.BANK)
    assert consents.withdraw(li_mei, ConsentPurpose.BANK, actor=me) is True
    assert consents.withdraw(li_mei, ConsentPurpose.BANK, actor=me) is False
    assert not consents.stands(li_mei, ConsentPurpose.BANK)
    assert Consent.objects.get().withdrawn_at is not None
    acts = [entry.act for entry in trail.readers_of(li_mei.pk)[:2]]
    assert acts == ["consent.withdraw", "consent.give"]


def test_an_account_is_sealed_and_shown_by_its_last_four_digits(proposed: PayeeAccount) -> None:
    assert proposed.unseal("account_sealed") == ACCOUNT
    assert ACCOUNT.encode() not in bytes(proposed.account_sealed)
    assert str(proposed) == "示范银行槐树支行 尾号 2345"
    assert payees.verified(proposed.person) is None


@pytest.mark.parametrize("who", ["wang_qiang", "li_mei"])
def test_neither_the_one_who_entered_it_nor_the_payee_verifies_it(
    cast: Cast, proposed: PayeeAccount, who: str
) -> None:
    with pytest.raises(Refused) as refusal:
        payees.verify(proposed, actor=_actor(cast, who))
    assert refusal.value.code == "same_person"
    proposed.refresh_from_db()
    assert proposed.state is PayeeState.PROPOSED


def test_the_database_refuses_one_pair_of_eyes_too(proposed: PayeeAccount) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        PayeeAccount.objects.filter(pk=proposed.pk).update(
            state="verified", verified_by=proposed.proposed_by
        )


def test_a_change_of_account_is_verified_anew_and_replaces_the_old_one(
    cast: Cast, proposed: PayeeAccount
) -> None:
    zhao_min = _actor(cast, "zhao_min")
    first = payees.verify(proposed, actor=zhao_min)
    second = payees.propose(
        cast.people["li_mei"], bank=BANK, account="6222020000000099999", actor=zhao_min
    )
    assert payees.verified(cast.people["li_mei"]) == first
    second = payees.verify(second, actor=_actor(cast, "wang_qiang"))
    first.refresh_from_db()
    assert first.state is PayeeState.REPLACED
    assert payees.verified(cast.people["li_mei"]) == second
    assert bytes(first.digest) != bytes(second.digest)


def test_a_refusal_names_its_reason_and_cannot_be_undone(
    cast: Cast, proposed: PayeeAccount
) -> None:
    zhao_min = _actor(cast, "zhao_min")
    with pytest.raises(Invalid):
        payees.refuse(proposed, actor=zhao_min, reason="")
    refused = payees.refuse(proposed, actor=zhao_min, reason="户名与本人不一致")
    assert (refused.state, refused.reason) == (PayeeState.REFUSED, "户名与本人不一致")
    with pytest.raises(Conflict):
        payees.verify(refused, actor=zhao_min)


@pytest.mark.parametrize("account", ["123", "62220200000000123x5", "", "1" * 26])
def test_what_is_no_account_number_is_refused(cast: Cast, account: str) -> None:
    _agree(cast)
    with pytest.raises(Invalid) as refusal:
        payees.propose(
            cast.people["li_mei"], bank=BANK, account=account, actor=_actor(cast, "zhao_min")
        )
    assert refusal.value.code == "bad_account"
    assert PayeeAccount.objects.count() == 0
