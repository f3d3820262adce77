"""Trials of plan versions: who may see them, the list of a version, one with what came out."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.kernel import clock
from backend.kernel.errors import NotFound
from backend.kernel.money import Money
from services.mutual_aid.models import Claim, DryRun, PlanVersion

LONGEST = 366
MOST_SHOWN = 20
WHY = {
    "bad_entry": "内容不合新版本的给付类型",
    "day_on_period_item": "新版本改为按期累计，原来的日期用不上",
    "missing_cycles": "新版本要分周期的金额，原来没有填",
    "missing_daily": "新版本要逐日金额，原来没有填",
    "bad_money": "金额写法不对",
    "unknown_class": "新版本没有这一类别",
    "unknown_grade": "新版本没有这一等级",
}


@dataclass(frozen=True, slots=True)
class Band:
    """One band of changes: its words, how many gain and how many lose that much."""

    words: str
    gains: int
    losses: int


@dataclass(frozen=True, slots=True)
class Change:
    """One large change; `url` leads to the claim where the reader may open it."""

    number: str
    before_fen: int
    after_fen: int
    url: str

    @property
    def is_more(self) -> bool:
        """Tell whether the draft pays more."""
        return self.after_fen > self.before_fen

    @property
    def change_fen(self) -> int:
        """How much more or less, without sign."""
        return abs(self.after_fen - self.before_fen)


@dataclass(frozen=True, slots=True)
class TrialReading:
    """A trial as a page: progress, and the result in words once it stands."""

    run: DryRun
    version: PlanVersion
    result: dict[str, Any]
    is_dearer: bool
    difference_fen: int
    bands: list[Band]
    largest: list[Change]
    uncomputable: list[tuple[str, int]]
    dropped: list[tuple[str, int]]


def may_try(actor: Actor, version: PlanVersion) -> bool:
    """Tell whether the actor proposes or approves plans of the sponsor."""
    sponsor = version.plan.sponsor
    wanted = (Permission.MUTUAL_AID_PLAN_ADOPT, Permission.MUTUAL_AID_PLAN_APPROVE)
    return any(actor.can(one, within=sponsor) for one in wanted)


def must_try(actor: Actor, version: PlanVersion) -> None:
    """Refuse whoever neither proposes nor approves plans of the sponsor."""
    if not may_try(actor, version):
        actor.must(Permission.MUTUAL_AID_PLAN_ADOPT, within=version.plan.sponsor)


def last_year() -> tuple[date, date]:
    """Give the days of the last full year, the usual span of a trial."""
    year = clock.today().year - 1
    return date(year, 1, 1), date(year, 12, 31)


def runs_of(version: PlanVersion) -> list[DryRun]:
    """Give the trials of a version, the newest first."""
    return list(DryRun.objects.filter(plan_version=version).order_by("-pk")[:MOST_SHOWN])


def visible_run(actor: Actor, number: str) -> DryRun:
    """Give one trial to who may see it; raises NotFound for everybody else."""
    rows = DryRun.objects.select_related("plan_version__plan__sponsor")
    row = rows.filter(number=number).first()
    if row is None or not may_try(actor, row.plan_version):
        raise NotFound
    return row


def read_run(actor: Actor, number: str) -> TrialReading:
    """Read one trial out; a claim can be opened by who may read claims where it lies."""
    run = visible_run(actor, number)
    result: dict[str, Any] = run.result or {}
    difference = result.get("after_fen", 0) - result.get("before_fen", 0)
    return TrialReading(
        run=run,
        version=run.plan_version,
        result=result,
        is_dearer=difference > 0,
        difference_fen=abs(difference),
        bands=_bands(result),
        largest=_largest(actor, result),
        uncomputable=[
            (WHY.get(code, code), count) for code, count in result.get("uncomputable", {}).items()
        ],
        dropped=list(result.get("dropped", {}).items()),
    )


def _bands(result: dict[str, Any]) -> list[Band]:
    edges = result.get("bands_fen", [])
    if not edges:
        return []
    words = [f"{Money(edge)} 元以内" for edge in edges] + [f"{Money(edges[-1])} 元以上"]
    return [
        Band(*row) for row in zip(words, result["gain_bands"], result["loss_bands"], strict=True)
    ]


def _largest(actor: Actor, result: dict[str, Any]) -> list[Change]:
    rows = result.get("largest", [])
    numbers = [row["number"] for row in rows if row["is_claim"]]
    seen: set[str] = set()
    if actor.holds(Permission.MUTUAL_AID_CLAIM_READ):
        claims = Claim.objects.visible_to(actor).filter(number__in=numbers)
        seen = set(claims.values_list("number", flat=True))
    return [
        Change(
            number=row["number"],
            before_fen=row["before_fen"],
            after_fen=row["after_fen"],
            url=f"/console/claims/{row['number']}/" if row["number"] in seen else "",
        )
        for row in rows
    ]
