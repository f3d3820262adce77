"""Laying out the review screen: papers left, arithmetic right, history, the decision bar."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from backend.kernel import clock
from backend.kernel.errors import DomainError
from backend.kernel.money import Money
from backend.web.forms import PageForm
from backend.web.papers import paper_in_view
from backend.web.parts import Fact
from services.mutual_aid.pages.claims_forms import (
    AdjustForm,
    OpinionForm,
    OverrideForm,
    ReasonForm,
    RejectForm,
    ReturnForm,
)
from services.mutual_aid.pages.console import actor_in
from services.mutual_aid.queries.claim_file import ClaimFile, payable
from services.mutual_aid.workflow.claims import reading

# What the bar calls each act, and its key; the forms themselves stand above it.
BAR = (
    ("confirm_mandate", "核对委托书", "c"),
    ("review", "审核", "a"),
    ("approve", "核定", "a"),
    ("resume", "恢复审核", "a"),
    ("look", "核对疑点", "d"),
    ("second_look", "抽查复核", "f"),
    ("return", "退回补正", "r"),
    ("adjust", "调整金额", "m"),
    ("override", "不适用除外责任", "o"),
    ("suspend", "转入调查", "s"),
    ("reject", "不予给付", "n"),
)
REASONS = {
    "suspend": "为什么要调查",
    "resume": "调查的结果",
    "look": "核对的结果",
    "second_look": "复核意见",
}


def draw_claim(
    request: HttpRequest,
    number: str,
    *,
    refused: DomainError | None = None,
    bound: dict[str, PageForm] | None = None,
) -> HttpResponse:
    """Draw the review screen; `bound` holds a form that came back with errors, by its act."""
    found = reading.read_claim(number, actor=actor_in(request))
    possible = [line.act for line in found.acts if not line.reason]
    forms = {act: form_for(act, found) for act in possible} | (bound or {})
    context = {
        "claim": found,
        "facts": _facts(found),
        "paper": paper_in_view(
            request, found.photos, route="mutual-aid-claim-photo", number=number
        ),
        "sheets": [(act, words, forms[act]) for act, words, _ in BAR if act in forms],
        "bar": [(act, words, key) for act, words, key in BAR if act in forms],
        "reasons": list(dict.fromkeys(line.reason for line in found.acts if line.reason)),
        "payable": payable(found),
        "refused": refused,
    }
    wrong = any(form.errors for form in (bound or {}).values())
    status = 422 if wrong else refused.status if refused else 200
    return render(request, "mutual_aid/console/claims/claim.html", context, status=status)


def form_for(act: str, found: ClaimFile, given: Any = None) -> PageForm:
    """Give the form of an act, filled with what was sent."""
    how: dict[str, Any] = {"auto_id": f"id_{act}_%s"}
    if act in REASONS:
        return ReasonForm(given, label=REASONS[act], **how)
    if act == "return":
        documents = [(one.code, _document_words(one.label, one.count)) for one in found.documents]
        is_further = bool(found.returns)
        return ReturnForm(given, documents=documents, is_further=is_further, **how)
    if act == "adjust":
        return AdjustForm(given, **how)
    if act == "override":
        return OverrideForm(given, exclusions=found.exclusions, **how)
    if act == "reject":
        return RejectForm(given, clauses=found.clauses, **how)
    return OpinionForm(given, **how)


def _document_words(label: str, count: int) -> str:
    return f"{label}（{count} 张）" if count else f"{label}（没有照片）"


def _facts(found: ClaimFile) -> list[Fact]:
    who = f"{found.person_id_number}　{found.person_phone}"
    kind = found.claimant_kind_label
    facts = [
        Fact("被保障人", found.person, who),
        Fact("工会", found.union_name, f"{kind}，{found.relation}" if found.relation else kind),
        Fact(
            "互助计划",
            found.plan_title,
            f"{found.plan_number}，保障 {clock.day_words(found.cover_first_day)}至"
            f"{clock.day_words(found.cover_last_day)}",
        ),
    ]
    if found.note:
        facts.append(Fact("本人说明", found.note))
    if found.changed_amount is not None:
        changed = found.changed_amount
        facts.append(
            Fact(
                "金额调整",
                f"{Money(changed.computed_fen)} 元调整为 {Money(changed.decided_fen)} 元",
                changed.reason,
            )
        )
    return facts
