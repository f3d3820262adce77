"""Renewal 续保: the next batch begins with the people of the last one (R8.14)."""

from datetime import date

from django.db import connection

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.access.write import verb
from backend.audit import trail
from backend.kernel import clock
from backend.kernel.errors import Conflict
from services.mutual_aid.models import Batch, PlanVersion
from services.mutual_aid.rules import enrolment, joining
from services.mutual_aid.rules.contributions import Chosen, check_chosen
from services.mutual_aid.rules.pack import Mode
from services.mutual_aid.states import BatchAct, BatchState, LineState
from services.mutual_aid.workflow.advance import (
    allow_long,
    next_number,
    open_batch_row,
    step,
    user_of,
)
from services.mutual_aid.workflow.periods import expected_first
from services.mutual_aid.workflow.starting import check_window, must_be, save_new

# Everybody of the last period who is still there, of the plan's sex and age on the new first day;
# who joined later than the others is numbered after them.
_COPY = """
INSERT INTO mutual_aid_line (batch_id, person_id, state, scope, row_number, shares, shares_void,
                             holds_card, is_renewal, added_at)
SELECT %(batch)s, l.person_id, 'active', %(scope)s, row_number() OVER (ORDER BY l.id),
       least(l.shares, %(most)s), 0, l.holds_card, true, %(now)s
  FROM mutual_aid_line l
  JOIN mutual_aid_batch b ON b.id = l.batch_id
  JOIN accounts_person p ON p.id = l.person_id
  JOIN unnest(%(sexes)s::text[], %(earliest)s::date[], %(latest)s::date[])
       AS may (sex, earliest, latest) ON may.sex = p.sex
 WHERE (b.id = %(former)s OR (b.supplements_id = %(former)s AND b.state IN ('in_force', 'expired')))
   AND l.state = 'active' AND p.erased_at IS NULL
   AND p.birth_date BETWEEN may.earliest AND may.latest
 ORDER BY l.id
    ON CONFLICT DO NOTHING
"""


@verb
def renew(
    number: str,
    *,
    plan_number: str,
    actor: Actor,
    months: int | None = None,
    risk_class: str = "",
) -> Batch:
    """Open the next batch of a unit with the people of its last one, marked as renewing 续保.

    Who left, died or is too old on the new first day is not taken along. Raises Conflict
    `wrong_state`, `other_plan`, `same_period`, `already_renewed`, `window_closed`,
    `joined_too_late`, `already_open`, `not_signed`, Invalid `bad_term`, `bad_risk_class`.
    """
    allow_long()
    former = open_batch_row(number, actor)
    actor.must(Permission.MUTUAL_AID_BATCH_WRITE, within=former)
    version = PlanVersion.objects.by_number(plan_number)
    _must_follow(former, version)
    chosen = check_chosen(version.rules, Chosen(months or _same_term(former, version), risk_class))
    batch = Batch(
        number=next_number(),
        plan_version=version,
        headcount=former.headcount,
        female_headcount=former.female_headcount,
        is_flexible=former.is_flexible,
        follows=former,
        months=chosen.months,
        risk_class=chosen.risk_class,
        opened_by_id=user_of(actor),
    )
    batch.period = _period_of(batch, former)
    save_new(batch, former.union)
    trail.record(actor, "mutual_aid.batch.renew", batch, union_id=former.union_id)
    count = _copy_lines(batch, former)
    if count:
        step(batch, BatchAct.CHECK_ROSTER, actor=actor, line_count=count)
    return batch


def _must_follow(former: Batch, version: PlanVersion) -> None:
    must_be(version, Mode.UNIT)
    if former.state not in {BatchState.IN_FORCE, BatchState.EXPIRED} or former.supplements_id:
        raise Conflict("wrong_state", "只有保障中或已到期的单位名单可以续保。")
    if version.plan_id != former.plan_version.plan_id:
        raise Conflict("other_plan", "续保要选同一个互助计划的版本；参加别的计划请新建名单。")
    if former.renewals.exclude(state=BatchState.VOID).exists():
        raise Conflict("already_renewed", "这份名单已经办过续保，请在续保的那一份里继续。")
    check_window(version)
    _, last = enrolment.cover_days(version.rules, clock.today())
    if former.last_day is not None and version.rules.cover.last is not None:
        _must_go_on(former.last_day, last)


def _must_go_on(former_last: date, last: date) -> None:
    if last <= former_last:
        raise Conflict("same_period", "请选择下一期的计划版本，这一期已经参加过了。")


def _same_term(former: Batch, version: PlanVersion) -> int | None:
    """Offer the term of the last period again where the plan still has it."""
    offered = {*version.rules.cover.months_options, *version.rules.fee.by_months}
    return former.months if former.months in offered else None


def _period_of(batch: Batch, former: Batch) -> str:
    """Name the period: by its year, by its first day where the former one began in that year."""
    first = expected_first(batch)
    period = enrolment.period_of(batch.plan_version.rules, first)
    return f"{first:%Y-%m-%d}" if period == former.period else period


def _copy_lines(batch: Batch, former: Batch) -> int:
    entry = batch.plan_version.rules.entry
    limits = joining.birth_limits(entry, expected_first(batch))
    with connection.cursor() as cursor:
        cursor.execute(
            _COPY,
            {
                "batch": batch.pk,
                "former": former.pk,
                "scope": enrolment.scope_of(batch.plan_version.rules, batch.period),
                "most": entry.shares_max,
                "sexes": [one.sex for one in limits],
                "earliest": [one.earliest for one in limits],
                "latest": [one.latest for one in limits],
                "now": clock.now(),
            },
        )
        return batch.lines.filter(state=LineState.ACTIVE).count()
