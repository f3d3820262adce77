"""What every verb on an organization's file does alike: open it, save it, leave the trace."""

from collections.abc import Sequence

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.access.versions import check_version
from backend.audit import trail
from backend.kernel.errors import NotFound
from services.commissioning import access
from services.commissioning.models import Organization
from services.commissioning.states.organizations import ORG, OrgAct


def open_file(
    number: str,
    *,
    actor: Actor,
    permission: Permission,
    act: OrgAct | None = None,
    version: int | None = None,
) -> Organization:
    """Lock the file of an organization for an officer's act.

    Who checks is tied to it in no way (R9.7). Raises NotFound outside her subtree, Refused without
    the permission there or `related`, StaleVersion, Conflict `wrong_state`.
    """
    organization = Organization.objects.locked(number)
    if not actor.can(Permission.COMMISSIONING_ORG_READ, within=organization):
        raise NotFound
    actor.must(permission, within=organization)
    if permission is Permission.COMMISSIONING_ORG_CHECK:
        access.must_be_unrelated(actor, organization)
    if version is not None:
        check_version(organization, version)
    if act is not None:
        ORG.move(organization.state, act)
    return organization


def keep(
    organization: Organization, act: str, *, actor: Actor, changed: Sequence[str] = ()
) -> Organization:
    """Save the changed columns as a new version and leave the trace of the act."""
    organization.version += 1
    organization.save(update_fields=["version", *dict.fromkeys(changed)])
    trace_file(organization, act, actor=actor, fields=changed)
    return organization


def trace_file(
    organization: Organization, act: str, *, actor: Actor, fields: Sequence[str] = ()
) -> None:
    """Leave an audit entry on the organization: names of fields, never a value."""
    trail.record(
        actor,
        f"commissioning.org.{act}",
        organization,
        union_id=organization.union_id,
        fields=list(fields),
    )
