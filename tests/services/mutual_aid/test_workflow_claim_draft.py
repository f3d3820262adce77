"""Beginning a claim: whose, by which cover, with whose consent; one draft for one event."""

from datetime import date
from pathlib import Path

import pytest

from backend.accounts.models import Consent
from backend.kernel.errors import Conflict, Invalid, NotFound, Refused
from notifications.models import Event
from notifications.topics import Topic
from services.mutual_aid.models import Claim, ClaimantKind, ClaimPhoto
from services.mutual_aid.queries import claim_consent, claims_mine
from services.mutual_aid.states import ClaimState
from services.mutual_aid.workflow.claims import draft, parties
from tests.cast import Cast, part
from tests.services.mutual_aid import build, build_claims

pytestmark = pytest.mark.django_db


def told(topic: Topic) -> list[int | None]:
    """Give whom a topic went to."""
    return list(Event.objects.filter(topic=topic).values_list("person_id", flat=True))


@pytest.mark.requirement("RX.1")
def test_she_begins_by_her_cover_and_her_consent_is_recorded(world: Cast) -> None:
    (cover,) = build_claims.covered(world, "li_mei")
    claim = build_claims.begun(world)
    assert (claim.state, claim.cover_id, claim.event_on) == (
        ClaimState.DRAFT, cover.pk, build_claims.EVENT,
    )  # fmt: skip
    assert (claim.union.number, claim.plan_version.number) == ("GH-0005", build.HOSPITAL_NOW)
    consent = Consent.objects.get(person=world.people["li_mei"])
    assert (consent.purpose, consent.channel) == ("health", "online")


@pytest.mark.requirement("RX.1")
def test_without_consent_nothing_is_stored(world: Cast) -> None:
    build_claims.covered(world, "li_mei")
    with pytest.raises(Invalid) as refused:
        draft.begin(
            actor=build.actor(world, "li_mei"),
            plan=build.HOSPITAL_NOW,
            event_on=build_claims.EVENT,
            purposes=[],
        )
    assert refused.value.code == "consent_missing"
    assert (Claim.objects.count(), Consent.objects.count()) == (0, 0)


@pytest.mark.requirement("RX.1")
def test_a_consent_taken_back_stops_filling_in_until_it_is_given_again(world: Cast) -> None:
    build_claims.covered(world, "li_mei")
    claim, she = build_claims.begun(world), build.actor(world, "li_mei")
    draft.take_back(claim.number, actor=she)
    with pytest.raises(Conflict, match="no_consent"):
        draft.take_back(claim.number, actor=she)
    with pytest.raises(Invalid, match="consent_missing"):
        build_claims.add(claim, she)
    with pytest.raises(Invalid, match="consent_missing"):
        draft.fill(claim.number, actor=she, version=claim.version, note="肺炎")
    assert claim.lines.count() == 0
    draft.agree(claim.number, actor=she, purposes=["health"])
    build_claims.add(claim, she)
    assert claim.lines.count() == 1


def test_the_same_event_is_gone_on_with_on_another_device(world: Cast) -> None:
    build_claims.covered(world, "li_mei")
    first = build_claims.begun(world)
    build_claims.add(first, build.actor(world, "li_mei"))
    again = build_claims.begun(world)
    assert (again.pk, again.lines.count(), Claim.objects.count()) == (first.pk, 1, 1)
    other = build_claims.begun(world, on=date(2026, 11, 3))
    assert Claim.objects.count() == 2
    she = build.actor(world, "li_mei")
    with pytest.raises(Conflict, match="already_open"):
        draft.fill(other.number, actor=she, version=other.version, event_on=build_claims.EVENT)


@pytest.mark.requirement("R8.22")
@pytest.mark.parametrize("day", [date(2025, 12, 31), date(2025, 1, 1)])
def test_a_day_before_the_cover_is_refused_with_its_days(world: Cast, day: date) -> None:
    build_claims.covered(world, "li_mei")
    with pytest.raises(Invalid) as refused:
        build_claims.begun(world, on=day)
    assert refused.value.code == "outside_cover"
    assert "2026年1月1日（周四）零时至2026年12月31日（周四） 24 时" in refused.value.message
    assert refused.value.fields[0].pointer == "/event_on"
    assert Claim.objects.count() == 0


def test_a_day_after_the_cover_and_a_day_to_come_are_refused(world: Cast, move_to: object) -> None:
    build_claims.covered(world, "li_mei")
    with pytest.raises(Invalid, match="future_event"):
        build_claims.begun(world, on=date(2026, 11, 24))
    move_to(date(2027, 1, 5))  # type: ignore[operator]
    with pytest.raises(Invalid, match="outside_cover"):
        build_claims.begun(world, on=date(2027, 1, 1))
    assert build_claims.begun(world, on=date(2026, 12, 31)).event_on == date(2026, 12, 31)


def test_who_is_not_covered_is_told_so(world: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        build_claims.begun(world)
    assert (refused.value.code, refused.value.message) == (
        "outside_cover", "您没有参加“示范市职工住院互助”，不能申领这项互助。",
    )  # fmt: skip


def test_a_plan_that_pays_by_itself_needs_no_claim(world: Cast) -> None:
    build_claims.covered_by_automatic(world)
    with pytest.raises(Conflict) as refused:
        build_claims.begun(world, plan=build.AUTOMATIC)
    assert refused.value.code == "no_claim_needed"
    assert "不用申领" in refused.value.message
    assert Claim.objects.count() == 0


@pytest.mark.requirement("R8.2")
def test_the_version_in_force_on_the_day_counts(world: Cast, tmp_path: Path) -> None:
    rows = [build.of_cast("li_mei")]
    build.in_force(world, build.confirmed(world, tmp_path, rows, plan=build.WOMEN))
    assert parties.version_on(
        build_claims.covered(world, "li_mei")[0], date(2027, 3, 1)
    ).number == build.HOSPITAL  # fmt: skip


def test_a_relative_files_with_the_signed_consent_and_she_is_told(world: Cast) -> None:
    build_claims.covered(world, "li_mei")
    claim = build_claims.for_family(world)
    assert claim.claimant_kind == ClaimantKind.FAMILY
    assert claim.unseal("relation_sealed") == "姐妹"
    assert [one.document for one in claim.photos.all()] == ["consent_paper"]
    assert not Consent.objects.filter(person=world.people["li_mei"]).exists()
    assert (claim.mandate.state, claim.mandate.filer) == ("waiting", world.users["chen_ping"])
    both = {world.people["li_mei"].pk, world.people["chen_ping"].pk}
    assert set(told(Topic.MUTUAL_AID_CLAIM_FILED_FOR_YOU)) == both
    with pytest.raises(Refused, match="not_yours"):
        draft.take_back(claim.number, actor=build.actor(world, "chen_ping"))
    assert claim_consent.stands(claim)


@pytest.mark.parametrize(
    "wrong",
    [{"name": "李红"}, {"id_number": part("zhao_min").id_number}, {"plan": build.WOMEN},
     {"event_on": date(2025, 11, 2)}],
)  # fmt: skip
def test_a_relative_learns_nothing_from_what_does_not_fit(
    world: Cast, wrong: dict[str, object]
) -> None:
    build_claims.covered(world, "li_mei")
    actor = build.actor(world, "chen_ping")
    given: dict[str, object] = {
        "id_number": part("li_mei").id_number,
        "name": part("li_mei").name,
        "relation": "姐妹",
        "plan": build.HOSPITAL_NOW,
        "event_on": build_claims.EVENT,
        "purposes": ["health"],
        "paper": build_claims.upload(actor),
        **wrong,
    }
    with pytest.raises(Invalid) as refused:
        draft.begin_for_family(actor=actor, **given)  # type: ignore[arg-type]
    assert refused.value.code == "nobody_covered"
    assert (Claim.objects.count(), ClaimPhoto.objects.count(), Consent.objects.count()) == (0, 0, 0)


@pytest.mark.requirement("R8.31")
def test_an_heir_agrees_herself_and_needs_both_proofs(world: Cast) -> None:
    build_claims.covered(world, "li_mei")
    claim = build_claims.as_heir(world)
    assert Consent.objects.get().person_id == world.people["chen_ping"].pk
    heir = build.actor(world, "chen_ping")
    mine = claims_mine.my_claim(claim.number, heir)
    assert {"death_certificate", "kinship_proof"} <= {need.document for need in mine.needs}


def test_nobody_files_for_herself_as_a_relative(world: Cast) -> None:
    build_claims.covered(world, "li_mei")
    with pytest.raises(Conflict, match="own_claim"):
        build_claims.for_family(world, by="li_mei")
    assert Claim.objects.count() == 0


def test_a_steward_files_within_her_union_only(world: Cast) -> None:
    build_claims.covered(world, "li_mei", "chen_ping")
    claim = build_claims.by_steward(world)
    assert (claim.claimant_kind, claim.filed_by_id) == (
        ClaimantKind.STEWARD, world.users["wang_qiang"].pk,
    )  # fmt: skip
    assert told(Topic.MUTUAL_AID_CLAIM_FILED_FOR_YOU) == [world.people["li_mei"].pk]
    with pytest.raises(NotFound):
        build_claims.by_steward(world, by="bus_chair")
    with pytest.raises(Invalid, match="nobody_covered"):
        build_claims.by_steward(world, person="chen_ping")
    assert Claim.objects.count() == 1


@pytest.mark.requirement("RX.5")
def test_a_foreign_claim_is_not_there(world: Cast) -> None:
    build_claims.covered(world, "li_mei")
    claim = build_claims.begun(world)
    for who in ("chen_ping", "wang_qiang", "zhao_min"):
        actor = build.actor(world, who)
        with pytest.raises(NotFound):
            draft.fill(claim.number, actor=actor, version=1, note="x")
        with pytest.raises(NotFound):
            build_claims.add(claim, actor)
        with pytest.raises(NotFound):
            build_claims.submit(claim, actor)
        with pytest.raises(NotFound):
            claims_mine.my_claim(claim.number, actor)
    assert build_claims.fresh(claim).version == 1
