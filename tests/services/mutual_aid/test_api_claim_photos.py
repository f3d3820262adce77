"""Papers of a claim over the staff API: a link by the right to the claim, read by its reader."""

from typing import Any

import pytest
from django.test import Client

from backend.access.permissions import Permission
from backend.access.roles import GRANTS, Role, roles_with
from backend.audit.models import Entry
from backend.files.forms import receive
from services.mutual_aid.models import Claim, ClaimPhoto
from services.mutual_aid.workflow.claims import photos
from tests import cast
from tests.services.mutual_aid import build_claims
from tests.services.mutual_aid import build_claims_review as build
from tests.services.mutual_aid.visits import jpeg

STAFF = "/api/staff/v1"


def get(client: Client, token: str, path: str) -> Any:
    return client.get(f"{STAFF}{path}", headers={"X-Session-Token": token})


def photographed(desk: build.Story) -> tuple[Claim, ClaimPhoto]:
    """Give a claim at the district, with a real photograph that its claimant took."""
    own = desk.who("li_mei")
    build_claims.covered(desk.made, "li_mei")
    claim = build_claims.filled(build_claims.begun(desk.made), own)
    photo = photos.attach_photo(
        claim.number,
        actor=own,
        upload=receive(jpeg(), actor=own).number,
        document="settlement_sheet",
    )
    build_claims.submit(claim, own)
    return build.passed(desk, build.row(claim.number)), photo


@pytest.mark.requirement("RX.5")
def test_the_district_approver_opens_the_papers_of_a_claim_he_reviews(
    desk: build.Story, client: Client
) -> None:
    claim, photo = photographed(desk)
    approver = cast.sign_in(desk.made.users["district_approver"])
    link = get(client, approver, f"/claims/{claim.number}/photos/{photo.number}")
    assert link.status_code == 200
    sent = get(client, approver, f"/files/{link.json()['token']}")
    assert (sent.status_code, sent["Content-Type"]) == (200, "image/jpeg")
    entry = Entry.objects.get(act="files:attachment:read")
    assert (entry.purpose, entry.field_names) == ("审核", ["preview"])
    other = cast.sign_in(desk.made.users["zhao_min"])
    assert get(client, other, f"/files/{link.json()['token']}").status_code == 404
    west = cast.sign_in(desk.made.users["west_reviewer"])
    assert get(client, west, f"/claims/{claim.number}/photos/{photo.number}").status_code == 404
    chair = cast.sign_in(desk.made.users["plan_officer"])
    assert get(client, chair, f"/claims/{claim.number}/photos/{photo.number}").status_code == 403
    assert get(client, approver, f"/claims/{claim.number}/photos/NONE").status_code == 404
    assert Entry.objects.filter(act="files:attachment:read").count() == 1


@pytest.mark.requirement("RX.5")
def test_whoever_reads_cases_reads_their_papers_and_nobody_else_does() -> None:
    """Handing in and reading are two rights: reviewers hand in nothing, editors read no case."""
    reads_cases = roles_with(Permission.MUTUAL_AID_CLAIM_READ) | roles_with(
        Permission.HARDSHIP_APPLICATION_READ
    )
    assert roles_with(Permission.FILES_ATTACHMENT_READ) == reads_cases
    assert Permission.FILES_UPLOAD_WRITE not in GRANTS[Role.DISTRICT_APPROVER]
    assert Permission.FILES_UPLOAD_WRITE not in GRANTS[Role.MEDICAL_REVIEWER]
