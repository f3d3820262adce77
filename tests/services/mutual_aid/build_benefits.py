"""A funded plan, people with verified accounts, and benefits that wait to be paid."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import transaction

from backend.access.actor import Actor
from backend.accounts import consents, payees
from backend.accounts.models import ConsentPurpose, PayeeAccount, Person
from backend.config.payees import notice
from backend.kernel import clock
from backend.kernel.money import Money
from backend.ledger import book
from backend.ledger.formats import Outcome, Reply, ReplyLine, csv_v1
from backend.ledger.models import Balance, PaymentBatch, Transfer
from services.mutual_aid.models import Benefit, Claim, ClaimantKind, Cover, Plan, PlanVersion
from services.mutual_aid.states import ClaimState
from services.mutual_aid.workflow.benefits import bank
from tests.cast import Cast, part
from tests.services.mutual_aid import build
from tests.support import kept

FUND_FEN = 10_000_000
CARD = "6222020200112233445"


@dataclass
class Desk:
    """The world of the fund keeper: a plan with money, and who does what."""

    cast: Cast
    version: PlanVersion
    made: int = 0
    shared: dict[str, Transfer] = field(default_factory=dict)

    @property
    def plan(self) -> Plan:
        """The plan."""
        return self.version.plan

    def actor(self, key: str) -> Actor:
        """A person of the cast as the guards give her."""
        return build.actor(self.cast, key)

    @property
    def keeper(self) -> Actor:
        """Who orders payments."""
        return self.actor("sun_li")

    @property
    def confirmer(self) -> Actor:
        """Who takes the bank's reply in: never who ordered."""
        return self.actor("payment_confirmer")

    def balances(self) -> tuple[int, int, int]:
        """Available, reserved, spent of the fund of the plan, in fen."""
        row = Balance.objects.get(fund=self.plan.fund)
        return row.available_fen, row.reserved_fen, row.spent_fen


@kept.step
def desk_of(made: Cast) -> Desk:
    """Give the demo plan for all members with 100,000.00 yuan in its fund."""
    version = PlanVersion.objects.select_related("plan__fund").get(number=build.AUTOMATIC)
    with transaction.atomic():
        book.receive(
            version.plan.fund,
            Money(FUND_FEN),
            version,
            actor=build.actor(made, "sun_li"),
            reason="会费",
        )
    return Desk(made, version)


@kept.step
def account_of(desk: Desk, key: str, card: str = CARD, by: str = "zhao_min") -> PayeeAccount:
    """Enter and verify the account of a person of the cast, by the real two persons."""
    person = Person.objects.select_related("key").get(pk=desk.cast.people[key].pk)
    own = desk.actor(key)
    with transaction.atomic():
        consents.give(
            person,
            ConsentPurpose.BANK,
            notice_version=notice.VERSION,
            notice_text=notice.TEXT,
            actor=own,
            channel="online",
        )
        made = payees.propose(person, bank="示范银行河东支行", account=card, actor=own)
        return payees.verify(made, actor=desk.actor(by))


def cover_of(desk: Desk, key: str) -> Cover:
    """Give the cover of a person of the cast, made once."""
    found, _ = Cover.objects.get_or_create(
        person=desk.cast.people[key],
        plan=desk.plan,
        defaults={
            "plan_version": desk.version,
            "first_day": date(2026, 1, 1),
            "last_day": date(2026, 12, 31),
        },
    )
    return found


def due(
    desk: Desk,
    fen: int,
    key: str = "li_mei",
    *,
    payee: PayeeAccount | None = None,
    heir: str | None = None,
    by: str = "city_reviewer",
) -> Benefit:
    """Give a benefit of an approved claim: amount reserved, the standing account bound."""
    benefit = _new(desk, fen, key, heir, payee)
    benefit.claim = _approved(desk, key, heir)
    benefit.decided_by = desk.cast.users[by]
    benefit.save(force_insert=True)
    with transaction.atomic():
        benefit.transfer = book.reserve(
            desk.plan.fund, Money(fen), because=benefit, actor=desk.actor(by)
        )
    benefit.save(update_fields=["transfer"])
    return benefit


def due_of_settlement(desk: Desk, lines: list[tuple[str, int]]) -> list[Benefit]:
    """Give benefits without application that share one reservation."""
    with transaction.atomic():
        shared = book.reserve(
            desk.plan.fund,
            Money(sum(fen for _, fen in lines)),
            because=PlanVersion(pk=-1 - desk.made),
            actor=desk.actor("plan_approver"),
        )
    made = []
    for key, fen in lines:
        benefit = _new(desk, fen, key, None, None)
        benefit.facts, benefit.transfer = {"base_fen": fen * 2}, shared
        benefit.save(force_insert=True)
        made.append(benefit)
    return made


def _new(desk: Desk, fen: int, key: str, heir: str | None, payee: PayeeAccount | None) -> Benefit:
    desk.made += 1
    person = desk.cast.people[key]
    to = desk.cast.people[heir] if heir else person
    account = payee or payees.verified(to)
    benefit = Benefit(
        number=f"JF2026{desk.made:08d}",
        key=person.key,
        person=person,
        payee_person=to,
        cover=cover_of(desk, key),
        plan=desk.plan,
        plan_version=desk.version,
        period_first_day=date(2026, 1, 1),
        due_fen=fen,
        amount_fen=fen,
        payee=account,
        payee_digest=bytes(account.digest) if account else None,
    )
    benefit.place(desk.cast.unions[part(key).member_of])
    return benefit


def _approved(desk: Desk, key: str, heir: str | None) -> Claim:
    claim = Claim(
        number=f"SL2026{desk.made:08d}",
        key=desk.cast.people[key].key,
        person=desk.cast.people[key],
        cover=cover_of(desk, key),
        plan_version=desk.version,
        claimant_kind=ClaimantKind.HEIR if heir else ClaimantKind.SELF,
        filed_by=desk.cast.users[heir or key],
        event_on=clock.today() - timedelta(days=9),
        submitted_at=clock.now(),
    )
    claim.place(desk.cast.unions[part(key).member_of])
    claim.save(force_insert=True)
    decided = {"outcome": "granted", "decided_on": clock.today()}
    for state, said in ((ClaimState.SUBMITTED, {}), (ClaimState.APPROVED, decided)):
        Claim.objects.filter(pk=claim.pk).update(state=state, **said)
    claim.refresh_from_db()
    return claim


def reply_to(batch: PaymentBatch, outcomes: dict[str, Outcome] | None = None) -> Reply:
    """Answer a batch as the bank would: every line paid, but those named by benefit."""
    said = outcomes or {}
    orders = batch.orders.exclude(state="cancelled").select_related("payee", "mutual_aid_benefit")
    lines = []
    for place, order in enumerate(orders.order_by("number")):
        benefit = getattr(order, "mutual_aid_benefit", None)
        outcome = said.get(benefit.number if benefit else "", Outcome.PAID)
        lines.append(
            ReplyLine(
                row=6 + place,
                number=order.number,
                last4=order.payee.account_last4,
                amount=order.amount,
                outcome=outcome,
                reason="户名不符" if outcome is Outcome.RETURNED else "",
                bank_reference=f"B{place}",
            )
        )
    return Reply(batch.number, len(lines), Money.sum(line.amount for line in lines), lines)


def answer(
    desk: Desk, batch: PaymentBatch, outcomes: dict[str, Outcome] | None = None
) -> PaymentBatch:
    """Send a batch to the bank and take its reply in."""
    bank.build_bank_file(batch.number, actor=desk.keeper)
    content = csv_v1.write_reply(reply_to(batch, outcomes))
    return bank.import_bank_reply(batch.number, actor=desk.confirmer, content=content)


def fresh(benefit: Benefit) -> Benefit:
    """Read a benefit again."""
    return Benefit.objects.select_related("key", "claim", "cover").get(pk=benefit.pk)
