"""What every verb does alike: open the project for an act, move it, leave step and trace, tell.

Only this module and its neighbours write a state of this capability.
"""

from collections.abc import Iterable, Sequence

from django.db import models

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.access.versions import check_version
from backend.audit import trail
from backend.kernel import clock
from notifications import outbox
from notifications.topics import Topic
from services.commissioning import access
from services.commissioning.models import (
    Organization,
    OrgOfficer,
    Project,
    ProjectStep,
    PublicWork,
)
from services.commissioning.states.projects import PROJECT, ProjectAct


def open_for(
    number: str,
    act: ProjectAct,
    *,
    actor: Actor,
    permission: Permission,
    version: int | None = None,
) -> Project:
    """Lock a project for an officer's act.

    Raises NotFound outside her subtree, Refused without the permission there, StaleVersion,
    Conflict `wrong_state`.
    """
    project = Project.objects.locked(number)
    access.must_see(actor, project)
    actor.must(permission, within=project)
    if version is not None:
        check_version(project, version)
    PROJECT.move(project.state, act)
    return project


def advance(
    project: Project,
    act: ProjectAct,
    *,
    actor: Actor,
    words: str = "",
    changed: Sequence[str] = (),
) -> None:
    """Move the project along its machine and leave step and trace of the act."""
    project.state = PROJECT.move(project.state, act)
    project.state_since = clock.now()
    project.version += 1
    project.save(update_fields=["state", "state_since", "version", *dict.fromkeys(changed)])
    note(project, str(act), actor=actor, words=words)
    trace(project, str(act), project=project, actor=actor, fields=["state", *changed])


def note(project: Project, act: str, *, actor: Actor, words: str = "") -> ProjectStep:
    """Keep who did which act when, with the words that belong to it; its public face follows."""
    owe(project, act)
    return ProjectStep.objects.create(
        project=project,
        act=act,
        by_id=actor.user_id,
        by_label=actor.label[:80],
        words=words.strip()[:500],
    )


def owe(project: Project, act: str) -> None:
    """Leave word, in the act's own transaction, that the project's public face lags behind."""
    PublicWork.objects.create(project=project, act=act[:32])


def trace(
    subject: models.Model,
    act: str,
    *,
    project: Project,
    actor: Actor,
    fields: Sequence[str] = (),
    digest: bytes | None = None,
) -> None:
    """Leave an audit entry: names of fields, never a value."""
    trail.record(
        actor,
        f"commissioning.{act}",
        subject,
        union_id=project.union_id,
        fields=list(fields),
        digest=digest,
    )


def tell_organization(
    topic: Topic, organization: Organization, about: models.Model, once: str = "", **params: str
) -> None:
    """Tell everybody who acts for an organization; `once` as in `tell`."""
    acting = OrgOfficer.objects.filter(organization=organization, until__isnull=True)
    tell(topic, acting.values_list("user__person_id", flat=True), about, once, **params)


def tell(
    topic: Topic,
    people: Iterable[int | None],
    about: models.Model,
    once: str = "",
    **params: str,
) -> None:
    """Tell people by key; nothing personal but the number, a state or a date.

    `once` names an occasion that reaches each inbox a single time.
    """
    known = [person for person in people if person is not None]
    outbox.post_many(topic, to=known, about=about, params=params, once=once)
