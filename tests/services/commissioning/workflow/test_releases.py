"""Releases of open data: one for each public step, immutable, true to rows and ledger."""

from decimal import Decimal
from hashlib import sha256
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction

from services.commissioning.feeds.ocds.checks.history import one_project
from services.commissioning.feeds.ocds.numbers import decode, yuan
from services.commissioning.models import Project, Release
from services.commissioning.queries.books import ledger_paid_fen
from services.commissioning.workflow import public_face
from tests.services.commissioning import build
from tests.services.commissioning import build_contract as bc
from tests.services.commissioning import build_verdict as bv
from tests.services.commissioning.build import World

pytestmark = pytest.mark.django_db
CHANGES = ("UPDATE commissioning_release SET tag = 'x'", "DELETE FROM commissioning_release")


def documents(project: Project) -> list[dict[str, Any]]:
    """The releases of a project as a reader gets them."""
    rows = Release.objects.filter(project=project).order_by("sequence")
    return [decode(bytes(row.content)) for row in rows]


def walked(world: World) -> Project:
    """A project settled after each of its steps, to the end."""
    bv.sign_forms(world)
    contract = bc.signed(world, targets=bv.EXCELLENT)
    number = contract.project.number
    public_face.settle(number)
    bc.account(world)
    bc.answered(world, bc.ordered(world, bc.approved(world, contract)))
    public_face.settle(number)
    bv.crowd(world, contract, 12)
    bc.reported(world, contract, ago=65)
    bv.midterm(world, contract)
    public_face.settle(number)
    bc.reported(world, contract, is_final=True, ago=31)
    public_face.settle(number)
    project = bv.row(contract.project)
    bv.accepted(world, project)
    public_face.settle(number)
    bv.judged(world, project)
    public_face.settle(number)
    return bv.row(project)


@pytest.mark.requirement("R9.23")
def test_every_public_step_has_its_release_and_none_has_a_fault(world: World) -> None:
    project = walked(world)
    rows = documents(project)
    assert [row["tag"] for row in rows] == [
        ["planning", "contract"],
        ["implementation"],
        ["implementationUpdate"],
        ["implementationUpdate"],
        ["contractTermination"],
        ["implementationUpdate"],
    ]
    assert one_project(rows, rows[0]["ocid"]) == []


@pytest.mark.requirement("R9.22")
def test_a_release_equals_ledger_and_evaluation(world: World) -> None:
    project = walked(world)
    contract = documents(project)[-1]["contracts"][0]
    done = contract["implementation"]
    assert contract["status"] == "terminated"
    assert done["financialProgress"]["totalSpend"]["amount"] == yuan(
        ledger_paid_fen(project.contract)
    )
    assert done["finalValue"]["amount"] == Decimal("90000.00")
    seen = {one["id"]: one["observations"][0].get("measure") for one in done["metrics"]}
    evaluated = {
        line.target.code: Decimal(line.delivered_hundredths or 0) / 100
        for line in project.contract.evaluations.get().lines.select_related("target")
    }
    assert {code: Decimal(seen[code]) for code in evaluated} == evaluated
    assert "绩效评价 100 分，等次“优”" in done["documents"][0]["description"]


@pytest.mark.requirement("R9.22")
def test_a_release_is_never_changed(world: World) -> None:
    project = build.awarded(world)
    bc.signed(world, project)
    public_face.settle(project.number)
    row = Release.objects.get(project=project)
    assert sha256(bytes(row.content)).digest() == bytes(row.digest)
    for statement in CHANGES:
        with (
            pytest.raises(ProgrammingError, match="append_only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_what_nobody_outside_sees_makes_no_release(world: World) -> None:
    contract = bc.agreed(world)
    public_face.settle(contract.project.number)
    assert not Release.objects.exists()


@pytest.mark.requirement("R9.23")
def test_no_name_of_a_person_stands_in_a_release(world: World) -> None:
    project = walked(world)
    text = b"".join(bytes(row.content) for row in project.releases.all()).decode()
    names = {user.person.unseal("name_sealed") for user in world.cast.users.values() if user.person}
    assert [name for name in names if name and name in text] == []


def test_applicants_that_lost_are_not_named_without_a_result_notice(world: World) -> None:
    project = build.awarded(world)
    bc.signed(world, project)
    public_face.settle(project.number)
    document = documents(project)[-1]
    assert document["tender"]["numberOfTenderers"] == 2
    assert "tenderers" not in document["tender"]
    assert "示范市明灯职工成长促进会" not in bytes(project.releases.get().content).decode()


@pytest.mark.requirement("R12.31")
def test_small_groups_are_marked_as_hidden_and_not_left_out(world: World) -> None:
    bv.sign_forms(world)
    made = bv.evaluated(world, persons=9)
    public_face.settle(made.contract.project.number)
    metrics = documents(made.contract.project)[-1]["contracts"][0]["implementation"]["metrics"]
    persons = next(one for one in metrics if one["id"] == "persons")
    assert persons["observations"] == [
        {
            "id": "persons-delivered",
            "unit": {"name": "人"},
            "dimensions": {"suppressed": "fewerThanSmallestCell"},
        }
    ]
    rows = documents(made.contract.project)
    assert one_project(rows, rows[0]["ocid"]) == []
