"""The register: entered, checked by another person, suspended, barred, penalized (R9.1, R9.2)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from backend.access.roles import Role
from backend.access.versions import StaleVersion
from backend.accounts.models import Post
from backend.kernel import clock
from backend.kernel.errors import Conflict, Invalid, NotFound, Refused
from backend.kernel.identifiers import id_check_character
from notifications.models import Event
from notifications.topics import Topic
from services.commissioning.models import Organization, OrgOfficer, Penalty, Relation
from services.commissioning.queries.qualification import why_not_apply
from services.commissioning.states.organizations import OrgState
from services.commissioning.workflow import officers, organizations
from services.commissioning.workflow.organizations import Entry
from tests.services.commissioning import walk
from tests.services.commissioning.proof import refused
from tests.services.commissioning.walk import Story

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R9.1")]
ENTRY = Entry(
    credit_code="51990100MJ0000004E",
    name="示范市晨光志愿服务队",
    kind="volunteer",
    registered_with="示范市民政局",
    registered_on=date(2018, 5, 4),
)
FIRST17 = "99990119850307001"
PERSON = {"id_number": FIRST17 + id_check_character(FIRST17), "name": "新经办人"}


def enter(story: Story, entry: Entry = ENTRY, *, by: str = "project_buyer") -> Organization:
    federation = story.world.cast.unions["federation"].number
    return organizations.enter_organization(
        actor=story.world.actor(by), union_number=federation, entry=entry
    )


def test_an_organization_is_entered_and_then_checked_by_another_person(story: Story) -> None:
    made = enter(story)
    assert (made.state, made.credit_code) == (OrgState.REGISTERED, ENTRY.credit_code)
    assert why_not_apply(made, clock.today())[0] == "组织登记后还没有通过工会核查。"
    approver = story.world.actor("project_approver")
    checked = organizations.check_organization(made.number, actor=approver, version=made.version)
    assert (checked.state, checked.checked_on) == (OrgState.CHECKED, clock.today())
    assert why_not_apply(checked, clock.today()) == (
        "缺少“登记证书”。", "缺少“年度检查”。", "缺少“财务报告”。", "缺少“依法纳税证明”。",
        "缺少“社会保险缴纳证明”。",
    )  # fmt: skip


def test_the_check_is_renewed_each_year(story: Story) -> None:
    heart = walk.org(story, "heart")
    assert why_not_apply(heart, clock.today()) == ()
    later = date(2027, 1, 6)
    assert why_not_apply(heart, later) == (
        "组织超过 12 个月没有经工会核查（上次核查是 2026 年 1 月 5 日）。",
    )
    approver = story.world.actor("project_approver")
    heart = organizations.check_organization(heart.number, actor=approver, version=heart.version)
    assert why_not_apply(heart, later) == ()


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"credit_code": "51990100MJ00000041"}, "bad_credit_code"),
        ({"kind": "company"}, "bad_kind"),
        ({"name": "  "}, "bad_name"),
        ({"registered_on": date(2026, 3, 3)}, "bad_date"),
        ({"hub": "ZZ-2026-000000"}, "bad_hub"),
    ],
)
def test_a_wrong_entry_is_refused(story: Story, changed: dict[str, object], code: str) -> None:
    with refused(Invalid, code):
        enter(story, replace(ENTRY, **changed))  # type: ignore[arg-type]


def test_a_second_entry_of_the_same_code_names_the_first(story: Story) -> None:
    heart = story.world.organizations["heart"]
    twice = replace(ENTRY, credit_code=heart.credit_code.lower(), name="换个名字")
    with refused(Conflict, "organization_exists") as refusal:
        enter(story, twice)
    assert heart.name in refusal.value.message
    assert heart.number in refusal.value.message


def test_only_the_register_of_ones_own_subtree_is_open(story: Story) -> None:
    with refused(NotFound, "not_found"):
        enter(story, by="zhao_min")
    heart = story.world.organizations["heart"]
    with refused(NotFound, "not_found"):
        organizations.suspend(
            heart.number, actor=story.world.actor("zhao_min"), version=1, reason="账目待查"
        )
    with refused(Refused, "not_permitted"):
        organizations.suspend(
            heart.number, actor=story.world.actor("project_buyer"), version=1, reason="账目待查"
        )


def test_who_entered_an_organization_does_not_check_it(story: Story) -> None:
    made = enter(story)
    Organization.objects.filter(pk=made.pk).update(
        entered_by=story.world.cast.users["project_approver"]
    )
    with refused(Refused, "own_entry"):
        organizations.check_organization(
            made.number, actor=story.world.actor("project_approver"), version=made.version
        )


@pytest.mark.requirement("R9.2")
def test_suspended_barred_and_restored_each_with_a_reason(story: Story) -> None:
    approver = story.world.actor("project_approver")
    heart = walk.org(story, "heart")
    with refused(Invalid, "reason_missing"):
        organizations.suspend(heart.number, actor=approver, version=heart.version, reason=" ")
    heart = organizations.suspend(
        heart.number, actor=approver, version=heart.version, reason="账目待查"
    )
    assert why_not_apply(heart, clock.today()) == ("组织被暂停申报：账目待查。",)
    until = clock.today() + timedelta(days=30)
    heart = organizations.bar(
        heart.number, actor=approver, version=heart.version, until=until, reason="评价为差"
    )
    assert (heart.state, heart.barred_until) == (OrgState.BARRED, until)
    with refused(StaleVersion, "stale_version"):
        organizations.restore(heart.number, actor=approver, version=1, reason="期满")
    heart = organizations.restore(
        heart.number, actor=approver, version=heart.version, reason="整改到位"
    )
    assert (heart.state, heart.barred_until) == (OrgState.CHECKED, None)
    assert why_not_apply(heart, clock.today()) == ()
    told = Event.objects.filter(topic=Topic.COMMISSIONING_ORG_STANDING)
    officer = story.world.cast.people["feng_xue"].pk
    assert list(told.values_list("person_id", flat=True)) == [officer] * 3
    with refused(Conflict, "wrong_state"):
        organizations.restore(
            heart.number, actor=approver, version=heart.version, reason="再来一次"
        )


@pytest.mark.requirement("R9.2")
def test_a_longer_bar_is_not_cut_short_by_a_second_one(story: Story) -> None:
    approver = story.world.actor("project_approver")
    heart = walk.org(story, "heart")
    far, near = (clock.today() + timedelta(days=days) for days in (700, 30))
    for until in (far, near):
        heart = organizations.bar(
            heart.number, actor=approver, version=heart.version, until=until, reason="评价为差"
        )
    assert heart.barred_until == far
    with refused(Invalid, "bad_day"):
        organizations.bar(
            heart.number,
            actor=approver,
            version=heart.version,
            until=clock.today() - timedelta(days=1),
            reason="评价为差",
        )


@pytest.mark.requirement("R9.2")
def test_a_major_penalty_is_a_reason_and_stays_in_the_file(story: Story) -> None:
    heart = walk.org(story, "heart")
    buyer = story.world.actor("project_buyer")
    given = {"authority": "示范市税务局", "matter": "虚开发票", "is_major": True}
    with refused(Invalid, "bad_date"):
        organizations.enter_penalty(
            heart.number,
            actor=buyer,
            imposed_on=date(2026, 3, 3),
            **given,  # type: ignore[arg-type]
        )
    organizations.enter_penalty(
        heart.number,
        actor=buyer,
        imposed_on=date(2025, 6, 1),
        **given,  # type: ignore[arg-type]
    )
    assert Penalty.objects.get().matter == "虚开发票"
    assert why_not_apply(heart, clock.today()) == (
        "2025 年 6 月 1 日受到示范市税务局的重大处罚，3 年内不能申报。",
    )


def test_an_organization_is_linked_with_its_hub(story: Story) -> None:
    buyer = story.world.actor("project_buyer")
    hub = enter(story, replace(ENTRY, kind="hub"))
    heart = walk.org(story, "heart")
    heart = organizations.link_hub(heart.number, actor=buyer, version=heart.version, hub=hub.number)
    assert heart.hub == hub
    with refused(Invalid, "bad_hub"):
        organizations.link_hub(hub.number, actor=buyer, version=hub.version, hub=hub.number)
    with refused(Invalid, "bad_hub"):
        organizations.link_hub(
            hub.number,
            actor=buyer,
            version=hub.version,
            hub=story.world.organizations["lamp"].number,
        )
    assert (
        organizations.link_hub(heart.number, actor=buyer, version=heart.version, hub="").hub is None
    )


def test_an_officer_is_appointed_by_another_person_with_a_post(story: Story) -> None:
    made, buyer = enter(story), story.world.actor("project_buyer")
    officer = officers.appoint_officer(made.number, actor=buyer, phone="13900009999", **PERSON)
    held = Post.objects.filter(user=officer.user, role=Role.PROJECT_OFFICER, until=None)
    assert held.count() == 1
    with refused(Conflict, "acts_already"):
        officers.appoint_officer(
            story.world.organizations["heart"].number, actor=buyer, phone="", **PERSON
        )
    officers.end_officer(made.number, actor=buyer, officer=officer.number)
    assert OrgOfficer.objects.get(pk=officer.pk).until == clock.today()
    assert not held.exists()
    with refused(NotFound, "not_found"):
        officers.end_officer(made.number, actor=buyer, officer=officer.number)


def test_nobody_registers_herself_as_an_officer(story: Story) -> None:
    made = enter(story)
    person = story.world.cast.people["project_buyer"]
    own = {"id_number": person.unseal("id_number_sealed"), "name": person.unseal("name_sealed")}
    with refused(Refused, "not_by_oneself"):
        officers.appoint_officer(
            made.number, actor=story.world.actor("project_buyer"), phone="", **own
        )


@pytest.mark.requirement("R9.7")
def test_a_relation_of_a_person_to_an_organization_is_recorded(story: Story) -> None:
    heart = story.world.organizations["heart"]
    buyer = story.world.actor("project_buyer")
    officers.enter_relation(
        heart.number, actor=buyer, kind="employment", since=date(2024, 1, 1), **PERSON
    )
    assert Relation.objects.get().organization == heart
    for wrong in ({"kind": "friend"}, {"since": date(2026, 3, 3)}, {"until": date(2023, 1, 1)}):
        given = {"kind": "office", "since": date(2024, 1, 1), **PERSON, **wrong}
        code = "bad_kind" if "kind" in wrong else "bad_period"
        with refused(Invalid, code):
            officers.enter_relation(heart.number, actor=buyer, **given)  # type: ignore[arg-type]


@pytest.mark.requirement("R9.7")
def test_who_is_tied_to_an_organization_does_not_check_it(story: Story) -> None:
    heart = walk.org(story, "heart")
    Relation.objects.create(
        person=story.world.cast.people["project_approver"],
        organization=heart,
        kind="office",
        since=date(2024, 1, 1),
        entered_by=story.world.cast.users["project_buyer"],
    )
    approver = story.world.actor("project_approver")
    with refused(Refused, "related"):
        organizations.check_organization(heart.number, actor=approver, version=heart.version)
