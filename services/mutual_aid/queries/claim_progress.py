"""How far a claim has come, in the words of the claimant."""

from datetime import date

from backend.kernel import clock
from backend.web.parts import Progress, Step, Tone
from services.mutual_aid.access import LEVEL_LABELS
from services.mutual_aid.models import Benefit, Claim, ClaimStep
from services.mutual_aid.states import (
    NOTHING_DUE,
    REVIEWED,
    WAITING_CLAIMS,
    BenefitState,
    ClaimAct,
    ClaimState,
    Level,
    Outcome,
)

TONES: dict[ClaimState, Tone] = {
    ClaimState.DRAFT: "plain",
    ClaimState.RETURNED: "stop",
    ClaimState.APPROVED: "good",
    ClaimState.CLOSED: "good",
    ClaimState.REJECTED: "stop",
    ClaimState.WITHDRAWN: "plain",
}
BENEFIT_TONES: dict[BenefitState, Tone] = {
    BenefitState.PAID: "good",
    BenefitState.RETURNED: "stop",
    BenefitState.RECOVERING: "stop",
    BenefitState.RECOVERED: "plain",
    BenefitState.CANCELLED: "plain",
}
STOPPED = {ClaimState.REJECTED: "没有通过", ClaimState.WITHDRAWN: "已撤回"}


def benefit_of(claim: Claim) -> Benefit | None:
    """Give the benefit that a claim led to; None before it is decided."""
    return Benefit.objects.filter(claim=claim).select_related("payee").first()


def state_words(claim: Claim, benefit: Benefit | None) -> str:
    """Say where the claim stands: the money's own words once it is decided."""
    if benefit is not None and claim.state in {ClaimState.APPROVED, ClaimState.CLOSED}:
        return benefit.worker_label
    if claim.outcome == Outcome.NOTHING:
        return NOTHING_DUE
    return claim.worker_label


def tone(claim: Claim, benefit: Benefit | None) -> Tone:
    """Give the tone of the state words."""
    if benefit is not None and claim.state in {ClaimState.APPROVED, ClaimState.CLOSED}:
        return BENEFIT_TONES.get(benefit.state, "wait")
    if claim.outcome == Outcome.NOTHING:
        return "plain"
    return TONES.get(claim.state, "wait")


def steps(claim: Claim, benefit: Benefit | None) -> list[Step]:
    """Draw the milestones: the plan's review levels between submission and payment."""
    done = _days(claim)
    stopped = claim.state in STOPPED
    found: list[Step] = []
    current = claim.state is not ClaimState.DRAFT
    for label, act in _milestones(claim):
        day = _paid_on(benefit) if act == "paid" else done.get(act)
        if day is not None:
            found.append(Step(label, "done", day))
            continue
        if stopped:
            break
        progress: Progress = "now" if current else "next"
        found.append(Step(label, progress, note=_until(claim) if current else ""))
        current = False
    if stopped:
        found.append(Step(STOPPED[claim.state], "stopped", claim.state_since))
    return found


def promise(claim: Claim) -> str:
    """Write the next expected date as one sentence; empty when nothing is awaited."""
    if claim.state in WAITING_CLAIMS and claim.due_on is not None:
        last = claim.due_on
        if last < clock.today():
            return f"原定 {clock.day_words(last)}前答复，已经超过，上级工会已收到催办。"
        return f"预计 {clock.day_words(last)}前答复。"
    if claim.state is ClaimState.SUSPENDED:
        return "工会正在进一步核实，核实清楚后继续办理，会告诉您结果。"
    return ""


def _milestones(claim: Claim) -> list[tuple[str, str]]:
    levels = [Level(name) for name in claim.levels or ()]
    middle = [(LEVEL_LABELS[one], str(REVIEWED[one][0])) for one in levels[:-1]]
    last = LEVEL_LABELS[levels[-1]] if levels else "审核"
    return [
        ("提交申领", str(ClaimAct.SUBMIT)),
        *middle,
        (f"{last}并核定", str(ClaimAct.APPROVE)),
        *([] if claim.outcome == Outcome.NOTHING else [("到账", "paid")]),
    ]


def _until(claim: Claim) -> str:
    return f"最晚 {clock.day_words(claim.due_on)}" if claim.due_on else ""


def _paid_on(benefit: Benefit | None) -> date | None:
    return benefit.paid_on if benefit else None


def _days(claim: Claim) -> dict[str, date]:
    """Give the day of each act of the round that runs now."""
    rows = list(ClaimStep.objects.filter(claim=claim).order_by("id"))
    newest = max((row.round for row in rows), default=1)
    done = {row.act: clock.to_local(row.at).date() for row in rows if row.round == newest}
    if claim.state is ClaimState.RETURNED:
        done.pop(str(ClaimAct.SUBMIT), None)
    return done
