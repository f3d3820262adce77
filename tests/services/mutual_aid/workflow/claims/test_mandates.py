"""A relative's paper counts once an officer has looked at it; the person herself may end it."""

import pytest
from django.db import IntegrityError, transaction

from backend.accounts import consents
from backend.accounts.models import Consent, ConsentPurpose
from backend.audit.models import Entry
from backend.kernel.errors import Conflict, Invalid, NotFound, Refused
from notifications.models import Event
from services.mutual_aid.models import Claim, Mandate
from services.mutual_aid.queries import claims_mine
from services.mutual_aid.states import MANDATE, ClaimState, MandateState
from services.mutual_aid.workflow.claims import draft, mandates, photos, reading, submission
from services.mutual_aid.workflow.claims.approval import approve
from services.mutual_aid.workflow.claims.returning import return_incomplete
from services.mutual_aid.workflow.claims.review import review
from tests.services.mutual_aid import build_claims
from tests.services.mutual_aid import build_claims_review as build
from tests.services.mutual_aid.proof_review import refused

pytestmark = pytest.mark.requirement("RX.1")


def submitted(desk: build.Story) -> Claim:
    """Give a claim that 陈平 filed for 李梅 with a photographed paper."""
    sister = desk.who("chen_ping")
    build_claims.covered(desk.made, "li_mei")
    claim = build_claims.filled(build_claims.for_family(desk.made), sister)
    build_claims.submit(claim, sister)
    return build.row(claim.number)


def acts(claim: Claim, desk: build.Story, who: str) -> dict[str, str]:
    found = reading.read_claim(claim.number, actor=desk.who(who)).acts
    return {one.act: one.reason for one in found}


def test_the_table_of_a_mandate_ends_nowhere_and_reaches_everything() -> None:
    assert MANDATE.reachable() == set(MandateState) == set(MANDATE.labels)


def test_it_is_filled_in_and_submitted_but_passes_no_level_before_the_look(
    desk: build.Story,
) -> None:
    claim = submitted(desk)
    assert (claim.state, claim.mandate.state) == (ClaimState.SUBMITTED, MandateState.WAITING)
    assert not Consent.objects.filter(person=claim.person).exists()
    chair = desk.who("wang_qiang")
    with refused(Conflict, "mandate_unconfirmed"):
        review(claim.number, actor=chair, version=claim.version)
    assert "先核对本人签名的委托和同意书" in acts(claim, desk, "wang_qiang")["review"]
    assert acts(claim, desk, "wang_qiang")["confirm_mandate"] == ""
    file = reading.read_claim(claim.number, actor=chair)
    assert file.mandate is not None
    assert file.mandate.label == "委托和同意书待核对"
    assert "consent_paper" in [one.code for one in file.documents]
    mine = claims_mine.my_claim(claim.number, desk.who("chen_ping"))
    assert (mine.mandate, mine.has_consent) == ("waiting", True)

    claim = mandates.confirm(
        claim.number, actor=chair, version=claim.version, opinion="与名册签名一致。"
    )
    mandate = Mandate.objects.get(claim=claim)
    assert (mandate.state, mandate.confirmed_by) == ("confirmed", desk.made.users["wang_qiang"])
    assert Consent.objects.get(person=claim.person).channel == "paper"
    step = claim.steps.select_related("key").latest("pk")
    assert (step.act, step.unseal("opinion_sealed")) == ("confirm_mandate", "与名册签名一致。")
    assert Entry.objects.filter(act="mutual_aid.claim.confirm_mandate").count() == 1
    told = Event.objects.filter(topic="mutual_aid.mandate_confirmed")
    both = {desk.made.people["li_mei"].pk, desk.made.people["chen_ping"].pk}
    assert set(told.values_list("person_id", flat=True)) == both
    assert "confirm_mandate" not in acts(claim, desk, "wang_qiang")
    with refused(Conflict, "wrong_state"):
        mandates.confirm(claim.number, actor=chair, version=claim.version)
    # Who looked at the paper may also take the first step of the review.
    claim = review(claim.number, actor=chair, version=claim.version)
    assert claim.desk == "district"
    assert approve(claim.number, actor=desk.who("zhao_min"), version=claim.version).benefit


def test_only_who_works_at_the_desk_confirms_and_never_who_filed(desk: build.Story) -> None:
    claim = submitted(desk)
    with refused(NotFound, "not_found"):
        mandates.confirm(claim.number, actor=desk.who("bus_chair"), version=claim.version)
    with refused(Refused, "not_permitted"):
        mandates.confirm(claim.number, actor=desk.who("zhao_min"), version=claim.version)
    with refused(NotFound, "not_found"):
        mandates.confirm(claim.number, actor=desk.who("chen_ping"), version=claim.version)
    own = build.filed(desk, under=build.cover(desk, "chen_ping"))
    with refused(Conflict, "no_mandate"):
        mandates.confirm(own.number, actor=desk.who("bus_chair"), version=own.version)
    filer = desk.made.users["chen_ping"]
    with pytest.raises(IntegrityError, match="who_filed_does_not_confirm"), transaction.atomic():
        Mandate.objects.filter(claim=claim).update(confirmed_by=filer)
    with pytest.raises(IntegrityError, match="says_by_whom"), transaction.atomic():
        Mandate.objects.filter(claim=claim).update(state=MandateState.CONFIRMED)


def test_a_poor_paper_goes_back_and_a_new_one_is_looked_at_anew(desk: build.Story) -> None:
    claim, sister, chair = submitted(desk), desk.who("chen_ping"), desk.who("wang_qiang")
    claim = mandates.confirm(claim.number, actor=chair, version=claim.version)
    claim = return_incomplete(
        claim.number,
        actor=chair,
        version=claim.version,
        documents=["consent_paper"],
        others=[],
        reason="",
    )
    photos.attach_photo(
        claim.number,
        actor=sister,
        upload=build_claims.upload(sister),
        document="consent_paper",
    )
    mandate = Mandate.objects.get(claim=claim)
    assert (mandate.state, mandate.confirmed_by, mandate.confirmed_at) == ("waiting", None, None)
    claim = submission.submit(claim.number, actor=sister, version=build.row(claim.number).version)
    with refused(Conflict, "mandate_unconfirmed"):
        review(claim.number, actor=chair, version=claim.version)


def test_she_ends_the_mandate_and_a_relative_cannot_agree_in_her_place(
    desk: build.Story,
) -> None:
    build_claims.covered(desk.made, "li_mei")
    sister, she = desk.who("chen_ping"), desk.who("li_mei")
    claim = build_claims.for_family(desk.made)
    with refused(Refused, "not_yours"):
        draft.take_back(claim.number, actor=sister)
    draft.take_back(claim.number, actor=she)
    assert Mandate.objects.get(claim=claim).state is MandateState.REVOKED
    with refused(Conflict, "no_consent"):
        draft.take_back(claim.number, actor=she)
    with refused(Refused, "not_yours"):
        draft.agree(claim.number, actor=sister, purposes=["health"])
    with pytest.raises(Invalid) as refusal:
        build_claims.add(claim, sister)
    assert refusal.value.code == "consent_missing"
    assert not claim.lines.exists()
    assert not claims_mine.my_claim(claim.number, sister).has_consent
    # A newly signed paper, or her own word, lets it go on.
    paper = build_claims.upload(sister)
    photos.attach_photo(claim.number, actor=sister, upload=paper, document="consent_paper")
    assert claims_mine.my_claim(claim.number, sister).has_consent
    draft.take_back(claim.number, actor=she)
    draft.agree(claim.number, actor=she, purposes=["health"])
    assert consents.stands(desk.made.people["li_mei"], ConsentPurpose.HEALTH)
    assert Consent.objects.get(person=claim.person).channel == "online"
    build_claims.add(claim, sister)
    assert claim.lines.count() == 1
