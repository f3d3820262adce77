"""What this capability holds about a person (RX.3)."""

from typing import Any

from backend.accounts.models import Person


def personal_data(person: Person) -> dict[str, Any]:
    """Give the needs she shared, the services she confirmed, the organizations she is tied to.

    Never a rating: nothing leads from one to her.
    """
    voices = person.need_voices.select_related("need").order_by("id")
    acting = person.user.acts_for_organizations if hasattr(person, "user") else None
    return {
        "响应的需求": [{"需求": one.need.title, "时间": one.at} for one in voices],
        "确认参加的服务": [
            {
                "场次": one.session.number,
                "内容": one.session.title,
                "确认时间": one.at,
                "已评价": one.has_rated,
            }
            for one in person.service_confirmations.select_related("session").order_by("id")
        ],
        "担任经办人": [
            {"组织": one.organization.name, "开始": one.since, "结束": one.until}
            for one in (acting.select_related("organization").order_by("id") if acting else ())
        ],
        "与社会组织的关联关系": [
            {
                "组织": one.organization.name,
                "关系": one.get_kind_display(),
                "本人申报": one.is_declared,
                "开始": one.since,
                "结束": one.until,
            }
            for one in person.organization_relations.select_related("organization").order_by("id")
        ],
    }
