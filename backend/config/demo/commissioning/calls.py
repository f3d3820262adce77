"""Organizations, needs and calls of the demo world, through the verbs that all use.

Each function does one step and gives what the next needs: `draft` leaves a topic, `open_call` an
open call, `apply` its applications, `close` and `check` a project ready for its panel. Deadlines
lie in the future, so `close` is a story of its own that goes on when the deadline has passed.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from backend.access.actor import Actor
from backend.accounts import posts
from backend.accounts.models import Membership
from backend.config.demo.actors import SYSTEM, acting, actor_of
from backend.config.demo.cases import SHEET, sample_photo
from backend.config.demo.cast import Cast
from backend.config.demo.commissioning.ideas import APPLICANTS, IDEAS, Applicant, Idea
from backend.config.demo.commissioning.schedule import Steps
from backend.files import forms
from backend.kernel import clock
from backend.kernel.money import Money
from backend.ledger import book
from backend.ledger.entries import FundKind
from services.commissioning.queries import organizations as register
from services.commissioning.queries import projects
from services.commissioning.rules.bid import Content, Line
from services.commissioning.rules.call import CriterionDraft
from services.commissioning.workflow import (
    bids,
    calls,
    checking,
    closing,
    drafting,
    needs,
    officers,
    organizations,
    proofs,
)
from services.commissioning.workflow.drafting import CallDraft, Topic
from services.commissioning.workflow.organizations import Entry
from services.commissioning.workflow.proofs import Handed

PROOFS = ("registration", "annual_check", "finance", "tax", "social_security")
OPEN_DAYS = 15


def people_of(cast: Cast) -> Callable[[str], Actor]:
    """Give a function that gives a part of the cast as she acts."""
    return lambda key: acting(cast, key)


def open_fund(cast: Cast) -> str:
    """Open the federation's fund for commissioned services with a million yuan; gives its number.

    In a transaction of its own.
    """
    with transaction.atomic():
        fund = book.open_fund(
            "FW", "职工服务委托专项", cast.unions["federation"], FundKind.UNION, actor=SYSTEM
        )
        book.receive(fund, Money.from_yuan("1000000"), fund, actor=SYSTEM, reason="年初预算拨入")
    return str(fund.number)


def enter_organizations(cast: Cast, say: Callable[[str], None]) -> dict[str, str]:
    """Enter and check the organizations with officers and proofs; gives their numbers by key."""
    numbers = {}
    for one in APPLICANTS:
        numbers[one.key] = _enter(cast, one)
        say(f"社会组织 {one.name}")
    return numbers


def _enter(cast: Cast, one: Applicant) -> str:
    who = people_of(cast)
    entry = Entry(
        credit_code=one.credit_code,
        name=one.name,
        kind=one.kind,
        registered_with="示范市民政局",
        registered_on=date(2015, 6, 1),
        has_union=one.key == "heart",
    )
    made = organizations.enter_organization(
        actor=who("project_buyer"), union_number=cast.unions["federation"].number, entry=entry
    )
    person = cast.people[one.officer]
    officers.appoint_officer(
        made.number,
        actor=who("project_buyer"),
        id_number=person.unseal("id_number_sealed"),
        name=person.unseal("name_sealed"),
        phone=person.unseal("phone_sealed"),
    )
    year = clock.today().year
    for kind in PROOFS:
        photo = SimpleUploadedFile(
            "proof.jpg", sample_photo(f"{one.key} {kind}", SHEET), "image/jpeg"
        )
        upload = forms.receive(photo, actor=who(one.officer))
        proof = proofs.submit_proof(
            actor=who(one.officer),
            handed=Handed(kind, date(year - 1, 1, 1), date(year + 2, 12, 31), upload.number),
        )
        proofs.accept_proof(proof.number, actor=who("project_approver"), version=proof.version)
    made.refresh_from_db()
    organizations.check_organization(
        made.number, actor=who("project_approver"), version=made.version
    )
    return made.number


def check_again(cast: Cast, numbers: Iterable[str]) -> None:
    """Check organizations for another year."""
    approver = people_of(cast)("project_approver")
    for number in numbers:
        version = register.file_of(approver, number).version
        organizations.check_organization(number, actor=approver, version=version)


def collect_needs(cast: Cast) -> dict[str, str]:
    """Let members say what they need, each idea with its voices; gives need numbers by kind."""
    most = max(one.voices for one in IDEAS)
    held = {user.person_id for user in cast.users.values()}
    rows = Membership.objects.exclude(person__in=held).select_related("person__key")
    others = [actor_of(posts.user_for(one.person)) for one in rows.order_by("id")[:most]]
    first = people_of(cast)("li_mei")
    numbers = {}
    for idea in IDEAS:
        need = needs.suggest_need(actor=first, kind=idea.kind, title=idea.need)
        for other in others[: idea.voices - 1]:
            needs.add_voice(need.number, actor=other)
        numbers[idea.kind] = need.number
    return numbers


def draft(cast: Cast, idea: Idea, *, fund: str, need: str) -> str:
    """Draft a project with its call, not yet sent for approval; gives its number."""
    buyer = people_of(cast)("project_buyer")
    topic = Topic(
        title=idea.title,
        kind=idea.kind,
        purpose=idea.purpose,
        fund=fund,
        budget=Money.from_yuan(idea.budget_yuan),
        needs=(need,),
    )
    project = drafting.draft_project(
        actor=buyer, union_number=cast.unions["federation"].number, topic=topic
    )
    drafting.save_call(project.number, actor=buyer, version=project.version, draft=_call(idea))
    return project.number


def _call(idea: Idea) -> CallDraft:
    levels = ("完全符合", "基本符合", "部分符合")
    weights = (
        ("需求契合", 20), ("服务方案", 25), ("团队与资质", 20), ("过往业绩", 15), ("预算合理", 20),
    )  # fmt: skip
    return CallDraft(
        mode="comparison",
        text=f"{idea.purpose}现公开征集承接组织，服务对象为全市在职会员，参加服务不收费。",
        planned_persons=idea.persons,
        planned_sessions=idea.sessions,
        panel_size=5,
        deadline=clock.now().replace(second=0, microsecond=0) + timedelta(days=OPEN_DAYS),
        criteria=tuple(CriterionDraft(title, weight, levels) for title, weight in weights),
    )


def open_call(cast: Cast, number: str) -> None:
    """Send a drafted call for approval and open it as the second person."""
    who = people_of(cast)
    sheet = projects.sheet(who("project_buyer"), number)
    project = calls.submit_call(number, actor=who("project_buyer"), version=sheet.version)
    calls.open_call(number, actor=who("project_approver"), version=project.version)


def apply(cast: Cast, number: str, idea: Idea, keys: Sequence[str]) -> list[str]:
    """Submit an application of each of these organizations; gives their numbers."""
    return [_apply(cast, number, idea, one) for one in APPLICANTS if one.key in keys]


def _apply(cast: Cast, number: str, idea: Idea, one: Applicant) -> str:
    officer = people_of(cast)(one.officer)
    amount = Money.from_yuan(idea.budget_yuan).fen * one.percent // 100
    staff, place = (share.fen for share in Money(amount).allocate([7, 3]))
    bid = bids.start_bid(number, actor=officer)
    content = Content(
        amount_fen=amount,
        persons=idea.persons,
        sessions=idea.sessions,
        plan=f"{idea.title}：每周固定开展，就近安排在园区和社区站点，预约和现场相结合。",
        team="专职社工 4 名，督导 1 名，志愿者 20 名。",
        track_record="近三年承接同类项目 3 个，服务职工 2000 余人次。",
        lines=(Line("人员和督导", staff), Line("场地和物料", place)),
    )
    return bids.submit_bid(bid.number, actor=officer, version=bid.version, content=content).number


def close(cast: Cast, number: str) -> Steps:
    """Wait for the deadline and let the call close by itself."""
    sheet = projects.sheet(people_of(cast)("project_buyer"), number)
    if sheet.call is not None:
        yield sheet.call.deadline + timedelta(minutes=1)
    closing.close_call(number)


def check(cast: Cast, number: str) -> None:
    """Find every opened application qualified."""
    buyer = people_of(cast)("project_buyer")
    for one in projects.sheet(buyer, number).bids:
        if one.state == "opened":
            checking.qualify_bid(one.number, actor=buyer, version=one.version)
