"""What a drafter chooses from: unions, needs by their voices, funds, shipped criteria (R9.26)."""

from collections.abc import Sequence

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.kernel import clock
from backend.kernel.money import Money
from backend.ledger.models import Fund
from backend.unions.models import Union
from services.commissioning.models import Need, Project
from services.commissioning.queries import standards

MOST_NEEDS = 100


def drafting_unions(actor: Actor) -> list[tuple[str, str]]:
    """Number and name of the unions for which the actor drafts projects."""
    return _unions(actor.unions_for(Permission.COMMISSIONING_CALL_WRITE))


def need_unions(actor: Actor) -> list[tuple[str, str]]:
    """Number and name of the unions for which the actor enters needs."""
    return _unions(actor.unions_for(Permission.COMMISSIONING_NEED_WRITE))


def open_needs(actor: Actor) -> list[tuple[str, str]]:
    """Number and words of the open needs in the actor's reach, the most voices first."""
    rows = Need.objects.visible_to(actor).filter(is_open=True).order_by("-voices", "-id")
    return [(one.number, f"{one.title}（{one.voices} 人）") for one in rows[:MOST_NEEDS]]


def funds_for(actor: Actor) -> list[tuple[str, str]]:
    """The funds from which the actor's projects can be paid, with what is available."""
    rows = Fund.objects.visible_to(actor).filter(frozen_at__isnull=True)
    found = rows.select_related("balance").order_by("union__level", "code")
    return [
        (one.number, f"{one.name}（可用 {Money(one.balance.available_fen)} 元）") for one in found
    ]


def shipped(number: str) -> tuple[list[tuple[str, int]], int]:
    """Give the criteria and the panel's size that a draft of this project begins with."""
    union = Project.objects.select_related("union").get(number=number).union
    today = clock.today()
    return standards.award_weights(union, today), standards.panel_size(union, today)


def _unions(keys: Sequence[int]) -> list[tuple[str, str]]:
    rows = Union.objects.filter(pk__in=keys).order_by("level", "name")
    return list(rows.values_list("number", "name"))
