"""Telling the people of a draft that it is their turn."""

from backend.access.permissions import Permission
from backend.access.roles import roles_with
from backend.accounts.models import Person
from notifications import outbox
from notifications.topics import Topic
from services.disclosure.models import Draft


def tell_holders(topic: Topic, permission: Permission, draft: Draft) -> None:
    """Tell everybody who may take the next step: posts in the draft's union or above it."""
    places = [key for key in (draft.d1, draft.d2, draft.d3, draft.d4, draft.d5) if key]
    roles = [role.value for role in roles_with(permission)]
    holders = Person.objects.filter(
        user__posts__role__in=roles,
        user__posts__union_id__in=places,
        user__posts__until__isnull=True,
    ).exclude(user=draft.author_id)
    people = holders.values_list("pk", flat=True)
    outbox.post_many(topic, to=people, about=draft, once=f"{draft.version}")


def tell_author(topic: Topic, draft: Draft) -> None:
    """Tell the author what became of the draft."""
    person = Person.objects.filter(user=draft.author_id).first()
    if person:
        outbox.post(topic, to=person, about=draft, once=f"{draft.version}")
