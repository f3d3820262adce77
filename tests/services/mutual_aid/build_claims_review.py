"""Builders of the reviewers' tests: a covered person, a submitted claim, a claim at a desk."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from backend.access.actor import Actor
from backend.accounts import memberships
from backend.config.demo.actors import actor_of
from backend.fields.keys import keyring
from backend.fields.models import DataKey
from backend.files.models import Attachment
from backend.kernel import clock
from backend.kernel.money import Money
from backend.ledger import book
from services.mutual_aid.models import Claim, ClaimantKind, ClaimLine, Cover, PlanVersion
from services.mutual_aid.rules import claiming
from services.mutual_aid.states import ClaimAct, Level
from services.mutual_aid.workflow import plans
from services.mutual_aid.workflow.claims import approval, review
from services.mutual_aid.workflow.claims.advance import advance, next_number
from tests.cast import Cast
from tests.services.mutual_aid.build import put_in_force
from tests.services.mutual_aid.rules.packs import raw_pack
from tests.support import kept

__all__ = ["Attachment"]

HOSPITAL = "DEMO-HOSP-2026"
WOMEN = "DEMO-F-2026"
FUND = Money.from_yuan("1000000")
REVIEWERS = {
    Level.UNIT: "wang_qiang",
    Level.DISTRICT: "zhao_min",
    Level.CITY: "city_reviewer",
    Level.CITY_MEDICAL: "he_jing",
}


@dataclass(frozen=True)
class Stay:
    """One line of a claim to be."""

    item: str = "inpatient"
    entry: Any = "10000"
    day: date = date(2026, 11, 2)
    until: date | None = None
    invoice: str = ""


@dataclass(frozen=True)
class Story:
    """The federation with money in the funds of its plans."""

    made: Cast
    levels: dict[Level, str] = field(default_factory=lambda: dict(REVIEWERS))

    def who(self, key: str) -> Actor:
        """Give a part of the cast as she acts, with all posts in force."""
        return actor_of(self.made.users[key])

    def at(self, level: str) -> Actor:
        """Give who works at a level in this story."""
        return self.who(self.levels[Level(level)])


def fund(version: PlanVersion, story: Story, amount: Money = FUND) -> None:
    """Put money into the fund of a plan."""
    with transaction.atomic():
        book.receive(
            version.plan.fund,
            amount,
            version,
            actor=story.who("sun_li"),
            reason="期初余额",
        )


def adopt(story: Story, *benefits: dict[str, Any], sign: bool = True, **fields: Any) -> PlanVersion:
    """Load a plan of these benefits that nobody has seen before, sign it, fill its fund."""
    content = json.dumps(raw_pack(*benefits, **{"verified": sign, **fields}))
    officer = story.who("plan_officer")
    version = plans.load(content.encode(), sponsor_number="GH-0001", actor=officer)
    if sign:
        put_in_force(story.made, version.number)
    version = PlanVersion.objects.select_related("plan__fund").get(pk=version.pk)
    fund(version, story)
    return version


def cover(
    story: Story,
    key: str = "li_mei",
    plan: str = HOSPITAL,
    *,
    first: date = date(2026, 1, 1),
    last: date = date(2026, 12, 31),
    shares: int = 1,
) -> Cover:
    """Give a cover of a part of the cast; the same one when it stands already."""
    version = PlanVersion.objects.get(number=plan)
    found, _ = Cover.objects.get_or_create(
        person=story.made.people[key],
        plan=version.plan,
        first_day=first,
        defaults={
            "plan_version": version,
            "last_day": last,
            "shares": shares,
            "wait_days": version.rules.cover.wait_days,
        },
    )
    return found


def draft(
    story: Story,
    *lines: Stay,
    under: Cover | None = None,
    filed_by: str = "",
    late: bool = False,
) -> Claim:
    """Insert a claim as the claimant's screens leave it: a draft with its lines."""
    given = lines or (Stay(),)
    covered = under or cover(story)
    person = covered.person
    filer = story.made.users[filed_by] if filed_by else person.user
    with transaction.atomic():
        claim = Claim(
            number=next_number(),
            key=DataKey.make(),
            person=person,
            cover=covered,
            plan_version=covered.plan_version,
            levels=list(claiming.levels_of(covered.plan_version.rules.claim)),
            claimant_kind=ClaimantKind.STEWARD if filed_by else ClaimantKind.SELF,
            filed_by=filer,
            event_on=min(one.day for one in given),
            submitted_late=late,
        )
        claim.place(memberships.home(person))
        claim.save(force_insert=True)
        for one in given:
            add_line(claim, one)
    return claim


def add_line(claim: Claim, one: Stay) -> ClaimLine:
    """Insert a line with its sealed entry and the token of its invoice."""
    line = ClaimLine(
        claim=claim,
        key=claim.key,
        item=one.item,
        happened_on=one.day,
        ended_on=one.until,
        invoice_token=keyring().index("invoice", one.invoice) if one.invoice else None,
    )
    line.seal("entry_sealed", json.dumps(one.entry))
    line.seal("invoice_sealed", one.invoice)
    line.save(force_insert=True)
    return line


def submit(story: Story, claim: Claim) -> Claim:
    """Submit a draft, or a returned claim again."""
    with transaction.atomic():
        locked = Claim.objects.locked(claim.number)
        locked.submitted_at = clock.now()
        advance(
            locked,
            ClaimAct.SUBMIT,
            actor=actor_of(locked.filed_by),
            changed=["submitted_at"],
        )
    return row(claim.number)


@kept.step
def filed(story: Story, *lines: Stay, **how: Any) -> Claim:
    """Give a submitted claim."""
    return submit(story, draft(story, *lines, **how))


def row(number: str) -> Claim:
    """Read a claim fresh."""
    return Claim.objects.select_related("key", "person", "union", "cover").get(number=number)


def passed(story: Story, claim: Claim, levels: Sequence[str] | None = None) -> Claim:
    """Let levels pass a claim on; all but the last when none are named."""
    for level in claim.levels[:-1] if levels is None else levels:
        review.review(claim.number, actor=story.at(level), version=row(claim.number).version)
    return row(claim.number)


def approved(story: Story, *lines: Stay, **how: Any) -> Claim:
    """Give a claim that every level has seen and the last one approved."""
    claim = passed(story, filed(story, *lines, **how))
    approval.approve(claim.number, actor=story.at(claim.desk), version=claim.version)
    return row(claim.number)


def days(count: int) -> timedelta:
    """Give so many days."""
    return timedelta(days=count)
