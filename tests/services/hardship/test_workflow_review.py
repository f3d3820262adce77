"""The basic union's part: return, visit, recommendation."""

from dataclasses import replace
from datetime import date

import pytest

from backend.kernel.errors import Conflict, Invalid, NotFound, Refused
from backend.kernel.money import Money
from backend.unions.models import Standard
from services.hardship import workflow
from services.hardship.models import Decision, Grant, HomeVisit
from services.hardship.rules.category import Category
from services.hardship.states import GrantState, State
from services.hardship.workflow.household import Person
from tests import cast
from tests.services.hardship import build
from tests.services.hardship.proof import refused


def test_an_application_is_returned_once_with_the_full_list(story: build.Story) -> None:
    made = build.at(State.SUBMITTED, story)
    chair, worker = story.who("wang_qiang"), story.who("li_mei")
    workflow.return_for_material(
        made.number, actor=chair, version=made.version, missing="缺出院小结和发票。"
    )
    again = build.row(made.number)
    assert (again.state, again.unseal("return_reason_sealed")) == (
        State.RETURNED,
        "缺出院小结和发票。",
    )
    again = workflow.submit(made.number, actor=worker, version=again.version)
    with refused(Conflict, "returned_before"):
        workflow.return_for_material(
            made.number, actor=chair, version=again.version, missing="还缺一份。"
        )


@pytest.mark.requirement("R8.41")
def test_a_visit_names_visitor_date_finding_and_needs_a_photograph(story: build.Story) -> None:
    made = build.at(State.SUBMITTED, story)
    chair = story.who("wang_qiang")
    given = {"actor": chair, "version": made.version, "visited_on": build.clock.today()}
    with refused(Invalid, "visit_photo_missing"):
        workflow.record_visit(made.number, finding="属实。", **given)
    build.photo(made.number, chair, "visit")
    with refused(Invalid, "reason_missing"):
        workflow.record_visit(made.number, finding="  ", **given)
    with refused(Invalid, "bad_date"):
        workflow.record_visit(
            made.number, finding="属实。", **{**given, "visited_on": build.date(2026, 11, 22)}
        )
    workflow.record_visit(made.number, finding="属实。", **given)
    visit = HomeVisit.objects.select_related("key").get(application=made)
    assert visit.unseal("finding_sealed") == "属实。"
    assert (visit.visitor_id, str(visit.visited_on)) == (chair.user_id, "2026-11-23")


@pytest.mark.requirement("R8.41")
def test_without_a_visit_there_is_no_recommendation(story: build.Story) -> None:
    made = build.at(State.SUBMITTED, story)
    with refused(Conflict, "wrong_state"):
        build.step(made.number, State.RECOMMENDED, story)


@pytest.mark.requirement("R8.36")
def test_the_recommendation_computes_the_category_by_this_years_line(story: build.Story) -> None:
    made = build.at(State.RECOMMENDED, story)
    assert made.category == Category.DEEP
    assert (made.net_per_head_fen, made.line_year, made.needs_look) == (44_444, 2026, False)
    grant = Grant.objects.get(application=made)
    assert (grant.state, grant.amount_fen) == (GrantState.CEILING_CHECKED, 200_000)


@pytest.mark.requirement("R8.37")
def test_a_missing_line_of_the_year_blocks_the_assessment(story: build.Story) -> None:
    made = build.at(State.VISITED, story)
    line = Standard.objects.get(code="hardship.dibao_line_fen", valid_from__year=2026)
    line.delete()
    line.pk, line.valid_from, line.valid_to = None, date(2025, 7, 1), None
    line.save(force_insert=True)
    with refused(Conflict, "standard_missing") as refusal:
        build.step(made.number, State.RECOMMENDED, story)
    assert "2026 年的低保标准" in refusal.value.message


def test_a_household_above_the_standard_is_not_recommended(story: build.Story) -> None:
    rich = replace(story, answers=replace(build.ANSWERS, annual_income=Money.from_yuan("900000")))
    made = build.at(State.VISITED, rich)
    with refused(Conflict, "not_in_hardship"):
        build.step(made.number, State.RECOMMENDED, rich)


def test_no_more_than_the_ceiling_is_recommended(story: build.Story) -> None:
    greedy = replace(story, amount=Money.from_yuan("18000.01"))
    made = build.at(State.VISITED, greedy)
    with refused(Conflict, "over_ceiling"):
        build.step(made.number, State.RECOMMENDED, greedy)
    build.step(made.number, State.RECOMMENDED, replace(story, amount=Money.from_yuan("18000")))
    assert Grant.objects.get(application=made).amount_fen == 1_800_000


def test_a_recommendation_needs_an_opinion(story: build.Story) -> None:
    made = build.at(State.VISITED, story)
    with refused(Invalid, "reason_missing"):
        workflow.recommend(
            made.number,
            actor=story.who("wang_qiang"),
            version=made.version,
            kind="medical",
            amount=build.AMOUNT,
            opinion=" ",
        )


@pytest.mark.requirement("R8.44")
def test_a_chair_does_not_recommend_himself(story: build.Story) -> None:
    own = replace(story, worker="wang_qiang")
    made = build.at(State.SUBMITTED, own)
    chair, clerk = story.who("wang_qiang"), story.who("liu_yang")
    with refused(Refused, "not_independent"):
        workflow.record_visit(
            made.number,
            actor=chair,
            version=made.version,
            visited_on=build.clock.today(),
            finding="属实。",
        )
    build.photo(made.number, clerk, "visit")
    workflow.record_visit(
        made.number,
        actor=clerk,
        version=made.version,
        visited_on=build.clock.today(),
        finding="属实。",
    )
    with refused(Refused, "not_independent") as refusal:
        build.step(made.number, State.RECOMMENDED, own)
    assert "本人" in refusal.value.message
    assert not Decision.objects.filter(in_chain=True).exists()


def test_family_of_the_applicant_recuses(story: build.Story) -> None:
    who = story.who("li_mei")
    number = build.draft(story).number
    chair = cast.part("wang_qiang")
    members = [
        build.household(story.made)[0],
        Person("spouse", chair.name, chair.id_number),
    ]
    workflow.save_household(number, actor=who, version=build.row(number).version, members=members)
    build.step(number, State.SUBMITTED, story)
    with refused(Refused, "not_independent") as refusal:
        workflow.record_visit(
            number,
            actor=story.who("wang_qiang"),
            version=build.row(number).version,
            visited_on=build.clock.today(),
            finding="属实。",
        )
    assert "回避" in refusal.value.message


def test_who_filed_on_behalf_does_not_recommend(story: build.Story) -> None:
    part, chair = cast.part("li_mei"), story.who("wang_qiang")
    number = workflow.start_for(
        actor=chair,
        union_number="GH-0005",
        id_number=part.id_number,
        name=part.name,
        phone=part.phone,
        purposes=build.ALL,
    ).number
    workflow.save(number, actor=chair, version=1, answers=build.ANSWERS)
    build.photo(number, chair, "proof")
    workflow.submit(number, actor=chair, version=build.row(number).version)
    build.sign_all(number, chair)
    build.step(number, State.VISITED, story)
    with refused(Refused, "not_independent") as refusal:
        build.step(number, State.RECOMMENDED, story)
    assert "代为填报" in refusal.value.message


@pytest.mark.parametrize(
    "stranger", ["chen_ping", "bus_chair", "west_reviewer", "restaurant_chair"]
)
def test_officers_and_members_of_other_unions_find_nothing(
    story: build.Story, stranger: str
) -> None:
    made = build.at(State.VISITED, story)
    with refused(NotFound, "not_found"):
        workflow.recommend(
            made.number,
            actor=story.who(stranger),
            version=made.version,
            kind="medical",
            amount=build.AMOUNT,
            opinion="同意。",
        )


def test_a_post_without_the_right_is_told_whose_business_it_is(story: build.Story) -> None:
    made = build.at(State.VISITED, story)
    with refused(Refused, "not_permitted") as refusal:
        workflow.recommend(
            made.number,
            actor=story.who("liu_yang"),
            version=made.version,
            kind="medical",
            amount=build.AMOUNT,
            opinion="同意。",
        )
    assert "基层工会主席" in refusal.value.message
