"""The economic check and reading in full."""

import pytest

from backend.audit.models import Entry
from backend.kernel.errors import Conflict, Invalid, NotFound, Refused
from backend.kernel.money import Money
from services.hardship import workflow
from services.hardship.models import EconomicCheck
from services.hardship.queries import case
from services.hardship.rules.category import Category
from services.hardship.states import State
from tests import cast
from tests.services.hardship import build
from tests.services.hardship.proof import refused


@pytest.mark.requirement("R8.36")
def test_verified_figures_replace_the_declared_ones_and_the_category(story: build.Story) -> None:
    made = build.at(State.ECONOMIC_CHECK, story)
    workflow.record_check(
        made.number,
        actor=story.who("zhao_min"),
        version=made.version,
        agrees=False,
        finding="漏报爱人工资。",
        annual_income=Money.from_yuan("70000"),
    )
    again = build.row(made.number)
    assert (again.category, again.annual_income_fen) == (Category.RELATIVE, 7_000_000)
    check = EconomicCheck.objects.select_related("key").get(application=again)
    assert (check.agrees, check.unseal("finding_sealed")) == (False, "漏报爱人工资。")


def test_a_household_found_above_the_standard_is_not_put_on_the_board(story: build.Story) -> None:
    made = build.at(State.ECONOMIC_CHECK, story)
    workflow.record_check(
        made.number,
        actor=story.who("zhao_min"),
        version=made.version,
        agrees=False,
        finding="收入高。",
        annual_income=Money.from_yuan("700000"),
    )
    with refused(Conflict, "not_in_hardship"):
        build.step(made.number, State.NOTICE, story)


def test_a_check_needs_a_finding_and_its_desk(story: build.Story) -> None:
    made = build.at(State.ECONOMIC_CHECK, story)
    given = {"version": made.version, "agrees": True}
    with refused(Invalid, "reason_missing"):
        workflow.record_check(made.number, actor=story.who("zhao_min"), finding="", **given)
    with refused(Refused, "not_permitted"):
        workflow.record_check(made.number, actor=story.who("wang_qiang"), finding="好。", **given)
    with refused(NotFound, "not_found"):
        workflow.record_check(
            made.number, actor=story.who("west_reviewer"), finding="好。", **given
        )


@pytest.mark.requirement("RX.2")
def test_a_case_is_shown_masked_and_each_reading_leaves_a_trace(story: build.Story) -> None:
    made = build.at(State.VISITED, story)
    reviewer = story.who("zhao_min")
    found = case.case_of(workflow.read_case(made.number, actor=reviewer), reviewer)
    assert (found.applicant, found.applicant_phone) == ("李*", "138****0001")
    own = cast.part("li_mei")
    text = str(found)
    for secret in (own.name, own.id_number, own.phone, "6222"):
        assert secret not in text
    entry = Entry.objects.filter(act="hardship.read").get()
    assert (entry.actor_id, entry.person_id) == (reviewer.user_id, made.person_id)
    with refused(NotFound, "not_found"):
        workflow.read_case(made.number, actor=story.who("west_reviewer"))


@pytest.mark.requirement("RX.2")
def test_a_full_value_is_opened_for_a_purpose_only_and_recorded_with_it(
    story: build.Story,
) -> None:
    made = build.at(State.VISITED, story)
    reviewer, own = story.who("zhao_min"), cast.part("li_mei")
    with refused(Invalid, "purpose_missing"):
        workflow.reveal(made.number, actor=reviewer, field="id_number", purpose=" ")
    with refused(Refused, "not_permitted"):
        workflow.reveal(
            made.number, actor=story.who("wang_qiang"), field="id_number", purpose="核对"
        )
    opened = workflow.reveal(made.number, actor=reviewer, field="id_number", purpose="比对低保名单")
    assert opened.value == own.id_number
    assert Entry.objects.filter(act="person.reveal").get().purpose == "比对低保名单"
    spouse = made.members.get(relation="spouse")
    name = workflow.reveal(
        made.number, actor=reviewer, field="name", purpose="核对授权书", member=spouse.number
    )
    assert name.value == "配偶甲"
    assert Entry.objects.filter(act="hardship.reveal_member").get().purpose == "核对授权书"
