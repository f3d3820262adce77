"""Figures recomputed though nothing moved: many projects together, each judged by itself."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from backend.kernel import clock
from backend.unions.models import Standard
from notifications.models import Event
from notifications.topics import Topic
from services.commissioning import feed_writing
from services.commissioning.feeds.ocds.numbers import decode, encode
from services.commissioning.models import (
    Contract,
    Duty,
    EvaluationLine,
    FigureCheck,
    Project,
    PublicWork,
    Release,
)
from services.commissioning.queries import reconcile
from services.commissioning.tasks import watch_duties_task
from services.commissioning.workflow import public_face, publishing
from tests.services.commissioning import build_contract as bc
from tests.services.commissioning import build_verdict as bv
from tests.services.commissioning.build import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def numbers(world: World) -> list[str]:
    """A published project and one under contract, both settled and long unchecked."""
    bv.sign_forms(world)
    found = [bv.evaluated(world).contract.project.number, bc.signed(world).project.number]
    for number in found:
        public_face.settle(number)
    FigureCheck.objects.update(at=clock.now() - timedelta(days=31))
    return found


def told() -> list[tuple[str, int]]:
    """Whom the last checks told of which project."""
    rows = Event.objects.filter(topic=Topic.COMMISSIONING_CHECK_FAILED).order_by("pk")
    return [(one.params["number"], one.person_id or 0) for one in rows]


def heard(world: World, number: str) -> list[tuple[str, int]]:
    """The auditor and the approver of a project's union."""
    return [(number, world.cast.people[key].pk) for key in ("zhou_lan", "project_approver")]


def problems() -> dict[str, list[str]]:
    return dict(FigureCheck.objects.values_list("project__number", "problems"))


@pytest.mark.requirement("R9.22")
def test_two_projects_take_as_many_statements_as_one(numbers: list[str]) -> None:
    counts = []
    for some in (numbers[:1], numbers):
        with CaptureQueriesContext(connection) as queries:
            assert public_face.check_again(some) == 0
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert public_face.longest_unchecked() == []


@pytest.mark.requirement("R9.22")
def test_a_disagreement_is_kept_with_its_own_project(numbers: list[str]) -> None:
    with bv.triggers_off():
        EvaluationLine.objects.filter(target__code="persons").update(points_hundredths=2_400)
    assert public_face.check_again(public_face.longest_unchecked()) == 1
    kept = problems()
    assert "的得分和重新计算的不一致" in "".join(kept[numbers[0]])
    assert kept[numbers[1]] == []


@pytest.mark.requirement("R9.22")
def test_an_unknown_number_is_nothing_to_check(numbers: list[str]) -> None:
    assert public_face.check_again(["WT-2020-000001"]) == 0
    assert set(public_face.longest_unchecked()) == set(numbers)


@pytest.mark.requirement("R9.22")
def test_comparing_with_the_ledger_takes_as_many_statements_for_two_as_for_one(
    world: World,
) -> None:
    counts = []
    for _ in range(2):
        public_face.settle(bc.signed(world).project.number)
        with CaptureQueriesContext(connection) as queries:
            assert reconcile.reconcile()[1] == []
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.requirement("R9.22")
def test_a_project_without_its_standard_says_so_and_hides_no_other(
    world: World, numbers: list[str]
) -> None:
    Standard.objects.filter(code="statistics.smallest_cell").delete()
    begun = clock.now()
    assert public_face.check_again(public_face.longest_unchecked()) == 1
    kept = problems()
    assert "标准“最小公开人数”还没有录入" in kept[numbers[0]][0]
    assert kept[numbers[1]] == []
    assert not FigureCheck.objects.filter(at__lt=begun).exists()
    assert told() == heard(world, numbers[0])
    FigureCheck.objects.update(at=begun - timedelta(days=31))
    public_face.check_again(public_face.longest_unchecked())
    assert len(told()) == 2


@pytest.mark.requirement("R9.22")
def test_a_fault_of_the_program_with_one_project_stays_with_it(
    world: World, numbers: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    more = [bc.signed(world).project.number for _ in range(3)]
    for number in more:
        public_face.settle(number)
    FigureCheck.objects.update(at=clock.now() - timedelta(days=31))
    real, bad = publishing.books_of, more[1]

    def books_of(contracts: list[Contract], found: object) -> object:
        if any(one.project.number == bad for one in contracts):
            raise KeyError(bad)
        return real(contracts, found)  # type: ignore[arg-type]

    monkeypatch.setattr(publishing, "books_of", books_of)
    assert public_face.check_again(public_face.longest_unchecked()) == 1
    kept = problems()
    assert kept.pop(bad) == ["数字没有核对成：程序出错（KeyError），请联系系统管理员。"]
    assert list(kept.values()) == [[]] * 4
    assert public_face.longest_unchecked() == []


@pytest.mark.requirement("R9.22")
def test_released_figures_are_compared_with_the_ledger_by_the_clock(
    world: World, numbers: list[str]
) -> None:
    newest = Release.objects.filter(project__number=numbers[0]).order_by("-sequence")[0]
    document = decode(bytes(newest.content))
    progress = document["contracts"][0]["implementation"]["financialProgress"]
    progress["totalSpend"]["amount"] = 1
    with bv.triggers_off():
        Release.objects.filter(pk=newest.pk).update(content=encode(document))
    watch_duties_task()
    words = "；".join(problems()[numbers[0]])
    assert "库里的内容和摘要不一致" in words
    assert "已发布的支付合计 1 元" in words
    assert problems()[numbers[1]] == []
    assert told() == heard(world, numbers[0])


@pytest.mark.requirement("R9.22")
def test_a_release_that_cannot_be_read_is_a_finding(world: World, numbers: list[str]) -> None:
    with bv.triggers_off():
        Release.objects.filter(project__number=numbers[1]).update(content=b"[]")
    assert public_face.check_again(numbers) == 1
    assert "读不出支付合计" in "".join(problems()[numbers[1]])
    assert {one.code for one in reconcile.reconcile()[1]} == {"digest", "release_unreadable"}


@pytest.mark.requirement("R9.22")
def test_what_is_paid_and_not_released_yet_is_no_disagreement(
    world: World, numbers: list[str]
) -> None:
    contract = Contract.objects.get(project__number=numbers[1])
    bc.answered(world, bc.ordered(world, bc.approved(world, contract)))
    assert PublicWork.objects.filter(project=contract.project, is_released=False).exists()
    assert public_face.check_again(numbers) == 0
    PublicWork.objects.all().delete()
    assert public_face.check_again(numbers) == 1


@pytest.mark.requirement("R9.20")
def test_a_late_project_that_cannot_tell_it_hides_no_other(
    world: World, numbers: list[str]
) -> None:
    """The federation lacks a standard that the district of the second one has."""
    pair = [bc.signed(world, ends_on=bv.later(200)).project for _ in range(2)]
    for one in pair:
        public_face.settle(one.number)
    stuck, project = (Project.objects.get(number=one.number) for one in pair)
    project.place(world.cast.unions["district"])
    project.save()
    Standard.objects.filter(code="commissioning.progress_months").update(
        union=world.cast.unions["district"]
    )
    late = Duty.objects.filter(project__in=pair, kind="progress", place=1)
    assert late.update(due_on=clock.today() - timedelta(days=3)) == 2
    for _ in range(2):
        watch_duties_task()
        assert "标准“commissioning.progress_months”还没有录入" in problems()[stuck.number][0]
        assert [problems()[one] for one in (*numbers, project.number)] == [[], [], []]
        assert PublicWork.objects.filter(act="late").get().project == project
        assert told() == heard(world, stuck.number)
        assert public_face.overdue() == [stuck.number]


@pytest.mark.requirement("R9.23")
def test_a_project_that_cannot_be_settled_says_why_and_holds_up_no_other(
    world: World, numbers: list[str]
) -> None:
    other = bc.signed(world).project
    Standard.objects.filter(code="commissioning.progress_months").delete()
    PublicWork.objects.create(project=other, act="close_session")
    feed_writing.drain()
    assert "还没有录入" in problems()[other.number][0]
    assert told() == heard(world, other.number)
    feed_writing.drain()
    assert len(told()) == 2
