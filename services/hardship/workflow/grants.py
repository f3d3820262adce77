"""The grant's own steps: proposed, checked, approved, cancelled. The only writer of its state."""

from collections.abc import Sequence

from django.db.models import Sum

from backend.access.actor import Actor
from backend.audit import trail
from backend.kernel import clock
from backend.kernel.errors import Invalid, NotFound
from backend.kernel.money import Money
from services.hardship import access
from services.hardship.models import Application, Grant
from services.hardship.queries import standards
from services.hardship.rules import grant as rules
from services.hardship.rules.grant import AidKind
from services.hardship.states import GRANT_MACHINE, GrantAct, GrantState

GIVEN = (
    GrantState.APPROVED, GrantState.ORDERED, GrantState.PAID, GrantState.RETURNED,
    GrantState.RECEIPTED,
)  # fmt: skip


def propose_grant(application: Application, kind: str, amount: Money, *, actor: Actor) -> Grant:
    """Propose a grant within its ceiling; raises Invalid `bad_kind`, Conflict `over_ceiling`."""
    if kind not in set(AidKind):
        raise Invalid("bad_kind", "请从列出的帮扶类别里选一个。")
    check_ceiling(application, AidKind(kind), amount)
    grant = Grant(
        number=f"{application.number}-1",
        application=application,
        key=application.key,
        kind=kind,
        year=clock.today().year,
        amount_fen=amount.fen,
        proposed_by_id=access.user_key(actor),
    )
    grant.place(application.union)
    grant.save(force_insert=True)
    advance_grant(grant, GrantAct.CHECK_CEILING, actor=actor)
    return grant


def check_ceiling(application: Application, kind: AidKind, amount: Money) -> None:
    """Refuse an amount above what the kind still allows this year (R8.49)."""
    today = clock.today()
    limit = rules.ceiling(
        kind,
        line=Money(application.line_fen or 0),
        ceilings=standards.ceilings(application.union, today),
        self_paid=Money(application.self_paid_fen),
    )
    rules.check_amount(amount, limit=limit, given=_given(application, kind, today.year))


def advance_grant(
    grant: Grant, act: GrantAct, *, actor: Actor, changed: Sequence[str] = ()
) -> None:
    """Move a grant along its machine and leave the trace; raises Conflict `wrong_state`."""
    grant.state = GRANT_MACHINE.move(grant.state, act)
    grant.version += 1
    grant.save(update_fields=["state", "version", *changed])
    trail.record(
        actor,
        f"hardship.grant.{act}",
        grant,
        person_id=grant.application.person_id,
        union_id=grant.union_id,
        fields=["state", *changed],
    )


def lock_grant(application: Application) -> Grant:
    """Lock the grant of a locked application; raises NotFound when none was proposed."""
    grant = (
        Grant.objects.select_for_update(of=("self",))
        .select_related("application")
        .filter(application=application)
        .first()
    )
    if grant is None:
        raise NotFound
    return grant


def cancel_grant(application: Application, *, actor: Actor) -> None:
    """Cancel a proposed grant together with its application."""
    grant = Grant.objects.select_for_update(of=("self",)).filter(application=application).first()
    if grant is not None and grant.state is not GrantState.CANCELLED:
        advance_grant(grant, GrantAct.CANCEL, actor=actor)


def _given(application: Application, kind: AidKind, year: int) -> Money:
    given = Grant.objects.filter(
        application__person_id=application.person_id, kind=kind, year=year, state__in=GIVEN
    ).aggregate(total=Sum("amount_fen"))
    return Money(given["total"] or 0)
