"""What the routes of bank accounts take and give; a number leaves in full only when revealed."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from backend.access.schemas import In, Line, Out
from backend.accounts.models import PayeeAccount
from backend.accounts.payees import LONGEST_BANK, LONGEST_REASON
from backend.accounts.states import PAYEE, PayeeState
from backend.config.payees import notice
from backend.web.parts import Fact

Bank = Annotated[str, Field(min_length=1, max_length=LONGEST_BANK)]
# Longer than a number may be: blanks and dashes as on the card are taken and tidied.
Account = Annotated[str, Field(min_length=1, max_length=40)]


class AgreeIn(In):
    """Which version of the notice was read."""

    notice_version: Annotated[str, Field(title="告知书版本", min_length=1, max_length=40)]


class ProposeIn(In):
    """One's own bank account."""

    bank: Bank = Field(title="开户银行")
    account: Account = Field(title="银行账号")


class ProposeForIn(In):
    """The bank account of a worker who cannot enter it, with her consent on paper."""

    id_number: Annotated[str, Field(title="身份证号", min_length=1, max_length=40)]
    name: Annotated[str, Field(title="姓名", min_length=1, max_length=40)]
    bank: Bank = Field(title="开户银行")
    account: Account = Field(title="银行账号")
    signed_on: date = Field(title="纸质同意书签署日期")


class AccountPurposeIn(In):
    """Why the full number is read."""

    purpose: Line = Field(title="用途")


class AccountRefusalIn(In):
    """Why the account was turned down; the worker reads it."""

    reason: Annotated[str, Field(title="没有通过的原因", min_length=1, max_length=LONGEST_REASON)]


class NoticePart(Out):
    """One point of the notice."""

    name: str
    value: str


class ConsentOut(Out):
    """The notice on bank data, and since when the worker agrees to it."""

    notice_version: str
    notice: list[NoticePart]
    given_at: datetime | None

    @staticmethod
    def resolve_notice_version(_: object) -> str:
        """Name the notice that stands now."""
        return notice.VERSION

    @staticmethod
    def resolve_notice(_: object) -> list[Fact]:
        """Give the points of the notice."""
        return list(notice.FACTS)


class AccountOut(Out):
    """One's own account."""

    number: str
    state: PayeeState
    state_label: str
    bank: str
    account_last4: str
    proposed_at: datetime
    verified_at: datetime | None
    usable_from: datetime | None
    reason: str
    version: int

    @staticmethod
    def resolve_state_label(row: PayeeAccount) -> str:
        """Say the state in words."""
        return PAYEE.labels[row.state]


class AccountPage(Out):
    """One page of one's own accounts."""

    items: list[AccountOut]
    next_cursor: str | None
    has_more: bool


class WaitingOut(Out):
    """An account as an officer sees it."""

    number: str
    state: PayeeState
    state_label: str
    holder: str
    is_organization: bool
    union_name: str
    bank: str
    account_last4: str
    proposed_at: datetime
    by_holder: bool
    is_change: bool
    reason: str
    version: int


class WaitingPage(Out):
    """One page of accounts to verify."""

    items: list[WaitingOut]
    next_cursor: str | None
    has_more: bool


class RevealedAccountOut(Out):
    """Holder and number in full."""

    holder: str
    account: str
