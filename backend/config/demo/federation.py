"""What the demo federation has before anybody applies: funds and verified accounts."""

from django.db import transaction

from backend.accounts import consents, payees
from backend.accounts.models import ConsentPurpose
from backend.config.demo.actors import actor_of
from backend.config.demo.cast import Cast
from backend.kernel.money import Money
from backend.ledger import book
from backend.ledger.entries import FundKind

HARDSHIP_FUND = "HARDSHIP"
OPENING = Money.from_yuan("2,000,000.00")
DEMO_BANK = "示范银行槐树支行"
NOTICE_VERSION = "demo-1"
BANK_NOTICE = "为向本人发放帮扶金，登记本人名下的银行账户。"


def set_up(cast: Cast) -> None:
    """Open the hardship fund, verify the account of every one of the cast."""
    with transaction.atomic():
        _open_hardship_fund(cast)
        for serial, key in enumerate(sorted(cast.people), start=1):
            give_account(cast, key, f"62220000000{serial:08d}")


def _open_hardship_fund(cast: Cast) -> None:
    keeper = actor_of(cast.users["sun_li"])
    fund = book.open_fund(
        HARDSHIP_FUND,
        "困难帮扶资金",
        cast.unions["federation"],
        FundKind.UNION,
        actor=keeper,
        earmarked="困难职工帮扶",
    )
    book.receive(fund, OPENING, fund, actor=keeper, reason="年初预算拨入（演示）")


def give_account(cast: Cast, key: str, number: str) -> None:
    """Enter and verify a bank account: proposed by its owner, verified by the district."""
    owner = actor_of(cast.users[key])
    consents.give(
        cast.people[key],
        ConsentPurpose.BANK,
        notice_version=NOTICE_VERSION,
        notice_text=BANK_NOTICE,
        actor=owner,
    )
    verifier = "district_approver" if key != "district_approver" else "zhao_min"
    account = payees.propose(
        cast.people[key], bank=DEMO_BANK, account=number, actor=owner, reason="首次登记"
    )
    payees.verify(account, actor=actor_of(cast.users[verifier]))
