"""Cards of the worker's home page and everything held about a person."""

from typing import Any

from django.db.models import Q

from backend.access.roles import post_words
from backend.accounts.models import Person
from backend.accounts.models.member import STANDING
from backend.kernel import clock
from backend.kernel.identifiers import mask_id, mask_name
from backend.kernel.money import Money
from backend.web.parts import HomeCard, Link
from services.hardship.models import Application, Objection, PublicNotice
from services.hardship.queries import progress
from services.hardship.states import CLOSED_STATES, EDITABLE_STATES, WORKER_LABELS

RANK_RUNNING = 20
RANK_REST = 50


def home_cards(person: Person) -> list[HomeCard]:
    """Give the card of the open application, or the way to one, and of the notices that hang."""
    application = (
        Application.objects.of_person(person.pk)
        .exclude(state__in=[str(state) for state in CLOSED_STATES])
        .select_related("union")
        .first()
    )
    cards = [_running(application) if application else _begin()]
    hanging = _hanging(person)
    if hanging:
        cards.append(
            HomeCard(
                title="本工会正在公示",
                note=f"有 {hanging} 份困难帮扶申请正在公示，有不同意见可以提出。",
                actions=(Link("查看公示", "/me/hardship/notices/"),),
                rank=RANK_REST,
            )
        )
    return cards


def _running(application: Application) -> HomeCard:
    grant = progress.grant_of(application)
    page = f"/me/hardship/{application.number}/"
    label = "继续填写" if application.state in EDITABLE_STATES else "查看"
    return HomeCard(
        title="困难帮扶申请",
        number=application.number,
        state=progress.state_words(application, grant),
        tone=progress.tone(application, grant),
        steps=tuple(progress.steps(application)),
        note=progress.promise(application),
        actions=(Link(label, page, primary=True), Link("补充材料", f"{page}photos/")),
        rank=RANK_RUNNING,
    )


def _begin() -> HomeCard:
    return HomeCard(
        title="困难帮扶",
        note="家里遇到生病、上学、失业、灾害等困难时，可以从这里申请，约需十分钟，可以分几次填。",
        actions=(Link("申请帮扶", "/me/hardship/"),),
        rank=RANK_REST,
    )


def _hanging(person: Person) -> int:
    today = clock.today()
    return PublicNotice.objects.filter(
        Q(union__accounts_membership__person=person)
        & Q(union__accounts_membership__state__in=[str(state) for state in STANDING]),
        opened_on__lte=today,
        until__gte=today,
        taken_down_at__isnull=True,
    ).count()


def personal_data(person: Person) -> dict[str, Any]:
    """Give all that hardship assistance holds about a person, opened for herself (RX.3).

    Members of her household appear masked: their data is theirs.
    """
    rows = Application.objects.of_person(person.pk).select_related("key", "union", "person")
    return {
        "申请": [_of_application(row) for row in rows.order_by("id")],
        "对公示提出的异议": _objections(person),
    }


def _of_application(row: Application) -> dict[str, Any]:
    members = row.members.select_related("key").order_by("id")
    return {
        "受理编号": row.number,
        "状态": WORKER_LABELS[row.state],
        "工会": row.union.name,
        "主要原因": row.get_cause_display(),
        "困难情况": row.unseal("situation_sealed"),
        "现住址": row.unseal("address_sealed"),
        "家庭年收入（元）": _yuan(row.annual_income_fen),
        "刚性支出（元）": _yuan(row.rigid_expense_fen),
        "认定依据": row.assessment_reason,
        "家庭成员": [
            {
                "与申请人关系": one.get_relation_display(),
                "姓名": mask_name(one.unseal("name_sealed")),
                "身份证号": mask_id(one.unseal("id_number_sealed")),
            }
            for one in members
        ],
        "材料份数": row.evidence.filter(removed_at__isnull=True).count(),
        "走访情况": [visit.unseal("finding_sealed") for visit in row.visits.select_related("key")],
        "办理记录": [
            {
                "步骤": one.act_label,
                "岗位": post_words(one.by_label),
                "时间": one.at,
                "意见": one.unseal("opinion_sealed"),
            }
            for one in row.decisions.select_related("key").order_by("id")
        ],
    }


def _objections(person: Person) -> list[dict[str, Any]]:
    made = Objection.objects.filter(by_person=person).select_related("key").order_by("id")
    return [
        {
            "编号": one.number,
            "内容": one.unseal("text_sealed"),
            "结果": one.get_outcome_display() or "核查中",
            "理由": one.unseal("reason_sealed"),
        }
        for one in made
    ]


def _yuan(fen: int | None) -> str:
    return "" if fen is None else Money(fen).yuan()
