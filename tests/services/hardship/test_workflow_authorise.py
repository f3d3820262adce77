"""Authorisations of the adults, and what their absence stops."""

import pytest

from backend.kernel.errors import Conflict, Invalid, NotFound
from services.hardship import workflow
from services.hardship.models import Authorisation
from services.hardship.states import State
from tests.services.hardship import build
from tests.services.hardship.proof import refused


def unsigned(story: build.Story) -> build.Story:
    return build.Story(story.made, story.fund, story.move_to, sign=False)


@pytest.mark.requirement("R8.35")
def test_the_file_does_not_go_on_while_one_adult_has_not_signed(story: build.Story) -> None:
    made = build.at(State.VISITED, unsigned(story))
    chair, worker = story.who("wang_qiang"), story.who("li_mei")
    letter = build.photo(made.number, worker, "authorisation")
    own = made.members.get(relation="self")
    workflow.authorise(
        made.number,
        actor=worker,
        member=own.number,
        letter=letter.number,
        signed_on=build.clock.today(),
    )
    with refused(Invalid, "authorisation_missing") as refusal:
        build.step(made.number, State.RECOMMENDED, story)
    assert "还有 1 位" in refusal.value.message
    spouse = made.members.get(relation="spouse")
    workflow.authorise(
        made.number,
        actor=chair,
        member=spouse.number,
        letter=letter.number,
        signed_on=build.clock.today(),
    )
    build.step(made.number, State.RECOMMENDED, story)
    assert build.row(made.number).state is State.RECOMMENDED


@pytest.mark.requirement("R8.35")
@pytest.mark.parametrize(
    ("stands", "wanted"),
    [
        (State.VISITED, State.RECOMMENDED),
        (State.RECOMMENDED, State.ECONOMIC_CHECK),
        (State.ECONOMIC_CHECK, State.CHECKED),
        (State.CHECKED, State.NOTICE),
        (State.NOTICE, State.DISTRICT_APPROVED),
    ],
)
def test_a_withdrawn_authorisation_stops_each_step(
    story: build.Story, stands: State, wanted: State
) -> None:
    made = build.at(stands, story)
    spouse = made.members.get(relation="spouse")
    workflow.revoke_authorisation(made.number, actor=story.who("li_mei"), member=spouse.number)
    with refused(Invalid, "authorisation_missing"):
        build.step(made.number, wanted, story)
    assert build.row(made.number).state is stands
    assert Authorisation.objects.filter(member=spouse, withdrawn_at=None).count() == 0


@pytest.mark.requirement("RX.1", "R8.35")
def test_a_withdrawn_consent_stops_the_file(story: build.Story) -> None:
    made = build.at(State.CHECKED, story)
    workflow.withdraw_consent(made.number, actor=story.who("li_mei"), purpose="notice")
    with refused(Invalid, "consent_missing"):
        build.step(made.number, State.NOTICE, story)


def test_a_child_does_not_sign_and_nobody_signs_twice(story: build.Story) -> None:
    made = build.at(State.SUBMITTED, story)
    who = story.who("li_mei")
    letter = made.evidence.get(kind="authorisation").number
    today = build.clock.today()
    for relation, code in (("child", "not_adult"), ("spouse", "already_authorised")):
        member = made.members.get(relation=relation).number
        with refused(Conflict, code):
            workflow.authorise(
                made.number, actor=who, member=member, letter=letter, signed_on=today
            )


def test_a_letter_must_be_a_photograph_of_this_file(story: build.Story) -> None:
    made = build.at(State.SUBMITTED, unsigned(story))
    member = made.members.get(relation="self").number
    proof = made.evidence.get(kind="proof").number
    with refused(Invalid, "bad_letter"):
        workflow.authorise(
            made.number,
            actor=story.who("li_mei"),
            member=member,
            letter=proof,
            signed_on=build.clock.today(),
        )


def test_a_stranger_finds_nothing_to_sign(story: build.Story) -> None:
    made = build.at(State.SUBMITTED, unsigned(story))
    with refused(NotFound, "not_found"):
        workflow.authorise(
            made.number,
            actor=story.who("chen_ping"),
            member=made.members.get(relation="self").number,
            letter="x",
            signed_on=build.clock.today(),
        )
