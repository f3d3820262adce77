"""Fifty thousand people with verified accounts to whom one settlement owes money."""

from datetime import date
from pathlib import Path

from django.db import connection, transaction

from backend.accounts.models import PayeeAccount, Person, User
from backend.config.demo.actors import actor_of
from backend.fields.keys import keyring
from backend.fields.models import DataKey
from backend.kernel import clock, seal
from backend.kernel.money import Money
from backend.ledger import book
from services.mutual_aid.models import Benefit, Cover, PlanVersion
from services.mutual_aid.workflow import plan_life, plans, reading
from tests import cast

CHUNK = 5_000
PACK = Path(reading.__file__).parents[1] / "packs" / "DEMO-MED-2026.json"


def make_world(lines: int) -> cast.Cast:
    """Make the cast, a signed plan with money, and so many benefits of one reservation."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE unions_union, accounts_person, fields_datakey CASCADE")
        # Making rows on a loaded machine takes longer than a request may idle.
        cursor.execute("SET idle_in_transaction_session_timeout = 0")
    made = cast.create()
    officer = actor_of(made.users["plan_officer"])
    version = plans.load(PACK.read_bytes(), sponsor_number="GH-0001", actor=officer)
    plan_life.propose(version.number, actor=officer, reason="核对")
    plan_life.approve(version.number, actor=actor_of(made.users["plan_approver"]))
    version = PlanVersion.objects.select_related("plan__fund").get(pk=version.pk)
    total = sum(_fen(place) for place in range(lines))
    with transaction.atomic():
        fund = version.plan.fund
        keeper, approver = (actor_of(made.users[key]) for key in ("sun_li", "plan_approver"))
        book.receive(fund, Money(total), version, actor=keeper, reason="会费")
        shared = book.reserve(fund, Money(total), because=version, actor=approver)
    for first in range(0, lines, CHUNK):
        _chunk(made, version, shared.pk, range(first, min(first + CHUNK, lines)))
    with connection.cursor() as cursor:
        cursor.execute("RESET idle_in_transaction_session_timeout")
        cursor.execute("ANALYZE")
    return made


def _chunk(made: cast.Cast, version: PlanVersion, shared: int, places: range) -> None:
    keys = DataKey.objects.bulk_create(
        DataKey(wrapped=keyring().wrap(seal.new_data_key())) for _ in places
    )
    people = []
    for key, place in zip(keys, places, strict=True):
        person = Person(key=key, display_name="王*")
        person.seal("name_sealed", f"王小{place}")
        people.append(person)
    Person.objects.bulk_create(people)
    payees = [
        entered_account(person, place, made.users["liu_yang"])
        for person, place in zip(people, places, strict=True)
    ]
    PayeeAccount.objects.bulk_create(payees)
    PayeeAccount.objects.filter(pk__in=[one.pk for one in payees]).update(
        state="verified", verified_by=made.users["zhao_min"], verified_at=clock.now()
    )
    covers = Cover.objects.bulk_create(
        Cover(
            person=person,
            plan=version.plan,
            plan_version=version,
            first_day=date(2026, 1, 1),
            last_day=date(2026, 12, 31),
        )
        for person in people
    )
    benefits = []
    for person, payee, cover, place in zip(people, payees, covers, places, strict=True):
        benefit = Benefit(
            number=f"JF2026{place:08d}",
            key=person.key,
            person=person,
            payee_person=person,
            cover=cover,
            plan=version.plan,
            plan_version=version,
            period_first_day=date(2026, 1, 1),
            due_fen=_fen(place),
            amount_fen=_fen(place),
            facts={},
            payee=payee,
            payee_digest=bytes(payee.digest),
            transfer_id=shared,
        )
        benefit.place(made.unions["factory"])
        benefits.append(benefit)
    Benefit.objects.bulk_create(benefits)


def entered_account(person: Person, place: int, by: User) -> PayeeAccount:
    """Give an account that waits to be verified, not saved yet."""
    account = f"6222020200{place:09d}"
    payee = PayeeAccount(
        person=person,
        key=person.key,
        bank="示范银行河东支行",
        account_last4=account[-4:],
        digest=account.encode().ljust(32, b"\0"),
        proposed_by=by,
    )
    payee.seal("account_sealed", account)
    return payee


def _fen(place: int) -> int:
    return 1_000 + place % 50_000
