"""A relative's mandate: handed in, looked at by an officer, ended by the person herself (RX.1)."""

from backend.access.actor import Actor
from backend.access.write import verb
from backend.accounts.models import ConsentPurpose
from backend.kernel import clock
from backend.kernel.errors import Conflict
from backend.kernel.saying import TEXT_LENGTH
from notifications.topics import Topic
from services.mutual_aid import access
from services.mutual_aid.models import Claim, ClaimantKind, Mandate
from services.mutual_aid.queries.claim_consent import mandate_of
from services.mutual_aid.states import MANDATE, ClaimAct, MandateAct, MandateState
from services.mutual_aid.workflow.claims import parties
from services.mutual_aid.workflow.claims.advance import add_step, open_at_desk, tell, trace


@verb
def confirm(number: str, *, actor: Actor, version: int, opinion: str = "") -> Claim:
    """Confirm that the person herself signed mandate and consent 核对委托和同意书.

    Only then her consent is recorded, and the claim may pass the first review level. Whoever works
    at the claim's desk looks; both she and the relative are told. Raises NotFound, Refused,
    StaleVersion, Conflict `wrong_state`, `no_mandate` for a claim that no relative filed.
    """
    claim, level = open_at_desk(number, ClaimAct.RETURN, actor=actor, version=version)
    mandate = _locked(claim)
    if mandate is None:
        raise Conflict("no_mandate", "这份申领不是家人代办的，没有委托和同意书要核对。")
    mandate.state = MANDATE.move(mandate.state, MandateAct.CONFIRM)
    mandate.confirmed_by_id, mandate.confirmed_at = access.user_key(actor), clock.now()
    mandate.save(update_fields=["state", "confirmed_by", "confirmed_at"])
    parties.record_consents(claim, [ConsentPurpose.HEALTH.value], actor=actor)
    add_step(claim, MandateAct.CONFIRM, actor=actor, opinion=opinion[:TEXT_LENGTH], level=level)
    tell(Topic.MUTUAL_AID_MANDATE_CONFIRMED, claim)
    return claim


def must_be_confirmed(claim: Claim) -> None:
    """Stop a relative's claim before its first decision until somebody has looked at the paper."""
    if claim.claimant_kind != ClaimantKind.FAMILY:
        return
    mandate = mandate_of(claim)
    if mandate is None or mandate.state is not MandateState.CONFIRMED:
        raise Conflict(
            "mandate_unconfirmed",
            "这份申领由家人代办，请先核对本人签名的委托和同意书并确认；"
            "看不清或不是本人签名的，请退回补正。",
        )


def renew(claim: Claim, *, actor: Actor) -> None:
    """Take a fresh paper of a relative: it has to be looked at. In the caller's transaction."""
    mandate = _locked(claim)
    if mandate is None:
        Mandate.objects.create(claim=claim, filer_id=access.user_key(actor))
        return
    mandate.state = MANDATE.move(mandate.state, MandateAct.RENEW)
    mandate.confirmed_by = mandate.confirmed_at = None
    mandate.save(update_fields=["state", "confirmed_by", "confirmed_at"])
    trace(claim, MandateAct.RENEW, actor=actor)


def revoke(claim: Claim, *, actor: Actor) -> bool:
    """End the mandate as the person herself; gives False where none counts."""
    mandate = _locked(claim)
    if mandate is None or mandate.state is MandateState.REVOKED:
        return False
    mandate.state = MANDATE.move(mandate.state, MandateAct.REVOKE)
    mandate.save(update_fields=["state"])
    trace(claim, MandateAct.REVOKE, actor=actor)
    return True


def _locked(claim: Claim) -> Mandate | None:
    if claim.claimant_kind != ClaimantKind.FAMILY:
        return None
    return Mandate.objects.select_for_update().filter(claim=claim).first()
