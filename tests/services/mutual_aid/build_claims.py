"""Builders that walk the real workflow of claims: covered people, drafts, submitted claims."""

from collections.abc import Mapping
from datetime import date

from backend.access.actor import Actor
from backend.fields.models import DataKey
from backend.files.models import Attachment
from backend.kernel import clock
from backend.kernel.identifiers import uuid7
from services.mutual_aid.models import Claim, ClaimLine, Cover, ReturnList
from services.mutual_aid.queries import claims_mine
from services.mutual_aid.states import ClaimAct
from services.mutual_aid.workflow import cover
from services.mutual_aid.workflow.claims import draft, lines, photos, submission
from services.mutual_aid.workflow.claims.advance import advance
from services.mutual_aid.workflow.claims.lines import Answers, Invoice
from tests.cast import Cast, part
from tests.services.mutual_aid import build
from tests.support import kept

HEALTH = ["health"]
EVENT = date(2026, 11, 2)
LEFT = date(2026, 11, 9)
STAY: Mapping[str, object] = {"amount": "10000", "offsets": {"unit_supplementary": "2000"}}


@kept.step
def covered(world: Cast, *keys: str, plan: str = build.HOSPITAL_NOW) -> list[Cover]:
    """Cover people of the cast by a plan whose term has begun."""
    people = [world.people[key] for key in keys]
    numbers = [person.number for person in people]
    cover.take_over(plan, numbers, actor=build.actor(world, "plan_officer"))
    return [Cover.objects.get(person=one, plan_version__number=plan) for one in people]


@kept.step
def covered_by_automatic(world: Cast) -> None:
    """Cover every member by the plan that pays without application."""
    cover.cover_members(build.AUTOMATIC, actor=build.actor(world, "plan_officer"))


@kept.step
def begun(
    world: Cast, who: str = "li_mei", *, plan: str = build.HOSPITAL_NOW, on: date = EVENT
) -> Claim:
    """Begin one's own claim."""
    actor = build.actor(world, who)
    return draft.begin(actor=actor, plan=plan, event_on=on, purposes=HEALTH)


def stay(
    amount: str = "10000",
    *,
    item: str = "inpatient",
    on: date = EVENT,
    until: date | None = LEFT,
    entry: Mapping[str, object] | None = None,
    invoice: Invoice | None = None,
) -> Answers:
    """Give the answers of one line: a stay in hospital."""
    return Answers(item, on, until, entry or {"amount": amount}, invoice)


def add(claim: Claim, who: Actor, answers: Answers | None = None) -> ClaimLine:
    """Add a line to the claim as it stands now."""
    return lines.add_line(
        claim.number, actor=who, version=fresh(claim).version, answers=answers or stay()
    )


def upload(who: Actor) -> str:
    """Give the number of a clean upload that waits to be claimed."""
    return Attachment.objects.create(
        number=str(uuid7()),
        key=DataKey.make(),
        uploader_id=who.user_id or 0,
        media="image",
        created_at=clock.now(),
    ).number


def papers(claim: Claim, who: Actor) -> None:
    """Photograph every paper that is still needed."""
    for need in claims_mine.my_claim(claim.number, who).needs:
        if not need.is_there:
            photos.attach_photo(
                claim.number,
                actor=who,
                upload=upload(who),
                document=need.document,
                line=need.line or None,
            )


def filled(claim: Claim, who: Actor, answers: Answers | None = None) -> Claim:
    """Give the claim with one line and every paper, ready to be submitted."""
    add(claim, who, answers)
    papers(claim, who)
    return fresh(claim)


def submit(claim: Claim, who: Actor) -> Claim:
    """Submit the claim as it stands now."""
    return submission.submit(claim.number, actor=who, version=fresh(claim).version)


@kept.step
def submitted(
    world: Cast,
    who: str = "li_mei",
    *,
    plan: str = build.HOSPITAL_NOW,
    on: date = EVENT,
    answers: Answers | None = None,
) -> Claim:
    """Give a submitted claim of one's own; the cover stands already."""
    actor = build.actor(world, who)
    return submit(filled(begun(world, who, plan=plan, on=on), actor, answers), actor)


def returned(claim: Claim, world: Cast, answer_by: date) -> None:
    """Return a claim as a reviewer does, with the whole list."""
    serial = claim.return_lists.count() + 1
    made_by = world.users["wang_qiang"]
    asked = ReturnList(
        claim=claim, key=claim.key, serial=serial, answer_by=answer_by, made_by=made_by
    )
    asked.seal("missing_sealed", "请补出院记录。")
    asked.seal("reason_sealed", "第一次没有看出来。" if serial > 1 else "")
    asked.save(force_insert=True)
    row = Claim.objects.locked(claim.number)
    advance(row, ClaimAct.RETURN, actor=build.actor(world, "wang_qiang"))


def for_family(world: Cast, by: str = "chen_ping", person: str = "li_mei") -> Claim:
    """Begin a claim that a relative files."""
    actor = build.actor(world, by)
    return draft.begin_for_family(
        actor=actor,
        id_number=part(person).id_number,
        name=part(person).name,
        relation="姐妹",
        plan=build.HOSPITAL_NOW,
        event_on=EVENT,
        purposes=HEALTH,
        paper=upload(actor),
    )


def as_heir(world: Cast, by: str = "chen_ping", person: str = "li_mei") -> Claim:
    """Begin a claim that an heir files."""
    return draft.begin_as_heir(
        actor=build.actor(world, by),
        id_number=part(person).id_number,
        name=part(person).name,
        relation="配偶",
        plan=build.HOSPITAL_NOW,
        event_on=EVENT,
        purposes=HEALTH,
    )


def by_steward(world: Cast, by: str = "wang_qiang", person: str = "li_mei") -> Claim:
    """Begin a claim that an officer of her union files."""
    return draft.begin_for(
        actor=build.actor(world, by),
        union_number="GH-0005",
        id_number=part(person).id_number,
        name=part(person).name,
        plan=build.HOSPITAL_NOW,
        event_on=EVENT,
        purposes=HEALTH,
    )


def fresh(claim: Claim) -> Claim:
    """Read a claim again."""
    return Claim.objects.select_related("key", "person", "plan_version").get(pk=claim.pk)
