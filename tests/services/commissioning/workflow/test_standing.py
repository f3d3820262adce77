"""Who handled a purchase does not judge it, and who judged it does not pay for it (R9.17)."""

import pytest

from backend.access.roles import Role
from backend.accounts.models import Post
from backend.kernel import clock
from backend.kernel.errors import Refused
from services.commissioning.workflow import acceptance, stages
from tests.services.commissioning import build_contract as bc
from tests.services.commissioning import build_verdict
from tests.services.commissioning.build import World
from tests.services.commissioning.proof import refused


def also(world: World, key: str, role: Role) -> None:
    """Give a part of the cast a second post at the federation."""
    Post.objects.create(
        user=world.cast.users[key],
        union=world.cast.unions["federation"],
        role=role,
        since=clock.today(),
    )


@pytest.mark.requirement("R9.17")
def test_who_ordered_a_payment_does_not_accept_though_she_neither_awarded_nor_signed(
    world: World,
) -> None:
    project = build_verdict.finished(world)
    also(world, "sun_li", Role.ACCEPTANCE_OFFICER)
    with refused(Refused, "bought") as refusal:
        acceptance.accept_delivery(
            project.number,
            actor=world.actor("sun_li"),
            version=project.version,
            opinion="服务按协议完成。",
        )
    assert "另一位验收人" in refusal.value.message


@pytest.mark.requirement("R9.17")
def test_who_accepted_does_not_approve_the_last_payment(world: World) -> None:
    evaluated = build_verdict.evaluated(world)
    also(world, "acceptance_officer", Role.PROJECT_APPROVER)
    last = bc.stage(evaluated.contract, 3)
    with refused(Refused, "judged") as refusal:
        stages.approve_stage(
            last.number, actor=world.actor("acceptance_officer"), version=last.version
        )
    assert "另一位经办人" in refusal.value.message
    bc.approved(world, evaluated.contract, 3)
