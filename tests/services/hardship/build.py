"""Builders that walk the real workflow: an application at any state, by the cast."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from backend.access.actor import Actor
from backend.accounts import consents, payees
from backend.accounts.models import ConsentPurpose, PayeeAccount
from backend.config.demo.actors import actor_of
from backend.fields.models import DataKey
from backend.files.models import Attachment
from backend.kernel import clock
from backend.kernel.identifiers import id_check_character, uuid7
from backend.kernel.money import Money
from backend.ledger.models import Fund
from services.hardship import workflow
from services.hardship.models import Application, Evidence
from services.hardship.states import State
from services.hardship.workflow.draft import Answers
from services.hardship.workflow.household import Person
from tests import cast
from tests.support import kept

ALL = [str(purpose) for purpose in ConsentPurpose]
ANSWERS = Answers(
    cause="illness",
    situation="母亲做了心脏手术，半年没有收入。",
    address="槐树街道 8 号院 3 单元",
    annual_income=Money.from_yuan("36000"),
    rigid_expense=Money.from_yuan("20000"),
    self_paid=Money.from_yuan("18000"),
)
AMOUNT = Money.from_yuan("2000")
ORDER = (
    State.DRAFT, State.SUBMITTED, State.VISITED, State.RECOMMENDED, State.ECONOMIC_CHECK,
    State.CHECKED, State.NOTICE, State.DISTRICT_APPROVED, State.ON_FILE,
)  # fmt: skip


def actor(made: cast.Cast, key: str) -> Actor:
    """Give a part of the cast as she acts, with all posts in force."""
    return actor_of(made.users[key])


def id_number(birth: date, serial: int) -> str:
    """Give a valid identity number of a division that does not exist."""
    first = f"999901{birth:%Y%m%d}{serial:03d}"
    return first + id_check_character(first)


def give_account(made: cast.Cast, key: str, last4: str = "4217") -> PayeeAccount:
    """Give a person a bank account of her own, verified by another person."""
    person = made.people[key]
    consents.give(
        person,
        ConsentPurpose.BANK,
        notice_version="test",
        notice_text="同意处理本人银行账户。",
        actor=actor(made, key),
    )
    proposed = payees.propose(
        person, bank="示范银行河东支行", account=f"622200000000{last4}", actor=actor(made, key)
    )
    return payees.verify(proposed, actor=actor(made, "payment_confirmer"))


def upload(who: Actor) -> str:
    """Give the number of a clean upload that waits to be claimed."""
    return Attachment.objects.create(
        number=str(uuid7()),
        key=DataKey.make(),
        uploader_id=who.user_id,
        media="image",
        created_at=clock.now(),
    ).number


def photo(number: str, who: Actor, kind: str) -> Evidence:
    """Put a fresh photograph into the file."""
    return workflow.attach_photo(number, actor=who, upload=upload(who), kind=kind)


def household(made: cast.Cast, key: str = "li_mei") -> list[Person]:
    """Give the household of a part of the cast: herself, her husband, a child."""
    own = cast.part(key)
    serial = own.serial
    return [
        Person("self", own.name, own.id_number),
        Person("spouse", "配偶甲", id_number(date(1984, 2, 2), 100 + serial)),
        Person("child", "孩子甲", id_number(date(2015, 3, 12), 200 + serial)),
    ]


@dataclass(frozen=True)
class Story:
    """Who takes which part, and with what; replace a part to tell another story."""

    made: cast.Cast
    fund: Fund
    move_to: Callable[[date], None]
    worker: str = "li_mei"
    chair: str = "wang_qiang"
    reviewer: str = "zhao_min"
    answers: Answers = ANSWERS
    kind: str = "medical"
    amount: Money = AMOUNT
    sign: bool = True

    def who(self, part: str) -> Actor:
        """Give the actor of a part of this story."""
        return actor(self.made, part)


def row(number: str) -> Application:
    """Read an application fresh."""
    return Application.objects.select_related("person", "union", "key").get(number=number)


def draft(story: Story) -> Application:
    """Give a complete draft with one photograph, ready to be submitted."""
    who = story.who(story.worker)
    number = workflow.start(actor=who, purposes=ALL).number
    workflow.save(number, actor=who, version=row(number).version, answers=story.answers)
    workflow.save_household(
        number,
        actor=who,
        version=row(number).version,
        members=household(story.made, story.worker),
    )
    photo(number, who, "proof")
    return row(number)


def sign_all(number: str, who: Actor) -> None:
    """Record the signed letter of every adult."""
    letter = photo(number, who, "authorisation")
    for member in row(number).members.order_by("id"):
        if member.is_adult(clock.today()):
            workflow.authorise(
                number,
                actor=who,
                member=member.number,
                letter=letter.number,
                signed_on=clock.today(),
            )


def at(state: State, story: Story) -> Application:
    """Walk an application to a state along the main road; the clock moves where it must."""
    told = replace(story, made=None, fund=None, move_to=None)  # type: ignore[arg-type]
    return row(kept.again(f"{state} {told}", lambda: _walk(state, story)))


def _walk(state: State, story: Story) -> str:
    """Give the number of the application that has come to the state."""
    number = draft(story).number
    for wanted in ORDER[1 : ORDER.index(state) + 1]:
        step(number, wanted, story)
    return number


def step(number: str, wanted: State, story: Story) -> None:
    """Take the one step of the main road that leads to `wanted`."""
    version = row(number).version
    worker, chair, reviewer = (
        story.who(key) for key in (story.worker, story.chair, story.reviewer)
    )
    if wanted is State.SUBMITTED:
        workflow.submit(number, actor=worker, version=version)
        if story.sign:
            sign_all(number, worker)
    elif wanted is State.VISITED:
        photo(number, chair, "visit")
        workflow.record_visit(
            number,
            actor=chair,
            version=version,
            visited_on=clock.today(),
            finding="情况属实，家里主要靠一人工资。",
        )
    elif wanted is State.RECOMMENDED:
        workflow.recommend(
            number,
            actor=chair,
            version=version,
            kind=story.kind,
            amount=story.amount,
            opinion="走访属实，建议帮扶。",
        )
    elif wanted is State.ECONOMIC_CHECK:
        workflow.start_check(number, actor=reviewer, version=version)
    elif wanted is State.CHECKED:
        workflow.record_check(
            number, actor=reviewer, version=version, agrees=True, finding="核对一致。"
        )
    elif wanted is State.NOTICE:
        workflow.open_notice(number, actor=chair, version=version)
    elif wanted is State.DISTRICT_APPROVED:
        approve(number, story)
    elif wanted is State.ON_FILE:
        workflow.put_on_file(number, actor=reviewer, version=version)


def approve(number: str, story: Story, **changes: object) -> Application:
    """Approve by the district reviewer once the notice has run."""
    notice = row(number).notice
    skip_past(notice.until, story)
    given = {
        "actor": story.who(story.reviewer),
        "version": row(number).version,
        "amount": story.amount,
        "fund": story.fund.number,
        "opinion": "同意。",
        **changes,
    }
    return workflow.approve(number, **given)  # type: ignore[arg-type]


def skip_past(day: date, story: Story) -> None:
    """Move business time to the morning after a day, when it is not later already."""
    if clock.today() <= day:
        story.move_to(day + timedelta(days=1))
