"""Verbs: a sign-in proved, a phone changed at the counter, a lost second factor reset."""

import logging

from django.db import transaction

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.access.write import verb
from backend.accounts import identity, memberships, people, phones, second_factor
from backend.accounts.models import Person, Post, User
from backend.kernel.errors import NotFound, Refused
from backend.kernel.identifiers import check_id_number, check_phone
from notifications import outbox, sms
from notifications.topics import Topic

TOP_LEVEL = 1
_log = logging.getLogger(__name__)


@verb
def confirm(person_id: int, *, actor: Actor) -> Person:
    """Give the session to the person whom `identity.claim` found; tells her in her inbox.

    Whoever is known already stays who she is. Raises Conflict `identity_moved`.
    """
    if actor.person_id is not None:
        return Person.objects.get(pk=actor.person_id)
    person = identity.confirm(person_id, actor=actor, session=actor.session)
    outbox.post(Topic.ACCOUNT_IDENTITY_CONFIRMED, to=person, about=person)
    return person


@verb
def change_phone(*, actor: Actor, id_number: str, phone: str, reason: str) -> Person:
    """Put a member's phone right, the ID card seen; nobody changes her own.

    Raises NotFound for an ID number that is nobody's within reach, Refused `own_case`, Invalid.
    """
    person = _person(id_number)
    membership = memberships.standing(person)
    if membership is None or not actor.can(
        Permission.ACCOUNTS_PHONE_CHANGE, within=membership.union
    ):
        raise _nobody()
    if person.pk == actor.person_id:
        raise Refused("own_case", "本人的手机号请由其他同事办理变更。")
    before = phones.change(person, phone, actor=actor, union_id=membership.union_id, reason=reason)
    outbox.post(Topic.ACCOUNT_PHONE_CHANGED, to=person, about=person)

    def tell() -> None:
        sms.tell_old_phone(before)

    if before and before != check_phone(phone):
        transaction.on_commit(tell, robust=True)
    return Person.objects.select_related("key").get(pk=person.pk)


@verb
def reset_second_factor(*, actor: Actor, id_number: str, reason: str) -> Person:
    """Take an officer's lost second factor off; by a post of the union above, never one's own.

    Nobody stands above the topmost union: there another post of the same union does it. Raises
    NotFound for an ID number that is no officer's within reach, Refused `own_case`, `not_above`.
    """
    person = _person(id_number)
    user = User.objects.filter(person=person).first()
    held = list(
        Post.objects.filter(user=user, until__isnull=True).select_related("union").order_by("pk")
    )
    if user is None or not held:
        raise _nobody()
    mine = actor.posts_with(Permission.ACCOUNTS_SECOND_FACTOR_RESET)
    if not any(one.reaches(post.union) for one in mine for post in held):
        raise _nobody()
    if user.pk == actor.user_id:
        raise Refused("own_case", "本人的动态口令请由上级工会的其他同事重置。")
    for post in held:
        above = any(
            one.reaches(post.union)
            and (one.level < post.union.level or post.union.level == TOP_LEVEL)
            for one in mine
        )
        if not above:
            raise Refused("not_above", "动态口令由任职工会的上一级工会重置，请转上级工会办理。")
    second_factor.reset(user, actor=actor, union_id=held[0].union_id, reason=reason)
    outbox.post(Topic.ACCOUNT_SECOND_FACTOR_RESET, to=person, about=person)
    return person


def _person(id_number: str) -> Person:
    index = people.id_index(check_id_number(id_number).text)
    person = Person.objects.select_related("key").filter(id_index=index).first()
    if person is None:
        raise _nobody()
    return person


def _nobody() -> NotFound:
    return NotFound(message="在您的工会范围内没有查到这个身份证号，请核对证件后再填。")
