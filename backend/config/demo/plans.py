"""The mutual-aid plans of the demo federation: its own, signed, and the unverified samples."""

from collections.abc import Callable
from pathlib import Path

from backend.accounts.models import Membership
from backend.config.demo.actors import actor_of
from backend.config.demo.cast import Cast
from backend.unions.models import Union
from services import mutual_aid
from services.mutual_aid.models import PlanVersion
from services.mutual_aid.workflow import cover
from services.mutual_aid.workflow.plans import load, sign

PACKS = Path(mutual_aid.__file__).parent / "packs"
FEDERATION = "GH-0001"


def adopt(cast: Cast) -> None:
    """Load every pack in the tree; sign those that the demo federation adopted as its own."""
    officer = actor_of(cast.users["plan_officer"])
    for path in sorted(PACKS.glob("*.json")):
        version = load(path.read_bytes(), sponsor_number=FEDERATION, actor=officer)
        if version.rules.is_verified:
            sign(version.number, actor=officer)


def cover_members(cast: Cast, unions: list[Union], say: Callable[[str], None]) -> None:
    """Cover all members by the automatic plan; take over the hospital covers of this year."""
    officer = actor_of(cast.users["plan_officer"])
    signed = PlanVersion.objects.filter(verified_at__isnull=False).order_by("number")
    for version in signed.filter(mode="automatic"):
        count = cover.cover_members(version.number, actor=officer)
        say(f"{version.title}：{count} 人自动参加")
    version = signed.filter(plan__code="DEMO-HOSP-2026", version=1).get()
    members = Membership.objects.filter(union__in=[*unions, cast.unions["bus"]])
    numbers = members.values_list("person__number", flat=True)
    count = cover.take_over(version.number, list(numbers), actor=officer)
    say(f"{version.title}：接续 {count} 人")
