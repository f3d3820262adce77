"""The same invoice, stay or photograph in two claims, found across all unions (R8.27).

Tokens and hashes are compared, never papers: nobody sees another union's claim by this. What a
reviewer may see of the other claim is its number, its union and the papers in question.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db import connection
from django.db.models import Q

from backend.files import likeness
from backend.files.likeness import Likeness
from services.mutual_aid.models import Claim, ClaimLine, ClaimPhoto, ClaimStep
from services.mutual_aid.queries.claim_papers import lines_of, photos_of
from services.mutual_aid.states import ClaimAct, ClaimState

LOOK = "look"
NOT_MADE = (ClaimState.DRAFT, ClaimState.WITHDRAWN)
MOST_SHOWN = 20
# Papers that a person hands in with each of her claims. They tell nothing about doubles, and no
# reviewer of another claim sees them.
PERSONAL = ("id_copy", "bank_card_copy", "household_book", "kinship_proof")


# Asked in every act of a review, so that the ORM need not build them anew (docs/performance.md).
_SAME_INVOICE = """
SELECT l.id, l.invoice_token, c.number, u.name, c.submitted_at
  FROM mutual_aid_claimline l
  JOIN mutual_aid_claim c ON c.id = l.claim_id
  JOIN mutual_aid_cover v ON v.id = c.cover_id
  JOIN unions_union u ON u.id = c.union_id
 WHERE l.invoice_token = ANY(%s) AND l.id <> ALL(%s) AND c.state <> ALL(%s)
   AND (c.person_id <> %s OR v.plan_id = %s)
 ORDER BY l.id DESC LIMIT %s
"""
_OVERLAPPING_STAYS = """
SELECT l.id, l.happened_on, l.ended_on, c.number, u.name, c.submitted_at
  FROM mutual_aid_claimline l
  JOIN mutual_aid_claim c ON c.id = l.claim_id
  JOIN mutual_aid_cover v ON v.id = c.cover_id
  JOIN unions_union u ON u.id = c.union_id
 WHERE c.person_id = %s AND v.plan_id = %s AND c.id <> %s AND c.state <> ALL(%s)
   AND l.ended_on > l.happened_on
   AND EXISTS (SELECT FROM unnest(%s::date[], %s::date[]) AS stay (first, last)
                WHERE l.happened_on < stay.last AND l.ended_on > stay.first)
 ORDER BY l.id DESC LIMIT %s
"""


class Sameness(StrEnum):
    """What two claims have in common 疑点."""

    INVOICE = "invoice"
    STAY = "stay"
    SAME_PHOTO = "same_photo"
    LIKE_PHOTO = "like_photo"


SAMENESS_LABELS: dict[Sameness, str] = {
    Sameness.INVOICE: "同一张发票",
    Sameness.STAY: "住院日期重叠",
    Sameness.SAME_PHOTO: "同一张照片",
    Sameness.LIKE_PHOTO: "看上去相同的照片",
}


@dataclass(frozen=True, slots=True)
class Double:
    """Another claim with something in common: two lines of theirs and ours, or two photographs."""

    kind: Sameness
    number: str
    union_name: str
    since: datetime
    line_id: int | None = None
    other_line_id: int | None = None
    photo: str = ""
    other_photo: str = ""

    @property
    def key(self) -> str:
        """Name it within its claim: by their line, or by their photograph."""
        return self.other_photo or f"{self.other_line_id}"

    @property
    def label(self) -> str:
        """What they have in common, in words."""
        return SAMENESS_LABELS[self.kind]


def find(claim: Claim) -> list[Double]:
    """Find what this claim has in common with others, or one line of it with another."""
    lines = sorted(lines_of(claim), key=lambda line: line.pk)
    found = [*_invoices(claim, lines), *_stays(claim, lines), *_photographs(claim)]
    return found[:MOST_SHOWN]


def unseen(claim: Claim) -> list[Double]:
    """Give the doubles that nobody has compared since this round of the review began."""
    return unseen_of(claim, find(claim))


def unseen_of(claim: Claim, found: list[Double]) -> list[Double]:
    """Leave out of the doubles of a claim those that this round has compared already."""
    if not found:
        return []
    last: datetime | None = None
    steps = ClaimStep.objects.filter(
        claim=claim, act__in=[LOOK, str(ClaimAct.SUBMIT), str(ClaimAct.RESUME)]
    )
    for act, at in steps.order_by("pk").values_list("act", "at"):
        last = at if act == LOOK else None
    return [one for one in found if last is None or one.since > last]


def _invoices(claim: Claim, lines: list[ClaimLine]) -> list[Double]:
    """One invoice pays once: for anybody else, and for the same person under the same plan."""
    tokens = {bytes(one.invoice_token): one.pk for one in lines if one.invoice_token}
    if not tokens:
        return []
    states = [str(state) for state in NOT_MADE]
    asked: list[Any] = [
        list(tokens),
        list(tokens.values()),
        states,
        claim.person_id,
        claim.cover.plan_id,
    ]
    with connection.cursor() as cursor:
        cursor.execute(_SAME_INVOICE, [*asked, MOST_SHOWN])
        rows = cursor.fetchall()
    return [
        Double(
            Sameness.INVOICE,
            number,
            union_name,
            since,
            line_id=tokens[bytes(token)],
            other_line_id=line_id,
        )
        for line_id, token, number, union_name, since in rows
    ]


def _stays(claim: Claim, lines: list[ClaimLine]) -> list[Double]:
    """Nobody lies in two beds: stays of one person that overlap by more than the day of moving."""
    stays = [
        (one.pk, one.happened_on, one.ended_on)
        for one in lines
        if one.ended_on and one.ended_on > one.happened_on
    ]
    if not stays:
        return []
    asked: list[Any] = [
        claim.person_id,
        claim.cover.plan_id,
        claim.pk,
        [str(state) for state in NOT_MADE],
        [begin for _, begin, _ in stays],
        [end for _, _, end in stays],
    ]
    with connection.cursor() as cursor:
        cursor.execute(_OVERLAPPING_STAYS, [*asked, MOST_SHOWN])
        rows = cursor.fetchall()
    found = []
    for line_id, first, last, number, union_name, since in rows:
        mine = next(key for key, begin, end in stays if begin < last and first < end)
        found.append(
            Double(Sameness.STAY, number, union_name, since, line_id=mine, other_line_id=line_id)
        )
    return found


def _photographs(claim: Claim) -> list[Double]:
    """Find photographs of other claims that are the same or look so (`backend.files.likeness`)."""
    pairs: dict[str, tuple[ClaimPhoto, Likeness]] = {}
    for photo in photos_of(claim):
        if photo.document in PERSONAL:
            continue
        for like in likeness.alike(photo.attachment):
            pairs.setdefault(like.number, (photo, like))
    if not pairs:
        return []
    rows = (
        ClaimPhoto.objects.select_related("claim__union", "attachment")
        .filter(_other_person_or_same_plan(claim), attachment__number__in=pairs)
        .exclude(claim=claim.pk)
        .exclude(claim__state__in=NOT_MADE)
        .exclude(document__in=PERSONAL)
    )
    found = []
    for row in rows.order_by("-pk")[:MOST_SHOWN]:
        photo, like = pairs[row.attachment.number]
        found.append(
            Double(
                kind=Sameness.SAME_PHOTO if like.is_same else Sameness.LIKE_PHOTO,
                number=row.claim.number,
                union_name=row.claim.union.name,
                since=row.claim.submitted_at or row.added_at,
                photo=photo.number,
                other_photo=row.number,
            )
        )
    return found


def _other_person_or_same_plan(claim: Claim) -> Q:
    """One paper may serve one person under two plans; what each pays then is the plans' rule."""
    return ~Q(claim__person=claim.person_id) | Q(claim__cover__plan=claim.cover.plan_id)
