"""Data files and settlements as an officer reads them; nobody's name, nobody's amount."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from backend.access.actor import Actor
from backend.access.paging import LIMIT_DEFAULT, Page, page_of
from backend.access.permissions import Permission
from backend.access.scope import visible
from backend.kernel.errors import NotFound
from backend.kernel.money import Money
from backend.web.parts import QueueItem
from services.mutual_aid.feeds.faults import SENTENCES, RowFault
from services.mutual_aid.models import DataFile, Plan, RefusedRow, Settlement
from services.mutual_aid.queries.settlement_inputs import BANDS_FEN
from services.mutual_aid.states import SettlementState

NEWEST = ("-id",)
SHOWN = 20
MOST_LISTED = 100_000
CATEGORY = "互助结算"


@dataclass(frozen=True, slots=True)
class FoundRow:
    """A refused row as the page and the list show it."""

    row_number: int
    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class Band:
    """How many payments lie in a band of amounts, and what they add up to."""

    label: str
    count: int
    amount: Money


def settlements(actor: Actor, cursor: str | None = None, limit: int = LIMIT_DEFAULT) -> Page:
    """List the settlements in the actor's reach, newest first."""
    rows = Settlement.objects.visible_to(actor).select_related("plan", "data_file")
    return page_of(rows, cursor, limit, NEWEST)


def settlement(actor: Actor, number: str) -> Settlement:
    """Give one settlement; raises NotFound outside the actor's reach."""
    rows = Settlement.objects.visible_to(actor).select_related("plan", "plan_version", "data_file")
    found = rows.filter(number=number).first()
    if found is None:
        raise NotFound
    return found


def data_files(actor: Actor, cursor: str | None = None, limit: int = LIMIT_DEFAULT) -> Page:
    """List the data files in the actor's reach, newest first."""
    rows = DataFile.objects.visible_to(actor).select_related("plan")
    return page_of(rows, cursor, limit, NEWEST)


def data_file(actor: Actor, number: str) -> DataFile:
    """Give one data file; raises NotFound outside the actor's reach."""
    found = DataFile.objects.visible_to(actor).select_related("plan").filter(number=number).first()
    if found is None:
        raise NotFound
    return found


def refused_rows(
    actor: Actor, number: str, cursor: str | None = None, limit: int = LIMIT_DEFAULT
) -> Page:
    """List the refused rows of a file in their order."""
    rows = RefusedRow.objects.filter(data_file=data_file(actor, number))
    page = page_of(rows, cursor, limit, ("row_number",))
    return {**page, "items": [_found(one.row_number, one.code) for one in page["items"]]}


def refused_list(file: DataFile) -> Iterator[str]:
    """Write the refused rows as lines of a CSV, at most `MOST_LISTED`."""
    yield "\ufeff行号,原因\r\n"
    rows = RefusedRow.objects.filter(data_file=file).order_by("row_number")
    for number, code in rows.values_list("row_number", "code")[:MOST_LISTED].iterator():
        yield f"{number},{SENTENCES[RowFault(code)]}\r\n"


def refused_kinds(file: DataFile) -> list[tuple[str, int]]:
    """Give each reason with how many rows it refused, the most frequent first."""
    kinds = sorted(file.refused_kinds.items(), key=lambda kind: (-kind[1], kind[0]))
    return [(SENTENCES[RowFault(code)], count) for code, count in kinds]


def bands(found: Settlement) -> list[Band]:
    """Give the payments by bands of amounts."""
    return [
        Band(_band_label(place), count, Money(fen))
        for place, count, fen in found.summary.get("bands", [])
    ]


def plans_to_settle(actor: Actor) -> list[Plan]:
    """Give the plans for which the actor may take in data."""
    may = visible(actor, Permission.MUTUAL_AID_SETTLEMENT_RUN, prefix="sponsor__")
    sponsored = Plan.objects.filter(may).order_by("title", "pk").prefetch_related("versions")
    return [
        plan
        for plan in sponsored
        if any(version.rules.claim.is_quarterly for version in plan.versions.all())
    ]


def queue_items(actor: Actor) -> list[QueueItem]:
    """Give the settlements that wait for this officer's approval."""
    if not actor.holds(Permission.MUTUAL_AID_SETTLEMENT_APPROVE):
        return []
    waiting = Settlement.objects.filter(
        visible(actor, Permission.MUTUAL_AID_SETTLEMENT_APPROVE), state=SettlementState.COMPUTED
    ).exclude(made_by_id=actor.user_id)
    rows = waiting.select_related("union").order_by("-id")[:SHOWN]
    return [
        QueueItem(
            due=None,
            category=CATEGORY,
            number=row.number,
            who=f"{row.paid_count} 人",
            union=row.union.name,
            state="待批准",
            url=reverse("settlement", args=[row.number]),
        )
        for row in rows
    ]


def may_of(actor: Actor, found: Settlement) -> frozenset[str]:
    """Name what this officer may do with the settlement now; the verbs check again."""
    runs = actor.can(Permission.MUTUAL_AID_SETTLEMENT_RUN, within=found)
    approves = actor.can(Permission.MUTUAL_AID_SETTLEMENT_APPROVE, within=found)
    is_computed = found.state is SettlementState.COMPUTED
    open_states = {SettlementState.DRAFT, SettlementState.COMPUTING, SettlementState.COMPUTED}
    may = {
        "approve": approves and is_computed and found.made_by_id != actor.user_id,
        "cancel": (runs or approves) and found.state in open_states,
    }
    return frozenset(name for name, allowed in may.items() if allowed)


def _found(row_number: int, code: str) -> FoundRow:
    return FoundRow(row_number, code, SENTENCES[RowFault(code)])


def _band_label(place: int) -> str:
    edges = [Money(fen).yuan().removesuffix(".00") for fen in BANDS_FEN]
    if place == 0:
        return f"不到 {edges[0]} 元"
    if place == len(edges):
        return f"{edges[-1]} 元以上"
    return f"{edges[place - 1]} 元到不满 {edges[place]} 元"
