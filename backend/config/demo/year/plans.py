"""The six plans of the year: data files in this folder, loaded and signed, their funds filled."""

from pathlib import Path

from django.db import transaction

from backend.config.demo.actors import actor_of
from backend.config.demo.cast import Cast
from backend.config.demo.plans import FEDERATION, WHY
from backend.kernel.money import FEN_PER_YUAN, Money
from backend.ledger import book
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
        _put_in_force(version.number, cast)
        yuan = max(GRANT_YUAN_AT_LEAST, claims * GRANT_YUAN_A_CLAIM)
        with transaction.atomic():
            fund = version.plan.fund
            book.receive(fund, Money(yuan * FEN_PER_YUAN), fund, actor=keeper, reason=GRANT_REASON)


def _put_in_force(number: str, cast: Cast) -> None:
    """Put a plan in force: one person proposes, another signs."""
    officer, approver = (actor_of(cast.users[key]) for key in ("plan_officer", "plan_approver"))
    plan_life.propose(number, actor=officer, reason=WHY)
    plan_life.approve(number, actor=approver, opinion="同意施行。")
