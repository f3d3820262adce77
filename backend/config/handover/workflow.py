"""Taking the offer, and telling whom it stands for."""

from datetime import date, timedelta

from backend.access.actor import Actor
from backend.access.write import verb
from backend.accounts.models import ConsentPurpose, Person
from backend.audit import trail
from backend.config.handover import offers
from backend.kernel import clock
from backend.kernel.errors import Conflict
from notifications import outbox
from notifications.models import JobRun
from notifications.topics import Topic
from services.hardship import workflow as hardship
from services.hardship.workflow.draft import Answers
from services.mutual_aid import queries as mutual_aid

JOB = "backend.config.hardship_offers"
LOOKED_BACK_DAYS = 6


@verb
def accept(*, actor: Actor, purposes: list[str]) -> str:
    """Begin a hardship application with what mutual aid knows; gives its number.

    Raises Conflict `no_offer`, and what `hardship.start` raises without the consents. Illness is
    filled in as the cause only with the consent to health data.
    """
    person = Person.objects.select_related("key").get(pk=actor.own_person_id)
    offer = offers.offer_for(person)
    if offer is None:
        raise Conflict("no_offer", "现在没有可以带过去的内容。需要帮扶时，可以直接申请。")
    made = hardship.start.body(actor=actor, purposes=purposes)
    may_tell = str(ConsentPurpose.HEALTH) in purposes
    hardship.save.body(
        made.number,
        actor=actor,
        version=made.version,
        answers=Answers(
            cause="illness" if may_tell else None,
            self_paid=offer.left,
            event_on=offer.event_on,
            event_cost=offer.left,
        ),
    )
    trail.record(
        actor,
        "handover.hardship",
        made,
        person_id=person.pk,
        fields=["cause", "self_paid", "event_on", "event_cost"],
    )
    return made.number


def tell_paid(today: date | None = None) -> int:
    """Tell once a day for whom of the people paid lately the offer stands; gives how many.

    The bank's day may lie some days before its reply, so a week is looked at; each person reads
    it once a year.
    """
    return _tell((today or clock.today()) - timedelta(days=1))


@verb
def _tell(day: date) -> int:
    if not _takes(day):
        return 0
    told = 0
    paid = mutual_aid.paid_between(day - timedelta(days=LOOKED_BACK_DAYS), day)
    people = Person.objects.select_related("key").filter(pk__in=paid, erased_at__isnull=True)
    for person in people.order_by("pk"):
        if offers.offer_for(person) is not None:
            topic, once = Topic.MUTUAL_AID_HARDSHIP_OFFERED, str(day.year)
            outbox.post(topic, to=person, about=person, once=once)
            told += 1
    return told


def _takes(day: date) -> bool:
    """Take the slot of a day; False where it was taken before."""
    _, fresh = JobRun.objects.get_or_create(
        name=JOB, slot=day.isoformat(), defaults={"started_at": clock.now()}
    )
    return fresh
