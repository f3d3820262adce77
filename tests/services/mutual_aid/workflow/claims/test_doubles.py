"""The same invoice twice: flagged across all unions, compared, and only then decided (R8.27)."""

from datetime import timedelta
from typing import Any

import pytest

from backend.audit.models import Entry
from backend.kernel import clock
from backend.kernel.errors import Conflict, Invalid, NotFound, Refused
from services.mutual_aid.models import ClaimPhoto
from services.mutual_aid.queries import doubles
from services.mutual_aid.workflow.claims import reading, review
from services.mutual_aid.workflow.claims.approval import approve
from tests.services.hardship.build import upload
from tests.services.mutual_aid import build_claims_review as build
from tests.services.mutual_aid.proof_review import refused

INVOICE = build.Stay(invoice="12345678")


def kinds(claim: build.Claim) -> list[tuple[str, str, str]]:
    return [(one.kind, one.number, one.union_name) for one in doubles.find(claim)]


@pytest.mark.requirement("R8.27")
def test_an_invoice_is_found_again_in_another_district(desk: build.Story) -> None:
    first = build.filed(desk, INVOICE, under=build.cover(desk, "chen_ping"))
    assert not first.needs_look
    claim = build.filed(desk, INVOICE)
    assert claim.needs_look
    assert kinds(claim) == [("invoice", first.number, "城西公交公司工会")]
    claim = build.passed(desk, claim)
    reviewer = desk.who("zhao_min")
    with refused(Conflict, "needs_look"):
        approve(claim.number, actor=reviewer, version=claim.version)
    with refused(Invalid, "reason_missing"):
        review.look(claim.number, actor=reviewer, version=claim.version, finding=" ")
    claim = review.look(
        claim.number, actor=reviewer, version=claim.version, finding="号码相同，开票单位不同。"
    )
    assert not claim.needs_look
    approve(claim.number, actor=reviewer, version=claim.version)
    # The older claim of the two is stopped as well, though it came when nothing was wrong yet.
    second = build.Story(
        desk.made, {**desk.levels, "unit": "bus_chair", "district": "west_reviewer"}
    )
    first = build.passed(second, first)
    assert first.needs_look
    with refused(Conflict, "needs_look"):
        approve(first.number, actor=desk.who("west_reviewer"), version=first.version)


@pytest.mark.requirement("R8.27")
def test_stays_that_overlap_are_flagged_and_a_move_between_hospitals_is_not(
    desk: build.Story,
) -> None:
    day = build.date(2026, 10, 5)

    def stay(first: int, last: int) -> build.Claim:
        return build.filed(
            desk, build.Stay(day=day + timedelta(days=first), until=day + timedelta(days=last))
        )

    first = stay(0, 10)
    moved, overlapping = stay(10, 12), stay(9, 11)
    assert not moved.needs_look
    assert ("stay", first.number, "第三机床厂工会") in kinds(overlapping)


def test_one_invoice_twice_in_one_claim_and_under_two_plans(desk: build.Story) -> None:
    twice = build.filed(desk, INVOICE, build.Stay("observation", "300", invoice="12345678"))
    assert kinds(twice)[0] == ("invoice", twice.number, "第三机床厂工会")
    women = build.Stay("women_illness", "4", invoice="777")
    first = build.filed(desk, build.Stay(invoice="777"))
    other = build.filed(desk, women, under=build.cover(desk, plan=build.WOMEN))
    assert (kinds(first), kinds(other)) == ([], [])


def test_where_nothing_is_doubtful_nothing_is_looked_at(desk: build.Story) -> None:
    claim = build.filed(desk)
    with refused(Conflict, "nothing_to_look_at"):
        review.look(claim.number, actor=desk.who("wang_qiang"), version=claim.version, finding="x")


def with_photo(
    desk: build.Story, claim: build.Claim, key: str, document: str = "settlement_sheet"
) -> ClaimPhoto:
    """Put a photograph to the line of a claim; all of them have the same content."""
    attachment = build.Attachment.objects.get(number=upload(desk.who(key)))
    attachment.kind, attachment.case = "mutual_aid_paper", claim.number
    attachment.attached_at, attachment.content_digest = clock.now(), b"d" * 32
    attachment.save()
    return ClaimPhoto.objects.create(
        claim=claim, line=claim.lines.get(), document=document, attachment=attachment
    )


@pytest.mark.requirement("R8.27")
def test_the_same_photograph_is_found_again_and_an_identity_card_is_not_looked_at(
    desk: build.Story,
) -> None:
    first = build.filed(desk, under=build.cover(desk, "chen_ping"))
    for document in ("settlement_sheet", "id_copy"):
        with_photo(desk, first, "chen_ping", document)
    claim = build.draft(desk)
    ours = with_photo(desk, claim, "li_mei")
    card = with_photo(desk, claim, "li_mei", "id_copy")
    claim = build.submit(desk, claim)
    assert claim.needs_look
    (double,) = doubles.find(claim)
    assert (double.kind, double.number, double.photo) == ("same_photo", first.number, ours.number)
    found = reading.compare(claim.number, actor=desk.who("wang_qiang"), key=double.key)
    assert [one.kind_label for one in [*found.ours, *found.theirs]] == ["医保结算单"] * 2
    assert card.number not in {one.number for one in found.ours}


@pytest.mark.requirement("R8.27")
def test_papers_are_compared_side_by_side_by_who_may_review_and_it_is_traced(
    desk: build.Story,
) -> None:
    first = build.filed(desk, INVOICE, under=build.cover(desk, "chen_ping"))
    theirs = with_photo(desk, first, "chen_ping")
    claim = build.filed(desk, INVOICE)
    ours = with_photo(desk, claim, "li_mei")
    key = str(first.lines.get().pk)
    chair = desk.who("wang_qiang")
    found = reading.compare(claim.number, actor=chair, key=key)
    assert (found.other_number, found.union_name) == (first.number, "城西公交公司工会")
    assert [one.number for one in found.ours] == [ours.number]
    assert [one.number for one in found.theirs] == [theirs.number]
    traced = Entry.objects.filter(act="mutual_aid.claim.compare").order_by("pk")
    assert [(one.person_id, one.purpose) for one in traced] == [
        (claim.person_id, f"核对疑点：{claim.number}"),
        (first.person_id, f"核对疑点：{claim.number}"),
    ]
    given: dict[str, Any] = {"actor": chair}
    assert reading.double_photo_for(claim.number, key, theirs.number, **given) == theirs
    with refused(NotFound, "not_found"):
        reading.double_photo_for(claim.number, key, ours.number, **given)
    with refused(NotFound, "not_found"):
        reading.compare(claim.number, actor=chair, key=str(claim.lines.get().pk))
    with refused(Refused, "not_permitted"):
        reading.compare(claim.number, actor=desk.who("zhou_lan"), key=key)
    with refused(NotFound, "not_found"):
        reading.compare(claim.number, actor=desk.who("bus_chair"), key=key)
