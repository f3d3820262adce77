"""Cards of running claims on the home page, and what is held about a person's claims (RX.3)."""

from typing import Any

from backend.access.roles import post_words
from backend.accounts.models import Person
from backend.kernel.money import Money
from backend.web.parts import HomeCard, Link
from services.mutual_aid.models import Benefit, Claim, ClaimLine, Rejection
from services.mutual_aid.queries import claim_papers, claim_progress, shortfalls
from services.mutual_aid.rules import claiming, filling
from services.mutual_aid.states import CLOSED_CLAIMS, EDITABLE_CLAIMS

RANK_RUNNING = 20
MOST_CARDS = 2
ACTS: dict[str, str] = {
    "submit": "提交",
    "return": "退回补正",
    "verify_unit": "单位核实",
    "review_district": "区级审核",
    "review_city": "市级审核",
    "review_medical": "医疗审核",
    "approve": "核定",
    "reject": "不予给付",
    "suspend": "进一步核实",
    "resume": "恢复办理",
    "close": "办结",
    "withdraw": "撤回",
    "confirm_mandate": "核对委托和同意书",
}


def running_cards(person: Person) -> list[HomeCard]:
    """Give a card for each of the newest claims that are not closed."""
    rows = (
        Claim.objects.of_person(person.pk)
        .exclude(state__in=[str(state) for state in CLOSED_CLAIMS])
        .select_related("plan_version")[:MOST_CARDS]
    )
    return [_card(row) for row in rows]


def personal_data(person: Person) -> dict[str, Any]:
    """Give all claims and benefits of a person, opened for herself."""
    claims = Claim.objects.of_person(person.pk).select_related("key", "plan_version", "cover")
    benefits = Benefit.objects.of_person(person.pk).select_related("plan_version")
    return {
        "申领": [_of_claim(row) for row in claims],
        "给付": [
            {
                "给付编号": row.number,
                "计划": row.plan_version.title,
                "状态": row.worker_label,
                "金额（元）": Money(row.amount_fen).yuan(),
                "到账日期": f"{row.paid_on}" if row.paid_on else "",
            }
            for row in benefits
        ],
    }


def _card(row: Claim) -> HomeCard:
    benefit = claim_progress.benefit_of(row)
    page = f"/me/claims/{row.number}/"
    editable = row.state in EDITABLE_CLAIMS
    return HomeCard(
        title=f"申领：{row.plan_version.title}",
        number=row.number,
        state=claim_progress.state_words(row, benefit),
        tone=claim_progress.tone(row, benefit),
        steps=tuple(claim_progress.steps(row, benefit)) if row.submitted_at else (),
        note=claim_progress.promise(row),
        actions=(Link("继续填写" if editable else "看进度", page, primary=editable),),
        rank=RANK_RUNNING,
    )


def _of_claim(row: Claim) -> dict[str, Any]:
    filled = claim_papers.Filled.of(row)
    return {
        "申领编号": row.number,
        "计划": row.plan_version.title,
        "状态": row.worker_label,
        "申领方式": row.get_claimant_kind_display(),
        "事件日期": f"{row.event_on}" if row.event_on else "",
        "情况说明": row.unseal("note_sealed"),
        "申领项目": [_of_line(row, line) for line in filled.lines],
        "单据照片": [claiming.document_label(photo.document) for photo in filled.photos],
        "办理记录": [
            {
                "步骤": ACTS.get(step.act, step.act),
                "岗位": post_words(step.by_label),
                "时间": step.at,
                "意见": step.unseal("opinion_sealed"),
            }
            for step in row.steps.select_related("key").order_by("id")
        ],
        "没有给付的原因": _why_unpaid(row),
    }


def _why_unpaid(row: Claim) -> dict[str, str]:
    """Read out a refusal, and what would have changed the answer."""
    refused = Rejection.objects.select_related("key").filter(claim=row).first()
    short = shortfalls.shortfall_of(row)
    found = {"差在哪里": short.change} if short else {}
    if refused is not None:
        found |= {
            "依据": refused.clause,
            "事实": refused.unseal("fact_sealed"),
            "可以怎么办": refused.unseal("remedy_sealed"),
        }
    return found


def _of_line(claim: Claim, line: ClaimLine) -> dict[str, Any]:
    benefit = filling.benefit_of(claim.plan_version.rules, line.item)
    entry = claim_papers.entry_of(line)
    words = filling.entry_words(benefit, entry) if benefit else []
    return {
        "项目": benefit.title if benefit else line.item,
        "日期": f"{line.happened_on}",
        "内容": "，".join(f"{name} {value}" for name, value in words),
        "发票号码": line.unseal("invoice_sealed"),
    }
