"""Reading a claim in full, opening a masked value, comparing doubles: all traced (RX.2)."""

from dataclasses import dataclass
from typing import get_args

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.access.write import verb
from backend.accounts import people
from backend.accounts.people import Revealable
from backend.audit import trail
from backend.files import links
from backend.kernel import clock
from backend.kernel.errors import Invalid, NotFound, Refused
from services.mutual_aid import access
from services.mutual_aid.models import Claim, ClaimPhoto
from services.mutual_aid.queries import claim_file, claim_parts, doubles
from services.mutual_aid.queries.claim_file import ClaimFile
from services.mutual_aid.queries.claim_parts import PhotoLine
from services.mutual_aid.queries.doubles import Double
from services.mutual_aid.workflow.claims.advance import round_of, trace

SENSITIVE = ("relation_sealed", "note_sealed", "entry_sealed", "opinion_sealed", "missing_sealed")
INVOICE = "invoice"
PURPOSE = "审核"
LOOKING = "核对疑点"


@dataclass(frozen=True, slots=True)
class Revealed:
    """One value in full."""

    value: str


@dataclass(frozen=True, slots=True)
class PhotoLink:
    """What fetches a photograph at `/files/{token}`: 60 seconds, in this session only."""

    token: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two claims side by side: of the other its number, its union and the papers in question."""

    number: str
    label: str
    other_number: str
    union_name: str
    key: str
    ours: list[PhotoLine]
    theirs: list[PhotoLine]


@verb
def read_claim(number: str, *, actor: Actor) -> ClaimFile:
    """Open a claim for the screen of an officer who may see it; raises NotFound."""
    claim = _seen(number, actor)
    trace(claim, "read", actor=actor, fields=SENSITIVE)
    return claim_file.file_of(claim, actor, round_of(claim))


@verb
def reveal(
    number: str, *, actor: Actor, field: str, purpose: str, line: str | None = None
) -> Revealed:
    """Open one masked value of the person, or the invoice number of a line, for a purpose.

    Raises NotFound, Refused without the right to full values, Invalid `purpose_missing`,
    `bad_field`.
    """
    claim = _seen(number, actor)
    actor.must(Permission.ACCOUNTS_PERSON_READ_FULL, within=claim)
    if field in get_args(Revealable):
        return Revealed(people.reveal(claim.person, field, actor=actor, purpose=purpose))  # type: ignore[arg-type]
    if field != INVOICE:
        raise Invalid("bad_field", "请选择要查看的一项：姓名、身份证号、手机号或发票号码。")
    if not purpose.strip():
        raise Invalid("purpose_missing", "查看完整信息前请填写用途，本人可以看到这条记录。")
    row = claim.lines.select_related("key").filter(number=line).first()
    if row is None:
        raise NotFound
    trail.record(
        actor,
        "mutual_aid.claim.reveal",
        claim,
        person_id=claim.person_id,
        union_id=claim.union_id,
        fields=["invoice_sealed"],
        purpose=purpose.strip(),
    )
    return Revealed(row.unseal("invoice_sealed"))


def invoices_of(number: str, *, actor: Actor) -> list[tuple[str, str]]:
    """Give the lines of a claim that have an invoice number, to choose one to open."""
    lines = _seen(number, actor).lines.filter(invoice_sealed__isnull=False)
    days = lines.order_by("happened_on", "pk").values_list("number", "happened_on")
    return [(line, f"{clock.day_words(day)}的发票号码") for line, day in days]


@verb
def compare(number: str, *, actor: Actor, key: str) -> Comparison:
    """Lay the papers of two claims side by side for who may review this one (R8.27).

    `key` names the double; the look is traced in both claims. Raises NotFound for what is no double
    of this claim, Refused for who works at none of its levels.
    """
    claim = _reviewed(number, actor)
    double = _double(claim, key)
    ours, theirs = claim_parts.photos_of_double(double)
    others = Claim.objects.filter(number=double.number).exclude(pk=claim.pk)
    for one in [claim, *others]:
        trail.record(
            actor,
            "mutual_aid.claim.compare",
            one,
            person_id=one.person_id,
            union_id=one.union_id,
            fields=["photos"],
            purpose=f"{LOOKING}：{claim.number}",
        )
    return Comparison(
        number=claim.number,
        label=double.label,
        other_number=double.number,
        union_name=double.union_name,
        key=key,
        ours=ours,
        theirs=theirs,
    )


def photo_for(number: str, photo: str, *, actor: Actor) -> ClaimPhoto:
    """Give a photograph of a claim its reader may see; the sending records the reading."""
    return _photo(photo, claim=_seen(number, actor))


def photo_link(number: str, photo: str, variant: str, *, actor: Actor) -> PhotoLink:
    """Give a link to a photograph of a claim its reader may see; the sending is recorded."""
    found = photo_for(number, photo, actor=actor)
    return PhotoLink(links.make(found.attachment, variant, actor=actor, purpose=PURPOSE))


def double_photo_for(number: str, key: str, photo: str, *, actor: Actor) -> ClaimPhoto:
    """Give a photograph of a double to who may review the claim; the sending records the reading.

    Raises NotFound for a photograph that no double of this claim names: it is no way to browse.
    """
    double = _double(_reviewed(number, actor), key)
    _, theirs = claim_parts.photos_of_double(double)
    if photo not in {one.number for one in theirs}:
        raise NotFound
    return _photo(photo, claim__number=double.number)


def double_photo_link(number: str, key: str, photo: str, *, actor: Actor) -> PhotoLink:
    """Give a link to the preview of a photograph of a double; the sending is recorded."""
    found = double_photo_for(number, key, photo, actor=actor)
    purpose = f"{LOOKING}：{number}"
    return PhotoLink(links.make(found.attachment, "preview", actor=actor, purpose=purpose))


def _double(claim: Claim, key: str) -> Double:
    found = next((one for one in doubles.find(claim) if one.key == key), None)
    if found is None:
        raise NotFound
    return found


def _photo(number: str, **where: object) -> ClaimPhoto:
    rows = ClaimPhoto.objects.select_related("attachment__key")
    found = rows.filter(number=number, **where).first()
    if found is None:
        raise NotFound
    return found


def _seen(number: str, actor: Actor) -> Claim:
    rows = Claim.objects.select_related("key", "person__key", "union", "cover", "plan_version")
    claim = rows.filter(number=number).first()
    if claim is None:
        raise NotFound
    access.must_see(actor, claim)
    return claim


def _reviewed(number: str, actor: Actor) -> Claim:
    claim = _seen(number, actor)
    if not access.reviews(actor, claim):
        raise Refused("not_permitted", "只有这份申领的审核人可以核对疑点，且不能核对本人的申领。")
    return claim
