"""What the public reads of another evaluation: old beside new, with the reason, everywhere."""

import pytest

from services.commissioning.feed_documents import atom
from services.commissioning.feeds.ocds.checks.files import one_project
from services.commissioning.feeds.ocds.numbers import decode
from services.commissioning.models import FigureCheck, FigureCorrection, Project
from services.commissioning.queries.public.sheet import sheet_of
from services.commissioning.states.projects import ProjectState
from services.commissioning.workflow import public_face
from services.disclosure import queries as disclosure
from services.disclosure.queries import Wanted
from tests.services.commissioning import build_verdict as bv
from tests.services.commissioning.build import World

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R9.22", "R9.23")]
REASON = "数字异议成立，重新评价：核对签到表，机构有理。"


def _published(
    world: World, figure: str = "persons", ruled: str = "24", persons: int = 12
) -> Project:
    bv.sign_forms(world)
    made = bv.evaluated(world, wanted=bv.MEDIUM, persons=persons)
    public_face.settle(made.contract.project.number)
    bv.upheld(world, made.contract, figure, ruled)
    public_face.settle(made.contract.project.number)
    return bv.row(made.contract.project)


def _again(world: World, project: Project) -> None:
    bv.judged_again(world, project)
    public_face.settle(project.number)


def test_the_published_figures_stand_until_it_is_evaluated_again(world: World) -> None:
    project = _published(world)
    assert not FigureCorrection.objects.exists()
    sheet = sheet_of(project)
    persons = next(one for one in sheet.quantity if one.code == "persons")
    assert persons.value == "12"
    assert [(one.state_label, one.ruled, one.is_pending) for one in persons.disputes] == [
        ("成立", "", True)
    ]
    assert FigureCheck.objects.get(project=project).problems == []


def test_page_board_and_check_tell_old_and_new_with_the_reason(world: World) -> None:
    project = _published(world)
    _again(world, project)
    assert bv.row(project).state is ProjectState.PUBLISHED
    sheet = sheet_of(bv.row(project))
    told = {one.what: (one.old, one.new, one.reason) for one in sheet.corrections}
    assert told == {
        "实际服务人数（职工确认）": ("12", "24", REASON),
        "指标：服务职工人数": ("12", "24", REASON),
        "指标：每人成本": ("2000", "1000", REASON),
        "每人成本": ("2,000.00 元", "1,000.00 元", REASON),
        "绩效得分": ("75", "87.5", REASON),
        "绩效等次": ("中", "良", REASON),
    }
    assert sheet.verdict is not None
    assert (sheet.verdict.points, sheet.verdict.band_label) == ("87.5", "良")
    assert [(one.points, one.band_label, one.reason) for one in sheet.verdict.earlier] == [
        ("75", "中", REASON)
    ]
    persons = next(one for one in sheet.quantity if one.code == "persons")
    assert [(one.ruled, one.is_pending) for one in persons.disputes] == [("24", False)]
    board = disclosure.public_page(Wanted(), None)["items"][0]
    found = disclosure.read_public(board.number)
    assert [one.reason for one in found.versions] == ["", REASON]
    assert FigureCheck.objects.get(project=project).problems == []


def test_open_data_and_feed_tell_old_and_new_with_the_reason(world: World) -> None:
    project = _published(world)
    _again(world, project)
    rows = [decode(bytes(one.content)) for one in project.releases.order_by("sequence")]
    assert one_project(rows, rows[0]["ocid"]) == []
    before, after = (one["contracts"][0]["implementation"] for one in (rows[0], rows[-1]))
    seen = {one["id"]: one["observations"][0]["measure"] for one in after["metrics"]}
    assert seen["persons"] == 24
    words = f"“实际服务人数（职工确认）”原公布“12”，更正为“24”。原因：{REASON}"
    papers = [one for one in after["documents"] if one["documentType"] == "figureCorrection"]
    assert papers[0]["description"] == words
    assert len(papers) == 6
    assert all(one["documentType"] != "figureCorrection" for one in before["documents"])
    assert "绩效评价 87.50 分，等次“良”" in after["documents"][0]["description"]
    assert words in atom.current_document().decode()


def test_a_recognized_figure_of_a_small_group_is_not_shown(world: World) -> None:
    project = _published(world, ruled="9")
    _again(world, project)
    sheet = sheet_of(bv.row(project))
    persons = next(one for one in sheet.quantity if one.code == "persons")
    assert persons.value == "人数较少，不列"
    assert [one.ruled for one in persons.disputes] == ["人数较少，不列"]
    assert sheet.verdict is not None
    assert {one.points for one in sheet.verdict.earlier} == {"人数较少，不列"}
    assert "persons" not in FigureCorrection.objects.values_list("figure", flat=True)
