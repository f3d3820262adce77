"""Returning a claim as incomplete: once, with the full list of what is missing (R8.23)."""

from collections.abc import Iterable, Sequence

from backend.access.actor import Actor
from backend.access.write import verb
from backend.kernel import clock
from backend.kernel.errors import Invalid
from backend.kernel.saying import must_say
from notifications.topics import Topic
from services.mutual_aid import access
from services.mutual_aid.models import Claim, ReturnList
from services.mutual_aid.queries import claim_terms
from services.mutual_aid.rules import claiming
from services.mutual_aid.states import ClaimAct, Level
from services.mutual_aid.workflow.claims.advance import advance, open_at_desk, tell

MOST_OTHERS = 10
OTHER_LENGTH = 60


@verb
def return_incomplete(
    number: str,
    *,
    actor: Actor,
    version: int,
    documents: Sequence[str] = (),
    others: Sequence[str] = (),
    reason: str = "",
) -> Claim:
    """Return a claim with everything that it lacks; a further time only with a reason.

    `documents` are codes of papers that plan and items need, `others` what else is missing, in
    words. Raises NotFound, Refused, StaleVersion, Conflict `wrong_state`, Invalid
    `nothing_missing`, `unknown_document`, `bad_missing`, `reason_missing`.
    """
    claim, level = open_at_desk(number, ClaimAct.RETURN, actor=actor, version=version)
    missing = _missing(claim, documents, others)
    serial = claim.return_lists.count() + 1
    row = ReturnList(
        claim=claim,
        key=claim.key,
        serial=serial,
        answer_by=claim_terms.answer_by(claim.union),
        made_by_id=access.user_key(actor),
    )
    row.seal("missing_sealed", "\n".join(missing))
    if serial > 1:
        why = "这份申领已经退回过一次。再次退回请写明第一次为什么没有提出。"
        row.seal("reason_sealed", must_say(reason, why))
    row.save(force_insert=True)
    advance(claim, ClaimAct.RETURN, actor=actor, opinion="、".join(missing), level=Level(level))
    tell(Topic.MUTUAL_AID_CLAIM_RETURNED, claim, date=clock.day_words(row.answer_by))
    return claim


def _missing(claim: Claim, documents: Iterable[str], others: Iterable[str]) -> list[str]:
    """Name what is missing, papers first; raises Invalid."""
    items = claim.lines.values_list("item", flat=True)
    terms = claim.plan_version.rules.claim
    needed = claiming.documents_of_claim(terms, items, claim.claimant_kind)
    wanted = list(dict.fromkeys(documents))
    if not set(wanted) <= set(needed):
        raise Invalid("unknown_document", "所选材料不在这份申领需要的材料里，请从列出的材料里选。")
    said = [" ".join(one.split()) for one in others if one.strip()]
    if len(said) > MOST_OTHERS or any(len(one) > OTHER_LENGTH for one in said):
        raise Invalid(
            "bad_missing", f"其他要补的内容最多 {MOST_OTHERS} 条，每条最多 {OTHER_LENGTH} 个字。"
        )
    if not wanted and not said:
        raise Invalid("nothing_missing", "请一次写全要补充的材料或内容。")
    return [*map(claiming.document_label, wanted), *dict.fromkeys(said)]
