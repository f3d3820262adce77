"""A finished project publishes itself; what does not tie is not published; corrections show old."""

import pytest

from backend.kernel import clock
from backend.ledger.models import Transfer
from notifications.models import Event
from services.commissioning.models import (
    Contract,
    Duty,
    EvaluationLine,
    FigureCheck,
    FigureCorrection,
    Project,
    PublicWork,
    PublishedFigures,
)
from services.commissioning.queries.books import ledger_paid_fen
from services.commissioning.queries.public.sheet import sheet_of
from services.commissioning.states.projects import ProjectState
from services.commissioning.workflow import public_face
from services.disclosure import queries as disclosure
from services.disclosure.models import Version
from services.disclosure.queries import Wanted
from tests.services.commissioning import build_contract as bc
from tests.services.commissioning import build_verdict as bv
from tests.services.commissioning.build import World

pytestmark = pytest.mark.django_db
PAID = 9_000_000
SPENT = 2_400_000


def board() -> list[str]:
    """Titles on the public board, newest first."""
    return [one.title for one in disclosure.public_page(Wanted(), None)["items"]]


def told_of_figures() -> int:
    """How many notices of the board told members of a project's figures."""
    return Event.objects.filter(
        topic="disclosure.published", params__title__endswith="：绩效"
    ).count()


@pytest.mark.requirement("R9.20", "R9.22", "R12.3")
def test_an_evaluated_project_publishes_itself_without_a_further_sign_off(world: World) -> None:
    bv.sign_forms(world)
    made = bv.evaluated(world)
    project = bv.row(made.contract.project)
    assert public_face.settle(project.number)
    project = bv.row(project)
    assert project.state is ProjectState.PUBLISHED
    assert board()[0] == "一线职工心理关爱服务：绩效"
    final = Duty.objects.get(project=project, kind="final")
    assert final.met_on == clock.today()


@pytest.mark.requirement("R9.22")
def test_published_figures_equal_ledger_and_evaluation(world: World) -> None:
    bv.sign_forms(world)
    made = bv.evaluated(world)
    public_face.settle(made.contract.project.number)
    figures = PublishedFigures.objects.get(project=made.contract.project).figures
    assert figures["paid_fen"] == ledger_paid_fen(made.contract) == PAID
    assert figures["spent_fen"] == SPENT
    assert figures["unspent_fen"] == made.contract.amount_fen - SPENT
    assert figures["unit_cost_fen"] == SPENT // 12
    assert (figures["persons"], figures["provider_count"]) == (12, 13)
    assert (figures["points"], figures["band"]) == (made.points_hundredths, "优")
    assert FigureCheck.objects.get(project=made.contract.project).problems == []


@pytest.mark.requirement("R9.22")
def test_figures_that_do_not_tie_with_the_ledger_are_not_published(world: World) -> None:
    bv.sign_forms(world)
    made = bv.evaluated(world)
    project = bv.row(made.contract.project)
    Contract.objects.filter(pk=made.contract.pk).update(amount_fen=17_999_999)
    public_face.settle(project.number)
    assert bv.row(project).state is ProjectState.EVALUATED
    assert not PublishedFigures.objects.exists()
    assert "一线职工心理关爱服务：绩效" not in board()
    problems = FigureCheck.objects.get(project=project).problems
    assert problems[0] == "预算科目合计180000.00 元，协议金额179999.99 元".replace(
        "180000.00", "180,000.00"
    ).replace("179999.99", "179,999.99")


@pytest.mark.requirement("R9.22")
def test_a_payment_after_publication_is_a_correction_with_old_and_new(world: World) -> None:
    bv.sign_forms(world)
    made = bv.evaluated(world)
    project = bv.row(made.contract.project)
    public_face.settle(project.number)
    # The project's own notice told of the publication; the board's would tell it twice.
    assert told_of_figures() == 0
    last = bc.approved(world, made.contract, 3)
    bc.answered(world, bc.ordered(world, last))
    public_face.settle(project.number)
    assert told_of_figures() == 1
    kept = FigureCorrection.objects.get(project=project)
    assert (kept.figure, kept.old, kept.new, kept.reason) == (
        "paid_fen", "90,000.00 元", "126,000.00 元", "付款阶段已支付",
    )  # fmt: skip
    shown = sheet_of(bv.row(project)).corrections
    assert [(one.what, one.old, one.new) for one in shown] == [
        ("已支付", "90,000.00 元", "126,000.00 元")
    ]
    assert board()[0] == "一线职工心理关爱服务：绩效"
    assert Transfer.objects.filter(kind="post").count() == 2


@pytest.mark.requirement("R12.31")
def test_a_small_group_is_hidden_with_all_that_gives_it_away(world: World) -> None:
    bv.sign_forms(world)
    made = bv.evaluated(world, persons=9)
    project = bv.row(made.contract.project)
    public_face.settle(project.number)
    sheet = sheet_of(bv.row(project))
    shown = {one.code: one.value for one in (*sheet.quantity, *sheet.quality, *sheet.money)}
    hidden = {
        "persons", "confirmations", "provider_count", "raters", "stars", "unit_cost_fen", "points",
    }  # fmt: skip
    assert {shown[code] for code in hidden} == {"人数较少，不列"}
    assert sheet.verdict is not None
    assert {one.points for one in sheet.verdict.targets} == {"人数较少，不列"}
    assert hidden & PublishedFigures.objects.get(project=project).figures.keys() == set()
    told = disclosure.read_public(disclosure.public_page(Wanted(), None)["items"][0].number)
    assert told.reading is not None
    assert "得分 人数较少，不列（满分 100）" in told.reading.html
    assert "承接组织自己统计的人次为 人数较少，不列" in told.reading.html


@pytest.mark.requirement("R12.31")
def test_the_board_hides_what_the_page_hides_where_few_gave_a_rating(world: World) -> None:
    bv.sign_forms(world)
    made = bv.evaluated(world, persons=12, raters=9)
    project = bv.row(made.contract.project)
    public_face.settle(project.number)
    sheet = sheet_of(bv.row(project))
    lines = (*sheet.quantity, *sheet.quality, *sheet.money)
    gone = {one.code for one in lines if one.value == "人数较少，不列"}
    assert gone == {"raters", "stars", "points"}
    told = disclosure.read_public(disclosure.public_page(Wanted(), None)["items"][0].number)
    assert told.reading is not None
    html = told.reading.html
    assert "得分 人数较少，不列（满分 100）" in html
    assert "职工评价 人数较少，不列 人次，满意度均分 人数较少，不列（满分 5）" in html
    assert html.count("人数较少，不列") == 3
    kept = Version.objects.filter(form_version__code="project_final").get().figures
    assert set(kept) & gone == set()
    assert kept["persons"] == 12


def test_without_a_passed_form_nothing_is_published_and_the_check_says_why(world: World) -> None:
    made = bv.evaluated(world)
    project = bv.row(made.contract.project)
    public_face.settle(project.number)
    assert bv.row(project).state is ProjectState.EVALUATED
    assert "固定格式" in FigureCheck.objects.get(project=project).problems[0]


@pytest.mark.requirement("R9.21")
def test_a_checked_report_publishes_the_progress_of_a_long_project(world: World) -> None:
    bv.sign_forms(world)
    contract = bc.signed(world, targets=bv.EXCELLENT, ends_on=bv.later(200))
    bv.crowd(world, contract, 12)
    bc.reported(world, contract)
    public_face.settle(contract.project.number)
    quarter = "年第"
    assert board()[0].startswith("一线职工心理关爱服务：")
    assert board()[0].endswith("进展")
    assert quarter in board()[0]
    duties = Duty.objects.filter(project=contract.project, kind="progress").order_by("place")
    assert [one.met_on for one in duties] == [clock.today(), None]


@pytest.mark.requirement("R9.22")
def test_an_evaluation_that_was_altered_is_found(world: World) -> None:
    bv.sign_forms(world)
    made = bv.evaluated(world)
    project = bv.row(made.contract.project)
    with bv.triggers_off():
        EvaluationLine.objects.filter(evaluation=made, target__code="persons").update(
            points_hundredths=2_400
        )
    public_face.settle(project.number)
    assert bv.row(project).state is ProjectState.EVALUATED
    problems = FigureCheck.objects.get(project=project).problems
    assert problems == [
        "“服务职工人数”的得分和重新计算的不一致",
        "评价总分不等于各指标得分之和",
    ]


def test_every_act_leaves_word_and_settling_takes_it(world: World) -> None:
    project = bv.finished(world)
    assert project.number in public_face.waiting()
    public_face.settle(project.number)
    assert public_face.waiting() == []
    assert not public_face.settle(project.number)
    assert set(PublicWork.objects.values_list("is_released", flat=True)) == {True}


def test_a_project_in_preparation_is_nothing_for_the_public(world: World) -> None:
    project = bv.finished(world)
    Project.objects.filter(pk=project.pk).update(opened_at=None)
    public_face.settle(project.number)
    assert not PublicWork.objects.exists()
    assert not project.releases.exists()


@pytest.mark.requirement("R9.20")
def test_members_are_told_that_a_project_was_published(world: World) -> None:
    bv.sign_forms(world)
    made = bv.evaluated(world)
    public_face.settle(made.contract.project.number)
    rows = Event.objects.filter(topic="commissioning.project_published")
    assert rows.count() == 1
