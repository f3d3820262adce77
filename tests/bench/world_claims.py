"""People with all that a claim needs, and a finished draft of each: one stay, three photographs.

Entered straight into the tables: a person with her sign-in, membership, consent, cover and verified
account, a claim with one line and the three papers that the plan asks for, every photograph unlike
all others. Each person has one claim, as most have in a year.
"""

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from django.db import connection

from backend.accounts import tokens
from backend.accounts.models import (
    Consent,
    ConsentPurpose,
    Membership,
    PayeeAccount,
    Person,
    User,
)
from backend.config.demo import cast
from backend.fields.keys import keyring
from backend.fields.models import DataKey
from backend.files import likeness
from backend.files.models import Attachment, Media
from backend.kernel import clock, seal
from backend.kernel.identifiers import uuid7
from services.mutual_aid.models import Claim, ClaimLine, ClaimPhoto, Cover, PlanVersion
from services.mutual_aid.workflow.claims.advance import PREFIX
from services.mutual_aid.workflow.claims.photos import KIND
from tests.bench.world_payment import entered_account
from tests.cast import sign_in

PAPERS = ("settlement_sheet", "id_copy", "bank_card_copy")
EVENT, LEFT = date(2026, 11, 2), date(2026, 11, 9)
YEAR = (date(2026, 1, 1), date(2026, 12, 31))
PAID_FEN = 700_000
BATCH = 1_000


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft: its key and number, the token of who made it, and all values that are its own.

    `own` has the same values in the same places for each draft.
    """

    pk: int
    number: str
    token: str
    own: tuple[Any, ...]


def make_drafts(world: cast.Cast, version: PlanVersion, count: int) -> list[Draft]:
    """Enter so many people with a finished draft each."""
    drawn = random.Random(20261130)
    people = _people(world, version, count)
    covers = {one.person_id: one for one in Cover.objects.filter(plan=version.plan)}
    claims = _claims(world, people, covers)
    lines = ClaimLine.objects.bulk_create(map(_line, claims), batch_size=BATCH)
    files = [_file(one, drawn) for one in claims for _ in PAPERS]
    Attachment.objects.bulk_create(files, batch_size=BATCH)
    photos = [
        ClaimPhoto(claim=claim, document=paper, attachment=files[3 * place + at])
        for place, claim in enumerate(claims)
        for at, paper in enumerate(PAPERS)
    ]
    ClaimPhoto.objects.bulk_create(photos, batch_size=BATCH)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return [
        _draft(claim, line, photos[3 * place : 3 * place + 3])
        for place, (claim, line) in enumerate(zip(claims, lines, strict=True))
    ]


def _people(world: cast.Cast, version: PlanVersion, count: int) -> list[Person]:
    keys = _keys(count)
    people = []
    for place, key in enumerate(keys):
        person = Person(key=key, display_name="王*", sex="F")
        person.seal("name_sealed", f"王小{place}")
        people.append(person)
    Person.objects.bulk_create(people, batch_size=BATCH)
    User.objects.bulk_create([User(person=one) for one in people], batch_size=BATCH)
    members = [Membership(person=one, joined_on=YEAR[0]) for one in people]
    for one in members:
        one.place(world.unions["factory"])
    Membership.objects.bulk_create(members, batch_size=BATCH)
    health = {"purpose": ConsentPurpose.HEALTH.value, "notice_version": "1", "notice_digest": b"1"}
    Consent.objects.bulk_create([Consent(person=one, **health) for one in people], batch_size=BATCH)
    _verified_accounts(world, people)
    by = {"plan": version.plan, "plan_version": version, "first_day": YEAR[0], "last_day": YEAR[1]}
    Cover.objects.bulk_create([Cover(person=one, **by) for one in people], batch_size=BATCH)
    return people


def _keys(count: int) -> list[DataKey]:
    keys = [DataKey(wrapped=keyring().wrap(seal.new_data_key())) for _ in range(count)]
    return DataKey.objects.bulk_create(keys, batch_size=BATCH)


def _verified_accounts(world: cast.Cast, people: Sequence[Person]) -> None:
    clerk = world.users["liu_yang"]
    accounts = [entered_account(one, place, clerk) for place, one in enumerate(people)]
    PayeeAccount.objects.bulk_create(accounts, batch_size=BATCH)
    PayeeAccount.objects.filter(pk__in=[one.pk for one in accounts]).update(
        state="verified", verified_by=world.users["zhao_min"], verified_at=clock.now()
    )


def _claims(world: cast.Cast, people: Sequence[Person], covers: dict[int, Cover]) -> list[Claim]:
    claims = []
    for place, (person, key) in enumerate(zip(people, _keys(len(people)), strict=True)):
        cover = covers[person.pk]
        claim = Claim(
            number=f"{PREFIX}-B-{place:08d}",
            key=key,
            person=person,
            cover=cover,
            plan_version=cover.plan_version,
            claimant_kind="self",
            filed_by=person.user,
            event_on=EVENT,
        )
        claim.place(world.unions["factory"])
        claims.append(claim)
    return Claim.objects.bulk_create(claims, batch_size=BATCH)


def _line(claim: Claim) -> ClaimLine:
    line = ClaimLine(
        claim=claim,
        key=claim.key,
        item="inpatient",
        happened_on=EVENT,
        ended_on=LEFT,
        invoice_amount_fen=1_000_000,
        invoice_on=LEFT,
        invoice_token=keyring().index("invoice", claim.number),
    )
    line.seal("entry_sealed", json.dumps({"amount": "10000"}))
    line.seal("invoice_sealed", claim.number)
    return line


def _file(claim: Claim, drawn: random.Random) -> Attachment:
    number = str(uuid7())
    return Attachment(
        number=number,
        key=claim.key,
        uploader=claim.filed_by,
        person=claim.person,
        union=claim.union,
        media=Media.IMAGE,
        kind=KIND,
        case=claim.number,
        created_at=clock.now(),
        attached_at=clock.now(),
        content_digest=sha256(number.encode()).digest(),
        perceptual_hash=drawn.getrandbits(63),
        perceptual_detail=drawn.randbytes(32),
    )


def _draft(claim: Claim, line: ClaimLine, photos: Sequence[ClaimPhoto]) -> Draft:
    token = sign_in(claim.filed_by)
    person = claim.person
    own: list[Any] = [
        *(claim.pk, claim.number, claim.key_id, claim.cover_id, line.pk, line.invoice_token),
        *(person.pk, person.key_id, person.number, person.user.pk, tokens.digest(token)),
    ]
    for photo in photos:
        own += [photo.pk, *_looks(photo.attachment)]
    return Draft(claim.pk, claim.number, token, tuple(own))


def _looks(file: Attachment) -> list[Any]:
    """Give all that a search for photographs like this one asks for."""
    asked = likeness.asked_of(file, kind=KIND)
    known = (file.pk, file.number, file.content_digest, file.perceptual_detail)
    return [*known, *asked["upper"], *asked["lower"]]
