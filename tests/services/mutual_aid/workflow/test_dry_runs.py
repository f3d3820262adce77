"""Trying a draft over what was decided: who gains, who loses, and nothing is changed by it."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from backend.kernel.errors import Conflict, DomainError, Invalid, NotFound, Refused
from services.mutual_aid.models import Benefit, Claim, DryRun, PlanVersion
from services.mutual_aid.queries import dry_runs as queries
from services.mutual_aid.states import DRY_RUN, DryRunState
from services.mutual_aid.tasks import dry_run_task, dry_waiting_runs_task
from services.mutual_aid.workflow import dry_running, dry_runs, plans
from services.mutual_aid.workflow.claims import adjusting, rejection
from services.mutual_aid.workflow.claims.approval import approve
from tests.services.mutual_aid import build_claims_review as build
from tests.services.mutual_aid import build_groups
from tests.services.mutual_aid.proof_review import snapshot
from tests.services.mutual_aid.rules.packs import raw_pack

RATIO = {"kind": "ratio", "item": "inpatient", "base": "pooled_oop", "rate": "0.5"}
LEVELS = {"levels": ["district"]}
YEAR = {"first_day": date(2026, 1, 1), "last_day": date(2026, 12, 31)}


def draft(desk: build.Story, *benefits: dict[str, Any], **fields: Any) -> PlanVersion:
    """Load the next version of the plan, not proposed yet."""
    raw = raw_pack(*benefits, version=2, valid_from="2027-01-01", claim=LEVELS, **fields)
    officer = desk.who("plan_officer")
    return plans.load(json.dumps(raw).encode(), sponsor_number="GH-0001", actor=officer)


def tried(desk: build.Story, version: PlanVersion, **days: date) -> DryRun:
    """Ask for a trial and compute it."""
    how = {**YEAR, **days}
    row = dry_runs.ask(version.number, actor=desk.who("plan_officer"), **how)
    done = dry_running.run_dry(row.number)
    assert done is not None
    return done


def must_refuse(kind: type[DomainError], code: str, version: PlanVersion, **how: Any) -> None:
    count = DryRun.objects.count()
    with pytest.raises(kind) as refusal:
        dry_runs.ask(version.number, **how)
    assert refusal.value.code == code
    assert DryRun.objects.count() == count


@pytest.fixture
def decided(desk: build.Story) -> dict[str, Claim]:
    """Decide five claims of four persons by a plan that pays half after 1,000 yuan."""
    excess = {
        "kind": "excess_rate",
        "item": "inpatient",
        "base": "oop",
        "deductible_first": 1000,
        "deductible_next": 0,
        "bands": [{"upto": None, "rate": "0.5"}],
    }
    number = build.adopt(desk, excess, claim=LEVELS).number
    mei, lan = (build.cover(desk, who, number) for who in ("li_mei", "feng_xue"))
    made = {
        "first": build.approved(desk, build.Stay(entry="3000"), under=mei),
        "second": build.approved(desk, build.Stay(entry="1000"), under=mei),
        "nothing": build.approved(desk, build.Stay(entry="800"), under=lan),
    }
    cut = build.filed(desk, build.Stay(entry="5000"), under=build.cover(desk, "wang_qiang", number))
    adjusting.adjust(
        cut.number,
        actor=desk.who("zhao_min"),
        version=cut.version,
        decided=build.Money.from_yuan("1500"),
        reason="陪护费不计。",
    )
    cut = build.row(cut.number)
    approve(cut.number, actor=desk.who("second_reviewer"), version=cut.version)
    false = build.filed(desk, build.Stay(entry="9000"), under=build.cover(desk, "liu_yang", number))
    rejection.reject(
        false.number,
        actor=desk.who("zhao_min"),
        version=false.version,
        clause="claim",
        fact="发票不实。",
        remedy="可以申诉。",
    )
    return {**made, "cut": build.row(cut.number), "false": build.row(false.number)}


@pytest.mark.requirement("R8.1")
def test_a_draft_over_decided_claims_says_who_gains_who_loses_and_what_it_costs(
    desk: build.Story, decided: dict[str, Claim]
) -> None:
    """Half of everything, without a deductible: by hand 1,500, 500, 400, 2,500 and nothing."""
    version = draft(desk, RATIO)
    before = snapshot()
    row = tried(desk, version)
    after = snapshot()
    for audited in (before, after):
        del audited["Entry"]
    assert after == before
    found = row.result or {}
    assert (row.state, row.rows_total, row.rows_done) == (DryRunState.DONE, 5, 5)
    # As computed then: 1,000, 500, 0, 2,000 before the cut, and the refused one.
    assert (found["before_fen"], found["after_fen"]) == (350_000, 490_000)
    assert (found["gains"], found["losses"], found["same"], found["newly_paid"]) == (3, 0, 2, 1)
    assert [(one["number"], one["before_fen"], one["after_fen"]) for one in found["largest"]] == [
        *sorted(
            [(decided["first"].number, 100_000, 150_000), (decided["cut"].number, 200_000, 250_000)]
        ),
        (decided["nothing"].number, 0, 40_000),
    ]
    assert found["left_out"] == 0
    assert bytes(row.version_digest) == bytes(version.digest)


def test_the_same_rules_and_inputs_give_the_same_digests_and_result(
    desk: build.Story, decided: dict[str, Claim]
) -> None:
    version = draft(desk, RATIO)
    first, second = tried(desk, version), tried(desk, version)
    assert bytes(first.inputs_digest or b"") == bytes(second.inputs_digest or b"")
    assert first.result == second.result
    build.approved(desk, build.Stay(entry="50"), under=decided["first"].cover)
    third = tried(desk, version)
    assert bytes(third.inputs_digest or b"") != bytes(first.inputs_digest or b"")


def test_what_the_draft_dropped_or_cannot_compute_is_said(
    desk: build.Story, decided: dict[str, Claim]
) -> None:
    other = {**RATIO, "item": "clinic"}
    dropped = (tried(desk, draft(desk, other)).result or {})["dropped"]
    assert dropped == {"inpatient": 5}
    diem = {"kind": "per_diem", "item": "inpatient", "rate_per_day": 10}
    raw = raw_pack(diem, version=3, valid_from="2027-01-01")
    third = plans.load(
        json.dumps(raw).encode(), sponsor_number="GH-0001", actor=desk.who("plan_officer")
    )
    found = tried(desk, third).result or {}
    assert found["uncomputable"] == {"bad_entry": 5}
    assert (found["uncomputable_fen"], found["after_fen"]) == (350_000, 0)


def test_a_settlement_without_application_is_tried_by_its_facts(desk: build.Story) -> None:
    version = build.adopt(desk, {**RATIO, "per": "period"}, claim=LEVELS)
    claim = build.approved(
        desk, build.Stay(entry="10"), under=build.cover(desk, plan=version.number)
    )
    benefit = Benefit.objects.get(claim=claim)
    benefit.pk, benefit.number, benefit.claim = None, "JS-1", None
    benefit.facts = {"events": {"inpatient": ["2000"]}}
    benefit.already_paid_fen, benefit.amount_fen, benefit.receipt_sealed = 500, 99_500, None
    benefit._state.adding = True
    benefit.save(force_insert=True)
    found = tried(desk, draft(desk, {**RATIO, "per": "period", "rate": "0.6"})).result or {}
    assert (found["before_fen"], found["after_fen"]) == (100_000, 120_000)
    assert [one["is_claim"] for one in found["largest"]] == [False, True]


def test_a_span_without_decisions_is_an_empty_result(desk: build.Story) -> None:
    build.adopt(desk, RATIO, claim=LEVELS)
    row = tried(desk, draft(desk, RATIO), last_day=date(2026, 1, 31))
    assert (row.state, (row.result or {})["rows"]) == (DryRunState.DONE, 0)


def test_only_who_proposes_or_approves_plans_may_try_and_read(desk: build.Story) -> None:
    build.adopt(desk, RATIO, claim=LEVELS)
    version = draft(desk, RATIO)
    must_refuse(Refused, "not_permitted", version, actor=desk.who("zhao_min"), **YEAR)
    backwards = {"first_day": date(2026, 2, 1), "last_day": date(2026, 1, 1)}
    must_refuse(Invalid, "bad_days", version, actor=desk.who("plan_officer"), **backwards)
    long = {"first_day": date(2025, 1, 1), "last_day": date(2026, 12, 31)}
    must_refuse(Invalid, "bad_days", version, actor=desk.who("plan_officer"), **long)
    row = dry_runs.ask(version.number, actor=desk.who("plan_approver"), **YEAR)
    must_refuse(Conflict, "dry_run_waiting", version, actor=desk.who("plan_officer"), **YEAR)
    assert queries.visible_run(desk.who("plan_officer"), row.number) == row
    with pytest.raises(NotFound):
        queries.visible_run(desk.who("zhao_min"), row.number)


def test_a_lost_message_is_found_again_and_a_done_trial_stays(desk: build.Story) -> None:
    build.adopt(desk, RATIO, claim=LEVELS)
    version = draft(desk, RATIO)
    row = dry_runs.ask(version.number, actor=desk.who("plan_officer"), **YEAR)
    assert dry_runs.waiting() == [row.number]
    assert dry_runs.begin(row.number, actor=dry_running.TRIER, rows_total=3) is not None
    assert dry_runs.waiting() == []
    dry_run_task(row.number)
    assert DryRun.objects.get(pk=row.pk).state == DryRunState.RUNNING
    old = row.created_at - timedelta(minutes=2)
    DryRun.objects.filter(pk=row.pk).update(touched_at=old)
    dry_waiting_runs_task()
    done = DryRun.objects.get(pk=row.pk)
    assert (done.state, done.attempts, done.percent) == (DryRunState.DONE, 2, 100)
    with pytest.raises(DatabaseError), transaction.atomic():
        DryRun.objects.filter(pk=row.pk).update(result={})
    assert dry_running.run_dry(row.number) is None


def test_a_trial_at_which_workers_end_is_given_up_with_a_reason(desk: build.Story) -> None:
    build.adopt(desk, RATIO, claim=LEVELS)
    row = dry_runs.ask(draft(desk, RATIO).number, actor=desk.who("plan_officer"), **YEAR)
    DryRun.objects.filter(pk=row.pk).update(attempts=dry_running.MOST_ATTEMPTS)
    failed = dry_running.run_dry(row.number)
    assert failed is not None
    assert (failed.state, failed.failure) == (DryRunState.FAILED, dry_running.BREAKS)


def test_the_table_of_a_trial_ends_where_it_should() -> None:
    assert DRY_RUN.reachable() == set(DryRunState) == set(DRY_RUN.labels)
    assert DRY_RUN.finals() == {DryRunState.DONE, DryRunState.FAILED}


@pytest.mark.requirement("R8.1")
def test_each_claim_is_tried_by_the_rates_of_its_own_frozen_group(desk: build.Story) -> None:
    """Two claims of 10,000, the second as a model worker: 2,000 and 2,500 then.

    By the draft 30 % and 50 %: 3,000, and 20,000 x 50 % - 10,000 x 50 % = 5,000. Nothing moves
    when she leaves the group, and what came to nothing is weighed by its own group too.
    """
    ratio = {**RATIO, "rate": "0.2"}
    number = build.adopt(desk, ratio, rate_by_group={"model_worker": "0.25"}, claim=LEVELS).number
    under = build.cover(desk, plan=number)
    first = build.approved(desk, build.Stay(day=date(2026, 10, 1)), under=under)
    build_groups.confirmed(desk.made, first=date(2026, 11, 1), last=date(2026, 11, 30))
    second = build.approved(desk, build.Stay(day=date(2026, 11, 2)), under=under)
    build.approved(desk, build.Stay(entry="0", day=date(2026, 11, 3)), under=under)
    version = draft(desk, {**RATIO, "rate": "0.3"}, rate_by_group={"model_worker": "0.5"})
    found = tried(desk, version).result or {}
    assert (found["before_fen"], found["after_fen"], found["rows"]) == (450_000, 800_000, 3)
    assert [(one["number"], one["before_fen"], one["after_fen"]) for one in found["largest"]] == [
        (second.number, 250_000, 500_000),
        (first.number, 200_000, 300_000),
    ]
