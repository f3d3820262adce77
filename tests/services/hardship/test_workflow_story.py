"""One worker's story from draft to receipt, and what each step leaves behind."""

import pytest
from django.db import transaction

from backend.audit.models import Entry
from backend.kernel.money import Money
from backend.ledger import book, payments
from backend.ledger.formats import csv_v1
from backend.ledger.formats.lines import Outcome, Reply, ReplyLine
from backend.ledger.models import Balance, PaymentBatch
from notifications.models import Event
from services.hardship import workflow
from services.hardship.models import Decision, Grant
from services.hardship.queries import figures
from services.hardship.states import GrantState, State
from tests.services.hardship import build


def reply_to(batch: PaymentBatch, outcome: Outcome, reason: str = "") -> bytes:
    """Write the reply of the bank to every line of a batch."""
    lines = [
        ReplyLine(
            row=6 + place,
            number=order.number,
            last4=order.payee.account_last4,
            amount=order.amount,
            outcome=outcome,
            reason=reason,
            bank_reference=f"R{place}",
        )
        for place, order in enumerate(batch.orders.select_related("payee").order_by("number"))
    ]
    total = Money.sum(line.amount for line in lines)
    return csv_v1.write_reply(Reply(batch.number, len(lines), total, lines))


@pytest.mark.requirement("R8.51", "R8.44", "R8.41")
def test_a_story_from_draft_to_receipt(story: build.Story) -> None:
    application = build.at(State.ON_FILE, story)
    keeper = story.who("sun_li")
    grant = Grant.objects.get(application=application)
    assert grant.state is GrantState.APPROVED

    batch = workflow.order_payments(actor=keeper, grants=[grant.number])
    file = workflow.build_bank_file(batch.number, actor=keeper)
    assert "李梅".encode() in file.content
    content = reply_to(batch, Outcome.PAID)
    workflow.import_bank_reply(batch.number, actor=story.who("payment_confirmer"), content=content)
    workflow.import_bank_reply(batch.number, actor=story.who("payment_confirmer"), content=content)
    grant.refresh_from_db()
    assert grant.state is GrantState.PAID

    workflow.acknowledge_receipt(application.number, actor=story.who("li_mei"))
    grant.refresh_from_db()
    assert grant.state is GrantState.RECEIPTED

    balance = Balance.objects.get(fund=story.fund)
    assert (balance.spent_fen, balance.reserved_fen) == (200_000, 0)
    assert figures.total_paid(story.made.unions["federation"]).fen == balance.spent_fen
    with transaction.atomic():
        assert book.verify().ok


def test_a_returned_line_comes_back_and_is_paid_to_the_corrected_account(
    story: build.Story,
) -> None:
    application = build.at(State.DISTRICT_APPROVED, story)
    keeper = story.who("sun_li")
    grant = Grant.objects.get(application=application)
    batch = workflow.order_payments(actor=keeper, grants=[grant.number])
    workflow.build_bank_file(batch.number, actor=keeper)
    workflow.import_bank_reply(
        batch.number,
        actor=story.who("payment_confirmer"),
        content=reply_to(batch, Outcome.RETURNED, "账号户名不符"),
    )
    grant.refresh_from_db()
    assert (grant.state, grant.unseal("return_reason_sealed")) == (
        GrantState.RETURNED,
        "账号户名不符",
    )
    assert [one.number for one in payments.returned_orders()] == [f"{batch.number}-0001"]

    again = workflow.order_payments(actor=keeper, grants=[grant.number])
    workflow.build_bank_file(again.number, actor=keeper)
    workflow.import_bank_reply(
        again.number, actor=story.who("payment_confirmer"), content=reply_to(again, Outcome.PAID)
    )
    grant.refresh_from_db()
    assert grant.state is GrantState.PAID
    assert Balance.objects.get(fund=story.fund).spent_fen == 200_000


@pytest.mark.requirement("R8.44")
def test_each_step_stores_person_time_and_opinion(story: build.Story) -> None:
    application = build.at(State.DISTRICT_APPROVED, story)
    chain = Decision.objects.filter(application=application, in_chain=True).order_by("id")
    assert [(one.act, one.by_id, one.unseal("opinion_sealed")) for one in chain] == [
        ("recommend", story.made.users["wang_qiang"].pk, "走访属实，建议帮扶。"),
        ("approve", story.made.users["zhao_min"].pk, "同意。"),
    ]
    assert all(one.at for one in chain)


@pytest.mark.requirement("RX.8", "RX.12")
def test_the_member_is_told_each_step_with_nothing_personal(story: build.Story) -> None:
    application = build.at(State.ON_FILE, story)
    events = Event.objects.filter(person=story.made.people["li_mei"]).order_by("id")
    assert [event.topic for event in events] == [
        "hardship.submitted",
        "hardship.visited",
        "hardship.recommended",
        "hardship.check_started",
        "hardship.economic_checked",
        "hardship.notice_opened",
        "hardship.approved",
        "mutual_aid.group_changed",
        "hardship.on_file",
    ]
    text = str([event.params for event in events])
    for secret in ("李", "心脏", "2000", "200000", "槐树", "4217", story.chair):
        assert secret not in text
    assert application.number in text


def test_every_verb_leaves_a_trace_without_values(story: build.Story) -> None:
    application = build.at(State.DISTRICT_APPROVED, story)
    entries = Entry.objects.filter(
        subject_type="hardship.application", subject_id=str(application.pk)
    ).order_by("id")
    acts = [entry.act for entry in entries]
    assert acts[0] == "hardship.start"
    assert acts[-1] == "hardship.approve"
    assert {entry.person_id for entry in entries} == {application.person_id}
    assert "心脏" not in str([(entry.field_names, entry.purpose) for entry in entries])
