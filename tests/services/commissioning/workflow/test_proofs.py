"""Proofs handed in by the organization, decided by another person; support files (R9.1, R9.24)."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from backend.access.versions import StaleVersion
from backend.config.demo.cases import sample_photo
from backend.files import forms
from backend.kernel.errors import Conflict, Invalid, NotFound, Refused
from backend.kernel.money import Money
from notifications.models import Event
from notifications.topics import Topic
from services.commissioning.models import Organization, Proof, Support, VolunteerActivity
from services.commissioning.states.organizations import ProofState
from services.commissioning.workflow import proofs, support
from services.commissioning.workflow.proofs import Handed
from services.commissioning.workflow.support import Activity
from tests.services.commissioning.proof import refused
from tests.services.commissioning.walk import Story

pytestmark = pytest.mark.django_db
ACTIVITY = Activity(date(2026, 2, 28), "社区义诊", volunteers=8, minutes=1920, served=120)


def handed(story: Story, who: str = "feng_xue") -> Handed:
    """Give a proof whose file was uploaded by who hands it in."""
    file = SimpleUploadedFile("proof.jpg", sample_photo("tax"), content_type="image/jpeg")
    upload = forms.receive(file, actor=story.world.actor(who))
    return Handed("tax", date(2026, 1, 1), date(2026, 12, 31), upload.number)


def volunteers(story: Story) -> Organization:
    """Make the first organization a volunteer organization."""
    heart = story.world.organizations["heart"]
    Organization.objects.filter(pk=heart.pk).update(kind="volunteer")
    return Organization.objects.get(pk=heart.pk)


@pytest.mark.requirement("R9.1")
def test_a_proof_is_handed_in_accepted_and_may_fall_again(story: Story) -> None:
    feng_xue, approver = story.world.actor("feng_xue"), story.world.actor("project_approver")
    proof = proofs.submit_proof(actor=feng_xue, handed=handed(story))
    assert (proof.state, proof.organization) == (
        ProofState.SUBMITTED, story.world.organizations["heart"]
    )  # fmt: skip
    assert proofs.proof_for(proof.number, actor=approver).attachment is not None
    with refused(NotFound, "not_found"):
        proofs.proof_for(proof.number, actor=story.world.actor("second_officer"))
    with refused(StaleVersion, "stale_version"):
        proofs.accept_proof(proof.number, actor=approver, version=9)
    proof = proofs.accept_proof(proof.number, actor=approver, version=proof.version)
    assert proof.state is ProofState.ACCEPTED
    with refused(Invalid, "reason_missing"):
        proofs.refuse_proof(proof.number, actor=approver, version=proof.version, reason="")
    proof = proofs.refuse_proof(
        proof.number, actor=approver, version=proof.version, reason="经核实是伪造"
    )
    assert (proof.state, proof.reason) == (ProofState.REFUSED, "经核实是伪造")
    told = Event.objects.get(topic=Topic.COMMISSIONING_PROOF_REFUSED)
    assert told.person == story.world.cast.people["feng_xue"]
    with refused(Conflict, "wrong_state"):
        proofs.accept_proof(proof.number, actor=approver, version=proof.version)


@pytest.mark.requirement("R9.1")
def test_a_proof_needs_kind_period_and_a_file_of_ones_own(story: Story) -> None:
    feng_xue, right = story.world.actor("feng_xue"), handed(story)
    for changed, kind, code in (
        ({"kind": "diploma"}, Invalid, "bad_kind"),
        ({"valid_to": date(2025, 12, 31)}, Invalid, "bad_period"),
        ({"valid_to": date(2046, 1, 1)}, Invalid, "bad_period"),
        ({"upload": "none"}, NotFound, "not_found"),
        ({"upload": handed(story, "second_officer").upload}, NotFound, "not_found"),
    ):
        with refused(kind, code):
            proofs.submit_proof(actor=feng_xue, handed=replace(right, **changed))  # type: ignore[arg-type]
    with refused(NotFound, "acts_for_nobody"):
        proofs.submit_proof(actor=story.world.actor("project_buyer"), handed=right)


@pytest.mark.requirement("R9.1")
def test_nobody_decides_on_a_proof_of_ones_own_or_without_the_right(story: Story) -> None:
    proof = Proof.objects.filter(organization=story.world.organizations["heart"]).first()
    assert proof is not None
    for who, kind, code in (
        ("zhao_min", NotFound, "not_found"),
        ("project_buyer", Refused, "not_permitted"),
    ):
        with refused(kind, code):
            proofs.refuse_proof(
                proof.number, actor=story.world.actor(who), version=proof.version, reason="不符"
            )
    Proof.objects.filter(pk=proof.pk).update(
        submitted_by=story.world.cast.users["project_approver"], checked_by=None
    )
    with refused(Refused, "own_proof"):
        proofs.refuse_proof(
            proof.number,
            actor=story.world.actor("project_approver"),
            version=proof.version,
            reason="不符",
        )


@pytest.mark.requirement("R9.24")
def test_the_file_of_a_volunteer_organization_holds_support_and_hours(story: Story) -> None:
    heart, buyer = volunteers(story), story.world.actor("project_buyer")
    given = {"given_on": date(2026, 2, 1), "words": "提供活动场地", "value": Money.from_yuan("800")}
    support.enter_support(heart.number, actor=buyer, kind="place", **given)  # type: ignore[arg-type]
    support.enter_activity(heart.number, actor=buyer, activity=ACTIVITY)
    support.report_activity(actor=story.world.actor("feng_xue"), activity=ACTIVITY)
    assert Support.objects.get().value_fen == 80_000
    assert sum(VolunteerActivity.objects.values_list("minutes", flat=True)) == 3840
    for changed, code in (
        ({"kind": "praise"}, "bad_kind"),
        ({"given_on": date(2026, 3, 3)}, "bad_date"),
        ({"words": " "}, "words_missing"),
        ({"value": Money(-1)}, "bad_money"),
    ):
        with refused(Invalid, code):
            support.enter_support(
                heart.number,
                actor=buyer,
                **{"kind": "place", **given, **changed},  # type: ignore[arg-type]
            )


@pytest.mark.requirement("R9.24")
@pytest.mark.parametrize(
    "changed",
    [
        {"held_on": date(2026, 3, 3)},
        {"title": " "},
        {"volunteers": 0},
        {"minutes": 0},
        {"minutes": 8 * 1440 + 1},
        {"served": -1},
    ],
)
def test_impossible_hours_are_refused(story: Story, changed: dict[str, object]) -> None:
    heart = volunteers(story)
    with refused(Invalid, "bad_activity"):
        support.enter_activity(
            heart.number,
            actor=story.world.actor("project_buyer"),
            activity=replace(ACTIVITY, **changed),  # type: ignore[arg-type]
        )


@pytest.mark.requirement("R9.24")
def test_other_organizations_have_no_such_file(story: Story) -> None:
    with refused(Conflict, "no_support_file"):
        support.report_activity(actor=story.world.actor("feng_xue"), activity=ACTIVITY)
