"""The six plans of the year: data files in this folder, loaded and signed, their funds filled."""

from pathlib import Path

from backend.access.actor import Actor
from backend.access.write import verb
from backend.config.demo.actors import actor_of
from backend.config.demo.cast import Cast
from backend.config.demo.plans import FEDERATION, WHY
from backend.kernel.money import FEN_PER_YUAN, Money
from backend.ledger import book
from services.mutual_aid.models import Plan as PlanRow
from services.mutual_aid.models import PlanVersion
from services.mutual_aid.workflow import plan_life, plans

PACKS = Path(__file__).parent / "packs"
GRANT_YUAN_A_CLAIM = 2500
GRANT_YUAN_AT_LEAST = 100_000
GRANT_REASON = "主办工会年初补助（演示）"


def adopt(cast: Cast, claims: int) -> None:
    """Load the six plans, put them in force, and give each fund the sponsor's grant."""
    officer, keeper = (actor_of(cast.users[key]) for key in ("plan_officer", "sun_li"))
    for path in sorted(PACKS.glob("*.json")):
        version = plans.load(path.read_bytes(), sponsor_number=FEDERATION, actor=officer)
        _put_in_force(version, cast)
        yuan = max(GRANT_YUAN_AT_LEAST, claims * GRANT_YUAN_A_CLAIM)
        grant(version.plan.code, Money(yuan * FEN_PER_YUAN), actor=keeper)


def _put_in_force(version: PlanVersion, cast: Cast) -> None:
    """Put a plan in force: one person proposes, another signs."""
    officer, approver = (actor_of(cast.users[key]) for key in ("plan_officer", "plan_approver"))
    plan_life.propose(version.number, actor=officer, reason=WHY)
    plan_life.approve(version.number, actor=approver, opinion="同意施行。")


@verb
def grant(code: str, amount: Money, *, actor: Actor) -> None:
    """Take the sponsor's own money into the fund of a plan."""
    plan = PlanRow.objects.select_related("fund").get(code=code)
    book.receive(plan.fund, amount, plan.fund, actor=actor, reason=GRANT_REASON)
