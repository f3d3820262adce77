"""What a plan would pay for facts that are only supposed 住院前先算一算; nothing is stored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from backend.access.actor import Actor
from backend.kernel import clock
from backend.kernel.errors import FieldError, Invalid
from services.mutual_aid.models import Cover, PlanVersion
from services.mutual_aid.queries import groups, plans, receipts
from services.mutual_aid.queries.period import days_of
from services.mutual_aid.queries.receipts import ReceiptView
from services.mutual_aid.rules import filling
from services.mutual_aid.rules import receipt as rules
from services.mutual_aid.rules.change import Facts, nearest_change
from services.mutual_aid.rules.evaluate import Circumstances
from services.mutual_aid.rules.exact import read_money

REMARK = "只是试算，不保存；没有算上您本期其他的申领和已付的钱。"


@dataclass(frozen=True, slots=True)
class Supposed:
    """One supposed event of an item; `entry` is that of FORMAT.md section 10 without `day`."""

    item: str
    entry: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Estimate:
    """What would be paid, how it comes about, and that it is only an estimate.

    `change` names the nearest single change that would make the plan pay, where it pays nothing.
    """

    plan: str
    plan_title: str
    is_covered: bool
    payment_fen: int
    receipt: ReceiptView
    change: str
    remark: str


def estimate(
    plan: str, events: Sequence[Supposed], on: date | None = None, *, actor: Actor
) -> Estimate:
    """Run the rules of a plan on supposed events of the reader on a day (today when left out).

    Group, shares and waiting are hers on that day, where she has a cover. Raises NotFound for
    an unknown plan, Invalid `no_events`, `unknown_item`, `bad_entry` naming the field.
    """
    day = on or clock.today()
    version = version_of(plan, day)
    if not events:
        raise Invalid("no_events", "请至少填写一项，才能算。")
    given: dict[str, list[object]] = {}
    for place, one in enumerate(events):
        _check(version, place, one)
        given.setdefault(one.item, []).append(dict(one.entry))
    cover = _cover(version, day, actor)
    counted = days_of(cover, version.rules) if cover else None
    person = Circumstances(
        group=groups.group_on(actor.person_id, day, version.rules),
        shares=cover.shares if cover else 1,
        day=counted.day(cover.pk, day) if cover and counted else None,
        renewal_gap_days=counted.gap if counted else None,
    )
    receipt = rules.estimate(version.rules, given, person)
    payment = read_money(receipt["payment"]) or 0
    days = Facts(day, cover.first_day, cover.last_day) if cover else None
    change = None if payment else nearest_change(version.rules, given, person, days)
    return Estimate(
        plan=version.number,
        plan_title=version.title,
        is_covered=cover is not None,
        payment_fen=payment,
        receipt=receipts.read_out(receipt),
        change=change.words if change else "",
        remark=REMARK,
    )


def version_of(plan: str, day: date) -> PlanVersion:
    """Give the version in force on a day of the plan that `plan` is a version of (R8.2)."""
    known = PlanVersion.objects.by_number(plan)
    rows = PlanVersion.objects.filter(plan=known.plan_id, valid_from__lte=day)
    return rows.exclude(valid_to__lt=day).first() or known


def choices(person_id: int) -> list[PlanVersion]:
    """Give the plans whose rules one may try, those first by which the person is covered now."""
    newest: dict[int, PlanVersion] = {}
    for version in plans.signed_versions().order_by("plan_id", "valid_from"):
        if version.valid_from <= clock.today() or version.plan_id not in newest:
            newest[version.plan_id] = version
    today = clock.today()
    covers = Cover.objects.of_person(person_id).filter(first_day__lte=today, last_day__gte=today)
    mine = set(covers.values_list("plan_id", flat=True))
    return sorted(newest.values(), key=lambda one: (one.plan_id not in mine, one.number))


def _check(version: PlanVersion, place: int, one: Supposed) -> None:
    benefit = filling.benefit_of(version.rules, one.item)
    if benefit is None:
        words = "这个计划没有这个项目，请从列出的项目里选。"
        raise Invalid(
            "unknown_item", words, [FieldError(f"/events/{place}/item", "unknown_item", words)]
        )
    fault = filling.fault_of(benefit, one.entry)
    if fault is not None:
        at = f"/events/{place}/entry" + (f"/{fault.field}" if fault.field else "")
        raise Invalid("bad_entry", fault.message, [FieldError(at, "bad_entry", fault.message)])


def _cover(version: PlanVersion, day: date, actor: Actor) -> Cover | None:
    rows = Cover.objects.of_person(actor.person_id).filter(plan=version.plan_id)
    return rows.filter(first_day__lte=day, last_day__gte=day).first()
