"""The mutual-aid plans of the demo federation: its own, signed, and the unverified samples."""

from collections.abc import Callable
from pathlib import Path

from django.db import transaction

from backend.accounts.models import Membership
from backend.config.demo.actors import actor_of
from backend.config.demo.cast import Cast
from backend.kernel.money import Money
from backend.ledger import book
from backend.ledger.models import Fund
from backend.unions.models import Union
from services import mutual_aid
from services.mutual_aid.workflow import cover
from services.mutual_aid.workflow.plan_life import approve, propose
from services.mutual_aid.workflow.plans import load

PACKS = Path(mutual_aid.__file__).parent / "packs"
FEDERATION = "GH-0001"
HOSPITAL_NOW = "DEMO-HOSP-2026"
CARRIED_OVER = Money(30_000_000)
WHY = "示范市总工会采用的互助计划，规则和算例已逐项核对。"


def adopt(cast: Cast) -> dict[str, list[str]]:
    """Load every pack in the tree; put those in force that the demo federation adopted as its own.

    One person proposes, another signs. Gives the numbers of the signed versions by mode
    (`automatic`, `unit`).
    """
    officer = actor_of(cast.users["plan_officer"])
    approver = actor_of(cast.users["plan_approver"])
    signed: dict[str, list[str]] = {}
    for path in sorted(PACKS.glob("*.json")):
        version = load(path.read_bytes(), sponsor_number=FEDERATION, actor=officer)
        if version.rules.is_verified:
            propose(version.number, actor=officer, reason=WHY)
            approve(version.number, actor=approver, opinion="同意施行。")
            signed.setdefault(str(version.mode), []).append(version.number)
        if version.number == HOSPITAL_NOW:
            _carry_over(version.plan.fund, cast)
    return signed


def cover_members(
    cast: Cast, signed: dict[str, list[str]], unions: list[Union], say: Callable[[str], None]
) -> None:
    """Cover all members by the automatic plan; take over the hospital covers of this year."""
    officer = actor_of(cast.users["plan_officer"])
    for number in signed["automatic"]:
        count = cover.cover_members(number, actor=officer)
        say(f"{number}：{count} 人自动参加")
    members = Membership.objects.filter(union__in=[*unions, cast.unions["bus"]])
    numbers = list(members.values_list("person__number", flat=True))
    count = cover.take_over(HOSPITAL_NOW, numbers, actor=officer)
    say(f"{HOSPITAL_NOW}：接续 {count} 人")


def _carry_over(fund: Fund, cast: Cast) -> None:
    """Bring in what the fees of this year left, so that claims under these covers can be paid."""
    keeper = actor_of(cast.users["sun_li"])
    with transaction.atomic():
        book.receive(
            fund, CARRIED_OVER, fund, actor=keeper, reason="接续保障的会费结余转入（演示）"
        )
