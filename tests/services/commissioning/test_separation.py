"""Whoever makes up a staff, no person does two duties that must stand apart, on the whole road.

Random staffs of two to six people with random posts, relations and seats in the pool walk a
project from draft to archive (tests/services/commissioning/duties.py is the list of duties).
"""

import random

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from backend.access.roles import Role
from backend.kernel.errors import NotFound, Refused
from services.commissioning.models import Project
from services.commissioning.states.projects import ProjectState
from tests.services.commissioning import build_verdict, duties, staff_road, walk
from tests.services.commissioning.staff_walk import (
    ROLES,
    Hand,
    StuckError,
    knows,
    staffed,
)

EXAMPLES = 10
WHO_IS_MISSING = ("另一位", "办理，您的岗位不能办")
"""Whom a refusal sends the reader to: another person, or the post that is missing."""

ANYTHING = frozenset(ROLES)
ACCEPTANCE = frozenset({Role.ACCEPTANCE_OFFICER})
HANDS = st.builds(
    Hand,
    roles=st.one_of(
        st.just(ANYTHING),
        st.just(ACCEPTANCE),
        st.frozensets(st.sampled_from(ROLES), min_size=1, max_size=3),
    ),
    related_to=st.sampled_from(("", "", "", "", "heart", "lamp")),
    acts_for=st.sampled_from(("", "", "", "", "heart", "lamp")),
    in_pool=st.booleans(),
)
STAFFS = st.lists(HANDS, min_size=2, max_size=6)
SPECIALISTS = [
    Hand(frozenset({role}), in_pool=True)
    for role in (
        Role.PROJECT_BUYER, Role.PROJECT_BUYER, Role.PROJECT_APPROVER, Role.PROJECT_APPROVER,
        Role.FUND_KEEPER, Role.PAYMENT_CONFIRMER, Role.ACCEPTANCE_OFFICER,
    )
]  # fmt: skip
"""Enough people for every duty: they come through whatever the order."""

RESERVED = [
    *SPECIALISTS[:-1],
    Hand(frozenset({Role.ACCEPTANCE_OFFICER, Role.PROJECT_APPROVER, Role.FUND_KEEPER}), waits=True),
]
"""Whoever accepts here could approve and order the last payment, if she were let."""

MIXED = [
    Hand(ANYTHING, in_pool=True),
    Hand(ANYTHING, related_to="heart"),
    Hand(ANYTHING, acts_for="heart"),
    Hand(frozenset({Role.PROJECT_APPROVER, Role.ACCEPTANCE_OFFICER})),
    Hand(frozenset({Role.FUND_KEEPER, Role.PROJECT_APPROVER}), related_to="lamp"),
    Hand(ACCEPTANCE),
]
"""People who could do nearly everything, some of them tied to the winner or a loser."""


@pytest.mark.requirement(
    "R9.3", "R9.7", "R9.11", "R9.12", "R9.13", "R9.14", "R9.15", "R9.17", "R9.18", "R9.22"
)
def test_no_staff_lets_one_person_do_two_duties_that_must_stand_apart(story: walk.Story) -> None:
    build_verdict.sign_forms(story.world)
    with connection.cursor() as cursor:
        # Between two staffs the transaction stands idle while the next one is drawn.
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
    ends: list[str] = []
    done: set[str] = set()

    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )
    @example(hands=SPECIALISTS, seed=1)
    @example(hands=RESERVED, seed=5)
    @example(hands=MIXED, seed=2)
    @example(hands=MIXED, seed=3)
    @example(hands=[Hand(ANYTHING), Hand(ANYTHING)], seed=4)
    @given(hands=STAFFS, seed=st.integers(0, 2**32))
    def any_staff(hands: list[Hand], seed: int) -> None:
        before = transaction.savepoint()
        try:
            story.move_to(walk.MONDAY)
            end, did = walked(story, hands, random.Random(seed))
        finally:
            transaction.savepoint_rollback(before)
        ends.append(end)
        done.update(did)

    any_staff()
    # The property would hold of nothing: some staffs must come through, and some be too small.
    assert "archive" in ends
    assert len({end for end in ends if end != "archive"}) >= 2
    assert done == set(duties.DUTIES)


def walked(story: walk.Story, hands: list[Hand], dice: random.Random) -> tuple[str, set[str]]:
    """Let a staff go as far as it comes; gives where it ended and the duties that were done."""
    road, end = staffed(story, hands, dice), "archive"
    try:
        staff_road.to_archive(road)
    except StuckError as stuck:
        end = stuck.step
        must_say_who_is_missing(road.number, stuck)
    if not road.number:
        return end, set()
    project = road.project
    assert duties.clashes(project) == [], (end, hands)
    assert (project.state is ProjectState.ARCHIVED) is (end == "archive")
    return end, duties.done(project)


def must_say_who_is_missing(number: str, stuck: StuckError) -> None:
    """Prove that whoever may know of the project was told what kind of person is missing."""
    project = Project.objects.filter(number=number).first()
    for actor, refusal in stuck.said:
        if knows(actor, project):
            assert isinstance(refusal, Refused), (stuck.step, refusal.message)
            assert any(words in refusal.message for words in WHO_IS_MISSING), refusal.message
        else:
            assert isinstance(refusal, Refused | NotFound)
