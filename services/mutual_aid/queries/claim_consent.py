"""What is agreed to before a claim is filled in, and whether it stands (PIPL 28-31, 49)."""

from backend.accounts import consents
from backend.accounts.models import ConsentPurpose, Person
from services.mutual_aid.models import Claim, ClaimantKind, Mandate
from services.mutual_aid.states import MandateState

VERSION = "mutual-aid-claim-2026-1"

_FOR = "用途：核定医疗互助给付。谁能看到：办理这份申领的工会人员。"
_KEPT = "保存：办结后按档案规定保存，到期删除。可以随时撤回，撤回后申领停止填写和提交。"

TEXTS: dict[ConsentPurpose, str] = {
    ConsentPurpose.HEALTH: f"同意处理诊断、住院情况和医疗票据。{_FOR}{_KEPT}",
}
HEIR_TEXTS: dict[ConsentPurpose, str] = {
    ConsentPurpose.HEALTH: (
        f"作为近亲属，同意处理逝者的死亡证明、医疗票据和亲属关系证明。{_FOR}{_KEPT}"
    ),
}


def stands(claim: Claim) -> bool:
    """Tell whether health data may be stored for a claim (RX.1).

    A relative's paper that nobody has looked at yet carries the filling in and the submission.
    """
    if consents.stands(holder_of(claim), ConsentPurpose.HEALTH):
        return True
    mandate = mandate_of(claim)
    return mandate is not None and mandate.state is MandateState.WAITING


def mandate_of(claim: Claim) -> Mandate | None:
    """Give the mandate of a relative's claim; None of any other, and before the paper is there."""
    if claim.claimant_kind != ClaimantKind.FAMILY:
        return None
    return Mandate.objects.filter(claim=claim).first()


def holder_of(claim: Claim) -> Person:
    """Give whose consent counts: the person's own, after her death the heir's."""
    heir = claim.filed_by.person if claim.claimant_kind == ClaimantKind.HEIR else None
    return heir or claim.person
