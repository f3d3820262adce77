"""One quarterly settlement of the demo world: a file of its own, computed, approved, to be paid."""

import random
from datetime import date

from django.conf import settings
from django.db import transaction

from backend.accounts.models import Membership, Person
from backend.config.demo.actors import actor_of
from backend.config.demo.cast import Cast
from backend.kernel import clock
from backend.kernel.money import Money
from backend.ledger import book
from services.mutual_aid.workflow.settlements import approval, files, runs
from services.mutual_aid.workflow.settlements.computing import settle
from services.mutual_aid.workflow.settlements.reading import read_file

CODE = "DEMO-MED-2026"
SHOWN = 120
OPENING = Money(50_000_000)
SEED = 2026
HEADER = "row,id_index,year,item,event,amount"


def settle_quarter(cast: Cast) -> int:
    """Settle the quarter under way from a file that the demo writes; gives how many are paid."""
    officer, approver = (actor_of(cast.users[key]) for key in ("plan_officer", "plan_approver"))
    quarter = _quarter(clock.today())
    name = f"demo-{quarter}.csv"
    settings.INBOX_DIR.mkdir(parents=True, exist_ok=True, mode=0o700)
    (settings.INBOX_DIR / name).write_text(_content(cast, clock.today().year), encoding="utf-8")
    file = files.take_from_inbox(name, actor=officer, plan=CODE, quarter=quarter)
    keeper = actor_of(cast.users["sun_li"])
    with transaction.atomic():
        fund = file.plan.fund
        book.receive(fund, OPENING, fund, actor=keeper, reason="市、区两级拨入（演示）")
    read_file(file.number)
    made = runs.draft(file.number, actor=officer)
    computed = settle(made.number)
    if computed is None:
        return 0
    approval.approve(made.number, actor=approver, version=computed.version)
    done = settle(made.number)
    return done.paid_count if done else 0


def _content(cast: Cast, year: int) -> str:
    """Write the year to date of 李梅 and some others; the numbers stand there as keyed indexes."""
    chance = random.Random(SEED)  # noqa: S311 - the same demo each time, nothing secret
    lines, fen = [HEADER], 0
    for person in _people(cast):
        rows = [("outpatient", 1, chance.randrange(50_000, 420_000))]
        if chance.random() < 1 / 3:
            rows.append(("inpatient", 1, chance.randrange(90_000, 900_000)))
        for item, event, amount in rows:
            fen += amount
            index = bytes(person.id_index or b"").hex()
            yuan = Money(amount).yuan().replace(",", "")
            lines.append(f"{len(lines)},{index},{year},{item},{event},{yuan}")
    total = Money(fen).yuan().replace(",", "")
    return "\n".join([*lines, f"合计,{len(lines) - 1},{total}"]) + "\n"


def _people(cast: Cast) -> list[Person]:
    first = cast.people["li_mei"]
    members = Membership.objects.exclude(person=first).select_related("person").order_by("pk")
    return [first, *(one.person for one in members[:SHOWN])]


def _quarter(today: date) -> str:
    return f"{today.year}Q{(today.month + 2) // 3}"
