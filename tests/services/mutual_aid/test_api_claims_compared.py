"""Two papers side by side over the API: number, union, the papers in question (R8.27)."""

import pytest
from django.test import Client

from backend.audit.models import Entry
from backend.files.forms import receive
from backend.files.models import Attachment
from backend.kernel import clock
from services.mutual_aid.models import Claim, ClaimPhoto
from tests import cast
from tests.services.mutual_aid import build_claims_review as build
from tests.services.mutual_aid.test_api_claims_staff import BASE, Call, call
from tests.services.mutual_aid.visits import jpeg
from tests.services.mutual_aid.workflow.claims.test_doubles import INVOICE, with_photo

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R8.27")]
__all__ = ["call"]
READERS = ("wang_qiang", "zhao_min")


def photographed(desk: build.Story, claim: Claim, key: str) -> ClaimPhoto:
    """Put a photograph with a content to the line of a claim."""
    upload = receive(jpeg(), actor=desk.who(key))
    attachment = Attachment.objects.get(number=upload.number)
    attachment.kind, attachment.case = "mutual_aid_paper", claim.number
    attachment.attached_at = clock.now()
    attachment.save()
    return ClaimPhoto.objects.create(
        claim=claim, line=claim.lines.get(), document="settlement_sheet", attachment=attachment
    )


def test_a_reviewer_lays_two_papers_side_by_side_and_both_claims_keep_the_trace(
    desk: build.Story, call: Call, client: Client
) -> None:
    first = build.filed(desk, INVOICE, under=build.cover(desk, "chen_ping"))
    theirs = photographed(desk, first, "chen_ping")
    claim = build.filed(desk, INVOICE)
    ours = with_photo(desk, claim, "li_mei")
    found = call("wang_qiang", f"/{claim.number}").json()["doubles"]
    assert {one["number"] for one in found} == {first.number}
    double = next(one for one in found if one["label"] == "同一张发票")
    address = f"/{claim.number}/doubles/{double['key']}"
    found = call("wang_qiang", address).json()
    papers = {side: [one["number"] for one in found.pop(side)] for side in ("ours", "theirs")}
    assert papers == {"ours": [ours.number], "theirs": [theirs.number]}
    assert found == {
        "number": claim.number,
        "key": double["key"],
        "label": "同一张发票",
        "other_number": first.number,
        "union_name": "城西公交公司工会",
    }
    traced = Entry.objects.filter(act="mutual_aid.claim.compare").order_by("pk")
    assert [one.person_id for one in traced] == [claim.person_id, first.person_id]
    hers, another = ({"X-Session-Token": cast.sign_in(desk.made.users[who])} for who in READERS)
    asked = client.get(f"{BASE}{address}/photos/{theirs.number}", headers=hers)
    path = f"/api/staff/v1/files/{asked.json()['token']}"
    assert client.get(path, headers=another).status_code == 404
    assert client.get(path, headers=hers).status_code == 200
    entry = Entry.objects.get(act="files:attachment:read")
    assert (entry.purpose, entry.field_names) == (f"核对疑点：{claim.number}", ["preview"])


def test_it_is_no_way_to_browse_and_who_reviews_nothing_is_refused(
    desk: build.Story, call: Call
) -> None:
    first = build.filed(desk, INVOICE, under=build.cover(desk, "chen_ping"))
    theirs = with_photo(desk, first, "chen_ping")
    card = with_photo(desk, first, "chen_ping", "id_copy")
    claim = build.filed(desk, INVOICE)
    ours = with_photo(desk, claim, "li_mei")
    address = f"/{claim.number}/doubles/{first.lines.get().pk}"
    traces = Entry.objects.filter(act__startswith="mutual_aid.claim.")
    before = traces.count()
    for who, path, status in (
        ("wang_qiang", f"/{claim.number}/doubles/{claim.lines.get().pk}", 404),
        ("wang_qiang", f"/{claim.number}/doubles/x-1", 404),
        ("wang_qiang", f"/SL-2026-999999/doubles/{first.lines.get().pk}", 404),
        ("wang_qiang", f"{address}/photos/{ours.number}", 404),
        ("wang_qiang", f"{address}/photos/{card.number}", 404),
        ("bus_chair", address, 404),
        ("bus_chair", f"{address}/photos/{theirs.number}", 404),
        ("zhou_lan", address, 403),
        ("zhou_lan", f"{address}/photos/{theirs.number}", 403),
        ("li_mei", address, 403),
    ):
        assert call(who, path).status_code == status, (who, path)
    assert traces.count() == before
