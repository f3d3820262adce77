"""A draft plan over 40,000 decided claims, beside reading the same frozen inputs alone.

The floor selects the same benefits, unseals their receipts and parses them. Ours does that too,
evaluates the draft, adds the changes up, digests the inputs and writes its progress.
"""

import json
import os
import time
from datetime import date
from hashlib import sha256

from django.db import connection

from backend.accounts.models import Person
from backend.config.demo import cast
from backend.config.demo.actors import actor_of
from backend.kernel.money import Money
from services.mutual_aid.models import Benefit, Cover, PlanVersion
from services.mutual_aid.queries.decided import decided
from services.mutual_aid.rules.evaluate import Circumstances, evaluate
from services.mutual_aid.rules.receipt import Receipt, make_receipt
from services.mutual_aid.workflow import dry_running, dry_runs, plan_life, plans
from tests.bench import place
from tests.bench.measure import Result

ROWS = int(os.environ.get("BENCH_DRY_RUN", "40000"))
EACH = 2
BATCH = 1000
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
BENEFIT = {"kind": "ratio", "item": "inpatient", "base": "oop", "rate": "0.5"}
PACK = {
    "format": "zhijia-pack/1",
    "code": "BENCH-DRY",
    "version": 1,
    "title": "试算",
    "valid_from": "2026-01-01",
    "valid_to": None,
    "region": "示范市",
    "sponsor_org": "示范市总工会",
    "source": ["bench"],
    "verified": True,
    "benefits": [BENEFIT],
    "vectors": [{"in": {}, "out": "0.00"}],
}


def run() -> Result:
    """Measure one trial of a draft and one reading of its inputs."""
    place.empty()
    world = cast.create()
    version = _adopt(world)
    _decide(version, world)
    raw = {**PACK, "version": 2, "valid_from": "2027-01-01", "benefits": [_draft()]}
    officer = actor_of(world.users["plan_officer"])
    draft = plans.load(json.dumps(raw).encode(), sponsor_number="GH-0001", actor=officer)
    asked = dry_runs.ask(draft.number, actor=officer, first_day=FIRST, last_day=LAST)
    begun = time.process_time()
    done = dry_running.run_dry(asked.number)
    figure = time.process_time() - begun
    result = (done.result if done else None) or {}
    if result.get("rows") != ROWS or result["losses"]:
        message = f"the trial went through {result.get('rows')} of {ROWS}"
        raise RuntimeError(message)
    begun = time.process_time()
    read = sum(len(pasts) for pasts in decided(version.plan_id, FIRST, LAST))
    floor = time.process_time() - begun
    return Result(
        id="D1",
        title=f"a draft over {read:,} decided claims",
        unit="s CPU",
        figure=figure,
        floor=floor,
        ratio=figure / floor,
        notes=("floor: the same inputs selected, unsealed and parsed",),
    )


def _draft() -> dict[str, str]:
    return {**BENEFIT, "rate": "0.6"}


def _adopt(world: cast.Cast) -> PlanVersion:
    officer = actor_of(world.users["plan_officer"])
    version = plans.load(json.dumps(PACK).encode(), sponsor_number="GH-0001", actor=officer)
    plan_life.propose(version.number, actor=officer, reason="bench")
    return plan_life.approve(version.number, actor=actor_of(world.users["plan_approver"]))


def _decide(version: PlanVersion, world: cast.Cast) -> None:
    """Enter benefits with their sealed receipts, two of each person, as approvals leave them."""
    union, owner = world.unions["factory"], world.people["li_mei"]
    _people(owner)
    people = list(Person.objects.filter(number__startswith="BENCH-").order_by("pk"))
    covers = Cover.objects.bulk_create(
        [
            Cover(
                person=person,
                plan=version.plan,
                plan_version=version,
                first_day=FIRST,
                last_day=LAST,
            )
            for person in people
        ],
        batch_size=1000,
    )
    sealed = [json.dumps(_receipt(version, earlier)) for earlier in range(EACH)]
    found = []
    for turn in range(ROWS):
        cover = covers[turn // EACH]
        benefit = Benefit(
            number=f"JF-B-{turn:08d}",
            key=owner.key,
            person_id=cover.person_id,
            payee_person_id=cover.person_id,
            cover=cover,
            plan=version.plan,
            plan_version=version,
            facts={},
            period_first_day=FIRST,
            due_fen=0,
            amount_fen=0,
        )
        benefit.place(union)
        benefit.seal("receipt_sealed", sealed[turn % EACH])
        found.append(benefit)
    for first in range(0, ROWS, BATCH):
        Benefit.objects.bulk_create(found[first : first + BATCH])


def _receipt(version: PlanVersion, earlier: int) -> Receipt:
    events: dict[str, list[object]] = {
        "inpatient": [{"amount": "3210.55", "day": 40}] * (earlier + 1)
    }
    already = Money(earlier * 160_528)
    person = Circumstances(day=40, already_paid=already)
    outcome = evaluate(version.rules, events, person)
    return make_receipt(version.rules, sha256().digest(), events, person, outcome)


def _people(owner: Person) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO accounts_person (number, key_id, display_name, sex, created_at)"
            " SELECT 'BENCH-' || n, %s, '李*', 'F', now() FROM generate_series(1, %s) AS n",
            [owner.key_id, ROWS // EACH],
        )
