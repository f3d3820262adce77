"""Ordering payments and taking in the bank's reply."""

from dataclasses import replace

import pytest

from backend.kernel.errors import Conflict, Invalid, NotFound, Refused
from backend.ledger.formats.lines import Outcome
from services.hardship import workflow
from services.hardship.models import Grant
from services.hardship.queries import lists
from services.hardship.states import GrantState, State
from tests.services.hardship import build
from tests.services.hardship.proof import refused
from tests.services.hardship.test_workflow_story import reply_to


def approved(story: build.Story) -> Grant:
    return Grant.objects.get(application=build.at(State.DISTRICT_APPROVED, story))


def test_a_payment_counts_only_when_the_reply_confirms_its_line(story: build.Story) -> None:
    grant, keeper = approved(story), story.who("sun_li")
    batch = workflow.order_payments(actor=keeper, grants=[grant.number])
    workflow.build_bank_file(batch.number, actor=keeper)
    workflow.import_bank_reply(batch.number, actor=keeper, content=reply_to(batch, Outcome.WORKING))
    grant.refresh_from_db()
    assert (grant.state, grant.paid_on) == (GrantState.ORDERED, None)
    workflow.import_bank_reply(batch.number, actor=keeper, content=reply_to(batch, Outcome.PAID))
    grant.refresh_from_db()
    assert (grant.state, str(grant.paid_on)) == (GrantState.PAID, "2026-12-01")


def test_an_altered_reply_is_refused_whole(story: build.Story) -> None:
    grant, keeper = approved(story), story.who("sun_li")
    batch = workflow.order_payments(actor=keeper, grants=[grant.number])
    workflow.build_bank_file(batch.number, actor=keeper)
    content = reply_to(batch, Outcome.PAID).replace(b"2000.00", b"2000.01")
    with refused(Invalid, "reply_line_altered"):
        workflow.import_bank_reply(batch.number, actor=keeper, content=content)


def test_a_grant_is_ordered_once(story: build.Story) -> None:
    grant, keeper = approved(story), story.who("sun_li")
    workflow.order_payments(actor=keeper, grants=[grant.number])
    with refused(Conflict, "already_ordered"):
        workflow.order_payments(actor=keeper, grants=[grant.number])


def test_the_work_list_shows_what_waits_and_what_came_back(story: build.Story) -> None:
    grant, keeper = approved(story), story.who("sun_li")
    assert [one.state for one in lists.grants_to_pay(keeper)] == ["approved"]
    batch = workflow.order_payments(actor=keeper, grants=[grant.number])
    assert lists.grants_to_pay(keeper) == []
    workflow.build_bank_file(batch.number, actor=keeper)
    workflow.import_bank_reply(
        batch.number, actor=keeper, content=reply_to(batch, Outcome.RETURNED, "账号已销户")
    )
    line = lists.grants_to_pay(keeper)[0]
    assert (line.state, line.return_reason, line.applicant) == ("returned", "账号已销户", "李*")


def test_nothing_chosen_and_foreign_grants_are_refused(story: build.Story) -> None:
    grant = approved(story)
    with refused(Invalid, "nothing_chosen"):
        workflow.order_payments(actor=story.who("sun_li"), grants=[])
    for part in ("chen_ping", "west_reviewer", "wang_qiang"):
        with refused(NotFound, "not_found"):
            workflow.order_payments(actor=story.who(part), grants=[grant.number])


@pytest.mark.requirement("R8.44")
def test_who_approved_does_not_pay(story: build.Story) -> None:
    grant = approved(story)
    both = replace(
        story.who("zhao_min"), posts=(*story.who("zhao_min").posts, *story.who("sun_li").posts)
    )
    with refused(Refused, "not_independent"):
        workflow.order_payments(actor=both, grants=[grant.number])


def test_a_receipt_comes_after_the_money(story: build.Story) -> None:
    grant = approved(story)
    with refused(Conflict, "wrong_state"):
        workflow.acknowledge_receipt(grant.application.number, actor=story.who("li_mei"))
    with refused(NotFound, "not_found"):
        workflow.acknowledge_receipt(grant.application.number, actor=story.who("chen_ping"))
