"""Hardship cases of the demo world, each at another step, through the verbs that all use."""

import io
import math
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from backend.access.actor import Actor
from backend.accounts import posts
from backend.accounts.models import ConsentPurpose, Membership, Person
from backend.config.demo.actors import actor_of
from backend.config.demo.cast import Cast
from backend.files import forms
from backend.kernel import clock
from backend.kernel.identifiers import id_check_character
from backend.kernel.money import Money
from backend.unions.models import Union
from services.hardship import workflow
from services.hardship.rules.grant import AidKind
from services.hardship.workflow.draft import Answers
from services.hardship.workflow.household import Person as HouseholdPerson

PURPOSES = [str(purpose) for purpose in ConsentPurpose]
DIVISION = "999903"
SHEET = (900, 700)
"""Pixels of a photographed sheet: enough to be read, little to decode at the first start."""


class Application(Protocol):
    """What the demo needs to know of an application that a verb gives back."""

    number: str
    version: int
    members: Any


@dataclass(frozen=True, slots=True)
class Story:
    """One demo household: how far it has come and what it asks for."""

    steps: int
    cause: str
    situation: str
    income: str
    rigid: str
    amount: str
    kind: AidKind = AidKind.LIVING


STORIES = (
    Story(0, "schooling", "孩子今年上大学，学费有困难。", "62,000.00", "30,000.00", "6,000.00"),
    Story(1, "illness", "家人住院三个月，花费较多。", "58,000.00", "41,000.00", "8,000.00"),
    Story(
        2,
        "unemployment",
        "爱人失业半年，家里只有一份收入。",
        "46,000.00",
        "24,000.00",
        "5,000.00",
    ),
    Story(3, "disability", "家人需要长期照护。", "52,000.00", "33,000.00", "7,000.00"),
    Story(5, "other", "老人需要赡养，房租上涨。", "48,000.00", "25,000.00", "4,500.00"),
    Story(6, "illness", "本人手术后休养，收入减少。", "50,000.00", "36,000.00", "6,500.00"),
)


def sample_photo(words: str, size: tuple[int, int] = (1200, 900)) -> bytes:
    """Draw a sheet of paper that stands for a photographed document: lines, a form, a seal.

    `words` makes sheets differ; nothing on them can be read.
    """
    dice = random.Random(words)  # noqa: S311 - the same sheet every time, not a secret
    width, height = size
    sheet = Image.new("RGB", size, "#d9d2c3")
    pen = ImageDraw.Draw(sheet)
    pen.rectangle((90, 60, width - 90, height - 40), fill="#fbfaf6", outline="#b9b2a2", width=3)
    pen.rectangle((width // 2 - 190, 120, width // 2 + 190, 156), fill="#4b4f55")
    for line in range(220, height - 160, 52):
        end = 190 + dice.randrange(380, width - 420)
        pen.rectangle((170, line, end, line + 14), fill="#8d9299")
    left, top = width - 400, height - 320
    pen.ellipse((left, top, left + 200, top + 200), outline="#b8322b", width=9)
    star = [
        (left + 100 + reach * math.sin(turn), top + 100 - reach * math.cos(turn))
        for turn, reach in ((math.pi * at / 5, 20 if at % 2 else 52) for at in range(10))
    ]
    pen.polygon(star, fill="#b8322b")
    out = io.BytesIO()
    sheet.save(out, "JPEG", quality=85)
    return out.getvalue()


def open_cases(cast: Cast, union: Union, say: Callable[[str], None]) -> list[str]:
    """Open the demo cases among the generated members of one basic union; gives their numbers."""
    members = (
        Membership.objects.filter(union=union)
        .exclude(person__in=list(cast.people.values()))
        .select_related("person__key")
        .order_by("id")[: len(STORIES)]
    )
    numbers = []
    for place, (story, membership) in enumerate(zip(STORIES, members, strict=False)):
        numbers.append(_tell(story, membership.person, cast, place))
        say(f"困难帮扶 {numbers[-1]}")
    return numbers


def _tell(story: Story, person: Person, cast: Cast, place: int) -> str:
    applicant = actor_of(posts.user_for(person))
    application = _fill_in(story, person, applicant, place)
    officers = {key: actor_of(user) for key, user in cast.users.items()}
    clerk, chair, reviewer = (officers[key] for key in ("liu_yang", "wang_qiang", "zhao_min"))
    steps: tuple[Callable[[Application], Application], ...] = (
        lambda a: workflow.submit(a.number, actor=applicant, version=a.version),
        lambda a: _visit(a, clerk),
        lambda a: _recommend(a, story, chair),
        lambda a: workflow.start_check(a.number, actor=reviewer, version=a.version),
        lambda a: _agree(a, reviewer),
        lambda a: workflow.open_notice(a.number, actor=reviewer, version=a.version),
    )
    for step in steps[: story.steps]:
        application = step(application)
    return application.number


def _recommend(application: Application, story: Story, chair: Actor) -> Application:
    return workflow.recommend(
        application.number,
        actor=chair,
        version=application.version,
        kind=str(story.kind),
        amount=Money.from_yuan(story.amount),
        opinion="情况属实，建议帮扶。",
    )


def _agree(application: Application, reviewer: Actor) -> Application:
    return workflow.record_check(
        application.number,
        actor=reviewer,
        version=application.version,
        agrees=True,
        finding="核对结果与申报一致。",
    )


def _fill_in(story: Story, person: Person, applicant: Actor, place: int) -> Application:
    application = workflow.start(actor=applicant, purposes=PURPOSES)
    application = workflow.save(
        application.number,
        actor=applicant,
        version=application.version,
        answers=Answers(
            cause=story.cause,
            situation=story.situation,
            address="示范市河东区槐树街道演示路 1 号",
            annual_income=Money.from_yuan(story.income),
            rigid_expense=Money.from_yuan(story.rigid),
        ),
    )
    household = [
        HouseholdPerson("self", person.unseal("name_sealed"), person.unseal("id_number_sealed")),
        HouseholdPerson("child", "演示子女", _child_number(place)),
    ]
    application = workflow.save_household(
        application.number, actor=applicant, version=application.version, members=household
    )
    _add_photo(application, applicant, "proof")
    letter = _add_photo(application, applicant, "authorisation")
    adult = application.members.get(relation="self")
    workflow.authorise(
        application.number,
        actor=applicant,
        member=adult.number,
        letter=letter,
        signed_on=clock.today(),
    )
    return application


def _visit(application: Application, visitor: Actor) -> Application:
    _add_photo(application, visitor, "visit")
    return workflow.record_visit(
        application.number,
        actor=visitor,
        version=application.version,
        visited_on=clock.today(),
        finding="已入户，家庭情况与申请一致。",
    )


def _add_photo(application: Application, actor: Actor, kind: str) -> str:
    file = SimpleUploadedFile(f"{kind}.jpg", sample_photo(kind, SHEET), "image/jpeg")
    upload = forms.receive(file, actor=actor)
    evidence = workflow.attach_photo(
        application.number, actor=actor, upload=upload.number, kind=kind
    )
    return evidence.number


def _child_number(place: int) -> str:
    first = f"{DIVISION}{date(2014, 5, 1 + place):%Y%m%d}{place:03d}"
    return first + id_check_character(first)
