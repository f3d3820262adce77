"""A fund with money, the people who may touch it, and a verified account to pay to."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.db import transaction

from backend.access import session
from backend.access.actor import Actor
from backend.accounts import tokens
from backend.accounts.models import PayeeAccount, Person
from backend.accounts.states import PayeeState
from backend.fields.models import DataKey
from backend.kernel.money import Money
from backend.ledger import book
from backend.ledger.entries import FundKind
from backend.ledger.models import Balance, Fund, Posting, Transfer
from tests import cast
from tests.support import kept

ACCOUNT = "6222020200112233445"
EACH_FEN = 1_250


@dataclass
class Counter:
    """The fund, the cast and what is needed to pay."""

    cast: cast.Cast
    fund: Fund
    payee: PayeeAccount

    def actor(self, key: str) -> Actor:
        """Sign a part of the cast in, second factor included."""
        token = cast.sign_in(self.cast.users[key])
        actor = session.actor_from(tokens.find(token), token)
        assert actor is not None
        return actor

    def balances(self) -> tuple[int, int, int, int]:
        """Received, available, reserved, spent, in fen."""
        row = Balance.objects.get(fund=self.fund)
        return row.received_fen, row.available_fen, row.reserved_fen, row.spent_fen

    def counts(self) -> tuple[int, int]:
        """How many transfers and postings there are."""
        return Transfer.objects.count(), Posting.objects.count()


def enter_account(people: cast.Cast, key: str, account: str = ACCOUNT) -> PayeeAccount:
    """Make a payee account of a part of the cast that waits for verification."""
    payee = PayeeAccount(
        person=people.people[key],
        key=DataKey.make(),
        bank="示范银行河东支行",
        account_last4=account[-4:],
        digest=account.encode().ljust(32, b"\0"),
        proposed_by=people.users["liu_yang"],
    )
    payee.seal("account_sealed", account)
    payee.save()
    return payee


def open_account(people: cast.Cast, key: str, account: str = ACCOUNT) -> PayeeAccount:
    """Make a verified payee account of a part of the cast."""
    payee = enter_account(people, key, account)
    PayeeAccount.objects.filter(pk=payee.pk).update(
        state=PayeeState.VERIFIED, verified_by=people.users["zhao_min"]
    )
    payee.refresh_from_db()
    return payee


@pytest.fixture
def counter(db: None) -> Counter:
    """A fund of 10,000.00 yuan of the federation; 李梅 has a verified account."""
    people = cast.fresh()
    fund, payee = kept.again("a fund with money", lambda: _fund_with_payee(people))
    return Counter(people, fund, payee)


def _fund_with_payee(people: cast.Cast) -> tuple[Fund, PayeeAccount]:
    keeper = Counter(people, Fund(), PayeeAccount()).actor("sun_li")
    with transaction.atomic():
        fund = book.open_fund(
            "KNBF", "困难帮扶资金", people.unions["federation"], FundKind.UNION, actor=keeper
        )
        book.receive(
            fund,
            Money(1_000_000),
            people.unions["federation"],
            actor=keeper,
            reason="年初拨款",
        )
    return fund, open_account(people, "li_mei")


@pytest.fixture
def reserve(counter: Counter) -> Callable[..., Transfer]:
    """Reserve money for a part of the cast as the district reviewer would."""

    def make(fen: int, key: str = "li_mei", by: str = "zhao_min") -> Transfer:
        with transaction.atomic():
            return book.reserve(
                counter.fund, Money(fen), because=counter.cast.people[key], actor=counter.actor(by)
            )

    return make


@pytest.fixture
def many(counter: Counter) -> Callable[[int], Transfer]:
    """Reserve money for so many people with verified accounts, in one reservation."""

    def make(count: int) -> Transfer:
        key = DataKey.make()
        for place in range(count):
            person = Person(key=key, display_name="王*")
            person.seal("name_sealed", f"王小{place}")
            person.save()
            account = f"62220202001{place:08d}"
            payee = PayeeAccount(
                person=person,
                key=key,
                bank="示范银行河东支行",
                account_last4=account[-4:],
                digest=account.encode().ljust(32, b"\0"),
                proposed_by=counter.cast.users["liu_yang"],
            )
            payee.seal("account_sealed", account)
            payee.save()
        PayeeAccount.objects.filter(person__display_name="王*").update(
            state=PayeeState.VERIFIED, verified_by=counter.cast.users["zhao_min"]
        )
        with transaction.atomic():
            return book.reserve(
                counter.fund,
                Money(EACH_FEN * count),
                because=counter.cast.unions["federation"],
                actor=counter.actor("zhao_min"),
            )

    return make
