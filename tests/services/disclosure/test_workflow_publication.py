"""What is public is never overwritten: corrections and withdrawals stand beside it (R12.4)."""

import pytest
from django.db import DatabaseError, connection, transaction

from backend.access.actor import Actor
from backend.kernel.errors import Conflict, Invalid, Refused
from services.disclosure import workflow
from services.disclosure.models import Disclosure, Draft, FeedWork, Version, Withdrawal
from services.disclosure.states import State
from tests.services.disclosure.conftest import BODY, TITLE, Drafting

pytestmark = pytest.mark.django_db


def correct(number: str, body: str, editor: Actor, checker: Actor, signer: Actor) -> Disclosure:
    draft = workflow.open_correction(number, actor=editor, reason="第 3 行金额有误")
    draft = workflow.revise(
        draft.number, actor=editor, version=draft.version, title=TITLE, body=body
    )
    draft = workflow.submit(draft.number, actor=editor, version=draft.version)
    draft = workflow.pass_check(draft.number, actor=checker, version=draft.version)
    workflow.sign_off(draft.number, actor=signer, version=draft.version)
    return Disclosure.objects.get(number=number)


@pytest.mark.requirement("R12.4")
def test_a_correction_is_the_next_version_with_its_reason(
    published: Drafting, editor: Actor, checker: Actor, signer: Actor
) -> None:
    disclosure = published().disclosure
    assert disclosure is not None
    first = disclosure.published_at
    after = correct(disclosure.number, "支出 986.21 万元。", editor, checker, signer)
    versions = list(after.versions.order_by("sequence"))
    assert [(one.sequence, one.body, one.reason) for one in versions] == [
        (1, BODY, ""),
        (2, "支出 986.21 万元。", "第 3 行金额有误"),
    ]
    assert after.current == versions[1]
    assert (after.published_at, after.state) == (first, State.PUBLISHED)
    assert after.changed_at == versions[1].published_at


def test_a_correction_without_a_change_is_refused(published: Drafting, editor: Actor) -> None:
    disclosure = published().disclosure
    assert disclosure is not None
    draft = workflow.open_correction(disclosure.number, actor=editor, reason="核对")
    with pytest.raises(Conflict) as refusal:
        workflow.submit(draft.number, actor=editor, version=draft.version)
    assert refusal.value.code == "nothing_changed"
    assert Version.objects.count() == 1


def test_one_correction_at_a_time(published: Drafting, editor: Actor) -> None:
    disclosure = published().disclosure
    assert disclosure is not None
    workflow.open_correction(disclosure.number, actor=editor, reason="甲")
    with pytest.raises(Conflict) as refusal:
        workflow.open_correction(disclosure.number, actor=editor, reason="乙")
    assert refusal.value.code == "draft_is_open"
    assert Draft.objects.filter(disclosure=disclosure).count() == 2


@pytest.mark.requirement("R12.4")
def test_a_withdrawal_keeps_the_words_and_says_why_and_when(
    published: Drafting, signer: Actor
) -> None:
    disclosure = published().disclosure
    assert disclosure is not None
    FeedWork.objects.all().delete()
    gone = workflow.withdraw(
        disclosure.number,
        actor=signer,
        version=disclosure.version,
        ground="mistake",
        reason="统计口径有误",
    )
    record = Withdrawal.objects.get()
    assert (gone.state, record.reason, record.withdrawn_at) == (
        State.WITHDRAWN,
        "统计口径有误",
        gone.changed_at,
    )
    assert Version.objects.get().body == BODY
    assert FeedWork.objects.count() == 1


@pytest.mark.requirement("R12.4")
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE disclosure_version SET body = 'x'",
        "DELETE FROM disclosure_version",
        "UPDATE disclosure_withdrawal SET reason = 'x'",
        "DELETE FROM disclosure_withdrawal",
        "UPDATE disclosure_review SET opinion = 'x'",
        "UPDATE disclosure_disclosure SET state = 'preparing'",
    ],
)
def test_the_database_keeps_what_was_public(
    published: Drafting, signer: Actor, statement: str
) -> None:
    disclosure = published().disclosure
    assert disclosure is not None
    workflow.withdraw(
        disclosure.number, actor=signer, version=disclosure.version, ground="mistake", reason="误"
    )
    with (
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert Version.objects.get().body == BODY
    assert Withdrawal.objects.get().reason == "误"


@pytest.mark.parametrize(
    ("ground", "reason"), [("mistake", " "), ("whim", "因为"), ("privacy", "误写 13800138000")]
)
def test_a_withdrawal_needs_a_ground_and_a_reason_without_numbers(
    published: Drafting, signer: Actor, ground: str, reason: str
) -> None:
    disclosure = published().disclosure
    assert disclosure is not None
    with pytest.raises(Invalid):
        workflow.withdraw(
            disclosure.number,
            actor=signer,
            version=disclosure.version,
            ground=ground,
            reason=reason,
        )
    disclosure.refresh_from_db()
    assert disclosure.state is State.PUBLISHED
    assert not Withdrawal.objects.exists()


def test_the_checker_may_not_withdraw(published: Drafting, checker: Actor) -> None:
    disclosure = published().disclosure
    assert disclosure is not None
    with pytest.raises(Refused):
        workflow.withdraw(
            disclosure.number,
            actor=checker,
            version=disclosure.version,
            ground="mistake",
            reason="误",
        )
    assert not Withdrawal.objects.exists()


def test_what_is_withdrawn_cannot_be_corrected(
    published: Drafting, editor: Actor, signer: Actor
) -> None:
    disclosure = published().disclosure
    assert disclosure is not None
    workflow.withdraw(
        disclosure.number, actor=signer, version=disclosure.version, ground="expired", reason="旧"
    )
    with pytest.raises(Conflict):
        workflow.open_correction(disclosure.number, actor=editor, reason="再发")
    assert Draft.objects.count() == 1
