"""Laying out the review screen: the case, the paper in view, the forms of what is possible."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from backend.access.permissions import Permission
from backend.kernel.errors import DomainError
from backend.kernel.money import Money
from backend.web.forms import PageForm
from backend.web.papers import paper_in_view
from backend.web.parts import Fact
from services.hardship import workflow
from services.hardship.pages.forms import (
    ApproveForm,
    CheckForm,
    OpinionForm,
    ReasonForm,
    RecommendForm,
    RefuseForm,
    ReturnForm,
    VisitForm,
    VisitPhotoForm,
)
from services.hardship.queries import case as cases
from services.hardship.queries.case import Case
from services.hardship.states import Act

# The acts that need a form of their own, with what the bar at the bottom calls them and its key.
BAR = (
    (Act.VISIT, "登记走访", "a"),
    (Act.RECOMMEND, "推荐", "a"),
    (Act.RECORD_CHECK, "登记核对结果", "a"),
    (Act.DISMISS_OBJECTION, "核查异议", "a"),
    (Act.APPROVE, "审批", "a"),
    (Act.RETURN, "退回补正", "r"),
    (Act.REFUSE, "不予帮扶", "n"),
)


def draw_case(
    request: HttpRequest,
    number: str,
    *,
    refused: DomainError | None = None,
    bound: dict[str, PageForm] | None = None,
) -> HttpResponse:
    """Draw the review screen; `bound` holds a form that came back with errors, by its act."""
    actor = request.auth  # type: ignore[attr-defined]
    found = cases.case_of(workflow.read_case(number, actor=actor), actor)
    forms = {**_forms(found), **(bound or {})}
    context = {
        "case": found,
        "facts": _facts(found),
        "forms": forms,
        "bar": [(str(act), words, key) for act, words, key in BAR if str(act) in forms],
        "acts": [line for line in found.acts if not line.reason],
        "reasons": dict.fromkeys(line.reason for line in found.acts if line.reason),
        "paper": paper_in_view(
            request, found.photos, route="hardship-case-photo", number=found.number
        ),
        "photo_form": VisitPhotoForm(),
        "open_objections": [one for one in found.objections if not one.outcome],
        "refused": refused,
        "may_reapprove": found.grant is not None
        and found.grant.payee_void
        and not found.grant.payee_missing
        and actor.holds(Permission.HARDSHIP_GRANT_APPROVE),
        "may_verify_payee": actor.holds(Permission.ACCOUNTS_PAYEE_VERIFY),
        "may_enter_payee": actor.holds(Permission.ACCOUNTS_PAYEE_PROPOSE),
        "opinion_form": OpinionForm(auto_id="id_reapprove_%s"),
    }
    wrong = any(form.errors for form in (bound or {}).values())
    status = 422 if wrong else refused.status if refused else 200
    return render(request, "hardship/console/case.html", context, status=status)


def _forms(found: Case) -> dict[str, PageForm]:
    """Give an empty form for each act that this officer can do now."""
    possible = {line.act for line in found.acts if not line.reason}
    forms: dict[str, PageForm] = {}
    for act, make in (
        (Act.RETURN, ReturnForm),
        (Act.VISIT, VisitForm),
        (Act.RECOMMEND, RecommendForm),
        (Act.RECORD_CHECK, CheckForm),
        (Act.DISMISS_OBJECTION, ReasonForm),
        (Act.REFUSE, RefuseForm),
    ):
        if act in possible:
            forms[str(act)] = make(auto_id=f"id_{act}_%s")
    if Act.APPROVE in possible:
        forms[str(Act.APPROVE)] = approve_form(found)
    return forms


def approve_form(found: Case, given: Any = None) -> ApproveForm:
    """Give the approval form with the funds above the case and the proposed amount."""
    funds = [
        (fund.number, f"{fund.name}（可用 {Money(fund.balance.available_fen)} 元）")
        for fund in cases.funds_for(found.number)
    ]
    first = {"amount": found.grant.amount_fen} if found.grant else {}
    return ApproveForm(given, funds=funds, initial=first, auto_id="id_approve_%s")


def _facts(found: Case) -> list[Fact]:
    net = "" if found.net_per_head_fen is None else f"{Money(found.net_per_head_fen)} 元"
    return [
        Fact("申请人", found.applicant, f"{found.applicant_id_number}　{found.applicant_phone}"),
        Fact("工会", found.union_name, found.applicant_kind_label),
        Fact("主要原因", found.cause_label),
        Fact("困难情况", found.situation),
        Fact("现住址", found.address),
        Fact("家庭年收入", _yuan(found.annual_income_fen)),
        Fact("刚性支出", _yuan(found.rigid_expense_fen), f"看病自付 {_yuan(found.self_paid_fen)}"),
        Fact(
            "困难类别",
            found.category_label,
            found.assessment_reason + ("（净收入为负，请人工复核）" if found.needs_look else ""),
        ),
        Fact("人均月收入", net or "还没有计算"),
    ]


def _yuan(fen: int | None) -> str:
    return "没有填" if fen is None else f"{Money(fen)} 元"
