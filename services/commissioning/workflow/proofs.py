"""Proofs: handed in by the organization, accepted or refused by another person (R9.1)."""

from dataclasses import dataclass
from datetime import date

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.access.versions import check_version
from backend.access.write import verb
from backend.files import attachments
from backend.kernel.errors import Conflict, Invalid, NotFound, Refused
from backend.kernel.saying import must_say
from notifications.topics import Topic
from services.commissioning import access
from services.commissioning.models import Organization, Proof, ProofKind
from services.commissioning.states.organizations import PROOF, ProofAct, ProofState
from services.commissioning.workflow.advance import tell_organization
from services.commissioning.workflow.filing import open_file, trace_file

LONGEST_REASON = 200
MOST_WAITING = 20
MOST_DAYS = 3660


@dataclass(frozen=True, slots=True)
class Handed:
    """A proof as it is handed in: kind, validity with both days, number of the upload."""

    kind: str
    valid_from: date
    valid_to: date
    upload: str


@verb
def submit_proof(*, actor: Actor, handed: Handed) -> Proof:
    """Hand in a proof for the organization that one acts for.

    Raises NotFound `acts_for_nobody`, Invalid `bad_kind`, `bad_period`, Conflict
    `too_many_waiting`, and what `attachments.attach` raises.
    """
    organization = access.own_organization(actor)
    if handed.kind not in ProofKind.values:
        raise Invalid("bad_kind", "请从列出的资质类别里选一个。")
    if not 0 <= (handed.valid_to - handed.valid_from).days <= MOST_DAYS:
        raise Invalid("bad_period", "有效期的截止日不能早于起始日，最长十年，请对照证明填写。")
    waiting = organization.proofs.filter(state=ProofState.SUBMITTED).count()
    if waiting >= MOST_WAITING:
        raise Conflict("too_many_waiting", "待核查的证明太多了，请等工会核查后再提交。")
    proof = Proof(
        organization=organization,
        kind=handed.kind,
        valid_from=handed.valid_from,
        valid_to=handed.valid_to,
        submitted_by_id=access.user_key(actor),
    )
    proof.attachment = attachments.attach(
        handed.upload,
        actor=actor,
        kind="commissioning_proof",
        case=organization.number,
        union=organization.union,
    )
    proof.save(force_insert=True)
    trace_file(organization, "submit_proof", actor=actor, fields=["proofs"])
    return proof


@verb
def accept_proof(number: str, *, actor: Actor, version: int) -> Proof:
    """Accept a proof as shown; never by who handed it in.

    Raises NotFound, Refused `own_proof`, StaleVersion, Conflict `wrong_state`.
    """
    return _decide(number, ProofAct.ACCEPT, "", actor=actor, version=version)


@verb
def refuse_proof(number: str, *, actor: Actor, version: int, reason: str) -> Proof:
    """Refuse a proof with a reason, also one that was accepted before; the organization is told.

    Raises NotFound, Refused `own_proof`, StaleVersion, Conflict `wrong_state`, Invalid
    `reason_missing`.
    """
    said = must_say(reason, "请写明哪里不符合，对方会看到。")
    if len(said) > LONGEST_REASON:
        raise Invalid("reason_missing", f"原因最多 {LONGEST_REASON} 个字。")
    proof = _decide(number, ProofAct.REFUSE, said, actor=actor, version=version)
    tell_organization(Topic.COMMISSIONING_PROOF_REFUSED, proof.organization, proof)
    return proof


def _decide(number: str, act: ProofAct, reason: str, *, actor: Actor, version: int) -> Proof:
    home = Organization.objects.filter(proofs__number=number).values_list("number", flat=True)
    org_number = home.first()
    if org_number is None:
        raise NotFound
    organization = open_file(org_number, actor=actor, permission=Permission.COMMISSIONING_ORG_CHECK)
    proof = Proof.objects.select_for_update(of=("self",)).get(number=number)
    check_version(proof, version)
    if proof.submitted_by_id == actor.user_id:
        raise Refused("own_proof", "这份证明是您提交的，请交给另一位同事核查。")
    proof.state = PROOF.move(proof.state, act)
    proof.reason, proof.version = reason, proof.version + 1
    proof.checked_by_id = access.user_key(actor)
    proof.save(update_fields=["state", "reason", "version", "checked_by"])
    proof.organization = organization
    trace_file(organization, f"{act}_proof", actor=actor, fields=["proofs"])
    return proof


def proof_for(number: str, *, actor: Actor) -> Proof:
    """Give a proof with its file to who may see the organization; raises NotFound."""
    found = (
        Proof.objects.select_related("attachment__key")
        .filter(number=number, organization__in=Organization.objects.visible_to(actor))
        .first()
    )
    if found is None or found.attachment is None:
        raise NotFound
    return found
