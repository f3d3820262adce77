"""Whose claim it is, by which cover, filed by whom: what every beginning of a claim looks up."""

from collections.abc import Sequence
from datetime import date

from backend.access.actor import Actor
from backend.accounts import consents, memberships, people
from backend.accounts.models import ConsentPurpose, Person
from backend.kernel import clock
from backend.kernel.errors import Conflict, FieldError, Invalid, NotFound
from backend.kernel.identifiers import check_id_number
from backend.unions.models import Union
from services.mutual_aid.models import Claim, ClaimantKind, Cover, PlanVersion
from services.mutual_aid.queries import claim_consent

RELATION_LENGTH = 20


def own_person(actor: Actor) -> Person:
    """Give the person who acts; raises NotFound for a part of the program."""
    if actor.person_id is None:
        raise NotFound
    return Person.objects.select_related("key").get(pk=actor.person_id)


def named_person(id_number: str, name: str) -> Person:
    """Find a person by ID number and name; both must fit, and neither miss says which.

    Raises Invalid `nobody_covered`, `bad_id_number`, `bad_name`.
    """
    identity, wanted = check_id_number(id_number), people.check_name(name)
    person = (
        Person.objects.select_related("key")
        .filter(id_index=people.id_index(identity.text), erased_at__isnull=True)
        .first()
    )
    if person is None or person.unseal("name_sealed") != wanted:
        raise nobody_covered()
    return person


def nobody_covered() -> Invalid:
    """Say the same for an unknown person, another name, another plan and another day."""
    return Invalid(
        "nobody_covered",
        "没有找到这位职工当天的这项保障。请核对姓名、身份证号、互助计划和事件日期。",
    )


def check_relation(relation: str) -> str:
    """Tidy the relation to the person; raises Invalid `bad_relation`."""
    plain = " ".join(relation.split())
    if not plain or len(plain) > RELATION_LENGTH:
        raise Invalid(
            "bad_relation",
            f"请填写您和本人的关系，例如“配偶”，最多 {RELATION_LENGTH} 个字。",
            fields=[FieldError("/relation", "bad_relation", "请填写您和本人的关系。")],
        )
    return plain


def cover_on(person: Person, plan: str, event_on: date, *, is_own: bool) -> Cover:
    """Lock the cover that protects a person by a plan on the day of the event.

    Whoever asks about herself learns the days of her cover, others only that there is none.
    Raises NotFound for an unknown plan, Invalid `future_event`, `outside_cover`,
    `nobody_covered`, Conflict `no_claim_needed`.
    """
    version = PlanVersion.objects.by_number(plan)
    must_have_happened(event_on)
    rows = Cover.objects.filter(person=person, plan=version.plan_id)
    found = (
        rows.select_for_update(of=("self",))
        .select_related("plan", "plan_version", "line__batch__union")
        .filter(first_day__lte=event_on, last_day__gte=event_on)
        .first()
    )
    if found is None:
        raise outside_cover(version.title, list(rows), event_on) if is_own else nobody_covered()
    if version_on(found, event_on).rules.claim.auto_source is not None:
        raise Conflict(
            "no_claim_needed",
            f"“{version.title}”按医保结算数据自动计算并打款，不用申领。"
            "结果会发到您的消息里，也可以在“我的给付”里看。",
        )
    return found


def must_have_happened(day: date) -> None:
    """Refuse a day that is still to come; raises Invalid `future_event`."""
    if day > clock.today():
        raise Invalid(
            "future_event",
            f"日期不能晚于今天（{clock.day_words(clock.today())}），请核对。",
            fields=[FieldError("/event_on", "future_event", "日期不能晚于今天。")],
        )


def outside_cover(title: str, covers: Sequence[Cover], day: date) -> Invalid:
    """Say that a day lies outside every cover, and from when to when they run."""
    spans = "；".join(
        f"{clock.day_words(one.first_day)}零时至{clock.day_words(one.last_day)} 24 时"
        for one in sorted(covers, key=lambda one: one.first_day)
    )
    if not spans:
        return Invalid("outside_cover", f"您没有参加“{title}”，不能申领这项互助。")
    words = f"{clock.day_words(day)}不在“{title}”的保障期内。保障期是 {spans}。"
    return Invalid("outside_cover", words, fields=[FieldError("/event_on", "outside_cover", words)])


def version_on(cover: Cover, day: date) -> PlanVersion:
    """Give the version in force on the day of the event (R8.2)."""
    rows = PlanVersion.objects.filter(plan=cover.plan_id, valid_from__lte=day)
    return rows.exclude(valid_to__lt=day).first() or cover.plan_version


def home_of(person: Person, cover: Cover) -> Union:
    """Give the union that looks first: of her membership, or which enrolled her."""
    membership = memberships.standing(person)
    if membership is not None:
        return membership.union
    return cover.line.batch.union if cover.line is not None else memberships.home(person)


def give_consents(claim: Claim, purposes: Sequence[str], *, actor: Actor) -> None:
    """Record the consent of the person, on paper where an officer files for her; an heir's own.

    A relative's word records none: her paper does, once an officer has looked at it.
    """
    if claim.claimant_kind == ClaimantKind.FAMILY and claim.person_id != actor.person_id:
        if ConsentPurpose.HEALTH.value not in purposes:
            raise consent_missing()
        return
    record_consents(claim, purposes, actor=actor)


def record_consents(claim: Claim, purposes: Sequence[str], *, actor: Actor) -> None:
    """Record a consent to each purpose, with the notice that was read for it."""
    is_heir = claim.claimant_kind == ClaimantKind.HEIR
    online = is_heir or claim.person_id == actor.person_id
    consents.give_each(
        claim_consent.holder_of(claim),
        purposes,
        notice_version=claim_consent.VERSION,
        notices=claim_consent.HEIR_TEXTS if is_heir else claim_consent.TEXTS,
        actor=actor,
        channel="online" if online else "paper",
    )


def must_consent(claim: Claim) -> None:
    """Refuse to store health data nobody agreed to (RX.1); raises Invalid `consent_missing`."""
    if not claim_consent.stands(claim):
        raise consent_missing()


def consent_missing() -> Invalid:
    """Say what has to be agreed to first."""
    return Invalid(
        "consent_missing",
        "填写前请先单独同意“处理健康信息”。不同意就不会保存任何诊断、票据和金额。",
        fields=[FieldError("/purposes", "consent_missing", "请先同意“处理健康信息”。")],
    )
