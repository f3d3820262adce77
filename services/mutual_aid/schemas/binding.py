"""Benefits that wait for an account, as who verifies accounts reads them."""

from backend.access.schemas import Out


class ToBindOut(Out):
    """A benefit that waits for its account; no amount, accounts by their last digits only."""

    number: str
    version: int
    payee_name: str
    union_name: str
    plan_title: str
    old_account: str
    new_account: str
    proposed_by_me: bool


class ToBindPage(Out):
    """A page of benefits that wait for their account."""

    items: list[ToBindOut]
    next_cursor: str | None
    has_more: bool
