"""Claims to measure with: entered straight into the tables, as they wait on the unit's desk."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from django.db import connection, transaction

from backend.config.demo import cast
from backend.config.demo.actors import actor_of
from backend.fields.keys import keyring
from backend.kernel import clock
from services.mutual_aid.models import Claim, ClaimLine, Cover, PlanVersion
from services.mutual_aid.states import ClaimState
from services.mutual_aid.workflow import plan_life, plans
from services.mutual_aid.workflow.claims.advance import PREFIX

PACK = Path("services") / "mutual_aid" / "packs" / "DEMO-HOSP-2026.json"
DAY = date(2026, 11, 2)
# Far from every other key, so that a statement's parameter is known for what it is.
FIRST_KEY = 10_000_000


def waiting_claims(world: cast.Cast, count: int) -> Iterator[tuple[int, str]]:
    """Enter submitted claims of one line with an invoice each; gives key and number."""
    cover = _cover(world)
    union, key = world.unions["factory"], cover.person.key
    claims = []
    for turn in range(count):
        claim = Claim(
            pk=FIRST_KEY + turn,
            number=f"{PREFIX}-B-{turn:08d}",
            key=key,
            person=cover.person,
            cover=cover,
            plan_version=cover.plan_version,
            levels=["unit", "district"],
            state=ClaimState.SUBMITTED,
            desk="unit",
            claimant_kind="self",
            filed_by=cover.person.user,
            event_on=DAY,
            submitted_at=clock.now(),
            due_on=clock.today(),
        )
        claim.place(union)
        claims.append(claim)
    with transaction.atomic(), connection.cursor() as cursor:
        # The life of these claims begins in the middle, which the trigger forbids.
        cursor.execute("SET LOCAL session_replication_role = replica")
        Claim.objects.bulk_create(claims, batch_size=1000)
        ClaimLine.objects.bulk_create([_line(one) for one in claims], batch_size=1000)
    return iter([(one.pk, one.number) for one in claims])


def _cover(world: cast.Cast) -> Cover:
    version = PlanVersion.objects.filter(number="DEMO-HOSP-2026").first()
    if version is None:
        officer = actor_of(world.users["plan_officer"])
        version = plans.load(PACK.read_bytes(), sponsor_number="GH-0001", actor=officer)
        plan_life.propose(version.number, actor=officer, reason="bench")
        plan_life.approve(version.number, actor=actor_of(world.users["plan_approver"]))
    found, _ = Cover.objects.get_or_create(
        person=world.people["li_mei"],
        plan=version.plan,
        first_day=date(2026, 1, 1),
        defaults={"plan_version": version, "last_day": date(2026, 12, 31)},
    )
    return found


def _line(claim: Claim) -> ClaimLine:
    line = ClaimLine(
        claim=claim,
        key=claim.key,
        item="inpatient",
        happened_on=DAY,
        invoice_token=keyring().index("invoice", claim.number),
    )
    line.seal("entry_sealed", json.dumps("10000"))
    return line
