"""Beginning a claim and saving its answers; a draft is resumed on any device.

By the person herself, by family or a steward with her consent on paper, by an heir (R8.31).
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.access.write import verb
from backend.accounts import consents, memberships
from backend.accounts.models import ConsentPurpose, Person
from backend.fields.models import DataKey
from backend.kernel.errors import Conflict, Invalid, NotFound, Refused
from backend.unions.models import Union
from notifications.topics import Topic
from services.mutual_aid import access
from services.mutual_aid.models import Claim, ClaimantKind, Cover
from services.mutual_aid.queries import claim_consent
from services.mutual_aid.rules.claiming import CONSENT_PAPER
from services.mutual_aid.states import EDITABLE_CLAIMS, MandateState
from services.mutual_aid.workflow.claims import mandates, parties
from services.mutual_aid.workflow.claims.advance import (
    next_number,
    open_editable,
    open_own,
    tell,
    touch,
    trace,
)
from services.mutual_aid.workflow.claims.photos import enter_photo

NOTE_LENGTH = 1000


@dataclass(frozen=True, slots=True)
class Beginning:
    """Whose claim begins, by which cover, for which day, filed how."""

    person: Person
    cover: Cover
    event_on: date
    kind: ClaimantKind
    relation: str = ""


@verb
def begin(*, actor: Actor, plan: str, event_on: date, purposes: list[str]) -> Claim:
    """Begin one's own claim by a plan for an event; an open draft for the same is gone on with.

    Raises what `parties.cover_on` raises, Invalid `consent_missing` without consent to health
    data (RX.1).
    """
    person = parties.own_person(actor)
    cover = parties.cover_on(person, plan, event_on, is_own=True)
    return _open(
        Beginning(person, cover, event_on, ClaimantKind.SELF), actor=actor, purposes=purposes
    )


@verb
def begin_for_family(
    *,
    actor: Actor,
    id_number: str,
    name: str,
    relation: str,
    plan: str,
    event_on: date,
    purposes: list[str],
    paper: str,
) -> Claim:
    """Begin a claim for a relative who cannot; `paper` is the upload of her signed consent.

    She is told at once; the paper counts once an officer has looked at it (`mandates.confirm`).
    Raises what `begin` raises, Invalid `nobody_covered`, `bad_relation`, Conflict `own_claim` for
    oneself, and what `attachments.attach` raises.
    """
    person = _other(actor, id_number, name)
    words = parties.check_relation(relation)
    cover = parties.cover_on(person, plan, event_on, is_own=False)
    claim = _open(
        Beginning(person, cover, event_on, ClaimantKind.FAMILY, words),
        actor=actor,
        purposes=purposes,
    )
    mandate = claim_consent.mandate_of(claim)
    if mandate is None or mandate.state is MandateState.REVOKED:
        enter_photo(claim, None, CONSENT_PAPER, upload=paper, actor=actor)
        mandates.renew(claim, actor=actor)
    return claim


@verb
def begin_as_heir(
    *,
    actor: Actor,
    id_number: str,
    name: str,
    relation: str,
    plan: str,
    event_on: date,
    purposes: list[str],
) -> Claim:
    """Begin an heir's claim after a death; it cannot be submitted without proof of both.

    The consent is the heir's own. Raises as `begin_for_family`.
    """
    person = _other(actor, id_number, name)
    words = parties.check_relation(relation)
    cover = parties.cover_on(person, plan, event_on, is_own=False)
    return _open(
        Beginning(person, cover, event_on, ClaimantKind.HEIR, words),
        actor=actor,
        purposes=purposes,
    )


@verb
def begin_for(
    *,
    actor: Actor,
    union_number: str,
    id_number: str,
    name: str,
    plan: str,
    event_on: date,
    purposes: list[str],
) -> Claim:
    """Begin a claim for a worker of one's union; her signed consent is kept on paper.

    Raises NotFound for a foreign union and for a worker of another union, and what `begin`
    raises.
    """
    union = Union.objects.filter(number=union_number).first()
    if union is None or not actor.can(Permission.MUTUAL_AID_CLAIM_FILE, within=union):
        raise NotFound
    person = _other(actor, id_number, name)
    membership = memberships.standing(person)
    if membership is None or not union.contains(membership):
        raise parties.nobody_covered()
    cover = parties.cover_on(person, plan, event_on, is_own=False)
    return _open(
        Beginning(person, cover, event_on, ClaimantKind.STEWARD), actor=actor, purposes=purposes
    )


@verb
def fill(
    number: str,
    *,
    actor: Actor,
    version: int,
    event_on: date | None = None,
    note: str | None = None,
    relation: str | None = None,
) -> Claim:
    """Save answers about the whole claim; what is None stays as it is.

    Raises NotFound, StaleVersion, Conflict `not_editable`, `already_open`, Invalid
    `outside_cover`, `future_event`, `too_long`, `consent_missing`, `nothing_to_save`.
    """
    claim = open_editable(number, actor=actor, version=version)
    changed: list[str] = []
    if event_on is not None:
        changed += _set_event(claim, event_on)
    if note is not None:
        changed += _set_note(claim, note)
    if relation is not None and claim.claimant_kind in {ClaimantKind.FAMILY, ClaimantKind.HEIR}:
        claim.seal("relation_sealed", parties.check_relation(relation))
        changed.append("relation_sealed")
    if not changed:
        raise Invalid("nothing_to_save", "没有要保存的内容，请先填写再保存。")
    touch(claim, "fill", actor=actor, changed=changed)
    return claim


@verb
def agree(number: str, *, actor: Actor, purposes: list[str]) -> Claim:
    """Agree again after a consent was taken back (RX.1).

    For a relative's claim only the person herself can; the relative hands in a new paper. Raises
    NotFound, Refused `not_yours`.
    """
    claim = open_own(number, actor=actor)
    if claim.claimant_kind == ClaimantKind.FAMILY and claim.person_id != actor.person_id:
        raise Refused(
            "not_yours",
            "同意要由本人给。请重新拍照上传本人签名的委托和同意书，或请本人登录后同意。",
        )
    parties.give_consents(claim, purposes, actor=actor)
    return claim


@verb
def take_back(number: str, *, actor: Actor) -> Claim:
    """Take the consent to health data back: nothing more is stored or submitted (RX.1).

    Only by whose consent it is; raises NotFound, Refused `not_yours`, Conflict `no_consent`.
    """
    claim = open_own(number, actor=actor)
    holder = claim_consent.holder_of(claim)
    if holder.pk != actor.person_id:
        raise Refused("not_yours", "同意由本人撤回。请本人登录后在这一页撤回，或到工会服务站办理。")
    ended = consents.withdraw(holder, ConsentPurpose.HEALTH, actor=actor)
    if not (mandates.revoke(claim, actor=actor) or ended):
        raise Conflict("no_consent", "这项同意已经撤回，不用再撤。")
    return claim


def _other(actor: Actor, id_number: str, name: str) -> Person:
    person = parties.named_person(id_number, name)
    if person.pk == actor.person_id:
        raise Conflict("own_claim", "这是您本人。请从“看病后申领”开始，不用代办。")
    return person


def _open(case: Beginning, *, actor: Actor, purposes: list[str]) -> Claim:
    """Give the open draft of this cover, event and filer, or a fresh one; the cover is locked."""
    known = _drafts(case.cover, case.event_on, case.kind, actor.user_id).first()
    claim = known or Claim(
        key=DataKey.make(),
        number=next_number(),
        person=case.person,
        cover=case.cover,
        plan_version=parties.version_on(case.cover, case.event_on),
        claimant_kind=case.kind,
        filed_by_id=access.user_key(actor),
        event_on=case.event_on,
    )
    parties.give_consents(claim, purposes, actor=actor)
    # A relative's paper comes right after, and is what she is held to.
    if case.kind != ClaimantKind.FAMILY:
        parties.must_consent(claim)
    if known is not None:
        return known
    claim.place(parties.home_of(case.person, case.cover))
    claim.seal("relation_sealed", case.relation)
    claim.save(force_insert=True)
    trace(claim, "begin", actor=actor, fields=["event_on", "claimant_kind"])
    if case.kind != ClaimantKind.SELF:
        tell(Topic.MUTUAL_AID_CLAIM_FILED_FOR_YOU, claim)
    return claim


def _drafts(cover: Cover, event_on: date, kind: str, user_id: int | None) -> QuerySet[Claim]:
    rows = Claim.objects.filter(
        cover=cover,
        event_on=event_on,
        claimant_kind=kind,
        filed_by_id=user_id,
        state__in=[str(state) for state in EDITABLE_CLAIMS],
    )
    return rows.select_related("key", "person", "filed_by__person", "union")


def _set_event(claim: Claim, event_on: date) -> list[str]:
    parties.must_have_happened(event_on)
    cover = Cover.objects.select_for_update(of=("self",)).get(pk=claim.cover_id)
    if not cover.first_day <= event_on <= cover.last_day:
        raise parties.outside_cover(claim.plan_version.title, [cover], event_on)
    rows = _drafts(cover, event_on, claim.claimant_kind, claim.filed_by_id)
    if rows.exclude(pk=claim.pk).exists():
        raise Conflict("already_open", "这一天已有一份没提交的申领，请打开那一份继续填。")
    claim.event_on = event_on
    claim.plan_version = parties.version_on(cover, event_on)
    return ["event_on", "plan_version"]


def _set_note(claim: Claim, note: str) -> list[str]:
    if len(note) > NOTE_LENGTH:
        raise Invalid("too_long", f"说明最多写 {NOTE_LENGTH} 个字，您写了 {len(note)} 个字。")
    if note.strip():
        parties.must_consent(claim)
    claim.seal("note_sealed", note.strip())
    return ["note_sealed"]
