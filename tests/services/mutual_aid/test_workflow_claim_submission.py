"""Submitting: complete, within cover, by the exact last day; again after a return; withdrawing."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from backend.kernel import clock
from backend.kernel.errors import Conflict, Invalid
from notifications.models import Event
from notifications.topics import Topic
from services.mutual_aid.queries import claims_mine
from services.mutual_aid.states import ClaimState
from services.mutual_aid.workflow.claims import draft, photos, withdrawal
from tests.cast import Cast
from tests.services.mutual_aid import build, build_claims

pytestmark = pytest.mark.django_db
MoveTo = Callable[[date], None]
LAST = date(2027, 5, 8)  # 180 days after discharge on 9 November 2026


@pytest.fixture
def at(tmp_path: Path, move_to: MoveTo) -> Iterator[Callable[[datetime], None]]:
    """Move business time to a moment."""
    file = tmp_path / "moment"

    def move(moment: datetime) -> None:
        clock.use_offset_file(None)
        seconds = int((moment - clock.now()).total_seconds()) + 1
        file.write_text(str(seconds), encoding="utf-8")
        clock.use_offset_file(str(file))

    yield move
    clock.use_offset_file(None)


def test_a_complete_claim_goes_to_the_first_level_of_the_plan(world: Cast) -> None:
    build_claims.covered(world, "li_mei")
    claim = build_claims.submitted(world)
    assert (claim.state, claim.desk, claim.levels) == (
        ClaimState.SUBMITTED, "unit", ["unit", "district"],
    )  # fmt: skip
    assert claim.due_on == date(2026, 12, 7)
    event = Event.objects.get(topic=Topic.MUTUAL_AID_CLAIM_SUBMITTED)
    assert event.params == {"number": claim.number, "date": "2026年12月7日"}


def test_a_submission_does_not_query_for_each_line(world: Cast) -> None:
    build_claims.covered(world, "li_mei", "chen_ping")
    counts = []
    for who, lines in (("li_mei", 1), ("chen_ping", 4)):
        claim, she = build_claims.begun(world, who), build.actor(world, who)
        for place in range(lines):
            day = build_claims.EVENT - timedelta(days=10 * place)
            stay = build_claims.stay(on=day, until=day + timedelta(days=3))
            build_claims.add(claim, she, stay)
        build_claims.papers(claim, she)
        with CaptureQueriesContext(connection) as sent:
            assert build_claims.submit(claim, she).state is ClaimState.SUBMITTED
        counts.append(len(sent))
    assert counts[0] == counts[1]


@pytest.mark.requirement("R8.23")
def test_each_missing_thing_is_named(world: Cast) -> None:
    build_claims.covered(world, "li_mei")
    claim, she = build_claims.begun(world), build.actor(world, "li_mei")
    with pytest.raises(Invalid) as refused:
        build_claims.submit(claim, she)
    assert refused.value.code == "incomplete"
    assert [one.pointer for one in refused.value.fields] == [
        "/lines", "/documents/settlement_sheet", "/documents/id_copy", "/documents/bank_card_copy",
    ]  # fmt: skip
    assert "缺“医保结算单”" in refused.value.fields[1].message
    row = build_claims.fresh(claim)
    assert (row.state, row.submitted_at) == (ClaimState.DRAFT, None)
    assert not Event.objects.filter(topic=Topic.MUTUAL_AID_CLAIM_SUBMITTED).exists()


@pytest.mark.requirement("R8.22")
def test_the_last_second_of_the_last_day_is_in_time_and_the_next_is_late(
    world: Cast, at: Callable[[datetime], None]
) -> None:
    build_claims.covered(world, "li_mei")
    she = build.actor(world, "li_mei")
    claim = build_claims.filled(build_claims.begun(world), she)
    mine = claims_mine.my_claim(claim.number, she)
    assert (mine.lines[0].last_day, mine.lines[0].is_late) == (LAST, False)
    at(clock.end_of(LAST) + timedelta(seconds=1))
    with pytest.raises(Invalid) as refused:
        build_claims.submit(claim, she)
    assert refused.value.code == "deadline_passed"
    assert "2027年5月8日（周六） 24 时为止" in refused.value.message
    assert refused.value.fields[0].pointer == "/lines/0/happened_on"
    assert build_claims.fresh(claim).state is ClaimState.DRAFT
    assert claims_mine.my_claim(claim.number, she).lines[0].is_late
    at(clock.end_of(LAST) - timedelta(seconds=30))
    assert build_claims.submit(claim, she).state is ClaimState.SUBMITTED


def test_a_returned_claim_is_completed_and_keeps_its_day(world: Cast, move_to: MoveTo) -> None:
    build_claims.covered(world, "li_mei")
    she = build.actor(world, "li_mei")
    claim = build_claims.submitted(world)
    build_claims.returned(claim, world, date(2027, 5, 20))
    mine = claims_mine.my_claim(claim.number, she)
    assert mine.returned is not None
    assert (mine.returned.missing, mine.returned.answer_by) == (
        "请补出院记录。", date(2027, 5, 20),
    )  # fmt: skip
    move_to(LAST + timedelta(days=3))
    photos.attach_photo(claim.number, actor=she, upload=build_claims.upload(she), document="other")
    again = build_claims.submit(claim, she)
    assert (again.state, again.submitted_late, again.desk) == (ClaimState.SUBMITTED, False, "unit")
    build_claims.returned(again, world, LAST + timedelta(days=4))
    before = build_claims.EVENT - timedelta(days=4)
    build_claims.add(claim, she, build_claims.stay(on=before, until=build_claims.EVENT))
    with pytest.raises(Invalid, match="deadline_passed"):
        build_claims.submit(claim, she)


def test_an_answer_after_its_day_is_marked_late(world: Cast, move_to: MoveTo) -> None:
    build_claims.covered(world, "li_mei")
    claim = build_claims.submitted(world)
    build_claims.returned(claim, world, date(2026, 12, 1))
    move_to(date(2026, 12, 2))
    assert build_claims.submit(claim, build.actor(world, "li_mei")).submitted_late


@pytest.mark.requirement("R8.31")
def test_a_death_benefit_is_for_heirs_and_needs_their_proof(world: Cast) -> None:
    build_claims.covered(world, "li_mei")
    claim, heir = build_claims.as_heir(world), build.actor(world, "chen_ping")
    build_claims.add(claim, heir)
    with pytest.raises(Invalid) as refused:
        build_claims.submit(claim, heir)
    pointers = [one.pointer for one in refused.value.fields]
    assert {"/documents/death_certificate", "/documents/kinship_proof"} <= set(pointers)
    build_claims.papers(claim, heir)
    assert build_claims.submit(claim, heir).state is ClaimState.SUBMITTED


def test_submitted_answers_stand_still_and_withdrawing_ends_it(world: Cast) -> None:
    build_claims.covered(world, "li_mei")
    claim, she = build_claims.submitted(world), build.actor(world, "li_mei")
    with pytest.raises(Conflict, match="not_editable"):
        draft.fill(claim.number, actor=she, version=claim.version, note="x")
    with pytest.raises(Conflict, match="wrong_state"):
        build_claims.submit(claim, she)
    gone = withdrawal.withdraw(
        claim.number, actor=she, version=claim.version, reason="单位已经给了"
    )
    assert (gone.state, gone.desk) == (ClaimState.WITHDRAWN, "")
    assert gone.steps.get(act="withdraw").unseal("opinion_sealed") == "单位已经给了"
    again = build_claims.begun(world)
    assert again.pk != claim.pk
