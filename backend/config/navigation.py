"""What stands in the head of each page: a written list, shown by permission."""

from typing import Any, Final

from django.http import HttpRequest

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.web.parts import Link
from notifications.queries import unread

PUBLIC: Final = (Link("会务公开", "/"), Link("委托服务", "/projects/"), Link("我的", "/me/"))
MEMBER: Final = (
    Link("需求", "/me/needs/"),
    Link("服务", "/me/services/"),
    Link("收款账户", "/me/account/"),
    Link("我的信息", "/me/data/"),
)
CONSOLE: Final[tuple[tuple[Permission, Link], ...]] = (
    (Permission.CONSOLE_QUEUE_READ, Link("待办", "/console/")),
    (Permission.HARDSHIP_APPLICATION_READ, Link("困难帮扶", "/console/hardship/")),
    (Permission.MUTUAL_AID_BATCH_READ, Link("医疗互助", "/console/mutual-aid/")),
    (Permission.MUTUAL_AID_CLAIM_READ, Link("申领审核", "/console/claims/")),
    (Permission.MUTUAL_AID_SETTLEMENT_READ, Link("季度结算", "/console/settlements/")),
    (Permission.COMMISSIONING_PROJECT_READ, Link("委托服务", "/console/commissioning/")),
    (Permission.COMMISSIONING_REPORT_CHECK, Link("进展报告", "/console/commissioning/reports/")),
    (Permission.COMMISSIONING_STAGE_PAY, Link("委托付款", "/console/commissioning/payments/")),
    (
        Permission.COMMISSIONING_CONFIRMATION_FILE,
        Link("代办确认", "/console/commissioning/confirm/"),
    ),
    (Permission.COMMISSIONING_PROVIDER_ACT, Link("本组织", "/console/provider/")),
    (Permission.COMMISSIONING_PANEL_SCORE, Link("我的评审", "/console/panel/")),
    (Permission.COMMISSIONING_PROVIDER_ACT, Link("承接的项目", "/console/provider/projects/")),
    (Permission.ACCOUNTS_PAYEE_VERIFY, Link("收款账户", "/console/payee-accounts/")),
    (Permission.ACCOUNTS_PAYEE_PROPOSE, Link("登记收款账户", "/console/payee-accounts/new/")),
    (Permission.DISCLOSURE_VERSION_READ, Link("会务公开", "/console/disclosures/")),
    (Permission.LEDGER_FUND_READ, Link("经费", "/console/funds/")),
    (Permission.ACCOUNTS_PHONE_CHANGE, Link("换手机号", "/console/members/phone/")),
    (Permission.ACCOUNTS_SECOND_FACTOR_RESET, Link("重置口令", "/console/members/second-factor/")),
)


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Give the links of the head: for staff what their posts open, for members their own pages."""
    actor = getattr(request, "auth", None)
    known = actor if isinstance(actor, Actor) and actor.signed_in else None
    if request.path.startswith("/console/"):
        return {"navigation": _console(actor), "signed_in": known is not None}
    if request.path.startswith("/me/") and known is not None:
        return {"navigation": _member(known), "signed_in": True}
    return {"navigation": PUBLIC, "signed_in": False}


def _member(actor: Actor) -> list[Link]:
    desk = [Link("工作台", "/console/")] if actor.posts else []
    return [*_messages(actor), *MEMBER, *desk]


def _console(actor: object) -> list[Link]:
    if not isinstance(actor, Actor) or not actor.posts:
        return []
    return [
        *(link for permission, link in CONSOLE if actor.holds(permission)),
        *(_messages(actor) if actor.person_id is not None else ()),
    ]


def _messages(actor: Actor) -> list[Link]:
    waiting = unread(actor.person_id).words if actor.person_id is not None else "0"
    return [Link("消息", "/me/inbox/", count="" if waiting == "0" else waiting)]
