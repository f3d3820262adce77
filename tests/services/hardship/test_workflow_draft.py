"""Beginning and filling in an application."""

import pytest

from backend.accounts import memberships
from backend.accounts.models import Consent
from backend.accounts.states import MembershipAct
from backend.kernel.errors import Conflict, Invalid, NotFound, Stale
from backend.kernel.money import Money
from services.hardship import workflow
from services.hardship.models import Application
from services.hardship.models.application import ApplicantKind
from services.hardship.states import State
from services.hardship.workflow.draft import Answers
from services.hardship.workflow.household import Person
from tests import cast
from tests.services.hardship import build
from tests.services.hardship.proof import refused


@pytest.mark.requirement("R8.34")
def test_a_worker_begins_her_own_application(story: build.Story) -> None:
    made = workflow.start(actor=story.who("li_mei"), purposes=build.ALL)
    assert made.number == "BF-2026-000001"
    assert (made.state, made.applicant_kind) == (State.DRAFT, ApplicantKind.WORKER)
    assert made.union == story.made.unions["factory"]
    assert [one.relation for one in made.members.all()] == ["self"]


def test_numbers_run_on_and_begin_anew_each_year(story: build.Story) -> None:
    first = workflow.start(actor=story.who("li_mei"), purposes=build.ALL)
    second = workflow.start(actor=story.who("chen_ping"), purposes=build.ALL)
    workflow.withdraw(first.number, actor=story.who("li_mei"), version=1)
    story.move_to(build.date(2027, 1, 4))
    third = workflow.start(actor=story.who("li_mei"), purposes=build.ALL)
    assert [second.number, third.number] == ["BF-2026-000002", "BF-2027-000001"]


@pytest.mark.requirement("RX.1")
def test_nothing_is_stored_before_the_consent_to_household_data(story: build.Story) -> None:
    with refused(Invalid, "consent_missing"):
        workflow.start(actor=story.who("li_mei"), purposes=["notice"])


@pytest.mark.requirement("RX.1")
def test_each_consent_is_recorded_for_itself_with_its_text(story: build.Story) -> None:
    workflow.start(actor=story.who("li_mei"), purposes=["household", "notice"])
    given = Consent.objects.filter(person=story.made.people["li_mei"]).exclude(purpose="bank")
    assert sorted(given.values_list("purpose", flat=True)) == ["household", "notice"]
    assert all(len(bytes(one.notice_digest)) == 32 for one in given)


@pytest.mark.requirement("RX.1")
def test_health_is_stored_only_with_the_consent_to_it(story: build.Story) -> None:
    who = story.who("li_mei")
    made = workflow.start(actor=who, purposes=["household"])
    with refused(Invalid, "consent_missing"):
        workflow.save(made.number, actor=who, version=1, answers=Answers(cause="illness"))
    workflow.agree(made.number, actor=who, purposes=["health"])
    workflow.save(made.number, actor=who, version=1, answers=Answers(cause="illness"))
    assert build.row(made.number).cause == "illness"


@pytest.mark.requirement("R8.39")
def test_it_refuses_a_second_application_of_the_same_person(story: build.Story) -> None:
    workflow.start(actor=story.who("li_mei"), purposes=build.ALL)
    with refused(Conflict, "already_open"):
        workflow.start(actor=story.who("li_mei"), purposes=build.ALL)


@pytest.mark.requirement("R8.34")
def test_an_officer_begins_one_for_a_member_of_his_union(story: build.Story) -> None:
    part = cast.part("li_mei")
    made = workflow.start_for(
        actor=story.who("wang_qiang"),
        union_number="GH-0005",
        id_number=part.id_number,
        name=part.name,
        phone=part.phone,
        purposes=build.ALL,
    )
    assert made.person == story.made.people["li_mei"]
    assert (made.applicant_kind, made.filed_by) == (
        ApplicantKind.OFFICER,
        story.made.users["wang_qiang"],
    )


@pytest.mark.requirement("R8.34")
def test_a_station_begins_one_for_a_worker_without_a_union(story: build.Story) -> None:
    made = workflow.start_for(
        actor=story.who("liu_yang"),
        union_number="GH-0003",
        id_number=build.id_number(build.date(1990, 5, 5), 501),
        name="散工甲",
        phone="13900000001",
        purposes=build.ALL,
    )
    assert (made.applicant_kind, made.union.number) == (ApplicantKind.STATION, "GH-0003")


def test_a_worker_without_a_union_is_sent_to_a_station(story: build.Story) -> None:
    standing = memberships.standing(story.made.people["li_mei"])
    assert standing is not None
    memberships.change(standing, MembershipAct.LEAVE, actor=story.who("wang_qiang"))
    with refused(Conflict, "no_union") as refusal:
        workflow.start(actor=story.who("li_mei"), purposes=build.ALL)
    assert "服务站" in refusal.value.message


def test_an_officer_may_not_begin_one_in_a_foreign_union(story: build.Story) -> None:
    part = cast.part("chen_ping")
    given = {"id_number": part.id_number, "name": part.name, "phone": part.phone}
    with refused(NotFound, "not_found"):
        workflow.start_for(
            actor=story.who("wang_qiang"), union_number="GH-0008", purposes=build.ALL, **given
        )
    with refused(Conflict, "has_own_union"):
        workflow.start_for(
            actor=story.who("wang_qiang"), union_number="GH-0005", purposes=build.ALL, **given
        )


def test_a_stage_is_saved_at_once_and_the_rest_stays(story: build.Story) -> None:
    made = build.draft(story)
    who = story.who("li_mei")
    workflow.save(
        made.number, actor=who, version=made.version, answers=Answers(address="新街 1 号")
    )
    again = build.row(made.number)
    assert again.unseal("address_sealed") == "新街 1 号"
    assert again.unseal("situation_sealed") == build.ANSWERS.situation
    assert (again.annual_income_fen, again.version) == (3_600_000, made.version + 1)
    assert "新街".encode() not in bytes(again.address_sealed)


def test_an_older_version_may_not_overwrite_a_newer_one(story: build.Story) -> None:
    made = build.draft(story)
    with refused(Stale, "stale_version"):
        workflow.save(
            made.number,
            actor=story.who("li_mei"),
            version=made.version - 1,
            answers=Answers(address="旧"),
        )


def test_a_submitted_application_can_no_longer_be_changed(story: build.Story) -> None:
    made = build.at(State.SUBMITTED, story)
    with refused(Conflict, "not_editable"):
        workflow.save(
            made.number,
            actor=story.who("li_mei"),
            version=made.version,
            answers=Answers(annual_income=Money(1)),
        )


def test_wrong_members_are_named_row_by_row(story: build.Story) -> None:
    made = workflow.start(actor=story.who("li_mei"), purposes=build.ALL)
    own = build.household(story.made)[0]
    wrong = [own, Person("spouse", "", "99990119840202"), Person("uncle", "甲", own.id_number)]
    with refused(Invalid, "bad_members") as refusal:
        workflow.save_household(
            made.number, actor=story.who("li_mei"), version=made.version, members=wrong
        )
    assert [one.pointer for one in refusal.value.fields] == [
        "/members/1/name",
        "/members/1/id_number",
        "/members/2/relation",
        "/members",
    ]


def test_one_person_is_added_and_taken_out(story: build.Story) -> None:
    who = story.who("li_mei")
    made = workflow.start(actor=who, purposes=build.ALL)
    spouse = build.household(story.made)[1]
    made = workflow.add_member(made.number, actor=who, version=made.version, member=spouse)
    added = made.members.get(relation="spouse")
    made = workflow.remove_member(made.number, actor=who, version=made.version, member=added.number)
    assert [one.relation for one in made.members.all()] == ["self"]
    with refused(NotFound, "not_found"):
        workflow.remove_member(
            made.number, actor=who, version=made.version, member=made.members.get().number
        )


def test_nobody_else_reads_or_writes_a_draft(story: build.Story) -> None:
    made = build.draft(story)
    for stranger in ("chen_ping", "wang_qiang", "zhao_min"):
        with refused(NotFound, "not_found"):
            workflow.save(
                made.number,
                actor=story.who(stranger),
                version=made.version,
                answers=Answers(address="别人"),
            )
    assert not Application.objects.visible_to(story.who("wang_qiang")).exists()
