"""Figures recomputed though nothing moved: many projects together, each judged by itself."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from backend.kernel import clock
from services.commissioning.models import EvaluationLine, FigureCheck
from services.commissioning.queries import reconcile
from services.commissioning.workflow import public_face
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
