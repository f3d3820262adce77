"""What this capability holds about a person: her own rows alone, nothing of others (RX.3)."""

from collections.abc import Mapping, Sequence
from typing import Any

from backend.accounts.models import Person, User
from services.commissioning.models import Dispute, RecusalWay, Seat, Target
from services.commissioning.queries.relations import ended_on
from services.commissioning.rules import figures
from services.commissioning.states.panel import SEAT_LABELS
from services.commissioning.states.verdicts import ANSWER_LABELS

Rows = Sequence[Mapping[str, Any]]
TENTHS = 10


def personal_data(person: Person) -> dict[str, Any]:
    """Give the needs she shared, the services she confirmed, what she is and did for a project.

    Of a rating only that she gave one: nothing leads from one to her.
    """
    user = person.user if hasattr(person, "user") else None
    return {
        "响应的需求": [
            {"需求": one.need.title, "时间": one.at}
            for one in person.need_voices.select_related("need").order_by("id")
        ],
        "确认参加的服务": _confirmed(person),
        "提出的评审异议": _objections(user) if user else [],
        "评审人登记": _pool_entries(user) if user else [],
        "评审席位": _seats(user) if user else [],
        "代表组织提出的数字异议": _disputes(user) if user else [],
        "担任经办人": _acting(user) if user else [],
        "与社会组织的关联关系": [
            {
                "组织": one.organization.name,
                "关系": one.get_kind_display(),
                "本人申报": one.is_declared,
                "开始": one.since,
                "结束": one.until,
                "撤销日期": ended_on(one),
            }
            for one in person.organization_relations.select_related(
                "organization", "ending"
            ).order_by("id")
        ],
    }


def _confirmed(person: Person) -> Rows:
    """The sessions; who entered a confirmation for her at a station is another person."""
    rows = person.service_confirmations.select_related("session").order_by("id")
    return [
        {
            "场次": one.session.number,
            "内容": one.session.title,
            "确认时间": one.at,
            "确认方式": one.get_way_display(),
            "已评价": one.has_rated,
        }
        for one in rows
    ]


def _objections(user: User) -> Rows:
    """Her own words opened; a panelist objected to is not named, who answered neither."""
    rows = user.made_result_objections.select_related("project", "key").order_by("id")
    return [
        {
            "项目": one.project.number,
            "针对": "评审结果" if one.seat_id is None else "一位评审人",
            "内容": one.unseal("text_sealed"),
            "提出时间": one.made_at,
            "状态": ANSWER_LABELS[one.state],
            "答复": one.answer,
            "答复时间": one.answered_at,
        }
        for one in rows
    ]


def _pool_entries(user: User) -> Rows:
    return [
        {
            "编号": one.number,
            "类别": one.get_kind_display(),
            "专业领域": one.field,
            "入库时间": one.created_at,
            "在库": one.is_active,
        }
        for one in user.panelist_entries.order_by("id")
    ]


def _seats(user: User) -> Rows:
    rows = Seat.objects.filter(panelist__user=user).select_related("draw__project")
    return [
        {
            "项目": one.draw.project.number,
            "抽取次序": one.place,
            "入席时间": one.drawn_at,
            "状态": SEAT_LABELS[one.state],
            "声明时间": one.declared_at,
            "回避": one.get_recused_way_display(),
            # The reason of an objection is in the words of who objected.
            "回避原因": "" if one.recused_way == RecusalWay.OBJECTION else one.recused_because,
            "签字时间": one.signed_at,
            "评分": _scores(one),
            "不同意见": one.dissent,
        }
        for one in rows.order_by("id")
    ]


def _scores(seat: Seat) -> str:
    """Her scores once they were laid open with all others."""
    rows = seat.scores.select_related("bid__organization", "criterion").order_by("id")
    return "；".join(
        f"{one.bid.organization.name} {one.criterion.title} "
        f"{figures.hundredths(one.points_tenths * TENTHS)} 分"
        for one in rows
    )


def _disputes(user: User) -> Rows:
    rows = Dispute.objects.filter(made_by=user).select_related("contract__project")
    return [
        {
            "项目": one.contract.project.number,
            "数字": figures.label(one.figure, _titles(one)),
            "主张": one.claimed,
            "理由": one.words,
            "提出时间": one.made_at,
            "状态": ANSWER_LABELS[one.state],
            "答复": one.answer,
        }
        for one in rows.order_by("id")
    ]


def _titles(dispute: Dispute) -> dict[str, str]:
    return dict(Target.objects.filter(contract=dispute.contract_id).values_list("code", "title"))


def _acting(user: User) -> Rows:
    rows = user.acts_for_organizations.select_related("organization").order_by("id")
    return [{"组织": one.organization.name, "开始": one.since, "结束": one.until} for one in rows]
