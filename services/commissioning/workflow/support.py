"""The file of volunteer and mutual-help organizations: support given, activities held (R9.24)."""

from dataclasses import dataclass
from datetime import date

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.access.write import verb
from backend.kernel import clock
from backend.kernel.errors import Conflict, Invalid
from backend.kernel.money import Money
from services.commissioning import access
from services.commissioning.models import (
    Organization,
    OrgKind,
    Support,
    SupportKind,
    VolunteerActivity,
)
from services.commissioning.workflow.filing import keep, open_file

WITH_A_FILE = (OrgKind.VOLUNTEER, OrgKind.MUTUAL_HELP)
WRITE = Permission.COMMISSIONING_ORG_WRITE
MOST_PEOPLE = 1_000_000
MINUTES_A_DAY = 1440


@dataclass(frozen=True, slots=True)
class Activity:
    """An activity: minutes are those of all volunteers together."""

    held_on: date
    title: str
    volunteers: int
    minutes: int
    served: int


@verb
def enter_support(
    number: str, *, actor: Actor, kind: str, given_on: date, words: str, value: Money
) -> Support:
    """Record what the union gave: place, goods, training or money, with its value.

    Raises NotFound, Refused, Conflict `no_support_file`, Invalid `bad_kind`, `bad_date`,
    `words_missing`, `bad_money`.
    """
    organization = open_file(number, actor=actor, permission=WRITE)
    _must_have_file(organization)
    if kind not in SupportKind.values:
        raise Invalid("bad_kind", "请从列出的扶持方式里选一个。")
    if given_on > clock.today():
        raise Invalid("bad_date", "扶持日期不能晚于今天。")
    if not words.strip():
        raise Invalid("words_missing", "请写明扶持了什么。")
    if value.fen < 0:
        raise Invalid("bad_money", "折合金额不能是负数。")
    support = Support.objects.create(
        organization=organization,
        kind=kind,
        given_on=given_on,
        words=words.strip(),
        value_fen=value.fen,
        entered_by_id=access.user_key(actor),
    )
    keep(organization, "enter_support", actor=actor)
    return support


@verb
def enter_activity(number: str, *, actor: Actor, activity: Activity) -> VolunteerActivity:
    """Record an activity of an organization by an officer of the union.

    Raises NotFound, Refused, Conflict `no_support_file`, Invalid `bad_activity`.
    """
    organization = open_file(number, actor=actor, permission=WRITE)
    return _record(organization, activity, actor)


@verb
def report_activity(*, actor: Actor, activity: Activity) -> VolunteerActivity:
    """Record an activity of the organization that one acts for.

    Raises NotFound `acts_for_nobody`, Conflict `no_support_file`, Invalid `bad_activity`.
    """
    organization = Organization.objects.locked(access.own_organization(actor).number)
    return _record(organization, activity, actor)


def _record(organization: Organization, activity: Activity, actor: Actor) -> VolunteerActivity:
    _must_have_file(organization)
    _check(activity)
    made = VolunteerActivity.objects.create(
        organization=organization,
        held_on=activity.held_on,
        title=activity.title.strip(),
        volunteers=activity.volunteers,
        minutes=activity.minutes,
        served=activity.served,
        entered_by_id=access.user_key(actor),
    )
    keep(organization, "enter_activity", actor=actor)
    return made


def _check(activity: Activity) -> None:
    if activity.held_on > clock.today() or not activity.title.strip():
        raise Invalid("bad_activity", "请写明活动内容；日期不能晚于今天。")
    if not 1 <= activity.volunteers <= MOST_PEOPLE or not 0 <= activity.served <= MOST_PEOPLE:
        raise Invalid("bad_activity", "志愿者至少 1 人，人数请按实际填写。")
    if not 1 <= activity.minutes <= activity.volunteers * MINUTES_A_DAY:
        raise Invalid("bad_activity", "总时长应大于 0，并且每位志愿者一天不超过 24 小时。")


def _must_have_file(organization: Organization) -> None:
    if organization.kind not in WITH_A_FILE:
        raise Conflict(
            "no_support_file", "只有志愿服务组织和互助服务组织有扶持和活动档案，请核对组织类别。"
        )
