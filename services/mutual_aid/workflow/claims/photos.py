"""Photographs of the papers of a claim: several for each, for one line or for the whole."""

from backend.access.actor import Actor
from backend.access.write import verb
from backend.files import attachments
from backend.kernel.errors import Conflict, Invalid, NotFound
from services.mutual_aid.models import Claim, ClaimantKind, ClaimLine, ClaimPhoto
from services.mutual_aid.rules import claiming
from services.mutual_aid.workflow.claims import mandates, parties
from services.mutual_aid.workflow.claims.advance import open_editable, touch

# One kind for all papers of all claims: a picture is recognised wherever it turns up again.
KIND = "mutual_aid_claim"


@verb
def attach_photo(
    number: str, *, actor: Actor, upload: str, document: str, line: str | None = None
) -> ClaimPhoto:
    """Put an uploaded photograph into a claim, for one line or for the whole.

    A new consent paper has to be looked at anew, whatever was said of the one before.

    Raises NotFound, Conflict `not_editable`, `too_many_photos`, Invalid `unknown_document`,
    `consent_missing`, and what `attachments.attach` raises.
    """
    claim = open_editable(number, actor=actor)
    is_mandate = document == claiming.CONSENT_PAPER
    if not is_mandate:
        parties.must_consent(claim)
    found = line_of(claim, line) if line else None
    if document not in possible_documents(claim):
        raise Invalid("unknown_document", "请从列出的材料里选一种。")
    if claim.photos.count() >= claiming.MOST_PHOTOS:
        raise Conflict(
            "too_many_photos",
            f"一份申领最多 {claiming.MOST_PHOTOS} 张照片，请先移除不需要的。",
        )
    photo = enter_photo(claim, found, document, upload=upload, actor=actor)
    if is_mandate:
        mandates.renew(claim, actor=actor)
    touch(claim, "attach", actor=actor)
    return photo


@verb
def remove_photo(number: str, *, actor: Actor, photo: str) -> Claim:
    """Take a photograph out of a claim that may still change.

    Raises NotFound, Conflict `not_editable`, `in_use` for the only consent paper.
    """
    claim = open_editable(number, actor=actor)
    found = claim.photos.filter(number=photo).first()
    if found is None:
        raise NotFound
    papers = claim.photos.filter(document=claiming.CONSENT_PAPER).exclude(pk=found.pk)
    if found.document == claiming.CONSENT_PAPER and not papers.exists():
        raise Conflict("in_use", "这张是本人签名的同意书，先传一张新的再移除这一张。")
    found.delete()
    touch(claim, "remove_photo", actor=actor)
    return claim


def enter_photo(
    claim: Claim, line: ClaimLine | None, document: str, *, upload: str, actor: Actor
) -> ClaimPhoto:
    """Claim an upload for a paper of this claim."""
    attachment = attachments.attach(
        upload,
        actor=actor,
        kind=KIND,
        case=claim.number,
        person_id=claim.person_id,
        union=claim.union,
    )
    return ClaimPhoto.objects.create(
        claim=claim, line=line, document=document, attachment=attachment
    )


def possible_documents(claim: Claim) -> list[str]:
    """List the papers that the plan may ask for, those of who files, and anything else."""
    terms, pack = claim.plan_version.rules.claim, claim.plan_version.rules
    named = claiming.needed_documents(terms, [one.item for one in pack.benefits])
    filing = claiming.documents_of_whole(terms, ClaimantKind(claim.claimant_kind))
    return list(dict.fromkeys([*named, *filing, claiming.INVOICE, claiming.OTHER]))


def line_of(claim: Claim, number: str) -> ClaimLine:
    """Find a line of a claim; raises NotFound."""
    found = claim.lines.select_related("key").filter(number=number).first()
    if found is None:
        raise NotFound
    return found
