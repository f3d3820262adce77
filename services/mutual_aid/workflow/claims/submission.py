"""Submitting a claim, and submitting it again once what was missing is there."""

from datetime import date

from backend.access.actor import Actor
from backend.access.write import verb
from backend.kernel import clock
from backend.kernel.errors import Invalid
from notifications.topics import Topic
from services.mutual_aid.models import Claim
from services.mutual_aid.queries import claim_papers
from services.mutual_aid.queries.claim_papers import Filled
from services.mutual_aid.rules import claiming
from services.mutual_aid.states import CLAIM, ClaimAct, ClaimState
from services.mutual_aid.workflow.claims import parties
from services.mutual_aid.workflow.claims.advance import advance, day_text, open_own, tell


@verb
def submit(number: str, *, actor: Actor, version: int) -> Claim:
    """Submit a complete claim to the first review level of its plan.

    Raises NotFound, StaleVersion, Conflict `wrong_state`, Invalid `consent_missing`,
    `deadline_passed` with the last day of each late line (R8.22), `incomplete` naming each gap
    (R8.23). A returned claim is held to the day it was first submitted.
    """
    claim = open_own(number, actor=actor, version=version)
    CLAIM.move(claim.state, ClaimAct.SUBMIT)
    parties.must_consent(claim)
    _must_be_whole(Filled.of(claim))
    if claim.state is ClaimState.RETURNED:
        claim.submitted_late = _is_after(_answer_by(claim))
    claim.submitted_at = clock.now()
    claim.levels = list(claiming.levels_of(claim.plan_version.rules.claim))
    advance(
        claim, ClaimAct.SUBMIT, actor=actor, changed=["submitted_at", "submitted_late", "levels"]
    )
    tell(Topic.MUTUAL_AID_CLAIM_SUBMITTED, claim, date=day_text(claim.due_on or clock.today()))
    return claim


def _must_be_whole(filled: Filled) -> None:
    late = claim_papers.late_lines(filled)
    if late:
        raise Invalid(
            "deadline_passed",
            late[0].message if len(late) == 1 else f"有 {len(late)} 项已过申领期限，不能提交。",
            fields=late,
        )
    gaps = claim_papers.gaps_of(filled)
    if gaps:
        raise Invalid("incomplete", f"还差 {len(gaps)} 处没有填好，补齐后就能提交。", fields=gaps)


def _answer_by(claim: Claim) -> date | None:
    asked = claim.return_lists.order_by("-serial").first()
    return asked.answer_by if asked else None


def _is_after(last: date | None) -> bool:
    return last is not None and clock.today() > last
