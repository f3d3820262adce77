"""The nightly watch freezes a fund that does not add up, and only that one."""

import pytest
from django.db import transaction

from backend.access.actor import Actor
from backend.audit.models import Entry
from backend.kernel.errors import Conflict
from backend.kernel.money import Money
from backend.ledger import book
from backend.ledger.entries import FundKind
from backend.ledger.models import Fund
from backend.ledger.watch import freeze_breached
from tests.backend.ledger.conftest import Counter
from tests.backend.ledger.test_verify import tamper


def test_a_clean_book_is_left_alone(counter: Counter) -> None:
    assert freeze_breached(actor=Actor.system("ledger")).ok
    assert not Fund.objects.filter(frozen_at__isnull=False).exists()


def test_a_breached_fund_stops_paying_and_another_goes_on(counter: Counter) -> None:
    keeper, cause = counter.actor("sun_li"), counter.cast.people["li_mei"]
    with transaction.atomic():
        other = book.open_fund(
            "QT", "其他经费", counter.cast.unions["federation"], FundKind.UNION, actor=keeper
        )
        book.receive(other, Money(100), cause, actor=keeper, reason="拨款")
    tamper(
        "UPDATE ledger_balance SET available_fen = available_fen + 1,"
        f" received_fen = received_fen + 1 WHERE fund_id = {counter.fund.pk}"
    )
    report = freeze_breached(actor=Actor.system("ledger"))
    assert report.breached == {counter.fund.pk}
    frozen = Fund.objects.get(frozen_at__isnull=False)
    assert frozen == counter.fund
    assert Entry.objects.filter(act="ledger:fund:freeze").count() == 1
    reviewer = counter.actor("zhao_min")
    with pytest.raises(Conflict, match="fund_frozen"), transaction.atomic():
        book.reserve(counter.fund, Money(1), because=cause, actor=reviewer)
    with transaction.atomic():
        book.reserve(other, Money(1), because=cause, actor=reviewer)
